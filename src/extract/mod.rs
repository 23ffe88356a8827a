//! From a file's text to its prose: blocks of a kind, each a sequence of pieces that point into the source.
//!
//! One file a format. What they share: `sink` gathers pieces into blocks, `inline` takes addresses and ruby out of them,
//! `inner` maps places through a format inside another, `value` reads values of data, `lines` lines, `mask` what site
//! generators put into Markdown, `front_matter` the fields before it, and `wrap` knows whether a line break falls inside a
//! phrase. Nothing here normalises or judges text.

use crate::source::{Format, SourceFile};
use crate::span::SourceRange;

mod asciidoc;
mod docx;
mod front_matter;
mod html;
mod inline;
mod inner;
mod json;
mod lines;
mod markdown;
mod mask;
mod plain;
mod po;
mod rst;
mod sink;
mod subtitles;
mod table;
mod value;
pub(crate) mod wrap;
mod xliff;
mod yaml;

/// What a stretch of prose is in its document. Context needs it: a question in a heading is a question, a block
/// quotation is a quotation, a footnote may hold the basis of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A title or heading, with its level from 1.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A header cell of a table.
    TableHeader,
    /// A cell of a table.
    TableCell,
    /// Text in a block quotation.
    Quotation,
    /// The alternative text of an image.
    AltText,
    /// The text of a footnote, or a paragraph that ※ marks as a note.
    Footnote,
    /// A field of the front matter.
    FrontMatter,
}

/// A stretch of one block, in reading order. Within a block the ranges stand in the order of the source and do not
/// overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text that stands in the source as it is read.
    Text(SourceRange),
    /// Text that stands in the source in another form (an entity, an escape): what is read, and where it came from.
    Decoded(SourceRange, String),
    /// A line break that the format does not show.
    SoftBreak(SourceRange),
    /// A line break that the format shows. Whether it ends a phrase is for the reader to judge.
    HardBreak(SourceRange),
    /// Something that is not prose and stands inside the block (inline code, an image): it separates words.
    Opaque(SourceRange),
}

/// A block of prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text in reading order. Markup between pieces is not listed: pieces that follow each other are one phrase.
    pub pieces: Vec<Piece>,
}

/// All prose of a file in the order in which its blocks begin. Only the alternative text of an image stands inside
/// the range of another block, the one that holds the image; it comes right after it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extraction {
    /// The blocks. None is empty.
    pub blocks: Vec<Block>,
}

impl Piece {
    /// Where it stands in the source.
    pub fn range(&self) -> SourceRange {
        match self {
            Self::Text(range)
            | Self::Decoded(range, _)
            | Self::SoftBreak(range)
            | Self::HardBreak(range)
            | Self::Opaque(range) => *range,
        }
    }
}

/// Reads the prose of a source.
pub fn extract(source: &SourceFile) -> Extraction {
    match source.format() {
        Format::Docx => docx::extract(source),
        Format::Html => html::extract(source),
        Format::Json => json::extract(source),
        Format::Markdown | Format::Mdx => markdown::extract(source),
        Format::Plain => plain::extract(source),
        Format::AsciiDoc => asciidoc::extract(source),
        Format::Rst => rst::extract(source),
        Format::Csv | Format::Tsv => table::extract(source),
        Format::Yaml => yaml::extract(source),
        Format::Xliff => xliff::extract(source),
        Format::Po => po::extract(source),
        Format::Subtitles => subtitles::extract(source),
    }
}

#[cfg(test)]
mod testing {
    //! Extractions as lines that tests can compare.

    use super::*;

    /// A line for each block of a text: its kind and its pieces, `_` for a soft break and `/` for a hard one.
    pub(super) fn blocks(text: &str, format: Format) -> Vec<String> {
        lines(&SourceFile::new("a", text, format))
    }

    /// The same of a source.
    pub(super) fn lines(source: &SourceFile) -> Vec<String> {
        let kind = |kind| match kind {
            BlockKind::Heading(level) => format!("h{level}"),
            BlockKind::Paragraph => "p".into(),
            BlockKind::ListItem => "li".into(),
            BlockKind::TableHeader => "th".into(),
            BlockKind::TableCell => "td".into(),
            BlockKind::Quotation => "q".into(),
            BlockKind::AltText => "alt".into(),
            BlockKind::Footnote => "note".into(),
            BlockKind::FrontMatter => "field".into(),
        };
        let piece = |piece: &Piece| match piece {
            Piece::Text(range) => source.slice(*range).to_owned(),
            Piece::Decoded(range, text) => format!("[{}={text}]", source.slice(*range)),
            Piece::SoftBreak(_) => "_".into(),
            Piece::HardBreak(_) => "/".into(),
            Piece::Opaque(range) => format!("<{}>", source.slice(*range)),
        };
        extract(source)
            .blocks
            .iter()
            .map(|block| format!("{} {}", kind(block.kind), block.pieces.iter().map(piece).collect::<String>()))
            .collect()
    }
}
