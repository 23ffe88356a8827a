//! Patterns in the form that is matched: sequences of steps over tokens, and regular expressions, each with the
//! literals that any text it matches must hold.

use super::phrase::Part;
use super::schema::{RawTokenTest, Word};
use crate::tokenize::{Conjugation, Pos, SubPos, Token, Worker};
use regex_syntax::hir::{Hir, HirKind};
use std::collections::HashMap;
use std::sync::Arc;

/// The number of a lexicon among all that are loaded.
pub type LexiconId = u32;

/// What may stand between two elements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// Nothing but brackets.
    Tight,
    /// Particles that only mark (が は も を の), adverbs, degree words, a comma.
    Soft,
    /// This particle, with は or も after it if the text likes; around it what may stand in `Soft`.
    Hard(Box<str>),
    /// This particle and nothing else.
    Exact(Box<str>),
    /// Up to so many tokens of any kind.
    Gap(u8),
}

/// What a token, or a few, must be.
#[derive(Clone, Debug)]
pub enum Element {
    /// Words as written, in one of these spellings.
    Text(Vec<Box<str>>),
    /// A verb or adjective by its base form.
    Word {
        /// The base form.
        base: Box<str>,
        /// What all its forms begin with.
        stem: Option<Box<str>>,
        /// Whether the phrase denies it.
        negated: bool,
    },
    /// A noun used as a predicate: with する, or at the end of its clause.
    Sahen {
        /// The noun.
        text: Box<str>,
        /// Whether the phrase denies it.
        negated: bool,
    },
    /// A noun or な-adjective used as a predicate: with だ, です, or at the end of its clause.
    Copula {
        /// The noun.
        text: Box<str>,
        /// Whether the phrase denies it.
        negated: bool,
    },
    /// ある, ござる, ない, 無し: that there is some or none.
    Exist {
        /// Whether the phrase says that there is none.
        negated: bool,
    },
    /// A term of one of these lexicons.
    Lexicon {
        /// The lexicons.
        ids: Vec<LexiconId>,
        /// Whether the phrase denies the term.
        negated: bool,
    },
    /// Any word of this part of speech.
    Any(AnyWord),
    /// A test of one token.
    Test(TokenTest),
}

/// A word class of the phrase language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnyWord {
    /// A noun.
    Noun,
    /// A verb.
    Verb,
    /// An adjective or the stem of a な-adjective.
    Adjective,
    /// An adverb.
    Adverb,
    /// A number.
    Number,
}

/// A test of one token.
#[derive(Clone, Debug, Default)]
pub struct TokenTest {
    /// One of these surfaces, or any.
    pub surface: Vec<String>,
    /// One of these base forms, or any.
    pub base: Vec<String>,
    /// This part of speech, or any.
    pub pos: Option<String>,
    /// A term of one of these lexicons begins here.
    pub lexicon: Vec<LexiconId>,
    /// None of these base forms.
    pub not: Vec<String>,
}

/// One element and what may stand before it.
#[derive(Clone, Debug)]
pub struct Step {
    /// What may stand between the element before and this one.
    pub slot: Slot,
    /// The element.
    pub element: Element,
    /// How often it may stand: at least, at most.
    pub repeat: (u8, u8),
}

/// A pattern over tokens.
#[derive(Clone, Debug)]
pub struct Sequence {
    /// In order; never empty.
    pub steps: Vec<Step>,
    /// What any sentence that matches holds.
    pub anchors: Anchors,
    /// Words of the phrase of which nothing has come, so that it matches texts without them.
    pub lost: Vec<String>,
}

/// Literals of which any text that matches holds at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchors {
    /// One of these. Empty for a term that is too general to be looked for.
    Literals(Vec<String>),
    /// An anchor of one of these lexicons.
    Lexicons(Vec<LexiconId>),
}

/// A named list of terms.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// Its name.
    pub name: String,
    /// Its terms.
    pub terms: Vec<Arc<Sequence>>,
    /// How many of them are its own, not those of a lexicon that it includes. They come first.
    pub own: usize,
    /// Its first term as written, to stand for it when a phrase is tokenised.
    pub sample: String,
    /// Any text that holds a term holds at least one of these.
    pub anchors: Vec<String>,
    /// Whether some term has no anchor, so that the list cannot be looked for.
    pub general: bool,
    /// How common its anchors are in ordinary text, all together.
    cost: u32,
    /// The terms whose first word begins with a character.
    pub by_first: HashMap<char, Vec<u32>>,
    /// The terms that begin with anything.
    pub others: Vec<u32>,
}

