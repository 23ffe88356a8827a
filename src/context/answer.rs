//! What one sentence makes of the one before it: answers that leave out what they speak of (「副作用は？」「ございません。」),
//! and sentences that take a claim back (「一度で消える。」「そんな薬はありません。」).

use super::chain::said::criticism;
use super::{Reason, SentenceContext, Status, words};
use crate::rule::pattern::{auxiliaries, is_existence, is_negation};
use crate::tokenize::{Pos, SubPos, Token};

/// An answer longer than this, in bytes, says of what it speaks.
pub const LONGEST_ANSWER: u32 = 120;

/// Whether a sentence asks, to judge by its end.
pub fn asks(text: &str) -> bool {
    text.trim_end_matches(['」', '』', '）', ')', '。']).ends_with(['？', '?', 'か'])
}

/// How much of a question's tokens are its topic, and where in the answer the predicate on it begins. `None` if the
/// answer has a topic of its own or denies nothing.
pub fn elliptic_answer(question: &[Token], answer: &[Token]) -> Option<(usize, usize)> {
    let said = answer.iter().position(|token| !introduces(token))?;
    let head = &answer[said];
    let predicate = match head.pos() {
        Pos::Verb | Pos::Adjective => head.sub() == SubPos::Independent || is_existence(head),
        Pos::Auxiliary => is_existence(head),
        _ => false,
    };
    let denies = answer[said..].iter().any(is_negation);
    if !predicate || !denies {
        return None;
    }
    // Up to the last topic mark; where there is none, all but the end marks.
    let marked = question.iter().rposition(|token| ["は", "が", "も"].iter().any(|&mark| token.is_particle(mark)));
    let topic = match marked {
        Some(at) => at + 1,
        None => question.iter().rposition(|token| token.pos() == Pos::Noun)? + 1,
    };
    Some((topic, said))
}

/// Whether a token may stand before the predicate of such an answer: いいえ, 一切, どちらも, A.
fn introduces(token: &Token) -> bool {
    match token.pos() {
        Pos::Interjection | Pos::Adverb | Pos::Symbol | Pos::Conjunction | Pos::Other => true,
        Pos::Particle => matches!(token.surface(), "も" | "は" | "に" | "って"),
        Pos::Noun => {
            matches!(token.sub(), SubPos::Adverbial | SubPos::Pronoun)
                || matches!(
                    token.surface(),
                    "A" | "いいえ" | "もちろん" | "全て" | "すべて" | "一切" | "当院" | "回答" | "基本" | "ほとんど"
                )
        }
        _ => false,
    }
}

/// How a sentence begins that speaks of what the one before it said.
const TAKES_UP: &[&str] = &[
    "それが",
    "これが",
    "この手",
    "この言葉",
    "この表現",
    "この二つ",
    "この三つ",
    "こう書",
    "そう書",
    "そう言",
    "そううた",
    "そう謳",
    "そんな",
    "こんな",
    "そのような",
    "このような",
    "そういう",
    "そういった",
    "そうした",
    "こうした",
    "こういった",
    "などという",
    "なんて",
    "といった",
    "という",
    "ぜんぶ",
    "全部",
    "すべて",
    "いずれも",
    "どれも",
    "これら",
    "以上",
];

/// Whether a sentence begins by speaking of the one before it.
pub fn takes_up(text: &str) -> bool {
    TAKES_UP.iter().any(|words| text.starts_with(words))
}

/// Why a match is no claim because of the sentence after it: そんな薬はありません, そんな広告には気をつけましょう.
pub(super) fn taken_back(context: &SentenceContext<'_>) -> Option<Reason> {
    let tokens = context.surroundings.after;
    let cue = || tokens.iter().filter(|token| token.sub() != SubPos::Period).map(Token::surface).collect::<String>();
    // Of all that was listed only fault can be found.
    let list = ["ぜんぶ", "全部", "すべて", "いずれ", "どれ", "これら", "以上"];
    if tokens.first().is_some_and(|first| list.contains(&first.surface())) {
        let fault = criticism(tokens, 1)?;
        return Some(Reason::new(Status::Mentioned, tokens[fault].surface()));
    }
    // それが三代目の夢です
    if matches!(tokens.first()?.surface(), "それ" | "これ") {
        let last = tokens.iter().rfind(|token| token.morph.is_noun() || token.pos() == Pos::Verb)?;
        return words::is_wish(last.base()).then(|| Reason::new(Status::Desired, cue()));
    }
    // The noun that is spoken of; a worry or a wish that is gone makes the claim no weaker.
    let topic = tokens.iter().position(|token| {
        token.pos() == Pos::Particle && matches!(token.surface(), "は" | "が" | "も" | "を" | "に" | "など" | "なんて")
    })?;
    let spoken = tokens[..topic].iter().rfind(|token| token.morph.is_noun())?;
    if words::is_worry(spoken.base()) || words::is_wish(spoken.base()) || words::is_fear(spoken.base()) {
        return None;
    }
    let harmed = tokens.iter().any(|token| words::is_harm(token.base()));
    let talked = words::is_metalinguistic(spoken.base()) || spoken.base().ends_with("文句");
    let first = tokens[0].surface();
    if criticism(tokens, topic).is_some() || harmed && first == "そう" || talked && first.starts_with("この") {
        return Some(Reason::new(Status::Mentioned, cue()));
    }
    // 〜はありません, 〜は存在しません, 〜はしておりません
    let exists = |token: &Token| {
        is_existence(token)
            || matches!(
                token.base(),
                "存在" | "する" | "いたす" | "いる" | "おる" | "できる" | "使う" | "言う" | "思う"
            )
    };
    let last = tokens.iter().rposition(exists)?;
    let (end, negations) = auxiliaries(tokens, last + 1, |_| false);
    let denied = (negations + u32::from(is_negation(&tokens[last]))) % 2 == 1;
    let ends =
        tokens[end.min(tokens.len())..].iter().all(|token| token.pos() == Pos::Symbol || token.sub() == SubPos::Final);
    (denied && ends).then(|| Reason::new(Status::Denied, cue()))
}
