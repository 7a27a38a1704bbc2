//! Metrics whose names promise something else than their type and unit. The rules of promlint (client_golang, `promlint`).

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Metric, MetricType, Model},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "metric/name-suffix",
        level: Level::Warn,
        docs: r#"Finds metrics whose name ends otherwise than their type and unit ask for: counters without `_total`, others with it; `_bucket`, `_sum` and
`_count` on metrics that are no histogram or summary; units that are not the base unit.

## Why it matters

People and tools read the type from the name. A gauge that is called `_total` gets a `rate` around it, a counter without `_total` none. Prometheus
asks for base units so that `rate` of seconds is a ratio and thresholds need no factor.

## Example

```toml
[metrics.worker_jobs]
type = "counter"
help = "Jobs done."
```

## Use instead

```toml
[metrics.worker_jobs_total]
type = "counter"
help = "Jobs done."
```
"#,
    },
    scope: Scope::Metric(check),
};

/// Units that are not base units, with the base unit. Source: promlint, `metricUnits`.
const UNITS: [(&str, &str); 14] = [
    ("_milliseconds", "seconds"),
    ("_microseconds", "seconds"),
    ("_nanoseconds", "seconds"),
    ("_minutes", "seconds"),
    ("_hours", "seconds"),
    ("_days", "seconds"),
    ("_kilobytes", "bytes"),
    ("_megabytes", "bytes"),
    ("_gigabytes", "bytes"),
    ("_bits", "bytes"),
    ("_percent", "ratio"),
    ("_fahrenheit", "celsius"),
    ("_kilometers", "meters"),
    ("_milligrams", "grams"),
];

fn check(metric: &Metric, _: &Model, sink: &mut Sink) {
    let Some(span) = metric.span else { return };
    let name = metric.name.as_str();
    let finding = |message: String| Diagnostic::new(&CHECK.rule, span, message);
    let total = name.strip_suffix("_total");
    match (metric.metric_type, total) {
        (MetricType::Counter, None) => {
            let message = format!("the counter `{name}` does not end with `_total`");
            sink.report(finding(message).help(format!(
                "call it `{name}_total`, if the program can be changed"
            )));
        }
        (MetricType::Counter, Some(_)) | (_, None) => {}
        (_, Some(rest)) => {
            let message = format!("`{name}` ends with `_total` and is no counter");
            sink.report(
                finding(message).help(format!("call it `{rest}`, if the program can be changed")),
            );
        }
    }
    let composed = matches!(
        metric.metric_type,
        MetricType::Histogram | MetricType::NativeHistogram | MetricType::Summary
    );
    if let (false, Some(suffix)) = (
        composed,
        ["_bucket", "_sum", "_count"]
            .iter()
            .find(|suffix| name.ends_with(*suffix)),
    ) {
        sink.report(finding(format!(
            "`{name}` ends with `{suffix}` and is neither histogram nor summary"
        )));
    }
    let stem = total.unwrap_or(name);
    if let Some((suffix, base)) = UNITS.iter().find(|(suffix, _)| stem.ends_with(suffix)) {
        let message = format!("`{name}` is measured in {}, not in {base}", &suffix[1..]);
        sink.report(finding(message).note(format!("Prometheus' base unit for it is {base}")));
    }
}
