//! Alert tests as a test file of promtool, from plain data.
//!
//! What promtool 3.15 does, seen by experiment (`alert_tests.rs`) and in its source (`cmd/promtool/unittest.go`):
//!
//! - Every group is evaluated at the file's `evaluation_interval`; the `interval` of a group is not looked at.
//! - Groups run in random order unless `group_eval_order` names them; a name may stand there once.
//! - An alert is judged as the last evaluation at or before `eval_time` left it. A query sees only the last five minutes.
//! - `alert_rule_test` compares all labels (the rule's and the group's, without `alertname`) and all annotations: one that is not
//!   named is expected to be absent.
//! - `ALERTS` carries the same labels with `alertname` and `alertstate`. External labels are in neither; templates see them.
//! - `exp_alerts: []` and `exp_samples: []` mean none.

use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::time::Duration;

/// Names with texts: labels, or annotations.
pub type Texts = BTreeMap<String, String>;

/// A test file: tests of the rules of one environment.
pub struct PromtoolFile {
    /// Rule files, relative to the test file.
    pub rule_files: Vec<String>,
    /// How often every group is evaluated. Where groups differ: the interval of the tested alert's group.
    pub evaluation_interval: Duration,
    /// The names of all groups, in the order of evaluation.
    pub group_order: Vec<String>,
    /// The tests.
    pub tests: Vec<PromtoolTest>,
}

/// What one alert does at one time, given series.
pub struct PromtoolTest {
    /// A name to find the test by.
    pub name: String,
    /// Time between two values of a series.
    pub interval: Duration,
    /// Series in Prometheus's notation, such as `up{job="a"} 1x5 0x10`.
    pub series: Vec<String>,
    /// Labels of the Prometheus server.
    pub external_labels: Texts,
    /// The alert's name.
    pub alert: String,
    /// When it is looked at, from the first value.
    pub at: Duration,
    /// Labels that the rule or its group sets to a constant.
    pub static_labels: Texts,
    /// Annotations of the rule that are constants.
    pub static_annotations: Texts,
    /// The names of all annotations of the rule.
    pub annotations: BTreeSet<String>,
    /// Exactly what fires.
    pub fires: Vec<Fires>,
}

/// An expected alert, without `alertname` and what is static.
pub struct Fires {
    /// Its labels.
    pub labels: Texts,
    /// Its annotations, as far as they are to be compared.
    pub annotations: Texts,
}

/// The text of the file. It is JSON, which is YAML too.
pub fn promtool_file(file: &PromtoolFile) -> String {
    let tests: Vec<Value> = file
        .tests
        .iter()
        .map(|test| test_group(test, file.evaluation_interval))
        .collect();
    let value = json!({
        "rule_files": file.rule_files,
        "evaluation_interval": duration(file.evaluation_interval),
        "group_eval_order": file.group_order,
        "tests": tests,
    });
    format!("{value:#}\n")
}

fn test_group(test: &PromtoolTest, evaluation_interval: Duration) -> Value {
    let series: Vec<Value> = test
        .series
        .iter()
        .map(|notation| {
            let (series, values) = parted(notation);
            json!({ "series": series, "values": values })
        })
        .collect();
    let mut group = json!({
        "name": test.name,
        "interval": duration(test.interval),
        "external_labels": test.external_labels,
        "input_series": series,
    });
    let (key, case) = if test.fires.iter().all(|fires| all_texts(test, fires)) {
        ("alert_rule_test", alert_case(test))
    } else {
        let case = firing_case(test, last_evaluation(test.at, evaluation_interval));
        ("promql_expr_test", case)
    };
    group[key] = json!([case]);
    group
}

/// Whether every annotation of the alert is known, so that promtool can compare them.
fn all_texts(test: &PromtoolTest, fires: &Fires) -> bool {
    let known =
        |name| fires.annotations.contains_key(name) || test.static_annotations.contains_key(name);
    test.annotations.iter().all(known)
}

