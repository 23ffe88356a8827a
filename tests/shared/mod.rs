//! What several areas need: the built-in rules compiled once, the folders of the repository, its texts.

use kodai::class::Product;
use kodai::eval::{self, Item};
use kodai::linter::{Linter, Options};
use kodai::rule::schema::RuleFile;
use kodai::rule::{Compiled, RuleBook};
use kodai::source::{Format, SourceFile};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

/// A file or folder of the repository.
pub fn path(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(relative)
}

/// The built-in rules.
pub fn book() -> RuleBook {
    RuleBook::builtin().unwrap_or_else(|errors| panic!("{:?}", miette::Report::new(errors)))
}

/// The built-in rules, compiled once for all tests.
pub fn rules() -> Arc<Compiled> {
    static RULES: LazyLock<Arc<Compiled>> = LazyLock::new(|| {
        Arc::new(book().compile().unwrap_or_else(|errors| panic!("{:?}", miette::Report::new(errors))))
    });
    Arc::clone(&RULES)
}

/// A linter with the built-in rules.
pub fn linter(products: &[Product], prefilter: bool) -> Linter {
    let options = Options { products: products.to_vec(), prefilter, ..Options::default() };
    Linter::with_rules(rules(), options).unwrap()
}

/// A text as a Markdown file.
pub fn markdown(text: &str) -> SourceFile {
    SourceFile::new("text.md", text, Format::Markdown)
}

/// The labelled texts of a folder.
pub fn corpus(relative: &str) -> Vec<Item> {
    eval::read(&[path(relative)]).unwrap_or_else(|error| panic!("{error}"))
}

/// The built-in rule sets as they are written.
pub fn rule_files() -> Vec<RuleFile> {
    let mut paths: Vec<PathBuf> = fs::read_dir(path("rulesets")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    paths.iter().map(|path| options.from_str(&fs::read_to_string(path).unwrap()).unwrap()).collect()
}
