//! Keywords about single values: enumerations, defaults, null, patterns, formats, divisors.

use super::{Pair, READERS, text};
use crate::{
    apiserver::Schema,
    compare::{
        Change,
        wording::{shown, shown_all},
    },
    regexp::Regexp,
};
use serde_json::Value;
use std::collections::BTreeSet;

/// What becomes of values that a narrower schema does not take.
const REFUSED: &str = "other values were accepted before";

/// Compares `enum`.
pub fn values(pair: &Pair, found: &mut Vec<Change>) {
    let list = |values: &Option<Vec<Value>>| values.clone().map(Value::Array);
    let change = || {
        pair.keyword(
            "enum",
            "enum",
            (list(&pair.old.values), list(&pair.new.values)),
        )
    };
    let part = pair.part();
    let (old, new) = match (&pair.old.values, &pair.new.values) {
        (Some(old), Some(new)) => (old, new),
        (None, Some(new)) => {
            let message = format!("{part} takes only {} now", shown_all(new));
            return found.push(change().breaking(message, REFUSED));
        }
        (Some(_), None) => {
            let message = format!("{part} is no longer limited to listed values");
            return found.push(change().compatible(message, READERS));
        }
        (None, None) => return,
    };
    let missing = |from: &[Value], all: &[Value]| -> Vec<Value> {
        let all: BTreeSet<String> = all.iter().map(Value::to_string).collect();
        let values = from
            .iter()
            .filter(|value| !all.contains(&value.to_string()));
        values.cloned().collect()
    };
    let (gone, more) = (missing(old, new), missing(new, old));
    if !gone.is_empty() {
        let message = format!("{part} no longer takes {}", shown_all(&gone));
        let reason = "objects with such a value, written or stored, are refused";
        found.push(
            change()
                .breaking(message, reason)
                .help("keep the value as long as objects may hold it"),
        );
    }
    if !more.is_empty() {
        let message = format!("{part} takes {} too", shown_all(&more));
        found.push(change().compatible(message, READERS));
    }
}

/// Compares `default`.
pub fn default(pair: &Pair, found: &mut Vec<Change>) {
    let (old, new) = (&pair.old.default, &pair.new.default);
    if old == new {
        return;
    }
    let change = pair.keyword("default", "default", (old.clone(), new.clone()));
    let part = pair.part();
    found.push(match (old, new) {
        (None, Some(new)) => {
            let reason = "objects that leave it out, stored ones too, are read with the value; whether it means what leaving it out meant, only the controller knows";
            change.unknown(format!("the default of {part} is {} now", shown(new)), reason)
        }
        (Some(old), None) => {
            let reason = "whoever leaves it out gets nothing, where the value stood before";
            change.breaking(format!("{part} has no default any more, was {}", shown(old)), reason)
        }
        (old, new) => {
            let of = |value: &Option<Value>| shown(value.as_ref().unwrap_or(&Value::Null));
            let message = format!("the default of {part} is {}, was {}", of(new), of(old));
            let reason = "whoever leaves it out gets another value, while stored objects keep theirs";
            change.breaking(message, reason)
        }
    });
}

/// Compares `nullable`.
pub fn nullable(pair: &Pair, found: &mut Vec<Change>) {
    let flag = |schema: &Schema| schema.is_nullable.then(|| Value::from(true));
    let told = (flag(pair.old), flag(pair.new));
    if told.0 == told.1 {
        return;
    }
    let change = pair.keyword("nullable", "nullable", told);
    let part = pair.part();
    found.push(if pair.new.is_nullable {
        change.compatible(format!("{part} may be null now"), READERS)
    } else if part.ends_with("[]`") {
        change.breaking(format!("{part} may no longer be null"), "lists with a null are refused")
    } else {
        let reason = "the server drops a null without a word, or puts the default there; whether that means the same, only the controller knows";
        change.unknown(format!("{part} may no longer be null"), reason)
    });
}

/// Compares `pattern`.
pub fn pattern(pair: &Pair, found: &mut Vec<Change>) {
    if pair.old.pattern == pair.new.pattern {
        return;
    }
    let (old, new) = (text(&pair.old.pattern), text(&pair.new.pattern));
    let change = pair.keyword("pattern", "pattern", (old.clone(), new.clone()));
    let part = pair.part();
    let old = old.as_ref().map(shown);
    found.push(match (old, new.as_ref().map(shown)) {
        (old, None) => {
            let message = format!("{part} need not match {} any more", old.unwrap_or_default());
            change.compatible(message, READERS)
        }
        (_, Some(new)) if all_listed_match(pair) => {
            let reason = "all listed values match it";
            change.compatible(format!("{part} must match {new} now"), reason)
        }
        (None, Some(new)) => change.breaking(format!("{part} must match {new} now"), REFUSED),
        (Some(old), Some(new)) => {
            let reason =
                "whether all that matched the old pattern matches the new one is not decided here";
            change.unknown(format!("{part} must match {new}, was {old}"), reason)
        }
    });
}

