//! Words: what a tokenizer says of a stretch of text.
//!
//! Knows the parts of speech of IPADIC, nothing of rules or context. `lindera.rs` is the only file that names the
//! tokenizer.

use crate::span::TextRange;
use std::sync::Arc;

mod lindera;

pub use lindera::{Tokenizer, Worker};

/// The part of speech, the first field of IPADIC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pos {
    /// 名詞
    Noun,
    /// 動詞
    Verb,
    /// 形容詞
    Adjective,
    /// 副詞
    Adverb,
    /// 連体詞
    Adnominal,
    /// 接続詞
    Conjunction,
    /// 感動詞
    Interjection,
    /// 接頭詞
    Prefix,
    /// 助詞
    Particle,
    /// 助動詞
    Auxiliary,
    /// 記号
    Symbol,
    /// フィラー, その他
    Other,
}

impl Pos {
    /// The name in IPADIC.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Noun => "名詞",
            Self::Verb => "動詞",
            Self::Adjective => "形容詞",
            Self::Adverb => "副詞",
            Self::Adnominal => "連体詞",
            Self::Conjunction => "接続詞",
            Self::Interjection => "感動詞",
            Self::Prefix => "接頭詞",
            Self::Particle => "助詞",
            Self::Auxiliary => "助動詞",
            Self::Symbol => "記号",
            Self::Other => "その他",
        }
    }

    fn parse(name: &str) -> Self {
        match name {
            "名詞" => Self::Noun,
            "動詞" => Self::Verb,
            "形容詞" => Self::Adjective,
            "副詞" => Self::Adverb,
            "連体詞" => Self::Adnominal,
            "接続詞" => Self::Conjunction,
            "感動詞" => Self::Interjection,
            "接頭詞" => Self::Prefix,
            "助詞" => Self::Particle,
            "助動詞" => Self::Auxiliary,
            "記号" => Self::Symbol,
            _ => Self::Other,
        }
    }
}

/// The finer part of speech, the second field of IPADIC, as far as anything here asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SubPos {
    /// サ変接続: a noun that makes a verb with する.
    Sahen,
    /// 形容動詞語幹: the stem of a な-adjective.
    NaAdjective,
    /// 副詞可能: a noun that may stand as an adverb.
    Adverbial,
    /// 固有名詞
    Proper,
    /// 代名詞
    Pronoun,
    /// 数
    Number,
    /// 接尾
    Suffix,
    /// 非自立: a formal noun, an auxiliary verb.
    Dependent,
    /// 自立
    Independent,
    /// 格助詞
    Case,
    /// 係助詞
    Topic,
    /// 副助詞
    AdverbialParticle,
    /// 接続助詞
    Conjunctive,
    /// 終助詞, 副助詞／並立助詞／終助詞
    Final,
    /// 並立助詞
    Parallel,
    /// 連体化: の between nouns.
    Adnominalizer,
    /// 副詞化: に and と that make an adverb.
    Adverbializer,
    /// 句点
    Period,
    /// 読点
    Comma,
    /// 括弧開
    Open,
    /// 括弧閉
    Close,
    /// Anything else.
    Other,
}

impl SubPos {
    fn parse(name: &str) -> Self {
        match name {
            "サ変接続" => Self::Sahen,
            "形容動詞語幹" => Self::NaAdjective,
            "副詞可能" => Self::Adverbial,
            "固有名詞" => Self::Proper,
            "代名詞" => Self::Pronoun,
            "数" => Self::Number,
            "接尾" => Self::Suffix,
            "非自立" => Self::Dependent,
            "自立" => Self::Independent,
            "格助詞" => Self::Case,
            "係助詞" => Self::Topic,
            "副助詞" => Self::AdverbialParticle,
            "接続助詞" => Self::Conjunctive,
            "終助詞" | "副助詞／並立助詞／終助詞" => Self::Final,
            "並立助詞" => Self::Parallel,
            "連体化" => Self::Adnominalizer,
            "副詞化" => Self::Adverbializer,
            "句点" => Self::Period,
            "読点" => Self::Comma,
            "括弧開" => Self::Open,
            "括弧閉" => Self::Close,
            _ => Self::Other,
        }
    }
}

/// The conjugated form, as far as anything here asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// Does not conjugate.
    None,
    /// 基本形
    Base,
    /// 未然形
    Irrealis,
    /// 連用形
    Continuative,
    /// 仮定形
    Conditional,
    /// 命令形
    Imperative,
    /// 体言接続
    Adnominal,
}

impl Form {
    fn parse(name: &str) -> Self {
        if name.contains("基本形") {
            Self::Base
        } else if name.starts_with("未然") {
            Self::Irrealis
        } else if name.starts_with("連用") || name.starts_with("ガル") {
            Self::Continuative
        } else if name.starts_with("仮定") {
            Self::Conditional
        } else if name.starts_with("命令") {
            Self::Imperative
        } else if name.starts_with("体言") {
            Self::Adnominal
        } else {
            Self::None
        }
    }
}

/// How the invariant part of a word is found: which of its ends conjugation changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Conjugation {
    /// Does not conjugate.
    None,
    /// The last character of the base form changes (五段, 一段, 形容詞).
    Last,
    /// Irregular: する, 来る, auxiliaries.
    Irregular,
}

/// A word of the dictionary, or an unknown word, with its features.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Morph {
    /// As it is written in the normalised text.
    pub surface: Box<str>,
    /// The base form; the surface for a word that the dictionary lacks.
    pub base: Box<str>,
    /// The part of speech.
    pub pos: Pos,
    /// The finer part of speech.
    pub sub: SubPos,
    /// The conjugated form.
    pub form: Form,
    /// The way it conjugates.
    pub conjugation: Conjugation,
    /// Whether the dictionary lacks it.
    pub unknown: bool,
}

impl Morph {
    /// Whether it is a word with a meaning of its own: a noun, verb, adjective, adverb, adnominal.
    pub fn is_content(&self) -> bool {
        match self.pos {
            Pos::Noun | Pos::Verb | Pos::Adjective => !matches!(self.sub, SubPos::Dependent),
            Pos::Adverb | Pos::Adnominal | Pos::Prefix | Pos::Interjection | Pos::Conjunction => true,
            _ => false,
        }
    }

    /// Whether it is a noun that is not a formal one (こと, もの, わけ).
    pub fn is_noun(&self) -> bool {
        self.pos == Pos::Noun && self.sub != SubPos::Dependent
    }
}

/// A word where it stands.
#[derive(Clone, Debug)]
pub struct Token {
    /// Where it stands in the normalised text.
    pub range: TextRange,
    /// What it is.
    pub morph: Arc<Morph>,
}

impl Token {
    /// The surface.
    pub fn surface(&self) -> &str {
        &self.morph.surface
    }

    /// The base form.
    pub fn base(&self) -> &str {
        &self.morph.base
    }

    /// The part of speech.
    pub fn pos(&self) -> Pos {
        self.morph.pos
    }

    /// The finer part of speech.
    pub fn sub(&self) -> SubPos {
        self.morph.sub
    }

    /// Whether it is a particle with this surface.
    pub fn is_particle(&self, surface: &str) -> bool {
        self.pos() == Pos::Particle && self.surface() == surface
    }
}
