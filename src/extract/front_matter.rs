//! The fields of the front matter that readers see: `title` and `description`, and those that were asked for, in YAML
//! (`---`) or TOML (`+++`).
//!
//! A scanner for these keys at the top level, not a YAML or TOML parser, because exact offsets are needed and all
//! other fields are ignored. It reads plain, quoted and block scalars of YAML (`>`, `|` with their indicators), and the
//! four kinds of string of TOML. Its limits: anchors, aliases, tags and flow collections as values are passed over;
//! a TOML key inside another key's multi-line string is taken for a key; comments inside a plain scalar of several
//! lines end it. The Markdown parser's own option is not used: it takes `---` anywhere for front matter, and prose
//! between two thematic breaks would be lost.

use super::lines::split;
use super::sink::push_text;
use super::{Block, BlockKind, Piece};
use crate::span::SourceRange;
use std::ops::Range;

/// Front matter, found.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FrontMatter {
    /// Where the document proper begins, in bytes of the source.
    pub end: usize,
    /// The fields, in order.
    pub blocks: Vec<Block>,
}

/// A line without its line end.
type Line = Range<usize>;

/// Reads the front matter that begins at `start`, the first byte after a byte order mark: its title, its description and
/// the `others` by name.
pub(super) fn read(source: &str, start: usize, others: &[String]) -> Option<FrontMatter> {
    let is_yaml = match source.as_bytes().get(start..start + 3)? {
        b"---" => true,
        b"+++" => false,
        _ => return None,
    };
    let fence = &source[start..start + 3];
    let mut lines = lines(source, start);
    let (first, _) = lines.next()?;
    if source[first].trim_end() != fence {
        return None;
    }
    let mut fields: Vec<Line> = Vec::new();
    let mut end = None;
    for (line, next) in lines {
        let text = source[line.clone()].trim_end();
        if text == fence || (is_yaml && text == "...") {
            end = Some(next);
            break;
        }
        fields.push(line);
    }
    let end = end?;
    // Two thematic breaks with prose between them are no front matter.
    let separator = if is_yaml { ':' } else { '=' };
    let is_field = |line: &Line| {
        source[line.clone()].starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '"' | '\'' | '_'))
            && source[line.clone()].contains(separator)
    };
    if !fields.iter().any(is_field) && fields.iter().any(|line| !source[line.clone()].trim().is_empty()) {
        return None;
    }
    let reader = Reader { source, lines: &fields, is_yaml, others };
    Some(FrontMatter { end, blocks: reader.blocks() })
}

/// The lines from `start` on, each with the start of the next.
fn lines(source: &str, start: usize) -> impl Iterator<Item = (Line, usize)> {
    let mut at = start;
    split(&source[start..]).map(move |line| {
        let begin = at;
        at += line.len();
        (begin..begin + line.trim_end_matches(['\n', '\r']).len(), at)
    })
}

struct Reader<'s> {
    source: &'s str,
    lines: &'s [Line],
    is_yaml: bool,
    /// The fields that are wanted besides.
    others: &'s [String],
}

