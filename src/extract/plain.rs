//! Prose of plain text: paragraphs, headings, list items and notes, guessed from lines.
//!
//! Blank lines and ruled lines (`===`, `----`, `＊＊＊`) part groups of lines; the lines of a group are joined only where
//! the text was evidently wrapped. Joining two lines that are none makes phrases nobody wrote, so in doubt a line is a
//! block of its own. Two lines are joined if the first is no `label: value`, the second carries no list mark, label or
//! indent, the first does not end a sentence or with a colon, and one of these holds:
//!
//! 1. the break falls inside a phrase ([`wrap`](super::wrap)) and the first line ends with 、 or a particle of case
//!    (副作用は⏎一切ありません), or is at least 30 columns wide (15 full-width characters);
//! 2. the first line is at least 30 columns wide, full (the next word would not have fitted into the widest line of the
//!    group), and a 。 follows somewhere later in the group, so that it is running text and not a list of titles.
//!
//! A line that stands alone, is at most 40 characters long and does not end like a sentence is a heading; so are such
//! lines at the very top of the file.

use super::inline::Marks;
use super::lines::split;
use super::sink::Sink;
use super::{BlockKind, Extraction, Piece, wrap};
use crate::source::SourceFile;
use crate::span::SourceRange;

/// The longest heading, in characters.
const HEADING_MAX: usize = 40;
/// The narrowest line that looks wrapped, in columns.
const WRAP_MIN: usize = 30;
/// How many columns a full line may leave, since marks like 。 may not begin a line.
const SLACK: usize = 6;
/// The longest label of a `label: value` line, in characters.
const LABEL_MAX: usize = 10;

/// Reads the prose of a plain text.
pub(super) fn extract(source: &SourceFile) -> Extraction {
    let text = source.text();
    let mut sink = Sink::new(text, Marks::of(text, source.format()));
    let mut group: Vec<Line<'_>> = Vec::new();
    let mut is_top = true;
    let mut at = source.bom_len() as usize;
    for whole in split(&text[at..]) {
        let line = Line::read(whole, at);
        at += whole.len();
        match line {
            Read::Blank => close(&mut sink, &mut group, &mut is_top),
            Read::Rule { underlines } => {
                // A line of === under a line makes it a heading, as in Markdown.
                if underlines && group.len() == 1 {
                    group[0].is_underlined = true;
                }
                close(&mut sink, &mut group, &mut is_top);
            }
            Read::Line(line) => group.push(line),
        }
    }
    close(&mut sink, &mut group, &mut is_top);
    sink.finish()
}

/// How a line begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    None,
    /// A mark of lists.
    Bullet,
    /// A mark of lists that as often marks a heading.
    Square,
    /// ※
    Note,
}

#[derive(Debug)]
struct Line<'s> {
    /// Without marks and white space around it.
    text: &'s str,
    /// Where `text` begins in the source.
    start: usize,
    mark: Mark,
    is_indented: bool,
    is_underlined: bool,
}

enum Read<'s> {
    Blank,
    Rule { underlines: bool },
    Line(Line<'s>),
}

impl<'s> Line<'s> {
    fn read(whole: &'s str, at: usize) -> Read<'s> {
        let text = whole.trim_end();
        let trimmed = text.trim_start();
        if trimmed.is_empty() {
            return Read::Blank;
        }
        let indent = text.len() - trimmed.len();
        let (mark, skip) = mark(trimmed);
        let content = trimmed[skip..].trim_start();
        // A mark alone is a line of decoration, unless it is all there is to say (a number in a table, say).
        if !trimmed.chars().any(char::is_alphanumeric) {
            return Read::Rule { underlines: trimmed.bytes().all(|b| b == b'=') || trimmed.bytes().all(|b| b == b'-') };
        }
        let (mark, content) = if content.is_empty() { (Mark::None, trimmed) } else { (mark, content) };
        Read::Line(Line {
            text: content,
            start: at + text.len() - content.len(),
            mark,
            is_indented: indent > 0,
            is_underlined: false,
        })
    }

    fn range(&self) -> SourceRange {
        SourceRange::new(self.start as u32, (self.start + self.text.len()) as u32)
    }

    fn looks_like_heading(&self) -> bool {
        let closing = ['。', '、', '」', '』', '：', ':', '｡', '，', '．'];
        self.text.len() <= HEADING_MAX * 4
            && self.text.chars().count() <= HEADING_MAX
            && !self.text.ends_with(closing)
            && !self.text.contains('。')
            && !is_labelled(self.text)
    }
}

/// The mark at the start of a line and its length in bytes.
fn mark(text: &str) -> (Mark, usize) {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return (Mark::None, 0) };
    let rest = chars.as_str();
    let skip = first.len_utf8();
    let spaced = rest.starts_with(char::is_whitespace);
    match first {
        '※' => (Mark::Note, skip + note_number(rest)),
        '■' | '□' | '◆' | '◇' | '●' | '▼' | '▽' => (Mark::Square, skip),
        '・' | '･' | '•' | '‣' | '◦' | '○' | '◎' | '★' | '☆' | '▶' | '►' | '✓' | '✔' | '✅' | '☑' | '→' => {
            (Mark::Bullet, skip)
        }
        '-' | '*' | '+' | '－' | '＊' | '–' | '—' if spaced => (Mark::Bullet, skip),
        '①'..='⒛' | '⓪'..='⓿' | '❶'..='➓' | '㊀'..='㊉' => (Mark::Bullet, skip),
        _ => numbered(text).map_or((Mark::None, 0), |length| (Mark::Bullet, length)),
    }
}

