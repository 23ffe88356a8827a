//! What a rule file may say: the raw types that RON is read into, and nothing else.
//!
//! Every value that can be wrong has a type of its own here, so that RON refuses it at its exact place. What can only
//! be judged with all files at hand (an unknown lexicon, a duplicate id) is refused by a second reading with
//! [`refusing`], which gives it the same exact place: every such string remembers its number among those of its file.

use super::phrase::Part;
use crate::class::{Bilingual, Class, Level, Product};
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

/// A rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    /// Named lists of terms.
    #[serde(default)]
    pub lexicons: Vec<RawLexicon>,
    /// Terms for lexicons of other files.
    #[serde(default)]
    pub extend: Vec<RawExtension>,
    /// What is changed in rules of other files.
    #[serde(default)]
    pub overrides: Vec<RawOverride>,
    /// The rules.
    #[serde(default)]
    pub rules: Vec<RawRule>,
    /// Duties of the whole document.
    #[serde(default)]
    pub duties: Vec<RawDuty>,
    /// Wordings that a product may use.
    #[serde(default)]
    pub permitted: Vec<RawPermission>,
}

/// A named list of terms.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawLexicon {
    /// Kebab-case.
    pub name: Name,
    /// Whether it stands in the place of the lexicon of this name in another file.
    #[serde(default)]
    pub replaces: bool,
    /// What the terms have in common, for the next author.
    #[serde(default)]
    pub about: String,
    /// Names of lexicons whose terms this one has too.
    #[serde(default)]
    pub include: Vec<Name>,
    /// The terms; each is a phrase without lexicons.
    #[serde(default)]
    pub terms: Vec<PhraseText>,
    /// Whether its terms, not those of the included lexicons, are recognised with a character masked (シ○).
    #[serde(default)]
    pub maskable: bool,
}

/// Terms for a lexicon of another file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawExtension {
    /// The lexicon.
    pub lexicon: Name,
    /// Names of lexicons whose terms it is to have too.
    #[serde(default)]
    pub include: Vec<Name>,
    /// The terms it is to have too.
    #[serde(default)]
    pub terms: Vec<PhraseText>,
}

/// What is changed in a rule of another file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawOverride {
    /// The rule.
    pub rule: Name,
    /// A level or `off` for products; `*` stands for those not named. A product that is neither named nor covered by `*`
    /// stays as it is.
    #[serde(default)]
    pub levels: BTreeMap<ProductKey, LevelOrOff>,
    /// What is wrong.
    #[serde(default)]
    pub message: Option<Bilingual>,
    /// What to write instead.
    #[serde(default)]
    pub help: Option<Bilingual>,
}

/// A rule as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawRule {
    /// Kebab-case.
    pub id: Name,
    /// The kind of claim.
    pub class: Class,
    /// A level or `off` for products; `*` stands for those not named.
    pub levels: BTreeMap<ProductKey, LevelOrOff>,
    /// Law, article, guideline section.
    pub basis: Vec<String>,
    /// What is wrong.
    pub message: Bilingual,
    /// What to write instead.
    pub help: Bilingual,
    /// Wordings that would do instead.
    #[serde(default)]
    pub rewrites: Vec<RawRewrite>,
    /// What is looked for, as it would be said.
    #[serde(default)]
    pub phrases: Vec<PhraseText>,
    /// What is looked for, token by token.
    #[serde(default)]
    pub tokens: Vec<Vec<RawTokenTest>>,
    /// What is looked for, as notation.
    #[serde(default)]
    pub regexes: Vec<RegexText>,
    /// What is looked for, as notation that need not begin and end with words.
    #[serde(default)]
    pub raw_regexes: Vec<RegexText>,
    /// What excuses a match.
    #[serde(default)]
    pub unless: RawUnless,
    /// Terms that must stand near a match.
    #[serde(default)]
    pub near: Vec<RawNear>,
    /// Examples that must be found, the span marked `[[…]]`.
    pub bad: Vec<ExampleText>,
    /// Examples that must stay silent.
    pub good: Vec<String>,
    /// The version that first had it.
    pub since: String,
}

