//! From rule files to checked rules: reading, cross-checking, compiling. Every error has its place in the RON file.

use super::builtin::BUILTIN;
use super::house::{self, Elsewhere};
use super::pattern::{self, Anchors, Lexicon, LexiconId, LookedFor, Sequence};
use super::phrase::Part;
use super::read::{RuleError, RuleErrors, faults, read, refuse};
use super::schema::{
    At, LevelOrOff, Name, PhraseText, ProductKey, RawDuty, RawNear, RawPermission, RawRequirement, RawRewrite, RawRule,
    RawTokenTest, RawUnless, Reach, RegexText, RuleFile,
};
use super::{Permission, Rewrite, Rule};
use crate::class::{Level, Product};
use crate::document::Disguises;
use crate::document_rule::{Duty, Requirement, with_names};
use crate::tokenize::{Tokenizer, Worker};
use rayon::prelude::*;
use regex::Regex;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// A rule file that was read.
pub(super) struct LoadedFile {
    pub(super) name: String,
    /// Part of kodai, and so under test.
    builtin: bool,
    text: String,
    pub(super) content: RuleFile,
}

impl LoadedFile {
    /// An error at one of its strings.
    pub(super) fn refuse(&self, at: At, why: &str) -> RuleError {
        refuse(&self.name, &self.text, at, why)
    }
}

impl LoadedFile {
    /// Why a phrase is not what its author means by it: words of it are lost. Not asked of the built-in sets, which the
    /// tests load as those of a house.
    fn loss(&self, sequence: &Sequence) -> Option<String> {
        if self.builtin || sequence.lost.is_empty() {
            return None;
        }
        let lost = sequence.lost.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        Some(format!(
            "{lost} would be lost: the phrase matches texts without it; leave it out, or write the word beside it, too"
        ))
    }
}

fn twice(what: &str, name: &str, first: &str, here: &str) -> String {
    let first = if first == here { "further up in this file" } else { first };
    format!("there is a {what} `{name}` already, {first}")
}

/// All rule sets of a run: read, and checked as far as no dictionary is needed.
pub struct RuleBook {
    files: Vec<LoadedFile>,
    rules: Vec<Arc<Rule>>,
    /// Where each rule came from.
    places: Vec<(usize, Place)>,
    permissions: Vec<Arc<Permission>>,
    /// Where each permission came from: file and index in it.
    permission_places: Vec<(usize, usize)>,
}

/// Where a rule stands in its file: by its index among the rules, or among the duties.
#[derive(Clone, Copy)]
enum Place {
    Rule(usize),
    Duty(usize),
}

impl std::fmt::Debug for RuleBook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RuleBook").field("rules", &self.rules.len()).finish_non_exhaustive()
    }
}

impl RuleBook {
    /// The rule sets that are part of kodai.
    ///
    /// # Errors
    ///
    /// [`RuleErrors`] if one is broken, which the tests rule out.
    pub fn builtin() -> Result<Self, RuleErrors> {
        Self::load(&[], true)
    }

    /// The built-in sets, if wanted, then the RON files of `paths`; a folder stands for all `*.ron` in it.
    ///
    /// # Errors
    ///
    /// [`RuleErrors`] with the exact place of each: unreadable files, syntax, unknown names, duplicate ids, bad patterns,
    /// missing examples.
    pub fn load(paths: &[PathBuf], with_builtin: bool) -> Result<Self, RuleErrors> {
        let mut errors = Vec::new();
        let mut sources: Vec<(String, String)> = Vec::new();
        if with_builtin {
            sources.extend(BUILTIN.iter().map(|&(name, text)| (format!("<built-in>/{name}"), text.to_owned())));
        }
        for path in paths {
            match rule_files(path) {
                Ok(files) => {
                    for file in files {
                        match std::fs::read_to_string(&file) {
                            Ok(text) => {
                                let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
                                sources.push((file.display().to_string(), text));
                            }
                            Err(error) => errors.push(unreadable(&file, &error)),
                        }
                    }
                }
                Err(error) => errors.push(*error),
            }
        }
        Self::from_sources(sources, errors, with_builtin)
    }

    /// Rule sets from texts: names and contents. The built-in lexicons are known to them.
    ///
    /// # Errors
    ///
    /// As [`RuleBook::load`].
    pub fn from_texts(texts: &[(&str, &str)]) -> Result<Self, RuleErrors> {
        let sources = texts.iter().map(|&(name, text)| (name.to_owned(), text.to_owned())).collect();
        Self::from_sources(sources, Vec::new(), false)
    }

