//! Writes the normalised text of the blocks and, in the same pass, the map back to the source.
//!
//! What is normalised:
//!
//! - NFKC by combining sequence: ＮＯ．１ → NO.1, ﾊﾟ → パ, ％ → %, ㎎ → mg, 神 → 神. Kept as they are, because the
//!   tokenizer's dictionary knows the full-width form and takes the ASCII one for a noun: ！？（）［］｛｝：；｜ and …‥. The wave
//!   dashes ～ and 〰 are 〜; か゛ is が; radicals that stand for kanji, as in texts copied out of PDF files, are kanji.
//!   ASCII ! and ? beside Japanese become ！ and ？; ， and ． behind Japanese become 、 and 。
//! - What cannot be seen is removed: zero-width characters, soft hyphens, variation selectors, control characters.
//! - White space is one space, and none at the ends of a block. A soft line break between two wide characters is nothing,
//!   otherwise a space; a line break that shows is the same inside a phrase, and otherwise parts the block in two.
//! - Words spaced out letter by letter (副 作 用, 治・る, 痩♡せ♡る) are closed up; see [`is_spaced_out`].
//! - Known words with a character masked or an ornament inside (シ○, 脂♡肪) are written out; see
//!   [`disguise`](super::disguise).
//!
//! Most text is normal already. [`normal_end`] finds the end of such a stretch by bytes, and it is copied whole.

use super::disguise::{Known, Reveal, is_mark};
use super::table::{Table, leads_wide};
use super::{BlockSpan, OffsetMap, floor_boundary};
use crate::extract::wrap::{is_hiragana, is_kanji, is_katakana, is_letter, is_mid_phrase};
use crate::extract::{BlockKind, Extraction, Piece};
use crate::span::{SourceRange, TextRange};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Stands for what is no prose inside a block.
const OPAQUE: char = '\u{fffc}';

/// Normalises a text that stands alone: a term of a lexicon, a phrase, an example.
pub fn normalize(text: &str) -> String {
    let mut writer = Writer::new(text, None);
    writer.open(BlockKind::Paragraph);
    writer.text(text, Origin::Slice(0));
    writer.close();
    writer.text
}

/// Normalises all blocks of an extraction from `source`.
pub(super) fn build(
    source: &str,
    extraction: &Extraction,
    known: Option<Known<'_>>,
) -> (String, OffsetMap, Vec<BlockSpan>) {
    let mut writer = Writer::new(source, known);
    for block in &extraction.blocks {
        writer.open(block.kind);
        for piece in &block.pieces {
            match piece {
                Piece::Text(range) => {
                    let text = source.get(range.as_usize()).unwrap_or_default();
                    writer.text(text, Origin::Slice(range.start));
                }
                Piece::Decoded(range, text) => writer.text(text, Origin::Whole(*range)),
                Piece::SoftBreak(range) => writer.gap(*range, GapKind::Soft, '\n'),
                Piece::HardBreak(range) => writer.gap(*range, GapKind::Hard, '\n'),
                Piece::Opaque(range) => writer.replaced(&OPAQUE.to_string(), *range),
            }
        }
        writer.close();
    }
    (writer.text, writer.map, writer.blocks)
}

/// Where a piece of text comes from.
#[derive(Clone, Copy, Debug)]
enum Origin {
    /// It stands in the source from here on.
    Slice(u32),
    /// All of it stands for this stretch.
    Whole(SourceRange),
}

impl Origin {
    fn range(self, from: usize, to: usize) -> SourceRange {
        match self {
            Self::Slice(start) => SourceRange::new(start + from as u32, start + to as u32),
            Self::Whole(range) => range,
        }
    }
}

