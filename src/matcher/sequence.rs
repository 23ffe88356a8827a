//! Token patterns against the tokens of one sentence.

use crate::rule::pattern::{
    AnyWord, Element, Lexicon, LexiconId, Sequence, Slot, Step, TokenTest, auxiliaries, is_existence, is_light_verb,
    is_negation, is_soft_particle,
};
use crate::span::TextRange;
use crate::tokenize::{Form, Pos, SubPos, Token};

/// The predicate that a match ends in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its first token.
    pub token: usize,
    /// Where its auxiliaries begin.
    pub from: usize,
    /// How many negations the head itself is (ない: 1).
    pub own: u32,
    /// Whether the pattern denies it: the number of negations over it must then be odd.
    pub negated: bool,
}

/// A match, in tokens of the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The first token.
    pub first: usize,
    /// One past the last token.
    pub end: usize,
    /// The predicate it ends in; `None` if it ends in a noun.
    pub head: Option<Head>,
}

/// A sentence as the matcher sees it.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The normalised text of the document.
    pub text: &'a str,
    /// Where the sentence stands in it.
    pub range: TextRange,
    /// Its tokens.
    pub tokens: &'a [Token],
    /// All lexicons.
    pub lexicons: &'a [Lexicon],
}

/// How many tokens that add nothing may stand between two words of a phrase.
const SOFT_LIMIT: usize = 6;

