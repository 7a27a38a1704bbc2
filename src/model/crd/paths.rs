//! What paths lead to in a schema.

use super::kind::Kind;
use crate::{
    diag::nearest,
    model::json_path::{Path, StepKind},
    project::Tree,
};
use std::ops::Range;

/// What a path leads to.
#[derive(Clone, Copy, Debug)]
pub enum Reached<'t> {
    /// A part of the schema.
    Schema(&'t Tree),
    /// Something of which the schema says nothing.
    Unknown,
}

/// A path that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nowhere {
    /// The bytes of the step that fails.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write instead, when that is known.
    pub near: Option<String>,
}

/// Follows a path through a schema.
pub fn follow<'t>(schema: &'t Tree, path: &Path) -> Result<Reached<'t>, Nowhere> {
    follow_below(schema, path, "")
}

/// Follows a path through the schema of a field with a name.
fn follow_below<'t>(schema: &'t Tree, path: &Path, start: &str) -> Result<Reached<'t>, Nowhere> {
    let mut here = schema;
    let mut name = start;
    for step in &path.steps {
        let nowhere = |message: String| Nowhere {
            range: step.range.clone(),
            message,
            near: None,
        };
        let kind = Kind::of(here);
        if kind == Kind::Any {
            match inner(here, &step.kind) {
                Some(next) => {
                    here = next;
                    continue;
                }
                None => return Ok(Reached::Unknown),
            }
        }
        here = match (&step.kind, kind) {
            (StepKind::Descend, _) => return Ok(Reached::Unknown),
            (StepKind::Field(field), Kind::Object | Kind::Map) => match inner(here, &step.kind) {
                Some(next) => {
                    name = field;
                    next
                }
                None if here.is_true("x-kubernetes-preserve-unknown-fields") => {
                    return Ok(Reached::Unknown);
                }
                None => return Err(unknown(here, field, name, step.range.clone())),
            },
            (StepKind::Wildcard, Kind::Object) => return Ok(Reached::Unknown),
            (StepKind::Wildcard, Kind::Map) => match here.get("additionalProperties") {
                Some(next) if next.as_map().is_some() => next,
                _ => return Ok(Reached::Unknown),
            },
            (StepKind::Wildcard | StepKind::Items | StepKind::Filter(_), Kind::List) => {
                let Some(items) = here.get("items") else {
                    return Ok(Reached::Unknown);
                };
                if let StepKind::Filter(paths) = &step.kind {
                    for path in paths {
                        follow_below(items, path, name)?;
                    }
                }
                items
            }
            (StepKind::Field(field), Kind::List) => {
                return Err(nowhere(format!(
                    "`{name}` is a list, `{field}` is asked of one item: `{name}[0].{field}`"
                )));
            }
            (_, other) => {
                return Err(nowhere(format!(
                    "`{name}` is {}, there is nothing below it",
                    other.words()
                )));
            }
        };
    }
    Ok(Reached::Schema(here))
}

/// The schema of a field, where it is declared.
fn inner<'t>(here: &'t Tree, step: &StepKind) -> Option<&'t Tree> {
    let StepKind::Field(field) = step else {
        return here.get("items");
    };
    let property = here.get("properties").and_then(|known| known.get(field));
    let free = here.get("additionalProperties");
    property.or(free.filter(|free| free.as_map().is_some()))
}

fn unknown(here: &Tree, field: &str, parent: &str, range: Range<usize>) -> Nowhere {
    let properties = here.get("properties").and_then(Tree::as_map);
    let known = properties.into_iter().flat_map(|known| known.keys());
    Nowhere {
        range,
        message: match parent {
            "" => format!("the object has no field `{field}`"),
            _ => format!("`{parent}` has no field `{field}`"),
        },
        near: nearest(field, known.map(String::as_str)).map(str::to_string),
    }
}
