//! Whether a match is put forward as a merit of what the document offers: the status of the predicate that governs it.
//!
//! `chain` follows a predicate through its auxiliaries and into the clause around it; `quotation` tells words used
//! from words mentioned; `answer` joins a question to the answer that leaves its topic out; `block` knows what headings, questions and warnings make of their sentences; `words` holds
//! the closed word classes. Rules are unknown here: a judgement is made from tokens alone.

mod answer;
mod block;
mod chain;
mod quotation;
mod words;

pub use answer::{LONGEST_ANSWER, asks, elliptic_answer, takes_up};

use crate::class::Bilingual;
use crate::extract::BlockKind;
use crate::matcher::{Found, Head};
use crate::rule::pattern::{is_existence, is_light_verb, is_negation};
use crate::tokenize::{Pos, SubPos, Token};

/// What decided a judgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// The claim is negated, or a double negation admits the risk.
    Denied,
    /// It is asked.
    Asked,
    /// It is quoted and talked about, or others are said to use it.
    Mentioned,
    /// It is a condition for something else.
    Conditional,
    /// It is ordered, forbidden, a duty.
    Instructed,
    /// It is wished for or aimed at.
    Desired,
    /// It is feared.
    Feared,
    /// It is reported as somebody's mistaken belief.
    Disbelieved,
    /// It is only possible or expected.
    Hedged,
    /// The denial in it is softened (ほとんど).
    Softened,
    /// It is told as a fact about others: a study's design, a finding, history.
    Reported,
    /// Another sense of the word, by the rule's own exceptions.
    Excused,
}

impl Status {
    /// The name as reports and tests write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::Asked => "asked",
            Self::Mentioned => "mentioned",
            Self::Conditional => "conditional",
            Self::Instructed => "instructed",
            Self::Desired => "desired",
            Self::Feared => "feared",
            Self::Disbelieved => "disbelieved",
            Self::Hedged => "hedged",
            Self::Softened => "softened",
            Self::Reported => "reported",
            Self::Excused => "excused",
        }
    }
}

impl std::fmt::Display for Status {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// A status and the words that gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The status.
    pub status: Status,
    /// The words of the text that decided.
    pub cue: String,
}

impl Reason {
    pub(crate) fn new(status: Status, cue: impl Into<String>) -> Self {
        Self { status, cue: cue.into() }
    }

    /// The reason in words.
    pub fn describe(&self) -> Bilingual {
        let cue = &self.cue;
        let (ja, en) = match self.status {
            Status::Denied => ("打ち消されている", "denied by"),
            Status::Asked => ("問いかけである", "asked:"),
            Status::Mentioned => ("言葉として引用されている", "mentioned:"),
            Status::Conditional => ("条件・仮定である", "a condition:"),
            Status::Instructed => ("指示・注意・義務である", "an instruction:"),
            Status::Desired => ("願望・目標である", "wished for:"),
            Status::Feared => ("不安・心配である", "feared:"),
            Status::Disbelieved => ("誤った思い込みとして述べられている", "told as a mistaken belief:"),
            Status::Hedged => ("断定を避けている", "hedged by"),
            Status::Softened => ("和らげられている", "softened by"),
            Status::Reported => ("他者や研究の事実として述べられている", "told as a fact about others:"),
            Status::Excused => ("別の意味・別の話題である", "another sense or topic:"),
        };
        Bilingual::new(format!("{ja}（{cue}）"), format!("{en} {cue}"))
    }
}

/// What context makes of a match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Whether the text plainly says the opposite of a phrase that denies (副作用があります), so that nothing matched at all.
    pub opposite: bool,
    /// Why it is no claim, if it is none.
    pub dropped: Option<Reason>,
    /// Why it is a weaker claim, if it is: by one level for each reason.
    pub lowered: Vec<Reason>,
    /// One past the last token of the predicate that governs the match.
    pub end: usize,
}

/// A predicate and what context makes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Predicate {
    /// Its first token.
    pub first: usize,
    /// Its status; `end` is one past its last token.
    pub judgement: Judgement,
}

/// What stands around a sentence.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// The kind of its block.
    pub kind: BlockKind,
    /// The text of its block.
    pub block: &'a str,
    /// The heading it stands under, or nothing.
    pub heading: &'a str,
    /// The head of its table column, or nothing.
    pub column: &'a str,
    /// The table cell after it, or nothing.
    pub beside: &'a str,
    /// The block that leads to the list it stands in, or nothing.
    pub lead: &'a str,
    /// The tokens of the sentence after it, if that takes it up ([`takes_up`]); none otherwise.
    pub after: &'a [Token],
}

