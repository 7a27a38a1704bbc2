//! Operators whose sides are all looked at.

use super::{
    equal::{add_lists, contains, equal, is_ordered},
    fault::Fault,
    time::Duration,
    value::{Key, Value},
};
use std::{cmp::Ordering, sync::Arc};

/// The operators by cel-go's names; `None` when none fits.
pub fn call(function: &str, arguments: &[Value]) -> Option<Result<Value, Fault>> {
    Some(match (function, arguments) {
        ("!_", [Value::Bool(flag)]) => Ok(Value::Bool(!flag)),
        ("-_", [value]) => negate(value),
        ("@not_strictly_false", [value]) => Ok(Value::Bool(!matches!(value, Value::Bool(false)))),
        ("_==_", [own, other]) => equal(own, other).map(Value::Bool),
        ("_!=_", [own, other]) => equal(own, other).map(|same| Value::Bool(!same)),
        ("_<_", [own, other]) => is_ordered(own, other, Ordering::is_lt).map(Value::Bool),
        ("_<=_", [own, other]) => is_ordered(own, other, Ordering::is_le).map(Value::Bool),
        ("_>_", [own, other]) => is_ordered(own, other, Ordering::is_gt).map(Value::Bool),
        ("_>=_", [own, other]) => is_ordered(own, other, Ordering::is_ge).map(Value::Bool),
        ("_+_", [own, other]) => add(own, other),
        ("_-_", [own, other]) => subtract(own, other),
        ("_*_", [own, other]) => multiply(own, other),
        ("_/_", [own, other]) => divide(own, other),
        ("_%_", [own, other]) => remainder(own, other),
        ("@in", [item, whole]) => contains(whole, item).map(Value::Bool),
        ("_[_]", [whole, at]) => index(whole, at),
        _ => return None,
    })
}

fn integer(number: Option<i64>) -> Result<Value, Fault> {
    number
        .map(Value::Int)
        .ok_or_else(|| Fault::new("integer overflow"))
}

fn unsigned(number: Option<u64>) -> Result<Value, Fault> {
    number
        .map(Value::Uint)
        .ok_or_else(|| Fault::new("unsigned integer overflow"))
}

fn duration(nanoseconds: Option<i64>) -> Result<Value, Fault> {
    let duration = nanoseconds.map(|nanoseconds| Value::Duration(Duration(nanoseconds)));
    duration.ok_or_else(|| Fault::new("integer overflow"))
}

fn negate(value: &Value) -> Result<Value, Fault> {
    match value {
        Value::Int(number) => integer(number.checked_neg()),
        Value::Double(number) => Ok(Value::Double(-number)),
        Value::Duration(length) => duration(length.0.checked_neg()),
        _ => Err(Fault::no_overload()),
    }
}

/// `+`
pub fn add(own: &Value, other: &Value) -> Result<Value, Fault> {
    match (own, other) {
        (Value::Int(own), Value::Int(other)) => integer(own.checked_add(*other)),
        (Value::Uint(own), Value::Uint(other)) => unsigned(own.checked_add(*other)),
        (Value::Double(own), Value::Double(other)) => Ok(Value::Double(own + other)),
        (Value::String(own), Value::String(other)) => Ok(Value::text([&**own, &**other].concat())),
        (Value::Bytes(own), Value::Bytes(other)) => {
            Ok(Value::Bytes([&**own, &**other].concat().into()))
        }
        (Value::List(own), Value::List(other)) => Ok(Value::List(Arc::new(add_lists(own, other)?))),
        (Value::Duration(own), Value::Duration(other)) => duration(own.0.checked_add(other.0)),
        (Value::Timestamp(time), Value::Duration(length))
        | (Value::Duration(length), Value::Timestamp(time)) => {
            time.later(length.0.into()).map(Value::Timestamp)
        }
        _ => Err(Fault::no_overload()),
    }
}

