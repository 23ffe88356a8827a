//! `kodai rules` and `kodai explain`: what is looked for and why. Neither needs the dictionary.

use super::args::{ExplainArgs, ListFormat, RulesArgs};
use super::nearest::nearest;
use super::{ExitStatus, Session};
use crate::class::{Class, Family, Language, Level, Product};
use crate::report::text::{Ink, Paint, fold, width};
use crate::rule::{Permission, Rewrite, Rule, RuleBook};
use serde::{Serialize, Serializer, ser::SerializeMap};

pub fn list(args: &RulesArgs, session: &mut Session<'_>) -> ExitStatus {
    let book = match session.load(&args.rules, !args.no_builtin) {
        Ok(book) => book,
        Err(status) => return status,
    };
    let text = match args.format {
        ListFormat::Text if args.permitted => permitted_as_text(&book, session.language, session.out_paint),
        ListFormat::Json if args.permitted => permitted_as_json(&book, session.language),
        ListFormat::Text => as_text(&book, session.language, session.out_paint),
        ListFormat::Json => as_json(&book, session.language),
    };
    session.output.write(text.as_bytes());
    ExitStatus::Clean
}

/// One line a rule.
fn as_text(book: &RuleBook, language: Language, paint: Paint) -> String {
    let widest = |text: fn(&Rule) -> &str| book.rules().iter().map(|rule| width(text(rule))).max().unwrap_or(0);
    let (ids, classes) = (widest(|rule| &rule.id), widest(|rule| rule.class.as_str()));
    let mut text = String::new();
    for rule in book.rules() {
        let id = paint.on(Ink::Bold, &format!("{:ids$}", rule.id));
        let message = one_line(rule.message.get(language));
        let levels = paint.on(Ink::Dim, &format!("[{}]", levels(rule)));
        text.push_str(&format!("{id}  {:classes$}  {message} {levels}\n", rule.class));
    }
    text
}

/// One line a permission.
fn permitted_as_text(book: &RuleBook, language: Language, paint: Paint) -> String {
    let ids = book.permissions().iter().map(|permission| width(&permission.id)).max().unwrap_or(0);
    let mut text = String::new();
    for permission in book.permissions() {
        let id = paint.on(Ink::Bold, &format!("{:ids$}", permission.id));
        let about = one_line(permission.about.get(language));
        let products = paint.on(Ink::Dim, &format!("[{}]", names(&permission.products)));
        text.push_str(&format!("{id}  {about} {products}\n"));
    }
    text
}

#[derive(Serialize)]
struct Permitted<'a> {
    id: &'a str,
    products: &'a [Product],
    classes: &'a [Class],
    about: &'a str,
    basis: &'a [String],
    since: &'a str,
    origin: &'a str,
}

fn permitted_as_json(book: &RuleBook, language: Language) -> String {
    let listed = book.permissions().iter().map(|permission| Permitted {
        id: &permission.id,
        products: &permission.products,
        classes: &permission.classes,
        about: permission.about.get(language),
        basis: &permission.basis,
        since: &permission.since,
        origin: &permission.origin,
    });
    // Strings and lists into memory: there is nothing here that could fail.
    serde_json::to_string_pretty(&listed.collect::<Vec<_>>()).unwrap_or_default() + "\n"
}

fn one_line(text: &str) -> String {
    text.lines().collect::<Vec<_>>().join(" ")
}

/// The products of each level, gravest first; the level of the most products is not followed by all their names if it
/// covers all the others.
fn levels(rule: &Rule) -> String {
    let mut groups: Vec<(Level, Vec<Product>)> = Level::ALL
        .iter()
        .rev()
        .map(|&level| {
            (level, Product::ALL.iter().copied().filter(|&product| rule.level(product) == Some(level)).collect())
        })
        .filter(|(_, products): &(_, Vec<_>)| !products.is_empty())
        .collect();
    let covered: usize = groups.iter().map(|(_, products)| products.len()).sum();
    if covered == Product::ALL.len()
        && let Some(most) = (0..groups.len()).rev().max_by_key(|&group| groups[group].1.len())
    {
        let (level, _) = groups.remove(most);
        let mut text = level.to_string();
        for (level, products) in groups {
            text.push_str(&format!("; {level}: {}", names(&products)));
        }
        return text;
    }
    groups.iter().map(|(level, products)| format!("{level}: {}", names(products))).collect::<Vec<_>>().join("; ")
}

fn names(products: &[Product]) -> String {
    products.iter().map(|product| product.as_str()).collect::<Vec<_>>().join(" ")
}

#[derive(Serialize)]
struct Listed<'a> {
    id: &'a str,
    class: Class,
    family: Family,
    levels: Levels<'a>,
    message: &'a str,
    help: &'a str,
    basis: &'a [String],
    since: &'a str,
    origin: &'a str,
}

