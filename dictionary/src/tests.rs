//! What the dictionary promises: it loads, its fields are where lib.rs says, and domain words win without tearing
//! others.

use lindera::mode::Mode;
use lindera::segmenter::Segmenter;
use lindera::worker::SegmentWorker;

use super::*;

// The build script's own modules, whose tests run nowhere else.
#[path = "../build/pack.rs"]
mod pack;
#[path = "../build/words.rs"]
mod words;

fn worker() -> SegmentWorker {
    Segmenter::new(Mode::Normal, load().expect("the embedded dictionary"), None).into_worker()
}

/// The surfaces, divided by `|`.
fn split(worker: &mut SegmentWorker, text: &str) -> String {
    let tokens = worker.segment(text).expect("tokens");
    tokens.iter().map(|token| token.surface.as_ref()).collect::<Vec<_>>().join("|")
}

fn check(sentences: &[&str]) {
    let mut worker = worker();
    for expected in sentences {
        assert_eq!(split(&mut worker, &expected.replace('|', "")), *expected);
    }
}

#[test]
fn details_have_the_named_fields() {
    let mut worker = worker();
    let mut tokens = worker.segment("痛くなかったNMNとqzxを施術した").expect("tokens");
    let details: Vec<Vec<&str>> = tokens.iter_mut().map(|token| token.details()).collect();
    assert!(details.iter().all(|fields| fields.len() == DETAILS), "{details:?}");

    let (painful, not) = (&details[0], &details[1]);
    assert_eq!(painful[PART_OF_SPEECH], "形容詞");
    assert_eq!(painful[SUBCATEGORY_1], "自立");
    assert_eq!(painful[SUBCATEGORY_2], "*");
    assert_eq!(painful[SUBCATEGORY_3], "*");
    assert_eq!(painful[CONJUGATION_TYPE], "形容詞・アウオ段");
    assert_eq!(painful[CONJUGATION_FORM], "連用テ接続");
    assert_eq!(painful[BASE_FORM], "痛い");
    assert_eq!((not[PART_OF_SPEECH], not[CONJUGATION_TYPE], not[BASE_FORM]), ("助動詞", "特殊・ナイ", "ない"));

    let (added, unknown) = (&details[3], &details[5]);
    assert_eq!((added[SUBCATEGORY_1], added[BASE_FORM]), ("一般", "NMN"));
    assert_eq!((unknown[PART_OF_SPEECH], unknown[BASE_FORM]), ("名詞", "*"));
}

#[test]
fn ordinary_sentences_are_split_as_usual() {
    check(&[
        "副作用|は|あり|ませ|ん|。",
        "効果|を|保証|する|もの|で|は|あり|ませ|ん|。",
        "最高|気温|は|35|度|でし|た|。",
        "副作用|ゼロ|で|、|痛み|なし|。",
        "必ず|医師|に|相談|し|て|ください|。",
        "個人差|が|あり|、|すべて|の|人|に|効果|が|ある|わけ|で|は|あり|ませ|ん|。",
        "脚|が|むくみ|ます|。",
    ]);
}

/// IPADIC writes ASCII in full width; the pack adds what normalised text has instead.
#[test]
fn normalised_punctuation_and_numbers_are_known() {
    check(&["(|満足度|98|.|5|%|!|)", "3つ|の|NMN|、|1月|~|3月", "美白|・|ホワイトニング|・|デトックス"]);
    let mut worker = worker();
    let mut tokens = worker.segment("100%!").expect("tokens");
    let kinds: Vec<&str> = tokens.iter_mut().filter_map(|token| token.get_detail(SUBCATEGORY_1)).collect();
    assert_eq!(kinds, ["数", "接尾", "一般"]);
}

#[test]
fn every_domain_word_is_one_token() {
    let parsed = words::parse(include_str!("../user.csv")).unwrap_or_else(|errors| {
        panic!("dictionary/user.csv:{}", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    });
    let rows = words::lexicon(&parsed);
    let mut worker = worker();
    let frames = ["{}", "{}は", "{}です。", "{}の効果", "{}なので、", "この{}を使う", "新しい{}に頼る", "安心の{}で"];
    let mut torn = Vec::new();
    for word in rows.lines().filter_map(|row| row.split(',').next()) {
        for frame in frames {
            let tokens = split(&mut worker, &frame.replace("{}", word));
            if !tokens.split('|').any(|token| token == word) {
                torn.push(format!("{word} in {tokens}"));
            }
        }
    }
    assert!(
        torn.is_empty(),
        "dictionary/user.csv: not one token; add \",優先\" to the word, or choose another kind:\n{}",
        torn.join("\n")
    );
}

/// Sentences in which a domain word hides across two others.
#[test]
fn domain_words_do_not_tear_others() {
    check(&[
        "その他|社会|保険|料|が|かかり|ます|。",
        "担当|院長|が|診察|し|ます|。",
        "その他|院内|感染|の|対策|を|行う|。",
        "その他|店舗|で|も|販売|中|です|。",
        "業界|初心者|でも|安心|です|。",
        "日本|初心者|向け|の|講座|です|。",
        "国内|初期|費用|は|無料|です|。",
        "業界|一丸|と|なっ|て|取り組み|ます|。",
        "最高|品質|の|素材|を|使う|。",
        "従来|品質|の|管理|を|行う|。",
        "市販|品目|を|調べる|。",
        "患者|様子|を|見る|。",
        "医療|法人|社団|が|運営|し|ます|。",
        "薬事|法律|事務所|に|相談|する|。",
        "認定|医療|機関|で|受ける|。",
        "腸|活動|を|観察|する|。",
        "施術|中止|を|決め|た|。",
    ]);
}
