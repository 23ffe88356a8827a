//! Prose of AsciiDoc: paragraphs, titles, lists, tables and quotations are, code, comments, attributes and macros are not.
//!
//! A reader of lines at the level of blocks, with the inline marks that split phrases. No parser of AsciiDoc gives exact
//! places for text under substitutions, and prose needs no more than this of it.

use super::inline::Marks;
use super::lines::{lines, paragraph, range, trimmed, window, window_before};
use super::sink::Sink;
use super::{BlockKind, Extraction, Piece};
use crate::source::SourceFile;
use std::ops::Range;
use std::slice;

/// Reads the prose.
pub(super) fn extract(source: &SourceFile) -> Extraction {
    let text = source.text();
    let mut sink = Sink::new(text, Marks::of(text, source.format()));
    let lines = lines(text, source.bom_len() as usize);
    // The delimiters of the quotations that are open.
    let mut quotations: Vec<&str> = Vec::new();
    let mut in_list = false;
    let mut is_code = false;
    let mut at = 0;
    while at < lines.len() {
        let line = text[lines[at].clone()].trim_end();
        let words = line.trim_start();
        if let Some(end) = verbatim(line) {
            // A block of code, literal text or a comment, to its delimiter.
            at +=
                1 + lines[at + 1..].iter().position(|line| text[line.clone()].trim_end() == end).unwrap_or(lines.len());
            at += 1;
            is_code = false;
            continue;
        }
        if words.is_empty() {
            in_list &= lines.get(at + 1).is_some_and(|next| list_mark(text[next.clone()].trim_start()).is_some());
            at += 1;
            continue;
        }
        if line.starts_with("____") && line.bytes().all(|byte| byte == b'_') {
            match quotations.iter().position(|&open| open == line) {
                Some(index) => quotations.truncate(index),
                None => quotations.push(line),
            }
            at += 1;
            continue;
        }
        if is_passed_over(line) {
            // `[source,ruby]` before a paragraph makes it code.
            is_code =
                ["[source", "[listing", "[literal", "[stem", "[latexmath"].iter().any(|mark| line.starts_with(mark));
            block_macro(text, &lines[at], &mut sink);
            at += 1;
            continue;
        }
        if line.starts_with("|===") || line.starts_with(",===") || line.starts_with("!===") {
            let end = at
                + 1
                + lines[at + 1..]
                    .iter()
                    .position(|other| text[other.clone()].trim_end() == line)
                    .unwrap_or(lines.len());
            table(text, &lines[at + 1..end.min(lines.len())], &mut sink);
            at = end + 1;
            continue;
        }
        let around = match () {
            () if !quotations.is_empty() => BlockKind::Quotation,
            () if in_list => BlockKind::ListItem,
            () => BlockKind::Paragraph,
        };
        let first = trimmed(text, &lines[at]);
        let level = line
            .bytes()
            .take_while(|&byte| byte == b'=')
            .count()
            .max(line.bytes().take_while(|&byte| byte == b'#').count());
        if (1..=6).contains(&level) && line[level..].starts_with(' ') {
            let title = trimmed(text, &(lines[at].start + level..lines[at].end));
            paragraph(&[title], BlockKind::Heading(level as u8), &mut sink, |line, sink| inline(text, line, sink));
            in_list = false;
            at += 1;
            continue;
        }
        if let Some(title) = line.strip_prefix('.').filter(|title| !title.starts_with(['.', ' '])) {
            let title = lines[at].start + 1..lines[at].start + 1 + title.len();
            paragraph(&[title], around, &mut sink, |line, sink| inline(text, line, sink));
            at += 1;
            continue;
        }
        let mark = list_mark(words);
        if mark.is_none() && !in_list && line.starts_with([' ', '\t']) {
            // Literal text, up to a blank line.
            while at < lines.len() && !text[lines[at].clone()].trim().is_empty() {
                at += 1;
            }
            continue;
        }
        let mut group = Vec::new();
        let mut kind = around;
        if let Some(mark) = mark {
            in_list = true;
            kind = if quotations.is_empty() { BlockKind::ListItem } else { BlockKind::Quotation };
            if let Mark::Term(length) = mark {
                paragraph(slice::from_ref(&(first.start..first.start + length)), kind, &mut sink, |line, sink| {
                    inline(text, line, sink)
                });
            }
            let skip = match mark {
                Mark::Bullet(length) => length,
                Mark::Term(length) => {
                    length + words[length..].bytes().take_while(|&byte| matches!(byte, b':' | b';')).count()
                }
            };
            group.push(trimmed(text, &(first.start + skip..first.end)));
        } else {
            let skip = ["NOTE: ", "TIP: ", "IMPORTANT: ", "WARNING: ", "CAUTION: "]
                .iter()
                .find(|mark| words.starts_with(**mark))
                .map_or(0, |mark| mark.len());
            group.push(first.start + skip..first.end);
        }
        at += 1;
        while let Some(next) = lines.get(at) {
            let line = text[next.clone()].trim_end();
            let goes_on = !line.trim().is_empty()
                && line != "+"
                && verbatim(line).is_none()
                && !is_passed_over(line)
                && list_mark(line.trim_start()).is_none()
                && !line.starts_with("|===")
                && !(line.starts_with("____") && line.bytes().all(|byte| byte == b'_'));
            if !goes_on {
                break;
            }
            group.push(trimmed(text, next));
            at += 1;
        }
        if !std::mem::take(&mut is_code) {
            paragraph(&group, kind, &mut sink, |line, sink| inline(text, line, sink));
        }
    }
    sink.finish()
}

