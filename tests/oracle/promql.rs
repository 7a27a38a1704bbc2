//! Mutated expressions: our verdict, type and texts beside those of Prometheus's own parser.
//!
//! They grow from the expressions in Prometheus's own tests, the rules of the golden trees, and `shared/corpora` beside a folder above
//! where it is there. `MUTATIONS` says how many (default 100,000) and `SEED` which (default 1).

use crate::language::{compare, number, seeds_of};
use crate::mutate::Seeds;
use crate::{golden, yaml};
use opsgen::promql::{Options, parse, pretty, print, type_of};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// What no seed need hold.
const WORDS: [&str; 40] = [
    "by",
    "without",
    "on",
    "ignoring",
    "group_left",
    "group_right",
    "bool",
    "offset",
    "@",
    "start()",
    "end()",
    "anchored",
    "smoothed",
    "fill",
    "fill_left",
    "fill_right",
    "step()",
    "range()",
    "min_of",
    "max_of",
    "Inf",
    "NaN",
    "0x1F",
    "1_000",
    "1e3",
    "1h30m",
    "5m",
    "atan2",
    "limitk",
    "info",
    "topk",
    "count_values",
    "</",
    ">/",
    "=~",
    "!~",
    "[5m:1m]",
    "{\"a.b\"}",
    "# c\n",
    "\"\\xff\"",
];

#[test]
#[ignore = "needs ci/oracles.sh"]
fn mutated_expressions_are_judged_as_prometheus_judges_them() {
    let seeds = Seeds::new(expressions(), &WORDS);
    compare(&seeds, &[], number("MUTATIONS", 100_000), verdict);
}

/// The expressions that the mutated ones grow from.
fn expressions() -> Vec<String> {
    let mut found = seeds_of("expression");
    for golden in golden::all() {
        for file in golden.files("base/rules", "yaml") {
            rules(&yaml::value(&golden::text(&file)), &mut found);
        }
    }
    for name in ["parser", "queries", "rules"] {
        match corpus(name) {
            Some(text) => found.extend(text.lines().map(input)),
            None => eprintln!("!!! corpus promql/{name}.jsonl is missing: nothing grows from it"),
        }
    }
    found
}

fn rules(value: &Value, found: &mut Vec<String>) {
    let groups = value["spec"]["groups"].as_array().into_iter().flatten();
    let rules = groups.flat_map(|group| group["rules"].as_array().into_iter().flatten());
    found.extend(
        rules
            .filter_map(|rule| rule["expr"].as_str())
            .map(String::from),
    );
}

fn corpus(name: &str) -> Option<String> {
    let relative = format!("shared/corpora/promql/{name}.jsonl");
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join(&relative))
        .find(|path| path.exists())?;
    Some(fs::read_to_string(path).expect("a corpus can be read"))
}

fn input(line: &str) -> String {
    let line: Value = serde_json::from_str(line).expect("a line of a corpus is JSON");
    line["input"].as_str().expect("it has an input").to_string()
}

/// What we say of an expression, in the judge's form.
fn verdict(input: &str) -> Value {
    let default = Options {
        placeholders: false,
        ..Options::default()
    };
    let all = Options {
        experimental_functions: true,
        extended_ranges: true,
        fill_modifiers: true,
        ..default
    };
    let (expr, errors) = parse(input, &all);
    let ok_default = parse(input, &default).1.is_empty();
    if !errors.is_empty() {
        let places: Vec<Value> = errors
            .iter()
            .map(|error| json!({ "start": error.range.start, "end": error.range.end }))
            .collect();
        return json!({ "ok": false, "ok_default": ok_default, "errors": places });
    }
    json!({
        "ok": true,
        "ok_default": ok_default,
        "type": type_of(&expr).word(),
        "canonical": print(&expr),
        "pretty": pretty(&expr),
    })
}
