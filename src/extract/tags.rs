//! HTML inside Markdown: finds tags, comments and raw text, and decodes character references.
//!
//! A scanner, not a parser: it knows no nesting and forgives everything. A tag may come in several stretches of the
//! source (one a line), so the state is kept between them.

use super::Piece;
use super::sink::push_text;
use crate::span::SourceRange;
use std::borrow::Cow;
use std::ops::Range;

/// What a stretch of HTML holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// Text between tags.
    Text(SourceRange),
    /// A whole tag, from `<` to `>`.
    Tag(SourceRange),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Text,
    /// In a tag that began here; the quotation mark that is open in it, or 0; whether a `=` came last.
    Tag {
        start: u32,
        quote: u8,
        assigned: bool,
    },
    /// In a comment, an instruction or the like, until this.
    Until(&'static str),
    /// In an element whose content is no markup, until its end tag.
    Raw(&'static str),
}

/// The scanner's state between two stretches.
#[derive(Debug)]
pub(super) struct Scanner {
    state: State,
}

/// Elements whose content is raw text, with what begins their end tags.
const RAW: &[(&str, &str)] = &[("script", "</script"), ("style", "</style")];

impl Scanner {
    /// A scanner outside of any tag.
    pub(super) fn new() -> Self {
        Self { state: State::Text }
    }

    /// Forgets a tag or comment that has not ended.
    pub(super) fn reset(&mut self) {
        self.state = State::Text;
    }

    /// Whether the scanner is inside a comment, a tag or raw text, so that what follows is no prose.
    pub(super) fn is_inside(&self) -> bool {
        self.state != State::Text
    }

    /// Scans one stretch of `source`.
    pub(super) fn scan(&mut self, source: &str, range: SourceRange, mut found: impl FnMut(Item)) {
        let (mut at, end) = (range.start as usize, range.end as usize);
        while at < end {
            let rest = &source[at..end];
            match self.state {
                State::Text => {
                    let open =
                        rest.bytes().enumerate().position(|(i, byte)| byte == b'<' && begins_markup(&rest[i + 1..]));
                    let text_end = at + open.unwrap_or(rest.len());
                    if text_end > at {
                        found(Item::Text(SourceRange::new(at as u32, text_end as u32)));
                    }
                    at = text_end;
                    if at < end {
                        let (state, skip) = open_markup(&source[at..end], at as u32);
                        self.state = state;
                        at += skip;
                    }
                }
                State::Until(close) => match rest.find(close) {
                    Some(position) => {
                        at += position + close.len();
                        self.state = State::Text;
                    }
                    None => return,
                },
                State::Raw(close) => match find_ignoring_case(rest, close) {
                    Some(position) => {
                        at += position;
                        self.state = State::Tag { start: at as u32, quote: 0, assigned: false };
                        at += 1;
                    }
                    None => return,
                },
                State::Tag { start, mut quote, mut assigned } => {
                    let mut closed = None;
                    for (i, byte) in rest.bytes().enumerate() {
                        match byte {
                            _ if quote != 0 => {
                                if byte == quote {
                                    quote = 0;
                                }
                            }
                            b'>' => {
                                closed = Some(i);
                                break;
                            }
                            // A quotation mark opens a value only after `=`: <p title=it's> is one tag.
                            b'"' | b'\'' if assigned => (quote, assigned) = (byte, false),
                            b'=' => assigned = true,
                            _ if byte.is_ascii_whitespace() => {}
                            _ => assigned = false,
                        }
                    }
                    let Some(closed) = closed else {
                        self.state = State::Tag { start, quote, assigned };
                        return;
                    };
                    at += closed + 1;
                    let tag = SourceRange::new(start, at as u32);
                    self.state = RAW
                        .iter()
                        .find(|(name, _)| {
                            !is_end(&source[tag.as_usize()])
                                && name.eq_ignore_ascii_case(tag_name(&source[tag.as_usize()]))
                        })
                        .map_or(State::Text, |&(_, close)| State::Raw(close));
                    found(Item::Tag(tag));
                }
            }
        }
    }
}

fn begins_markup(after: &str) -> bool {
    let mut bytes = after.bytes();
    match bytes.next() {
        Some(b'/') => bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic()),
        Some(b'!' | b'?') => true,
        Some(byte) => byte.is_ascii_alphabetic(),
        None => false,
    }
}

