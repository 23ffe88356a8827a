//! "Did you mean": the names nearest to one that is not known.

/// At most this many are named.
const MOST: usize = 3;

/// The names nearest to `name`, best first: those a few slips of the finger away, and those that hold it.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let name = name.to_lowercase();
    let mut found: Vec<(usize, &str)> = known
        .into_iter()
        .filter_map(|candidate| {
            let slips = distance(&name, candidate);
            let holds = name.len() >= 3 && (candidate.contains(&name) || name.contains(candidate));
            (slips <= 1 + name.chars().count() / 4 || holds).then_some((slips, candidate))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, candidate)| candidate).take(MOST).collect()
}

/// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before = vec![0; b.len() + 1];
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replaced = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replaced.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_slips() {
        assert_eq!(distance("novelty", "novelty"), 0);
        assert_eq!(distance("novlety", "novelty"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn names_the_nearest_first() {
        let known = ["no-side-effects", "no-side-effects-herbal", "novelty", "number-one"];
        assert_eq!(nearest("no-side-effect", known), ["no-side-effects", "no-side-effects-herbal"]);
        assert_eq!(nearest("Novelity", known), ["novelty"]);
        assert!(nearest("zzz", known).is_empty());
    }
}
