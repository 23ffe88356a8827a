//! Whether a sentence asks, and whether its question wants an answer.

use super::Walk;
use crate::context::{Status, words};
use crate::extract::BlockKind;
use crate::rule::pattern::{is_existence, is_negation};
use crate::tokenize::{Pos, SubPos};

impl Walk<'_> {
    /// ほかにあるでしょうか and ご存じですか do not ask. `at` is the か.
    pub(super) fn is_rhetorical(&self, at: usize) -> bool {
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
    pub(super) fn invites(&self, verb: usize) -> bool {
        let rest = &self.tokens[verb..];
        rest.windows(3).any(|three| three[0].base() == "ます" && three[1].base() == "ん" && three[2].surface() == "か")
            || rest.iter().enumerate().any(|(at, token)| {
                matches!(token.base(), "いかが" | "試す" | "お試し" | "ぜひ" | "是非" | "相談" | "問い合わせる" | "予約")
                    // かどうか asks.
                    || token.base() == "どう" && !(at > 0 && rest[at - 1].surface() == "か")
                    || token.surface() == "ましょ"
            })
    }

    /// Whether the sentence asks, with no turn between here and its end.
    pub(super) fn sentence_question(&mut self, from: usize) {
        let rest = &self.tokens[from..];
        let last = rest.iter().rposition(|token| token.pos() != Pos::Symbol);
        let asks = rest.iter().any(|token| matches!(token.surface(), "？" | "?"))
            || last.is_some_and(|last| {
                let wonders = rest[last].surface() == "な" && last > 0 && rest[last - 1].surface() == "か";
                (wonders || matches!(rest[last].surface(), "か" | "かい" | "かな" | "かしら"))
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
        // 業界一の店はどこにある。
        let bare = rest.iter().rposition(|token| token.pos() != Pos::Symbol).is_some_and(|last| {
            let verb = matches!(rest[last].base(), "ある" | "いる" | "なる" | "違う");
            let to = if verb { last } else { last + 1 };
            rest[to.saturating_sub(2)..to]
                .iter()
                .any(|token| matches!(token.base(), "どこ" | "何" | "誰" | "いくら" | "どれ"))
        });
        let wonders = bare
            || interrogative && rest.iter().any(|token| matches!(token.surface(), "でしょ" | "だろ" | "か" | "かしら"));
        let rhetorical =
            rest.iter().position(|token| token.surface() == "か").is_some_and(|at| self.is_rhetorical(from + at));
        if (asks || wonders) && !turns && !rhetorical && !self.invites(from) {
            self.drop_as(Status::Asked, self.tokens.len() - 1, self.tokens.len());
        }
    }

    /// 誰が〜でしょう, 〜人などいるでしょうか: a question that denies what it asks. The claim's own predicate ends at
    /// `self.end`; the clause is looked through from before `first`.
    pub(super) fn who_would(&self, first: usize) -> bool {
        let end = self.end.min(self.tokens.len());
        let supposes = end >= 2
            && self.surface(end - 1) == "う"
            && matches!(self.surface(end - 2), "でしょ" | "だろ" | "ましょ")
            // 誰が効くのでしょう wants to know.
            && !(end >= 3 && matches!(self.surface(end - 3), "の" | "ん"));
        let asks = self.tokens[end..].iter().any(|token| matches!(token.surface(), "？" | "?"));
        if !supposes || asks || matches!(self.context.surroundings.kind, BlockKind::Heading(_)) {
            return false;
        }
        let from = (0..first).rev().find(|&at| words::ends_clause(self.tokens, at)).map_or(0, |at| at + 1);
        (from..end).any(|at| {
            matches!(self.base(at), "誰" | "だれ" | "どこ" | "何処")
                && matches!(self.surface(at + 1), "が" | "に" | "を")
        })
    }

    /// おやめください, お控えください: what comes before is forbidden too.
    pub(super) fn forbids(&self, from: usize) -> bool {
        self.tokens[from..].iter().any(|token| {
            matches!(
                token.base(),
                "おやめ" | "お控え" | "やめる" | "控える" | "避ける" | "厳禁" | "禁止" | "ご遠慮" | "遠慮"
            )
        })
    }

    /// 感じない人などいるでしょうか: a question after what there is none of. `head` is the existence.
    pub(super) fn would_any(&self, first: usize, head: usize) -> bool {
        let end = self.end.min(self.tokens.len());
        let supposes = end >= 2 && self.surface(end - 1) == "う" && matches!(self.surface(end - 2), "でしょ" | "だろ");
        supposes
            && matches!(self.base(head), "いる" | "ある" | "おる")
            && self.tokens[first..head].iter().any(is_negation)
            && !self.tokens[end..].iter().any(|token| matches!(token.surface(), "？" | "?"))
    }
}
