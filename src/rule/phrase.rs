//! The phrase language: how a phrase is written, before any word of it is known.
//!
//! | written | means |
//! | --- | --- |
//! | `副作用がない` | these words by base form; the particles は が も を の between them are interchangeable |
//! | `{risk}` | a term of the lexicon `risk`; `{risk\|worry}` of either |
//! | `{:noun}` | any word of this part of speech: `noun`, `verb`, `adjective`, `adverb`, `number` |
//! | `[の心配]` | may be absent |
//! | `(必ず\|絶対に)` | one of these |
//! | `…` | up to 6 words between; `…12` up to 12 |
//! | `が!` | exactly this particle |

/// A part of a phrase, in the order of the phrase, alternatives spelt out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Words as they are said.
    Text(String),
    /// A term of one of these lexicons.
    Lexicon(Vec<String>),
    /// Any word of a part of speech.
    Any(String),
    /// Up to so many words between.
    Gap(u8),
    /// The particle before is meant exactly.
    Exact,
}

/// All that a phrase may spell, or a reason why it is none.
///
/// # Errors
///
/// A sentence that says what is wrong with the phrase.
pub fn parse(phrase: &str) -> Result<Vec<Vec<Part>>, String> {
    // Most terms are words and nothing else.
    if !phrase.is_empty() && phrase.chars().all(|c| is_normal(c) && (c.is_alphanumeric() || c == 'ー')) {
        return Ok(vec![vec![Part::Text(phrase.to_owned())]]);
    }
    // Texts are matched in normalised form, so phrases are read in it. Nearly all are written so.
    let chars: Vec<char> = if phrase.chars().all(is_normal) {
        phrase.chars().collect()
    } else {
        crate::document::normalize(phrase).chars().collect()
    };
    let mut parser = Parser { chars: &chars, at: 0 };
    let spelt = parser.alternatives(0)?;
    if parser.at < chars.len() {
        return Err(format!("`{}` closes nothing", chars[parser.at]));
    }
    if spelt.iter().any(|parts| !parts.iter().any(|part| !matches!(part, Part::Gap(_) | Part::Exact))) {
        return Err("a phrase needs at least one word, also when all optional parts are absent".to_owned());
    }
    Ok(spelt)
}

/// Whether normalisation surely leaves a character alone.
fn is_normal(c: char) -> bool {
    matches!(c, 'ぁ'..='ん' | 'ァ'..='ヺ' | 'ー' | '一'..='龥' | '々' | '0'..='9' | 'a'..='z' | 'A'..='Z')
        || matches!(c, '{' | '}' | '[' | ']' | '(' | ')' | '|' | '…' | '-' | ':')
}

/// More spellings than this are a mistake rather than a phrase.
const MOST_SPELLINGS: usize = 256;
const DEFAULT_GAP: u8 = 6;

struct Parser<'a> {
    chars: &'a [char],
    at: usize,
}