/// The state that the markup at the start of `rest` leads to, and how many bytes open it.
fn open_markup(rest: &str, at: u32) -> (State, usize) {
    if let Some(inside) = rest.strip_prefix("<!--") {
        // <!--> and <!---> are whole comments.
        return match () {
            () if inside.starts_with('>') => (State::Text, 5),
            () if inside.starts_with("->") => (State::Text, 6),
            () => (State::Until("-->"), 4),
        };
    }
    if rest.starts_with("<![CDATA[") {
        return (State::Until("]]>"), 9);
    }
    match rest.as_bytes().get(1) {
        Some(b'!') => (State::Until(">"), 2),
        Some(b'?') => (State::Until("?>"), 2),
        _ => (State::Tag { start: at, quote: 0, assigned: false }, 1),
    }
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    let wanted = wanted.as_bytes();
    text.as_bytes().windows(wanted.len()).position(|window| window.eq_ignore_ascii_case(wanted))
}

/// Whether a tag is an end tag.
pub(super) fn is_end(tag: &str) -> bool {
    tag.as_bytes().get(1) == Some(&b'/')
}

/// The name of a tag as it stands, `div` for `<div class="a">` and `</div>`.
pub(super) fn tag_name(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(name.len());
    &name[..end]
}

/// Where the value of an attribute stands in a tag, its quotation marks not included.
pub(super) fn attribute(tag: &str, wanted: &str) -> Option<Range<usize>> {
    let bytes = tag.as_bytes();
    let skip = |mut at: usize, test: fn(u8) -> bool| {
        while bytes.get(at).is_some_and(|&byte| test(byte)) {
            at += 1;
        }
        at
    };
    let mut at = 1 + tag_name(tag).len();
    loop {
        at = skip(at, |byte| byte.is_ascii_whitespace() || byte == b'/');
        let name = at..skip(at, |byte| !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'>' | b'/'));
        at = skip(name.end, |byte| byte.is_ascii_whitespace());
        let mut value = at..at;
        if bytes.get(at) == Some(&b'=') {
            at = skip(at + 1, |byte| byte.is_ascii_whitespace());
            match bytes.get(at) {
                Some(&quote @ (b'"' | b'\'')) => {
                    let length = bytes[at + 1..].iter().position(|&byte| byte == quote)?;
                    value = at + 1..at + 1 + length;
                    at = value.end + 1;
                }
                _ => {
                    value = at..skip(at, |byte| !byte.is_ascii_whitespace() && byte != b'>');
                    at = value.end;
                }
            }
        } else if name.is_empty() {
            return None;
        }
        if tag[name].eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
    }
}

/// Adds text of HTML to `pieces`: line ends are soft breaks, character references are decoded.
pub(super) fn push_html_text(source: &str, range: SourceRange, pieces: &mut Vec<Piece>) {
    let (mut kept, mut at, end) = (range.start as usize, range.start as usize, range.end as usize);
    let bytes = source.as_bytes();
    while at < end {
        let piece = match bytes[at] {
            b'\n' => Some((1, Piece::SoftBreak(SourceRange::new(at as u32, at as u32 + 1)))),
            b'\r' if at + 1 < end && bytes[at + 1] == b'\n' => {
                Some((2, Piece::SoftBreak(SourceRange::new(at as u32, at as u32 + 2))))
            }
            b'&' => decode(&source[at..end]).map(|(length, text)| {
                (length, Piece::Decoded(SourceRange::new(at as u32, (at + length) as u32), text.into_owned()))
            }),
            _ => None,
        };
        let Some((length, piece)) = piece else {
            at += 1;
            continue;
        };
        push_text(pieces, SourceRange::new(kept as u32, at as u32));
        pieces.push(piece);
        at += length;
        kept = at;
    }
    push_text(pieces, SourceRange::new(kept as u32, end as u32));
}

/// The longest character reference looked for. The longest name of HTML has 31 letters.
const REFERENCE_MAX: usize = 34;

