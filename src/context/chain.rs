//! From a match into the clause around it: auxiliaries, formal nouns, quoting verbs, the noun that a clause qualifies.
//!
//! A walk reads tokens from left to right, as the sentence is said, and notes what each does to the claim: it counts
//! negations, and remembers the first thing that makes it no claim and the first that makes it a weaker one.

use super::{Reason, SentenceContext, Status, words};
use crate::matcher::Found;
use crate::rule::pattern::{is_existence, is_light_verb, is_negation};
use crate::tokenize::{Form, Pos, SubPos, Token};

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
        match found.head {
            Some(head) => {
                self.negations = head.own;
                let next = self.predicate(head.from.max(found.head.map_or(0, |head| head.token + 1)), true);
                self.go_on(next);
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

    /// 目標は〜です: what the sentence speaks of is not yet so.
    fn aimed_at(&mut self, first: usize) {
        let mut at = first;
        while at > 1 && first - at < 6 && !words::ends_clause(self.tokens, at - 1) {
            at -= 1;
            if self.tokens[at].is_particle("は")
                && matches!(self.base(at - 1), "目標" | "夢" | "理想" | "目的" | "願い" | "目指す")
            {
                self.drop_as(Status::Desired, at - 1, at + 1);
                return;
            }
        }
    }

    /// 〜、とは言えません; 〜、というものではありません: a comma and と take up all that was said.
    fn quoted_whole(&mut self, from: usize) {
        let quoting = (from..self.tokens.len().saturating_sub(1)).find(|&at| {
            (self.tokens[at].sub() == SubPos::Comma || self.surface(at).starts_with(['―', '—', '…', '─']))
                && (matches!(
                    self.surface(at + 1),
                    "と" | "とは" | "という" | "といった" | "なんて" | "とまで" | "など" | "は"
                ) && self.tokens[at + 1].pos() == Pos::Particle
                    || matches!(
                        self.surface(at + 1),
                        "そういう"
                            | "そんな"
                            | "そうした"
                            | "そういった"
                            | "こんな"
                            | "そのような"
                            | "このような"
                            | "こういう"
                            | "こうした"
                    )
                    || matches!(self.surface(at + 1), "その" | "この") && self.surface(at + 2) == "よう")
        });
        let Some(at) = quoting.map(|at| at + 1) else { return };
        if self.tokens[at].pos() == Pos::Adnominal {
            self.noun_phrase(at, false);
        } else {
            match self.surface(at) {
                "なんて" => {
                    self.matrix(at + 1);
                }
                "は" => self.spoken_of(at),
                "など" => {
                    self.quote(at + 1);
                }
                // 〜、ということもない
                "という" | "といった" if self.tokens[at + 1].sub() == SubPos::Dependent => {
                    if let Step::On(on) = self.noun_after(at + 1, at + 1) {
                        self.predicate(on, false);
                        return;
                    }
                }
                _ => {
                    self.quote(at);
                }
            }
        }
        if self.dropped.is_none() && self.ends_denied() {
            self.drop_as(Status::Denied, at, self.tokens.len());
        }
    }

    /// Whether the last predicate of the sentence is negated.
    fn ends_denied(&self) -> bool {
        let mut negations = 0;
        for at in (0..self.tokens.len()).rev() {
            let token = &self.tokens[at];
            let negation = is_negation(token);
            let belongs = match token.pos() {
                Pos::Symbol | Pos::Auxiliary => true,
                Pos::Particle => token.sub() == SubPos::Final || matches!(token.surface(), "て" | "は" | "も"),
                Pos::Verb => {
                    matches!(token.sub(), SubPos::Dependent | SubPos::Suffix)
                        || is_light_verb(token)
                        || is_existence(token)
                }
                _ => negation,
            };
            if !belongs {
                break;
            }
            negations += u32::from(negation);
        }
        negations % 2 == 1
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

    fn surface(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.surface())
    }

    fn base(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.base())
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
        let mut at = self.skip(at, &["が", "は", "も", "の", "など", "なんて", "すら", "さえ", "で"]);
        // まったく, 一切, どこにも may stand before it.
        while self.tokens.get(at).is_some_and(|token| {
            token.morph.is_noun() && (self.surface(at + 1) == "に" || self.base(at + 1) == "以来")
                || matches!(token.sub(), SubPos::Adverbial | SubPos::Number)
                || matches!(token.surface(), "つ" | "一つ" | "ひとつ" | "残念" | "ながら" | "残念ながら")
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
        if !is_existence(token) && !matches!(token.base(), "存在" | "いる" | "おる") {
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

    /// The end of the auxiliaries that begin at a token, and how many of them deny.
    fn auxiliaries(&self, mut at: usize) -> (usize, u32) {
        let mut negations = 0;
        while let Some(token) = self.tokens.get(at) {
            let negation = is_negation(token);
            let belongs = token.pos() == Pos::Auxiliary
                || negation
                || token.pos() == Pos::Verb
                    && (matches!(token.sub(), SubPos::Dependent | SubPos::Suffix) || is_light_verb(token))
                || token.sub() == SubPos::Conjunctive && matches!(token.surface(), "て" | "で")
                || matches!(token.surface(), "は" | "も") && self.negates(at + 1);
            if !belongs || self.is_tag_question(at) {
                break;
            }
            negations += u32::from(negation) + u32::from(matches!(token.base(), "かねる" | "兼ねる"));
            at += 1;
        }
        (at, negations)
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

    /// Follows a predicate through what belongs to it. `direct`: it is the claim's own predicate, whose end is noted.
    fn predicate(&mut self, from: usize, mut direct: bool) -> Next {
        let mut at = from;
        loop {
            if direct {
                self.end = self.end.max(at);
            }
            let Some(token) = self.tokens.get(at) else { return Next::End };
            let base = token.base();
            match token.pos() {
                Pos::Auxiliary | Pos::Adjective if is_negation(token) => {
                    if self.is_tag_question(at) {
                        return Next::End;
                    }
                    // これが一番でなくて何でしょう
                    if self.surface(at + 1) == "て" && self.surface(at + 2) == "何" {
                        return Next::End;
                    }
                    let start = self.clause_word(at);
                    self.negate(start, at + 1);
                    at += 1;
                }
                Pos::Auxiliary => {
                    if base == "たい" {
                        // お試しいただきたい recommends. 申し上げたいのではなく: a denial may still follow.
                        if !(at > 0 && matches!(self.base(at - 1), "いただく" | "頂く" | "もらう")) {
                            self.drop_as(Status::Desired, at, at + 1);
                        }
                        at += 1;
                        continue;
                    }
                    if matches!(base, "べし" | "べき" | "べきだ") {
                        return self.drop_as(Status::Instructed, at, at + 1);
                    }
                    if matches!(token.surface(), "たら" | "だら" | "なら")
                        || token.morph.form == Form::Conditional && base == "だ"
                    {
                        return self.drop_as(Status::Conditional, at, at + 1);
                    }
                    // 起ころうはずがない, 出ようがない
                    let mut after = self.skip(at + 1, &["が", "も"]);
                    if matches!(self.surface(at + 1), "はず" | "筈" | "わけ") {
                        after = at + 2;
                    }
                    if base == "う"
                        && after > at + 1
                        && let Some((end, true)) = self.existence(after)
                    {
                        self.negate(at, end);
                        at = end;
                        continue;
                    }
                    if base == "う" && at > 0 && (self.base(at - 1) == "ます" || self.tokens[at - 1].pos() == Pos::Verb)
                    {
                        return self.drop_as(Status::Instructed, at - 1, at + 1);
                    }
                    if is_existence(token) && self.is_tag_question(at) {
                        return Next::End;
                    }
                    at += 1;
                }
                Pos::Verb if matches!(token.sub(), SubPos::Dependent | SubPos::Suffix) => {
                    if token.morph.form == Form::Imperative || self.is_request(at) {
                        return self.drop_as(Status::Instructed, at, at + 1);
                    }
                    if matches!(base, "かねる" | "兼ねる") {
                        self.negate(at, at + 1);
                    }
                    at += 1;
                }
                Pos::Verb => {
                    let continues = is_light_verb(token)
                        || base == "なる"
                        || is_existence(token)
                            && at > 0
                            && (matches!(self.surface(at - 1), "は" | "も" | "で")
                                || self.tokens[at - 1].pos() == Pos::Adjective);
                    if self.is_request(at) {
                        return self.drop_as(Status::Instructed, at, at + 1);
                    }
                    if !continues {
                        return Next::Coordinate(at);
                    }
                    if is_existence(token) && self.is_tag_question(at) {
                        return Next::End;
                    }
                    at += 1;
                }
                Pos::Adjective => match base {
                    "ほしい" | "欲しい" => return self.drop_as(Status::Desired, at, at + 1),
                    "いい" | "良い" | "よい" if at > from => {
                        return self.drop_as(Status::Desired, at - 1, at + 1);
                    }
                    "がたい" | "難い" => {
                        self.negate(at, at + 1);
                        at += 1;
                    }
                    "やすい" | "にくい" | "づらい" | "らしい" => at += 1,
                    _ => return Next::Coordinate(at),
                },
                Pos::Noun => match self.noun_after(at, from) {
                    Step::On(next) => at = next,
                    Step::Stop(next) => return next,
                },
                Pos::Particle => match self.particle(at) {
                    Step::On(next) => {
                        // What is said of the claim from here on is no part of it.
                        direct &= !matches!(token.surface(), "という" | "といった" | "との" | "か" | "かも" | "まで");
                        at = next;
                    }
                    Step::Stop(next) => return next,
                },
                Pos::Symbol => match token.sub() {
                    _ if token.sub() == SubPos::Close || matches!(token.surface(), "」" | "』" | "”" | "’" | "\"") =>
                    {
                        direct = false;
                        at += 1;
                    }
                    SubPos::Open => match self.context.partner[at] {
                        // What stands in brackets after a predicate says something beside it.
                        Some(close) if close as usize > at && matches!(token.surface(), "（" | "(") => {
                            at = close as usize + 1
                        }
                        _ => return Next::End,
                    },
                    SubPos::Comma => return Next::Coordinate(at + 1),
                    _ if matches!(token.surface(), "？" | "?") => return self.drop_as(Status::Asked, at, at + 1),
                    _ => return Next::End,
                },
                Pos::Adnominal | Pos::Prefix => return Next::Noun(at),
                _ => return Next::End,
            }
        }
    }

    /// Where the words of a negation begin: わけ, もの, こと before it belong to the cue.
    fn clause_word(&self, at: usize) -> usize {
        let mut start = at;
        while start > 0 && matches!(self.tokens[start - 1].pos(), Pos::Auxiliary | Pos::Particle) && at - start < 4 {
            start -= 1;
        }
        if start > 0 && self.tokens[start - 1].sub() == SubPos::Dependent { start - 1 } else { start }
    }

    /// A noun after a predicate: a formal noun that belongs to it, or one that it qualifies.
    fn noun_after(&mut self, at: usize, from: usize) -> Step {
        let surface = self.surface(at);
        let negative_copula = |walk: &Self, at: usize| {
            let next = walk.skip(at + 1, &["は", "も"]);
            let exists = walk.tokens.get(next).is_some_and(|token| is_existence(token) || is_negation(token));
            let own = walk.negates(next);
            let (end, negations) = walk.auxiliaries(next + 1);
            let negations = negations + u32::from(own);
            (exists && negations % 2 == 1).then_some((next, end))
        };
        match surface {
            "わけ" | "訳" | "ワケ" | "はず" | "筈" | "ハズ" => {
                let copular = matches!(self.surface(at + 1), "で" | "じゃ" | "では") || self.base(at + 1) == "だ";
                if copular && let Some((negation, end)) = negative_copula(self, at + 1) {
                    if self.is_tag_question(negation) {
                        return Step::Stop(Next::End);
                    }
                    return Step::Stop(self.drop_as(Status::Denied, at, end));
                }
                if self.surface(at + 1) == "に" {
                    return Step::Stop(self.drop_as(Status::Denied, at, at + 4));
                }
                // 効かないはずがない: the two negations make an affirmation; はずがあるでしょうか means the same.
                if let Some((end, denied)) = self.existence(at + 1) {
                    let asks = self.tokens[end..].iter().take(2).any(|token| token.surface() == "か");
                    if denied || asks {
                        self.negate(at, end);
                        return if asks { Step::Stop(Next::End) } else { Step::On(end) };
                    }
                }
                Step::On(at + 1)
            }
            "こと" | "事" => self.koto(at),
            "もの" | "物" | "モノ" | "者" => {
                if let Some((negation, end)) = negative_copula(self, at + 1)
                    && (matches!(self.surface(at + 1), "で" | "じゃ" | "では") || self.base(at + 1) == "だ")
                {
                    if self.is_tag_question(negation) {
                        return Step::Stop(Next::End);
                    }
                    return Step::Stop(self.drop_as(Status::Denied, at, end));
                }
                if self.base(at + 1) == "だ" || self.base(at + 1) == "です" {
                    return Step::On(at + 1);
                }
                // 右に出るものがない
                if let Some((end, true)) = self.existence(at + 1) {
                    self.negate(at, end);
                    return Step::On(end);
                }
                Step::Stop(Next::Noun(at))
            }
            "の" | "ん" => {
                let copular = matches!(self.surface(at + 1), "で" | "じゃ" | "では") || self.base(at + 1) == "だ";
                if copular && let Some((negation, end)) = negative_copula(self, at + 1) {
                    if self.is_tag_question(negation) {
                        return Step::Stop(Next::End);
                    }
                    return Step::Stop(self.drop_as(Status::Denied, at, end));
                }
                // 効くのでは？
                let next = self.skip(at + 1, &["で", "では", "は"]);
                if next > at + 1 && self.surface(next) == "？" {
                    return Step::Stop(self.drop_as(Status::Asked, at, next + 1));
                }
                if matches!(self.surface(at + 1), "が" | "は" | "を" | "も" | "に") {
                    return Step::Stop(self.matrix(at + 2));
                }
                Step::On(at + 1)
            }
            "よう" | "様"
                if matches!(self.surface(at + 1), "が" | "も") && matches!(self.existence(at + 1), Some((_, true))) =>
            {
                let end = self.existence(at + 1).map_or(at + 1, |(end, _)| end);
                self.negate(at, end);
                Step::On(end)
            }
            "よう" | "様" => match self.surface(at + 1) {
                "に" => match self.base(at + 2) {
                    "なる" => Step::On(at + 3),
                    "する" | "努める" | "心掛ける" | "心がける" | "祈る" | "願う" | "注意" | "お" | "ご" | "気" => {
                        Step::Stop(self.drop_as(Status::Desired, at, at + 3))
                    }
                    // 消えるように見える
                    "見える" | "感じる" | "思える" | "思う" | "みえる" => {
                        self.lower(at, at + 3);
                        Step::Stop(Next::End)
                    }
                    // 出ないように少量から: a purpose.
                    _ => Step::Stop(self.drop_as(Status::Desired, at, at + 2)),
                },
                "、" => Step::Stop(self.drop_as(Status::Desired, at, at + 1)),
                "な" => Step::Stop(Next::Noun(at + 2)),
                _ => {
                    self.lower(at, at + 1);
                    Step::On(at + 1)
                }
            },
            "そう" if self.surface(at + 1) == "と" => Step::Stop(self.drop_as(Status::Desired, at, at + 2)),
            "そう" => {
                if self.tokens[at.saturating_sub(1)].morph.form == Form::Continuative {
                    self.lower(at, at + 1);
                }
                Step::On(at + 1)
            }
            "みたい" | "模様" => {
                self.lower(at, at + 1);
                Step::On(at + 1)
            }
            "つもり" => {
                if let Some((end, true)) = self.existence(at + 1) {
                    self.negate(at, end);
                    return Step::On(end);
                }
                Step::On(at + 1)
            }
            "がち" | "気味" | "ところ" | "ため" | "為" | "ほう" | "方" | "上" | "うえ" | "まま" | "反面" | "一方"
            | "ゆえ" | "後" | "前"
                if self.tokens[at].sub() == SubPos::Dependent || surface == "一方" || surface == "反面" =>
            {
                match surface {
                    "がち" | "気味" | "ところ" | "上" | "うえ" | "まま" => Step::On(at + 1),
                    "ため" | "為" | "ゆえ" => Step::Stop(Next::Reason),
                    "一方" | "反面" => Step::Stop(Next::Contrast),
                    _ => Step::Stop(Next::Noun(at)),
                }
            }
            "無し" => {
                self.negate(at, at + 1);
                Step::On(at + 1)
            }
            _ if self.tokens[at].sub() == SubPos::Suffix && at > from => Step::On(at + 1),
            "不要" | "無用" | "可能" if at == from && at > 0 && self.is_noun(at - 1) => Step::On(at + 1),
            _ => Step::Stop(Next::Noun(at)),
        }
    }

    /// こと after a predicate.
    fn koto(&mut self, at: usize) -> Step {
        // 必ず守ること。
        let ends = self.tokens.get(at + 1).is_none_or(|next| next.sub() == SubPos::Period);
        if ends && self.negations == 0 && at > 0 && self.tokens[at - 1].pos() == Pos::Verb && self.depth > 0 {
            return Step::Stop(self.drop_as(Status::Instructed, at, at + 1));
        }
        let after = self.skip(at + 1, &["が", "も", "は", "さえ", "すら", "など"]);
        if matches!(self.base(after), "できる" | "出来る" | "可能") {
            return Step::On(after + 1);
        }
        if self.negates(after) && after == at + 1 {
            // 感じることなく
            self.negate(at, after + 1);
            return Step::On(after + 1);
        }
        if after > at + 1
            && let Some((end, denied)) = self.existence(at + 1)
        {
            if !denied {
                // 実感できないなんてことがあるでしょうか
                let asks = self.tokens[end..].iter().take(2).any(|token| token.surface() == "か");
                if asks && at > 0 && self.surface(at - 1) == "なんて" {
                    self.negate(at, end);
                    return Step::Stop(Next::End);
                }
                self.lower(at, end);
                return Step::On(end);
            }
            let never = self.tokens[at..end].iter().any(|token| matches!(token.surface(), "はず" | "わけ" | "筈"));
            if self.negations > 0 && !never {
                // 効かないことはない admits more than it affirms.
                return Step::Stop(self.drop_as(Status::Denied, at, end));
            }
            self.negate(at, end);
            return Step::On(end);
        }
        if self.base(at + 1) == "だ" || self.base(at + 1) == "です" {
            return Step::On(at + 1);
        }
        if matches!(self.surface(at + 1), "を" | "に" | "が" | "は" | "も" | "で" | "と") {
            return Step::Stop(self.matrix(at + 2));
        }
        Step::On(at + 1)
    }

    fn particle(&mut self, at: usize) -> Step {
        let token = &self.tokens[at];
        let surface = token.surface();
        match surface {
            "か" => {
                let next = self.skip(at + 1, &["も"]);
                if matches!(self.base(next), "しれる" | "知れる" | "しれない" | "知れない") {
                    self.lower(at, (next + 2).min(self.tokens.len()));
                    let (end, _) = self.auxiliaries(next + 1);
                    return Step::On(end);
                }
                if self.is_rhetorical(at) {
                    return Step::Stop(Next::End);
                }
                Step::Stop(self.drop_as(Status::Asked, at, at + 1))
            }
            "かも" => {
                let mut next = at + 1;
                if matches!(self.base(next), "しれる" | "知れる") {
                    next = self.auxiliaries(next + 1).0;
                }
                self.lower(at, next);
                Step::On(next)
            }
            "かしら" | "かな" | "かい" | "かいな" | "っけ" => {
                Step::Stop(self.drop_as(Status::Asked, at, at + 1))
            }
            "て" | "で" if token.sub() == SubPos::Conjunctive || token.sub() == SubPos::Case => self.te(at),
            "ちゃ" => Step::On(at + 1),
            "ば" => {
                // なければならない
                if matches!(self.base(at + 1), "なる" | "いける") && self.negates(at + 2) {
                    return Step::Stop(self.drop_as(Status::Instructed, at - 1, at + 3));
                }
                if matches!(self.base(at + 1), "いい" | "良い" | "よい" | "十分" | "大丈夫" | "済む") {
                    return Step::Stop(self.drop_as(Status::Desired, at - 1, at + 2));
                }
                Step::Stop(self.drop_as(Status::Conditional, at.saturating_sub(1), at + 1))
            }
            "など" | "なんか" | "なぞ" => Step::On(at + 1),
            "と" | "って" => Step::Stop(self.quote(at)),
            "という" | "といった" | "との" | "とか" | "なんて" | "なんぞ" | "などと" | "とは" | "とも" | "として" => {
                self.compound_quote(at)
            }
            "が" | "けど" | "けれど" | "けれども" | "ものの" | "のに" | "くせに" | "どころか"
                if token.sub() == SubPos::Conjunctive || surface != "が" =>
            {
                Step::Stop(Next::Contrast)
            }
            // 痛くないからといって
            "から" if self.surface(at + 1) == "と" => Step::Stop(self.drop_as(Status::Disbelieved, at, at + 2)),
            "からといって" => Step::Stop(self.drop_as(Status::Disbelieved, at, at + 1)),
            "ので" | "から" | "んで" => Step::Stop(Next::Reason),
            // こすったり温めたりしないでください
            "たり" | "だり" if self.tokens.get(at + 1).is_some_and(is_light_verb) => Step::On(at + 1),
            "し" | "ながら" | "つつ" | "たり" | "だり" | "ほど" | "くらい" | "ぐらい" => {
                Step::Stop(Next::Coordinate(at + 1))
            }
            "まで" => {
                // 言い切るまでには至っていません
                let next = self.skip(at + 1, &["に", "は", "も"]);
                if matches!(self.base(next), "至る" | "いたる" | "いく" | "行く") {
                    return Step::On(next + 1);
                }
                Step::Stop(self.drop_as(Status::Conditional, at, at + 1))
            }
            "だけ" | "ばかり" | "のみ" => {
                // だけでなく adds to the claim, it does not deny it.
                let next = self.skip(at + 1, &["で", "に", "は"]);
                let next = if self.base(next) == "だ" { self.skip(next + 1, &["は"]) } else { next };
                if next > at + 1 && (self.negates(next) || self.base(next) == "とどまる") {
                    return Step::Stop(Next::Coordinate(next + 1));
                }
                Step::On(at + 1)
            }
            "は" | "も" | "さえ" | "すら" | "こそ" | "しか"
                if self.tokens.get(at + 1).is_some_and(|next| {
                    is_negation(next) || is_light_verb(next) || is_existence(next) || next.sub() == SubPos::Dependent
                }) =>
            {
                Step::On(at + 1)
            }
            "の" => Step::Stop(Next::Noun(at + 1)),
            "な" if self.surface(at + 1) != "の" && token.sub() == SubPos::Final => Step::On(at + 1),
            _ if token.sub() == SubPos::Final => Step::On(at + 1),
            "に" if matches!(self.base(at + 1), "なる" | "する") => Step::On(at + 2),
            // 心配せずに
            "に" if at > 0 && self.negates(at - 1) => Step::Stop(Next::Coordinate(at + 1)),
            // 安全ではない
            "じゃ" | "では" => Step::On(at + 1),
            _ => Step::Stop(Next::End),
        }
    }

    /// て after a predicate.
    fn te(&mut self, at: usize) -> Step {
        let next = at + 1;
        match self.surface(next) {
            "は" => {
                if matches!(self.base(next + 1), "いける" | "なる")
                    || matches!(self.surface(next + 1), "だめ" | "ダメ" | "駄目")
                {
                    return Step::Stop(self.drop_as(Status::Instructed, at, next + 3));
                }
                Step::On(next + 1)
            }
            "も" => {
                // 〜ではなくても, 〜ても
                if self.surface(at) == "で" && (self.negates(next + 1) || is_existence_at(self.tokens, next + 1)) {
                    return Step::On(next + 1);
                }
                if self.tokens[at].sub() == SubPos::Case {
                    return Step::Stop(Next::End);
                }
                Step::Stop(self.drop_as(Status::Conditional, at, next + 1))
            }
            // 落としてからお休みください: what comes first is ordered too.
            "から" => {
                self.ordered = true;
                Step::Stop(Next::Coordinate(next + 1))
            }
            _ => match self.tokens.get(next) {
                Some(token)
                    if matches!(token.sub(), SubPos::Dependent)
                        && matches!(token.pos(), Pos::Verb | Pos::Adjective)
                        || matches!(
                            token.base(),
                            "ほしい" | "欲しい" | "くださる" | "下さる" | "いる" | "くれる" | "もらう"
                        )
                        || is_negation(token) =>
                {
                    Step::On(next)
                }
                _ => Step::Stop(Next::Coordinate(next)),
            },
        }
    }

    /// Particles that are one token and quote.
    fn compound_quote(&mut self, at: usize) -> Step {
        match self.surface(at) {
            "という" | "といった" | "との" => {
                if self
                    .tokens
                    .get(at + 1)
                    .is_some_and(|next| next.sub() == SubPos::Dependent && next.pos() == Pos::Noun)
                {
                    return Step::On(at + 1);
                }
                Step::Stop(Next::Noun(at + 1))
            }
            "として" if self.surface(at + 1) == "も" => Step::Stop(self.drop_as(Status::Conditional, at, at + 2)),
            "として" | "にしても" => {
                // 無害なものとして売られていた
                let past = self.tokens[at..].iter().take(7).any(|token| matches!(token.base(), "れる" | "られる"))
                    && self.ends_in_past_state(at);
                if past {
                    return Step::Stop(self.drop_as(Status::Disbelieved, at, (at + 2).min(self.tokens.len())));
                }
                Step::Stop(Next::End)
            }
            "なんて" | "なんぞ" if self.surface(at + 1) == "こと" => Step::On(at + 1),
            "なんて" | "なんぞ" => Step::Stop(self.matrix(at + 1)),
            "とか" => Step::Stop(self.quote(at)),
            _ => Step::Stop(self.quote(at)),
        }
    }

    /// と after a predicate: what is said or thought of the claim.
    fn quote(&mut self, at: usize) -> Next {
        let mut verb = at + 1;
        while verb < self.tokens.len() && verb < at + 12 {
            let token = &self.tokens[verb];
            // 常連さんの間では
            let run = (verb..self.tokens.len()).find(|&next| !self.is_noun(next)).unwrap_or(self.tokens.len());
            if run > verb + 1 && matches!(self.surface(run), "の" | "に" | "から" | "は" | "が" | "も" | "で" | "では")
            {
                verb = run;
                continue;
            }
            let passes = match token.pos() {
                Pos::Particle => token.sub() != SubPos::Conjunctive,
                Pos::Adverb | Pos::Prefix | Pos::Auxiliary | Pos::Adnominal => true,
                Pos::Symbol => {
                    matches!(token.sub(), SubPos::Close | SubPos::Comma) || matches!(token.surface(), "」" | "』")
                }
                Pos::Noun => {
                    !words::is_saying(token.base())
                        && (matches!(token.sub(), SubPos::Adverbial | SubPos::Pronoun)
                            || self
                                .tokens
                                .get(verb + 1)
                                .is_some_and(|next| matches!(next.surface(), "に" | "から" | "は" | "が" | "も"))
                                && !words::is_refusal(token.base())
                                && !words::is_mistaken(token.base()))
                }
                _ => false,
            };
            if !passes {
                break;
            }
            verb += 1;
        }
        let Some(token) = self.tokens.get(verb) else { return Next::End };
        let word = token.base();
        // 考えないといけない
        let must = matches!(word, "いける" | "なる" | "いけない" | "ならない");
        if must && (self.negates(verb + 1) || self.negates(verb + 2) || word.ends_with("ない")) && verb == at + 1 {
            return self.drop_as(Status::Instructed, at - 1, verb + 2);
        }
        // 〜といえばこれ
        if matches!(word, "いう" | "言う") && self.surface(verb + 1) == "ば" {
            return Next::End;
        }
        // という表現, という声
        if matches!(word, "いう" | "言う" | "いった") {
            let form = token.morph.form;
            let noun = if self.base(verb + 1) == "た" { verb + 2 } else { verb + 1 };
            let adnominal = form == Form::Base || self.base(verb + 1) == "た";
            if adnominal
                && self.tokens.get(noun).is_some_and(|next| next.pos() == Pos::Noun || next.pos() == Pos::Prefix)
            {
                if self.tokens[noun].sub() == SubPos::Dependent
                    && let Step::On(on) | Step::Stop(Next::Coordinate(on)) = self.noun_after(noun, noun)
                {
                    return self.predicate(on, false);
                }
                return if self.dropped.is_some() { Next::End } else { Next::Noun(noun) };
            }
        }
        if token.pos() == Pos::Noun && (words::is_mistaken(word) || words::is_metalinguistic(word)) {
            return self.drop_as(Status::Mentioned, at, verb + 1);
        }
        let mut inner = self.inner();
        let start = if token.pos() == Pos::Noun { self.after_noun(verb) } else { verb + 1 };
        let next = inner.predicate(start, false);
        let denied = inner.negations % 2 == 1;
        let end = inner.end.max(verb + 2).min(self.tokens.len());
        if word == "過ぎる"
            || self.surface(verb) == "過言"
            || self.tokens[verb..].iter().take(5).any(|token| token.surface() == "過言")
        {
            return Next::End;
        }
        if words::is_advertising(word) && !denied {
            return self.drop_as(Status::Mentioned, at, end);
        }
        if denied && (words::is_saying(word) || words::is_advertising(word) || matches!(word, "なる" | "する" | "至る"))
        {
            let cue = inner.cue.clone().map_or_else(|| self.context.cue(at, end), |_| self.context.cue(at, end));
            if self.dropped.is_none() {
                self.dropped = Some(Reason::new(Status::Denied, cue));
            }
            return Next::End;
        }
        let mistaken = self.tokens[verb..].iter().take(6).any(|token| {
            matches!(
                token.base(),
                "がち"
                    | "思い込む"
                    | "おもいこむ"
                    | "誤解"
                    | "勘違い"
                    | "錯覚"
                    | "過信"
                    | "思いこむ"
                    | "思い込み"
                    | "勘ちがい"
                    | "早合点"
                    | "短絡"
                    | "早とちり"
                    | "混同"
                    | "鵜呑み"
                    | "信じ込む"
                    | "思い違い"
                    | "決めつける"
            )
        });
        if mistaken {
            return self.drop_as(Status::Disbelieved, at, end);
        }
        if let Some(reason) = inner.dropped.take().filter(|reason| {
            matches!(
                reason.status,
                Status::Asked | Status::Conditional | Status::Denied | Status::Mentioned | Status::Disbelieved
            )
        }) {
            // 思いませんか invites to agree, but it asks all the same.
            self.dropped.get_or_insert(reason);
            return Next::End;
        }
        if let Next::Noun(noun) = next
            && let Some(reason) = inner.verdict_on(noun)
        {
            self.dropped.get_or_insert(reason);
            return Next::End;
        }
        if words::is_wish(word) && !words::is_saying(word) {
            return self.drop_as(Status::Desired, at, end);
        }
        if words::is_worry(word) {
            return self.drop_as(Status::Feared, at, end);
        }
        if matches!(word, "尋ねる" | "たずねる" | "問う" | "質問" | "問い合わせる") {
            return self.drop_as(Status::Asked, at, end);
        }
        let passive = self.tokens[verb..].iter().take(3).any(|token| matches!(token.base(), "れる" | "られる"));
        let hearsay = passive && (words::is_saying(word) || word == "する") || matches!(word, "聞く" | "耳" | "される");
        let expects = matches!(word, "思う" | "考える" | "いう" | "言う" | "期待");
        let turns = next == Next::Contrast
            || hearsay
                && matches!(next, Next::Coordinate(_))
                && self.tokens[verb..].iter().any(|token| {
                    matches!(token.surface(), "ものの" | "けど" | "けれど" | "のに" | "けれども")
                        || token.surface() == "が" && token.sub() == SubPos::Conjunctive
                });
        let once = passive && self.ends_in_past_state(verb) || hearsay && self.ends_in_past_state(verb);
        if once && (words::is_saying(word) || matches!(word, "信じる" | "する")) {
            return self.drop_as(Status::Disbelieved, at, end);
        }
        if (hearsay || expects) && turns {
            // What is said is said in order to be contradicted.
            return self.drop_as(Status::Disbelieved, at, end);
        }
        if words::is_refusal(word) {
            return self.drop_as(Status::Denied, at, end);
        }
        // 痛くないと思っている方が多い
        if let Next::Noun(noun) = next
            && matches!(word, "思う" | "信じる" | "考える")
            && matches!(self.surface(noun), "方" | "人" | "かた" | "人たち" | "ひと")
        {
            return self.drop_as(Status::Disbelieved, at, end);
        }
        if matches!(word, "考える" | "思う" | "期待" | "推測" | "見込む" | "思える" | "推察" | "推定")
            || word == "期待できる"
        {
            self.lower(at, end);
            return Next::End;
        }
        // あると嬉しい: と is a condition where nothing is said but what it would be worth.
        let worth = self.tokens[at + 1..].iter().take(6).any(|token| {
            matches!(
                token.base(),
                "嬉しい"
                    | "うれしい"
                    | "いい"
                    | "良い"
                    | "よい"
                    | "助かる"
                    | "困る"
                    | "楽"
                    | "便利"
                    | "ありがたい"
                    | "思う"
                    | "理想"
                    | "なお"
                    | "最高"
                    | "判断"
                    | "確認"
            )
        });
        let said =
            words::is_saying(word) || passive || matches!(word, "話題" | "評判" | "好評" | "人気" | "なる" | "する");
        if !said && worth && self.tokens[at].sub() == SubPos::Conjunctive && self.surface(at) == "と" {
            return self.drop_as(Status::Conditional, at - 1, at + 1);
        }
        Next::End
    }

    /// Past a noun to where its predicate's auxiliaries begin.
    fn after_noun(&self, mut at: usize) -> usize {
        while self.is_noun(at) {
            at += 1;
        }
        let verb = self.skip(at, &["を", "は", "も", "が"]);
        if self.tokens.get(verb).is_some_and(is_light_verb) { verb + 1 } else { at }
    }

    /// The predicate that a nominalised clause (〜ことを, 〜のは) belongs to.
    fn matrix(&mut self, from: usize) -> Next {
        if self.depth >= DEPTH {
            return Next::End;
        }
        let Some(verb) = self.next_predicate(from, 14) else { return Next::End };
        let word = self.base(verb);
        let start = if self.tokens[verb].pos() == Pos::Noun { self.after_noun(verb) } else { verb + 1 };
        let mut inner = self.inner();
        if self.negates(verb) {
            inner.negations = 1;
        }
        let next = inner.predicate(start, false);
        let end = start.max(verb + 1);
        let denied = inner.negations % 2 == 1;
        if let (Next::Noun(noun), None, false) = (next, &inner.dropped, denied) {
            // 〜ことをお約束する商品ではありません
            if let Some(reason) = inner.verdict_on(noun) {
                self.dropped.get_or_insert(reason);
                return Next::End;
            }
        }
        let decided =
            |reason: &Reason| matches!(reason.status, Status::Denied | Status::Mentioned | Status::Disbelieved);
        if inner.dropped.as_ref().is_some_and(decided) {
            self.dropped = self.dropped.take().or(inner.dropped);
            return Next::End;
        }
        let asked = inner.dropped.as_ref().is_some_and(|reason| reason.status == Status::Asked);
        if asked {
            return self.drop_as(Status::Asked, verb, end);
        }
        // とんでもない
        if word == "とんでも" {
            return self.drop_as(Status::Denied, verb, verb + 2);
        }
        if words::is_mistaken(word) {
            return if denied { Next::End } else { self.drop_as(Status::Disbelieved, verb, end) };
        }
        if words::is_refusal(word) {
            return if denied { Next::End } else { self.drop_as(Status::Denied, verb, end) };
        }
        if denied
            && (is_existence(&self.tokens[verb]) && matches!(self.base(verb + 1), "得る" | "える" | "うる")
                || matches!(word, "考える" | "信じる"))
        {
            // 治らないなんてありえない
            self.negate(verb, end + 2);
            return Next::End;
        }
        if denied {
            let carries = is_light_verb(&self.tokens[verb])
                || words::is_saying(word)
                || words::is_advertising(word)
                || words::is_carrying(word)
                || self.negates(verb);
            return if carries || inner.dropped.is_some() {
                self.drop_as(Status::Denied, verb, end + 2)
            } else {
                Next::End
            };
        }
        if words::is_worry(word) {
            return self.drop_as(Status::Feared, verb, end);
        }
        if word == "期待" || word == "望める" || word == "見込む" || word == "見込める" {
            self.lower(verb, end);
            return Next::End;
        }
        if words::is_wish(word) {
            return self.drop_as(Status::Desired, verb, end);
        }
        if words::is_advertising(word) {
            return self.drop_as(Status::Mentioned, verb, end);
        }
        if matches!(word, "必要" | "重要" | "大切" | "大事" | "肝心" | "求める" | "望ましい" | "心掛ける")
        {
            return self.drop_as(Status::Instructed, verb, end);
        }
        let past = self.tokens[verb..]
            .iter()
            .take(5)
            .any(|token| token.base() == "た" || matches!(token.surface(), "済み" | "済"));
        if matches!(word, "確かめる" | "確認" | "チェック" | "調べる" | "検査" | "見極める") && !past
        {
            return self.drop_as(Status::Asked, verb, end);
        }
        if let Some(reason) = inner.dropped.take()
            && (words::is_inquiry(word) || reason.status == Status::Conditional)
        {
            self.dropped.get_or_insert(reason);
        }
        Next::End
    }

    /// What becomes of a noun that the walk's own predicate qualifies, if the claim goes with it.
    fn verdict_on(&mut self, noun: usize) -> Option<Reason> {
        self.negations = 0;
        self.noun_phrase(noun, false);
        if self.dropped.is_none() && self.negations % 2 == 1 {
            self.drop_as(Status::Denied, noun, self.tokens.len().min(noun + 5));
        }
        let reaches = |reason: &Reason| {
            matches!(
                reason.status,
                Status::Denied | Status::Mentioned | Status::Asked | Status::Conditional | Status::Desired
            )
        };
        self.dropped.take().filter(reaches)
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
            inner.go_on(next);
        }
        let word = self.base(verb);
        if let Some(reason) = inner.dropped {
            let reaches = matches!(
                reason.status,
                Status::Asked | Status::Mentioned | Status::Conditional | Status::Disbelieved | Status::Denied
            ) || reason.status == Status::Desired
                && matches!(reason.cue.as_str(), "たい" | "ほしい" | "欲しい")
                || reason.status == Status::Instructed && (reason.cue == "こと" || self.ordered);
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

    /// The noun that a claim qualifies, from its first token, and what is said of it. `compound`: the claim is itself
    /// the first part of the noun.
    fn noun_phrase(&mut self, from: usize, compound: bool) {
        if self.depth >= DEPTH {
            return;
        }
        let mut at = from;
        let mut begin = from;
        for _ in 0..4 {
            begin = at;
            while self.tokens.get(at).is_some_and(|token| {
                token.pos() == Pos::Noun || token.pos() == Pos::Prefix || token.pos() == Pos::Adnominal
            }) {
                at += 1;
            }
            if let Some(done) = self.named_noun(begin, at, compound) {
                if done {
                    return;
                }
                break;
            }
            if self.tokens.get(at).is_some_and(|token| matches!(token.surface(), "」" | "』" | "”")) {
                at += 1;
            }
            // AのB, AというB, AなB: the last noun is what the sentence speaks of.
            if self.surface(at) == "の" || matches!(self.surface(at), "という" | "といった" | "との") {
                at += 1;
                continue;
            }
            break;
        }
        if at > begin || from == at {
            self.spoken_of(at);
        }
    }

    /// A noun that decides by itself what becomes of the clause before it. `Some(true)`: decided.
    fn named_noun(&mut self, begin: usize, end: usize, compound: bool) -> Option<bool> {
        for at in begin..end {
            // 可能性 is two tokens: the rest of the compound counts as a word too.
            let joined = self.context.cue(at, end);
            let (word, surface) = if at + 1 < end && end - at <= 3 && words::is_named(&joined) {
                (joined.as_str(), joined.as_str())
            } else {
                (self.base(at), self.surface(at))
            };
            let last = at + 1 == end || surface == joined;
            if words::is_condition(surface) && !compound && !matches!(surface, "状態" | "度" | "条件") {
                if let Some((end, denied)) =
                    self.existence(at + 1).filter(|_| matches!(surface, "場合" | "ケース" | "とき" | "時" | "際"))
                {
                    if denied {
                        self.drop_as(Status::Denied, at, end);
                    } else {
                        self.lower(at, end);
                    }
                    return Some(true);
                }
                self.drop_as(Status::Conditional, at, at + 1);
                return Some(true);
            }
            if words::is_possibility(surface) && last {
                match self.existence(end) {
                    Some((end, true)) => self.drop_as(Status::Denied, at, end),
                    _ => {
                        self.lower(at, end);
                        Next::End
                    }
                };
                return Some(true);
            }
            if words::is_proof(surface)
                && last
                && let Some((end, true)) = self.existence(end)
            {
                self.drop_as(Status::Denied, at, end);
                return Some(true);
            }
            if words::is_metalinguistic(word) {
                self.drop_as(Status::Mentioned, begin, at + 1);
                return Some(true);
            }
            if words::is_mistaken(word) {
                let (_, negations) = self.auxiliaries(at + 1);
                if negations % 2 == 0 {
                    self.drop_as(Status::Disbelieved, begin, at + 1);
                }
                return Some(true);
            }
            if words::is_fear(word) && !compound {
                self.drop_as(Status::Feared, begin, at + 1);
                return Some(true);
            }
            if words::is_question(surface) || (words::is_wish(surface) && !compound && last) {
                let status = if words::is_question(surface) { Status::Asked } else { Status::Desired };
                self.drop_as(status, begin, at + 1);
                return Some(true);
            }
        }
        None
    }

    /// What is said of the noun phrase that ends before `at`.
    fn spoken_of(&mut self, at: usize) {
        let Some(token) = self.tokens.get(at) else { return };
        if token.pos() == Pos::Symbol {
            if matches!(token.surface(), "？" | "?") {
                self.drop_as(Status::Asked, at, at + 1);
            } else if matches!(token.sub(), SubPos::Close) || matches!(token.surface(), "」" | "』" | "”") {
                self.spoken_of(at + 1);
            } else if token.sub() == SubPos::Comma {
                self.listed(at);
            }
            return;
        }
        if token.pos() == Pos::Auxiliary || self.is_copula(at) {
            let next = self.predicate(at, false);
            if self.dropped.is_none() && matches!(next, Next::Noun(_) | Next::Coordinate(_)) {
                self.depth += 1;
                self.go_on(next);
            }
            return;
        }
        if token.pos() == Pos::Verb && is_light_verb(token) {
            let next = self.predicate(at + 1, false);
            self.depth += 1;
            self.go_on(next);
            return;
        }
        if token.pos() != Pos::Particle {
            return;
        }
        // そんな手術はありません: nothing of the kind exists.
        if !matches!(token.surface(), "で" | "に" | "から" | "より")
            && let Some((end, true)) = self.existence(at)
        {
            if !self.is_tag_question(end - 1) {
                self.drop_as(Status::Denied, at, end);
            }
            return;
        }
        self.argument(at);
    }

    /// 最高、究極といった言葉: a list whose last member is talked about.
    fn listed(&mut self, from: usize) {
        let to = (from + 14).min(self.tokens.len());
        let Some(link) =
            (from..to).find(|&at| matches!(self.surface(at), "といった" | "という" | "など" | "等" | "とか"))
        else {
            return;
        };
        if self.tokens[from..link].iter().any(|token| matches!(token.pos(), Pos::Verb | Pos::Auxiliary)) {
            return;
        }
        let noun = (link..to).find(|&at| words::is_metalinguistic(self.base(at)));
        if let Some(noun) = noun.filter(|noun| noun - link <= 3) {
            self.drop_as(Status::Mentioned, link, noun + 1);
        }
    }

    /// で as a copula: ではない, であれば, でしょう are auxiliaries or particles by the tokenizer's mood.
    fn is_copula(&self, at: usize) -> bool {
        let after = self.skip(at + 1, &["は", "も"]);
        matches!(self.surface(at), "で" | "では" | "じゃ")
            && self.tokens.get(after).is_some_and(|next| is_negation(next) || is_existence(next))
            || self.surface(at) == "か"
            || matches!(self.surface(at), "と" | "という" | "との" | "とは" | "って" | "といった")
    }

    /// The predicate that a noun phrase is an argument of. `at` is its particle.
    fn argument(&mut self, at: usize) {
        let particle = self.surface(at);
        let Some(verb) = self.next_predicate(at + 1, if matches!(particle, "を" | "に" | "が") { 7 } else { 12 })
        else {
            self.sentence_question(at);
            return;
        };
        let word = self.base(verb);
        let start = if self.tokens[verb].pos() == Pos::Noun { self.after_noun(verb) } else { verb + 1 };
        let mut inner = self.inner();
        inner.negations = u32::from(self.negates(verb));
        let next = inner.predicate(start, false);
        let denied = inner.negations % 2 == 1;
        let end = (start + 1).min(self.tokens.len());
        if words::is_advertising(word) && matches!(particle, "を" | "と" | "も" | "に" | "など") {
            self.drop_as(Status::Mentioned, at, end);
            return;
        }
        if words::is_worry(word) && matches!(particle, "が" | "を" | "は" | "も" | "か") {
            self.drop_as(Status::Feared, at, end);
            return;
        }
        if matches!(word, "期待" | "見込む" | "見込める" | "望める" | "期待できる") {
            if denied {
                self.drop_as(Status::Denied, at, end + 1);
            } else {
                self.lower(verb, end);
            }
        } else if words::is_wish(word) && matches!(particle, "を" | "が" | "に" | "も") {
            // お探しなら offers what is looked for.
            if inner.dropped.as_ref().is_none_or(|reason| reason.status != Status::Conditional) {
                self.drop_as(Status::Desired, at, end);
            }
            return;
        }
        let other_argument = (at + 1..verb).any(|between| {
            matches!(self.surface(between), "が" | "を")
                || particle != "を" && matches!(self.surface(between), "は" | "も") && self.is_noun(between - 1)
        });
        let governs = words::is_carrying(word) && !other_argument || words::is_saying(word);
        // ゆずっていない keeps what it speaks of.
        let keeps = matches!(
            word,
            "譲る"
                | "ゆずる"
                | "失う"
                | "落とす"
                | "手放す"
                | "下る"
                | "崩す"
                | "忘れる"
                | "惜しむ"
                | "やめる"
                | "止める"
                | "欠かす"
        );
        if denied && !keeps && (governs || particle == "を" && !other_argument) && !self.invites(verb) {
            self.drop_as(Status::Denied, at, end + 1);
            return;
        }
        if words::is_refusal(word)
            && matches!(particle, "は" | "が" | "も" | "を" | "に" | "など")
            && !denied
            && !other_argument
        {
            self.drop_as(Status::Denied, at, end);
            return;
        }
        if let Some(reason) = inner.dropped.take() {
            let full = reason.status == Status::Denied
                || governs && reason.status == Status::Conditional
                || !matches!(particle, "は" | "も" | "で" | "から") && reason.status == Status::Desired
                || reason.status == Status::Conditional
                    && (reason.cue.ends_with('も') || reason.cue == "場合" || self.ends_in_condition());
            let instructed = reason.status == Status::Instructed
                && (words::is_inquiry(word)
                    || matches!(word, "心がける" | "心掛ける" | "意識" | "選ぶ" | "避ける" | "守る"));
            let full = full || instructed;
            let asked = reason.status == Status::Asked && !self.invites(verb);
            if full || asked || matches!(reason.status, Status::Mentioned | Status::Disbelieved) {
                self.dropped = Some(reason);
                return;
            }
        }
        if particle == "として" && self.ends_in_past_state(verb) {
            self.drop_as(Status::Disbelieved, at, end);
            return;
        }
        if let Next::Noun(noun) = next {
            self.depth += 1;
            let case = matches!(self.surface(noun), "場合" | "際" | "とき" | "時" | "ケース");
            if case || governs || words::is_metalinguistic(self.base(noun)) || words::is_proof(self.surface(noun)) {
                self.noun_phrase(noun, false);
            } else if particle == "を" {
                // 日本一を名乗れる店ではありません
                inner.dropped = None;
                inner.depth = self.depth;
                self.dropped = inner.verdict_on(noun).filter(|reason| reason.status == Status::Denied);
            }
            return;
        }
        if let Next::Coordinate(_) = next {
            self.sentence_question(at);
        }
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

    /// ほかにあるでしょうか and ご存じですか do not ask. `at` is the か.
    fn is_rhetorical(&self, at: usize) -> bool {
        let clause = &self.tokens[at.saturating_sub(7)..at];
        let exists = clause.iter().any(is_existence) && !clause.iter().any(is_negation);
        let elsewhere = clause
            .windows(2)
            .any(|two| matches!(two[0].surface(), "ほか" | "他" | "外") && matches!(two[1].surface(), "に" | "にも"));
        exists && elsewhere
            || clause
                .iter()
                .any(|token| matches!(token.base(), "ご存じ" | "ご存知" | "存じる" | "存じ" | "お気づき" | "気づく"))
    }

    /// ませんか and いかがでしょうか invite; they do not put in question what they speak of.
    fn invites(&self, verb: usize) -> bool {
        let rest = &self.tokens[verb..];
        rest.windows(3).any(|three| three[0].base() == "ます" && three[1].base() == "ん" && three[2].surface() == "か")
            || rest.iter().any(|token| matches!(token.base(), "いかが" | "どう") || token.surface() == "ましょ")
    }

    /// Whether the sentence asks, with no turn between here and its end.
    fn sentence_question(&mut self, from: usize) {
        let rest = &self.tokens[from..];
        let last = rest.iter().rposition(|token| token.pos() != Pos::Symbol);
        let asks = rest.iter().any(|token| matches!(token.surface(), "？" | "?"))
            || last.is_some_and(|last| {
                matches!(rest[last].surface(), "か" | "かい" | "かな" | "かしら")
                    && !self.ends_in_tag_question(from + last)
            });
        let turns = rest.iter().enumerate().any(|(at, token)| {
            token.sub() == SubPos::Conjunctive && matches!(token.surface(), "が" | "けど" | "けれど" | "ので" | "から")
                || token.sub() == SubPos::Period && at + 1 < rest.len()
        });
        let interrogative = rest.iter().enumerate().any(|(at, token)| {
            matches!(
                token.base(),
                "誰" | "何"
                    | "なぜ"
                    | "どこ"
                    | "どう"
                    | "どれ"
                    | "いったい"
                    | "一体"
                    | "どうして"
                    | "いつ"
                    | "どの"
                    | "どんな"
            ) && !rest
                .get(at + 1)
                .is_some_and(|next| matches!(next.surface(), "でも" | "も" | "より" | "か") || next.surface() == "で")
        });
        let wonders =
            interrogative && rest.iter().any(|token| matches!(token.surface(), "でしょ" | "だろ" | "か" | "かしら"));
        let rhetorical =
            rest.iter().position(|token| token.surface() == "か").is_some_and(|at| self.is_rhetorical(from + at));
        if (asks || wonders) && !turns && !rhetorical && !self.invites(from) {
            self.drop_as(Status::Asked, self.tokens.len() - 1, self.tokens.len());
        }
    }

    /// A match that ends in a noun.
    fn noun_end(&mut self, at: usize) {
        let Some(token) = self.tokens.get(at) else { return };
        match token.pos() {
            Pos::Auxiliary if token.base() == "だ" && token.surface() == "な" => self.noun_phrase(at + 1, false),
            Pos::Auxiliary => {
                let next = self.predicate(at, true);
                self.go_on(next);
            }
            Pos::Noun | Pos::Prefix if token.sub() != SubPos::Adverbial => self.noun_phrase(at, true),
            Pos::Verb if is_light_verb(token) => {
                let next = self.predicate(at + 1, true);
                self.go_on(next);
            }
            Pos::Particle if token.surface() == "の" => self.noun_phrase(at + 1, false),
            Pos::Particle if self.is_copula(at) => {
                let next = self.predicate(at, false);
                self.go_on(next);
            }
            Pos::Particle if token.sub() == SubPos::Final => {
                let next = self.predicate(at, false);
                self.go_on(next);
            }
            Pos::Adjective if is_negation(token) => {
                let next = self.predicate(at, true);
                self.go_on(next);
            }
            _ => self.spoken_of(at),
        }
    }
}

enum Step {
    On(usize),
    Stop(Next),
}

fn is_existence_at(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(is_existence)
}
