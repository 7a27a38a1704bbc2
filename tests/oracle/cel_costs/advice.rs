//! Whether bounds that a help names make a rule cheap enough.

use opsgen::apiserver::Finding;
use serde_json::{Value, json};

/// The alternatives that the help of a finding about a cost names, each put into the schema; none when it names no bounds.
pub fn tries(schema: &Value, finding: &Finding) -> Vec<Value> {
    let help = finding.help.as_deref().unwrap_or_default();
    if !help.starts_with('`') || !help.contains("under the limit") {
        return Vec::new();
    }
    let alternatives = help.split(", or ");
    let tried = alternatives.map(|bounds| {
        let mut schema = schema.clone();
        let quoted: Vec<&str> = bounds.split('`').skip(1).step_by(2).collect();
        for pair in quoted.chunks(2) {
            let [bound, way] = pair else {
                panic!("a bound has a place: {help}");
            };
            let (keyword, value) = bound.split_once(": ").expect("a keyword has a value");
            let value: u64 = value.parse().expect("it is a number");
            find(&mut schema, way)[keyword] = json!(value);
        }
        schema
    });
    tried.collect()
}

/// The schema at a way such as `.spec['a-b'][*]`.
fn find<'a>(schema: &'a mut Value, way: &str) -> &'a mut Value {
    let mut node = schema;
    let mut rest = way;
    while !rest.is_empty() {
        let (step, after) = match rest.strip_prefix("['") {
            Some(quoted) => quoted.split_once("']").expect("quotes come in pairs"),
            None => {
                let end = rest[1..].find(['.', '[']).map_or(rest.len(), |at| at + 1);
                (&rest[1..end], &rest[end..])
            }
        };
        node = match step {
            "*]" if node["items"].is_object() => &mut node["items"],
            "*]" => &mut node["additionalProperties"],
            name => &mut node["properties"][name],
        };
        rest = after;
    }
    node
}
