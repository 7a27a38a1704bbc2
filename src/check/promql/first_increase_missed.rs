//! Growth of series that appear with their first event.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    model::Model,
    promql::ast::{BinaryOp, Expr, Node},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/first-increase-missed",
        level: Level::Warn,
        docs: r#"Finds comparisons of `increase` or `rate` with 0 on counters that are declared with `initialized = false`.

## Why it matters

The series appears with its first event, and its value is 1 then: there is no 0 before it to grow from. `increase` is 0 until the second event, so
the one that matters most is missed.

## Example

```toml
[metrics.backup_failures_total]
type = "counter"
help = "Failed backups."
initialized = false

[alerts.BackupFailed]
expr = 'increase(backup_failures_total[1h]) > 0'
```

## Use instead

```toml
[metrics.backup_failures_total]
type = "counter"
help = "Failed backups."
initialized = false

[alerts.BackupFailed]
expr = 'increase(backup_failures_total[1h]) > 0 or backup_failures_total unless backup_failures_total offset 1h'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    shape::visit(subject.expr, &mut |expr, around| {
        let Some((side, BinaryOp::Greater, value)) =
            shape::comparison(expr).and_then(shape::threshold)
        else {
            return;
        };
        let inner = shape::inside(side, &["sum", "max"]);
        let Some((function, argument)) = shape::call(inner, &shape::RATES) else {
            return;
        };
        let Some((_, selector)) = shape::selector(argument) else {
            return;
        };
        let Some((metric, part)) = shape::metric(model, selector) else {
            return;
        };
        if value != 0.0
            || metric.initialized
            || !shape::is_counter((metric, part))
            || is_caught(around)
        {
            return;
        }
        let Node::Call(call) = &inner.node else {
            return;
        };
        let series = part.series(&metric.name);
        let message = format!("`{function}` misses the first event: `{series}` appears with it");
        let finding = Diagnostic::new(&CHECK.rule, subject.place(call.name_range), message)
            .note("a series that begins at 1 has not grown; only the second event counts")
            .help(format!("add `or {series} unless {series} offset 1h` with the length of the window, or let the program set the counter to 0 at its start"));
        sink.report(match metric.span {
            Some(span) => finding.label(span, "declared here with `initialized = false`"),
            None => finding,
        });
    });
}

/// Whether an `or` around it adds the series that are new.
fn is_caught(around: &[&Expr]) -> bool {
    around
        .iter()
        .any(|expr| matches!(&expr.node, Node::Binary(binary) if binary.op == BinaryOp::Or))
}
