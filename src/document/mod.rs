//! The normalised text of a document with its blocks and sentences, and the way back to the source.
//!
//! `disguise` recognises masked words. `normalize` writes the text and, in the same pass, the offset map; `sentence` cuts blocks. Knows nothing of formats.

use crate::extract::{BlockKind, Extraction};
use crate::source::SourceFile;
use crate::span::TextRange;

mod disguise;
mod normalize;
mod offset_map;
mod sentence;
mod table;

pub use disguise::{Disguises, Known};
pub use normalize::normalize;
pub use offset_map::OffsetMap;

/// A block in the normalised text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockSpan {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands.
    pub range: TextRange,
}

/// A sentence in the normalised text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands, its end mark included, white space around it not.
    pub range: TextRange,
    /// The index of its block.
    pub block: u32,
}

/// What the rest of the pipeline reads: normalised text, its blocks and sentences.
#[derive(Debug)]
pub struct Document {
    /// Blocks follow each other with one `\n` between them; no block holds one. What is no prose but stands inside a
    /// block (inline code, an image, an address) is one U+FFFC.
    pub text: String,
    /// Back to the source.
    pub map: OffsetMap,
    /// In order. A block of the extraction that a line break parts into two phrases is two blocks here.
    pub blocks: Vec<BlockSpan>,
    /// In order; each lies in one block.
    pub sentences: Vec<Sentence>,
}

impl Document {
    /// Normalises what was extracted from `source`.
    pub fn build(source: &SourceFile, extraction: &Extraction) -> Self {
        Self::build_knowing(source, extraction, None)
    }

    /// Normalises what was extracted from `source`; words that are known are read as such where they stand in disguise
    /// (シ○, 脂♡肪).
    pub fn build_knowing(source: &SourceFile, extraction: &Extraction, known: Option<Known<'_>>) -> Self {
        let known = known.filter(|known| !known.words.is_empty());
        let (text, map, blocks) = normalize::build(source.text(), extraction, known);
        let mut cutter = sentence::Cutter::default();
        let mut sentences = Vec::new();
        for (index, block) in blocks.iter().enumerate() {
            cutter.cut(&text, block.range, |range| sentences.push(Sentence { range, block: index as u32 }));
        }
        Self { text, map, blocks, sentences }
    }

    /// The normalised text at `range`. Empty if the range is not on character boundaries.
    pub fn slice(&self, range: TextRange) -> &str {
        self.text.get(range.as_usize()).unwrap_or_default()
    }
}

/// The last character boundary at or before `at`.
fn floor_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests;