impl Lexicon {
    /// An empty list.
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// Adds a term.
    pub fn push(&mut self, term: Arc<Sequence>, text: &str) {
        if self.sample.is_empty() {
            text.clone_into(&mut self.sample);
        }
        let index = self.terms.len() as u32;
        let mut firsts: Vec<char> = match &term.steps[0].element {
            Element::Text(spellings) => spellings.iter().filter_map(|text| text.chars().next()).collect(),
            Element::Word { base, .. } => base.chars().next().into_iter().collect(),
            Element::Sahen { text, .. } | Element::Copula { text, .. } => text.chars().next().into_iter().collect(),
            _ => Vec::new(),
        };
        firsts.sort_unstable();
        firsts.dedup();
        if firsts.is_empty() {
            self.others.push(index);
        }
        for first in firsts {
            self.by_first.entry(first).or_default().push(index);
        }
        if let Anchors::Literals(anchors) = &term.anchors {
            self.general |= anchors.is_empty();
            self.anchors.extend(anchors.iter().cloned());
        }
        self.terms.push(term);
    }

    /// Its own terms of one word as written, and the stems of those that conjugate.
    pub fn own_words(&self) -> impl Iterator<Item = &str> {
        let words = self.terms.iter().take(self.own).filter_map(|term| match &term.steps[..] {
            [Step { element, .. }] => Some(element),
            _ => None,
        });
        words.flat_map(|element| {
            let (word, stem) = match element {
                Element::Text(spellings) => (spellings.first().map(|text| &**text), None),
                Element::Word { base, stem, .. } => (Some(&**base), stem.as_deref()),
                Element::Sahen { text, .. } | Element::Copula { text, .. } => (Some(&**text), None),
                _ => (None, None),
            };
            word.into_iter().chain(stem)
        })
    }

    /// Closes the list: each anchor once.
    pub fn finish(&mut self) {
        self.anchors.sort_unstable();
        self.anchors.dedup();
        self.cost = cost(&self.anchors);
    }
}

/// Whether a particle only marks what a phrase already says.
pub fn is_soft_particle(surface: &str) -> bool {
    matches!(
        surface,
        "が" | "は" | "も" | "を" | "の" | "って" | "など" | "なんか" | "とか" | "さえ" | "すら" | "こそ" | "やら"
    )
}

/// Whether a noun only makes a noun of the predicate before it.
fn is_formal_noun(token: &Token) -> bool {
    token.sub() == SubPos::Dependent
        && matches!(
            token.surface(),
            "こと"
                | "事"
                | "もの"
                | "物"
                | "の"
                | "ん"
                | "わけ"
                | "訳"
                | "はず"
                | "よう"
                | "ところ"
                | "つもり"
                | "者"
                | "ため"
        )
}

/// Whether a token denies what it belongs to.
pub fn is_negation(token: &Token) -> bool {
    match token.pos() {
        Pos::Auxiliary => matches!(token.base(), "ない" | "ぬ" | "ん" | "まい" | "無い") && token.surface() != "な",
        Pos::Adjective => matches!(token.base(), "ない" | "無い"),
        Pos::Noun => token.surface() == "無し",
        _ => false,
    }
}

/// Whether a token says that there is something (or, as a negation, that there is not).
pub fn is_existence(token: &Token) -> bool {
    match token.pos() {
        Pos::Verb => matches!(token.base(), "ある" | "有る" | "ござる" | "御座る"),
        // The tokenizer takes ない for an auxiliary where は or も stands before it.
        Pos::Auxiliary => matches!(token.base(), "ある" | "ござる" | "ない"),
        Pos::Adjective => matches!(token.base(), "ない" | "無い"),
        Pos::Noun => token.surface() == "無し",
        _ => false,
    }
}

/// Whether a verb only makes a predicate of the noun before it.
pub fn is_light_verb(token: &Token) -> bool {
    token.pos() == Pos::Verb
        && matches!(
            token.base(),
            "する"
                | "できる"
                | "出来る"
                | "いたす"
                | "致す"
                | "なさる"
                | "頂ける"
                | "いただける"
                | "くださる"
                | "為る"
        )
}

