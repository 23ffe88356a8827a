//! From rule files to checked rules: reading, cross-checking, compiling. Every error has its place in the RON file.

use super::Rule;
use super::builtin::BUILTIN;
use super::pattern::{self, Anchors, Lexicon, LexiconId, Sequence};
use super::phrase::Part;
use super::schema::{
    LevelOrOff, Name, PhraseText, ProductKey, RawLexicon, RawRule, RawTokenTest, Reach, RegexText, RuleFile, refusing,
};
use crate::class::{Level, Product};
use crate::tokenize::{Tokenizer, Worker};
use miette::{Diagnostic, NamedSource, SourceSpan};
use rayon::prelude::*;
use regex::Regex;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use thiserror::Error;

/// A rule file that cannot be used, and the place that is to blame.
#[derive(Debug, Error, Diagnostic)]
#[error("{message}")]
pub struct RuleError {
    /// What is wrong, the file's name first.
    message: String,
    #[source_code]
    source_code: NamedSource<String>,
    #[label("{label}")]
    span: Option<SourceSpan>,
    label: String,
    #[help]
    help: Option<String>,
}

/// All that is wrong with the rule files of a run.
#[derive(Debug, Error, Diagnostic)]
#[error("the rules could not be loaded")]
pub struct RuleErrors(#[related] pub Vec<RuleError>);

impl From<RuleError> for RuleErrors {
    fn from(error: RuleError) -> Self {
        Self(vec![error])
    }
}

struct LoadedFile {
    name: String,
    /// Part of kodai, and so under test.
    builtin: bool,
    text: String,
    content: RuleFile,
}

/// All rule sets of a run: read, and checked as far as no dictionary is needed.
pub struct RuleBook {
    files: Vec<LoadedFile>,
    rules: Vec<Arc<Rule>>,
    /// Where each rule came from: file and index in it.
    places: Vec<(usize, usize)>,
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
                            Ok(text) => sources.push((file.display().to_string(), text)),
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
        let contents: Vec<_> = sources.par_iter().map(|(_, text)| read(text)).collect();
        for ((name, text), content) in sources.into_iter().zip(contents) {
            match content {
                Ok(content) => files.push(LoadedFile { builtin: name.starts_with("<built-in>/"), name, text, content }),
                Err(error) => errors.push(syntax_error(&name, &text, &error)),
            }
        }
        if !with_builtin && errors.is_empty() {
            files.extend(builtin_lexicons(&files)?);
        }
        let mut book = Self { files, rules: Vec::new(), places: Vec::new() };
        book.check_names(&mut errors);
        for (file_index, file) in book.files.iter().enumerate() {
            for (rule_index, raw) in file.content.rules.iter().enumerate() {
                match checked(raw, &file.name) {
                    Ok(rule) => {
                        book.rules.push(Arc::new(rule));
                        book.places.push((file_index, rule_index));
                    }
                    Err(why) => errors.push(place(file, &raw.id.0, 0, &why)),
                }
            }
        }
        if errors.is_empty() { Ok(book) } else { Err(RuleErrors(errors)) }
    }

    /// The rules, in the order of their files.
    pub fn rules(&self) -> &[Arc<Rule>] {
        &self.rules
    }

    /// The rule with this id.
    pub fn rule(&self, id: &str) -> Option<&Arc<Rule>> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// Names that are given twice or never.
    fn check_names(&self, errors: &mut Vec<RuleError>) {
        let mut lexicons: HashMap<&str, &str> = HashMap::new();
        for file in &self.files {
            let mut here: HashMap<&str, usize> = HashMap::new();
            for lexicon in &file.content.lexicons {
                let name = lexicon.name.0.as_str();
                let nth = *here.get(name).unwrap_or(&0);
                here.insert(name, nth + 1);
                if let Some(first) = lexicons.insert(name, &file.name) {
                    errors.push(place(file, name, nth, &format!("the lexicon `{name}` is already in {first}")));
                }
            }
        }
        let mut rules: HashMap<&str, &str> = HashMap::new();
        for file in &self.files {
            let mut here: HashMap<&str, usize> = HashMap::new();
            for rule in &file.content.rules {
                let id = rule.id.0.as_str();
                let nth = *here.get(id).unwrap_or(&0);
                here.insert(id, nth + 1);
                if let Some(first) = rules.insert(id, &file.name) {
                    errors.push(place(file, id, nth, &format!("the rule id `{id}` is already in {first}")));
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
        let compiled: Vec<_> = self
            .rules
            .par_iter()
            .zip(&self.places)
            .map_init(
                || Tokenizer.worker(),
                |worker, (rule, &(file_index, rule_index))| {
                    let file = &self.files[file_index];
                    let raw = &file.content.rules[rule_index];
                    let mut compiler = Compiler { file, lexicons: &lexicons, ids: &ids, worker, errors: Vec::new() };
                    (compiler.rule(rule, raw), compiler.errors)
                },
            )
            .collect();
        let mut rules = Vec::with_capacity(compiled.len());
        for (rule, wrong) in compiled {
            rules.push(rule);
            errors.extend(wrong);
        }
        if errors.is_empty() { Ok(Compiled { rules, lexicons }) } else { Err(RuleErrors(errors)) }
    }

    fn compile_lexicons(&self, errors: &mut Vec<RuleError>) -> (Vec<Lexicon>, HashMap<String, LexiconId>) {
        let all: Vec<(&LoadedFile, &RawLexicon)> = self
            .files
            .iter()
            .flat_map(|file| file.content.lexicons.iter().map(move |lexicon| (file, lexicon)))
            .collect();
        let ids: HashMap<String, LexiconId> =
            all.iter().enumerate().map(|(id, (_, lexicon))| (lexicon.name.0.clone(), id as LexiconId)).collect();
        let compiled: Vec<_> = all
            .par_iter()
            .map_init(|| Tokenizer.worker(), |worker, (file, lexicon)| terms(file, lexicon, &ids, worker))
            .collect();
        let mut own = Vec::with_capacity(compiled.len());
        for (terms, wrong) in compiled {
            own.push(terms);
            errors.extend(wrong);
        }
        let mut lexicons = Vec::new();
        for (id, (file, lexicon)) in all.iter().enumerate() {
            let mut done = Lexicon::new(&lexicon.name.0);
            let mut seen = vec![id];
            let mut next = 0;
            while let Some(&member) = seen.get(next) {
                next += 1;
                for (term, text) in &own[member] {
                    done.push(Arc::clone(term), text);
                }
                for name in &all[member].1.include {
                    match ids.get(&name.0) {
                        Some(&included) if !seen.contains(&(included as usize)) => seen.push(included as usize),
                        Some(_) => {}
                        None if member == id => {
                            let near = super::nearest(&name.0, ids.keys().map(String::as_str));
                            errors.push(place(file, &name.0, 0, &format!("unknown lexicon `{}`{near}", name.0)));
                        }
                        None => {}
                    }
                }
            }
            if done.terms.is_empty() {
                errors.push(place(file, &lexicon.name.0, 0, "the lexicon has no term"));
            }
            done.finish();
            lexicons.push(done);
        }
        (lexicons, ids)
    }
}

/// The terms of a lexicon, each with its text, and what is wrong with those that can match nothing.
fn terms(
    file: &LoadedFile,
    lexicon: &RawLexicon,
    ids: &HashMap<String, LexiconId>,
    worker: &mut Worker,
) -> (Vec<(Arc<Sequence>, String)>, Vec<RuleError>) {
    let mut terms = Vec::new();
    let mut errors = Vec::new();
    for PhraseText { text, spelt } in &lexicon.terms {
        for parts in spelt {
            let compiled = if parts.iter().any(|part| matches!(part, Part::Lexicon(_))) {
                Err("a term of a lexicon is made of words, not of other lexicons; use `include`".to_owned())
            } else {
                // ない and its like are terms too: they lend a phrase their polarity, not an anchor.
                pattern::compile(parts, &[], ids, worker)
                    .or_else(|why| pattern::compile_general(parts, worker).ok_or(why))
            };
            match compiled {
                Ok(sequence) => terms.push((Arc::new(sequence), written(parts))),
                Err(why) => errors.push(place(file, text, 0, &why)),
            }
        }
    }
    (terms, errors)
}

/// The built-in lexicons that `files` do not define themselves: house rules may use them also where the built-in rules
/// are left out.
fn builtin_lexicons(files: &[LoadedFile]) -> Result<Vec<LoadedFile>, RuleErrors> {
    let defined = |name: &Name| files.iter().any(|file| file.content.lexicons.iter().any(|own| own.name == *name));
    let mut sets = Vec::new();
    for &(name, text) in BUILTIN {
        let mut content = read(text).map_err(|error| RuleErrors::from(syntax_error(name, text, &error)))?;
        content.rules.clear();
        content.lexicons.retain(|lexicon| !defined(&lexicon.name));
        sets.push(LoadedFile { name: format!("<built-in>/{name}"), builtin: true, text: text.to_owned(), content });
    }
    Ok(sets)
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
#[derive(Debug)]
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

/// A rule in the form that is matched.
#[derive(Debug)]
pub struct CompiledRule {
    /// The rule.
    pub rule: Arc<Rule>,
    /// What is looked for.
    pub find: Vec<Finder>,
    /// What excuses a match that it overlaps.
    pub unless: Vec<Finder>,
    /// Lexicons that excuse a match in whose sentence they have a term.
    pub unless_near: Vec<LexiconId>,
    /// Lexicons that excuse a match in whose block, or in a note, they have a term.
    pub unless_noted: Vec<LexiconId>,
    /// For each: one of these lexicons must have a term within reach.
    pub near: Vec<(Vec<LexiconId>, Reach)>,
}

/// All rules in the form that is matched.
#[derive(Debug)]
pub struct Compiled {
    /// The rules, in the order of their files.
    pub rules: Vec<CompiledRule>,
    /// The lexicons, by their id.
    pub lexicons: Vec<Lexicon>,
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
        let mut find = self.phrases(&raw.phrases);
        find.extend(self.tokens(&raw.tokens, &raw.id.0));
        find.extend(self.regexes(&raw.regexes, true));
        find.extend(self.regexes(&raw.raw_regexes, false));
        let mut unless = self.phrases(&raw.unless.phrases);
        unless.extend(self.tokens(&raw.unless.tokens, &raw.id.0));
        unless.extend(self.regexes(&raw.unless.regexes, false));
        let unless_near = raw.unless.near.iter().filter_map(|name| self.lexicon(&name.0)).collect();
        let unless_noted = raw.unless.noted.iter().filter_map(|name| self.lexicon(&name.0)).collect();
        let near = raw
            .near
            .iter()
            .map(|near| (near.lexicons.iter().filter_map(|name| self.lexicon(&name.0)).collect(), near.within))
            .collect();
        CompiledRule { rule: Arc::clone(rule), find, unless, unless_near, unless_noted, near }
    }

    fn lexicon(&mut self, name: &str) -> Option<LexiconId> {
        let id = self.ids.get(name).copied();
        if id.is_none() {
            let near = super::nearest(name, self.ids.keys().map(String::as_str));
            self.errors.push(place(self.file, name, 0, &format!("unknown lexicon `{name}`{near}")));
        }
        id
    }

    fn phrases(&mut self, phrases: &[PhraseText]) -> Vec<Finder> {
        let mut found = Vec::new();
        for PhraseText { text, spelt } in phrases {
            for parts in spelt {
                match pattern::compile(parts, self.lexicons, self.ids, self.worker) {
                    Ok(sequence) => found.push(Finder::Sequence(sequence)),
                    Err(why) => {
                        self.errors.push(place(self.file, text, 0, &why));
                        break;
                    }
                }
            }
        }
        found
    }

    fn tokens(&mut self, patterns: &[Vec<RawTokenTest>], id: &str) -> Vec<Finder> {
        let mut found = Vec::new();
        for tests in patterns {
            match pattern::compile_tokens(tests, self.lexicons, self.ids) {
                Ok(sequence) => found.push(Finder::Sequence(sequence)),
                Err(why) => self.errors.push(place(self.file, id, 0, &format!("a token pattern of this rule: {why}"))),
            }
        }
        found
    }

    fn regexes(&mut self, regexes: &[RegexText], aligned: bool) -> Vec<Finder> {
        let mut found = Vec::new();
        for RegexText(text) in regexes {
            let regex = LazyRegex::new(text);
            let checked = self.file.builtin || regex.get().is_some();
            match pattern::regex_anchors(text) {
                Ok(anchors) if checked => {
                    found.push(Finder::Regex { regex, aligned, anchors: Anchors::Literals(anchors) });
                }
                Ok(_) => self.errors.push(place(self.file, text, 0, "the regex is too large")),
                Err(why) => self.errors.push(place(self.file, text, 0, &why)),
            }
        }
        found
    }
}

/// A rule from what was written, or what is missing in it.
fn checked(raw: &RawRule, origin: &str) -> Result<Rule, String> {
    let mut levels: Vec<(Product, Level)> = Vec::new();
    for &product in Product::ALL {
        let given = raw.levels.get(&ProductKey::One(product)).or_else(|| raw.levels.get(&ProductKey::Rest));
        if let Some(&LevelOrOff(Some(level))) = given {
            levels.push((product, level));
        }
    }
    let missing = |what: &str| Err(format!("the rule `{}` {what}", raw.id.0));
    if levels.is_empty() {
        return missing("has a level for no product");
    }
    if raw.phrases.is_empty() && raw.tokens.is_empty() && raw.regexes.is_empty() && raw.raw_regexes.is_empty() {
        return missing("has no pattern: give phrases, tokens or regexes");
    }
    if raw.basis.iter().all(|basis| basis.trim().is_empty()) {
        return missing("names no legal basis");
    }
    for (name, text) in [("message", &raw.message), ("help", &raw.help)] {
        if text.ja.trim().is_empty() || text.en.trim().is_empty() {
            return missing(&format!("has an empty {name}"));
        }
    }
    if raw.bad.is_empty() {
        return missing("has no bad example");
    }
    if raw.good.is_empty() {
        return missing("has no good example");
    }
    Ok(Rule {
        id: raw.id.0.clone(),
        class: raw.class,
        levels,
        basis: raw.basis.clone(),
        message: raw.message.clone(),
        help: raw.help.clone(),
        rewrites: raw.rewrites.clone(),
        bad: raw.bad.iter().map(|example| example.0.clone()).collect(),
        good: raw.good.clone(),
        since: raw.since.clone(),
        origin: origin.to_owned(),
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
        return Err(Box::new(bare(path, "the folder holds no rule file (*.ron)".to_owned())));
    }
    Ok(files)
}

fn unreadable(path: &Path, error: &dyn std::error::Error) -> RuleError {
    bare(path, format!("the rule file {} cannot be read: {error}", path.display()))
}

fn bare(path: &Path, message: String) -> RuleError {
    RuleError {
        message,
        source_code: NamedSource::new(path.display().to_string(), String::new()),
        span: None,
        label: String::new(),
        help: None,
    }
}

fn read(text: &str) -> Result<RuleFile, ron::error::SpannedError> {
    let options = ron::Options::default()
        .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
        .with_recursion_limit(32);
    options.from_str(text)
}

fn syntax_error(name: &str, text: &str, error: &ron::error::SpannedError) -> RuleError {
    let start = offset(text, error.span.start.line, error.span.start.col);
    let end = offset(text, error.span.end.line, error.span.end.col).max(start);
    let why = error.code.to_string();
    RuleError {
        message: format!("{name}: {why}"),
        source_code: NamedSource::new(name, text.to_owned()),
        span: Some(SourceSpan::new(start.into(), end - start)),
        label: "here".to_owned(),
        help: Some("docs/writing-rules.md describes every field".to_owned()),
    }
}

/// The byte offset of a line and column, both from 1, the column in characters.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start.min(text.len())..];
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at)
}

/// An error at the `nth` string of the file that equals `value`: the file is read again and refuses it there.
fn place(file: &LoadedFile, value: &str, nth: usize, why: &str) -> RuleError {
    match refusing(value, nth, why, || read(&file.text)) {
        Err(error) => syntax_error(&file.name, &file.text, &error),
        Ok(_) => bare(Path::new(&file.name), format!("{}: `{value}`: {why}", file.name)),
    }
}