    fn from_sources(
        sources: Vec<(String, String)>,
        mut errors: Vec<RuleError>,
        with_builtin: bool,
    ) -> Result<Self, RuleErrors> {
        let mut files: Vec<LoadedFile> = Vec::new();
        // Reading and compiling take most of a small run, so all cores share them.
        let contents: Vec<_> = sources.par_iter().map(|(name, text)| read(text, is_builtin(name))).collect();
        for ((name, text), content) in sources.into_iter().zip(contents) {
            match content {
                Ok(content) => files.push(LoadedFile { builtin: is_builtin(&name), name, text, content }),
                Err(error) => errors.extend(faults(&name, &text, &error)),
            }
        }
        let mut left_out = Vec::new();
        if !with_builtin && errors.is_empty() {
            let (lexicons, rules) = builtin_lexicons(&files)?;
            files.extend(lexicons);
            left_out = rules;
        }
        let mut book = Self {
            files,
            rules: Vec::new(),
            places: Vec::new(),
            permissions: Vec::new(),
            permission_places: Vec::new(),
        };
        book.check_names(&mut errors);
        for (file_index, file) in book.files.iter().enumerate() {
            for (rule_index, raw) in file.content.rules.iter().enumerate() {
                let faults = missing(raw);
                for rewrite in &raw.rewrites {
                    errors.extend(faults_of_rewrite(rewrite).map(|why| file.refuse(rewrite.with.1, &why)));
                }
                if faults.is_empty() {
                    book.rules.push(Arc::new(checked(raw, &file.name)));
                    book.places.push((file_index, Place::Rule(rule_index)));
                }
                errors.extend(faults.iter().map(|why| file.refuse(raw.id.1, why)));
            }
            for (index, raw) in file.content.duties.iter().enumerate() {
                let faults = missing_of_duty(raw);
                if faults.is_empty() {
                    book.rules.push(Arc::new(checked_duty(raw, &file.name)));
                    book.places.push((file_index, Place::Duty(index)));
                }
                errors.extend(faults.iter().map(|why| file.refuse(raw.id.1, why)));
            }
            for (index, raw) in file.content.permitted.iter().enumerate() {
                let faults = missing_of_permission(raw);
                if faults.is_empty() {
                    book.permissions.push(Arc::new(checked_permission(raw, &file.name)));
                    book.permission_places.push((file_index, index));
                }
                errors.extend(faults.iter().map(|why| file.refuse(raw.id.1, why)));
            }
        }
        // A rule that is missing for a fault of its own is not unknown.
        if errors.is_empty() {
            errors = book.overrule(&left_out);
        }
        if errors.is_empty() { Ok(book) } else { Err(RuleErrors(errors)) }
    }

    fn overrule(&mut self, left_out: &[String]) -> Vec<RuleError> {
        let contents = || self.files.iter().map(|file| &file.content);
        let elsewhere = Elsewhere {
            left_out,
            permitted: &contents().flat_map(|file| &file.permitted).map(|raw| raw.id.0.as_str()).collect::<Vec<_>>(),
            duties: &contents().flat_map(|file| &file.duties).map(|raw| raw.id.0.as_str()).collect::<Vec<_>>(),
        };
        house::overrule(&self.files, &mut self.rules, &elsewhere)
    }

    /// Whether a rule set that is not built in changes terms of a built-in lexicon, and so what built-in rules find.
    pub fn changes_builtin(&self) -> bool {
        let own = |name: &Name| {
            let lexicons =
                |file: &LoadedFile| file.content.lexicons.iter().any(|own| own.name.0 == name.0 && !own.replaces);
            self.files.iter().any(|file| !file.builtin && lexicons(file))
        };
        self.files.iter().filter(|file| !file.builtin).any(|file| {
            let replaced = file.content.lexicons.iter().filter(|lexicon| lexicon.replaces).map(|lexicon| &lexicon.name);
            let mut changed = file.content.extend.iter().map(|extension| &extension.lexicon).chain(replaced);
            changed.any(|name| !own(name))
        })
    }

    /// The rules, in the order of their files.
    pub fn rules(&self) -> &[Arc<Rule>] {
        &self.rules
    }

    /// The rule with this id.
    pub fn rule(&self, id: &str) -> Option<&Arc<Rule>> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The wordings that products may use, in the order of their files.
    pub fn permissions(&self) -> &[Arc<Permission>] {
        &self.permissions
    }

    /// The permission with this id.
    pub fn permission(&self, id: &str) -> Option<&Arc<Permission>> {
        self.permissions.iter().find(|permission| permission.id == id)
    }

    /// Names that are given twice.
    fn check_names(&self, errors: &mut Vec<RuleError>) {
        errors.extend(house::check_lexicons(&self.files));
        let mut rules = HashMap::new();
        for file in &self.files {
            // A reader asks for both by their id.
            let RuleFile { rules: own, duties, permitted, .. } = &file.content;
            let others = duties.iter().map(|duty| &duty.id).chain(permitted.iter().map(|permitted| &permitted.id));
            for Name(id, at) in own.iter().map(|rule| &rule.id).chain(others) {
                if let Some(first) = rules.insert(id, &file.name) {
                    errors.push(file.refuse(*at, &twice("rule", id, first, &file.name)));
                }
            }
        }
    }

