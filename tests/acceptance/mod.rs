//! What a reader of the README may rely on: sentences that are never reported, and a claim that is found wherever in a
//! document and however it is written.

use crate::shared::{linter, markdown};
use kodai::class::{Level, Product};

/// Disclaimers, mentions, instructions, other senses, conditions, worries.
const SILENT: &[&str] = &[
    "効果を保証するものではありません。",
    "副作用がないわけではありません。",
    "「必ず痩せる」といった表現は薬機法に抵触します。",
    "絶対に飲まないでください。",
    "必ず医師に相談してください。",
    "最高気温は35度でした。",
    "果汁100%のジュース。",
    "完全予約制です。",
    "副作用がない場合は継続します。",
    "痛くないか心配です。",
];

#[test]
fn look_alikes_are_silent() {
    let mut wrong = String::new();
    for product in [Product::Clinic, Product::General] {
        let linter = linter(&[product], true);
        for text in SILENT {
            for form in
                [text.to_string(), format!("# {text}"), format!("- {text}"), format!("前の文です。{text}次の文です。")]
            {
                for found in linter.lint(&markdown(&form)).diagnostics {
                    wrong.push_str(&format!("  {product}: {} {} on {form}\n", found.level, found.rule.id));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "reported:\n{wrong}");
}

/// A document that holds `{}`, and what of the claim stands between the first and the last character in the file.
const POSITIONS: &[(&str, &str)] = &[
    ("paragraph", "はじめに。{}。おわりに。\n"),
    ("no full stop", "{}"),
    ("link text", "くわしくは[{}](./a.md)をご覧ください。\n"),
    ("link over two lines", "[\n{}\n](./a.md)\n"),
    ("bold", "**{}**。\n"),
    ("table cell", "| 項目 | 内容 |\n| --- | --- |\n| 特長 | {} |\n"),
    ("table header", "| {} | 内容 |\n| --- | --- |\n| a | b |\n"),
    ("heading", "## {}\n\n本文です。\n"),
    ("heading underlined", "{}\n======\n"),
    ("list item", "- 一つ目\n- {}\n"),
    ("task", "- [x] {}\n"),
    ("quotation", "> {}。\n"),
    ("image alt", "![{}](./a.png)\n"),
    ("front-matter title", "---\ntitle: {}\n---\n\n本文です。\n"),
    ("front-matter description", "---\ntitle: 題\ndescription: \"{}\"\n---\n\n本文です。\n"),
    ("footnote", "本文です[^1]。\n\n[^1]: {}。\n"),
    ("HTML block", "<div>\n<p>{}。</p>\n</div>\n"),
    ("CRLF", "見出し\r\n\r\n{}。\r\n"),
    ("byte order mark", "\u{feff}{}。\n"),
];

/// Each way to write a claim, and the claim without the words around it.
const CLAIMS: &[(&str, &str)] = &[
    ("副作用は一切ありません", "副作用は一切ありません"),
    ("副作用は**一切**ありません", "副作用は**一切**ありません"),
    ("副作用は\u{200b}一切ありません", "副作用は\u{200b}一切ありません"),
    ("業界Ｎｏ．１の実績", "Ｎｏ．１"),
    ("業界No.1の実績", "No.1"),
    ("ﾉｰﾘｽｸで始められます", "ﾉｰﾘｽｸ"),
    ("副 作 用 な し", "副 作 用 な し"),
    ("副　作　用　な　し", "副　作　用　な　し"),
];

#[test]
fn a_claim_is_found_in_every_position() {
    let mut wrong = String::new();
    for product in [Product::Clinic, Product::General] {
        let linter = linter(&[product], true);
        for (position, frame) in POSITIONS {
            for (claim, core) in CLAIMS {
                let text = frame.replace("{}", claim);
                let at = text.find(core).unwrap();
                let source = markdown(&text);
                let result = linter.lint(&source);
                let grave = result.diagnostics.iter().filter(|found| found.level >= Level::Warning);
                let meets = |range: std::ops::Range<usize>| range.start < at + core.len() && at < range.end;
                if !grave.clone().any(|found| meets(found.range.as_usize())) {
                    wrong.push_str(&format!("  {product}, {position}: {}\n", text.replace('\n', "⏎")));
                }
                for found in grave.filter(|found| claim.contains("副") && meets(found.range.as_usize())) {
                    let start = text.find(claim).unwrap();
                    let whole = start..start + claim.len();
                    if found.range.as_usize() != whole {
                        wrong.push_str(&format!("  {product}, {position}: span {}\n", source.slice(found.range)));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "not found, or not as a whole:\n{wrong}");
}

#[test]
fn a_soft_break_does_not_hide_a_claim() {
    let mut wrong = String::new();
    for product in [Product::Clinic, Product::General] {
        let linter = linter(&[product], true);
        for text in [
            "副作用は\n一切ありません。\n",
            "副作用は一切\r\nありません。\r\n",
            "- 副作用は\n  一切ありません。\n",
            "> 副作用は\n> 一切ありません。\n",
            "副作用は**一切\nありません**。\n",
            "[副作用は\n一切ありません](./a.md)。\n",
            "---\ndescription: >\n  副作用は\n  一切ありません。\n---\n",
            "副作用は<br>一切ありません。\n",
        ] {
            let result = linter.lint(&markdown(text));
            if !result.diagnostics.iter().any(|found| found.level == Level::Error) {
                wrong.push_str(&format!("  {product}: {}\n", text.replace('\r', "").replace('\n', "⏎")));
            }
        }
    }
    assert!(wrong.is_empty(), "not found:\n{wrong}");
}
