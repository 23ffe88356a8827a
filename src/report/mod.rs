//! What people and programs are shown: one reporter a format.
//!
//! A reporter turns the result of one file into bytes, wherever that file was linted, so that neither the sources nor
//! the results of a run have to be kept. Reporters open no file, print nothing and decide no exit status.

mod columns;
mod concise;
mod diff;
mod json;
mod pretty;
mod snippet;
pub mod text;

pub use columns::CharColumns;

use crate::class::{Language, Level};
use crate::diagnostic::LintResult;
use crate::source::{Position, SourceFile};
use crate::span::SourceRange;
use std::io::{self, Write};
use text::Ink;

/// The formats findings can be shown in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For reading: the line, an underline, the reason, the legal basis and what to write instead.
    Pretty,
    /// One line a finding: `path:line:column: level rule: message`.
    Concise,
    /// One JSON object, for programs.
    Json,
    /// A unified diff of what was rewritten, and nothing else.
    Diff,
}

/// How a report should look.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// The language of messages.
    pub language: Language,
    /// Whether to use ANSI colours.
    pub color: bool,
    /// How many columns a line may take.
    pub width: usize,
    /// Whether to show what was found and excused, too.
    pub dropped: bool,
}

/// What a run came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files linted.
    pub files: usize,
    /// Diagnostics of each level, in the order of [`Level::ALL`].
    pub levels: [usize; Level::ALL.len()],
    /// Files met in folders and left alone because kodai does not read their format.
    pub skipped: usize,
    /// Findings that were rewritten.
    pub fixed: usize,
}

impl Summary {
    /// The number of diagnostics at `level`.
    pub fn count(&self, level: Level) -> usize {
        self.levels[level as usize]
    }

    /// Adds another summary to this one.
    pub fn add(&mut self, other: &Self) {
        self.files += other.files;
        self.skipped += other.skipped;
        self.fixed += other.fixed;
        for (total, more) in self.levels.iter_mut().zip(other.levels) {
            *total += more;
        }
    }
}

impl From<&LintResult> for Summary {
    fn from(result: &LintResult) -> Self {
        let mut summary = Self { files: 1, fixed: result.fixed.len(), ..Self::default() };
        for diagnostic in &result.diagnostics {
            summary.levels[diagnostic.level as usize] += 1;
        }
        summary
    }
}

/// Something that could not be linted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct FileError {
    /// The path as it was given or found.
    pub path: String,
    /// Why.
    pub message: String,
}

/// Shows results in one format.
pub trait Reporter: Send + Sync {
    /// Writes what stands before the first file.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    fn begin(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// What is shown of one file; may be nothing. Called on any thread, in any order.
    fn file(&self, source: &SourceFile, result: &LintResult) -> Vec<u8>;

    /// What stands between two files that show something.
    fn separator(&self) -> &'static [u8] {
        b""
    }

    /// Writes what stands after the last file.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    fn end(&self, _summary: &Summary, _errors: &[FileError], _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// The reporter of a format.
pub fn reporter(format: Format, style: Style) -> Box<dyn Reporter> {
    match format {
        Format::Pretty => Box::new(pretty::Pretty::new(style)),
        Format::Concise => Box::new(concise::Concise::new(style)),
        Format::Json => Box::new(json::Json::new(style)),
        Format::Diff => Box::new(diff::Diff::new(style)),
    }
}

/// What was rewritten, in words.
fn change(before: &str, after: &str, language: Language) -> String {
    let line = |text: &str| text.chars().map(text::visible).collect::<String>();
    match (language, after.is_empty()) {
        (Language::Ja, true) => format!("「{}」を削除", line(before)),
        (Language::Ja, false) => format!("「{}」→「{}」", line(before), line(after)),
        (Language::En, true) => format!("\u{201c}{}\u{201d} removed", line(before)),
        (Language::En, false) => format!("\u{201c}{}\u{201d} → \u{201c}{}\u{201d}", line(before), line(after)),
    }
}

/// The colour of a level.
pub fn level_ink(level: Level) -> Ink {
    match level {
        Level::Error => Ink::Red,
        Level::Warning => Ink::Yellow,
        Level::Info => Ink::Cyan,
    }
}

/// Positions of ranges that are asked for in rising order.
///
/// Counting the characters of a line from its start for every diagnostic would be quadratic in a file of one long line.
struct Locator<'a> {
    source: &'a SourceFile,
    last: Option<(u32, Position)>,
}

impl<'a> Locator<'a> {
    fn new(source: &'a SourceFile) -> Self {
        Self { source, last: None }
    }

    /// The positions of the start and the end of `range`.
    fn locate(&mut self, range: SourceRange) -> (Position, Position) {
        let start = self.from(self.last, range.start);
        self.last = Some((range.start, start));
        (start, self.from(self.last, range.end))
    }

    fn from(&self, known: Option<(u32, Position)>, offset: u32) -> Position {
        if let Some((from, position)) = known
            && from > self.source.bom_len()
            && from <= offset
            && let Some(between) = self.source.text().get(from as usize..offset as usize)
            && !between.contains(['\n', '\r'])
        {
            return Position { line: position.line, column: position.column + between.chars().count() as u32 };
        }
        self.source.position(offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Format as SourceFormat;

    #[test]
    fn located_positions_are_those_of_the_source() {
        let text = "\u{feff}一行目の、副作用\r\n\n二行目の👍🏽文\r終わり";
        let source = SourceFile::new("a.txt", text, SourceFormat::Plain);
        let bounds: Vec<u32> =
            text.char_indices().map(|(at, _)| at as u32).chain(std::iter::once(text.len() as u32)).collect();
        let mut locator = Locator::new(&source);
        for (index, &start) in bounds.iter().enumerate() {
            for &end in &bounds[index..] {
                let expected = (source.position(start), source.position(end));
                assert_eq!(locator.locate(SourceRange::new(start, end)), expected, "{start}..{end}");
            }
        }
    }
}
