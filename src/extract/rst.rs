//! Prose of reStructuredText: paragraphs, titles, lists, tables, notes and what directives hold as text are; code, comments,
//! targets and the options of directives are not.
//!
//! A reader of lines at the level of blocks, with the inline marks that split phrases, for the same reason as that of
//! AsciiDoc.

use super::inline::Marks;
use super::lines::{lines, paragraph, range, trimmed, window};
use super::sink::Sink;
use super::{BlockKind, Extraction, Piece};
use crate::source::SourceFile;
use std::ops::Range;
use std::slice;

/// Directives whose content is prose. That of all others is not.
const PROSE: &[&str] = &[
    "note",
    "warning",
    "tip",
    "important",
    "caution",
    "danger",
    "attention",
    "hint",
    "error",
    "admonition",
    "seealso",
    "topic",
    "sidebar",
    "epigraph",
    "highlights",
    "pull-quote",
    "container",
    "compound",
    "centered",
    "rubric",
    "versionadded",
    "versionchanged",
    "deprecated",
    "figure",
    "table",
    "list-table",
    "class",
    "tab",
    "tabs",
    "dropdown",
    "card",
];

/// Reads the prose.
pub(super) fn extract(source: &SourceFile) -> Extraction {
    let text = source.text();
    let mut sink = Sink::new(text, Marks::of(text, source.format()));
    let lines = lines(text, source.bom_len() as usize);
    let line = |at: usize| lines.get(at).map_or("", |line| text[line.clone()].trim_end());
    let indent = |at: usize| line(at).len() - line(at).trim_start().len();
    // The characters that titles are underlined with, in the order of their levels.
    let mut levels: Vec<(u8, bool)> = Vec::new();
    let mut at = 0;
    // After a paragraph that ends with `::`, what is indented deeper is code.
    while at < lines.len() {
        let words = line(at).trim_start();
        if words.is_empty() {
            at += 1;
            continue;
        }
        let own = indent(at);
        if let Some(mark) = rule(line(at)) {
            // A line over a title, a transition, or the border of a table.
            if rule(line(at + 2)) == Some(mark) && !line(at + 1).is_empty() {
                heading(text, &lines[at + 1], (mark, true), &mut levels, &mut sink);
                at += 3;
            } else {
                at += 1;
            }
            continue;
        }
        if rule(line(at + 1)).is_some_and(|_| own == 0 && line(at + 1).len() >= 2 && !words.starts_with(".. ")) {
            if let Some(mark) = rule(line(at + 1)) {
                heading(text, &lines[at], (mark, false), &mut levels, &mut sink);
            }
            at += 2;
            continue;
        }
        if is_border(words) {
            at = table(text, &lines, at, &mut sink);
            continue;
        }
        let past_block = |from: usize| {
            let mut end = from;
            while end < lines.len() && (line(end).is_empty() || indent(end) > own) {
                end += 1;
            }
            end
        };
        if let Some(markup) = words.strip_prefix(".. ").or(words.strip_prefix("..").filter(|rest| rest.is_empty())) {
            let start = lines[at].start + own + (words.len() - markup.len());
            if let Some(note) = markup.strip_prefix('[').and_then(|rest| rest.split_once("] ")).map(|(_, note)| note) {
                // A footnote, with the lines that hang under it.
                let mut group =
                    Vec::from_iter([(start + (markup.len() - note.len()), lines[at].end)].map(|(from, to)| from..to));
                at += 1;
                while !line(at).is_empty() && indent(at) > own {
                    group.push(trimmed(text, &lines[at]));
                    at += 1;
                }
                paragraph(&group, BlockKind::Footnote, &mut sink, |line, sink| inline(text, line, sink));
                continue;
            }
            let directive = markup.split_once("::").filter(|(name, _)| {
                !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-:_+.".contains(&byte))
            });
            let name = directive.map_or("", |(name, _)| name);
            if PROSE.contains(&name) {
                let argument = directive.map_or("", |(_, argument)| argument).trim();
                if !argument.is_empty()
                    && !matches!(
                        name,
                        "figure" | "class" | "container" | "versionadded" | "versionchanged" | "deprecated"
                    )
                {
                    let end = lines[at].start + line(at).len();
                    paragraph(
                        slice::from_ref(&(end - argument.len()..end)),
                        BlockKind::Paragraph,
                        &mut sink,
                        |line, sink| inline(text, line, sink),
                    );
                }
                at += 1;
                at = options(text, &lines, at, &mut sink);
            } else if matches!(name, "image") {
                at = options(text, &lines, at + 1, &mut sink);
            } else {
                at = past_block(at + 1);
            }
            continue;
        }
        if words.starts_with(':')
            && words[1..].find(':').is_some_and(|end| end > 0 && !words[1..=end].contains(['`', ' ']))
        {
            // A field: its name is none, its text is prose, but for those that begin a file.
            at += 1;
            continue;
        }
        if ["__ ", ">>> "].iter().any(|mark| words.starts_with(mark)) {
            at += 1;
            continue;
        }
        let mark = list_mark(words);
        let first = trimmed(text, &lines[at]);
        let is_block = words.starts_with("| ");
        let skip = if is_block { 2 } else { mark };
        let mut group = Vec::from_iter([(first.start + skip, first.end)].map(|(from, to)| from..to));
        let kind = match () {
            () if mark > 0 => BlockKind::ListItem,
            () if own > 0 && is_quotation(text, &lines, at) => BlockKind::Quotation,
            () => BlockKind::Paragraph,
        };
        at += 1;
        let hang = own + mark;
        while !line(at).is_empty()
            && list_mark(line(at).trim_start()) == 0
            && (indent(at) == own && mark == 0 || indent(at) >= hang && mark > 0)
            && !line(at).trim_start().starts_with(".. ")
            && rule(line(at)).is_none()
        {
            let next = trimmed(text, &lines[at]);
            let skip = if is_block && text[next.clone()].starts_with("| ") { 2 } else { 0 };
            group.push(next.start + skip..next.end);
            at += 1;
        }
        // `::` at the end begins code.
        let mut code = false;
        if let Some(last) = group.last_mut()
            && text[last.clone()].ends_with("::")
        {
            code = true;
            last.end -= if text[last.clone()].trim_end_matches(':').is_empty() { 2 } else { 1 };
        }
        paragraph(&group, kind, &mut sink, |line, sink| inline(text, line, sink) || is_block);
        if code {
            let mut end = at;
            while end < lines.len() && (line(end).is_empty() || indent(end) > own) {
                end += 1;
            }
            at = end;
        }
    }
    sink.finish()
}

