//! One pass over the text that says which sentences may hold a match of which finder.
//!
//! Every finder names literals of which its matches hold at least one; one automaton looks for all of them.

use crate::document::Sentence;
use crate::rule::pattern::{Anchors, Lexicon};
use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};
use std::collections::BTreeMap;

/// The automaton of all anchors.
pub struct Prefilter {
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    /// For each anchor, what needs it.
    needs: Vec<Needs>,
    /// For each lexicon, the finders that need one of its anchors.
    lexicons: Vec<Vec<u32>>,
}

#[derive(Default)]
struct Needs {
    finders: Vec<u32>,
    lexicons: Vec<u32>,
}

impl std::fmt::Debug for Prefilter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Prefilter").field("anchors", &self.needs.len()).finish_non_exhaustive()
    }
}

impl Prefilter {
    /// The automaton for finders, each given by its number and its anchors.
    pub fn new<'a>(finders: impl Iterator<Item = (u32, &'a Anchors)>, lexicons: &'a [Lexicon]) -> Self {
        let mut by_anchor: BTreeMap<&str, Needs> = BTreeMap::new();
        let mut by_lexicon: Vec<Vec<u32>> = vec![Vec::new(); lexicons.len()];
        for (finder, anchors) in finders {
            match anchors {
                Anchors::Literals(literals) => {
                    for literal in literals {
                        by_anchor.entry(literal).or_default().finders.push(finder);
                    }
                }
                Anchors::Lexicons(ids) => {
                    for &id in ids {
                        by_lexicon[id as usize].push(finder);
                    }
                }
            }
        }
        for (lexicon, id) in lexicons.iter().zip(0..).filter(|&(_, id): &(_, u32)| !by_lexicon[id as usize].is_empty())
        {
            for anchor in &lexicon.anchors {
                by_anchor.entry(anchor).or_default().lexicons.push(id);
            }
        }
        let anchors: Vec<(&str, u32)> = by_anchor.keys().zip(0..).map(|(&anchor, id)| (anchor, id)).collect();
        let automaton = if anchors.is_empty() {
            None
        } else {
            // Anchors are neither empty nor doubled, which is all that the builder refuses; the tests would tell.
            CharwiseDoubleArrayAhoCorasickBuilder::new().build_with_values(anchors).ok()
        };
        Self { automaton, needs: by_anchor.into_values().collect(), lexicons: by_lexicon }
    }

    /// The sentences that may hold a match, by index, each with its finders in ascending order.
    pub fn candidates(&self, text: &str, sentences: &[Sentence]) -> Vec<(u32, Vec<u32>)> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut candidates: Vec<(u32, Vec<u32>)> = Vec::new();
        let mut lexicons: Vec<u32> = Vec::new();
        let mut at = 0;
        for hit in automaton.find_overlapping_iter(text) {
            // Hits come in the order of their ends, sentences in order: one pointer is enough.
            while sentences.get(at).is_some_and(|sentence| (sentence.range.end as usize) < hit.end()) {
                at += 1;
            }
            let Some(sentence) = sentences.get(at) else { break };
            if hit.start() < sentence.range.start as usize {
                continue;
            }
            if candidates.last().is_none_or(|&(last, _)| last != at as u32) {
                self.close(&mut candidates, &mut lexicons);
                candidates.push((at as u32, Vec::new()));
            }
            let needs = &self.needs[hit.value() as usize];
            lexicons.extend_from_slice(&needs.lexicons);
            if let Some((_, finders)) = candidates.last_mut() {
                finders.extend_from_slice(&needs.finders);
            }
        }
        self.close(&mut candidates, &mut lexicons);
        candidates
    }

    /// Ends the last candidate: its lexicons become their finders, each finder once.
    fn close(&self, candidates: &mut [(u32, Vec<u32>)], lexicons: &mut Vec<u32>) {
        let Some((_, finders)) = candidates.last_mut() else { return };
        lexicons.sort_unstable();
        lexicons.dedup();
        for lexicon in lexicons.drain(..) {
            finders.extend_from_slice(&self.lexicons[lexicon as usize]);
        }
        finders.sort_unstable();
        finders.dedup();
    }
}
