//! Where rules match, before context has a say: the prefilter finds the sentences that may hold a match, `sequence`
//! matches token patterns.

mod prefilter;
mod sequence;

pub use prefilter::Prefilter;
pub use sequence::{Found, Head, View};

use crate::rule::Finder;
use crate::rule::pattern::{Anchors, Lexicon};

/// Whether a text may hold a match, to judge by what every match holds.
pub fn may_hold(finder: &Finder, text: &str, lexicons: &[Lexicon]) -> bool {
    let holds = |anchors: &[String]| anchors.iter().any(|anchor| text.contains(anchor.as_str()));
    match finder.anchors() {
        Anchors::Literals(anchors) => holds(anchors),
        Anchors::Lexicons(ids) => ids.iter().any(|&id| holds(&lexicons[id as usize].anchors)),
    }
}

/// All matches of a finder in a sentence.
pub fn find(finder: &Finder, view: &View<'_>) -> Vec<Found> {
    match finder {
        Finder::Sequence(sequence) => view.find(sequence),
        Finder::Regex { regex, aligned, .. } => regex
            .get()
            .into_iter()
            .flat_map(|regex| regex.find_iter(view.sentence_text()))
            .filter_map(|found| view.from_text(found.start(), found.end(), *aligned))
            .collect(),
    }
}
