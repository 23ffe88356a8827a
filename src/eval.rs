//! Measuring: labelled sentences and articles against what the linter finds in them.
//!
//! A finding at warning or above is right if it overlaps a label at warning or above and one of its classes is one of
//! the label's; a label is found in the same way. Classes that no loaded rule has are left out on both sides.

use crate::class::{Class, Family, Level, Product};
use crate::diagnostic::Diagnostic;
use crate::linter::{Linter, LinterError, Options};
use crate::rule::RuleBook;
use crate::source::{Format, SourceFile};
use crate::span::SourceRange;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The phenomena that decide a labelled sentence, as the corpus names them.
pub const STATUSES: &[&str] = &[
    "asserted", "softened", "hedged", "hearsay", "affirmed", "voice", "denied", "double-negated", "asked", "mentioned",
    "conditional", "instruction", "desired", "other-sense", "reported", "permitted",
];

/// A claim that a person marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where, in bytes of the item's text.
    pub range: SourceRange,
    /// The classes that are right; most labels have one.
    pub classes: Vec<Class>,
    /// How grave.
    pub level: Level,
}

/// A labelled text.
#[derive(Clone, Debug)]
pub struct Item {
    /// The file it stands in.
    pub path: PathBuf,
    /// The line of the file, from 1.
    pub line: u32,
    /// What the text sells.
    pub product: Product,
    /// The phenomenon that decides it; empty for an article.
    pub status: String,
    /// The text, without marks.
    pub text: String,
    /// How the text is read.
    pub format: Format,
    /// Its claims.
    pub labels: Vec<Label>,
}

