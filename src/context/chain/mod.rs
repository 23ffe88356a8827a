//! From a match into the clause around it: auxiliaries, formal nouns, quoting verbs, the noun that a clause qualifies.
//!
//! A walk reads tokens from left to right, as the sentence is said, and notes what each does to the claim: it counts
//! negations, and remembers the first thing that makes it no claim and the first that makes it a weaker one.

mod noun;
mod predicate;
mod question;
pub(super) mod said;

use super::{Reason, SentenceContext, Status, words};
use crate::matcher::Found;
use crate::rule::pattern::{auxiliaries, is_existence, is_light_verb, is_negation};
use crate::tokenize::{Pos, SubPos, Token};

/// How a predicate's chain ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// With its sentence, or in a way that settles the matter.
    End,
    /// In front of a noun that it qualifies.
    Noun(usize),
    /// In a form that goes on to the next predicate (て, 連用中止, し).
    Coordinate(usize),
    /// In a contrast (が, けれど).
    Contrast,
    /// In a reason (ので, から).
    Reason,
}

/// Sentences nest only so deep; further in, nothing changes the judgement any more.
const DEPTH: u8 = 8;

pub(super) struct Walk<'a> {
    context: &'a SentenceContext<'a>,
    tokens: &'a [Token],
    /// Why the claim is none.
    pub dropped: Option<Reason>,
    /// Why the claim is weaker.
    pub lowered: Option<Reason>,
    /// One past the last token of the predicate itself.
    pub end: usize,
    negations: u32,
    /// The words of the last negation.
    cue: Option<String>,
    depth: u8,
    /// Whether the claim says 必ず, so that an order at the end of the sentence may be what it is about.
    certain: bool,
    /// Whether the claim is the first of two steps (〜てから), so that an order of the second is one of the first.
    ordered: bool,
}

impl<'a> Walk<'a> {
    pub fn new(context: &'a SentenceContext<'a>) -> Self {
        Self {
            context,
            tokens: context.tokens,
            dropped: None,
            lowered: None,
            end: 0,
            negations: 0,
            cue: None,
            depth: 0,
            certain: false,
            ordered: false,
        }
    }

    /// A walk of its own, for a predicate further on.
    fn inner(&self) -> Self {
        Self { depth: self.depth + 1, ..Self::new(self.context) }
    }

    /// Walks on from the end of a match.
    pub fn match_end(&mut self, found: &Found) {
        self.end = found.end;
        self.certain =
            self.tokens[found.first..found.end].iter().any(|token| matches!(token.base(), "必ず" | "かならず"));
        match found.head {
            // 一生続くのが理想だ: what is said is that it is wished for.
            Some(head) if words::is_wish(self.base(head.token)) && self.is_noun(head.token) => {
                self.drop_as(Status::Desired, head.token, head.token + 1);
            }
            Some(head) => {
                self.negations = head.own;
                let next = self.predicate(head.from.max(found.head.map_or(0, |head| head.token + 1)), true);
                self.go_on(next);
                if self.dropped.is_none() && self.is_noun(found.end.wrapping_sub(1)) && self.is_comma(found.end) {
                    self.fronted(found.end + 1);
                }
                if self.who_would(found.first) || self.would_any(found.first, head.token) {
                    self.negations += 1;
                    self.dropped = self.dropped.take().filter(|reason| reason.status != Status::Asked);
                }
            }
            None => {
                self.noun_end(found.end);
                if self.dropped.is_none() {
                    self.sentence_question(found.end);
                }
            }
        }
        if self.dropped.is_none() {
            self.quoted_whole(found.end);
        }
        if self.dropped.is_none() {
            self.aimed_at(found.first);
        }
    }

    /// Whether nothing denies the match.
    pub fn is_plain(&self) -> bool {
        self.negations == 0
    }

    /// Whether the negations over the match are not those it wants.
    pub fn denial(&self, found: &Found) -> Option<Reason> {
        let wanted = found.head.is_some_and(|head| head.negated);
        if (self.negations % 2 == 1) == wanted {
            return None;
        }
        let cue = self.cue.clone().unwrap_or_else(|| self.context.cue(found.first, self.end));
        Some(Reason::new(Status::Denied, cue))
    }

