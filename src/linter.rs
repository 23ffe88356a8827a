//! The pipeline: one function from a source to its diagnostics.

use crate::class::{Class, Family, Level, Product};
use crate::context::{self, Judgement, Reason, SentenceContext, Status, Surroundings};
use crate::diagnostic::{Diagnostic, Dropped, LintResult, Rewording, Why};
use crate::document::{Document, Known};
use crate::document_rule::Outcome;
use crate::extract::{self, BlockKind};
use crate::matcher::{self, Found, Prefilter, View};
use crate::permission;
use crate::rule::schema::Reach;
use crate::rule::{
    Compiled, CompiledPermission, CompiledRule, Conditions, Finder, Mention, Permission, Rule, RuleBook, RuleErrors,
    nearest,
};
use crate::source::SourceFile;
use crate::span::{SourceRange, TextRange};
use crate::tokenize::{Pos, SubPos, Token, Tokenizer, Worker};
use std::fmt::Write as _;
use std::sync::Arc;

/// What a linter is to look for.
#[derive(Clone, Debug)]
pub struct Options {
    /// What the documents sell; `general` if empty. A finding has the highest level that any of them gives it.
    pub products: Vec<Product>,
    /// Rule ids, classes or families to look for; all if empty.
    pub select: Vec<String>,
    /// Rule ids, classes or families to leave out.
    pub ignore: Vec<String>,
    /// Whether sentences without an anchor are passed over. Off only to check that nothing is lost by it.
    pub prefilter: bool,
    /// Whether matches are judged by their context. Off only to measure what context costs: every match is then a claim.
    pub context: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { products: Vec::new(), select: Vec::new(), ignore: Vec::new(), prefilter: true, context: true }
    }
}

/// Why a linter could not be made.
#[derive(Debug, thiserror::Error)]
pub enum LinterError {
    /// A pattern of a rule set cannot be used.
    #[error(transparent)]
    Rules(#[from] RuleErrors),
    /// A selector is no rule id, class or family.
    #[error("`{0}` is no rule, class or family{1}")]
    UnknownSelector(String, String),
}

/// The pipeline with its rules: made once, used for any number of sources, by any number of threads.
#[derive(Debug)]
pub struct Linter {
    compiled: Arc<Compiled>,
    products: Vec<Product>,
    /// The permissions that some of the products have, by their number.
    permissions: Vec<u32>,
    /// The level of each rule for the products; `None` where it is not looked for.
    levels: Vec<Option<Level>>,
    /// Each finder's rule and its index in the rule.
    finders: Vec<(u32, u32)>,
    prefilter: Prefilter,
    use_prefilter: bool,
    use_context: bool,
}

/// The tokens in which one finder looks: a sentence, or a question's topic with the answer that leaves it out.
#[derive(Clone)]
struct Scope {
    sentence: usize,
    range: TextRange,
    tokens: Arc<[Token]>,
    /// The first token of the sentence itself.
    own: usize,
}

/// Where a claim stands, and why it is weaker than its rule has it.
type Standing = (TextRange, Vec<Reason>);
/// Where a match stands that is no claim, and why it is none.
type Excuse = (TextRange, Reason);

/// A judged match that is a claim.
struct Claim {
    rule: Arc<Rule>,
    level: Level,
    range: TextRange,
    lowered: Vec<Reason>,
}

/// A match that raises a duty of the document.
struct Raised {
    /// The rule's number.
    rule: u32,
    level: Level,
    sentence: usize,
    range: TextRange,
}

impl Linter {
    /// A linter with these rules.
    ///
    /// # Errors
    ///
    /// [`LinterError`] if a pattern does not compile or a selector names nothing.
    pub fn new(book: RuleBook, options: Options) -> Result<Self, LinterError> {
        // Before the dictionary is loaded for a run that will not be.
        check_selectors(&options, || book.rules().iter().map(|rule| &**rule))?;
        Self::with_rules(Arc::new(book.compile()?), options)
    }

