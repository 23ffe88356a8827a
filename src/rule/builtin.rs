//! The rule sets that are part of the binary.

macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../rulesets/", $name)))),*]
    };
}

/// Names and contents, in the order in which they are read.
pub const BUILTIN: &[(&str, &str)] = embedded![
    "lexicons.ron",
    "effect-lexicons.ron",
    "efficacy.ron",
    "effects.ron",
    "safety.ron",
    "superiority.ron",
    "endorsement.ron",
    "inducement.ron",
    "permitted.ron",
    "duties.ron",
    "masked.ron",
];

#[cfg(test)]
mod tests {
    use super::BUILTIN;

    #[test]
    fn every_rule_set_of_the_folder_is_embedded() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rulesets");
        for entry in std::fs::read_dir(folder).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(BUILTIN.iter().any(|&(built_in, _)| built_in == name), "{name} is not embedded");
        }
    }
}
