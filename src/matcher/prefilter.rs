//! One pass over the text that says which sentences may hold a match of which finder.
//!
//! Every finder names literals of which its matches hold at least one; one automaton looks for all of them.

use crate::document::Sentence;
use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};
use std::collections::BTreeMap;

/// The automaton of all anchors.
pub struct Prefilter {
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    /// For each anchor, the finders that need it.
    finders: Vec<Vec<u32>>,
}

impl std::fmt::Debug for Prefilter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Prefilter").field("anchors", &self.finders.len()).finish_non_exhaustive()
    }
}

impl Prefilter {
    /// The automaton for finders, each given by its number and its anchors.
    pub fn new<'a>(finders: impl Iterator<Item = (u32, &'a [String])>) -> Self {
        let mut by_anchor: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (finder, anchors) in finders {
            for anchor in anchors {
                by_anchor.entry(anchor).or_default().push(finder);
            }
        }
        let anchors: Vec<(&str, u32)> = by_anchor.keys().zip(0..).map(|(&anchor, id)| (anchor, id)).collect();
        let automaton = if anchors.is_empty() {
            None
        } else {
            // Anchors are neither empty nor doubled, which is all that the builder refuses; without an automaton
            // every sentence is a candidate.
            CharwiseDoubleArrayAhoCorasickBuilder::new().build_with_values(anchors).ok()
        };
        Self { automaton, finders: by_anchor.into_values().collect() }
    }

    /// The sentences that may hold a match, by index, each with its finders in ascending order.
    pub fn candidates(&self, text: &str, sentences: &[Sentence]) -> Vec<(u32, Vec<u32>)> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut candidates: Vec<(u32, Vec<u32>)> = Vec::new();
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
                candidates.push((at as u32, Vec::new()));
            }
            if let Some((_, finders)) = candidates.last_mut() {
                finders.extend_from_slice(&self.finders[hit.value() as usize]);
            }
        }
        for (_, finders) in &mut candidates {
            finders.sort_unstable();
            finders.dedup();
        }
        candidates
    }
}