/// The delimiter that ends the block of code or comment that a line begins.
fn verbatim(line: &str) -> Option<&str> {
    let run = |byte: u8| line.len() >= 4 && line.bytes().all(|other| other == byte);
    if line.starts_with("```") {
        return Some("```");
    }
    [b'-', b'.', b'+', b'/'].into_iter().any(run).then_some(line)
}

/// Lines that are no prose: attributes, options of blocks, comments, delimiters, macros, breaks.
fn is_passed_over(line: &str) -> bool {
    let is_attribute = || {
        let name = line.strip_prefix(':').and_then(|rest| rest.split_once(':'));
        name.is_some_and(|(name, _)| !name.is_empty() && !name.contains(' ') && name.is_ascii())
    };
    let is_delimiter = || {
        let first = line.bytes().next().unwrap_or_default();
        matches!(first, b'=' | b'*' | b'-')
            && line.len() != 1
            && line.len() != 3
            && line.bytes().all(|byte| byte == first)
    };
    let is_macro = || {
        line.ends_with(']')
            && line.split_once("::").is_some_and(|(name, rest)| {
                !name.is_empty()
                    && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
                    && rest.contains('[')
            })
    };
    (line.starts_with("//") && !line.starts_with("///"))
        || (line.starts_with('[') && line.ends_with(']'))
        || matches!(line, "'''" | "---" | "***" | "<<<" | "+" | "--")
        || is_attribute()
        || is_delimiter()
        || is_macro()
}

#[derive(Clone, Copy, Debug)]
enum Mark {
    /// How long it is.
    Bullet(usize),
    /// `term::`: how long the term is.
    Term(usize),
}

fn list_mark(line: &str) -> Option<Mark> {
    for mark in ['*', '-', '.'] {
        let run = line.chars().take_while(|&c| c == mark).count();
        if (1..=6).contains(&run) && line[run..].starts_with(' ') {
            return Some(Mark::Bullet(run + 1));
        }
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=3).contains(&digits) && line[digits..].starts_with(". ") {
        return Some(Mark::Bullet(digits + 2));
    }
    let term = ["::", ";;"].iter().filter_map(|mark| line.find(mark)).min()?;
    let rest = line[term..].trim_start_matches([':', ';']);
    (term > 0 && (rest.is_empty() || rest.starts_with(' '))).then_some(Mark::Term(term))
}

/// The alternative text and the title of a picture.
fn block_macro(text: &str, line: &Range<usize>, sink: &mut Sink<'_>) {
    let words = text[line.clone()].trim_end();
    if !["image::", "video::", "audio::"].iter().any(|name| words.starts_with(name)) {
        return;
    }
    if let Some(open) = words.find('[') {
        sink.begin(BlockKind::Paragraph);
        alternative(text, line.start + open + 1..line.start + words.len() - 1, sink);
        sink.begin(BlockKind::Paragraph);
    }
}

fn alternative(text: &str, inside: Range<usize>, sink: &mut Sink<'_>) {
    let words = text[inside.clone()].split(',').next().unwrap_or_default().trim_matches('"');
    if !words.contains('=') && !words.is_empty() {
        let start = inside.start + usize::from(text[inside.clone()].starts_with('"'));
        sink.alt(vec![Piece::Text(range(start..start + words.len()))]);
    }
}