    /// Compiles all patterns. This loads the dictionary.
    ///
    /// # Errors
    ///
    /// [`RuleErrors`] with the place of each pattern that can match nothing or names an unknown lexicon.
    pub fn compile(&self) -> Result<Compiled, RuleErrors> {
        let mut errors = Vec::new();
        let (lexicons, ids) = self.compile_lexicons(&mut errors);
        let maskable = self.files.iter().flat_map(|file| &file.content.lexicons).filter(|lexicon| lexicon.maskable);
        let names = maskable.filter_map(|lexicon| ids.get(&lexicon.name.0));
        let disguises = Disguises::new(names.flat_map(|&id| lexicons[id as usize].own_words()));
        let compiled: Vec<_> = self
            .rules
            .par_iter()
            .zip(&self.places)
            .map_init(
                || Tokenizer.worker(),
                |worker, (rule, &(file_index, place))| {
                    let file = &self.files[file_index];
                    let mut compiler = Compiler { file, lexicons: &lexicons, ids: &ids, worker, errors: Vec::new() };
                    let compiled = match place {
                        Place::Rule(index) => compiler.rule(rule, &file.content.rules[index]),
                        Place::Duty(index) => compiler.duty(rule, &file.content.duties[index]),
                    };
                    (compiled, compiler.errors)
                },
            )
            .collect();
        let mut rules = Vec::with_capacity(compiled.len());
        for (rule, wrong) in compiled {
            rules.push(rule);
            errors.extend(wrong);
        }
        let mut worker = Tokenizer.worker();
        let mut permissions = Vec::with_capacity(self.permissions.len());
        for (permission, &(file_index, index)) in self.permissions.iter().zip(&self.permission_places) {
            let file = &self.files[file_index];
            let raw = &file.content.permitted[index];
            let mut compiler =
                Compiler { file, lexicons: &lexicons, ids: &ids, worker: &mut worker, errors: Vec::new() };
            permissions.push(compiler.permission(permission, raw));
            errors.extend(compiler.errors);
        }
        if errors.is_empty() {
            Ok(Compiled { rules, permissions, lexicons, disguises })
        } else {
            Err(RuleErrors(errors))
        }
    }

    fn compile_lexicons(&self, errors: &mut Vec<RuleError>) -> (Vec<Lexicon>, HashMap<String, LexiconId>) {
        let all = house::lexicons(&self.files);
        let ids: HashMap<String, LexiconId> =
            all.iter().enumerate().map(|(id, (_, lexicon))| (lexicon.name.0.clone(), id as LexiconId)).collect();
        let compiled: Vec<_> = all
            .par_iter()
            .map_init(|| Tokenizer.worker(), |worker, (file, lexicon)| terms(file, &lexicon.terms, &ids, worker))
            .collect();
        let mut own = Vec::with_capacity(compiled.len());
        for (terms, wrong) in compiled {
            own.push(terms);
            errors.extend(wrong);
        }
        let mut includes: Vec<Vec<(&LoadedFile, &Name)>> =
            all.iter().map(|&(file, lexicon)| lexicon.include.iter().map(|name| (file, name)).collect()).collect();
        self.extend_lexicons(&ids, &mut own, &mut includes, errors);
        let mut lexicons = Vec::new();
        for (id, (file, lexicon)) in all.iter().enumerate() {
            let mut done = Lexicon::new(&lexicon.name.0);
            done.own = own[id].len();
            let mut seen = vec![id];
            let mut next = 0;
            while let Some(&member) = seen.get(next) {
                next += 1;
                for (term, text) in &own[member] {
                    done.push(Arc::clone(term), text);
                }
                for &(file, name) in &includes[member] {
                    match ids.get(&name.0) {
                        Some(&included) if !seen.contains(&(included as usize)) => seen.push(included as usize),
                        Some(_) => {}
                        None if member == id => {
                            let near = super::nearest(&name.0, ids.keys().map(String::as_str));
                            errors.push(file.refuse(name.1, &format!("unknown lexicon `{}`{near}", name.0)));
                        }
                        None => {}
                    }
                }
            }
            if done.terms.is_empty() {
                errors.push(file.refuse(lexicon.name.1, &format!("the lexicon `{}` has no term", lexicon.name.0)));
            }
            done.finish();
            lexicons.push(done);
        }
        (lexicons, ids)
    }

