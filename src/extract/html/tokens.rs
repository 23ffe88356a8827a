//! Where the tags, the texts and the comments of HTML stand. The only file that names the tokenizer.
//!
//! `html5gum` is a tokenizer of the HTML standard: raw text, comments, odd quotation marks and broken tags are read as a
//! browser reads them. It hands out decoded text; here only places are wanted, so what is between two tags is text, and
//! [`reference`](super::reference) decodes it. Knows nothing of what elements mean, but for those that hold raw text.

use html5gum::{Emitter, Error, State, Token, Tokenizer};
use std::convert::Infallible;
use std::ops::Range;

/// A tag.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tag {
    /// From `<` to `>`.
    pub range: Range<usize>,
    /// In small letters.
    pub name: String,
    /// Whether it is an end tag.
    pub is_end: bool,
    /// Whether it ends with `/>`.
    pub is_closed: bool,
    /// Names in small letters, and where the values stand without their quotation marks. The first of each name counts.
    pub attributes: Vec<(String, Range<usize>)>,
}

impl Tag {
    /// Where the value of an attribute stands.
    pub(super) fn attribute(&self, name: &str) -> Option<Range<usize>> {
        self.attributes.iter().find(|(other, _)| other == name).map(|(_, value)| value.clone())
    }
}

/// What HTML holds, in order.
#[derive(Debug)]
pub(super) enum Item<'a> {
    /// Text, character references not decoded.
    Text(Range<usize>),
    /// The content of a script, a style or the like.
    Raw(Range<usize>),
    Tag(&'a Tag),
}

/// What the text ends in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    Text,
    Comment,
    /// The content of a script, a style or the like, or of a title or text field.
    Raw,
    Tag,
}