impl<'a> View<'a> {
    /// The text of the sentence.
    pub fn sentence_text(&self) -> &'a str {
        &self.text[self.range.as_usize()]
    }

    /// All matches of a pattern: the first for each token that one can begin at.
    pub fn find(&self, sequence: &Sequence) -> Vec<Found> {
        let mut all = Vec::new();
        for first in 0..self.tokens.len() {
            if self.has_negating_prefix(first) {
                continue;
            }
            let mut found = None;
            self.steps(&sequence.steps, first, None, true, &mut |end, head| {
                // Of several ways to match, one whose polarity is that of the text; the context judges the rest.
                let agrees = head.is_none_or(|head| {
                    let (_, negations) = self.auxiliaries(head.from);
                    ((negations + head.own) % 2 == 1) == head.negated
                });
                if agrees || found.is_none() {
                    found = Some(Found { first, end, head });
                }
                agrees
            });
            all.extend(found);
        }
        all
    }

    /// One past the last token of a match, the auxiliaries of its predicate included.
    pub fn full_end(&self, found: &Found) -> usize {
        found.head.map_or(found.end, |head| self.auxiliaries(head.from).0.max(found.end))
    }

    /// The first term of one of the lexicons in `tokens[from..to]`.
    pub fn term(&self, ids: &[LexiconId], from: usize, to: usize) -> Option<TextRange> {
        (from..to).find_map(|at| {
            let mut last = None;
            self.lexicon(ids, at, &mut |end, _| {
                last = (end <= to).then_some(end);
                last.is_some()
            });
            Some(self.tokens[at].range.cover(self.tokens[last?.max(at + 1) - 1].range))
        })
    }

    /// A match of a regular expression on the sentence text, as tokens. `None` if it must begin and end with words and
    /// does not.
    pub fn from_text(&self, start: usize, end: usize, aligned: bool) -> Option<Found> {
        let start = self.range.start + start as u32;
        let end = self.range.start + end as u32;
        let first = self.tokens.partition_point(|token| token.range.end <= start);
        let last = self.tokens.partition_point(|token| token.range.start < end);
        if first >= last {
            return None;
        }
        if aligned && (self.tokens[first].range.start != start || self.tokens[last - 1].range.end != end) {
            return None;
        }
        Some(Found { first, end: last, head: self.head_within(first, last) })
    }

    /// The predicate in which a stretch of tokens ends, if it ends in one.
    fn head_within(&self, first: usize, end: usize) -> Option<Head> {
        let mut at = end;
        let mut negations = 0;
        while at > first {
            at -= 1;
            let token = &self.tokens[at];
            let negation = is_negation(token);
            negations += u32::from(negation);
            match token.pos() {
                Pos::Verb | Pos::Adjective if token.sub() == SubPos::Independent => {
                    let own = u32::from(negation);
                    return Some(Head { token: at, from: at + 1, own, negated: negations % 2 == 1 });
                }
                Pos::Verb | Pos::Adjective | Pos::Auxiliary => {}
                Pos::Particle if token.sub() == SubPos::Conjunctive || token.sub() == SubPos::Final => {}
                _ => return None,
            }
        }
        None
    }

    /// 不, 無, 非 and 未 make another word of what follows.
    fn has_negating_prefix(&self, at: usize) -> bool {
        at > 0
            && self.tokens[at - 1].pos() == Pos::Prefix
            && matches!(self.tokens[at - 1].surface(), "不" | "無" | "非" | "未")
            && self.tokens[at - 1].range.end == self.tokens[at].range.start
    }

    /// Matches the steps from token `at` on; `done` is told each way to do it until it is content.
    fn steps(
        &self,
        steps: &[Step],
        at: usize,
        head: Option<Head>,
        first: bool,
        done: &mut dyn FnMut(usize, Option<Head>) -> bool,
    ) -> bool {
        let Some((step, rest)) = steps.split_first() else { return done(at, head) };
        if step.repeat.0 == 0 && self.steps(rest, at, head, first, done) {
            return true;
        }
        let mut from = at;
        // A predicate in the middle of a pattern must be as affirmed or denied as the pattern has it.
        if let (Some(before), false) = (head, matches!(step.element, Element::Test(_))) {
            let (mut end, mut negations) = self.auxiliaries(before.from);
            // 白くする: what could be an auxiliary is the next word of the pattern.
            if let Element::Word { base, .. } = &step.element
                && let Some(next) = (at..end).find(|&next| self.tokens[next].base() == &**base)
            {
                end = next;
                negations = self.tokens[before.from..next].iter().filter(|token| is_negation(token)).count() as u32;
            }
            if ((negations + before.own) % 2 == 1) != before.negated {
                return false;
            }
            from = end.max(at);
        }
        let mut places = [0usize; 64];
        let count = if first {
            places[0] = at;
            1
        } else {
            self.places(&step.slot, from, &mut places)
        };
        for &place in &places[..count] {
            if place >= self.tokens.len() {
                continue;
            }
            if self.repeated(step, rest, place, head, 1, done) {
                return true;
            }
        }
        false
    }

    fn repeated(
        &self,
        step: &Step,
        rest: &[Step],
        at: usize,
        head: Option<Head>,
        times: u8,
        done: &mut dyn FnMut(usize, Option<Head>) -> bool,
    ) -> bool {
        self.element(&step.element, at, head, &mut |end, found| {
            let head = if matches!(step.element, Element::Test(_)) { found.or(head) } else { found };
            self.steps(rest, end, head, false, done)
                || (times < step.repeat.1
                    && end < self.tokens.len()
                    && self.repeated(step, rest, end, head, times + 1, done))
        })
    }

    /// Where the next element may begin.
    fn places(&self, slot: &Slot, from: usize, places: &mut [usize; 64]) -> usize {
        let mut count = 0;
        let mut add = |place: usize| {
            if count < places.len() {
                places[count] = place;
                count += 1;
            }
        };
        match slot {
            Slot::Tight => {
                add(from);
                let mut at = from;
                while at < from + 2 && self.tokens.get(at).is_some_and(is_bracket) {
                    at += 1;
                    add(at);
                }
            }
            Slot::Soft => self.soft_places(from, &mut add),
            Slot::Hard(particle) => {
                let mut before = Vec::new();
                self.soft_places(from, &mut |place| before.push(place));
                for place in before {
                    if let Some(end) = self.spells(particle, place) {
                        self.soft_places(end, &mut add);
                        break;
                    }
                }
            }
            Slot::Exact(particle) => {
                if let Some(end) = if particle.is_empty() { Some(from) } else { self.spells(particle, from) } {
                    add(end);
                }
            }
            Slot::Gap(limit) => {
                for place in from..=from + *limit as usize {
                    add(place);
                    if self.tokens.get(place).is_none_or(|token| token.sub() == SubPos::Period) {
                        break;
                    }
                }
            }
        }
        count
    }

    fn soft_places(&self, from: usize, add: &mut dyn FnMut(usize)) {
        add(from);
        let mut at = from;
        while at < from + SOFT_LIMIT && self.is_transparent(at) {
            at += 1;
            add(at);
        }
    }

    /// Whether a token adds nothing to the phrase around it: it marks, qualifies or pauses.
    fn is_transparent(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return false };
        match token.pos() {
            Pos::Particle => {
                is_soft_particle(token.surface())
                    || token.surface() == "なんて"
                    || token.surface() == "に" && at > 0 && matches!(self.tokens[at - 1].surface(), "めった" | "滅多")
                    || token.sub() == SubPos::Adverbializer
                    || (matches!(token.surface(), "に" | "と")
                        && at > 0
                        && self.tokens[at - 1].pos() != Pos::Verb
                        && self.is_adverbial(at - 1))
                    || (token.sub() == SubPos::Conjunctive && matches!(token.surface(), "て" | "で"))
            }
            Pos::Adverb | Pos::Auxiliary => true,
            Pos::Noun => {
                token.sub() == SubPos::Adverbial
                    || token.sub() == SubPos::Dependent && matches!(token.surface(), "の" | "ん" | "こと" | "等")
                    || matches!(
                        token.surface(),
                        "等" | "一切" | "全て" | "すべて" | "皆目" | "全部" | "めった" | "滅多"
                    )
                    || self.tokens.get(at + 1).is_some_and(|next| next.is_particle("も"))
                        && matches!(
                            token.surface(),
                            "一つ"
                                | "ひとつ"
                                | "一度"
                                | "何一つ"
                                | "何ひとつ"
                                | "ひとかけら"
                                | "1つ"
                                | "微塵"
                                | "つ"
                        )
                    || (self.is_adverbial(at)
                        && self.tokens.get(at + 1).is_some_and(|next| next.is_particle("に") || next.is_particle("と")))
            }
            Pos::Verb => matches!(token.sub(), SubPos::Dependent | SubPos::Suffix),
            Pos::Symbol => {
                !matches!(token.sub(), SubPos::Period)
                    && !matches!(token.surface(), "！" | "？" | "!" | "?" | "：" | ":" | "・" | "／")
            }
            _ => false,
        }
    }

    fn is_adverbial(&self, at: usize) -> bool {
        matches!(self.tokens[at].sub(), SubPos::NaAdjective | SubPos::Adverbial) || self.tokens[at].pos() == Pos::Adverb
    }

    fn auxiliaries(&self, from: usize) -> (usize, u32) {
        auxiliaries(self.tokens, from, |_| false)
    }

    /// Where the text that begins at a token and reads `text` ends, if it ends with a token.
    fn spells(&self, text: &str, at: usize) -> Option<usize> {
        let token = self.tokens.get(at)?;
        let start = token.range.start as usize;
        let end = start + text.len();
        // Most candidates differ in the first token already.
        if end > self.range.end as usize || !self.text.as_bytes()[start..].starts_with(text.as_bytes()) {
            return None;
        }
        let mut last = at;
        while (self.tokens[last].range.end as usize) < end {
            last += 1;
            if last == self.tokens.len() {
                return None;
            }
        }
        (self.tokens[last].range.end as usize == end).then_some(last + 1)
    }

    fn element(
        &self,
        element: &Element,
        at: usize,
        before: Option<Head>,
        done: &mut dyn FnMut(usize, Option<Head>) -> bool,
    ) -> bool {
        let token = &self.tokens[at];
        match element {
            Element::Text(spellings) => {
                spellings.iter().find_map(|text| self.spells(text, at)).is_some_and(|end| done(end, None))
            }
            Element::Word { base, negated, .. } => {
                matches!(token.pos(), Pos::Verb | Pos::Adjective)
                    && token.base() == &**base
                    && done(at + 1, Some(Head { token: at, from: at + 1, own: 0, negated: *negated }))
            }
            Element::Sahen { text, negated } => {
                let Some(end) = self.spells(text, at) else { return false };
                self.sahen(end)
                    .is_some_and(|from| done(from.0, Some(Head { token: at, from: from.1, own: 0, negated: *negated })))
            }
            Element::Copula { text, negated } => {
                let Some(end) = self.spells(text, at) else { return false };
                self.copula(end) && done(end, Some(Head { token: at, from: end, own: 0, negated: *negated }))
            }
            Element::Exist { negated } => {
                let follows_predicate = at > 0
                    && token.pos() == Pos::Auxiliary
                    && matches!(self.tokens[at - 1].pos(), Pos::Verb | Pos::Adjective | Pos::Auxiliary);
                if !is_existence(token) || follows_predicate {
                    return false;
                }
                let own = u32::from(is_negation(token));
                done(at + 1, Some(Head { token: at, from: at + 1, own, negated: *negated }))
            }
            Element::Lexicon { ids, negated } => self.lexicon(ids, at, &mut |end, head| {
                done(end, head.map(|head| Head { negated: head.negated != *negated, ..head }))
            }),
            Element::Any(word) => {
                if !is_word(token, *word) {
                    return false;
                }
                let head = matches!(token.pos(), Pos::Verb | Pos::Adjective).then_some(Head {
                    token: at,
                    from: at + 1,
                    own: 0,
                    negated: false,
                });
                // A compound noun counts as one word, the whole before its parts.
                let mut end = at + 1;
                if token.pos() == Pos::Noun {
                    while self.tokens.get(end).is_some_and(|token| token.morph.is_noun()) && end < at + 8 {
                        end += 1;
                    }
                }
                (at + 1..=end).rev().any(|end| done(end, head))
            }
            Element::Test(test) => self.test(test, at, before, done),
        }
    }

    /// A する-noun as a predicate: where the match ends and where its auxiliaries begin.
    fn sahen(&self, end: usize) -> Option<(usize, usize)> {
        let mut verb = end;
        if self
            .tokens
            .get(verb)
            .is_some_and(|token| ["を", "も", "は", "が"].iter().any(|&particle| token.is_particle(particle)))
        {
            verb += 1;
        }
        if self.tokens.get(verb).is_some_and(|token| is_light_verb(token) || token.surface() == "可能") {
            return Some((verb + 1, verb + 1));
        }
        self.copula(end).then_some((end, end))
    }

    /// Whether what stands at `end` makes a predicate of the noun before it.
    fn copula(&self, end: usize) -> bool {
        let Some(token) = self.tokens.get(end) else { return true };
        match token.pos() {
            Pos::Auxiliary => !matches!(token.base(), "たい"),
            Pos::Symbol => token.sub() != SubPos::Open && !matches!(token.surface(), "・" | "／" | "：" | "＆" | "+"),
            Pos::Particle => {
                matches!(token.sub(), SubPos::Final)
                    || matches!(token.surface(), "で" | "じゃ" | "って" | "かも" | "と" | "という" | "とは")
            }
            _ => is_negation(token),
        }
    }

    fn lexicon(&self, ids: &[LexiconId], at: usize, done: &mut dyn FnMut(usize, Option<Head>) -> bool) -> bool {
        let token = &self.tokens[at];
        let surface_first = token.surface().chars().next();
        let base_first = token.base().chars().next();
        for &id in ids {
            let lexicon = &self.lexicons[id as usize];
            let by_surface = surface_first.and_then(|first| lexicon.by_first.get(&first));
            let by_base =
                base_first.filter(|_| base_first != surface_first).and_then(|first| lexicon.by_first.get(&first));
            let terms = by_surface.into_iter().chain(by_base).flatten().chain(&lexicon.others);
            for &term in terms {
                if self.steps(&lexicon.terms[term as usize].steps, at, None, true, done) {
                    return true;
                }
            }
        }
        false
    }

    fn test(
        &self,
        test: &TokenTest,
        at: usize,
        before: Option<Head>,
        done: &mut dyn FnMut(usize, Option<Head>) -> bool,
    ) -> bool {
        let token = &self.tokens[at];
        let listed = |list: &[String], word: &str| list.iter().any(|listed| listed == word);
        if (!test.surface.is_empty() && !listed(&test.surface, token.surface()))
            || (!test.base.is_empty() && !listed(&test.base, token.base()))
            || test.pos.as_ref().is_some_and(|pos| pos != token.pos().as_str())
            || listed(&test.not, token.base())
        {
            return false;
        }
        if !test.lexicon.is_empty() {
            return self.lexicon(&test.lexicon, at, done);
        }
        let negation = is_negation(token);
        let head = match (before, token.pos()) {
            (Some(head), _) if negation => Some(Head { negated: !head.negated, ..head }),
            (_, Pos::Verb | Pos::Adjective) if token.sub() == SubPos::Independent => {
                Some(Head { token: at, from: at + 1, own: u32::from(negation), negated: negation })
            }
            (before, Pos::Verb | Pos::Adjective | Pos::Auxiliary) => before,
            (before, Pos::Particle) if token.sub() == SubPos::Conjunctive => before,
            _ => None,
        };
        done(at + 1, head)
    }
}

fn is_bracket(token: &Token) -> bool {
    token.pos() == Pos::Symbol && matches!(token.sub(), SubPos::Open | SubPos::Close)
        || matches!(token.surface(), "“" | "”" | "\"" | "'")
}

fn is_word(token: &Token, word: AnyWord) -> bool {
    match word {
        AnyWord::Noun => token.morph.is_noun() || token.pos() == Pos::Prefix,
        AnyWord::Verb => token.pos() == Pos::Verb && token.sub() == SubPos::Independent,
        AnyWord::Adjective => {
            token.pos() == Pos::Adjective && token.sub() == SubPos::Independent || token.sub() == SubPos::NaAdjective
        }
        AnyWord::Adverb => token.pos() == Pos::Adverb || token.sub() == SubPos::Adverbial,
        AnyWord::Number => token.sub() == SubPos::Number && token.morph.form == Form::None,
    }
}
