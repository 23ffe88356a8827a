//! Measuring: labelled sentences and articles against what the linter finds in them.
//!
//! A finding at warning or above is right if it overlaps a label at warning or above and one of its classes is one of
//! the label's; a label is found in the same way. A label of the whole document is found by the duty that it names,
//! wherever that is told. Classes and duties that no loaded rule has are left out on both sides.

use crate::class::{Class, Family, Level, Phenomenon, Product, UnknownName};
use crate::diagnostic::Diagnostic;
use crate::linter::{Linter, Options};
use crate::rule::Compiled;
use crate::source::{Format, SourceFile};
use crate::span::SourceRange;
use rayon::prelude::*;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A claim that a person marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where, in bytes of the item's text.
    pub range: SourceRange,
    /// The classes that are right; most labels have one.
    pub classes: Vec<Class>,
    /// How grave.
    pub level: Level,
    /// Of a label of the whole document: the duty that is not done. Its range is empty.
    pub duty: Option<String>,
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
    /// The phenomenon that decides it; `None` for an article.
    pub status: Option<Phenomenon>,
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
        let item = sentence(path, number, line).map_err(|message| CorpusError::Line {
            path: path.to_owned(),
            line: number,
            message,
        })?;
        items.push(item);
    }
    Ok(items)
}

fn sentence(path: &Path, line: u32, text: &str) -> Result<Item, String> {
    let mut fields = text.splitn(3, '|').map(str::trim);
    let (Some(product), Some(status), Some(marked)) = (fields.next(), fields.next(), fields.next()) else {
        return Err("expected `product | status | text`".to_owned());
    };
    let product = product.parse().map_err(|error: UnknownName| error.to_string())?;
    let status = status.parse().map_err(|error: UnknownName| format!("status: {error}"))?;
    let marked = marked.replace("\\n", "\n");
    let (text, labels) = unmark(&marked)?;
    Ok(Item { path: path.to_owned(), line, product, status: Some(status), text, format: Format::Markdown, labels })
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
        labels.push(Label { range: SourceRange::new(start, text.len() as u32), classes, level, duty: None });
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
        .map(|class| class.parse().map_err(|error: UnknownName| error.to_string()))
        .collect::<Result<_, _>>()?;
    let level = level.trim().parse().map_err(|error: UnknownName| error.to_string())?;
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
    let mut documents: Vec<Label> = Vec::new();
    for (number, line) in (1..).zip(text_of(labels_path)?.lines()) {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix("product:") {
            product = Some(name.trim().parse().map_err(|error: UnknownName| fail(number, &error.to_string()))?);
            continue;
        }
        let mut fields = line.splitn(3, '|').map(str::trim);
        let (Some(at), Some(what), Some(exact)) = (fields.next(), fields.next(), fields.next()) else {
            return Err(fail(number, "expected `line | class level | text`"));
        };
        let (classes, level) = label(what).map_err(|message| fail(number, &message))?;
        if at == "document" {
            let duty = Some(exact.to_owned());
            documents.push(Label { range: SourceRange::new(0, 0), classes, level, duty });
            continue;
        }
        let at: u32 = at.parse().map_err(|_| fail(number, "the first field is a line number or `document`"))?;
        let begin = source.line_range(at).start;
        // The same words may be labelled twice on a line: the next label begins after the one before.
        let line_text = source.line_text(at);
        let from =
            labels.last().filter(|last| last.range.end > begin).map_or(0, |last| (last.range.end - begin) as usize);
        let offset = line_text
            .get(from..)
            .and_then(|rest| rest.find(exact))
            .map(|offset| offset + from)
            .or_else(|| line_text.find(exact))
            .ok_or_else(|| fail(number, "the text does not stand on that line of the article"))?;
        let start = begin + offset as u32;
        let range = SourceRange::new(start, start + exact.len() as u32);
        labels.push(Label { range, classes, level, duty: None });
    }
    labels.append(&mut documents);
    let product = product.ok_or_else(|| fail(1, "expected `product: NAME`"))?;
    Ok(Item { path, line: 1, product, status: None, text, format, labels })
}

/// What was counted, of everything or of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Findings that are right.
    pub right: u32,
    /// Findings that are not.
    pub wrong: u32,
    /// Labels that were found.
    pub found: u32,
    /// Labels that were not.
    pub missed: u32,
    /// Labelled sentences that ought to be silent: without a label at warning or above.
    pub silent: u32,
    /// Those of them that raised anything.
    pub noisy: u32,
}

impl Counts {
    /// The share of findings that are right, `None` if there is no finding.
    pub fn precision(&self) -> Option<f64> {
        ratio(self.right, self.right + self.wrong)
    }

    /// The share of labels that were found, `None` if there is no label.
    pub fn recall(&self) -> Option<f64> {
        ratio(self.found, self.found + self.missed)
    }

    /// The harmonic mean of both, `None` if either is.
    pub fn f1(&self) -> Option<f64> {
        let (precision, recall) = (self.precision()?, self.recall()?);
        Some(if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) })
    }

    /// The share of silent sentences that raised anything, `None` if there is no such sentence.
    pub fn noise(&self) -> Option<f64> {
        ratio(self.noisy, self.silent)
    }
}

