//! Prose of YAML: the scalars of the keys that were asked for, or all that hold Japanese.
//!
//! `saphyr-parser` tells keys from values, whatever their style, and where each begins and ends; the lines and escapes of
//! a scalar are taken apart here, because what the parser hands out has no places. A file that is no YAML is read as far as
//! the parser comes.

use super::inline::Marks;
use super::sink::{Sink, push_text};
use super::value::{self, Fields};
use super::{BlockKind, Extraction, Piece};
use crate::source::SourceFile;
use crate::span::SourceRange;
use saphyr_parser::{Event, Parser, ScalarStyle};

/// Reads the prose of a YAML file.
pub(super) fn extract(source: &SourceFile) -> Extraction {
    let text = source.text();
    let mut sink = Sink::new(text, Marks::of(text, source.format()));
    let fields = Fields(source.fields());
    let start = source.bom_len() as usize;
    let body = &text[start..];
    let mut places = Places::new(body);
    // The keys that lead to where the parser is; of a list, the empty key.
    let mut path: Vec<Level> = Vec::new();
    for event in Parser::new_from_str(body) {
        let Ok((event, span)) = event else { break };
        match event {
            Event::MappingStart(..) => path.push(Level { key: None, is_mapping: true }),
            Event::SequenceStart(..) => path.push(Level { key: None, is_mapping: false }),
            Event::MappingEnd | Event::SequenceEnd => {
                path.pop();
                value_ends(&mut path);
            }
            Event::Alias(_) => value_ends(&mut path),
            Event::Scalar(value, style, ..) => {
                if let Some(level) = path.last_mut().filter(|level| level.is_mapping && level.key.is_none()) {
                    level.key = Some(value.into_owned());
                    continue;
                }
                let keys = path.iter().filter_map(|level| level.key.as_deref());
                if fields.wants(keys, &value) {
                    let (from, to) = (places.byte(span.start.index()), places.byte(span.end.index()));
                    let pieces = scalar(text, start + from, start + to, style);
                    value::push(text, &pieces, BlockKind::Paragraph, &mut sink);
                }
                value_ends(&mut path);
            }
            _ => {}
        }
    }
    sink.finish()
}

#[derive(Debug)]
struct Level {
    /// The key whose value is being read.
    key: Option<String>,
    is_mapping: bool,
}

fn value_ends(path: &mut [Level]) {
    if let Some(level) = path.last_mut().filter(|level| level.is_mapping) {
        // A mapping as a key has no name.
        level.key = if level.key.is_none() { Some(String::new()) } else { None };
    }
}

/// Bytes of characters that are asked for in rising order: the parser counts characters.
struct Places<'t> {
    text: &'t str,
    chars: usize,
    bytes: usize,
}

impl<'t> Places<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, chars: 0, bytes: 0 }
    }

    fn byte(&mut self, chars: usize) -> usize {
        if chars < self.chars {
            (self.chars, self.bytes) = (0, 0);
        }
        for c in self.text[self.bytes..].chars().take(chars - self.chars) {
            self.bytes += c.len_utf8();
        }
        self.chars = chars;
        self.bytes
    }
}

fn range(from: usize, to: usize) -> SourceRange {
    SourceRange::new(from as u32, to as u32)
}