    /// Adds the terms and lexicons that other files add to each: `own` are the terms of each, `includes` the lexicons.
    fn extend_lexicons<'a>(
        &'a self,
        ids: &HashMap<String, LexiconId>,
        own: &mut [Vec<(Arc<Sequence>, String)>],
        includes: &mut [Vec<(&'a LoadedFile, &'a Name)>],
        errors: &mut Vec<RuleError>,
    ) {
        let mut worker = None;
        for (file, raw) in self.files.iter().flat_map(|file| file.content.extend.iter().map(move |raw| (file, raw))) {
            let Name(name, at) = &raw.lexicon;
            let id = match pattern::lookup(name, ids) {
                Ok(id) => id as usize,
                Err(why) => {
                    errors.push(file.refuse(*at, &why));
                    continue;
                }
            };
            if raw.terms.is_empty() && raw.include.is_empty() {
                errors.push(file.refuse(*at, &format!("nothing is added to the lexicon `{name}`")));
            }
            for PhraseText { spelt, at } in &raw.terms {
                let known = |parts: &Vec<Part>| own[id].iter().any(|(_, text)| *text == written(parts));
                // A fault of the term itself is told where it is compiled.
                if !spelt.is_empty() && spelt.iter().all(known) {
                    let term = spelt.first().map(|parts| written(parts)).unwrap_or_default();
                    errors.push(file.refuse(*at, &format!("`{term}` is a term of the lexicon `{name}` already")));
                }
            }
            for included in &raw.include {
                if includes[id].iter().any(|(_, known)| known.0 == included.0) {
                    let why = format!("the lexicon `{name}` includes `{}` already", included.0);
                    errors.push(file.refuse(included.1, &why));
                }
            }
            let worker = worker.get_or_insert_with(|| Tokenizer.worker());
            let (added, wrong) = terms(file, &raw.terms, ids, worker);
            own[id].extend(added);
            includes[id].extend(raw.include.iter().map(|name| (file, name)));
            errors.extend(wrong);
        }
    }
}

/// Terms, each with its text, and what is wrong with those that can match nothing.
fn terms(
    file: &LoadedFile,
    texts: &[PhraseText],
    ids: &HashMap<String, LexiconId>,
    worker: &mut Worker,
) -> (Vec<(Arc<Sequence>, String)>, Vec<RuleError>) {
    let mut terms = Vec::new();
    let mut errors = Vec::new();
    for PhraseText { spelt, at } in texts {
        for parts in spelt {
            let compiled = if parts.iter().any(|part| matches!(part, Part::Lexicon(_))) {
                Err("a term of a lexicon is made of words, not of other lexicons; use `include`".to_owned())
            } else {
                // ない and its like are terms too: they lend a phrase their polarity, not an anchor.
                pattern::compile(parts, &[], ids, LookedFor::Term, worker)
                    .or_else(|why| pattern::compile_general(parts, worker).ok_or(why))
            };
            match compiled {
                Ok(sequence) => {
                    errors.extend(file.loss(&sequence).map(|why| file.refuse(*at, &why)));
                    terms.push((Arc::new(sequence), written(parts)));
                }
                Err(why) => errors.push(file.refuse(*at, &why)),
            }
        }
    }
    (terms, errors)
}

/// The built-in lexicons that `files` do not define themselves: house rules may use them also where the built-in rules
/// are left out. And the names of these rules.
fn builtin_lexicons(files: &[LoadedFile]) -> Result<(Vec<LoadedFile>, Vec<String>), RuleErrors> {
    let own =
        |file: &LoadedFile, name: &Name| file.content.lexicons.iter().any(|own| own.name.0 == name.0 && !own.replaces);
    let defined = |name: &Name| files.iter().any(|file| own(file, name));
    let mut sets = Vec::new();
    let mut rules = Vec::new();
    for &(name, text) in BUILTIN {
        let mut content = read(text, true).map_err(|error| RuleErrors(faults(name, text, &error)))?;
        rules.extend(content.rules.drain(..).map(|rule| rule.id.0));
        rules.extend(content.duties.drain(..).map(|duty| duty.id.0));
        content.permitted.clear();
        content.lexicons.retain(|lexicon| !defined(&lexicon.name));
        sets.push(LoadedFile { name: format!("<built-in>/{name}"), builtin: true, text: text.to_owned(), content });
    }
    Ok((sets, rules))
}

fn is_builtin(name: &str) -> bool {
    name.starts_with("<built-in>/")
}

fn written(parts: &[Part]) -> String {
    parts.iter().filter_map(|part| if let Part::Text(text) = part { Some(text.as_str()) } else { None }).collect()
}

/// How a rule is looked for.
#[derive(Debug)]
pub enum Finder {
    /// A pattern over tokens.
    Sequence(Sequence),
    /// A pattern over text.
    Regex {
        /// The expression, compiled when a sentence first asks for it.
        regex: LazyRegex,
        /// Whether a match must begin and end with words.
        aligned: bool,
        /// What any text it matches holds.
        anchors: Anchors,
    },
}

