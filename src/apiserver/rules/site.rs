//! The nodes of a schema that have rules, with what decides about rules there.

use super::{Declared, Parts, declare, declare_resource, escape};
use crate::apiserver::{Additional, Items, Path, Schema};

/// A node with rules.
pub struct Site<'a> {
    /// The node.
    pub schema: &'a Schema,
    /// Its field.
    pub path: &'a Path<'a>,
    /// What expressions know of its values; `None` when the server cannot tell.
    pub declared: Option<&'a Declared>,
    /// What is around it.
    pub around: Around<'a>,
}

/// The nodes around one, from the root on.
#[derive(Clone, Copy)]
pub struct Around<'a>(Option<&'a Outer<'a>>);

/// A node around another.
pub struct Outer<'a> {
    /// It.
    pub schema: &'a Schema,
    /// The step from it to the next.
    pub step: Step<'a>,
    around: Around<'a>,
}

/// A step from a schema to one below it.
#[derive(Clone, Copy)]
pub enum Step<'a> {
    /// A property.
    Property(&'a str),
    /// The items of a list.
    Items,
    /// The values of a map.
    Values,
}

impl<'a> Around<'a> {
    /// The nodes, the nearest first.
    pub fn nodes(self) -> impl Iterator<Item = &'a Outer<'a>> {
        std::iter::successors(self.0, |outer| outer.around.0)
    }

    /// Whether there are none.
    pub fn is_root(self) -> bool {
        self.0.is_none()
    }

    /// How many values there are of what these nodes are around, when each multiplies them as `of` says for its distance and schema.
    pub fn count(self, of: impl Fn(usize, &Schema) -> Option<u64>) -> Option<u64> {
        let mut nodes = self.nodes().enumerate();
        nodes.try_fold(1_u64, |product, (at, outer)| {
            Some(product.saturating_mul(of(at, outer.schema)?))
        })
    }

    /// The outermost list whose items the server cannot find again in the object before a change: all but those of type `map`.
    pub fn find_uncorrelatable(self) -> Option<&'a Outer<'a>> {
        let is_keyed = |schema: &Schema| schema.list_type.as_deref() == Some("map");
        let is_list = |outer: &&Outer<'_>| matches!(outer.step, Step::Items);
        let lists = self.nodes().filter(is_list);
        lists.filter(|outer| !is_keyed(outer.schema)).last()
    }

    /// The way to what these nodes are around, such as `.spec.tags[*]`; empty for the root.
    pub fn way(self) -> String {
        let mut steps: Vec<String> = self.nodes().map(|outer| outer.step.shown()).collect();
        steps.reverse();
        steps.concat()
    }
}

impl<'a> Outer<'a> {
    /// The way to this node.
    pub fn way(&self) -> String {
        self.around.way()
    }
}

impl Step<'_> {
    /// As a part of a way.
    pub fn shown(self) -> String {
        match self {
            Step::Property(name) if escape(name).as_deref() == Some(name) => format!(".{name}"),
            Step::Property(name) => format!("['{name}']"),
            Step::Items | Step::Values => "[*]".to_owned(),
        }
    }
}

/// How many values a node may have for each of its own; `None` without a bound (`extractMaxElements` of `validation/cel_validation.go`).
pub fn factor(schema: &Schema) -> Option<u64> {
    let bound = match schema.kind.as_str() {
        "object" if schema.additional_properties.is_some() => schema.max_properties,
        "array" => schema.max_items,
        _ => Some(1),
    };
    bound.map(|bound| bound.max(0).unsigned_abs())
}

/// Calls `each` for all nodes with rules, those below a node before it, properties by their names.
pub fn visit(root: &Schema, path: &Path<'_>, each: &mut dyn FnMut(&Site<'_>)) {
    let place = Place {
        path,
        around: Around(None),
        scope: Scope::Outside,
    };
    node(root, place, each);
}

/// Whether there are rules at a node or above it, and what is declared there.
#[derive(Clone, Copy)]
enum Scope<'a> {
    /// There are none.
    Outside,
    /// There are.
    Known(&'a Declared),
    /// There are, where the server could not tell the types; it does not try again below.
    Unknown,
}

/// Where a node stands; the scope is that of the node around it.
#[derive(Clone, Copy)]
struct Place<'a> {
    path: &'a Path<'a>,
    around: Around<'a>,
    scope: Scope<'a>,
}