/// Hands all that `html` holds to `found`.
pub(super) fn scan(html: &str, found: impl FnMut(Item<'_>)) -> Ending {
    let mut ending = Ending::Text;
    let reader = Reader {
        html,
        found,
        ending: &mut ending,
        at: 0,
        done: 0,
        open: 0,
        current: Current::Nothing,
        raw: None,
        tag: Tag::default(),
        attribute: None,
        last: String::new(),
    };
    // No token is ever handed out and reading from memory does not fail: one call reads all.
    let _ = Tokenizer::new_with_emitter(html, reader).finish();
    ending
}

/// What the named or numeric character reference at the start of `text` stands for, and how long it is. `text` is `&`
/// and what could belong to the reference; `;` may be missing where the standard says so.
pub(super) fn reference(text: &str) -> Option<(usize, String)> {
    let mut decoded = Vec::new();
    for Ok(token) in Tokenizer::new(text) {
        // A missing `;` is reported besides.
        if let Token::String(part) = token {
            decoded.extend_from_slice(&part.value);
        }
    }
    let decoded = String::from_utf8(decoded).ok()?;
    if decoded == text {
        return None;
    }
    // What is left as it was belongs to the text behind the reference.
    let rest = decoded.bytes().rev().zip(text.bytes().rev()).take_while(|(a, b)| a == b).count();
    let stands_for = decoded.get(..decoded.len() - rest)?;
    (!stands_for.is_empty()).then(|| (text.len() - rest, stands_for.to_owned()))
}

/// Which element holds raw text, and whether a reader sees it.
fn raw_text(name: &str) -> Option<(State, Raw)> {
    match name {
        "title" | "textarea" => Some((State::RcData, Raw::Prose)),
        "script" => Some((State::ScriptData, Raw::Code)),
        // Without noscript: what it holds is read where no script runs, by search engines among others.
        "style" | "iframe" | "xmp" | "noembed" | "noframes" => Some((State::RawText, Raw::Code)),
        "plaintext" => Some((State::PlainText, Raw::Prose)),
        _ => None,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Raw {
    Prose,
    Code,
}

/// The markup that is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Current {
    Nothing,
    Tag,
    Other,
}

struct Reader<'h, F> {
    html: &'h str,
    found: F,
    ending: &'h mut Ending,
    /// One past the last byte that was read.
    at: usize,
    /// Everything before has been handed out.
    done: usize,
    /// Where the markup begins that is being read.
    open: usize,
    current: Current,
    /// In an element that holds raw text.
    raw: Option<Raw>,
    tag: Tag,
    /// The attribute that is being read: its name, and where its value begins.
    attribute: Option<(String, Option<usize>)>,
    /// The name of the last start tag.
    last: String,
}

impl<F: FnMut(Item<'_>)> Reader<'_, F> {
    /// Hands out the text before `end`.
    fn text(&mut self, end: usize) {
        let range = self.done..end.min(self.html.len());
        if !range.is_empty() {
            (self.found)(if self.raw == Some(Raw::Code) { Item::Raw(range) } else { Item::Text(range) });
        }
    }

    fn begin(&mut self, is_end: bool) {
        self.current = Current::Tag;
        self.tag.name.clear();
        self.tag.attributes.clear();
        self.tag.is_end = is_end;
        self.tag.is_closed = false;
        self.attribute = None;
    }

    fn end_attribute(&mut self) {
        let Some((name, start)) = self.attribute.take() else { return };
        let start = start.unwrap_or(self.at);
        let bytes = self.html.as_bytes();
        let rest = bytes.get(start..).unwrap_or_default();
        let length = match bytes.get(start.wrapping_sub(1)) {
            Some(&quote @ (b'"' | b'\'')) => rest.iter().position(|&byte| byte == quote),
            Some(b'=') | Some(b' ' | b'\n' | b'\r' | b'\t' | b'\x0c') => {
                rest.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'>')
            }
            _ => Some(0),
        };
        let value = start..start + length.unwrap_or(rest.len());
        if self.tag.attribute(&name).is_none() {
            self.tag.attributes.push((name, value));
        }
    }

    /// Ends markup that is no tag.
    fn pass(&mut self) {
        self.text(self.open);
        self.done = self.at;
        self.current = Current::Nothing;
        let markup = self.html.get(self.open..self.at).unwrap_or_default();
        let is_closed = match markup.strip_prefix("<!--") {
            Some(inside) => inside.ends_with("-->") || inside.ends_with("--!>") || matches!(inside, ">" | "->"),
            None => markup.ends_with('>'),
        };
        if !is_closed && self.at >= self.html.len() {
            *self.ending = Ending::Comment;
        }
    }
}

impl<F: FnMut(Item<'_>)> Emitter for Reader<'_, F> {
    type Token = Infallible;

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.last = String::from_utf8_lossy(name.unwrap_or_default()).into_owned();
    }

    fn emit_eof(&mut self) {
        if *self.ending == Ending::Comment {
            return;
        }
        if self.current == Current::Tag {
            self.text(self.open);
            *self.ending = Ending::Tag;
        } else {
            self.text(self.html.len());
            if self.raw.is_some() {
                *self.ending = Ending::Raw;
            }
        }
    }

    fn emit_error(&mut self, _: Error) {}

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    fn emit_string(&mut self, _: &[u8]) {
        // What looked like a tag was none.
        self.current = Current::Nothing;
    }

    fn init_start_tag(&mut self) {
        self.begin(false);
    }

    fn init_end_tag(&mut self) {
        self.begin(true);
    }

    fn init_comment(&mut self) {
        self.current = Current::Other;
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.end_attribute();
        self.text(self.open);
        self.raw = None;
        self.done = self.at;
        self.current = Current::Nothing;
        self.tag.range = self.open..self.at;
        (self.found)(Item::Tag(&self.tag));
        self.last.clear();
        if self.tag.is_end {
            return None;
        }
        self.last.push_str(&self.tag.name);
        let (state, raw) = raw_text(&self.tag.name)?;
        self.raw = Some(raw);
        Some(state)
    }

    fn emit_current_comment(&mut self) {
        self.pass();
    }

    fn emit_current_doctype(&mut self) {
        self.pass();
    }

    fn set_self_closing(&mut self) {
        self.tag.is_closed = true;
    }

    fn set_force_quirks(&mut self) {}

    fn push_tag_name(&mut self, name: &[u8]) {
        self.tag.name.push_str(&String::from_utf8_lossy(name));
    }

    fn push_comment(&mut self, _: &[u8]) {}

    fn push_doctype_name(&mut self, _: &[u8]) {}

    fn init_doctype(&mut self) {
        self.current = Current::Other;
    }

    fn init_attribute(&mut self) {
        self.end_attribute();
        self.attribute = Some((String::new(), None));
    }

    fn init_attribute_value(&mut self) {
        let at = self.at;
        if let Some((_, start)) = &mut self.attribute {
            *start = Some(at);
        }
    }

    fn push_attribute_name(&mut self, name: &[u8]) {
        if let Some((so_far, _)) = &mut self.attribute {
            so_far.push_str(&String::from_utf8_lossy(name));
        }
    }

    fn push_attribute_value(&mut self, _: &[u8]) {}

    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn start_open_tag(&mut self) {
        self.open = self.at.saturating_sub(1);
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.current == Current::Tag && self.tag.is_end && !self.last.is_empty() && self.last == self.tag.name
    }

    fn move_position(&mut self, offset: isize) {
        self.at = self.at.saturating_add_signed(offset);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(html: &str) -> (Vec<String>, Ending) {
        let mut out = Vec::new();
        let ending = scan(html, |item| {
            out.push(match item {
                Item::Text(range) => format!("T {}", &html[range]),
                Item::Raw(range) => format!("R {}", &html[range]),
                Item::Tag(tag) => {
                    let values: String = tag
                        .attributes
                        .iter()
                        .map(|(name, value)| format!(" {name}={}", &html[value.clone()]))
                        .collect();
                    let end = if tag.is_end { "/" } else { "" };
                    assert!(html[tag.range.clone()].starts_with('<') && html[tag.range.clone()].ends_with('>'));
                    format!("M {end}{}{values}", tag.name)
                }
            });
        });
        (out, ending)
    }

    #[test]
    fn tags_comments_and_raw_text() {
        for (html, want, ending) in [
            ("<p>効果<br/>あり</p>", &["M p", "T 効果", "M br", "T あり", "M /p"][..], Ending::Text),
            ("a<!-- <b> -->b", &["T a", "T b"], Ending::Text),
            ("a<!-->b<!--->c<!-- --!>d", &["T a", "T b", "T c", "T d"], Ending::Text),
            ("a<!-- x\ny >", &["T a"], Ending::Comment),
            ("1 < 2 && 3 > 2 <3", &["T 1 < 2 && 3 > 2 <3"], Ending::Text),
            (
                "<SCRIPT>if (a<b) {}\n'</scr'</Script >c",
                &["M script", "R if (a<b) {}\n'</scr'", "M /script", "T c"],
                Ending::Text,
            ),
            ("<style>p", &["M style", "R p"], Ending::Raw),
            ("<title>a<b>&amp;</title>c", &["M title", "T a<b>&amp;", "M /title", "T c"], Ending::Text),
            ("<!DOCTYPE html>a<?php b ?>c<![CDATA[d]]>e</ x>f", &["T a", "T c", "T e", "T f"], Ending::Text),
            ("a<b", &["T a"], Ending::Tag),
            ("副作用&nbsp;は<", &["T 副作用&nbsp;は<"], Ending::Text),
            ("a</", &["T a</"], Ending::Text),
        ] {
            let (items, end) = items(html);
            assert_eq!((items, end), (want.iter().map(|&s| s.to_owned()).collect(), ending), "{html}");
        }
    }

    #[test]
    fn attributes() {
        for (html, want) in [
            ("<img src=a.png alt=\"痛みなし\">", "M img src=a.png alt=痛みなし"),
            ("<img ALT='a>b' />", "M img alt=a>b"),
            ("<img alt=a/>", "M img alt=a/"),
            ("<img alt>", "M img alt="),
            ("<img alt= '' b>", "M img alt= b="),
            ("<img alt = \n a alt=b>", "M img alt=a"),
            ("<p title=it's>", "M p title=it's"),
            ("<p title=\"a&amp;b&lt\">", "M p title=a&amp;b&lt"),
            ("<p a=&amp;b c>", "M p a=&amp;b c="),
            ("<a\n\thref=x>", "M a href=x"),
        ] {
            assert_eq!(items(html).0, [want], "{html}");
        }
    }

    #[test]
    fn references() {
        for (text, want) in [
            ("&hearts;", Some((8, "♥"))),
            ("&#x526f;", Some((8, "副"))),
            ("&#12354;", Some((8, "あ"))),
            ("&#12354", Some((7, "あ"))),
            ("&#128;", Some((6, "€"))),
            ("&#0;", Some((4, "\u{fffd}"))),
            ("&nbspx", Some((5, "\u{a0}"))),
            ("&notit;", Some((4, "¬"))),
            ("&nosuch;", None),
            ("&;", None),
            ("&amp;", Some((5, "&"))),
        ] {
            assert_eq!(reference(text), want.map(|(length, text)| (length, text.to_owned())), "{text}");
        }
    }
}
