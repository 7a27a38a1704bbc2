//! Means whose sum and count do not belong together.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    model::{Metric, Model, metric::Part},
    promql::{
        ast::{BinaryOp, Expr, Matcher, Node, Range, Selector},
        walk::walk,
    },
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/mean-of-two-metrics",
        level: Level::Warn,
        docs: r#"Finds the `_sum` of a histogram or summary divided by the `_count` of another one, or by its own with other matchers, over another window, or
with another function.

## Why it matters

The quotient looks like a mean and is none: the sum is that of other observations than those that are counted.

## Example

```toml
[metrics.queue_seconds]
type = "histogram"
help = "Time in the queue."

[metrics.run_seconds]
type = "histogram"
help = "Time of a run."

[alerts.RunsSlow]
expr = 'sum(rate(run_seconds_sum[5m])) / sum(rate(queue_seconds_count[5m])) > 60'
```

## Use instead

```toml
[metrics.queue_seconds]
type = "histogram"
help = "Time in the queue."

[metrics.run_seconds]
type = "histogram"
help = "Time of a run."

[alerts.RunsSlow]
expr = 'sum(rate(run_seconds_sum[5m])) / sum(rate(run_seconds_count[5m])) > 60'
```
"#,
    },
    scope: Scope::Expression(check),
};

/// A side of the quotient.
struct Side<'e> {
    /// `rate` or another function, with the place of its name.
    function: Option<(&'e str, Range)>,
    window: Option<(i64, Range)>,
    place: Range,
    selector: &'e Selector,
    metric: &'e Metric,
}

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    walk(subject.expr, &mut |expr| {
        let Node::Binary(binary) = &expr.node else {
            return;
        };
        if binary.op != BinaryOp::Div {
            return;
        }
        let sum = side(&binary.lhs, Part::Sum, model);
        let count = side(&binary.rhs, Part::Count, model);
        if let (Some(sum), Some(count)) = (sum, count) {
            compare(&sum, &count, subject, sink);
        }
    });
}

fn side<'e>(expr: &'e Expr, wanted: Part, model: &'e Model) -> Option<Side<'e>> {
    let inner = shape::inside(expr, &["sum"]);
    let called = shape::call(inner, &shape::RATES);
    let argument = called.map_or(inner, |(_, argument)| argument);
    let (place, selector) = shape::selector(argument)?;
    let (metric, part) = shape::metric(model, selector)?;
    let name_range = match &inner.node {
        Node::Call(call) => call.name_range,
        _ => Range::default(),
    };
    let window = match &shape::bare(argument).node {
        Node::Matrix(_, duration) => shape::window(argument).map(|millis| (millis, duration.range)),
        _ => None,
    };
    (part == wanted).then_some(Side {
        function: called.map(|(function, _)| (function, name_range)),
        window,
        place: place.range,
        selector,
        metric,
    })
}

fn compare(sum: &Side, count: &Side, subject: &Subject, sink: &mut Sink) {
    let (of, by) = (&sum.metric.name, &count.metric.name);
    let mut finding = if of == by {
        match difference(sum, count) {
            Some((what, place)) => {
                let message = format!("the sum and the count of `{of}` differ in their {what}");
                Diagnostic::new(&CHECK.rule, subject.place(place), message)
            }
            None => return,
        }
    } else {
        let message = format!("`{of}_sum` is divided by `{by}_count`, which counts something else");
        Diagnostic::new(&CHECK.rule, subject.place(count.place), message)
            .help(format!("the mean of `{of}` is over `{of}_count`"))
    };
    finding = finding.label(subject.place(sum.place), "the sum");
    for metric in [sum.metric, count.metric] {
        if let Some(span) = metric.span {
            finding = finding.label(span, "declared here");
        }
        if of == by {
            break;
        }
    }
    sink.report(finding);
}

/// In what two sides of one metric differ, and where.
fn difference(sum: &Side, count: &Side) -> Option<(&'static str, Range)> {
    let function = |side: &Side| side.function.map(|(name, _)| name.to_string());
    if !same_matchers(sum.selector, count.selector) {
        return Some(("matchers", count.place));
    }
    let windows = sum.window.zip(count.window);
    if let Some((_, (_, place))) = windows.filter(|(left, right)| left.0 != right.0) {
        return Some(("windows", place));
    }
    let called = count.function.filter(|_| function(sum) != function(count));
    called.map(|(_, place)| ("functions", place))
}

fn same_matchers(left: &Selector, right: &Selector) -> bool {
    let has = |selector: &Selector, wanted: &Matcher| {
        selector.matchers.iter().any(|matcher| {
            matcher.op == wanted.op
                && matcher.label.value == wanted.label.value
                && matcher.value.value == wanted.value.value
        })
    };
    left.matchers.len() == right.matchers.len()
        && left.matchers.iter().all(|matcher| has(right, matcher))
}