/// The text of a scalar that stands from `start` to `end`, its marks included. A line end that YAML folds is no line end:
/// of Japanese, not even a space.
fn scalar(text: &str, start: usize, end: usize, style: ScalarStyle) -> Vec<Piece> {
    let mut pieces = Vec::new();
    // The parser counts anchors and tags to a scalar, and comments behind it.
    let mut whole = text.get(start..end).unwrap_or_default();
    while whole.starts_with(['&', '!']) {
        let token = whole.find(char::is_whitespace).unwrap_or(whole.len());
        whole = whole[token..].trim_start();
    }
    let mut at = end - whole.len();
    let (folds, body) = match style {
        ScalarStyle::Literal | ScalarStyle::Folded => {
            // Without its header, `|` or `>-`, where the parser counts it.
            let is_header = whole.starts_with(['|', '>']);
            let header = if is_header { whole.find('\n').map_or(whole.len(), |length| length + 1) } else { 0 };
            at += header;
            (style == ScalarStyle::Folded, &whole[header..])
        }
        ScalarStyle::SingleQuoted => {
            at += 1;
            (true, single_quoted(whole))
        }
        ScalarStyle::DoubleQuoted => {
            at += 1;
            (true, double_quoted(whole))
        }
        ScalarStyle::Plain => (true, whole),
    };
    let mut before: Option<usize> = None;
    let mut blank = false;
    for line in body.split_inclusive('\n') {
        let words = line.trim();
        let from = at + (line.len() - line.trim_start().len());
        at += line.len();
        if words.is_empty() {
            blank = true;
            continue;
        }
        if let Some(before) = before {
            let between = range(before, from);
            match () {
                // As many blank lines as there were: a paragraph ends.
                () if blank => pieces.push(Piece::Decoded(between, "\n\n".into())),
                () if folds => {}
                () => pieces.push(Piece::HardBreak(between)),
            }
        }
        blank = false;
        match style {
            ScalarStyle::DoubleQuoted => value::unescape(text, from, from + words.len(), &mut pieces),
            ScalarStyle::SingleQuoted => {
                let mut kept = from;
                for (offset, _) in words.match_indices("''") {
                    push_text(&mut pieces, range(kept, from + offset));
                    pieces.push(Piece::Decoded(range(from + offset, from + offset + 2), "'".into()));
                    kept = from + offset + 2;
                }
                push_text(&mut pieces, range(kept, from + words.len()));
            }
            _ => push_text(&mut pieces, range(from, from + words.len())),
        }
        before = Some(from + words.len());
    }
    pieces
}

/// What is between the marks of a scalar that begins with one.
fn single_quoted(text: &str) -> &str {
    let inside = text.get(1..).unwrap_or_default();
    let mut at = 0;
    while let Some(mark) = inside[at..].find('\'') {
        at += mark;
        if !inside[at + 1..].starts_with('\'') {
            return &inside[..at];
        }
        at += 2;
    }
    inside
}

/// What is between the marks of a scalar that begins with one.
fn double_quoted(text: &str) -> &str {
    let inside = text.get(1..).unwrap_or_default();
    let mut is_escaped = false;
    let end = inside.bytes().position(|byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    });
    &inside[..end.unwrap_or(inside.len())]
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::{blocks, lines};
    use crate::source::{Format, SourceFile};

    #[test]
    fn scalars_of_keys() {
        let text = "\u{feff}# 注\nid: 甲1\nitems:\n  - name: \"副\\u4f5c用\" # 注\n    seo: {title: '題''名', x: 1}\n  - 素\n\
                    body: |\n  一行\n  二行\n\n  ※注\nfold: >-\n  副作用は\n  ない\n? [a, b]\n: 値\nplain: 続\n  き\nz: &a 碇\ny: *a\n";
        let all = &[
            "p 甲1",
            "p 副[\\u4f5c=作]用",
            "p 題[''=']名",
            "p 素",
            "p 一行/二行",
            "note ※注",
            "p 副作用はない",
            "p 値",
            "p 続き",
            "p 碇",
        ];
        for (fields, want) in [
            (&[][..], &all[..]),
            (&["Name"], &["p 副[\\u4f5c=作]用"]),
            (&["seo.title", "body"], &["p 題[''=']名", "p 一行/二行", "note ※注"]),
        ] {
            let fields = fields.iter().map(|&field| field.to_owned()).collect();
            assert_eq!(lines(&SourceFile::new("a.yaml", text, Format::Yaml).with_fields(fields)), want);
        }
    }

    #[test]
    fn odd_yaml() {
        for (text, want) in [
            ("", &[][..]),
            ("a: 甲\n---\na: 乙\n...\n", &["p 甲", "p 乙"]),
            ("a: 甲\nb: [乙", &["p 甲", "p 乙"]),
            ("a: 甲\nb: 乙\nc: [\n}", &["p 甲", "p 乙"]),
            ("a: \"甲\n  乙\"\r\nb: |+\r\n  丙\r\n  丁\r\n", &["p 甲乙", "p 丙/丁"]),
        ] {
            assert_eq!(blocks(text, Format::Yaml), want, "{text}");
        }
    }
}