/// The end of the auxiliaries of a predicate that begin at `from` (ません, られて いない, し かねる), and how many of them
/// deny. It reads no further than a token at which `stops` says so.
pub fn auxiliaries(tokens: &[Token], from: usize, stops: impl Fn(usize) -> bool) -> (usize, u32) {
    let mut negations = 0;
    let mut at = from;
    while let Some(token) = tokens.get(at) {
        let negation = is_negation(token);
        let belongs = match token.pos() {
            Pos::Auxiliary => true,
            Pos::Verb => matches!(token.sub(), SubPos::Dependent | SubPos::Suffix) || is_light_verb(token),
            Pos::Adjective => negation && (token.sub() == SubPos::Dependent || at > from),
            Pos::Particle => {
                token.sub() == SubPos::Conjunctive && matches!(token.surface(), "て" | "で")
                    || matches!(token.surface(), "は" | "も") && tokens.get(at + 1).is_some_and(is_negation)
            }
            _ => false,
        };
        if !belongs || stops(at) {
            break;
        }
        negations += u32::from(negation) + u32::from(matches!(token.base(), "かねる" | "兼ねる"));
        at += 1;
    }
    (at, negations)
}

/// When a pattern is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookedFor {
    /// In any text: it needs anchors.
    First,
    /// As part of a phrase: as in any text, but a short anchor will do, for the phrase may have a better one.
    Term,
    /// Where another has matched: it needs none, and has none.
    Beside,
}

/// Compiles one spelling of a phrase.
///
/// # Errors
///
/// A sentence that says why the phrase can match nothing.
pub fn compile(
    parts: &[Part],
    lexicons: &[Lexicon],
    ids: &HashMap<String, LexiconId>,
    looked_for: LookedFor,
    worker: &mut Worker,
) -> Result<Sequence, String> {
    let mut sample = String::new();
    let mut ranges = Vec::new();
    for part in parts {
        let start = sample.len();
        match part {
            Part::Text(text) => sample.push_str(text),
            Part::Lexicon(names) => {
                let id = lookup_all(names, ids)?[0];
                sample.push_str(&lexicons[id as usize].sample);
            }
            Part::Any(_) | Part::Gap(_) | Part::Exact => {}
        }
        ranges.push(start..sample.len());
    }
    // Most terms are nouns written as such, most texts between lexicons a lone が: neither needs the tokenizer.
    let is_plain = |(index, part): (usize, &Part)| match part {
        Part::Text(text) => is_plain_noun(text) || index > 0 && is_lone_particle(text),
        _ => true,
    };
    let plain = parts.iter().enumerate().all(is_plain);
    let all = if plain { Vec::new() } else { worker.tokenize(&sample, 0) };
    let mut builder = Builder::default();
    for (index, (part, range)) in parts.iter().zip(&ranges).enumerate() {
        match part {
            Part::Text(text) if plain && is_plain_noun(text) => {
                builder.element(Element::Text(vec![text.as_str().into()]))
            }
            Part::Text(text) if plain => builder.lone_particle(text),
            Part::Lexicon(names) => builder.element(Element::Lexicon { ids: lookup_all(names, ids)?, negated: false }),
            Part::Any(name) => builder.element(Element::Any(match name.as_str() {
                "noun" => AnyWord::Noun,
                "verb" => AnyWord::Verb,
                "adjective" => AnyWord::Adjective,
                "adverb" => AnyWord::Adverb,
                _ => AnyWord::Number,
            })),
            Part::Gap(limit) => builder.gap(*limit),
            Part::Exact => builder.exact(),
            Part::Text(text) => {
                let inside = |token: &&Token| {
                    token.range.as_usize().start < range.end && range.start < token.range.as_usize().end
                };
                let tokens: Vec<Token> = all.iter().filter(inside).cloned().collect();
                let fits = tokens.first().is_some_and(|token| token.range.start as usize == range.start)
                    && tokens.last().is_some_and(|token| token.range.end as usize == range.end);
                let tokens = if fits { tokens } else { worker.tokenize(text, 0) };
                builder.words(&tokens, index + 1 == parts.len());
            }
        }
    }
    builder.finish(lexicons, looked_for)
}

/// Whether a text has no kana that could be a particle or an ending.
fn is_plain_noun(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '一'..='龥' | '々' | 'ァ'..='ヺ' | 'ー' | '0'..='9' | 'a'..='z' | 'A'..='Z'))
}

fn is_lone_particle(text: &str) -> bool {
    matches!(text, "が" | "は" | "も" | "を" | "の")
}