impl Finder {
    /// What any sentence it matches holds.
    pub fn anchors(&self) -> &Anchors {
        match self {
            Self::Sequence(sequence) => &sequence.anchors,
            Self::Regex { anchors, .. } => anchors,
        }
    }
}

/// A regular expression that is compiled when it is first used: compiling all of them takes longer than a small file.
#[derive(Clone, Debug)]
pub struct LazyRegex {
    text: String,
    compiled: OnceLock<Option<Regex>>,
}

impl LazyRegex {
    fn new(text: &str) -> Self {
        Self { text: text.to_owned(), compiled: OnceLock::new() }
    }

    /// The expression. `None` if it does not compile, which is found out when a rule set is loaded that is not built in,
    /// and by a test for those that are.
    pub fn get(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| Regex::new(&self.text).ok()).as_ref()
    }
}

impl std::fmt::Display for LazyRegex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

/// A rule in the form that is matched.
#[derive(Debug)]
pub struct CompiledRule {
    /// The rule.
    pub rule: Arc<Rule>,
    /// What is looked for.
    pub find: Vec<Finder>,
    /// Under what conditions it counts.
    pub conditions: Conditions,
    /// What the document must say where the rule matches, instead of the match being reported.
    pub duty: Option<Duty<Mention>>,
}

/// What meets a requirement, and where.
#[derive(Debug)]
pub struct Mention {
    /// Any of these.
    pub find: Vec<Finder>,
    /// How near to what raises the duty.
    pub within: Reach,
}

/// Under what conditions a match counts.
#[derive(Debug)]
pub struct Conditions {
    /// What excuses a match that it overlaps.
    pub unless: Vec<Finder>,
    /// Lexicons that excuse a match in whose clause they have a term.
    pub unless_near: Vec<LexiconId>,
    /// Lexicons that excuse a match in whose block, or in a note, they have a term.
    pub unless_noted: Vec<LexiconId>,
    /// For each: one of these lexicons must have a term within reach.
    pub near: Vec<(Vec<LexiconId>, Reach)>,
}

/// Permitted wordings in the form that is matched.
#[derive(Debug)]
pub struct CompiledPermission {
    /// The permission.
    pub permission: Arc<Permission>,
    /// The wordings. They are looked for where a rule has matched, and have no anchors.
    pub find: Vec<Finder>,
    /// Under what conditions they are permitted.
    pub conditions: Conditions,
}

/// All rules in the form that is matched.
#[derive(Debug)]
pub struct Compiled {
    /// The rules, in the order of their files.
    pub rules: Vec<CompiledRule>,
    /// The permitted wordings, in the order of their files.
    pub permissions: Vec<CompiledPermission>,
    /// The lexicons, by their id.
    pub lexicons: Vec<Lexicon>,
    /// The words that are recognised in disguise.
    pub disguises: Disguises,
}

struct Compiler<'a> {
    file: &'a LoadedFile,
    lexicons: &'a [Lexicon],
    ids: &'a HashMap<String, LexiconId>,
    worker: &'a mut Worker,
    errors: Vec<RuleError>,
}

