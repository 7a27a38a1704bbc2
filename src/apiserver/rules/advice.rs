//! Which bounds in a schema would make an expression cheap enough.
//!
//! Invariant: a bound is only named when the estimate with it is under the limit.

use super::{
    Declared, declare, escape,
    expression::{compile_rule, cost_with},
    judge::{Cost, fitting},
    site::{Site, Step, factor, visit},
    types::{LARGEST_REQUEST, is_replaced},
};
use crate::{
    apiserver::{Additional, Items, Path, Schema},
    cel::types::Checked,
};
use std::{collections::BTreeSet, sync::Mutex};

/// A keyword that bounds what a cost depends on.
struct Bound {
    keyword: &'static str,
    /// Where it stands or would stand: `.spec.tags[*]`.
    way: String,
    /// Its value now; `None` when it is missing.
    value: Option<i64>,
    /// The most elements now, in its unit: items, entries, characters.
    most: i64,
    on: On,
}

/// What a bound has an effect on.
enum On {
    /// The size of a value at steps from `self`, of which one unit counts as so many.
    Size { steps: Vec<String>, unit: u64 },
    /// How often there is such a value: the node around it, counted from the nearest.
    Number(usize),
}

/// An expression whose cost is tried with other bounds.
struct Trial<'a> {
    site: &'a Site<'a>,
    declared: &'a Declared,
    checked: &'a Checked,
    bounds: Vec<Bound>,
}

/// Bounds that bring the cost of a rule to `limit` at most; `None` when there are none.
pub fn advise(
    site: &Site<'_>,
    declared: &Declared,
    checked: &Checked,
    limit: u64,
) -> Option<String> {
    let mut bounds = bounds_below(site, declared, checked);
    bounds.extend(bounds_around(site));
    let trial = Trial {
        site,
        declared,
        checked,
        bounds,
    };
    trial.single(limit).or_else(|| trial.several(limit))
}

/// The same for an expression that was judged before.
pub fn advise_at(root: &Schema, path: &Path<'_>, cost: &Cost, limit: u64) -> Option<String> {
    let mut advice = None;
    visit(root, path, &mut |site| {
        let list = site.path.child("x-kubernetes-validations");
        for (index, rule) in site.schema.validations.iter().enumerate() {
            let is_it = list.index(index).child("rule").field() == cost.field;
            if let (true, Some(declared)) = (is_it, site.declared) {
                let checked = compile_rule(rule, declared).ok();
                advice = checked.and_then(|checked| advise(site, declared, &checked, limit));
            }
        }
    });
    advice
}

impl Trial<'_> {
    /// One bound alone; missing ones first, two at most.
    fn single(&self, limit: u64) -> Option<String> {
        let mut fits: Vec<(&Bound, i64)> = Vec::new();
        for (index, bound) in self.bounds.iter().enumerate() {
            let most = largest(bound.most, |value| self.cost(&[(index, value)]) <= limit);
            fits.extend(most.map(|most| (bound, most)));
        }
        fits.sort_by_key(|(bound, _)| bound.value.is_some());
        let shown = |(bound, value): &(&Bound, i64)| bound.shown(*value);
        match &fits[..] {
            [] => None,
            [one] => Some(format!("{} brings it under the limit", shown(one))),
            [one, other, ..] => Some(format!(
                "{} brings it under the limit, or {}",
                shown(one),
                shown(other)
            )),
        }
    }

    /// All missing bounds with one value, else all bounds.
    fn several(&self, limit: u64) -> Option<String> {
        let all = 0..self.bounds.len();
        let missing = all
            .clone()
            .filter(|index| self.bounds[*index].value.is_none());
        let sets: [Vec<usize>; 2] = [missing.collect(), all.collect()];
        sets.iter().filter(|set| set.len() > 1).find_map(|set| {
            let with = |value: i64| {
                set.iter()
                    .map(|index| (*index, value.min(self.bounds[*index].most)))
                    .collect::<Vec<_>>()
            };
            let highest = set.iter().map(|index| self.bounds[*index].most).max()?;
            let most = largest(highest, |value| self.cost(&with(value)) <= limit)?;
            let shown: Vec<String> = with(round(most))
                .iter()
                .map(|(index, value)| self.bounds[*index].shown(*value))
                .collect();
            Some(format!(
                "{} together bring it under the limit",
                shown.join(", ")
            ))
        })
    }

    /// The cost with other values of some bounds.
    fn cost(&self, values: &[(usize, i64)]) -> u64 {
        let value_on = |is: &dyn Fn(&On) -> Option<u64>| {
            let found = values.iter().find_map(|(index, value)| {
                Some(is(&self.bounds[*index].on)? * value.unsigned_abs())
            });
            found
        };
        let per_call = cost_with(self.checked, &|steps| {
            let changed = value_on(&|on| match on {
                On::Size { steps: own, unit } if own == steps => Some(*unit),
                _ => None,
            });
            changed.or_else(|| self.declared.size_at(steps))
        });
        let number = self.site.around.count(|at, schema| {
            let changed =
                value_on(&|on| matches!(on, On::Number(number) if *number == at).then_some(1));
            changed.or_else(|| factor(schema))
        });
        per_call.saturating_mul(number.unwrap_or_else(|| fitting(self.declared)))
    }
}

