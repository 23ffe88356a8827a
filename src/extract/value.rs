//! Prose in data: a value (a cell, a string of JSON, an entry of YAML) becomes blocks.
//!
//! A value that holds tags or character references is read as HTML, which is what shops and content systems put there.
//! Any other is paragraphs: blank lines part them, line breaks are shown. Which values are prose is decided here as
//! well: those of the fields that were asked for, or all that hold Japanese.

use super::html::{self, Page};
use super::inner::Inner;
use super::sink::{Sink, push_text};
use super::wrap::is_letter;
use super::{BlockKind, Piece};
use crate::span::SourceRange;

/// The fields whose values are prose.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields<'f>(pub &'f [String]);

impl Fields<'_> {
    /// Whether the value at `path` is prose. `path` are the keys that lead to it, the outermost first; a field names the
    /// last of them, or several with `.` between.
    pub(super) fn wants<'p>(self, path: impl DoubleEndedIterator<Item = &'p str> + Clone, value: &str) -> bool {
        if self.0.is_empty() {
            return value.chars().any(is_letter);
        }
        self.0.iter().any(|field| {
            let mut keys = path.clone().rev();
            field.rsplit('.').all(|name| keys.next().is_some_and(|key| key.trim().eq_ignore_ascii_case(name.trim())))
        })
    }
}

/// Adds the blocks of a value.
pub(super) fn push(source: &str, pieces: &[Piece], kind: BlockKind, sink: &mut Sink<'_>) {
    let inner = Inner::of(source, pieces);
    sink.begin(kind);
    if html::looks_like_html(inner.text()) {
        Page::default().read(&inner, kind, sink);
    } else {
        paragraphs(&inner, kind, sink);
    }
    sink.begin(kind);
}

/// Adds text whose line breaks are shown.
fn paragraphs(inner: &Inner<'_>, kind: BlockKind, sink: &mut Sink<'_>) {
    let mut at = 0;
    // Where the line before ended, if it is of the same paragraph.
    let mut before: Option<usize> = None;
    for line in inner.text().split_inclusive(['\n', '\r']) {
        let text = line.trim_end_matches(['\n', '\r']);
        let range = at..at + text.len();
        at += line.len();
        if text.trim().is_empty() {
            // `\r\n` comes apart into a line and an empty rest.
            if line != "\n" || !inner.text()[..at - 1].ends_with('\r') {
                before = None;
                sink.begin(kind);
            }
            continue;
        }
        if text.trim_start().starts_with('※') {
            before = None;
            sink.begin(kind);
        }
        if let Some(end) = before {
            sink.piece(Piece::HardBreak(inner.source(end..range.start)));
        }
        before = Some(range.end);
        let mut pieces = Vec::new();
        inner.push_to(range, &mut pieces);
        pieces.into_iter().for_each(|piece| sink.add(piece));
    }
}

/// A string with backslash escapes as JSON has them, from `start` to `end`, as pieces. A line break is text here.
pub(super) fn unescape(source: &str, start: usize, end: usize, pieces: &mut Vec<Piece>) {
    let bytes = source.as_bytes();
    let (mut kept, mut at) = (start, start);
    while let Some(found) = bytes.get(at..end).and_then(|rest| rest.iter().position(|&byte| byte == b'\\')) {
        at += found;
        let Some((length, decoded)) = escape(&source[at..end]) else {
            at += 1;
            continue;
        };
        push_text(pieces, range(kept, at));
        pieces.push(Piece::Decoded(range(at, at + length), decoded.to_string()));
        at += length;
        kept = at;
    }
    push_text(pieces, range(kept, end));
}

fn range(start: usize, end: usize) -> SourceRange {
    SourceRange::new(start as u32, end as u32)
}

/// The escape at the start of `text`: its length, and what it stands for. `None` if it is none.
fn escape(text: &str) -> Option<(usize, char)> {
    let letter = text.chars().nth(1)?;
    let simple = match letter {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\u{8}',
        'f' => '\u{c}',
        '"' | '\\' | '/' | '\'' => letter,
        'u' => {
            let code = |from: usize| u32::from_str_radix(text.get(from..from + 4)?, 16).ok();
            let first = code(2)?;
            // What lies beyond 16 bits is written as two surrogates.
            if (0xd800..0xdc00).contains(&first) && text.get(6..8) == Some("\\u") {
                let second = code(8).filter(|second| (0xdc00..0xe000).contains(second))?;
                let both = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                return Some((12, char::from_u32(both)?));
            }
            return Some((6, char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER)));
        }
        _ => return None,
    };
    Some((1 + letter.len_utf8(), simple))
}
