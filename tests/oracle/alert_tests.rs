//! The alert tests of every example, written as promtool's rule tests and run by promtool.

use crate::judge::{Answer, ask, judge, none_refused};
use crate::support::{compiled, example, examples};
use opsgen::{
    artifact::{Artifact, Place},
    compile::Compilation,
    emit, output,
};
use std::{fs, path::Path};

/// What promtool says to all alert tests of a project, and how many files it was asked about.
fn answers(compilation: &Compilation) -> Vec<Answer> {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let (base, environments) = compilation
        .models
        .split_first()
        .expect("there is always a base");
    let mut tests = Vec::new();
    for (name, tree) in emit::rule_tests(base, environments) {
        let path = folder.path().join(&name);
        let text = output::encode(&Artifact::yaml(Place::Base, name.clone(), tree));
        fs::write(&path, text).expect("a temporary file can be written");
        if name.ends_with(".test.yaml") {
            tests.push(path);
        }
    }
    tests
        .iter()
        .map(|path| ask(judge("promtool").args(["test", "rules"]).arg(path)))
        .collect()
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn the_alert_tests_of_every_example_pass() {
    let mut refused = Vec::new();
    for name in examples() {
        let compilation = example(&name);
        let count: usize = compilation.models[0]
            .alerts()
            .map(|alert| alert.tests.len())
            .sum();
        let answers = answers(&compilation);
        assert!(!answers.is_empty(), "{name} has no alert test");
        println!(
            "{name}: {count} alert tests in {} files of promtool",
            answers.len()
        );
        let stories = answers.into_iter().filter(|answer| !answer.accepted);
        refused.extend(stories.map(|answer| format!("{name}\n{}", answer.story)));
    }
    none_refused(&refused);
}

/// A project whose alert fires for one queue after five minutes, with a test that expects `fires` at a time.
fn project(at: &str, fires: &str) -> String {
    format!(
        r#"
[project]
name = "shop"
namespace = "shop"

[labels]
queue = {{ help = "Queue." }}

[metrics.queue_jobs]
type = "gauge"
help = "Jobs."
labels = ["queue"]

[groups.shop]
labels = {{ team = "blue" }}

[alerts.QueueLong]
expr = 'queue_jobs > 5'
for = "5m"
severity = "warning"
summary = "The queue is long."
description = "{{{{ $value }}}} jobs wait in {{{{ $labels.queue }}}}."

[alerts.QueueLong.tests.t]
series = ['queue_jobs{{queue="a"}} 1x5 10x30', 'queue_jobs{{queue="b"}} 1x40']
at = "{at}"
fires = {fires}
"#
    )
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn an_alert_test_that_is_wrong_is_refused() {
    let right = r#"[{ labels = { queue = "a" }, annotations.description = "10 jobs wait in a." }]"#;
    let cases = [
        ("20m", right, true),
        ("20m", r#"[{ labels = { queue = "a" } }]"#, true),
        ("10m", "[]", true),
        ("10m", right, false),
        ("20m", "[]", false),
        ("20m", r#"[{ labels = { queue = "b" } }]"#, false),
        (
            "20m",
            r#"[{ labels = { queue = "a" } }, { labels = { queue = "b" } }]"#,
            false,
        ),
        (
            "20m",
            r#"[{ labels = { queue = "a" }, annotations.description = "10 jobs wait." }]"#,
            false,
        ),
    ];
    for (at, fires, passes) in cases {
        let compilation = compiled(&project(at, fires), Path::new("."))
            .unwrap_or_else(|findings| panic!("{findings}"));
        let accepted = answers(&compilation).iter().all(|answer| answer.accepted);
        assert_eq!(accepted, passes, "{at} {fires}");
    }
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn alert_tests_expect_what_raw_sets() {
    let fires = r#"[{ labels = { queue = "a" }, annotations.description = "10 jobs wait in a." }]"#;
    let sets_raw = |raw: &str| {
        let (before, rest) = project("20m", fires)
            .split_once("[alerts.QueueLong.tests")
            .map(|(before, rest)| (before.to_string(), rest.to_string()))
            .expect("the project has a test");
        format!("{before}raw = {{ {raw} }}\n\n[alerts.QueueLong.tests{rest}")
    };
    for raw in [
        r#"labels = { channel = "floor", severity = "page" }"#,
        r#"labels.team = "red""#,
        r#"annotations = { summary = "It is long.", hint = "Add workers." }"#,
    ] {
        let compilation = compiled(&sets_raw(raw), Path::new("."))
            .unwrap_or_else(|findings| panic!("{findings}"));
        let answers = answers(&compilation);
        assert!(answers.iter().all(|answer| answer.accepted), "{raw}");
    }
}
