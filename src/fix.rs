//! Rewriting what was found, where that can be done without asking: the one safe rewrite of a finding, placed so that
//! nothing but words changes, and kept only if nothing is reported in its place.
//!
//! Owns that decision. Opens and writes no file: a source in, a source out.

use crate::diagnostic::{Diagnostic, Fixed, LintResult};
use crate::extract::{self, BlockKind, Extraction, Piece};
use crate::linter::Linter;
use crate::rule::Rule;
use crate::source::{SourceFile, Unit};
use crate::span::SourceRange;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A change of some words.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The rule whose rewrite it is.
    pub rule: Arc<Rule>,
    /// What is replaced, in the source.
    pub range: SourceRange,
    /// What is written there.
    pub with: String,
    /// The finding that it is to do away with, in the source.
    pub finding: SourceRange,
}

impl Edit {
    /// A text with this change alone.
    pub fn applied(&self, text: &str) -> String {
        applied(text, std::slice::from_ref(self))
    }
}

/// The change that the only safe rewrite of a rule makes of a match; `None` if it has none that applies, or several.
pub fn edit(source: &SourceFile, rule: &Arc<Rule>, range: SourceRange) -> Option<Edit> {
    let (text, len) = (source.to_line_end(range), range.len() as usize);
    let mut edits = rule.rewrites.iter().filter(|rewrite| rewrite.safe).filter_map(|rewrite| rewrite.edit(text, len));
    let (Some((place, with)), None) = (edits.next(), edits.next()) else { return None };
    let place = SourceRange::new(range.start + place.start as u32, range.start + place.end as u32);
    (source.slice(place) != with).then(|| Edit { rule: Arc::clone(rule), range: place, with, finding: range })
}

/// The source with all changes that can be made without asking, and what the linter finds in it then.
///
/// A change is made if it lies within one stretch of prose and leaves some of it or puts something there, so that no
/// markup is lost or left without its words; if the rest of the file is read as it was; and if nothing is reported where
/// it was made, nor anything new elsewhere.
pub fn fix(linter: &Linter, source: SourceFile) -> (SourceFile, LintResult) {
    let found = linter.lint(&source);
    if source.unit() != Unit::Line {
        return (source, found);
    }
    let mut edits = edits(&source, &found.diagnostics);
    if edits.is_empty() {
        return (source, found);
    }
    let extraction = extract::extract(&source);
    edits.retain(|edit| leaves_words(&extraction, &source, edit));
    if !reads_alike(&source, &extraction, &edits) {
        edits.retain(|edit| reads_alike(&source, &extraction, std::slice::from_ref(edit)));
    }
    if !reads_alike(&source, &extraction, &edits) {
        edits.clear();
    }
    while !edits.is_empty() {
        let changed = source.with_text(applied(source.text(), &edits));
        let mut result = linter.lint(&changed);
        let failed = failed(&edits, &found.diagnostics, &result.diagnostics);
        if failed.iter().all(|failed| !failed) {
            result.fixed = fixed(&source, &edits);
            return (changed, result);
        }
        let mut failed = failed.into_iter();
        edits.retain(|_| !failed.next().unwrap_or_default());
    }
    (source, found)
}

/// The changes that findings allow, in the order of the file; of two that meet, the first.
fn edits(source: &SourceFile, found: &[Diagnostic]) -> Vec<Edit> {
    let mut edits: Vec<Edit> = found.iter().filter_map(|found| edit(source, &found.rule, found.range)).collect();
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut end = 0;
    edits.retain(|edit| {
        let free = edit.range.start >= end;
        end = if free { edit.range.end } else { end };
        free
    });
    edits
}

/// Whether a change lies within one stretch of prose, markup being what stands between two, and some of it is left.
fn leaves_words(extraction: &Extraction, source: &SourceFile, edit: &Edit) -> bool {
    let pieces = extraction.blocks.iter().flat_map(|block| &block.pieces);
    let mut texts = pieces.filter_map(|piece| if let Piece::Text(range) = piece { Some(*range) } else { None });
    texts.find(|range| range.contains(edit.range)).is_some_and(|range| {
        let before = source.slice(SourceRange::new(range.start, edit.range.start));
        let after = source.slice(SourceRange::new(edit.range.end, range.end));
        [before, &edit.with, after].iter().any(|text| !text.trim().is_empty())
    })
}

