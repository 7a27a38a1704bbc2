//! A table of TOML as an instance of JSON Schema.
//!
//! TOML has more than JSON: dates, times, whole numbers of any size, `inf` and `nan`. A date or time stands as `null`, which TOML
//! lacks, so that the schema tells it from a string.

use super::{BAD_VALUE, place::place};
use crate::diag::Diagnostic;
use serde_json::{Number, Value};
use toml::{
    Spanned,
    de::{DeFloat, DeInteger, DeTable, DeValue},
    value::Datetime,
};

/// The table as JSON, and findings about values that no key takes, whatever its type.
pub fn instance(table: &DeTable<'_>) -> (Value, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    (object(table, &mut findings), findings)
}

fn object(table: &DeTable<'_>, findings: &mut Vec<Diagnostic>) -> Value {
    let entries = table.iter();
    Value::Object(
        entries
            .map(|(key, value)| (key.get_ref().to_string(), json(value, findings)))
            .collect(),
    )
}

fn json(value: &Spanned<DeValue<'_>>, findings: &mut Vec<Diagnostic>) -> Value {
    match value.get_ref() {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Integer(number) => integer(number).unwrap_or_else(|| {
            let message = format!("`{}` does not fit into 64 bits", number.as_str());
            findings.push(Diagnostic::new(&BAD_VALUE, place(value), message));
            Value::from(f64::MAX)
        }),
        DeValue::Float(number) => Value::Number(float(number)),
        DeValue::Boolean(flag) => Value::Bool(*flag),
        DeValue::Datetime(date) => {
            if !is_date(date) {
                let message = format!("expected a date without a time, found `{date}`");
                let finding = Diagnostic::new(&BAD_VALUE, place(value), message);
                findings.push(finding.help(super::DATE_HELP));
            }
            Value::Null
        }
        DeValue::Array(items) => items.iter().map(|item| json(item, findings)).collect(),
        DeValue::Table(table) => object(table, findings),
    }
}

fn integer(number: &DeInteger<'_>) -> Option<Value> {
    let read = i64::from_str_radix(number.as_str(), number.radix());
    read.ok().map(Value::from)
}

/// JSON has neither `inf` nor `nan`: any number stands for them, because only its type is judged.
fn float(number: &DeFloat<'_>) -> Number {
    let read = number.as_str().parse().ok();
    read.and_then(Number::from_f64)
        .unwrap_or_else(|| Number::from(0))
}

/// Whether it is a date and nothing more.
pub fn is_date(written: &Datetime) -> bool {
    written.date.is_some() && written.time.is_none() && written.offset.is_none()
}
