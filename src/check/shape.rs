//! What expressions look like, as far as several checks ask.
//!
//! Deliberately absent: what an expression yields.

use crate::{
    model::{Metric, MetricType, Model, metric::Part, names, series::Source},
    promql::{
        ast::{
            Aggregate, Binary, BinaryOp, DurationNode, Expr, MatchOp, Matcher, Node, Selector, Sign,
        },
        walk::{metric_name, parts},
    },
};

/// Functions that count how a counter grows.
pub const RATES: [&str; 3] = ["rate", "irate", "increase"];

/// The expression without parentheses around it.
pub fn bare(expr: &Expr) -> &Expr {
    match &expr.node {
        Node::Paren(inner) => bare(inner),
        _ => expr,
    }
}

/// The selector that an expression is, with or without a range.
pub fn selector(expr: &Expr) -> Option<(&Expr, &Selector)> {
    let expr = bare(expr);
    match &expr.node {
        Node::Selector(selector) => Some((expr, selector)),
        Node::Matrix(inner, _) => selector(inner),
        _ => None,
    }
}

/// The range of `metric[5m]` in milliseconds, when it is a number.
pub fn window(expr: &Expr) -> Option<i64> {
    match &bare(expr).node {
        Node::Matrix(_, duration) => match duration.node {
            DurationNode::Literal(millis) => Some(millis),
            _ => None,
        },
        _ => None,
    }
}

/// The argument of a call of one of these functions, with the function's name; the last one where there are several.
pub fn call<'a>(expr: &'a Expr, functions: &[&str]) -> Option<(&'a str, &'a Expr)> {
    match &bare(expr).node {
        Node::Call(call) if functions.contains(&call.function.as_str()) => {
            Some((&call.function, call.args.last()?))
        }
        _ => None,
    }
}

/// The aggregation that an expression is.
pub fn aggregate(expr: &Expr) -> Option<&Aggregate> {
    match &bare(expr).node {
        Node::Aggregate(aggregate) => Some(aggregate),
        _ => None,
    }
}

/// What an expression aggregates by one of these operators, one inside another; itself when it does not.
pub fn inside<'a>(expr: &'a Expr, operators: &[&str]) -> &'a Expr {
    match aggregate(expr) {
        Some(aggregate) if operators.contains(&aggregate.op.as_str()) => {
            inside(&aggregate.expr, operators)
        }
        _ => bare(expr),
    }
}

/// Whether the series of a selector belong to a declared metric, which one, and which part.
pub fn metric<'m>(model: &'m Model, selector: &Selector) -> Option<(&'m Metric, Part)> {
    let name = metric_name(selector).filter(|name| name.placeholders.is_empty())?;
    model.metrics.of_series(&name.value)
}

/// Whether a recording of the project has this name.
pub fn is_recorded(model: &Model, name: &str) -> bool {
    model.is_recorded(name)
}

/// Whether these series only grow.
pub fn is_counter((metric, part): (&Metric, Part)) -> bool {
    match metric.metric_type {
        MetricType::Counter | MetricType::Histogram => true,
        MetricType::Summary => matches!(part, Part::Sum | Part::Count),
        _ => false,
    }
}

/// What a metric is called in messages.
pub fn type_name(metric_type: MetricType) -> &'static str {
    match metric_type {
        MetricType::Counter => "a counter",
        MetricType::Gauge => "a gauge",
        MetricType::Histogram => "a classic histogram",
        MetricType::NativeHistogram => "a native histogram",
        MetricType::Summary => "a summary",
        MetricType::Stateset => "a stateset",
        MetricType::Info => "an info metric",
    }
}

/// Whether the operator compares.
pub fn compares(op: BinaryOp) -> bool {
    matches!(
        op,
        BinaryOp::Eq
            | BinaryOp::NotEq
            | BinaryOp::Greater
            | BinaryOp::Less
            | BinaryOp::GreaterEq
            | BinaryOp::LessEq
    )
}

