//! Times that evaluations do not meet.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Group, Model},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "alert/for-off-interval",
        level: Level::Warn,
        docs: r#"Finds `for` shorter than the interval at which the alert is evaluated, or no multiple of it.

## Why it matters

An alert fires at the first evaluation at which its expression has held for the whole of `for`. With an interval of one minute, `for = "90s"` means
two minutes, and `for = "15s"` one. It is reported where the interval is written, at the group or in `[prometheus]`.

## Example

```toml
[groups.shop]
interval = "1m"

[alerts.TargetDown]
expr = 'up == 0'
for = "90s"
```

## Use instead

```toml
[groups.shop]
interval = "1m"

[alerts.TargetDown]
expr = 'up == 0'
for = "2m"
```
"#,
    },
    scope: Scope::Group(check),
};

fn check(group: &Group, model: &Model, sink: &mut Sink) {
    let prometheus = &model.prometheus;
    let (interval, place) = match (&group.interval, prometheus.evaluation_interval_span) {
        (Some(interval), _) => (&interval.value, interval.span),
        (None, Some(span)) => (&prometheus.evaluation_interval, span),
        (None, None) => return,
    };
    if interval.millis == 0 {
        return;
    }
    for alert in &group.alerts {
        let Some(duration) = alert
            .for_
            .as_ref()
            .filter(|duration| duration.value.millis % interval.millis != 0)
        else {
            continue;
        };
        let whole = (duration.value.millis / interval.millis + 1) * interval.millis;
        let message = format!(
            "`for` of {} is no multiple of the interval of {}",
            duration.value.text, interval.text
        );
        let finding = Diagnostic::new(&CHECK.rule, duration.span, message)
            .label(place, "evaluated so often")
            .note(format!(
                "the alert fires after {} seconds at the earliest",
                whole / 1000
            ));
        sink.report_for(&[&alert.allow, &group.allow], finding);
    }
}
