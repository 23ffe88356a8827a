//! What holds for every text, tried on texts made of pieces of real ones.
//!
//! The texts are the same in every run, so that a gate is never red by chance. `PROPTEST_CASES` and
//! `PROPTEST_RNG_SEED` try more and others.

mod text;

use crate::shared::{corpus, linter, rule_files};
use kodai::class::{Language, Product};
use kodai::diagnostic::LintResult;
use kodai::linter::Linter;
use kodai::report::{self, Style, reporter};
use kodai::rule::verify;
use kodai::source::{Format, SourceFile};
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// As many as take a few seconds.
const CASES: u32 = 200;

/// A linter that looks for every rule with the prefilter, and one without.
struct Pair {
    with: Linter,
    without: Linter,
}

impl Pair {
    fn new() -> Self {
        Self { with: linter(Product::ALL, true), without: linter(Product::ALL, false) }
    }

    /// What is wrong with what is made of a text.
    fn check(&self, source: &SourceFile) -> Result<(), String> {
        let result = self.with.lint(source);
        let seen = seen(source, &result);
        let missing = |other: &[String], what: &str| {
            let only = |a: &[String], b: &[String]| {
                a.iter().filter(|line| !b.contains(line)).map(|line| format!("\n  {line}")).collect::<String>()
            };
            if seen == other {
                return Ok(());
            }
            Err(format!("{what} differs; only at first:{}\nonly then:{}", only(&seen, other), only(other, &seen)))
        };
        missing(&self::seen(source, &self.without.lint(source)), "without the prefilter the result")?;
        missing(&self::seen(source, &self.with.lint(source)), "the second time the result")?;
        places(source, &result)?;
        shown(source, &result)
    }
}

/// All of a result, a line each.
fn seen(source: &SourceFile, result: &LintResult) -> Vec<String> {
    let mut lines = Vec::new();
    for found in &result.diagnostics {
        lines.push(format!(
            "{} {} {:?} {} lowered {:?} also {:?} rewrites {:?}",
            found.level,
            found.rule.id,
            found.range,
            source.slice(found.range),
            found.lowered,
            found.also,
            found.rewrites
        ));
    }
    for dropped in &result.dropped {
        lines.push(format!(
            "dropped {} {:?} {} {:?}",
            dropped.rule.id,
            dropped.range,
            source.slice(dropped.range),
            dropped.reason
        ));
    }
    lines
}

/// Ranges lie on character boundaries of the file, hold something, and are in order.
fn places(source: &SourceFile, result: &LintResult) -> Result<(), String> {
    let found = result.diagnostics.iter().map(|found| (found.range, &found.rule.id));
    let dropped = result.dropped.iter().map(|dropped| (dropped.range, &dropped.rule.id));
    for (range, id) in found.clone().chain(dropped.clone()) {
        match source.text().get(range.as_usize()) {
            Some(text) if !text.trim().is_empty() => {}
            text => return Err(format!("{id} stands at {range:?}, which holds {text:?}")),
        }
    }
    let sorted = |mut keys: Vec<_>| {
        let before = keys.clone();
        keys.sort();
        keys == before
    };
    if !sorted(found.map(|(range, id)| (range.start, range.end, id.clone())).collect())
        || !sorted(dropped.map(|(range, id)| (range.start, range.end, id.clone())).collect())
    {
        return Err("the result is out of order".to_owned());
    }
    Ok(())
}

/// The reports name the right lines, columns and words, and none of them fails.
fn shown(source: &SourceFile, result: &LintResult) -> Result<(), String> {
    let style = Style { language: Language::Ja, color: true, width: 80, dropped: true };
    for format in [report::Format::Pretty, report::Format::Concise] {
        reporter(format, style).file(source, result);
    }
    let json = reporter(report::Format::Json, style).file(source, result);
    let file: serde_json::Value = serde_json::from_slice(&json).map_err(|error| error.to_string())?;
    let lists = ["diagnostics", "dropped"].map(|list| file[list].as_array().cloned().unwrap_or_default());
    for finding in lists.iter().flatten() {
        let offset = |end: &str| finding[end]["offset"].as_u64().unwrap_or(u64::MAX) as usize;
        let (start, end) = (offset("start"), offset("end"));
        if source.text().get(start..end) != finding["text"].as_str() {
            return Err(format!("the text is not what stands at its offsets: {finding}"));
        }
        for (at, place) in [(start, &finding["start"]), (end, &finding["end"])] {
            let before = &source.text()[..at];
            let line = before.replace("\r\n", "\n").matches(['\n', '\r']).count() + 1;
            let on_line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
            // A byte order mark elsewhere than at the start of the file is a character as any other.
            let on_line = if line == 1 { on_line.strip_prefix('\u{feff}').unwrap_or(on_line) } else { on_line };
            let column = on_line.chars().count() + 1;
            if (place["line"].as_u64(), place["column"].as_u64()) != (Some(line as u64), Some(column as u64)) {
                return Err(format!("line {line} and column {column} are given as {place}"));
            }
        }
    }
    Ok(())
}

