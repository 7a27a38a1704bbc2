//! Changes inside strings of JSON, and of JSON inside of strings of YAML: written with the escapes of the place, or left alone.

use super::lint::lint;
use opsgen::{check, document::json};

/// A dashboard with a variable of several values compared as one, and a bound of a bucket that Prometheus 3 stores otherwise.
const BOARD: &str = r#"{ "title": "A \"B\"", "schemaVersion": 39, "templating": { "list": [ { "name": "job", "type": "query", "multi": true, "datasource": "Prometheus", "query": "label_values(up, job)" } ] }, "panels": [ { "type": "stat", "datasource": "Prometheus", "targets": [ { "expr": "sum(rate(apiserver_request_duration_seconds_bucket{le=\"1\", job=\"$job\"}[5m]))" } ] } ] }"#;

/// A text with its certain changes made; `None` when there are none.
fn fixed(text: &str) -> Option<String> {
    let linted = lint(None, &[("board.json", text)], &[]);
    assert!(!linted.findings.is_empty(), "nothing is found");
    let fixed = check::fix(&linted.findings, linted.files[0], text)?;
    Some(fixed.text)
}

fn in_config_map(style: &str) -> String {
    format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\ndata:\n  a.json: {style}\n")
}

#[test]
fn changes_are_made_inside_of_json() {
    let text = fixed(BOARD).unwrap();
    assert!(text.contains(r#"job=~\"$job\""#), "{text}");
    let tree = json::read_spanned(&text).unwrap();
    let before = json::read_spanned(BOARD).unwrap();
    let expr = |tree: &opsgen::document::Tree| {
        let found = tree.find("/panels/0/targets/0/expr").to_json();
        found.as_str().unwrap().to_string()
    };
    let expected = expr(&before).replace("job=\"", "job=~\"");
    assert_eq!(expr(&tree).replace("le=\"1.0\"", "le=\"1\""), expected);
}

#[test]
fn changes_are_made_in_a_block_and_nothing_around_them() {
    let text = in_config_map(&format!("|-\n    {BOARD}"));
    let expected = in_config_map(&format!("|-\n    {}", fixed(BOARD).unwrap()));
    assert_eq!(fixed(&text).unwrap(), expected);
}

#[test]
fn changes_in_json_in_a_string_in_quotes_are_left_alone() {
    let mut quoted = String::new();
    json::push_string(&mut quoted, BOARD);
    assert_eq!(fixed(&in_config_map(&quoted)), None);
    let single = BOARD.replace('\'', "''");
    assert_eq!(fixed(&in_config_map(&format!("'{single}'"))), None);
}

#[test]
fn a_whole_string_is_replaced_with_its_quotes() {
    let panel = r#"{ "title": "T", "schemaVersion": 39, "panels": [ { "type": "timeseries", "datasource": "Prometheus", "fieldConfig": { "defaults": { "unit": "ms" } }, "targets": [ { "expr": "sum(node_memory_MemFree_bytes)" } ] } ] }"#;
    let linted = lint(None, &[("board.json", panel)], &[]);
    let help = linted.findings.iter().flat_map(|finding| &finding.help);
    let texts: Vec<&str> = help
        .flat_map(|help| &help.edits)
        .map(|edit| edit.text.as_str())
        .collect();
    assert_eq!(texts, ["\"bytes\""]);
}