impl Compiler<'_> {
    fn rule(&mut self, rule: &Arc<Rule>, raw: &RawRule) -> CompiledRule {
        let mut find = self.phrases(&raw.phrases, LookedFor::First);
        find.extend(self.tokens(&raw.tokens, &raw.id, LookedFor::First));
        find.extend(self.regexes(&raw.regexes, true, LookedFor::First));
        find.extend(self.regexes(&raw.raw_regexes, false, LookedFor::First));
        let conditions = self.conditions(&raw.unless, &raw.near, &raw.id);
        CompiledRule { rule: Arc::clone(rule), find, conditions, duty: None }
    }

    fn duty(&mut self, rule: &Arc<Rule>, raw: &RawDuty) -> CompiledRule {
        let arises = &raw.arises;
        let mut find = self.phrases(&arises.phrases, LookedFor::First);
        find.extend(self.tokens(&arises.tokens, &raw.id, LookedFor::First));
        find.extend(self.regexes(&arises.regexes, true, LookedFor::First));
        find.extend(self.regexes(&arises.raw_regexes, false, LookedFor::First));
        let conditions = self.conditions(&arises.unless, &arises.near, &raw.id);
        let mut requires = Vec::with_capacity(raw.requires.len());
        for requirement in &raw.requires {
            let mut find = self.phrases(&requirement.phrases, LookedFor::First);
            find.extend(self.tokens(&requirement.tokens, &requirement.id, LookedFor::First));
            find.extend(self.regexes(&requirement.regexes, false, LookedFor::First));
            let mention = Mention { find, within: requirement.within.unwrap_or(Reach::Document) };
            let id = requirement.id.0.clone();
            requires.push(Requirement { id, name: requirement.name.clone(), find: mention });
        }
        let duty = Duty {
            id: rule.id.clone(),
            message: raw.message.clone(),
            in_sentences: usize::from(arises.in_sentences.unwrap_or(1)),
            least_sentences: usize::from(arises.least_sentences.unwrap_or(1)),
            requires,
        };
        CompiledRule { rule: Arc::clone(rule), find, conditions, duty: Some(duty) }
    }

    fn permission(&mut self, permission: &Arc<Permission>, raw: &RawPermission) -> CompiledPermission {
        let mut find = self.phrases(&raw.phrases, LookedFor::Beside);
        find.extend(self.tokens(&raw.tokens, &raw.id, LookedFor::Beside));
        find.extend(self.regexes(&raw.regexes, false, LookedFor::Beside));
        let conditions = self.conditions(&raw.unless, &raw.near, &raw.id);
        CompiledPermission { permission: Arc::clone(permission), find, conditions }
    }

    fn conditions(&mut self, raw: &RawUnless, near: &[RawNear], id: &Name) -> Conditions {
        let mut unless = self.phrases(&raw.phrases, LookedFor::Beside);
        unless.extend(self.tokens(&raw.tokens, id, LookedFor::Beside));
        unless.extend(self.regexes(&raw.regexes, false, LookedFor::Beside));
        let unless_near = self.lexicons(&raw.near);
        let unless_noted = self.lexicons(&raw.noted);
        let near = near.iter().map(|near| (self.lexicons(&near.lexicons), near.within)).collect();
        Conditions { unless, unless_near, unless_noted, near }
    }

    fn refuse(&mut self, at: At, why: &str) {
        self.errors.push(self.file.refuse(at, why));
    }

    fn lexicons(&mut self, names: &[Name]) -> Vec<LexiconId> {
        let mut found = Vec::new();
        for Name(name, at) in names {
            match pattern::lookup(name, self.ids) {
                Ok(id) => found.push(id),
                Err(why) => self.refuse(*at, &why),
            }
        }
        found
    }

    /// Whether a phrase names a lexicon without terms, which has an error of its own.
    fn is_hollow(&self, parts: &[Part]) -> bool {
        let hollow = |name: &String| self.ids.get(name).is_some_and(|&id| self.lexicons[id as usize].terms.is_empty());
        parts.iter().any(|part| matches!(part, Part::Lexicon(names) if names.iter().any(hollow)))
    }

    fn phrases(&mut self, phrases: &[PhraseText], looked_for: LookedFor) -> Vec<Finder> {
        let mut found = Vec::new();
        for PhraseText { spelt, at } in phrases {
            for parts in spelt {
                match pattern::compile(parts, self.lexicons, self.ids, looked_for, self.worker) {
                    Ok(sequence) => {
                        let loss = self.file.loss(&sequence);
                        found.push(Finder::Sequence(sequence));
                        if let Some(why) = loss {
                            self.refuse(*at, &why);
                            break;
                        }
                    }
                    Err(_) if self.is_hollow(parts) => break,
                    Err(why) => {
                        self.refuse(*at, &why);
                        break;
                    }
                }
            }
        }
        found
    }

    fn tokens(&mut self, patterns: &[Vec<RawTokenTest>], id: &Name, looked_for: LookedFor) -> Vec<Finder> {
        let mut found = Vec::new();
        for tests in patterns {
            let before = self.errors.len();
            let names = tests.iter().map(|test| self.lexicons(&test.lexicon)).collect();
            if self.errors.len() > before {
                continue;
            }
            match pattern::compile_tokens(tests, names, self.lexicons, looked_for) {
                Ok(sequence) => found.push(Finder::Sequence(sequence)),
                Err(why) => {
                    let place = tests.iter().find_map(RawTokenTest::at).unwrap_or(id.1);
                    self.refuse(place, &format!("this token pattern can match nothing: {why}"));
                }
            }
        }
        found
    }

    fn regexes(&mut self, regexes: &[RegexText], aligned: bool, looked_for: LookedFor) -> Vec<Finder> {
        let mut found = Vec::new();
        for RegexText(text, at) in regexes {
            let regex = LazyRegex::new(text);
            let compiles = self.file.builtin || regex.get().is_some();
            let anchors = match looked_for {
                LookedFor::Beside if self.file.builtin => Ok(Vec::new()),
                LookedFor::Beside => pattern::check_regex(text).map(|()| Vec::new()),
                LookedFor::First | LookedFor::Term => pattern::regex_anchors(text),
            };
            match anchors {
                Ok(anchors) if compiles => {
                    found.push(Finder::Regex { regex, aligned, anchors: Anchors::Literals(anchors) });
                }
                Ok(_) => self.refuse(*at, "the regex is too large"),
                Err(why) => self.refuse(*at, &why),
            }
        }
        found
    }
}

