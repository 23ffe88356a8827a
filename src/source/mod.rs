//! What was read: a file's name and its decoded text, the encoding it came in, and where its lines begin.
//!
//! `encoding` decodes, `docx` unpacks Word documents, `format` names the formats. Knows nothing of what formats mean, or of rules. Line and column exist only here and in the
//! reporters.

pub(crate) mod docx;
mod encoding;
mod format;

pub use encoding::{Encoding, Unencodable};
pub use format::{Format, UnknownFormat};

use crate::span::SourceRange;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

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
    /// The bytes are not in the encoding that was asked for, or that their byte order mark names.
    #[error("not {encoding}, or broken")]
    NotEncoded {
        /// The encoding.
        encoding: Encoding,
    },
    /// The file holds a NUL byte, so it is no text.
    #[error("looks like a binary file: a NUL byte at offset {offset}")]
    Binary {
        /// The first NUL byte.
        offset: usize,
    },
    /// The file is not the Word document that its name says.
    #[error("not a Word document, or broken: {reason}")]
    NotDocx {
        /// What is wrong with it, in the words of whoever tried to read it.
        reason: String,
    },
    /// The file unpacks to more than any document holds.
    #[error("unpacks to more than 128 MiB; not read")]
    TooMuch,
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
    encoding: Encoding,
    fields: Arc<[String]>,
    paragraphs: Option<Vec<docx::Paragraph>>,
    lines: OnceLock<Vec<u32>>,
}

/// How lines end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineEnd {
    /// `\n`
    Lf,
    /// `\r\n`
    CrLf,
    /// `\r`, that of old Macintosh files.
    Cr,
}

/// What stands on a line of a source's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A line of the file.
    Line,
    /// A paragraph of a document that knows no lines: empty ones count, those in tables and text boxes too; then come
    /// footnotes, endnotes, headers and footers.
    Paragraph,
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
        Self {
            path: path.into(),
            text: text.into(),
            format,
            encoding: Encoding::Utf8,
            fields: Arc::default(),
            paragraphs: None,
            lines: OnceLock::new(),
        }
    }

    /// The same with the fields of data formats that are prose: names of columns or keys, or several keys with `.`
    /// between. All values that hold Japanese are prose where no field is named.
    #[must_use]
    pub fn with_fields(self, fields: Arc<[String]>) -> Self {
        Self { fields, ..self }
    }

    /// The same source with another text.
    #[must_use]
    pub fn with_text(&self, text: String) -> Self {
        let Self { path, format, encoding, fields, .. } = self;
        Self { encoding: *encoding, fields: Arc::clone(fields), ..Self::new(path, text, *format) }
    }

    /// The fields of data formats that are prose.
    pub fn fields(&self) -> &[String] {
        &self.fields
    }

    /// A source from the bytes of a file, in whatever encoding they are found to be. A byte order mark is kept as the
    /// first character of the text. The text of a Word document has a paragraph a line.
    ///
    /// # Errors
    ///
    /// [`SourceError`] if the bytes are no text of less than 4 GiB.
    pub fn from_bytes(path: impl Into<PathBuf>, bytes: Vec<u8>, format: Format) -> Result<Self, SourceError> {
        Self::from_encoded(path, bytes, format, None)
    }

    /// A source from the bytes of a file that are in `encoding`, or in whatever they are found to be in.
    ///
    /// # Errors
    ///
    /// [`SourceError`] if the bytes are no text in that encoding of less than 4 GiB.
    pub fn from_encoded(
        path: impl Into<PathBuf>,
        bytes: Vec<u8>,
        format: Format,
        encoding: Option<Encoding>,
    ) -> Result<Self, SourceError> {
        if format == Format::Docx {
            let (text, paragraphs) = docx::read(&bytes)?;
            return Ok(Self { paragraphs: Some(paragraphs), ..Self::new(path, text, format) });
        }
        let (text, encoding) = encoding::decode(bytes, encoding)?;
        // Japanese takes more bytes in UTF-8 than in most other encodings.
        if u32::try_from(text.len()).is_err() {
            return Err(SourceError::TooLarge);
        }
        if let Some(offset) = text.bytes().position(|byte| byte == 0) {
            return Err(SourceError::Binary { offset });
        }
        Ok(Self { encoding, ..Self::new(path, text, format) })
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

    /// The encoding that the bytes of the file were in.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// How lines end: as the first does. `\n` in a text of one line.
    pub fn line_end(&self) -> LineEnd {
        match self.text.find(['\n', '\r']).map(|at| &self.text.as_bytes()[at..]) {
            Some([b'\r', b'\n', ..]) => LineEnd::CrLf,
            Some([b'\r', ..]) => LineEnd::Cr,
            _ => LineEnd::Lf,
        }
    }

    /// The bytes of a text file if `text` stood in it: in the encoding that was found. `text` is a changed copy of
    /// [`text`](Self::text), so it has the byte order mark and the line ends that the file had.
    ///
    /// # Errors
    ///
    /// [`Unencodable`] if the encoding lacks a character of `text`.
    pub fn encode(&self, text: &str) -> Result<Vec<u8>, Unencodable> {
        self.encoding.encode(text)
    }

    /// What [`Position::line`] counts.
    pub fn unit(&self) -> Unit {
        if self.format == Format::Docx { Unit::Paragraph } else { Unit::Line }
    }

    /// The paragraphs of a Word document.
    pub(crate) fn paragraphs(&self) -> Option<&[docx::Paragraph]> {
        self.paragraphs.as_deref()
    }

    /// The length in bytes of the byte order mark in the text: 3 or 0.
    pub fn bom_len(&self) -> u32 {
        if self.text.starts_with(BOM) { BOM.len_utf8() as u32 } else { 0 }
    }

    /// The slice at `range`. Empty if the range is not on character boundaries of this text.
    pub fn slice(&self, range: SourceRange) -> &str {
        self.text.get(range.as_usize()).unwrap_or_default()
    }

    /// Where each line begins, in bytes. A line ends after `\n`, `\r\n` or, where no `\n` follows, `\r`.
    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let ends = bytes
                .iter()
                .enumerate()
                .filter(|&(at, &byte)| byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')));
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

    /// The text from the start of `range` to the end of the line that it ends in. Empty if the range is not on character
    /// boundaries of this text.
    pub fn to_line_end(&self, range: SourceRange) -> &str {
        let after = self.text.get(range.end as usize..).unwrap_or_default();
        let end = range.end as usize + after.find(['\n', '\r']).unwrap_or(after.len());
        self.text.get(range.start as usize..end).unwrap_or_default()
    }

    /// The byte range of a line, counted from 1, without its line end.
    pub fn line_range(&self, line: u32) -> SourceRange {
        let starts = self.lines();
        let start = starts.get(line.saturating_sub(1) as usize).copied().unwrap_or(self.text.len() as u32);
        SourceRange::new(start, start + self.line_text(line).len() as u32)
    }
}