fn node(schema: &Schema, place: Place<'_>, each: &mut dyn FnMut(&Site<'_>)) {
    let Place { path, around, .. } = place;
    let step = around.0.map(|outer| outer.step);
    let converted;
    let scope = match (place.scope, find_part(place.scope, step)) {
        (Scope::Unknown, _) => Scope::Unknown,
        (_, Some(part)) => Scope::Known(part),
        (Scope::Outside, None) if schema.validations.is_empty() => Scope::Outside,
        _ => {
            converted = match step.is_none() || schema.is_embedded_resource {
                true => declare_resource(schema),
                false => declare(schema),
            };
            converted.as_ref().map_or(Scope::Unknown, Scope::Known)
        }
    };
    parts(schema, Place { scope, ..place }, each);
    if !schema.validations.is_empty() {
        let declared = match scope {
            Scope::Known(declared) => Some(declared),
            Scope::Outside | Scope::Unknown => None,
        };
        each(&Site {
            schema,
            path,
            declared,
            around,
        });
    }
}

fn parts(schema: &Schema, place: Place<'_>, each: &mut dyn FnMut(&Site<'_>)) {
    let mut below = |part: &Schema, path: &Path<'_>, step: Step<'_>| {
        let outer = Outer {
            schema,
            step,
            around: place.around,
        };
        let around = Around(Some(&outer));
        let scope = place.scope;
        node(
            part,
            Place {
                path,
                around,
                scope,
            },
            each,
        );
    };
    if let Some(Additional::Schema(values)) = &schema.additional_properties {
        let path = place.path.child("additionalProperties");
        below(values, &path, Step::Values);
    }
    let mut names: Vec<&String> = schema.properties.keys().collect();
    names.sort();
    let properties = place.path.child("properties");
    for name in names {
        let path = properties.key(name);
        below(&schema.properties[name], &path, Step::Property(name));
    }
    if let Some(Items::One(items)) = &schema.items {
        below(items, &place.path.child("items"), Step::Items);
    }
}

fn find_part<'a>(scope: Scope<'a>, step: Option<Step<'_>>) -> Option<&'a Declared> {
    let Scope::Known(declared) = scope else {
        return None;
    };
    match (step?, &declared.parts) {
        (Step::Property(name), _) => declared.find_property(name),
        (Step::Items, Parts::Items(part)) | (Step::Values, Parts::Values(part)) => Some(part),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Outer, factor, visit};
    use crate::apiserver::{Path, Schema};
    use serde_json::json;

    #[test]
    fn nodes_with_rules_are_visited_from_below() {
        let rules = json!([{"rule": "true"}]);
        let text = json!({"type": "string", "x-kubernetes-validations": rules});
        let schema = json!({
            "type": "object",
            "properties": {
                "z": {"type": "array", "items": text},
                "a-b": {"type": "object", "additionalProperties": text},
                "keyed": {"type": "array", "x-kubernetes-list-type": "map", "items": {"type": "object", "properties": {"n": text}}},
            },
            "x-kubernetes-validations": rules,
        });
        let mut found = Vec::new();
        visit(&Schema::read(&schema), &Path::root("s", ""), &mut |site| {
            let list = site.around.find_uncorrelatable().map(Outer::way);
            found.push((site.around.way(), site.path.field(), list));
        });
        let of = |way: &str, field: &str, list: Option<&str>| {
            (way.to_owned(), field.to_owned(), list.map(str::to_owned))
        };
        let expected = [
            of("['a-b'][*]", "s.properties[a-b].additionalProperties", None),
            of(
                ".keyed[*].n",
                "s.properties[keyed].items.properties[n]",
                None,
            ),
            of(".z[*]", "s.properties[z].items", Some(".z")),
            of("", "s", None),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn rules_at_preserved_fields_have_nothing_to_look_at() {
        let schema = json!({"type": "object", "properties": {
            "a": {"x-kubernetes-preserve-unknown-fields": true, "x-kubernetes-validations": [{"rule": "true"}]},
        }});
        let mut found = Vec::new();
        visit(&Schema::read(&schema), &Path::root("", ""), &mut |site| {
            found.push(site.declared.is_some());
        });
        assert_eq!(found, [false]);
    }

    #[test]
    fn lists_and_maps_multiply() {
        let cases = [
            (json!({"type": "string", "maxLength": 3}), Some(1)),
            (json!({"type": "array"}), None),
            (json!({"type": "array", "maxItems": 3}), Some(3)),
            (json!({"type": "array", "maxItems": -3}), Some(0)),
            (json!({"type": "object"}), Some(1)),
            (
                json!({"type": "object", "additionalProperties": {}, "maxProperties": 2}),
                Some(2),
            ),
            (
                json!({"type": "object", "additionalProperties": true}),
                None,
            ),
        ];
        for (schema, expected) in cases {
            assert_eq!(factor(&Schema::read(&schema)), expected, "{schema}");
        }
    }
}
