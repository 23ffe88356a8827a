//! One line a finding: `path:line:column: level rule: message`.

use super::text::{Ink, Paint, shown};
use super::{Locator, Reporter, Style, change, level_ink};
use crate::diagnostic::LintResult;
use crate::source::{Position, SourceFile};

pub(super) struct Concise {
    style: Style,
}

impl Concise {
    pub(super) fn new(style: Style) -> Self {
        Self { style }
    }
}

impl Reporter for Concise {
    fn file(&self, source: &SourceFile, result: &LintResult) -> Vec<u8> {
        let Style { language, color, dropped, .. } = self.style;
        let paint = Paint(color);
        let path = shown(source.path());
        let mut out = String::new();
        let mut line = |at: Position, kind: (Ink, &str), rule: &str, message: &str| {
            let place = paint.on(Ink::Bold, &format!("{path}:{}:{}:", at.line, at.column));
            let kind = paint.on(kind.0, kind.1);
            out.push_str(&format!("{place} {kind} {rule}: {}\n", message.lines().collect::<Vec<_>>().join(" ")));
        };
        let mut locator = Locator::new(source);
        for diagnostic in &result.diagnostics {
            let (start, _) = locator.locate(diagnostic.range);
            let kind = (level_ink(diagnostic.level), diagnostic.level.as_str());
            line(start, kind, &diagnostic.rule.id, diagnostic.message(language));
        }
        let mut locator = Locator::new(source);
        for fixed in &result.fixed {
            let (start, _) = locator.locate(fixed.range);
            let change = change(&fixed.before, source.slice(fixed.range), language);
            line(start, (Ink::Green, "fixed"), &fixed.rule.id, &change);
        }
        if dropped {
            let mut locator = Locator::new(source);
            for drop in &result.dropped {
                let (start, _) = locator.locate(drop.range);
                line(start, (Ink::Dim, "dropped"), &drop.rule.id, drop.reason.describe().get(language));
            }
        }
        out.into_bytes()
    }
}
