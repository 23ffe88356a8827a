//! Quotation: whether quoted words are used or talked about.

use super::chain::said::criticism;
use super::{Reason, SentenceContext, Status, words};
use crate::rule::pattern::is_negation;
use crate::tokenize::{Pos, SubPos, Token};

/// For each bracket token its partner. Brackets that have none are left alone.
pub(super) fn partners(tokens: &[Token]) -> Vec<Option<u32>> {
    let mut partner = vec![None; tokens.len()];
    let mut open: Vec<(usize, char)> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let Some(c) = token.surface().chars().next().filter(|_| token.surface().chars().count() == 1) else { continue };
        // These two look alike: the second closes the first.
        if c == '"' {
            match open.iter().rposition(|&(_, close)| close == c) {
                Some(place) => {
                    let (begin, _) = open[place];
                    open.truncate(place);
                    partner[begin] = Some(at as u32);
                    partner[at] = Some(begin as u32);
                }
                None => open.push((at, c)),
            }
            continue;
        }
        if let Some(close) = closing(c) {
            // “ and ” are told apart by position where a text writes both alike.
            open.push((at, close));
        } else if let Some(place) = open.iter().rposition(|&(_, close)| close == c) {
            let (begin, _) = open[place];
            open.truncate(place);
            partner[begin] = Some(at as u32);
            partner[at] = Some(begin as u32);
        }
    }
    partner
}

fn closing(c: char) -> Option<char> {
    Some(match c {
        '「' => '」',
        '『' => '』',
        '“' => '”',
        '‘' => '’',
        '（' => '）',
        '(' => ')',
        '【' => '】',
        '［' => '］',
        '〈' => '〉',
        '《' => '》',
        '＜' => '＞',
        '〔' => '〕',
        _ => return None,
    })
}

fn quotes(token: &Token) -> bool {
    matches!(token.surface(), "「" | "『" | "“" | "‘" | "\"" | "〈" | "《" | "＜")
}

/// How many tokens after a quotation may stand before the word that makes it a mention.
const REACH: usize = 14;

/// Why the words of `first..end` are mentioned and not used, if they stand in a quotation that is talked about.
pub(super) fn mention(context: &SentenceContext<'_>, first: usize, end: usize) -> Option<Reason> {
    let tokens = context.tokens;
    // The innermost quotation around the match, then those around it.
    (0..=first.min(tokens.len().saturating_sub(1))).rev().find_map(|open| {
        let close = context.partner[open]? as usize;
        if close < end || open > close {
            return None;
        }
        // 【A】誤解を招くため使用不可: a label in these brackets is discussed only where fault is found with it.
        if tokens[open].surface() == "【" {
            let fault = criticism(tokens, close + 1)?;
            return Some(Reason::new(Status::Mentioned, context.cue(fault, fault + 1)));
        }
        if !quotes(&tokens[open]) {
            return None;
        }
        after(context, close + 1).or_else(|| before(context, open, close + 1))
    })
}

/// コピーに「最高」と入れる: what stands before a quotation makes a mention of it where words are what is put there.
fn before(context: &SentenceContext<'_>, open: usize, after: usize) -> Option<Reason> {
    let tokens = context.tokens;
    let mut at = open;
    // 「究極」「唯一」と書く: past the other members of the list.
    while at > 0 && (context.partner[at - 1].is_some() || matches!(tokens[at - 1].surface(), "、" | "・" | "や" | "と"))
    {
        at = context.partner[at - 1].map_or(at - 1, |partner| (partner as usize).min(at - 1));
    }
    let particle = at.checked_sub(1)?;
    let noun = at.checked_sub(2)?;
    // 商品名 is two tokens.
    let compound =
        noun > 0 && words::is_metalinguistic(&format!("{}{}", tokens[noun - 1].surface(), tokens[noun].surface()));
    let where_to = matches!(tokens[particle].surface(), "に" | "へ" | "で" | "は" | "も")
        && (compound || words::is_metalinguistic(tokens[noun].base()))
        || matches!(tokens[particle].surface(), "は" | "も")
            && tokens[noun].surface() == "に"
            && noun > 0
            && words::is_metalinguistic(tokens[noun - 1].base());
    let puts = tokens[after..].iter().take(14).any(|token| {
        matches!(
            token.base(),
            "書く"
                | "入れる"
                | "載せる"
                | "使う"
                | "記す"
                | "打つ"
                | "記載"
                | "並べる"
                | "並ぶ"
                | "使用"
                | "うたう"
                | "謳う"
                | "ある"
        )
    });
    // 却下になった見出しは、「A」「B」の二本だった
    let faulted = || criticism(&tokens[..open], 0).is_some();
    (where_to && (puts || faulted())).then(|| Reason::new(Status::Mentioned, context.cue(noun, open + 1)))
}