/// The character of a line of the same punctuation, at least two long.
fn rule(line: &str) -> Option<u8> {
    let mark = *line.as_bytes().first()?;
    (line.len() >= 2 && mark.is_ascii_punctuation() && line.bytes().all(|byte| byte == mark) && line != "..")
        .then_some(mark)
}

fn heading(text: &str, line: &Range<usize>, mark: (u8, bool), levels: &mut Vec<(u8, bool)>, sink: &mut Sink<'_>) {
    let level = levels.iter().position(|&known| known == mark).unwrap_or_else(|| {
        levels.push(mark);
        levels.len() - 1
    });
    let kind = BlockKind::Heading((level + 1).min(6) as u8);
    paragraph(&[trimmed(text, line)], kind, sink, |line, sink| inline(text, line, sink));
}

/// Whether an indented paragraph is a quotation: what it stands under is no list and no directive.
fn is_quotation(text: &str, lines: &[Range<usize>], at: usize) -> bool {
    let own = text[lines[at].clone()].len() - text[lines[at].clone()].trim_start().len();
    lines[..at]
        .iter()
        .rev()
        .take(200)
        .map(|line| &text[line.clone()])
        .filter(|line| !line.trim().is_empty())
        .find(|line| line.len() - line.trim_start().len() < own)
        .is_some_and(|above| !above.trim_start().starts_with("..") && list_mark(above.trim_start()) == 0)
}

