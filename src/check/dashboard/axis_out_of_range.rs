//! Axes on which no value of a panel lies, or all of them at the bottom.

use super::{bounds, shown};
use crate::{
    check::{Check, Scope, Sink, Subject},
    diag::{Diagnostic, Level, Rule},
    infer::{Inferred, RATIO, SECONDS, Unit},
    model::{Model, Name, Spanned},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "dashboard/axis-out-of-range",
        level: Level::Warn,
        docs: r#"Finds `min` and `max` of panels beyond which all values lie, and `max = 100` for ratios, whose whole is 1.

## Why it matters

The graph is empty, or the gauge is always full or always empty: `percentunit` shows 1 as 100 %, so an axis to 100 ends at 10,000 %.

## Example

```toml
[metrics.pool_usage_ratio]
type = "gauge"
help = "Share of the pool in use."
unit = "ratio"

[dashboards.overview]
title = "Shop / Overview"

[dashboards.overview.rows.pool.panels.usage]
title = "Usage"
type = "gauge"
expr = 'max(pool_usage_ratio)'
min = 0
max = 100
```

## Use instead

```toml
[metrics.pool_usage_ratio]
type = "gauge"
help = "Share of the pool in use."
unit = "ratio"

[dashboards.overview]
title = "Shop / Overview"

[dashboards.overview.rows.pool.panels.usage]
title = "Usage"
type = "gauge"
expr = 'max(pool_usage_ratio)'
min = 0
max = 1
```
"#,
    },
    scope: Scope::Expression(check),
};

/// The end of an axis that was meant in percent.
const WHOLE: f64 = 100.0;

fn check(subject: &Subject, _: &Model, sink: &mut Sink) {
    if let Some((min, values)) = bounds::shared(subject, |looks| looks.min.as_ref())
        && values.high < min.value
    {
        let message = format!("all values lie below the axis, in {}", values.name());
        sink.report(finding(subject, min, message));
    }
    let Some((max, values)) = bounds::shared(subject, |looks| looks.max.as_ref()) else {
        return;
    };
    if values.low > max.value {
        let message = format!("all values lie above the axis, in {}", values.name());
        sink.report(finding(subject, max, message));
    } else if max.value == WHOLE && shows_ratio(subject) {
        let message = "the axis ends at 10,000 %: of a ratio 1 is the whole";
        sink.report(finding(subject, max, message.to_string()).propose("write `1`", max.span, "1"));
    }
}

/// Whether a ratio is shown as one.
fn shows_ratio(subject: &Subject) -> bool {
    let Some((panel, target)) = subject.owner.drawn() else {
        return false;
    };
    let unit: Option<&Name> = shown::look(panel, target, |looks| looks.unit.as_ref());
    let inferred = subject.inferred();
    let is_ratio = inferred.known.unit == Unit::Of(RATIO);
    // Seconds of CPU per second are cores, of which there may be a hundred.
    let of_time = |node: &&Inferred| node.known.unit == Unit::Of(SECONDS);
    let is_ratio = is_ratio && !inferred.nodes().iter().any(of_time);
    is_ratio && unit.is_some_and(|unit| unit.value == "percentunit")
}

fn finding(subject: &Subject, bound: &Spanned<f64>, message: String) -> Diagnostic {
    let whole = subject.place(subject.expr.range);
    Diagnostic::new(&CHECK.rule, bound.span, message).label(whole, "these values")
}
