//! Extraction from Markdown against the reference renderer: the text that kodai reads from each example of the
//! specification is the text that it reads from the HTML which the specification gives for it.
//!
//! The specification is not in this repository. `just commonmark` fetches it and runs this test.

use kodai::document::Document;
use kodai::extract::extract;
use kodai::source::{Format, SourceFile};
use std::collections::BTreeMap;
use std::fs;

/// The examples that differ, and why each may.
const DIFFERENCES: &str = include_str!("commonmark-differences.txt");

/// What is read of a text, without what carries no words.
fn read(text: &str, format: Format) -> String {
    let source = SourceFile::new("example", text, format);
    let document = Document::build(&source, &extract(&source));
    // Asterisks that CommonMark leaves alone are no prose to kodai: beside Japanese punctuation they were meant as markup.
    document.text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{fffc}' | '*')).collect()
}

/// The examples of `spec.txt`: number, Markdown, HTML.
fn examples(spec: &str) -> Vec<(usize, String, String)> {
    let fence = "`".repeat(32);
    let mut examples = Vec::new();
    let mut rest = spec;
    while let Some(at) = rest.find(&format!("{fence} example")) {
        let body = &rest[at..];
        let body = &body[body.find('\n').unwrap() + 1..];
        let end = body.find(&format!("{fence}\n")).unwrap();
        let (markdown, html) = body[..end].split_once("\n.\n").or(body[..end].split_once(".\n")).unwrap();
        examples.push((examples.len() + 1, markdown.replace('→', "\t") + "\n", html.replace('→', "\t")));
        rest = &body[end..];
    }
    examples
}

#[test]
#[ignore = "needs the specification: just commonmark"]
fn extraction_agrees_with_the_reference_renderer() {
    let path = std::env::var_os("COMMONMARK_SPEC").expect("COMMONMARK_SPEC: where spec.txt is");
    let examples = examples(&fs::read_to_string(path).unwrap());
    assert!(examples.len() >= 650, "{} examples", examples.len());
    let known: BTreeMap<usize, &str> = DIFFERENCES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(' ').map(|(number, reason)| (number.parse().unwrap(), reason)))
        .collect();
    let mut wrong = String::new();
    for (number, markdown, html) in &examples {
        let (ours, reference) = (read(markdown, Format::Markdown), read(html, Format::Html));
        match (ours == reference, known.contains_key(number)) {
            (true, true) => wrong.push_str(&format!("{number} agrees and is listed\n")),
            (false, false) => {
                wrong.push_str(&format!("{number}: {ours:?}\n   not {reference:?}\n   of {markdown:?}\n"));
            }
            _ => {}
        }
    }
    println!("{} examples, {} differ for known reasons", examples.len(), known.len());
    assert!(wrong.is_empty(), "{wrong}");
}