/// The length of the mark of a list's item, or 0.
fn list_mark(line: &str) -> usize {
    if ["- ", "* ", "+ ", "• "].iter().any(|mark| line.starts_with(mark)) {
        return line.find(' ').map_or(0, |space| space + 1);
    }
    let opened = usize::from(line.starts_with('('));
    let number =
        line[opened..].bytes().take_while(u8::is_ascii_digit).count().max(usize::from(line[opened..].starts_with('#')));
    let close = if opened == 1 { &[") "][..] } else { &[". ", ") "] };
    if (1..=3).contains(&number) && close.iter().any(|close| line[opened + number..].starts_with(close)) {
        return opened + number + 2;
    }
    0
}

/// Passes the options of a directive over, but for texts that are shown, and returns the line after them.
fn options(text: &str, lines: &[Range<usize>], mut at: usize, sink: &mut Sink<'_>) -> usize {
    while let Some(line) = lines.get(at) {
        let place = trimmed(text, line);
        let words = &text[place.clone()];
        let Some((name, value)) = words.strip_prefix(':').and_then(|rest| rest.split_once(':')) else { break };
        if matches!(name, "alt" | "title" | "caption") && !value.trim().is_empty() {
            let start = place.end - value.trim_start().len();
            sink.begin(BlockKind::Paragraph);
            sink.alt(vec![Piece::Text(range(start..place.end))]);
            sink.begin(BlockKind::Paragraph);
        }
        at += 1;
    }
    at
}

/// Whether a line is the border of a table: `+---+`, `=== ===`.
fn is_border(line: &str) -> bool {
    let grid = line.starts_with('+') && line.ends_with('+') && line.len() > 2;
    let simple = line.starts_with("==") && line.contains(' ');
    (grid && line.bytes().all(|byte| matches!(byte, b'+' | b'-' | b'=')))
        || (simple && line.bytes().all(|byte| matches!(byte, b'=' | b' ')))
}

/// Reads a table, a cell a block, and returns the line after it. A cell over several lines of a grid is read line by line:
/// columns of full-width text do not line up in bytes.
fn table(text: &str, lines: &[Range<usize>], start: usize, sink: &mut Sink<'_>) -> usize {
    let is_grid = text[lines[start].clone()].trim_start().starts_with('+');
    let mut at = start + 1;
    let mut borders = 1;
    let mut end = at;
    while at < lines.len() {
        let words = text[lines[at].clone()].trim();
        if words.is_empty() && (is_grid || borders >= 3 || borders == 2 && lines.len() == at + 1) {
            break;
        }
        borders += usize::from(is_border(words));
        at += 1;
        if is_border(words) {
            end = at;
            let after = lines.get(at).is_none_or(|line| text[line.clone()].trim().is_empty());
            if after && borders >= 2 && !is_grid {
                break;
            }
        }
    }
    let heads = lines[start..end.max(start)].iter().position(|line| {
        let words = text[line.clone()].trim();
        words.starts_with("+=") || (!is_grid && line.start > lines[start].start && is_border(words))
    });
    let last_border = end;
    for (index, line) in lines[start..last_border.max(start)].iter().enumerate() {
        let place = trimmed(text, line);
        let words = &text[place.clone()];
        if words.is_empty() || is_border(words) {
            continue;
        }
        let has_more =
            !is_grid && lines[start + index + 1..last_border].iter().any(|line| is_border(text[line.clone()].trim()));
        let head = heads.is_some_and(|heads| index < heads) && (is_grid || (borders >= 3 && has_more));
        let kind = if head { BlockKind::TableHeader } else { BlockKind::TableCell };
        let separator = if is_grid { "|" } else { "  " };
        let mut from = 0;
        for cell in words.split(separator) {
            let cell_place = trimmed(text, &(place.start + from..place.start + from + cell.len()));
            from += cell.len() + separator.len();
            if !cell_place.is_empty() {
                paragraph(&[cell_place], kind, sink, |line, sink| inline(text, line, sink));
            }
        }
    }
    if end > start { end } else { start + 1 }
}

