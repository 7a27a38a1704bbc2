//! What checks of labels say of an expression, and what Prometheus answers to it, on series that the declarations allow.

use crate::judge::{ask, judge};
use opsgen::{
    compile::{self, Settings},
    text::Sources,
};
use std::fs;

const PROJECT: &str = r#"
[project]
name = "shop"
namespace = "shop"

[labels]
queue = { help = "Queue." }
phase = { help = "Phase.", values = ["Pending", "Running", "Failed"] }

[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."
labels = ["queue"]
key = ["queue"]

[metrics.queue_limit_jobs]
type = "gauge"
help = "Jobs that may wait."
labels = ["queue"]
key = ["queue"]

[metrics.job_phase]
type = "stateset"
help = "Phase."
labels = ["queue", "phase"]

[metrics.puts_total]
type = "counter"
help = "Puts."

[metrics.gets_total]
type = "counter"
help = "Gets."

[scrape.worker]
kind = "ServiceMonitor"
match-labels = { app = "worker" }
endpoints.metrics = {}
service = { name = "worker", selector = { app = "worker" }, ports.metrics = { port = 80 } }
"#;

/// What every series has from the scrape.
const TARGET: &str = r#"endpoint="metrics",instance="10.0.0.1:80",job="worker",namespace="shop",pod="worker-0",service="worker""#;

/// The series of two queues.
const SERIES: [&str; 12] = [
    r#"queue_jobs{queue="a",TARGET} 5x10"#,
    r#"queue_jobs{queue="b",TARGET} 7x10"#,
    r#"queue_limit_jobs{queue="a",TARGET} 10x10"#,
    r#"queue_limit_jobs{queue="b",TARGET} 10x10"#,
    r#"job_phase{queue="a",phase="Pending",TARGET} 0x10"#,
    r#"job_phase{queue="a",phase="Running",TARGET} 1x10"#,
    r#"job_phase{queue="a",phase="Failed",TARGET} 0x10"#,
    r#"job_phase{queue="b",phase="Pending",TARGET} 1x10"#,
    r#"job_phase{queue="b",phase="Running",TARGET} 0x10"#,
    r#"job_phase{queue="b",phase="Failed",TARGET} 0x10"#,
    r#"puts_total{TARGET} 0+10x10"#,
    r#"gets_total{TARGET} 0+10x10"#,
];

/// What Prometheus answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    Nothing,
    Something,
    Error,
}

