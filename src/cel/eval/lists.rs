//! Functions of lists and sets.

use super::{
    equal::{compare, contains, equal},
    fault::Fault,
    operators::add,
    time::Duration,
    value::Value,
};
use std::cmp::Ordering;

/// Most items that one call may make.
const MOST_ITEMS: i64 = 1_000_000;

/// The functions of lists; `None` when none fits.
pub fn call(function: &str, arguments: &[Value]) -> Option<Result<Value, Fault>> {
    let [Value::List(list), rest @ ..] = arguments else {
        return match (function, arguments) {
            ("lists.range", [Value::Int(end)]) => Some(range(*end)),
            _ => None,
        };
    };
    let items = &list.items;
    let place = |found: Option<usize>| {
        Ok(Value::Int(
            found.and_then(|at| i64::try_from(at).ok()).unwrap_or(-1),
        ))
    };
    let is_equal = |item: &Value| equal(item, &rest[0]) == Ok(true);
    Some(match (function, rest) {
        ("isSorted", []) => is_sorted(items),
        ("sum", []) => sum(items),
        ("min", []) => extreme(items, "min", Ordering::Greater),
        ("max", []) => extreme(items, "max", Ordering::Less),
        ("indexOf", [_]) => place(items.iter().position(is_equal)),
        ("lastIndexOf", [_]) => place(items.iter().rposition(is_equal)),
        ("distinct", []) => distinct(items),
        ("reverse", []) => Ok(Value::list(items.iter().rev().cloned().collect())),
        ("flatten", []) => flatten(items, 1).map(Value::list),
        ("flatten", [Value::Int(depth)]) => flatten(items, *depth).map(Value::list),
        ("slice", [Value::Int(start), Value::Int(end)]) => slice(items, *start, *end),
        ("sort", []) => sort(items, items),
        ("@sortByAssociatedKeys", [Value::List(keys)]) => sort(items, &keys.items),
        ("sets.contains", [Value::List(other)]) => has_all(items, &other.items).map(Value::Bool),
        ("sets.equivalent", [Value::List(other)]) => has_all(items, &other.items)
            .and_then(|all| Ok(Value::Bool(all && has_all(&other.items, items)?))),
        ("sets.intersects", [Value::List(other)]) => {
            let whole = Value::List(list.clone());
            Ok(Value::Bool(
                other
                    .items
                    .iter()
                    .any(|item| contains(&whole, item) == Ok(true)),
            ))
        }
        _ => return None,
    })
}

/// The sum of no items has no type here: see [`empty_sum`].
fn sum(items: &[Value]) -> Result<Value, Fault> {
    let Some((first, rest)) = items.split_first() else {
        return Err(Fault::Unknown("the sum of an empty list of unknown type"));
    };
    rest.iter()
        .try_fold(first.checked()?, |sum, item| add(&sum, &item.checked()?))
}

/// The sum of no items, by the overload that the checker found.
pub fn empty_sum(overload: &str) -> Option<Value> {
    Some(match overload {
        "list_int_sum_int" => Value::Int(0),
        "list_uint_sum_uint" => Value::Uint(0),
        "list_double_sum_double" => Value::Double(0.0),
        "list_duration_sum_duration" => Value::Duration(Duration(0)),
        _ => return None,
    })
}

fn range(end: i64) -> Result<Value, Fault> {
    if end > MOST_ITEMS {
        return Err(Fault::Budget);
    }
    Ok(Value::list((0..end).map(Value::Int).collect()))
}

fn is_sorted(items: &[Value]) -> Result<Value, Fault> {
    for pair in items.windows(2) {
        if compare(&pair[0].checked()?, &pair[1].checked()?)? == Some(Ordering::Greater) {
            return Ok(Value::Bool(false));
        }
    }
    Ok(Value::Bool(true))
}

fn extreme(items: &[Value], name: &str, worse: Ordering) -> Result<Value, Fault> {
    let mut best: Option<&Value> = None;
    for item in items {
        item.checked()?;
        best = match best {
            Some(best) if compare(best, item)? != Some(worse) => Some(best),
            _ => Some(item),
        };
    }
    let none = || Fault::new(format!("{name} called on empty list"));
    best.cloned().ok_or_else(none)
}

fn distinct(items: &[Value]) -> Result<Value, Fault> {
    let mut found: Vec<Value> = Vec::new();
    for item in items {
        if !found.iter().any(|known| equal(known, item) == Ok(true)) {
            found.push(item.clone());
        }
    }
    Ok(Value::list(found))
}

fn flatten(items: &[Value], depth: i64) -> Result<Vec<Value>, Fault> {
    if depth < 0 {
        return Err(Fault::new("level must be non-negative"));
    }
    let mut flat = Vec::new();
    for item in items {
        match item {
            Value::List(inner) if depth > 0 => flat.extend(flatten(&inner.items, depth - 1)?),
            item => flat.push(item.clone()),
        }
    }
    Ok(flat)
}

fn slice(items: &[Value], start: i64, end: i64) -> Result<Value, Fault> {
    let length = items.len();
    let why = match (usize::try_from(start), usize::try_from(end)) {
        (Ok(from), Ok(to)) if from <= to && to <= length => {
            return Ok(Value::list(items[from..to].to_vec()));
        }
        (Err(_), _) | (_, Err(_)) => "negative indexes not supported".to_owned(),
        (Ok(from), Ok(to)) if from > to => {
            "start index must be less than or equal to end index".to_owned()
        }
        _ => format!("list is length {length}"),
    };
    Err(Fault::new(format!("cannot slice({start}, {end}), {why}")))
}

fn sort(items: &[Value], keys: &[Value]) -> Result<Value, Fault> {
    let mut pairs: Vec<(&Value, &Value)> = keys.iter().zip(items).collect();
    if let Some((first, _)) = pairs.first() {
        let name = first.type_name();
        if pairs.iter().any(|(key, _)| key.type_name() != name) {
            return Err(Fault::new("list elements must have the same type"));
        }
        if compare(first, first).is_err() {
            return Err(Fault::new("list elements must be comparable"));
        }
    }
    pairs.sort_by(|(own, _), (other, _)| {
        compare(own, other)
            .ok()
            .flatten()
            .unwrap_or(Ordering::Equal)
    });
    Ok(Value::list(
        pairs.into_iter().map(|(_, item)| item.clone()).collect(),
    ))
}

fn has_all(items: &[Value], wanted: &[Value]) -> Result<bool, Fault> {
    for item in wanted {
        if !items.iter().any(|known| equal(known, item) == Ok(true)) {
            return Ok(false);
        }
    }
    Ok(true)
}
