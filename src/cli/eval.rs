//! `kodai eval`: measures the rules on labelled sentences and articles.

use super::args::{EvalArgs, List, ListFormat};
use super::{ExitStatus, Session};
use crate::class::Language;
use crate::eval::{self, Case, Counts, Report};
use crate::report::text::{Ink, Paint, width};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is measured where no path is given.
const DEFAULT: &str = "corpus/sentences/dev";

pub fn run(args: &EvalArgs, session: &mut Session<'_>) -> ExitStatus {
    let default = [PathBuf::from(DEFAULT)];
    let paths = if args.paths.is_empty() { &default[..] } else { &args.paths[..] };
    if args.paths.is_empty() && !Path::new(DEFAULT).exists() {
        let (ja, en) = ("測るものがありません。PATHS を指定してください", "nothing to measure: give PATHS");
        session.complain(&format!("{} ({DEFAULT})", session.say(ja, en)));
        return ExitStatus::Failed;
    }
    let items = match eval::read(paths) {
        Ok(items) => items,
        Err(error) => {
            session.complain(&error.to_string());
            return ExitStatus::Failed;
        }
    };
    let rules = match session.load(&args.rules, !args.no_builtin) {
        Ok(book) => match book.compile() {
            Ok(rules) => Arc::new(rules),
            Err(errors) => return session.refuse(&errors),
        },
        Err(status) => return status,
    };
    let mut report = eval::measure(&items, &rules);
    if matches!(args.list, List::None | List::FalseAlarms) {
        report.misses.clear();
    }
    if matches!(args.list, List::None | List::Misses) {
        report.false_alarms.clear();
    }
    let text = match args.format {
        ListFormat::Text => as_text(&report, session.language, session.out_paint),
        // Strings and numbers into memory: there is nothing here that could fail.
        ListFormat::Json => serde_json::to_string_pretty(&report).unwrap_or_default() + "\n",
    };
    session.output.write(text.as_bytes());
    ExitStatus::Clean
}

/// The words of the report.
struct Words {
    /// Over the columns after the name.
    columns: [&'static str; 8],
    total: &'static str,
    levels: &'static str,
    misnamed: &'static str,
    misses: &'static str,
    false_alarms: &'static str,
}

impl Words {
    fn of(language: Language) -> Self {
        match language {
            Language::Ja => Self {
                columns: ["適合率", "再現率", "F1", "正", "誤", "漏れ", "対象外", "うち反応"],
                total: "合計",
                levels: "正しい指摘のレベル（同じ・重い・軽い）",
                misnamed: "別の分類での指摘",
                misses: "漏れ",
                false_alarms: "誤った指摘",
            },
            Language::En => Self {
                columns: ["precision", "recall", "F1", "right", "wrong", "missed", "silent", "noisy"],
                total: "total",
                levels: "levels of right findings (same, graver, milder)",
                misnamed: "findings of another class than labelled",
                misses: "missed",
                false_alarms: "false alarms",
            },
        }
    }
}

fn as_text(report: &Report, language: Language, paint: Paint) -> String {
    let words = Words::of(language);
    let mut groups: Vec<Vec<(&str, &Counts)>> = vec![vec![(words.total, &report.total)]];
    groups.push(report.families.iter().map(|(name, counts)| (name.as_str(), counts)).collect());
    groups.push(report.classes.iter().map(|(name, counts)| (name.as_str(), counts)).collect());
    groups.push(report.products.iter().map(|(name, counts)| (name.as_str(), counts)).collect());
    groups.push(report.statuses.iter().map(|(name, counts)| (name.as_str(), counts)).collect());
    groups.retain(|group| !group.is_empty());

    let widest = groups.iter().flatten().map(|(name, _)| width(name)).max().unwrap_or(0);
    let columns = words.columns.map(|column| width(column).max(6));
    let right = |text: &str, column: usize| format!("{:1$}{text}", "", column.saturating_sub(width(text)));
    let header: Vec<String> = words.columns.iter().zip(columns).map(|(column, width)| right(column, width)).collect();
    let mut text = paint.on(Ink::Dim, &format!("{:widest$}  {}", "", header.join("  "))) + "\n";
    for (index, group) in groups.iter().enumerate() {
        if index > 0 {
            text.push('\n');
        }
        for (name, counts) in group {
            let cells: Vec<String> =
                cells(counts).iter().zip(columns).map(|(cell, width)| right(cell, width)).collect();
            let line = format!("{name}{:1$}  {2}", "", widest - width(name), cells.join("  "));
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    let eval::Levels { same, graver, milder } = report.levels;
    text.push_str(&format!("\n{}: {same} {graver} {milder}\n", words.levels));
    text.push_str(&format!("{}: {}\n", words.misnamed, report.misnamed));
    for (title, cases) in [(words.misses, &report.misses), (words.false_alarms, &report.false_alarms)] {
        if !cases.is_empty() {
            text.push_str(&format!("\n{}\n", paint.on(Ink::Bold, &format!("{title}: {}", cases.len()))));
            cases.iter().for_each(|case| text.push_str(&described(case, paint)));
        }
    }
    text
}

/// The columns of a row; empty where there is nothing to count.
fn cells(counts: &Counts) -> [String; 8] {
    let share = |value: Option<f64>| value.map(|value| format!("{value:.3}")).unwrap_or_default();
    let count = |value: u32, of: u32| if of > 0 { value.to_string() } else { String::new() };
    let Counts { right, wrong, found, missed, silent, noisy } = *counts;
    [
        share(counts.precision()),
        share(counts.recall()),
        share(counts.f1()),
        count(right, right + wrong),
        count(wrong, right + wrong),
        count(missed, found + missed),
        count(silent, silent),
        count(noisy, silent),
    ]
}

fn described(case: &Case, paint: Paint) -> String {
    let place = paint.on(Ink::Bold, &format!("{}:{}:", case.path, case.line));
    let status = case.status.map(|status| format!(" {status}")).unwrap_or_default();
    let text = case.text.replace('\n', "⏎");
    let note = if case.note.is_empty() { String::new() } else { format!("    {}\n", paint.on(Ink::Dim, &case.note)) };
    format!("{place} {} [{}{status}] {text}\n{note}", case.class, case.product)
}
