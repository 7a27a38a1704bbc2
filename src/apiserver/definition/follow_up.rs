//! Which errors may come from others that a user sees already.
//!
//! The server stops at the first error of decoding. Here everything is told in one run, but for what such an error may have caused: what
//! is missing next to a misspelt field, and what looks at a schema as a whole.

use crate::apiserver::{
    definition::rule::{DEFAULT, SELECTABLE_FIELD},
    finding::Finding,
};

/// What is found by looking at more than the schema where it is told.
const OF_WHOLE_SCHEMAS: [&str; 5] = [
    DEFAULT,
    SELECTABLE_FIELD,
    "rule-expression",
    "transition-rule",
    "rule-cost",
];

/// Where all others that speak of names look.
const NAME: &str = "/metadata/name";

/// Drops the findings that may come from undecodable fields.
pub fn drop(findings: &mut Vec<Finding>, undecodable: &[Finding]) {
    if undecodable.is_empty() {
        return;
    }
    let regions: Vec<&str> = undecodable
        .iter()
        .map(|finding| region(&finding.pointer))
        .collect();
    let in_schema = regions.iter().any(|region| region.contains("/schema"));
    findings.retain(|finding| {
        let pointer = finding.pointer.as_str();
        let is_near = |region: &&str| is_within(pointer, region) || is_within(region, pointer);
        let is_of_names = pointer == NAME && regions.iter().any(|region| touches_names(region));
        let is_of_schema = in_schema && OF_WHOLE_SCHEMAS.contains(&finding.rule);
        !regions.iter().any(is_near) && !is_of_names && !is_of_schema
    });
}

/// What an undecodable field is a part of. For a keyword of a schema that is more than the schema: the one around it looks into it.
fn region(pointer: &str) -> &str {
    let object = parent(pointer);
    if object.contains("/openAPIV3Schema") {
        parent(object)
    } else {
        object
    }
}

fn parent(pointer: &str) -> &str {
    pointer.rsplit_once('/').map_or("", |(parent, _)| parent)
}

fn is_within(pointer: &str, region: &str) -> bool {
    let rest = pointer.strip_prefix(region);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether what is there decides on the name of the object.
fn touches_names(region: &str) -> bool {
    matches!(region, "" | "/spec" | "/spec/names")
}
