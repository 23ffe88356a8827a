//! What the rule sets of a house change in others: levels and texts of rules, terms of lexicons. Each change is told at its
//! place if it changes nothing, or if another says otherwise. Knows nothing of patterns.

use super::Rule;
use super::load::LoadedFile;
use super::read::RuleError;
use super::schema::{LevelOrOff, Name, ProductKey, RawLexicon, RawOverride};
use crate::class::{Bilingual, Product};
use std::collections::HashMap;
use std::sync::Arc;

/// The names of rules that exist and are no rules of this run.
pub struct Elsewhere<'a> {
    /// Rules that are left out: they may be overridden, which changes nothing.
    pub left_out: &'a [String],
    /// Permitted wordings.
    pub permitted: &'a [&'a str],
    /// Duties of the document.
    pub duties: &'a [&'a str],
}

/// Applies all overrides to the rules they name, and says what is wrong with them.
pub fn overrule(files: &[LoadedFile], rules: &mut [Arc<Rule>], elsewhere: &Elsewhere<'_>) -> Vec<RuleError> {
    let mut errors = Vec::new();
    let mut said: HashMap<&str, Said<'_>> = HashMap::new();
    for file in files {
        for raw in &file.content.overrides {
            let Name(id, at) = &raw.rule;
            if let Err(why) = check(raw, rules, elsewhere) {
                errors.push(file.refuse(*at, &why));
                continue;
            }
            let said = said.entry(id).or_default();
            errors.extend(said.add(raw, &file.name).iter().map(|why| file.refuse(*at, why)));
            if let Some(rule) = rules.iter_mut().find(|rule| rule.id == *id) {
                apply(raw, Arc::make_mut(rule), &file.name);
            }
        }
    }
    errors
}

/// Whether an override has a rule to change, and something to change in it.
fn check(raw: &RawOverride, rules: &[Arc<Rule>], elsewhere: &Elsewhere<'_>) -> Result<(), String> {
    let id = raw.rule.0.as_str();
    let is_blank = |text: &Option<Bilingual>| {
        text.as_ref().is_some_and(|text| text.ja.trim().is_empty() || text.en.trim().is_empty())
    };
    if elsewhere.permitted.contains(&id) {
        return Err(format!("`{id}` is a permitted wording and no rule; only rules can be overridden"));
    }
    let mut known = rules.iter().map(|rule| rule.id.as_str()).chain(elsewhere.left_out.iter().map(String::as_str));
    if !known.clone().any(|known| known == id) {
        return Err(format!("there is no rule `{id}` to override{}", super::nearest(id, &mut known)));
    }
    if raw.levels.is_empty() && raw.message.is_none() && raw.help.is_none() {
        return Err(format!("the override of `{id}` changes nothing: give it levels, a message or a help"));
    }
    if is_blank(&raw.message) || is_blank(&raw.help) {
        return Err(format!("the override of `{id}` has an empty message or help"));
    }
    if raw.message.is_some() && elsewhere.duties.contains(&id) {
        return Err(format!("`{id}` is a duty: its message says what is missing and cannot be overridden"));
    }
    Ok(())
}

/// What an override says of a product.
fn level(raw: &RawOverride, product: Product) -> Option<LevelOrOff> {
    raw.levels.get(&ProductKey::One(product)).or_else(|| raw.levels.get(&ProductKey::Rest)).copied()
}

fn apply(raw: &RawOverride, rule: &mut Rule, origin: &str) {
    let overruled = |&product: &Product| {
        let level = level(raw, product).map_or_else(|| rule.level(product), |LevelOrOff(level)| level);
        level.map(|level| (product, level))
    };
    rule.levels = Product::ALL.iter().filter_map(overruled).collect();
    rule.message = raw.message.clone().unwrap_or_else(|| rule.message.clone());
    rule.help = raw.help.clone().unwrap_or_else(|| rule.help.clone());
    if !rule.overridden.iter().any(|known| known == origin) {
        rule.overridden.push(origin.to_owned());
    }
}

/// What overrides have said of a rule, each with the file that said so first.
#[derive(Default)]
struct Said<'a> {
    levels: HashMap<Product, (LevelOrOff, &'a str)>,
    message: Option<(&'a Bilingual, &'a str)>,
    help: Option<(&'a Bilingual, &'a str)>,
}

impl<'a> Said<'a> {
    /// Adds what an override says; gives what it says otherwise than those before.
    fn add(&mut self, raw: &'a RawOverride, origin: &'a str) -> Vec<String> {
        let id = raw.rule.0.as_str();
        let place =
            |first: &str| if first == origin { "further up in this file".to_owned() } else { format!("in {first}") };
        let mut conflicts = Vec::new();
        for &product in Product::ALL {
            let Some(said) = level(raw, product) else { continue };
            let &mut (first, by) = self.levels.entry(product).or_insert((said, origin));
            if first != said && conflicts.is_empty() {
                let name = first.0.map_or("off", |level| level.as_str());
                conflicts.push(format!("`{id}` is overridden otherwise {}: {product} is {name} there", place(by)));
            }
        }
        for (what, slot, text) in [("message", &mut self.message, &raw.message), ("help", &mut self.help, &raw.help)] {
            let Some(text) = text else { continue };
            let (first, by) = *slot.get_or_insert((text, origin));
            if first != text {
                conflicts.push(format!("`{id}` is given another {what} {}", place(by)));
            }
        }
        conflicts
    }
}

/// The lexicons of a run, each with its file: of those with one name, the one that replaces the other.
pub fn lexicons(files: &[LoadedFile]) -> Vec<(&LoadedFile, &RawLexicon)> {
    let all = || files.iter().flat_map(|file| file.content.lexicons.iter().map(move |lexicon| (file, lexicon)));
    let replaced: Vec<&str> =
        all().filter(|(_, lexicon)| lexicon.replaces).map(|(_, lexicon)| lexicon.name.0.as_str()).collect();
    all().filter(|(_, lexicon)| lexicon.replaces || !replaced.contains(&lexicon.name.0.as_str())).collect()
}

/// What is wrong with the names of lexicons: given twice without saying that one replaces the other, or replacing none.
pub fn check_lexicons(files: &[LoadedFile]) -> Vec<RuleError> {
    let mut errors = Vec::new();
    let (mut first, mut replacing) = (HashMap::new(), HashMap::new());
    for file in files {
        for RawLexicon { name: Name(name, at), replaces, .. } in &file.content.lexicons {
            let known = if *replaces { &mut replacing } else { &mut first };
            if let Some(first) = known.insert(name.as_str(), (file, *at)) {
                let place = if first.0.name == file.name { "further up in this file" } else { &first.0.name };
                errors.push(file.refuse(
                    *at,
                    &if *replaces {
                        format!("the lexicon `{name}` is replaced already, {place}")
                    } else {
                        let ways = "`replaces: true` replaces it, `extend` adds to it";
                        format!("there is a lexicon `{name}` already, {place}; {ways}")
                    },
                ));
            }
        }
    }
    for (name, (file, at)) in &replacing {
        if !first.contains_key(name) {
            let near = super::nearest(name, first.keys().copied());
            errors.push(file.refuse(*at, &format!("there is no lexicon `{name}` to replace{near}")));
        }
    }
    errors
}
