//! Words in disguise: what is read as the word, where it is reported, and what is left as it stands.

use crate::shared::{linter, markdown};
use kodai::class::Product;
use kodai::linter::{Linter, Options};
use kodai::rule::RuleBook;
use kodai::source::{Format, SourceFile};

/// Rules that report each maskable word.
const HOUSE: &str = r#"(
    lexicons: [
        (
            name: "house-word",
            maskable: true,
            terms: ["シミ", "治る", "アトピー", "痩せる", "副作用", "ゼロ", "効果的", "安全性", "脂肪", "消える", "ダイエット", "美白肌"],
        ),
    ],
    rules: [
        (
            id: "house-rule", class: "novelty", levels: {"*": "error"}, basis: ["社内基準"],
            message: (ja: "言葉です。", en: "A word."), help: (ja: "消してください。", en: "Drop it."),
            phrases: ["{house-word}"], bad: ["[[シミ]]"], good: ["肌"], since: "0.1.0",
        ),
    ],
)"#;

fn found(text: &str, format: Format) -> Vec<String> {
    let run = |prefilter| {
        let book = RuleBook::from_texts(&[("house.ron", HOUSE)]).unwrap();
        let linter = Linter::new(book, Options { prefilter, ..Options::default() }).unwrap();
        let source = SourceFile::new("a", text, format);
        linter.lint(&source).diagnostics.iter().map(|found| source.slice(found.range).to_owned()).collect::<Vec<_>>()
    };
    let result = run(true);
    assert_eq!(result, run(false), "{text}");
    result
}

#[test]
fn a_masked_word_is_the_word() {
    for (text, wanted) in [
        ("シ○が気になる。", "シ○"),
        ("ガンコなシ〇、くすみに。", "シ〇"),
        ("もうシ○改善！", "シ○"),
        ("ア○ピーの方へ。", "ア○ピー"),
        ("アト●ー肌に。", "アト●ー"),
        // One character is masked, not none: but a circle may be an ornament.
        ("アト●ピーの方へ。", "アト●ピー"),
        ("治○クリームです。", "治○"),
        ("痩せ●薬です。", "痩せ●"),
        ("ア×ピーの方。", "ア×ピー"),
        ("必ず治○！", "治○"),
        ("飲むと治○のです。", "治○のです"),
        ("すぐに痩せ〇と評判。", "痩せ〇"),
        ("すぐに痩○た。", "痩○た"),
        ("すぐに痩○る。", "痩○る"),
        ("副作◯がある。", "副作◯"),
        ("ゼ●です。", "ゼ●です"),
        ("しつこい脂♡肪に。", "脂♡肪"),
        ("ダイ★エットに。", "ダイ★エット"),
        ("ダイ・エットに。", "ダイ・エット"),
        ("消★える。", "消★える"),
        ("シ**○**が気になる。", "シ**○"),
    ] {
        assert_eq!(found(text, Format::Markdown), [wanted], "{text}");
    }
    assert_eq!(found("シ*が気になる。シ_が気になる。", Format::Plain), ["シ*", "シ_"]);
}

#[test]
fn a_mark_that_is_none_masks_nothing() {
    for text in [
        // Verdicts, tables, lists.
        "効果○ 安全◎ 価格△",
        "| 項目 | 評価 |\n| --- | --- |\n| 効果 | ○ |\n| 安全 | × |\n| 治○ | ◎ |\n| シ○ | × |",
        "安全○、価格△",
        "○ シンプル\n× 高い",
        "● 治す前に\n● 美容",
        // Names, dates, sums, markup, notes.
        "シ○○様、ア○○ピー様、○月○日、〇〇様、◯◯クリニック、明治○年",
        "10×20、シ×2、美白×保湿、美白*、※1",
        "**強調**と*強調*と__強調__と_強調_",
        "完○、政治○、自治○、メッシ○、ムシ○の",
        "スナップ写真○枚、脂・魚・肉、火・木",
        "ファイル_名_a.txt と a*b*c",
    ] {
        for format in [Format::Markdown, Format::Plain] {
            assert_eq!(found(text, format), Vec::<String>::new(), "{text}");
        }
    }
}

#[test]
fn built_in_rules_find_masked_claims() {
    let linter = linter(&[Product::Cosmetics], true);
    for text in
        ["塗るだけでシ○が消える。", "副作用ゼ●のクリーム。", "ア○ピーが治○クリーム。", "副作◯は一切ありません。"]
    {
        let source = markdown(text);
        let result = linter.lint(&source);
        assert!(!result.diagnostics.is_empty(), "{text}");
    }
    for text in ["○×表をご覧ください。", "〇〇様、◯◯クリニックの○月○日の予約です。"]
    {
        assert!(linter.lint(&markdown(text)).diagnostics.is_empty(), "{text}");
    }
}