/// Compiles a term that has no anchor of its own (ない, ある): it lends a phrase its polarity. `None` if it is no such term.
pub fn compile_general(parts: &[Part], worker: &mut Worker) -> Option<Sequence> {
    let [Part::Text(text)] = parts else { return None };
    let tokens = worker.tokenize(text, 0);
    let mut builder = Builder::default();
    builder.words(&tokens, true);
    builder.flush_particle();
    let Builder { steps, lost, .. } = builder;
    (!steps.is_empty()).then_some(Sequence { steps, anchors: Anchors::Literals(Vec::new()), lost })
}

/// The number of the lexicon with this name.
///
/// # Errors
///
/// A sentence that says that there is none, and what might be meant.
pub fn lookup(name: &str, ids: &HashMap<String, LexiconId>) -> Result<LexiconId, String> {
    ids.get(name).copied().ok_or_else(|| {
        let near = super::nearest(name, ids.keys().map(String::as_str));
        format!("unknown lexicon `{name}`{near}")
    })
}

fn lookup_all(names: &[String], ids: &HashMap<String, LexiconId>) -> Result<Vec<LexiconId>, String> {
    names.iter().map(|name| lookup(name, ids)).collect()
}

#[derive(Default)]
struct Builder {
    steps: Vec<Step>,
    slot: Option<Slot>,
    /// The particle that was read last, for `!` to make it exact.
    particle: Option<Box<str>>,
    /// Whether the last text may be joined by the next word that stands right after it.
    open: bool,
    /// Whether the last word of the last text makes a predicate with する (or だ).
    sahen: bool,
    /// Words that have only said what may stand before the next word, and whether each is a particle.
    between: Vec<(String, bool)>,
    /// Words that said so where no word follows, or none is before.
    lost: Vec<String>,
}

impl Builder {
    fn element(&mut self, element: Element) {
        if self.steps.is_empty() {
            self.lose(|_| true);
        }
        self.between.clear();
        self.particle = None;
        let slot = self.slot.take().unwrap_or(Slot::Tight);
        self.steps.push(Step { slot, element, repeat: (1, 1) });
        self.open = false;
        self.sahen = false;
    }

    /// What stands at the edge of a phrase is not between two words; `counts` says of a particle or another word whether
    /// that matters.
    fn lose(&mut self, counts: impl Fn(bool) -> bool) {
        if matches!(self.slot, Some(Slot::Gap(_))) {
            self.lost.push("…".to_owned());
        }
        let between = self.between.drain(..).filter(|&(_, is_particle)| counts(is_particle));
        self.lost.extend(between.map(|(word, _)| word));
    }

    fn gap(&mut self, limit: u8) {
        // A particle before a gap is meant: it stays as a word of its own.
        self.flush_particle();
        self.slot = Some(Slot::Gap(limit));
    }

    /// A particle that only marks, alone between two elements.
    fn lone_particle(&mut self, surface: &str) {
        self.open = false;
        if !matches!(self.slot, Some(Slot::Gap(_))) {
            self.slot = Some(Slot::Soft);
        }
        self.between.push((surface.to_owned(), true));
        self.particle = Some(surface.into());
    }

    fn exact(&mut self) {
        match self.particle.take() {
            Some(particle) => {
                if matches!(self.slot, Some(Slot::Gap(_))) {
                    self.lost.push("…".to_owned());
                }
                self.slot = Some(Slot::Exact(particle));
            }
            None => self.lost.push("!".to_owned()),
        }
    }

    fn flush_particle(&mut self) {
        match self.slot.take() {
            Some(Slot::Hard(particle)) => {
                self.between.clear();
                let slot = if self.steps.is_empty() { Slot::Tight } else { Slot::Soft };
                self.steps.push(Step { slot, element: Element::Text(vec![particle]), repeat: (1, 1) });
            }
            Some(Slot::Exact(particle)) => {
                self.between.clear();
                self.steps.push(Step { slot: Slot::Tight, element: Element::Text(vec![particle]), repeat: (1, 1) });
            }
            other => self.slot = other,
        }
    }

    /// Whether the last step is a predicate, which takes on the auxiliaries that follow.
    fn after_predicate(&self) -> bool {
        matches!(
            self.steps.last().map(|step| &step.element),
            Some(
                Element::Word { .. }
                    | Element::Sahen { .. }
                    | Element::Copula { .. }
                    | Element::Exist { .. }
                    | Element::Lexicon { .. }
            )
        )
    }

    fn negate(&mut self) -> bool {
        self.between.clear();
        match self.steps.last_mut().map(|step| &mut step.element) {
            Some(
                Element::Word { negated, .. }
                | Element::Sahen { negated, .. }
                | Element::Copula { negated, .. }
                | Element::Exist { negated }
                | Element::Lexicon { negated, .. },
            ) => {
                *negated = !*negated;
                true
            }
            _ => false,
        }
    }

