//! What site generators and components put into Markdown that is no Markdown: shortcodes, template tags, attribute lists,
//! admonitions; in MDX imports, expressions and tags.
//!
//! The Markdown parser is given a copy of the same length in which these are filler, so that neither their quotation
//! marks nor their underscores are markup and every place stays what it was; what they are goes to the reader as
//! [`Mask`]s. Knows nothing of blocks.

use super::lines::split;
use std::ops::Range;

/// Filler: a control character that is neither white space nor punctuation, so that emphasis beside it works.
const FILLER: u8 = 0x1a;

/// What is masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mask {
    /// Where it stands in the source, in bytes.
    pub range: Range<usize>,
    /// What a reader is to make of it.
    pub kind: MaskKind,
}

/// What a reader makes of what is masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MaskKind {
    /// It may stand for words: it parts those beside it.
    Opaque,
    /// Nothing.
    Skip,
    /// A tag of a component.
    Tag,
}

/// A text with filler, and what is under it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Masked {
    /// As long as the text was, byte for byte the same outside of the masks.
    pub text: String,
    /// In order; they do not overlap.
    pub masks: Vec<Mask>,
    /// Titles of admonitions, in order. They are filler as well, and prose.
    pub titles: Vec<Range<usize>>,
    /// Where each admonition begins whose content is indented; the parser takes it for an item of a list.
    pub indented: Vec<usize>,
}

/// How long a shortcode or an expression may be, in bytes. What does not end within is none.
const LENGTH_MAX: usize = 8192;

/// Paired shortcodes and tags whose content is code, or a comment.
const CODE: &[&str] = &["highlight", "comment", "mermaid", "math", "katex", "code"];

/// Masks `text` from `start` on. `None` if there is nothing to mask, which is so for most texts.
pub(super) fn mask(text: &str, start: usize, is_mdx: bool) -> Option<Masked> {
    let rest = &text[start..];
    let holds = |marks: &[&str]| marks.iter().any(|mark| rest.contains(mark));
    let braces = rest.contains('{') && holds(&["{{", "{%", "{:", "{#"]);
    let fences = holds(&[":::", "!!! ", "???"]);
    if !(braces || fences || is_mdx) {
        return None;
    }
    let mut finder = Finder { text, masks: Vec::new(), titles: Vec::new(), indented: Vec::new() };
    finder.lines(start, braces, is_mdx);
    let Finder { masks, titles, indented, .. } = finder;
    if masks.is_empty() && titles.is_empty() {
        return None;
    }
    let mut bytes = text.as_bytes().to_vec();
    for range in masks.iter().map(|mask| &mask.range).chain(&titles) {
        for byte in &mut bytes[range.clone()] {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = FILLER;
            }
        }
    }
    // A line of nothing else is blank: it parts paragraphs, as what stands there does.
    for line in bytes[start..].split_mut(|&byte| matches!(byte, b'\n' | b'\r')) {
        if line.contains(&FILLER) && line.iter().all(|&byte| byte == FILLER || byte.is_ascii_whitespace()) {
            line.iter_mut().filter(|byte| **byte == FILLER).for_each(|byte| *byte = b' ');
        }
    }
    for &at in &indented {
        bytes[at] = b'-';
        bytes[at + 2] = FILLER;
    }
    // Whole characters were filled with ASCII.
    let text = String::from_utf8(bytes).ok()?;
    Some(Masked { text, masks, titles, indented })
}

struct Finder<'t> {
    text: &'t str,
    masks: Vec<Mask>,
    titles: Vec<Range<usize>>,
    indented: Vec<usize>,
}

impl<'t> Finder<'t> {
    fn push(&mut self, range: Range<usize>, kind: MaskKind) {
        if !range.is_empty() {
            self.masks.push(Mask { range, kind });
        }
    }

