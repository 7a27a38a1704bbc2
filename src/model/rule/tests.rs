//! What is refused, and where the caret stands.

use crate::{
    diag::Diagnostic,
    model::{self, Model},
    project,
    text::Sources,
};

/// A project that the cases add to.
const HEAD: &str = r#"
[project]
name = "shop"
namespace = "shop"
runbooks = "https://runbooks.example.com/{alert}"

[grafana]
url = "https://grafana.example.com/"

[params]
limit = 5
wait = "30m"

[labels.code]

[metrics.requests_total]
type = "counter"
help = "Requests."
labels = ["code"]

[dashboards.main]
title = "Shop / Main"
rows.one.panels.traffic = { title = "Traffic", metric = "requests_total" }

[environments.dev]
"#;

fn read(text: &str) -> (Option<Model>, Vec<Diagnostic>, Sources) {
    let mut sources = Sources::default();
    let file = sources.add("gen.toml", format!("{HEAD}{text}"));
    let (layered, findings) = project::read(&sources, file);
    let layered = layered.unwrap_or_else(|| panic!("{findings:?}"));
    let (model, findings) = model::resolve(&layered.base, None, &sources);
    (model, findings, sources)
}

/// The messages and the texts that they point at, in the order of the text.
pub fn findings(text: &str) -> Vec<(String, String)> {
    let (_, mut findings, sources) = read(text);
    findings.sort_by_key(|finding| finding.primary.span);
    let told = findings.iter().map(|finding| {
        (
            finding.message.clone(),
            sources.slice(finding.primary.span).to_string(),
        )
    });
    told.collect()
}

fn check(cases: &[(&str, &str, &str)]) {
    for (text, message, at) in cases {
        let expected = [(message.to_string(), at.to_string())];
        assert_eq!(findings(text), expected, "{text}");
    }
}

fn good(text: &str) -> Model {
    let (model, findings, _) = read(text);
    model.unwrap_or_else(|| panic!("{findings:?}"))
}

#[test]
fn names_that_nobody_takes_are_refused() {
    check(&[
        (
            "[alerts.\"A B\"]\nexpr = 'up == 0'",
            "`A B` cannot name an alert",
            "\"A B\"",
        ),
        (
            "[alerts.A]\nalert = '../x'\nexpr = 'up == 0'",
            "`../x` cannot name an alert",
            "'../x'",
        ),
        (
            "[alerts.Down]\nexpr = 'up == 0'\nrunbook.impact = 'I.'\n[alerts.down]\nexpr = 'up'\nrunbook.impact = 'I.'",
            "the runbooks of `Down` and `down` would be one file where letter case does not count",
            "down",
        ),
        (
            "[recordings.\"a-b\"]\nexpr = 'up'",
            "`a-b` is not a name that can be recorded: use letters, digits, `_` and `:`, with no digit at the beginning",
            "\"a-b\"",
        ),
        (
            "[groups.Slow]\n[alerts.A]\nexpr = 'up == 0'\ngroup = 'Slow'",
            "`Slow` cannot name a group: its PrometheusRule would be called `shop-Slow`",
            "Slow",
        ),
        (
            "[alerts.A]\nexpr = 'up == 0'\ngroup = 'a/b'\n[alerts.B]\nexpr = 'up == 0'\ngroup = 'a/b'",
            "`a/b` cannot name a group: its PrometheusRule would be called `shop-a/b`",
            "'a/b'",
        ),
        (
            "[alerts.A]\nexpr = 'up == 0'\nlabels.a-b = 'x'",
            "`a-b` is not a label's name",
            "a-b",
        ),
        (
            "[recordings.r]\nexpr = 'up'\nlabels.__name__ = 'x'",
            "a rule cannot set `__name__`: it is the name of the series",
            "__name__",
        ),
        (
            "[alerts.A]\nexpr = 'up == 0'\nlabels.alertname = 'x'",
            "an alert cannot set `alertname`: Prometheus does",
            "alertname",
        ),
        (
            "[alerts.A]\nexpr = 'up == 0'\nannotations.run-book = 'x'",
            "`run-book` is not an annotation's name: use letters, digits and `_`, with no digit at the beginning",
            "run-book",
        ),
    ]);
}

#[test]
fn values_that_prometheus_refuses_are_refused() {
    check(&[
        (
            "[alerts.A]\nexpr = 'requests_total[5m]'",
            "a rule's expression gives an instant vector or a scalar, this one gives a range vector",
            "'requests_total[5m]'",
        ),
        (
            "[recordings.r]\nexpr = '\"text\"'",
            "a rule's expression gives an instant vector or a scalar, this one gives a string",
            "'\"text\"'",
        ),
        (
            "[alerts.A]\nexpr = 'up > $limt'",
            "there is no parameter `limt`",
            "$limt",
        ),
        (
            "[alerts.A]\nexpr = 'up == 0'\nfor = '5 minutes'",
            "`5 minutes` is not a duration: write a number and a unit, such as `30s`, `5m`, `1h30m`",
            "'5 minutes'",
        ),
        (
            "[alerts.A]\nexpr = 'up == 0'\nsummary = 'Above ${limits}.'",
            "there is no parameter `limits`",
            "${limits}",
        ),
    ]);
}