impl Reader<'_> {
    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut index = 0;
        while index < self.lines.len() {
            let line = &self.source[self.lines[index].clone()];
            if !self.is_yaml && line.trim_start().starts_with('[') {
                // A table begins; its keys are not the document's.
                break;
            }
            let Some(value) = self.value_start(line) else {
                index += 1;
                continue;
            };
            let value = self.lines[index].start + value;
            let pieces = if self.is_yaml { self.yaml(index, value) } else { self.toml(index, value) };
            let pieces = pieces.unwrap_or_default();
            let end = pieces.last().map_or(0, |piece: &Piece| piece.range().end as usize);
            if !pieces.is_empty() {
                blocks.push(Block { kind: BlockKind::FrontMatter, pieces });
            }
            index += 1;
            while index < self.lines.len() && self.lines[index].start < end {
                index += 1;
            }
        }
        blocks
    }

    /// Where the value begins, if the line sets one of the two keys.
    fn value_start(&self, line: &str) -> Option<usize> {
        let separator = if self.is_yaml { ':' } else { '=' };
        let (key, value) = line.split_once(separator)?;
        let key = key.trim_end();
        let bare = ['"', '\''].iter().find_map(|&quote| key.strip_prefix(quote)?.strip_suffix(quote)).unwrap_or(key);
        let others = self.others.iter().map(String::as_str);
        let wanted = ["title", "description"].into_iter().chain(others).any(|name| bare.eq_ignore_ascii_case(name));
        let spaced = !self.is_yaml || value.is_empty() || value.starts_with([' ', '\t']);
        (wanted && spaced).then(|| line.len() - value.trim_start_matches([' ', '\t']).len())
    }

    fn yaml(&self, index: usize, value: usize) -> Option<Vec<Piece>> {
        let line = &self.lines[index];
        match self.source.as_bytes().get(value).filter(|_| value < line.end) {
            Some(b'"') => self.quoted(value + 1, "\"", true),
            Some(b'\'') => self.quoted(value + 1, "'", false),
            Some(b'|') => Some(self.block_scalar(index, value, false)),
            Some(b'>') => Some(self.block_scalar(index, value, true)),
            Some(b'&' | b'*' | b'!' | b'[' | b'{' | b'%' | b'@' | b'`') => None,
            _ => Some(self.plain(index, value)),
        }
    }

    fn toml(&self, index: usize, value: usize) -> Option<Vec<Piece>> {
        let rest = &self.source[value..self.lines[index].end];
        for (open, escapes) in [("\"\"\"", true), ("'''", false), ("\"", true), ("'", false)] {
            if rest.starts_with(open) {
                let mut start = value + open.len();
                if open.len() == 3 && start == self.lines[index].end {
                    // A line end right after the opening marks is not part of the string.
                    start = self.lines.get(index + 1).map_or(start, |next| next.start);
                }
                return self.quoted(start, open, escapes);
            }
        }
        None
    }

    /// A plain scalar with its continuation lines, which are indented.
    fn plain(&self, index: usize, value: usize) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut blank = false;
        for (offset, line) in self.lines[index..].iter().enumerate() {
            let start = if offset == 0 { value } else { line.start };
            let text = &self.source[start..line.end];
            if text.trim().is_empty() {
                blank = offset > 0;
                continue;
            }
            if offset > 0 && !text.starts_with([' ', '\t']) {
                break;
            }
            let start = start + (text.len() - text.trim_start().len());
            let text = &self.source[start..line.end];
            let commented = text.starts_with('#') || text.contains(" #");
            let text = if text.starts_with('#') { "" } else { text.split(" #").next().unwrap_or_default().trim_end() };
            if !text.is_empty() {
                push_break(&mut pieces, start, blank);
                push_text(&mut pieces, range(start..start + text.len()));
            }
            if commented {
                break;
            }
            blank = false;
        }
        pieces
    }

    /// A block scalar: its lines are those indented deeper than the key.
    fn block_scalar(&self, index: usize, value: usize, folded: bool) -> Vec<Piece> {
        let header = &self.source[value..self.lines[index].end];
        let mut indent = header.bytes().find(u8::is_ascii_digit).map(|digit| usize::from(digit - b'0'));
        let mut pieces = Vec::new();
        let mut hard = false;
        for line in &self.lines[index + 1..] {
            let text = &self.source[line.clone()];
            let own = text.len() - text.trim_start_matches(' ').len();
            if text.trim().is_empty() {
                hard = true;
                continue;
            }
            if own < *indent.get_or_insert(own.max(1)) {
                break;
            }
            let deeper = indent.is_some_and(|indent| own > indent);
            let start = line.end - text.trim_start().len();
            push_break(&mut pieces, start, hard || !folded || deeper);
            push_text(&mut pieces, range(start..start + text.trim().len()));
            hard = deeper;
        }
        pieces
    }

    /// A quoted scalar from the byte after its opening mark. `None` if it does not end.
    fn quoted(&self, start: usize, close: &str, escapes: bool) -> Option<Vec<Piece>> {
        let end = self.lines.last()?.end;
        let mut pieces = Vec::new();
        let (mut kept, mut at) = (start, start);
        while at < end {
            let rest = &self.source[at..end];
            if rest.starts_with(close) {
                if self.is_yaml && !escapes && rest[1..].starts_with('\'') {
                    push_text(&mut pieces, range(kept..at));
                    pieces.push(Piece::Decoded(range(at..at + 2), "'".into()));
                    at += 2;
                    kept = at;
                    continue;
                }
                push_text(&mut pieces, range(kept..at));
                return Some(pieces);
            }
            match rest.as_bytes()[0] {
                b'\\' if escapes => {
                    push_text(&mut pieces, range(kept..at));
                    let (length, decoded) = escape(rest)?;
                    match decoded {
                        Some('\n') => pieces.push(Piece::HardBreak(range(at..at + length))),
                        Some(c) => pieces.push(Piece::Decoded(range(at..at + length), c.to_string())),
                        None => {}
                    }
                    at += length;
                    kept = at;
                }
                b'\n' | b'\r' => {
                    if close.len() == 1 && !self.is_yaml {
                        return None;
                    }
                    let text = self.source[kept..at].trim_end_matches([' ', '\t']);
                    push_text(&mut pieces, range(kept..kept + text.len()));
                    let next = end - rest.trim_start().len();
                    // In YAML one line end folds and a blank line breaks; in TOML every line end stands.
                    let breaks = split(&self.source[at..next]).filter(|line| line.ends_with(['\n', '\r'])).count();
                    push_break(&mut pieces, next, !self.is_yaml || breaks > 1);
                    at = next;
                    kept = at;
                }
                _ => at += rest.chars().next().map_or(1, char::len_utf8),
            }
        }
        None
    }
}

