//! A unified diff of what was rewritten: for `patch` and `git apply` where it is not shown on a screen.

use super::text::{Ink, Paint, shown, visible};
use super::{Reporter, Style};
use crate::diagnostic::LintResult;
use crate::source::SourceFile;
use similar::TextDiff;

pub(super) struct Diff {
    style: Style,
}

impl Diff {
    pub(super) fn new(style: Style) -> Self {
        Self { style }
    }
}

impl Reporter for Diff {
    fn file(&self, source: &SourceFile, result: &LintResult) -> Vec<u8> {
        if result.fixed.is_empty() {
            return Vec::new();
        }
        let after = source.text();
        let before = before(after, result);
        let path = shown(source.path());
        let path = path.trim_start_matches("./").trim_start_matches('/');
        let diff = TextDiff::from_lines(before.as_str(), after);
        let patch = diff.unified_diff().header(&format!("a/{path}"), &format!("b/{path}")).to_string();
        if !self.style.color {
            return patch.into_bytes();
        }
        // On a screen nothing is applied, and nothing may steer it.
        let paint = Paint(true);
        let line = |line: &str| {
            let text: String = line.trim_end_matches('\r').chars().map(visible).collect();
            match text.as_bytes().first() {
                Some(b'+') => paint.on(Ink::Green, &text),
                Some(b'-') => paint.on(Ink::Red, &text),
                Some(b'@') => paint.on(Ink::Cyan, &text),
                _ => text,
            }
        };
        patch.lines().flat_map(|text| [line(text), "\n".to_owned()]).collect::<String>().into_bytes()
    }
}

/// The text as it was before.
fn before(after: &str, result: &LintResult) -> String {
    let mut before = String::with_capacity(after.len());
    let mut at = 0;
    for fixed in &result.fixed {
        before.push_str(after.get(at..fixed.range.start as usize).unwrap_or_default());
        before.push_str(&fixed.before);
        at = fixed.range.end as usize;
    }
    before.push_str(after.get(at..).unwrap_or_default());
    before
}
