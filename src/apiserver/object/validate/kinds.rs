//! Types, nullability, and enumerations.

use super::{
    Reading,
    node::Validator,
    numbers::{Number, is_whole, to_integer},
    outcome::{Fault, Outcome},
};
use crate::{
    apiserver::{
        Cause, Path, Schema, format,
        object::show::{listed, shown},
    },
    promql::nearest::find_nearest,
};
use serde_json::Value;

const INTEGER_OR_STRING: [&str; 2] = ["integer", "string"];

/// The types that a schema allows; none means all.
pub fn of(schema: &Schema, reading: Reading) -> &[&str] {
    const KINDS: [[&str; 1]; 7] = [
        ["array"],
        ["boolean"],
        ["integer"],
        ["null"],
        ["number"],
        ["object"],
        ["string"],
    ];
    if schema.is_int_or_string && reading == Reading::Object {
        return &INTEGER_OR_STRING;
    }
    // A type of another name, which no definition may have, allows nothing.
    const OTHER: [&str; 1] = ["other"];
    match KINDS.iter().find(|kind| kind[0] == schema.kind) {
        Some(kind) => kind,
        None if schema.kind.is_empty() => &[],
        None => &OTHER,
    }
}

/// The format that counts.
pub fn format_of<'s>(schema: &'s Schema, kinds: &[&str], reading: Reading) -> Option<&'s str> {
    let name = schema.format.as_str();
    let counts = match (reading, kinds) {
        (Reading::Default, _) => !name.is_empty(),
        (_, ["integer"]) => matches!(name, "int32" | "int64"),
        (_, ["number"]) => matches!(name, "float" | "double"),
        (_, [] | ["string"] | ["integer", "string"]) => format::is_known(name),
        _ => false,
    };
    counts.then_some(name)
}

/// The type of a value; a number is an integer when it is written as one.
fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) => match Number::of(number) {
            Number::Integer(_) => "integer",
            Number::Float(_) => "number",
        },
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

impl Validator<'_> {
    /// The type. A list passes for a string that has a format, as it does in the server.
    pub fn kind(&self, value: &Value, schema: &Schema, path: &Path, out: &mut Outcome) {
        let kinds = of(schema, self.reading);
        let is_numeric = kinds.contains(&"number") || kinds.contains(&"integer");
        let formatted = format_of(schema, kinds, self.reading).is_some() && !is_numeric;
        let fits = match value {
            Value::Null => kinds.is_empty() || schema.is_nullable || kinds.contains(&"null"),
            Value::String(_) | Value::Array(_) if formatted => true,
            Value::Number(number) if is_numeric => match Number::of(number) {
                Number::Integer(_) => true,
                Number::Float(float) => kinds.contains(&"number") || is_whole(float),
            },
            _ => kinds.contains(&kind_of(value)),
        };
        if fits {
            out.matches += 1;
            return;
        }
        let expected = match kinds {
            [] => "a string",
            ["integer", "string"] => "an integer or a string",
            [kind, ..] => article(kind),
        };
        let message = format!(
            "{} must be {expected}, not {}",
            self.name(path),
            described(value)
        );
        let mut fault = Fault::new(Cause::TypeInvalid, "wrong-type", message);
        fault.help = repair(value, kinds);
        self.tell(fault, path, out);
    }

    /// The enumeration. Numbers are converted as Go does it: `1.5` passes for 1. Null is never listed.
    pub fn listed(&self, value: &Value, schema: &Schema, path: &Path, out: &mut Outcome) {
        let choices = schema.values.as_deref().unwrap_or_default();
        if choices.is_empty() || choices.iter().any(|choice| equals(value, choice)) {
            return;
        }
        let message = format!(
            "{} must be one of {}, not {}",
            self.name(path),
            listed(choices),
            shown(value)
        );
        let mut fault = Fault::new(Cause::NotSupported, "unlisted-value", message);
        let texts = choices.iter().filter_map(Value::as_str);
        let near = value.as_str().and_then(|text| find_nearest(text, texts));
        fault.help = near.map(|near| format!("`{near}` is the nearest"));
        self.tell(fault, path, out);
    }
}

fn equals(value: &Value, choice: &Value) -> bool {
    match (value, choice) {
        (Value::Null, _) | (_, Value::Null) => false,
        (Value::Number(value), Value::Number(choice)) => {
            match (Number::of(value), Number::of(choice)) {
                (Number::Integer(value), Number::Integer(choice)) => value == choice,
                (Number::Float(value), Number::Integer(choice)) => to_integer(value) == choice,
                (value, Number::Float(choice)) => value.as_float() == choice,
            }
        }
        // Go converts an integer to the text of the character with that number.
        (Value::Number(value), Value::String(choice)) => match Number::of(value) {
            Number::Integer(value) => {
                let letter = u32::try_from(value).ok().and_then(char::from_u32);
                choice
                    .chars()
                    .eq([letter.unwrap_or(char::REPLACEMENT_CHARACTER)])
            }
            Number::Float(_) => false,
        },
        _ => value == choice,
    }
}

fn article(kind: &str) -> &'static str {
    match kind {
        "array" => "a list",
        "boolean" => "`true` or `false`",
        "integer" => "an integer",
        "null" => "null",
        "number" => "a number",
        "object" => "an object",
        "string" => "a string",
        _ => "of another type",
    }
}

fn described(value: &Value) -> String {
    match value {
        Value::String(_) => format!("the string {}", shown(value)),
        _ => shown(value),
    }
}

/// What to write instead, where only quotes are wrong.
fn repair(value: &Value, kinds: &[&str]) -> Option<String> {
    match value {
        Value::String(text) if kinds == ["boolean"] => matches!(text.as_str(), "true" | "false")
            .then(|| format!("write `{text}` without quotes")),
        Value::String(text) if kinds == ["integer"] => text
            .parse::<i64>()
            .ok()
            .map(|number| format!("write `{number}` without quotes")),
        Value::String(text) if kinds == ["number"] => text
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite())
            .map(|number| format!("write `{number}` without quotes")),
        Value::Bool(_) | Value::Number(_) if kinds == ["string"] => {
            Some(format!("write `\"{value}\"`, with quotes"))
        }
        Value::Null => Some("leave the field out, or give it a value".to_owned()),
        _ => None,
    }
}
