//! The formats that kodai reads, their names and the extensions that stand for them.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

/// The format a source is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// CommonMark with the extensions of GitHub, footnotes, front matter, and the shortcodes of site generators.
    Markdown,
    /// Markdown with components: MDX.
    Mdx,
    /// HTML, as browsers read it.
    Html,
    /// Word: Office Open XML.
    Docx,
    /// AsciiDoc.
    AsciiDoc,
    /// reStructuredText.
    Rst,
    /// Comma-separated values.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// JSON, one value or one a line.
    Json,
    /// YAML.
    Yaml,
    /// XLIFF: the target texts.
    Xliff,
    /// PO of gettext: the translations.
    Po,
    /// Subtitles: SubRip and WebVTT.
    Subtitles,
    /// Plain text.
    Plain,
}

use Format::*;

const TABLE: &[(Format, &str, &[&str])] = &[
    (Markdown, "markdown", &["md", "markdown"]),
    (Mdx, "mdx", &["mdx"]),
    (Html, "html", &["html", "htm", "xhtml"]),
    (Docx, "docx", &["docx"]),
    (AsciiDoc, "asciidoc", &["adoc", "asciidoc"]),
    (Rst, "rst", &["rst"]),
    (Csv, "csv", &["csv"]),
    (Tsv, "tsv", &["tsv"]),
    (Json, "json", &["json", "jsonl", "ndjson"]),
    (Yaml, "yaml", &["yaml", "yml"]),
    (Xliff, "xliff", &["xlf", "xliff"]),
    (Po, "po", &["po"]),
    (Subtitles, "subtitles", &["srt", "vtt"]),
    (Plain, "plain", &["txt"]),
];

impl Format {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> + Clone {
        TABLE.iter().map(|&(format, ..)| format)
    }

    /// The extensions that stand for a format, in small letters.
    pub fn extensions() -> impl Iterator<Item = &'static str> {
        TABLE.iter().flat_map(|(_, _, extensions)| extensions.iter().copied())
    }

    /// The name that it is asked for by.
    pub fn as_str(self) -> &'static str {
        TABLE.iter().find(|(format, ..)| *format == self).map_or("", |&(_, name, _)| name)
    }

    /// The format that a file name's extension stands for, if it is one that kodai reads.
    pub fn from_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?;
        let is_own = |known: &&str| known.eq_ignore_ascii_case(extension);
        TABLE.iter().find(|(_, _, extensions)| extensions.iter().any(is_own)).map(|&(format, ..)| format)
    }

    /// Whether files of this format hold prose only in some of their fields, and most of them none at all.
    pub const fn is_data(self) -> bool {
        matches!(self, Csv | Tsv | Json | Yaml)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name that is no format's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no format is called `{0}`")]
pub struct UnknownFormat(String);

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        Self::all().find(|format| format.as_str() == name).ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_extensions_lead_to_their_formats() {
        for format in Format::all() {
            assert_eq!(format.as_str().parse(), Ok(format));
        }
        for (path, want) in [
            ("a.md", Some(Markdown)),
            ("a.HTM", Some(Html)),
            ("b/a.tar.json", Some(Json)),
            ("a.png", None),
            ("md", None),
            ("a.", None),
        ] {
            assert_eq!(Format::from_path(Path::new(path)), want, "{path}");
        }
        assert!("word".parse::<Format>().is_err());
    }
}
