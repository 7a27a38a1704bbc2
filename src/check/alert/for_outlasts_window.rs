//! Times that one event cannot fill.

use crate::{
    check::{Check, Owner, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    model::{Model, Spanned, duration::Duration},
    promql::{
        ast::{BinaryOp, Expr},
        walk::walk,
    },
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "alert/for-outlasts-window",
        level: Level::Warn,
        docs: r#"Finds alerts on any `increase` of a rare event whose `for` is as long as the window or longer. Rare are counters that are declared with `initialized
= false`.

## Why it matters

One event is seen for as long as the window lasts. With `for` as long as that, a single event never fires the alert.

## Example

```toml
[metrics.backup_failures_total]
type = "counter"
help = "Failed backups."
initialized = false

[alerts.BackupFailed]
expr = 'increase(backup_failures_total[10m]) > 0 or backup_failures_total unless backup_failures_total offset 10m'
for = "10m"
```

## Use instead

```toml
[metrics.backup_failures_total]
type = "counter"
help = "Failed backups."
initialized = false

[alerts.BackupFailed]
expr = 'increase(backup_failures_total[10m]) > 0 or backup_failures_total unless backup_failures_total offset 10m'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    let Owner::Alert(alert) = subject.owner else {
        return;
    };
    let Some(for_) = &alert.for_ else { return };
    walk(subject.expr, &mut |expr| {
        look(expr, for_, subject, model, sink);
    });
}

fn look(expr: &Expr, for_: &Spanned<Duration>, subject: &Subject, model: &Model, sink: &mut Sink) {
    let Some((side, BinaryOp::Greater, value)) = shape::comparison(expr).and_then(shape::threshold)
    else {
        return;
    };
    let inner = shape::inside(side, &["sum", "max"]);
    let Some((function, argument)) = shape::call(inner, &["increase", "rate"]) else {
        return;
    };
    let Some((_, selector)) = shape::selector(argument) else {
        return;
    };
    let Some((metric, part)) = shape::metric(model, selector) else {
        return;
    };
    let short = shape::window(argument).is_some_and(|window| window <= for_.value.millis);
    if value != 0.0 || metric.initialized || !short {
        return;
    }
    let series = part.series(&metric.name);
    let message = format!(
        "one event of `{series}` is seen for no longer than the window, and `for` is {}",
        for_.value.text
    );
    let finding = Diagnostic::new(&CHECK.rule, for_.span, message)
        .label(
            subject.place(argument.range),
            format!("the window of `{function}`"),
        )
        .help("drop `for`, or make it shorter than the window");
    sink.report(finding);
}
