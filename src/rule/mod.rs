//! Rules: what RON says (`schema`), how it is read and checked (`load`), how it matches (`pattern`), and how its own
//! examples are run (`verify`).

use crate::class::{Bilingual, Class, Level, Product};

mod builtin;
mod load;
mod read;
pub mod pattern;
pub mod phrase;
pub mod schema;
pub mod verify;

<<<<<<< HEAD
pub use load::{Compiled, CompiledRule, Finder, LazyRegex, RuleBook, RuleError, RuleErrors};

/// A hint that names the known name nearest to `name`, or nothing if none is near.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let best = known.map(|other| (strsim::jaro_winkler(name, other), other)).max_by(|a, b| a.0.total_cmp(&b.0));
    match best {
        Some((score, other)) if score > 0.8 => format!("; did you mean `{other}`?"),
        _ => String::new(),
    }
}
=======
pub use crate::class::nearest;
pub use load::{Compiled, CompiledRule, Finder, RuleBook};
pub use read::{RuleError, RuleErrors};
>>>>>>> eada3c38d6a1e442fe50683e39af4e92e9ecc447

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
    pub rewrites: Vec<String>,
    /// Examples that must be found, the expected span marked `[[…]]`.
    pub bad: Vec<String>,
    /// Look-alikes that must not be found.
    pub good: Vec<String>,
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