impl Bound {
    fn shown(&self, value: i64) -> String {
        format!("`{}: {value}` at `{}`", self.keyword, self.way)
    }
}

/// The largest value up to `most` that fits, when one does and all smaller ones do.
fn largest(most: i64, fits: impl Fn(i64) -> bool) -> Option<i64> {
    if most < 1 || !fits(1) {
        return None;
    }
    let (mut fitting, mut beyond) = (1, most.saturating_add(1));
    while beyond - fitting > 1 {
        let middle = fitting + (beyond - fitting) / 2;
        if fits(middle) {
            fitting = middle;
        } else {
            beyond = middle;
        }
    }
    Some(fitting)
}

/// The value with all digits but the first made 0.
fn round(value: i64) -> i64 {
    let mut unit = 1;
    while value / unit >= 10 {
        unit *= 10;
    }
    value / unit * unit
}

/// What is asked for sizes below a node.
fn bounds_below(site: &Site<'_>, declared: &Declared, checked: &Checked) -> Vec<Bound> {
    let asked = Mutex::new(BTreeSet::new());
    cost_with(checked, &|steps| {
        let own = steps
            .iter()
            .map(|step| (*step).to_owned())
            .collect::<Vec<_>>();
        let mut asked = asked.lock().expect("nothing panics while it is locked");
        asked.insert(own);
        declared.size_at(steps)
    });
    let asked = asked
        .into_inner()
        .expect("nothing panicked while it was locked");
    let is_resource = site.around.is_root() || site.schema.is_embedded_resource;
    asked
        .into_iter()
        .filter_map(|steps| {
            let (node, below) = resolve(site.schema, is_resource, &steps)?;
            let known = declare(node, false)?;
            let is_same = declared.size_at(&steps.iter().map(String::as_str).collect::<Vec<_>>())
                == Some(known.most_elements);
            let (keyword, value, unit) = keyword(node)?;
            is_same.then(|| Bound {
                keyword,
                way: site.around.way() + &below,
                value,
                most: i64::try_from(known.most_elements / unit).unwrap_or(i64::MAX),
                on: On::Size { steps, unit },
            })
        })
        .collect()
}

/// Lists and maps around a node.
fn bounds_around(site: &Site<'_>) -> impl Iterator<Item = Bound> {
    site.around.nodes().enumerate().filter_map(|(at, outer)| {
        let is_many = factor(outer.schema) != Some(1);
        let (keyword, value, _) = keyword(outer.schema).filter(|_| is_many)?;
        let most = value.unwrap_or(LARGEST_REQUEST);
        Some(Bound {
            keyword,
            way: outer.way(),
            value,
            most,
            on: On::Number(at),
        })
    })
}

/// The node at steps from another, and the way to it.
fn resolve<'a>(
    schema: &'a Schema,
    is_resource: bool,
    steps: &[String],
) -> Option<(&'a Schema, String)> {
    let (mut node, mut way, mut is_resource) = (schema, String::new(), is_resource);
    for step in steps {
        let (next, taken) = match (step.as_str(), &node.items, &node.additional_properties) {
            ("@items", Some(Items::One(items)), _) => (&**items, Step::Items),
            ("@values", _, Some(Additional::Schema(values))) => (&**values, Step::Values),
            (name, ..) => {
                let mut properties = node.properties.iter();
                let (own, property) =
                    properties.find(|(own, _)| escape(own).as_deref() == Some(name))?;
                if is_resource && is_replaced(node, own) {
                    return None;
                }
                (property, Step::Property(own))
            }
        };
        way += &taken.shown();
        is_resource = next.is_embedded_resource;
        node = next;
    }
    Some((node, way))
}

/// What bounds the size of a node's values, its value, and what one of it counts for the server.
fn keyword(schema: &Schema) -> Option<(&'static str, Option<i64>, u64)> {
    let has_values = schema
        .values
        .as_ref()
        .is_some_and(|values| !values.is_empty());
    match (schema.kind.as_str(), schema.format.as_str()) {
        _ if schema.is_int_or_string => Some(("maxLength", schema.max_length, 4)),
        ("array", _) => Some(("maxItems", schema.max_items, 1)),
        ("object", _) if schema.additional_properties.is_some() => {
            Some(("maxProperties", schema.max_properties, 1))
        }
        ("string", "byte") => Some(("maxLength", schema.max_length, 1)),
        ("string", "date" | "date-time" | "duration") => None,
        ("string", _) if schema.max_length.is_none() && has_values => None,
        ("string", _) => Some(("maxLength", schema.max_length, 4)),
        _ => None,
    }
}
