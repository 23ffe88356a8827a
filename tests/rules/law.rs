//! The legal instruments that a rule may stand on, and their articles: a closed list, so that a basis that is misspelt or
//! made up is noticed. To cite another, add it here once it has been looked up.

use crate::shared::book;
use kodai::class::Product;
use regex::Regex;
use std::sync::LazyLock;

/// A law, an ordinance, a notice or a guideline.
pub struct Instrument {
    /// How a basis that cites it begins; the first is its title.
    pub names: &'static [&'static str],
    /// The sections that may be cited. Empty where it is cited as a whole, or by headings.
    sections: &'static [&'static str],
    /// The products that it binds; empty for all.
    binds: &'static [Product],
}

const fn on(names: &'static [&'static str], sections: &'static [&'static str]) -> Instrument {
    Instrument { names, sections, binds: &[] }
}

const MEDICAL: &[Product] = &[Product::Clinic, Product::Pet, Product::Salon];

/// In the order of the index.
pub const INSTRUMENTS: &[Instrument] = &[
    on(&["薬機法", "医薬品医療機器等法"], &["第2条", "第66条", "第67条", "第68条", "第83条"]),
    on(
        &["医薬品等適正広告基準"],
        &[
            "第4の1",
            "第4の2",
            "第4の3(1)",
            "第4の3(2)",
            "第4の3(3)",
            "第4の3(4)",
            "第4の3(5)",
            "第4の3(6)",
            "第4の3(7)",
            "第4の3(8)",
            "第4の4",
            "第4の5",
            "第4の6",
            "第4の7",
            "第4の8",
            "第4の9",
            "第4の10",
            "第4の11",
            "第4の12",
            "第4の13",
            "第4の14",
            "第4の15",
        ],
    ),
    on(&["化粧品の効能の範囲"], &[]),
    on(&["化粧品等の適正広告ガイドライン"], &["E2", "E3", "E7", "E15", "E16", "F7.5"]),
    on(&["化粧品公正競争規約施行規則"], &["別表4"]),
    on(&["昭62.11.25 シワ通知"], &[]),
    on(&["医薬部外品の承認された効能効果"], &[]),
    on(&["平成30年8月8日 事務連絡"], &[]),
    on(&["動物用医薬品等の範囲に関する基準"], &[]),
    Instrument { names: &["医療法"], sections: &["第3条", "第6条の5"], binds: MEDICAL },
    Instrument { names: &["医療法施行規則"], sections: &["第1条の9", "第1条の9の2"], binds: MEDICAL },
    Instrument {
        names: &["医療広告ガイドライン"], sections: &["第3-1", "第4", "第5", "第5の2"], binds: MEDICAL
    },
    on(&["医師法"], &["第17条", "第18条"]),
    on(&["あはき法"], &["第1条", "第7条", "第12条"]),
    on(&["柔道整復師法"], &["第24条"]),
    on(&["獣医療法"], &["第17条"]),
    on(&["再生医療等安全性確保法"], &["第4条", "第13条"]),
    on(&["景品表示法"], &["第5条", "第7条"]),
    on(&["令和5年内閣府告示第19号"], &[]),
    on(&["「不当な価格表示についての景品表示法上の考え方」"], &[]),
    on(&["消費者庁"], &[]),
    on(&["健康増進法"], &["第43条", "第65条"]),
    on(&["健康食品に関する景品表示法及び健康増進法上の留意事項"], &[]),
    on(&["昭46薬発476号（46通知）"], &["効能効果"]),
    on(&["食品表示基準"], &["第2条", "第9条"]),
    on(&["機能性表示食品に対する食品表示等関係法令に基づく事後的規制"], &[]),
    on(&["特定商取引法"], &["第11条", "第12条", "第12条の6", "第43条"]),
    on(&["特定商取引法施行規則"], &["第26条"]),
];

/// The instrument that a basis cites: of those whose names it begins with, the one with the longest.
pub fn instrument(basis: &str) -> Option<&'static Instrument> {
    let name = |instrument: &Instrument| {
        instrument.names.iter().filter(|name| basis.starts_with(**name)).map(|name| name.len()).max()
    };
    INSTRUMENTS.iter().filter(|instrument| name(instrument).is_some()).max_by_key(|instrument| name(instrument))
}

/// What in a basis cites a section: 第6条の5, 第4の3(5), 第3-1, E15. Paragraphs and items (第2項第1号) are not looked into.
static SECTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"第[0-9]+条(?:の[0-9]+)*|第4の3(?:\([0-9]\))+|第[0-9]+の[0-9]+|第[0-9]+-[0-9]+|第[0-9]+(?:[（ ]|$)|\b[EF][0-9.]+|別表[0-9]+").unwrap()
});

/// What is wrong with a basis.
fn faults(basis: &str) -> Vec<String> {
    let Some(instrument) = instrument(basis) else { return vec![format!("`{basis}` is no instrument of the list")] };
    let sections = SECTION.find_iter(basis).flat_map(|found| {
        let found = found.as_str().trim_end_matches(['（', ' ']);
        // 第4の3(1)(2) are two.
        match found.split_once('(') {
            Some((head, items)) => items.split('(').map(|item| format!("{head}({item}")).collect(),
            None => vec![found.to_owned()],
        }
    });
    sections
        .filter(|section| !instrument.sections.is_empty() && !instrument.sections.contains(&section.as_str()))
        .map(|section| format!("`{basis}`: {section} of {} is not of the list", instrument.names[0]))
        .collect()
}

#[test]
fn every_basis_is_a_known_instrument_and_section() {
    let book = book();
    let rules = book.rules().iter().map(|rule| (&rule.id, &rule.basis));
    let permissions = book.permissions().iter().map(|permission| (&permission.id, &permission.basis));
    let mut wrong = Vec::new();
    for (id, basis) in rules.chain(permissions) {
        wrong.extend(basis.iter().flat_map(|basis| faults(basis)).map(|fault| format!("{id}: {fault}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is medical law alone binds no shampoo.
#[test]
fn some_basis_binds_a_product_of_the_rule() {
    let mut wrong = Vec::new();
    for rule in book().rules() {
        let binds = |basis: &String| {
            instrument(basis).is_some_and(|instrument| {
                instrument.binds.is_empty() || instrument.binds.iter().any(|&product| rule.level(product).is_some())
            })
        };
        if !rule.basis.iter().any(binds) {
            wrong.push(rule.id.clone());
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn what_is_misspelt_or_made_up_is_noticed() {
    for basis in [
        "薬機法 第66条第1項",
        "医薬品等適正広告基準 第4の3(1)(2)",
        "医療法第6条の5第3項",
        "医療広告ガイドライン 誇大広告",
    ] {
        assert_eq!(faults(basis), Vec::<String>::new());
    }
    for basis in [
        "薬事法 第66条",
        "薬機法 第99条",
        "医薬品等適正広告基準 第4の3(9)",
        "医療法施行規則 第1条の8",
        "医療広告ガイドライン 第9-1",
    ] {
        assert_eq!(faults(basis).len(), 1, "{basis}");
    }
}
