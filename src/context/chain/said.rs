//! What is said or thought of a clause: quoting verbs, nominalised clauses and the predicates that take them.

use super::{DEPTH, Next, Step, Walk};
use crate::context::{Reason, Status, words};
use crate::rule::pattern::{is_existence, is_light_verb, is_negation};
use crate::tokenize::{Form, Pos, SubPos, Token};

impl Walk<'_> {
    /// Particles that are one token and quote.
    pub(super) fn compound_quote(&mut self, at: usize) -> Step {
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
    pub(super) fn quote(&mut self, at: usize) -> Next {
        // って言葉は, という (two tokens) 話は
        if self.is_noun(at + 1)
            && matches!(self.surface(at), "って" | "なんて")
            && (words::is_metalinguistic(self.base(at + 1)) || words::is_utterance(self.base(at + 1)))
        {
            self.noun_phrase(at + 1, false);
            return Next::End;
        }
        // AともBとも、称しておりません
        let both_ways =
            |at: usize| self.surface(at) == "とも" || self.surface(at) == "と" && self.surface(at + 1) == "も";
        let both = (at + 1..self.tokens.len().min(at + 10)).filter(|_| both_ways(at)).find(|&next| both_ways(next));
        if let Some(next) = both {
            return self.quote(next);
        }
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
                // 固く信じる
                Pos::Adjective => token.surface().ends_with('く'),
                Pos::Noun
                    if matches!(token.surface(), "自分" | "自己" | "独断" | "正直" | "残念" | "到底" | "本音") =>
                {
                    true
                }
                Pos::Symbol => {
                    matches!(token.sub(), SubPos::Close | SubPos::Comma) || matches!(token.surface(), "」" | "』")
                }
                Pos::Noun => {
                    !words::is_saying(token.base())
                        && (matches!(token.sub(), SubPos::Adverbial | SubPos::Pronoun | SubPos::Number)
                            || token.sub() == SubPos::Suffix && self.tokens[verb - 1].sub() == SubPos::Number
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
        // 胸を張る, 節をつける, 太鼓判を押す: the verb that has the noun for its object.
        let mut idiom = false;
        if self.is_noun(verb) && !words::is_saying(self.base(verb)) && !words::is_utterance(self.base(verb)) {
            let object = (verb..self.tokens.len()).find(|&at| !self.is_noun(at)).unwrap_or(verb);
            if self.surface(object) == "を" && self.tokens.get(object + 1).is_some_and(|next| next.pos() == Pos::Verb)
            {
                verb = object + 1;
                idiom = true;
            }
        }
        // 胸を張って言う
        if self.surface(verb + 1) == "て" && words::is_saying(self.base(verb + 2)) {
            verb += 2;
        }
        let Some(token) = self.tokens.get(verb) else { return Next::End };
        let word = token.base();
        if let Some(next) = self.told_of_others(at, verb) {
            return next;
        }
        // 消えるクリームって、何が入っているんでしょう
        if self.surface(at) == "って" && self.is_comma(at + 1) {
            self.sentence_question(at);
            return Next::End;
        }
        // 考えないといけない
        let must = matches!(word, "いける" | "なる" | "いけない" | "ならない");
        if must && (self.negates(verb + 1) || self.negates(verb + 2) || word.ends_with("ない")) && verb == at + 1 {
            return self.drop_as(Status::Instructed, at - 1, verb + 2);
        }
        // 最先端というより
        if matches!(word, "いう" | "言う") && self.surface(verb + 1) == "より" {
            return self.drop_as(Status::Denied, at, verb + 2);
        }
        // 痛くないと言えば嘘になる
        let lie = verb + 2 + usize::from(self.is_comma(verb + 2));
        if self.surface(verb + 1) == "ば" && matches!(self.base(lie), "嘘" | "うそ" | "ウソ" | "言い過ぎ" | "語弊")
        {
            return self.drop_as(Status::Denied, at, lie + 1);
        }
        // 「日本一」と聞くと並んでしまう
        if matches!(word, "聞く" | "見る" | "書く" | "言う" | "いう") {
            let (after, _) = self.auxiliaries(verb + 1);
            if self.surface(after) == "と" {
                return self.drop_as(Status::Conditional, verb, after + 1);
            }
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
        // 〜と約束するつもりで作った薬ではない
        if inner.dropped.is_none() && matches!(next, Next::Coordinate(_)) {
            inner.go_on(next);
            inner.dropped = inner
                .dropped
                .take()
                .filter(|reason| matches!(reason.status, Status::Denied | Status::Mentioned | Status::Disbelieved));
        }
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
        if denied
            && (idiom
                || words::is_saying(word)
                || words::is_advertising(word)
                || matches!(word, "なる" | "する" | "至る"))
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
                    | "油断"
                    | "慢心"
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
            ) || reason.status == Status::Desired && reason.cue == "たい"
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
        // できれば副作用のない薬にしたいと考える
        let ideally = self.tokens[..at].iter().any(|token| {
            matches!(token.surface(), "できれば" | "出来れば" | "なるべく" | "できるだけ" | "できることなら")
        });
        if ideally && matches!(word, "思う" | "考える" | "望む") {
            return self.drop_as(Status::Desired, at, end);
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

    /// 〜、とは言えません; 〜、というものではありません: a comma and と take up all that was said.
    pub(super) fn quoted_whole(&mut self, from: usize) {
        let quoting = (from..self.tokens.len().saturating_sub(1)).find(|&at| {
            (self.tokens[at].sub() == SubPos::Comma || self.surface(at).starts_with(['―', '—', '…', '─']))
                && (matches!(
                    self.surface(at + 1),
                    "と" | "とは" | "という" | "といった" | "との" | "なんて" | "とまで" | "など" | "は"
                ) && matches!(self.tokens[at + 1].pos(), Pos::Particle | Pos::Adverb)
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
                    || matches!(self.surface(at + 1), "その" | "この") && self.surface(at + 2) == "よう"
                    || matches!(self.surface(at + 1), "そう" | "こう") && words::is_saying(self.base(at + 2)))
        });
        // 〜、ではなく
        let denied = (from..self.tokens.len().min(from + 3)).find(|&at| self.is_comma(at));
        if let Some(end) = denied.and_then(|at| self.copula_denied(at + 1)) {
            self.drop_as(Status::Denied, from, end);
            return;
        }
        let Some(at) = quoting.map(|at| at + 1) else { return };
        if self.tokens[at].pos() == Pos::Adnominal {
            self.noun_phrase(at, false);
        } else if matches!(self.surface(at), "そう" | "こう") {
            self.quote(at);
        } else {
            match self.surface(at) {
                // 〜、なんて売り文句
                "なんて" | "といった" if self.is_noun(at + 1) || self.is_noun(at + 2) => {
                    self.noun_phrase(if self.is_noun(at + 1) { at + 1 } else { at + 2 }, false);
                }
                "なんて" => {
                    self.matrix(at + 1);
                }
                "は" => self.spoken_of(at),
                "など" => {
                    self.quote(at + 1);
                }
                // 〜、という理屈は
                "という" | "といった" | "との"
                    if self.is_noun(at + 1) && self.tokens[at + 1].sub() != SubPos::Dependent =>
                {
                    self.noun_phrase(at + 1, false);
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
    pub(super) fn ends_denied(&self) -> bool {
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

    /// What と and a verb make of a claim that somebody else holds, heard or answered. `at` is the と.
    fn told_of_others(&mut self, at: usize, verb: usize) -> Option<Next> {
        let word = self.base(verb);
        let rest = &self.tokens[verb + 1..];
        let passive = rest.iter().take(3).any(|token| matches!(token.base(), "れる" | "られる"));
        let end = (verb + 2).min(self.tokens.len());
        // 〜と受け取られかねない
        if words::is_taking(word) && (passive || rest.iter().take(4).any(is_negation)) {
            return Some(self.drop_as(Status::Mentioned, at, end));
        }
        // 治ると信じて受診が遅れた, 治ると自分で判断して通院をやめる
        let on = rest.iter().take(4).position(|token| matches!(token.surface(), "て" | "で" | "、"));
        let on = on.map_or(verb + 1, |to| verb + 2 + to);
        let harmed = self.tokens[on.min(self.tokens.len())..].iter().any(|token| words::is_harm(token.base()));
        let alone =
            self.tokens[at..verb].iter().any(|token| matches!(token.surface(), "自分" | "自己" | "勝手" | "素人"));
        if matches!(word, "信じる" | "判断" | "思う" | "考える" | "決める") && (harmed || alone) {
            return Some(self.drop_as(Status::Disbelieved, at, end));
        }
        // ないと聞いて飲んだ叔母が入院した
        let heard = matches!(word, "聞く" | "聞かす" | "教わる" | "吹き込む")
            || matches!(word, "言う" | "いう" | "勧める") && passive;
        if heard && harmed && self.ends_in_past() {
            return Some(self.drop_as(Status::Disbelieved, at, end));
        }
        // 痛くなかったと答えた人は3人に1人にとどまった
        let few = |token: &Token| matches!(token.base(), "とどまる" | "留まる" | "すぎる" | "過ぎる" | "除く" | "除外");
        if matches!(word, "答える" | "回答" | "訴える" | "報告" | "申告" | "述べる")
            && self.tokens[verb..].iter().any(few)
        {
            return Some(self.drop_as(Status::Reported, at, end));
        }
        // かつては病が治ると信じられ、街頭で売られていた
        let once = |token: &Token| {
            matches!(token.surface(), "かつて" | "当時" | "その昔" | "昔" | "戦前" | "江戸" | "明治" | "大正")
        };
        // 昔から reaches into the present.
        let then = (0..at).any(|at| once(&self.tokens[at]) && self.surface(at + 1) != "から");
        if then && self.ends_in_past() && (passive || words::is_advertising(word)) {
            return Some(self.drop_as(Status::Reported, at, end));
        }
        // 必ず効くと節をつけて歩いたという: a story of old.
        let last = self.tokens.iter().rposition(|token| token.pos() != Pos::Symbol)?;
        let told = match self.surface(last) {
            "という" => self.tokens.get(last.wrapping_sub(1)),
            "いう" | "言う" => self.tokens.get(last.wrapping_sub(2)),
            _ => None,
        };
        if last > verb + 1 && told.is_some_and(|token| token.base() == "た") {
            return Some(self.drop_as(Status::Reported, at, end));
        }
        None
    }

    /// Whether the sentence's last predicate is in the past.
    fn ends_in_past(&self) -> bool {
        self.tokens.iter().rev().find(|token| token.pos() != Pos::Symbol).is_some_and(|token| token.base() == "た")
    }

    /// The predicate that a nominalised clause (〜ことを, 〜のは) belongs to.
    pub(super) fn matrix(&mut self, from: usize) -> Next {
        if self.depth >= DEPTH {
            return Next::End;
        }
        let Some(verb) = self.next_predicate(from, 14) else {
            // 上がるのはなぜ？
            self.sentence_question(from);
            return Next::End;
        };
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
        // 再発しないことが、再開の条件です
        if matches!(word, "条件" | "前提" | "目安" | "合図" | "サイン" | "必須" | "要件" | "基準") {
            return self.drop_as(Status::Conditional, verb, end);
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
    pub(super) fn verdict_on(&mut self, noun: usize) -> Option<Reason> {
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

    /// 目標は〜です: what the sentence speaks of is not yet so.
    pub(super) fn aimed_at(&mut self, first: usize) {
        // いつの日か、副作用のない薬を。
        let someday = self.tokens[..first].windows(2).any(|two| {
            two[0].surface() == "いつか" || matches!(two[0].surface(), "日" | "いつ") && two[1].surface() == "か"
        });
        let last = self.tokens.iter().rfind(|token| token.pos() != Pos::Symbol);
        if someday && last.is_some_and(|last| matches!(last.surface(), "を" | "に" | "へ")) {
            self.drop_as(Status::Desired, 0, 1);
            return;
        }
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
}

/// Where the rest of a sentence finds fault with what was said before `from`: 怪しい, うのみにする, 裏づけに乏しい, 信用できない.
pub(in crate::context) fn criticism(tokens: &[Token], from: usize) -> Option<usize> {
    (from..tokens.len()).find(|&at| {
        let word = tokens[at].base();
        // 不採用, 取り消し線 are two tokens.
        let joined = tokens.get(at + 1).map(|next| [tokens[at].surface(), next.surface()].concat());
        if joined.is_some_and(|joined| words::is_critical(&joined)) {
            return true;
        }
        let denied = || tokens[at + 1..].iter().take(5).any(is_negation);
        (words::is_critical(word) || words::is_mistaken(word) && !matches!(word, "イメージ" | "考え方" | "見方"))
            && !denied()
            // 別の話
            || word == "別" && tokens.get(at + 2).is_some_and(|noun| matches!(noun.base(), "話" | "問題" | "こと"))
            // 気をつける
            || word == "気" && tokens.get(at + 2).is_some_and(|verb| matches!(verb.base(), "つける" | "付ける"))
            || matches!(
                word,
                "信用"
                    | "信頼"
                    | "信じる"
                    | "当て"
                    | "あて"
                    | "アテ"
                    | "根拠"
                    | "裏付け"
                    | "裏づけ"
                    | "裏打ち"
                    | "エビデンス"
                    | "証拠"
                    | "鵜"
                    | "認める"
                    | "許す"
                    | "いただける"
                    | "頂ける"
                    | "感心"
                    | "賛成"
                    | "賛同"
                    | "勧める"
                    | "お勧め"
                    | "おすすめ"
            ) && denied()
    })
}