/// Whether the old schema lists its values, and all of them match the new pattern.
fn all_listed_match(pair: &Pair) -> bool {
    let Some(values) = &pair.old.values else {
        return false;
    };
    let Ok(Some(pattern)) = Regexp::compile(&pair.new.pattern) else {
        return false;
    };
    let matches = |value: &Value| value.as_str().is_none_or(|text| pattern.is_match(text));
    values.iter().all(matches)
}

/// Compares `format`.
pub fn format(pair: &Pair, found: &mut Vec<Change>) {
    let (old, new) = (&pair.old.format, &pair.new.format);
    if old == new {
        return;
    }
    let (had, has) = (is_checked(pair.old), is_checked(pair.new));
    let change = pair.keyword("format", "format", (text(old), text(new)));
    let part = pair.part();
    let message = match (old.as_str(), new.as_str()) {
        ("", new) => format!("the format of {part} is `{new}` now"),
        (old, "") => format!("{part} has no format any more, was `{old}`"),
        (old, new) => format!("the format of {part} is `{new}`, was `{old}`"),
    };
    let is_wider = matches!(
        (old.as_str(), new.as_str()),
        ("int32", "int64") | ("float", "double")
    );
    found.push(if !has && !had {
        change.compatible(
            message,
            "the server does not know the format, and checks nothing",
        )
    } else if !has || is_wider {
        change.compatible(message, READERS)
    } else {
        change.breaking(
            message,
            "the server refuses values that are not of the format",
        )
    });
}

/// The formats of strings that the server checks, without their hyphens. Source: apiextensions-apiserver, `pkg/apiserver/validation/formats.go` of
/// Kubernetes 1.36, whose `password` takes any string.
const STRINGS: [&str; 25] = [
    "bsonobjectid",
    "byte",
    "cidr",
    "creditcard",
    "date",
    "datetime",
    "duration",
    "email",
    "hexcolor",
    "hostname",
    "ipv4",
    "ipv6",
    "isbn",
    "isbn10",
    "isbn13",
    "k8slongname",
    "k8sshortname",
    "mac",
    "rgbcolor",
    "ssn",
    "uri",
    "uuid",
    "uuid3",
    "uuid4",
    "uuid5",
];

/// Whether the server checks values against the format of a schema.
fn is_checked(schema: &Schema) -> bool {
    let format = schema.format.as_str();
    match schema.kind.as_str() {
        "integer" => matches!(format, "int32" | "int64"),
        "number" => matches!(format, "float" | "double"),
        "" | "string" => STRINGS.contains(&&*format.replace('-', "")),
        _ => false,
    }
}

/// Whether all multiples of the old divisor, of a whole number all, are multiples of the new one. The server cuts a divisor to a whole number for values
/// without a fraction; of whole numbers it refuses one with a fraction.
fn divides(new: f64, old: Option<f64>, kind: &str) -> bool {
    let is_whole = kind == "integer";
    let Some(old) = old.or(is_whole.then_some(1.0)) else {
        return false;
    };
    let divides = |new: f64, old: f64| new > 0.0 && old % new == 0.0;
    let is_refused = is_whole && new.fract() != 0.0;
    !is_refused && divides(new, old) && divides(new.trunc(), old.trunc())
}

/// Compares `multipleOf`.
pub fn multiple(pair: &Pair, found: &mut Vec<Change>) {
    let (old, new) = (pair.old.multiple_of, pair.new.multiple_of);
    if old == new {
        return;
    }
    let change = pair.keyword(
        "multiple-of",
        "multipleOf",
        (old.map(Value::from), new.map(Value::from)),
    );
    let part = pair.part();
    let message = match (old, new) {
        (_, None) => format!("{part} may be a multiple of any number"),
        (Some(old), Some(new)) => format!("{part} must be a multiple of {new}, was {old}"),
        (None, Some(new)) => format!("{part} must be a multiple of {new} now"),
    };
    let is_wider = new.is_none_or(|new| divides(new, old, &pair.old.kind));
    found.push(match is_wider {
        true => change.compatible(message, READERS),
        false => change.breaking(message, REFUSED),
    });
}