/// Counts and what follows from them, rounded for reading.
impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rounded = |value: Option<f64>| value.map(|value| (value * 10_000.0).round() / 10_000.0);
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in
            [("precision", self.precision()), ("recall", self.recall()), ("f1", self.f1()), ("noise", self.noise())]
        {
            map.serialize_entry(name, &rounded(value))?;
        }
        for (name, count) in [
            ("right", self.right),
            ("wrong", self.wrong),
            ("found", self.found),
            ("missed", self.missed),
            ("silent", self.silent),
            ("noisy", self.noisy),
        ] {
            map.serialize_entry(name, &count)?;
        }
        map.end()
    }
}

fn ratio(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}

/// How the levels of right findings compare with those of their labels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Levels {
    /// The same.
    pub same: u32,
    /// Graver than labelled.
    pub graver: u32,
    /// Milder than labelled.
    pub milder: u32,
}

/// A label that was missed or a finding that is wrong, with what a person needs to judge it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Case {
    /// The file.
    pub path: String,
    /// The line in it.
    pub line: u32,
    /// The product.
    pub product: Product,
    /// The phenomenon; `None` for an article.
    pub status: Option<Phenomenon>,
    /// The class of the label or finding.
    pub class: Class,
    /// The words labelled or found.
    pub span: String,
    /// The whole sentence, for an article the line, the words marked `[[…]]`.
    pub text: String,
    /// For a miss: what was found or dropped there instead, and why. For a false alarm: the rule, and the label it met.
    pub note: String,
}

/// What was measured.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// Over all.
    pub total: Counts,
    /// For each family.
    pub families: BTreeMap<Family, Counts>,
    /// For each class.
    pub classes: BTreeMap<Class, Counts>,
    /// For each product.
    pub products: BTreeMap<Product, Counts>,
    /// For each phenomenon.
    pub statuses: BTreeMap<Phenomenon, Counts>,
    /// The levels of right findings.
    pub levels: Levels,
    /// Wrong findings that overlap a label of another class.
    pub misnamed: u32,
    /// Labels that were missed, in the order of the corpus.
    pub misses: Vec<Case>,
    /// Findings that are wrong, in the order of the corpus.
    pub false_alarms: Vec<Case>,
}

/// Lints every item as its product and compares.
pub fn measure(items: &[Item], rules: &Arc<Compiled>) -> Report {
    let known = Known {
        classes: rules.rules.iter().map(|compiled| compiled.rule.class).collect(),
        duties: rules.rules.iter().filter(|rule| rule.duty.is_some()).map(|rule| rule.rule.id.as_str()).collect(),
    };
    let products: BTreeSet<Product> = items.iter().map(|item| item.product).collect();
    let linters: BTreeMap<Product, Linter> = products
        .into_iter()
        .filter_map(|product| {
            let options = Options { products: vec![product], ..Options::default() };
            // Only a selector could be refused, and there is none.
            Linter::with_rules(Arc::clone(rules), options).ok().map(|linter| (product, linter))
        })
        .collect();
    let measured: Vec<Measured<'_>> = items
        .par_iter()
        .filter_map(|item| linters.get(&item.product).map(|linter| measure_item(item, linter, &known)))
        .collect();
    let mut report = Report::default();
    measured.into_iter().for_each(|measured| report.add(measured));
    report
}

/// What one item adds to the report.
struct Measured<'a> {
    item: &'a Item,
    /// Whether it ought to be silent, and whether it raised anything.
    silence: Option<bool>,
    counts: Vec<(Class, Counts)>,
    levels: Levels,
    misnamed: u32,
    misses: Vec<Case>,
    false_alarms: Vec<Case>,
}

/// What the loaded rules look for.
struct Known<'a> {
    classes: BTreeSet<Class>,
    duties: BTreeSet<&'a str>,
}

impl Known<'_> {
    fn has(&self, label: &Label) -> bool {
        match &label.duty {
            Some(duty) => self.duties.contains(duty.as_str()),
            None => label.classes.iter().any(|class| self.classes.contains(class)),
        }
    }
}

/// Whether a finding stands where a label does, or is of the duty that it names.
fn meets(finding: &Diagnostic, label: &Label) -> bool {
    match &label.duty {
        Some(duty) => finding.tells_of(duty),
        None => finding.range.overlaps(label.range),
    }
}