    /// Makes a predicate of the last text. What stood in it before the last noun stays written as it is.
    fn predicate(&mut self, make: impl FnOnce(Box<str>) -> Element) {
        if let Some(Step { element, .. }) = self.steps.last_mut()
            && let Element::Text(spellings) = element
            && let Some(text) = spellings.first()
        {
            *element = make(text.clone());
            self.between.clear();
        }
        self.open = false;
        self.sahen = false;
    }

    fn words(&mut self, tokens: &[Token], last: bool) {
        for (index, token) in tokens.iter().enumerate() {
            let next = tokens.get(index + 1);
            let at_end = last && next.is_none();
            let is_text = matches!(self.steps.last().map(|step| &step.element), Some(Element::Text(_)));
            match token.pos() {
                // Nothing begins with a particle that ends sentences: it is a part of a word that the dictionary lacks (ワ○ガ).
                Pos::Particle if token.sub() == SubPos::Final && self.steps.is_empty() && next.is_some() => {
                    self.text(token);
                }
                Pos::Particle => self.particle(token, next),
                Pos::Auxiliary if is_negation(token) => {
                    if is_text {
                        // 安全ではない: the negation makes the noun a predicate.
                        self.predicate(|text| Element::Copula { text, negated: false });
                    }
                    if !self.negate() {
                        self.slot.take();
                        self.element(Element::Exist { negated: true });
                    }
                    self.slot = None;
                }
                Pos::Auxiliary if is_existence(token) && next.is_none_or(|next| !is_negation(next)) && !is_text => {
                    if !self.after_predicate() {
                        self.element(Element::Exist { negated: false });
                    }
                }
                Pos::Auxiliary => {
                    if bears_meaning(token) {
                        self.between.push((token.surface().to_owned(), false));
                    }
                    if is_text && matches!(token.base(), "だ" | "です") {
                        if at_end || next.is_some_and(|next| next.pos() == Pos::Auxiliary) {
                            self.predicate(|text| Element::Copula { text, negated: false });
                        } else {
                            self.slot = Some(Slot::Soft);
                        }
                    } else {
                        self.slot = Some(Slot::Soft);
                    }
                    self.open = false;
                }
                Pos::Verb | Pos::Adjective => self.inflected(token, is_text),
                Pos::Noun if is_formal_noun(token) && self.after_predicate() => {
                    self.between.push((token.surface().to_owned(), false));
                    self.slot = Some(Slot::Soft);
                }
                Pos::Symbol if token.sub() == SubPos::Comma => self.slot = Some(Slot::Soft),
                _ => self.text(token),
            }
        }
    }

    fn inflected(&mut self, token: &Token, is_text: bool) {
        let dependent = token.sub() == SubPos::Dependent || token.sub() == SubPos::Suffix;
        if is_light_verb(token) && is_text && self.sahen {
            self.slot = None;
            self.predicate(|text| Element::Sahen { text, negated: false });
        } else if is_negation(token) {
            let formal = self.slot == Some(Slot::Soft) && self.after_predicate() && !self.is_lexicon();
            if !(formal && self.negate()) {
                self.element(Element::Exist { negated: true });
            }
            self.slot = None;
        } else if is_existence(token) {
            self.element(Element::Exist { negated: false });
        } else if dependent && token.pos() == Pos::Verb && token.base() != "すぎる" && self.after_predicate() {
            // いる, くる, れる say when and by whom; やすい, にくい, すぎる are meant.
            self.slot = Some(Slot::Soft);
        } else {
            let base: Box<str> = token.base().into();
            self.element(Element::Word { stem: stem(token).map(Into::into), base, negated: false });
        }
        self.open = false;
    }

    fn is_lexicon(&self) -> bool {
        matches!(self.steps.last().map(|step| &step.element), Some(Element::Lexicon { .. }))
    }

