//! Words that are written with one character masked (シ○, 治○, ア○ピー) or with an ornament inside (脂♡肪): where a text
//! holds one, and what it stands for. Knows a table of words, not what they are for.

use crate::extract::wrap::{is_hiragana, is_kanji, is_katakana};
use std::collections::HashMap;

/// The words that are recognised in disguise.
#[derive(Clone, Debug, Default)]
pub struct Disguises {
    words: Vec<Box<str>>,
    /// For each character, the words that it stands in and the byte offset after it, the longest words first.
    after: HashMap<char, Vec<(u32, u32)>>,
}

impl Disguises {
    /// A table of words. Of words that fit alike, the longest is meant, then the first.
    pub fn new<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let mut table = Self::default();
        for word in words {
            // が○, し○ may be anything.
            let least = if word.chars().all(is_hiragana) { 3 } else { 2 };
            let fits = word.chars().count() >= least && word.chars().all(|c| script(c) != 0);
            if fits && !table.words.iter().any(|known| **known == *word) {
                table.words.push(word.into());
            }
        }
        for (number, word) in (0..).zip(&table.words) {
            for (at, c) in word.char_indices().take(word.chars().count() - 1) {
                table.after.entry(c).or_default().push((number, (at + c.len_utf8()) as u32));
            }
        }
        for places in table.after.values_mut() {
            places.sort_by_key(|&(word, _)| (usize::MAX - table.words[word as usize].len(), word));
        }
        table
    }

    /// Whether there is nothing to recognise.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    fn knows(&self, word: &str) -> bool {
        self.words.iter().any(|known| **known == *word)
    }
}

/// What a mark inside a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reveal {
    /// It stands for this character.
    Mask(char),
    /// It stands for nothing; as many bytes are ornament.
    Ornament(usize),
}

/// A table and a way to ask whether a text is a word of the language.
pub struct Known<'a> {
    /// The words.
    pub words: &'a Disguises,
    /// Whether a text is one word.
    pub is_word: &'a mut dyn FnMut(&str) -> bool,
}

/// Whether a character may be a mask or an ornament.
pub(super) fn is_mark(c: char) -> bool {
    is_mask(c) || is_ornament(c)
}

fn is_mask(c: char) -> bool {
    is_circle(c) || matches!(c, '×' | '✕' | '✖' | '*' | '＊' | '_' | '＿')
}

fn is_circle(c: char) -> bool {
    matches!(c, '○' | '〇' | '◯' | '●' | '◎' | '⚪' | '⚫' | '⭕')
}

fn is_ornament(c: char) -> bool {
    is_circle(c)
        || matches!(
            c,
            '・' | '♡'
                | '♥'
                | '❤'
                | '☆'
                | '★'
                | '♪'
                | '♬'
                | '✨'
                | '✿'
                | '❀'
                | '◆'
                | '◇'
                | '■'
                | '□'
                | '*'
        )
        || matches!(c, '💕' | '💖' | '💗' | '🌟' | '⭐' | '💓' | '💞' | '🌸')
}

/// The longest run of ornaments between two letters of a word.
const LONGEST_RUN: usize = 3;

impl Known<'_> {
    /// What a mark is that stands between `before` and `after` in its block.
    pub(super) fn reveal(&mut self, before: &str, mark: char, after: &str, in_table: bool) -> Option<Reveal> {
        let last = before.chars().next_back()?;
        let places = self.words.after.get(&last)?;
        if is_mask(mark) && !after.starts_with(is_mark) {
            for &(word, split) in places {
                let (left, rest) = self.words.words[word as usize].split_at(split as usize);
                let Some(masked) = rest.chars().next() else { continue };
                let right = &rest[masked.len_utf8()..];
                if stands(left, before, right, after) && self.is_masked(mark, left, masked, right, after, in_table) {
                    return Some(Reveal::Mask(masked));
                }
            }
        }
        if is_ornament(mark) {
            let run: Vec<char> = after.chars().take_while(|&c| c == mark).take(LONGEST_RUN).collect();
            let rest = &after[run.len() * mark.len_utf8()..];
            for &(word, split) in places.iter().filter(|_| run.len() < LONGEST_RUN) {
                let (left, right) = self.words.words[word as usize].split_at(split as usize);
                if stands(left, before, right, rest) && !((self.is_word)(left) && (self.is_word)(right)) {
                    return Some(Reveal::Ornament((run.len() + 1) * mark.len_utf8()));
                }
            }
        }
        None
    }

    /// Whether a mark that fits stands for `masked`: not a verdict on the word before it (効果○, 安全性◎), nor a sign between
    /// two words (美白×保湿), nor a reference (美白*).
    fn is_masked(&mut self, mark: char, left: &str, masked: char, right: &str, after: &str, in_table: bool) -> bool {
        let inside = !right.is_empty();
        if inside {
            return is_circle(mark) || !(self.is_word)(left) || !(self.is_word)(right);
        }
        let single = left.chars().nth(1).is_none();
        // 痩せ is the stem of 痩せる; 効果 is no stem of 効果的.
        if !is_hiragana(masked) && (self.words.knows(left) || !single && (self.is_word)(left)) {
            return false;
        }
        match after.chars().next() {
            None => is_circle(mark) && !in_table && (is_hiragana(masked) || !(self.is_word)(left)),
            Some(next) if is_hiragana(next) => true,
            Some(next) if is_circle(mark) && "、。！？」』）…!?".contains(next) => true,
            // 治○クリーム, 痩せ○薬: a verb before a noun.
            Some(next) if is_circle(mark) && "るすくつむぐぶ".contains(masked) && script(next) != 0 => true,
            Some(next) if is_kanji(next) => is_katakana(masked),
            Some(next) if is_katakana(next) => is_kanji(masked),
            Some(_) => false,
        }
    }
}

/// Whether the parts of a word stand on both sides of a mark, and no letter beside them makes other words of them.
fn stands(left: &str, before: &str, right: &str, after: &str) -> bool {
    let (Some(outer), Some(rest)) = (before.strip_suffix(left), after.strip_prefix(right)) else { return false };
    let (Some(first), Some(last)) = (left.chars().next(), right.chars().next_back().or(left.chars().next_back()))
    else {
        return false;
    };
    let goes_on = |c: Option<char>, own: char| c.is_some_and(|c| is_mark(c) || script(c) == script(own));
    // What follows a word in hiragana may be a particle; a masked end is judged by what it stands for.
    let right_open = right.is_empty() || is_hiragana(last) || !goes_on(rest.chars().next(), last);
    !goes_on(outer.chars().next_back(), first) && right_open
}

/// The script of a letter, or 0.
fn script(c: char) -> u8 {
    match () {
        () if is_hiragana(c) => 1,
        () if is_katakana(c) => 2,
        () if is_kanji(c) => 3,
        () => 0,
    }
}