/// Why a corpus could not be read.
#[derive(Debug, thiserror::Error)]
pub enum CorpusError {
    /// A file cannot be read.
    #[error("{}: {error}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// A line is not of the format.
    #[error("{}:{line}: {message}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u32,
        /// What is wrong.
        message: String,
    },
    /// Nothing to measure on.
    #[error("no labelled text in {}: *.txt with `product | status | text` lines, or articles with *.labels beside them", path.display())]
    Empty {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// No linter could be made.
    #[error(transparent)]
    Linter(#[from] LinterError),
}

/// Reads labelled sentences (`*.txt`) and labelled articles (`NAME.labels` beside the article) from files and folders.
///
/// # Errors
///
/// [`CorpusError`] at the first line that is not of the format.
pub fn read(paths: &[PathBuf]) -> Result<Vec<Item>, CorpusError> {
    let mut items = Vec::new();
    for path in paths {
        let before = items.len();
        for entry in walkdir::WalkDir::new(path).sort_by_file_name() {
            let entry = entry.map_err(|error| CorpusError::Io { path: path.clone(), error: error.into() })?;
            let file = entry.path();
            match file.extension().and_then(|extension| extension.to_str()) {
                Some("labels") => items.push(read_article(file)?),
                // An article in plain text has its labels beside it and is no list of sentences.
                Some("txt") if !file.with_extension("labels").exists() => items.extend(read_sentences(file)?),
                _ => {}
            }
        }
        if items.len() == before {
            return Err(CorpusError::Empty { path: path.clone() });
        }
    }
    Ok(items)
}

fn text_of(path: &Path) -> Result<String, CorpusError> {
    std::fs::read_to_string(path).map_err(|error| CorpusError::Io { path: path.to_owned(), error })
}

fn read_sentences(path: &Path) -> Result<Vec<Item>, CorpusError> {
    let mut items = Vec::new();
    for (number, line) in (1..).zip(text_of(path)?.lines()) {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let item = sentence(path, number, line)
            .map_err(|message| CorpusError::Line { path: path.to_owned(), line: number, message })?;
        items.push(item);
    }
    Ok(items)
}

fn sentence(path: &Path, line: u32, text: &str) -> Result<Item, String> {
    let mut fields = text.splitn(3, '|').map(str::trim);
    let (Some(product), Some(status), Some(marked)) = (fields.next(), fields.next(), fields.next()) else {
        return Err("expected `product | status | text`".to_owned());
    };
    let product = product.parse().map_err(|error: crate::class::UnknownName| error.to_string())?;
    if !STATUSES.contains(&status) {
        return Err(format!("unknown status `{status}`; known: {}", STATUSES.join(", ")));
    }
    let marked = marked.replace("\\n", "\n");
    let (text, labels) = unmark(&marked)?;
    Ok(Item { path: path.to_owned(), line, product, status: status.to_owned(), text, format: Format::Markdown, labels })
}

/// Splits `[[span]](class level)` marks from a text.
fn unmark(marked: &str) -> Result<(String, Vec<Label>), String> {
    let mut text = String::new();
    let mut labels = Vec::new();
    let mut rest = marked;
    while let Some(at) = rest.find("[[") {
        text.push_str(&rest[..at]);
        let after = &rest[at + 2..];
        let close = after.find("]](").ok_or("`[[` is not closed by `]](class level)`")?;
        let end = close + 3 + after[close + 3..].find(')').ok_or("`](` is not closed")?;
        let start = text.len() as u32;
        text.push_str(&after[..close]);
        let (classes, level) = label(&after[close + 3..end])?;
        labels.push(Label { range: SourceRange::new(start, text.len() as u32), classes, level });
        rest = &after[end + 1..];
    }
    text.push_str(rest);
    if text.contains("]](") {
        return Err("`]]` closes nothing".to_owned());
    }
    Ok((text, labels))
}

fn label(text: &str) -> Result<(Vec<Class>, Level), String> {
    let (classes, level) = text.split_once(' ').ok_or("expected `class level`")?;
    let classes = classes
        .split('/')
        .map(|class| class.parse().map_err(|error: crate::class::UnknownName| error.to_string()))
        .collect::<Result<_, _>>()?;
    let level = level.trim().parse().map_err(|error: crate::class::UnknownName| error.to_string())?;
    Ok((classes, level))
}

fn read_article(labels_path: &Path) -> Result<Item, CorpusError> {
    let path = ["md", "txt"].iter().map(|extension| labels_path.with_extension(extension)).find(|path| path.exists());
    let fail = |line: u32, message: &str| CorpusError::Line {
        path: labels_path.to_owned(),
        line,
        message: message.to_owned(),
    };
    let path = path.ok_or_else(|| fail(1, "no article of this name (.md, .txt) beside it"))?;
    let text = text_of(&path)?;
    let format = Format::from_path(&path).unwrap_or(Format::Plain);
    let source = SourceFile::new(&path, text.clone(), format);
    let mut product = None;
    let mut labels: Vec<Label> = Vec::new();
    for (number, line) in (1..).zip(text_of(labels_path)?.lines()) {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix("product:") {
            product = Some(name.trim().parse().map_err(|error: crate::class::UnknownName| fail(number, &error.to_string()))?);
            continue;
        }
        let mut fields = line.splitn(3, '|').map(str::trim);
        let (Some(at), Some(what), Some(exact)) = (fields.next(), fields.next(), fields.next()) else {
            return Err(fail(number, "expected `line | class level | text`"));
        };
        let at: u32 = at.parse().map_err(|_| fail(number, "the first field is a line number"))?;
        let (classes, level) = label(what).map_err(|message| fail(number, &message))?;
        let begin = source.line_range(at).start;
        // The same words may be labelled twice on a line: the next label begins after the one before.
        let line_text = source.line_text(at);
        let from = labels.last().filter(|last| last.range.end > begin).map_or(0, |last| (last.range.end - begin) as usize);
        let offset = line_text
            .get(from..)
            .and_then(|rest| rest.find(exact))
            .map(|offset| offset + from)
            .or_else(|| line_text.find(exact))
            .ok_or_else(|| fail(number, "the text does not stand on that line of the article"))?;
        let start = begin + offset as u32;
        labels.push(Label { range: SourceRange::new(start, start + exact.len() as u32), classes, level });
    }
    let product = product.ok_or_else(|| fail(1, "expected `product: NAME`"))?;
    Ok(Item { path, line: 1, product, status: String::new(), text, format, labels })
}

/// Counts from which precision and recall follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Findings that are right.
    pub right: u32,
    /// Findings that are not.
    pub wrong: u32,
    /// Labels that were found.
    pub found: u32,
    /// Labels that were not.
    pub missed: u32,
}

impl Counts {
    /// The share of findings that are right; 1 if there is none.
    pub fn precision(self) -> f64 {
        ratio(self.right, self.right + self.wrong)
    }

