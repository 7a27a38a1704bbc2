//! Counters compared or summed as if they told a state.

use crate::{
    check::{Check, Owner, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    infer::{Facts, Kind, Subject as Named},
    model::{Model, PanelType, Recording},
    promql::ast::{BinaryOp, Expr, Selector},
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
            // What is hidden or transformed may be subtracted from what was before, or Grafana computes the growth itself.
            let is_drawn = !target.hidden && panel.transformations.is_none() && !panel.computed;
            let is_graph = panel.panel_type == PanelType::Timeseries && !target.instant && is_drawn;
            let inner = shape::inside(subject.expr, &SUMS);
            if is_graph && inner.range != shape::bare(subject.expr).range {
                report(inner, "summed over time", subject, model, sink);
            }
        }
        _ => {}
    }
}

fn report<'a>(inner: &'a Expr, how: &str, subject: &Subject<'a>, model: &Model, sink: &mut Sink) {
    let Some((place, selector)) = shape::selector(inner) else {
        return;
    };
    let (name, declared, words) = match shape::metric(model, selector) {
        Some(found) if shape::is_counter(found) => {
            let name = found.1.series(&found.0.name);
            (name, found.0.span, "declared as a counter here")
        }
        Some(_) => return,
        None => match recorded(subject.facts(), place, selector) {
            Some(recording) => {
                let span = Some(recording.name.span);
                (recording.name.value.clone(), span, "recorded here")
            }
            None => return,
        },
    };
    let message = format!("the counter `{name}` is {how} without `rate` or `increase`");
    let finding = Diagnostic::new(&CHECK.rule, subject.place(place.range), message)
        .here("all since the process began")
        .help("`increase(…[10m])` tells how much happened in ten minutes, `rate(…[5m])` how much per second");
    sink.report(match declared {
        Some(span) => finding.label(span, words),
        None => finding,
    });
}

/// The recording whose series a selector finds, if these are a counter's totals, summed or as they are.
fn recorded<'a>(facts: &Facts<'a>, place: &'a Expr, selector: &Selector) -> Option<&'a Recording> {
    let Named::Recordings(recordings) = facts.subject(selector) else {
        return None;
    };
    let is_counter = facts.expression(place).known.kind == Kind::Counter;
    recordings.first().copied().filter(|_| is_counter)
}
