//! The lines around a finding, cut to what a screen can show, as miette's source code.
//!
//! miette prints byte columns and whole lines. A snippet is a small copy of only what will be shown, and says itself
//! which line and character column it begins at, so a file of one 10 MB line costs no more than a short one.

use super::text::{TAB, char_width, visible};
use crate::source::{Position, SourceFile};
use crate::span::SourceRange;
use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use std::borrow::Cow;

/// A claim does not run past its clause, so it does not run over many lines either; a span that does is cut here.
const MAX_LINES: u32 = 6;

/// What is shown of a range of a source.
pub(super) struct Snippet<'a> {
    name: Cow<'a, str>,
    text: String,
    at: Position,
    /// One for each line of the range, in bytes of `text`.
    pub(super) marks: Vec<SourceSpan>,
}

impl<'a> Snippet<'a> {
    /// The lines of `range`, which begins `at`, in at most `limit` columns.
    pub(super) fn new(
        name: Cow<'a, str>,
        source: &SourceFile,
        range: SourceRange,
        (at, end): (Position, Position),
        limit: usize,
    ) -> Self {
        let mut snippet = Self { name, text: String::new(), at, marks: Vec::new() };
        for line in at.line..=end.line.min(at.line + MAX_LINES - 1) {
            let whole = source.line_range(line);
            // A byte order mark takes no column and shows nothing.
            let first = if line == 1 { source.bom_len() } else { whole.start };
            let start = range.start.clamp(first, whole.end) as usize;
            let end = (range.end.clamp(first, whole.end) as usize).max(start);
            let text = &source.text()[first as usize..whole.end as usize];
            let (mut start, end) = (start - first as usize, end - first as usize);
            if line > at.line {
                // What a continued line begins with is not part of the phrase.
                let marked = &text[start..end];
                start += marked.len() - marked.trim_start_matches([' ', '\t', '\u{3000}', '>']).len();
            }
            snippet.push_line(text, start, end, limit);
        }
        snippet
    }

    /// Adds a line of which `start..end` is marked.
    fn push_line(&mut self, line: &str, start: usize, end: usize, limit: usize) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let (from, to) = window(line, start, end, limit);
        if from > 0 {
            self.text.push('…');
        }
        self.text.extend(line[from..start].chars().filter_map(shown));
        let mark = self.text.len();
        self.text.extend(line[start..end.min(to)].chars().filter_map(shown));
        let marked = self.text.len() - mark;
        self.text.extend(line[end.min(to)..to].chars().filter_map(shown));
        if to < line.len() {
            self.text.push('…');
        }
        // A line of which nothing is marked (empty, between two others) gets no underline.
        if marked > 0 || self.marks.is_empty() {
            self.marks.push((mark, marked).into());
        }
    }
}

/// A character of a snippet, if it is shown. Those without a shape of their own, and those that change the width of the
/// one before (emoji joiners, variation selectors, skin tones), are not: terminals do not agree on how wide the result
/// is, and the underline would stand beside its words in some of them.
fn shown(char: char) -> Option<char> {
    match char {
        '\t' => Some(char),
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' => None,
        '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0000}'..='\u{e01ef}' => None,
        '\u{fdd0}'..='\u{fdef}' => Some(char::REPLACEMENT_CHARACTER),
        _ => match STAND_INS.iter().find(|&&(real, _)| real == char) {
            Some(&(_, stand_in)) => Some(stand_in),
            None => Some(visible(char)),
        },
    }
}

/// The half-width voice marks (ﾊﾞ, ﾊﾟ) take a column of their own on every terminal, but none in miette's tables: while
/// it draws, characters that no text holds stand for them.
const STAND_INS: [(char, char); 2] = [('\u{ff9e}', '\u{fdd0}'), ('\u{ff9f}', '\u{fdd1}')];

/// What miette drew, with the characters that others stood in for.
pub(super) fn restore(drawn: String) -> String {
    if STAND_INS.iter().any(|&(_, stand_in)| drawn.contains(stand_in)) {
        STAND_INS.iter().fold(drawn, |drawn, &(real, stand_in)| drawn.replace(stand_in, real.encode_utf8(&mut [0; 4])))
    } else {
        drawn
    }
}