/// White space that has been read and not written: what it is depends on what follows.
#[derive(Clone, Copy, Debug)]
struct Gap {
    range: SourceRange,
    kind: GapKind,
    /// What it is made of: one kind of white space, or a plain space for a mixture.
    space: char,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum GapKind {
    Space,
    Soft,
    Hard,
}

/// A character that may stand between the letters of a spaced-out word.
#[derive(Clone, Copy, Debug)]
struct Separator {
    /// Where it stands in the text.
    at: usize,
    len: usize,
    kind: char,
}

struct Writer<'s, 'k> {
    source: &'s str,
    text: String,
    map: OffsetMap,
    blocks: Vec<BlockSpan>,
    kind: BlockKind,
    /// Where the open block begins, and where the text ended before it was opened.
    start: usize,
    before: usize,
    gap: Option<Gap>,
    separators: Vec<Separator>,
    /// The words to recognise in disguise.
    known: Option<Known<'k>>,
    /// Whether the open block holds what may disguise a word.
    marked: bool,
}

impl<'s, 'k> Writer<'s, 'k> {
    fn new(source: &'s str, known: Option<Known<'k>>) -> Self {
        Self {
            source,
            text: String::with_capacity(source.len() + 16),
            map: OffsetMap::default(),
            blocks: Vec::new(),
            kind: BlockKind::Paragraph,
            start: 0,
            before: 0,
            gap: None,
            separators: Vec::new(),
            known,
            marked: false,
        }
    }

    fn open(&mut self, kind: BlockKind) {
        self.kind = kind;
        self.before = self.text.len();
        if !self.text.is_empty() {
            let end = self.map.source_end();
            self.map.push_whole(SourceRange::new(end, end), 1);
            self.text.push('\n');
        }
        self.start = self.text.len();
    }

    /// Ends the open block, or takes it back if nothing is in it that can be read.
    fn close(&mut self) {
        self.gap = None;
        if !self.separators.is_empty() {
            self.close_up();
            self.separators.clear();
        }
        if std::mem::take(&mut self.marked) {
            self.reveal();
        }
        if self.text[self.start..].chars().all(|c| matches!(c, OPAQUE | ' ')) {
            self.text.truncate(self.before);
            self.map.split_off(self.before as u32);
            return;
        }
        let range = TextRange::new(self.start as u32, self.text.len() as u32);
        self.blocks.push(BlockSpan { kind: self.kind, range });
    }

    fn last(&self) -> Option<char> {
        self.text[self.start..].chars().next_back()
    }

    /// Normalises and writes one piece.
    fn text(&mut self, text: &str, origin: Origin) {
        let mut at = 0;
        while at < text.len() {
            let mut end = normal_end(text.as_bytes(), at);
            if end > at && text[end..].chars().next().is_some_and(combines) {
                // The last character belongs to the sequence that follows.
                end -= text[at..end].chars().next_back().map_or(0, char::len_utf8);
            }
            if end > at {
                self.copied(&text[at..end], origin, at);
                at = end;
            }
            at = self.special(text, at, origin);
        }
    }

