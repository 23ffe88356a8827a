//! The noun that a claim qualifies or is, and what is said of that noun.

use super::said::criticism;
use super::{DEPTH, Next, Walk};
use crate::context::{Status, words};
use crate::rule::pattern::{is_existence, is_light_verb, is_negation};
use crate::tokenize::{Pos, SubPos};

impl Walk<'_> {
    /// The noun that a claim qualifies, from its first token, and what is said of it. `compound`: the claim is itself
    /// the first part of the noun.
    pub(super) fn noun_phrase(&mut self, from: usize, compound: bool) {
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
            // 都合のよい食品, 画期的な食品: past what describes the noun.
            let describes = |at: usize| {
                self.tokens.get(at).is_some_and(|token| {
                    token.pos() == Pos::Adjective && token.surface() == token.base()
                        || token.pos() == Pos::Auxiliary && token.surface() == "な"
                })
            };
            let described = at + usize::from(self.surface(at) == "の");
            if at > begin && describes(described) && self.is_noun(described + 1) {
                at = described + 1;
                continue;
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
    pub(super) fn named_noun(&mut self, begin: usize, end: usize, compound: bool) -> Option<bool> {
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
            // という話は裏づけに乏しい
            if words::is_utterance(word)
                && !compound
                && let Some(fault) = criticism(self.tokens, at + 1)
            {
                self.drop_as(Status::Mentioned, fault, fault + 1);
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
    pub(super) fn spoken_of(&mut self, at: usize) {
        let Some(token) = self.tokens.get(at) else { return };
        if token.pos() == Pos::Symbol {
            if matches!(token.surface(), "？" | "?") {
                self.drop_as(Status::Asked, at, at + 1);
            } else if matches!(token.sub(), SubPos::Close) || matches!(token.surface(), "」" | "』" | "”") {
                // 「業界一」のラベルは
                if self.surface(at + 1) == "の" && self.is_noun(at + 2) {
                    self.noun_phrase(at + 2, false);
                } else {
                    self.spoken_of(at + 1);
                }
            } else if token.sub() == SubPos::Comma {
                self.listed(at);
                if self.dropped.is_none() {
                    self.fronted(at + 1);
                }
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
        // 道具とかじゃない
        if matches!(token.surface(), "とか" | "など" | "なんか") && self.is_copula(at + 1) {
            return self.spoken_of(at + 1);
        }
        // 絶対安全でも最高でもない
        if let Some(end) = self.copula_denied(at).filter(|_| self.surface(at) == "でも" || self.surface(at + 1) == "も")
        {
            if self.negations % 2 == 1 {
                self.negate(at, end);
            } else {
                self.drop_as(Status::Denied, at, end);
            }
            return;
        }
        // 割引やモニター価格の設定は: what is said of the last is said of all.
        if token.surface() == "や" && self.is_noun(at + 1) {
            return self.noun_phrase(at + 1, false);
        }
        // そんな手術はありません: nothing of the kind exists.
        if !matches!(token.surface(), "で" | "に" | "から" | "より")
            && let Some((end, denied)) = self.existence(at).or_else(|| self.no_such(at))
        {
            // 効かない人などいるでしょうか
            let wonders = !denied
                && self.negations % 2 == 1
                && self.surface(end.wrapping_sub(1)) == "う"
                && matches!(self.surface(end.wrapping_sub(2)), "でしょ" | "だろ")
                && self.surface(end + 1) != "？";
            if wonders || denied && self.negations % 2 == 1 {
                self.negate(at, end);
                return;
            }
            if denied {
                if !self.is_tag_question(end - 1) {
                    self.drop_as(Status::Denied, at, end);
                }
                return;
            }
        }
        self.argument(at);
    }

    /// 〜たいという気持ち, 〜たいとの声: the wish is told, and nothing offered.
    fn is_feeling(&self, next: Next) -> bool {
        let Next::Noun(noun) = next else { return false };
        matches!(self.base(noun), "気持ち" | "願い" | "声" | "思い" | "想い" | "希望" | "要望" | "心理" | "欲求")
    }

    /// そんな約束、うちは一切していません: an object put in front of its clause. `from` is past the comma.
    pub(super) fn fronted(&mut self, from: usize) {
        let Some(verb) = (from..self.tokens.len().min(from + 7)).find(|&at| {
            matches!(self.tokens[at].pos(), Pos::Verb | Pos::Adjective) || self.tokens[at].sub() == SubPos::Period
        }) else {
            return;
        };
        let bare = (from..verb).all(|at| {
            words::is_offeror(self.base(at))
                || matches!(self.tokens[at].pos(), Pos::Particle | Pos::Adverb)
                || self.tokens[at].sub() == SubPos::Adverbial
        });
        let light = is_light_verb(&self.tokens[verb]) || is_existence(&self.tokens[verb]);
        let (end, negations) = self.auxiliaries(verb + 1);
        if bare && light && (negations + u32::from(self.negates(verb))) % 2 == 1 {
            self.drop_as(Status::Denied, verb, end);
        }
    }

    /// 最高、究極といった言葉: a list whose last member is talked about.
    pub(super) fn listed(&mut self, from: usize) {
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
    pub(super) fn is_copula(&self, at: usize) -> bool {
        let after = self.skip(at + 1, &["は", "も"]);
        matches!(self.surface(at), "で" | "では" | "じゃ")
            && self.tokens.get(after).is_some_and(|next| is_negation(next) || is_existence(next))
            || self.surface(at) == "か"
            || matches!(self.surface(at), "と" | "とも" | "という" | "との" | "とは" | "って" | "といった")
    }

    /// The predicate that a noun phrase is an argument of. `at` is its particle.
    pub(super) fn argument(&mut self, at: usize) {
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
        if words::is_mistaken(word) && matches!(particle, "なんて" | "など" | "なんか" | "は" | "とは") && !denied
        {
            self.drop_as(Status::Disbelieved, at, end);
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
        } else if (words::is_wish(word) || word.ends_with('夢'))
            && (matches!(particle, "を" | "が" | "に" | "も")
                || particle == "は" && self.tokens[verb].pos() == Pos::Noun)
        {
            // お探しなら offers what is looked for; お探しでしたら、これは違います does not.
            let turned_down = self.tokens[verb..].iter().any(|token| {
                matches!(
                    token.base(),
                    "違う"
                        | "ちがう"
                        | "ごめん"
                        | "ごめんなさい"
                        | "申し訳"
                        | "あいにく"
                        | "期待外れ"
                        | "避ける"
                        | "やめる"
                )
            });
            if turned_down {
                self.drop_as(Status::Denied, at, end);
                return;
            }
            // 〜をお探しの皆さまへ
            let addressed = (verb + 1..self.tokens.len().min(verb + 6))
                .any(|at| self.is_noun(at) && matches!(self.surface(at + 1), "へ" | "に") && self.is_comma(at + 2));
            if addressed {
                return;
            }
            if inner.dropped.as_ref().is_none_or(|reason| reason.status != Status::Conditional) {
                self.drop_as(Status::Desired, at, end);
            }
            return;
        }
        let other_argument = (at + 1..verb).any(|between| {
            matches!(self.surface(between), "が" | "を")
                || particle != "を"
                    && matches!(self.surface(between), "は" | "も")
                    && self.is_noun(between - 1)
                    && !words::is_offeror(self.base(between - 1))
        });
        // 唯一の機種で、肌に負担なく続く: the noun right before なく is what there is none of.
        let other_argument = other_argument || self.negates(verb) && verb > at + 1 && self.is_noun(verb - 1);
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
                || reason.status == Status::Desired
                    && (!matches!(particle, "は" | "も" | "で" | "から") || self.is_feeling(next))
                || reason.status == Status::Conditional
                    && (reason.cue.ends_with('も')
                        || reason.cue == "場合"
                        || self.ends_in_condition()
                        || self.tokens[..at]
                            .iter()
                            .any(|token| matches!(token.base(), "もし" | "もしも" | "仮に" | "かりに" | "万一")));
            let instructed = reason.status == Status::Instructed
                && (words::is_inquiry(word)
                    || words::is_taking(word)
                    || matches!(word, "心がける" | "心掛ける" | "意識" | "選ぶ" | "避ける" | "守る"));
            // 最高の保湿力を、ぜひお確かめください invites; 〜を教えてください asks.
            let invited = self.tokens[at..verb].iter().any(|token| matches!(token.base(), "ぜひ" | "是非" | "どうぞ"));
            let wanted = reason.status == Status::Instructed && matches!(word, "教える" | "おしえる");
            let full = full && !(invited && reason.status == Status::Instructed) || instructed && !invited;
            if wanted {
                self.drop_as(Status::Asked, verb, end);
                return;
            }
            let asked = reason.status == Status::Asked && !self.invites(verb);
            if full || asked || matches!(reason.status, Status::Mentioned | Status::Disbelieved) {
                self.dropped = Some(reason);
                return;
            }
        }
        // 副作用がなかった人を除き、残る54名を解析した
        if matches!(word, "除く" | "除外" | "とどまる" | "留まる" | "すぎる")
            && words::is_person(self.base(at.wrapping_sub(1)))
            || particle == "を" && matches!(word, "対象" | "解析" | "追跡" | "登録" | "組み入れる" | "割り付ける")
        {
            self.drop_as(Status::Reported, at, end);
            return;
        }
        // 国内初の症例が報告された
        if matches!(word, "報告" | "観察" | "公表" | "確認")
            && matches!(
                self.base(at.wrapping_sub(1)),
                "症例" | "例" | "事例" | "患者" | "感染" | "発症" | "事故" | "論文"
            )
        {
            self.drop_as(Status::Reported, at, end);
            return;
        }
        if particle == "として" && self.ends_in_past_state(verb) {
            self.drop_as(Status::Disbelieved, at, end);
            return;
        }
        // 〜は研究者たちの見果てぬ夢である
        if let Next::Noun(noun) = next
            && (words::is_wish(self.base(noun)) || self.base(noun).ends_with('夢'))
            && matches!(particle, "は" | "が" | "も")
            && (self.tokens.get(noun + 1).is_none_or(|after| {
                matches!(after.pos(), Pos::Auxiliary | Pos::Symbol) || matches!(after.surface(), "で" | "だ" | "です")
            }))
        {
            self.drop_as(Status::Desired, noun, noun + 1);
            return;
        }
        if let Next::Noun(noun) = next {
            self.depth += 1;
            let case = matches!(self.surface(noun), "場合" | "際" | "とき" | "時" | "ケース");
            if case || governs || words::is_metalinguistic(self.base(noun)) || words::is_proof(self.surface(noun)) {
                self.noun_phrase(noun, false);
            } else if matches!(particle, "を" | "で" | "に") {
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
}
