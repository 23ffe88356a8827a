//! From offsets in the normalised text back to the source.
//!
//! Written once, run by run, by the normaliser; the only place that converts between the two spaces.

use crate::span::{SourceRange, TextRange};

/// A stretch of the text that came from one stretch of the source. It ends where the next begins.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// Where it begins in the text.
    text: u32,
    /// Where it begins in the source.
    source: u32,
    /// How long it is in the source, or [`IDENTITY`].
    len: u32,
}

/// Text and source are the same, byte for byte. (No single replaced stretch is 4 GiB long.)
const IDENTITY: u32 = u32::MAX;

/// Where each part of a normalised text came from.
///
/// Text that was copied is mapped byte by byte. Text that was rewritten (a full-width letter, an entity) is mapped as a
/// whole, so that a range that touches it covers all of its source. What was skipped (markup, a zero-width space) is
/// covered only between two parts that are in the range, never at its ends.
///
/// Inside a block the mapping is monotone: a later offset in the text never maps before an earlier one.
#[derive(Clone, Debug, Default)]
pub struct OffsetMap {
    runs: Vec<Run>,
    /// The length of the text.
    end: u32,
}

impl OffsetMap {
    /// The stretch of the source that `range` came from.
    ///
    /// An empty range maps to the empty range before the character that follows it. A range over several blocks maps
    /// to the stretch that covers its first and its last character.
    pub fn to_source(&self, range: TextRange) -> SourceRange {
        let start = self.start_at(range.start);
        if range.is_empty() {
            return SourceRange::new(start, start);
        }
        let end = self.end_at(range.end);
        SourceRange::new(start.min(end), start.max(end))
    }

    fn start_at(&self, offset: u32) -> u32 {
        if offset >= self.end {
            return self.end_at(self.end);
        }
        self.run_at(offset)
            .map_or(0, |run| if run.len == IDENTITY { run.source + (offset - run.text) } else { run.source })
    }

    /// Where the character before `offset` ends.
    fn end_at(&self, offset: u32) -> u32 {
        let offset = offset.min(self.end);
        self.run_at(offset.saturating_sub(1))
            .map_or(0, |run| if run.len == IDENTITY { run.source + (offset - run.text) } else { run.source + run.len })
    }

    fn run_at(&self, offset: u32) -> Option<&Run> {
        let after = self.runs.partition_point(|run| run.text <= offset);
        self.runs[..after].last()
    }

    /// The next `len` bytes of the text stand so in the source from `source` on.
    pub(super) fn push_identity(&mut self, source: u32, len: usize) {
        let extends = |run: &Run| run.len == IDENTITY && run.source + (self.end - run.text) == source;
        if !self.runs.last().is_some_and(extends) {
            self.runs.push(Run { text: self.end, source, len: IDENTITY });
        }
        self.end += len as u32;
    }

    /// The next `len` bytes of the text stand for all of `source`.
    pub(super) fn push_whole(&mut self, source: SourceRange, len: usize) {
        let extends = |run: &Run| run.len != IDENTITY && run.source == source.start && run.len == source.len();
        if !self.runs.last().is_some_and(extends) {
            self.runs.push(Run { text: self.end, source: source.start, len: source.len().min(IDENTITY - 1) });
        }
        self.end += len as u32;
    }

    /// The source where the text written so far ends.
    pub(super) fn source_end(&self) -> u32 {
        self.end_at(self.end)
    }

    /// Takes off all from `offset` on and gives it back. A run begins at `offset`.
    pub(super) fn split_off(&mut self, offset: u32) -> Self {
        let at = self.runs.partition_point(|run| run.text < offset);
        let tail = Self { runs: self.runs.split_off(at), end: self.end };
        self.end = offset;
        tail
    }

    /// Adds the stretch `range` of another map.
    pub(super) fn append(&mut self, other: &Self, range: TextRange) {
        let first = other.runs.partition_point(|run| run.text <= range.start).saturating_sub(1);
        for (index, run) in other.runs.iter().enumerate().skip(first) {
            let run_end = other.runs.get(index + 1).map_or(other.end, |next| next.text);
            let (start, end) = (run.text.max(range.start), run_end.min(range.end));
            if start >= end {
                break;
            }
            let len = (end - start) as usize;
            if run.len == IDENTITY {
                self.push_identity(run.source + (start - run.text), len);
            } else {
                self.push_whole(SourceRange::new(run.source, run.source + run.len), len);
            }
        }
    }

    /// How many runs there are.
    #[cfg(test)]
    pub(super) fn runs(&self) -> usize {
        self.runs.len()
    }

    /// The stretches that were copied.
    #[cfg(test)]
    pub(super) fn copied(&self) -> impl Iterator<Item = (TextRange, SourceRange)> {
        let ends = self.runs.iter().skip(1).map(|next| next.text).chain([self.end]);
        self.runs.iter().zip(ends).filter(|(run, _)| run.len == IDENTITY).map(|(run, end)| {
            (TextRange::new(run.text, end), SourceRange::new(run.source, run.source + (end - run.text)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map() -> OffsetMap {
        // Text 0..3 from 10..13, 3..4 from 15..20, 4..6 from 20..22, 6..9 from 22..23.
        let mut map = OffsetMap::default();
        map.push_identity(10, 1);
        map.push_identity(11, 2);
        map.push_whole(SourceRange::new(15, 20), 1);
        map.push_identity(20, 2);
        map.push_whole(SourceRange::new(22, 23), 1);
        map.push_whole(SourceRange::new(22, 23), 2);
        map
    }

    #[test]
    fn ranges_cover_what_they_touch_and_nothing_more() {
        let map = map();
        assert_eq!(map.runs(), 4);
        for ((start, end), want) in [
            ((0, 3), (10, 13)),
            ((1, 2), (11, 12)),
            ((2, 4), (12, 20)),
            ((3, 4), (15, 20)),
            ((4, 5), (20, 21)),
            ((7, 8), (22, 23)),
            ((0, 9), (10, 23)),
            ((3, 3), (15, 15)),
            ((9, 9), (23, 23)),
            ((8, 99), (22, 23)),
        ] {
            let want = SourceRange::new(want.0, want.1);
            assert_eq!(map.to_source(TextRange::new(start, end)), want, "{start}..{end}");
        }
        assert_eq!(OffsetMap::default().to_source(TextRange::new(0, 0)), SourceRange::new(0, 0));
    }

    #[test]
    fn a_tail_can_be_taken_off_and_put_back_in_parts() {
        let mut map = map();
        let tail = map.split_off(3);
        assert_eq!((map.source_end(), map.runs()), (13, 1));
        map.append(&tail, TextRange::new(4, 5));
        map.append(&tail, TextRange::new(6, 7));
        assert_eq!(map.to_source(TextRange::new(3, 5)), SourceRange::new(20, 23));
        assert_eq!(map.to_source(TextRange::new(4, 5)), SourceRange::new(22, 23));
    }
}
