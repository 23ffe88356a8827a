//! Texts of pieces: what the rules and corpora say, markup, other widths, and what an editor or a converter leaves
//! behind.

use crate::shared::{corpus, rule_files};
use kodai::rule::phrase::Part;
use kodai::rule::verify;
use kodai::source::Format;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// What texts are made of.
#[derive(Clone, Debug)]
pub struct Pool {
    /// Whole sentences.
    sentences: Vec<String>,
    /// Phrases and terms, as the rules write them.
    phrases: Vec<String>,
}

/// The pool of the repository. Without the test set, which nobody reads.
pub fn pool() -> Pool {
    let mut sentences: Vec<String> = Vec::new();
    for item in corpus("corpus/sentences/dev") {
        sentences.extend(item.text.lines().map(str::to_owned));
    }
    let mut phrases = Vec::new();
    for file in rule_files() {
        // The first terms of each lexicon stand for it in phrases.
        let mut terms: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for lexicon in &file.lexicons {
            let texts: Vec<String> =
                lexicon.terms.iter().flat_map(|term| ways(&term.spelt, &BTreeMap::new())).collect();
            phrases.extend(texts.iter().cloned());
            terms.insert(lexicon.name.0.clone(), texts);
        }
        for rule in &file.rules {
            for phrase in rule.phrases.iter().chain(&rule.unless.phrases) {
                phrases.extend(ways(&phrase.spelt, &terms));
            }
            sentences.extend(rule.bad.iter().filter_map(|example| verify::unmark(&example.0)).map(|(text, _)| text));
            sentences.extend(rule.good.iter().cloned());
        }
    }
    phrases.sort();
    phrases.dedup();
    Pool { sentences, phrases }
}

/// A few ways to say a phrase.
fn ways(spelt: &[Vec<Part>], terms: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let fill = |parts: &Vec<Part>, nth: usize| -> String {
        let text = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Lexicon(names) => {
                let known = names.iter().filter_map(|name| terms.get(name)).find(|terms| !terms.is_empty());
                known.map_or_else(|| "副作用".to_owned(), |terms| terms[nth % terms.len()].clone())
            }
            Part::Any(_) => "施術".to_owned(),
            Part::Gap(_) => ["", "本当に", "多くの方に、"][nth % 3].to_owned(),
            Part::Exact => String::new(),
        };
        parts.iter().map(text).collect()
    };
    spelt.iter().take(4).enumerate().map(|(nth, parts)| fill(parts, nth)).collect()
}

/// A document and the format it is read as.
pub fn document(pool: &Pool) -> impl Strategy<Value = (String, Format)> + use<> {
    let blocks = proptest::collection::vec(block(pool), 1..6);
    let format = prop_oneof![4 => Just(Format::Markdown), 1 => Just(Format::Plain)];
    (blocks, format, any::<bool>(), any::<bool>()).prop_map(|(blocks, format, crlf, mark)| {
        let mut text = blocks.concat();
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        if mark {
            text.insert(0, '\u{feff}');
        }
        (text, format)
    })
}

/// A block: what stands before, between the lines and after.
fn block(pool: &Pool) -> impl Strategy<Value = String> + use<> {
    let frames = select(vec![
        ("", "", "\n\n"),
        ("", "\n", "\n\n"),
        ("", "  \n", "\n\n"),
        ("", "<br>", "\n\n"),
        ("# ", "", "\n\n"),
        ("", "", "\n=====\n\n"),
        ("- ", "\n- ", "\n\n"),
        ("- ", "\n  ", "\n"),
        ("1. ", "\n", "\n\n"),
        ("> ", "\n> ", "\n\n"),
        ("> ", "\n", "\n\n"),
        ("| 項目 | 値 |\n|---|---|\n| ", " | ", " |\n\n"),
        ("---\ntitle: ", "\ndescription: ", "\n---\n\n"),
        ("---\ndescription: >-\n  ", "\n  ", "\n---\n"),
        ("[^1]: ", "", "\n\n"),
        ("```\n", "\n", "\n```\n\n"),
        ("    ", "", "\n\n"),
        ("<p>", "</p>\n<p>", "</p>\n\n"),
        ("<table><tr><td>", "</td><td>", "</td></tr></table>\n\n"),
        ("<!-- ", "", " -->\n"),
        ("![", "", "](a.png)\n\n"),
        ("「", "」「", "」\n"),
        ("Q. ", "\n\nA. ", "\n\n"),
        ("※", "\n※", "\n"),
        ("", "", ""),
    ]);
    (frames, proptest::collection::vec(inline(pool), 1..5))
        .prop_map(|((open, between, close), pieces)| format!("{open}{}{close}", pieces.join(between)))
}

fn inline(pool: &Pool) -> impl Strategy<Value = String> + use<> {
    proptest::collection::vec(piece(pool), 1..4).prop_map(|pieces| pieces.concat())
}

