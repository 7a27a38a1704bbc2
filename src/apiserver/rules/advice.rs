//! Which bounds in a schema would make an expression cheap enough.
//!
//! Invariant: a bound is only named when the estimate with it is under the limit.

use super::{
    Declared,
    cost::{Cost, fitting},
    declare, escape,
    expression::{compile_message, compile_rule, cost_with},
    site::{Site, Step, factor, visit},
    types::{LARGEST_REQUEST, is_replaced},
};
use crate::{
    apiserver::{Additional, Items, Path, Schema},
    cel::types::Checked,
};
use std::{collections::BTreeSet, sync::Mutex};

/// What always may help.
pub const GENERAL: &str =
    "make the expression simpler, or bound the lists, maps and texts that it looks at";

const USELESS: &str = "make the expression simpler: no bound in the schema brings it under the limit (the server knows none for what `string()`, \
                       `format()` and some others yield)";

/// The nodes of the largest expression that is tried with other bounds, and the most bounds that are tried: trying takes time.
const MOST_NODES: usize = 2_000;
const MOST_BOUNDS: usize = 12;

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
pub struct Trial<'a> {
    /// Where it stands.
    pub site: &'a Site<'a>,
    /// What is declared there.
    pub declared: &'a Declared,
    /// The expression.
    pub checked: &'a Checked,
    /// Whether its cost counts for each value: that of a rule does, that of a message does not.
    pub is_multiplied: bool,
}

/// Bounds that bring the cost of an expression to `limit` at most, or that there are none.
pub fn advise(trial: &Trial<'_>, limit: u64) -> String {
    if trial.checked.ast.nodes > MOST_NODES {
        return GENERAL.to_owned();
    }
    let (mut bounds, mut is_all) = bounds_below(trial);
    if trial.is_multiplied {
        bounds.extend(bounds_around(trial.site));
    }
    is_all &= bounds.len() <= MOST_BOUNDS;
    bounds.sort_by_key(|bound| bound.value.is_some());
    bounds.truncate(MOST_BOUNDS);
    let single = trial.single(&bounds, limit);
    // A list of three items is seldom meant; two larger bounds are better then.
    let is_ample = single.first().is_some_and(|(_, value)| *value >= 50);
    let several = if is_ample {
        Vec::new()
    } else {
        trial.several(&bounds, limit)
    };
    let shown = |(bound, value): &(&Bound, i64)| bound.shown(*value);
    match (&several[..], &single[..]) {
        ([first @ .., last], _) if !first.is_empty() => {
            let first: Vec<String> = first.iter().map(shown).collect();
            format!(
                "{} and {} together bring it under the limit",
                first.join(", "),
                shown(last)
            )
        }
        (_, []) if is_all => USELESS.to_owned(),
        (_, []) => GENERAL.to_owned(),
        (_, [one]) => format!("{} brings it under the limit", shown(one)),
        (_, [one, other, ..]) => format!(
            "{} brings it under the limit, or {}",
            shown(one),
            shown(other)
        ),
    }
}

/// The same for an expression that was judged before.
pub fn advise_at(root: &Schema, path: &Path<'_>, cost: &Cost, limit: u64) -> Option<String> {
    let mut advice = None;
    visit(root, path, &mut |site| {
        let list = site.path.child("x-kubernetes-validations");
        let Some(declared) = site
            .declared
            .filter(|_| cost.field.starts_with(&list.field()))
        else {
            return;
        };
        for (index, rule) in site.schema.validations.iter().enumerate() {
            let own = list.index(index);
            let is_multiplied = own.child("rule").field() == cost.field;
            let checked = match is_multiplied {
                true => compile_rule(rule, declared),
                false if own.child("messageExpression").field() == cost.field => {
                    compile_message(rule, declared)
                }
                false => continue,
            };
            let trial = |checked| {
                advise(
                    &Trial {
                        site,
                        declared,
                        checked,
                        is_multiplied,
                    },
                    limit,
                )
            };
            advice = checked.ok().as_ref().map(trial);
        }
    });
    advice
}

