//! Mutated texts of a small language, judged by us and by Prometheus's own packages.

use crate::judge::{accepted, folder, judge};
use crate::mutate::Seeds;
use crate::random::Random;
use serde_json::{Value, json};
use std::fs;

/// How many texts the judge gets at a time.
const BATCH: u64 = 20_000;

/// The texts of a language (`expression`, `series`, `template`) in Prometheus's own tests.
///
/// Panics when `ci/oracles.sh` has not collected them.
pub fn seeds_of(language: &str) -> Vec<String> {
    let path = folder().join("promql-seeds.jsonl");
    let text = fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}: run ci/oracles.sh", path.display()));
    text.lines()
        .map(|line| serde_json::from_str(line).expect("a seed is JSON"))
        .filter(|seed: &Value| seed["language"] == language)
        .map(|seed| seed["input"].as_str().expect("it has an input").to_string())
        .collect()
}

/// The number in an environment variable, or the default.
pub fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).map_or(default, |text| text.parse().expect("a number"))
}

/// Judges so many mutations, which the environment's `SEED` (default 1) chooses, by `promoracle` with these arguments, and by us. Panics
/// with every difference. Of `errors` only the places are compared, where both have them: our first must touch one of theirs.
pub fn compare(seeds: &Seeds, arguments: &[&str], count: u64, ours: fn(&str) -> Value) {
    let mut random = Random::new(number("SEED", 1));
    let (mut rejected, mut differences) = (0, Vec::new());
    for done in (0..count).step_by(usize::try_from(BATCH).expect("it is small")) {
        let inputs: Vec<String> = (done..count.min(done + BATCH))
            .map(|_| seeds.mutation(&mut random))
            .collect();
        for (input, theirs) in inputs.iter().zip(verdicts(&inputs, arguments)) {
            let ours = ours(input);
            rejected += usize::from(theirs["ok"] == false);
            if without_errors(&ours) != without_errors(&theirs) || !touch(&ours, &theirs) {
                differences.push(format!("{input:?}\n  ours   {ours}\n  theirs {theirs}"));
            }
        }
    }
    eprintln!(
        "{count} texts, {rejected} of them rejected, {} differences",
        differences.len()
    );
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// What the judge says of each text.
pub fn verdicts(inputs: &[String], arguments: &[&str]) -> Vec<Value> {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join("in.jsonl");
    let lines: Vec<String> = inputs
        .iter()
        .map(|input| json!({ "input": input }).to_string() + "\n")
        .collect();
    fs::write(&path, lines.concat()).expect("the texts can be written");
    let file = fs::File::open(&path).expect("it was written");
    let out = accepted(judge("promoracle").args(arguments).stdin(file));
    let verdicts: Vec<Value> = out
        .lines()
        .map(|line| serde_json::from_str(line).expect("the judge writes JSON"))
        .collect();
    assert_eq!(verdicts.len(), inputs.len(), "one verdict for each text");
    verdicts
}

fn without_errors(verdict: &Value) -> Value {
    let mut verdict = verdict.clone();
    let fields = verdict.as_object_mut().expect("a verdict is an object");
    fields.retain(|name, _| !["input", "error", "errors", "message"].contains(&name.as_str()));
    verdict
}

/// Whether our first error touches one of theirs, where both have errors with places.
fn touch(ours: &Value, theirs: &Value) -> bool {
    let (Some(ours), Some(theirs)) = (ours["errors"].get(0), theirs["errors"].as_array()) else {
        return true;
    };
    let place = |error: &Value| ["start", "end"].map(|end| error[end].as_u64().expect("a place"));
    let [start, end] = place(ours);
    theirs
        .iter()
        .map(place)
        .any(|[first, last]| start <= last && end >= first)
}
