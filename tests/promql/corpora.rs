//! Expressions of the field, beside the verdicts of Prometheus's own parser.
//!
//! The corpora are no part of the project. They are looked for in `shared/corpora/promql` beside a folder above the manifest; when they
//! are missing, that is said aloud and nothing is compared.

use opsgen::promql::{Options, parse, pretty, print, type_of};
use serde_json::Value;
use std::path::{Path, PathBuf};

const NAMES: [&str; 3] = ["parser", "queries", "rules"];

/// How many lines were read and how many agree, per field.
#[derive(Debug, Default)]
struct Counts {
    lines: usize,
    accepted: usize,
    rejected: usize,
    /// Rejected lines where Prometheus's first range is neither empty nor the whole text.
    placed: usize,
    /// Those of `placed` where ours is the same range; the others are inside of it.
    placed_equally: usize,
}

#[test]
fn corpora_are_judged_as_prometheus_judges_them() {
    let mut differences = Vec::new();
    for name in NAMES {
        let Some(path) = find_corpus(name) else {
            eprintln!("!!! corpus promql/{name}.jsonl is missing: nothing was compared");
            continue;
        };
        let text = std::fs::read_to_string(&path).expect("a corpus is JSON");
        let mut counts = Counts::default();
        for line in text.lines() {
            compare(
                &serde_json::from_str(line).expect("a corpus is JSON"),
                &mut counts,
                &mut differences,
            );
        }
        eprintln!("{name}: {counts:?}");
        assert!(
            counts.placed_equally * 10 >= counts.placed * 6,
            "{name}: fewer than 60 % of the errors are where Prometheus has them: {counts:?}"
        );
    }
    assert!(
        differences.is_empty(),
        "{} differences:\n{}",
        differences.len(),
        differences.join("\n")
    );
}

/// The inputs of all corpora; none where they are missing, which is said aloud.
pub fn inputs() -> Vec<String> {
    let mut inputs = Vec::new();
    for name in NAMES {
        let Some(path) = find_corpus(name) else {
            eprintln!("!!! corpus promql/{name}.jsonl is missing");
            continue;
        };
        let text = std::fs::read_to_string(&path).expect("a corpus can be read");
        let lines = text
            .lines()
            .map(|line| serde_json::from_str(line).expect("a corpus is JSON"));
        inputs.extend(lines.filter_map(|line: Value| Some(line["input"].as_str()?.to_owned())));
    }
    inputs
}

fn find_corpus(name: &str) -> Option<PathBuf> {
    let relative = format!("shared/corpora/promql/{name}.jsonl");
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join(&relative))
        .find(|path| path.exists())
}

fn compare(line: &Value, counts: &mut Counts, differences: &mut Vec<String>) {
    let input = line["input"].as_str().expect("every line has an input");
    let mut expect = |field: &str, found: Value| {
        if line[field] != found {
            differences.push(format!(
                "{input:?} {field}: expected {}, found {found}",
                line[field]
            ));
        }
    };
    let none = Options {
        placeholders: false,
        ..Options::default()
    };
    let all = Options {
        experimental_functions: true,
        extended_ranges: true,
        fill_modifiers: true,
        ..none
    };
    let (expr, errors) = parse(input, &all);
    expect("ok", errors.is_empty().into());
    expect("ok_default", parse(input, &none).1.is_empty().into());
    counts.lines += 1;
    let Some(error) = errors.first() else {
        counts.accepted += 1;
        expect("type", type_of(&expr).word().into());
        expect("canonical", print(&expr).into());
        expect("pretty", pretty(&expr).into());
        return;
    };
    counts.rejected += 1;
    let ours = [u64::from(error.range.start), u64::from(error.range.end)];
    let theirs: Vec<[u64; 2]> = line["errors"]
        .as_array()
        .expect("a corpus is JSON")
        .iter()
        .map(place)
        .collect();
    let touches = |[start, end]: &[u64; 2]| ours[0] <= *end && ours[1] >= *start;
    if !theirs.iter().any(touches) {
        differences.push(format!("{input:?}: {ours:?} touches none of {theirs:?}"));
    }
    let whole = [0, input.len() as u64];
    if theirs[0][0] == theirs[0][1] || theirs[0] == whole {
        return;
    }
    counts.placed += 1;
    counts.placed_equally += usize::from(ours == theirs[0]);
    if !theirs
        .iter()
        .any(|[start, end]| *start <= ours[0] && ours[1] <= *end)
    {
        differences.push(format!("{input:?}: {ours:?} is inside none of {theirs:?}"));
    }
}

fn place(error: &Value) -> [u64; 2] {
    ["start", "end"].map(|field| error[field].as_u64().expect("a corpus is JSON"))
}
