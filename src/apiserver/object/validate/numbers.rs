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

/// Writes numbers as the server does: a float without a fraction becomes an integer.
pub fn normalize(value: &mut Value) {
    match value {
        Value::Number(number) => {
            if let Number::Float(float) = Number::of(number)
                && float.fract() == 0.0
                && float.abs() < 1e18
            {
                *value = Value::from(float as i64);
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

/// What a number's type and format allow.
struct Range<'s> {
    kind: &'s str,
    format: &'s str,
}

impl Range<'_> {
    fn holds(&self, number: Number) -> bool {
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
        let value = Number::of(number);
        let kinds = kinds::of(schema, self.reading);
        let (kind, format) = match kinds {
            [kind @ ("integer" | "number")] => (*kind, schema.format.as_str()),
            _ => ("", ""),
        };
        let range = Range { kind, format };
        if !range.holds(value) {
            let message = format!(
                "{} must be {}, not `{number}`",
                self.name(path),
                range.describe()
            );
            self.tell_of_whole(
                Fault::new(Cause::Invalid, "out-of-range", message),
                path,
                out,
            );
        }
        if let Some(unit) = schema.multiple_of {
            self.multiple(value, unit, &range, path, out);
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
            self.bound(value, &bound, &range, path, out);
        }
        out.matches += 2;
    }

    fn multiple(&self, value: Number, unit: f64, range: &Range, path: &Path, out: &mut Outcome) {
        let fits = self.keyword_fits("multipleOf", unit, range, path, out);
        let is_multiple = match value {
            Number::Integer(value) if fits => {
                let unit = to_integer(unit);
                unit > 0 && value % unit == 0
            }
            _ => {
                let value = value.as_float();
                let count = if unit < 1.0 {
                    1.0 / unit * value
                } else {
                    value / unit
                };
                unit > 0.0 && is_whole(count)
            }
        };
        if !is_multiple {
            let message = format!(
                "{} must be a multiple of {unit}, not {}",
                self.name(path),
                spelled(value)
            );
            let mut fault = Fault::new(Cause::Invalid, "out-of-range", message);
            let cut = fits && matches!(value, Number::Integer(_)) && unit.fract() != 0.0;
            fault.help = cut.then(|| {
                format!(
                    "for an integer the server cuts `multipleOf` to {}; write a fraction",
                    unit.trunc()
                )
            });
            self.tell(fault, path, out);
        }
    }

    fn bound(&self, value: Number, bound: &Bound, range: &Range, path: &Path, out: &mut Outcome) {
        let fits = self.keyword_fits(bound.keyword, bound.limit, range, path, out);
        let is_within = match value {
            Number::Integer(value) if fits => bound.holds(&value, &to_integer(bound.limit)),
            _ => bound.holds(&value.as_float(), &bound.limit),
        };
        if !is_within {
            let message = format!(
                "{} must be {} {}, not {}",
                self.name(path),
                bound.relation(),
                bound.limit,
                spelled(value)
            );
            self.tell(
                Fault::new(Cause::Invalid, "out-of-range", message),
                path,
                out,
            );
        }
    }

    /// Whether a bound is itself within the range; if it is not, no value passes.
    fn keyword_fits(
        &self,
        keyword: &str,
        limit: f64,
        range: &Range,
        path: &Path,
        out: &mut Outcome,
    ) -> bool {
        let fits = range.holds(Number::Float(limit));
        if !fits {
            let message = format!(
                "{} can have no value: the schema's `{keyword}: {limit}` is not {}",
                self.name(path),
                range.describe()
            );
            self.tell_of_whole(
                Fault::new(Cause::Invalid, "out-of-range", message),
                path,
                out,
            );
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
