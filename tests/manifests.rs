//! Definitions and objects of files that gen did not make: every check finds what the cases of `tests/manifests` mark, and nothing else.
//!
//! A case begins with `=== family/name: what it shows`; marks show the places of the rule's findings, `«` and `»`. A case without
//! marks must be silent. Other rules may find what they like in it, unless it names `all`.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot go on panics; tests read files"
)]

use opsgen::{
    compile::{self, Bare, Files, Settings, Under},
    diag::{Diagnostic, Level},
    text::{FileId, Sources},
};
use std::{collections::BTreeMap, fs, path::Path};

/// The findings in a text.
fn lint(text: &str, check: &str) -> (FileId, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let bare = Bare {
        target: None,
        features: &[],
        has_metrics: true,
        samples: &[],
    };
    let project = compile::add_bare(&mut sources, &bare);
    let (layered, _) = compile::read(&sources, project);
    let file = sources.add_yaml("manifests.yaml", text);
    let under = Under {
        layered: &layered.unwrap(),
        environment: None,
        is_bare: true,
    };
    let settings = Settings {
        levels: vec![(check.to_string(), Level::Deny)],
        ..Settings::default()
    };
    let linted = compile::lint(
        &mut sources,
        under,
        Files {
            checked: &[file],
            definitions: &[],
        },
        &settings,
    );
    (file, linted.diagnostics)
}

/// The text with marks around what the rule finds; `all` is every rule.
fn marked(text: &str, rule: &str) -> String {
    let (file, found) = lint(text, rule);
    let own = found.iter().filter(|finding| {
        let is_own = finding.rule.name == rule || rule == "all";
        is_own && finding.primary.span.file == file
    });
    let mut spans: Vec<_> = own.map(|finding| finding.primary.span.range()).collect();
    spans.sort_by_key(|span| std::cmp::Reverse(span.start));
    spans.dedup();
    let mut result = text.to_string();
    for span in spans {
        result.insert(span.end, '»');
        result.insert(span.start, '«');
    }
    result
}

/// The cases: rule, title, text.
fn cases() -> Vec<(String, String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/manifests");
    let files = fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = files.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let texts = paths.iter().map(|path| fs::read_to_string(path).unwrap());
    let cases = texts.flat_map(|text| {
        let cases = text.split("=== ").skip(1).map(|case| {
            let (title, yaml) = case.split_once('\n').unwrap();
            let (rule, _) = title.split_once(':').unwrap();
            (rule.to_string(), title.to_string(), yaml.to_string())
        });
        cases.collect::<Vec<_>>()
    });
    cases.collect()
}

#[test]
fn rules_find_what_the_cases_mark_and_nothing_else() {
    let mut wrong = Vec::new();
    for (rule, title, expected) in cases() {
        let found = marked(&expected.replace(['«', '»'], ""), &rule);
        if found != expected {
            let pairs = found.lines().zip(expected.lines());
            let lines = pairs.filter(|(found, expected)| found != expected);
            let lines =
                lines.map(|(found, expected)| format!("  found    {found}\n  expected {expected}"));
            wrong.push(format!("{title}\n{}", lines.collect::<Vec<_>>().join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_rule_has_a_case_where_it_fires_and_one_where_it_must_not() {
    let mut known: BTreeMap<String, (bool, bool)> = BTreeMap::new();
    for (rule, _, yaml) in cases() {
        let (fires, silent) = known.entry(rule).or_default();
        *fires |= yaml.contains('«');
        *silent |= !yaml.contains('«');
    }
    known.remove("all");
    let half: Vec<&String> = known
        .iter()
        .filter(|(_, both)| **both != (true, true))
        .map(|(rule, _)| rule)
        .collect();
    assert!(half.is_empty(), "{half:#?}");
}
