//! Lines of a text with their places, and runs of them: what the readers of markup that is written line by line share.
//!
//! Knows no format.

use super::sink::Sink;
use super::{BlockKind, Piece};
use crate::span::SourceRange;
use std::ops::Range;

/// The lines of `text` from `start` on, without their line ends.
pub(super) fn lines(text: &str, start: usize) -> Vec<Range<usize>> {
    let mut at = start;
    let place = |line: &str| {
        let begin = at;
        at += line.len();
        begin..begin + line.trim_end_matches(['\n', '\r']).len()
    };
    split(text.get(start..).unwrap_or_default()).map(place).collect()
}

/// The lines of `text` with their line ends, be they `\n`, `\r\n` or `\r`.
pub(super) fn split(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = match rest.find(['\n', '\r']) {
            Some(at) if rest[at..].starts_with("\r\n") => at + 2,
            Some(at) => at + 1,
            None => rest.len(),
        };
        let (line, after) = rest.split_at(end);
        rest = after;
        (!line.is_empty()).then_some(line)
    })
}

/// A place as pieces have it.
pub(super) fn range(range: Range<usize>) -> SourceRange {
    SourceRange::new(range.start as u32, range.end as u32)
}

/// Adds the lines of a paragraph; `inline` reads what is in one, and says whether it ends with a break that is shown.
pub(super) fn paragraph(
    lines: &[Range<usize>],
    kind: BlockKind,
    sink: &mut Sink<'_>,
    mut inline: impl FnMut(Range<usize>, &mut Sink<'_>) -> bool,
) {
    sink.begin(kind);
    let mut before: Option<(usize, bool)> = None;
    for line in lines {
        if let Some((end, is_hard)) = before {
            let between = range(end..line.start);
            sink.piece(if is_hard { Piece::HardBreak(between) } else { Piece::SoftBreak(between) });
        }
        before = Some((line.end, inline(line.clone(), sink)));
    }
    sink.begin(BlockKind::Paragraph);
}

/// How far inline markup is looked ahead for, in bytes: what does not end within is none.
const WINDOW: usize = 1024;

/// As much of the start of `range` as is looked at.
pub(super) fn window(text: &str, range: Range<usize>) -> &str {
    let mut end = range.end.min(range.start + WINDOW);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[range.start..end]
}

/// As much of the end of `range` as is looked at.
pub(super) fn window_before(text: &str, range: Range<usize>) -> &str {
    let mut start = range.start.max(range.end.saturating_sub(WINDOW));
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..range.end]
}

/// Where the text of a line begins, past the white space in front.
pub(super) fn trimmed(text: &str, line: &Range<usize>) -> Range<usize> {
    let words = text[line.clone()].trim_start();
    let start = line.end - words.len();
    start..start + words.trim_end().len()
}