    /// A linter with rules that others share: compiling them is most of what a linter costs.
    ///
    /// # Errors
    ///
    /// [`LinterError::UnknownSelector`] if a selector names nothing.
    pub fn with_rules(compiled: Arc<Compiled>, options: Options) -> Result<Self, LinterError> {
        check_selectors(&options, || compiled.rules.iter().map(|compiled| &*compiled.rule))?;
        let products = if options.products.is_empty() { vec![Product::General] } else { options.products.clone() };
        let levels: Vec<Option<Level>> = compiled
            .rules
            .iter()
            .map(|compiled| {
                let rule = &compiled.rule;
                let wanted = options.select.is_empty() || options.select.iter().any(|selector| selects(selector, rule));
                let unwanted = options.ignore.iter().any(|selector| selects(selector, rule));
                if !wanted || unwanted {
                    return None;
                }
                products.iter().filter_map(|&product| rule.level(product)).max()
            })
            .collect();
        let mut finders = Vec::new();
        for (rule, level) in compiled.rules.iter().zip(&levels).enumerate().map(|(i, (r, l))| ((i, r), l)) {
            if level.is_some() {
                finders.extend((0..rule.1.find.len()).map(|finder| (rule.0 as u32, finder as u32)));
            }
        }
        let anchors = finders
            .iter()
            .zip(0..)
            .map(|(&(rule, finder), number)| (number, compiled.rules[rule as usize].find[finder as usize].anchors()));
        let prefilter = Prefilter::new(anchors, &compiled.lexicons);
        let allowed = |entry: &CompiledPermission| entry.permission.products.iter().any(|own| products.contains(own));
        let permissions = compiled
            .permissions
            .iter()
            .zip(0..)
            .filter(|(entry, _)| allowed(entry))
            .map(|(_, number)| number)
            .collect();
        Ok(Self {
            compiled,
            products,
            permissions,
            levels,
            finders,
            prefilter,
            use_prefilter: options.prefilter,
            use_context: options.context,
        })
    }

    /// All that the rules find in a source, and what context made of it.
    pub fn lint(&self, source: &SourceFile) -> LintResult {
        let document = self.read(source);
        let candidates = if self.use_prefilter {
            with_questions(self.prefilter.candidates(&document.text, &document.sentences), &document)
        } else {
            let all: Vec<u32> = (0..self.finders.len() as u32).collect();
            (0..document.sentences.len() as u32).map(|sentence| (sentence, all.clone())).collect()
        };
        let mut result = LintResult::default();
        if candidates.is_empty() {
            return result;
        }
        let mut reader = Reader::new(&document, source);
        let mut claims = Vec::new();
        let mut raised = Vec::new();
        for (sentence, finders) in candidates {
            self.lint_sentence(&mut reader, sentence as usize, &finders, &mut claims, &mut raised, &mut result.dropped);
        }
        result.diagnostics = merge(claims, &document);
        for found in &mut result.diagnostics {
            let (text, len) = (source.to_line_end(found.range), found.range.len() as usize);
            let rewrites = found.rule.rewrites.iter();
            found.rewrites = rewrites.filter_map(|rewrite| Rewording::new(rewrite, text, len)).collect();
        }
        self.weigh(&mut reader, raised, &mut result);
        let position = |range: SourceRange, rule: &Rule| (range.start, range.end, rule.id.clone());
        result.diagnostics.sort_by_key(|diagnostic| position(diagnostic.range, &diagnostic.rule));
        result.dropped.sort_by_key(|dropped| position(dropped.range, &dropped.rule));
        result.dropped.dedup_by(|a, b| a.rule.id == b.rule.id && a.range == b.range);
        result
    }

    /// Where one rule alone finds claims in a source, at whatever level and for whatever product.
    pub fn claims_of(&self, source: &SourceFile, rule: &Rule) -> Vec<SourceRange> {
        let document = self.read(source);
        let mut reader = Reader::new(&document, source);
        let mut ranges = Vec::new();
        let Some(compiled) = self.compiled.rules.iter().find(|compiled| compiled.rule.id == rule.id) else {
            return ranges;
        };
        let mut raised = Vec::new();
        for sentence in 0..document.sentences.len() {
            for scope in reader.scopes(sentence) {
                for finder in &compiled.find {
                    for found in reader.find(&self.compiled, &scope, finder) {
                        if let Ok((range, _)) = self.judge(&mut reader, &scope, compiled, &found) {
                            ranges.push(document.map.to_source(range));
                            raised.push(Raised { rule: 0, level: Level::Info, sentence: scope.sentence, range });
                        }
                    }
                }
            }
        }
        if compiled.duty.is_some() {
            ranges.clear();
            if let Some((place, Outcome::Unmet(..))) = self.outcome(&mut reader, compiled, &mut raised) {
                ranges.push(document.map.to_source(place));
            }
        }
        ranges.sort_unstable();
        ranges.dedup();
        ranges
    }

    /// A source as it is linted: words in disguise are read as the words.
    fn read(&self, source: &SourceFile) -> Document {
        let mut worker = None;
        // The dictionary is loaded only where a mark stands in what may be a word.
        let mut is_word = |text: &str| {
            let tokens = worker.get_or_insert_with(|| Tokenizer.worker()).tokenize(text, 0);
            matches!(&tokens[..], [token] if !token.morph.unknown && token.morph.is_content())
        };
        let known = Known { words: &self.compiled.disguises, is_word: &mut is_word };
        Document::build_knowing(source, &extract::extract(source), Some(known))
    }

