//! What holds for the extraction of any text in any format: nothing panics, places are in order and on character
//! boundaries, and the time is bounded.
//!
//! A fuzzer that runs on stable Rust: texts are cut, joined and repeated from the seeds of every format. `FUZZ_SECONDS=600
//! cargo test --release --test main -- --ignored fuzz` runs it for as long as it is told, on all formats in turn, with
//! seeds that differ from run to run; what it finds is printed and belongs into `FOUND`.

use kodai::document::Document;
use kodai::extract::{Extraction, Piece, extract};
use kodai::source::{Format, SourceFile};
use std::time::{Duration, Instant};

/// Pieces of all formats. What is special in one is noise in another.
const SEEDS: &[&str] = &[
    "副作用は一切ありません。",
    "効果",
    "か゛",
    "ﾊﾟ",
    "👍🏽",
    "\u{feff}",
    "\u{200b}",
    " ",
    "　",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "<",
    ">",
    "</",
    "/>",
    "<p>",
    "</p>",
    "<div hidden>",
    "</div>",
    "<li>",
    "<table><tr><td>",
    "</table>",
    "<br>",
    "<!--",
    "-->",
    "<title>",
    "</title>",
    "<script type=application/ld+json>",
    "</script>",
    "<img alt=\"",
    "' title='",
    "\"",
    "'",
    "=",
    "&amp;",
    "&nbsp",
    "&#x526f;",
    "&",
    ";",
    "<ruby>副<rt>ふく</rt></ruby>",
    "<q>",
    "</q>",
    "<svg/>",
    "<template>",
    "<meta name=description content=",
    "# ",
    "- ",
    "1. ",
    "> ",
    "    ",
    "```",
    "`",
    "**",
    "*",
    "_",
    "~~",
    "[",
    "](",
    ")",
    "![",
    "[^1]: ",
    "[^1]",
    "| ",
    "|---|\n",
    "---\n",
    "+++\n",
    "title: ",
    "description = ",
    "{{< x >}}",
    "{{",
    "}}",
    "{% comment %}",
    "{% endcomment %}",
    "{:",
    "}",
    ":::note[",
    ":::\n",
    "!!! note \"題\"\n",
    "import a from 'b'\n",
    "<Card title={",
    "{",
    "{/*",
    "*/",
    "=> {",
    "`${",
    "<>",
    "</>",
    "|",
    "《",
    "》",
    "｜",
    "{漢字|かんじ}",
    "https://a.jp/",
    "a@b.jp",
    "{\"a\": \"",
    "\", \"b\": [",
    "]",
    "\\n",
    "\\u526f",
    "\\",
    "\\\"",
    ",",
    "a,b\n",
    "\"\"",
    "a: ",
    "- a: |\n  ",
    "? ",
    "&a ",
    "*a",
    "!x ",
    ">-\n",
    "<target>",
    "</target>",
    "<source>",
    "<![CDATA[",
    "]]>",
    "<ph>",
    "msgid \"",
    "msgstr \"",
    "msgstr[0] \"",
    "#~ ",
    "WEBVTT\n\n",
    "00:00:01,000 --> 00:00:02,000\n",
    "00:01.000 --> 00:02.000\n",
    "NOTE ",
    "{\\an8}",
    "<v 人>",
    "= ",
    "== ",
    "----\n",
    "____\n",
    "|===\n",
    "2+|",
    "image::a[",
    "footnote:[",
    "[source]\n",
    ":x: y\n",
    "term:: ",
    "+\n",
    ".. note:: ",
    ".. [1] ",
    "::\n\n  ",
    "====\n",
    "+---+\n",
    "==== ====\n",
    ":ref:`",
    "`_",
    "``",
    "|x|",
    "\u{b}",
    "\u{fffc}",
    "\u{1a}",
    "\u{0}",
];

/// What was found once.
const FOUND: &[(Format, &str)] = &[
    // A tag over two lines.
    // A tag inside what the Markdown parser takes for one block of HTML.
    (Format::Mdx, "*a+\n<![CDATA[#~ 00:01.000\n</q>&a \timport\n/>[source]\n**> "),
    (Format::Mdx, "|<img alt*```|x|``[source]\n> <![CDATA[&nbsp"),
];

/// A small generator of random numbers (SplitMix64): the same seed gives the same texts.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn text(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..=self.below(24) {
            let seed = SEEDS[self.below(SEEDS.len())];
            match self.below(12) {
                0 => text.push_str(&seed.repeat(1 + self.below(6))),
                1 => {
                    let cut = self.below(text.chars().count() + 1);
                    text = text.chars().take(cut).collect();
                }
                2 => text.extend(seed.chars().rev()),
                _ => text.push_str(seed),
            }
        }
        text
    }
}

