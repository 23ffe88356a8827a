//! What is reported, and what was found and not reported.

use crate::class::{Bilingual, Class, Language, Level};
use crate::context::Reason;
use crate::document_rule::Unmet;
use crate::rule::{Rewrite, Rule};
use crate::span::SourceRange;
use std::sync::Arc;

/// A claim that a reviewer should stop at.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The rule that found it: its id, class, message, help and legal basis.
    pub rule: Arc<Rule>,
    /// How grave it is here, for this product and in this context.
    pub level: Level,
    /// Where it stands in the file, on character boundaries.
    pub range: SourceRange,
    /// Why the level is lower than the rule's, if it is: by one for each reason.
    pub lowered: Vec<Reason>,
    /// The other classes that met on the same stretch, in the order of the guide.
    pub also: Vec<Class>,
    /// Wordings that would do instead, made for this place. Empty where the rule only advises.
    pub rewrites: Vec<Rewording>,
    /// What the document must say here and does not: of the rule itself, if that is a duty, or of a duty that arises on
    /// the same stretch.
    pub unmet: Option<Unmet>,
}

impl Diagnostic {
    /// What is wrong: the rule's message, or for a duty of the document exactly what is missing here.
    pub fn message(&self, language: Language) -> &str {
        let own = self.unmet.as_ref().filter(|unmet| unmet.duty == self.rule.id);
        own.map_or(&self.rule.message, |unmet| &unmet.message).get(language)
    }

    /// Whether it tells of the duty with this id.
    pub fn tells_of(&self, duty: &str) -> bool {
        self.unmet.as_ref().is_some_and(|unmet| unmet.duty == duty)
    }
}

/// A wording that would do instead, made for one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewording {
    /// The wording.
    pub text: String,
    /// Under what condition it holds.
    pub when: Option<Bilingual>,
}

impl Rewording {
    /// What a rewrite makes of a match, which is the first `len` bytes of `text`; `None` if it does not apply to it.
    pub fn new(rewrite: &Rewrite, text: &str, len: usize) -> Option<Self> {
        Some(Self { text: rewrite.reworded(text, len)?, when: rewrite.when.clone() })
    }
}

impl From<&str> for Rewording {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), when: None }
    }
}

/// Why something that was found is not reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// In a word, for programs: a [`Status`](crate::context::Status) of the context, `permitted` or `disclosed`.
    pub status: &'static str,
    told: Bilingual,
}

impl Why {
    /// The product may say so: by the permission with this id.
    pub(crate) fn permitted(id: &str) -> Self {
        let told = Bilingual::new(
            format!("この商品・業態に認められた表現である（{id}）"),
            format!("wording that this product may use: {id}"),
        );
        Self { status: "permitted", told }
    }

    /// A duty of the document that is done.
    pub(crate) fn disclosed() -> Self {
        let told = Bilingual::new("必要な事項が書かれている", "all that is required is said");
        Self { status: "disclosed", told }
    }

    /// The reason in words.
    pub fn describe(&self) -> &Bilingual {
        &self.told
    }
}

impl From<Reason> for Why {
    fn from(reason: Reason) -> Self {
        Self { status: reason.status.as_str(), told: reason.describe() }
    }
}

/// A match that is not reported.
#[derive(Clone, Debug)]
pub struct Dropped {
    /// The rule that matched.
    pub rule: Arc<Rule>,
    /// Where it stands in the file.
    pub range: SourceRange,
    /// Why it is not reported.
    pub reason: Why,
}

/// A finding that was rewritten.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The rule that found it.
    pub rule: Arc<Rule>,
    /// Where the new words stand in the file as it is now; empty where words were only taken out.
    pub range: SourceRange,
    /// The words that stood there.
    pub before: String,
}

/// All that linting one file gave, in the order of start and rule id.
#[derive(Clone, Debug, Default)]
pub struct LintResult {
    /// What is reported.
    pub diagnostics: Vec<Diagnostic>,
    /// What was found and excused.
    pub dropped: Vec<Dropped>,
    /// What was rewritten before, in the order of the file.
    pub fixed: Vec<Fixed>,
}