    /// Turns what raises duties into what is reported of them: one diagnostic a duty, or a part of the diagnostic that
    /// stands there.
    fn weigh(&self, reader: &mut Reader<'_>, mut raised: Vec<Raised>, result: &mut LintResult) {
        raised.sort_by_key(|raised| raised.rule);
        for of_rule in raised.chunk_by_mut(|a, b| a.rule == b.rule) {
            let Some(&Raised { rule, level, .. }) = of_rule.first() else { continue };
            let compiled = &self.compiled.rules[rule as usize];
            let Some((place, outcome)) = self.outcome(reader, compiled, of_rule) else { continue };
            let rule = Arc::clone(&compiled.rule);
            let range = reader.document.map.to_source(place);
            match outcome {
                Outcome::Met => result.dropped.push(Dropped { rule, range, reason: Why::disclosed() }),
                Outcome::Unmet(_, unmet) => {
                    let free = |other: &&mut Diagnostic| other.unmet.is_none() && other.range.overlaps(range);
                    if let Some(other) = result.diagnostics.iter_mut().find(free) {
                        other.level = other.level.max(level);
                        if other.rule.class != rule.class && !other.also.contains(&rule.class) {
                            other.also.push(rule.class);
                        }
                        other.unmet = Some(unmet);
                        continue;
                    }
                    result.diagnostics.push(Diagnostic {
                        rule,
                        level,
                        range,
                        lowered: Vec::new(),
                        also: Vec::new(),
                        rewrites: Vec::new(),
                        unmet: Some(unmet),
                    });
                }
            }
        }
    }

    /// What becomes of one duty, and where it is told. `None` if it does not arise.
    fn outcome(
        &self,
        reader: &mut Reader<'_>,
        compiled: &CompiledRule,
        raised: &mut [Raised],
    ) -> Option<(TextRange, Outcome)> {
        let duty = compiled.duty.as_ref()?;
        raised.sort_by_key(|raised| (raised.range.start, raised.range.end));
        let sentences: Vec<usize> = raised.iter().map(|raised| raised.sentence).collect();
        let of = reader.document.sentences.len();
        // What may stand anywhere is looked for once.
        let mut anywhere: Vec<(&str, bool)> = Vec::new();
        let outcome = duty.weigh(&sentences, of, |requirement, place| {
            if requirement.find.within != Reach::Document {
                return self.says(reader, &requirement.find, raised[place].sentence);
            }
            let known = anywhere.iter().find(|(id, _)| *id == requirement.id).map(|&(_, met)| met);
            known.unwrap_or_else(|| {
                let met = self.says(reader, &requirement.find, raised[place].sentence);
                anywhere.push((&requirement.id, met));
                met
            })
        })?;
        let place = if let Outcome::Unmet(place, _) = outcome { place } else { 0 };
        Some((raised[place].range, outcome))
    }

    /// Whether a document says something within reach of a sentence. Of words, a denial or a question says nothing; a
    /// condition or an instruction does (赤みが出た場合はご連絡ください). Notation says what it says wherever it stands.
    fn says(&self, reader: &mut Reader<'_>, mention: &Mention, sentence: usize) -> bool {
        (0..reader.document.sentences.len()).any(|other| {
            if !reader.within(other, sentence, mention.within) {
                return false;
            }
            mention.find.iter().any(|finder| {
                let text = &reader.document.text[reader.document.sentences[other].range.as_usize()];
                if !matcher::may_hold(finder, text, &self.compiled.lexicons) {
                    return false;
                }
                let scope = reader.scope(other);
                let after = reader.taking_up(other);
                reader.find(&self.compiled, &scope, finder).iter().any(|found| {
                    if !self.use_context || matches!(finder, Finder::Regex { .. }) {
                        return true;
                    }
                    let judgement = reader.context(other, &scope.tokens, &after).judge(found);
                    let void = |reason: Reason| matches!(reason.status, Status::Denied | Status::Asked);
                    !judgement.opposite && !judgement.dropped.is_some_and(void)
                })
            })
        })
    }

