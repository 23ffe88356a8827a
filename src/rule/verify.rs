//! The examples of rules and of permitted wordings, run through the whole pipeline.

use super::{Permission, Rule, RuleBook};
use crate::fix;
use crate::linter::{Linter, LinterError, Options};
use crate::source::{Format, SourceFile};
use crate::span::SourceRange;
use std::ops::Range;
use std::sync::Arc;

/// What became of an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A bad example was found at its span; a good one stayed silent.
    Reported,
    /// A bad example was not found.
    Missing,
    /// A good example was found.
    Noisy,
    /// A bad example was found elsewhere than at its span.
    WrongSpan,
    /// A safe rewrite leaves the finding of a bad example, or applies to none.
    Unfixed,
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Reported => "Reported",
            Self::Missing => "Missing",
            Self::Noisy => "Noisy",
            Self::WrongSpan => "WrongSpan",
            Self::Unfixed => "Unfixed",
        })
    }
}

/// One example and what became of it.
#[derive(Clone, Debug)]
pub struct ExampleResult {
    /// The id of the rule or permission.
    pub id: String,
    /// The rule set it came from.
    pub origin: String,
    /// The example as it is written.
    pub example: String,
    /// Whether it is one that must be found.
    pub bad: bool,
    /// What became of it; `None` for a good example that stayed silent, as it should.
    pub outcome: Option<Outcome>,
    /// What the rule found in it.
    pub found: Vec<String>,
}

/// The text of an example without its marks, and the byte ranges that were marked. `None` if the marks do not match.
pub fn unmark(example: &str) -> Option<(String, Vec<Range<usize>>)> {
    let mut text = String::with_capacity(example.len());
    let mut spans = Vec::new();
    let mut open = None;
    let mut rest = example;
    while let Some(at) = rest.find("[[").into_iter().chain(rest.find("]]")).min() {
        text.push_str(&rest[..at]);
        if rest[at..].starts_with("[[") {
            if open.replace(text.len()).is_some() {
                return None;
            }
        } else {
            let start = open.take()?;
            if start == text.len() {
                return None;
            }
            spans.push(start..text.len());
        }
        rest = &rest[at + 2..];
    }
    text.push_str(rest);
    open.is_none().then_some((text, spans))
}

/// Runs the examples of all rules: each rule alone, for each product at whose level it applies first.
///
/// # Errors
///
/// [`LinterError`] if a pattern does not compile.
pub fn run(book: RuleBook) -> Result<Vec<ExampleResult>, LinterError> {
    let rules: Vec<Arc<Rule>> = book.rules().to_vec();
    let permissions: Vec<Arc<Permission>> = book.permissions().to_vec();
    let linter = Linter::new(book, Options::default())?;
    let mut results = Vec::new();
    for rule in rules {
        for example in &rule.bad {
            let (text, spans) = unmark(example).unwrap_or_default();
            let found = find(&linter, &rule, &text);
            let hit = |span: &Range<usize>| found.iter().any(|range| range.start < span.end && span.start < range.end);
            let within =
                |range: &Range<usize>| spans.iter().any(|span| range.start < span.end && span.start < range.end);
            let outcome = if found.is_empty() {
                Outcome::Missing
            } else if spans.iter().all(hit) && found.iter().all(within) {
                Outcome::Reported
            } else {
                Outcome::WrongSpan
            };
            let found = found.iter().map(|range| text[range.clone()].to_owned()).collect();
            results.push(ExampleResult {
                id: rule.id.clone(),
                origin: rule.origin.clone(),
                example: example.clone(),
                bad: true,
                outcome: Some(outcome),
                found,
            });
        }
        results.extend(unfixed(&linter, &rule));
        for example in &rule.good {
            let found: Vec<String> =
                find(&linter, &rule, example).iter().map(|range| example[range.clone()].to_owned()).collect();
            let outcome = (!found.is_empty()).then_some(Outcome::Noisy);
            results.push(ExampleResult {
                id: rule.id.clone(),
                origin: rule.origin.clone(),
                example: example.clone(),
                bad: false,
                outcome,
                found,
            });
        }
    }
    for permission in permissions {
        let examples = permission.bad.iter().map(|example| (example, true));
        for (example, bad) in examples.chain(permission.good.iter().map(|example| (example, false))) {
            results.push(permission_result(&linter, &permission, example, bad));
        }
    }
    Ok(results)
}

