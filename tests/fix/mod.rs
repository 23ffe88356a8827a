//! Safe rewrites: where they are made, and where they are not. Made with rules of their own.

use crate::shared::markdown;
use kodai::fix::fix;
use kodai::linter::{Linter, Options};
use kodai::rule::RuleBook;
use kodai::rule::verify::{self, Outcome};

fn rules(rewrites: &str, bad: &str) -> RuleBook {
    let text = format!(
        r#"(rules: [(
            id: "surely", class: "efficacy-guarantee", levels: {{"*": "error"}}, basis: ["社内基準"],
            message: (ja: "断定です。", en: "A guarantee."), help: (ja: "断定しない。", en: "Do not."),
            phrases: ["絶対に…3届く", "必ず届く"], rewrites: [{rewrites}],
            bad: ["{bad}"], good: ["届きます。"], since: "0.1.0",
        )])"#
    );
    RuleBook::from_texts(&[("house.ron", &text)]).unwrap_or_else(|errors| panic!("{:?}", miette::Report::new(errors)))
}

const REMOVE: &str = r#"(replace: "絶対に", with: "", safe: true)"#;

#[track_caller]
fn check(rewrites: &str, text: &str, wanted: &str) {
    let linter = Linter::new(rules(rewrites, "[[絶対に届きます]]"), Options::default()).unwrap();
    let (source, result) = fix(&linter, markdown(text));
    assert_eq!(source.text(), wanted, "{text}");
    let now = linter.lint(&source);
    assert_eq!(now.diagnostics.len(), result.diagnostics.len(), "what is told is what is there: {text}");
    // The way back.
    let mut before = source.text().to_owned();
    for fixed in result.fixed.iter().rev() {
        before.replace_range(fixed.range.as_usize(), &fixed.before);
    }
    assert_eq!(before, text);
}

#[test]
fn a_safe_rewrite_is_made() {
    check(REMOVE, "商品は絶対に届きます。", "商品は届きます。");
    check(REMOVE, "絶対に届く。二つ目も、絶対に届く。", "届く。二つ目も、届く。");
    check(REMOVE, "> **絶対に届きます**\n", "> **届きます**\n");
    // What follows a match may go with it.
    check(r#"(replace: "必ず(?:届き、?)", with: "", safe: true)"#, "必ず届き、使えます。", "使えます。");
    check(r#"(replace: "絶対(に)", with: "順$1", safe: true)"#, "**絶対に**届きます。", "**順に**届きます。");
}

#[test]
fn markup_is_never_lost_or_left_empty() {
    for text in [
        "**絶対に**届きます。",
        "[絶対に](a.md)届きます。",
        "絶**対**に届きます。",
        "絶対&#x306b;届きます。",
        "<b>絶対に</b>届きます。",
    ] {
        check(REMOVE, text, text);
    }
}

#[test]
fn what_would_be_read_as_markup_is_not_made() {
    check(r##"(replace: "絶対に", with: "#", safe: true)"##, "絶対に 届きます。", "絶対に 届きます。");
    check(r#"(replace: "絶対に", with: "*", safe: true)"#, "*強調、絶対に届く*", "*強調、絶対に届く*");
    check(REMOVE, "絶対に- 届きます。", "絶対に- 届きます。");
}

#[test]
fn what_is_not_one_clear_change_is_not_made() {
    // Nothing says that it is safe.
    check(r#""届きます""#, "絶対に届きます。", "絶対に届きます。");
    check(r#"(replace: "絶対に", with: "", when: (ja: "場合", en: "if"))"#, "絶対に届きます。", "絶対に届きます。");
    // Two that would do.
    let two = format!(r#"{REMOVE}, (replace: "絶対", with: "確か", safe: true)"#);
    check(&two, "絶対に届きます。", "絶対に届きます。");
    // Twice in one finding.
    check(REMOVE, "絶対に、絶対に届きます。", "絶対に、絶対に届きます。");
}

#[test]
fn what_leaves_a_finding_is_not_made() {
    let other = r#"(replace: "絶対に", with: "必ず", safe: true)"#;
    check(other, "絶対に届きます。", "絶対に届きます。");
    // The others are made all the same.
    let none = r#"(replace: "絶対に(翌日)?", with: "$1", safe: true)"#;
    check(none, "絶対に届く。絶対に必ず届く。絶対に翌日届く。", "届く。絶対に必ず届く。翌日届く。");
}

#[test]
fn the_examples_of_a_rule_test_its_safe_rewrites() {
    let wrong = |rewrites: &str, bad: &str| {
        let results = verify::run(rules(rewrites, bad)).unwrap();
        results
            .into_iter()
            .filter(|result| result.outcome == Some(Outcome::Unfixed))
            .map(|result| result.example)
            .collect::<Vec<_>>()
    };
    assert_eq!(wrong(REMOVE, "[[絶対に届きます]]"), [""; 0]);
    assert_eq!(wrong(REMOVE, "[[必ず届きます]]"), ["絶対に → "]);
    assert_eq!(wrong(r#"(replace: "絶対に", with: "必ず", safe: true)"#, "[[絶対に届きます]]"), ["必ず届きます"]);
}
