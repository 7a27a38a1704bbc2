//! The functions and aggregators of Prometheus: one table each, one row per name, sorted by name.
//!
//! The tables are those of the releases' own parsers (`ci/promql-history.sh`); no signature changed among them.

use crate::promql::ValueType::{self, Matrix, Scalar, String, Vector};
use crate::promql::history::{ALWAYS, Feature, History, since};
use Rest::{Fixed, Optional, Unlimited};

/// A function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name, case-sensitive.
    pub name: &'static str,
    /// The types of its arguments; the last repeats as `rest` says.
    pub args: &'static [ValueType],
    /// How many more or fewer arguments it takes.
    pub rest: Rest,
    /// The type of its result.
    pub result: ValueType,
    /// Which releases know it.
    pub history: History,
}

/// How many arguments a function takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// Exactly those listed.
    Fixed,
    /// All but the last, and then up to so many.
    Optional(usize),
    /// All but the last, and then any number.
    Unlimited,
}

impl Function {
    /// Returns the smallest and the largest number of arguments; `None` for no limit.
    pub fn arity(&self) -> (usize, Option<usize>) {
        match self.rest {
            Fixed => (self.args.len(), Some(self.args.len())),
            Optional(count) => (self.args.len() - 1, Some(self.args.len() - 1 + count)),
            Unlimited => (self.args.len() - 1, None),
        }
    }

    /// Returns the type of the argument at `index`, from 0; `None` when there can be none.
    pub fn argument(&self, index: usize) -> Option<ValueType> {
        match self.rest {
            Fixed => self.args.get(index).copied(),
            Optional(_) | Unlimited => self.args.get(index).or(self.args.last()).copied(),
        }
    }
}

/// An aggregation operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Aggregator {
    /// Its name in lower case; it is written in any case.
    pub name: &'static str,
    /// The type of its parameter; `None` when it takes none.
    pub param: Option<ValueType>,
    /// Which releases know it.
    pub history: History,
}

/// Returns the function of a name.
pub fn find_function(name: &str) -> Option<&'static Function> {
    let index = FUNCTIONS
        .binary_search_by(|function| function.name.cmp(name))
        .ok()?;
    FUNCTIONS.get(index)
}

/// Returns the aggregator of a name in lower case.
pub fn find_aggregator(name: &str) -> Option<&'static Aggregator> {
    AGGREGATORS
        .iter()
        .find(|aggregator| aggregator.name == name)
}

/// The flag of all that is experimental here.
const EXPERIMENTAL: Feature = Feature::ExperimentalFunctions;

/// The aggregators.
pub const AGGREGATORS: [Aggregator; 14] = [
    Aggregator {
        name: "avg",
        param: None,
        history: ALWAYS,
    },
    Aggregator {
        name: "bottomk",
        param: Some(Scalar),
        history: ALWAYS,
    },
    Aggregator {
        name: "count",
        param: None,
        history: ALWAYS,
    },
    Aggregator {
        name: "count_values",
        param: Some(String),
        history: ALWAYS,
    },
    Aggregator {
        name: "group",
        param: None,
        history: ALWAYS,
    },
    Aggregator {
        name: "limit_ratio",
        param: Some(Scalar),
        history: since(2, 54).behind(EXPERIMENTAL),
    },
    Aggregator {
        name: "limitk",
        param: Some(Scalar),
        history: since(2, 54).behind(EXPERIMENTAL),
    },
    Aggregator {
        name: "max",
        param: None,
        history: ALWAYS,
    },
    Aggregator {
        name: "min",
        param: None,
        history: ALWAYS,
    },
    Aggregator {
        name: "quantile",
        param: Some(Scalar),
        history: ALWAYS,
    },
    Aggregator {
        name: "stddev",
        param: None,
        history: ALWAYS,
    },
    Aggregator {
        name: "stdvar",
        param: None,
        history: ALWAYS,
    },
    Aggregator {
        name: "sum",
        param: None,
        history: ALWAYS,
    },
    Aggregator {
        name: "topk",
        param: Some(Scalar),
        history: ALWAYS,
    },
];