    fn go_on(&mut self, next: Next) {
        if self.dropped.is_some() || self.depth >= DEPTH {
            return;
        }
        match next {
            Next::End | Next::Contrast | Next::Reason => {}
            Next::Noun(at) => self.noun_phrase(at, false),
            Next::Coordinate(at) => self.coordinate(at),
        }
    }

    /// What the next predicate of a chain of clauses does to the ones before it: questions, quotations and conditions
    /// reach back over て, plain negations do not.
    fn coordinate(&mut self, at: usize) {
        let Some(verb) = self.next_predicate(at, 24) else { return };
        let start = if self.tokens[verb].pos() == Pos::Noun { self.after_noun(verb) } else { verb + 1 };
        let mut inner = self.inner();
        let next = inner.predicate(start, false);
        if inner.dropped.is_none() {
            let own = inner.negations;
            inner.go_on(next);
            // 〜つもりで作った薬ではない: the noun is denied, and what describes it, whatever is said of that.
            if matches!(next, Next::Noun(_)) && (inner.negations - own) % 2 == 1 {
                inner.dropped = None;
                inner.drop_as(Status::Denied, verb, inner.end.max(verb + 1));
            }
        }
        let word = self.base(verb);
        if let Some(reason) = inner.dropped {
            // 〜し、汗をかいても: a concession or a time of the next clause is its own.
            let condition = reason.status == Status::Conditional && !reason.cue.ends_with(['も', 'ち', '間', '中']);
            let reaches = condition
                || matches!(reason.status, Status::Asked | Status::Mentioned | Status::Disbelieved | Status::Denied)
                || reason.status == Status::Desired
                    && (matches!(reason.cue.as_str(), "たい" | "ほしい" | "欲しい")
                        || ["理想", "夢", "目標", "願い"].iter().any(|wish| reason.cue.starts_with(wish)))
                || reason.status == Status::Instructed
                    && (reason.cue == "こと" || self.forbids(at) || self.ordered || self.certain && !self.invites(at));
            if reaches {
                self.dropped = Some(reason);
                return;
            }
        }
        // 〜し、〜とうたう
        if words::is_advertising(word) && at > 0 && self.surface(at - 1) == "と" {
            self.dropped = Some(Reason::new(Status::Mentioned, self.context.cue(verb, verb + 1)));
        }
    }

