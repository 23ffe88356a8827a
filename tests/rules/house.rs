//! The rules of the house: what a reader of the sources may count on.

use crate::shared::path;
use std::fs;
use std::path::PathBuf;

/// A source file: its path from the root, with slashes, and its text.
struct Source {
    name: String,
    text: String,
}

impl Source {
    /// Its lines, numbered from 1, without those of its tests and without comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let tests = self.text.find("#[cfg(test)]\nmod ").unwrap_or(self.text.len());
        let lines = self.text[..tests].lines().map(|line| line.split("//").next().unwrap_or_default());
        (1..).zip(lines).filter(|_| !self.name.ends_with("/tests.rs"))
    }

    fn is_core(&self) -> bool {
        !["src/cli/", "src/report/", "src/main.rs", "src/lib.rs"].iter().any(|edge| self.name.starts_with(edge))
    }
}

fn sources() -> Vec<Source> {
    let root = path("");
    let mut sources = Vec::new();
    let mut folders: Vec<PathBuf> = vec![path("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
                sources.push(Source { name, text: fs::read_to_string(&path).unwrap().replace("\r\n", "\n") });
            }
        }
    }
    sources.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(sources.len() > 50, "{} source files", sources.len());
    sources
}

/// The lines that hold one of some words, of the files that may not.
fn offences(words: &[&str], forbidden: impl Fn(&Source) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| forbidden(source)) {
        for (number, line) in source.code() {
            for word in words.iter().filter(|word| line.contains(**word)) {
                found.push(format!("{}:{number}: {word}", source.name));
            }
        }
    }
    found
}

#[track_caller]
fn none(offences: &[String]) {
    assert!(offences.is_empty(), "\n{}", offences.join("\n"));
}

#[test]
fn every_file_says_what_it_owns() {
    let mut wrong = Vec::new();
    for source in sources() {
        // A file of tests may speak of what it tests.
        let first = source.text.lines().next().unwrap_or_default();
        if !first.starts_with("//! ") || first.len() < 20 {
            wrong.push(source.name);
        }
    }
    none(&wrong);
}

#[test]
fn the_core_knows_no_edge() {
    none(&offences(
        &["crate::cli", "crate::report", "clap::", "indicatif", "std::env", "std::process"],
        Source::is_core,
    ));
}

#[test]
fn only_the_edge_prints() {
    let printing = ["println!", "print!(", "eprintln!", "eprint!(", "dbg!(", "io::stdout", "io::stderr"];
    none(&offences(&printing, |source| source.is_core() || source.name.starts_with("src/report/")));
}

#[test]
fn only_one_file_names_the_tokenizer() {
    let allowed = ["src/tokenize/lindera.rs", "src/tokenize/mod.rs"];
    none(&offences(&["lindera", "kodai_dictionary"], |source| !allowed.contains(&source.name.as_str())));
}

#[test]
fn nothing_is_unwrapped() {
    none(&offences(&[".unwrap()", ".expect(", "panic!(", "unreachable!(", "todo!(", "unimplemented!("], |source| {
        source.name != "src/tokenize/lindera.rs"
    }));
}

#[test]
fn nothing_is_unsafe() {
    none(&offences(&["unsafe "], |_| true));
}