#[test]
fn contradictions_are_refused() {
    check(&[
        (
            "[alerts.A]\nexpr = 'up == 0'\nseverity = 'a'\nlabels.severity = 'b'",
            "`severity` is set twice",
            "severity",
        ),
        (
            "[alerts.A]\nexpr = 'up == 0'\nsummary = 'a'\nannotations.summary = 'b'",
            "`summary` is set twice",
            "summary",
        ),
        (
            "[alerts.A]\nexpr = 'up == 0'\nrunbook.url = 'a'\nannotations.runbook_url = 'b'",
            "`runbook_url` is set twice",
            "runbook_url",
        ),
        (
            "[alerts.A]\nexpr = 'up == 0'\n[alerts.B]\nexpr = 'up == 1'\nalert = 'A'",
            "the group `shop` has the alert `A` twice with the same labels",
            "'A'",
        ),
        (
            "[recordings.r]\nexpr = 'up'\nlabels = { a = 'x', b = 'y' }\n[recordings.s]\nrecord = 'r'\nexpr = 'up'\nlabels = { b = 'y', a = 'x' }",
            "the group `shop` has the recording `r` twice with the same labels",
            "'r'",
        ),
    ]);
    good("[alerts.A]\nexpr = 'up == 0'\n[alerts.B]\nexpr = 'up == 1'\nalert = 'A'\nseverity = 'x'");
    good(
        "[alerts.A]\nexpr = 'up == 0'\n[alerts.B]\nexpr = 'up == 1'\nalert = 'A'\ngroup = 'other'",
    );
}

#[test]
fn the_wrong_half_of_a_panel_is_shown() {
    check(&[
        (
            "[alerts.A]\nexpr = 'up == 0'\npanel = 'mian.traffic'",
            "there is no dashboard `mian`",
            "mian",
        ),
        (
            "[alerts.A]\nexpr = 'up == 0'\npanel = \"main.trafic\"",
            "the dashboard `main` has no panel `trafic`",
            "trafic",
        ),
        (
            "[alerts.A]\nexpr = 'up == 0'\npanel = 'traffic'",
            "`traffic` does not name a panel: write `dashboard.panel`",
            "'traffic'",
        ),
    ]);
    let (_, findings, _) = read("[alerts.A]\nexpr = 'up == 0'\npanel = 'main.trafic'");
    assert_eq!(findings[0].help[0].edits[0].text, "traffic");
    let (_, findings, _) = read("[alerts.A]\nexpr = 'up == 0'\npanel = 'traffic'");
    assert_eq!(findings[0].help[0].message, "did you mean `main.traffic`?");
}

/// Checks that an alert test with these lines, completed where it must be, has exactly this finding.
fn check_test(test: &str, message: &str, at: &str) {
    let expected = [(message.to_string(), at.to_string())];
    assert_eq!(test_findings(test), expected, "{test}");
}

fn test_findings(test: &str) -> Vec<(String, String)> {
    let alert = "[alerts.A]\nexpr = 'up == 0'\nseverity = 'page'\nsummary = 'Down.'\n";
    let defaults = [("series", "['up 0']"), ("at", "'5m'"), ("fires", "[]")];
    let missing = defaults
        .iter()
        .filter(|(key, _)| !test.contains(&format!("{key} =")));
    let lines: Vec<String> = missing
        .map(|(key, value)| format!("{key} = {value}"))
        .collect();
    findings(&format!(
        "{alert}[alerts.A.tests.t]\n{}\n{test}",
        lines.join("\n")
    ))
}

#[test]
fn tests_are_refused_where_they_cannot_be_right() {
    let cases = [
        (
            "environment = 'prod'",
            "there is no environment `prod`",
            "'prod'",
        ),
        (
            "at = 'x'",
            "`x` is not a duration: write a number and a unit, such as `30s`, `5m`, `1h30m`",
            "'x'",
        ),
        (
            "interval = '0s'",
            "the time between two samples is above zero",
            "'0s'",
        ),
        (
            "fires = [{ labels.alertname = 'A' }]",
            "`alertname` is not written in a test: it is the alert's name",
            "alertname",
        ),
        (
            "fires = [{ labels.severity = 'page' }]",
            "the rule sets `severity` for every alert",
            "severity",
        ),
        (
            "fires = [{ labels.a-b = 'x' }]",
            "`a-b` is not a label's name",
            "a-b",
        ),
        (
            "fires = [{ annotations.sumary = 'Down.' }]",
            "there is no annotation of this alert called `sumary`",
            "sumary",
        ),
    ];
    for (test, message, at) in cases {
        check_test(test, message, at);
    }
    assert!(test_findings("environment = 'dev'").is_empty());
}

