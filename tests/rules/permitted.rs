//! Permitted wordings: what they silence, for which products, and what stays reported.

use crate::shared::{book, markdown};
use kodai::class::{Class, Product};
use kodai::linter::{Linter, Options};
use kodai::rule::RuleBook;

const HOUSE: &str = r#"(
    lexicons: [
        (name: "house-note", terms: ["試験済み"]),
        (name: "house-promise", terms: ["必ず"]),
    ],
    rules: [
        (
            id: "house-effect",
            class: "appearance-effect",
            levels: {"cosmetics": "error", "food": "warning"},
            basis: ["社内基準"],
            message: (ja: "効果です。", en: "An effect."),
            help: (ja: "書き換えてください。", en: "Rewrite it."),
            phrases: ["肌を整える", "肌を整えて若返る", "小ジワを目立たなくする"],
            bad: ["[[肌を整え]]ます。"],
            good: ["肌です。"],
            since: "0.1.0",
        ),
        (
            id: "house-other-class",
            class: "body-function",
            levels: {"*": "warning"},
            basis: ["社内基準"],
            message: (ja: "作用です。", en: "A function."),
            help: (ja: "書き換えてください。", en: "Rewrite it."),
            phrases: ["代謝を整える"],
            bad: ["[[代謝を整え]]ます。"],
            good: ["代謝です。"],
            since: "0.1.0",
        ),
    ],
    permitted: [
        (
            id: "house-scope",
            products: ["cosmetics"],
            classes: ["appearance-effect"],
            basis: ["社内基準"],
            about: (ja: "肌を整える。", en: "肌を整える."),
            phrases: ["(肌|代謝)を整える"],
            unless: (near: ["house-promise"]),
            good: ["[[肌を整え]]ます。"],
            bad: ["[[肌を整えて若返り]]ます。"],
            since: "0.1.0",
        ),
        (
            id: "house-tested",
            products: ["cosmetics"],
            classes: ["appearance-effect"],
            basis: ["社内基準"],
            about: (ja: "小ジワ。", en: "Fine lines."),
            phrases: ["乾燥による小ジワを目立たなくする"],
            near: [(lexicons: ["house-note"], within: note)],
            good: ["[[乾燥による小ジワを目立たなくし]]ます。（試験済み）"],
            bad: ["[[乾燥による小ジワを目立たなくし]]ます。"],
            since: "0.1.0",
        ),
    ],
)"#;

/// What is reported (level and words) and what is dropped (status and words), with and without the prefilter.
fn judged(products: &[Product], text: &str) -> (Vec<String>, Vec<String>) {
    let run = |prefilter| {
        let book = RuleBook::from_texts(&[("house.ron", HOUSE)]).unwrap();
        let options = Options { products: products.to_vec(), prefilter, ..Options::default() };
        let source = markdown(text);
        let result = Linter::new(book, options).unwrap().lint(&source);
        let reported = result.diagnostics.iter().map(|found| format!("{} {}", found.level, source.slice(found.range)));
        let dropped = result.dropped.iter().map(|dropped| {
            let why = &dropped.reason;
            format!("{} {} {}", why.status, source.slice(dropped.range), why.describe().en)
        });
        (reported.collect(), dropped.collect())
    };
    let result = run(true);
    assert_eq!(result, run(false), "{text}");
    result
}

#[test]
fn a_wording_is_dropped_for_its_products_and_classes_alone() {
    let dropped = ["permitted 肌を整えます wording that this product may use: house-scope"];
    for (products, text, reported, dropped) in [
        (&[Product::Cosmetics][..], "肌を整えます。", &[][..], &dropped[..]),
        (&[Product::Cosmetics], "**肌**を、しっかり整えます。", &[], &["permitted 肌**を、しっかり整えます"]),
        (&[Product::Food], "肌を整えます。", &["warning 肌を整えます"], &[]),
        // Of two products, the one that may not say so decides.
        (&[Product::Cosmetics, Product::Food], "肌を整えます。", &["warning 肌を整えます"], &[]),
        (&[Product::Cosmetics], "代謝を整えます。", &["warning 代謝を整えます"], &[]),
    ] {
        let (found, excused) = judged(products, text);
        assert_eq!(found, reported, "{products:?} {text}");
        assert!(
            excused.len() == dropped.len() && excused.iter().zip(dropped).all(|(a, b)| a.starts_with(b)),
            "{products:?} {text}: {excused:?}"
        );
    }
}

#[test]
fn what_says_more_stays_reported() {
    for (text, reported) in [
        ("肌を整えて若返ります。", "error 肌を整えて若返ります"),
        ("必ず肌を整えます。", "error 肌を整えます"),
        ("肌を必ず整えます。", "error 肌を必ず整えます"),
        ("小ジワを目立たなくします。（試験済み）", "error 小ジワを目立たなくします"),
        ("乾燥による小ジワを目立たなくします。", "error 小ジワを目立たなくします"),
    ] {
        assert_eq!(judged(&[Product::Cosmetics], text).0, [reported], "{text}");
    }
    for text in
        ["乾燥による小ジワを目立たなくします。※試験済み", "乾燥による小ジワを目立たなくします[^1]。\n\n[^1]: 試験済み"]
    {
        assert_eq!(judged(&[Product::Cosmetics], text).0, Vec::<String>::new(), "{text}");
    }
}

#[test]
fn built_in_permissions_are_complete() {
    let book = book();
    assert!(book.permissions().len() >= 10);
    let mut wrong = Vec::new();
    for permission in book.permissions() {
        let mut require = |holds: bool, what: &str| {
            if !holds {
                wrong.push(format!("{}: {what}", permission.id));
            }
        };
        require(permission.good.len() >= 2 && permission.bad.len() >= 2, "fewer than 2 examples of a kind");
        require(permission.about.ja.ends_with('。') && permission.about.en.ends_with('.'), "how `about` ends");
        let law = |basis: &String| super::law::instrument(basis).is_some();
        require(permission.basis.iter().all(law), "a basis names no law");
        // A promise is forbidden for every product, however permitted the words around it.
        let promise = [Class::EfficacyGuarantee, Class::AbsoluteClaim, Class::NoSideEffects, Class::SafetyGuarantee];
        require(!permission.classes.iter().any(|class| promise.contains(class)), "silences a promise");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
