//! What hides inside running text in every format: addresses (no prose) and ruby (the reading is no prose).
//!
//! - `https://…`, `www.…` and e-mail addresses become [`Piece::Opaque`];
//! - `{漢字|かんじ}`, `｜漢字《かんじ》` and `漢字《かんじ》` keep the base and lose the reading;
//! - in Markdown, `**` that CommonMark left alone is markup all the same: beside Japanese punctuation
//!   (`**効果。**次に`) its flanking rules miss what the author meant, and readers still see one phrase.

use super::Piece;
use super::sink::push_text;
use super::wrap::{is_hiragana, is_kanji, is_katakana, is_letter};
use crate::source::Format;
use crate::span::SourceRange;

/// Which of the marks a file holds at all. Most files hold few, so the search by piece is rarely needed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Marks {
    web: bool,
    mail: bool,
    brace: bool,
    reading: bool,
    stars: bool,
}

impl Marks {
    /// Looks a whole file through.
    pub(super) fn of(text: &str, format: Format) -> Self {
        Self {
            web: text.contains("://") || text.contains("www."),
            mail: text.contains('@'),
            brace: text.contains('{'),
            reading: text.contains("》"),
            stars: matches!(format, Format::Markdown | Format::Mdx) && text.contains("**"),
        }
    }

    /// Whether there is anything to look for.
    pub(super) fn any(self) -> bool {
        self.web || self.mail || self.brace || self.reading || self.stars
    }
}

/// The longest ruby looked for, in bytes of base and reading each. It bounds the work at every mark.
const RUBY_MAX: usize = 120;
/// The longest local part and the longest domain of an e-mail address.
const MAIL_MAX: usize = 254;

/// Takes the marks out of a block's pieces.
pub(super) fn refine(source: &str, pieces: Vec<Piece>, marks: Marks) -> Vec<Piece> {
    if !pieces.iter().any(|piece| matches!(piece, Piece::Text(range) if holds_mark(&source[range.as_usize()], marks))) {
        return pieces;
    }
    let mut out = Vec::with_capacity(pieces.len() + 4);
    // Up to here the source belongs to an address that began in an earlier piece.
    let mut done = 0;
    for (index, piece) in pieces.iter().enumerate() {
        let range = piece.range();
        if range.end <= done && !range.is_empty() {
            continue;
        }
        match piece {
            Piece::Text(range) => {
                let range = SourceRange::new(range.start.max(done), range.end);
                done = refine_text(source, range, &pieces[index + 1..], marks, &mut out);
            }
            other => out.push(other.clone()),
        }
    }
    out
}

fn holds_mark(text: &str, marks: Marks) -> bool {
    let found = |wanted: bool, mark: &str| wanted && text.contains(mark);
    found(marks.web, "://")
        || found(marks.web, "www.")
        || found(marks.stars, "**")
        || found(marks.reading, "》")
        || (marks.mail && text.contains('@'))
        || (marks.brace && text.contains('{'))
}