    fn surface(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.surface())
    }

    fn base(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.base())
    }

    fn is_comma(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.sub() == SubPos::Comma)
    }

    fn is_noun(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.morph.is_noun() || token.pos() == Pos::Prefix)
    }

    fn negates(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(is_negation)
    }

    fn drop_as(&mut self, status: Status, from: usize, to: usize) -> Next {
        let weaker = |known: &Reason| known.status == Status::Desired && status == Status::Denied;
        if self.dropped.as_ref().is_none_or(weaker) {
            self.dropped = Some(Reason::new(status, self.context.cue(from, to)));
        }
        Next::End
    }

    fn lower(&mut self, from: usize, to: usize) {
        if self.lowered.is_none() {
            self.lowered = Some(Reason::new(Status::Hedged, self.context.cue(from, to)));
        }
    }

    fn negate(&mut self, from: usize, to: usize) {
        self.negations += 1;
        self.cue = Some(self.context.cue(from, to));
    }

    /// ください orders; くださいます thanks.
    fn is_request(&self, at: usize) -> bool {
        matches!(self.surface(at), "ください" | "下さい") && self.base(at + 1) != "ます"
    }

    /// Skips particles that only mark.
    fn skip(&self, mut at: usize, particles: &[&str]) -> usize {
        while self
            .tokens
            .get(at)
            .is_some_and(|token| token.pos() == Pos::Particle && particles.contains(&token.surface()))
        {
            at += 1;
        }
        at
    }

    /// Whether ある or ない follows, after は, が, も: where the word stands, how many tokens it takes, whether it denies.
    fn existence(&self, at: usize) -> Option<(usize, bool)> {
        let mut at = self.skip(at, &["が", "は", "も", "の", "など", "なんて", "とか", "なんか", "すら", "さえ", "で"]);
        // まったく, 一切, どこにも may stand before it.
        while self.tokens.get(at).is_some_and(|token| {
            token.morph.is_noun() && (self.surface(at + 1) == "に" || self.base(at + 1) == "以来")
                || matches!(token.sub(), SubPos::Adverbial | SubPos::Number)
                || matches!(token.surface(), "つ" | "一つ" | "ひとつ" | "残念" | "ながら" | "残念ながら")
                || token.sub() == SubPos::Suffix && at > 0 && self.tokens[at - 1].sub() == SubPos::Number
                || matches!(
                    token.surface(),
                    "かぎり"
                        | "限り"
                        | "いま"
                        | "今"
                        | "現時点"
                        | "現在"
                        | "現状"
                        | "ところ"
                        | "で"
                        | "の"
                        | "まで"
                        | "これ"
                )
                || token.pos() == Pos::Adverb
                || token.sub() == SubPos::Comma
                || matches!(token.surface(), "一切" | "全く" | "どこ" | "誰" | "何" | "に" | "も" | "この世" | "世の中")
        }) {
            at += 1;
        }
        let token = self.tokens.get(at)?;
        if is_negation(token) {
            return Some((at + 1, true));
        }
        let found = matches!(token.base(), "見当たる" | "見つかる" | "思いつく" | "思い当たる" | "お目にかかる");
        if !is_existence(token) && !found && !matches!(token.base(), "存在" | "いる" | "おる") {
            return None;
        }
        let (end, negations) = self.auxiliaries(at + 1);
        let denied = negations % 2 == 1;
        // あろうはずがない
        if matches!(self.surface(end), "はず" | "わけ" | "筈")
            && let Some((end, true)) = self.existence(end + 1)
        {
            return Some((end, !denied));
        }
        Some((end, denied))
    }

    /// Where 〜は、私の記憶では一人もいません ends: a denied existence with more before it than [`Walk::existence`] passes over.
    fn no_such(&self, from: usize) -> Option<(usize, bool)> {
        let mut at = self.skip(from, &["は", "も", "など", "なんて", "が"]);
        if at == from {
            return None;
        }
        while let Some(token) = self.tokens.get(at).filter(|_| at < from + 16) {
            let found = matches!(token.base(), "いる" | "おる" | "存在" | "見当たる" | "見つかる" | "並ぶ")
                || token.surface() == "おり";
            if is_existence(token) || found || is_negation(token) {
                let (end, negations) = self.auxiliaries(at + 1);
                let denied = (negations + u32::from(is_negation(token))) % 2 == 1;
                return denied.then_some((end, true));
            }
            let passes = match token.pos() {
                // 料金は: another topic, another thing that there is not. 当院では, 誰にも: a place, a person.
                Pos::Particle => {
                    let bare = matches!(token.surface(), "は" | "も") && self.is_noun(at - 1);
                    let sub = self.tokens[at - 1].sub();
                    let any = (at.saturating_sub(3)..at).any(|at| matches!(self.surface(at), "どの" | "誰" | "どこ"));
                    let adverbial = any
                        || matches!(sub, SubPos::Adverbial | SubPos::Pronoun | SubPos::Suffix)
                        || words::is_offeror(self.base(at - 1));
                    !matches!(token.surface(), "が" | "を" | "と") && (!bare || adverbial)
                }
                Pos::Noun | Pos::Adverb | Pos::Prefix | Pos::Adnominal => true,
                Pos::Symbol => token.sub() == SubPos::Comma,
                _ => false,
            };
            if !passes {
                return None;
            }
            at += 1;
        }
        None
    }

    /// The end of the auxiliaries that begin at a token, and how many of them deny. A tag question is none.
    fn auxiliaries(&self, from: usize) -> (usize, u32) {
        auxiliaries(self.tokens, from, |at| self.is_tag_question(at))
    }

    /// ではないでしょうか and its like affirm what they seem to ask. `at` is the negation.
    fn is_tag_question(&self, at: usize) -> bool {
        let negated = self.negates(at) || is_existence_at(self.tokens, at) && self.negates(at + 2);
        if !negated {
            return false;
        }
        let before = (0..at).rev().take(2).map(|at| self.surface(at)).collect::<Vec<_>>();
        let copular = before.first().is_some_and(|&word| matches!(word, "じゃ" | "では" | "で"))
            || before.first() == Some(&"は") && before.get(1).is_some_and(|&word| word == "で");
        if !copular {
            return false;
        }
        let mut after = at;
        let mut polite = false;
        while self
            .tokens
            .get(after)
            .is_some_and(|token| token.pos() == Pos::Auxiliary || is_negation(token) || is_existence(token))
        {
            polite |= matches!(self.base(after), "です" | "だ" | "ます" | "う");
            after += 1;
        }
        // 〜ではない？ in a heading asks; 〜ではないでしょうか does not.
        self.surface(after) == "か" && (polite || self.surface(after + 1) != "？")
    }

    /// The first predicate from a token on, in the same clause, within so many tokens.
    fn next_predicate(&self, from: usize, within: usize) -> Option<usize> {
        let mut at = from;
        while at < self.tokens.len() && at < from + within {
            let token = &self.tokens[at];
            if token.sub() == SubPos::Period {
                return None;
            }
            match token.pos() {
                Pos::Verb if !is_light_verb(token) || at == from || self.tokens[at - 1].pos() == Pos::Particle => {
                    return Some(at);
                }
                Pos::Adjective => return Some(at),
                Pos::Auxiliary if is_negation(token) || is_existence(token) => return Some(at),
                Pos::Noun => {
                    let mut end = at + 1;
                    while self.is_noun(end) {
                        end += 1;
                    }
                    let verb = self.skip(end, &["を"]);
                    let follows = self.tokens.get(verb);
                    let predicate = follows.is_none_or(|next| {
                        is_light_verb(next) && (token.sub() == SubPos::Sahen || end > at + 1 || verb > end)
                            || next.pos() == Pos::Auxiliary && next.base() != "な"
                            || next.surface() == "で" && is_existence_at(self.tokens, verb + 1)
                            || next.pos() == Pos::Symbol
                                && !matches!(next.sub(), SubPos::Open | SubPos::Comma)
                                && next.surface() != "・"
                            || matches!(next.sub(), SubPos::Final)
                    });
                    if predicate {
                        return Some(end - 1);
                    }
                    at = end - 1;
                }
                _ => {}
            }
            at += 1;
        }
        None
    }

    /// Past a noun to where its predicate's auxiliaries begin.
    fn after_noun(&self, mut at: usize) -> usize {
        while self.is_noun(at) {
            at += 1;
        }
        let verb = self.skip(at, &["を", "は", "も", "が"]);
        if self.tokens.get(verb).is_some_and(is_light_verb) { verb + 1 } else { at }
    }

    /// Where the words of a negation begin: わけ, もの, こと before it belong to the cue.
    fn clause_word(&self, at: usize) -> usize {
        let mut start = at;
        while start > 0 && matches!(self.tokens[start - 1].pos(), Pos::Auxiliary | Pos::Particle) && at - start < 4 {
            start -= 1;
        }
        if start > 0 && self.tokens[start - 1].sub() == SubPos::Dependent { start - 1 } else { start }
    }

    /// 〜ていた after a token, as far as the clause goes: it was so once.
    fn ends_in_past_state(&self, from: usize) -> bool {
        self.tokens[from..].windows(4).take(10).any(|four| {
            matches!(four[0].surface(), "て" | "で")
                && four[1].base() == "いる"
                && (four[2].base() == "た" || four[2].base() == "ます" && four[3].base() == "た")
        })
    }

    /// Whether the か at a token ends 〜ではないでしょうか.
    fn ends_in_tag_question(&self, at: usize) -> bool {
        (at.saturating_sub(5)..at).any(|at| self.is_tag_question(at))
    }

    /// Whether the sentence stops at a condition: 〜を作れたら。
    fn ends_in_condition(&self) -> bool {
        let closes =
            |token: &&Token| token.pos() == Pos::Symbol || token.sub() == SubPos::Final || token.surface() == "なあ";
        let last = self.tokens.iter().rev().find(|token| !closes(token));
        last.is_some_and(|token| matches!(token.surface(), "たら" | "だら" | "なら" | "ば"))
    }
}

enum Step {
    On(usize),
    Stop(Next),
}

fn is_existence_at(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(is_existence)
}