/// A line break between the last piece and `next`.
fn push_break(pieces: &mut Vec<Piece>, next: usize, hard: bool) {
    if let Some(last) = pieces.last() {
        let between = SourceRange::new(last.range().end, next as u32);
        pieces.push(if hard { Piece::HardBreak(between) } else { Piece::SoftBreak(between) });
    }
}

fn range(range: Range<usize>) -> SourceRange {
    SourceRange::new(range.start as u32, range.end as u32)
}

/// The escape at the start of `text`, a backslash: its length, and what it stands for (nothing for an escaped line
/// end). `None` if it is none.
fn escape(text: &str) -> Option<(usize, Option<char>)> {
    let letter = text[1..].chars().next()?;
    let simple = match letter {
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        't' | '\t' => '\t',
        'n' | 'L' | 'P' => '\n',
        'v' => '\u{b}',
        'f' => '\u{c}',
        'r' => ' ',
        'e' => '\u{1b}',
        ' ' => ' ',
        '"' | '/' | '\\' | '\'' => letter,
        'N' => '\u{85}',
        '_' => '\u{a0}',
        '\n' | '\r' => return Some((1 + (text[1..].len() - text[1..].trim_start().len()), None)),
        'x' | 'u' | 'U' => {
            let digits = match letter {
                'x' => 2,
                'u' => 4,
                _ => 8,
            };
            let code = |from: usize| u32::from_str_radix(text.get(from..from + digits)?, 16).ok();
            let first = code(2)?;
            // JSON writes what lies beyond 16 bits as two surrogates.
            if (0xd800..0xdc00).contains(&first) && text.get(2 + digits..4 + digits) == Some("\\u") {
                let second = code(4 + digits).filter(|second| (0xdc00..0xe000).contains(second))?;
                let both = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                return Some((4 + 2 * digits, char::from_u32(both)));
            }
            return Some((2 + digits, Some(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))));
        }
        _ => return None,
    };
    Some((1 + letter.len_utf8(), Some(simple)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(source: &str) -> Option<Vec<String>> {
        let found = read(source, 0, &[])?;
        let text = |piece: &Piece| match piece {
            Piece::Text(range) => source[range.as_usize()].to_owned(),
            Piece::Decoded(_, text) => text.clone(),
            Piece::SoftBreak(_) => "_".into(),
            Piece::HardBreak(_) => "/".into(),
            Piece::Opaque(_) => "?".into(),
        };
        Some(found.blocks.iter().map(|block| block.pieces.iter().map(text).collect()).collect())
    }

    #[test]
    fn yaml_scalars() {
        for (fields, want) in [
            ("title: 効果 # 注\nlayout: x", &["効果"][..]),
            ("title: a#b", &["a#b"]),
            ("title: 副作用は\n  一切ない\n\n  安心\nx: y", &["副作用は_一切ない/安心"]),
            ("title:\n  次の行", &["次の行"]),
            ("title: '痛''み' # 注\ndescription: \"a\\\"b\\u526f\\n次\"", &["痛'み", "a\"b副/次"]),
            ("title: \"副作用\n  なし\n\n  安心\"", &["副作用_なし/安心"]),
            ("title: \"副作用\\\n  なし\"", &["副作用なし"]),
            ("title: \"\\ud83d\\ude00 \\x41\"", &["😀 A"]),
            ("description: >-\n  副作用は\n  一切ない\n\n  安心\nx: y", &["副作用は_一切ない/安心"]),
            ("description: |\n  一行目\n    二行目\n  三行目", &["一行目/二行目/三行目"]),
            ("description: |2\n   一", &["一"]),
            ("description: >\n  　副作用は\n  \t一切ない　", &["副作用は_一切ない"]),
            ("\"title\": a\r\nTitle: b\r", &["a", "b"]),
            ("seo:\n  title: 内側\nsubtitle: x", &[]),
            ("title: [a, b]\ndescription: &a b", &[]),
            ("title: \"閉じない\nx: y", &[]),
            ("title:効果", &[]),
            ("description: 'title: x\n  title: y'", &["title: x_title: y"]),
            ("", &[]),
        ] {
            let source = format!("---\n{fields}\n---\n本文");
            assert_eq!(
                values(&source).as_deref(),
                Some(&want.iter().map(|&s| s.to_owned()).collect::<Vec<_>>()[..]),
                "{fields}"
            );
        }
    }

    #[test]
    fn toml_strings() {
        for (fields, want) in [
            ("title = \"効\\\"果\" # 注", &["効\"果"][..]),
            ("title = 'C:\\n'", &["C:\\n"]),
            ("description = \"\"\"\n一行\n二行\"\"\"", &["一行/二行"]),
            ("description = '''一'二'''", &["一'二"]),
            ("x = 1\n[params]\ntitle = \"内側\"", &[]),
            ("title = 3", &[]),
            ("title = \"閉じない\nx = 1\"", &[]),
        ] {
            let source = format!("+++\n{fields}\n+++\n");
            assert_eq!(
                values(&source).as_deref(),
                Some(&want.iter().map(|&s| s.to_owned()).collect::<Vec<_>>()[..]),
                "{fields}"
            );
        }
    }

    #[test]
    fn what_is_no_front_matter() {
        for source in
            ["---\n本文\n---\n", "---\ntitle: a\n", "--- x\ntitle: a\n---\n", "-", "", "本文\n---\ntitle: a\n---\n"]
        {
            assert_eq!(values(source), None, "{source}");
        }
        assert_eq!(read("---\r\ntitle: a\r\n...\r\nx", 0, &[]).map(|found| found.end), Some(20));
    }
}
