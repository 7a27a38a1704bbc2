//! Alerts that fire whenever their series exist.

use crate::{
    check::{Check, Scope, Sink, shape},
    diag::{Diagnostic, Level, Rule},
    model::{Alert, Model, names},
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
    scope: Scope::Alert(check),
};

fn check(alert: &Alert, model: &Model, sink: &mut Sink) {
    let expr = &alert.expression.expr;
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
        Node::Call(call) => call.function.starts_with("absent"),
        Node::Placeholder(_) | Node::Invalid => true,
        _ => false,
    }
}
