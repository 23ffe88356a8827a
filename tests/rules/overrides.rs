//! House rule sets that change others: overrides, more terms, replaced lexicons; and every conflict at its place.

use kodai::class::{Level, Product};
use kodai::linter::{Linter, Options};
use kodai::rule::{RuleBook, RuleErrors};
use kodai::source::{Format, SourceFile};

/// What the others change.
const BASE: &str = r#"(
    lexicons: [
        (name: "risk", terms: ["副作用", "(健康)被害"]),
        (name: "worry", terms: ["心配"]),
    ],
    rules: [
        (
            id: "denied", class: "no-side-effects", levels: {"clinic": "error", "food": "warning"}, basis: ["法"],
            message: (ja: "あ", en: "a"), help: (ja: "い", en: "b"), phrases: ["{risk}がない"],
            bad: ["[[副作用がない]]。"], good: ["副作用があります。"], since: "0.1.0",
        ),
    ],
    permitted: [
        (
            id: "allowed", products: ["clinic"], classes: ["novelty"], basis: ["法"], about: (ja: "あ", en: "a"),
            phrases: ["最新"], good: ["[[最新]]"], bad: ["[[最先端]]"], since: "0.1.0",
        ),
    ],
)"#;

fn load(files: &[(&str, &str)]) -> Result<RuleBook, RuleErrors> {
    RuleBook::from_texts(&[&[("base.ron", BASE)], files].concat())
}

/// What is told of a house file beside the base: the words that are underlined, and the message.
fn told(files: &[(&str, &str)]) -> Vec<String> {
    let compiled = load(files).and_then(|book| book.compile().map(drop));
    let Err(RuleErrors(errors)) = compiled else { return Vec::new() };
    let text = |error: &kodai::rule::RuleError| {
        let range = error.range().unwrap();
        files.iter().rev().find_map(|(_, text)| text.get(range.clone())).unwrap().to_owned()
    };
    errors.iter().map(|error| format!("[{}] {error}", text(error))).collect()
}

fn found(files: &[(&str, &str)], product: Product, text: &str) -> Vec<(Level, String)> {
    let book = load(files).unwrap_or_else(|errors| panic!("{:?}", miette::Report::new(errors)));
    let linter = Linter::new(book, Options { products: vec![product], ..Options::default() }).unwrap();
    let source = SourceFile::new("a.md", text, Format::Markdown);
    let result = linter.lint(&source);
    result.diagnostics.iter().map(|found| (found.level, found.rule.message.ja.clone())).collect()
}

