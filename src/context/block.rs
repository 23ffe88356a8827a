//! What the place of a sentence makes of it: headings that ask, lists of what not to say, quotations of the law.

use super::{Reason, SentenceContext, Status, Surroundings};
use crate::extract::BlockKind;
use crate::matcher::Found;
use crate::tokenize::{Pos, Token};

/// Marks that begin an example of what not to say.
const WRONG_MARKS: &[&str] = &["×", "✕", "✖", "✗", "❌", "NG", "ng", "Ng", "NG例", "不可", "ダメ"];
/// What a heading or lead has that announces examples of what not to say.
const WRONG_LEADS: &[&str] = &[
    "NG",
    "ng",
    "使えない",
    "使えません",
    "使ってはいけない",
    "認められない",
    "認められません",
    "禁止され",
    "禁止表現",
    "不適切",
    "違反",
    "アウト",
    "誤解",
    "よくある誤り",
    "できない表現",
    "できない言い回し",
    "避けるべき",
    "避けたい",
    "修正前",
    "悪い例",
    "×",
    "疑ってください",
    "警戒",
    "だまされ",
    "騙され",
    "怪しい広告",
];
/// What the lead of a list has whose items tell the reader what to heed.
const CAUTION_LEADS: &[&str] =
    &["注意", "ご確認", "受けられない", "受けられません", "禁忌", "お控え", "守って", "気をつけ"];
/// What a quotation has that quotes law or a guideline.
const LAW_MARKS: &[&str] = &[
    "条第",
    "第1項",
    "第一項",
    "してはならない",
    "法律",
    "ガイドライン",
    "広告基準",
    "法第",
    "省令",
    "通知",
    "施行規則",
];

/// What a block has that examines its readers: which of these is right.
const QUIZ_MARKS: &[&str] =
    &["選べ。", "選びなさい", "次のうち", "練習問題", "○か×か", "正しいものはどれ", "誤っているものはどれ"];
/// Marks that set what is right against what is wrong.
const RIGHT_MARKS: &[&str] = &["○", "◯", "〇", "OK", "⭕"];

/// Why a match is no claim because of where its sentence stands.
pub(super) fn verdict(context: &SentenceContext<'_>, found: &Found) -> Option<Reason> {
    let tokens = context.tokens;
    let Surroundings { kind, block, column, beside, heading, lead, .. } = context.surroundings;
    let asks = tokens
        .iter()
        .rev()
        .find(|token| !matches!(token.surface(), "！" | "」" | "』" | "）"))
        .is_some_and(|token| token.surface() == "？");
    // A heading or title asks as a whole: 副作用はない？本当の効果は？
    if asks && matches!(kind, BlockKind::Heading(_) | BlockKind::FrontMatter) {
        return Some(Reason::new(Status::Asked, "？"));
    }
    let first = tokens.first()?;
    // Q. and 質問: begin the question of a reader.
    if asks && found.first > 0 && matches!(first.surface(), "Q" | "質問") {
        return Some(Reason::new(Status::Asked, first.surface()));
    }
    // × 必ず痩せる
    let mark = tokens.iter().take(3).find(|token| token.pos() != Pos::Symbol || WRONG_MARKS.contains(&token.surface()));
    if let Some(mark) =
        mark.filter(|mark| WRONG_MARKS.contains(&mark.surface()) && tokens[found.first].range.start > mark.range.start)
    {
        return Some(Reason::new(Status::Mentioned, mark.surface()));
    }
    // 表記ルール ×絶対安心 ○異常があれば中止: the mark before the match, where the other mark stands too.
    let wrong = |token: &Token| WRONG_MARKS.contains(&token.surface());
    let right = |token: &Token| RIGHT_MARKS.contains(&token.surface());
    let nearest = tokens[..found.first].iter().rfind(|token| wrong(token) || right(token));
    if let Some(mark) = nearest.filter(|mark| wrong(mark) && tokens.iter().any(right)) {
        return Some(Reason::new(Status::Mentioned, mark.surface()));
    }
    if let Some(quiz) = QUIZ_MARKS.iter().find(|&&mark| block.contains(mark)) {
        return Some(Reason::new(Status::Mentioned, *quiz));
    }
    // うちの禁句リストは、絶対、必ず、の二つ
    let before = &tokens[..found.first];
    let forbidden = before.iter().position(|token| matches!(token.surface(), "禁句" | "NG" | "禁止" | "ng" | "禁"));
    if let Some(at) = forbidden
        && before[at..].iter().any(|token| token.is_particle("は"))
        && before[at..].iter().any(|token| {
            matches!(
                token.surface(),
                "リスト" | "一覧" | "ワード" | "語" | "用語" | "表現" | "禁句" | "言葉" | "ことば"
            )
        })
    {
        return Some(Reason::new(Status::Mentioned, tokens[at].surface()));
    }
    // A cell that says NG judges the one beside it.
    let wrong = |mark: &&str| beside.trim_start().starts_with(*mark) && beside.chars().count() <= 20;
    if kind == BlockKind::TableCell && WRONG_MARKS.iter().any(wrong) {
        return Some(Reason::new(Status::Mentioned, beside.trim()));
    }
    if matches!(kind, BlockKind::ListItem | BlockKind::TableCell | BlockKind::Quotation) {
        for announcing in [lead, heading, column] {
            if let Some(word) = WRONG_LEADS.iter().find(|&&word| announcing.contains(word)) {
                return Some(Reason::new(Status::Mentioned, *word));
            }
        }
    }
    if kind == BlockKind::ListItem
        && let Some(word) = CAUTION_LEADS.iter().find(|&&word| lead.contains(word))
    {
        return Some(Reason::new(Status::Instructed, *word));
    }
    if kind == BlockKind::Quotation
        && let Some(word) = LAW_MARKS.iter().find(|&&word| block.contains(word))
    {
        return Some(Reason::new(Status::Mentioned, *word));
    }
    None
}
