//! The ranges of function results, each with what the function does; an empty word where it keeps the argument's.

use super::Input;
use crate::infer::{Interval, Kind};
use std::f64::consts::{FRAC_PI_2, PI};

type Found = (Interval, &'static str);

/// The argument's.
pub fn kept(input: &Input) -> Found {
    (input.main.range, "")
}

/// Any.
pub fn any(_: &Input) -> Found {
    (Interval::ALL, "may yield any value")
}

/// 1.
pub fn one(_: &Input) -> Found {
    (Interval::point(1.0), "yields 1")
}

/// A number of samples or events.
pub fn count(_: &Input) -> Found {
    (Interval::from(0.0), "counts")
}

/// A number of samples, of which there is at least one.
pub fn samples(_: &Input) -> Found {
    (Interval::from(1.0), "counts samples")
}

/// Growth: of what is never negative it is not negative either.
pub fn growth(input: &Input) -> Found {
    let range = input.main.range;
    match range.low >= 0.0 {
        true => (
            Interval {
                nan: range.nan || may_be_infinite(input),
                ..Interval::from(0.0)
            },
            "is never negative",
        ),
        false => (Interval::ALL, "may yield any value"),
    }
}

/// Whether infinite values may occur, of which differences and sums may be NaN. Totals are finite.
fn may_be_infinite(input: &Input) -> bool {
    let range = input.main.range;
    (range.low.is_infinite() || range.high.is_infinite()) && !input.main.kind.is_total()
}

/// The number of observations: below 0 only in what was computed from histograms.
pub fn observations(input: &Input) -> Found {
    match input.main.kind {
        Kind::NativeHistogram | Kind::NativeChange => (Interval::from(0.0), "counts"),
        _ => (Interval::ALL, "may yield any value"),
    }
}

/// A spread.
pub fn spread(_: &Input) -> Found {
    (Interval::from(0.0).or_nan(), "is never negative")
}

/// The sum of at least one value.
pub fn sum(input: &Input) -> Found {
    let range = input.main.range;
    let low = if range.low < 0.0 {
        f64::NEG_INFINITY
    } else {
        range.low
    };
    let high = if range.high > 0.0 {
        f64::INFINITY
    } else {
        range.high
    };
    let nan = range.nan || (range.low < 0.0 && range.high > 0.0);
    (
        Interval {
            nan,
            ..Interval::new(low, high)
        },
        "adds up",
    )
}

/// A quantile over time: below 0 or above 1 it is infinite.
pub fn quantile_over_time(input: &Input) -> Found {
    match input
        .number(0)
        .is_some_and(|quantile| (0.0..=1.0).contains(&quantile))
    {
        true => {
            let range = input.main.range;
            let nan = range.nan || may_be_infinite(input);
            (Interval { nan, ..range }, "")
        }
        false => (Interval::ALL, "may yield any value"),
    }
}

/// A quantile of a histogram lies within its buckets; the first begins at 0, unless its bound is negative.
/// Source: prometheus, `promql/quantile.go`, `BucketQuantile`.
pub fn quantile(input: &Input) -> Found {
    let within = input
        .number(0)
        .is_some_and(|quantile| (0.0..=1.0).contains(&quantile));
    let buckets = input.main.metric.filter(|_| input.main.kind.is_buckets());
    let bounds = buckets.and_then(|metric| metric.buckets.as_deref());
    let ends = bounds.and_then(|bounds| bounds.first().zip(bounds.last()));
    match ends.filter(|_| within) {
        Some((first, last)) => (
            Interval::new(first.min(0.0), *last).or_nan(),
            "stays within the buckets",
        ),
        None => (Interval::ALL, "may yield any value"),
    }
}

/// A part of all observations, of what surely are some.
pub fn fraction(input: &Input) -> Found {
    match input.main.kind {
        Kind::Buckets | Kind::BucketsChange | Kind::NativeHistogram | Kind::NativeChange => (
            Interval::new(0.0, 1.0).or_nan(),
            "yields a part of all observations",
        ),
        _ => (Interval::ALL, "may yield any value"),
    }
}

/// `abs`.
pub fn abs(input: &Input) -> Found {
    let range = input.main.range;
    let absolute = match (range.low >= 0.0, range.high <= 0.0) {
        (true, _) => range,
        (_, true) => range.negated(),
        _ => Interval {
            nan: range.nan,
            ..Interval::new(0.0, (-range.low).max(range.high))
        },
    };
    (absolute, "drops the sign")
}

/// `sgn`.
pub fn sign(input: &Input) -> Found {
    let signum = |value: f64| if value == 0.0 { 0.0 } else { value.signum() };
    (input.main.range.increasing(signum), "yields the sign")
}

/// `ceil`.
pub fn ceil(input: &Input) -> Found {
    (input.main.range.increasing(f64::ceil), "rounds")
}

/// `floor`.
pub fn floor(input: &Input) -> Found {
    (input.main.range.increasing(f64::floor), "rounds")
}

/// `round(v, to)`; halves go up. In the order in which Prometheus computes it, since rounding a number shows.
pub fn round(input: &Input) -> Found {
    let to = if input.args.len() > 1 {
        input.number(1)
    } else {
        Some(1.0)
    };
    match to.filter(|to| *to > 0.0) {
        Some(to) => (
            input.main.range.increasing(|value| {
                let inverse = 1.0 / to;
                (value * inverse + 0.5).floor() / inverse
            }),
            "rounds",
        ),
        None => (Interval::ALL, "may yield any value"),
    }
}

/// `clamp(v, min, max)`.
pub fn clamp(input: &Input) -> Found {
    match (input.number(1), input.number(2)) {
        (Some(low), Some(high)) if low <= high => (
            input.main.range.increasing(|value| value.clamp(low, high)),
            "limits the values",
        ),
        _ => (Interval::ALL, "may yield any value"),
    }
}

/// `clamp_min(v, min)`.
pub fn clamp_min(input: &Input) -> Found {
    match input.number(1) {
        Some(low) => (
            input.main.range.increasing(|value| value.max(low)),
            "limits the values",
        ),
        None => (Interval::ALL, "may yield any value"),
    }
}

/// `clamp_max(v, max)`.
pub fn clamp_max(input: &Input) -> Found {
    match input.number(1) {
        Some(high) => (
            input.main.range.increasing(|value| value.min(high)),
            "limits the values",
        ),
        None => (Interval::ALL, "may yield any value"),
    }
}

/// `exp`.
pub fn exp(input: &Input) -> Found {
    (input.main.range.increasing(f64::exp), "is never negative")
}

/// `sqrt`, which of a negative number is NaN.
pub fn sqrt(input: &Input) -> Found {
    let range = match input.main.range.low >= 0.0 {
        true => input.main.range.increasing(f64::sqrt),
        false => Interval::from(0.0).or_nan(),
    };
    (range, "is never negative")
}

/// `ln`, `log2`, `log10`: of what is less than 0 they are NaN.
pub fn logarithm(input: &Input) -> Found {
    let function = match input.call.function.as_str() {
        "ln" => f64::ln,
        "log2" => f64::log2,
        _ => f64::log10,
    };
    match input.main.range.low >= 0.0 {
        true => (input.main.range.increasing(function), "takes the logarithm"),
        false => (Interval::ALL, "may yield any value"),
    }
}

/// Sine and cosine.
pub fn wave(_: &Input) -> Found {
    (Interval::new(-1.0, 1.0).or_nan(), "lies between -1 and 1")
}

/// Angles of the arc sine and tangent.
pub fn half_angle(_: &Input) -> Found {
    (
        Interval::new(-FRAC_PI_2, FRAC_PI_2).or_nan(),
        "yields an angle",
    )
}

/// Angles of the arc cosine.
pub fn angle(_: &Input) -> Found {
    (Interval::new(0.0, PI).or_nan(), "yields an angle")
}

/// The hyperbolic cosine.
pub fn at_least_one(_: &Input) -> Found {
    (Interval::from(1.0).or_nan(), "is at least 1")
}

/// Degrees.
pub fn degrees(input: &Input) -> Found {
    (
        input.main.range.increasing(f64::to_degrees),
        "changes the scale",
    )
}

/// Radians.
pub fn radians(input: &Input) -> Found {
    (
        input.main.range.increasing(f64::to_radians),
        "changes the scale",
    )
}

/// pi.
pub fn pi(_: &Input) -> Found {
    (Interval::point(PI), "yields pi")
}

/// One value of the argument's, or NaN unless there is exactly one series.
pub fn only(input: &Input) -> Found {
    (input.main.range.or_nan(), "")
}

/// The larger number.
pub fn larger(input: &Input) -> Found {
    pair(input, f64::max)
}

/// The smaller number.
pub fn smaller(input: &Input) -> Found {
    pair(input, f64::min)
}

fn pair(input: &Input, choose: fn(f64, f64) -> f64) -> Found {
    let range = |index| input.arg(index).map_or(Interval::ALL, |arg| arg.range);
    let (left, right) = (range(0), range(1));
    let chosen = Interval {
        nan: left.nan || right.nan,
        ..Interval::new(choose(left.low, right.low), choose(left.high, right.high))
    };
    (chosen, "chooses one of two")
}

/// Parts of dates: their bounds are those of the calendar.
pub fn calendar(input: &Input) -> Found {
    let (low, high) = match input.call.function.as_str() {
        "day_of_month" => (1.0, 31.0),
        "day_of_week" => (0.0, 6.0),
        "day_of_year" => (1.0, 366.0),
        "days_in_month" => (28.0, 31.0),
        "hour" => (0.0, 23.0),
        "minute" => (0.0, 59.0),
        "month" => (1.0, 12.0),
        _ => return (Interval::ALL.without_nan(), "yields a part of a date"),
    };
    (Interval::new(low, high), "yields a part of a date")
}