/// One sentence, ready to judge matches in it.
#[derive(Debug)]
pub struct SentenceContext<'a> {
    text: &'a str,
    tokens: &'a [Token],
    surroundings: Surroundings<'a>,
    /// For each token that opens a bracket, the token that closes it, and the other way round.
    partner: Vec<Option<u32>>,
}

impl<'a> SentenceContext<'a> {
    /// The context of a sentence. `text` is the text of the document, which the tokens point into.
    pub fn new(text: &'a str, tokens: &'a [Token], surroundings: Surroundings<'a>) -> Self {
        Self { text, tokens, surroundings, partner: quotation::partners(tokens) }
    }

    /// The status of a match.
    pub fn judge(&self, found: &Found) -> Judgement {
        let mut walk = chain::Walk::new(self);
        walk.match_end(found);
        let opposite = found.head.is_some_and(|head| head.negated) && walk.is_plain();
        let mut dropped = walk.denial(found);
        dropped = dropped.or(walk.dropped);
        dropped = dropped.or_else(|| quotation::mention(self, found.first, found.end));
        dropped = dropped.or_else(|| block::verdict(self, found));
        dropped = dropped.or_else(|| answer::taken_back(self));
        let softened = if found.head.is_some_and(|head| head.negated) {
            self.softener(found, walk.end)
        } else {
            // リスクはほぼゼロ
            (found.first..found.end)
                .find(|&at| matches!(self.tokens[at].base(), "ほぼ" | "ほとんど" | "殆ど" | "限りなく"))
                .map(|at| Reason::new(Status::Softened, self.tokens[at].surface()))
        };
        let lowered = walk.lowered.into_iter().chain(softened).collect();
        Judgement { opposite, dropped, lowered, end: walk.end.max(found.end) }
    }

    /// Every predicate of the sentence with its status, as a claim that affirmed it would be judged. For rule authors.
    pub fn predicates(&self) -> Vec<Predicate> {
        let mut predicates = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            let Some(head) = self.head_at(at) else {
                at += 1;
                continue;
            };
            let found = Found { first: at, end: head.from, head: Some(head) };
            let judgement = self.judge(&found);
            let next = judgement.end.max(at + 1);
            predicates.push(Predicate { first: at, judgement });
            at = next;
        }
        predicates
    }

    /// The predicate that begins at a token.
    fn head_at(&self, at: usize) -> Option<Head> {
        let token = &self.tokens[at];
        let next = self.tokens.get(at + 1);
        let from = match token.pos() {
            Pos::Verb | Pos::Adjective if token.sub() == SubPos::Independent => at + 1,
            Pos::Auxiliary if is_existence(token) && (at == 0 || self.tokens[at - 1].pos() == Pos::Particle) => at + 1,
            Pos::Noun if token.sub() == SubPos::Sahen && next.is_some_and(is_light_verb) => at + 2,
            Pos::Noun if token.morph.is_noun() && next.is_some_and(|next| next.pos() == Pos::Auxiliary) => at + 1,
            _ => return None,
        };
        Some(Head { token: at, from, own: u32::from(is_negation(token)), negated: false })
    }

    /// The text of some tokens.
    fn cue(&self, from: usize, to: usize) -> String {
        let (Some(first), Some(last)) = (self.tokens.get(from), self.tokens.get(to.saturating_sub(1))) else {
            return String::new();
        };
        if last.range.end < first.range.start {
            return String::new();
        }
        self.text[first.range.start as usize..last.range.end as usize].to_owned()
    }

    /// ほとんど and its like in or right before a denial.
    fn softener(&self, found: &Found, end: usize) -> Option<Reason> {
        let mut from = found.first;
        // Before the match as far as its clause goes, but no further than a few words.
        while from > 0 && found.first - from < 4 && !words::ends_clause(self.tokens, from - 1) {
            from -= 1;
        }
        (from..end.max(found.end).min(self.tokens.len()))
            .find(|&at| {
                // ほとんどが水 softens nothing.
                let noun = self
                    .tokens
                    .get(at + 1)
                    .is_some_and(|next| ["が", "の", "は", "を"].iter().any(|&mark| next.is_particle(mark)));
                words::is_softener(&self.tokens[at]) && !noun
            })
            .map(|at| Reason::new(Status::Softened, self.tokens[at].surface()))
    }
}
