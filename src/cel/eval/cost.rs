//! What calls cost while they run: cel-go `interpreter/runtimecost.go` and `apiserver/pkg/cel/library/cost.go`.

use super::value::Value;

/// What a call cost.
pub fn of_call(function: &str, arguments: &[Value], result: Option<&Value>) -> u64 {
    let size = |index: usize| arguments.get(index).map_or(1, size_of);
    let tenth = |size: u64| size.div_ceil(10);
    match function {
        "isSorted" | "sum" | "max" | "min" | "indexOf" | "lastIndexOf" => {
            arguments.first().map_or(0, traversal)
        }
        "url" | "lowerAscii" | "upperAscii" | "substring" | "trim" => tenth(size(0)),
        "cidr" | "isIP" | "isCIDR" | "quantity" | "isQuantity" | "semver" | "isSemver" => {
            tenth(size(0))
        }
        "ip" if matches!(arguments, [Value::String(_)]) => tenth(size(0)),
        "replace" | "split" | "ip.isCanonical" => size(0).div_ceil(5),
        "join" => result.map_or(1, size_of).div_ceil(5),
        "find" | "findAll" | "matches" => tenth(size(0) + 1) * size(1).div_ceil(4),
        "validate" => tenth(size(1) + 1) * 25,
        "startsWith" | "endsWith" | "strings.quote" | "format" => tenth(size(0)),
        "bytes" if matches!(arguments, [Value::String(_)]) => tenth(size(0)),
        "string" if matches!(arguments, [Value::Bytes(_)]) => tenth(size(0)),
        "@in" if matches!(arguments, [_, Value::List(_)]) => size(1),
        "_==_" | "_!=_" => match arguments.first() {
            Some(
                Value::Quantity(_)
                | Value::Ip(_)
                | Value::Cidr(..)
                | Value::Format(_)
                | Value::Url(_)
                | Value::Semver(_),
            ) => 1,
            _ => tenth(size(0).min(size(1))),
        },
        "_<_" | "_<=_" | "_>_" | "_>=_"
            if matches!(arguments, [Value::String(_) | Value::Bytes(_), _]) =>
        {
            tenth(size(0).min(size(1)))
        }
        "_+_" if matches!(arguments, [Value::String(_) | Value::Bytes(_), _]) => {
            tenth(size(0) + size(1))
        }
        "contains" => tenth(size(0)) * tenth(size(1)),
        // These make a list; cel-go counts what they go through.
        "sort" | "@sortByAssociatedKeys" | "distinct" => size(0)
            .saturating_mul(size(0))
            .saturating_mul(2)
            .saturating_add(11),
        "reverse" | "slice" | "flatten" | "lists.range" => {
            result.map_or(1, size_of).saturating_add(11)
        }
        "sets.contains" | "sets.intersects" => size(0).saturating_mul(size(1)).saturating_add(1),
        "sets.equivalent" => size(0)
            .saturating_mul(size(1))
            .saturating_mul(2)
            .saturating_add(1),
        _ => 1,
    }
}

fn size_of(value: &Value) -> u64 {
    match value {
        Value::Optional(Some(inner)) => size_of(inner),
        value => value.size().unwrap_or(1),
    }
}

fn traversal(value: &Value) -> u64 {
    match value {
        Value::String(_) | Value::Bytes(_) => size_of(value).div_ceil(10),
        Value::List(list) => list.items.iter().map(traversal).sum(),
        _ => 1,
    }
}
