//! promtool reads every rule that gen emits, with all lints, each of them fatal.

use crate::golden::{all, text};
use crate::judge::{Answer, ask, judge, none_refused};
use crate::kustomize::built;
use crate::yaml;
use std::fs;
use std::path::Path;

/// Prometheus's rule file with the groups of every PrometheusRule of a stream, in order, each as its bytes were written.
///
/// One file for all of them, because promtool looks for duplicates in one file at a time.
pub fn rule_file(stream: &str) -> String {
    let mut file = String::from("groups:\n");
    for document in yaml::split(stream) {
        let value = yaml::value(document);
        if yaml::word(&value, "/kind") == "PrometheusRule" {
            let spec = yaml::section(document, "spec");
            let groups = spec.strip_prefix("groups:\n").unwrap_or_else(|| {
                panic!("{}: `groups` is not all of `spec`", yaml::title(&value))
            });
            file.push_str(groups);
        }
    }
    file
}

fn check_rules(file: &Path) -> Answer {
    ask(judge("promtool")
        .args(["check", "rules", "--lint=all", "--lint-fatal"])
        .arg(file))
}

/// What promtool has against the rules of a stream, if anything.
fn refusal(what: &str, stream: &str) -> Option<String> {
    let file = rule_file(stream);
    if file == "groups:\n" {
        return None;
    }
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join("rules.yaml");
    fs::write(&path, &file).expect("a temporary file can be written");
    let answer = check_rules(&path);
    (!answer.accepted).then(|| format!("{what}\n{}\n{file}", answer.story))
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn a_fault_or_a_lint_finding_is_refused() {
    let document = |rules: &str| {
        format!("kind: PrometheusRule\nspec:\n  groups:\n  - name: a\n    rules:\n{rules}")
    };
    let sound = "    - {record: 'a:b:c', expr: sum(up)}\n";
    let broken = "    - {record: 'a:b:c', expr: sum(up}\n";
    assert_eq!(refusal("sound", &document(sound)), None);
    assert!(refusal("broken", &document(broken)).is_some());
    let twice = refusal("lint", &document(&sound.repeat(2)));
    assert!(twice.is_some_and(|story| story.contains("duplicate rule")));
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn every_rule_of_every_base_passes_with_all_lints() {
    let refusals = all().into_iter().filter_map(|golden| {
        let files = golden.files("base/rules", "yaml");
        let stream: Vec<String> = files.iter().map(|file| text(file)).collect();
        refusal(&golden.name, &stream.join("\n---\n"))
    });
    none_refused(&refusals.collect::<Vec<_>>());
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn every_rule_of_every_environment_passes_with_all_lints() {
    let mut refusals = Vec::new();
    for golden in all() {
        for (name, folder) in golden.builds() {
            let what = format!("{} {name}", golden.name);
            refusals.extend(refusal(&what, &built(&folder)));
        }
    }
    none_refused(&refusals);
}
