//! Whether a match says no more than a permitted wording beside it. Judged from tokens alone; rules, products and
//! documents are unknown here.

use crate::matcher::Found;
use crate::rule::pattern::is_light_verb;
use crate::tokenize::{Pos, SubPos, Token};

/// Whether the tokens `found` overlap the permitted wording `tokens[first..end]` and add no word of their own to it: a
/// particle, an auxiliary or a comma adds nothing, an adverb does.
pub fn covers(tokens: &[Token], (first, end): (usize, usize), found: &Found) -> bool {
    let overlaps = found.first < end && first < found.end;
    let outside = |at: &usize| *at < first || *at >= end;
    overlaps && (found.first..found.end).filter(outside).all(|at| !is_content(&tokens[at]))
}

/// Whether a token says something by itself.
fn is_content(token: &Token) -> bool {
    match token.pos() {
        Pos::Particle | Pos::Auxiliary | Pos::Symbol => false,
        Pos::Verb => !(is_light_verb(token) || matches!(token.sub(), SubPos::Dependent | SubPos::Suffix)),
        Pos::Noun | Pos::Adjective => token.sub() != SubPos::Dependent,
        _ => true,
    }
}