fn piece(pool: &Pool) -> impl Strategy<Value = String> + use<> {
    let said = prop_oneof![
        4 => select(pool.sentences.clone()),
        4 => select(pool.phrases.clone()),
        2 => tail(),
    ];
    let odd = select(vec![
        "👍🏽",
        "👨‍👩‍👧",
        "⚠️",
        "\u{200b}",
        "\u{ad}",
        "\u{feff}",
        "か\u{3099}",
        "𠮷野家",
        "①",
        "㌔",
        "ﷺ",
        "\u{202e}",
        "\t",
        "　",
        " ",
        "\\",
        "`",
        "*",
        "**",
        "~~",
        "_",
        "[",
        "]",
        "](",
        "<",
        ">",
        "&amp;",
        "&#8203;",
        "&nbsp;",
        "https://example.com/必ず",
        "{{ a }}",
        "<ruby>副<rt>ふく</rt></ruby>",
        "「",
        "」",
        "『",
        "』",
        "（",
        "）",
        "(",
        ")",
        "【",
        "】",
        "“",
        "”",
        "…",
        "——",
        "・",
        "／",
        "、",
        "。",
        "！",
        "？",
        "?",
        "!",
        "\n",
        "\n\n",
        "100%",
        "１００％",
        "No.1",
        "Ｎｏ．１",
        "24時間",
        "3日で",
        "ー",
        "々",
        "〇",
        "○",
        "●",
        "×",
        "＊",
        "★",
        "♡",
    ])
    .prop_map(str::to_owned);
    let plain = said.boxed();
    prop_oneof![
        5 => plain.clone(),
        3 => (plain.clone(), select(vec!["**", "*", "~~", "`", "_", "==", "\""])).prop_map(|(text, mark)| format!("{mark}{text}{mark}")),
        1 => plain.clone().prop_map(|text| format!("[{text}](./a.md)")),
        1 => plain.clone().prop_map(|text| format!("「{text}」")),
        1 => plain.clone().prop_map(|text| format!("「{text}」といった表現は使えません。")),
        1 => plain.clone().prop_map(|text| text.nfkd().collect()),
        2 => plain.clone().prop_map(|text| wide(&text)),
        2 => plain.clone().prop_map(|text| narrow(&text)),
        1 => (plain.clone(), select(vec![" ", "　", "・", "\u{200b}"])).prop_map(|(text, between)| {
            text.chars().map(String::from).collect::<Vec<_>>().join(between)
        }),
        // One character masked.
        1 => (plain.clone(), select(vec!["○", "〇", "●", "×", "*"]), any::<Index>()).prop_map(|(text, mask, at)| {
            let at = at.index(text.chars().count() + 1);
            text.chars().enumerate().map(|(i, c)| if i == at { mask.to_owned() } else { c.to_string() }).collect()
        }),
        // Something in the middle of a word, and words cut short.
        3 => (plain.clone(), odd.clone(), any::<Index>()).prop_map(|(text, odd, at)| cut(&text, at, &odd)),
        1 => (plain.clone(), select(vec!["**", "\n", "<b>", "</b>", "</p>"]), any::<Index>())
            .prop_map(|(text, mark, at)| cut(&text, at, mark)),
        1 => (plain, any::<Index>()).prop_map(|(text, at)| text.chars().take(at.index(text.chars().count() + 1)).collect()),
        2 => odd,
    ]
}

/// What follows a claim and may change it.
fn tail() -> impl Strategy<Value = String> {
    select(vec![
        "ありません。",
        "はありますか？",
        "わけではありません。",
        "とは言えません。",
        "場合は",
        "ことを確認してください。",
        "かもしれません。",
        "が期待できます。",
        "と思われがちですが、",
        "はずがない。",
        "です。",
        "ので安心です。",
        "のは誤解です。",
        "という保証はありません。",
        "でしょうか。",
        "副作用は？",
        "ございません。",
        "いいえ、ありません。",
        "痛みはありますか？",
        "ほとんど",
        "まったく",
        "絶対に",
        "必ず",
        "てほしい。",
        "、",
        "。",
    ])
    .prop_map(str::to_owned)
}

fn cut(text: &str, at: Index, between: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = at.index(chars.len() + 1);
    let (before, after) = chars.split_at(at);
    before.iter().collect::<String>() + between + &after.iter().collect::<String>()
}

/// ASCII in full width.
fn wide(text: &str) -> String {
    let one = |c: char| match c {
        '!'..='~' => char::from_u32(c as u32 + 0xfee0).unwrap_or(c),
        ' ' => '\u{3000}',
        _ => c,
    };
    text.chars().map(one).collect()
}

/// Katakana in half width.
fn narrow(text: &str) -> String {
    let half: BTreeMap<char, char> =
        ('\u{ff66}'..='\u{ff9d}').map(|half| (half.nfkc().next().unwrap_or(half), half)).collect();
    let one = |c: char| match c {
        '\u{3099}' => 'ﾞ',
        '\u{309a}' => 'ﾟ',
        _ => half.get(&c).copied().unwrap_or(c),
    };
    // Marks stand apart in half width: ガ is ｶﾞ.
    let apart = |c: char| if ('ァ'..='ヺ').contains(&c) { c.nfd().collect::<String>() } else { c.to_string() };
    text.chars().map(apart).collect::<String>().chars().map(one).collect()
}
