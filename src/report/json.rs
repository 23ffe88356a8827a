//! The JSON report. Its shape is a contract: fields are only ever added, and `schema` rises when one changes.
//!
//! Files are written as they come, one a line.

use super::{FileError, Locator, Reporter, Style, Summary};
use crate::class::{Class, Family, Language, Level};
use crate::diagnostic::{Diagnostic, Dropped, Fixed, LintResult};
use crate::source::{Position, SourceFile, Unit};
use crate::span::SourceRange;
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, Write};

/// The version of the contract.
const SCHEMA: u32 = 1;

pub(super) struct Json {
    style: Style,
}

impl Json {
    pub(super) fn new(style: Style) -> Self {
        Self { style }
    }
}

#[derive(Serialize)]
struct File<'a> {
    path: Cow<'a, str>,
    /// What `line` counts, where it is not lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'static str>,
    diagnostics: Vec<Finding<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dropped: Option<Vec<Excused<'a>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixed: Vec<Rewritten<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    class: Class,
    family: Family,
    level: Level,
    text: &'a str,
    message: &'a str,
    help: &'a str,
    basis: &'a [String],
    start: Place,
    end: Place,
    rewrites: Vec<&'a str>,
    also: &'a [Class],
    #[serde(skip_serializing_if = "Option::is_none")]
    missing: Option<Vec<Missing<'a>>>,
}

/// What a document must say and does not.
#[derive(Serialize)]
struct Missing<'a> {
    id: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct Excused<'a> {
    rule: &'a str,
    text: &'a str,
    reason: String,
    status: &'static str,
    start: Place,
    end: Place,
}

/// What was rewritten, with its place in the file as it is now.
#[derive(Serialize)]
struct Rewritten<'a> {
    rule: &'a str,
    before: &'a str,
    after: &'a str,
    start: Place,
    end: Place,
}

#[derive(Serialize)]
struct Place {
    line: u32,
    column: u32,
    offset: u32,
}

#[derive(Serialize)]
struct Counts {
    files: usize,
    error: usize,
    warning: usize,
    info: usize,
}

impl Reporter for Json {
    fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{{\"schema\":{SCHEMA},\"files\":[")
    }

    fn file(&self, source: &SourceFile, result: &LintResult) -> Vec<u8> {
        let language = self.style.language;
        let mut locator = Locator::new(source);
        let diagnostics =
            result.diagnostics.iter().map(|found| finding(source, &mut locator, found, language)).collect();
        let mut locator = Locator::new(source);
        let excuse = |drop| excused(source, &mut locator, drop, language);
        let dropped = self.style.dropped.then(|| result.dropped.iter().map(excuse).collect());
        let unit = match source.unit() {
            Unit::Line => None,
            Unit::Paragraph => Some("paragraph"),
        };
        let mut locator = Locator::new(source);
        let fixed = result.fixed.iter().map(|fixed| rewritten(source, &mut locator, fixed)).collect();
        let file = File { path: source.path().to_string_lossy(), unit, diagnostics, dropped, fixed };
        // Strings, numbers and lists into memory: there is nothing here that could fail.
        serde_json::to_vec(&file).unwrap_or_default()
    }

    fn separator(&self) -> &'static [u8] {
        b",\n"
    }

    fn end(&self, summary: &Summary, errors: &[FileError], out: &mut dyn Write) -> io::Result<()> {
        let counts = Counts {
            files: summary.files,
            error: summary.count(Level::Error),
            warning: summary.count(Level::Warning),
            info: summary.count(Level::Info),
        };
        out.write_all(b"\n],\"errors\":")?;
        serde_json::to_writer(&mut *out, errors)?;
        out.write_all(b",\"summary\":")?;
        serde_json::to_writer(&mut *out, &counts)?;
        out.write_all(b"}\n")
    }
}

fn finding<'a>(
    source: &'a SourceFile,
    locator: &mut Locator<'_>,
    found: &'a Diagnostic,
    language: Language,
) -> Finding<'a> {
    let (start, end) = places(locator, found.range);
    let rule = &*found.rule;
    Finding {
        rule: &rule.id,
        class: rule.class,
        family: rule.class.family(),
        level: found.level,
        text: source.slice(found.range),
        message: found.message(language),
        help: rule.help.get(language),
        basis: &rule.basis,
        start,
        end,
        rewrites: found.rewrites.iter().map(|rewrite| rewrite.text.as_str()).collect(),
        also: &found.also,
        missing: found
            .unmet
            .as_ref()
            .map(|unmet| unmet.missing.iter().map(|(id, name)| Missing { id, name: name.get(language) }).collect()),
    }
}

fn excused<'a>(
    source: &'a SourceFile,
    locator: &mut Locator<'_>,
    drop: &'a Dropped,
    language: Language,
) -> Excused<'a> {
    let (start, end) = places(locator, drop.range);
    Excused {
        rule: &drop.rule.id,
        text: source.slice(drop.range),
        reason: drop.reason.describe().get(language).to_owned(),
        status: drop.reason.status,
        start,
        end,
    }
}

fn rewritten<'a>(source: &'a SourceFile, locator: &mut Locator<'_>, fixed: &'a Fixed) -> Rewritten<'a> {
    let (start, end) = places(locator, fixed.range);
    Rewritten { rule: &fixed.rule.id, before: &fixed.before, after: source.slice(fixed.range), start, end }
}

fn places(locator: &mut Locator<'_>, range: SourceRange) -> (Place, Place) {
    let place = |Position { line, column }, offset| Place { line, column, offset };
    let (start, end) = locator.locate(range);
    (place(start, range.start), place(end, range.end))
}
