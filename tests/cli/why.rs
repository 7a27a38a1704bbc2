//! `gen why`: what is known about the parts of an expression.

use crate::run::{Run, folder_with, gen_in};
use serde_json::Value;
use std::path::Path;

/// Asks about an item of an example.
fn example(file: &str, arguments: &[&str]) -> Run {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let all = [&["why", "--project", file], arguments].concat();
    gen_in(&folder, &all)
}

/// An alert whose name another has too, a recording, a panel with two queries.
const RULES: &str = r#"
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."
unit = "jobs"

[params]
limit = 5

[recordings."job:queue_jobs:sum"]
expr = 'sum by (job) (queue_jobs)'

[alerts.QueueLong]
expr = """
  job:queue_jobs:sum
    > $limit
"""

[alerts.QueueVeryLong]
alert = "QueueLong"
expr = 'job:queue_jobs:sum > 50'
severity = "critical"

[dashboards.overview]
title = "Overview"

[dashboards.overview.rows.queue.panels.jobs]
title = "Jobs"
queries.now = { expr = 'sum(queue_jobs)' }
queries.most = { metric = "queue_jobs", show = "max" }

[environments.test]
params.limit = 7
"#;

/// A mean of observations.
const RECORDING: &str = "job_name:arena_scenario_latency_seconds:mean_10m";

#[test]
fn an_alert_is_explained() {
    let run = example("jobtree.toml", &["JobtreeResolverStorm"]).expect(0);
    insta::assert_snapshot!("why-alert", run.stdout);
}

#[test]
fn a_panel_is_explained() {
    let run = example("arena.toml", &["jobs.failed-share"]).expect(0);
    insta::assert_snapshot!("why-panel", run.stdout);
}

#[test]
fn a_recording_is_explained() {
    let run = example("arena.toml", &[RECORDING]).expect(0);
    insta::assert_snapshot!("why-recording", run.stdout);
}

#[test]
fn programs_read_json_with_the_places_of_every_part() {
    let folder = folder_with(RULES);
    let arguments = [
        "why",
        "recording:job:queue_jobs:sum",
        "--json",
        "--environment",
        "test",
    ];
    let run = gen_in(folder.path(), &arguments).expect(0);
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(answer["environment"], "test");
    let root = &answer["expressions"][0]["root"];
    assert_eq!(root["text"], "sum by (job) (queue_jobs)");
    assert_eq!(root["bytes"], serde_json::json!([0, 25]));
    assert_eq!(root["unit"], "jobs");
    assert_eq!(
        root["why"]["unit"][1]["words"],
        "metric `queue_jobs` declares it"
    );
    let inner = &root["parts"][0];
    assert_eq!(inner["bytes"], serde_json::json!([14, 24]));
    assert_eq!(inner["place"]["line"], 15);
    assert_eq!(inner["place"]["column"], 23);
    assert_eq!(inner["open"], true);
}

#[test]
fn what_gen_made_has_no_place() {
    let folder = folder_with(RULES);
    let run = gen_in(folder.path(), &["why", "overview.jobs.most", "--json"]).expect(0);
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(answer["kind"], "query");
    assert_eq!(answer["expressions"][0]["text"], "max(queue_jobs)");
    assert_eq!(answer["expressions"][0]["root"]["bytes"], Value::Null);
    assert_eq!(answer["expressions"][0]["root"]["place"], Value::Null);
}

#[test]
fn parameters_are_those_of_the_environment() {
    let folder = folder_with(RULES);
    let text = |environment: &str| {
        let arguments = ["why", "alert:QueueLong", "--environment", environment];
        gen_in(folder.path(), &arguments).expect(0).stdout
    };
    assert!(text("base").contains("job:queue_jobs:sum > 5\n"));
    assert!(text("test").contains("job:queue_jobs:sum > 7\n"));
}

#[test]
fn names_are_helped_with() {
    let folder = folder_with(RULES);
    let cases: [(&[&str], &str); 6] = [
        (&["QueueLon"], "did you mean `QueueLong`?"),
        (&["overview.job"], "did you mean `overview.jobs`?"),
        (&["nothing.like.it"], "known: `QueueLong`"),
        (&["QueueLong"], "`alert:QueueLong`, `alert:QueueVeryLong`"),
        (
            &["QueueVeryLong", "--environment", "tst"],
            "did you mean `test`?",
        ),
        (
            &["QueueVeryLong", "--environment", "nowhere"],
            "known: `base`, `test`",
        ),
    ];
    for (arguments, message) in cases {
        let all = [&["why"], arguments].concat();
        gen_in(folder.path(), &all).expect(2).says(message);
    }
    let panel = gen_in(folder.path(), &["why", "overview.jobs"]).expect(0);
    assert!(
        panel.stdout.contains("\nnow:\nsum(queue_jobs)\n") && panel.stdout.contains("\nmost:\n")
    );
}

#[test]
fn colors_are_asked_for() {
    let folder = folder_with(RULES);
    let run = |color: &str| {
        let arguments = ["why", "overview.jobs", "--color", color];
        gen_in(folder.path(), &arguments).expect(0).stdout
    };
    assert!(run("always").contains("\u{1b}[1msum(queue_jobs)"));
    assert!(!run("auto").contains('\u{1b}'));
}
