//! Datasources that a dashboard names itself, where a variable could be chosen.

use super::lint::lint;
use opsgen::{diag::Level, text::FileId};

/// The text at the place of each finding, in a dashboard with this datasource at its panel and that one at its query.
fn check(panel: &str, query: &str, expected: &[&str]) {
    let text = format!(
        r#"{{ "title": "A", "schemaVersion": 39, "templating": {{ "list": [ {{ "name": "ds", "type": "datasource", "query": "prometheus" }} ] }}, "panels": [ {{ "type": "stat", "datasource": {panel}, "targets": [ {{ "datasource": {query}, "expr": "sum(up)" }} ] }} ] }}"#
    );
    let levels = [("dashboard/fixed-datasource", Level::Warn)];
    let linted = lint(None, &[("board.json", &text)], &levels);
    assert_eq!(linted.files, [FileId(1)]);
    let found = linted
        .findings
        .iter()
        .filter(|finding| finding.rule.name == "dashboard/fixed-datasource");
    let found: Vec<&str> = found
        .map(|finding| &text[finding.primary.span.range()])
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_datasource_that_is_named_is_found_where_it_is_named() {
    check(r#""Prometheus""#, "null", &[r#""Prometheus""#]);
    let by_uid = r#"{ "type": "prometheus", "uid": "P1809F7CD0C75ACF3" }"#;
    check(by_uid, "null", &[r#""P1809F7CD0C75ACF3""#]);
    check(
        r#"{ "uid": "-- Mixed --", "type": "datasource" }"#,
        by_uid,
        &[r#""P1809F7CD0C75ACF3""#],
    );
}

#[test]
fn what_is_chosen_or_asks_nobody_else_is_none() {
    check(r#""$ds""#, "null", &[]);
    check(r#"{ "type": "prometheus", "uid": "${ds}" }"#, "null", &[]);
    check(r#""[[ds]]""#, "null", &[]);
    check("null", "null", &[]);
    check(r#""default""#, "null", &[]);
    check(
        r#"{ "type": "loki", "uid": "P8E80F9AEF21F6940" }"#,
        "null",
        &[],
    );
}
