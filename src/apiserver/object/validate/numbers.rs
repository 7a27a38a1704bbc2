//! Bounds, multiples, and the ranges of formats of numbers, with Go's conversions.

use super::{
    kinds,
    node::Validator,
    outcome::{Fault, Outcome},
};
use crate::apiserver::{Cause, Path, Schema};
use serde_json::Value;

/// A number as Go's decoder reads it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// Written without fraction and exponent, and within 64 bits.
    Integer(i64),
    /// Any other.
    Float(f64),
}

impl Number {
    /// How the server reads a number.
    pub fn of(number: &serde_json::Number) -> Self {
        match number.as_i64() {
            Some(integer) => Self::Integer(integer),
            None => Self::Float(number.as_f64().unwrap_or(f64::NAN)),
        }
    }

    /// The nearest float.
    pub fn as_float(self) -> f64 {
        match self {
            Self::Integer(integer) => integer as f64,
            Self::Float(float) => float,
        }
    }
}

/// Writes numbers as the server does: a float without a fraction becomes an integer, with the shortest digits that stand for it.
pub fn normalize(value: &mut Value) {
    match value {
        Value::Number(number) => {
            if let Number::Float(float) = Number::of(number) {
                let text = float.to_string();
                let short = text.parse::<i64>().map(Value::from);
                let long = text.parse::<u64>().map(Value::from);
                *value = short.or(long).unwrap_or_else(|_| Value::from(float));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(normalize),
        Value::Object(fields) => fields.values_mut().for_each(normalize),
        _ => {}
    }
}

/// Whether a float passes for an integer (`IsFloat64AJSONInteger` of go-openapi's swag): below 2^53, and up to a relative error of 1e-9
/// above an integer.
pub fn is_whole(float: f64) -> bool {
    const MOST: f64 = ((1_u64 << 53) - 1) as f64;
    let lower = float.trunc();
    let is_near = float > 0.0 && lower != 0.0 && (float - lower) / (float + lower) < 1e-9;
    float.abs() <= MOST && (float == lower || is_near)
}

/// Go's conversion of a float on amd64: towards zero, and the least integer for what does not fit.
pub fn to_integer(float: f64) -> i64 {
    const LIMIT: f64 = (1_u64 << 63) as f64;
    if (-LIMIT..LIMIT).contains(&float) {
        float as i64
    } else {
        i64::MIN
    }
}

/// A number, where it stands, and what its type and format allow.
struct Subject<'s> {
    value: Number,
    path: &'s Path<'s>,
    kind: &'s str,
    format: &'s str,
}

impl Subject<'_> {
    /// Whether the type and format allow a number, the value or a bound of it.
    fn allows(&self, number: Number) -> bool {
        let text = match number {
            Number::Integer(integer) => integer.to_string(),
            Number::Float(float) => float.to_string(),
        };
        match (self.kind, self.format) {
            ("integer", "int32") => text.parse::<i32>().is_ok(),
            ("integer", _) => text.parse::<i64>().is_ok(),
            (_, "float") => text.parse::<f32>().is_ok_and(f32::is_finite),
            _ => true,
        }
    }

    fn describe(&self) -> &'static str {
        match (self.kind, self.format) {
            ("integer", "int32") => "an integer of 32 bits",
            ("integer", _) => "an integer of 64 bits",
            _ => "a number of 32 bits",
        }
    }
}

