//! Duties of the whole document: if it offers one thing, it must also say others. Knows what was raised and what was
//! said, not how either was found.

use crate::class::Bilingual;

/// What a document must say once something in it raises the duty.
#[derive(Debug)]
pub struct Duty<F> {
    /// The id of its rule.
    pub id: String,
    /// What is wrong; `{missing}` stands for the names of what is not said.
    pub message: Bilingual,
    /// How many sentences must raise it.
    pub in_sentences: usize,
    /// A text of fewer sentences is no document, but a banner or an excerpt.
    pub least_sentences: usize,
    /// All that must be said.
    pub requires: Vec<Requirement<F>>,
}

/// One thing that must be said.
#[derive(Debug)]
pub struct Requirement<F> {
    /// Kebab-case, unique in its duty.
    pub id: String,
    /// What it is, as it reads in the message.
    pub name: Bilingual,
    /// What meets it.
    pub find: F,
}

/// What a document fails to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet {
    /// The id of the duty.
    pub duty: String,
    /// What is wrong here, with the names of what is missing.
    pub message: Bilingual,
    /// Id and name of each thing that is missing.
    pub missing: Vec<(String, Bilingual)>,
}

/// What becomes of a duty in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All is said.
    Met,
    /// Something is missing, first at the place with this index.
    Unmet(usize, Unmet),
}

impl<F> Duty<F> {
    /// What becomes of a duty that is raised at places in these sentences, in the order of the document. `None` if it is
    /// not raised after all. `met` says whether a requirement is met for a place.
    pub fn weigh<'a>(
        &'a self,
        sentences: &[usize],
        of: usize,
        mut met: impl FnMut(&'a Requirement<F>, usize) -> bool,
    ) -> Option<Outcome> {
        let mut distinct = sentences.to_vec();
        distinct.dedup();
        if distinct.is_empty() || distinct.len() < self.in_sentences || of < self.least_sentences {
            return None;
        }
        for place in 0..sentences.len() {
            let missing: Vec<_> = self.requires.iter().filter(|requirement| !met(requirement, place)).collect();
            if !missing.is_empty() {
                let names = missing.iter().map(|requirement| &requirement.name);
                let message = with_names(&self.message, names);
                let missing = missing.iter().map(|missing| (missing.id.clone(), missing.name.clone())).collect();
                return Some(Outcome::Unmet(place, Unmet { duty: self.id.clone(), message, missing }));
            }
        }
        Some(Outcome::Met)
    }
}

/// A message with names in the place of `{missing}`.
pub fn with_names<'a>(message: &Bilingual, names: impl Iterator<Item = &'a Bilingual> + Clone) -> Bilingual {
    let ja: Vec<&str> = names.clone().map(|name| name.ja.as_str()).collect();
    let en: Vec<&str> = names.map(|name| name.en.as_str()).collect();
    Bilingual::new(message.ja.replace("{missing}", &ja.join("、")), message.en.replace("{missing}", &en.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn duty() -> Duty<()> {
        let requirement =
            |id: &str, ja: &str| Requirement { id: id.to_owned(), name: Bilingual::new(ja, id), find: () };
        Duty {
            id: "duty".to_owned(),
            message: Bilingual::new("{missing}がありません。", "No {missing}."),
            in_sentences: 2,
            least_sentences: 3,
            requires: vec![requirement("price", "費用"), requirement("risk", "リスク")],
        }
    }

    #[test]
    fn the_first_place_that_lacks_something_is_named() {
        let outcome = duty().weigh(&[1, 4, 6], 9, |requirement, place| place == 0 || requirement.id == "risk");
        let unmet = Unmet {
            duty: "duty".to_owned(),
            message: Bilingual::new("費用がありません。", "No price."),
            missing: vec![("price".to_owned(), Bilingual::new("費用", "price"))],
        };
        assert_eq!(outcome, Some(Outcome::Unmet(1, unmet)));
        let Some(Outcome::Unmet(0, unmet)) = duty().weigh(&[1, 4], 9, |_, _| false) else { panic!("is met") };
        assert_eq!(unmet.message, Bilingual::new("費用、リスクがありません。", "No price, risk."));
        assert_eq!(duty().weigh(&[1, 4], 9, |_, _| true), Some(Outcome::Met));
    }

    #[test]
    fn too_little_raises_no_duty() {
        assert_eq!(duty().weigh(&[], 9, |_, _| false), None);
        assert_eq!(duty().weigh(&[4, 4], 9, |_, _| false), None);
        assert_eq!(duty().weigh(&[0, 1], 2, |_, _| false), None);
    }
}