#[test]
fn series_are_refused_where_they_cannot_be_right() {
    let cases = [
        (
            "series = ['up{job=\"a\"} 0x5 1 x3']",
            "expected a value, found `x3`",
            "x3",
        ),
        (
            "series = ['up 1x']",
            "expected how often as a whole number, found the end of the series",
            "",
        ),
        (
            "series = ['up 1,2']",
            "expected a blank behind the value, found `,`",
            ",",
        ),
        ("series = ['up 1+2']", "`1+2` does not say how often", "1+2"),
        ("series = ['up']", "the series `up` has no values", ""),
        (
            "series = ['{a=\"b\"} 1']",
            "a series needs the name of its metric",
            "{a=\"b\"}",
        ),
        (
            "series = ['up{a!=\"b\"} 1']",
            "a series has one value of `a`",
            "!=",
        ),
        (
            "series = ['up{a=\"b\",a=\"c\"} 1']",
            "the series has the label `a` twice",
            "a=\"c\"",
        ),
        (
            "series = ['rate(up[5m]) 1']",
            "expected a blank in front of the values, found `(`",
            "(",
        ),
        (
            "series = ['up {{sum:1 cuont:2}}']",
            "a histogram has no `cuont`",
            "cuont",
        ),
        ("series = ['up {{sum:x}}']", "`x` is no number", "x"),
        (
            "series = ['up {{sum:1']",
            "the histogram is never closed",
            "{{",
        ),
    ];
    for (test, message, at) in cases {
        check_test(test, message, at);
    }
}

#[test]
fn rules_stand_in_groups_in_the_order_in_which_these_are_named() {
    let model = good(
        "[alerts.A]\nexpr = 'up == 0'\n[alerts.B]\nexpr = 'up == 0'\ngroup = 'late'\n[recordings.r]\nexpr = 'up'\ngroup = 'middle'\n\
         [groups.empty]\n[groups.late]\ninterval = '1m'",
    );
    let names: Vec<&str> = model
        .groups
        .iter()
        .map(|group| group.name.as_str())
        .collect();
    assert_eq!(names, ["late", "middle", "shop"]);
}

#[test]
fn texts_and_links_are_derived() {
    let model = good(
        "[alerts.A]\nexpr = 'requests_total > $limit'\nsummary = 'Over ${wait}: {{ $value }}.'\npanel = 'main.traffic'\n\
         runbook.impact = 'None.'\n[alerts.B]\nexpr = 'up == 0'\nrunbook = {}\n[alerts.C]\nexpr = 'up == 0'\nrunbook.url = 'https://x/{alert}'",
    );
    let alerts: Vec<_> = model.alerts().collect();
    let text = |index: usize, name: &str| {
        let text = alerts[index].annotations.get(name);
        text.map(|text| text.value.clone())
    };
    assert_eq!(text(0, "summary").unwrap(), "Over 30m: {{ $value }}.");
    assert_eq!(
        text(0, "runbook_url").unwrap(),
        "https://runbooks.example.com/A"
    );
    assert!(
        text(0, "dashboard_url")
            .unwrap()
            .starts_with("https://grafana.example.com/d/shop-main?viewPanel=")
    );
    assert_eq!(
        alerts[0].threshold.map(|threshold| threshold.value),
        Some(5.0)
    );
    assert_eq!(
        text(1, "runbook_url"),
        None,
        "a runbook without a text has no page"
    );
    assert_eq!(text(2, "runbook_url").unwrap(), "https://x/C");
    assert!(
        alerts[0].has_runbook_page()
            && !alerts[1].has_runbook_page()
            && !alerts[2].has_runbook_page()
    );
}

#[test]
fn raw_labels_and_annotations_are_the_rule_s() {
    let model = good(
        r#"
[groups.shop]
labels = { team = "blue" }
raw.labels.team = "red"

[alerts.A]
expr = 'up == 0'
severity = "page"
summary = "It is down."
raw = { labels = { severity = "ticket", channel = "floor" }, annotations.summary = "Down." }

[recordings."a:up:sum"]
expr = 'sum(up)'
raw.labels.kind = "total"
"#,
    );
    let group = &model.groups[0];
    let told = |texts: &model::rule::Texts| -> Vec<String> {
        let pairs = texts.iter();
        pairs
            .map(|(name, text)| format!("{name}={}", text.value))
            .collect()
    };
    assert_eq!(told(&group.labels), ["team=red"]);
    let alert = &group.alerts[0];
    assert_eq!(told(&alert.labels), ["severity=ticket", "channel=floor"]);
    assert_eq!(
        alert.severity.as_ref().map(|text| text.value.as_str()),
        Some("ticket")
    );
    assert_eq!(
        alert.summary().map(|text| text.value.as_str()),
        Some("Down.")
    );
    assert_eq!(told(&group.recordings[0].labels), ["kind=total"]);
}

#[test]
fn a_test_does_not_repeat_what_raw_sets() {
    check(&[(
        "[alerts.A]\nexpr = 'up == 0'\nraw.labels.channel = \"floor\"\n[alerts.A.tests.t]\nseries = ['up 0x5']\nat = \"1m\"\nfires = [{ labels = { channel = \"floor\" } }]",
        "the rule sets `channel` for every alert",
        "channel",
    )]);
}