    /// Whether a permission covers a stretch of a source, as it would a match of just this stretch.
    pub fn permits(&self, source: &SourceFile, permission: &Permission, stretch: SourceRange) -> bool {
        let document = self.read(source);
        let mut reader = Reader::new(&document, source);
        let Some(entry) = self.compiled.permissions.iter().find(|entry| entry.permission.id == permission.id) else {
            return false;
        };
        (0..document.sentences.len()).any(|sentence| {
            let scope = reader.scope(sentence);
            let inside = |token: &Token| document.map.to_source(token.range).overlaps(stretch);
            let Some(first) = scope.tokens.iter().position(inside) else { return false };
            let end = scope.tokens.iter().rposition(inside).map_or(first, |last| last + 1);
            let found = Found { first, end, head: None };
            let wordings = self.wordings(&mut reader, &scope, entry);
            wordings.into_iter().any(|wording| permission::covers(&scope.tokens, wording, &found))
        })
    }

    /// Where a scope holds the wordings of a permission, by their first token and one past the last.
    fn wordings(&self, reader: &mut Reader<'_>, scope: &Scope, entry: &CompiledPermission) -> Vec<(usize, usize)> {
        let mut wordings = Vec::new();
        for finder in &entry.find {
            for found in reader.find(&self.compiled, scope, finder) {
                // A promise is none of the wording, wherever in its clause it stands.
                if reader.hold(&self.compiled, scope, &entry.conditions, &found, true).is_ok() {
                    wordings.push((found.first, reader.view(&self.compiled, scope).full_end(&found)));
                }
            }
        }
        wordings
    }

    /// The permissions that cover a match. `known` holds the wordings of each that have been looked for in this scope.
    fn permitting(
        &self,
        reader: &mut Reader<'_>,
        scope: &Scope,
        class: Class,
        found: &Found,
        known: &mut Vec<Option<Vec<(usize, usize)>>>,
    ) -> Vec<&Permission> {
        let mut covering = Vec::new();
        known.resize(self.permissions.len(), None);
        for (&number, known) in self.permissions.iter().zip(known) {
            let entry = &self.compiled.permissions[number as usize];
            if !entry.permission.classes.contains(&class) {
                continue;
            }
            let wordings = known.get_or_insert_with(|| self.wordings(reader, scope, entry));
            if wordings.iter().any(|&wording| permission::covers(&scope.tokens, wording, found)) {
                covering.push(&*entry.permission);
            }
        }
        covering
    }

    /// The level of a rule for the products that none of the permissions covers.
    fn level_beside(&self, rule: &Rule, permissions: &[&Permission]) -> Option<Level> {
        let permitted = |product: &Product| permissions.iter().any(|permission| permission.products.contains(product));
        self.products.iter().filter(|product| !permitted(product)).filter_map(|&product| rule.level(product)).max()
    }

    fn lint_sentence(
        &self,
        reader: &mut Reader<'_>,
        sentence: usize,
        finders: &[u32],
        claims: &mut Vec<Claim>,
        raised: &mut Vec<Raised>,
        dropped: &mut Vec<Dropped>,
    ) {
        for scope in reader.scopes(sentence) {
            // 即効 in 即効で効けばいい: a noun is no claim where the predicate around it is none.
            let mut nouns: Vec<Claim> = Vec::new();
            let mut set_aside: Vec<(TextRange, Reason)> = Vec::new();
            let mut wordings = Vec::new();
            for &number in finders {
                let (rule_number, finder) = self.finders[number as usize];
                let Some(level) = self.levels[rule_number as usize] else { continue };
                let rule = &self.compiled.rules[rule_number as usize];
                for found in reader.find(&self.compiled, &scope, &rule.find[finder as usize]) {
                    match self.judge(reader, &scope, rule, &found) {
                        Ok((range, _)) if rule.duty.is_some() => {
                            raised.push(Raised { rule: rule_number, level, sentence: scope.sentence, range });
                        }
                        Ok((range, lowered)) => {
                            let class = rule.rule.class;
                            let permissions = self.permitting(reader, &scope, class, &found, &mut wordings);
                            let beside = match permissions.first() {
                                None => Some(level),
                                Some(_) => self.level_beside(&rule.rule, &permissions),
                            };
                            let Some(level) = beside else {
                                dropped.push(Dropped {
                                    rule: Arc::clone(&rule.rule),
                                    range: reader.document.map.to_source(range),
                                    reason: Why::permitted(permissions.first().map_or("", |first| &first.id)),
                                });
                                continue;
                            };
                            let level = lowered.iter().fold(level, |level, _| level.lowered());
                            let claim = Claim { rule: Arc::clone(&rule.rule), level, range, lowered };
                            if found.head.is_none() { nouns.push(claim) } else { claims.push(claim) }
                        }
                        Err(Some((range, reason))) => {
                            let sets_aside = found.head.is_some() && rule.duty.is_none();
                            if sets_aside && reason.status != Status::Excused {
                                set_aside.push((range, reason.clone()));
                            }
                            dropped.push(Dropped {
                                rule: Arc::clone(&rule.rule),
                                range: reader.document.map.to_source(range),
                                reason: reason.into(),
                            });
                        }
                        Err(None) => {}
                    }
                }
            }
            for claim in nouns {
                match set_aside.iter().find(|(range, _)| range.contains(claim.range) && *range != claim.range) {
                    Some((_, reason)) => dropped.push(Dropped {
                        rule: claim.rule,
                        range: reader.document.map.to_source(claim.range),
                        reason: reason.clone().into(),
                    }),
                    None => claims.push(claim),
                }
            }
        }
    }