    fn lines(&mut self, start: usize, braces: bool, is_mdx: bool) {
        let mut fence: Option<(u8, usize)> = None;
        let mut next = start;
        let mut in_module = false;
        // Up to here something that began on an earlier line goes on.
        let mut done = start;
        for line in split(&self.text[start..]) {
            let at = next;
            let end = at + line.len();
            next = end;
            let trimmed = line.trim_start_matches([' ', '\t', '>']);
            let indent = line.len() - trimmed.len();
            if at < done {
                if end > done {
                    self.inline(done..end, braces, is_mdx, &mut done);
                }
                continue;
            }
            let mark = trimmed.bytes().next().filter(|byte| matches!(byte, b'`' | b'~'));
            let run = mark.map_or(0, |mark| trimmed.bytes().take_while(|&byte| byte == mark).count());
            match (fence, mark) {
                (Some((open, width)), Some(mark))
                    if mark == open && run >= width && trimmed[run..].trim().is_empty() =>
                {
                    fence = None;
                }
                (Some(_), _) => {}
                (None, Some(mark)) if run >= 3 && !(mark == b'`' && trimmed[run..].contains('`')) => {
                    fence = Some((mark, run));
                }
                _ if is_mdx && (in_module || (line.starts_with("import ") || line.starts_with("export "))) => {
                    in_module = !line.trim().is_empty();
                    self.push(at..at + line.trim_end().len(), MaskKind::Skip);
                }
                _ if trimmed.starts_with(":::") => self.container(at + indent, line.trim_end().len() + at),
                _ if ["!!! ", "??? ", "???+ "].iter().any(|mark| trimmed.starts_with(mark))
                    && is_admonition(trimmed) =>
                {
                    let line_end = at + line.trim_end().len();
                    let open = line.find('"').filter(|open| at + open + 1 < line_end && line.trim_end().ends_with('"'));
                    let title = open.map_or(line_end..line_end, |open| at + open + 1..line_end - 1);
                    self.around(at + indent..line_end, title);
                    self.indented.push(at + indent);
                }
                _ if braces || is_mdx => self.inline(at..end, braces, is_mdx, &mut done),
                _ => {}
            }
        }
    }

    /// `:::note[題]`, `:::tip 題`, `::: details 題`, and `:::` that ends it.
    fn container(&mut self, start: usize, end: usize) {
        let line = &self.text[start..end];
        let after = line.trim_start_matches(':').trim_start();
        let word = after.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')).count();
        if word == 0 && !after.is_empty() && !after.starts_with(['{', '[']) {
            // Colons in front of prose are prose.
            return;
        }
        let title = &after[word..];
        let from = end - title.len();
        let title = if title.trim_start().starts_with('[') {
            let open = title.find('[').map_or(0, |open| open + 1);
            from + open..from + title.rfind(']').unwrap_or(title.len()).max(open)
        } else {
            from..from + title.find('{').unwrap_or(title.len())
        };
        self.around(start..end, title);
    }

    /// Masks a line but for the title in it.
    fn around(&mut self, line: Range<usize>, title: Range<usize>) {
        let text = &self.text[title.clone()];
        let start = title.end - text.trim_start().len();
        let end = start + text.trim().len();
        self.push(line.start..start, MaskKind::Skip);
        self.push(end..line.end, MaskKind::Skip);
        if end > start {
            self.titles.push(start..end);
        }
    }

    /// What stands in a line, or begins in it. `done` becomes the end of what was found last.
    fn inline(&mut self, line: Range<usize>, braces: bool, is_mdx: bool, done: &mut usize) {
        let bytes = self.text.as_bytes();
        let mut at = line.start;
        while at < line.end {
            let Some(found) = bytes[at..line.end].iter().position(|byte| matches!(byte, b'{' | b'<' | b'`' | b'\\'))
            else {
                return;
            };
            at += found;
            let rest = self.rest(at);
            match bytes[at] {
                b'\\' => at += 2,
                b'`' => {
                    let run = rest.bytes().take_while(|&byte| byte == b'`').count();
                    let close = code_end(&self.text[at + run..line.end], run);
                    at += run + close.unwrap_or(0);
                }
                b'<' if is_mdx => match tag_end(rest) {
                    Some(length) => {
                        self.push(at..at + length, MaskKind::Tag);
                        at += length;
                    }
                    None => at += 1,
                },
                b'{' => match self.braced(rest, braces, is_mdx) {
                    Some((length, kind)) => {
                        match kind {
                            Some(kind) => self.push(at..at + length, kind),
                            // `{"…"}`: a string of an expression is text.
                            None => {
                                self.push(at..at + 2, MaskKind::Skip);
                                self.push(at + length - 2..at + length, MaskKind::Skip);
                            }
                        }
                        at += length;
                    }
                    None => at += 1,
                },
                _ => at += 1,
            }
            *done = at;
        }
    }

