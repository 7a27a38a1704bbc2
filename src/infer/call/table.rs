//! The rows: one per function, sorted by name.

use super::{Kind, Row, labels, unit, values};

/// The row of a function.
pub fn find_row(name: &str) -> Option<&'static Row> {
    let index = ROWS.binary_search_by(|row| row.name.cmp(name)).ok()?;
    ROWS.get(index)
}

fn same(kind: Kind) -> Kind {
    kind
}

/// New values, of series that may be anything.
fn gauge(_: Kind) -> Kind {
    Kind::Gauge
}

fn number(_: Kind) -> Kind {
    Kind::Number
}

/// The number of observations in a native histogram is a total if the histogram is.
fn counted(kind: Kind) -> Kind {
    match kind {
        Kind::NativeHistogram => Kind::Count,
        Kind::NativeChange => Kind::Change,
        Kind::NativeComputed => Kind::Gauge,
        _ => Kind::Unknown,
    }
}

/// So is the sum of what it observed.
fn summed(kind: Kind) -> Kind {
    match kind {
        Kind::NativeHistogram => Kind::Sum,
        Kind::NativeChange => Kind::Change,
        Kind::NativeComputed => Kind::Gauge,
        _ => Kind::Unknown,
    }
}

#[rustfmt::skip]
const ROWS: [Row; 91] = [
    Row { name: "abs", main: 0, named: false, labels: labels::kept, unit: unit::kept, values: values::abs, kind: same },
    Row { name: "absent", main: 0, named: false, labels: labels::absent, unit: unit::series, values: values::one, kind: gauge },
    Row { name: "absent_over_time", main: 0, named: false, labels: labels::absent, unit: unit::series, values: values::one, kind: gauge },
    Row { name: "acos", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::angle, kind: Kind::computed },
    Row { name: "acosh", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::spread, kind: Kind::computed },
    Row { name: "asin", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::half_angle, kind: Kind::computed },
    Row { name: "asinh", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::any, kind: Kind::computed },
    Row { name: "atan", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::half_angle, kind: Kind::computed },
    Row { name: "atanh", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::any, kind: Kind::computed },
    Row { name: "avg_over_time", main: 0, named: false, labels: labels::kept, unit: unit::kept, values: values::kept, kind: same },
    Row { name: "ceil", main: 0, named: false, labels: labels::kept, unit: unit::kept, values: values::ceil, kind: same },
    Row { name: "changes", main: 0, named: false, labels: labels::kept, unit: unit::count, values: values::count, kind: gauge },
    Row { name: "clamp", main: 0, named: false, labels: labels::kept, unit: unit::kept, values: values::clamp, kind: same },
    Row { name: "clamp_max", main: 0, named: false, labels: labels::kept, unit: unit::kept, values: values::clamp_max, kind: same },
    Row { name: "clamp_min", main: 0, named: false, labels: labels::kept, unit: unit::kept, values: values::clamp_min, kind: same },
    Row { name: "cos", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::wave, kind: Kind::computed },
    Row { name: "cosh", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::at_least_one, kind: Kind::computed },
    Row { name: "count_over_time", main: 0, named: false, labels: labels::kept, unit: unit::count, values: values::samples, kind: gauge },
    Row { name: "day_of_month", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::calendar, kind: gauge },
    Row { name: "day_of_week", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::calendar, kind: gauge },
    Row { name: "day_of_year", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::calendar, kind: gauge },
    Row { name: "days_in_month", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::calendar, kind: gauge },
    Row { name: "deg", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::degrees, kind: Kind::computed },
    Row { name: "delta", main: 0, named: false, labels: labels::kept, unit: unit::difference, values: values::any, kind: Kind::subtracted },
    Row { name: "deriv", main: 0, named: false, labels: labels::kept, unit: unit::per_second, values: values::any, kind: Kind::computed },
    Row { name: "double_exponential_smoothing", main: 0, named: false, labels: labels::kept, unit: unit::kept, values: values::any, kind: Kind::computed },
    Row { name: "end", main: 0, named: false, labels: labels::none, unit: unit::timestamp, values: values::count, kind: number },
    Row { name: "exp", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::exp, kind: Kind::computed },
    Row { name: "first_over_time", main: 0, named: true, labels: labels::kept, unit: unit::kept, values: values::kept, kind: same },
    Row { name: "floor", main: 0, named: false, labels: labels::kept, unit: unit::kept, values: values::floor, kind: same },
    Row { name: "histogram_avg", main: 0, named: false, labels: labels::kept, unit: unit::observed, values: values::any, kind: gauge },
    Row { name: "histogram_count", main: 0, named: false, labels: labels::kept, unit: unit::kept, values: values::observations, kind: counted },
    Row { name: "histogram_fraction", main: 2, named: false, labels: labels::without_bound, unit: unit::ratio, values: values::fraction, kind: gauge },
    Row { name: "histogram_quantile", main: 1, named: false, labels: labels::without_bound, unit: unit::observed, values: values::quantile, kind: gauge },
    Row { name: "histogram_quantiles", main: 0, named: false, labels: labels::quantiles, unit: unit::observed, values: values::any, kind: gauge },
    Row { name: "histogram_stddev", main: 0, named: false, labels: labels::kept, unit: unit::observed, values: values::spread, kind: gauge },
    Row { name: "histogram_stdvar", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::spread, kind: gauge },
    Row { name: "histogram_sum", main: 0, named: false, labels: labels::kept, unit: unit::observed_sum, values: values::any, kind: summed },
    Row { name: "holt_winters", main: 0, named: false, labels: labels::kept, unit: unit::kept, values: values::any, kind: Kind::computed },
    Row { name: "hour", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::calendar, kind: gauge },
    Row { name: "idelta", main: 0, named: false, labels: labels::kept, unit: unit::difference, values: values::any, kind: Kind::subtracted },
    Row { name: "increase", main: 0, named: false, labels: labels::kept, unit: unit::kept, values: values::growth, kind: Kind::changed },
    Row { name: "info", main: 0, named: true, labels: labels::more, unit: unit::kept, values: values::kept, kind: same },
    Row { name: "irate", main: 0, named: false, labels: labels::kept, unit: unit::per_second, values: values::growth, kind: Kind::changed },
    Row { name: "label_join", main: 0, named: true, labels: labels::joined_labels, unit: unit::kept, values: values::kept, kind: same },
    Row { name: "label_replace", main: 0, named: true, labels: labels::replaced, unit: unit::kept, values: values::kept, kind: same },
    Row { name: "last_over_time", main: 0, named: true, labels: labels::kept, unit: unit::kept, values: values::kept, kind: same },
    Row { name: "ln", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::logarithm, kind: Kind::computed },
    Row { name: "log10", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::logarithm, kind: Kind::computed },
    Row { name: "log2", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::logarithm, kind: Kind::computed },
    Row { name: "mad_over_time", main: 0, named: false, labels: labels::kept, unit: unit::difference, values: values::spread, kind: Kind::computed },
    Row { name: "max_of", main: 0, named: false, labels: labels::none, unit: unit::either, values: values::larger, kind: same },
    Row { name: "max_over_time", main: 0, named: false, labels: labels::kept, unit: unit::kept, values: values::kept, kind: same },
    Row { name: "min_of", main: 0, named: false, labels: labels::none, unit: unit::either, values: values::smaller, kind: same },
    Row { name: "min_over_time", main: 0, named: false, labels: labels::kept, unit: unit::kept, values: values::kept, kind: same },
    Row { name: "minute", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::calendar, kind: gauge },
    Row { name: "month", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::calendar, kind: gauge },
    Row { name: "pi", main: 0, named: false, labels: labels::none, unit: unit::number, values: values::pi, kind: number },
    Row { name: "predict_linear", main: 0, named: false, labels: labels::kept, unit: unit::kept, values: values::any, kind: Kind::computed },
    Row { name: "present_over_time", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::one, kind: gauge },
    Row { name: "quantile_over_time", main: 1, named: false, labels: labels::kept, unit: unit::kept, values: values::quantile_over_time, kind: same },
    Row { name: "rad", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::radians, kind: Kind::computed },
    Row { name: "range", main: 0, named: false, labels: labels::none, unit: unit::seconds, values: values::count, kind: number },
    Row { name: "rate", main: 0, named: false, labels: labels::kept, unit: unit::per_second, values: values::growth, kind: Kind::changed },
    Row { name: "resets", main: 0, named: false, labels: labels::kept, unit: unit::count, values: values::count, kind: gauge },
    Row { name: "round", main: 0, named: false, labels: labels::kept, unit: unit::kept, values: values::round, kind: same },
    Row { name: "scalar", main: 0, named: false, labels: labels::none, unit: unit::kept, values: values::only, kind: Kind::only_number },
    Row { name: "sgn", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::sign, kind: Kind::computed },
    Row { name: "sin", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::wave, kind: Kind::computed },
    Row { name: "sinh", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::any, kind: Kind::computed },
    Row { name: "sort", main: 0, named: true, labels: labels::kept, unit: unit::kept, values: values::kept, kind: same },
    Row { name: "sort_by_label", main: 0, named: true, labels: labels::kept, unit: unit::kept, values: values::kept, kind: same },
    Row { name: "sort_by_label_desc", main: 0, named: true, labels: labels::kept, unit: unit::kept, values: values::kept, kind: same },
    Row { name: "sort_desc", main: 0, named: true, labels: labels::kept, unit: unit::kept, values: values::kept, kind: same },
    Row { name: "sqrt", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::sqrt, kind: Kind::computed },
    Row { name: "start", main: 0, named: false, labels: labels::none, unit: unit::timestamp, values: values::count, kind: number },
    Row { name: "start_timestamp", main: 0, named: false, labels: labels::kept, unit: unit::timestamp, values: values::count, kind: gauge },
    Row { name: "stddev_over_time", main: 0, named: false, labels: labels::kept, unit: unit::difference, values: values::spread, kind: Kind::computed },
    Row { name: "stdvar_over_time", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::spread, kind: Kind::computed },
    Row { name: "step", main: 0, named: false, labels: labels::none, unit: unit::seconds, values: values::count, kind: number },
    Row { name: "sum_over_time", main: 0, named: false, labels: labels::kept, unit: unit::kept, values: values::sum, kind: Kind::combined },
    Row { name: "tan", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::any, kind: Kind::computed },
    Row { name: "tanh", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::wave, kind: Kind::computed },
    Row { name: "time", main: 0, named: false, labels: labels::none, unit: unit::timestamp, values: values::count, kind: number },
    Row { name: "timestamp", main: 0, named: false, labels: labels::kept, unit: unit::timestamp, values: values::count, kind: gauge },
    Row { name: "ts_of_first_over_time", main: 0, named: false, labels: labels::kept, unit: unit::timestamp, values: values::count, kind: gauge },
    Row { name: "ts_of_last_over_time", main: 0, named: false, labels: labels::kept, unit: unit::timestamp, values: values::count, kind: gauge },
    Row { name: "ts_of_max_over_time", main: 0, named: false, labels: labels::kept, unit: unit::timestamp, values: values::count, kind: gauge },
    Row { name: "ts_of_min_over_time", main: 0, named: false, labels: labels::kept, unit: unit::timestamp, values: values::count, kind: gauge },
    Row { name: "vector", main: 0, named: false, labels: labels::none, unit: unit::kept, values: values::kept, kind: same },
    Row { name: "year", main: 0, named: false, labels: labels::kept, unit: unit::none, values: values::calendar, kind: gauge },
];

#[cfg(test)]
mod tests {
    use super::{ROWS, find_row};
    use crate::promql::functions::FUNCTIONS;

    #[test]
    fn every_function_has_a_row() {
        for function in FUNCTIONS {
            let row = find_row(function.name);
            assert!(row.is_some(), "{}", function.name);
        }
        assert_eq!(ROWS.len(), FUNCTIONS.len());
        assert!(ROWS.is_sorted_by(|left, right| left.name < right.name));
    }
}