/// A wording that would do instead: a text, or fields.
#[derive(Debug)]
pub struct RawRewrite {
    /// What of the match, and of what follows it, is replaced; all of the match where nothing is given.
    pub replace: Option<RegexText>,
    /// What is written instead.
    pub with: RewriteText,
    /// Under what condition it holds.
    pub when: Option<Bilingual>,
    /// Whether it holds wherever it applies.
    pub safe: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "rewrite")]
struct RewriteFields {
    #[serde(default)]
    replace: Option<RegexText>,
    with: RewriteText,
    #[serde(default)]
    when: Option<Bilingual>,
    #[serde(default)]
    safe: bool,
}

impl<'de> Deserialize<'de> for RawRewrite {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = RawRewrite;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a text, or `(replace: …, with: …)`")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<RawRewrite, E> {
                let with = RewriteText::try_from(text.to_owned()).map_err(E::custom)?;
                Ok(RawRewrite { replace: None, with, when: None, safe: false })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RawRewrite, A::Error> {
                let RewriteFields { replace, with, when, safe } =
                    RewriteFields::deserialize(MapAccessDeserializer::new(map))?;
                Ok(RawRewrite { replace, with, when, safe })
            }
        }

        deserializer.deserialize_any(Either)
    }
}

/// A duty of the whole document as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawDuty {
    /// Kebab-case.
    pub id: Name,
    /// The kind of finding.
    pub class: Class,
    /// A level or `off` for products; `*` stands for those not named.
    pub levels: BTreeMap<ProductKey, LevelOrOff>,
    /// Law, article, guideline section.
    pub basis: Vec<String>,
    /// What is wrong; `{missing}` stands for the names of what is not said.
    pub message: Bilingual,
    /// What to add.
    pub help: Bilingual,
    /// What raises the duty.
    pub arises: RawArises,
    /// All that must be said.
    pub requires: Vec<RawRequirement>,
    /// Whole small documents that do not do their duty, the place where it is told marked `[[…]]`.
    pub bad: Vec<ExampleText>,
    /// Whole small documents that do, or have none.
    pub good: Vec<String>,
    /// The version that first had it.
    pub since: String,
}

/// What raises a duty; found and judged as the matches of a rule are.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawArises {
    /// As it would be said.
    #[serde(default)]
    pub phrases: Vec<PhraseText>,
    /// Token by token.
    #[serde(default)]
    pub tokens: Vec<Vec<RawTokenTest>>,
    /// As notation.
    #[serde(default)]
    pub regexes: Vec<RegexText>,
    /// As notation that need not begin and end with words.
    #[serde(default)]
    pub raw_regexes: Vec<RegexText>,
    /// What excuses a match.
    #[serde(default)]
    pub unless: RawUnless,
    /// Terms that must stand near a match.
    #[serde(default)]
    pub near: Vec<RawNear>,
    /// How many sentences must raise it; one where it is not given.
    #[serde(default)]
    pub in_sentences: Option<u8>,
    /// How many sentences a document has at least; a text of fewer raises none.
    #[serde(default)]
    pub least_sentences: Option<u8>,
}

/// One thing that must be said.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawRequirement {
    /// Kebab-case.
    pub id: Name,
    /// What it is, as it reads in the message.
    pub name: Bilingual,
    /// How near to what raises the duty; anywhere where it is not given.
    #[serde(default)]
    pub within: Option<Reach>,
    /// What meets it, as it would be said.
    #[serde(default)]
    pub phrases: Vec<PhraseText>,
    /// What meets it, token by token.
    #[serde(default)]
    pub tokens: Vec<Vec<RawTokenTest>>,
    /// What meets it, as notation that need not begin and end with words.
    #[serde(default)]
    pub regexes: Vec<RegexText>,
}