/// What a rule lacks.
fn missing(raw: &RawRule) -> Vec<String> {
    let mut faults = Vec::new();
    let mut require = |holds: bool, what: &str| {
        if !holds {
            faults.push(format!("the rule `{}` {what}", raw.id.0));
        }
    };
    let blank = |text: &str| text.trim().is_empty();
    let patterns = [raw.phrases.len(), raw.tokens.len(), raw.regexes.len(), raw.raw_regexes.len()];
    require(!levels(&raw.levels).is_empty(), "has a level for no product");
    require(patterns.iter().any(|&count| count > 0), "has no pattern: give it phrases, tokens or regexes");
    require(raw.tokens.iter().chain(&raw.unless.tokens).all(|tests| !tests.is_empty()), "has an empty token pattern");
    require(raw.basis.iter().any(|basis| !blank(basis)), "names no legal basis");
    require(!blank(&raw.message.ja) && !blank(&raw.message.en), "has an empty message");
    require(!blank(&raw.help.ja) && !blank(&raw.help.en), "has an empty help");
    require(!raw.bad.is_empty(), "has no bad example");
    require(raw.good.iter().any(|example| !blank(example)), "has no good example");
    require(!blank(&raw.since), "does not say since which version it is there");
    faults
}

/// What a permission lacks.
fn missing_of_permission(raw: &RawPermission) -> Vec<String> {
    let mut faults = Vec::new();
    let mut require = |holds: bool, what: &str| {
        if !holds {
            faults.push(format!("the permitted wording `{}` {what}", raw.id.0));
        }
    };
    let blank = |text: &str| text.trim().is_empty();
    let patterns = [raw.phrases.len(), raw.tokens.len(), raw.regexes.len()];
    require(!raw.products.is_empty(), "names no product");
    require(!raw.classes.is_empty(), "names no class that it silences");
    require(patterns.iter().any(|&count| count > 0), "has no pattern: give it phrases, tokens or regexes");
    require(raw.tokens.iter().chain(&raw.unless.tokens).all(|tests| !tests.is_empty()), "has an empty token pattern");
    require(raw.basis.iter().any(|basis| !blank(basis)), "names no legal basis");
    require(!blank(&raw.about.ja) && !blank(&raw.about.en), "does not say what it is about");
    require(!raw.good.is_empty(), "has no good example");
    require(!raw.bad.is_empty(), "has no bad example");
    require(!blank(&raw.since), "does not say since which version it is there");
    faults
}

/// A permission from what was written, once nothing is missing.
fn checked_permission(raw: &RawPermission, origin: &str) -> Permission {
    let texts = |examples: &[super::schema::ExampleText]| examples.iter().map(|example| example.0.clone()).collect();
    Permission {
        id: raw.id.0.clone(),
        products: raw.products.clone(),
        classes: raw.classes.clone(),
        basis: raw.basis.clone(),
        about: raw.about.clone(),
        good: texts(&raw.good),
        bad: texts(&raw.bad),
        since: raw.since.clone(),
        origin: origin.to_owned(),
    }
}

/// What a duty lacks.
fn missing_of_duty(raw: &RawDuty) -> Vec<String> {
    let mut faults = Vec::new();
    let mut require = |holds: bool, what: &str| {
        if !holds {
            faults.push(format!("the duty `{}` {what}", raw.id.0));
        }
    };
    let blank = |text: &str| text.trim().is_empty();
    let arises = &raw.arises;
    let patterns = [arises.phrases.len(), arises.tokens.len(), arises.regexes.len(), arises.raw_regexes.len()];
    let tokens = arises.tokens.iter().chain(&arises.unless.tokens);
    let tokens = tokens.chain(raw.requires.iter().flat_map(|requirement| &requirement.tokens));
    require(!levels(&raw.levels).is_empty(), "has a level for no product");
    require(patterns.iter().any(|&count| count > 0), "never arises: give `arises` phrases, tokens or regexes");
    require(tokens.into_iter().all(|tests| !tests.is_empty()), "has an empty token pattern");
    require(!raw.requires.is_empty(), "requires nothing");
    for (index, requirement) in raw.requires.iter().enumerate() {
        let RawRequirement { id: Name(id, _), name, phrases, tokens, regexes, .. } = requirement;
        let patterns = [phrases.len(), tokens.len(), regexes.len()];
        require(patterns.iter().any(|&count| count > 0), &format!("requires `{id}`, which nothing can meet"));
        require(!blank(&name.ja) && !blank(&name.en), &format!("requires `{id}`, which has no name"));
        let first = raw.requires[..index].iter().all(|before| before.id.0 != *id);
        require(first, &format!("requires `{id}` twice"));
    }
    require(raw.basis.iter().any(|basis| !blank(basis)), "names no legal basis");
    let named = |text: &str| text.contains("{missing}");
    require(named(&raw.message.ja) && named(&raw.message.en), "has a message without `{missing}`");
    require(!blank(&raw.help.ja) && !blank(&raw.help.en), "has an empty help");
    require(!raw.bad.is_empty(), "has no bad example");
    require(raw.good.iter().any(|example| !blank(example)), "has no good example");
    require(!blank(&raw.since), "does not say since which version it is there");
    faults
}

