//! promtool runs the alert tests of every example, as `emit::rule_tests` writes them for it.
//!
//! The small project below shows that promtool's word means something: what its test files say of labels, texts, times and external
//! labels is what promtool compares.

use crate::golden::{all, text};
use crate::judge::{Answer, ask, judge, none_refused};
use opsgen::compile::{self, Settings};
use opsgen::emit;
use opsgen::text::Sources;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// What promtool says to the tests of a project, and how many test files there are.
fn promtool(project: &str, folder: &Path) -> (Answer, usize) {
    let files = test_files(project, folder);
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    for (name, text) in &files {
        fs::write(folder.path().join(name), text).expect("a temporary file can be written");
    }
    let tests: Vec<&String> = files
        .iter()
        .map(|(name, _)| name)
        .filter(|name| name.ends_with(".test.yaml"))
        .collect();
    let mut command = judge("promtool");
    command.current_dir(folder.path()).args(["test", "rules"]);
    (ask(command.args(&tests)), tests.len())
}

/// Rule files and test files of a project, whose other files are found from `folder`. JSON is YAML too.
fn test_files(project: &str, folder: &Path) -> Vec<(String, String)> {
    let mut sources = Sources::default();
    let file = sources.add("gen.toml", project);
    let (layered, findings) = compile::read(&sources, file);
    let layered = layered.unwrap_or_else(|| panic!("{findings:#?}"));
    for path in layered.files() {
        if sources.find(path.as_str()).is_none() {
            sources.add(path.as_str(), text(&folder.join(path.as_str())));
        }
    }
    let (compilation, findings) = compile::compile(&sources, &layered, &Settings::default());
    let models = compilation
        .unwrap_or_else(|| panic!("{findings:#?}"))
        .models;
    emit::rule_tests(&models[0], &models[1..])
        .into_iter()
        .map(|(name, tree)| (name, format!("{:#}\n", Value::from(&tree))))
        .collect()
}

const PROJECT: &str = r#"
[project]
name = "shop"
namespace = "shop"

[prometheus]
evaluation-interval = "INTERVAL"
external-labels = { cluster = "dev" }

[labels.zone]
help = "Zone of the instance."

[metrics.shop_up]
type = "gauge"
help = "1 while the shop answers."
labels = ["zone"]

[recordings."zone:shop_up:sum"]
expr = 'sum by (zone) (shop_up)'

[groups.shop]
labels = { team = "sales" }

[alerts.Down]
expr = 'zone:shop_up:sum == 0'
for = "5m"
severity = "critical"
summary = "The shop is down."
description = "Zone {{ $labels.zone }} of {{ $externalLabels.cluster }} is down."

[alerts.Down.tests.down]
series = ['shop_up{zone="}"} 1x5 0x60']
at = "AT"
fires = [FIRES]
"#;

/// Whether promtool agrees that these alerts fire at this time. The shop is down after five minutes.
fn agrees_at(interval: &str, at: &str, fires: &str) -> bool {
    let project = PROJECT
        .replace("INTERVAL", interval)
        .replace("AT", at)
        .replace("FIRES", fires);
    let (answer, files) = promtool(&project, Path::new(""));
    assert_eq!(files, 1);
    answer.accepted
}

fn agrees(at: &str, fires: &str) -> bool {
    agrees_at("30s", at, fires)
}

/// The alert, with its text and without.
const TEXT: &str = r#"{ labels.zone = "}", annotations.description = "Zone } of dev is down." }"#;
const BARE: &str = r#"{ labels.zone = "}" }"#;

#[test]
#[ignore = "needs ci/oracles.sh"]
fn an_alert_is_judged_with_and_without_its_texts() {
    assert!(agrees("11m", TEXT));
    assert!(agrees("11m", BARE));
    assert!(!agrees("11m", &TEXT.replace("dev", "prod")));
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn no_alert_means_none_that_fires() {
    assert!(agrees("10m59s", ""));
    assert!(!agrees("11m", ""));
    assert!(!agrees("10m59s", TEXT));
    assert!(!agrees("10m59s", BARE));
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn labels_are_compared_as_a_whole() {
    for fires in [TEXT, BARE] {
        let other = fires.replacen('}', "x", 1);
        assert!(!agrees("11m", &other), "{other}");
        let more = fires.replace("labels.zone", "labels.cluster = \"dev\", labels.zone");
        assert!(!agrees("11m", &more), "{more}");
        let twice = fires.replacen('}', "a", 1);
        assert!(!agrees("11m", &format!("{fires}, {twice}")));
    }
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn between_two_evaluations_the_last_one_counts() {
    for fires in [TEXT, BARE] {
        assert!(agrees_at("10m", "39m1s", fires), "{fires}");
    }
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn the_tests_of_every_example_pass() {
    let mut refusals = Vec::new();
    let mut count = 0;
    for golden in all() {
        let project = golden.project();
        let folder = project.parent().expect("a file is in a folder");
        let (answer, files) = promtool(&text(&project), folder);
        count += files;
        if !answer.accepted {
            refusals.push(format!("{}\n{}", golden.name, answer.story));
        }
    }
    none_refused(&refusals);
    assert!(count > 0, "no example has an alert test");
}
