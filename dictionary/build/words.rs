//! Reads `user.csv`, the domain words, and gives each the ids, cost and fields of its kind.
//!
//! Owns the kinds and the cost of a domain word. Knows nothing of IPADIC beyond the context ids of left-id.def.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

/// A domain word: what it looks like in normalised text, and how it behaves in a sentence.
pub struct Word {
    surface: String,
    kind: &'static Kind,
    preferred: bool,
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

/// The third field of a word that wins by a wider margin.
const PREFERRED: &str = "優先";

/// Reads the text of user.csv: lines of `surface,kind` or `surface,kind,優先`; `#` begins a comment. Fails with all the
/// errors, not the first.
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
    let fields: Vec<&str> = entry.split(',').map(str::trim).collect();
    let (surface, kind, preferred) = match fields[..] {
        [surface, kind] => (surface, kind, false),
        [surface, kind, PREFERRED] => (surface, kind, true),
        [_, _, other] => {
            return Err(format!("\"{other}\" is not known as a third field; write {PREFERRED} or nothing"));
        }
        _ => return Err(format!("\"{entry}\" is not \"surface,kind\"; write, for example, \"{},名詞\"", fields[0])),
    };
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
    Ok(Word { surface: surface.to_owned(), kind, preferred })
}

/// Whether `c` can stand in a word of NFKC text. Full NFKC is not needed to catch what people paste.
fn is_normal(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !matches!(c, '\u{ff00}'..='\u{ffef}' | '"' | ',')
}

/// The words as lines of lindera's CSV, in the columns of metadata.json.
pub fn lexicon(words: &[Word]) -> String {
    let mut csv = String::new();
    for word in words {
        let Word { surface, kind: Kind { id, fields, .. }, .. } = word;
        // Writing to a String cannot fail.
        let _ = writeln!(csv, "{surface},{id},{id},{},{fields},*,*,{surface}", word.cost());
    }
    csv
}

impl Word {
    /// The lower, the sooner the word wins over the words it is made of. A noun of IPADIC costs 3000 to 7000; splitting
    /// adds the cost of each part, so a long word needs a lower one. 9000 is the highest start at which nearly all words
    /// win (README.md, "The cost of a domain word"); the rest are marked.
    fn cost(&self) -> i16 {
        let length = i16::try_from(self.surface.chars().count()).unwrap_or(i16::MAX);
        let start: i16 = if self.preferred { 6000 } else { 9000 };
        start.saturating_sub(length.saturating_mul(1000)).max(-8000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(csv: &str) -> Vec<String> {
        parse(csv).err().unwrap_or_default().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn words_become_rows() {
        let csv = "\u{feff}# 見出し\n\nエクソソーム,名詞 # 注\n施術後 , 副詞可能名詞,優先\r\n";
        let words = parse(csv).expect("two words");
        assert_eq!(
            lexicon(&words),
            "エクソソーム,1285,1285,3000,名詞,一般,*,*,*,*,エクソソーム\n\
             施術後,1314,1314,3000,名詞,副詞可能,*,*,*,*,施術後\n"
        );
    }

    #[test]
    fn every_error_has_its_line_and_a_way_out() {
        let errors = errors("幹細胞,名詞\n美白\n肌,名詞\nＮＭＮ,名詞\n美肌,動詞\n幹細胞,名詞\n小顔,名詞,弱\n");
        assert_eq!(
            errors,
            [
                "2: \"美白\" is not \"surface,kind\"; write, for example, \"美白,名詞\"",
                "3: \"肌\" is too short: a word of one character would cut others apart",
                "4: \"ＮＭＮ\" has the character \"Ｎ\", which normalised text never has; write Latin letters and digits in \
                 half width, kana in full width, and no spaces",
                "5: \"動詞\" is not a kind of word; choose from 名詞, 固有名詞, サ変名詞, 形容動詞, 副詞可能名詞, 副詞",
                "6: \"幹細胞\" is already on line 1; remove one of them",
                "7: \"弱\" is not known as a third field; write 優先 or nothing",
            ]
        );
    }
}
