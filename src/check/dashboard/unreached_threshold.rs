//! Thresholds above all values of a panel.

use super::bounds;
use crate::{
    check::{Check, Scope, Sink, Subject},
    diag::{Diagnostic, Level, Rule},
    infer::{Interval, Verdict},
    model::{Model, dashboard::looks::Step},
    promql::ast::BinaryOp,
    text::Span,
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "dashboard/unreached-threshold",
        level: Level::Warn,
        docs: r#"Finds thresholds of panels that no value of their queries can reach.

## Why it matters

The color never shows, and the panel stays green whatever happens: mostly a percentage that was written for a ratio. It is reported when the range of
all values is known, from a declared `range`, the buckets of a histogram, a stateset or `clamp`.

## Example

```toml
[metrics.pool_usage_ratio]
type = "gauge"
help = "Share of the pool in use."
range = [0, 1]

[dashboards.overview]
title = "Shop / Overview"

[dashboards.overview.rows.pool.panels.usage]
title = "Usage"
expr = 'max(pool_usage_ratio)'
thresholds = [{ value = 80, color = "red" }]
```

## Use instead

```toml
[metrics.pool_usage_ratio]
type = "gauge"
help = "Share of the pool in use."
range = [0, 1]

[dashboards.overview]
title = "Shop / Overview"

[dashboards.overview.rows.pool.panels.usage]
title = "Usage"
expr = 'max(pool_usage_ratio)'
thresholds = [{ value = 0.8, color = "red" }]
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    let Some((steps, values)) = bounds::shared(subject, |looks| looks.thresholds.as_ref()) else {
        return;
    };
    for step in steps {
        if let Some(span) = place(step, model)
            && let Some(value) = step.value
            && values.compare(BinaryOp::GreaterEq, &Interval::point(value)) == Verdict::Never
        {
            sink.report(finding(subject, value, span, values));
        }
    }
}

/// Where a step stands in the dashboard; `None` for one that an alert brings, which is the alert's matter.
fn place(step: &Step, model: &Model) -> Option<Span> {
    let span = step.span?;
    let mut alerts = model.groups.iter().flat_map(|group| &group.alerts);
    let from_alert =
        alerts.any(|alert| alert.panel.as_ref().is_some_and(|panel| panel.span == span));
    (!from_alert).then_some(span)
}

fn finding(subject: &Subject, value: f64, span: Span, values: Interval) -> Diagnostic {
    let message = format!(
        "no value reaches the threshold {value}: all lie in {}",
        values.name()
    );
    let whole = subject.place(subject.expr.range);
    let finding = Diagnostic::new(&CHECK.rule, span, message).label(whole, "these values");
    let share = value / 100.0;
    let percent = values.low == 0.0 && values.high == 1.0 && share < 1.0;
    match percent {
        true => finding.propose(
            format!("a ratio of {share} is {value} %"),
            span,
            share.to_string(),
        ),
        false => finding.help("write a value that can occur, or correct the declared range"),
    }
}