    fn particle(&mut self, token: &Token, next: Option<&Token>) {
        self.open = false;
        let surface = token.surface();
        let adverbial = token.sub() == SubPos::Adverbializer;
        let connects = token.sub() == SubPos::Conjunctive && matches!(surface, "て" | "で");
        let is_final = token.sub() == SubPos::Final && next.is_none();
        if !connects && !is_final {
            self.between.push((surface.to_owned(), true));
        }
        if matches!(self.slot, Some(Slot::Gap(_))) {
            // After a gap a particle that only marks is part of the gap; any other is meant.
            if !(adverbial || connects || is_soft_particle(surface)) {
                self.element(Element::Text(vec![surface.into()]));
                self.slot = Some(Slot::Soft);
            }
        } else if adverbial || connects || (is_soft_particle(surface) && token.sub() != SubPos::Conjunctive) {
            let keeps = matches!(self.slot, Some(Slot::Hard(_)));
            if !keeps {
                self.slot = Some(Slot::Soft);
            }
        } else if is_final {
            // よ, ね, か at the end of a phrase say nothing of the claim.
        } else if let Some(Slot::Hard(before)) = &self.slot {
            self.slot = Some(Slot::Hard(format!("{before}{surface}").into()));
        } else {
            self.slot = Some(Slot::Hard(surface.into()));
        }
        self.particle = Some(surface.into());
    }

    fn text(&mut self, token: &Token) {
        let surface = token.surface();
        let joins = self.open && self.slot.is_none();
        self.sahen = token.sub() == SubPos::Sahen;
        if joins
            && let Some(Step { element: Element::Text(spellings), .. }) = self.steps.last_mut()
            && let Some(text) = spellings.first_mut()
        {
            *text = format!("{text}{surface}").into();
        } else {
            let sahen = self.sahen;
            self.element(Element::Text(vec![surface.into()]));
            self.sahen = sahen;
        }
        // An adverb lets others stand between itself and what it qualifies.
        self.open = token.pos() != Pos::Adverb;
        if token.pos() == Pos::Adverb {
            self.slot = Some(Slot::Soft);
        }
    }

    fn finish(mut self, lexicons: &[Lexicon], looked_for: LookedFor) -> Result<Sequence, String> {
        self.flush_particle();
        // A phrase goes on after its terms, and the particle there is its matter; authors write it to have a word read as the
        // noun that it is (くびれを).
        self.lose(|is_particle| looked_for != LookedFor::Term || !is_particle);
        for step in &mut self.steps {
            if let Element::Text(spellings) = &mut step.element {
                let text = spellings[0].clone();
                for other in [text.to_ascii_lowercase(), text.to_ascii_uppercase()] {
                    if !spellings.iter().any(|spelling| **spelling == *other) {
                        spellings.push(other.into());
                    }
                }
            }
        }
        if self.steps.is_empty() {
            return Err("nothing of it is a word that a text could hold".to_owned());
        }
        let anchors = match looked_for {
            LookedFor::First | LookedFor::Term => sequence_anchors(&self.steps, lexicons)
                // す of 擦る, which する is taken for where it stands alone, would make a candidate of every sentence.
                .filter(|anchors| {
                    let vague = self.steps.len() == 1
                        && matches!(anchors, Anchors::Literals(anchors) if anchors.iter().any(|anchor| is_single_kana(anchor)));
                    looked_for == LookedFor::Term || !vague
                })
                .ok_or(
                    "every word of it is too general (する, ある, ない) to be looked for; add one that names the topic",
                )?,
            LookedFor::Beside => Anchors::Literals(Vec::new()),
        };
        Ok(Sequence { steps: self.steps, anchors, lost: self.lost })
    }
}

/// Whether an auxiliary says more of its predicate than when and how politely it is said.
fn bears_meaning(token: &Token) -> bool {
    matches!(token.base(), "たい" | "らしい" | "べし")
}

/// What all forms of a conjugating word begin with, if that is anything.
fn stem(token: &Token) -> Option<&str> {
    let base = token.base();
    match token.morph.conjugation {
        Conjugation::None => Some(base),
        Conjugation::Last => {
            let (last, _) = base.char_indices().next_back()?;
            (last > 0).then(|| &base[..last])
        }
        Conjugation::Irregular => None,
    }
}

/// The anchors of the step that is rarest in ordinary text.
fn sequence_anchors(steps: &[Step], lexicons: &[Lexicon]) -> Option<Anchors> {
    steps
        .iter()
        .filter(|step| step.repeat.0 > 0)
        .filter_map(|step| element_anchors(&step.element, lexicons))
        .min_by_key(|(cost, _)| *cost)
        .map(|(_, anchors)| anchors)
}

