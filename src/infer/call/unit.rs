//! The units of function results, each with what the function does; an empty word where it keeps the argument's.

use super::Input;
use crate::infer::{Kind, RATIO, SERIES, TIMESTAMP, Unit, series::observed_unit};

type Found<'a> = (Unit<'a>, &'static str);

/// The argument's.
pub fn kept<'a>(input: &Input<'_, 'a>) -> Found<'a> {
    (input.main.unit, "")
}

/// Not known.
pub fn none<'a>(_: &Input<'_, 'a>) -> Found<'a> {
    (Unit::Unknown, "yields a number without unit")
}

/// A number that fits any unit.
pub fn number<'a>(_: &Input<'_, 'a>) -> Found<'a> {
    (Unit::Number, "yields a number")
}

/// So much per second; what grew of a counter is known to be a rate even if it is not known what it counts.
pub fn per_second<'a>(input: &Input<'_, 'a>) -> Found<'a> {
    let unit = match input.main.unit {
        Unit::Unknown if input.main.kind == Kind::Counter => Unit::Per(None, "second"),
        unit => unit.per_second(),
    };
    (unit, "divides by seconds")
}

/// A difference: between two instants lies a length of time.
pub fn difference<'a>(input: &Input<'_, 'a>) -> Found<'a> {
    (input.main.unit.minus(input.main.unit), "subtracts")
}

/// Seconds since 1970.
pub fn timestamp<'a>(_: &Input<'_, 'a>) -> Found<'a> {
    (Unit::Of(TIMESTAMP), "yields seconds since 1970")
}

/// A number of things that nobody named.
pub fn count<'a>(_: &Input<'_, 'a>) -> Found<'a> {
    (Unit::Unknown, "counts")
}

/// A number of series.
pub fn series<'a>(_: &Input<'_, 'a>) -> Found<'a> {
    (Unit::Of(SERIES), "yields 1 for a series that is absent")
}

/// A length of time.
pub fn seconds<'a>(_: &Input<'_, 'a>) -> Found<'a> {
    (Unit::Of(crate::infer::SECONDS), "yields seconds")
}

/// That of both arguments.
pub fn either<'a>(input: &Input<'_, 'a>) -> Found<'a> {
    let other = input.arg(1).map_or(Unit::Unknown, |arg| arg.unit);
    (input.main.unit.same(other), "chooses one of two")
}

/// A part of the whole.
pub fn ratio<'a>(_: &Input<'_, 'a>) -> Found<'a> {
    (Unit::Of(RATIO), "yields a part of all observations")
}

/// That of what the histogram measures.
pub fn observed<'a>(input: &Input<'_, 'a>) -> Found<'a> {
    let unit = input
        .main
        .metric
        .map_or(Unit::Unknown, |metric| observed_unit(metric).0);
    (unit, "yields what the histogram measures")
}

/// That of what the histogram measures, per second behind a rate.
pub fn observed_sum<'a>(input: &Input<'_, 'a>) -> Found<'a> {
    let (unit, does) = observed(input);
    match input.main.unit {
        Unit::Of(_) => (unit, does),
        Unit::Per(..) => (unit.per_second(), does),
        _ => (Unit::Unknown, does),
    }
}
