//! Prose of Word documents, whose text comes as paragraphs already.
//!
//! Knows what the roles of paragraphs mean as blocks, not how they are stored.

use super::inline::Marks;
use super::sink::Sink;
use super::{BlockKind, Extraction, Piece};
use crate::source::docx::{LINE_BREAK, OBJECT, Paragraph, Role};
use crate::source::{Format, SourceFile};
use crate::span::SourceRange;

/// Reads the prose of a Word document. A text that came without paragraphs has one a line.
pub(super) fn extract(source: &SourceFile) -> Extraction {
    let text = source.text();
    let mut sink = Sink::new(text, Marks::of(text, Format::Docx));
    match source.paragraphs() {
        Some(paragraphs) => paragraphs.iter().for_each(|&paragraph| push(text, paragraph, &mut sink)),
        None => {
            let mut start = source.bom_len();
            for line in text[start as usize..].split_inclusive('\n') {
                let range = SourceRange::new(start, start + line.trim_end_matches('\n').len() as u32);
                push(text, Paragraph { range, role: Role::Body }, &mut sink);
                start += line.len() as u32;
            }
        }
    }
    sink.finish()
}

fn push(text: &str, Paragraph { range, role }: Paragraph, sink: &mut Sink<'_>) {
    sink.begin(match role {
        Role::Body => BlockKind::Paragraph,
        Role::Heading(level) => BlockKind::Heading(level),
        Role::Item => BlockKind::ListItem,
        Role::Cell => BlockKind::TableCell,
        Role::HeaderCell => BlockKind::TableHeader,
        Role::Quotation => BlockKind::Quotation,
        Role::Note => BlockKind::Footnote,
        Role::AltText => BlockKind::AltText,
    });
    let mut start = range.start;
    for part in text[range.as_usize()].split_inclusive([LINE_BREAK, OBJECT]) {
        let end = start + part.len() as u32;
        let words = part.trim_end_matches([LINE_BREAK, OBJECT]);
        let mark = SourceRange::new(start + words.len() as u32, end);
        sink.text(SourceRange::new(start, mark.start));
        match part.chars().next_back() {
            Some(LINE_BREAK) => sink.piece(Piece::HardBreak(mark)),
            Some(OBJECT) => sink.piece(Piece::Opaque(mark)),
            _ => {}
        }
        start = end;
    }
}
