//! Text for a screen: paint, widths, lines folded for Japanese, and nothing that could steer a terminal.

use std::borrow::Cow;
use std::path::Path;
use unicode_width::UnicodeWidthChar;

/// An ANSI style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Errors.
    Red,
    /// Warnings.
    Yellow,
    /// What is good.
    Green,
    /// Remarks and labels.
    Cyan,
    /// Emphasis.
    Bold,
    /// Side matters.
    Dim,
}

/// Paints text, or leaves it alone where colours are not wanted.
#[derive(Clone, Copy, Debug)]
pub struct Paint(pub bool);

impl Paint {
    /// `text` in `ink`.
    pub fn on(self, ink: Ink, text: &str) -> String {
        let code = match ink {
            Ink::Red => "31;1",
            Ink::Yellow => "33;1",
            Ink::Green => "32;1",
            Ink::Cyan => "36",
            Ink::Bold => "1",
            Ink::Dim => "2",
        };
        if self.0 { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// The columns that a character takes where the previous one ended at `column`. A tab reaches the next multiple of
/// [`TAB`].
pub fn char_width(char: char, column: usize) -> usize {
    match char {
        '\t' => TAB - column % TAB,
        // The half-width voice marks take a column of their own, whatever a table says.
        '\u{ff9e}' | '\u{ff9f}' => 1,
        _ => char.width().unwrap_or(0),
    }
}

/// The width of a tab, in columns.
pub const TAB: usize = 4;

/// The columns that `text` takes.
pub fn width(text: &str) -> usize {
    text.chars().fold(0, |column, char| column + char_width(char, column))
}

/// A character as it can be shown without steering the terminal: control characters by their pictures, those that
/// reverse the direction of text by the replacement character.
pub fn visible(char: char) -> char {
    match char {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + char as u32).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            char::REPLACEMENT_CHARACTER
        }
        _ => char,
    }
}

/// A path as it can be shown on one line.
pub fn shown(path: &Path) -> Cow<'_, str> {
    let text = path.to_string_lossy();
    if text.chars().any(|char| visible(char) != char) { text.chars().map(visible).collect() } else { text }
}

/// Folds `text` into lines of at most `limit` columns, as Japanese is folded: between any two wide characters, but no
/// line begins with a closing mark or ends with an opening one; Latin words stay whole where they can.
pub fn fold(text: &str, limit: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        let mut column = 0;
        // The last place in `line` where it may be broken.
        let mut break_at = 0;
        let mut previous = None;
        for char in paragraph.chars().map(visible) {
            if let Some(previous) = previous
                && breakable(previous, char)
            {
                break_at = line.len();
            }
            let wide = char_width(char, column);
            if column + wide > limit && !line.is_empty() && char != ' ' {
                let at = if break_at == 0 && !hangs(char) { line.len() } else { break_at };
                if at > 0 {
                    let rest = line.split_off(at);
                    lines.push(line.trim_end().to_owned());
                    line = rest.trim_start().to_owned();
                    column = width(&line);
                    break_at = 0;
                }
            }
            line.push(char);
            column += wide;
            previous = Some(char);
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

fn breakable(before: char, after: char) -> bool {
    let wide = |char: char| char.width() == Some(2);
    !hangs(after) && !opens(before) && (before == ' ' || wide(before) || wide(after))
}

/// Whether a line must not begin with it.
fn hangs(char: char) -> bool {
    char.width() == Some(0)
        || "、。，．・：；？！）」』】〉》〕］｝ー々ゝゞぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ,.:;?!)]}%％"
            .contains(char)
}

/// Whether a line must not end with it.
fn opens(char: char) -> bool {
    "（「『【〈《〔［｛([{".contains(char)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_between_wide_characters() {
        assert_eq!(fold("副作用はありません。", 8), ["副作用は", "ありませ", "ん。"]);
        assert_eq!(fold("", 8), [""; 0]);
        assert_eq!(fold("short", 8), ["short"]);
    }

    #[test]
    fn no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() {
        assert_eq!(fold("副作用は、ない", 8), ["副作用", "は、ない"]);
        assert_eq!(fold("副作用「は」", 8), ["副作用", "「は」"]);
    }

    #[test]
    fn words_stay_whole_where_they_can() {
        assert_eq!(fold("no side effects", 9), ["no side", "effects"]);
        assert_eq!(fold("sideeffects", 4), ["side", "effe", "cts"]);
    }

    #[test]
    fn nothing_shown_steers_the_terminal() {
        assert_eq!(shown(Path::new("a\x1b[31m\n.md")), "a␛[31m␊.md");
        assert_eq!(shown(Path::new("記事.md")), "記事.md");
    }
}