/// The rule that a duty is to its readers, once nothing is missing: its message names all that is required.
fn checked_duty(raw: &RawDuty, origin: &str) -> Rule {
    Rule {
        id: raw.id.0.clone(),
        class: raw.class,
        levels: levels(&raw.levels),
        basis: raw.basis.clone(),
        message: with_names(&raw.message, raw.requires.iter().map(|requirement| &requirement.name)),
        help: raw.help.clone(),
        rewrites: Vec::new(),
        bad: raw.bad.iter().map(|example| example.0.clone()).collect(),
        good: raw.good.clone(),
        since: raw.since.clone(),
        origin: origin.to_owned(),
        overridden: Vec::new(),
    }
}

/// The level for each product a rule applies to.
fn levels(raw: &BTreeMap<ProductKey, LevelOrOff>) -> Vec<(Product, Level)> {
    let given = |product| raw.get(&ProductKey::One(product)).or_else(|| raw.get(&ProductKey::Rest));
    Product::ALL.iter().filter_map(|&product| Some((product, given(product)?.0?))).collect()
}

/// A rule from what was written, once nothing is missing.
fn checked(raw: &RawRule, origin: &str) -> Rule {
    Rule {
        id: raw.id.0.clone(),
        class: raw.class,
        levels: levels(&raw.levels),
        basis: raw.basis.clone(),
        message: raw.message.clone(),
        help: raw.help.clone(),
        rewrites: raw.rewrites.iter().map(checked_rewrite).collect(),
        bad: raw.bad.iter().map(|example| example.0.clone()).collect(),
        good: raw.good.clone(),
        since: raw.since.clone(),
        origin: origin.to_owned(),
        overridden: Vec::new(),
    }
}

fn checked_rewrite(raw: &RawRewrite) -> Rewrite {
    Rewrite {
        replace: raw.replace.as_ref().map(|RegexText(text, _)| LazyRegex::new(text)),
        with: raw.with.0.clone(),
        when: raw.when.clone(),
        safe: raw.safe,
    }
}

/// What is wrong with a rewrite, which no reading of it alone can tell.
fn faults_of_rewrite(raw: &RawRewrite) -> Option<String> {
    let with = raw.with.0.as_str();
    let fault = match (raw.safe, &raw.replace, &raw.when) {
        (true, None, _) => "a safe rewrite must say what of the match it replaces: `replace`",
        (true, _, Some(_)) => "a rewrite that holds only under a condition (`when`) is not safe",
        (_, None, _) if with.is_empty() => "a rewrite that replaces all of the match must not be empty",
        (_, Some(RegexText(text, _)), _) if with.contains('$') => return fault_of_groups(text, with),
        _ => return None,
    };
    Some(fault.to_owned())
}

/// Whether a rewrite names a group (`$1`) that what it replaces does not have: it would be replaced by nothing.
fn fault_of_groups(replace: &str, with: &str) -> Option<String> {
    let Ok(replace) = Regex::new(replace) else { return Some("what it replaces is too large a regex".to_owned()) };
    let with = with.replace("$$", "");
    with.split('$').skip(1).find_map(|after| {
        let after = after.strip_prefix('{').unwrap_or(after);
        let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(after.len());
        let name = &after[..end];
        let known = match name.parse::<usize>() {
            Ok(number) => number < replace.captures_len(),
            Err(_) => replace.capture_names().flatten().any(|known| known == name),
        };
        (!known).then(|| format!("`replace` has no group `{name}`; write `$$` for the character"))
    })
}

fn rule_files(path: &Path) -> Result<Vec<PathBuf>, Box<RuleError>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(path).sort_by_file_name() {
        let entry = entry.map_err(|error| Box::new(unreadable(path, &error)))?;
        if entry.file_type().is_file() && entry.path().extension().is_some_and(|extension| extension == "ron") {
            files.push(entry.into_path());
        }
    }
    if files.is_empty() {
        return Err(Box::new(RuleError::without_place(path, "the folder holds no rule file (*.ron)".to_owned())));
    }
    Ok(files)
}

fn unreadable(path: &Path, error: &dyn std::error::Error) -> RuleError {
    RuleError::without_place(path, format!("the rule file {} cannot be read: {error}", path.display()))
}
