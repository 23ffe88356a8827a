//! What was read: a file's name and its decoded text, and where its lines begin.
//!
//! Knows nothing of formats or rules. Line and column exist only here and in the reporters.

use crate::span::SourceRange;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The format a source is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// CommonMark with GFM tables and footnotes, and front matter.
    Markdown,
    /// Plain text.
    Plain,
}

impl Format {
    /// The format that a file name's extension stands for, if it is one that kodai reads.
    pub fn from_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "md" | "markdown" => Some(Self::Markdown),
            "txt" => Some(Self::Plain),
            _ => None,
        }
    }
}

/// Why bytes could not be taken as a source.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// The bytes are not UTF-8.
    #[error("not UTF-8: the byte at offset {offset} (line {line}) does not belong to a character")]
    NotUtf8 {
        /// The first offending byte.
        offset: usize,
        /// Its line, counted from 1.
        line: usize,
    },
    /// The file holds a NUL byte, so it is no text.
    #[error("looks like a binary file: a NUL byte at offset {offset}")]
    Binary {
        /// The first NUL byte.
        offset: usize,
    },
    /// Offsets are 32 bits wide.
    #[error("larger than 4 GiB")]
    TooLarge,
}

/// A file's name and its text, decoded.
#[derive(Debug)]
pub struct SourceFile {
    path: PathBuf,
    text: String,
    format: Format,
    lines: OnceLock<Vec<u32>>,
}

/// A place in a file as a person counts it: both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column, in Unicode scalar values. A byte order mark is not counted.
    pub column: u32,
}

const BOM: char = '\u{feff}';

impl SourceFile {
    /// A source from text that is already decoded.
    pub fn new(path: impl Into<PathBuf>, text: impl Into<String>, format: Format) -> Self {
        Self { path: path.into(), text: text.into(), format, lines: OnceLock::new() }
    }

    /// A source from the bytes of a file. A UTF-8 byte order mark is kept, so that offsets stay those of the file.
    ///
    /// # Errors
    ///
    /// [`SourceError`] if the bytes are not UTF-8 text of less than 4 GiB.
    pub fn from_bytes(path: impl Into<PathBuf>, bytes: Vec<u8>, format: Format) -> Result<Self, SourceError> {
        if u32::try_from(bytes.len()).is_err() {
            return Err(SourceError::TooLarge);
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let offset = error.utf8_error().valid_up_to();
            let before = &error.as_bytes()[..offset];
            if let Some(nul) = error.as_bytes().iter().position(|&byte| byte == 0) {
                return SourceError::Binary { offset: nul };
            }
            let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count();
            SourceError::NotUtf8 { offset, line }
        })?;
        if let Some(offset) = text.bytes().position(|byte| byte == 0) {
            return Err(SourceError::Binary { offset });
        }
        Ok(Self::new(path, text, format))
    }

    /// The path as it was given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The whole text, a byte order mark included.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The format it is read as.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The length in bytes of the byte order mark: 3 or 0.
    pub fn bom_len(&self) -> u32 {
        if self.text.starts_with(BOM) { BOM.len_utf8() as u32 } else { 0 }
    }

    /// The slice at `range`. Empty if the range is not on character boundaries of this text.
    pub fn slice(&self, range: SourceRange) -> &str {
        self.text.get(range.as_usize()).unwrap_or_default()
    }

    /// Where each line begins, in bytes. A line ends after `\n`; `\r` stays with its line.
    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let ends = self.text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
            std::iter::once(0).chain(ends.map(|(at, _)| at as u32 + 1)).collect()
        })
    }

    /// The line and column of a byte offset. An offset past the end is taken as the end.
    pub fn position(&self, offset: u32) -> Position {
        let offset = offset.min(self.text.len() as u32);
        let line = self.lines().partition_point(|&start| start <= offset) - 1;
        let start = self.lines()[line] as usize;
        let before = self.text.get(start..offset as usize).unwrap_or_default();
        // Only the first mark is one; a second is a character of the text.
        let before = if line == 0 { before.strip_prefix(BOM).unwrap_or(before) } else { before };
        let column = before.chars().count();
        Position { line: line as u32 + 1, column: column as u32 + 1 }
    }

    /// The text of a line, counted from 1, without its line end.
    pub fn line_text(&self, line: u32) -> &str {
        let starts = self.lines();
        let index = line.saturating_sub(1) as usize;
        let Some(&start) = starts.get(index) else { return "" };
        let end = starts.get(index + 1).map_or(self.text.len(), |&next| next as usize);
        self.text[start as usize..end].trim_end_matches(['\n', '\r'])
    }

    /// The byte range of a line, counted from 1, without its line end.
    pub fn line_range(&self, line: u32) -> SourceRange {
        let starts = self.lines();
        let start = starts.get(line.saturating_sub(1) as usize).copied().unwrap_or(self.text.len() as u32);
        SourceRange::new(start, start + self.line_text(line).len() as u32)
    }
}
