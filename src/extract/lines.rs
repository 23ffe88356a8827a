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
    let mut lines = Vec::new();
    while at < text.len() {
        let length = text[at..].find(['\n', '\r']).unwrap_or(text.len() - at);
        lines.push(at..at + length);
        at += length;
        at += if text[at..].starts_with("\r\n") { 2 } else { usize::from(at < text.len()) };
    }
    lines
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

/// Where the text of a line begins, past the white space in front.
pub(super) fn trimmed(text: &str, line: &Range<usize>) -> Range<usize> {
    let words = text[line.clone()].trim_start();
    let start = line.end - words.len();
    start..start + words.trim_end().len()
}
