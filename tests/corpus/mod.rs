//! What is measured on the labelled corpora never falls: `corpus/floors.json` holds the floors, and `BLESS=1` raises
//! them to what was measured, never lowers them.

use crate::shared::{corpus, path, rules};
use kodai::eval::{self, Counts};
use std::collections::BTreeMap;
use std::fs;

const FLOORS: &str = "corpus/floors.json";

/// A corpus and its floors, in shares of 1: precision, recall, and silent sentences that stay silent.
type Floors = BTreeMap<String, BTreeMap<String, f64>>;

fn measured(counts: &Counts) -> [(&'static str, Option<f64>); 3] {
    [("precision", counts.precision()), ("recall", counts.recall()), ("quiet", counts.noise().map(|noise| 1.0 - noise))]
}

#[test]
fn figures_stay_above_their_floors() {
    let text = fs::read_to_string(path(FLOORS)).unwrap();
    let mut floors: Floors = serde_json::from_str(&text).unwrap();
    let bless = std::env::var_os("BLESS").is_some_and(|value| value == "1");
    let mut fallen = String::new();
    for (name, floors) in &mut floors {
        let report = eval::measure(&corpus(name), &rules());
        let mut line = format!("{name}:");
        for (figure, value) in measured(&report.total) {
            let (Some(value), Some(floor)) = (value, floors.get_mut(figure)) else { continue };
            // Three places are kept, so a floor is what can be read in the report.
            let value = (value * 1000.0).floor() / 1000.0;
            line.push_str(&format!(" {figure} {value:.3} (floor {floor:.3})"));
            if value < *floor {
                fallen.push_str(&format!("  {name}: {figure} {value:.3} is below its floor {floor:.3}\n"));
            } else if bless {
                *floor = value;
            }
        }
        println!("{line}");
    }
    if bless {
        fs::write(path(FLOORS), serde_json::to_string_pretty(&floors).unwrap() + "\n").unwrap();
    }
    assert!(fallen.is_empty(), "{fallen}`kodai eval` lists what is missed and what is wrong");
}

#[test]
fn every_corpus_has_floors() {
    let floors: Floors = serde_json::from_str(&fs::read_to_string(path(FLOORS)).unwrap()).unwrap();
    let names: Vec<&str> = floors.keys().map(String::as_str).collect();
    assert_eq!(names, ["corpus/articles/dev", "corpus/articles/test", "corpus/sentences/dev", "corpus/sentences/test"]);
    for (name, floors) in &floors {
        for (figure, floor) in floors {
            assert!(["precision", "recall", "quiet"].contains(&figure.as_str()), "{name}: {figure}");
            assert!((0.0..=1.0).contains(floor), "{name}: {figure} {floor}");
        }
    }
}
