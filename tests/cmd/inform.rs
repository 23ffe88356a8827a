//! The commands that tell about rules and texts: `rules`, `explain`, `test`, `tokens`.

use super::*;
use serde_json::Value;

fn rules(folder: &Folder) -> Vec<Value> {
    let run = folder.run(&["rules", "--format", "json"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    serde_json::from_str(&run.stdout).unwrap()
}

#[test]
fn rules_are_listed() {
    let folder = Folder::new();
    let listed = rules(&folder);
    assert!(!listed.is_empty());
    let run = folder.run(&["rules"]);
    assert_eq!(run.status, 0);
    assert_eq!(run.stdout.lines().count(), listed.len(), "one line a rule");
    for (line, rule) in run.stdout.lines().zip(&listed) {
        assert!(line.starts_with(rule["id"].as_str().unwrap()), "{line}");
        assert!(line.contains(rule["class"].as_str().unwrap()), "{line}");
        let levels = rule["levels"].as_object().unwrap();
        assert!(!levels.is_empty() && levels.values().all(|level| line.contains(level.as_str().unwrap())), "{line}");
    }
}

#[test]
fn every_rule_is_explained() {
    let folder = Folder::new();
    for rule in rules(&folder) {
        let id = rule["id"].as_str().unwrap();
        for (lang, title) in [("ja", "根拠"), ("en", "Legal basis")] {
            let run = folder.run(&["explain", id, "--lang", lang]);
            assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{id}");
            assert!(run.stdout.starts_with(id), "{}", run.stdout);
            assert!(run.stdout.contains(title) && run.stdout.contains("[["), "{}", run.stdout);
            assert!(run.stdout.contains(rule["basis"][0].as_str().unwrap()), "{}", run.stdout);
        }
    }
}

#[test]
fn permitted_wordings_are_listed_and_explained() {
    let folder = Folder::new();
    let run = folder.run(&["rules", "--permitted", "--format", "json"]);
    let listed: Vec<Value> = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(folder.run(&["rules", "--permitted"]).stdout.lines().count(), listed.len());
    for permission in &listed {
        let id = permission["id"].as_str().unwrap();
        let run = folder.run(&["explain", id, "--lang", "en"]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{id}");
        for part in [id, "Legal basis", permission["products"][0].as_str().unwrap(), "Not permitted", "[["] {
            assert!(run.stdout.contains(part), "{part}: {}", run.stdout);
        }
    }
}

#[test]
fn an_unknown_rule_is_a_failure_that_names_its_neighbours() {
    let folder = Folder::new();
    let id = rules(&folder)[0]["id"].as_str().unwrap().to_owned();
    let run = folder.run(&["explain", &id[..id.len() - 1]]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("did you mean") && run.stderr.contains(&format!("`{id}`")), "{run:?}");
    let run = folder.run(&["explain", "zzzzzzzzzzzz"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("`kodai rules` lists them"), "{run:?}");
}

#[test]
fn the_built_in_examples_hold() {
    let run = Folder::new().run(&["test"]);
    assert_eq!(run.status, 0, "{}", run.stdout);
    assert!(run.stdout.contains("Reported ") && run.stdout.contains("silent "), "{}", run.stdout);
}

#[test]
fn the_rule_sets_of_the_documentation_hold() {
    for name in ["house-rules.ron", "house-changes.ron"] {
        let path = crate::shared::path("docs/examples").join(name);
        let run = Folder::new().run(&["test", path.to_str().unwrap()]);
        assert_eq!(run.status, 0, "{name}: {run:?}");
    }
    let path = crate::shared::path("docs/examples/house-changes.ron");
    let run = Folder::new().run(&["explain", "urgency-act-now", "--rules", path.to_str().unwrap()]);
    assert!(run.stdout.contains("clinic           error") && run.stdout.contains("changed by"), "{run:?}");
}

#[test]
fn tokens_need_a_text() {
    let folder = Folder::with(&[("a.md", CLAIM), ("b.pages", "")]);
    let run = folder.run(&["tokens", "a.md"]);
    assert_eq!(run.status, 0, "{run:?}");
    assert!(run.stdout.contains("副作用"), "{run:?}");
    assert_eq!(folder.run_with(&["tokens", "-"], CLAIM.as_bytes()).stdout, run.stdout);
    for path in ["missing.md", "b.pages", "."] {
        let run = folder.run(&["tokens", path]);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{path}");
        assert!(run.stderr.contains(path), "{run:?}");
    }
}
