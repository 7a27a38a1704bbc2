//! Alerts that fire whenever their series exist.

use crate::{
    check::{Check, Owner, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    infer::{Inferred, Kind, Presence},
    model::{Model, names},
    promql::{
        ast::{BinaryOp, Expr, Node},
        walk::{metric_name, selectors},
    },
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "alert/no-comparison",
        level: Level::Warn,
        docs: r#"Finds alerts whose expression compares nothing, so that they fire as long as its series exist.

## Why it matters

An alert fires for every series of its expression, whatever the value, 0 too. What filters counts as a comparison: `and`, `unless`, `absent`,
`ALERTS`, and recordings that compare. A constant such as `vector(1)` is meant to fire always.

## Example

```toml
[metrics.worker_errors_total]
type = "counter"
help = "Failed jobs."

[alerts.WorkerErrors]
expr = 'sum(increase(worker_errors_total[10m]))'
```

## Use instead

```toml
[metrics.worker_errors_total]
type = "counter"
help = "Failed jobs."

[alerts.WorkerErrors]
expr = 'sum(increase(worker_errors_total[10m])) > 0'
```
"#,
    },
    scope: Scope::Expression(check),
};

/// Aggregations that know native histograms; others drop them. Source: prometheus, `promql/engine.go`, `aggregation`.
const OF_HISTOGRAMS: [&str; 4] = ["avg", "count", "group", "sum"];

/// Functions that know native histograms besides `histogram_…`; not all that do. Source: prometheus, `promql/functions.go`.
const KEEP_HISTOGRAMS: [&str; 9] = [
    "avg_over_time",
    "count_over_time",
    "delta",
    "increase",
    "label_join",
    "label_replace",
    "last_over_time",
    "rate",
    "sum_over_time",
];

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    let Owner::Alert(alert) = subject.owner else {
        return;
    };
    let expr = subject.expr;
    let found = selectors(expr);
    let filters = found.iter().any(|(_, selector)| {
        // What others record may be compared already.
        metric_name(selector).is_none_or(|name| {
            name.value.starts_with(names::ALERTS) || is_recording(model, &name.value)
        })
    });
    // A condition with `bool` is a finding of its own.
    let by_bool = matches!(&shape::bare(expr).node, Node::Binary(binary) if binary.return_bool);
    if found.is_empty() || by_bool || filters || shape::any(expr, &mut filters_series) {
        return;
    }
    if subject.inferred().nodes().into_iter().any(may_drop) {
        return;
    }
    let message = format!(
        "`{}` fires as long as its series exist, whatever their value",
        alert.name.value
    );
    sink.report(
        Diagnostic::new(&CHECK.rule, alert.expression.written.span, message)
            .here("compares nothing")
            .help("compare with a limit, such as `… > 0`"),
    );
}

fn is_recording(model: &Model, name: &str) -> bool {
    name.contains(':') || shape::is_recorded(model, name)
}

/// Whether an expression lets through only some series.
fn filters_series(expr: &Expr) -> bool {
    match &expr.node {
        Node::Binary(binary) => {
            shape::compares(binary.op) && !binary.return_bool
                || matches!(binary.op, BinaryOp::And | BinaryOp::Unless)
                || binary
                    .matching
                    .as_ref()
                    .is_some_and(|matching| matching.labels.is_some())
        }
        Node::Call(call) => {
            call.function.starts_with("absent")
                || matches!(call.function.as_str(), "info" | "start_timestamp")
        }
        Node::Placeholder(_) | Node::Invalid => true,
        _ => false,
    }
}

/// Whether an operator may yield nothing of series that exist: it takes none, or they are not what it reads.
fn may_drop(node: &Inferred) -> bool {
    let native = node.parts.iter().any(|part| part.known.kind.is_native());
    match &node.expr.node {
        Node::Binary(binary) => native && !scales(binary.op, &node.parts),
        Node::Unary(..) | Node::Paren(_) | Node::Matrix(..) | Node::Subquery(_) => false,
        Node::Aggregate(aggregate) => {
            let count = aggregate.param.as_ref().and_then(shape::number);
            match aggregate.op.as_str() {
                "limit_ratio" => true,
                "bottomk" | "limitk" | "topk" => native || count.is_none_or(|count| count < 1.0),
                op => native && !OF_HISTOGRAMS.contains(&op),
            }
        }
        Node::Call(call) => match call.function.as_str() {
            "histogram_quantile" | "histogram_quantiles" | "histogram_fraction" => {
                !node.parts.iter().any(holds_buckets)
            }
            "clamp" => native || !is_span(&node.parts),
            function if function.starts_with("histogram_") => !native,
            function => native && !KEEP_HISTOGRAMS.contains(&function),
        },
        _ => false,
    }
}

/// Whether a native histogram is multiplied or divided by numbers, which alone yields one. Source: prometheus,
/// `promql/engine.go`, `vectorElemBinop`.
fn scales(op: BinaryOp, sides: &[Inferred]) -> bool {
    let natives: Vec<bool> = sides
        .iter()
        .map(|side| side.known.kind.is_native())
        .collect();
    match op {
        BinaryOp::Mul => natives != [true, true],
        BinaryOp::Div => natives == [true, false],
        _ => false,
    }
}

/// Whether the limits of `clamp` surely leave something between them.
fn is_span(args: &[Inferred]) -> bool {
    match args {
        [_, low, high] => low.known.range.high <= high.known.range.low,
        _ => false,
    }
}

/// Whether these are histograms: native ones, or buckets with their bounds, by their name where nothing is declared.
fn holds_buckets(argument: &Inferred) -> bool {
    let known = &argument.known;
    let bounds = known.labels.presence(names::LE);
    let named = || {
        selectors(argument.expr).into_iter().any(|(_, selector)| {
            metric_name(selector).is_some_and(|name| name.value.ends_with("_bucket"))
        })
    };
    match known.kind {
        kind if kind.is_native() => true,
        kind if kind.is_buckets() => bounds == Presence::Must,
        Kind::Unknown => bounds != Presence::Never && named(),
        _ => false,
    }
}