/// As an object from product to level, in the order of the guide.
struct Levels<'a>(&'a Rule);

impl Serialize for Levels<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for product in Product::ALL {
            if let Some(level) = self.0.level(*product) {
                map.serialize_entry(product, &level)?;
            }
        }
        map.end()
    }
}

fn as_json(book: &RuleBook, language: Language) -> String {
    let listed = book.rules().iter().map(|rule| Listed {
        id: &rule.id,
        class: rule.class,
        family: rule.class.family(),
        levels: Levels(rule),
        message: rule.message.get(language),
        help: rule.help.get(language),
        basis: &rule.basis,
        since: &rule.since,
        origin: &rule.origin,
    });
    // Strings and lists into memory: there is nothing here that could fail.
    serde_json::to_string_pretty(&listed.collect::<Vec<_>>()).unwrap_or_default() + "\n"
}

pub fn explain(args: &ExplainArgs, session: &mut Session<'_>) -> ExitStatus {
    let book = match session.load(&args.rules, !args.no_builtin) {
        Ok(book) => book,
        Err(status) => return status,
    };
    let (language, paint, width) = (session.language, session.out_paint, session.setting.width);
    let text = match (book.rule(&args.rule), book.permission(&args.rule)) {
        (Some(rule), _) => explanation(rule, language, paint, width),
        (None, Some(permission)) => permitted_explanation(permission, language, paint, width),
        (None, None) => {
            let message = unknown(&args.rule, &book, language);
            session.complain(&message);
            return ExitStatus::Failed;
        }
    };
    session.output.write(text.as_bytes());
    ExitStatus::Clean
}

/// What to say of a name that is no rule: the rules of the class it names, or those it may have been meant for.
fn unknown(name: &str, book: &RuleBook, language: Language) -> String {
    let permitted = book.permissions().iter().map(|permission| permission.id.as_str());
    let ids = || book.rules().iter().map(|rule| rule.id.as_str()).chain(permitted.clone());
    let of_class =
        book.rules().iter().filter(|rule| rule.class.as_str() == name || rule.class.family().as_str() == name);
    let mut near: Vec<&str> = of_class.map(|rule| rule.id.as_str()).collect();
    if near.is_empty() {
        near = nearest(name, ids());
    }
    let near = near.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>();
    match (language, near.is_empty()) {
        (Language::Ja, true) => format!("`{name}` という規則はありません（一覧は `kodai rules`）"),
        (Language::Ja, false) => format!("`{name}` という規則はありません。もしかして: {}", near.join("、")),
        (Language::En, true) => format!("no rule is called `{name}`; `kodai rules` lists them"),
        (Language::En, false) => format!("no rule is called `{name}`; did you mean {}?", near.join(", ")),
    }
}

fn explanation(rule: &Rule, language: Language, paint: Paint, limit: usize) -> String {
    let say = |ja: &'static str, en: &'static str| if language == Language::Ja { ja } else { en };
    let mut text = format!(
        "{}  {}\n\n",
        paint.on(Ink::Bold, &rule.id),
        paint.on(Ink::Dim, &format!("{} / {} {}", rule.class.family(), rule.class, rule.class.title(language))),
    );
    for paragraph in [rule.message.get(language), rule.help.get(language)] {
        for line in fold(paragraph, limit) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    let mut section = |title: &str, lines: &mut dyn Iterator<Item = String>| section(&mut text, paint, title, lines);
    section(say("根拠", "Legal basis"), &mut rule.basis.iter().cloned());
    let row = |product: Product, level: String| format!("{product:16} {level} {}", product.title(language));
    let mut levels = Product::ALL.iter().map(|&product| match rule.level(product) {
        Some(level) => row(product, paint.on(crate::report::level_ink(level), &format!("{level:8}"))),
        None => row(product, paint.on(Ink::Dim, "-       ")),
    });
    section(say("商品・業態ごとのレベル", "Level by product"), &mut levels);
    section(say("指摘する例", "Reported"), &mut rule.bad.iter().map(|example| marked(example, paint)));
    section(say("指摘しない例", "Not reported"), &mut rule.good.iter().map(|example| one_line(example)));
    section(say("書き換え例", "Rewrites"), &mut rule.rewrites.iter().map(|rewrite| rewritten(rewrite, language)));
    let mut since = format!("{} {}  {}", say("導入", "since"), rule.since, rule.origin);
    if !rule.overridden.is_empty() {
        since.push_str(&format!("  {} {}", say("変更", "changed by"), rule.overridden.join(say("、", ", "))));
    }
    text.push_str(&format!("\n{}\n", paint.on(Ink::Dim, &since)));
    text
}

/// A rewrite on one line: what it replaces, what it writes, when it holds.
fn rewritten(rewrite: &Rewrite, language: Language) -> String {
    let say = |ja: &'static str, en: &'static str| if language == Language::Ja { ja } else { en };
    let with = if rewrite.with.is_empty() { say("（削除）", "(removed)") } else { &rewrite.with };
    let mut line = match &rewrite.replace {
        Some(replace) => format!("{replace} → {with}"),
        None => with.to_owned(),
    };
    if let Some(when) = &rewrite.when {
        line.push_str(&match language {
            Language::Ja => format!("（{}）", when.ja),
            Language::En => format!(" ({})", when.en),
        });
    }
    if rewrite.safe {
        line.push_str(say("（--fix で自動適用）", " (made by --fix)"));
    }
    line
}

/// A title and the lines under it, or nothing.
fn section(text: &mut String, paint: Paint, title: &str, lines: &mut dyn Iterator<Item = String>) {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        text.push_str(&format!("\n{}\n", paint.on(Ink::Cyan, title)));
        lines.for_each(|line| text.push_str(&format!("  {line}\n")));
    }
}