    /// The share of labels that were found; 1 if there is none.
    pub fn recall(self) -> f64 {
        ratio(self.found, self.found + self.missed)
    }

    /// The harmonic mean of both.
    pub fn f1(self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
    }
}

fn ratio(part: u32, whole: u32) -> f64 {
    if whole == 0 { 1.0 } else { f64::from(part) / f64::from(whole) }
}

/// A label that was missed or a finding that is wrong, with what a person needs to judge it.
#[derive(Clone, Debug, Serialize)]
pub struct Case {
    /// The file.
    pub path: String,
    /// The line in it.
    pub line: u32,
    /// The phenomenon.
    pub status: String,
    /// The product.
    pub product: Product,
    /// The class of the label or finding.
    pub class: Class,
    /// The words labelled or found.
    pub span: String,
    /// The whole item; for an article the line.
    pub text: String,
    /// For a miss: why the context dropped a match there, if it did. For a false alarm: the rule.
    pub note: String,
}

/// What was measured.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// Over all.
    pub total: Counts,
    /// For each class.
    pub classes: BTreeMap<Class, Counts>,
    /// For each family.
    pub families: BTreeMap<Family, Counts>,
    /// For each product.
    pub products: BTreeMap<Product, Counts>,
    /// For each phenomenon.
    pub statuses: BTreeMap<String, Counts>,
    /// Items with no label at warning or above, and how many of them raised anything.
    pub silent: (u32, u32),
    /// Findings that overlap a label of another class: found, but misnamed.
    pub misnamed: u32,
    /// Labels that were missed.
    pub misses: Vec<Case>,
    /// Findings that are wrong.
    pub false_alarms: Vec<Case>,
}

/// Lints every item as its product and compares.
///
/// # Errors
///
/// [`CorpusError`] if a rule set does not load.
pub fn measure(items: &[Item], load: impl Fn() -> Result<RuleBook, LinterError>) -> Result<Report, CorpusError> {
    let mut report = Report::default();
    let products: BTreeSet<Product> = items.iter().map(|item| item.product).collect();
    for product in products {
        let book = load()?;
        let classes: BTreeSet<Class> = book.rules().iter().map(|rule| rule.class).collect();
        let linter = Linter::new(book, Options { products: vec![product], ..Options::default() })?;
        for item in items.iter().filter(|item| item.product == product) {
            measure_item(item, &linter, &classes, &mut report);
        }
    }
    report.misses.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
    report.false_alarms.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
    Ok(report)
}

fn measure_item(item: &Item, linter: &Linter, classes: &BTreeSet<Class>, report: &mut Report) {
    let source = SourceFile::new(&item.path, item.text.clone(), item.format);
    let result = linter.lint(&source);
    let known = |label: &&Label| label.classes.iter().any(|class| classes.contains(class));
    let grave: Vec<&Label> = item.labels.iter().filter(|label| label.level >= Level::Warning).collect();
    let findings: Vec<&Diagnostic> =
        result.diagnostics.iter().filter(|diagnostic| diagnostic.level >= Level::Warning).collect();
    if grave.is_empty() && item.status != "" {
        report.silent.0 += 1;
        report.silent.1 += u32::from(!findings.is_empty());
    }
    let names = |finding: &Diagnostic, label: &Label| {
        label.classes.iter().any(|class| *class == finding.rule.class || finding.also.contains(class))
    };
    let case = |class: Class, range: SourceRange, note: String| {
        let place = source.position(range.start);
        let whole = if item.status.is_empty() { source.line_text(place.line) } else { &item.text };
        Case {
            path: item.path.display().to_string(),
            line: if item.status.is_empty() { place.line } else { item.line },
            status: item.status.clone(),
            product: item.product,
            class,
            span: source.slice(range).to_owned(),
            text: whole.to_owned(),
            note,
        }
    };
    for label in grave.iter().copied().filter(|label| known(label)) {
        let found = findings.iter().any(|finding| finding.range.overlaps(label.range) && names(finding, label));
        report.count(item, label.classes[0], |counts| {
            if found {
                counts.found += 1;
            } else {
                counts.missed += 1;
            }
        });
        if !found {
            let dropped = result.dropped.iter().find(|dropped| dropped.range.overlaps(label.range));
            let lower = result.diagnostics.iter().find(|diagnostic| diagnostic.range.overlaps(label.range));
            let note = match (dropped, lower) {
                (_, Some(lower)) => format!("{} at {}", lower.rule.id, lower.level),
                (Some(dropped), _) => format!("{}: {}", dropped.rule.id, dropped.reason.en),
                _ => String::new(),
            };
            report.misses.push(case(label.classes[0], label.range, note));
        }
    }
    for finding in findings {
        let overlapping: Vec<&&Label> = grave.iter().filter(|label| finding.range.overlaps(label.range)).collect();
        let right = overlapping.iter().any(|label| names(finding, label));
        if !right && overlapping.iter().any(|label| !known(label)) {
            // A claim of a class that no rule looks for yet.
            continue;
        }
        report.misnamed += u32::from(!right && !overlapping.is_empty());
        report.count(item, finding.rule.class, |counts| {
            if right {
                counts.right += 1;
            } else {
                counts.wrong += 1;
            }
        });
        if !right {
            report.false_alarms.push(case(finding.rule.class, finding.range, finding.rule.id.clone()));
        }
    }
}