fn subtract(own: &Value, other: &Value) -> Result<Value, Fault> {
    match (own, other) {
        (Value::Int(own), Value::Int(other)) => integer(own.checked_sub(*other)),
        (Value::Uint(own), Value::Uint(other)) => unsigned(own.checked_sub(*other)),
        (Value::Double(own), Value::Double(other)) => Ok(Value::Double(own - other)),
        (Value::Duration(own), Value::Duration(other)) => duration(own.0.checked_sub(other.0)),
        (Value::Timestamp(time), Value::Duration(length)) => {
            time.later(-i128::from(length.0)).map(Value::Timestamp)
        }
        (Value::Timestamp(own), Value::Timestamp(other)) => own.since(*other).map(Value::Duration),
        _ => Err(Fault::no_overload()),
    }
}

fn multiply(own: &Value, other: &Value) -> Result<Value, Fault> {
    match (own, other) {
        (Value::Int(own), Value::Int(other)) => integer(own.checked_mul(*other)),
        (Value::Uint(own), Value::Uint(other)) => unsigned(own.checked_mul(*other)),
        (Value::Double(own), Value::Double(other)) => Ok(Value::Double(own * other)),
        _ => Err(Fault::no_overload()),
    }
}

fn divide(own: &Value, other: &Value) -> Result<Value, Fault> {
    match (own, other) {
        (Value::Int(_), Value::Int(0)) | (Value::Uint(_), Value::Uint(0)) => {
            Err(Fault::new("division by zero"))
        }
        (Value::Int(own), Value::Int(other)) => integer(own.checked_div(*other)),
        (Value::Uint(own), Value::Uint(other)) => Ok(Value::Uint(own / other)),
        (Value::Double(own), Value::Double(other)) => Ok(Value::Double(own / other)),
        _ => Err(Fault::no_overload()),
    }
}

fn remainder(own: &Value, other: &Value) -> Result<Value, Fault> {
    match (own, other) {
        (Value::Int(_), Value::Int(0)) | (Value::Uint(_), Value::Uint(0)) => {
            Err(Fault::new("modulus by zero"))
        }
        (Value::Int(own), Value::Int(other)) => integer(own.checked_rem(*other)),
        (Value::Uint(own), Value::Uint(other)) => Ok(Value::Uint(own % other)),
        _ => Err(Fault::no_overload()),
    }
}

/// An item of a list or an entry of a map.
pub fn index(whole: &Value, at: &Value) -> Result<Value, Fault> {
    match whole {
        Value::Map(map) => {
            let found = Key::of(at).and_then(|key| map.entries.get(&key));
            found
                .ok_or_else(|| Fault::new(format!("no such key: {}", shown(at))))?
                .checked()
        }
        Value::List(list) => {
            let place = match at {
                Value::Int(place) => usize::try_from(*place).ok(),
                Value::Uint(place) => usize::try_from(*place).ok(),
                Value::Double(place) if place.fract() == 0.0 && *place >= 0.0 => {
                    Some(*place as usize)
                }
                other => {
                    let message = format!("unsupported index type '{}' in list", other.type_name());
                    return Err(Fault::new(message));
                }
            };
            let found = place.and_then(|place| list.items.get(place));
            found
                .ok_or_else(|| Fault::new(format!("index out of bounds: {}", shown(at))))?
                .checked()
        }
        Value::Optional(None) => Ok(Value::Optional(None)),
        Value::Optional(Some(inner)) => find(inner, at),
        _ => Err(Fault::no_overload()),
    }
}

/// An item or an entry that may be missing: `a[?b]`.
pub fn find(whole: &Value, at: &Value) -> Result<Value, Fault> {
    let is_there = match whole {
        Value::Optional(None) => false,
        Value::Optional(Some(inner)) => return find(inner, at),
        Value::Map(map) => Key::of(at).is_some_and(|key| map.entries.contains_key(&key)),
        Value::List(list) => match at {
            Value::Int(place) => {
                usize::try_from(*place).is_ok_and(|place| place < list.items.len())
            }
            _ => return index(whole, at).map(Value::some),
        },
        _ => return Err(Fault::no_overload()),
    };
    if is_there {
        index(whole, at).map(Value::some)
    } else {
        Ok(Value::Optional(None))
    }
}

fn shown(value: &Value) -> String {
    super::convert::string(value)
        .and_then(Result::ok)
        .unwrap_or_default()
}
