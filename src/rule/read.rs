//! From the text of a rule file to its raw types; and from what RON refuses to errors that say what to do, at their
//! exact place. Knows nothing of other files or of the dictionary.

use super::nearest;
use super::schema::{
    At, RawDuty, RawExtension, RawLexicon, RawOverride, RawPermission, RawRule, RuleFile, pardoning, reading, refusing,
};
use miette::{Diagnostic, NamedSource, SourceSpan};
use ron::error::{Error, SpannedError};
use ron::value::RawValue;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::ops::Range;
use std::path::Path;
use thiserror::Error;

/// A rule file that cannot be used, and the place that is to blame.
#[derive(Debug, Error, Diagnostic)]
#[error("{message}")]
pub struct RuleError {
    /// What is wrong.
    message: String,
    #[source_code]
    source_code: NamedSource<String>,
    #[label]
    span: Option<SourceSpan>,
    #[help]
    help: Option<String>,
}

/// All that is wrong with the rule files of a run.
#[derive(Debug, Error, Diagnostic)]
#[error("the rules could not be loaded")]
pub struct RuleErrors(#[related] pub Vec<RuleError>);

impl From<RuleError> for RuleErrors {
    fn from(error: RuleError) -> Self {
        Self(vec![error])
    }
}

impl RuleError {
    /// An error that has no place in a text.
    pub(super) fn without_place(path: &Path, message: String) -> Self {
        let source_code = NamedSource::new(path.display().to_string(), String::new());
        Self { message, source_code, span: None, help: None }
    }

    fn new(name: &str, text: &str, span: Range<usize>, message: String, help: Option<String>) -> Self {
        // miette cannot draw a place that is further into its line than this.
        let line = text.get(..span.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        if span.end - line > DRAWABLE {
            return Self::without_place(Path::new(name), format!("{name}: {message} (at byte {})", span.start));
        }
        let span = SourceSpan::new(span.start.into(), span.len());
        Self { message, source_code: NamedSource::new(name, text.to_owned()), span: Some(span), help }
    }

    /// The byte range in the file, if the error has a place in it.
    pub fn range(&self) -> Option<Range<usize>> {
        self.span.map(|span| span.offset()..span.offset() + span.len())
    }
}

/// In bytes of a line; miette formats with widths of 16 bits.
const DRAWABLE: usize = 20_000;

fn options() -> ron::Options {
    ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME).with_recursion_limit(32)
}

/// The content of a rule file. `trusted`: it is part of kodai.
pub(super) fn read(text: &str, trusted: bool) -> Result<RuleFile, SpannedError> {
    reading(trusted, || options().from_str(text))
}

/// An error at a string of a file that was read: the file is read again and refuses it there.
pub(super) fn refuse(name: &str, text: &str, at: At, why: &str) -> RuleError {
    match refusing(at, why, || options().from_str::<RuleFile>(text)) {
        Err(error) => described(name, text, 0, text, &error),
        // It was read before, so it is read again.
        Ok(_) => RuleError::without_place(Path::new(name), why.to_owned()),
    }
}

/// A rule file whose parts are not looked into yet.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts<'a> {
    #[serde(borrow, default)]
    lexicons: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    extend: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    overrides: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    rules: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    duties: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    permitted: Vec<&'a RawValue>,
}

/// All that is wrong with a text that [`read`] refused with `error`. Each lexicon and rule is read by itself, so that a
/// mistake in one does not hide those in the others.
pub(super) fn faults(name: &str, text: &str, error: &SpannedError) -> Vec<RuleError> {
    let Ok(parts) = options().from_str::<Parts<'_>>(text) else {
        // A bracket or comma is missing: nothing after it can be told.
        return vec![described(name, text, 0, text, error)];
    };
    let mut faults = Vec::new();
    for lexicon in parts.lexicons {
        faults.extend(part_faults::<RawLexicon>(name, text, lexicon.get_ron()));
    }
    for extension in parts.extend {
        faults.extend(part_faults::<RawExtension>(name, text, extension.get_ron()));
    }
    for changes in parts.overrides {
        faults.extend(part_faults::<RawOverride>(name, text, changes.get_ron()));
    }
    for rule in parts.rules {
        faults.extend(part_faults::<RawRule>(name, text, rule.get_ron()));
    }
    for duty in parts.duties {
        faults.extend(part_faults::<RawDuty>(name, text, duty.get_ron()));
    }
    for permission in parts.permitted {
        faults.extend(part_faults::<RawPermission>(name, text, permission.get_ron()));
    }
    if faults.is_empty() {
        faults.push(described(name, text, 0, text, error));
    }
    faults
}