impl Parser<'_> {
    fn alternatives(&mut self, depth: u8) -> Result<Vec<Vec<Part>>, String> {
        let mut all = self.sequence(depth)?;
        while depth > 0 && self.chars.get(self.at) == Some(&'|') {
            self.at += 1;
            all.extend(self.sequence(depth)?);
        }
        Ok(all)
    }

    fn sequence(&mut self, depth: u8) -> Result<Vec<Vec<Part>>, String> {
        if depth > 4 {
            return Err("brackets are nested too deeply".to_owned());
        }
        let mut all: Vec<Vec<Part>> = vec![Vec::new()];
        while let Some(&c) = self.chars.get(self.at) {
            match c {
                ']' | ')' | '|' => break,
                '[' | '(' => {
                    self.at += 1;
                    let close = if c == '[' { ']' } else { ')' };
                    let mut inner = self.alternatives(depth + 1)?;
                    if self.chars.get(self.at) != Some(&close) {
                        return Err(format!("`{c}` is not closed"));
                    }
                    self.at += 1;
                    if c == '[' {
                        inner.push(Vec::new());
                    }
                    let mut product = Vec::new();
                    for before in &all {
                        for after in &inner {
                            let mut joined = before.clone();
                            for part in after {
                                push(&mut joined, part.clone());
                            }
                            product.push(joined);
                        }
                    }
                    all = product;
                    if all.len() > MOST_SPELLINGS {
                        return Err(format!("the phrase has more than {MOST_SPELLINGS} spellings"));
                    }
                }
                _ => {
                    let part = self.part(c)?;
                    for parts in &mut all {
                        push(parts, part.clone());
                    }
                }
            }
        }
        Ok(all)
    }

    fn part(&mut self, c: char) -> Result<Part, String> {
        self.at += 1;
        match c {
            '{' => {
                let start = self.at;
                while self.chars.get(self.at).is_some_and(|&c| c != '}') {
                    self.at += 1;
                }
                if self.at == self.chars.len() {
                    return Err("`{` is not closed".to_owned());
                }
                let inner: String = self.chars[start..self.at].iter().collect();
                self.at += 1;
                if let Some(class) = inner.strip_prefix(':') {
                    return match class {
                        "noun" | "verb" | "adjective" | "adverb" | "number" => Ok(Part::Any(class.to_owned())),
                        _ => Err(format!("`{{:{class}}}` is none of noun, verb, adjective, adverb, number")),
                    };
                }
                let names: Vec<String> = inner.split('|').map(str::to_owned).collect();
                if names.iter().any(String::is_empty) {
                    return Err("`{}` names no lexicon".to_owned());
                }
                Ok(Part::Lexicon(names))
            }
            '…' => {
                let start = self.at;
                while self.chars.get(self.at).is_some_and(char::is_ascii_digit) {
                    self.at += 1;
                }
                let digits: String = self.chars[start..self.at].iter().collect();
                match digits.parse::<u8>() {
                    Ok(limit @ 1..=40) => Ok(Part::Gap(limit)),
                    Err(_) if digits.is_empty() => Ok(Part::Gap(DEFAULT_GAP)),
                    _ => Err(format!("a gap of {digits} words; 1 to 40 are possible")),
                }
            }
            '!' | '！' => Ok(Part::Exact),
            '}' => Err("`}` closes nothing".to_owned()),
            _ => Ok(Part::Text(c.to_string())),
        }
    }
}

/// Adds a part; text that follows text is one text.
fn push(parts: &mut Vec<Part>, part: Part) {
    match (parts.last_mut(), part) {
        (Some(Part::Text(before)), Part::Text(text)) => before.push_str(&text),
        (_, part) => parts.push(part),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Part {
        Part::Text(text.to_owned())
    }

    #[test]
    fn spells_out_alternatives() {
        let parts = parse("副作用[の心配]が(ない|ゼロ)").unwrap();
        let spelt: Vec<_> = parts.iter().map(|parts| parts.as_slice()).collect();
        assert_eq!(
            spelt,
            [
                [text("副作用の心配がない")],
                [text("副作用の心配がゼロ")],
                [text("副作用がない")],
                [text("副作用がゼロ")]
            ]
        );
    }

    #[test]
    fn reads_lexicons_gaps_and_word_classes() {
        let parts = parse("{a|b}が!…12{:verb}").unwrap();
        let lexicons = Part::Lexicon(vec!["a".to_owned(), "b".to_owned()]);
        assert_eq!(parts, [vec![lexicons, text("が"), Part::Exact, Part::Gap(12), Part::Any("verb".to_owned())]]);
    }

    #[test]
    fn refuses_what_is_no_phrase() {
        for (phrase, why) in [
            ("", "at least one word"),
            ("[副作用]", "at least one word"),
            ("…", "at least one word"),
            ("副作用]", "closes nothing"),
            ("(副作用", "not closed"),
            ("{risk", "not closed"),
            ("{}がない", "names no lexicon"),
            ("{:word}", "none of noun"),
            ("効果…99", "gap of 99"),
        ] {
            let error = parse(phrase).unwrap_err();
            assert!(error.contains(why), "{phrase}: {error}");
        }
    }
}