/// Adds the text of a line without its marks. No break in it is shown.
fn inline(text: &str, line: Range<usize>, sink: &mut Sink<'_>) -> bool {
    let (mut kept, mut at) = (line.start, line.start);
    while at < line.end {
        let rest = window(text, at..line.end);
        let (length, inside, parts): (usize, Option<Range<usize>>, bool) = match rest.as_bytes()[0] {
            b'\\' => (1 + usize::from(rest[1..].starts_with(' ')), None, false),
            b'`' if rest.starts_with("``") => match rest[2..].find("``") {
                Some(close) => (close + 4, None, true),
                None => (0, None, false),
            },
            b'`' => reference(rest, 0),
            b':' => match rest[1..].find(":`") {
                Some(name)
                    if name > 0
                        && rest[1..=name].bytes().all(|b| b.is_ascii_alphanumeric() || b"-_:.".contains(&b)) =>
                {
                    reference(rest, name + 2)
                }
                _ => (0, None, false),
            },
            b'*' => {
                let run = rest.bytes().take_while(|&byte| byte == b'*').count().min(2);
                match rest[run..].find(&rest[..run]).filter(|&inside| inside > 0) {
                    Some(close) => (run + close + run, Some(run..run + close), false),
                    None => (0, None, false),
                }
            }
            b'|' => match rest[1..].find('|') {
                Some(close) if close > 0 && !rest[1..=close].contains(' ') => (close + 2, None, true),
                _ => (0, None, false),
            },
            b'[' => match rest.find("]_") {
                Some(close) if close > 1 => (close + 2, None, false),
                _ => (0, None, false),
            },
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
        if let Some(inside) = inside {
            sink.text(range(at + inside.start..at + inside.end));
        }
        at += length;
        kept = at;
    }
    sink.text(range(kept..line.end));
    false
}

/// `` `text <target>`_ `` or the text of a role, whose mark is `open` bytes into `rest`.
fn reference(rest: &str, open: usize) -> (usize, Option<Range<usize>>, bool) {
    let Some(close) = rest[open + 1..].find('`').map(|length| open + 1 + length) else { return (0, None, false) };
    let tail = rest[close + 1..].bytes().take_while(|&byte| byte == b'_').count().min(2);
    let is_code = ["code", "math", "kbd", "file", "samp", "command", "literal"]
        .iter()
        .any(|role| rest[1..].starts_with(&format!("{role}:")));
    if open > 0 && is_code {
        return (close + 1, None, true);
    }
    let inside = &rest[open + 1..close];
    let text = inside.find(" <").filter(|_| inside.ends_with('>')).unwrap_or(inside.len());
    (close + 1 + tail, Some(open + 1..open + 1 + text), false)
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::blocks;
    use crate::source::Format;

    #[test]
    fn what_is_prose() {
        for (text, want) in [
            (
                "====\n題\n====\n\n副作用は **一切**\nない。\n\n小題\n----\n\n文::\n\n  必ず\n\n後\n",
                &["h1 題", "p 副作用は 一切_ない。", "h2 小題", "p 文:", "p 後"][..],
            ),
            (
                ".. 注釈\n   必ず\n\n.. code-block:: ruby\n   :linenos:\n\n   必ず\n\n.. note:: 注\n   続き\n\n   段落\n\n.. image:: a.png\n   :alt: 絵\n\n文",
                &["p 注", "p 続き", "p 段落", "alt 絵", "p 文"],
            ),
            (
                "- 一\n  続き\n- 二\n\n1. 三\n#. 四\n\n文\n\n  引用\n",
                &["li 一_続き", "li 二", "li 三", "li 四", "p 文", "q 引用"],
            ),
            (
                "+----+----+\n| 甲 | 乙 |\n+====+====+\n| 一 | 二 |\n+----+----+\n\n文",
                &["th 甲", "th 乙", "td 一", "td 二", "p 文"],
            ),
            ("==== ====\n甲   乙\n==== ====\n一   二\n==== ====\n\n文", &["th 甲", "th 乙", "td 一", "td 二", "p 文"]),
            (
                "``必ず``と `公式 <https://a.jp>`_ と :ref:`参照 <x>` と |x| 注 [1]_ \\ 末\n\n.. [1] 調べ\n   続き\n",
                &["p <``必ず``>と 公式 と 参照 と <|x|> 注  末", "note 調べ_続き"],
            ),
            ("| 一\n| 二\n\n:作者: 必ず\n\n.. _a: https://b.jp\n.. |x| image:: 必ず.png\n", &["p 一/二"]),
        ] {
            assert_eq!(blocks(text, Format::Rst), want, "{text}");
        }
    }
}
