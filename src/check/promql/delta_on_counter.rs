//! Differences of counters that restarts make negative.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    model::Model,
    promql::{ast::Node, walk::walk},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/delta-on-counter",
        level: Level::Warn,
        docs: r#"Finds `delta`, `idelta`, `deriv` and `predict_linear` of counters.

## Why it matters

A counter begins again at 0 when its process restarts. These functions take that for a fall: the difference is negative and the slope is wrong,
until the restart has left the window. `rate` and `increase` know restarts.

## Example

```toml
[metrics.worker_jobs_total]
type = "counter"
help = "Jobs done."

[alerts.WorkersIdle]
expr = 'delta(worker_jobs_total[10m]) < 1'
```

## Use instead

```toml
[metrics.worker_jobs_total]
type = "counter"
help = "Jobs done."

[alerts.WorkersIdle]
expr = 'increase(worker_jobs_total[10m]) < 1'
```
"#,
    },
    scope: Scope::Expression(check),
};

/// Functions of gauges, with that of counters that says the same.
const DIFFERENCES: [(&str, Option<&str>); 4] = [
    ("delta", Some("increase")),
    ("deriv", Some("rate")),
    ("idelta", None),
    ("predict_linear", None),
];

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    walk(subject.expr, &mut |expr| {
        let Node::Call(call) = &expr.node else { return };
        let Some((function, instead)) = DIFFERENCES.iter().find(|(name, _)| *name == call.function)
        else {
            return;
        };
        let Some((place, selector)) = call.args.first().and_then(shape::selector) else {
            return;
        };
        let Some(found) = shape::metric(model, selector).filter(|found| shape::is_counter(*found))
        else {
            return;
        };
        let at = subject.place(call.name_range);
        let message = format!(
            "`{function}` of `{}`, which is a counter",
            found.1.series(&found.0.name)
        );
        let finding = Diagnostic::new(&CHECK.rule, at, message).label(
            subject.place(place.range),
            "falls to 0 when its process restarts",
        );
        sink.report(match instead {
            Some(instead) if subject.is_written(call.name_range) => {
                finding.propose(format!("`{instead}` knows restarts"), at, *instead)
            }
            _ => finding.help("`rate` and `increase` know restarts"),
        });
    });
}