fn permitted_explanation(permission: &Permission, language: Language, paint: Paint, limit: usize) -> String {
    let say = |ja: &'static str, en: &'static str| if language == Language::Ja { ja } else { en };
    let what = say("認められた表現", "permitted wording");
    let mut text = format!("{}  {}\n\n", paint.on(Ink::Bold, &permission.id), paint.on(Ink::Dim, what));
    for line in fold(permission.about.get(language), limit) {
        text.push_str(&line);
        text.push('\n');
    }
    let mut section = |title: &str, lines: &mut dyn Iterator<Item = String>| section(&mut text, paint, title, lines);
    section(say("根拠", "Legal basis"), &mut permission.basis.iter().cloned());
    section(say("商品・業態", "Products"), &mut std::iter::once(names(&permission.products)));
    let classes = permission.classes.iter().map(|class| class.as_str()).collect::<Vec<_>>().join(" ");
    section(say("指摘しない分類", "Classes it silences"), &mut std::iter::once(classes));
    section(say("認められる例", "Permitted"), &mut permission.good.iter().map(|example| marked(example, paint)));
    section(say("認められない例", "Not permitted"), &mut permission.bad.iter().map(|example| marked(example, paint)));
    let since = format!("{} {}  {}", say("導入", "since"), permission.since, permission.origin);
    text.push_str(&format!("\n{}\n", paint.on(Ink::Dim, &since)));
    text
}

/// An example with its marked span in colour, or in brackets where there is none.
fn marked(example: &str, paint: Paint) -> String {
    let example = one_line(example);
    if !paint.0 {
        return example;
    }
    let mut text = String::new();
    let mut rest = example.as_str();
    while let Some((before, after)) = rest.split_once("[[") {
        let Some((span, after)) = after.split_once("]]") else { break };
        text.push_str(before);
        text.push_str(&paint.on(Ink::Red, span));
        rest = after;
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::class::Bilingual;

    fn rule(levels: Vec<(Product, Level)>) -> Rule {
        let text = || Bilingual::new("日本語", "English");
        Rule {
            id: "a-rule".to_owned(),
            class: Class::Novelty,
            levels,
            basis: Vec::new(),
            message: text(),
            help: text(),
            rewrites: Vec::new(),
            bad: Vec::new(),
            good: Vec::new(),
            since: "0.1.0".to_owned(),
            origin: "a.ron".to_owned(),
            overridden: Vec::new(),
        }
    }

    #[test]
    fn levels_are_told_shortly() {
        let all = |but: &[(Product, Level)]| {
            let level =
                |product| but.iter().find(|(other, _)| *other == product).map_or(Level::Error, |&(_, level)| level);
            rule(Product::ALL.iter().map(|&product| (product, level(product))).collect())
        };
        assert_eq!(levels(&all(&[])), "error");
        let some = [(Product::Salon, Level::Warning), (Product::Pet, Level::Warning)];
        assert_eq!(levels(&all(&some)), "error; warning: salon pet");
        assert_eq!(levels(&rule(vec![(Product::Clinic, Level::Info)])), "info: clinic");
        assert_eq!(
            levels(&rule(vec![(Product::Clinic, Level::Info), (Product::Food, Level::Error)])),
            "error: food; info: clinic"
        );
    }

    #[test]
    fn a_span_is_painted_or_left_in_brackets() {
        assert_eq!(marked("この[[副作用はない]]薬", Paint(false)), "この[[副作用はない]]薬");
        assert_eq!(marked("この[[副作用はない]]薬", Paint(true)), "この\x1b[31;1m副作用はない\x1b[0m薬");
    }
}
