//! Text that stands inside another format (HTML in a JSON string, a cell with doubled quotation marks, lines of HTML in a
//! quotation) and the way back to the source.
//!
//! What reads the text works on [`Inner::text`] and hands its places back; here they become pieces of the source. Knows
//! no format.

use super::Piece;
use super::sink::push_text;
use crate::span::SourceRange;
use std::borrow::Cow;
use std::ops::Range;

/// Text taken out of a source.
#[derive(Debug)]
pub(super) struct Inner<'s> {
    text: Cow<'s, str>,
    /// In order. Each ends where the next begins, the last with the text.
    parts: Vec<Part>,
}

#[derive(Clone, Copy, Debug)]
struct Part {
    /// Where it begins in the text.
    at: usize,
    source: SourceRange,
    /// Whether it stands in the source as it is read.
    is_copy: bool,
}

impl<'s> Inner<'s> {
    /// A stretch of `source` as it stands. Empty if it is not on character boundaries.
    pub(super) fn slice(source: &'s str, range: Range<usize>) -> Self {
        let text = source.get(range.clone()).unwrap_or_default();
        let part = Part { at: 0, source: to_source(range.start..range.start + text.len()), is_copy: true };
        Self { text: Cow::Borrowed(text), parts: vec![part] }
    }

    /// A text as long as the stretch of the source from `start` on that it stands for, and the same where it is text.
    pub(super) fn copy(text: String, start: usize) -> Self {
        let part = Part { at: 0, source: to_source(start..start + text.len()), is_copy: true };
        Self { text: Cow::Owned(text), parts: vec![part] }
    }

    /// The text of pieces. A line break is a line feed; what is no prose is nothing.
    pub(super) fn of(source: &'s str, pieces: &[Piece]) -> Self {
        if let [Piece::Text(range)] = pieces {
            return Self::slice(source, range.as_usize());
        }
        let mut inner = Self { text: Cow::Owned(String::new()), parts: Vec::new() };
        for piece in pieces {
            match piece {
                Piece::Text(range) => inner.push(*range, source.get(range.as_usize()).unwrap_or_default(), true),
                Piece::Decoded(range, text) => inner.push(*range, text, false),
                Piece::SoftBreak(range) | Piece::HardBreak(range) => inner.push(*range, "\n", false),
                Piece::Opaque(_) => {}
            }
        }
        inner
    }

    fn push(&mut self, source: SourceRange, text: &str, is_copy: bool) {
        if !text.is_empty() {
            self.parts.push(Part { at: self.text.len(), source, is_copy });
            self.text.to_mut().push_str(text);
        }
    }

    /// What is to be read.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The parts that `range` touches, each with what of it lies in `range`.
    fn parts(&self, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, SourceRange, bool)> {
        let first = self.parts.partition_point(|part| part.at <= range.start).saturating_sub(1);
        let ends = self.parts.iter().skip(first + 1).map(|next| next.at).chain([self.text.len()]);
        self.parts.iter().skip(first).zip(ends).map_while(move |(part, end)| {
            let touched = part.at.max(range.start)..end.min(range.end);
            let source = if part.is_copy {
                let start = part.source.start as usize;
                to_source(start + touched.start.saturating_sub(part.at)..start + touched.end.saturating_sub(part.at))
            } else {
                part.source
            };
            (touched.start <= touched.end && part.at < range.end.max(range.start + 1)).then_some((
                touched,
                source,
                part.is_copy,
            ))
        })
    }

    /// The stretch of the source that covers `range`.
    pub(super) fn source(&self, range: Range<usize>) -> SourceRange {
        let mut parts = self.parts(range).map(|(_, source, _)| source);
        let first = parts.next().unwrap_or(SourceRange::new(0, 0));
        let last = parts.last().unwrap_or(first);
        SourceRange::new(first.start.min(last.end), last.end.max(first.start))
    }

    /// Adds the text at `range` to `pieces`.
    pub(super) fn push_to(&self, range: Range<usize>, pieces: &mut Vec<Piece>) {
        if range.is_empty() {
            return;
        }
        for (touched, source, is_copy) in self.parts(range) {
            if is_copy {
                push_text(pieces, source);
            } else {
                pieces.push(Piece::Decoded(source, self.text.get(touched).unwrap_or_default().to_owned()));
            }
        }
    }
}

fn to_source(range: Range<usize>) -> SourceRange {
    SourceRange::new(range.start as u32, range.end as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_go_back_through_what_was_decoded() {
        let source = "x=\"a\\nb\\u526fc\"";
        let at = |from: u32, to: u32| SourceRange::new(from, to);
        let pieces = [
            Piece::Text(at(3, 4)),
            Piece::Decoded(at(4, 6), "\n".into()),
            Piece::Text(at(6, 7)),
            Piece::Decoded(at(7, 13), "副".into()),
            Piece::Text(at(13, 14)),
        ];
        let inner = Inner::of(source, &pieces);
        assert_eq!(inner.text(), "a\nb副c");
        for (range, want) in
            [(0..1, at(3, 4)), (1..2, at(4, 6)), (2..6, at(6, 13)), (3..7, at(7, 14)), (0..7, at(3, 14))]
        {
            assert_eq!(inner.source(range.clone()), want, "{range:?}");
        }
        let mut out = Vec::new();
        inner.push_to(0..7, &mut out);
        assert_eq!(out, pieces);
        let mut out = Vec::new();
        inner.push_to(6..7, &mut out);
        assert_eq!(out, [Piece::Text(at(13, 14))]);
        let slice = Inner::slice(source, 3..4);
        assert_eq!((slice.text(), slice.source(0..1), slice.source(1..1)), ("a", at(3, 4), at(4, 4)));
    }
}