    /// Writes what stands at `at`, which is not known to be normal, and returns where it ends.
    fn special(&mut self, text: &str, at: usize, origin: Origin) -> usize {
        let rest = &text[at..];
        let Some(c) = rest.chars().next() else { return at };
        let next = at + c.len_utf8();
        match c {
            _ if c.is_whitespace() => {
                self.gap(origin.range(at, next), GapKind::Space, c);
                return next;
            }
            _ if is_invisible(c) => return next,
            _ => {}
        }
        self.marked |= self.known.is_some() && is_mark(c);
        let end = next + text[next..].chars().take_while(|&c| combines(c)).map(char::len_utf8).sum::<usize>();
        if text[at..end].contains(['゛', '゜']) {
            // か゛ was meant as が; あ゛ is a cry.
            let marks = |c| match c {
                '゛' => '\u{3099}',
                '゜' => '\u{309a}',
                other => other,
            };
            let voiced: String = text[at..end].chars().map(marks).nfkc().collect();
            let end = if voiced.chars().count() == 1 && end > next { end } else { next };
            if end > next {
                self.replaced(&voiced, origin.range(at, end));
            } else {
                self.copied(&text[at..next], origin, at);
            }
            return end;
        }
        if end > next || combines(c) {
            let sequence: String = text[at..end].nfkc().collect();
            self.rewritten(&sequence, &text[at..end], origin, at);
            return end;
        }
        match c {
            '!' | '?' | '！' | '？' => return self.marks(text, at, origin),
            '\u{203c}' => self.replaced("！！", origin.range(at, next)),
            '\u{2047}' => self.replaced("？？", origin.range(at, next)),
            '\u{2048}' => self.replaced("？！", origin.range(at, next)),
            '\u{2049}' => self.replaced("！？", origin.range(at, next)),
            '～' | '∼' | '\u{3030}' => self.replaced("〜", origin.range(at, next)),
            '\u{2e80}'..='\u{2eff}' if radical(c).is_some() => {
                let kanji = radical(c).unwrap_or(c);
                self.replaced(kanji.encode_utf8(&mut [0; 4]), origin.range(at, next));
            }
            '，' if self.last().is_some_and(is_wide) => self.replaced("、", origin.range(at, next)),
            '．' if self.last().is_some_and(is_wide) => self.replaced("。", origin.range(at, next)),
            '・' | '･' | '♡' | '♥' | '❤' | '☆' | '★' => {
                let kind = if c == '･' { '・' } else { c };
                let is_after_letter = self.gap.is_none() && self.last().is_some_and(is_letter);
                if kind == c {
                    self.copied(&text[at..next], origin, at);
                } else {
                    self.replaced("・", origin.range(at, next));
                }
                if is_after_letter {
                    let len = kind.len_utf8();
                    self.separators.push(Separator { at: self.text.len() - len, len, kind });
                }
            }
            _ if is_kept(c) => self.copied(&text[at..next], origin, at),
            _ => {
                let normal: String = std::iter::once(c).nfkc().collect();
                self.rewritten(&normal, &text[at..next], origin, at);
            }
        }
        next
    }

    /// Writes `normal` for `original`.
    fn rewritten(&mut self, normal: &str, original: &str, origin: Origin, at: usize) {
        // A spacing accent decomposes into a space and a combining one. It is no word boundary.
        if normal == original || normal.starts_with(' ') {
            self.copied(original, origin, at);
        } else {
            self.replaced(normal, origin.range(at, at + original.len()));
        }
    }

    /// Writes a run of ! and ?, which are full-width if the run stands beside Japanese.
    fn marks(&mut self, text: &str, at: usize, origin: Origin) -> usize {
        let run = &text[at..];
        let rest = run.trim_start_matches(['!', '?', '！', '？']);
        let run = &run[..run.len() - rest.len()];
        let wide = self.last().is_some_and(is_wide) || rest.chars().next().is_some_and(is_wide) || !run.is_ascii();
        for (offset, c) in run.char_indices() {
            let range = origin.range(at + offset, at + offset + c.len_utf8());
            match c {
                '!' if wide => self.replaced("！", range),
                '?' if wide => self.replaced("？", range),
                _ => self.copied(&run[offset..offset + c.len_utf8()], origin, at + offset),
            }
        }
        at + run.len()
    }

    /// Writes text as it is; it stands at `at` in its piece.
    fn copied(&mut self, text: &str, origin: Origin, at: usize) {
        self.fill_gap(text);
        match origin {
            Origin::Slice(start) => self.map.push_identity(start + at as u32, text.len()),
            Origin::Whole(range) => self.map.push_whole(range, text.len()),
        }
        self.text.push_str(text);
    }

    /// Writes text that stands for all of `source`.
    fn replaced(&mut self, text: &str, source: SourceRange) {
        self.fill_gap(text);
        self.map.push_whole(source, text.len());
        self.text.push_str(text);
    }

    /// Takes note of white space.
    fn gap(&mut self, range: SourceRange, kind: GapKind, space: char) {
        self.gap = Some(match self.gap {
            None => Gap { range, kind, space },
            Some(gap) => Gap {
                range: SourceRange::new(gap.range.start, range.end.max(gap.range.end)),
                kind: gap.kind.max(kind),
                space: if gap.space == space { space } else { ' ' },
            },
        });
    }

