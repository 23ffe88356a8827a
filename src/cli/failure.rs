//! Why a file or a run could not be done, in the user's language.

use crate::class::Language;
use crate::source::{Format, SourceError, Unencodable};
use std::io;

/// Why something could not be linted.
#[derive(Debug)]
pub enum Failure {
    /// It could not be opened, read or listed.
    Io(io::Error),
    /// Its bytes are no text.
    Source(SourceError),
    /// Its name does not say a format that kodai reads.
    UnknownFormat,
    /// It is a pipe, a socket or a device, which may never end.
    Endless,
    /// No file was found under it.
    NoFile,
    /// It was to be rewritten and holds other bytes than were read, or than would be written back.
    Changed,
    /// It was to be rewritten with a character that its encoding does not have.
    Unencodable(Unencodable),
    /// It was to be rewritten and could not be.
    NotWritten(io::Error),
    /// Linting it ran into a bug.
    Panic,
}

impl Failure {
    /// The message in `language`, without the path.
    pub fn message(&self, language: Language) -> String {
        let known = || Format::extensions().map(|extension| format!(".{extension}")).collect::<Vec<_>>();
        let pick = |ja: &str, en: &str| if language == Language::Ja { ja.to_owned() } else { en.to_owned() };
        match self {
            Self::Io(error) => match error.kind() {
                io::ErrorKind::NotFound => pick("ファイルもフォルダーもありません", "no such file or folder"),
                io::ErrorKind::PermissionDenied => pick("読む権限がありません", "permission denied"),
                _ => pick("読めません: ", "cannot read: ") + &error.to_string(),
            },
            Self::Source(error) => match (error, language) {
                (SourceError::NotUtf8 { offset, line }, Language::Ja) => format!(
                    "UTF-8 でも、Shift_JIS・EUC-JP・ISO-2022-JP でもありません（{line} 行目、{offset} バイト目）。\
                     文字コードがわかっていれば --encoding で指定してください"
                ),
                (SourceError::NotUtf8 { .. }, Language::En) => {
                    format!(
                        "{error}, nor is it Japanese in another encoding; if you know which it is, say so: --encoding"
                    )
                }
                (SourceError::NotEncoded { encoding }, Language::Ja) => {
                    format!("{encoding} ではないか、壊れています")
                }
                (SourceError::Binary { offset }, Language::Ja) => {
                    format!("テキストではないようです（{offset} バイト目に NUL があります）")
                }
                (SourceError::NotDocx { reason }, Language::Ja) => {
                    format!("Word 文書ではないか、壊れています（{reason}）")
                }
                (SourceError::TooMuch, Language::Ja) => "展開すると 128 MiB を超えるため読みません".to_owned(),
                (SourceError::TooLarge, Language::Ja) => "4 GiB を超えています".to_owned(),
                (error, Language::En) => error.to_string(),
            },
            Self::UnknownFormat => match language {
                Language::Ja => {
                    format!("形式がわかりません（読めるのは {}）。--as で指定できます", known().join("、"))
                }
                Language::En => format!("unknown format; known are {}; say which it is: --as", known().join(", ")),
            },
            Self::Endless => pick(
                "ファイルではありません（パイプやデバイスの内容は `-` で標準入力から渡してください）",
                "not a file; give what a pipe or device holds as standard input, `-`",
            ),
            Self::NoFile => match language {
                Language::Ja => format!("調べるファイルがありません（{}）", known().join("、")),
                Language::En => format!("no file to check ({})", known().join(", ")),
            },
            Self::Changed => pick(
                "書き換えていません。読んだあとに変更されたか、元のバイト列に戻せない文字コードです",
                "not rewritten: it was changed after it was read, or its encoding cannot be written back as it was",
            ),
            Self::Unencodable(Unencodable { encoding, character }) => match language {
                Language::Ja => format!("書き換えていません。{encoding} では「{character}」を表せません"),
                Language::En => format!("not rewritten: {encoding} cannot write `{character}`"),
            },
            Self::NotWritten(error) => match error.kind() {
                io::ErrorKind::PermissionDenied => {
                    pick("書き換えていません。書く権限がありません", "not rewritten: permission denied")
                }
                _ => pick("書き換えていません: ", "not rewritten: ") + &error.to_string(),
            },
            Self::Panic => pick(
                "kodai の不具合で調べられませんでした。ご報告ください",
                "a bug in kodai: this file could not be checked; please report it",
            ),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<SourceError> for Failure {
    fn from(error: SourceError) -> Self {
        Self::Source(error)
    }
}
