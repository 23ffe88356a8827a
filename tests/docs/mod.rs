//! `docs/rules/`: one page a class, and an index, made from the built-in rule sets. `BLESS=1` writes them; nothing else does.

use crate::rules::law::{INSTRUMENTS, instrument};
use crate::shared::{book, path};
use kodai::class::{Class, Language, Level, Product};
use kodai::rule::{Permission, Rewrite, Rule, RuleBook};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

const FOLDER: &str = "docs/rules";
const MADE: &str = "<!-- Made from rulesets/ by `BLESS=1 cargo test docs::`. Not to be edited by hand. -->\n\n";

/// The pages by their names.
type Pages = BTreeMap<String, String>;

#[test]
fn the_pages_of_the_rules_are_fresh() {
    let book = book();
    let mut pages = Pages::new();
    pages.insert("README.md".to_owned(), index(&book));
    pages.insert("permitted.md".to_owned(), permitted(&book));
    for &class in Class::ALL {
        let rules: Vec<&Rule> = book.rules().iter().map(|rule| &**rule).filter(|rule| rule.class == class).collect();
        if !rules.is_empty() {
            pages.insert(format!("{class}.md"), page(class, &rules));
        }
    }
    pages.values_mut().for_each(|text| text.truncate(text.trim_end().len() + 1));
    if std::env::var_os("BLESS").is_some_and(|value| value == "1") {
        let _ = fs::remove_dir_all(path(FOLDER));
        fs::create_dir_all(path(FOLDER)).unwrap();
        pages.iter().for_each(|(name, text)| fs::write(path(FOLDER).join(name), text).unwrap());
        return;
    }
    let there: Pages = fs::read_dir(path(FOLDER))
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            let text = fs::read_to_string(entry.path()).unwrap().replace("\r\n", "\n");
            (entry.file_name().into_string().unwrap(), text)
        })
        .collect();
    let stale: Vec<&String> =
        pages.keys().chain(there.keys()).filter(|name| pages.get(*name) != there.get(*name)).collect();
    assert!(stale.is_empty(), "stale in {FOLDER}: {stale:?}; `BLESS=1 cargo test docs::` writes them");
}

/// Japanese and English side by side, and once where they are the same.
fn both(ja: &str, en: &str) -> String {
    if ja == en { ja.to_owned() } else { format!("{ja} / {en}") }
}

fn title(title: impl Fn(Language) -> &'static str) -> String {
    both(title(Language::Ja), title(Language::En))
}

fn link(rule: &Rule) -> String {
    format!("[`{}`]({}.md#{})", rule.id, rule.class, rule.id)
}

fn index(book: &RuleBook) -> String {
    let rules = book.rules();
    let mut out = format!("# 規則 / Rules\n\n{MADE}");
    let _ = writeln!(
        out,
        "内蔵の規則 {} 件と、[認められた表現](permitted.md) {} 件の一覧です。レベルの意味は `kodai explain` と同じです。\n\n\
         The {} built-in rules, and {} [permitted wordings](permitted.md).\n",
        rules.len(),
        book.permissions().len(),
        rules.len(),
        book.permissions().len()
    );
    out.push_str("## 分類 / By class\n\n| 分類 / class | | 規則 / rules |\n| --- | --- | --- |\n");
    for &class in Class::ALL {
        let count = rules.iter().filter(|rule| rule.class == class).count();
        let name = if count > 0 { format!("[`{class}`]({class}.md)") } else { format!("`{class}`") };
        let _ = writeln!(out, "| {name} | {} | {count} |", title(|language| class.title(language)));
    }
    out.push_str("\n## 商品・業態 / By product\n");
    for &product in Product::ALL {
        let _ = writeln!(out, "\n### `{product}` {}\n", title(|language| product.title(language)));
        for &level in Level::ALL.iter().rev() {
            let links: Vec<String> =
                rules.iter().filter(|rule| rule.level(product) == Some(level)).map(|rule| link(rule)).collect();
            if !links.is_empty() {
                let _ = writeln!(out, "- **{level}** ({}): {}", links.len(), links.join(", "));
            }
        }
    }
    out.push_str("\n## 法令 / By law\n\n| 法令など / instrument | 規則 / rules |\n| --- | --- |\n");
    for law in INSTRUMENTS {
        let cites = |basis: &String| instrument(basis).is_some_and(|cited| cited.names == law.names);
        let links: Vec<String> =
            rules.iter().filter(|rule| rule.basis.iter().any(cites)).map(|rule| link(rule)).collect();
        if !links.is_empty() {
            let _ = writeln!(out, "| {} | {} |", law.names[0], links.join(", "));
        }
    }
    out
}

