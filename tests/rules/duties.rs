//! Duties of the document: when they arise, what meets them, what is told.

use crate::shared::{linter, markdown};
use kodai::class::{Class, Language, Level, Product};
use kodai::linter::{Linter, Options};
use kodai::rule::RuleBook;

const HOUSE: &str = r#"(
    lexicons: [(name: "house-clinic", terms: ["当院"])],
    duties: [
        (
            id: "house-duty",
            class: "missing-disclosure",
            levels: {"clinic": "warning"},
            basis: ["社内基準"],
            message: (ja: "{missing}がありません。", en: "No {missing}."),
            help: (ja: "書いてください。", en: "Say it."),
            arises: (
                phrases: ["自由診療"],
                unless: (phrases: ["自由診療とは"]),
                near: [(lexicons: ["house-clinic"], within: document)],
                in_sentences: 2,
                least_sentences: 4,
            ),
            requires: [
                (id: "price", name: (ja: "費用", en: "price"), regexes: ["[0-9,]+円"]),
                (id: "risk", name: (ja: "リスク", en: "risk"), phrases: ["赤み", "リスクがある"]),
                (id: "basis", name: (ja: "根拠", en: "basis"), within: note, phrases: ["当院調べ"]),
            ],
            bad: ["当院です。[[自由診療]]です。自由診療です。以上です。"],
            good: ["当院です。"],
            since: "0.1.0",
        ),
    ],
)"#;

/// What is told in a document: the words where it is told and the message, or why nothing is.
fn told(text: &str) -> Vec<String> {
    let run = |prefilter| {
        let book = RuleBook::from_texts(&[("house.ron", HOUSE)]).unwrap();
        let options = Options { products: vec![Product::Clinic], prefilter, ..Options::default() };
        let source = markdown(text);
        let result = Linter::new(book, options).unwrap().lint(&source);
        let found = result
            .diagnostics
            .iter()
            .map(|found| format!("{} {}: {}", found.level, source.slice(found.range), found.message(Language::En)));
        let dropped =
            result.dropped.iter().map(|dropped| format!("{} {}", dropped.reason.status, source.slice(dropped.range)));
        found.chain(dropped).collect::<Vec<_>>()
    };
    let result = run(true);
    assert_eq!(result, run(false), "{text}");
    result
}

#[test]
fn a_duty_names_what_is_missing_once() {
    let cases: &[(&str, &[&str])] = &[
        (
            "当院の自由診療です。\n\n自由診療です。\n\n自由診療です。\n\n以上です。",
            &["warning 自由診療です: No price, risk, basis."],
        ),
        (
            "当院の自由診療です。（当院調べ）\n\n自由診療は1,000円です。\n\n以上です。\n\n赤みが出た場合はご連絡ください。",
            // The basis must stand beside each.
            &["warning 自由診療: No basis."],
        ),
        ("当院の自由診療です。\n\n自由診療は1,000円です。\n\n赤みが出ます。\n\n※当院調べ", &["disclosed 自由診療です"]),
        // A denial and a question meet nothing.
        (
            "当院の自由診療です。\n\n自由診療は1,000円です。\n\n赤みはありません。赤みは出ますか？\n\n※当院調べ",
            &["warning 自由診療です: No risk."],
        ),
    ];
    for (text, wanted) in cases {
        assert_eq!(told(text), *wanted, "{text}");
    }
}

#[test]
fn a_duty_arises_only_where_the_thing_is_offered() {
    for text in [
        // Too short, once only, no clinic, a denial, a mention, another topic.
        "当院の自由診療です。自由診療です。",
        "当院の自由診療です。\n\nA。\n\nB。\n\nC。",
        "自由診療です。自由診療です。A。B。",
        "当院です。自由診療ではありません。自由診療ではありません。A。B。",
        "当院です。自由診療とは何か。自由診療とは何か。A。B。",
    ] {
        assert!(told(text).iter().all(|line| !line.starts_with("warning")), "{text}: {:?}", told(text));
    }
}

#[test]
fn a_footnote_is_one_on_the_blocks_that_refer_to_it() {
    let text = |mark: &str| {
        format!(
            "# お茶\n\n当社のお茶は売上No.1です{mark}。\n\nA。B。C。D。E。F。G[^a]。\n\n\
             [^a]: ○○総研調べ、2024年1〜12月、全国の健康茶の販売金額\n"
        )
    };
    let linter = linter(&[Product::Food], true);
    assert!(linter.lint(&markdown(&text("[^a]"))).diagnostics.is_empty());
    // What a rule reports on the same stretch says it, too.
    let result = linter.lint(&markdown(&text("")));
    let [found] = &result.diagnostics[..] else { panic!("{:?}", result.diagnostics) };
    assert_eq!((found.rule.id.as_str(), found.level), ("number-one", Level::Warning));
    assert_eq!(found.also, [Class::MissingDisclosure]);
    assert!(found.tells_of("rank-without-survey"));
    assert!(found.message(Language::En).starts_with("Claims a rank"));
}