    fn rest(&self, at: usize) -> &str {
        let mut end = self.text.len().min(at + LENGTH_MAX);
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        &self.text[at..end]
    }

    /// What stands in braces at the start of `rest`: its length and kind; without a kind it is a string.
    fn braced(&self, rest: &str, braces: bool, is_mdx: bool) -> Option<(usize, Option<MaskKind>)> {
        let to = |close: &str| rest.find(close).map(|at| at + close.len());
        if braces {
            for (open, close) in [("{{<", ">}}"), ("{{%", "%}}"), ("{{", "}}"), ("{%", "%}"), ("{#", "#}")] {
                if !rest.starts_with(open) {
                    continue;
                }
                if let Some(length) = to(close) {
                    let paired = paired_end(&rest[..length], &rest[length..]).unwrap_or(0);
                    let comment = open == "{#" || rest.starts_with("{{/*") || paired > 0;
                    let kind = if comment { MaskKind::Skip } else { MaskKind::Opaque };
                    return Some((length + paired, Some(kind)));
                }
            }
            // `{: .class}` of kramdown.
            if rest.starts_with("{:") {
                let length = rest.find('}')? + 1;
                return (!rest[..length].contains('\n')).then_some((length, Some(MaskKind::Skip)));
            }
        }
        if !is_mdx {
            return None;
        }
        let length = expression_end(rest)?;
        let inside = rest[1..length - 1].trim();
        let is_string = length > 4
            && ["\"", "'", "`"].iter().any(|mark| {
                rest[1..].starts_with(mark)
                    && rest[..length - 1].ends_with(mark)
                    && rest[2..length - 2].find(mark).is_none()
                    && !rest[2..length - 2].contains("${")
            });
        let kind = if is_string {
            None
        } else if inside.starts_with("/*") || inside.is_empty() {
            Some(MaskKind::Skip)
        } else {
            Some(MaskKind::Opaque)
        };
        Some((length, kind))
    }
}

/// Whether a line begins an admonition and not a sentence of someone very excited.
fn is_admonition(line: &str) -> bool {
    let after = line.trim_start_matches(['!', '?', '+']).trim_start();
    let word = after.split([' ', '"', '\n', '\r']).next().unwrap_or_default();
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The length of an inline code span after its opening run of `run` backticks, its closing run included.
fn code_end(text: &str, run: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|&byte| byte == b'`') {
        at += found;
        let length = bytes[at..].iter().take_while(|&&byte| byte == b'`').count();
        at += length;
        if length == run {
            return Some(at);
        }
    }
    None
}

/// How much of `rest` belongs to a shortcode whose content is no prose, its end tag included.
fn paired_end(open: &str, rest: &str) -> Option<usize> {
    let name = open.trim_start_matches(['{', '%', '<', '-', ' ']);
    let name = &name[..name.bytes().take_while(|byte| byte.is_ascii_alphanumeric()).count()];
    if !CODE.contains(&name) || open.trim_end_matches(['}', '%', '>', '-', ' ']).ends_with('/') {
        return None;
    }
    let ends = [format!("end{name}"), format!("/{name}"), format!("/ {name}")];
    let end = ends.iter().filter_map(|end| rest.find(end.as_str())).min()?;
    // Only where it stands in braces of its own.
    let brace = rest[..end].rfind('{')?;
    let close = rest[end..].find('}')?;
    let extra = rest[end + close..].bytes().take_while(|&byte| byte == b'}').count();
    (end - brace < 8).then_some(end + close + extra)
}

