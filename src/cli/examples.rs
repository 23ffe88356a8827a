//! `kodai test`: runs the examples of rules and names those that are not as wanted.

use super::args::TestArgs;
use super::{ExitStatus, Session};
use crate::class::Language;
use crate::report::text::Ink;
use crate::rule::verify::{self, ExampleResult, Outcome};
use std::collections::BTreeSet;

pub fn run(args: &TestArgs, session: &mut Session<'_>) -> ExitStatus {
    let loaded = session.load(&args.paths, args.paths.is_empty()).and_then(|book| {
        // What changes built-in rules has to leave their examples as they are.
        if book.changes_builtin() { session.load(&args.paths, true) } else { Ok(book) }
    });
    let book = match loaded {
        Ok(book) => book,
        Err(status) => return status,
    };
    let results = match verify::run(book) {
        Ok(results) => results,
        Err(error) => return session.refuse_linter(&error),
    };
    if results.is_empty() {
        session.complain(session.say("試す用例がありません", "no example to test"));
        return ExitStatus::Failed;
    }
    let mut text = String::new();
    for result in &results {
        if let Some(wrong) = wrong(result) {
            text.push_str(&describe(result, wrong, session));
        }
    }
    text.push_str(&summarize(&results, session.language));
    text.push('\n');
    session.output.write(text.as_bytes());
    if results.iter().any(|result| wrong(result).is_some()) { ExitStatus::Found } else { ExitStatus::Clean }
}

/// The outcome of an example that is not as wanted.
fn wrong(result: &ExampleResult) -> Option<Outcome> {
    match result.outcome {
        Some(Outcome::Reported) if result.bad => None,
        // A good example that is reported is noise, whatever it is called.
        Some(Outcome::Reported) => Some(Outcome::Noisy),
        None if result.bad => Some(Outcome::Missing),
        outcome => outcome,
    }
}

fn name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Reported => "Reported",
        Outcome::Missing => "Missing",
        Outcome::Noisy => "Noisy",
        Outcome::WrongSpan => "WrongSpan",
        Outcome::Unfixed => "Unfixed",
    }
}

fn describe(result: &ExampleResult, outcome: Outcome, session: &Session<'_>) -> String {
    let ExampleResult { id, origin, example, found, .. } = result;
    let name = session.out_paint.on(Ink::Red, name(outcome));
    let id = session.out_paint.on(Ink::Bold, id);
    let kind = if result.bad { "bad " } else { "good" };
    let mut text = format!("{name} {id} ({origin})\n  {kind}  {}\n", example.replace('\n', "⏎"));
    let found = if found.is_empty() {
        session.say("（なし）", "(nothing)").to_owned()
    } else {
        found.iter().map(|found| format!("[[{found}]]")).collect::<Vec<_>>().join(" ").replace('\n', "⏎")
    };
    text.push_str(&format!("  found {found}\n\n"));
    text
}

fn summarize(results: &[ExampleResult], language: Language) -> String {
    let rules = results.iter().map(|result| result.id.as_str()).collect::<BTreeSet<_>>().len();
    let count = |wanted: Option<Outcome>, bad: bool| {
        results.iter().filter(|result| wrong(result) == wanted && (wanted.is_some() || result.bad == bad)).count()
    };
    let mut parts = vec![format!("Reported {}", count(None, true)), format!("silent {}", count(None, false))];
    for outcome in [Outcome::Missing, Outcome::Noisy, Outcome::WrongSpan, Outcome::Unfixed] {
        let number = count(Some(outcome), true);
        if number > 0 {
            parts.push(format!("{} {number}", name(outcome)));
        }
    }
    match language {
        Language::Ja => format!("{rules} 規則、用例 {}: {}", results.len(), parts.join("、")),
        Language::En => format!("{rules} rules, {} examples: {}", results.len(), parts.join(", ")),
    }
}
