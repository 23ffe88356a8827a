//! Whole documents: from a source to text, and every offset back.

use super::*;
use crate::extract::extract;
use crate::source::Format;
use crate::span::SourceRange;
use proptest::prelude::*;

fn build(text: &str, format: Format) -> (SourceFile, Document) {
    let source = SourceFile::new("a", text, format);
    let document = Document::build(&source, &extract(&source));
    (source, document)
}

/// What a phrase of the normalised text is in the file.
fn source_of<'s>(source: &'s SourceFile, document: &Document, phrase: &str) -> &'s str {
    let start = document.text.find(phrase).unwrap_or_else(|| panic!("{phrase} is not in {:?}", document.text));
    let range = TextRange::new(start as u32, (start + phrase.len()) as u32);
    source.slice(document.map.to_source(range))
}

#[test]
fn a_phrase_maps_to_its_slice() {
    for (text, phrase, want) in [
        ("副作用は**一切**ありません。", "副作用は一切ありません", "副作用は**一切**ありません"),
        ("**副作用**は", "副作用", "副作用"),
        ("前の**副作用**は", "副作用", "副作用"),
        ("副作用は\n一切ありません。", "副作用は一切", "副作用は\n一切"),
        ("副作用は\r\n一切ありません。", "副作用は一切", "副作用は\r\n一切"),
        ("> 副作用は\n> 一切ありません。", "副作用は一切", "副作用は\n> 一切"),
        ("[副作用は一切ありません](a.md)", "副作用は一切ありません", "副作用は一切ありません"),
        ("> [安心して](./first.md)受けて", "安心して受けて", "安心して](./first.md)受けて"),
        ("| a |\n|---|\n| 副作用は**なし** |", "副作用はなし", "副作用は**なし"),
        ("![副作用は*一切*ありません](a.png)", "副作用は一切ありません", "副作用は*一切*ありません"),
        ("---\ndescription: '副作用''なし'\n---\n", "用'な", "用''な"),
        ("業界Ｎｏ．１の実績。", "No.1", "Ｎｏ．１"),
        ("ﾊﾟｰﾌｪｸﾄ", "パー", "ﾊﾟｰ"),
        ("㍍です", "ー", "㍍"),
        ("副 作 用 な し。", "副作用なし", "副 作 用 な し"),
        ("（副 **作** 用）", "副作用", "副 **作** 用"),
        ("痛み&amp;跡&nbsp;&nbsp;なし", "痛み&跡 な", "痛み&amp;跡&nbsp;&nbsp;な"),
        ("副\u{200b}作\u{200b}用\u{200b}は", "作用", "作\u{200b}用"),
        ("<ruby>副作用<rt>ふくさよう</rt></ruby>なし", "副作用なし", "副作用<rt>ふくさよう</rt></ruby>なし"),
        ("<ruby>副作用<rt>ふくさよう</rt></ruby>なし", "副作用", "副作用"),
        ("<p>副作用は<b>一切</b>\nありません</p>", "一切ありません", "一切</b>\nありません"),
        ("効果[^1]あり\n\n[^1]: 注", "効果あり", "効果[^1]あり"),
        ("\u{feff}効果", "効果", "効果"),
        ("本当? そう", "本当？", "本当?"),
        ("痛い\\*です", "い*で", "い\\*で"),
    ] {
        let (source, document) = build(text, Format::Markdown);
        assert_eq!(source_of(&source, &document, phrase), want, "{text}");
        check(&source, &document);
    }
}

#[test]
fn blocks_and_sentences() {
    for (text, want) in [
        ("副作用は  \nありません。", &["副作用はありません。"][..]),
        ("効果があります  \n安心です", &["効果があります", "安心です"]),
        ("効果がある。<br>\n安心だ。次", &["効果がある。", "安心だ。", "次"]),
        ("効果は`x`で高い", &["効果は\u{fffc}で高い"]),
        ("![](a.png) `x`", &[]),
        ("No.1の\nACE\n配合と 書く", &["No.1の ACE 配合と 書く"]),
        ("一。「二。三。」四。\n\n五", &["一。", "「二。三。」四。", "五"]),
        ("前![**痛み**なし](a)後", &["前\u{fffc}後", "痛みなし"]),
        ("", &[]),
        ("---\n", &[]),
    ] {
        let (source, document) = build(text, Format::Markdown);
        let sentences: Vec<_> = document.sentences.iter().map(|sentence| document.slice(sentence.range)).collect();
        assert_eq!(sentences, want, "{text}");
        check(&source, &document);
    }
}

