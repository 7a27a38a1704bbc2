//! The parts of a schema, from the outermost on.

use crate::model::{Crd, Tree};

/// A part of a schema.
pub struct Part<'a> {
    /// What it says.
    pub schema: &'a Tree,
    /// Whether it is the schema of the whole object.
    pub is_root: bool,
    /// Whether it stands inside of `allOf`, `anyOf`, `oneOf` or `not`, where it adds to what stands around it.
    pub is_junct: bool,
    /// Whether it stands below `items` or `additionalProperties`, where the API server decodes with less care.
    pub is_lenient: bool,
}

/// How deep schemas are looked at; the reader of files goes no deeper.
const MOST_DEPTH: usize = 500;

/// Every part of every version's schema.
pub fn parts(crd: &Crd) -> Vec<Part<'_>> {
    let mut found = Vec::new();
    for version in crd.versions() {
        if let Some(schema) = version.schema {
            let root = Part {
                schema,
                is_root: true,
                is_junct: false,
                is_lenient: false,
            };
            add(root, MOST_DEPTH, &mut found);
        }
    }
    found
}

fn add<'a>(part: Part<'a>, depth: usize, found: &mut Vec<Part<'a>>) {
    let Some(depth) = depth.checked_sub(1) else {
        return;
    };
    let (schema, is_junct, is_lenient) = (part.schema, part.is_junct, part.is_lenient);
    if schema.as_map().is_none() {
        return;
    }
    found.push(part);
    let mut below = |schema, is_junct, is_lenient| {
        let part = Part {
            schema,
            is_root: false,
            is_junct,
            is_lenient,
        };
        add(part, depth, found);
    };
    let properties = schema.get("properties").and_then(Tree::as_map);
    for property in properties.into_iter().flat_map(|all| all.values()) {
        below(property, is_junct, is_lenient);
    }
    for word in ["items", "additionalProperties"] {
        if let Some(inner) = schema.get(word) {
            below(inner, is_junct, true);
        }
    }
    for word in ["allOf", "anyOf", "oneOf"] {
        for inner in schema
            .get(word)
            .and_then(Tree::as_list)
            .into_iter()
            .flatten()
        {
            below(inner, true, is_lenient);
        }
    }
    if let Some(inner) = schema.get("not") {
        below(inner, true, is_lenient);
    }
}