/// Copies one text without its marks and returns the end of the last address, which may lie in a later piece.
fn refine_text(source: &str, range: SourceRange, rest: &[Piece], marks: Marks, out: &mut Vec<Piece>) -> u32 {
    let base = range.start;
    let text = &source[range.as_usize()];
    let bytes = text.as_bytes();
    let span = |from: usize, to: usize| SourceRange::new(base + from as u32, base + to as u32);
    // Everything before `kept` has been written.
    let (mut kept, mut at) = (0, 0);
    while at < bytes.len() {
        match bytes[at] {
            b':' if marks.web && bytes[at..].starts_with(b"://") => {
                if let Some(start) = scheme_start(&text[kept..at]).map(|start| kept + start) {
                    let end = address_end(source, span(at + 3, bytes.len()), rest);
                    push_text(out, span(kept, start));
                    out.push(Piece::Opaque(SourceRange::new(base + start as u32, end)));
                    if end >= range.end {
                        return end;
                    }
                    at = (end - base) as usize;
                    kept = at;
                    continue;
                }
            }
            b'w' if marks.web && bytes[at..].starts_with(b"www.") => {
                let starts = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
                if starts && bytes.get(at + 4).is_some_and(u8::is_ascii_alphanumeric) {
                    let end = address_end(source, span(at + 4, bytes.len()), rest);
                    push_text(out, span(kept, at));
                    out.push(Piece::Opaque(SourceRange::new(base + at as u32, end)));
                    if end >= range.end {
                        return end;
                    }
                    at = (end - base) as usize;
                    kept = at;
                    continue;
                }
            }
            b'@' if marks.mail => {
                if let Some((start, end)) = mail(&bytes[kept..], at - kept).map(|(s, e)| (kept + s, kept + e)) {
                    push_text(out, span(kept, start));
                    out.push(Piece::Opaque(span(start, end)));
                    at = end;
                    kept = at;
                    continue;
                }
            }
            b'{' if marks.brace => {
                if let Some((base_len, len)) = braced_ruby(&text[at..]) {
                    push_text(out, span(kept, at));
                    push_text(out, span(at + 1, at + 1 + base_len));
                    at += len;
                    kept = at;
                    continue;
                }
            }
            0xe3 if marks.reading && text[at..].starts_with('《') => {
                if let Some(ruby) = reading(&text[kept..], at - kept) {
                    push_text(out, span(kept, kept + ruby.text_end));
                    push_text(out, span(kept + ruby.base_start, at));
                    at = kept + ruby.end;
                    kept = at;
                    continue;
                }
            }
            b'*' if marks.stars && bytes.get(at + 1) == Some(&b'*') => {
                let len = bytes[at..].iter().take_while(|&&byte| byte == b'*').count();
                push_text(out, span(kept, at));
                at += len;
                kept = at;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    push_text(out, span(kept, bytes.len()));
    range.end
}

/// Where the scheme begins that ends with `before`, if it is one of the web's.
fn scheme_start(before: &str) -> Option<usize> {
    ["https", "http", "ftp"].iter().find_map(|scheme| {
        let start = before.len().checked_sub(scheme.len())?;
        before.get(start..)?.eq_ignore_ascii_case(scheme).then_some(start)
    })
}

fn is_address_byte(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'"' | b'`' | b'{' | b'}' | b'|' | b'\\' | b'^')
}

/// The end of an address whose rest begins at `tail`. An escape or entity (`&amp;`) cuts its text into several pieces;
/// `rest` are those that follow.
fn address_end(source: &str, tail: SourceRange, rest: &[Piece]) -> u32 {
    let length =
        |range: SourceRange| source[range.as_usize()].bytes().take_while(|&b| is_address_byte(b)).count() as u32;
    let mut text = tail;
    let mut end = text.start + length(text);
    let mut limit = tail.end;
    for piece in rest {
        if end < limit || piece.range().start != limit {
            break;
        }
        match piece {
            Piece::Text(range) => {
                text = *range;
                end = range.start + length(*range);
            }
            Piece::Decoded(range, decoded) if decoded.bytes().all(is_address_byte) => end = range.end,
            _ => break,
        }
        limit = piece.range().end;
    }
    // Marks of the sentence around the address; a bracket stays if the address opened it.
    let inside = &source.as_bytes()[text.start as usize..end as usize];
    let surplus = |open: u8, close: u8| {
        let count = |wanted: u8| inside.iter().filter(|&&byte| byte == wanted).count();
        count(close).saturating_sub(count(open))
    };
    let (mut round, mut square) = (surplus(b'(', b')'), surplus(b'[', b']'));
    let take = |surplus: &mut usize| {
        let some = *surplus > 0;
        *surplus -= usize::from(some);
        some
    };
    let trimmed = inside.iter().rev().take_while(|&&byte| match byte {
        b'.' | b',' | b':' | b';' | b'!' | b'?' | b'\'' | b'*' | b'_' | b'~' => true,
        b')' => take(&mut round),
        b']' => take(&mut square),
        _ => false,
    });
    end - trimmed.count() as u32
}

/// The bounds of the e-mail address around the `@` at `at`.
fn mail(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let is_local = |byte: u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(&byte);
    let is_domain = |byte: u8| byte.is_ascii_alphanumeric() || b".-".contains(&byte);
    let local = bytes[..at].iter().rev().take(MAIL_MAX).take_while(|&&byte| is_local(byte)).count();
    let tail = &bytes[at + 1..];
    let mut domain = tail.iter().take(MAIL_MAX).take_while(|&&byte| is_domain(byte)).count();
    while domain > 0 && matches!(tail[domain - 1], b'.' | b'-') {
        domain -= 1;
    }
    (local > 0 && tail[..domain].contains(&b'.')).then_some((at - local, at + 1 + domain))
}

fn is_reading(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| is_hiragana(c) || is_katakana(c) || matches!(c, '・' | ' ' | '　'))
}

/// `{漢字|かんじ}` at the start of `text`: the lengths in bytes of the base and of the whole.
fn braced_ruby(text: &str) -> Option<(usize, usize)> {
    let close = 1 + text.bytes().skip(1).take(2 * RUBY_MAX).take_while(|&byte| !matches!(byte, b'{' | b'}')).count();
    if text.as_bytes().get(close) != Some(&b'}') {
        return None;
    }
    let mut parts = text[1..close].split('|');
    let base = parts.next().filter(|base| base.chars().any(is_letter))?;
    let mut readings = parts.peekable();
    readings.peek()?;
    readings.all(is_reading).then_some((base.len(), close + 1))
}

struct Reading {
    /// The end of the text before the ruby's own mark.
    text_end: usize,
    base_start: usize,
    end: usize,
}

/// `《かんじ》` at `at`, after a base marked by ｜ or after kanji.
fn reading(text: &str, at: usize) -> Option<Reading> {
    let open = '《'.len_utf8();
    let inside = &text[at + open..];
    let length = inside
        .char_indices()
        .take_while(|&(i, c)| !matches!(c, '《' | '》') && i < RUBY_MAX)
        .last()
        .map(|(i, c)| i + c.len_utf8())?;
    if !inside[length..].starts_with('》') {
        return None;
    }
    let end = at + open + length + '》'.len_utf8();
    let before = &text[..at];
    let marked =
        before.char_indices().rev().take_while(|&(i, _)| at - i <= RUBY_MAX).find(|&(_, c)| matches!(c, '｜' | '|'));
    if let Some((mark, c)) = marked {
        let base_start = mark + c.len_utf8();
        let base = &before[base_start..];
        if !base.is_empty() && !base.contains(['》', '。', '、', ' ', '　']) {
            return Some(Reading { text_end: mark, base_start, end });
        }
    }
    let kanji = before.chars().next_back().is_some_and(is_kanji);
    (kanji && is_reading(&inside[..length])).then_some(Reading { text_end: at, base_start: at, end })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::SourceRange;

    fn refined(text: &str) -> String {
        let range = SourceRange::new(0, text.len() as u32);
        let marks = Marks::of(text, Format::Markdown);
        let pieces = refine(text, vec![Piece::Text(range)], marks);
        pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(range) => text[range.as_usize()].to_owned(),
                Piece::Opaque(range) => format!("<{}>", &text[range.as_usize()]),
                other => format!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn addresses_and_ruby() {
        for (text, want) in [
            ("詳細はhttps://example.com/a?b=1をご覧", "詳細は<https://example.com/a?b=1>をご覧"),
            ("(https://example.com/a_(b)).", "(<https://example.com/a_(b)>)."),
            ("HTTP://EXAMPLE.COM、", "<HTTP://EXAMPLE.COM>、"),
            ("比は3://4です", "比は3://4です"),
            ("www.example.jp。awww.", "<www.example.jp>。awww."),
            ("連絡はinfo@example.co.jp.まで", "連絡は<info@example.co.jp>.まで"),
            ("@user と a@b", "@user と a@b"),
            ("{漢字|かんじ}です", "漢字です"),
            ("{漢字|かん|じ}と{a|b}", "漢字と{a|b}"),
            ("の｜副作用《ふくさよう》は", "の副作用は"),
            ("｜超電磁砲《レールガン》", "超電磁砲"),
            ("副作用《ふくさよう》は《注意》です", "副作用は《注意》です"),
            ("**効果。**次に", "効果。次に"),
            ("》《《", "》《《"),
        ] {
            assert_eq!(refined(text), want, "{text}");
        }
    }

    #[test]
    fn an_entity_inside_an_address_belongs_to_it() {
        let text = "見るhttps://a.jp/?a=1&amp;b=2、次";
        let amp = text.find("&amp;").unwrap_or(0) as u32;
        let pieces = vec![
            Piece::Text(SourceRange::new(0, amp)),
            Piece::Decoded(SourceRange::new(amp, amp + 5), "&".into()),
            Piece::Text(SourceRange::new(amp + 5, text.len() as u32)),
        ];
        let refined = refine(text, pieces, Marks::of(text, Format::Plain));
        let slices: Vec<_> = refined.iter().map(|piece| &text[piece.range().as_usize()]).collect();
        assert_eq!(slices, ["見る", "https://a.jp/?a=1&amp;b=2", "、次"]);
    }
}
