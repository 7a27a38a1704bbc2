//! The functions of templates: one table, one row per name, sorted by name.
//!
//! Sources: Go 1.26, `text/template/funcs.go`; Prometheus 3.15 (module v0.315.0), `template/template.go`. `tmpl` is not among them:
//! only console templates have it.

use Param::{Any, Number, Results as Vector, Sample as Point, String as Text};
use Type::{
    Bool, Duration, Float, Html, Integer, Map, Results, Sample, String, Time, Unknown, Value,
};

/// A function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name, case-sensitive.
    pub name: &'static str,
    /// What it takes in every call.
    pub params: &'static [Param],
    /// What it takes further, any number of times.
    pub rest: Option<Param>,
    /// What it gives.
    pub result: Type,
}

/// What a function takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Param {
    /// Any value.
    Any,
    /// What can be converted to a number: a number, or a string that spells one.
    Number,
    /// A string.
    String,
    /// What `query` gives.
    Results,
    /// One of the results of a query.
    Sample,
}

/// What is known of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Nothing.
    Unknown,
    /// It is `nil`.
    Nil,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer,
    /// A number.
    Float,
    /// A complex number.
    Complex,
    /// A string.
    String,
    /// What `safeHtml` gives, which is no string for other functions.
    Html,
    /// The value of an alert or sample: a float or a histogram.
    Value,
    /// Labels by name.
    Labels(Owner),
    /// What `args` gives.
    Map,
    /// The data of a rule: `.` outside of blocks, and `$`.
    Data,
    /// What `query` gives.
    Results,
    /// One of the results of a query.
    Sample,
    /// A point in time.
    Time,
    /// A length of time.
    Duration,
}

/// Whose labels they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Those of the alert's series: `$labels`.
    Series,
    /// The external labels of the Prometheus server: `$externalLabels`.
    External,
    /// Those of a sample that a query in the template gave.
    Query,
}

/// Returns the function of a name.
pub fn find_function(name: &str) -> Option<&'static Function> {
    let index = FUNCTIONS.binary_search_by(|function| function.name.cmp(name));
    FUNCTIONS.get(index.ok()?)
}

impl Function {
    /// Returns what the argument at `index`, from 0, must be; `None` when there can be none.
    pub fn param(&self, index: usize) -> Option<Param> {
        self.params.get(index).copied().or(self.rest)
    }
}

const fn row(name: &'static str, params: &'static [Param], result: Type) -> Function {
    Function {
        name,
        params,
        rest: None,
        result,
    }
}

const fn variadic(name: &'static str, params: &'static [Param], result: Type) -> Function {
    Function {
        name,
        params,
        rest: Some(Any),
        result,
    }
}

/// Every function.
pub const FUNCTIONS: [Function; 48] = [
    variadic("and", &[Any], Unknown),
    variadic("args", &[], Map),
    variadic("call", &[Any], Unknown),
    // Go's signature has one parameter and any number of others, and a call without those fails.
    variadic("eq", &[Any, Any], Bool),
    row("externalURL", &[], String),
    row("first", &[Vector], Sample),
    row("ge", &[Any, Any], Bool),
    row("graphLink", &[Text], String),
    row("gt", &[Any, Any], Bool),
    variadic("html", &[], String),
    row("humanize", &[Number], String),
    row("humanize1024", &[Number], String),
    row("humanizeDuration", &[Number], String),
    row("humanizePercentage", &[Number], String),
    row("humanizeTimestamp", &[Number], String),
    variadic("index", &[Any], Unknown),
    variadic("js", &[], String),
    row("label", &[Text, Point], String),
    row("le", &[Any, Any], Bool),
    row("len", &[Any], Integer),
    row("lt", &[Any, Any], Bool),
    row("match", &[Text, Text], Bool),
    row("ne", &[Any, Any], Bool),
    row("not", &[Any], Bool),
    row("now", &[], Float),
    variadic("or", &[Any], Unknown),
    row("parseDuration", &[Text], Float),
    row("pathPrefix", &[], String),
    variadic("print", &[], String),
    variadic("printf", &[Text], String),
    variadic("println", &[], String),
    row("query", &[Text], Results),
    row("reReplaceAll", &[Text, Text, Text], String),
    row("safeHtml", &[Text], Html),
    variadic("slice", &[Any], Unknown),
    row("sortByLabel", &[Text, Vector], Results),
    row("stripDomain", &[Text], String),
    row("stripPort", &[Text], String),
    row("strvalue", &[Point], String),
    row("tableLink", &[Text], String),
    row("title", &[Text], String),
    row("toDuration", &[Number], Duration),
    row("toLower", &[Text], String),
    row("toTime", &[Number], Time),
    row("toUpper", &[Text], String),
    row("urlQueryEscape", &[Text], String),
    variadic("urlquery", &[], String),
    row("value", &[Point], Value),
];

#[cfg(test)]
mod tests {
    use super::FUNCTIONS;

    #[test]
    fn functions_are_sorted() {
        assert!(FUNCTIONS.is_sorted_by(|left, right| left.name < right.name));
    }
}