fn alert_case(test: &PromtoolTest) -> Value {
    let alerts: Vec<Value> = test
        .fires
        .iter()
        .map(|fires| {
            json!({
                "exp_labels": merged(&test.static_labels, &fires.labels),
                "exp_annotations": merged(&test.static_annotations, &fires.annotations),
            })
        })
        .collect();
    json!({ "eval_time": duration(test.at), "alertname": test.alert, "exp_alerts": alerts })
}

/// The same question without the texts: which series has `ALERTS`?
fn firing_case(test: &PromtoolTest, at: Duration) -> Value {
    let state = Texts::from([
        ("alertname".to_owned(), test.alert.clone()),
        ("alertstate".to_owned(), "firing".to_owned()),
    ]);
    let samples: Vec<Value> = test
        .fires
        .iter()
        .map(|fires| {
            let labels = merged(&merged(&test.static_labels, &fires.labels), &state);
            json!({ "labels": selector("ALERTS", &labels), "value": 1 })
        })
        .collect();
    json!({ "eval_time": duration(at), "expr": selector("ALERTS", &state), "exp_samples": samples })
}

/// A query sees five minutes, so at long intervals it must ask at an evaluation, not after it.
fn last_evaluation(at: Duration, interval: Duration) -> Duration {
    let step = interval.as_millis().max(1);
    let milliseconds = at.as_millis() / step * step;
    Duration::from_millis(u64::try_from(milliseconds).expect("it is not after `at`"))
}

/// Both, where the second wins. A label with an empty text is no label.
fn merged(under: &Texts, over: &Texts) -> Texts {
    let mut texts = under.clone();
    texts.extend(over.clone());
    texts.retain(|_, text| !text.is_empty());
    texts
}

/// A metric with labels, in PromQL.
fn selector(metric: &str, labels: &Texts) -> String {
    let mut text = format!("{metric}{{");
    for (index, (name, value)) in labels.iter().enumerate() {
        let comma = if index > 0 { ", " } else { "" };
        let value = quoted(value);
        let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && !name.starts_with(|c: char| c.is_ascii_digit());
        let name = if plain { name.clone() } else { quoted(name) };
        write!(text, "{comma}{name}={value}").expect("a String can be written to");
    }
    text + "}"
}

fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", text.replace('\n', "\\n"))
}

fn duration(length: Duration) -> String {
    match length.as_millis() {
        whole if whole % 1000 == 0 => format!("{}s", whole / 1000),
        milliseconds => format!("{milliseconds}ms"),
    }
}

/// A series in Prometheus's notation as its name with labels, and its values. `{{` begins a histogram, which is a value.
fn parted(notation: &str) -> (String, String) {
    let line = notation.split_whitespace().collect::<Vec<_>>().join(" ");
    let brace = line.find('{').filter(|&at| !line[at..].starts_with("{{"));
    let end = match brace {
        Some(open) => closing_brace(&line, open),
        None => line.find(' '),
    };
    let (series, values) = line.split_at(end.unwrap_or(line.len()));
    (series.to_owned(), values.trim_start().to_owned())
}

/// The place after the `}` that closes the labels; quotes may hold others.
fn closing_brace(line: &str, open: usize) -> Option<usize> {
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in line.char_indices().skip_while(|&(at, _)| at < open) {
        match (quote, c) {
            _ if escaped => escaped = false,
            (Some('"' | '\''), '\\') => escaped = true,
            (Some(open), _) if open == c => quote = None,
            (None, '"' | '\'' | '`') => quote = Some(c),
            (None, '}') => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[test]
fn series_are_parted_behind_their_labels() {
    let check = |notation, series: &str, values: &str| {
        assert_eq!(parted(notation), (series.to_owned(), values.to_owned()));
    };
    check("up 1x5", "up", "1x5");
    check(
        "up{a=\"}\\\"\", b='x'} 0+1x3 _",
        "up{a=\"}\\\"\", b='x'}",
        "0+1x3 _",
    );
    check("h {{schema:0 sum:1}}x3", "h", "{{schema:0 sum:1}}x3");
    check("{\"my.metric\"}\n  1 2", "{\"my.metric\"}", "1 2");
}
