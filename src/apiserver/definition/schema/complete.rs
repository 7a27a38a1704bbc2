//! Whether every field that a junctor of the root restricts is described outside of it too (`validateStructuralCompleteness`).
//!
//! The server asks this of the junctors at the root only.

use crate::apiserver::{
    definition::rule::JUNCTOR,
    finding::{Cause, Finding},
    path::Path,
    schema::{Items, Schema},
};

/// A schema outside of junctors and its path.
#[derive(Clone, Copy)]
struct Outside<'a> {
    schema: &'a Schema,
    path: &'a Path<'a>,
}

/// Judges the junctors of a root schema.
pub fn check(schema: &Schema, path: &Path<'_>, findings: &mut Vec<Finding>) {
    check_junctors(schema, path, Outside { schema, path }, findings);
}

fn check_junctors(
    inside: &Schema,
    path: &Path<'_>,
    outside: Outside<'_>,
    findings: &mut Vec<Finding>,
) {
    if let Some(not) = &inside.not {
        check_part(not, &path.child("not"), outside, findings);
    }
    let lists = [
        ("allOf", &inside.all_of),
        ("anyOf", &inside.any_of),
        ("oneOf", &inside.one_of),
    ];
    for (keyword, parts) in lists {
        let path = path.child(keyword);
        for (index, part) in parts.iter().enumerate() {
            check_part(part, &path.index(index), outside, findings);
        }
    }
}

fn check_part(part: &Schema, path: &Path<'_>, outside: Outside<'_>, findings: &mut Vec<Finding>) {
    check_junctors(part, path, outside, findings);
    if let Some(Items::One(items)) = &part.items {
        let (inner, outer) = (path.child("items"), outside.path.child("items"));
        match &outside.schema.items {
            Some(Items::One(schema)) => {
                let outside = Outside {
                    schema,
                    path: &outer,
                };
                check_part(items, &inner, outside, findings);
            }
            _ => findings.push(missing("items", &outer, &inner)),
        }
    }
    let (inner, outer) = (path.child("properties"), outside.path.child("properties"));
    for (name, property) in &part.properties {
        let (inner, outer) = (inner.key(name), outer.key(name));
        match outside.schema.properties.get(name) {
            Some(schema) => {
                let outside = Outside {
                    schema,
                    path: &outer,
                };
                check_part(property, &inner, outside, findings);
            }
            None => findings.push(missing(name, &outer, &inner)),
        }
    }
}

fn missing(name: &str, outer: &Path<'_>, inner: &Path<'_>) -> Finding {
    let message = format!(
        "`{name}` is restricted within `allOf`, `anyOf`, `oneOf` or `not` and not described outside"
    );
    let finding = Finding::new(outer, Cause::Required, JUNCTOR, message);
    let help = format!("describe `{name}` in the schema outside too, with its type");
    finding.written_at(inner).at_key().with_help(help)
}
