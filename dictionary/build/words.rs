//! Reads `user.csv`, the domain words, and gives each the ids, cost and fields of its kind.
//!
//! Owns the kinds and the cost of a domain word. Knows nothing of IPADIC beyond the context ids of left-id.def.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

/// A domain word: what it looks like in normalised text, and how it behaves in a sentence.
pub struct Word {
    pub surface: String,
    pub kind: &'static Kind,
}

/// A kind of word that user.csv can name.
pub struct Kind {
    name: &'static str,
    /// Left and right context id, which are equal throughout IPADIC.
    id: u16,
    /// Part of speech and its three subcategories.
    fields: &'static str,
}

/// No verbs and adjectives: each would need all its conjugated forms, and the field's new words are nouns.
const KINDS: [Kind; 6] = [
    Kind { name: "名詞", id: 1285, fields: "名詞,一般,*,*" },
    Kind { name: "固有名詞", id: 1288, fields: "名詞,固有名詞,一般,*" },
    Kind { name: "サ変名詞", id: 1283, fields: "名詞,サ変接続,*,*" },
    Kind { name: "形容動詞", id: 1287, fields: "名詞,形容動詞語幹,*,*" },
    Kind { name: "副詞可能名詞", id: 1314, fields: "名詞,副詞可能,*,*" },
    Kind { name: "副詞", id: 1281, fields: "副詞,一般,*,*" },
];

/// What is wrong in user.csv, and what to do about it.
#[derive(Debug, PartialEq, Eq)]
pub struct WordError {
    /// 1-based.
    pub line: usize,
    pub message: String,
}

impl fmt::Display for WordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.line, self.message)
    }
}

/// Reads the text of user.csv: lines of `surface,kind`; `#` begins a comment. Fails with all the errors, not the first.
pub fn parse(csv: &str) -> Result<Vec<Word>, Vec<WordError>> {
    let (mut words, mut errors, mut seen) = (Vec::new(), Vec::new(), BTreeMap::new());
    for (line, text) in (1..).zip(csv.trim_start_matches('\u{feff}').lines()) {
        let entry = text.split('#').next().unwrap_or_default().trim();
        if entry.is_empty() {
            continue;
        }
        let word = word(entry).and_then(|word| match seen.insert(word.surface.clone(), line) {
            Some(first) => Err(format!("\"{}\" is already on line {first}; remove one of them", word.surface)),
            None => Ok(word),
        });
        match word {
            Ok(word) => words.push(word),
            Err(message) => errors.push(WordError { line, message }),
        }
    }
    if errors.is_empty() { Ok(words) } else { Err(errors) }
}

fn word(entry: &str) -> Result<Word, String> {
    let (surface, kind) = entry
        .split_once(',')
        .map(|(surface, kind)| (surface.trim(), kind.trim()))
        .ok_or_else(|| format!("\"{entry}\" has no kind; write \"{entry},名詞\""))?;
    if surface.chars().count() < 2 {
        return Err(format!("\"{surface}\" is too short: a word of one character would cut others apart"));
    }
    if let Some(wrong) = surface.chars().find(|&c| !is_normal(c)) {
        return Err(format!(
            "\"{surface}\" has the character \"{wrong}\", which normalised text never has; write Latin letters and \
             digits in half width, kana in full width, and no spaces"
        ));
    }
    let kind = KINDS.iter().find(|known| known.name == kind).ok_or_else(|| {
        format!("\"{kind}\" is not a kind of word; choose from {}", KINDS.map(|known| known.name).join(", "))
    })?;
    Ok(Word { surface: surface.to_owned(), kind })
}

/// Whether `c` can stand in a word of NFKC text. Full NFKC is not needed to catch what people paste.
fn is_normal(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !matches!(c, '\u{ff00}'..='\u{ffef}' | '"' | ',')
}

/// The words as lines of lindera's CSV, in the columns of metadata.json.
pub fn lexicon(words: &[Word]) -> String {
    let mut csv = String::new();
    for Word { surface, kind: Kind { id, fields, .. } } in words {
        // Writing to a String cannot fail.
        let _ = writeln!(csv, "{surface},{id},{id},{},{fields},*,*,{surface}", cost(surface));
    }
    csv
}

/// The lower, the sooner the word wins over the words it is made of.
fn cost(surface: &str) -> i16 {
    let length = i16::try_from(surface.chars().count()).unwrap_or(i16::MAX);
    6000i16.saturating_sub(length.saturating_mul(1000)).max(-8000)
}
