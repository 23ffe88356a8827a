//! Prose of CSV and TSV: the cells of the columns that were asked for, or all that hold Japanese.
//!
//! `csv-core` knows where fields and records end, quotation marks, line ends and all; what it reads of a field is how many
//! bytes it took, so places are exact. The first record names the columns.

use super::inline::Marks;
use super::sink::{Sink, push_text};
use super::value::{self, Fields};
use super::{BlockKind, Extraction, Piece};
use crate::source::{Format, SourceFile};
use crate::span::SourceRange;
use csv_core::{ReadFieldResult, ReaderBuilder};

/// Reads the prose of a table.
pub(super) fn extract(source: &SourceFile) -> Extraction {
    let text = source.text();
    let mut sink = Sink::new(text, Marks::of(text, source.format()));
    let fields = Fields(source.fields());
    let delimiter = if source.format() == Format::Tsv { b'\t' } else { b',' };
    let mut names: Vec<String> = Vec::new();
    cells(text, source.bom_len() as usize, delimiter, |record, column, pieces| {
        let value: String = pieces.iter().map(|piece| words(text, piece)).collect();
        let name = names.get(column).map(String::as_str).unwrap_or_default();
        let wanted = if record == 0 { fields.0.is_empty() } else { true };
        if wanted && fields.wants([name].into_iter(), &value) {
            let kind = if record == 0 { BlockKind::TableHeader } else { BlockKind::TableCell };
            value::push(text, pieces, kind, &mut sink);
        }
        if record == 0 {
            names.push(value.trim().to_owned());
        }
    });
    sink.finish()
}

fn words<'t>(text: &'t str, piece: &'t Piece) -> &'t str {
    match piece {
        Piece::Text(range) => text.get(range.as_usize()).unwrap_or_default(),
        Piece::Decoded(_, text) => text,
        _ => "",
    }
}

/// Hands each cell to `found`: its record, its column, and what is in it.
fn cells(text: &str, start: usize, delimiter: u8, mut found: impl FnMut(usize, usize, &[Piece])) {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    let bytes = text.as_bytes();
    let mut out = [0; 4096];
    let (mut at, mut begin) = (start, start);
    let (mut record, mut column) = (0, 0);
    loop {
        let (result, read, _) = reader.read_field(&bytes[at..], &mut out);
        at += read;
        match result {
            ReadFieldResult::InputEmpty if at >= bytes.len() && read == 0 => {}
            ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => continue,
            ReadFieldResult::Field { record_end } => {
                let pieces = cell(text, begin, at, delimiter, record_end);
                found(record, column, &pieces);
                begin = at;
                column += 1;
                if record_end {
                    record += 1;
                    column = 0;
                }
                continue;
            }
            ReadFieldResult::End => return,
        }
    }
}

/// What is in the cell that was read from `begin` to `end`, its delimiter included.
fn cell(text: &str, begin: usize, end: usize, delimiter: u8, is_last: bool) -> Vec<Piece> {
    let bytes = text.as_bytes();
    let mut begin = begin;
    // The rest of a line end belongs to the record before it.
    while begin < end && matches!(bytes[begin], b'\n' | b'\r') {
        begin += 1;
    }
    let mut end = end;
    let ends = |byte: u8| if is_last { matches!(byte, b'\n' | b'\r') } else { byte == delimiter };
    if end > begin && ends(bytes[end - 1]) {
        end -= 1;
    }
    let range = |from: usize, to: usize| SourceRange::new(from as u32, to as u32);
    let mut pieces = Vec::new();
    if bytes.get(begin) != Some(&b'"') {
        push_text(&mut pieces, range(begin, end));
        return pieces;
    }
    let (mut kept, mut at) = (begin + 1, begin + 1);
    while at < end {
        if bytes[at] == b'"' {
            push_text(&mut pieces, range(kept, at));
            if at + 1 < end && bytes[at + 1] == b'"' {
                pieces.push(Piece::Decoded(range(at, at + 2), "\"".into()));
                at += 1;
            }
            kept = at + 1;
        }
        at += 1;
    }
    push_text(&mut pieces, range(kept.min(end), end));
    pieces
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::{blocks, lines};
    use crate::source::{Format, SourceFile};

    #[test]
    fn cells_of_columns() {
        let text =
            "\u{feff}id,名前,Description\r\n1,甲,\"副作用は\"\"一切\"\"、\r\nない\"\r\n2,\"乙\",<b>効果</b>あり\r\n";
        for (fields, want) in [
            (&[][..], &["th 名前", "td 甲", "td 副作用は[\"\"=\"]一切[\"\"=\"]、/ない", "td 乙", "td 効果あり"][..]),
            (&["description"], &["td 副作用は[\"\"=\"]一切[\"\"=\"]、/ない", "td 効果あり"]),
            (&["名前", "id"], &["td 1", "td 甲", "td 2", "td 乙"]),
            (&["price"], &[]),
        ] {
            let fields = fields.iter().map(|&field| field.to_owned()).collect();
            assert_eq!(lines(&SourceFile::new("a.csv", text, Format::Csv).with_fields(fields)), want);
        }
    }

    #[test]
    fn odd_tables() {
        for (text, format, want) in [
            ("", Format::Csv, &[][..]),
            ("甲\t乙\n丙\t丁,戊", Format::Tsv, &["th 甲", "th 乙", "td 丙", "td 丁,戊"]),
            ("a\n\"甲", Format::Csv, &["td 甲"]),
            ("a\n\n\n\"甲\"乙\n丙\"丁,,戊\n", Format::Csv, &["td 甲乙", "td 丙\"丁", "td 戊"]),
            ("a\r\"甲\"\r乙", Format::Csv, &["td 甲", "td 乙"]),
        ] {
            assert_eq!(blocks(text, format), want, "{text}");
        }
        let long = "あ".repeat(5000);
        assert_eq!(blocks(&format!("a\n{long}\n{long}"), Format::Csv).len(), 2);
    }
}
