//! Gathers pieces into blocks: merges what touches, drops what holds no prose.
//!
//! Knows no format.

use super::inline::{self, Marks};
use super::mask::{Mask, MaskKind};
use super::{Block, BlockKind, Extraction, Piece};
use crate::span::SourceRange;

/// Where a format's reader puts what it finds.
pub(super) struct Sink<'s> {
    source: &'s str,
    marks: Marks,
    masks: &'s [Mask],
    kind: BlockKind,
    pieces: Vec<Piece>,
    /// Alternative texts met inside the open block; they follow it.
    alts: Vec<Block>,
    blocks: Vec<Block>,
}

impl<'s> Sink<'s> {
    /// A sink for pieces of `source`, in which `marks` may occur.
    pub(super) fn new(source: &'s str, marks: Marks) -> Self {
        Self {
            source,
            marks,
            masks: &[],
            kind: BlockKind::Paragraph,
            pieces: Vec::new(),
            alts: Vec::new(),
            blocks: Vec::new(),
        }
    }

    /// The same for a source of which some is masked.
    pub(super) fn with_masks(self, masks: &'s [Mask]) -> Self {
        Self { masks, ..self }
    }

    /// The text that pieces point into.
    pub(super) fn source(&self) -> &'s str {
        self.source
    }

    /// Ends the open block; what comes next is of this kind.
    pub(super) fn begin(&mut self, kind: BlockKind) {
        let pieces = std::mem::take(&mut self.pieces);
        self.close(self.kind, pieces);
        self.blocks.append(&mut self.alts);
        self.kind = kind;
    }

    /// Text as it stands in the source. Text that touches the piece before extends it.
    pub(super) fn text(&mut self, range: SourceRange) {
        push_text(&mut self.pieces, range);
    }

    /// A piece of either sort.
    pub(super) fn add(&mut self, piece: Piece) {
        match piece {
            Piece::Text(range) => self.text(range),
            other => self.piece(other),
        }
    }

    /// Any other piece than text.
    pub(super) fn piece(&mut self, piece: Piece) {
        self.pieces.push(piece);
    }

    /// The alternative text of an image, which stands inside the open block.
    pub(super) fn alt(&mut self, pieces: Vec<Piece>) {
        self.alt_as(BlockKind::AltText, pieces);
    }

    /// What stands inside the open block and is read after it.
    pub(super) fn alt_as(&mut self, kind: BlockKind, pieces: Vec<Piece>) {
        let mut pieces = self.cut(pieces);
        if self.marks.any() {
            pieces = inline::refine(self.source, pieces, self.marks);
        }
        if has_prose(self.source, &pieces) {
            self.alts.push(Block { kind, pieces });
        }
    }

    /// A whole block that was read elsewhere.
    pub(super) fn block(&mut self, block: Block) {
        self.close(block.kind, block.pieces);
    }

    /// All that was found.
    pub(super) fn finish(mut self) -> Extraction {
        self.begin(BlockKind::Paragraph);
        Extraction { blocks: self.blocks }
    }

    fn close(&mut self, kind: BlockKind, mut pieces: Vec<Piece>) {
        if pieces.is_empty() {
            return;
        }
        pieces = self.cut(pieces);
        if self.marks.any() {
            pieces = inline::refine(self.source, pieces, self.marks);
        }
        if has_prose(self.source, &pieces) {
            let is_note = kind == BlockKind::Paragraph && self.begins_note(&pieces);
            let kind = if is_note { BlockKind::Footnote } else { kind };
            self.blocks.push(Block { kind, pieces });
        }
    }

    /// Takes what is masked out of texts.
    fn cut(&self, pieces: Vec<Piece>) -> Vec<Piece> {
        if self.masks.is_empty() {
            return pieces;
        }
        let mut out = Vec::with_capacity(pieces.len());
        for piece in pieces {
            let Piece::Text(range) = piece else {
                out.push(piece);
                continue;
            };
            let mut at = range.start;
            let first = self.masks.partition_point(|mask| mask.range.end as u32 <= range.start);
            // The tags of components are read where they stand: what is shown of them is not cut.
            let touching = self.masks[first..].iter().take_while(|mask| (mask.range.start as u32) < range.end);
            for mask in touching.filter(|mask| mask.kind != MaskKind::Tag) {
                let (start, end) = ((mask.range.start as u32).max(at), (mask.range.end as u32).min(range.end));
                push_text(&mut out, SourceRange::new(at, start));
                if mask.kind == MaskKind::Opaque {
                    out.push(Piece::Opaque(SourceRange::new(start, end)));
                }
                at = end;
            }
            push_text(&mut out, SourceRange::new(at, range.end));
        }
        out
    }

    /// Whether a paragraph is a note: Japanese writers mark notes with ※ in every format.
    fn begins_note(&self, pieces: &[Piece]) -> bool {
        match pieces.first() {
            Some(Piece::Text(range)) => {
                self.source.get(range.as_usize()).is_some_and(|text| text.trim_start().starts_with('※'))
            }
            _ => false,
        }
    }
}

/// Adds text to `pieces`, extending the last one where the two touch.
pub(super) fn push_text(pieces: &mut Vec<Piece>, range: SourceRange) {
    if range.is_empty() {
        return;
    }
    if let Some(Piece::Text(last)) = pieces.last_mut()
        && last.end == range.start
    {
        last.end = range.end;
        return;
    }
    pieces.push(Piece::Text(range));
}

fn has_prose(source: &str, pieces: &[Piece]) -> bool {
    pieces.iter().any(|piece| match piece {
        Piece::Text(range) => source.get(range.as_usize()).is_some_and(|text| !text.trim().is_empty()),
        Piece::Decoded(_, text) => !text.trim().is_empty(),
        _ => false,
    })
}
