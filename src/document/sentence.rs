//! Cuts a block into sentences.
//!
//! A sentence ends after 。！？!? (a run of them, with the closing brackets and quotation marks behind it) and at the
//! end of the block, but not inside balanced brackets. Knows nothing of words.

use super::floor_boundary;
use super::table::{Table, leads_wide};
use crate::span::TextRange;

/// The longest sentence, in bytes. What is longer is cut at a mark, a comma, a space or any character, so that the
/// work on a sentence stays bounded.
pub(super) const SENTENCE_MAX: usize = 3000;

/// Cuts blocks, keeping its working memory between them.
#[derive(Debug, Default)]
pub(super) struct Cutter {
    marks: Vec<Mark>,
    /// Indices into `marks` of the brackets that are open, and how many of them are of each kind.
    open: Vec<usize>,
    count: [u32; BRACKETS],
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    at: usize,
    what: What,
    /// Of an opening bracket: the index of the mark that closes it.
    partner: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    End,
    /// ! and ? of ASCII end a sentence unless a word goes on behind them.
    AsciiEnd,
    Open(u8),
    Close(u8),
}

/// Kinds of brackets: 「」, 『』, （） and (), “”.
const BRACKETS: usize = 4;

impl Cutter {
    /// Calls `found` with each sentence of the block, in order.
    pub(super) fn cut(&mut self, text: &str, block: TextRange, mut found: impl FnMut(TextRange)) {
        let base = block.start as usize;
        let text = &text[block.as_usize()];
        self.find_marks(text);
        let mut start = 0;
        let mut emit = |from: usize, to: usize| emit(text, base, from, to, &mut found);
        let mut index = 0;
        while let Some(mark) = self.marks.get(index) {
            index += 1;
            match mark.what {
                What::Open(_) => {
                    if let Some(partner) = mark.partner
                        && self.marks[partner].at - mark.at <= SENTENCE_MAX
                    {
                        index = partner + 1;
                    }
                }
                What::End | What::AsciiEnd => {
                    let end = mark_run_end(text, mark.at);
                    let word_follows = text.as_bytes().get(end).is_some_and(u8::is_ascii_alphanumeric);
                    if mark.at >= start && !(mark.what == What::AsciiEnd && word_follows) {
                        emit(start, end);
                        start = end;
                    }
                }
                What::Close(_) => {}
            }
        }
        emit(start, text.len());
    }

    fn find_marks(&mut self, text: &str) {
        self.marks.clear();
        self.open.clear();
        self.count = [0; BRACKETS];
        let bytes = text.as_bytes();
        let mut at = 0;
        // The steps are constants behind branches: then the processor does not wait for one character to find the next.
        loop {
            let (length, found) = match bytes[at..] {
                [a, b, c, ..] if leads_wide(a) => {
                    if !MARKS.has_wide([a, b, c]) {
                        at += 3;
                        continue;
                    }
                    (3, true)
                }
                [byte, ..] => (1, MARKS.has_ascii(byte)),
                [] => return,
            };
            if found && let Some(what) = text[at..].chars().next().and_then(What::of) {
                self.push(Mark { at, what, partner: None });
            }
            at += length;
        }
    }

    fn push(&mut self, mark: Mark) {
        let index = self.marks.len();
        match mark.what {
            What::Open(kind) => {
                self.open.push(index);
                self.count[usize::from(kind)] += 1;
            }
            // What stands open inside the pair has no partner. Every mark is taken off once, so this stays linear.
            What::Close(kind) if self.count[usize::from(kind)] > 0 => {
                while let Some(open) = self.open.pop() {
                    let What::Open(inner) = self.marks[open].what else { continue };
                    self.count[usize::from(inner)] -= 1;
                    if inner == kind {
                        self.marks[open].partner = Some(index);
                        break;
                    }
                }
            }
            _ => {}
        }
        self.marks.push(mark);
    }
}

/// All characters that [`What::of`] knows.
static MARKS: Table = Table::new(&[
    (0x21, 0x21),
    (0x28, 0x29),
    (0x3f, 0x3f),
    (0x201c, 0x201d),
    (0x3002, 0x3002),
    (0x300c, 0x300f),
    (0xff01, 0xff01),
    (0xff08, 0xff09),
    (0xff1f, 0xff1f),
]);

