//! Answers that leave out what they speak of: 「副作用は？」「ございません。」

use crate::rule::pattern::{is_existence, is_negation};
use crate::tokenize::{Pos, SubPos, Token};

/// An answer longer than this, in bytes, says of what it speaks.
pub const LONGEST_ANSWER: u32 = 120;

/// Whether a sentence asks, to judge by its end.
pub fn asks(text: &str) -> bool {
    text.trim_end_matches(['」', '』', '）', ')', '。']).ends_with(['？', '?', 'か'])
}

/// How much of a question's tokens are its topic, and where in the answer the predicate on it begins. `None` if the
/// answer has a topic of its own or denies nothing.
pub fn elliptic_answer(question: &[Token], answer: &[Token]) -> Option<(usize, usize)> {
    let said = answer.iter().position(|token| !introduces(token))?;
    let head = &answer[said];
    let predicate = match head.pos() {
        Pos::Verb | Pos::Adjective => head.sub() == SubPos::Independent || is_existence(head),
        Pos::Auxiliary => is_existence(head),
        _ => false,
    };
    let denies = answer[said..].iter().any(is_negation);
    if !predicate || !denies {
        return None;
    }
    // Up to the last topic mark; where there is none, all but the end marks.
    let marked = question.iter().rposition(|token| ["は", "が", "も"].iter().any(|&mark| token.is_particle(mark)));
    let topic = match marked {
        Some(at) => at + 1,
        None => question.iter().rposition(|token| token.pos() == Pos::Noun)? + 1,
    };
    Some((topic, said))
}

/// Whether a token may stand before the predicate of such an answer: いいえ, 一切, どちらも, A.
fn introduces(token: &Token) -> bool {
    match token.pos() {
        Pos::Interjection | Pos::Adverb | Pos::Symbol | Pos::Conjunction | Pos::Other => true,
        Pos::Particle => matches!(token.surface(), "も" | "は" | "に" | "って"),
        Pos::Noun => {
            matches!(token.sub(), SubPos::Adverbial | SubPos::Pronoun)
                || matches!(
                    token.surface(),
                    "A" | "いいえ" | "もちろん" | "全て" | "すべて" | "一切" | "当院" | "回答" | "基本" | "ほとんど"
                )
        }
        _ => false,
    }
}