    /// A match's range and why it is lowered, or why it is dropped; `Err(None)` where it is no match after all because
    /// something that must stand near it does not.
    fn judge(
        &self,
        reader: &mut Reader<'_>,
        scope: &Scope,
        rule: &CompiledRule,
        found: &Found,
    ) -> Result<Standing, Option<Excuse>> {
        let tokens = &scope.tokens;
        let range = |end: usize| {
            let first = found.first.max(scope.own);
            tokens[first].range.cover(tokens[end.max(first + 1) - 1].range)
        };
        match reader.hold(&self.compiled, scope, &rule.conditions, found, false) {
            Ok(()) => {}
            Err(None) => return Err(None),
            Err(Some(cue)) => {
                let cue = &reader.document.text[cue.as_usize()];
                return Err(Some((range(found.end), Reason::new(Status::Excused, cue))));
            }
        }
        if !self.use_context {
            let full_end = reader.view(&self.compiled, scope).full_end(found);
            return Ok((range(full_end), Vec::new()));
        }
        let after = reader.taking_up(scope.sentence);
        let context = reader.context(scope.sentence, tokens, &after);
        let Judgement { opposite, dropped, lowered, end } = context.judge(found);
        if opposite {
            return Err(None);
        }
        match dropped {
            Some(reason) => Err(Some((range(found.end), reason))),
            None => Ok((range(end), lowered)),
        }
    }