fn part_faults<T: DeserializeOwned>(name: &str, text: &str, part: &str) -> Vec<RuleError> {
    let start = part.as_ptr() as usize - text.as_ptr() as usize;
    let mut faults = Vec::new();
    let mut pardoned = Vec::new();
    // A refused string is passed over the next time; a fault of the structure ends the part.
    while let (Err(error), failed) = pardoning(&pardoned, || options().from_str::<T>(part)) {
        faults.push(described(name, text, start, part, &error));
        match failed {
            Some(at) => pardoned.push(at),
            None => break,
        }
    }
    faults
}

/// What RON refused in `part`, which begins at byte `start` of `text`.
fn described(name: &str, text: &str, start: usize, part: &str, error: &SpannedError) -> RuleError {
    let from = offset(part, error.span.start.line, error.span.start.col);
    let to = offset(part, error.span.end.line, error.span.end.col).max(from);
    let mut range = from..to;
    let fields = |expected: &[&str]| Some(format!("fields: {}", expected.join(", ")));
    let (message, help) = match &error.code {
        Error::Message(message) => {
            range = literal(part, &range).unwrap_or(range);
            (message.clone(), None)
        }
        Error::NoSuchStructField { expected, found, .. } => {
            let near = nearest(found, expected.iter().copied());
            (format!("unknown field `{found}`{near}"), fields(expected))
        }
        Error::NoSuchEnumVariant { expected, found, .. } => {
            (format!("`{found}` is none of {}", expected.join(", ")), None)
        }
        Error::MissingStructField { field, outer } => {
            // RON notices at the closing bracket, which may be a page below the name of what lacks the field.
            let whole = matches!(outer.as_deref(), Some("RawRule" | "RawLexicon" | "RawPermission" | "RawDuty"));
            range = if whole { own_name(part).unwrap_or(range) } else { range };
            (format!("the field `{field}` is missing"), None)
        }
        Error::DuplicateStructField { field, .. } => (format!("the field `{field}` is given twice"), None),
        Error::TrailingCharacters => {
            let at = part.len() - part[from..].trim_start().len();
            range = at..at + part[at..].chars().next().map_or(0, char::len_utf8);
            ("something follows the end of the rule set".to_owned(), None)
        }
        _ if part[from..].trim().is_empty() => {
            range = part.trim_end().len()..part.trim_end().len();
            ("the file ends while a bracket or a quotation is open".to_owned(), None)
        }
        Error::ExpectedArray => ("expected a list: `[…]`".to_owned(), None),
        Error::ExpectedMap => ("expected a map: `{…}`".to_owned(), None),
        Error::ExpectedString => ("expected a text in quotes: `\"…\"`".to_owned(), None),
        Error::ExpectedIdentifier => ("expected a name without quotes".to_owned(), None),
        Error::ExpectedNamedStructLike(_) | Error::ExpectedStructLike => ("expected fields: `(…)`".to_owned(), None),
        other => (lowercase(&other.to_string()), None),
    };
    // RON stops before the space, the mistake stands after it.
    if part.get(range.clone()).is_some_and(|text| !text.is_empty() && text.trim().is_empty()) {
        let at = part.len() - part[range.start..].trim_start().len();
        range = at..at + part[at..].chars().next().map_or(0, char::len_utf8);
    }
    RuleError::new(name, text, start + range.start..start + range.end, message, help)
}

fn lowercase(message: &str) -> String {
    let mut chars = message.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// The byte offset of a line and column, both from 1, the column in characters.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at)
}

/// The inside of the string literal that ends at or right after a range. RON counts the characters of the value, which
/// are fewer than those of the literal where it has escapes.
fn literal(text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let end = if text.get(range.end..)?.starts_with('"') { range.end } else { range.end.checked_sub(1)? };
    if !text.get(end..)?.starts_with('"') {
        return None;
    }
    let escaped = |at: usize| text[..at].bytes().rev().take_while(|&byte| byte == b'\\').count() % 2 == 1;
    let open = text[..end].rmatch_indices('"').map(|(at, _)| at).find(|&at| !escaped(at))?;
    Some(open + 1..end)
}

/// Where a rule's id or a lexicon's name stands in its text.
fn own_name(part: &str) -> Option<Range<usize>> {
    let field = ["id", "name"].iter().find_map(|field| {
        let at = part.match_indices(field).map(|(at, _)| at + field.len());
        at.into_iter().find(|&at| part[at..].trim_start().starts_with(':'))
    })?;
    let open = field + part[field..].find('"')? + 1;
    let close = open + part[open..].find('"')?;
    Some(open..close)
}