fn runner(cases: u32) -> TestRunner {
    let mut config = Config { failure_persistence: None, max_shrink_iters: 4000, ..Config::default() };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = cases;
    }
    if std::env::var_os("PROPTEST_RNG_SEED").is_none() {
        config.rng_seed = RngSeed::Fixed(20);
    }
    TestRunner::new(config)
}

#[test]
fn made_texts() {
    let pair = Pair::new();
    let pool = text::pool();
    runner(CASES)
        .run(&text::document(&pool), |(text, format)| {
            pair.check(&SourceFile::new("text", text, format)).map_err(TestCaseError::fail)
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn any_bytes_are_read_or_refused() {
    let linter = linter(&[Product::Clinic], true);
    runner(200)
        .run(&proptest::collection::vec(proptest::num::u8::ANY, 0..200), |bytes| {
            for format in Format::all() {
                if let Ok(source) = SourceFile::from_bytes("bytes", bytes.clone(), format) {
                    let result = linter.lint(&source);
                    places(&source, &result).map_err(TestCaseError::fail)?;
                }
            }
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

/// The texts of the repository: labelled sentences, articles, the examples of the rules.
fn texts() -> Vec<SourceFile> {
    let mut sources = Vec::new();
    for folder in ["corpus/sentences/dev", "corpus/sentences/test", "corpus/articles"] {
        for item in corpus(folder) {
            let name = format!("{}:{}", item.path.display(), item.line);
            sources.push(SourceFile::new(name, item.text, item.format));
        }
    }
    let mut seen = BTreeSet::new();
    for permission in rule_files().into_iter().flat_map(|file| file.permitted) {
        let examples = permission.bad.iter().chain(&permission.good);
        for (text, _) in examples.filter_map(|example| verify::unmark(&example.0)) {
            sources.push(SourceFile::new(format!("example of {}", permission.id.0), text, Format::Markdown));
        }
    }
    for duty in rule_files().into_iter().flat_map(|file| file.duties) {
        let bad = duty.bad.iter().filter_map(|example| verify::unmark(&example.0)).map(|(text, _)| text);
        for text in bad.chain(duty.good.iter().cloned()) {
            sources.push(SourceFile::new(format!("example of {}", duty.id.0), text, Format::Markdown));
        }
    }
    for rule in rule_files().into_iter().flat_map(|file| file.rules) {
        let bad = rule.bad.iter().filter_map(|example| verify::unmark(&example.0)).map(|(text, _)| text);
        for text in bad.chain(rule.good.iter().cloned()).filter(|text| seen.insert(text.clone())) {
            sources.push(SourceFile::new(format!("example of {}", rule.id.0), text, Format::Markdown));
        }
    }
    sources
}

#[test]
fn the_texts_of_the_repository() {
    let pair = Pair::new();
    let texts = texts();
    let wrong: Vec<String> = texts
        .par_iter()
        .filter_map(|source| {
            // Not the words of the test set: those who tune rules do not read them.
            let secret = source.path().to_string_lossy().contains("sentences/test");
            let shown = |fault: String| if secret { String::new() } else { fault };
            pair.check(source).err().map(|fault| format!("{}: {}\n", source.path().display(), shown(fault)))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), texts.len(), wrong.concat());
}

/// One after the other or side by side, in whatever order: words learnt from one text do not change what is made of
/// another.
#[test]
fn the_order_of_texts_does_not_matter() {
    let linter = linter(Product::ALL, true);
    let texts = texts();
    let forward: Vec<_> = texts.iter().map(|source| seen(source, &linter.lint(source))).collect();
    let parallel: Vec<_> = texts.par_iter().rev().map(|source| seen(source, &linter.lint(source))).collect();
    assert!(forward.iter().eq(parallel.iter().rev()));
}