    /// Every sentence with its tokens and predicates as the pipeline sees them, for rule authors.
    pub fn describe_sentences(&self, source: &SourceFile) -> String {
        let document = self.read(source);
        let mut reader = Reader::new(&document, source);
        let mut out = String::new();
        for (index, sentence) in document.sentences.iter().enumerate() {
            let position = source.position(document.map.to_source(sentence.range).start);
            // Writing to a String cannot fail.
            let _ = writeln!(
                out,
                "{}:{} {:?} {}",
                position.line,
                position.column,
                reader.kind(index),
                &document.text[sentence.range.as_usize()]
            );
            let tokens = reader.tokens(index);
            for token in tokens.iter() {
                let _ = writeln!(
                    out,
                    "    {}\t{}\t{:?}\t{}",
                    token.surface(),
                    token.pos().as_str(),
                    token.sub(),
                    token.base()
                );
            }
            let after = reader.taking_up(index);
            let context = reader.context(index, &tokens, &after);
            for predicate in context.predicates() {
                let last = predicate.judgement.end.min(tokens.len());
                let range = tokens[predicate.first].range.cover(tokens[last - 1].range);
                let status = match (&predicate.judgement.dropped, predicate.judgement.lowered.first()) {
                    (Some(reason), _) | (None, Some(reason)) => reason.describe().en,
                    (None, None) => "asserted".to_owned(),
                };
                let _ = writeln!(out, "  predicate {}\t{status}", &document.text[range.as_usize()]);
            }
        }
        out
    }
}

/// Candidates with the questions whose answers are candidates: what is said in both as one may have its anchor in either.
fn with_questions(candidates: Vec<(u32, Vec<u32>)>, document: &Document) -> Vec<(u32, Vec<u32>)> {
    let text = |sentence: u32| &document.text[document.sentences[sentence as usize].range.as_usize()];
    let mut all: Vec<(u32, Vec<u32>)> = Vec::with_capacity(candidates.len());
    for (sentence, finders) in candidates {
        let question = sentence.checked_sub(1).filter(|&before| {
            document.sentences[sentence as usize].range.len() <= context::LONGEST_ANSWER && context::asks(text(before))
        });
        if let Some(question) = question {
            if all.last().is_none_or(|&(last, _)| last != question) {
                all.push((question, Vec::new()));
            }
            if let Some((_, own)) = all.last_mut() {
                own.extend_from_slice(&finders);
                own.sort_unstable();
                own.dedup();
            }
        }
        all.push((sentence, finders));
    }
    all
}

/// The tokens around a match that belong to its clause: as far as the quotation it stands in, a turn (が, けれど), a reason
/// (ので, から) or a comma after a predicate.
fn clause(tokens: &[Token], found: &Found) -> (usize, usize) {
    let ends = |at: usize| {
        let token = &tokens[at];
        let after_predicate =
            at > 0 && matches!(tokens[at - 1].pos(), Pos::Verb | Pos::Adjective | Pos::Auxiliary | Pos::Particle);
        match token.sub() {
            SubPos::Period => true,
            SubPos::Comma => {
                after_predicate
                    && (tokens[at - 1].pos() != Pos::Particle || tokens[at - 1].sub() == SubPos::Conjunctive)
            }
            _ => matches!(token.surface(), "！" | "？" | "「" | "」" | "『" | "』"),
        }
    };
    let from = (0..found.first).rev().find(|&at| ends(at)).map_or(0, |at| at + 1);
    let to = (found.end..tokens.len()).find(|&at| ends(at)).unwrap_or(tokens.len());
    (from, to)
}

fn check_selectors<'a, I: Iterator<Item = &'a Rule>>(
    options: &Options,
    rules: impl Fn() -> I,
) -> Result<(), LinterError> {
    for selector in options.select.iter().chain(&options.ignore) {
        let is_group = selector.parse::<Class>().is_ok() || selector.parse::<Family>().is_ok();
        if !is_group && !rules().any(|rule| selects(selector, rule)) {
            let groups = Family::ALL.iter().map(|family| family.as_str());
            let groups = groups.chain(Class::ALL.iter().map(|class| class.as_str()));
            let known = rules().map(|rule| rule.id.as_str()).chain(groups);
            return Err(LinterError::UnknownSelector(selector.clone(), nearest(selector, known)));
        }
    }
    Ok(())
}

fn selects(selector: &str, rule: &Rule) -> bool {
    rule.id == selector || rule.class.as_str() == selector || rule.class.family().as_str() == selector
}

/// One diagnostic a stretch, at the highest level; the other classes are named in it.
fn merge(mut claims: Vec<Claim>, document: &Document) -> Vec<Diagnostic> {
    claims.sort_by(|a, b| (a.range, &a.rule.id).cmp(&(b.range, &b.rule.id)));
    let mut stretches: Vec<Vec<Claim>> = Vec::new();
    let mut end = 0;
    for claim in claims {
        match stretches.last_mut() {
            Some(stretch) if claim.range.start < end => {
                end = end.max(claim.range.end);
                stretch.push(claim);
            }
            _ => {
                end = claim.range.end;
                stretches.push(vec![claim]);
            }
        }
    }
    let mut diagnostics = Vec::new();
    for stretch in stretches {
        // The gravest, then the one that says most, then the first by name.
        let key = |claim: &Claim| (claim.level, claim.range.len(), std::cmp::Reverse(claim.rule.id.clone()));
        let Some(best) = stretch.iter().max_by_key(|claim| key(claim)) else { continue };
        let mut also: Vec<Class> =
            stretch.iter().map(|claim| claim.rule.class).filter(|&class| class != best.rule.class).collect();
        also.sort_unstable();
        also.dedup();
        diagnostics.push(Diagnostic {
            rule: Arc::clone(&best.rule),
            level: best.level,
            range: document.map.to_source(best.range),
            lowered: best.lowered.clone(),
            also,
            rewrites: Vec::new(),
            unmet: None,
        });
    }
    diagnostics
}

/// A document being linted: its sentences are tokenised when they are first asked for.
struct Reader<'a> {
    document: &'a Document,
    worker: Option<Worker>,
    tokens: Vec<Option<Arc<[Token]>>>,
    /// For each block, the heading it stands under.
    headings: Vec<Option<u32>>,
    source: &'a SourceFile,
}

impl<'a> Reader<'a> {
    fn new(document: &'a Document, source: &'a SourceFile) -> Self {
        let mut heading = None;
        let headings = document
            .blocks
            .iter()
            .zip(0..)
            .map(|(block, index)| {
                let above = heading;
                if matches!(block.kind, BlockKind::Heading(_)) {
                    heading = Some(index);
                }
                above
            })
            .collect();
        Self { document, worker: None, tokens: vec![None; document.sentences.len()], headings, source }
    }

