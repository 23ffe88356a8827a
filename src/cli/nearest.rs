//! "Did you mean": the names nearest to one that is not known.

/// At most this many are named.
const MOST: usize = 3;

/// The names nearest to `name`, best first: those a few slips of the finger away, and those that hold it.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let name = name.to_lowercase();
    let mut found: Vec<(usize, &str)> = known
        .into_iter()
        .filter_map(|candidate| {
            // Insertions, deletions, replacements and swaps of neighbours.
            let slips = strsim::osa_distance(&name, candidate);
            let holds = name.len() >= 3 && (candidate.contains(&name) || name.contains(candidate));
            (slips <= 1 + name.chars().count() / 4 || holds).then_some((slips, candidate))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, candidate)| candidate).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_nearest_first() {
        let known = ["no-side-effects", "no-side-effects-herbal", "novelty", "number-one"];
        assert_eq!(nearest("no-side-effect", known), ["no-side-effects", "no-side-effects-herbal"]);
        assert_eq!(nearest("Novelity", known), ["novelty"]);
        assert!(nearest("zzz", known).is_empty());
    }
}
