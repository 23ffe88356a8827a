//! The status that context gives a match, on a table of sentences and a few plain rules: independent of the built-in
//! rules.

use crate::shared::{markdown, path};
use kodai::linter::{Linter, Options};
use kodai::rule::RuleBook;
use std::fs;

#[test]
fn every_row_of_the_table_has_its_status() {
    let book = RuleBook::load(&[path("tests/context/rules.ron")], false).unwrap();
    let linter = Linter::new(book, Options::default()).unwrap();
    let table = fs::read_to_string(path("tests/context/statuses.txt")).unwrap();
    let mut wrong = String::new();
    let mut rows = 0;
    for (number, line) in (1..).zip(table.lines()) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (wanted, text) = line.split_once(" | ").unwrap_or_else(|| panic!("line {number} has no ` | `"));
        let (status, why) = judged(&linter, &text.replace("\\n", "\n"));
        rows += 1;
        if status != wanted {
            wrong.push_str(&format!("  {number}: wanted {wanted}, got {status} ({why}): {text}\n"));
        }
    }
    assert!(rows > 100, "only {rows} rows");
    assert!(wrong.is_empty(), "tests/context/statuses.txt, of {rows} rows wrong are:\n{wrong}");
}

/// What became of the first match, in the words of the table, and the reason.
fn judged(linter: &Linter, text: &str) -> (String, String) {
    let result = linter.lint(&markdown(text));
    match (result.diagnostics.first(), result.dropped.first()) {
        (Some(found), _) => match found.lowered.first() {
            Some(reason) => (format!("lowered {}", reason.status), reason.describe().en),
            None => ("claim".to_owned(), String::new()),
        },
        (None, Some(dropped)) => (dropped.reason.status.to_string(), dropped.reason.describe().en.clone()),
        (None, None) => ("nothing".to_owned(), String::new()),
    }
}