/// What follows a quotation, if it makes a mention of it.
fn after(context: &SentenceContext<'_>, mut from: usize) -> Option<Reason> {
    let tokens = context.tokens;
    // 「A」「B」を: what is said of the last of a list is said of all.
    while let Some(close) = context.partner.get(from).copied().flatten().filter(|&close| close as usize > from)
        && quotes(&tokens[from])
    {
        from = close as usize + 1;
    }
    let mut at = from;
    let mut talked = false;
    while at < tokens.len() && at < from + REACH {
        let token = &tokens[at];
        if token.sub() == SubPos::Period {
            break;
        }
        if let Some(close) = context.partner[at].map(|close| close as usize).filter(|&close| close > at) {
            // Another quotation in the same list: 「絶対」「必ず」などの表現.
            at = close + 1;
            continue;
        }
        let word = token.base();
        let content = matches!(token.pos(), Pos::Noun | Pos::Verb | Pos::Adjective);
        if content {
            if words::is_metalinguistic(word)
                || words::is_mistaken(word)
                || matches!(
                    word,
                    "油断"
                        | "慢心"
                        | "短絡"
                        | "早とちり"
                        | "混同"
                        | "鵜呑み"
                        | "信じ込む"
                        | "思い込む"
                        | "思いこむ"
                        | "決めつける"
                )
                || words::is_advertising(word) && linked(tokens, from, at)
            {
                return Some(Reason::new(Status::Mentioned, context.cue(from, at + 1)));
            }
            if (words::is_refusal(word) || words::is_reviewing(word)) && (talked || linked(tokens, from, at)) {
                return Some(Reason::new(Status::Mentioned, context.cue(from, at + 1)));
            }
        }
        // 「A」と説明する業者には気をつけて
        let warned =
            matches!(word, "説明" | "紹介" | "案内" | "言い換える" | "勧誘" | "勧める" | "売り" | "売り文句" | "煽る")
                && tokens[at..].iter().any(|token| {
                    matches!(
                        token.base(),
                        "注意"
                            | "気"
                            | "疑う"
                            | "避ける"
                            | "事例"
                            | "トラブル"
                            | "契約"
                            | "外れる"
                            | "怪しい"
                            | "やめる"
                            | "危険"
                            | "ほど"
                            | "相談"
                            | "違反"
                    )
                });
        if content && warned && linked(tokens, from, at) {
            return Some(Reason::new(Status::Mentioned, context.cue(from, at + 1)));
        }
        talked |= matches!(token.surface(), "という" | "といった" | "など" | "等" | "のような");
        at += 1;
    }
    // 「A」が112回出てきた; 「A」は、縮んだときの値を指します
    let marked =
        tokens.get(from).is_some_and(|token| ["が", "は", "を", "の"].iter().any(|&mark| token.is_particle(mark)));
    let counted = tokens.get(from + 1).is_some_and(|token| token.sub() == SubPos::Number)
        && tokens[from + 1..].iter().take(5).any(|token| matches!(token.surface(), "回" | "か所" | "箇所" | "カ所"));
    let verb = tokens[from..].iter().rfind(|token| token.pos() == Pos::Verb && token.sub() == SubPos::Independent);
    let defined = verb.is_some_and(|verb| matches!(verb.base(), "指す" | "表す" | "あらわす" | "さす"));
    if marked && (counted || defined) {
        return Some(Reason::new(Status::Mentioned, context.cue(from, (from + 3).min(tokens.len()))));
    }
    // 「A」は広告に使えず
    let unused = tokens[from..].iter().enumerate().any(|(at, token)| {
        matches!(
            token.base(),
            "使う"
                | "使える"
                | "用いる"
                | "使用"
                | "残す"
                | "入れる"
                | "出す"
                | "並べる"
                | "書く"
                | "書ける"
                | "載せる"
                | "掲げる"
        ) && tokens[from + at + 1..].iter().take(4).any(is_negation)
    });
    if marked && unused {
        return Some(Reason::new(Status::Mentioned, context.cue(from, (from + 3).min(tokens.len()))));
    }
    // 口コミの「A」は信じていいの？
    if tokens.get(from).is_some_and(|token| token.is_particle("は") || token.is_particle("って"))
        && tokens.last().is_some_and(|token| matches!(token.surface(), "？" | "?"))
    {
        return Some(Reason::new(Status::Asked, "？"));
    }
    // 「A」は本当か
    let asked = (from..tokens.len().min(from + 6)).find(|&at| {
        matches!(tokens[at].base(), "本当" | "ほんと" | "ほんとう" | "真実" | "事実" | "嘘" | "ウソ" | "可能")
            && tokens[at + 1..].iter().take(2).any(|token| token.surface() == "か")
    });
    if let Some(at) = asked {
        return Some(Reason::new(Status::Asked, context.cue(at, at + 2)));
    }
    // 「A」って、かなり際どい言い回しです
    let last = tokens.iter().rposition(|token| matches!(token.pos(), Pos::Noun | Pos::Verb | Pos::Adjective));
    if let Some(at) = last.filter(|&at| at >= from && words::is_metalinguistic(tokens[at].base())) {
        return Some(Reason::new(Status::Mentioned, context.cue(at, at + 1)));
    }
    // However far away: 「A」って投稿、どう見ても怪しい
    let fault = criticism(tokens, from)?;
    Some(Reason::new(Status::Mentioned, context.cue(fault, fault + 1)))
}

/// Whether a word follows its quotation through particles alone, so that it says something of it.
fn linked(tokens: &[Token], from: usize, at: usize) -> bool {
    let mut inside = from;
    (from..at).all(|at| {
        let token = &tokens[at];
        // 「A」「B」をうたう: another quotation in between does not part them.
        if at < inside {
            return true;
        }
        if matches!(token.surface(), "「" | "『" | "“") {
            inside = at
                + tokens[at..].iter().position(|token| matches!(token.surface(), "」" | "』" | "”")).unwrap_or(0)
                + 1;
            return true;
        }
        matches!(token.pos(), Pos::Particle | Pos::Adverb | Pos::Auxiliary | Pos::Adnominal | Pos::Prefix)
            || matches!(
                token.base(),
                "いう"
                    | "言う"
                    | "する"
                    | "こと"
                    | "の"
                    | "等"
                    | "よう"
                    | "書く"
                    | "私たち"
                    | "広告"
                    | "薬機法"
                    | "医療広告ガイドライン"
            )
            || token.sub() == SubPos::Comma
            || token.pos() == Pos::Noun && token.sub() != SubPos::Adverbial
    })
}