#[test]
fn levels_and_texts_are_overridden() {
    let house = (
        "house.ron",
        r#"(overrides: [(rule: "denied", levels: {"food": "off", "salon": "info"}, message: (ja: "社内", en: "in-house"))])"#,
    );
    let text = "副作用がない。";
    assert_eq!(found(&[house], Product::Clinic, text), [(Level::Error, "社内".to_owned())]);
    assert_eq!(found(&[house], Product::Salon, text), [(Level::Info, "社内".to_owned())]);
    assert_eq!(found(&[house], Product::Food, text), []);
    assert_eq!(found(&[], Product::Food, text), [(Level::Warning, "あ".to_owned())]);
    let off = ("house.ron", r#"(overrides: [(rule: "denied", levels: {"*": "off"})])"#);
    assert_eq!(found(&[off], Product::Clinic, text), []);
    let book = load(&[house]).unwrap();
    assert_eq!(book.rule("denied").unwrap().overridden, ["house.ron"]);
    // Half of the products from each.
    let other = ("other.ron", r#"(overrides: [(rule: "denied", levels: {"clinic": "warning", "food": "off"})])"#);
    assert_eq!(found(&[house, other], Product::Clinic, text), [(Level::Warning, "社内".to_owned())]);
}

#[test]
fn lexicons_are_extended_and_replaced() {
    let extend = ("house.ron", r#"(extend: [(lexicon: "risk", terms: ["好転反応"], include: ["worry"])])"#);
    for text in ["副作用がない。", "好転反応がない。", "心配がない。"] {
        assert_eq!(found(&[extend], Product::Clinic, text).len(), 1, "{text}");
    }
    let replace = ("house.ron", r#"(lexicons: [(name: "risk", replaces: true, terms: ["好転反応"])])"#);
    assert_eq!(found(&[replace], Product::Clinic, "好転反応がない。").len(), 1);
    assert_eq!(found(&[replace], Product::Clinic, "副作用がない。").len(), 0);
    assert!(load(&[extend]).unwrap().changes_builtin() || !load(&[]).unwrap().changes_builtin());
}

/// Files by their names and texts, and what is told of them.
type Case = (&'static [(&'static str, &'static str)], &'static [&'static str]);

#[test]
fn what_changes_nothing_and_what_conflicts_is_told() {
    let cases: &[Case] = &[
        (
            &[("a.ron", r#"(overrides: [(rule: "denide", levels: {"*": "off"})])"#)],
            &["[denide] there is no rule `denide` to override; did you mean `denied`?"],
        ),
        (
            &[("a.ron", r#"(overrides: [(rule: "allowed", levels: {"*": "off"})])"#)],
            &["[allowed] `allowed` is a permitted wording and no rule; only rules can be overridden"],
        ),
        (
            &[("a.ron", r#"(overrides: [(rule: "denied")])"#)],
            &["[denied] the override of `denied` changes nothing: give it levels, a message or a help"],
        ),
        (
            &[
                ("a.ron", r#"(overrides: [(rule: "denied", levels: {"*": "off"})])"#),
                ("b.ron", r#"(overrides: [(rule: "denied", levels: {"food": "error"})])"#),
            ],
            &["[denied] `denied` is overridden otherwise in a.ron: food is off there"],
        ),
        (
            &[(
                "a.ron",
                r#"(overrides: [
                    (rule: "denied", help: (ja: "う", en: "c")),
                    (rule: "denied", help: (ja: "え", en: "d")),
                ])"#,
            )],
            &["[denied] `denied` is given another help further up in this file"],
        ),
        (
            &[("a.ron", r#"(extend: [(lexicon: "risk", terms: ["被害", "健康被害", "事故"])])"#)],
            &["[健康被害] `健康被害` is a term of the lexicon `risk` already"],
        ),
        (
            &[
                ("a.ron", r#"(extend: [(lexicon: "risk", terms: ["事故"])])"#),
                ("b.ron", r#"(extend: [(lexicon: "risk", terms: ["事故"])])"#),
            ],
            &["[事故] `事故` is a term of the lexicon `risk` already"],
        ),
        (
            &[("a.ron", r#"(extend: [(lexicon: "risks", terms: ["事故"])])"#)],
            &["[risks] unknown lexicon `risks`; did you mean `risk`?"],
        ),
        (&[("a.ron", r#"(extend: [(lexicon: "risk")])"#)], &["[risk] nothing is added to the lexicon `risk`"]),
        (
            &[("a.ron", r#"(extend: [(lexicon: "risk", include: ["wory"])])"#)],
            &["[wory] unknown lexicon `wory`; did you mean `worry`?"],
        ),
        (
            &[("a.ron", r#"(lexicons: [(name: "risk", terms: ["事故"])])"#)],
            &["[risk] there is a lexicon `risk` already, base.ron; `replaces: true` replaces it, `extend` adds to it"],
        ),
        (
            &[("a.ron", r#"(lexicons: [(name: "risks", replaces: true, terms: ["事故"])])"#)],
            &["[risks] there is no lexicon `risks` to replace; did you mean `risk`?"],
        ),
        (
            &[
                ("a.ron", r#"(lexicons: [(name: "risk", replaces: true, terms: ["事故"])])"#),
                ("b.ron", r#"(lexicons: [(name: "risk", replaces: true, terms: ["事件"])])"#),
            ],
            &["[risk] the lexicon `risk` is replaced already, a.ron"],
        ),
    ];
    let mut wrong = String::new();
    for (files, wanted) in cases {
        let told = told(files);
        if told != *wanted {
            wrong.push_str(&format!("{files:?}\n  told:   {told:#?}\n  wanted: {wanted:#?}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn built_in_rules_are_overridden_and_known_where_they_are_left_out() {
    let id = crate::shared::book().rules()[0].id.clone();
    let text = format!(r#"(overrides: [(rule: "{id}", levels: {{"*": "info"}})])"#);
    assert!(RuleBook::from_texts(&[("house.ron", &text)]).is_ok());
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("house.ron");
    std::fs::write(&path, text).unwrap();
    let book = RuleBook::load(&[path], true).unwrap();
    let rule = book.rule(&id).unwrap();
    assert!(Product::ALL.iter().all(|&product| rule.level(product) == Some(Level::Info)));
}