/// Wordings that a product may use, as they are written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawPermission {
    /// Kebab-case.
    pub id: Name,
    /// The products that may use them.
    pub products: Vec<Product>,
    /// The classes of which they are no claim.
    pub classes: Vec<Class>,
    /// Law, article, guideline section.
    pub basis: Vec<String>,
    /// What is permitted, and under what condition.
    pub about: Bilingual,
    /// The wordings, as they would be said.
    #[serde(default)]
    pub phrases: Vec<PhraseText>,
    /// The wordings, token by token.
    #[serde(default)]
    pub tokens: Vec<Vec<RawTokenTest>>,
    /// The wordings, as notation that need not begin and end with words.
    #[serde(default)]
    pub regexes: Vec<RegexText>,
    /// What takes the permission away.
    #[serde(default)]
    pub unless: RawUnless,
    /// Terms that must stand near: the condition under which they are permitted.
    #[serde(default)]
    pub near: Vec<RawNear>,
    /// Texts whose marked stretch `[[…]]` is permitted.
    pub good: Vec<ExampleText>,
    /// Texts whose marked stretch `[[…]]` is not.
    pub bad: Vec<ExampleText>,
    /// The version that first had it.
    pub since: String,
}

/// What excuses a match.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawUnless {
    /// Phrases that overlap the match.
    pub phrases: Vec<PhraseText>,
    /// Token sequences that overlap the match.
    pub tokens: Vec<Vec<RawTokenTest>>,
    /// Notation that overlaps the match.
    pub regexes: Vec<RegexText>,
    /// Lexicons of which a term stands in the same clause, outside the match: another topic.
    pub near: Vec<Name>,
    /// Lexicons of which a term stands in the same block or in a note: a survey, a source.
    pub noted: Vec<Name>,
}

/// Terms that must stand near a match.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawNear {
    /// One of these lexicons has a term there.
    pub lexicons: Vec<Name>,
    /// How near.
    pub within: Reach,
}

/// How far from a match something may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// In the same clause.
    Clause,
    /// In the same sentence.
    Sentence,
    /// In the same block.
    Block,
    /// In the same block or in a note (※, a footnote).
    Note,
    /// Anywhere.
    Document,
}

/// A test of one token. All that is given must hold.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawTokenTest {
    /// One of these surfaces.
    pub surface: Vec<Word>,
    /// One of these base forms.
    pub base: Vec<Word>,
    /// A part of speech of IPADIC: 名詞, 動詞, …
    pub pos: Option<PosName>,
    /// A term of one of these lexicons begins here; the token test then spans the term.
    pub lexicon: Vec<Name>,
    /// None of these base forms.
    pub not: Vec<Word>,
    /// May be absent.
    pub optional: bool,
    /// May stand up to so many times; once where it is not given.
    pub repeat: Option<u8>,
}

/// The number of a checked string among those of its file: where to point if it turns out to be wrong later on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At(u32);

/// One reading of a text.
#[derive(Default)]
struct Reading {
    /// The number of the next string.
    next: u32,
    /// Strings that are let pass whatever they are.
    pardoned: Vec<At>,
    /// A string that is refused, and why.
    refused: Option<(At, String)>,
    /// The string that was refused.
    failed: Option<At>,
}

impl RawTokenTest {
    /// The first of its strings.
    pub fn at(&self) -> Option<At> {
        let words = [&self.surface, &self.base, &self.not].into_iter().flatten().map(|word| word.1);
        words.chain(self.lexicon.iter().map(|name| name.1)).chain(self.pos.as_ref().map(|pos| pos.1)).next()
    }
}

thread_local! {
    /// Whether the text is part of kodai: its expressions are checked by the tests, not at every start.
    static TRUSTED: Cell<bool> = const { Cell::new(false) };
    static READING: RefCell<Reading> = RefCell::new(Reading::default());
}

/// Runs `read`, which reads one text, so that its strings are numbered.
pub fn reading<T>(trusted: bool, read: impl FnOnce() -> T) -> T {
    READING.set(Reading::default());
    TRUSTED.set(trusted);
    let result = read();
    TRUSTED.set(false);
    result
}

/// Runs `read` so that it refuses one string.
pub fn refusing<T>(at: At, why: &str, read: impl FnOnce() -> T) -> T {
    READING.set(Reading { refused: Some((at, why.to_owned())), ..Reading::default() });
    read()
}

