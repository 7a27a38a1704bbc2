//! Equality and order of values.
//!
//! As cel-go has them, and for lists and objects of a schema as `apiserver/pkg/cel/common/valuesunstructured.go` does.

use super::{
    fault::Fault,
    value::{Key, List, ListKind, Map, Value},
};
use std::{cmp::Ordering, collections::HashMap};

/// Whether two values are equal; values of different types are not, but numbers are compared across theirs.
pub fn equal(own: &Value, other: &Value) -> Result<bool, Fault> {
    Ok(match (own, other) {
        (Value::Fault(fault), _) | (_, Value::Fault(fault)) => return Err(fault.clone()),
        (Value::List(own), Value::List(other)) => return equal_lists(own, other),
        (Value::Map(own), Value::Map(other)) => return equal_maps(own, other),
        (Value::Optional(own), Value::Optional(other)) => match (own, other) {
            (Some(own), Some(other)) => return equal(own, other),
            (own, other) => own.is_none() && other.is_none(),
        },
        (Value::Null, Value::Null) => true,
        (Value::Type(own), Value::Type(other)) => own == other,
        (Value::Url(own), Value::Url(other)) => own.text() == other.text(),
        (Value::Ip(own), Value::Ip(other)) => own == other,
        (Value::Cidr(own, length), Value::Cidr(other, other_length)) => {
            own == other && length == other_length
        }
        (Value::Format(own), Value::Format(other)) => own == other,
        (Value::Quantity(own), Value::Quantity(other)) => own.compare(other) == Ordering::Equal,
        (Value::Semver(own), Value::Semver(other)) => own.compare(other) == Ordering::Equal,
        _ => matches!(compare(own, other), Ok(Some(Ordering::Equal))),
    })
}

/// How two values are ordered; `None` when one is no number (NaN).
pub fn compare(own: &Value, other: &Value) -> Result<Option<Ordering>, Fault> {
    Ok(match (own, other) {
        (Value::Bool(own), Value::Bool(other)) => Some(own.cmp(other)),
        (Value::String(own), Value::String(other)) => Some(own.cmp(other)),
        (Value::Bytes(own), Value::Bytes(other)) => Some(own.cmp(other)),
        (Value::Duration(own), Value::Duration(other)) => Some(own.cmp(other)),
        (Value::Timestamp(own), Value::Timestamp(other)) => Some(own.cmp(other)),
        (Value::Double(own), Value::Double(other)) => own.partial_cmp(other),
        (Value::Double(own), other) => compare_double(*own, integer(other)?),
        (own, Value::Double(other)) => compare_double(*other, integer(own)?).map(Ordering::reverse),
        (own, other) => Some(integer(own)?.cmp(&integer(other)?)),
    })
}

/// Whether a comparison of order holds.
pub fn is_ordered(own: &Value, other: &Value, holds: fn(Ordering) -> bool) -> Result<bool, Fault> {
    match compare(own, other)? {
        Some(order) => Ok(holds(order)),
        None => Err(Fault::new("NaN values cannot be ordered")),
    }
}

fn integer(value: &Value) -> Result<i128, Fault> {
    match value {
        Value::Int(number) => Ok((*number).into()),
        Value::Uint(number) => Ok((*number).into()),
        _ => Err(Fault::no_overload()),
    }
}

/// A number against an integer, which becomes a number first, as in cel-go.
fn compare_double(own: f64, other: i128) -> Option<Ordering> {
    own.partial_cmp(&(other as f64))
}

fn equal_lists(own: &List, other: &List) -> Result<bool, Fault> {
    if own.items.len() != other.items.len() {
        return Ok(false);
    }
    match &own.kind {
        ListKind::Plain | ListKind::Atomic => {
            for (own, other) in own.items.iter().zip(&other.items) {
                if !equal(own, other)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        ListKind::Set => {
            let known = set(own)?;
            for item in &other.items {
                if !known.contains_key(&member(item)?) {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        ListKind::Keyed(fields) => {
            let known: HashMap<_, _> = own
                .items
                .iter()
                .map(|item| (key_of(item, fields), item))
                .collect();
            for item in &other.items {
                match known.get(&key_of(item, fields)) {
                    Some(own) if equal(own, item)? => {}
                    _ => return Ok(false),
                }
            }
            Ok(true)
        }
    }
}

/// The server compares members of sets as they are written in JSON; what is not as it is written cannot be told.
fn member(value: &Value) -> Result<Option<Key>, Fault> {
    match value {
        Value::Null => Ok(None),
        Value::Bool(_) | Value::Int(_) | Value::String(_) => Ok(Key::of(value)),
        Value::Fault(fault) => Err(fault.clone()),
        _ => Err(Fault::Unknown("a set of numbers or times is compared")),
    }
}

fn set(list: &List) -> Result<HashMap<Option<Key>, ()>, Fault> {
    list.items
        .iter()
        .map(|item| Ok((member(item)?, ())))
        .collect()
}

/// What a keyed list knows an item by.
fn key_of(item: &Value, fields: &[Option<String>]) -> Vec<Option<Key>> {
    let entry = |field: &Option<String>| {
        let Value::Map(map) = item else { return None };
        let value = map.entries.get(&Key::String(field.as_deref()?.into()))?;
        Key::of(value)
    };
    fields.iter().map(entry).collect()
}

fn equal_maps(own: &Map, other: &Map) -> Result<bool, Fault> {
    if own.size != other.size {
        return Ok(false);
    }
    for (key, value) in &own.entries {
        let Some(found) = other.entries.get(key) else {
            return Ok(false);
        };
        if !equal(value, found)? {
            return Ok(false);
        }
    }
    // An unknown field that the other object lacks does not count, for the server.
    let differs = |(name, value): &(String, serde_json::Value)| {
        let same = other.others.iter().find(|(known, _)| known == name);
        same.is_some_and(|(_, known)| known != value)
    };
    Ok(!own.others.iter().any(differs))
}

/// Both lists in one, as the kind of the first has it.
pub fn add_lists(own: &List, other: &List) -> Result<List, Fault> {
    let mut items = own.items.clone();
    match &own.kind {
        ListKind::Plain | ListKind::Atomic => items.extend(other.items.iter().cloned()),
        ListKind::Set => {
            let mut known = set(own)?;
            for item in &other.items {
                if known.insert(member(item)?, ()).is_none() {
                    items.push(item.clone());
                }
            }
        }
        ListKind::Keyed(fields) => {
            let mut places: HashMap<_, usize> = HashMap::new();
            for (place, item) in own.items.iter().enumerate() {
                places.insert(key_of(item, fields), place);
            }
            for item in &other.items {
                match places.get(&key_of(item, fields)) {
                    Some(place) => items[*place] = item.clone(),
                    None => items.push(item.clone()),
                }
            }
        }
    }
    let kind = own.kind.clone();
    Ok(List { items, kind })
}

/// Whether a list has an item, or a map a key.
pub fn contains(whole: &Value, wanted: &Value) -> Result<bool, Fault> {
    match whole {
        Value::List(list) => {
            let mut fault = None;
            for item in &list.items {
                match equal(item, wanted) {
                    Ok(true) => return Ok(true),
                    Ok(false) => {}
                    Err(found) => fault = fault.or(Some(found)),
                }
            }
            fault.map_or(Ok(false), Err)
        }
        Value::Map(map) => {
            let Some(key) = Key::of(wanted) else {
                return Ok(false);
            };
            map.entries
                .get(&key)
                .map_or(Ok(false), |value| value.checked().map(|_| true))
        }
        _ => Err(Fault::no_overload()),
    }
}
