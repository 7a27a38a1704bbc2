//! Lower and upper bounds of numbers, and of the length of texts, lists and maps.

use super::{Pair, READERS};
use crate::{apiserver::Schema, compare::Change};
use serde_json::Value;
use std::ops::RangeInclusive;

/// A keyword that bounds something.
struct Bound {
    keyword: &'static str,
    comparison: &'static str,
    /// Whether it bounds from above.
    is_upper: bool,
    /// The bound, and whether it does not count itself; `None` for none.
    read: fn(&Schema) -> Option<Limit>,
    /// What of a value is bounded; `None` for a value of another type.
    measure: fn(&Value) -> Option<f64>,
    /// The words around the number: "have", "at most", "characters".
    words: (&'static str, &'static str, &'static str),
}

/// A bound, and whether it does not count itself.
#[derive(Clone, Copy, Debug)]
struct Limit {
    at: f64,
    is_exclusive: bool,
    /// The number to show.
    shown: f64,
}

impl PartialEq for Limit {
    /// Two bounds are equal when they let the same values pass.
    fn eq(&self, other: &Self) -> bool {
        (self.at, self.is_exclusive) == (other.at, other.is_exclusive)
    }
}

const fn whole(count: i64) -> Limit {
    let (at, is_exclusive) = (count as f64, false);
    Limit {
        at,
        is_exclusive,
        shown: at,
    }
}

/// A least number of something; none bounds nothing.
fn least(count: Option<i64>) -> Option<Limit> {
    count.filter(|count| *count > 0).map(whole)
}

fn characters(value: &Value) -> Option<f64> {
    Some(value.as_str()?.chars().count() as f64)
}

fn items(value: &Value) -> Option<f64> {
    Some(value.as_array()?.len() as f64)
}

fn keys(value: &Value) -> Option<f64> {
    Some(value.as_object()?.len() as f64)
}

const BOUNDS: [Bound; 8] = [
    Bound {
        keyword: "maximum",
        comparison: "maximum",
        is_upper: true,
        read: |schema| limit(schema, schema.maximum, schema.exclusive_maximum, -1.0),
        measure: Value::as_f64,
        words: ("be", "at most", ""),
    },
    Bound {
        keyword: "minimum",
        comparison: "minimum",
        is_upper: false,
        read: |schema| limit(schema, schema.minimum, schema.exclusive_minimum, 1.0),
        measure: Value::as_f64,
        words: ("be", "at least", ""),
    },
    Bound {
        keyword: "maxLength",
        comparison: "max-length",
        is_upper: true,
        read: |schema| schema.max_length.map(whole),
        measure: characters,
        words: ("have", "at most", " characters"),
    },
    Bound {
        keyword: "minLength",
        comparison: "min-length",
        is_upper: false,
        read: |schema| least(schema.min_length),
        measure: characters,
        words: ("have", "at least", " characters"),
    },
    Bound {
        keyword: "maxItems",
        comparison: "max-items",
        is_upper: true,
        read: |schema| schema.max_items.map(whole),
        measure: items,
        words: ("have", "at most", " items"),
    },
    Bound {
        keyword: "minItems",
        comparison: "min-items",
        is_upper: false,
        read: |schema| least(schema.min_items),
        measure: items,
        words: ("have", "at least", " items"),
    },
    Bound {
        keyword: "maxProperties",
        comparison: "max-properties",
        is_upper: true,
        read: |schema| schema.max_properties.map(whole),
        measure: keys,
        words: ("have", "at most", " keys"),
    },
    Bound {
        keyword: "minProperties",
        comparison: "min-properties",
        is_upper: false,
        read: |schema| least(schema.min_properties),
        measure: keys,
        words: ("have", "at least", " keys"),
    },
];

/// The whole numbers of 32 bits.
const INT32: RangeInclusive<f64> = -2_147_483_648.0..=2_147_483_647.0;

/// The bound of a number. Of whole numbers it is the outermost that is allowed, so that below 10 and at most 9 are the same; one with a fraction, or
/// beyond the format, lets none pass. Source: kube-openapi, `IsValueValidAgainstRange`, which refuses the bound with every value. `step` leads inwards.
fn limit(schema: &Schema, bound: Option<f64>, is_exclusive: bool, step: f64) -> Option<Limit> {
    let written = bound?;
    let is_refused =
        written.fract() != 0.0 || (schema.format == "int32" && !INT32.contains(&written));
    let (at, is_exclusive, shown) = match schema.kind.as_str() {
        "integer" if is_refused => (step * f64::INFINITY, false, written),
        "integer" if is_exclusive => (written + step, false, written + step),
        _ => (written, is_exclusive, written),
    };
    Some(Limit {
        at,
        is_exclusive,
        shown,
    })
}

impl Bound {
    fn is_within(&self, measured: f64, limit: Limit) -> bool {
        match (self.is_upper, limit.is_exclusive) {
            (true, false) => measured <= limit.at,
            (true, true) => measured < limit.at,
            (false, false) => measured >= limit.at,
            (false, true) => measured > limit.at,
        }
    }