/// What its safe rewrites leave of the bad examples of a rule, and those that apply to none.
fn unfixed(linter: &Linter, rule: &Arc<Rule>) -> Vec<ExampleResult> {
    let mut used = vec![false; rule.rewrites.len()];
    let mut results = Vec::new();
    let mut complain = |example: String, found: Vec<String>| {
        let (id, origin) = (rule.id.clone(), rule.origin.clone());
        results.push(ExampleResult { id, origin, example, bad: true, outcome: Some(Outcome::Unfixed), found });
    };
    if !rule.rewrites.iter().any(|rewrite| rewrite.safe) {
        return results;
    }
    for example in &rule.bad {
        let (text, _) = unmark(example).unwrap_or_default();
        let source = SourceFile::new("example.md", text, Format::Markdown);
        let edits = linter.claims_of(&source, rule).into_iter().filter_map(|range| fix::edit(&source, rule, range));
        for edit in edits {
            for (rewrite, used) in rule.rewrites.iter().zip(&mut used) {
                *used |= rewrite.safe
                    && rewrite.edit(source.to_line_end(edit.finding), edit.finding.len() as usize).is_some();
            }
            let changed = source.with_text(edit.applied(source.text()));
            let left = linter.claims_of(&changed, rule);
            if left.iter().any(|range| range.start <= edit.range.start && edit.range.start <= range.end) {
                complain(
                    changed.text().to_owned(),
                    left.iter().map(|&range| changed.slice(range).to_owned()).collect(),
                );
            }
        }
    }
    for (rewrite, _) in rule.rewrites.iter().zip(used).filter(|(rewrite, used)| rewrite.safe && !used) {
        let replace = rewrite.replace.as_ref().map(ToString::to_string).unwrap_or_default();
        complain(format!("{replace} → {}", rewrite.with), Vec::new());
    }
    results
}

/// A good example is as wanted if all of its marked stretches are permitted, a bad one if none is. What is found is what
/// would be reported.
fn permission_result(linter: &Linter, permission: &Permission, example: &str, bad: bool) -> ExampleResult {
    let (text, spans) = unmark(example).unwrap_or_default();
    let source = SourceFile::new("example.md", text.as_str(), Format::Markdown);
    let stretch = |span: &Range<usize>| SourceRange::new(span.start as u32, span.end as u32);
    let found: Vec<String> = spans
        .iter()
        .filter(|span| !linter.permits(&source, permission, stretch(span)))
        .map(|span| text[span.clone()].to_owned())
        .collect();
    let outcome = match (bad, found.len()) {
        (true, count) if count == spans.len() => Some(Outcome::Reported),
        (true, _) => Some(Outcome::Missing),
        (false, 0) => None,
        (false, _) => Some(Outcome::Noisy),
    };
    let (id, origin) = (permission.id.clone(), permission.origin.clone());
    ExampleResult { id, origin, example: example.to_owned(), bad, outcome, found }
}

fn find(linter: &Linter, rule: &Rule, text: &str) -> Vec<Range<usize>> {
    let source = SourceFile::new("example.md", text, Format::Markdown);
    linter.claims_of(&source, rule).into_iter().map(SourceRange::as_usize).collect()
}

#[cfg(test)]
mod tests {
    use super::unmark;

    #[test]
    fn marks_are_removed_and_their_ranges_kept() {
        let (text, spans) = unmark("もし[[副作用がない]]なら[[安心]]").unwrap();
        assert_eq!(text, "もし副作用がないなら安心");
        let spans: Vec<_> = spans.into_iter().map(|span| &text[span]).collect();
        assert_eq!(spans, ["副作用がない", "安心"]);
    }

    #[test]
    fn marks_that_do_not_match_are_refused() {
        for example in ["[[副作用", "副作用]]", "[[副[[作]]用]]", "[[]]"] {
            assert_eq!(unmark(example), None, "{example}");
        }
    }
}