/// Runs `read` so that it lets these strings pass, and says which one it refused.
pub fn pardoning<T>(pardoned: &[At], read: impl FnOnce() -> T) -> (T, Option<At>) {
    READING.set(Reading { pardoned: pardoned.to_vec(), ..Reading::default() });
    let result = read();
    (result, READING.take().failed)
}

/// The number of a string that was just read and what `check` makes of it, if it passes; a pardoned string is not
/// checked.
fn number<T>(text: &str, check: impl FnOnce(&str) -> Result<T, String>) -> Result<(At, Option<T>), String> {
    READING.with_borrow_mut(|reading| {
        let at = At(reading.next);
        reading.next += 1;
        if reading.pardoned.contains(&at) {
            return Ok((at, None));
        }
        let result = match &reading.refused {
            Some((refused, why)) if *refused == at => Err(why.clone()),
            _ => check(text),
        };
        if result.is_err() {
            reading.failed = Some(at);
        }
        result.map(|checked| (at, Some(checked)))
    })
}

macro_rules! checked_string {
    ($(#[$doc:meta])* $name:ident, $check:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(pub String, pub At);

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                let check: fn(&str) -> Result<(), String> = $check;
                let (at, _) = number(&text, check)?;
                Ok(Self(text, at))
            }
        }
    };
}

checked_string! {
    /// A kebab-case name.
    Name, |text| {
        let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if text.is_empty() || !text.chars().all(good) || text.starts_with('-') || text.ends_with('-') {
            return Err(format!("`{text}` is not a kebab-case name (a-z, 0-9 and -)"));
        }
        Ok(())
    }
}

/// A phrase; see [`phrase`](super::phrase) for what it may say.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct PhraseText {
    /// All that it may spell.
    pub spelt: Vec<Vec<Part>>,
    /// Its place.
    pub at: At,
}

impl TryFrom<String> for PhraseText {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (at, spelt) = number(&text, super::phrase::parse)?;
        Ok(Self { spelt: spelt.unwrap_or_default(), at })
    }
}

checked_string! {
    /// A surface or base form of a token.
    Word, |text| {
        if crate::document::normalize(text).is_empty() { Err("an empty text is no word".to_owned()) } else { Ok(()) }
    }
}
checked_string! {
    /// What is written instead of a match. Empty where something is taken out.
    RewriteText, |text| {
        if text.trim() == text { Ok(()) } else { Err("white space around a rewrite".to_owned()) }
    }
}
checked_string! {
    /// A regular expression.
    RegexText, |text| if TRUSTED.get() { Ok(()) } else { super::pattern::check_regex(text) }
}
checked_string! {
    /// An example with a marked span.
    ExampleText, |text| match super::verify::unmark(text) {
        Some((_, spans)) if !spans.is_empty() => Ok(()),
        Some(_) => Err("mark the expected span with [[…]]".to_owned()),
        None => Err("the marks [[…]] do not match, or mark nothing".to_owned()),
    }
}
checked_string! {
    /// The name of a part of speech.
    PosName, |text| match text {
        "名詞" | "動詞" | "形容詞" | "副詞" | "連体詞" | "接続詞" | "感動詞" | "接頭詞" | "助詞" | "助動詞" | "記号" => Ok(()),
        _ => Err(format!("`{text}` is none of 名詞, 動詞, 形容詞, 副詞, 連体詞, 接続詞, 感動詞, 接頭詞, 助詞, 助動詞, 記号")),
    }
}

/// A product, or `*` for all that are not named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub enum ProductKey {
    /// All products that are not named.
    Rest,
    /// One product.
    One(Product),
}

impl TryFrom<String> for ProductKey {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text == "*" {
            return Ok(Self::Rest);
        }
        text.parse().map(Self::One).map_err(|error: crate::class::UnknownName| error.to_string())
    }
}

/// A level, or `off` where the rule does not apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct LevelOrOff(pub Option<Level>);

impl TryFrom<String> for LevelOrOff {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text == "off" {
            return Ok(Self(None));
        }
        text.parse().map(|level| Self(Some(level))).map_err(|error: crate::class::UnknownName| format!("{error}, off"))
    }
}