/// What is wrong with what is extracted from a text.
fn check(source: &SourceFile) -> Result<(), String> {
    let extraction = extract(source);
    places(source, &extraction)?;
    let document = Document::build(source, &extraction);
    for sentence in &document.sentences {
        let range = document.map.to_source(sentence.range);
        if source.text().get(range.as_usize()).is_none() {
            return Err(format!("a sentence stands at {range:?}, which is on no character boundary"));
        }
    }
    Ok(())
}

fn places(source: &SourceFile, extraction: &Extraction) -> Result<(), String> {
    for block in &extraction.blocks {
        if block.pieces.is_empty() {
            return Err("an empty block".into());
        }
        let mut end = 0;
        for piece in &block.pieces {
            let range = piece.range();
            let Some(text) = source.text().get(range.as_usize()) else {
                return Err(format!("{piece:?} is on no character boundary"));
            };
            // Two pieces may stand for one stretch, where one decoded text was taken apart.
            if range.start < end && !matches!(piece, Piece::Decoded(..) | Piece::SoftBreak(_) | Piece::HardBreak(_)) {
                return Err(format!("{piece:?} begins before {end}, in {block:?}"));
            }
            if matches!(piece, Piece::Text(_)) && text.is_empty() {
                return Err(format!("{piece:?} is empty"));
            }
            end = end.max(range.end);
        }
    }
    Ok(())
}

fn check_one(format: Format, text: &str) -> Result<(), String> {
    let source = SourceFile::new("text", text, format);
    let result = std::panic::catch_unwind(|| check(&source)).unwrap_or_else(|_| Err("a panic".into()));
    result.map_err(|fault| format!("{format}: {fault}\nof {text:?}"))
}

#[test]
fn what_was_found_once_holds() {
    for &(format, text) in FOUND {
        check_one(format, text).unwrap_or_else(|fault| panic!("{fault}"));
    }
}

#[test]
fn made_texts_of_every_format() {
    let mut random = Random(5);
    for _ in 0..300 {
        let text = random.text();
        for format in Format::all() {
            check_one(format, &text).unwrap_or_else(|fault| panic!("{fault}"));
        }
    }
}

#[test]
#[ignore = "runs for FUZZ_SECONDS"]
fn fuzz() {
    let seconds = std::env::var("FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(60);
    let seed =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |time| time.as_nanos() as u64);
    let mut random = Random(seed);
    let begin = Instant::now();
    let mut count = 0_u64;
    while begin.elapsed() < Duration::from_secs(seconds) {
        for _ in 0..100 {
            let text = random.text();
            for format in Format::all() {
                check_one(format, &text).unwrap_or_else(|fault| panic!("after {count} texts: {fault}"));
            }
            count += 1;
        }
    }
    println!("{count} texts in each of {} formats, seed {seed}", Format::all().count());
}

/// Nothing takes more than its length in time: a text ten times as long takes about ten times as long.
#[test]
fn texts_of_any_shape_take_bounded_time() {
    let sentence = "副作用は一切ありません。";
    let long: Vec<(String, String)> = vec![
        ("one line".into(), sentence.repeat(60_000)),
        ("many lines".into(), format!("{sentence}\n").repeat(40_000)),
        ("no sentence".into(), "あ".repeat(700_000)),
        ("white space".into(), " ".repeat(1_000_000)),
        ("line ends".into(), "\n".repeat(500_000)),
    ];
    let deep = [
        "<div>",
        "<span hidden>",
        "<b>",
        "<li>",
        "<table><tr><td>",
        "<ruby>",
        "</p>",
        "<!--",
        "<a href=\"",
        "> ",
        "- ",
        "[",
        "![",
        "**",
        "_",
        "`",
        "[a](",
        "{",
        "{{",
        "{%",
        "{{<",
        "{\"a\":",
        "[[",
        "\"",
        "\\",
        ":::",
        "|",
        "&",
        "<target>",
        "msgid \"",
        "《",
        "｜",
        "*a*",
        "a: ",
        "- - ",
        "((",
        "<<",
        "image:[",
        "``",
        ":a:`",
        "http://",
        "@",
        "+---+\n",
        "|===\n",
        "____\n",
        "== ",
        "::\n",
    ];
    let deep = deep.iter().map(|piece| (format!("{piece:?}"), piece.repeat(100_000 / piece.len().max(4))));
    for (name, text) in long.into_iter().chain(deep) {
        for format in Format::all() {
            let begin = Instant::now();
            check_one(format, &text).unwrap_or_else(|fault| panic!("{name}: {}", &fault[..fault.len().min(300)]));
            let took = begin.elapsed();
            // Wide enough for a busy machine and an unoptimised build; what is quadratic takes minutes.
            assert!(took < Duration::from_secs(10), "{name} as {format} took {took:?}");
        }
    }
}
