//! Which encoding a file's bytes are in, and the way from bytes to text and back.
//!
//! Owns the encodings that Japanese texts come in. The tables are those of `encoding_rs`, the guess where nothing is
//! declared is that of `chardetng`: the ones of a browser. Knows no format.

use super::SourceError;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use std::borrow::Cow;
use std::fmt;

/// The encodings that kodai reads and writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    #[default]
    Utf8,
    /// UTF-16, little-endian; recognised by its byte order mark.
    Utf16Le,
    /// UTF-16, big-endian; recognised by its byte order mark.
    Utf16Be,
    /// Shift_JIS as Windows writes it, CP932.
    ShiftJis,
    /// EUC-JP.
    EucJp,
    /// ISO-2022-JP, that of old mails.
    Iso2022Jp,
}

/// A character that an encoding has no code for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{encoding} cannot write `{}` (U+{:04X})", .character, *.character as u32)]
pub struct Unencodable {
    /// The encoding.
    pub encoding: Encoding,
    /// The first such character.
    pub character: char,
}

/// How far into a file a declaration is looked for, in bytes: as far as browsers look.
const DECLARATION_MAX: usize = 1024;
/// The longest part of a file that is read in order to guess, in bytes.
const GUESS_MAX: usize = 1 << 20;

impl Encoding {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Utf8, Self::Utf16Le, Self::Utf16Be, Self::ShiftJis, Self::EucJp, Self::Iso2022Jp];

    /// The name that is registered for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::ShiftJis => "Shift_JIS",
            Self::EucJp => "EUC-JP",
            Self::Iso2022Jp => "ISO-2022-JP",
        }
    }

    /// The encoding that a label names, as it is written in a declaration or on the command line: `shift_jis`,
    /// `Windows-31J`, `CP932`, `x-sjis`, `utf8`, …
    pub fn for_label(label: &str) -> Option<Self> {
        let label = label.trim();
        if ["cp932", "ms932"].iter().any(|name| label.eq_ignore_ascii_case(name)) {
            return Some(Self::ShiftJis);
        }
        let found = encoding_rs::Encoding::for_label(label.as_bytes())?;
        Self::ALL.iter().copied().find(|encoding| encoding.tables() == found)
    }

    /// The bytes of `text` in this encoding. A byte order mark is written if `text` begins with one.
    ///
    /// # Errors
    ///
    /// [`Unencodable`] with the first character that the encoding does not have.
    pub fn encode(self, text: &str) -> Result<Vec<u8>, Unencodable> {
        match self {
            Self::Utf8 => Ok(text.as_bytes().to_vec()),
            Self::Utf16Le => Ok(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            Self::Utf16Be => Ok(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            Self::ShiftJis | Self::EucJp | Self::Iso2022Jp => {
                let (bytes, _, unmappable) = self.tables().encode(text);
                if !unmappable {
                    return Ok(bytes.into_owned());
                }
                let is_missing = |c: &char| self.tables().encode(c.encode_utf8(&mut [0; 4])).2;
                let character = text.chars().find(is_missing).unwrap_or(char::REPLACEMENT_CHARACTER);
                Err(Unencodable { encoding: self, character })
            }
        }
    }

    fn tables(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Utf8 => encoding_rs::UTF_8,
            Self::Utf16Le => encoding_rs::UTF_16LE,
            Self::Utf16Be => encoding_rs::UTF_16BE,
            Self::ShiftJis => encoding_rs::SHIFT_JIS,
            Self::EucJp => encoding_rs::EUC_JP,
            Self::Iso2022Jp => encoding_rs::ISO_2022_JP,
        }
    }

    /// The text of `bytes`, a byte order mark included, if every byte belongs to a character.
    fn decode(self, bytes: &[u8]) -> Option<String> {
        self.tables().decode_without_bom_handling_and_without_replacement(bytes).map(Cow::into_owned)
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text of a file and the encoding it was in: the one that was `wanted`, or what the bytes say.
///
/// What the bytes say, in this order: a byte order mark; that they are UTF-8, which nothing else is by chance; the
/// escapes of ISO-2022-JP; a declaration (`charset=`, `encoding=`) near the start, if they are what it says; a guess.
pub(super) fn decode(bytes: Vec<u8>, wanted: Option<Encoding>) -> Result<(String, Encoding), SourceError> {
    if let Some(encoding) = wanted.filter(|&encoding| encoding != Encoding::Utf8) {
        return encoding.decode(&bytes).map(|text| (text, encoding)).ok_or(SourceError::NotEncoded { encoding });
    }
    for (mark, encoding) in [(b"\xff\xfe", Encoding::Utf16Le), (b"\xfe\xff", Encoding::Utf16Be)] {
        if wanted.is_none() && bytes.starts_with(mark) {
            return encoding.decode(&bytes).map(|text| (text, encoding)).ok_or(SourceError::NotEncoded { encoding });
        }
    }
    let error = match String::from_utf8(bytes) {
        Ok(text) if wanted.is_none() && text.as_bytes().contains(&ESCAPE) => {
            let japanese = has_escapes(text.as_bytes()).then(|| Encoding::Iso2022Jp.decode(text.as_bytes())).flatten();
            return Ok(japanese.map_or((text, Encoding::Utf8), |text| (text, Encoding::Iso2022Jp)));
        }
        Ok(text) => return Ok((text, Encoding::Utf8)),
        Err(error) => error,
    };
    let offset = error.utf8_error().valid_up_to();
    let is_cut_off = error.utf8_error().error_len().is_none();
    let bytes = error.into_bytes();
    let candidates = if wanted.is_some() || is_cut_off || is_broken_utf8(&bytes) {
        [None, None]
    } else {
        [declared(&bytes), guessed(&bytes)]
    };
    let decoded = candidates.into_iter().flatten().find_map(|encoding| Some((encoding.decode(&bytes)?, encoding)));
    if let Some(nul) = bytes.iter().position(|&byte| byte == 0) {
        return Err(SourceError::Binary { offset: nul });
    }
    decoded.ok_or_else(|| {
        let line = 1 + bytes[..offset].iter().filter(|&&byte| byte == b'\n').count();
        SourceError::NotUtf8 { offset, line }
    })
}

/// Whether most characters beyond ASCII are those of UTF-8. Such a text must not be read as something else that its bytes
/// happen to spell.
fn is_broken_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes[..bytes.len().min(GUESS_MAX)].utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

const ESCAPE: u8 = 0x1b;

/// Whether escapes shift to Japanese. A lone escape is a control character that got lost.
fn has_escapes(bytes: &[u8]) -> bool {
    bytes.is_ascii() && bytes.windows(3).any(|window| matches!(window, [ESCAPE, b'$', b'@' | b'B']))
}

/// What a declaration near the start says: that of HTML, XML, PO headers.
fn declared(bytes: &[u8]) -> Option<Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARATION_MAX)]).to_ascii_lowercase();
    ["charset", "encoding"].iter().find_map(|key| {
        head.match_indices(key).find_map(|(at, _)| {
            let value = head[at + key.len()..].trim_start().strip_prefix('=')?.trim_start();
            let value = value.trim_start_matches(['"', '\'']);
            let end = value.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | ':' | '.'));
            Encoding::for_label(&value[..end.unwrap_or(value.len())])
        })
    })
}

