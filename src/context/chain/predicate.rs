//! A predicate's own chain: auxiliaries, formal nouns (わけ, こと, もの, はず, の), particles that end or join clauses.

use super::{Next, Step, Walk, is_existence_at};
use crate::context::{Reason, Status};
use crate::rule::pattern::{is_existence, is_light_verb, is_negation};
use crate::tokenize::{Form, Pos, SubPos};

impl Walk<'_> {
    /// Follows a predicate through what belongs to it. `direct`: it is the claim's own predicate, whose end is noted.
    pub(super) fn predicate(&mut self, from: usize, mut direct: bool) -> Next {
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
                    // 痛くない脱毛なら、当院へ: the topic of an offer.
                    if token.surface() == "なら" && at > 0 && self.is_noun(at - 1) && self.offers(at + 1) {
                        return Next::End;
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
                    // 通わなくていい, 心配しなくてもよい: not needed
                    "いい" | "良い" | "よい" if self.negations > 0 && matches!(self.surface(at - 1), "て" | "も") =>
                    {
                        at += 1;
                    }
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
                        // 「A」「B」と言われたら: the quotations of a list fare alike.
                        Some(close)
                            if close as usize > at && at > from && self.tokens[at - 1].sub() == SubPos::Close =>
                        {
                            at = close as usize + 1
                        }
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

    /// A noun after a predicate: a formal noun that belongs to it, or one that it qualifies.
    pub(super) fn noun_after(&mut self, at: usize, from: usize) -> Step {
        let surface = self.surface(at);
        let negative_copula = |walk: &Self, at: usize| {
            let next = walk.past_emphasis(walk.skip(at + 1, &["は", "も"]));
            let exists = walk.tokens.get(next).is_some_and(|token| is_existence(token) || is_negation(token));
            let own = walk.negates(next);
            let (end, negations) = walk.auxiliaries(next + 1);
            let negations = negations + u32::from(own);
            (exists && negations % 2 == 1).then_some((next, end))
        };
        match surface {
            "わけ" | "訳" | "ワケ" | "はず" | "筈" | "ハズ" | "もの" | "の" | "ん" | "こと"
                if (self.surface(at + 1) == "でも" || self.surface(at + 1) == "で" && self.surface(at + 2) == "も")
                    && self.copula_denied(at + 1).is_some() =>
            {
                let end = self.copula_denied(at + 1).unwrap_or(at + 1);
                Step::Stop(self.drop_as(Status::Denied, at, end))
            }
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
            // 効かない理由がない, 効かない道理が見当たらない
            "理由" | "道理" | "余地" | "謂れ" | "いわれ"
                if self.negations % 2 == 1
                    && (self.existence(at + 1).is_some_and(|(_, denied)| denied) || self.not_found(at + 1)) =>
            {
                let end = self.existence(at + 1).map_or(at + 3, |(end, _)| end);
                self.negate(at, end);
                Step::On(end)
            }
            // 消えない方がおかしい
            "方" | "ほう"
                if self.negations % 2 == 1
                    && self.surface(at + 1) == "が"
                    && matches!(
                        self.base(at + 2),
                        "おかしい"
                            | "可笑しい"
                            | "難しい"
                            | "むずかしい"
                            | "不思議"
                            | "珍しい"
                            | "無理"
                            | "不自然"
                            | "変"
                    ) =>
            {
                self.negate(at, at + 3);
                Step::On(at + 3)
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
                // 消えるようなことは起こりません
                "な" if matches!(self.surface(at + 2), "こと" | "事") => self.koto(at + 2),
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
            // 痛くなかったためしがない
            "つもり" | "ためし" | "試し" | "例し" => {
                if let Some((end, true)) = self.existence(at + 1).or_else(|| self.no_such(at + 1)) {
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
                    "ため" | "為" if self.surface(at + 1) == "の" => Step::Stop(Next::Noun(at + 2)),
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
            // 気にせず一生飲める: ず goes on to the next predicate, whatever noun stands before it.
            _ if at > 0 && matches!(self.surface(at - 1), "ず" | "なく") => Step::Stop(Next::Coordinate(at)),
            _ => Step::Stop(Next::Noun(at)),
        }
    }

    /// こと after a predicate.
    pub(super) fn koto(&mut self, at: usize) -> Step {
        // 必ず守ること。
        let ends = self.tokens.get(at + 1).is_none_or(|next| next.sub() == SubPos::Period);
        if ends && self.negations == 0 && at > 0 && self.tokens[at - 1].pos() == Pos::Verb && self.depth > 0 {
            return Step::Stop(self.drop_as(Status::Instructed, at, at + 1));
        }
        // 治すことも、変えることもできません
        let joint = (at + 3..self.tokens.len().min(at + 20))
            .filter(|_| self.surface(at + 1) == "も" && self.is_comma(at + 2))
            .find(|&to| self.surface(to) == "こと" && self.surface(to + 1) == "も");
        if let Some(to) = joint {
            return self.koto(to);
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

    pub(super) fn particle(&mut self, at: usize) -> Step {
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
                // 何だったのかと思うほど
                let marvels = self.surface(at + 1) == "と"
                    && matches!(self.base(at + 2), "思う" | "疑う" | "驚く" | "錯覚")
                    && self.tokens[at + 2..]
                        .iter()
                        .take(4)
                        .any(|token| matches!(token.surface(), "ほど" | "くらい" | "ぐらい"));
                if marvels || self.is_rhetorical(at) {
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
            "でも" if self.copula_denied(at).is_some() => self.te(at),
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
            "ので" | "から" | "んで" | "からこそ" => self.reason(at),
            // こすったり温めたりしないでください
            "たり" | "だり" if self.tokens.get(at + 1).is_some_and(is_light_verb) => Step::On(at + 1),
            // 消えたり、痩せたりすることは: what becomes of the last becomes of all.
            "たり" | "だり" => {
                let joint = (at + 2..self.tokens.len().min(at + 20)).find(|&to| {
                    self.tokens[to].sub() == SubPos::Period
                        || matches!(self.surface(to - 1), "たり" | "だり") && is_light_verb(&self.tokens[to])
                });
                match joint.filter(|&to| self.tokens[to].sub() != SubPos::Period) {
                    Some(to) => Step::On(to),
                    None => Step::Stop(Next::Coordinate(at + 1)),
                }
            }
            // 言えるほどの出来ではない, 言えるほどではない
            "ほど" | "くらい" | "ぐらい" if self.surface(at + 1) == "の" => Step::Stop(Next::Noun(at + 2)),
            "ほど" | "くらい" | "ぐらい" if self.copula_denied(at + 1).is_some() => {
                let end = self.copula_denied(at + 1).unwrap_or(at + 1);
                Step::Stop(self.drop_as(Status::Denied, at, end))
            }
            "し" | "ながら" | "つつ" | "ほど" | "くらい" | "ぐらい" => {
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
    pub(super) fn te(&mut self, at: usize) -> Step {
        let next = at + 1;
        // 日本一でも最大手でもない
        if matches!(self.surface(at), "で" | "でも")
            && let Some(end) =
                self.copula_denied(at).filter(|_| self.surface(at) == "でも" || self.surface(next) == "も")
        {
            self.negate(at, end);
            return Step::On(end);
        }
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

    /// A match that ends in a noun.
    pub(super) fn noun_end(&mut self, at: usize) {
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

    /// ので, から after a predicate: a reason is put forward with its claim, unless the reason is what the sentence
    /// denies (〜からではない, 〜から選ばれたのではない).
    fn reason(&mut self, at: usize) -> Step {
        if let Some(end) = self.copula_denied(at + 1) {
            return Step::Stop(self.drop_as(Status::Denied, at, end));
        }
        if let Some(verb) = self.next_predicate(at + 1, 16) {
            let start = if self.tokens[verb].pos() == Pos::Noun { self.after_noun(verb) } else { verb + 1 };
            let mut inner = self.inner();
            inner.predicate(start, false);
            // 〜から選ばれているのではなく: what の takes up is denied, and the reason with it.
            let nominal =
                |reason: &Reason| reason.status == Status::Denied && reason.cue.starts_with(['の', 'ん', 'わ', '訳']);
            if inner.dropped.as_ref().is_some_and(nominal) {
                self.dropped = self.dropped.take().or(inner.dropped);
                return Step::Stop(Next::End);
            }
        }
        Step::Stop(Next::Reason)
    }

    /// Where a denied copula that begins at a token ends: ではない, でもありません, じゃなくて; or でも whose like
    /// follows further on (AでもBでもない).
    pub(super) fn copula_denied(&self, at: usize) -> Option<usize> {
        let joined = matches!(self.surface(at), "では" | "じゃ" | "でも" | "じゃあ");
        if !joined && self.surface(at) != "で" && self.base(at) != "だ" {
            return None;
        }
        let also = self.surface(at) == "でも" || self.surface(at + 1) == "も";
        let next = self.past_emphasis(self.skip(at + 1, &["は", "も"]));
        let (end, negations) = self.auxiliaries(next + usize::from(self.tokens.get(next).is_some_and(is_existence)));
        let own = self.tokens.get(next).is_some_and(|token| is_existence(token) && is_negation(token));
        if (negations + u32::from(own)) % 2 == 1 {
            return (!self.is_tag_question(next)).then_some(end);
        }
        if !also {
            return None;
        }
        (next..self.tokens.len())
            .take_while(|&later| self.tokens[later].sub() != SubPos::Period)
            .filter(|&later| later > next && matches!(self.surface(later), "でも" | "で"))
            .filter(|&later| self.surface(later) == "でも" || self.surface(later + 1) == "も")
            .find_map(|later| {
                let next = self.skip(later + 1, &["も"]);
                let verb = self.tokens.get(next).filter(|token| is_existence(token) || is_negation(token))?;
                let (end, negations) = self.auxiliaries(next + 1);
                ((negations + u32::from(is_negation(verb))) % 2 == 1).then_some(end)
            })
    }

    /// Past 、決して: what may stand between は and the negation of a copula.
    fn past_emphasis(&self, mut at: usize) -> usize {
        let from = at;
        while at < from + 3
            && self.tokens.get(at).is_some_and(|token| {
                token.sub() == SubPos::Comma
                    || token.pos() == Pos::Adverb
                    || matches!(token.surface(), "決して" | "一切" | "全く" | "まったく" | "断じて")
            })
        {
            at += 1;
        }
        at
    }

    /// Whether the rest of a sentence offers: 〜へ, お任せください.
    fn offers(&self, from: usize) -> bool {
        let rest = &self.tokens[from.min(self.tokens.len())..];
        let last = rest.iter().rfind(|token| token.pos() != Pos::Symbol);
        last.is_some_and(|token| matches!(token.surface(), "へ" | "に"))
            || rest.iter().any(|token| matches!(token.base(), "任せる" | "お任せ" | "おまかせ" | "まかせる"))
    }

    /// 見当たらない, 見つかりません, after は or が.
    fn not_found(&self, at: usize) -> bool {
        let verb = self.skip(at, &["が", "は", "も"]);
        matches!(self.base(verb), "見当たる" | "見つかる" | "思いつく" | "思い当たる" | "浮かぶ")
            && self.auxiliaries(verb + 1).1 % 2 == 1
    }
}