    /// Whether all that is within the old bound is within the new one. Where numbers with and without a fraction may stand, the server compares those
    /// without with the bound cut to a whole number.
    fn is_wider(&self, old: Limit, new: Limit) -> bool {
        let is_wider = |old_at: f64, new_at: f64| {
            if old_at == new_at {
                old.is_exclusive || !new.is_exclusive
            } else {
                (new_at > old_at) == self.is_upper
            }
        };
        is_wider(old.at, new.at) && is_wider(old.at.trunc(), new.at.trunc())
    }

    fn shown(&self, limit: Limit) -> String {
        let (_, words, unit) = self.words;
        let words = match (limit.is_exclusive, self.is_upper) {
            (true, true) => "less than",
            (true, false) => "more than",
            (false, _) => words,
        };
        let unit = match limit.shown {
            1.0 => unit.trim_end_matches('s'),
            _ => unit,
        };
        format!("{words} {}{unit}", limit.shown)
    }

    fn compare(&self, pair: &Pair) -> Option<Change> {
        let (old, new) = ((self.read)(pair.old), (self.read)(pair.new));
        if old == new {
            return None;
        }
        let value = |limit: Option<Limit>| limit.map(|limit| number(limit.shown));
        let change = pair.keyword(self.comparison, self.keyword, (value(old), value(new)));
        let (part, verb) = (pair.part(), self.words.0);
        let Some(limit) = new else {
            let old = old.map(|old| self.shown(old)).unwrap_or_default();
            let message = format!("{part} need not {verb} {old} any more");
            return Some(change.compatible(message, READERS));
        };
        let message = match old {
            None => format!("{part} must {verb} {} now", self.shown(limit)),
            Some(old) => {
                let (old, new) = (self.shown(old), self.shown(limit));
                format!("{part} must {verb} {new}, was {old}")
            }
        };
        if old.is_some_and(|old| self.is_wider(old, limit)) {
            return Some(change.compatible(message, READERS));
        }
        if self.holds_for_all(pair.old, limit) {
            return Some(change.compatible(message, "all listed values keep to it"));
        }
        let reason = match old {
            None => "it was not bounded before",
            Some(_) => "what was accepted before, and may be stored, is refused",
        };
        Some(change.breaking(message, reason))
    }

    /// Whether the values that a schema lists keep to a bound; not where it lists none. A number that is listed stands for others too: the server
    /// cuts what it compares with it.
    fn holds_for_all(&self, schema: &Schema, limit: Limit) -> bool {
        if schema.kind == "number" {
            return false;
        }
        let holds = |value: &Value| match (self.measure)(value) {
            Some(measured) => self.is_within(measured, limit),
            None => true,
        };
        schema
            .values
            .as_ref()
            .is_some_and(|values| values.iter().all(holds))
    }
}

/// A whole number as one, so that it is shown without a fraction.
fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        Value::from(value as i64)
    } else {
        Value::from(value)
    }
}

/// Compares all bounds.
pub fn compare(pair: &Pair, found: &mut Vec<Change>) {
    found.extend(BOUNDS.iter().filter_map(|bound| bound.compare(pair)));
}