impl Report {
    fn count(&mut self, item: &Item, class: Class, mut add: impl FnMut(&mut Counts)) {
        add(&mut self.total);
        add(self.classes.entry(class).or_default());
        add(self.families.entry(class.family()).or_default());
        add(self.products.entry(item.product).or_default());
        if !item.status.is_empty() {
            add(self.statuses.entry(item.status.clone()).or_default());
        }
    }

    /// The report as tables for a person.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        let mut row = |name: &str, counts: &Counts| {
            out.push_str(&format!(
                "{name:<24} precision {:.3}  recall {:.3}  F1 {:.3}   right {:>4}  wrong {:>4}  missed {:>4}\n",
                counts.precision(),
                counts.recall(),
                counts.f1(),
                counts.right,
                counts.wrong,
                counts.missed
            ));
        };
        row("total", &self.total);
        self.families.iter().for_each(|(family, counts)| row(&format!("family {family}"), counts));
        self.classes.iter().for_each(|(class, counts)| row(class.as_str(), counts));
        self.products.iter().for_each(|(product, counts)| row(&format!("product {product}"), counts));
        self.statuses.iter().for_each(|(status, counts)| row(&format!("status {status}"), counts));
        let (silent, noisy) = self.silent;
        out.push_str(&format!(
            "silent items {silent}, of which raised anything {noisy} ({:.1} %); misnamed findings {}\n",
            100.0 * ratio(noisy, silent.max(1)),
            self.misnamed
        ));
        for (title, cases) in [("missed", &self.misses), ("false alarms", &self.false_alarms)] {
            out.push_str(&format!("\n{title}: {}\n", cases.len()));
            for case in cases {
                out.push_str(&format!(
                    "{}:{} [{} {} {}] 《{}》 {}{}\n",
                    case.path,
                    case.line,
                    case.product,
                    case.status,
                    case.class,
                    case.span,
                    case.text.replace('\n', "⏎"),
                    if case.note.is_empty() { String::new() } else { format!("  ← {}", case.note) }
                ));
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_labels() {
        let (text, labels) = unmark("副作用は[[一切ありません]](no-side-effects error)。").unwrap();
        assert_eq!(text, "副作用は一切ありません。");
        assert_eq!(&text[labels[0].range.as_usize()], "一切ありません");
        assert_eq!((labels[0].classes.as_slice(), labels[0].level), (&[Class::NoSideEffects][..], Level::Error));
    }

    #[test]
    fn lines_that_are_not_of_the_format_are_refused() {
        let path = Path::new("a.txt");
        for (line, why) in [
            ("副作用はありません。", "expected `product"),
            ("hospital | denied | 文", "unknown name `hospital`"),
            ("clinic | unsure | 文", "unknown status"),
            ("clinic | asserted | [[文", "not closed"),
            ("clinic | asserted | [[文]](no-class error)", "unknown name `no-class`"),
            ("clinic | asserted | [[文]](novelty)", "expected `class level`"),
        ] {
            let error = sentence(path, 1, line).unwrap_err();
            assert!(error.contains(why), "{line}: {error}");
        }
    }
}