/// The functions.
#[rustfmt::skip]
pub const FUNCTIONS: [Function; 91] = [
    Function { name: "abs", args: &[Vector], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "absent", args: &[Vector], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "absent_over_time", args: &[Matrix], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "acos", args: &[Vector], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "acosh", args: &[Vector], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "asin", args: &[Vector], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "asinh", args: &[Vector], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "atan", args: &[Vector], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "atanh", args: &[Vector], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "avg_over_time", args: &[Matrix], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "ceil", args: &[Vector], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "changes", args: &[Matrix], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "clamp", args: &[Vector, Scalar, Scalar], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "clamp_max", args: &[Vector, Scalar], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "clamp_min", args: &[Vector, Scalar], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "cos", args: &[Vector], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "cosh", args: &[Vector], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "count_over_time", args: &[Matrix], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "day_of_month", args: &[Vector], rest: Optional(1), result: Vector, history: ALWAYS },
    Function { name: "day_of_week", args: &[Vector], rest: Optional(1), result: Vector, history: ALWAYS },
    Function { name: "day_of_year", args: &[Vector], rest: Optional(1), result: Vector, history: since(2, 36) },
    Function { name: "days_in_month", args: &[Vector], rest: Optional(1), result: Vector, history: ALWAYS },
    Function { name: "deg", args: &[Vector], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "delta", args: &[Matrix], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "deriv", args: &[Matrix], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "double_exponential_smoothing", args: &[Matrix, Scalar, Scalar], rest: Fixed, result: Vector, history: since(3, 0).behind(EXPERIMENTAL) },
    Function { name: "end", args: &[], rest: Fixed, result: Scalar, history: since(3, 12).behind(EXPERIMENTAL) },
    Function { name: "exp", args: &[Vector], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "first_over_time", args: &[Matrix], rest: Fixed, result: Vector, history: since(3, 7).behind(EXPERIMENTAL).stable(3, 14) },
    Function { name: "floor", args: &[Vector], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "histogram_avg", args: &[Vector], rest: Fixed, result: Vector, history: since(2, 51) },
    Function { name: "histogram_count", args: &[Vector], rest: Fixed, result: Vector, history: since(2, 40) },
    Function { name: "histogram_fraction", args: &[Scalar, Scalar, Vector], rest: Fixed, result: Vector, history: since(2, 40) },
    Function { name: "histogram_quantile", args: &[Scalar, Vector], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "histogram_quantiles", args: &[Vector, String, Scalar, Scalar], rest: Optional(9), result: Vector, history: since(3, 11).behind(EXPERIMENTAL) },
    Function { name: "histogram_stddev", args: &[Vector], rest: Fixed, result: Vector, history: since(2, 47) },
    Function { name: "histogram_stdvar", args: &[Vector], rest: Fixed, result: Vector, history: since(2, 47) },
    Function { name: "histogram_sum", args: &[Vector], rest: Fixed, result: Vector, history: since(2, 40) },
    Function { name: "holt_winters", args: &[Matrix, Scalar, Scalar], rest: Fixed, result: Vector, history: ALWAYS.gone(3, 0, "double_exponential_smoothing") },
    Function { name: "hour", args: &[Vector], rest: Optional(1), result: Vector, history: ALWAYS },
    Function { name: "idelta", args: &[Matrix], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "increase", args: &[Matrix], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "info", args: &[Vector, Vector], rest: Optional(1), result: Vector, history: since(2, 55).behind(EXPERIMENTAL) },
    Function { name: "irate", args: &[Matrix], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "label_join", args: &[Vector, String, String, String], rest: Unlimited, result: Vector, history: ALWAYS },
    Function { name: "label_replace", args: &[Vector, String, String, String, String], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "last_over_time", args: &[Matrix], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "ln", args: &[Vector], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "log10", args: &[Vector], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "log2", args: &[Vector], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "mad_over_time", args: &[Matrix], rest: Fixed, result: Vector, history: since(2, 49).behind(EXPERIMENTAL) },
    Function { name: "max_of", args: &[Scalar, Scalar], rest: Fixed, result: Scalar, history: since(3, 13).behind(EXPERIMENTAL) },
    Function { name: "max_over_time", args: &[Matrix], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "min_of", args: &[Scalar, Scalar], rest: Fixed, result: Scalar, history: since(3, 13).behind(EXPERIMENTAL) },
    Function { name: "min_over_time", args: &[Matrix], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "minute", args: &[Vector], rest: Optional(1), result: Vector, history: ALWAYS },
    Function { name: "month", args: &[Vector], rest: Optional(1), result: Vector, history: ALWAYS },
    Function { name: "pi", args: &[], rest: Fixed, result: Scalar, history: ALWAYS },
    Function { name: "predict_linear", args: &[Matrix, Scalar], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "present_over_time", args: &[Matrix], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "quantile_over_time", args: &[Scalar, Matrix], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "rad", args: &[Vector], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "range", args: &[], rest: Fixed, result: Scalar, history: since(3, 12).behind(EXPERIMENTAL) },
    Function { name: "rate", args: &[Matrix], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "resets", args: &[Matrix], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "round", args: &[Vector, Scalar], rest: Optional(1), result: Vector, history: ALWAYS },
    Function { name: "scalar", args: &[Vector], rest: Fixed, result: Scalar, history: ALWAYS },
    Function { name: "sgn", args: &[Vector], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "sin", args: &[Vector], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "sinh", args: &[Vector], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "sort", args: &[Vector], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "sort_by_label", args: &[Vector, String], rest: Unlimited, result: Vector, history: since(2, 49).behind(EXPERIMENTAL) },
    Function { name: "sort_by_label_desc", args: &[Vector, String], rest: Unlimited, result: Vector, history: since(2, 49).behind(EXPERIMENTAL) },
    Function { name: "sort_desc", args: &[Vector], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "sqrt", args: &[Vector], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "start", args: &[], rest: Fixed, result: Scalar, history: since(3, 12).behind(EXPERIMENTAL) },
    Function { name: "start_timestamp", args: &[Vector], rest: Fixed, result: Vector, history: since(3, 14).behind(EXPERIMENTAL) },
    Function { name: "stddev_over_time", args: &[Matrix], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "stdvar_over_time", args: &[Matrix], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "step", args: &[], rest: Fixed, result: Scalar, history: since(3, 12).behind(EXPERIMENTAL) },
    Function { name: "sum_over_time", args: &[Matrix], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "tan", args: &[Vector], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "tanh", args: &[Vector], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "time", args: &[], rest: Fixed, result: Scalar, history: ALWAYS },
    Function { name: "timestamp", args: &[Vector], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "ts_of_first_over_time", args: &[Matrix], rest: Fixed, result: Vector, history: since(3, 7).behind(EXPERIMENTAL) },
    Function { name: "ts_of_last_over_time", args: &[Matrix], rest: Fixed, result: Vector, history: since(3, 5).behind(EXPERIMENTAL) },
    Function { name: "ts_of_max_over_time", args: &[Matrix], rest: Fixed, result: Vector, history: since(3, 5).behind(EXPERIMENTAL) },
    Function { name: "ts_of_min_over_time", args: &[Matrix], rest: Fixed, result: Vector, history: since(3, 5).behind(EXPERIMENTAL) },
    Function { name: "vector", args: &[Scalar], rest: Fixed, result: Vector, history: ALWAYS },
    Function { name: "year", args: &[Vector], rest: Optional(1), result: Vector, history: ALWAYS },
];

#[cfg(test)]
mod tests {
    use super::{AGGREGATORS, FUNCTIONS, find_function};

    #[test]
    fn tables_are_sorted_by_name() {
        assert!(FUNCTIONS.is_sorted_by(|left, right| left.name < right.name));
        assert!(AGGREGATORS.is_sorted_by(|left, right| left.name < right.name));
    }

    #[test]
    fn arity_counts_optional_arguments() {
        let cases = [
            ("rate", (1, Some(1))),
            ("round", (1, Some(2))),
            ("hour", (0, Some(1))),
            ("label_join", (3, None)),
            ("time", (0, Some(0))),
        ];
        for (name, expected) in cases {
            assert_eq!(
                find_function(name).map(super::Function::arity),
                Some(expected),
                "{name}"
            );
        }
    }
}