/// Expressions with the check that finds them, if one does, and the answer.
const CASES: [(&str, &str, Says); 31] = [
    ("", "queue_jobs > 1", Says::Something),
    (
        "promql/unknown-label",
        r#"queue_jobs{quue="a"}"#,
        Says::Nothing,
    ),
    (
        "promql/unknown-label",
        r#"absent(queue_jobs{quue="a"})"#,
        Says::Something,
    ),
    ("", r#"queue_jobs{quue="", shard!="x"}"#, Says::Something),
    (
        "promql/impossible-value",
        r#"job_phase{phase="Fialed"}"#,
        Says::Nothing,
    ),
    (
        "promql/impossible-value",
        r#"job_phase{phase!~"Failed|[PR].*"}"#,
        Says::Nothing,
    ),
    (
        "promql/impossible-value",
        r#"queue_jobs{namespace="team-a"}"#,
        Says::Nothing,
    ),
    (
        "",
        r#"queue_jobs{namespace="shop", endpoint=~"m.*"}"#,
        Says::Something,
    ),
    (
        "promql/no-match",
        "queue_jobs / sum(queue_jobs)",
        Says::Nothing,
    ),
    (
        "",
        "queue_jobs / on () group_left () sum(queue_jobs)",
        Says::Something,
    ),
    (
        "promql/no-match",
        "sum by (queue) (queue_jobs) + vector(1)",
        Says::Nothing,
    ),
    (
        "promql/no-match",
        "queue_jobs and sum by (queue) (queue_jobs)",
        Says::Nothing,
    ),
    (
        "",
        "queue_jobs and on (queue) sum by (queue) (queue_jobs)",
        Says::Something,
    ),
    (
        "promql/no-match",
        r#"sum by (phase) (job_phase{phase="Failed"}) / sum by (phase) (job_phase{phase="Running"})"#,
        Says::Nothing,
    ),
    (
        "promql/no-match",
        "queue_jobs unless sum(queue_jobs)",
        Says::Something,
    ),
    (
        "promql/no-match",
        "sum by (queue) (queue_jobs) > on (queue, job) sum by (queue, job) (queue_limit_jobs)",
        Says::Nothing,
    ),
    (
        "promql/lost-label",
        "sum by (queue, job) (queue_jobs) / on (queue, pod) sum by (queue) (queue_limit_jobs)",
        Says::Something,
    ),
    (
        "promql/many-to-many",
        "queue_jobs / on (job) queue_limit_jobs",
        Says::Error,
    ),
    (
        "promql/many-to-many",
        "queue_limit_jobs * on (queue) job_phase",
        Says::Error,
    ),
    (
        "promql/many-to-many",
        "queue_jobs * on (queue) group_left () job_phase",
        Says::Error,
    ),
    (
        "",
        "queue_limit_jobs * on (queue) group_right () job_phase",
        Says::Something,
    ),
    (
        "",
        "queue_jobs / on (queue) queue_limit_jobs",
        Says::Something,
    ),
    (
        "promql/duplicate-series",
        r#"sum(rate({__name__=~"puts_total|gets_total"}[5m]))"#,
        Says::Error,
    ),
    (
        "",
        r#"sum({__name__=~"queue_jobs|queue_limit_jobs"})"#,
        Says::Something,
    ),
    (
        "promql/duplicate-series",
        r#"sum(label_replace(job_phase, "phase", "any", "", ""))"#,
        Says::Error,
    ),
    (
        "promql/duplicate-series",
        r#"label_replace(sum by (queue) (queue_jobs), "queue", "all", "", "")"#,
        Says::Error,
    ),
    (
        "",
        r#"label_replace(queue_jobs, "kind", "all", "", "")"#,
        Says::Something,
    ),
    (
        "promql/never-absent",
        "absent(sum(nowhere) or vector(0))",
        Says::Nothing,
    ),
    ("", "absent(sum(nowhere))", Says::Something),
    (
        "promql/uncopied-label",
        "queue_jobs * on (queue) group_left (team) queue_limit_jobs",
        Says::Something,
    ),
    (
        "promql/overwritten-label",
        "queue_jobs * on (queue) group_left (instance) queue_limit_jobs",
        Says::Something,
    ),
];

/// The checks of labels that find something in an expression.
fn found(expr: &str) -> Vec<&'static str> {
    let toml = format!("{PROJECT}\n[alerts.A]\nexpr = '{expr}'\nfor = \"5m\"\n");
    let mut sources = Sources::default();
    let file = sources.add("gen.toml", toml);
    let (layered, findings) = compile::read(&sources, file);
    let layered = layered.unwrap_or_else(|| panic!("{expr}: {findings:#?}"));
    let (_, findings) = compile::compile(&sources, layered, &Settings::default());
    let names = findings.iter().map(|finding| finding.rule.name);
    let asked = |name: &&str| CASES.iter().any(|(check, ..)| check == name);
    let mut names: Vec<&str> = names.filter(asked).collect();
    names.dedup();
    names
}

/// What Prometheus answers to an expression on the series.
fn answer(expr: &str) -> Says {
    let mut text = String::from("tests:\n- interval: 1m\n  input_series:\n");
    for series in SERIES {
        let (series, values) = series.split_once(' ').expect("a series has values");
        let series = series.replace("TARGET", TARGET);
        text.push_str(&format!("  - {{series: '{series}', values: '{values}'}}\n"));
    }
    text.push_str(&format!(
        "  promql_expr_test:\n  - eval_time: 8m\n    expr: '{expr}'\n    exp_samples: []\n"
    ));
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join("test.yaml");
    fs::write(&path, text).expect("a temporary file can be written");
    let answer = ask(judge("promtool").args(["test", "rules"]).arg(&path));
    let failed = ["same labelset", "matching labels", "must ensure unique"];
    match answer.accepted {
        true => Says::Nothing,
        false if failed.iter().any(|words| answer.story.contains(words)) => Says::Error,
        false if answer.story.contains("got:") => Says::Something,
        false => panic!("{expr}: {}", answer.story),
    }
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn prometheus_agrees_with_what_is_said_of_labels() {
    let mut wrong = Vec::new();
    for (check, expr, expected) in CASES {
        let expected_checks: Vec<&str> = Some(check)
            .filter(|name| !name.is_empty())
            .into_iter()
            .collect();
        let (found, answer) = (found(expr), answer(expr));
        if found != expected_checks || answer != expected {
            wrong.push(format!(
                "{expr}\n  found {found:?}, Prometheus says {answer:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
