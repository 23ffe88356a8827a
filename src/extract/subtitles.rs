//! Prose of subtitles, SubRip and WebVTT: what is said, without numbers, times, voices and markup.
//!
//! A sentence over two cues is one sentence: cues follow each other as the lines of a paragraph do, and a pause, an end
//! of a sentence or a change of voice ends it.

use super::html::Page;
use super::inline::Marks;
use super::inner::Inner;
use super::lines::lines;
use super::sink::Sink;
use super::{BlockKind, Extraction, Piece};
use crate::source::SourceFile;
use crate::span::SourceRange;
use std::ops::Range;

/// Between two cues that are farther apart, nobody speaks on, in milliseconds.
const PAUSE: u64 = 2_000;

/// Reads what is said.
pub(super) fn extract(source: &SourceFile) -> Extraction {
    let text = source.text();
    let mut sink = Sink::new(text, Marks::of(text, source.format()));
    let mut lines = lines(text, source.bom_len() as usize).into_iter();
    // Where the last line ended that goes on, and when.
    let mut before: Option<(usize, u64)> = None;
    let mut page = Page::default();
    while let Some(line) = lines.next() {
        let words = text[line.clone()].trim();
        if ["NOTE", "STYLE", "REGION"].iter().any(|name| words == *name || words.starts_with(&format!("{name} "))) {
            while lines.next().is_some_and(|line| !text[line].trim().is_empty()) {}
            continue;
        }
        let Some((start, end)) = times(words) else { continue };
        if before.is_some_and(|(_, ended)| start > ended + PAUSE) {
            before = None;
        }
        while let Some(line) = lines.next().filter(|line| !text[line.clone()].trim().is_empty()) {
            let words = text[line.clone()].trim_start();
            let begins = words.starts_with(['-', '－', '–', '—', '♪', '<'])
                && (!words.starts_with('<') || words.starts_with("<v"));
            match before {
                Some((at, _)) if !begins => {
                    sink.piece(Piece::SoftBreak(SourceRange::new(at as u32, line.start as u32)));
                }
                _ => {
                    sink.begin(BlockKind::Paragraph);
                    page = Page::default();
                }
            }
            let mark = if begins {
                words.len() - words.trim_start_matches(['-', '－', '–', '—', ' ', '　']).len()
            } else {
                0
            };
            let first = line.end - words.len() + mark;
            said(text, first..line.end, &mut page, &mut sink);
            let mut words = text[line.clone()].trim_end();
            while let Some(tag) = words.strip_suffix('>').and_then(|rest| rest.rfind('<')) {
                words = words[..tag].trim_end();
            }
            let ends = words.ends_with(['。', '！', '？', '!', '?', '」', '』', '）', '♪', '…']);
            before = (!ends).then_some((line.end, end));
        }
    }
    sink.finish()
}

/// Adds a line of a cue. `{\an8}` places it, tags style it.
fn said(text: &str, line: Range<usize>, page: &mut Page, sink: &mut Sink<'_>) {
    let mut at = line.start;
    while at < line.end {
        let rest = &text[at..line.end];
        // A time in a cue says when the next word lights up.
        let times = rest
            .match_indices('<')
            .map(|(at, _)| at)
            .find(|&at| rest[at + 1..].starts_with(|c: char| c.is_ascii_digit()));
        let code = rest.find("{\\").unwrap_or(rest.len()).min(times.unwrap_or(rest.len()));
        page.read(&Inner::slice(text, at..at + code), BlockKind::Paragraph, sink);
        at += code;
        at += text[at..line.end].find(['}', '>']).map_or(line.end - at, |length| length + 1);
    }
}

/// When a cue begins and ends, in milliseconds, if the line says so: `00:01:02,300 --> 00:01:04.000 align:start`.
fn times(line: &str) -> Option<(u64, u64)> {
    let (from, to) = line.split_once("-->")?;
    Some((time(from.trim())?, time(to.split_whitespace().next()?)?))
}

fn time(text: &str) -> Option<u64> {
    let (clock, fraction) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let seconds = clock.split(':').try_fold(0_u64, |sum, part| sum.checked_mul(60)?.checked_add(part.parse().ok()?))?;
    seconds.checked_mul(1000)?.checked_add(fraction.parse::<u64>().ok().filter(|&fraction| fraction < 1000)?)
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::blocks;
    use crate::source::Format;

    #[test]
    fn what_is_said() {
        for (text, want) in [
            (
                "1\n00:00:01,000 --> 00:00:02,000\n副作用は\n一切\n\n2\n00:00:02,100 --> 00:00:03,000\n<i>ありません。</i>\n\n3\n00:00:03,100 --> 00:00:04,000\n次\n",
                &["p 副作用は_一切_ありません。", "p 次"][..],
            ),
            (
                "1\r\n00:00:01,000 --> 00:00:02,000\r\n甲\r\n\r\n2\r\n00:00:09,000 --> 00:00:10,000\r\n- 乙\r\n- {\\an8}丙\r\n",
                &["p 甲", "p 乙", "p 丙"],
            ),
            (
                "WEBVTT - 題\n\nNOTE 注\n必ず\n\nSTYLE\n::cue {}\n\nx\n01:02.000 --> 01:03.000 align:start\n<v 人>甲&amp;<00:01:02.500><c.a>乙</c>\n\n01:03.000 --> 01:04.000\n<v 別>丙\n",
                &["p 甲[&amp;=&]乙", "p 丙"],
            ),
            ("副作用なし\n", &[]),
            ("00:00:01,000 --> 00:00:02,000\n甲", &["p 甲"]),
        ] {
            assert_eq!(blocks(text, Format::Subtitles), want, "{text}");
        }
    }
}