/// The length of the expression in braces at the start of `rest`.
fn expression_end(rest: &str) -> Option<usize> {
    let mut depth = 0_u32;
    let mut quote: Option<u8> = None;
    let bytes = rest.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match (quote, bytes[at]) {
            (Some(_), b'\\') => at += 1,
            (Some(open), byte) if byte == open => quote = None,
            // An apostrophe in a comment or in text opens nothing that a line end would not close.
            (Some(b'"' | b'\''), b'\n') => quote = None,
            (Some(_), _) => {}
            (None, b'/') if rest[at..].starts_with("/*") => at += rest[at..].find("*/")? + 1,
            (None, byte @ (b'"' | b'\'' | b'`')) => quote = Some(byte),
            (None, b'{') => depth += 1,
            (None, b'}') => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// The length of the tag of a component at the start of `rest`.
fn tag_end(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let first = *bytes.get(1)?;
    let name = if first == b'/' { *bytes.get(2)? } else { first };
    if !(name.is_ascii_alphabetic() || matches!(name, b'>' | b'_' | b'$')) {
        return None;
    }
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'>' => return Some(at + 1),
            b'{' => at += expression_end(&rest[at..])?,
            quote @ (b'"' | b'\'') => at += 2 + bytes[at + 1..].iter().position(|&byte| byte == quote)?,
            b'<' => return None,
            _ => at += 1,
        }
    }
    None
}

/// A tag of a component as a tag of HTML: values in braces become empty strings, or what they hold if that is a string.
/// As long as it was.
pub(super) fn plain_tag(tag: &str) -> String {
    let mut bytes = tag.as_bytes().to_vec();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            quote @ (b'"' | b'\'') => {
                at += 1 + bytes[at + 1..].iter().position(|&byte| byte == quote).unwrap_or(bytes.len());
            }
            b'{' => {
                let Some(length) = tag.get(at..).and_then(expression_end) else { break };
                let inside = &tag[at + 1..at + length - 1];
                let mark = inside.bytes().next().filter(|mark| matches!(mark, b'"' | b'\'' | b'`'));
                let is_string = inside.len() > 2
                    && mark.is_some_and(|mark| {
                        inside.as_bytes().ends_with(&[mark]) && !inside.as_bytes()[1..inside.len() - 1].contains(&mark)
                    });
                let around = if is_string { b' ' } else { b'"' };
                bytes[at] = around;
                bytes[at + length - 1] = around;
                if is_string {
                    // A template is a string with other marks.
                    for place in [at + 1, at + length - 2] {
                        if bytes[place] == b'`' {
                            bytes[place] = b'"';
                        }
                    }
                } else {
                    bytes[at + 1..at + length - 1].fill(b' ');
                }
                at += length - 1;
            }
            _ => {}
        }
        at += 1;
    }
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_and_tags_end_where_they_do() {
        for (text, want) in [
            ("{a}b", Some(3)),
            ("{a({b: '}'})}c", Some(13)),
            ("{/* it's */}", Some(12)),
            ("{`a${b}`}c", Some(9)),
            ("{a", None),
        ] {
            assert_eq!(expression_end(text), want, "{text}");
        }
        for (text, want) in [
            ("<Card a=\"x>y\" b={c > d}>z", Some(24)),
            ("</Card>", Some(7)),
            ("<>a</>", Some(2)),
            ("< 3", None),
            ("<3>", None),
        ] {
            assert_eq!(tag_end(text), want, "{text}");
        }
    }

    #[test]
    fn tags_of_components_become_tags_of_html() {
        for (tag, want) in [
            ("<A b={c}>", "<A b=\" \">"),
            ("<A b={\"題\"} c='d'>", "<A b= \"題\"  c='d'>"),
            ("<A b={`題`}/>", "<A b= \"題\" />"),
            ("<A {...b}>", "<A \"    \">"),
        ] {
            assert_eq!(plain_tag(tag), want, "{tag}");
            assert_eq!(plain_tag(tag).len(), tag.len());
        }
    }
}