impl Validator<'_> {
    /// Everything that is asked of numbers only.
    pub fn number(
        &self,
        number: &serde_json::Number,
        schema: &Schema,
        path: &Path,
        out: &mut Outcome,
    ) {
        let (kind, format) = match kinds::of(schema, self.reading) {
            [kind @ ("integer" | "number")] => (*kind, schema.format.as_str()),
            _ => ("", ""),
        };
        let value = Number::of(number);
        let subject = Subject {
            value,
            path,
            kind,
            format,
        };
        if !subject.allows(value) {
            let expected = subject.describe();
            let message = format!("{} must be {expected}, not `{number}`", self.name(path));
            let fault = Fault::new(Cause::Invalid, "out-of-range", message);
            self.tell_of_whole(fault, path, out);
        }
        if let Some(unit) = schema.multiple_of {
            self.multiple(&subject, unit, out);
        }
        let bounds = [
            (schema.minimum, schema.exclusive_minimum, "minimum"),
            (schema.maximum, schema.exclusive_maximum, "maximum"),
        ];
        for (bound, is_exclusive, keyword) in bounds {
            let Some(limit) = bound else { continue };
            let bound = Bound {
                limit,
                is_exclusive,
                keyword,
            };
            self.bound(&subject, &bound, out);
        }
        out.matches += 2;
    }

    fn multiple(&self, subject: &Subject, unit: f64, out: &mut Outcome) {
        let fits = self.keyword_fits(subject, "multipleOf", unit, out);
        let is_multiple = match subject.value {
            Number::Integer(value) if fits => {
                let unit = to_integer(unit);
                unit > 0 && value % unit == 0
            }
            value => {
                let value = value.as_float();
                let count = match unit < 1.0 {
                    true => 1.0 / unit * value,
                    false => value / unit,
                };
                unit > 0.0 && is_whole(count)
            }
        };
        if is_multiple {
            return;
        }
        let name = self.name(subject.path);
        let message = format!(
            "{name} must be a multiple of {unit}, not {}",
            spelled(subject.value)
        );
        let mut fault = Fault::new(Cause::Invalid, "out-of-range", message);
        let is_cut = matches!(subject.value, Number::Integer(_)) && fits && unit.fract() != 0.0;
        fault.help = is_cut.then(|| {
            let cut = unit.trunc();
            format!(
                "for an integer the server cuts `multipleOf` to {cut}; write it with a fraction"
            )
        });
        self.tell(fault, subject.path, out);
    }

    fn bound(&self, subject: &Subject, bound: &Bound, out: &mut Outcome) {
        let fits = self.keyword_fits(subject, bound.keyword, bound.limit, out);
        let is_within = match subject.value {
            Number::Integer(value) if fits => bound.holds(&value, &to_integer(bound.limit)),
            value => bound.holds(&value.as_float(), &bound.limit),
        };
        if !is_within {
            let (name, relation) = (self.name(subject.path), bound.relation());
            let value = spelled(subject.value);
            let message = format!("{name} must be {relation} {}, not {value}", bound.limit);
            let mut fault = Fault::new(Cause::Invalid, "out-of-range", message);
            let cut = to_integer(bound.limit);
            let is_cut =
                matches!(subject.value, Number::Integer(_)) && fits && cut as f64 != bound.limit;
            fault.help = is_cut.then(|| {
                format!(
                    "for an integer the server takes `{}` as {cut}; write it with a fraction",
                    bound.keyword
                )
            });
            self.tell(fault, subject.path, out);
        }
    }

    /// Whether a bound is itself allowed; if it is not, no value passes.
    fn keyword_fits(
        &self,
        subject: &Subject,
        keyword: &str,
        limit: f64,
        out: &mut Outcome,
    ) -> bool {
        let fits = subject.allows(Number::Float(limit));
        if !fits {
            let (name, expected) = (self.name(subject.path), subject.describe());
            let message = format!(
                "{name} can have no value: the schema's `{keyword}: {limit}` is not {expected}"
            );
            let fault = Fault::new(Cause::Invalid, "out-of-range", message);
            self.tell_of_whole(fault, subject.path, out);
        }
        fits
    }
}

struct Bound {
    limit: f64,
    is_exclusive: bool,
    keyword: &'static str,
}

impl Bound {
    fn holds<T: PartialOrd>(&self, value: &T, limit: &T) -> bool {
        let (low, high) = if self.keyword == "minimum" {
            (limit, value)
        } else {
            (value, limit)
        };
        if self.is_exclusive {
            low < high
        } else {
            low <= high
        }
    }

    fn relation(&self) -> &'static str {
        match (self.keyword, self.is_exclusive) {
            ("minimum", false) => "at least",
            ("minimum", true) => "above",
            (_, false) => "at most",
            (_, true) => "below",
        }
    }
}

fn spelled(value: Number) -> String {
    match value {
        Number::Integer(integer) => format!("`{integer}`"),
        Number::Float(float) => format!("`{float}`"),
    }
}
