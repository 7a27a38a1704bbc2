//! Rules at all places of schemas, with messages, reasons, field paths and objects before a change.

use super::compare;
use serde_json::Value;

#[test]
#[ignore = "needs ci/oracles.sh"]
fn rules_are_run_where_and_told_as_the_server_does() {
    let mut lines: Vec<Value> = Vec::new();
    for text in include_str!("walks.jsonl").lines() {
        let mut line: Value = serde_json::from_str(text).expect("a line is JSON");
        // A line without a schema means that of the line before.
        if line.get("schema").is_none() {
            line["schema"] = lines.last().expect("a line before")["schema"].clone();
        }
        lines.push(line);
    }
    compare(&lines);
}
