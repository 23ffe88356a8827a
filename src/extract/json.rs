//! Prose of JSON: the strings of the fields that were asked for, or all that hold Japanese.
//!
//! A scanner that looks for strings and knows which key each stands under, not a parser: it needs no stack of its caller
//! and no tree, reads one document or one a line alike, forgives comments and commas too many, and a file that breaks off
//! is read as far as it goes. Parsers hand out decoded strings without the places of what was decoded.

use super::inline::Marks;
use super::inner::Inner;
use super::sink::Sink;
use super::value::{self, Fields};
use super::{BlockKind, Extraction, Piece};
use crate::source::SourceFile;
use std::ops::Range;

/// Reads the prose of a JSON file, or of one with a JSON value a line.
pub(super) fn extract(source: &SourceFile) -> Extraction {
    let text = source.text();
    let mut sink = Sink::new(text, Marks::of(text, source.format()));
    let fields = Fields(source.fields());
    strings(text, |path, range| {
        let mut pieces = Vec::new();
        value::unescape(text, range.start, range.end, &mut pieces);
        let inner = Inner::of(text, &pieces);
        if fields.wants(path.iter().map(|key| key.as_str()), inner.text()) {
            value::push(text, &pieces, BlockKind::Paragraph, &mut sink);
        }
    });
    sink.finish()
}

/// What JSON-LD in a page says to search engines, which print it under the link.
const DESCRIPTIONS: &[&str] = &[
    "name",
    "headline",
    "alternativeHeadline",
    "description",
    "disambiguatingDescription",
    "slogan",
    "abstract",
    "text",
    "articleBody",
    "reviewBody",
    "caption",
];

/// Reads the descriptions in the JSON-LD that stands at `range` of a page.
pub(super) fn linked_data(page: &Inner<'_>, range: Range<usize>, sink: &mut Sink<'_>) {
    let text = page.text().get(range.clone()).unwrap_or_default();
    strings(text, |path, string| {
        if !path.last().is_some_and(|key| DESCRIPTIONS.contains(&key.as_str())) {
            return;
        }
        let mut pieces = Vec::new();
        value::unescape(text, string.start, string.end, &mut pieces);
        let mut out = Vec::new();
        for piece in pieces {
            let place = |piece: &Piece| {
                let at = piece.range().as_usize();
                range.start + at.start..range.start + at.end
            };
            match &piece {
                Piece::Decoded(_, decoded) => out.push(Piece::Decoded(page.source(place(&piece)), decoded.clone())),
                _ => page.push_to(place(&piece), &mut out),
            }
        }
        value::push(sink.source(), &out, BlockKind::FrontMatter, sink);
        sink.begin(BlockKind::Paragraph);
    });
}

/// Hands every string that is a value to `found`: the keys that lead to it, and where it stands without its marks.
fn strings(text: &str, mut found: impl FnMut(&[String], Range<usize>)) {
    let bytes = text.as_bytes();
    // Each open bracket: whether it is an object's, whose key is the last of `keys`.
    let mut open: Vec<bool> = Vec::new();
    let mut keys: Vec<String> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'{' => {
                open.push(true);
                keys.push(String::new());
            }
            b'[' => open.push(false),
            b'}' | b']' if open.pop() == Some(true) => drop(keys.pop()),
            b'/' if bytes.get(at + 1) == Some(&b'/') => at += length_to(&bytes[at..], b"\n"),
            b'/' if bytes.get(at + 1) == Some(&b'*') => at += length_to(&bytes[at..], b"*/"),
            b'"' => {
                let end = at + 1 + string_length(&bytes[at + 1..]);
                let mut after = end + 1;
                while bytes.get(after).is_some_and(u8::is_ascii_whitespace) {
                    after += 1;
                }
                if open.last() == Some(&true) && bytes.get(after) == Some(&b':') {
                    if let Some(key) = keys.last_mut() {
                        key.clear();
                        let mut pieces = Vec::new();
                        value::unescape(text, at + 1, end, &mut pieces);
                        key.push_str(Inner::of(text, &pieces).text());
                    }
                } else if end > at + 1 {
                    found(&keys, at + 1..end);
                }
                at = end;
            }
            _ => {}
        }
        at += 1;
    }
}

/// How long a string is whose first byte `bytes` begins with.
fn string_length(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn length_to(bytes: &[u8], end: &[u8]) -> usize {
    bytes.windows(end.len()).position(|window| window == end).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::{blocks, lines};
    use crate::source::{Format, SourceFile};

    #[test]
    fn strings_of_fields() {
        let text = r#"{"id":"甲1","items":[{"name":"副\u4f5c用","seo":{"title":"題\n※注\n\n段"}},"素"],"n":1}"#;
        for (fields, want) in [
            (&[][..], &["p 甲1", "p 副[\\u4f5c=作]用", "p 題", "note ※注", "p 段", "p 素"][..]),
            (&["Name"], &["p 副[\\u4f5c=作]用"]),
            (&["seo.title", "items.name"], &["p 副[\\u4f5c=作]用", "p 題", "note ※注", "p 段"]),
            (&["id.title"], &[]),
        ] {
            let fields = fields.iter().map(|&field| field.to_owned()).collect();
            assert_eq!(lines(&SourceFile::new("a.json", text, Format::Json).with_fields(fields)), want);
        }
    }

    #[test]
    fn odd_json() {
        for (text, want) in [
            ("{\"a\":\"甲\"}\n{\"a\":\"乙\"}\n", &["p 甲", "p 乙"][..]),
            ("// 注\n{/* 注 \"x\" */ \"a\": \"甲\",}", &["p 甲"]),
            ("{\"a\":\"甲\\ud83d\\ude00\\q\"", &["p 甲[\\ud83d\\ude00=😀]\\q"]),
            ("[\"甲\\", &["p 甲\\"]),
            ("}]\"甲", &["p 甲"]),
        ] {
            assert_eq!(blocks(text, Format::Json), want, "{text}");
        }
        let html = r#""<p>副作用は<b>一切<\/b>\nない<\/p><img alt=\"絵\">甲""#;
        assert_eq!(blocks(html, Format::Json), ["p 副作用は一切_ない", r#"p <<img alt=\"絵\">>甲"#, "alt 絵"]);
    }
}