fn page(class: Class, rules: &[&Rule]) -> String {
    let mut out =
        format!("# `{class}` {}\n\n{MADE}[一覧 / index](README.md)\n\n", title(|language| class.title(language)));
    for rule in rules {
        let Rule { id, message, help, rewrites, bad, good, since, origin, .. } = rule;
        let _ = write!(out, "## `{id}`\n\n{}\n\n{}\n\n", message.ja, message.en);
        let names: Vec<String> = Product::ALL.iter().map(|product| format!("`{product}`")).collect();
        let levels: Vec<&str> =
            Product::ALL.iter().map(|&product| rule.level(product).map_or("–", |level| level.as_str())).collect();
        let _ =
            writeln!(out, "| {} |\n|{}\n| {} |\n", names.join(" | "), " --- |".repeat(names.len()), levels.join(" | "));
        let _ = writeln!(out, "- 根拠 / basis: {}", rule.basis.join("、"));
        let _ = writeln!(out, "- 助言 / help: {}<br>{}", help.ja, help.en);
        if !rewrites.is_empty() {
            let rewrites: Vec<String> = rewrites.iter().map(rewritten).collect();
            let _ = writeln!(out, "- 書き換え例 / rewrites: {}", rewrites.join("、"));
        }
        let _ = writeln!(out, "- 規則集 / rule set: `{origin}`, {since}\n");
        examples(&mut out, "指摘する例 / reported", bad);
        examples(&mut out, "指摘しない例 / not reported", good);
    }
    out
}

fn rewritten(rewrite: &Rewrite) -> String {
    let mut text = match &rewrite.replace {
        Some(replace) => format!("`{replace}` → `{}`", rewrite.with),
        None => format!("「{}」", rewrite.with),
    };
    if let Some(when) = &rewrite.when {
        let _ = write!(text, "（{} / {}）", when.ja, when.en);
    }
    if rewrite.safe {
        text.push_str("（`--fix`）");
    }
    text
}

/// As they are written, marks included: nothing in a fenced block has to be escaped but a fence.
fn examples(out: &mut String, title: &str, examples: &[String]) {
    let fence = if examples.iter().any(|example| example.contains("```")) { "`````" } else { "```" };
    let between = if examples.iter().any(|example| example.contains('\n')) { "\n\n----\n\n" } else { "\n" };
    let texts: Vec<&str> = examples.iter().map(|example| example.trim_end()).collect();
    let _ = writeln!(out, "{title}:\n\n{fence}text\n{}\n{fence}\n", texts.join(between));
}

fn permitted(book: &RuleBook) -> String {
    let mut out = format!("# 認められた表現 / Permitted wording\n\n{MADE}[一覧 / index](README.md)\n\n");
    for permission in book.permissions() {
        let Permission { id, products, classes, basis, about, bad, good, since, origin } = &**permission;
        let code = |names: Vec<&str>| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" ");
        let _ = write!(out, "## `{id}`\n\n{}\n\n{}\n\n", about.ja, about.en);
        let products = code(products.iter().map(|product| product.as_str()).collect());
        let _ = writeln!(out, "- 商品・業態 / products: {products}");
        let classes = code(classes.iter().map(|class| class.as_str()).collect());
        let _ = writeln!(out, "- 指摘しない分類 / classes it silences: {classes}");
        let _ = writeln!(out, "- 根拠 / basis: {}", basis.join("、"));
        let _ = writeln!(out, "- 規則集 / rule set: `{origin}`, {since}\n");
        examples(&mut out, "認められる例 / permitted", good);
        examples(&mut out, "認められない例 / not permitted", bad);
    }
    out
}
