//! Counters compared or summed as if they told a state.

use crate::{
    check::{Check, Owner, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    model::{Model, PanelType},
    promql::ast::{BinaryOp, Expr},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/raw-counter",
        level: Level::Warn,
        docs: r#"Finds counters that an alert compares with a number, or that a graph sums, without `rate` or `increase`.

## Why it matters

A counter holds what has happened since its process began. An alert on it fires once and then until a restart, however long ago the cause was; the
graph of a sum falls whenever a process restarts.

## Example

```toml
[metrics.worker_errors_total]
type = "counter"
help = "Failed jobs."

[alerts.WorkerErrors]
expr = 'sum(worker_errors_total) > 10'
```

## Use instead

```toml
[metrics.worker_errors_total]
type = "counter"
help = "Failed jobs."

[alerts.WorkerErrors]
expr = 'sum(increase(worker_errors_total[10m])) > 10'
```
"#,
    },
    scope: Scope::Expression(check),
};

/// Aggregations whose result is as raw as what they aggregate.
const SUMS: [&str; 2] = ["sum", "avg"];

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    match subject.owner {
        Owner::Alert(_) => {
            let Some(binary) = shape::comparison(subject.expr) else {
                return;
            };
            let Some((side, op, _)) = shape::threshold(binary) else {
                return;
            };
            // Below a number it may be that nothing has happened since the start, which a restart does not feign.
            if matches!(op, BinaryOp::Greater | BinaryOp::GreaterEq) {
                let inner = shape::inside(side, &["sum", "avg", "max", "min"]);
                report(inner, "compared with a number", subject, model, sink);
            }
        }
        Owner::Panel(_, panel, target) => {
            // What is hidden or transformed may be subtracted from what was before.
            let is_drawn = !target.hidden && panel.transformations.is_none();
            let is_graph = panel.panel_type == PanelType::Timeseries && !target.instant && is_drawn;
            let inner = shape::inside(subject.expr, &SUMS);
            if is_graph && inner.range != shape::bare(subject.expr).range {
                report(inner, "summed over time", subject, model, sink);
            }
        }
        _ => {}
    }
}

fn report(inner: &Expr, how: &str, subject: &Subject, model: &Model, sink: &mut Sink) {
    let Some((place, selector)) = shape::selector(inner) else {
        return;
    };
    let Some(found) = shape::metric(model, selector) else {
        return;
    };
    if !shape::is_counter(found) {
        return;
    }
    let message = format!(
        "the counter `{}` is {how} without `rate` or `increase`",
        found.1.series(&found.0.name)
    );
    let finding = Diagnostic::new(&CHECK.rule, subject.place(place.range), message)
        .here("all since the process began")
        .help("`increase(…[10m])` tells how much happened in ten minutes, `rate(…[5m])` how much per second");
    sink.report(match found.0.span {
        Some(span) => finding.label(span, "declared as a counter here"),
        None => finding,
    });
}
