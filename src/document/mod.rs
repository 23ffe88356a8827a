//! The normalised text of a document with its blocks and sentences, and the way back to the source.

use crate::extract::{BlockKind, Extraction};
use crate::source::SourceFile;
use crate::span::TextRange;

mod normalize;
mod offset_map;
mod sentence;

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
    /// Blocks follow each other with one `\n` between them; no block holds one.
    pub text: String,
    /// Back to the source.
    pub map: OffsetMap,
    /// In order.
    pub blocks: Vec<BlockSpan>,
    /// In order; each lies in one block.
    pub sentences: Vec<Sentence>,
}
