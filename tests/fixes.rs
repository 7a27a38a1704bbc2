//! `gen check --fix` over every case of the checks and every broken project: what is certain solves its finding and breaks nothing.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot go on panics; tests read files"
)]

use opsgen::{
    check,
    compile::{self, Settings},
    diag::{Diagnostic, Level},
    model::Date,
    text::{FileId, Sources},
};
use std::{collections::BTreeMap, fs, path::Path};

const HEAD: &str = "[project]\nname = \"shop\"\nnamespace = \"shop\"\n\n";

/// Title and text of every project.
fn projects() -> Vec<(String, String)> {
    let mut projects = Vec::new();
    for folder in ["tests/check", "tests/project"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let entries = fs::read_dir(folder).into_iter().flatten();
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let mut parts = text.split("\n=== ");
            let shared = parts.next().unwrap().to_string();
            let mut cases = parts.peekable();
            if cases.peek().is_none() {
                projects.push((path.display().to_string(), shared));
                continue;
            }
            for case in cases {
                let (title, toml) = case.split_once('\n').unwrap();
                let toml = toml.replace(['«', '»'], "");
                let text = if toml.contains("[project]") {
                    toml
                } else {
                    format!("{HEAD}{shared}\n{toml}")
                };
                projects.push((title.to_string(), text));
            }
        }
    }
    projects
}

/// Everything that is found, with every check on.
fn find(text: &str) -> Vec<Diagnostic> {
    let mut sources = Sources::default();
    let file = sources.add("gen.toml", text);
    let (layered, mut found) = compile::read(&sources, file);
    let levels = check::all().map(|check| (check.rule.name.to_string(), Level::Warn));
    let settings = Settings {
        levels: levels.collect(),
        today: Date::read("2026-01-01"),
    };
    if let Some(layered) = layered {
        found.extend(compile::compile(&sources, layered, &settings).1);
    }
    found
}

/// How often each rule is found.
fn count(found: &[Diagnostic]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for finding in found {
        *counts.entry(finding.rule.name).or_default() += 1;
    }
    counts
}

#[test]
fn certain_changes_solve_their_findings_and_break_nothing() {
    let mut changed = 0;
    for (title, text) in projects() {
        let (mut text, mut rounds) = (text, 0);
        loop {
            let found = find(&text);
            let Some(fixed) = check::fix(&found, FileId(0), &text) else {
                break;
            };
            rounds += 1;
            assert!(rounds < 10, "{title}: {text}");
            let (before, after) = (count(&found), count(&find(&fixed.text)));
            let made: Vec<Diagnostic> = fixed.made.into_iter().cloned().collect();
            for (rule, solved) in count(&made) {
                let left = after.get(rule).copied().unwrap_or_default();
                assert!(
                    left + solved <= before[rule],
                    "{title}: {rule}\n{}",
                    fixed.text
                );
            }
            for broken in ["project/syntax", "project/duplicate-key", "model/promql"] {
                let (before, after) = (before.get(broken), after.get(broken));
                assert!(
                    after.is_none() || before.is_some(),
                    "{title}: {broken}\n{}",
                    fixed.text
                );
            }
            changed += 1;
            text = fixed.text;
        }
    }
    assert!(changed >= 2, "{changed}");
}
