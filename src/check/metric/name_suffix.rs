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

/// Units at the end of a name that are not base units, with the base unit. Source: client_golang, promlint, `units`; and percent.
const UNITS: [(&str, &str); 16] = [
    ("bits", "bytes"),
    ("calories", "joules"),
    ("days", "seconds"),
    ("fahrenheit", "celsius"),
    ("hours", "seconds"),
    ("inches", "meters"),
    ("kelvins", "kelvin"),
    ("miles", "meters"),
    ("minutes", "seconds"),
    ("months", "seconds"),
    ("ounces", "grams"),
    ("percent", "ratio"),
    ("pounds", "grams"),
    ("rankine", "celsius"),
    ("weeks", "seconds"),
    ("yards", "meters"),
];

/// Base units that take prefixes. Source: prometheus.io, "Metric and label naming".
const BASES: [&str; 10] = [
    "amperes", "bits", "bytes", "grams", "joules", "meters", "metres", "seconds", "volts", "watts",
];

/// Prefixes that make another unit of a base unit. Sources: SI; IEC 80000-13.
const PREFIXES: [&str; 20] = [
    "atto", "centi", "deca", "deci", "exa", "exbi", "femto", "gibi", "giga", "hecto", "kibi",
    "kilo", "mebi", "mega", "micro", "milli", "nano", "pico", "tebi", "tera",
];

/// The unit in a name that is no base unit, with the base unit: with a prefix anywhere, another one at the end.
fn other_unit(name: &str) -> Option<(&str, &'static str)> {
    let mut words = name.split('_');
    let prefixed = words.find_map(|word| {
        let base = PREFIXES.iter().find_map(|prefix| {
            let rest = word.strip_prefix(prefix)?;
            BASES.iter().find(|base| **base == rest)
        })?;
        let base = if *base == "bits" { &"bytes" } else { base };
        Some((word, *base))
    });
    prefixed.or_else(|| {
        let last = name.rsplit('_').next()?;
        let (_, base) = UNITS.iter().find(|(unit, _)| *unit == last)?;
        name.contains('_').then_some((last, *base))
    })
}

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
    if let Some((unit, base)) = other_unit(total.unwrap_or(name)) {
        let message = format!("`{name}` is measured in {unit}, not in {base}");
        sink.report(finding(message).note(format!("Prometheus' base unit for it is {base}")));
    }
}