impl Trial<'_> {
    /// Those that suffice alone, with their largest values.
    fn single<'b>(&self, bounds: &'b [Bound], limit: u64) -> Vec<(&'b Bound, i64)> {
        let fitting = |bound: &'b Bound| {
            let most = largest(bound.most, |value| self.cost(&[(bound, value)]) <= limit)?;
            Some((bound, most))
        };
        bounds.iter().filter_map(fitting).collect()
    }

    /// The missing ones, or else all, that suffice with one round value; those without an effect are left out.
    fn several<'b>(&self, bounds: &'b [Bound], limit: u64) -> Vec<(&'b Bound, i64)> {
        let missing = bounds
            .iter()
            .take_while(|bound| bound.value.is_none())
            .count();
        let suffice = |set: &'b [Bound]| {
            let with = |value: i64| {
                set.iter()
                    .map(|bound| (bound, value.min(bound.most)))
                    .collect::<Vec<_>>()
            };
            let highest = set.iter().map(|bound| bound.most).max()?;
            let most = largest(highest, |value| self.cost(&with(value)) <= limit)?;
            Some(with(round(most)))
        };
        let found = [&bounds[..missing], bounds]
            .into_iter()
            .filter(|set| set.len() > 1)
            .find_map(suffice);
        let mut needed = found.unwrap_or_default();
        for (bound, _) in needed.clone() {
            let without: Vec<_> = needed
                .iter()
                .filter(|(other, _)| !std::ptr::eq(*other, bound))
                .copied()
                .collect();
            if self.cost(&without) <= limit {
                needed = without;
            }
        }
        needed
    }

    /// The cost with other values of some bounds.
    fn cost(&self, values: &[(&Bound, i64)]) -> u64 {
        let changed = |is: &dyn Fn(&On) -> Option<u64>| {
            let mut found = values
                .iter()
                .filter_map(|(bound, value)| Some(is(&bound.on)? * value.unsigned_abs()));
            found.next()
        };
        let per_call = cost_with(self.checked, &|steps| {
            let size = changed(&|on| match on {
                On::Size { steps: own, unit } if own == steps => Some(*unit),
                _ => None,
            });
            size.or_else(|| self.declared.size_at(steps))
        });
        if !self.is_multiplied {
            return per_call;
        }
        let number = self.site.around.count(|at, schema| {
            let times =
                changed(&|on| matches!(on, On::Number(number) if *number == at).then_some(1));
            times.or_else(|| factor(schema))
        });
        per_call.saturating_mul(number.unwrap_or_else(|| fitting(self.declared)))
    }
}

impl Bound {
    fn shown(&self, value: i64) -> String {
        let way = if self.way.is_empty() { "." } else { &self.way };
        match self.value {
            Some(now) => format!("`{}: {value}` instead of {now} at `{way}`", self.keyword),
            None => format!("`{}: {value}` at `{way}`", self.keyword),
        }
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

/// Of what is asked for sizes at or below a node, and whether all of it can be bounded.
fn bounds_below(trial: &Trial<'_>) -> (Vec<Bound>, bool) {
    let asked = Mutex::new(BTreeSet::new());
    cost_with(trial.checked, &|steps| {
        let size = trial.declared.size_at(steps);
        if size.is_some_and(|size| size > 0) {
            let own: Vec<String> = steps.iter().map(|step| (*step).to_owned()).collect();
            let mut asked = asked.lock().expect("nothing panics while it is locked");
            asked.insert(own);
        }
        size
    });
    let asked = asked
        .into_inner()
        .expect("nothing panicked while it was locked");
    let count = asked.len();
    let bound = |steps| bound_at(trial, steps);
    let bounds: Vec<Bound> = asked.into_iter().filter_map(bound).collect();
    let is_all = bounds.len() == count;
    (bounds, is_all)
}

fn bound_at(trial: &Trial<'_>, steps: Vec<String>) -> Option<Bound> {
    let Site { schema, around, .. } = trial.site;
    let is_resource = around.is_root() || schema.is_embedded_resource;
    let (node, below) = resolve(schema, is_resource, &steps)?;
    let (keyword, value, unit) = keyword(node)?;
    let known = declare(node)?.most_elements;
    let names: Vec<&str> = steps.iter().map(String::as_str).collect();
    // Where the server has put its own schema in the place of this one, a bound here changes nothing.
    (trial.declared.size_at(&names) == Some(known)).then(|| Bound {
        keyword,
        way: around.way() + &below,
        value,
        most: i64::try_from(known / unit).unwrap_or(i64::MAX),
        on: On::Size { steps, unit },
    })
}

/// Lists and maps around a node.
fn bounds_around<'a>(site: &Site<'a>) -> impl Iterator<Item = Bound> + use<'a> {
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