/// The comparison that lets through only some series at the root of an expression.
pub fn comparison(expr: &Expr) -> Option<&Binary> {
    match &bare(expr).node {
        Node::Binary(binary) if compares(binary.op) && !binary.return_bool => Some(binary),
        _ => None,
    }
}

/// What a comparison with a number compares, how with the number on the right, and the number.
pub fn threshold(binary: &Binary) -> Option<(&Expr, BinaryOp, f64)> {
    match (number(&binary.lhs), number(&binary.rhs)) {
        (None, Some(value)) => Some((&binary.lhs, binary.op, value)),
        (Some(value), None) => Some((&binary.rhs, mirrored(binary.op), value)),
        _ => None,
    }
}

/// The comparison with its sides exchanged.
pub fn mirrored(op: BinaryOp) -> BinaryOp {
    match op {
        BinaryOp::Greater => BinaryOp::Less,
        BinaryOp::Less => BinaryOp::Greater,
        BinaryOp::GreaterEq => BinaryOp::LessEq,
        BinaryOp::LessEq => BinaryOp::GreaterEq,
        op => op,
    }
}

/// The value of a scalar that holds numbers only.
pub fn number(expr: &Expr) -> Option<f64> {
    match &bare(expr).node {
        Node::Number(number) => Some(number.value),
        Node::Unary(Sign::Minus, inner) => number(inner).map(|value| -value),
        Node::Unary(Sign::Plus, inner) => number(inner),
        Node::Binary(binary) => {
            let (left, right) = (number(&binary.lhs)?, number(&binary.rhs)?);
            match binary.op {
                BinaryOp::Add => Some(left + right),
                BinaryOp::Sub => Some(left - right),
                BinaryOp::Mul => Some(left * right),
                BinaryOp::Div => Some(left / right),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Calls `visit` with every expression and those around it, outermost first.
pub fn visit<'a>(expr: &'a Expr, visit: &mut dyn FnMut(&'a Expr, &[&'a Expr])) {
    visit_inside(expr, &mut Vec::new(), visit);
}

fn visit_inside<'a>(
    expr: &'a Expr,
    around: &mut Vec<&'a Expr>,
    visit: &mut dyn FnMut(&'a Expr, &[&'a Expr]),
) {
    visit(expr, around);
    around.push(expr);
    for part in parts(expr) {
        visit_inside(part, around, visit);
    }
    around.pop();
}

/// Whether any part of an expression is this.
pub fn any(expr: &Expr, is: &mut dyn FnMut(&Expr) -> bool) -> bool {
    is(expr) || parts(expr).into_iter().any(|part| any(part, is))
}

/// The values of `job` that the scrapes of the project give; `None` when one is not known.
pub fn jobs(model: &Model) -> Option<Vec<&str>> {
    let mut result = Vec::new();
    for (scrape, written) in model.scrapes.iter().enumerate() {
        for endpoint in 0..written.endpoints.len() {
            let source = Source { scrape, endpoint };
            result.push(model.series.target_label(source, names::JOB)?);
        }
    }
    Some(result)
}

/// The matchers of a selector that ask for one bucket of a declared classic histogram, with the bound and the histogram.
pub fn bounds<'a>(model: &'a Model, selector: &'a Selector) -> Vec<(&'a Matcher, f64, &'a Metric)> {
    let Some((metric, Part::Bucket)) = metric(model, selector) else {
        return Vec::new();
    };
    let asks = |matcher: &&Matcher| {
        let exact = matches!(matcher.op, MatchOp::Equal | MatchOp::NotEqual);
        exact && matcher.label.value == names::LE && matcher.value.placeholders.is_empty()
    };
    let matchers = selector.matchers.iter().filter(asks);
    matchers
        .filter_map(|matcher| Some((matcher, matcher.value.value.parse().ok()?, metric)))
        .collect()
}
