//! The PromQL front end against the verdicts of Prometheus's own parser.
//!
//! The corpora are no part of the project. They are looked for in `shared/corpora/promql` beside a folder above the manifest;
//! when they are missing, that is said aloud and nothing is compared.

use std::path::{Path, PathBuf};

use opsgen::promql::{Options, ValueType, parse, pretty, print, type_of};
use serde_json::Value;

/// How many lines were read and how many agree, per field.
#[derive(Debug, Default)]
struct Counts {
    lines: usize,
    accepted: usize,
    rejected: usize,
    first_error_at_same_place: usize,
}

#[test]
fn corpora_are_judged_as_prometheus_judges_them() {
    let mut differences = Vec::new();
    for name in ["parser", "queries", "rules"] {
        let Some(path) = find_corpus(name) else {
            eprintln!("!!! corpus promql/{name}.jsonl is missing: nothing was compared");
            continue;
        };
        let text = std::fs::read_to_string(&path).unwrap();
        let mut counts = Counts::default();
        for line in text.lines() {
            compare(
                &serde_json::from_str(line).unwrap(),
                &mut counts,
                &mut differences,
            );
        }
        eprintln!("{name}: {counts:?}");
    }
    assert!(
        differences.is_empty(),
        "{} differences:\n{}",
        differences.len(),
        differences.join("\n")
    );
}

fn find_corpus(name: &str) -> Option<PathBuf> {
    let relative = format!("shared/corpora/promql/{name}.jsonl");
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join(&relative))
        .find(|path| path.exists())
}

fn compare(line: &Value, counts: &mut Counts, differences: &mut Vec<String>) {
    let input = line["input"].as_str().unwrap();
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
        expect("type", type_name(type_of(&expr)).into());
        expect("canonical", print(&expr).into());
        expect("pretty", pretty(&expr).into());
        return;
    };
    counts.rejected += 1;
    let place = u64::from(error.range.start);
    counts.first_error_at_same_place +=
        usize::from(line["errors"][0]["start"].as_u64() == Some(place));
}

fn type_name(found: ValueType) -> &'static str {
    match found {
        ValueType::Scalar => "scalar",
        ValueType::Vector => "vector",
        ValueType::Matrix => "matrix",
        ValueType::String => "string",
        ValueType::Unknown => "unknown",
    }
}
