//! Bounds of buckets in a spelling that Prometheus does not store.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    model::Model,
    promql::{history::Release, walk::selectors},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/unnormalized-bound",
        level: Level::Deny,
        docs: r#"Finds matchers on `le` with a number that Prometheus stores in another spelling, such as `1` for `1.0`, when the target is Prometheus 3.

## Why it matters

From 3.0 on Prometheus writes bounds of classic buckets as floats at scrape: `le="1"` is stored as `le="1.0"`, and a matcher compares texts. It
finds nothing.

## Example

```toml
[metrics.job_seconds]
type = "histogram"
help = "Duration of a job."
buckets = [1, 10, 60]

[alerts.JobsSlow]
expr = 'rate(job_seconds_bucket{le="60"}[5m]) / on () group_left () rate(job_seconds_count[5m]) < 0.9'
```

## Use instead

```toml
[metrics.job_seconds]
type = "histogram"
help = "Duration of a job."
buckets = [1, 10, 60]

[alerts.JobsSlow]
expr = 'rate(job_seconds_bucket{le="60.0"}[5m]) / on () group_left () rate(job_seconds_count[5m]) < 0.9'
```
"#,
    },
    scope: Scope::Expression(check),
};

/// The first release that stores bounds as floats. Source: Prometheus's migration guide to 3.0.
const SINCE: Release = Release::new(3, 0);

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    let target = model.targets.prometheus;
    if target.is_some_and(|(major, minor)| Release::new(major, minor) < SINCE) {
        return;
    }
    for (_, selector) in selectors(subject.expr) {
        for (matcher, value, metric) in shape::bounds(model, selector) {
            let stored = spelled(value);
            let known = metric
                .buckets
                .as_ref()
                .is_none_or(|buckets| buckets.contains(&value));
            if matcher.value.value == stored || !known || value == f64::INFINITY {
                continue;
            }
            let at = subject.place(matcher.value.range);
            let message = format!("Prometheus stores this bound as `{stored}`");
            let finding = Diagnostic::new(&CHECK.rule, at, message).note(format!(
                "`{}` finds no series from Prometheus 3.0 on",
                matcher.value.value
            ));
            let written = subject.text(matcher.value.range);
            let quote = written
                .chars()
                .next()
                .filter(|quote| *quote == '"' || *quote == '\'');
            let inside = written.trim_matches(['"', '\'']) == matcher.value.value;
            sink.report(
                match quote.filter(|_| {
                    inside && at.end - at.start == u32::try_from(written.len()).unwrap_or(0)
                }) {
                    Some(quote) => finding.edit(
                        format!("write `{stored}`"),
                        at,
                        format!("{quote}{stored}{quote}"),
                    ),
                    None => finding.help(format!("write `{stored}`")),
                },
            );
        }
    }
}

/// A bound as Prometheus stores it. Source: prometheus, `labels.FormatOpenMetricsFloat`.
fn spelled(value: f64) -> String {
    let plain = format!("{value}");
    let exponent = if value == 0.0 {
        0.0
    } else {
        value.abs().log10().floor()
    };
    // Go's `%g` with the shortest precision takes the exponent from 1e21 on and below 1e-4.
    if (-4.0..21.0).contains(&exponent) {
        return if plain.contains('.') {
            plain
        } else {
            format!("{plain}.0")
        };
    }
    let scientific = format!("{value:e}");
    let (digits, power) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let (sign, power) = power
        .strip_prefix('-')
        .map_or(('+', power), |power| ('-', power));
    format!("{digits}e{sign}{power:0>2}")
}
