//! Dashboards that gen itself emits, linted as if others had made them: the same faults are found in them.

use super::{
    checks::{Case, cases},
    lint::lint,
    support::{example, examples, root},
};
use opsgen::{
    compile::{self, Compilation, Settings},
    diag::Level,
    output,
    text::Sources,
};
use std::{collections::BTreeMap, fs};

/// Words of cases that only a project can decide: exceptions, which alert a threshold comes from, that the label of a variable exists.
const PROJECT_ALONE: [&str; 4] = [
    "allow.",
    "allow =",
    "panel = \"overview.a\"",
    "«quue»=\"$queue\"",
];

/// The files of the base that a project renders to, by path.
fn base(compilation: &Compilation) -> BTreeMap<String, String> {
    let located = compilation
        .artifacts()
        .map(|artifact| (artifact.location(&compilation.folder), artifact));
    let files = output::desired(located).unwrap();
    files
        .into_iter()
        .filter(|(path, _)| path.contains("/base/"))
        .map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()))
        .collect()
}

fn named(files: &BTreeMap<String, String>) -> Vec<(&str, &str)> {
    let files = files.iter();
    files
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect()
}

#[test]
fn rules_and_dashboards_of_the_examples_are_clean() {
    for name in examples() {
        let project = fs::read_to_string(root().join(format!("examples/{name}.toml"))).unwrap();
        let files = base(&example(&name));
        let linted = lint(Some(&project), &named(&files), &[]);
        let found = linted.findings.iter();
        let found: Vec<&str> = found.map(|found| found.message.as_str()).collect();
        assert!(found.is_empty(), "{name}: {found:#?}");
    }
}

/// How often a check finds something in each dashboard of a project, and what the project compiles to.
fn in_project(toml: &str, check: &str) -> (BTreeMap<String, usize>, Option<Compilation>) {
    let mut sources = Sources::default();
    let file = sources.add("gen.toml", toml);
    let (layered, _) = compile::read(&sources, file);
    let settings = Settings {
        levels: vec![(check.to_string(), Level::Deny)],
        ..Settings::default()
    };
    let mut found = BTreeMap::new();
    let Some(layered) = layered else {
        return (found, None);
    };
    let (compilation, findings) = compile::compile(&sources, layered, &settings);
    for finding in findings.iter().filter(|finding| finding.rule.name == check) {
        let item = finding.item.as_deref().unwrap_or_default();
        if let Some(name) = item.strip_prefix("dashboards.") {
            let name = name.split('.').next().unwrap_or_default();
            *found.entry(name.to_string()).or_default() += 1;
        }
    }
    (found, compilation)
}

#[test]
fn what_a_project_shows_in_its_panels_is_found_in_its_json() {
    let (mut wrong, mut tried) = (Vec::new(), 0);
    for Case { check, title, toml } in cases() {
        if PROJECT_ALONE.iter().any(|words| toml.contains(words)) {
            continue;
        }
        let toml = toml.replace(['«', '»'], "");
        let (expected, compilation) = in_project(&toml, &check);
        let Some(compilation) = compilation else {
            continue;
        };
        for (path, json) in base(&compilation) {
            if !path.contains("/dashboards/") {
                continue;
            }
            let stem = path.rsplit('/').next().unwrap_or_default();
            let stem = stem.trim_end_matches(".json");
            let linted = lint(Some(&toml), &[(&path, &json)], &[(&check, Level::Deny)]);
            let own = linted
                .findings
                .iter()
                .filter(|one| one.rule.name == check && one.primary.span.file == linted.files[0]);
            let (found, expected) = (own.count(), expected.get(stem).copied().unwrap_or(0));
            tried += expected;
            // A metric shown as several quantiles is one query, and several in JSON.
            if found < expected || (found > 0) != (expected > 0) {
                wrong.push(format!("{title}: {stem} has {expected}, found {found}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried > 0, "no case has a panel");
}