impl What {
    fn of(c: char) -> Option<Self> {
        Some(match c {
            '。' | '！' | '？' => Self::End,
            '!' | '?' => Self::AsciiEnd,
            '「' => Self::Open(0),
            '」' => Self::Close(0),
            '『' => Self::Open(1),
            '』' => Self::Close(1),
            '(' | '（' => Self::Open(2),
            ')' | '）' => Self::Close(2),
            '“' => Self::Open(3),
            '”' => Self::Close(3),
            _ => return None,
        })
    }
}

/// Where the run of end marks from `at` on ends, with the brackets and quotation marks that close behind it.
fn mark_run_end(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let marks = rest.trim_start_matches(['。', '！', '？', '!', '?']);
    let closed = marks.trim_start_matches(['」', '』', '）', ')', '”', '’', '"', '】', '》', '〉', '］', ']']);
    text.len() - closed.len()
}

fn emit(text: &str, base: usize, mut from: usize, to: usize, found: &mut impl FnMut(TextRange)) {
    while from < to {
        let rest = &text[from..to];
        let end = if rest.len() > SENTENCE_MAX { from + cut_position(rest) } else { to };
        let piece = text[from..end].trim_matches(' ');
        if !piece.is_empty() {
            let start = base + from + (text[from..end].len() - text[from..end].trim_start_matches(' ').len());
            found(TextRange::new(start as u32, (start + piece.len()) as u32));
        }
        from = end;
    }
}

/// Where to cut a text that is longer than a sentence may be.
fn cut_position(text: &str) -> usize {
    let limit = floor_boundary(text, SENTENCE_MAX);
    let half = floor_boundary(text, SENTENCE_MAX / 2);
    let window = &text[half..limit];
    for marks in [&['。', '！', '？'][..], &['、', ' '][..]] {
        if let Some((at, mark)) = window.rmatch_indices(marks).next() {
            return half + at + mark.len();
        }
    }
    limit
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let mut sentences = Vec::new();
        Cutter::default()
            .cut(text, TextRange::new(0, text.len() as u32), |range| sentences.push(&text[range.as_usize()]));
        sentences
    }

    #[test]
    fn sentences() {
        for (text, want) in [
            ("", &[][..]),
            ("効果がある。副作用はない。", &["効果がある。", "副作用はない。"]),
            ("すごい！！？ 本当。", &["すごい！！？", "本当。"]),
            ("「すごい。とても。」と言う。次。", &["「すごい。とても。」と言う。", "次。"]),
            ("（注。）本当（『二。』）。次", &["（注。）本当（『二。』）。", "次"]),
            ("閉じない「引用。次。", &["閉じない「引用。", "次。"]),
            ("開かない。」次。", &["開かない。」", "次。"]),
            ("「外（中」次。あ）い。", &["「外（中」次。", "あ）い。"]),
            ("No.1で1.5倍。a!b? c! d", &["No.1で1.5倍。", "a!b?", "c!", "d"]),
            ("“a! b” c (半角。)全角（混在。)次。末", &["“a! b” c (半角。)全角（混在。)次。", "末"]),
            (" 末尾なし ", &["末尾なし"]),
            ("。", &["。"]),
        ] {
            assert_eq!(cut(text), want, "{text}");
        }
    }

    #[test]
    fn long_sentences_are_cut() {
        let spaced = "あいうえお、".repeat(1000);
        let sentences = cut(&spaced);
        assert!(sentences.iter().all(|s| s.len() <= SENTENCE_MAX && s.ends_with('、')));
        assert_eq!(sentences.concat(), spaced);
        let solid = "あ".repeat(5000);
        assert_eq!(cut(&solid).iter().map(|s| s.len()).collect::<Vec<_>>(), [3000, 3000, 3000, 3000, 3000]);
        let quoted = format!("「{}」次", "長い引用です。".repeat(500));
        assert!(cut(&quoted).iter().all(|s| s.len() <= SENTENCE_MAX));
        // Brackets without partners are counted, not searched for.
        assert_eq!(cut(&format!("{}。次", "（「".repeat(100_000))).last(), Some(&"次"));
        assert_eq!(cut(&format!("{}{}。次", "（".repeat(200_000), "」".repeat(200_000))).last(), Some(&"次"));
    }
}
