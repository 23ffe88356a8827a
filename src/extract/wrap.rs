//! Whether a line break falls inside a phrase, judged from the words on both sides.
//!
//! Japanese is wrapped anywhere, so a break says nothing by itself; and copy writers break lines after a particle as
//! often as after a sentence. Knows nothing of formats or positions.

/// Ends of polite predicates. A line that ends so is a sentence, with or without its 。.
const POLITE_ENDS: &[&str] = &[
    "です",
    "ます",
    "ました",
    "ません",
    "でした",
    "でしょう",
    "ましょう",
    "ください",
    "下さい",
    "ですね",
    "ますね",
    "ですよ",
    "ますよ",
    "でしょうか",
    "ますか",
    "ですか",
    "せんか",
    "ましたか",
    "でしたか",
];

/// What still continues a polite predicate on the next line.
const CONJUNCTIONS: &[&str] = &["から", "ので", "のに", "が、", "けど", "けれど", "ため", "と"];

/// Words in hiragana that begin sentences. A line that begins so does not continue the one before.
const STARTERS: &[&str] = &[
    "この",
    "その",
    "あの",
    "どの",
    "これ",
    "それ",
    "あれ",
    "どれ",
    "ここ",
    "そこ",
    "こちら",
    "そちら",
    "こう",
    "そう",
    "どう",
    "こんな",
    "そんな",
    "どんな",
    "また",
    "まず",
    "まだ",
    "まさに",
    "もし",
    "もちろん",
    "もっと",
    "もう",
    "ぜひ",
    "しかし",
    "しかも",
    "しっかり",
    "さらに",
    "さて",
    "なお",
    "なぜ",
    "なので",
    "なかでも",
    "ただ",
    "だから",
    "だれ",
    "たった",
    "たとえば",
    "つまり",
    "つぎ",
    "とても",
    "とくに",
    "おかげ",
    "おすすめ",
    "いつ",
    "いま",
    "いろいろ",
    "いよいよ",
    "いかが",
    "いいえ",
    "はい",
    "はじめ",
    "わたし",
    "あなた",
    "みな",
    "みんな",
    "すべて",
    "すぐ",
    "すでに",
    "ずっと",
    "ちなみに",
    "ちょっと",
    "ほか",
    "よく",
    "やはり",
    "やっぱり",
    "きれい",
    "ゆっくり",
    "じっくり",
    "うれしい",
    "おいしい",
    "どなた",
    "どこ",
    "ようこそ",
    "よろしく",
    "ありがとう",
    "こんにちは",
];

/// Whether `c` is hiragana, a voicing or iteration mark included.
pub(crate) fn is_hiragana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{309f}')
}

/// Whether `c` is katakana or the long vowel mark.
pub(crate) fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}')
}

/// Whether `c` is a kanji or its iteration mark.
pub(crate) fn is_kanji(c: char) -> bool {
    matches!(c, '々' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether `c` is a Japanese letter: kana or kanji.
pub(crate) fn is_letter(c: char) -> bool {
    is_hiragana(c) || is_katakana(c) || is_kanji(c)
}

/// Whether a text that ends with `c` ends a sentence by its mark.
pub(crate) fn is_end_mark(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '．' | '｡' | '…')
}

fn is_closing(c: char) -> bool {
    matches!(c, '」' | '』' | '）' | ')' | '】' | '］' | ']' | '〉' | '》' | '〕' | '”' | '"' | '｣')
}

/// Whether `before` ends and `after` begins inside one phrase. White space at the break is ignored.
pub(crate) fn is_mid_phrase(before: &str, after: &str) -> bool {
    let (before, after) = (before.trim_end(), after.trim_start());
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else { return false };
    if is_end_mark(last) || matches!(last, '：' | ':' | '；') {
        return false;
    }
    if matches!(first, '、' | '。' | '，' | 'ー' | 'っ' | 'ん' | 'ゃ' | 'ゅ' | 'ょ' | 'ッ' | 'ャ' | 'ュ' | 'ョ')
        || is_closing(first)
    {
        return true;
    }
    if matches!(last, '、' | '，') {
        return true;
    }
    if is_closing(last) {
        return matches!(first, 'と' | 'は' | 'が' | 'を' | 'に' | 'の' | 'で' | 'も' | 'や' | 'へ')
            && !is_starter(after);
    }
    if POLITE_ENDS.iter().any(|end| before.ends_with(end)) {
        return CONJUNCTIONS.iter().any(|word| after.starts_with(word)) && !is_starter(after);
    }
    if ends_with_particle(before) {
        return true;
    }
    is_hiragana(first) && is_letter(last) && !is_starter(after)
}

/// Whether `text` ends with a particle after which a phrase must go on. The endings of titles (…について, …とは)
/// and of nouns (こと) are none.
pub(crate) fn ends_with_particle(text: &str) -> bool {
    let Some(last) = text.chars().next_back() else { return false };
    matches!(last, 'は' | 'が' | 'を' | 'に' | 'へ' | 'と' | 'で' | 'も' | 'の' | 'や' | 'て' | 'く' | 'ず' | 'ば')
        && !["について", "とは", "まで", "こと", "もの", "あと", "ごと"].iter().any(|end| text.ends_with(end))
        // One kana alone is a label, not a particle.
        && text.chars().nth(1).is_some()
}

/// Whether `text` ends with 、 or with a particle of case or topic (は, が, を, に): a phrase must go on, however short
/// the line.
pub(crate) fn is_bound(text: &str) -> bool {
    let Some(last) = text.trim_end().chars().next_back() else { return false };
    matches!(last, '、' | '，') || (matches!(last, 'は' | 'が' | 'を' | 'に') && ends_with_particle(text))
}

fn is_starter(text: &str) -> bool {
    let mut chars = text.chars();
    let polite = matches!(chars.next(), Some('お' | 'ご')) && chars.next().is_some_and(is_kanji);
    polite || STARTERS.iter().any(|word| text.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::is_mid_phrase;

    #[test]
    fn phrases_and_ends() {
        for (before, after, want) in [
            ("副作用は", "一切ありません", true),
            ("痛みもなく、", "安心です", true),
            ("効果が高", "いとされる", true),
            ("お申し込みはこちら", "からどうぞ", true),
            ("副作用がありません", "から安心です", true),
            ("「必ず治る」", "と言われた", true),
            ("粒子", "ー状", true),
            ("効果があります", "ぜひお試しください", false),
            ("効果があります。", "は", false),
            ("骨盤ケアコース", "こんにちは", false),
            ("朝に飲む", "夜に飲む", false),
            ("料金について", "初診料は3,300円です", false),
            ("副作用なし", "安心の治療", false),
            ("電話番号：", "はなこ", false),
            ("", "は", false),
        ] {
            assert_eq!(is_mid_phrase(before, after), want, "{before} / {after}");
        }
    }
}
