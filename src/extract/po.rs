//! Prose of PO files of gettext: the translations.
//!
//! A scanner of lines; the format has no more than comments, keywords and strings. The entry that translates nothing is
//! the header of the file.

use super::inline::Marks;
use super::lines::lines;
use super::sink::Sink;
use super::value;
use super::{BlockKind, Extraction, Piece};
use crate::source::SourceFile;

/// Reads the translations.
pub(super) fn extract(source: &SourceFile) -> Extraction {
    let text = source.text();
    let mut sink = Sink::new(text, Marks::of(text, source.format()));
    let mut open: Option<Vec<Piece>> = None;
    // What the strings belong to: whether an original text is being read, and whether it holds something.
    let (mut in_original, mut is_header) = (false, false);
    let mut close = |open: &mut Option<Vec<Piece>>, is_header: bool| {
        if let Some(pieces) = open.take().filter(|_| !is_header) {
            value::push(text, &pieces, BlockKind::Paragraph, &mut sink);
        }
    };
    for place in lines(text, source.bom_len() as usize) {
        let at = place.start;
        let line = &text[place];
        let trimmed = line.trim_start();
        let keyword = trimmed.split(['"', ' ', '\t', '[']).next().unwrap_or_default();
        match keyword {
            "msgstr" => {
                close(&mut open, is_header);
                open = Some(Vec::new());
                in_original = false;
            }
            "msgid" => {
                close(&mut open, is_header);
                (in_original, is_header) = (true, true);
            }
            "msgid_plural" => in_original = false,
            "" if trimmed.starts_with('"') => {}
            _ => {
                close(&mut open, is_header);
                in_original = false;
            }
        }
        if let (Some(first), Some(last)) = (line.find('"'), line.rfind('"'))
            && first < last
            && !trimmed.starts_with('#')
        {
            if let Some(pieces) = &mut open {
                value::unescape(text, at + first + 1, at + last, pieces);
            } else if in_original && last > first + 1 {
                is_header = false;
            }
        }
    }
    close(&mut open, is_header);
    sink.finish()
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::blocks;
    use crate::source::Format;

    #[test]
    fn translations() {
        let text = "\u{feff}# 必ず\nmsgid \"\"\nmsgstr \"\"\n\"Content-Type: 必ず\\n\"\n\n#: a.c\nmsgctxt \"必ず\"\nmsgid \"a\"\nmsgstr \"副作用は\\\"一切\\\"\"\n\n\
                    msgid \"\"\n\"b\"\nmsgid_plural \"bs\"\nmsgstr[0] \"\"\n\"甲\"\n\"乙\\n丙\"\nmsgstr[1] \"丁\"\n\n#~ msgid \"c\"\n#~ msgstr \"必ず\"\n";
        let want = ["p 副作用は[\\\"=\"]一切[\\\"=\"]", "p 甲乙/丙", "p 丁"];
        assert_eq!(blocks(text, Format::Po), want);
        assert_eq!(blocks(&text.replace('\n', "\r\n"), Format::Po), want);
        assert!(blocks("msgstr \"閉じない\nmsgstr", Format::Po).is_empty());
    }
}
