//! Values that may be absent, and sizes.

use super::{
    fault::Fault,
    time::Timestamp,
    value::{ListKind, Value},
};

/// The functions of optional values; `None` when none fits.
pub fn call(function: &str, arguments: &[Value]) -> Option<Result<Value, Fault>> {
    Some(match (function, arguments) {
        ("size", [value]) => {
            let size = value.size().and_then(|size| i64::try_from(size).ok());
            size.map(Value::Int).ok_or_else(Fault::no_overload)
        }
        ("optional.of", [value]) => Ok(Value::some(value.clone())),
        ("optional.none", []) => Ok(Value::Optional(None)),
        ("optional.ofNonZeroValue", [value]) => Ok(match is_zero(value) {
            true => Value::Optional(None),
            false => Value::some(value.clone()),
        }),
        ("value", [Value::Optional(inner)]) => match inner {
            Some(inner) => inner.checked(),
            None => Err(Fault::new("optional.none() dereference")),
        },
        ("hasValue", [Value::Optional(inner)]) => Ok(Value::Bool(inner.is_some())),
        ("first", [Value::List(list)]) => Ok(optional(list.items.first())),
        ("last", [Value::List(list)]) => Ok(optional(list.items.last())),
        ("optional.unwrap" | "unwrapOpt", [Value::List(list)]) => unwrap(&list.items),
        ("cel.@mapInsert", [Value::Map(map), key, value]) => {
            let mut entries = map.entries.clone();
            let Some(key) = super::value::Key::of(key) else {
                return Some(Err(Fault::new("unsupported key type")));
            };
            if entries.contains_key(&key) {
                return Some(Err(Fault::new("insert failed: key already exists")));
            }
            entries.insert(key, value.clone());
            Ok(Value::map(entries))
        }
        ("cel.@mapInsert", [Value::Map(map), Value::Map(other)]) => {
            let mut entries = map.entries.clone();
            for (key, value) in &other.entries {
                if entries.insert(key.clone(), value.clone()).is_some() {
                    return Some(Err(Fault::new("insert failed: key already exists")));
                }
            }
            Ok(Value::map(entries))
        }
        _ => return None,
    })
}

fn optional(value: Option<&Value>) -> Value {
    value.cloned().map_or(Value::Optional(None), Value::some)
}

fn unwrap(items: &[Value]) -> Result<Value, Fault> {
    let mut values = Vec::new();
    for item in items {
        match item {
            Value::Optional(Some(inner)) => values.push((**inner).clone()),
            Value::Optional(None) => {}
            _ => return Err(Fault::new("value is not optional")),
        }
    }
    Ok(Value::list(values))
}

/// Whether a value is as good as none. What comes out of an object never is, for the server, unless it has no parts.
fn is_zero(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(flag) => !flag,
        Value::Int(number) => *number == 0,
        Value::Uint(number) => *number == 0,
        Value::Double(number) => *number == 0.0,
        Value::String(text) => text.is_empty(),
        Value::Bytes(bytes) => bytes.is_empty(),
        Value::Duration(length) => length.0 == 0,
        Value::Timestamp(time) => {
            Timestamp::new(-62_135_596_800, 0).is_ok_and(|zero| zero == *time)
        }
        Value::List(list) => list.kind == ListKind::Plain && list.items.is_empty(),
        Value::Map(map) => !map.is_of_schema && map.entries.is_empty(),
        Value::Optional(inner) => inner.as_ref().is_none_or(|inner| is_zero(inner)),
        _ => false,
    }
}