/// The character reference at the start of `text`: its length and what it stands for.
fn decode(text: &str) -> Option<(usize, Cow<'static, str>)> {
    let end = text.bytes().take(REFERENCE_MAX).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let known = match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => "\u{a0}",
        _ => "",
    };
    if !known.is_empty() {
        return Some((end + 1, Cow::Borrowed(known)));
    }
    if let Some(digits) = name.strip_prefix('#') {
        let code = match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => digits.parse(),
        };
        // What stands for no character reads as one that is unknown.
        let decoded = char::from_u32(code.ok()?).filter(|&c| c != '\0').unwrap_or(char::REPLACEMENT_CHARACTER);
        return Some((end + 1, Cow::Owned(decoded.to_string())));
    }
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    // The Markdown parser holds the whole table of names; a reference alone is a paragraph that holds its text.
    let decoded: String = pulldown_cmark::Parser::new(&text[..=end])
        .filter_map(|event| match event {
            pulldown_cmark::Event::Text(text) => Some(text.into_string()),
            _ => None,
        })
        .collect();
    (!decoded.is_empty() && decoded != text[..=end]).then_some((end + 1, Cow::Owned(decoded)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(stretches: &[&str]) -> Vec<String> {
        let source = stretches.concat();
        let (mut scanner, mut at, mut out) = (Scanner::new(), 0, Vec::new());
        for stretch in stretches {
            let range = SourceRange::new(at, at + stretch.len() as u32);
            at = range.end;
            scanner.scan(&source, range, |item| match item {
                Item::Text(range) => out.push(format!("T {}", &source[range.as_usize()])),
                Item::Tag(range) => out.push(format!("M {}", &source[range.as_usize()])),
            });
        }
        out
    }

    #[test]
    fn tags_comments_and_raw_text() {
        for (stretches, want) in [
            (&["<p>効果<br/>あり</p>"][..], &["M <p>", "T 効果", "M <br/>", "T あり", "M </p>"][..]),
            (&["a<!-- <b> -->b"], &["T a", "T b"]),
            (&["a<!-- x\n", "y --", ">b"], &["T a"]),
            (&["a<!-- x\n", "y -->b"], &["T a", "T b"]),
            (&["a<!-->b<!--->c"], &["T a", "T b", "T c"]),
            (&["<img alt=\"a>b\"\n", " src='c'>d"], &["M <img alt=\"a>b\"\n src='c'>", "T d"]),
            (&["<p title=it's>a"], &["M <p title=it's>", "T a"]),
            (&["1 < 2 && 3 > 2"], &["T 1 < 2 && 3 > 2"]),
            (&["<SCRIPT>if (a<b) {}\n", "</Script>c"], &["M <SCRIPT>", "M </Script>", "T c"]),
            (&["<!DOCTYPE html>a<?php b ?>c<![CDATA[d]]>e"], &["T a", "T c", "T e"]),
            (&["a<b"], &["T a"]),
        ] {
            assert_eq!(items(stretches), want, "{stretches:?}");
        }
    }

    #[test]
    fn attributes() {
        for (tag, want) in [
            ("<img src=a.png alt=\"痛みなし\">", Some("痛みなし")),
            ("<img ALT='a' />", Some("a")),
            ("<img alt=a/>", Some("a/")),
            ("<img alt>", Some("")),
            ("<img data-alt=\"x\">", None),
            ("<img alt=\"x>", None),
            ("<img = = alt=b>", Some("b")),
            ("<img", None),
        ] {
            assert_eq!(attribute(tag, "alt").map(|range| &tag[range]), want, "{tag}");
        }
    }

    #[test]
    fn character_references() {
        for (text, want) in [
            ("&amp;", Some((5, "&"))),
            ("&hearts;x", Some((8, "♥"))),
            ("&#x526f;", Some((8, "副"))),
            ("&#12354;", Some((8, "あ"))),
            ("&nosuch;", None),
            ("&;", None),
            ("& ;", None),
            ("&amp", None),
        ] {
            assert_eq!(decode(text), want.map(|(length, text)| (length, Cow::Borrowed(text))), "{text}");
        }
    }
}