/// What the bytes look like, if that is an encoding of Japanese.
fn guessed(bytes: &[u8]) -> Option<Encoding> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(GUESS_MAX)], true);
    let found = detector.guess(Some(b"jp"), Utf8Detection::Deny);
    [Encoding::ShiftJis, Encoding::EucJp].into_iter().find(|encoding| encoding.tables() == found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "副作用は一切ありません。業界№①の実績！㈱美容\r\n～カタカナ～";

    fn read(bytes: &[u8]) -> Result<(String, Encoding), SourceError> {
        decode(bytes.to_vec(), None)
    }

    #[test]
    fn what_was_written_is_recognised_and_written_back() {
        for (text, encoding) in [
            (TEXT, Encoding::Utf8),
            ("\u{feff}副作用👍", Encoding::Utf8),
            ("\u{feff}副作用👍\n", Encoding::Utf16Le),
            ("\u{feff}副作用👍\n", Encoding::Utf16Be),
            (TEXT, Encoding::ShiftJis),
            (TEXT, Encoding::EucJp),
            ("副作用は一切ありません。\n", Encoding::Iso2022Jp),
            ("ﾉｰﾘｽｸで始められます。", Encoding::ShiftJis),
        ] {
            let bytes = encoding.encode(text).expect("in the encoding");
            assert_eq!(read(&bytes), Ok((text.to_owned(), encoding)), "{encoding}");
            assert_eq!(decode(bytes, Some(encoding)), Ok((text.to_owned(), encoding)), "{encoding} as wanted");
        }
    }

    #[test]
    fn a_declaration_decides_where_a_guess_could_go_wrong() {
        // Two characters of EUC-JP, or four half-width kana of Shift_JIS.
        let bytes = b"\xb1\xb2\xb3\xb4";
        let page = [b"<meta charset='euc-jp'>", &bytes[..]].concat();
        assert_eq!(read(&page).map(|(_, encoding)| encoding), Ok(Encoding::EucJp));
        let page = [b"<meta charset=shift_jis>", &bytes[..]].concat();
        assert_eq!(read(&page).map(|(_, encoding)| encoding), Ok(Encoding::ShiftJis));
        // A declaration that is not true.
        let page = ["<meta charset=\"Shift_JIS\">副作用"].concat();
        assert_eq!(read(page.as_bytes()), Ok((page.clone(), Encoding::Utf8)));
        let sjis =
            Encoding::ShiftJis.encode("<?xml encoding=\"UTF-8\"?>副作用は一切ありません").expect("in the encoding");
        assert_eq!(read(&sjis).map(|(_, encoding)| encoding), Ok(Encoding::ShiftJis));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(read(b"caf\xe9"), Err(SourceError::NotUtf8 { offset: 3, line: 1 }));
        // UTF-8 that breaks off or holds a broken character is not something else.
        assert_eq!(read(b"\xe5\x89"), Err(SourceError::NotUtf8 { offset: 0, line: 1 }));
        let broken = ["副作用は一切".as_bytes(), b"\x82\xa0", "ありません".as_bytes()].concat();
        assert_eq!(read(&broken), Err(SourceError::NotUtf8 { offset: 18, line: 1 }));
        assert_eq!(read(b"a\n\xff\0"), Err(SourceError::Binary { offset: 3 }));
        let error = SourceError::NotEncoded { encoding: Encoding::Utf16Le };
        assert_eq!(read(b"\xff\xfea\0\x00\xd8"), Err(error));
        assert_eq!(decode(b"a\xff".to_vec(), Some(Encoding::Utf8)), Err(SourceError::NotUtf8 { offset: 1, line: 1 }));
        // An escape alone makes no Japanese.
        assert_eq!(read(b"a\x1b[1mb"), Ok(("a\u{1b}[1mb".into(), Encoding::Utf8)));
    }

    #[test]
    fn labels() {
        for (label, want) in [
            ("SJIS", Some(Encoding::ShiftJis)),
            ("windows-31j", Some(Encoding::ShiftJis)),
            ("CP932", Some(Encoding::ShiftJis)),
            ("x-euc-jp", Some(Encoding::EucJp)),
            ("utf8", Some(Encoding::Utf8)),
            ("utf-16", Some(Encoding::Utf16Le)),
            ("iso-2022-jp", Some(Encoding::Iso2022Jp)),
            ("latin1", None),
            ("", None),
        ] {
            assert_eq!(Encoding::for_label(label), want, "{label}");
        }
        for &encoding in Encoding::ALL {
            assert_eq!(Encoding::for_label(encoding.as_str()), Some(encoding));
        }
    }

    #[test]
    fn a_character_without_a_code_is_named() {
        let want = Unencodable { encoding: Encoding::ShiftJis, character: '👍' };
        assert_eq!(Encoding::ShiftJis.encode("効果👍あり"), Err(want));
        assert!(want.to_string().contains("U+1F44D"));
    }
}
