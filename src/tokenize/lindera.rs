//! The tokenizer: lindera over the embedded dictionary, loaded when the first sentence asks for it.

use super::{Conjugation, Form, Morph, Pos, SubPos, Token};
use crate::span::TextRange;
use ::lindera::mode::Mode;
use ::lindera::segmenter::Segmenter;
use ::lindera::worker::SegmentWorker;
use lindera::dictionary::Dictionary;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

use ::lindera;

/// The dictionary, shared by all workers of the process. Nothing is loaded before the first [`Worker`] is made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tokenizer;

static SEGMENTER: OnceLock<Segmenter> = OnceLock::new();
/// Workers keep what they learnt of words; they are handed on rather than dropped.
static IDLE: Mutex<Vec<WorkerState>> = Mutex::new(Vec::new());

fn segmenter() -> &'static Segmenter {
    SEGMENTER.get_or_init(|| {
        // The dictionary is part of the binary and covered by tests: there is no input that could make this fail.
        #[expect(clippy::expect_used, reason = "a binary whose own dictionary does not load cannot go on")]
        let dictionary = kodai_dictionary::load().expect("the embedded dictionary loads");
        Segmenter::new(Mode::Normal, dictionary, None)
    })
}

struct WorkerState {
    worker: SegmentWorker,
    known: HashMap<u32, Arc<Morph>>,
}

/// One thread's tokenizer. Made anew or taken from those that are idle; returned when dropped.
pub struct Worker {
    state: Option<WorkerState>,
}

impl Tokenizer {
    /// A worker for this thread. The first call of the process loads the dictionary.
    pub fn worker(self) -> Worker {
        let idle = IDLE.lock().ok().and_then(|mut idle| idle.pop());
        let state = idle.unwrap_or_else(|| WorkerState { worker: segmenter().new_worker(), known: HashMap::new() });
        Worker { state: Some(state) }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if let (Some(state), Ok(mut idle)) = (self.state.take(), IDLE.lock()) {
            idle.push(state);
        }
    }
}

/// Words remembered by a worker; more than this and it starts afresh, so that memory stays bounded.
const KNOWN_LIMIT: usize = 100_000;

impl Worker {
    /// The words of `text`, which begins at byte `offset` of the document.
    pub fn tokenize(&mut self, text: &str, offset: u32) -> Vec<Token> {
        let Some(state) = &mut self.state else { return Vec::new() };
        let WorkerState { worker, known } = state;
        if known.len() > KNOWN_LIMIT {
            known.clear();
        }
        let mut tokens = Vec::with_capacity(text.len() / 6);
        // lindera fails only on a broken dictionary; a sentence without tokens matches nothing.
        let Ok(found) = worker.segment(text) else { return tokens };
        for word in &found {
            let surface = &text[word.byte_start..word.byte_end];
            let id = word.word_id;
            if id.is_unknown() {
                push_unknown(&mut tokens, surface, offset + word.byte_start as u32, word.dictionary, id.id());
                continue;
            }
            let morph = known.entry(id.id()).or_insert_with(|| {
                Arc::new(morph(surface, word.dictionary.word_details_iter(id.id() as usize), false))
            });
            let start = offset + word.byte_start as u32;
            tokens
                .push(Token { range: TextRange::new(start, offset + word.byte_end as u32), morph: Arc::clone(morph) });
        }
        tokens
    }
}

/// lindera groups unknown symbols (`%、`) into one noun: each symbol becomes a token of its own.
fn push_unknown(tokens: &mut Vec<Token>, surface: &str, start: u32, dictionary: &Dictionary, id: u32) {
    let is_symbol = |c: char| !c.is_alphanumeric() && !matches!(c, 'ー' | '々' | '〇');
    if !surface.chars().any(is_symbol) {
        let morph = morph(surface, dictionary.unknown_word_details_iter(id as usize), true);
        tokens.push(Token { range: TextRange::new(start, start + surface.len() as u32), morph: Arc::new(morph) });
        return;
    }
    let mut at = 0;
    while let Some(first) = surface[at..].chars().next() {
        let length = if is_symbol(first) {
            first.len_utf8()
        } else {
            surface[at..].find(is_symbol).unwrap_or(surface.len() - at)
        };
        let part = &surface[at..at + length];
        let morph = if is_symbol(first) {
            symbol(part, first)
        } else {
            morph(part, dictionary.unknown_word_details_iter(id as usize), true)
        };
        let start = start + at as u32;
        tokens.push(Token { range: TextRange::new(start, start + length as u32), morph: Arc::new(morph) });
        at += length;
    }
}

fn symbol(surface: &str, first: char) -> Morph {
    let sub = match first {
        '。' | '．' => SubPos::Period,
        '、' | '，' => SubPos::Comma,
        '(' | '[' | '{' | '<' => SubPos::Open,
        ')' | ']' | '}' | '>' => SubPos::Close,
        _ => SubPos::Other,
    };
    Morph {
        surface: surface.into(),
        base: surface.into(),
        pos: Pos::Symbol,
        sub,
        form: Form::None,
        conjugation: Conjugation::None,
        unknown: true,
    }
}

fn morph<'a>(surface: &str, mut details: impl Iterator<Item = &'a str>, unknown: bool) -> Morph {
    let pos = Pos::parse(details.next().unwrap_or_default());
    let sub = SubPos::parse(details.next().unwrap_or_default());
    let kind = details.nth(2).unwrap_or_default();
    let form = Form::parse(details.next().unwrap_or_default());
    let base = details.next().filter(|&base| base != "*" && !base.is_empty()).unwrap_or(surface);
    // Of all that conjugates at its end, くれる alone has a form without its stem: くん(ない).
    let conjugation = if kind == "一段・クレル" {
        Conjugation::Irregular
    } else if kind.starts_with("五段") || kind.starts_with("一段") || kind.starts_with("形容詞") {
        Conjugation::Last
    } else if kind.is_empty() || kind == "*" {
        Conjugation::None
    } else {
        Conjugation::Irregular
    };
    Morph { surface: surface.into(), base: base.into(), pos, sub, form, conjugation, unknown }
}