/// The anchors of an element and how common they are.
fn element_anchors(element: &Element, lexicons: &[Lexicon]) -> Option<(u32, Anchors)> {
    let literals = |texts: Vec<String>| Some((cost(&texts), Anchors::Literals(texts)));
    let of_lexicons = |ids: &[LexiconId]| {
        let lists = || ids.iter().map(|&id| &lexicons[id as usize]);
        // A term without an anchor (ない) makes the whole list one that cannot be looked for.
        let usable = !ids.is_empty() && lists().all(|lexicon| !lexicon.general && !lexicon.anchors.is_empty());
        usable.then(|| (lists().map(|lexicon| lexicon.cost).sum(), Anchors::Lexicons(ids.to_vec())))
    };
    match element {
        Element::Text(spellings) => literals(spellings.iter().map(|text| text.to_string()).collect()),
        Element::Word { stem, .. } => literals(vec![stem.as_ref()?.to_string()]),
        Element::Sahen { text, .. } | Element::Copula { text, .. } => literals(vec![text.to_string()]),
        Element::Lexicon { ids, .. } => of_lexicons(ids),
        Element::Test(test) if !test.surface.is_empty() => literals(test.surface.clone()),
        Element::Test(test) => of_lexicons(&test.lexicon),
        Element::Exist { .. } | Element::Any(_) => None,
    }
}

fn cost(anchors: &[String]) -> u32 {
    anchors.iter().map(|anchor| commonness(anchor)).sum()
}

/// Whether an anchor is one hiragana, which nearly every sentence holds.
pub fn is_single_kana(anchor: &str) -> bool {
    let mut chars = anchor.chars();
    matches!((chars.next(), chars.next()), (Some('ぁ'..='ゖ'), None))
}

/// A rough guess of how often a literal stands in ordinary Japanese text: only the order matters.
fn commonness(anchor: &str) -> u32 {
    let length = anchor.chars().count();
    let kana = anchor.chars().all(|c| matches!(c, 'ぁ'..='ゖ'));
    let ascii = anchor.is_ascii();
    match (length, kana, ascii) {
        (1, true, _) => 40_000,
        (2, true, _) => 300,
        (1, _, true) => 600,
        (2, _, true) => 60,
        (1, _, _) => 100,
        (3, true, _) => 30,
        (2, _, _) => 4,
        _ => 1,
    }
}

/// Compiles a pattern written token by token; `names` are the lexicons of each test.
///
/// # Errors
///
/// A sentence that says why it can match nothing.
pub fn compile_tokens(
    tests: &[RawTokenTest],
    names: Vec<Vec<LexiconId>>,
    lexicons: &[Lexicon],
    looked_for: LookedFor,
) -> Result<Sequence, String> {
    // As phrases are, and the texts they are looked for in.
    let texts = |words: &[Word]| words.iter().map(|word| crate::document::normalize(&word.0)).collect();
    let mut steps = Vec::new();
    for (raw, lexicon) in tests.iter().zip(names) {
        let test = TokenTest {
            surface: texts(&raw.surface),
            base: texts(&raw.base),
            pos: raw.pos.as_ref().map(|pos| pos.0.clone()),
            lexicon,
            not: texts(&raw.not),
        };
        let most = raw.repeat.unwrap_or(1).max(1);
        let least = if raw.optional { 0 } else { 1 };
        steps.push(Step { slot: Slot::Exact("".into()), element: Element::Test(test), repeat: (least, most) });
    }
    let anchors = match looked_for {
        LookedFor::First | LookedFor::Term => sequence_anchors(&steps, lexicons)
            .ok_or("no required test names a surface or a lexicon, so there is nothing to look for")?,
        LookedFor::Beside => Anchors::Literals(Vec::new()),
    };
    Ok(Sequence { steps, anchors, lost: Vec::new() })
}

/// Checks that a text is a regular expression.
///
/// # Errors
///
/// A sentence that says what is wrong with it.
pub fn check_regex(text: &str) -> Result<(), String> {
    parse_regex(text).map(drop)
}

fn parse_regex(text: &str) -> Result<Hir, String> {
    regex_syntax::Parser::new().parse(text).map_err(|error| match error {
        regex_syntax::Error::Parse(error) => format!("bad regex: {}", error.kind()),
        regex_syntax::Error::Translate(error) => format!("bad regex: {}", error.kind()),
        other => format!("bad regex: {other}"),
    })
}