/// The number right after ※, if something parts it from the text: `※1 `, `※２）`.
fn note_number(text: &str) -> usize {
    let digits: usize = text.chars().take_while(|&c| is_digit(c)).map(char::len_utf8).sum();
    match text[digits..].chars().next() {
        Some(c) if digits > 0 && matches!(c, '.' | '．' | ')' | '）' | ':' | '：') => digits + c.len_utf8(),
        Some(c) if digits > 0 && c.is_whitespace() => digits,
        _ => 0,
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}

/// `1. `, `1）`, `（1）`, `( 1 )` and the like at the start of a line: its length in bytes.
fn numbered(text: &str) -> Option<usize> {
    let opened = text.starts_with(['(', '（']);
    let mut chars = text.char_indices().skip(usize::from(opened)).skip_while(|&(_, c)| opened && c == ' ').peekable();
    let mut digits = 0;
    while digits < 3 && chars.peek().is_some_and(|&(_, c)| is_digit(c)) {
        chars.next();
        digits += 1;
    }
    if digits == 0 {
        return None;
    }
    if opened {
        while chars.next_if(|&(_, c)| c == ' ').is_some() {}
    }
    let (at, close) = chars.next()?;
    let length = at + close.len_utf8();
    match close {
        ')' | '）' => Some(length),
        // 1.5倍 and 10.5 are numbers of the text.
        '.' | '．' if !opened && chars.peek().is_none_or(|&(_, c)| !is_digit(c)) => Some(length),
        _ => None,
    }
}

/// Whether a line begins with a short label: `営業時間：10時`, `定休日　水曜`.
fn is_labelled(text: &str) -> bool {
    for (count, c) in text.chars().enumerate().take(LABEL_MAX + 1) {
        match c {
            '：' | ':' | '\u{3000}' | '\t' => return count > 0,
            '。' | '、' | '！' | '？' | '「' | '（' => return false,
            _ => {}
        }
    }
    false
}

/// Columns, roughly: an ASCII character takes one, any other two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// The columns of the first unit that cannot be broken: a word of ASCII, or one other character.
fn first_unit(text: &str) -> usize {
    text.chars().take_while(|c| c.is_ascii_graphic()).count().max(2)
}

fn close(sink: &mut Sink<'_>, group: &mut Vec<Line<'_>>, is_top: &mut bool) {
    if group.is_empty() {
        return;
    }
    let top = std::mem::replace(is_top, false);
    let alone = group.len() == 1;
    let all_headings = (alone || top) && group.iter().all(Line::looks_like_heading);
    let widest = if alone { 0 } else { group.iter().map(|line| width(line.text)).max().unwrap_or(0) };
    let last_stop = group.iter().rposition(|line| line.text.contains('。'));
    for (index, line) in group.iter().enumerate() {
        let previous = index.checked_sub(1).map(|before| &group[before]);
        let joined = previous.is_some_and(|previous| {
            let is_running = last_stop.is_some_and(|stop| stop >= index);
            (!all_headings || wrap::is_mid_phrase(previous.text, line.text))
                && joins(previous, line, widest, is_running)
        });
        match previous.filter(|_| joined) {
            Some(previous) => {
                sink.piece(Piece::SoftBreak(SourceRange::new(previous.range().end, line.range().start)));
            }
            None => sink.begin(match line.mark {
                Mark::Note => BlockKind::Footnote,
                Mark::Square if alone && all_headings => BlockKind::Heading(2),
                Mark::Bullet | Mark::Square => BlockKind::ListItem,
                Mark::None if all_headings || (alone && line.is_underlined && !line.text.ends_with('。')) => {
                    BlockKind::Heading(1)
                }
                Mark::None => BlockKind::Paragraph,
            }),
        }
        sink.text(line.range());
    }
    sink.begin(BlockKind::Paragraph);
    group.clear();
}

/// Whether `next` goes on with the text of `line`; `widest` is the width of the group's widest line.
fn joins(line: &Line<'_>, next: &Line<'_>, widest: usize, is_running: bool) -> bool {
    // Under a list mark the text hangs, so there an indent is no new paragraph.
    let indented = next.is_indented && !(line.is_indented || line.mark != Mark::None);
    if next.mark != Mark::None || indented || is_labelled(next.text) || is_labelled(line.text) {
        return false;
    }
    if next.text.starts_with(['【', '■', '〔', '《', '＜', '<', '[', '［']) {
        return false;
    }
    let Some(last) = line.text.chars().next_back() else { return false };
    let columns = width(line.text);
    if wrap::is_mid_phrase(line.text, next.text) {
        return wrap::is_bound(line.text) || columns >= WRAP_MIN;
    }
    let closes = wrap::is_end_mark(last)
        || matches!(last, '.' | '：' | ':' | '；' | '」' | '』' | '）' | ')' | '】' | '］' | ']');
    let full = columns + first_unit(next.text) + SLACK > widest;
    columns >= WRAP_MIN && !closes && full && is_running && !next.text.starts_with(['「', '『', '（', '('])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Format;

    fn blocks(text: &str) -> Vec<String> {
        let source = SourceFile::new("a.txt", text, Format::Plain);
        let kind = |kind| match kind {
            BlockKind::Heading(level) => format!("h{level}"),
            BlockKind::Paragraph => "p".into(),
            BlockKind::ListItem => "li".into(),
            BlockKind::Footnote => "note".into(),
            other => format!("{other:?}"),
        };
        let piece = |piece: &Piece| match piece {
            Piece::Text(range) => source.slice(*range).to_owned(),
            Piece::SoftBreak(_) => "_".into(),
            Piece::Opaque(_) => "<>".into(),
            other => format!("{other:?}"),
        };
        extract(&source)
            .blocks
            .iter()
            .map(|block| format!("{} {}", kind(block.kind), block.pieces.iter().map(piece).collect::<String>()))
            .collect()
    }

    #[test]
    fn lines_and_blocks() {
        for (text, want) in [
            ("", &[][..]),
            ("\u{feff}効果があります。", &["p 効果があります。"][..]),
            (
                "骨盤ケアサロンからのお知らせ\n産後の骨盤ケアコース、はじまりました\n\nこんにちは。代表です。\r\n抱っこや授乳で。\r\n",
                &[
                    "h1 骨盤ケアサロンからのお知らせ",
                    "h1 産後の骨盤ケアコース、はじまりました",
                    "p こんにちは。代表です。",
                    "p 抱っこや授乳で。",
                ],
            ),
            (
                "冒頭です。\n\nエクソソームとは?\n\n本文です。",
                &["p 冒頭です。", "h1 エクソソームとは?", "p 本文です。"],
            ),
            ("副作用は\n一切ありません。", &["p 副作用は_一切ありません。"]),
            (
                "あ。\n\n痛みもなく、\n安心。\n効果があります\nぜひお試しください",
                &["p あ。", "p 痛みもなく、_安心。", "p 効果があります", "p ぜひお試しください"],
            ),
            (
                "近年エクソソームと呼ばれる物質が注目を集めています。医療の分野でも\nがんの早期診断のために使われていたり、認知機能の向上が認められた報\n告もあり、画期的な発見です。",
                &[
                    "p 近年エクソソームと呼ばれる物質が注目を集めています。医療の分野でも_がんの早期診断のために使われていたり、認知機能の向上が認められた報_告もあり、画期的な発見です。",
                ],
            ),
            (
                "あ。\n\nエクソソーム注射を受ける前に知っておきたいこと\nエクソソームは、細胞が外へ送り出す直径100ナノメートル前後の小さな粒です。",
                &[
                    "p あ。",
                    "p エクソソーム注射を受ける前に知っておきたいこと",
                    "p エクソソームは、細胞が外へ送り出す直径100ナノメートル前後の小さな粒です。",
                ],
            ),
            (
                "あ。\n\n住所：東京都千代田区\n営業時間　10時から\n電話: 03-0000-0000",
                &["p あ。", "p 住所：東京都千代田区", "p 営業時間　10時から", "p 電話: 03-0000-0000"],
            ),
            (
                "■ コースの内容\n\n・もみほぐし（20分）\n• 体操\n- 一\n* 二\n1. 三\n２）四\n(3) 五\n（ 4 ）六\n① 七\n■ 八\n1.5倍\n-5度",
                &[
                    "h2 コースの内容",
                    "li もみほぐし（20分）",
                    "li 体操",
                    "li 一",
                    "li 二",
                    "li 三",
                    "li 四",
                    "li 五",
                    "li 六",
                    "li 七",
                    "li 八",
                    "p 1.5倍",
                    "p -5度",
                ],
            ),
            ("※個人の感想です。\n※1 2023年調べ\n※1日3回", &["note 個人の感想です。", "note 2023年調べ", "note 1日3回"]),
            ("見出し\n=====\n本文です。\n----\n＊＊＊\n1\n", &["h1 見出し", "p 本文です。", "h1 1"]),
            (
                "・細胞が外へ送り出す小さな粒で、とても\n　小さいものを\n　いいます。",
                &["li 細胞が外へ送り出す小さな粒で、とても_小さいものを_いいます。"],
            ),
            (
                "一段落目の文章がここで終わるということを示すための行で\n　二段落目。",
                &["p 一段落目の文章がここで終わるということを示すための行で", "p 二段落目。"],
            ),
            ("詳細は https://example.com/ へ、a@b.jp でも。", &["p 詳細は <> へ、<> でも。"]),
        ] {
            assert_eq!(blocks(text), want, "{text}");
        }
    }
}
