//! Closed classes of words that decide what becomes of a claim. Words of a topic belong in lexicons, not here.

use crate::tokenize::{Pos, SubPos, Token};

macro_rules! word_class {
    ($(#[$doc:meta])* $name:ident: $($word:literal)|+) => {
        $(#[$doc])*
        pub(super) fn $name(word: &str) -> bool {
            matches!(word, $($word)|+)
        }
    };
}

word_class! {
    /// Nouns for words as words.
    is_metalinguistic: "表現" | "文言" | "言葉" | "フレーズ" | "ワード" | "キーワード" | "うたい文句" | "謳い文句" | "キャッチコピー"
        | "キャッチフレーズ" | "コピー" | "文句" | "文章" | "文字" | "記載" | "記述" | "表記" | "表示" | "標榜" | "宣伝" | "広告" | "ハッシュタグ" | "タグ"
        | "セールストーク" | "トーク" | "謳歌" | "タイトル" | "見出し" | "説明文" | "言い方" | "言い回し" | "書き方"
        | "うたい" | "謳い" | "勧誘" | "キャッチ" | "誇大" | "主張" | "用語" | "単語" | "検索" | "宣伝文句" | "レッテル" | "ポップ"
        | "バナー" | "チラシ" | "文面" | "アピール" | "語" | "一語" | "ひと言" | "触れ込み"
        | "口上" | "決まり文句" | "常套句" | "文字列" | "言葉遣い" | "売り込み" | "惹句" | "殺し文句" | "語句" | "ことば" | "売り文句" | "商品名"
        | "品名" | "店名" | "件名" | "原稿" | "草稿" | "下書き" | "一文" | "一節" | "字句" | "台詞" | "セリフ" | "せりふ" | "宣伝文" | "コピーライティング"
}
word_class! {
    /// Nouns for what is said: a mention where the sentence goes on to find fault with it, a voice otherwise.
    is_utterance: "話" | "説" | "理屈" | "投稿" | "書き込み" | "約束" | "説明" | "記事" | "ブログ" | "動画" | "ポスト" | "つぶやき" | "口コミ"
        | "クチコミ" | "レビュー" | "声" | "評判" | "情報" | "通説" | "論" | "体験談" | "発言" | "回答" | "返答" | "案内" | "紹介" | "看板" | "言説" | "意見"
        | "サイト" | "ページ" | "メール" | "勧め" | "誘い" | "解説" | "理論" | "物言い"
}
word_class! {
    /// Words that find fault with what is said, or with those who say it.
    is_critical: "怪しげ" | "あおる" | "煽る" | "怪しい" | "あやしい" | "疑わしい" | "眉唾" | "まゆつば" | "眉つば" | "紛らわしい" | "まぎらわしい" | "鵜呑み" | "うのみ" | "独り歩き" | "一人歩き"
        | "ひとり歩き" | "乏しい" | "とぼしい" | "問題視" | "違反" | "指導" | "処分" | "摘発" | "騙す" | "だます" | "惑わす" | "釣る" | "失敗談" | "被害" | "トラブル"
        | "通報" | "批判" | "非難" | "疑問視" | "疑う" | "懐疑" | "詐欺" | "論外" | "ナンセンス" | "避ける" | "慎む" | "誤認" | "誤解" | "悪質" | "誇大" | "過大"
        | "行き過ぎ" | "やり過ぎ" | "言い過ぎ" | "嘘" | "うそ" | "ウソ" | "デマ" | "デタラメ" | "でたらめ" | "まやかし" | "信じがたい" | "信じ難い" | "危うい"
        | "危ない" | "距離" | "身構える" | "警戒" | "削除" | "撤回" | "訂正" | "改める" | "取り下げる" | "差し替える" | "修正" | "炎上" | "苦情" | "クレーム"
        | "勧告" | "命令" | "排除" | "禁じる" | "禁止" | "いただけない" | "引っかかる" | "ひっかかる" | "真に受ける" | "要注意" | "眉"
}
word_class! {
    /// Nouns for what people wrongly believe.
    is_mistaken: "誤解" | "思い込み" | "勘違い" | "噂" | "うわさ" | "ウワサ" | "迷信" | "俗説" | "都市伝説" | "神話" | "先入観" | "幻想" | "錯覚"
        | "誤り" | "間違い" | "嘘" | "うそ" | "ウソ" | "デマ" | "過信" | "妄想" | "イメージ" | "考え方" | "見方" | "風潮"
}
word_class! {
    /// Nouns and adverbs of time or case that make a condition of the clause before them.
    is_condition: "場合" | "とき" | "時" | "際" | "ケース" | "折" | "限り" | "かぎり" | "前提" | "条件" | "仮定" | "うち" | "以上" | "たび" | "度" | "あいだ" | "間" | "最中"
        | "おり" | "状況" | "状態"
}
word_class! {
    /// Nouns that make the clause before them a possibility.
    is_possibility: "可能性" | "見込み" | "期待" | "傾向" | "ケース"
}
word_class! {
    /// Nouns that make the clause before them a fear.
    is_fear: "おそれ" | "恐れ" | "心配" | "不安" | "懸念" | "リスク" | "危険" | "危険性" | "恐怖" | "怖さ"
}
word_class! {
    /// Nouns whose absence denies the clause before them.
    is_proof: "保証" | "根拠" | "証拠" | "確証" | "証明" | "エビデンス" | "裏付け" | "裏づけ" | "確約" | "確信" | "データ" | "報告" | "決まり" | "事実"
        | "約束" | "保障"
}
word_class! {
    /// Nouns for questions.
    is_question: "疑問" | "質問" | "問い" | "ご質問" | "お問い合わせ" | "相談"
}
word_class! {
    /// Base forms of verbs, and nouns, for claiming in public what may not be so.
    is_advertising: "書ける" | "載せる" | "載せられる" | "掲げられる" | "書き込む" | "うたう" | "謳う" | "銘打つ" | "偽る" | "売り込む" | "持ちかける" | "触れ回る" | "唱う" | "謳える" | "名乗れる" | "称する" | "標榜" | "宣伝" | "表示" | "表記" | "標ぼう" | "広告" | "名乗る" | "吹聴"
        | "豪語" | "喧伝" | "書く" | "記載" | "表現" | "宣言" | "アピール" | "強調" | "うたえる" | "言いふらす" | "訴求"
}
word_class! {
    /// Base forms of verbs, and nouns, for saying or holding something.
    is_saying: "かぎる" | "言う" | "いう" | "言える" | "いえる" | "言い切る" | "言い切れる" | "限る" | "断言" | "断定" | "保証" | "保障" | "約束" | "確約" | "呼ぶ"
        | "呼べる" | "述べる" | "話す" | "説明" | "申し上げる" | "申す" | "伝える" | "決まる" | "決めつける" | "明言" | "お答え" | "答える" | "評価"
        | "公言" | "確信" | "判断" | "結論" | "考える" | "思う" | "思える" | "考えにくい" | "証明" | "実証" | "確認" | "示す" | "認める" | "みなす"
        | "見なす" | "わかる" | "分かる" | "確立" | "報告" | "立証" | "明らか" | "意味" | "解釈" | "言い難い" | "ささやく" | "囁く" | "約する" | "請け合う" | "過信" | "誓う"
}
word_class! {
    /// Base forms of verbs, and nouns, for wishing and aiming.
    is_wish: "目指す" | "めざす" | "願う" | "望む" | "祈る" | "目標" | "理想" | "夢" | "狙う" | "求める" | "探す" | "希望" | "期する"
        | "欲しい" | "ほしい" | "欲しがる" | "憧れる" | "志す" | "努める" | "つとめる" | "追求" | "追い求める"
        | "口癖" | "口ぐせ" | "合言葉" | "悲願" | "宿願" | "念願" | "モットー" | "目的" | "お求め" | "お探し" | "探し" | "求め" | "好む" | "願い" | "挑戦"
}
word_class! {
    /// Words for worrying.
    is_worry: "心配" | "不安" | "懸念" | "恐れる" | "怖い" | "こわい" | "気がかり" | "悩む" | "悩み" | "迷う" | "気になる" | "不安がる" | "疑う" | "疑問"
        | "疑わしい" | "怪しい" | "あやしい" | "悩ましい" | "ためらう" | "躊躇"
}
word_class! {
    /// Words for asking and checking.
    is_inquiry: "尋ねる" | "たずねる" | "聞く" | "問う" | "質問" | "相談" | "問い合わせ" | "問い合わせる" | "確かめる" | "調べる" | "検証" | "検討" | "議論"
        | "見極める" | "確認" | "チェック" | "検査" | "比較" | "研究" | "調査" | "不明" | "知る"
}
word_class! {
    /// Words that call the clause before them impossible, false or not allowed.
    is_refusal: "厳禁" | "ご法度" | "御法度" | "法度" | "タブー" | "アウト" | "不可能" | "無理" | "困難" | "難しい" | "むずかしい" | "禁止" | "禁物" | "違反" | "抵触" | "不可" | "NG" | "ng" | "ダメ" | "駄目" | "だめ"
        | "違法" | "不適切" | "不当" | "論外" | "早計" | "禁じる" | "誤り" | "間違い" | "誤解" | "嘘" | "うそ" | "ウソ" | "デマ" | "大間違い" | "勘違い" | "危険"
        | "不正確" | "幻想" | "あり得ない" | "ありえない" | "疑わしい" | "間違う" | "誤る" | "反する" | "該当" | "あたる" | "当たる" | "触れる" | "控える"
        | "避ける" | "言い過ぎ" | "言いすぎ" | "過言" | "注意" | "要注意" | "処分" | "過大" | "誇張" | "いけない" | "否定" | "規制" | "禁忌" | "削除" | "とんでもない" | "もってのほか" | "滅相"
}
word_class! {
    /// Words of those who check copy: after quoted words, they speak of the words.
    is_reviewing: "書き直す" | "書き換える" | "書きかえる" | "言い直す" | "置き換える" | "直し" | "出典" | "裏付け" | "裏づけ" | "審査" | "校閲" | "修正" | "差し替える" | "差し替え" | "外す" | "言い換える" | "言い換え" | "改める" | "直す"
        | "削る" | "指摘" | "指導" | "景表法" | "景品表示法" | "薬機法" | "医療法" | "健康増進法" | "優良誤認" | "有利誤認" | "措置命令" | "行政処分"
        | "摘発" | "却下" | "不採用" | "ボツ" | "没" | "根拠" | "逮捕" | "送検" | "命令" | "抗議" | "苦情" | "撤回" | "取り下げる" | "見送る" | "見送り"
}
word_class! {
    /// Base forms of verbs that only carry the noun before them: to deny the verb is to deny the noun.
    is_carrying: "起こる" | "起きる" | "生じる" | "ある" | "ない" | "無い" | "ござる" | "出る" | "得る" | "得られる" | "実感" | "感じる" | "期待" | "保証" | "約束" | "もたらす" | "発揮"
        | "認める" | "見る" | "みる" | "みられる" | "見られる" | "現れる" | "あらわれる" | "なる" | "する" | "できる" | "出来る" | "与える" | "持つ"
        | "有する" | "備える" | "望める" | "見込める" | "期待できる" | "存在" | "いる" | "示す" | "謳える" | "いう" | "言う" | "言える" | "誇る" | "確約"
        | "該当" | "保障" | "提供" | "使う" | "使用" | "用いる" | "得意" | "言い切る" | "断言" | "意味" | "限る" | "つく" | "付く"
}
word_class! {
    /// Words by which those who offer something call themselves.
    is_offeror: "当院" | "当社" | "当店" | "当サロン" | "弊社" | "弊院" | "弊店" | "私" | "私たち" | "私達" | "私ども" | "わたし" | "わたしたち" | "わたくしども" | "我々"
        | "われわれ" | "うち" | "ウチ" | "当方" | "当クリニック" | "こちら" | "自社" | "ら" | "たち" | "達" | "ども" | "当" | "院" | "社" | "店" | "編集部" | "本会"
}
word_class! {
    /// Base forms of verbs, and nouns, for taking words to say something.
    is_taking: "受け取る" | "受けとる" | "解する" | "解す" | "解釈" | "受け止める" | "誤認" | "捉える" | "とらえる" | "読み取る" | "取る" | "とる" | "見なす" | "みなす"
}
word_class! {
    /// Words for what befalls those who believed a claim.
    is_harm: "入院" | "悪化" | "倒れる" | "後悔" | "搬送" | "失敗" | "騙す" | "だます" | "遅れる" | "やめる" | "止める" | "中断" | "怠る" | "放置" | "亡くなる" | "傷む"
        | "被れる" | "かぶれる" | "腫れる" | "痛い目" | "ひどい目" | "泣く" | "損" | "手遅れ" | "救急" | "寝込む" | "逃す" | "こじらせる"
}
word_class! {
    /// Nouns for people, and for cases of people.
    is_person: "人" | "方" | "かた" | "ひと" | "者" | "例" | "症例" | "患者" | "被験者" | "回答者" | "参加者" | "ケース" | "名" | "群" | "人数" | "割合"
}
/// Whether a compound is a word of one of the classes that decide by a noun.
pub(super) fn is_named(word: &str) -> bool {
    is_condition(word)
        || is_possibility(word)
        || is_fear(word)
        || is_proof(word)
        || is_question(word)
        || is_metalinguistic(word)
        || is_mistaken(word)
}

/// ほとんど and its like: a denial that leaves a little.
pub(super) fn is_softener(token: &Token) -> bool {
    matches!(
        token.base(),
        "ほとんど"
            | "殆ど"
            | "ほぼ"
            | "あまり"
            | "まず"
            | "めったに"
            | "滅多に"
            | "さほど"
            | "それほど"
            | "大して"
            | "たいして"
            | "比較的"
            | "基本的"
            | "そこまで"
            | "ほとんどの"
            | "極力"
            | "極めて少ない"
            | "少ない"
            | "少なめ"
            | "ほぼほぼ"
            | "大きな"
            | "めっきり"
            | "そんなに"
            | "滅多"
            | "めった"
            | "おおむね"
            | "概ね"
    )
}

/// Whether a clause ends with this token, so that what follows no longer qualifies what comes before.
pub(super) fn ends_clause(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    match token.pos() {
        Pos::Symbol => !matches!(token.sub(), SubPos::Open | SubPos::Close),
        Pos::Particle => {
            token.sub() == SubPos::Conjunctive
                && (at > 0 && matches!(tokens[at - 1].pos(), Pos::Verb | Pos::Adjective | Pos::Auxiliary))
        }
        _ => false,
    }
}