/// The part of `line` around `start..end` that takes at most `limit` columns. It holds the start of the range always,
/// the end where there is room. Reads no more of the line than it returns.
fn window(line: &str, start: usize, end: usize, limit: usize) -> (usize, usize) {
    // One column for the ellipsis on each side.
    let room = limit.saturating_sub(2).max(TAB);
    let take = |chars: &mut dyn Iterator<Item = char>, room: usize| {
        let mut columns = 0;
        let mut bytes = 0;
        for char in chars {
            // A tab counts as its widest: where it will stand depends on where the window begins.
            let wide = char_width(char, 0);
            if columns + wide > room {
                break;
            }
            columns += wide;
            bytes += char.len_utf8();
        }
        (bytes, columns)
    };
    let (marked, marked_columns) = take(&mut line[start..end].chars(), room);
    let spare = room - marked_columns;
    // What the text after the mark does not need goes to the text before it, and the other way round.
    let after = |room| if start + marked < end { (0, 0) } else { take(&mut line[end..].chars(), room) };
    let before = |room| take(&mut line[..start].chars().rev(), room);
    let (_, wanted_after) = after(spare / 2);
    let (bytes_before, columns_before) = before(spare - wanted_after);
    let (bytes_after, _) = after(spare - columns_before);
    let mut from = start - bytes_before;
    // Not in the middle of a letter and its marks.
    while from < start && line[from..].chars().next().is_some_and(|char| from > 0 && char_width(char, 0) == 0) {
        from += line[from..].chars().next().map_or(1, char::len_utf8);
    }
    (from, start + marked + bytes_after)
}

impl SourceCode for Snippet<'_> {
    fn read_span<'a>(
        &'a self,
        _span: &SourceSpan,
        _lines_before: usize,
        _lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone().into_owned(),
            self.text.as_bytes(),
            (0, self.text.len()).into(),
            self.at.line as usize - 1,
            self.at.column as usize - 1,
            self.marks.len(),
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::text::width;
    use crate::source::Format;

    fn snippet(text: &str, marked: &str, limit: usize) -> (String, Vec<String>) {
        let source = SourceFile::new("a.md", text, Format::Markdown);
        let start = text.find(marked).expect("the mark") as u32;
        let range = SourceRange::new(start, start + marked.len() as u32);
        let places = (source.position(range.start), source.position(range.end));
        let snippet = Snippet::new("a.md".into(), &source, range, places, limit);
        let marks = snippet.marks.iter().map(|mark| {
            let start = mark.offset();
            snippet.text[start..start + mark.len()].to_owned()
        });
        (snippet.text.clone(), marks.collect())
    }

    #[test]
    fn a_line_that_fits_is_whole() {
        let (text, marks) = snippet("前\n安全で、副作用はない。\n後", "副作用はない", 80);
        assert_eq!(text, "安全で、副作用はない。");
        assert_eq!(marks, ["副作用はない"]);
    }

    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        let line = format!("{}副作用はない{}", "あ".repeat(1_000), "い".repeat(1_000));
        let (text, marks) = snippet(&line, "副作用はない", 40);
        assert!(text.starts_with("…あ") && text.ends_with("い…"), "{text}");
        assert!(width(&text) <= 40);
        assert_eq!(marks, ["副作用はない"]);
        let (text, _) = snippet(&line[3_000..], "副作用はない", 40);
        assert!(text.starts_with("副作用はないい") && text.ends_with("い…"), "{text}");
        assert!(width(&text) >= 38);
        let (text, _) = snippet(&line[..3_018], "副作用はない", 40);
        assert!(text.starts_with("…あ") && text.ends_with("ない"), "{text}");
        assert!(width(&text) >= 38);
    }

    #[test]
    fn a_mark_longer_than_the_screen_shows_its_start() {
        let (text, marks) = snippet(&format!("前{}後", "あ".repeat(100)), &"あ".repeat(100), 40);
        assert_eq!(text, format!("…{}…", "あ".repeat(19)));
        assert_eq!(marks, ["あ".repeat(19)]);
    }

    #[test]
    fn each_line_of_a_range_is_marked() {
        let (text, marks) = snippet("> 副作用は\r\n>\r\n> 一切ありません。", "副作用は\r\n>\r\n> 一切ありません", 80);
        assert_eq!(text, "> 副作用は\n>\n> 一切ありません。");
        assert_eq!(marks, ["副作用は", "一切ありません"]);
    }

    #[test]
    fn control_characters_are_pictures_and_the_mark_stays_in_place() {
        let (text, marks) = snippet("\u{feff}\x1b[2Jあ\u{202e}副作用", "副作用", 80);
        assert_eq!(text, "␛[2Jあ\u{fffd}副作用");
        assert_eq!(marks, ["副作用"]);
    }

    #[test]
    fn what_terminals_disagree_on_is_left_out() {
        let (text, marks) = snippet("👍🏽👨‍👩‍👧⚠️か\u{3099}副\u{200b}作用", "副\u{200b}作用", 80);
        assert_eq!(text, "👍👨👩👧⚠か\u{3099}副作用");
        assert_eq!(marks, ["副作用"]);
    }

    #[test]
    fn an_empty_file_has_an_empty_snippet() {
        let (text, marks) = snippet("", "", 80);
        assert_eq!((text.as_str(), marks), ("", vec![String::new()]));
    }
}