    fn tokens(&mut self, sentence: usize) -> Arc<[Token]> {
        let Self { document, worker, tokens, .. } = self;
        let entry = tokens[sentence].get_or_insert_with(|| {
            let worker = worker.get_or_insert_with(|| Tokenizer.worker());
            let range = document.sentences[sentence].range;
            worker.tokenize(&document.text[range.as_usize()], range.start).into()
        });
        Arc::clone(entry)
    }

    fn kind(&self, sentence: usize) -> BlockKind {
        self.document.blocks[self.document.sentences[sentence].block as usize].kind
    }

    fn scope(&mut self, sentence: usize) -> Scope {
        let range = self.document.sentences[sentence].range;
        Scope { sentence, range, tokens: self.tokens(sentence), own: 0 }
    }

    /// A sentence; and where it asks something that the next answers without saying of what, the two as one.
    fn scopes(&mut self, sentence: usize) -> Vec<Scope> {
        let own = self.scope(sentence);
        let mut scopes = vec![own];
        let text = &self.document.text[scopes[0].range.as_usize()];
        let next = sentence + 1;
        if next < self.document.sentences.len() && context::asks(text) {
            let answer = self.document.sentences[next].range;
            if answer.len() <= context::LONGEST_ANSWER {
                let tokens = self.tokens(next);
                if let Some((topic, said)) = context::elliptic_answer(&scopes[0].tokens, &tokens) {
                    let joined = scopes[0].tokens[..topic].iter().chain(&tokens[said..]).cloned().collect();
                    let range = scopes[0].range.cover(answer);
                    scopes.push(Scope { sentence: next, range, tokens: joined, own: topic });
                }
            }
        }
        scopes
    }

    /// The tokens of the next sentence of the block, if it speaks of this one.
    fn taking_up(&mut self, sentence: usize) -> Arc<[Token]> {
        let sentences = &self.document.sentences;
        let next = sentences.get(sentence + 1).filter(|next| {
            next.block == sentences[sentence].block && context::takes_up(&self.document.text[next.range.as_usize()])
        });
        if next.is_some() { self.tokens(sentence + 1) } else { Arc::default() }
    }