/// The literals of which any text that a regular expression matches holds at least one.
///
/// # Errors
///
/// A sentence that says what is wrong with the expression, or that it names no literal.
pub fn regex_anchors(text: &str) -> Result<Vec<String>, String> {
    let hir = parse_regex(text)?;
    if hir.properties().minimum_len() == Some(0) {
        return Err("the regex matches the empty text".to_owned());
    }
    let anchors =
        required(&hir).ok_or("the regex has no literal that every match must hold, so there is nothing to look for")?;
    // ％ and Ｎ stand in no normalised text.
    if anchors.iter().all(|anchor| anchor.chars().any(is_compatible)) {
        let normal = anchors.first().map(|anchor| crate::document::normalize(anchor)).unwrap_or_default();
        return Err(format!("texts are matched in normalised form, so this matches nothing: write `{normal}`"));
    }
    Ok(anchors)
}

/// Whether normalisation puts another character in this one's place.
fn is_compatible(c: char) -> bool {
    let normal = crate::document::normalize(c.encode_utf8(&mut [0; 4]));
    !c.is_ascii() && !normal.is_empty() && !normal.starts_with(c)
}

const MOST_ANCHORS: usize = 400;

/// Literals of which every match holds at least one, the rarest set there is.
fn required(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(_) | HirKind::Class(_) => exact(hir),
        HirKind::Capture(capture) => required(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub),
        HirKind::Concat(parts) => {
            // Neighbours that spell a few exact texts make longer, rarer literals than each alone.
            let mut best: Option<Vec<String>> = None;
            let mut consider = |anchors: Option<Vec<String>>| {
                if let Some(anchors) = anchors.filter(|anchors| !anchors.iter().any(String::is_empty))
                    && best.as_ref().is_none_or(|best| cost(&anchors) < cost(best))
                {
                    best = Some(anchors);
                }
            };
            let mut run: Option<Vec<String>> = None;
            for part in parts {
                match exact(part) {
                    Some(texts) => {
                        let before = run.take().unwrap_or_else(|| vec![String::new()]);
                        if before.len() * texts.len() > MOST_ANCHORS {
                            consider(Some(before));
                            run = Some(texts);
                        } else {
                            run = Some(
                                before.iter().flat_map(|a| texts.iter().map(move |b| format!("{a}{b}"))).collect(),
                            );
                        }
                    }
                    None => {
                        consider(run.take());
                        consider(required(part));
                    }
                }
            }
            consider(run);
            best
        }
        HirKind::Alternation(parts) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(required(part)?);
            }
            (all.len() <= MOST_ANCHORS).then_some(all)
        }
        _ => None,
    }
}

/// All texts that an expression matches, if they are few.
fn exact(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Empty => Some(vec![String::new()]),
        HirKind::Literal(literal) => Some(vec![String::from_utf8(literal.0.to_vec()).ok()?]),
        HirKind::Class(regex_syntax::hir::Class::Unicode(class)) => {
            let count: usize = class.iter().map(|range| range.end() as usize - range.start() as usize + 1).sum();
            if count > 40 {
                return None;
            }
            Some(class.iter().flat_map(|range| range.start()..=range.end()).map(String::from).collect())
        }
        HirKind::Capture(capture) => exact(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min == 0 && repetition.max == Some(1) => {
            let mut texts = exact(&repetition.sub)?;
            texts.push(String::new());
            Some(texts)
        }
        HirKind::Concat(parts) => {
            let mut all = vec![String::new()];
            for part in parts {
                let texts = exact(part)?;
                if all.len() * texts.len() > MOST_ANCHORS {
                    return None;
                }
                all = all.iter().flat_map(|a| texts.iter().map(move |b| format!("{a}{b}"))).collect();
            }
            Some(all)
        }
        HirKind::Alternation(parts) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(exact(part)?);
            }
            (all.len() <= MOST_ANCHORS).then_some(all)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_regex_names_the_literals_it_cannot_do_without() {
        let anchors = |text: &str| {
            let mut anchors = regex_anchors(text).unwrap();
            anchors.sort_unstable();
            anchors
        };
        assert_eq!(anchors(r"(業界|世界)初"), ["世界初", "業界初"]);
        assert_eq!(anchors(r"\d+日で(痩せ|治)"), ["日で治", "日で痩せ"]);
        assert_eq!(anchors(r"[Nn]o\.?1"), ["No.1", "No1", "no.1", "no1"]);
    }

    #[test]
    fn a_regex_without_a_literal_is_refused() {
        assert!(regex_anchors(r"\d+").unwrap_err().contains("no literal"));
        assert!(regex_anchors(r"(").unwrap_err().contains("bad regex"));
        assert!(regex_anchors(r"(効果)?").unwrap_err().contains("empty"));
    }
}