fn table(text: &str, lines: &[Range<usize>], sink: &mut Sink<'_>) {
    // A blank line after the first row makes it a head.
    let head = lines.get(1).is_some_and(|line| text[line.clone()].trim().is_empty());
    let mut cell: Vec<Range<usize>> = Vec::new();
    let mut kind = BlockKind::TableCell;
    let close = |cell: &mut Vec<Range<usize>>, kind, sink: &mut Sink<'_>| {
        paragraph(&std::mem::take(cell), kind, sink, |line, sink| inline(text, line, sink));
    };
    for (index, line) in lines.iter().enumerate() {
        let mut at = line.start;
        let words = &text[line.clone()];
        for (offset, _) in words.match_indices('|') {
            if words[..offset].ends_with('\\') {
                continue;
            }
            let before = trimmed(text, &(at..line.start + offset));
            let words = &text[before.clone()];
            // What stands right before a bar and is no word is the form of the cell: `2+|`, `a|`, `^.>s|`.
            let last = words.rfind([' ', '\t']).map_or(0, |space| space + 1);
            let form = words[last..].trim_end_matches(['a', 'd', 'e', 'h', 'l', 'm', 's', 'v']);
            let is_first = last == 0 && at == line.start;
            let is_form = (last > 0 || is_first)
                && words[last..].len() <= form.len() + 1
                && form.bytes().all(|byte| byte.is_ascii_digit() || b".+*<>^".contains(&byte))
                && (is_first || !form.bytes().all(|byte| byte.is_ascii_digit()));
            let before = trimmed(text, &(before.start..if is_form { before.start + last } else { before.end }));
            if !before.is_empty() {
                cell.push(before);
            }
            close(&mut cell, kind, sink);
            kind = if head && index == 0 { BlockKind::TableHeader } else { BlockKind::TableCell };
            at = line.start + offset + 1;
        }
        let rest = trimmed(text, &(at..line.end));
        if !rest.is_empty() {
            cell.push(rest);
        }
    }
    close(&mut cell, kind, sink);
}

/// Adds the text of a line without its marks. Whether it ends with a break that is shown.
fn inline(text: &str, line: Range<usize>, sink: &mut Sink<'_>) -> bool {
    let words = &text[line.clone()];
    let is_hard = words.ends_with(" +");
    let end = if is_hard { line.end - 2 } else { line.end };
    let (mut kept, mut at) = (line.start, line.start);
    while at < end {
        let rest = window(text, at..end);
        // How much is markup, what of it is text, and whether it parts words.
        let (length, inside, parts): (usize, Option<Range<usize>>, bool) = match rest.as_bytes()[0] {
            b'`' | b'+' => match run_end(rest) {
                Some(length) => (length, None, true),
                None => (0, None, false),
            },
            mark @ (b'*' | b'_' | b'#' | b'^' | b'~') => {
                let run = rest.bytes().take_while(|&byte| byte == mark).count();
                let before = text[kept..at].chars().next_back();
                let pair = run <= 2
                    && (rest[run..].contains(&rest[..run])
                        || window_before(text, line.start..at).contains(&rest[..run]));
                let stray = run == 1 && mark == b'_' && before.is_some_and(|c| c.is_ascii_alphanumeric()) && {
                    rest[1..].starts_with(|c: char| c.is_ascii_alphanumeric())
                };
                if pair && !stray { (run, None, false) } else { (0, None, false) }
            }
            b'[' => match rest.find(']') {
                // `[.role]#…#`
                Some(close) if rest[close + 1..].starts_with('#') => (close + 1, None, false),
                _ => (0, None, false),
            },
            b'{' => match rest.find('}') {
                Some(close)
                    if rest[1..close].bytes().all(|b| b.is_ascii_alphanumeric() || b"-_:".contains(&b))
                        && close > 1 =>
                {
                    (close + 1, None, true)
                }
                _ => (0, None, false),
            },
            b'<' if rest.starts_with("<<") => match rest.find(">>") {
                Some(close) => (close + 2, rest[..close].find(',').map(|comma| comma + 1..close), false),
                None => (0, None, false),
            },
            b'(' if rest.starts_with("((") => match rest.find("))") {
                Some(close) => (close + 2, Some(rest[..close].rfind('(').map_or(2, |open| open + 1)..close), false),
                None => (0, None, false),
            },
            byte if byte.is_ascii_alphabetic() && !text[kept..at].ends_with(|c: char| c.is_ascii_alphanumeric()) => {
                inline_macro(text, at, at + rest.len(), sink)
            }
            _ => (0, None, false),
        };
        if length == 0 {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        }
        sink.text(range(kept..at));
        if parts {
            sink.piece(Piece::Opaque(range(at..at + length)));
        }
        if let Some(inside) = inside.filter(|inside| inside.start <= inside.end) {
            inline(text, at + inside.start..at + inside.end, sink);
        }
        at += length;
        kept = at;
    }
    sink.text(range(kept..end));
    is_hard
}