/// What of a file is prose, block by block, as it would be read after `edits`.
fn prose(source: &SourceFile, extraction: &Extraction, edits: &[Edit]) -> Vec<(BlockKind, String)> {
    let written = |range: SourceRange| {
        let mut text = String::new();
        let mut at = range.start;
        let from = edits.partition_point(|edit| edit.range.start < range.start);
        for edit in edits[from..].iter().take_while(|edit| range.contains(edit.range)) {
            text.push_str(source.slice(SourceRange::new(at, edit.range.start)));
            text.push_str(&edit.with);
            at = edit.range.end;
        }
        text + source.slice(SourceRange::new(at, range.end))
    };
    let piece = |piece: &Piece| match piece {
        Piece::Text(range) => written(*range),
        Piece::Decoded(_, text) => text.clone(),
        Piece::SoftBreak(_) => "\n".to_owned(),
        Piece::HardBreak(_) => "\u{b}".to_owned(),
        Piece::Opaque(range) => format!("\u{fffc}{}", source.slice(*range)),
    };
    extraction.blocks.iter().map(|block| (block.kind, block.pieces.iter().map(piece).collect())).collect()
}

/// Whether a changed source is read as the old one with the changes in it: no new markup, no other blocks.
fn reads_alike(source: &SourceFile, extraction: &Extraction, edits: &[Edit]) -> bool {
    let changed = source.with_text(applied(source.text(), edits));
    let now = extract::extract(&changed);
    prose(source, extraction, edits) == prose(&changed, &now, &[])
}

/// A text with changes, which are in its order and do not overlap.
fn applied(text: &str, edits: &[Edit]) -> String {
    let mut changed = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        changed.push_str(text.get(at..edit.range.start as usize).unwrap_or_default());
        changed.push_str(&edit.with);
        at = edit.range.end as usize;
    }
    changed.push_str(text.get(at..).unwrap_or_default());
    changed
}

/// Where an offset of the source is after the changes: one inside a change is at its end.
fn moved(offset: u32, edits: &[Edit]) -> u32 {
    let mut to = i64::from(offset);
    for edit in edits.iter().take_while(|edit| edit.range.start < offset) {
        to += edit.with.len() as i64 - i64::from(edit.range.len());
        to += i64::from(edit.range.end.saturating_sub(offset));
    }
    to.try_into().unwrap_or_default()
}

/// Which changes did not do away with what they were made for, or made something new: whatever is reported now where one
/// was made, or anywhere without having been reported before, is laid to the change nearest to it.
fn failed(edits: &[Edit], before: &[Diagnostic], now: &[Diagnostic]) -> Vec<bool> {
    let place = |range: SourceRange| SourceRange::new(moved(range.start, edits), moved(range.end, edits));
    let places: Vec<SourceRange> = edits.iter().map(|edit| place(edit.finding)).collect();
    // What was reported before, as often as it was.
    let mut known: BTreeMap<(SourceRange, &str), usize> = BTreeMap::new();
    for found in before {
        *known.entry((place(found.range), &found.rule.id)).or_default() += 1;
    }
    let mut failed = vec![false; edits.len()];
    for found in now {
        let count = known.get_mut(&(found.range, found.rule.id.as_str())).filter(|count| **count > 0);
        let is_old = count.map(|count| *count -= 1).is_some();
        let here = places.iter().position(|place| place.overlaps(found.range));
        let distance = |place: &SourceRange| {
            place.start.saturating_sub(found.range.end).max(found.range.start.saturating_sub(place.end))
        };
        let nearest = (0..places.len()).min_by_key(|&index| distance(&places[index]));
        if let Some(index) = here.or(nearest.filter(|_| !is_old)) {
            failed[index] = true;
        }
    }
    failed
}

fn fixed(source: &SourceFile, edits: &[Edit]) -> Vec<Fixed> {
    let fixed = |(index, edit): (usize, &Edit)| {
        let start = moved(edit.range.start, &edits[..index]);
        Fixed {
            rule: Arc::clone(&edit.rule),
            range: SourceRange::new(start, start + edit.with.len() as u32),
            before: source.slice(edit.range).to_owned(),
        }
    };
    edits.iter().enumerate().map(fixed).collect()
}
