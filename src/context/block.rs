//! What the kind of a block makes of its sentences: headings that ask, warnings, examples of what not to say.

use super::{Reason, SentenceContext, Status};
use crate::extract::BlockKind;
use crate::matcher::Found;
use crate::tokenize::Pos;

/// Why a match is no claim because of where its sentence stands.
pub(super) fn verdict(context: &SentenceContext<'_>, found: &Found) -> Option<Reason> {
    let tokens = context.tokens;
    let last = tokens.iter().rev().find(|token| token.pos() != Pos::Symbol || token.surface() == "？")?;
    let asks = last.surface() == "？" || tokens.last().is_some_and(|token| token.surface() == "？");
    // A heading, title or question line asks as a whole: 副作用はない？本当の効果は？
    if asks && matches!(context.kind, BlockKind::Heading(_) | BlockKind::FrontMatter) {
        return Some(Reason::new(Status::Asked, "？"));
    }
    let first = tokens.first()?;
    // Q. and 質問: begin the question of a reader.
    if matches!(first.surface(), "Q" | "Ｑ" | "質問") && found.first > 0 && asks {
        return Some(Reason::new(Status::Asked, first.surface()));
    }
    // × and NG begin an example of what not to say.
    let marks = |surface: &str| matches!(surface, "×" | "✕" | "❌" | "NG" | "NG例" | "ng" | "✖" | "✗");
    if marks(first.surface()) {
        return Some(Reason::new(Status::Mentioned, first.surface()));
    }
    None
}