#[test]
fn hostile_files_neither_overflow_nor_take_forever() {
    for (unit, count) in [
        (">", 100_000),
        ("> ", 100_000),
        ("[", 100_000),
        ("![", 100_000),
        ("[a](", 50_000),
        ("- ", 100_000),
        ("*a ", 50_000),
        ("<div>", 50_000),
        ("<blockquote>", 50_000),
        ("<!--", 50_000),
        ("<img alt=\"", 50_000),
        ("&aaaa;", 50_000),
        ("「", 100_000),
        ("（「", 100_000),
        ("あ・", 100_000),
        ("副 ", 100_000),
        ("\u{3099}", 100_000),
        ("{漢|", 100_000),
        ("｜漢《", 100_000),
        ("https://a)", 50_000),
        ("a@", 100_000),
        ("効果<br>", 50_000),
        ("副作用は一切ありません、", 60_000),
    ] {
        let text = unit.repeat(count);
        for format in [Format::Markdown, Format::Plain] {
            let (_, document) = build(&text, format);
            assert!(document.sentences.iter().all(|sentence| sentence.range.len() <= 3000), "{unit}");
        }
    }
}

/// What holds for every document.
fn check(source: &SourceFile, document: &Document) {
    let mut expected = 0;
    for block in &document.blocks {
        assert_eq!(block.range.start, expected, "blocks follow each other");
        expected = block.range.end + 1;
        let inside = document.slice(block.range);
        assert!(!inside.is_empty() && !inside.contains('\n') && inside.trim() == inside, "{inside:?}");
        let mut last = SourceRange::new(0, 0);
        for (at, c) in inside.char_indices() {
            let start = block.range.start + at as u32;
            let range = document.map.to_source(TextRange::new(start, start + c.len_utf8() as u32));
            assert!(range.start >= last.start && range.end >= last.end, "{range:?} after {last:?}");
            assert!(!source.slice(range).is_empty(), "{c:?} comes from nowhere, or from half a character: {range:?}");
            last = range;
        }
    }
    assert_eq!(document.text.len() as u32, expected.saturating_sub(1));
    for (text, copied) in document.map.copied() {
        assert_eq!(document.slice(text), source.slice(copied));
    }
    let mut end = 0;
    for sentence in &document.sentences {
        assert!(sentence.range.start >= end && !sentence.range.is_empty());
        assert!(document.blocks[sentence.block as usize].range.contains(sentence.range));
        let inside = document.slice(sentence.range);
        assert!(inside.len() <= super::sentence::SENTENCE_MAX && inside.trim() == inside, "{inside:?}");
        end = sentence.range.end;
    }
}

/// Prose, marks and markup that meet in articles, and what breaks scanners.
fn alphabet() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "副",
        "作",
        "用",
        "は",
        "ない",
        "ません",
        "効果",
        "治",
        "る",
        "ア",
        "ー",
        "っ",
        "。",
        "、",
        "！",
        "?",
        "!",
        "「",
        "」",
        "（",
        ")",
        "(",
        "）",
        "Ｎｏ．１",
        "ｶ",
        "ﾞ",
        "か",
        "\u{3099}",
        "①",
        "㍍",
        "％",
        "・",
        "♡",
        " ",
        "　",
        "\t",
        "\n",
        "\n\n",
        "\r\n",
        "  \n",
        "\\",
        "\\\n",
        "*",
        "**",
        "_",
        "~~",
        "`",
        "```\n",
        "[",
        "]",
        "](",
        "a.png)",
        "![",
        "[^1]",
        "\n[^1]: ",
        "#",
        "# ",
        "> ",
        "- ",
        "1. ",
        "|",
        "\n|---|---|\n",
        "---\n",
        "+++\n",
        "title: ",
        "title = ",
        "description: >\n  ",
        "'",
        "\"",
        "&amp;",
        "&nbsp;",
        "&#x526f;",
        "&",
        ";",
        "<",
        ">",
        "<br>",
        "<p>",
        "</p>",
        "<ruby>",
        "<rt>",
        "</rt>",
        "</ruby>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<img alt=\"",
        "\">",
        "<div>\n",
        "<code>",
        "https://",
        "a.jp/?b=1",
        "www.",
        "@",
        "{",
        "}",
        "《",
        "》",
        "｜",
        "\u{200b}",
        "\u{feff}",
        "\u{fe0f}",
        "\u{fffc}",
        "😀",
        "é",
        "a",
        "Z",
        "9",
        ".",
        "※",
        "■ ",
        "===\n",
        "\u{0}",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_maps_back(parts in prop::collection::vec(alphabet(), 0..60), markdown: bool, fenced: bool) {
        let text = if fenced { format!("---\n{}\n---\n{}", parts.concat(), parts.concat()) } else { parts.concat() };
        let (source, document) = build(&text, if markdown { Format::Markdown } else { Format::Plain });
        check(&source, &document);
    }

    #[test]
    fn normalising_twice_changes_nothing_more(parts in prop::collection::vec(alphabet(), 0..12)) {
        let once = normalize(&parts.concat());
        prop_assert!(!once.contains('\n') && once.trim() == once);
        let twice = normalize(&once);
        // Closing up a word may bring letters together that form another chain; the text still only shrinks.
        prop_assert!(twice.len() <= once.len() + 6, "{:?} {:?}", once, twice);
    }

    #[test]
    fn any_characters_survive(text in "\\PC{0,40}|[\\x00-\\x7f]{0,80}") {
        for format in [Format::Markdown, Format::Plain] {
            let (source, document) = build(&text, format);
            check(&source, &document);
        }
    }
}