fn measure_item<'a>(item: &'a Item, linter: &Linter, known: &Known<'_>) -> Measured<'a> {
    let source = SourceFile::new(&item.path, item.text.clone(), item.format);
    let result = linter.lint(&source);
    let findings: Vec<&Diagnostic> =
        result.diagnostics.iter().filter(|diagnostic| diagnostic.level >= Level::Warning).collect();
    let grave: Vec<&Label> = item.labels.iter().filter(|label| label.level >= Level::Warning).collect();
    let mut measured = Measured {
        item,
        silence: (grave.is_empty() && item.status.is_some()).then_some(!findings.is_empty()),
        counts: Vec::new(),
        levels: Levels::default(),
        misnamed: 0,
        misses: Vec::new(),
        false_alarms: Vec::new(),
    };
    let names = |finding: &Diagnostic, label: &Label| {
        label.classes.iter().any(|class| *class == finding.rule.class || finding.also.contains(class))
    };
    let case = |class: Class, range: SourceRange, note: String| {
        let place = source.position(range.start);
        let (line, whole) = if item.status.is_none() {
            (place.line, source.line_range(place.line))
        } else {
            (item.line, SourceRange::new(0, item.text.len() as u32))
        };
        // In an article a claim may run over the end of its line.
        let end = range.end.min(whole.end);
        let part = |start: u32, end: u32| source.slice(SourceRange::new(start, end));
        // A label of the document has no place in it.
        let text = if range.is_empty() {
            String::new()
        } else {
            format!("{}[[{}]]{}", part(whole.start, range.start), part(range.start, end), part(end, whole.end))
        };
        Case {
            path: item.path.display().to_string(),
            line,
            product: item.product,
            status: item.status,
            class,
            span: source.slice(range).to_owned(),
            text,
            note,
        }
    };
    for label in grave.iter().filter(|label| known.has(label)) {
        let found = findings.iter().any(|finding| meets(finding, label) && names(finding, label));
        let counts = Counts { found: u32::from(found), missed: u32::from(!found), ..Counts::default() };
        measured.counts.push((label.classes[0], counts));
        if !found {
            let mut notes = Vec::new();
            notes.extend(label.duty.clone());
            for other in result.diagnostics.iter().filter(|diagnostic| meets(diagnostic, label)) {
                let why: String = other.lowered.iter().map(|reason| format!(", {}", reason.describe().en)).collect();
                notes.push(format!("{} at {}{why}", other.rule.id, other.level));
            }
            for dropped in result.dropped.iter().filter(|dropped| dropped.range.overlaps(label.range)) {
                notes.push(format!("{} dropped, {}", dropped.rule.id, dropped.reason.describe().en));
            }
            measured.misses.push(case(label.classes[0], label.range, notes.join("; ")));
        }
    }
    for finding in findings {
        let met: Vec<&Label> = item.labels.iter().filter(|label| meets(finding, label)).collect();
        let right = met.iter().find(|label| label.level >= Level::Warning && names(finding, label));
        if right.is_none() && met.iter().any(|label| label.level >= Level::Warning && !known.has(label)) {
            // A claim of a class that no rule looks for yet.
            continue;
        }
        let counts =
            Counts { right: u32::from(right.is_some()), wrong: u32::from(right.is_none()), ..Counts::default() };
        measured.counts.push((finding.rule.class, counts));
        match right {
            Some(label) => match finding.level.cmp(&label.level) {
                Ordering::Equal => measured.levels.same += 1,
                Ordering::Greater => measured.levels.graver += 1,
                Ordering::Less => measured.levels.milder += 1,
            },
            None => {
                measured.misnamed += u32::from(met.iter().any(|label| label.level >= Level::Warning));
                let mut note = format!("{} at {}", finding.rule.id, finding.level);
                for label in met {
                    let classes: Vec<&str> = label.classes.iter().map(|class| class.as_str()).collect();
                    note.push_str(&format!("; labelled {} {}", classes.join("/"), label.level));
                }
                measured.false_alarms.push(case(finding.rule.class, finding.range, note));
            }
        }
    }
    measured
}

impl Report {
    fn add(&mut self, measured: Measured<'_>) {
        let Measured { item, silence, counts, levels, misnamed, misses, false_alarms } = measured;
        let silence = silence.map(|noisy| Counts { silent: 1, noisy: u32::from(noisy), ..Counts::default() });
        for (class, counts) in
            counts.into_iter().map(|(class, counts)| (Some(class), counts)).chain(silence.map(|counts| (None, counts)))
        {
            self.total.add(counts);
            self.products.entry(item.product).or_default().add(counts);
            if let Some(class) = class {
                self.classes.entry(class).or_default().add(counts);
                self.families.entry(class.family()).or_default().add(counts);
            }
            if let Some(status) = item.status {
                self.statuses.entry(status).or_default().add(counts);
            }
        }
        self.levels.same += levels.same;
        self.levels.graver += levels.graver;
        self.levels.milder += levels.milder;
        self.misnamed += misnamed;
        self.misses.extend(misses);
        self.false_alarms.extend(false_alarms);
    }
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.found += other.found;
        self.missed += other.missed;
        self.silent += other.silent;
        self.noisy += other.noisy;
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
            ("clinic | unsure | 文", "status: unknown name `unsure`"),
            ("clinic | asserted | [[文", "not closed"),
            ("clinic | asserted | [[文]](no-class error)", "unknown name `no-class`"),
            ("clinic | asserted | [[文]](novelty)", "expected `class level`"),
        ] {
            let error = sentence(path, 1, line).unwrap_err();
            assert!(error.contains(why), "{line}: {error}");
        }
    }
}
