//! Alert tests run as promtool runs them, and the experiments that show how it does.

use crate::judge::{Answer, ask, judge};
use crate::promtool_file::{Fires, PromtoolFile, PromtoolTest, Texts, promtool_file};
use crate::rules::group_names;
use std::fs;
use std::time::Duration;

/// What promtool says to tests of the rules in `rule_file`. The file's own list of rule files and groups is filled in here.
pub fn test_rules(rule_file: &str, mut file: PromtoolFile) -> Answer {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    file.rule_files = vec!["rules.yaml".to_owned()];
    file.group_order = group_names(rule_file);
    let path = folder.path().join("tests.yaml");
    fs::write(folder.path().join("rules.yaml"), rule_file)
        .expect("a temporary file can be written");
    fs::write(&path, promtool_file(&file)).expect("a temporary file can be written");
    ask(judge("promtool").args(["test", "rules"]).arg(path))
}

const RULES: &str = r#"groups:
- name: recordings
  rules:
  - record: job:up:sum
    expr: sum by (job) (up)
- name: alerts
  interval: 1h
  labels: { team: platform }
  rules:
  - alert: Down
    expr: job:up:sum == 0
    for: 5m
    labels: { severity: critical }
    annotations:
      summary: A job is down.
      description: '{{ $labels.job }} of {{ $externalLabels.cluster }} is down.'
"#;

fn texts<const N: usize>(pairs: [(&str, &str); N]) -> Texts {
    let owned = pairs.map(|(name, text)| (name.to_owned(), text.to_owned()));
    Texts::from(owned)
}

fn minutes(count: u64) -> Duration {
    Duration::from_secs(count * 60)
}

/// `Down` for series that are up for five minutes, then down.
fn down(at: Duration, fires: Vec<Fires>) -> PromtoolTest {
    PromtoolTest {
        name: "down".to_owned(),
        interval: minutes(1),
        series: vec![r#"up{job="a", pod="}"} 1x5 0x60"#.to_owned()],
        external_labels: texts([("cluster", "dev")]),
        alert: "Down".to_owned(),
        at,
        static_labels: texts([("severity", "critical"), ("team", "platform")]),
        static_annotations: texts([("summary", "A job is down.")]),
        annotations: ["description".to_owned(), "summary".to_owned()].into(),
        fires,
    }
}

fn passes_at(evaluation_interval: Duration, test: PromtoolTest) -> bool {
    let file = PromtoolFile {
        rule_files: Vec::new(),
        evaluation_interval,
        group_order: Vec::new(),
        tests: vec![test],
    };
    test_rules(RULES, file).accepted
}

fn passes(test: PromtoolTest) -> bool {
    passes_at(Duration::from_secs(30), test)
}

fn job_a<const N: usize>(annotations: [(&str, &str); N]) -> Vec<Fires> {
    vec![Fires {
        labels: texts([("job", "a")]),
        annotations: texts(annotations),
    }]
}

const DESCRIPTION: (&str, &str) = ("description", "a of dev is down.");

#[test]
#[ignore = "needs ci/oracles.sh"]
fn an_alert_is_judged_with_and_without_its_texts() {
    assert!(passes(down(minutes(11), job_a([DESCRIPTION]))));
    assert!(passes(down(minutes(11), job_a([]))));
    let other = ("description", "a is down.");
    assert!(!passes(down(minutes(11), job_a([other]))));
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn no_alert_means_none_that_fires() {
    let pending = minutes(11) - Duration::from_secs(1);
    assert!(passes(down(pending, Vec::new())));
    assert!(!passes(down(minutes(11), Vec::new())));
    assert!(!passes(down(pending, job_a([DESCRIPTION]))));
    assert!(!passes(down(pending, job_a([]))));
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn labels_are_compared_as_a_whole() {
    for texts_given in [true, false] {
        let fires = || {
            if texts_given {
                job_a([DESCRIPTION])
            } else {
                job_a([])
            }
        };
        let mut without_group = down(minutes(11), fires());
        without_group.static_labels = texts([("severity", "critical")]);
        assert!(!passes(without_group));
        let mut with_external = down(minutes(11), fires());
        with_external
            .static_labels
            .insert("cluster".to_owned(), "dev".to_owned());
        assert!(!passes(with_external));
        let mut with_empty = down(minutes(11), fires());
        with_empty
            .static_labels
            .insert("zone".to_owned(), String::new());
        assert!(passes(with_empty));
    }
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn between_two_evaluations_the_last_one_counts() {
    for fires in [job_a([DESCRIPTION]), job_a([])] {
        let at = minutes(39) + Duration::from_secs(1);
        assert!(passes_at(minutes(10), down(at, fires)));
    }
}