fn run_end(rest: &str) -> Option<usize> {
    let mark = rest.as_bytes()[0];
    let run = rest.bytes().take_while(|&byte| byte == mark).count();
    rest[run..].find(&rest[..run]).filter(|&inside| inside > 0).map(|inside| run + inside + run)
}

/// `link:a[text]`, `https://a[text]`, `image:a[alt]`, `footnote:[text]`, `kbd:[x]` at `at`.
fn inline_macro(text: &str, at: usize, end: usize, sink: &mut Sink<'_>) -> (usize, Option<Range<usize>>, bool) {
    let none = (0, None, false);
    let rest = &text[at..end];
    let name = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let Some(target) = rest[name..].strip_prefix(':') else { return none };
    let length = target.find(['[', ' ', '\u{3000}', '、', '。']).unwrap_or(target.len());
    if !target[length..].starts_with('[') {
        return none;
    }
    let Some(close) = target[length..].find(']') else { return none };
    let inside = name + 1 + length + 1..name + 1 + length + close;
    let whole = inside.end + 1;
    match &rest[..name] {
        "http" | "https" | "link" | "mailto" | "xref" if inside.is_empty() => (whole, None, true),
        "http" | "https" | "link" | "mailto" | "xref" => {
            let marks = rest[inside.clone()].trim_end_matches('^').len();
            (whole, Some(inside.start..inside.start + marks), false)
        }
        "footnote" => {
            sink.alt_as(BlockKind::Footnote, vec![Piece::Text(range(at + inside.start..at + inside.end))]);
            (whole, None, false)
        }
        "image" => {
            alternative(text, at + inside.start..at + inside.end, sink);
            (whole, None, true)
        }
        "kbd" | "btn" | "menu" | "icon" | "pass" | "stem" | "latexmath" | "anchor" | "indexterm" => (whole, None, true),
        _ => none,
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::blocks;
    use crate::source::Format;

    #[test]
    fn what_is_prose() {
        for (text, want) in [
            (
                "= 題\n著者 <a@b.jp>\n:toc:\n:x: 必ず\n\n副作用は *一切*\nない。 +\n次\n\n== 小題\n",
                &["h1 題", "p 著者 <<a@b.jp>>", "p 副作用は 一切_ない。/次", "h2 小題"][..],
            ),
            (
                "----\n必ず\n----\n\n....\n必ず\n....\n// 必ず\n////\n必ず\n////\n[source,ruby]\n必ず\n\n 必ず\n必ず\n\n文",
                &["p 文"],
            ),
            (
                "* 一\n続き\n** 二\n. 三\n1. 四\n語:: 説明\n+\n段落\n\n文",
                &["li 一_続き", "li 二", "li 三", "li 四", "li 語", "li 説明", "li 段落", "p 文"],
            ),
            (
                "____\n引用\n____\n文\n\n====\n例\n====\nNOTE: 注\n\n.題名\n文",
                &["q 引用", "p 文", "p 例", "p 注", "p 題名", "p 文"],
            ),
            (
                "|===\n|甲 |乙\n\n|一 2+|二\n続き\na|三\n|===\n文",
                &["th 甲", "th 乙", "td 一", "td 二_続き", "td 三", "p 文"],
            ),
            (
                "image::a.png[副作用なし,100]\n\ninclude::必ず.adoc[]\n前 image:b.png[絵] 後",
                &["alt 副作用なし", "p 前 <image:b.png[絵]> 後", "alt 絵"],
            ),
            (
                "副作用は**一切**ない `必ず` https://a.jp[公式]と<<x,参照>>と{name}と#印#footnote:[調べ]。",
                &["p 副作用は一切ない <`必ず`> 公式と参照と<{name}>と印。", "note 調べ"],
            ),
        ] {
            assert_eq!(blocks(text, Format::AsciiDoc), want, "{text}");
        }
    }
}