    /// Writes the white space before `next`, as what it turns out to be.
    fn fill_gap(&mut self, next: &str) {
        let Some(gap) = self.gap.take() else { return };
        let (Some(before), Some(after)) = (self.last(), next.chars().next()) else { return };
        if gap.kind == GapKind::Hard && !is_mid_phrase(tail(&self.text[self.start..]), head(next)) {
            self.close();
            self.open(self.kind);
            return;
        }
        if gap.kind != GapKind::Space && is_wide(before) && is_wide(after) {
            return;
        }
        if self.source.get(gap.range.as_usize()) == Some(" ") {
            self.map.push_identity(gap.range.start, 1);
        } else {
            self.map.push_whole(gap.range, 1);
        }
        if gap.kind == GapKind::Space && is_letter(before) && is_letter(after) {
            let kind = if gap.space == '\u{3000}' { gap.space } else { ' ' };
            self.separators.push(Separator { at: self.text.len(), len: 1, kind });
        }
        self.text.push(' ');
    }

    /// Takes the separators out of spaced-out words in the open block.
    fn close_up(&mut self) {
        let is_followed =
            |separator: &Separator| self.text[separator.at + separator.len..].chars().next().is_some_and(is_letter);
        let separators: Vec<Separator> = self.separators.iter().copied().filter(is_followed).collect();
        let block = &self.text[self.start..];
        let mut removed: Vec<Separator> = Vec::new();
        // A chain: one letter between each separator and the next, all separators the same.
        for chain in separators.chunk_by(|a, b| {
            let between = &self.text[a.at + a.len..b.at];
            a.kind == b.kind && between.chars().next().is_some_and(|c| c.len_utf8() == between.len())
        }) {
            let (Some(first), Some(last)) = (chain.first(), chain.last()) else { continue };
            let before = &block[..first.at - self.start];
            let after = &block[last.at + last.len - self.start..];
            let inner = chain.windows(2).filter_map(|pair| self.text[pair[0].at + pair[0].len..].chars().next());
            if is_spaced_out(first.kind, before, inner, after) {
                removed.extend_from_slice(chain);
            }
        }
        let Some(first) = removed.first() else { return };
        // The rest of the text is written again, without them.
        let cut = first.at;
        let start = self.start as u32;
        let map = self.map.split_off(start);
        self.map.append(&map, TextRange::new(start, cut as u32));
        let tail = self.text.split_off(cut);
        let ends = removed.iter().skip(1).map(|next| next.at).chain([cut + tail.len()]);
        for (separator, end) in removed.iter().zip(ends) {
            let from = separator.at + separator.len;
            self.text.push_str(&tail[from - cut..end - cut]);
            self.map.append(&map, TextRange::new(from as u32, end as u32));
        }
    }
}

/// Where something stands in a text, how long it is, and what to write for it.
struct Edit {
    at: usize,
    len: usize,
    with: Option<char>,
}

impl Writer<'_, '_> {
    /// Writes out the words in disguise of the open block.
    fn reveal(&mut self) {
        let Some(known) = &mut self.known else { return };
        let block = &self.text[self.start..];
        let in_table = matches!(self.kind, BlockKind::TableCell | BlockKind::TableHeader);
        let mut edits: Vec<Edit> = Vec::new();
        for (at, mark) in block.char_indices().filter(|&(_, c)| is_mark(c)) {
            if edits.last().is_some_and(|last| at + self.start < last.at + last.len) {
                continue;
            }
            let (before, after) = (&block[..at], &block[at + mark.len_utf8()..]);
            let at = self.start + at;
            match known.reveal(before, mark, after, in_table) {
                Some(Reveal::Mask(c)) => edits.push(Edit { at, len: mark.len_utf8(), with: Some(c) }),
                Some(Reveal::Ornament(len)) => edits.push(Edit { at, len, with: None }),
                None => {}
            }
        }
        let Some(first) = edits.first() else { return };
        let cut = first.at;
        let map = self.map.split_off(self.start as u32);
        self.map.append(&map, TextRange::new(self.start as u32, cut as u32));
        let tail = self.text.split_off(cut);
        let ends = edits.iter().skip(1).map(|next| next.at).chain([cut + tail.len()]);
        for (edit, end) in edits.iter().zip(ends) {
            let from = edit.at + edit.len;
            if let Some(c) = edit.with {
                let mask = map.to_source(TextRange::new(edit.at as u32, from as u32));
                self.map.push_whole(mask, c.len_utf8());
                self.text.push(c);
            }
            self.text.push_str(&tail[from - cut..end - cut]);
            self.map.append(&map, TextRange::new(from as u32, end as u32));
        }
    }
}

/// As much of the end of a text as a judgement on a line break needs.
fn tail(text: &str) -> &str {
    &text[floor_boundary(text, text.len().saturating_sub(48))..]
}

/// As much of the start of a text as a judgement on a line break needs.
fn head(text: &str) -> &str {
    &text[..floor_boundary(text, 48)]
}

/// Letters that are listed as words of their own (月・水・金, 肌 髪 爪): a chain of these alone is a list.
const LISTED: &str = "月火水木金土日祝朝昼夕晩夜春夏秋冬東西南北上中下左右前後内外大小男女父母子肌髪爪顔頬額首肩腰背腹胸尻\
                      目眉鼻口唇耳歯舌手腕足脚頭心技体衣食住松竹梅赤青黄緑白黒茶銀一二三四五六七八九十年時分秒市区町村\
                      都道府県肉魚卵乳豆米酒塩油糖";

/// Hiragana that begin no word, so that a separator before them splits one.
const NEVER_FIRST: &[char] = &['っ', 'ゃ', 'ゅ', 'ょ', 'ぁ', 'ぃ', 'ぅ', 'ぇ', 'ぉ', 'ん', 'を', 'る'];

/// Whether a chain of letters with the same separator between each two is one word spaced out, not a list.
///
/// `before` ends with the first letter and `after` begins with the last; `inner` are the letters between. A letter
/// at an end *stands alone* if its neighbour outside the chain is not of its script.
///
/// - Three separators or more: spaced out by space or ornament; by ・ as with two.
/// - Two separators (副 作 用, 痩♡せ♡る): if a hiragana stands inside, or both ends stand alone.
/// - One separator: a full-width space between two kanji with nothing beside them (効　果); an ornament or ・ before a
///   hiragana that begins no word or has no letter behind it (治・る), or between two katakana that stand alone (シ・ミ).
/// - Never if all letters are listed as words of their own (月・水・金).
fn is_spaced_out(kind: char, before: &str, inner: impl Iterator<Item = char>, after: &str) -> bool {
    let mut left = before.chars().rev();
    let mut right = after.chars();
    let (Some(first), Some(last)) = (left.next(), right.next()) else { return false };
    let (outer_left, outer_right) = (left.next(), right.next());
    let stands_alone = |letter: char, outer: Option<char>| outer.is_none_or(|outer| script(outer) != script(letter));
    let alone = stands_alone(first, outer_left) && stands_alone(last, outer_right);
    let (mut count, mut holds_hiragana) = (1, false);
    let mut is_list = LISTED.contains(first) && LISTED.contains(last);
    for letter in inner {
        count += 1;
        holds_hiragana |= is_hiragana(letter);
        is_list &= LISTED.contains(letter);
    }
    if is_list {
        return false;
    }
    match count {
        1 => match kind {
            '\u{3000}' => {
                let free = |outer: Option<char>| !outer.is_some_and(is_letter);
                is_kanji(first) && is_kanji(last) && free(outer_left) && free(outer_right)
            }
            ' ' => false,
            _ => {
                let ends_word = is_hiragana(last) && !outer_right.is_some_and(is_letter);
                NEVER_FIRST.contains(&last) || ends_word || (is_katakana(first) && is_katakana(last) && alone)
            }
        },
        2 => holds_hiragana || alone,
        _ => kind != '・' || holds_hiragana || alone,
    }
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

/// Whether a line break beside `c` is no word boundary: Japanese and other wide characters.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{ffef}' | '\u{2014}'..='\u{2027}' | '\u{2030}'..='\u{27bf}' | '\u{1f000}'..='\u{3ffff}')
}

/// Full-width punctuation that stays as it is, and ellipses.
fn is_kept(c: char) -> bool {
    matches!(c, '（' | '）' | '［' | '］' | '｛' | '｝' | '：' | '；' | '｜' | '…' | '‥')
}

/// The kanji that a character of the block CJK Radicals Supplement looks like. NFKC has those of Kangxi Radicals alone.
fn radical(c: char) -> Option<char> {
    const LOOKS_LIKE: &[(char, char)] = &[
        ('\u{2e8e}', '兀'),
        ('\u{2e92}', '巳'),
        ('\u{2e9d}', '月'),
        ('\u{2e9f}', '母'),
        ('\u{2ea0}', '民'),
        ('\u{2ebc}', '月'),
        ('\u{2ec1}', '虎'),
        ('\u{2ec4}', '西'),
        ('\u{2ec6}', '角'),
        ('\u{2ed1}', '長'),
        ('\u{2ed8}', '青'),
        ('\u{2ed9}', '韋'),
        ('\u{2edd}', '食'),
        ('\u{2ee3}', '骨'),
        ('\u{2ee4}', '鬼'),
        ('\u{2ee8}', '麦'),
        ('\u{2ee9}', '黄'),
        ('\u{2eeb}', '斉'),
        ('\u{2eed}', '歯'),
        ('\u{2eef}', '竜'),
        ('\u{2ef2}', '亀'),
        ('\u{2ef3}', '龟'),
    ];
    LOOKS_LIKE.iter().find(|&&(radical, _)| radical == c).map(|&(_, kanji)| kanji)
}

/// Whether a character is not shown and parts no words.
fn is_invisible(c: char) -> bool {
    match c {
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => !c.is_whitespace(),
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' => true,
        '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{20e3}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' => true,
        '\u{e0000}'..='\u{e0fff}' => true,
        _ => false,
    }
}

/// Whether `c` combines with the character before it: marks, half-width voicing marks, and the vowels and finals of
/// Hangul.
fn combines(c: char) -> bool {
    c >= '\u{300}'
        && (matches!(c, '゛' | '゜' | '\u{ff9e}' | '\u{ff9f}' | '\u{1160}'..='\u{11ff}')
            || canonical_combining_class(c) != 0)
}

/// Characters that are normal wherever they stand, unless a combining one follows.
static NORMAL: Table = Table::new(&[
    // Without ! and ?, and without * and _, which may mask a letter.
    (0x22, 0x29),
    (0x2b, 0x3e),
    (0x40, 0x5e),
    (0x60, 0x7e),
    // Dashes, without ‗ and ‖; quotation marks; †‡•; … and ※.
    (0x2013, 0x2015),
    (0x2018, 0x2022),
    (0x2026, 0x2026),
    (0x203b, 0x203b),
    // Punctuation and brackets, without 〇.
    (0x3001, 0x3006),
    (0x3008, 0x3029),
    (0x3031, 0x3035),
    // Hiragana and katakana, without the voicing marks, the two ligatures, and ・, which may split a word.
    (0x3041, 0x3096),
    (0x309d, 0x309e),
    (0x30a0, 0x30fa),
    (0x30fc, 0x30fe),
    // Kanji.
    (0x3400, 0x4dbf),
    (0x4e00, 0x9fff),
    // What is kept full-width: （）：；［］｛｜｝. ！ and ？ belong to their runs.
    (0xff08, 0xff09),
    (0xff1a, 0xff1b),
    (0xff3b, 0xff3b),
    (0xff3d, 0xff3d),
    (0xff5b, 0xff5d),
]);

/// The end of the text from `at` on that is known to be normal: kana, kanji, ASCII, common punctuation, and single
/// spaces between words of ASCII.
fn normal_end(bytes: &[u8], mut at: usize) -> usize {
    // The steps are constants behind branches: then the processor does not wait for one character to find the next.
    loop {
        match bytes[at..] {
            [a, b, c, ..] if leads_wide(a) => {
                if !NORMAL.has_wide([a, b, c]) {
                    return at;
                }
                at += 3;
            }
            [b' ', next, ..] if next.is_ascii_graphic() && at > 0 && bytes[at - 1].is_ascii_graphic() => at += 1,
            [byte, ..] if NORMAL.has_ascii(byte) => at += 1,
            _ => return at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::normalize;

    #[test]
    fn characters() {
        for (text, want) in [
            ("", ""),
            ("副作用はありません。", "副作用はありません。"),
            ("業界Ｎｏ．１の実績、１００％＋－／", "業界No.1の実績、100%+-/"),
            ("ﾉｰﾘｽｸで始められます｡｢ﾊﾟｰﾌｪｸﾄ｣", "ノーリスクで始められます。「パーフェクト」"),
            ("カﾞとか\u{3099}とか゛とは゜とあ゛や。゛ｱﾞ。ﾞ", "ガとがとがとぱとあ゛や。゛ア\u{3099}。\u{3099}"),
            ("№①㎎㈱ﬁ㍍Ⅲ", "No1mg(株)fiメートルIII"),
            ("神\u{fa19}⼈", "神神人"),
            ("（注）：～｜［］｛｝；…‥", "（注）：〜｜［］｛｝；…‥"),
            ("⻑期の⻘い⻝品⾷事㋖⑴㍿ｶﾞｰｾﾞ", "長期の青い食品食事キ(1)株式会社ガーゼ"),
            ("本当!すごい?!No.1!効果", "本当！すごい？！No.1！効果"),
            ("Wow! OK? a!?b", "Wow! OK? a!?b"),
            ("絶対‼まさか⁉", "絶対！！まさか！？"),
            ("効果は高い．副作用，痛み。１．５倍", "効果は高い。副作用、痛み。1.5倍"),
            ("副\u{200b}作\u{ad}用\u{feff}な\u{2060}し\u{8}", "副作用なし"),
            ("葛\u{e0100}飾\u{fe00}1\u{fe0f}\u{20e3}", "葛飾1"),
            ("cafe\u{301} ´x", "café ´x"),
            ("すごーーい〜〜〜", "すごーーい〜〜〜"),
            ("😀👨\u{200d}👩", "😀👨👩"),
            ("\u{1112}\u{1161}\u{11ab}", "한"),
            ("　美白 \t　保湿\u{a0}", "美白 保湿"),
            ("a  b\u{3000}c d", "a b c d"),
        ] {
            assert_eq!(normalize(text), want, "{text}");
            assert_eq!(normalize(want), want, "again: {text}");
        }
    }

    #[test]
    fn spaced_out_words_are_closed_up_and_lists_are_not() {
        for (text, want) in [
            ("副 作 用 な し", "副作用なし"),
            ("副　作　用", "副作用"),
            ("この薬は副 作 用 な し です", "この薬は副作用なしです"),
            ("治・る。", "治る。"),
            ("病気が治・るのです", "病気が治るのです"),
            ("痩♡せ♡る", "痩せる"),
            ("すぐに痩♡せ♡るよ", "すぐに痩せるよ"),
            ("痩･せ･ない", "痩せない"),
            ("シ・ミが消える", "シミが消える"),
            ("副・作・用がない", "副作用がない"),
            ("料　金", "料金"),
            ("副\u{200b} 作 \u{200b}用", "副作用"),
            ("治っ★て", "治って"),
            ("治っ★てる", "治っ★てる"),
            ("治★って", "治って"),
            ("効果・安全性", "効果・安全性"),
            ("美白 保湿", "美白 保湿"),
            ("美白 肌 保湿", "美白 肌 保湿"),
            ("月・水・金", "月・水・金"),
            ("火・木の午前", "火・木の午前"),
            ("顔・首・デコルテ", "顔・首・デコルテ"),
            ("肌 髪 爪", "肌 髪 爪"),
            ("目・くま・しわ", "目・くま・しわ"),
            ("肌・ひざ", "肌・ひざ"),
            ("効果☆安心♡", "効果☆安心♡"),
            ("産後骨盤ケアコース　90分　9,900円", "産後骨盤ケアコース 90分 9,900円"),
            ("営業時間　十時", "営業時間 十時"),
            ("A Z A C L I", "A Z A C L I"),
            ("前 副 作 用 。次・回", "前副作用 。次・回"),
        ] {
            assert_eq!(normalize(text), want, "{text}");
        }
    }
}
