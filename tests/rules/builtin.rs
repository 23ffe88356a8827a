//! The built-in rule sets: complete, and as good as their examples.

use crate::shared::{book, linter, markdown, path, rules};
use kodai::class::{Bilingual, Class, Product};
use kodai::fix;
use kodai::linter::Linter;
use kodai::rule::pattern::{Anchors, is_single_kana};
use kodai::rule::verify::{self, Outcome};
use kodai::rule::{Finder, Rule, RuleBook, RuleError, RuleErrors};
use miette::Diagnostic as _;
use std::collections::BTreeSet;

#[test]
fn all_examples_are_as_wanted() {
    let results = verify::run(book()).unwrap();
    let mut wrong = String::new();
    for result in &results {
        let wanted = if result.bad { Some(Outcome::Reported) } else { None };
        if result.outcome != wanted {
            let outcome = result.outcome.map_or("silent".to_owned(), |outcome| outcome.to_string());
            wrong.push_str(&format!("  {} {outcome}: {} found {:?}\n", result.id, result.example, result.found));
        }
    }
    assert!(wrong.is_empty(), "of {} examples wrong are:\n{wrong}", results.len());
}

#[test]
fn every_rule_is_complete() {
    let mut wrong = Vec::new();
    for rule in book().rules() {
        let mut require = |holds: bool, what: &str| {
            if !holds {
                wrong.push(format!("{}: {what}", rule.id));
            }
        };
        let distinct = |examples: &[String]| examples.iter().collect::<BTreeSet<_>>().len();
        // The examples of a duty are whole documents.
        let least = if rule.class == Class::MissingDisclosure { 2 } else { 4 };
        require(distinct(&rule.bad) >= least, &format!("fewer than {least} bad examples"));
        require(distinct(&rule.good) >= least, &format!("fewer than {least} good examples"));
        require(!rule.basis.is_empty(), "no basis");
        require(
            rule.rewrites.iter().all(|rewrite| rewrite.replace.is_some() || !rewrite.with.is_empty()),
            "an empty rewrite",
        );
        require(is_version(&rule.since), "`since` is no version of kodai so far");
        for (what, text) in [("message", &rule.message), ("help", &rule.help)] {
            require(
                text.ja.ends_with(['。', '」']) && is_japanese(&text.ja),
                &format!("the Japanese {what}: {}", text.ja),
            );
            require(text.en.ends_with('.') && !is_japanese_only(&text.en), &format!("the English {what}: {}", text.en));
            require(text.ja.trim() == text.ja && text.en.trim() == text.en, &format!("space around the {what}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn messages_tell_rules_apart() {
    let book = book();
    let mut wrong = Vec::new();
    for (index, rule) in book.rules().iter().enumerate() {
        let same = |text: fn(&Rule) -> &Bilingual| {
            book.rules()[..index].iter().find(|other| text(other).ja == text(rule).ja).map(|other| other.id.clone())
        };
        if let Some(other) = same(|rule| &rule.message) {
            wrong.push(format!("{} says the same as {other}", rule.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn is_version(text: &str) -> bool {
    let numbers = |text: &str| text.split('.').map(str::parse).collect::<Result<Vec<u32>, _>>().ok();
    let now = numbers(env!("CARGO_PKG_VERSION"));
    numbers(text).is_some_and(|since| since.len() == 3 && Some(since) <= now)
}

fn is_japanese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, 'ぁ'..='ヿ'))
}

/// English that quotes a Japanese word is English.
fn is_japanese_only(text: &str) -> bool {
    !text.chars().any(|c| c.is_ascii_lowercase())
}

/// Loaded as those of a house are, the built-in sets are checked as strictly: every regex, and no word of a phrase lost.
#[test]
fn the_rule_sets_load_as_those_of_a_house() {
    let loaded = RuleBook::load(&[path("rulesets")], false).and_then(|book| book.compile().map(drop));
    let Err(RuleErrors(errors)) = loaded else { return };
    let text = |error: &RuleError| {
        let place = error.range().and_then(|range| {
            let span = (range.start, range.len()).into();
            let contents = error.source_code()?.read_span(&span, 0, 0).ok()?;
            Some(format!("{}:{}:{}: ", contents.name()?, contents.line() + 1, contents.column() + 1))
        });
        format!("{}{error}", place.unwrap_or_default())
    };
    panic!("{}", errors.iter().map(text).collect::<Vec<_>>().join("\n"));
}

/// A rule that is nowhere on, or whose matches context or a permission always drops, does nothing. If not
/// even one of its own examples is reported with all rules at work, nothing in the world will be.
#[test]
fn every_rule_fires() {
    let rules = rules();
    let mut silent: BTreeSet<&str> = rules.rules.iter().map(|compiled| &*compiled.rule.id).collect();
    let fires = |silent: &mut BTreeSet<&str>, linter: &Linter, own: &Rule, text: &str| {
        for found in linter.lint(&markdown(text)).diagnostics {
            silent.remove(&*found.rule.id);
            // Where another is graver or says more, its class is told all the same.
            let told = found.rule.class == own.class || found.also.contains(&own.class);
            silent.retain(|id| *id != own.id || !told);
            if let Some(unmet) = &found.unmet {
                silent.remove(&*unmet.duty);
            }
        }
    };
    for &product in Product::ALL {
        let linter = linter(&[product], true);
        for compiled in &rules.rules {
            if silent.contains(&*compiled.rule.id) && compiled.rule.level(product).is_some() {
                let examples = compiled.rule.bad.iter().filter_map(|example| verify::unmark(example));
                examples.for_each(|(text, _)| fires(&mut silent, &linter, &compiled.rule, &text));
            }
        }
    }
    assert!(silent.is_empty(), "never reported: {silent:?}");
}

/// What is rewritten without asking has to do for every product of the rule, with all rules at work.
#[test]
fn safe_rewrites_do_for_all_products() {
    let book = book();
    let with_rewrites = book.rules().iter().filter(|rule| rule.rewrites.iter().any(|rewrite| rewrite.safe));
    let mut wrong = String::new();
    for rule in with_rewrites {
        for &(product, level) in &rule.levels {
            let linter = linter(&[product], true);
            let texts = rule.bad.iter().filter_map(|example| verify::unmark(example));
            let fixed = texts.filter(|(text, _)| {
                let (after, result) = fix::fix(&linter, markdown(text));
                after.text() != text && result.fixed.iter().any(|fixed| fixed.rule.id == rule.id)
            });
            if fixed.count() == 0 {
                wrong.push_str(&format!("  {} for {product} ({level}): none of its examples is rewritten\n", rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_product_has_rules() {
    for &product in Product::ALL {
        assert!(book().rules().iter().any(|rule| rule.level(product).is_some()), "{product}");
    }
}

/// A pattern whose anchor is one hiragana is looked for in nearly every sentence, which the prefilter is there to avoid.
#[test]
fn no_pattern_is_looked_for_everywhere() {
    let rules = rules();
    let mut wrong = BTreeSet::new();
    for rule in &rules.rules {
        for finder in &rule.find {
            let vague = |literals: &[String]| -> String {
                literals.iter().filter(|anchor| is_single_kana(anchor)).map(|anchor| format!(" {anchor}")).collect()
            };
            let mut complain = |anchors: String, of: &str| {
                if !anchors.is_empty() {
                    wrong.insert(format!("{}: {of}{anchors}", rule.rule.id));
                }
            };
            match finder.anchors() {
                Anchors::Literals(literals) => complain(vague(literals), "a phrase"),
                Anchors::Lexicons(ids) => {
                    for lexicon in ids.iter().map(|&id| &rules.lexicons[id as usize]) {
                        complain(vague(&lexicon.anchors), &format!("the lexicon `{}`", lexicon.name));
                    }
                }
            }
        }
    }
    // きず and えずかない are read as forms of 切る and 得る; か and こ are terms of `concern` and `dirt`. The list only shrinks.
    let known = [
        "fear-neglect: the lexicon `ind-neglect` ほ",
        "never-fails: the lexicon `those` か こ",
        "no-mark: the lexicon `scar-short` き",
        "testimonial-aged-past: the lexicon `end-change-thing` こ",
        "testimonial-attributed: a phrase な",
        "testimonial-attributed: the lexicon `end-change-thing` こ",
        "testimonial-change: a phrase に",
        "testimonial-change: the lexicon `end-change-thing` こ",
        "testimonial-first-person: the lexicon `end-change-thing` こ",
        "works-on-anything: a phrase ば",
    ];
    assert!(wrong.iter().eq(known.iter()), "{wrong:#?}");
}

/// Built-in expressions are compiled when they are first used, so nothing but this tells of one that is none.
#[test]
fn all_expressions_compile() {
    let compiled = rules();
    let rules = compiled.rules.iter().map(|rule| (&rule.rule.id, &rule.find, &rule.conditions.unless));
    let permissions =
        compiled.permissions.iter().map(|entry| (&entry.permission.id, &entry.find, &entry.conditions.unless));
    for (id, find, unless) in rules.chain(permissions) {
        for finder in find.iter().chain(unless) {
            if let Finder::Regex { regex, .. } = finder {
                assert!(regex.get().is_some(), "{id}: {regex:?}");
            }
        }
    }
    for (id, rewrites) in compiled.rules.iter().map(|rule| (&rule.rule.id, &rule.rule.rewrites)) {
        for replace in rewrites.iter().filter_map(|rewrite| rewrite.replace.as_ref()) {
            assert!(replace.get().is_some(), "{id}: {replace}");
        }
    }
}
