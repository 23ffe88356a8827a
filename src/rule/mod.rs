//! Rules: what RON says (`schema`), how it is read and checked (`load`), how it matches (`pattern`), and how its own
//! examples are run (`verify`).

use crate::class::{Bilingual, Class, Level, Product};
use std::ops::Range;

mod builtin;
mod house;
mod load;
pub mod pattern;
pub mod phrase;
mod read;
pub mod schema;
pub mod verify;

pub use crate::class::nearest;
pub use load::{Compiled, CompiledPermission, CompiledRule, Conditions, Finder, LazyRegex, Mention, RuleBook};
pub use read::{RuleError, RuleErrors};

/// A rule, checked.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name, kebab-case, unique among all loaded rule sets.
    pub id: String,
    /// The kind of claim it finds.
    pub class: Class,
    /// The level for each product it applies to, in the order of [`Product::ALL`].
    pub levels: Vec<(Product, Level)>,
    /// Law, article, guideline section.
    pub basis: Vec<String>,
    /// What is wrong, in one sentence.
    pub message: Bilingual,
    /// What to write instead.
    pub help: Bilingual,
    /// Wordings that would do instead of the match.
    pub rewrites: Vec<Rewrite>,
    /// Examples that must be found, the expected span marked `[[…]]`.
    pub bad: Vec<String>,
    /// Look-alikes that must not be found.
    pub good: Vec<String>,
    /// The version of kodai that first had it.
    pub since: String,
    /// The rule set it came from, as the user knows it: a path, or `<built-in>/name.ron`.
    pub origin: String,
    /// The rule sets that changed its levels or texts.
    pub overridden: Vec<String>,
}

/// A wording that would do instead of a match.
#[derive(Clone, Debug)]
pub struct Rewrite {
    /// What of the match is replaced; all of it where nothing is said.
    pub replace: Option<LazyRegex>,
    /// What is written instead; `$1` is what the first group of `replace` matched.
    pub with: String,
    /// Under what condition it holds.
    pub when: Option<Bilingual>,
    /// Whether it holds wherever it applies, so that it may be made without asking.
    pub safe: bool,
}

impl Rewrite {
    /// What it replaces in `text`, in bytes, and what it writes there; the match is the first `len` bytes of `text`, and
    /// its line goes on after it. What is replaced begins in the match and may end after it (今すぐ**に**). `None` if it
    /// does not apply: nothing like it begins there, or more than one.
    pub fn edit(&self, text: &str, len: usize) -> Option<(Range<usize>, String)> {
        let Some(replace) = &self.replace else { return Some((0..len, self.with.clone())) };
        let all = replace.get()?.captures_iter(text);
        let mut all = all.take_while(|captures| captures.get(0).is_some_and(|whole| whole.start() < len));
        let (Some(captures), None) = (all.next(), all.next()) else { return None };
        let mut with = String::new();
        captures.expand(&self.with, &mut with);
        Some((captures.get(0)?.range(), with))
    }

    /// The match as it would be rewritten, with what is replaced after it; `None` if the rewrite does not apply.
    pub fn reworded(&self, text: &str, len: usize) -> Option<String> {
        let (range, with) = self.edit(text, len)?;
        Some(format!("{}{with}{}", text.get(..range.start)?, text.get(range.end..len).unwrap_or_default()))
    }
}

/// Wordings that some products may use, checked.
#[derive(Clone, Debug)]
pub struct Permission {
    /// Its name, kebab-case, unique among all loaded rules and permissions.
    pub id: String,
    /// The products that may use them.
    pub products: Vec<Product>,
    /// The classes of which they are no claim.
    pub classes: Vec<Class>,
    /// Law, article, guideline section.
    pub basis: Vec<String>,
    /// What is permitted, and under what condition.
    pub about: Bilingual,
    /// Texts whose stretch marked `[[…]]` is permitted.
    pub good: Vec<String>,
    /// Texts whose stretch marked `[[…]]` is not.
    pub bad: Vec<String>,
    /// The version of kodai that first had it.
    pub since: String,
    /// The rule set it came from, as the user knows it: a path, or `<built-in>/name.ron`.
    pub origin: String,
}

impl Rule {
    /// The level for a product, `None` where the rule does not apply to it.
    pub fn level(&self, product: Product) -> Option<Level> {
        self.levels.iter().find(|(listed, _)| *listed == product).map(|&(_, level)| level)
    }
}