    /// What surrounds a sentence, as far as it bears on what the sentence says.
    fn context<'c>(&'c self, sentence: usize, tokens: &'c [Token], after: &'c [Token]) -> SentenceContext<'c> {
        let block = self.document.sentences[sentence].block as usize;
        let blocks = &self.document.blocks;
        let text = |index: usize| &self.document.text[blocks[index].range.as_usize()];
        let is_heading = |index: &usize| matches!(blocks[*index].kind, BlockKind::Heading(_));
        let heading = self.headings[block].map_or("", |index| text(index as usize));
        // The sentence that a list belongs to stands right before its first item.
        let lead = if blocks[block].kind == BlockKind::ListItem {
            (0..block)
                .rev()
                .take(LONGEST_LIST)
                .find(|&index| blocks[index].kind != BlockKind::ListItem)
                .filter(|index| !is_heading(index))
                .map_or("", text)
        } else {
            ""
        };
        let beside = match blocks.get(block + 1) {
            Some(next) if next.kind == BlockKind::TableCell => text(block + 1),
            _ => "",
        };
        let column = self.column(block).map_or("", text);
        let kind = blocks[block].kind;
        let surroundings = Surroundings { kind, block: text(block), column, beside, heading, lead, after };
        SentenceContext::new(&self.document.text, tokens, surroundings)
    }

    /// The block that heads the column of a table cell. Cells without text are no blocks, so in a table that has some the
    /// column may be a neighbour's.
    fn column(&self, cell: usize) -> Option<usize> {
        let kind = |index: usize| self.document.blocks[index].kind;
        if kind(cell) != BlockKind::TableCell {
            return None;
        }
        let first = (0..cell).rev().take(LONGEST_LIST).find(|&index| kind(index) != BlockKind::TableCell)? + 1;
        let heads = (0..first).rev().take_while(|&index| kind(index) == BlockKind::TableHeader).count();
        (heads > 0).then(|| first - heads + (cell - first) % heads)
    }

    fn view<'v>(&'v self, compiled: &'v Compiled, scope: &'v Scope) -> View<'v> {
        View { text: &self.document.text, range: scope.range, tokens: &scope.tokens, lexicons: &compiled.lexicons }
    }

    fn find(&self, compiled: &Compiled, scope: &Scope, finder: &Finder) -> Vec<Found> {
        // Notation does not run on from a question into its answer.
        if scope.own > 0 && matches!(finder, Finder::Regex { .. }) {
            return Vec::new();
        }
        let found = matcher::find(finder, &self.view(compiled, scope));
        // What lies wholly in the question is the question's own affair, what lies wholly in the answer the answer's.
        found.into_iter().filter(|found| scope.own == 0 || found.first < scope.own && scope.own < found.end).collect()
    }

    /// Whether the conditions of a match hold: an error with what takes it away, or none where something that must stand
    /// near does not. `inside`: whether a term in the match itself takes it away, too.
    fn hold(
        &mut self,
        compiled: &Compiled,
        scope: &Scope,
        conditions: &Conditions,
        found: &Found,
        inside: bool,
    ) -> Result<(), Option<TextRange>> {
        for (lexicons, reach) in &conditions.near {
            if self.near(compiled, scope, found, lexicons, *reach).is_none() {
                return Err(None);
            }
        }
        let tokens = &scope.tokens;
        let view = self.view(compiled, scope);
        let full_end = view.full_end(found);
        for finder in &conditions.unless {
            let excuse = matcher::find(finder, &view)
                .into_iter()
                .find(|excuse| excuse.first < full_end && found.first < excuse.end);
            if let Some(excuse) = excuse {
                return Err(Some(tokens[excuse.first].range.cover(tokens[excuse.end - 1].range)));
            }
        }
        if !conditions.unless_near.is_empty() {
            let (from, to) = clause(tokens, found);
            let (before, after) = if inside { (to, to) } else { (found.first, found.end) };
            let term = |from, to| view.term(&conditions.unless_near, from, to);
            if let Some(term) = term(from, before).or_else(|| term(after, to)) {
                return Err(Some(term));
            }
        }
        if !conditions.unless_noted.is_empty()
            && let Some(term) = self.near(compiled, scope, found, &conditions.unless_noted, Reach::Note)
        {
            return Err(Some(term));
        }
        Ok(())
    }

    /// The first term of the lexicons within reach of a match.
    fn near(
        &mut self,
        compiled: &Compiled,
        scope: &Scope,
        found: &Found,
        lexicons: &[u32],
        reach: Reach,
    ) -> Option<TextRange> {
        let tokens = &scope.tokens;
        match reach {
            Reach::Clause => {
                let (from, to) = clause(tokens, found);
                self.view(compiled, scope).term(lexicons, from, to)
            }
            Reach::Sentence => self.view(compiled, scope).term(lexicons, 0, tokens.len()),
            Reach::Block | Reach::Note | Reach::Document => (0..self.document.sentences.len()).find_map(|other| {
                if !self.within(other, scope.sentence, reach) {
                    return None;
                }
                self.term_of(compiled, other, lexicons)
            }),
        }
    }

    /// Whether one sentence is within reach of another.
    fn within(&self, other: usize, sentence: usize, reach: Reach) -> bool {
        let block = |sentence: usize| self.document.sentences[sentence].block;
        match reach {
            Reach::Clause | Reach::Sentence => other == sentence,
            Reach::Block => block(other) == block(sentence),
            Reach::Note => {
                block(other) == block(sentence)
                    || self.kind(other) == BlockKind::Footnote && self.notes(block(other), block(sentence))
            }
            Reach::Document => true,
        }
    }

    /// Whether a note may be one on a block: a footnote with a label is one on the blocks that refer to it.
    fn notes(&self, note: u32, block: u32) -> bool {
        let source_range = |block: u32| self.document.map.to_source(self.document.blocks[block as usize].range);
        let text = self.source.text();
        let before = text.get(..source_range(note).start as usize).unwrap_or_default().trim_end();
        let Some(label) = before.strip_suffix("]:").and_then(|before| Some(&before[before.rfind("[^")?..])) else {
            return true;
        };
        // The mark may stand behind the last word of the block.
        let range = source_range(block);
        let rest = text.get(range.start as usize..).unwrap_or_default();
        let end = rest.get(range.len() as usize..).and_then(|after| after.find('\n')).unwrap_or(0);
        rest.get(..range.len() as usize + end).is_some_and(|block| block.contains(&format!("{label}]")))
    }

    /// The first term of the lexicons in a sentence.
    fn term_of(&mut self, compiled: &Compiled, sentence: usize, lexicons: &[u32]) -> Option<TextRange> {
        let text = &self.document.text[self.document.sentences[sentence].range.as_usize()];
        let may = lexicons.iter().any(|&id| {
            let anchors = &compiled.lexicons[id as usize].anchors;
            anchors.iter().any(|anchor| text.contains(anchor.as_str()))
        });
        if !may {
            return None;
        }
        let scope = self.scope(sentence);
        self.view(compiled, &scope).term(lexicons, 0, scope.tokens.len())
    }
}

/// A list longer than this has its lead too far away to matter.
const LONGEST_LIST: usize = 60;
