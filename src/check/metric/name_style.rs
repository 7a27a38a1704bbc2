//! Metrics whose names are not written as others are. The rules of promlint (client_golang, `promlint`) that no suffix tells.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Metric, Model},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "metric/name-style",
        level: Level::Warn,
        docs: r#"Finds metrics and labels in camelCase, names that say the metric's type, and abbreviated units such as `_ms`.

## Why it matters

Whoever writes a query guesses names. Those of Prometheus are in snake_case with whole units, and the type, which may change, stands beside the name.

## Example

```toml
[metrics.queue_wait_ms]
type = "gauge"
help = "How long the oldest job has waited, in milliseconds."
```

## Use instead

```toml
[metrics.queue_wait_seconds]
type = "gauge"
help = "How long the oldest job has waited."
```
"#,
    },
    scope: Scope::Metric(check),
};

/// Types that a name may say. Source: promlint, `LintMetricTypeInName`.
const TYPES: [&str; 5] = ["counter", "gauge", "histogram", "summary", "untyped"];

/// Abbreviated units with what they stand for. Source: promlint, `unitAbbreviations`.
const ABBREVIATIONS: [(&str, &str); 14] = [
    ("b", "bytes"),
    ("d", "seconds"),
    ("gb", "bytes"),
    ("h", "seconds"),
    ("kb", "bytes"),
    ("m", "seconds"),
    ("mb", "bytes"),
    ("ms", "seconds"),
    ("ns", "seconds"),
    ("pb", "bytes"),
    ("s", "seconds"),
    ("sec", "seconds"),
    ("tb", "bytes"),
    ("us", "seconds"),
];

fn check(metric: &Metric, _: &Model, sink: &mut Sink) {
    let Some(span) = metric.span else { return };
    let name = metric.name.as_str();
    let mut report = |message: String, help: &str| {
        sink.report(Diagnostic::new(&CHECK.rule, span, message).help(help));
    };
    if is_camel_case(name) {
        report(
            format!("`{name}` is written in camelCase"),
            "write it in snake_case, if the program can be changed",
        );
    }
    for label in metric
        .labels
        .iter()
        .filter(|label| is_camel_case(&label.name))
    {
        report(
            format!(
                "the label `{}` of `{name}` is written in camelCase",
                label.name
            ),
            "write it in snake_case, if the program can be changed",
        );
    }
    if let Some(word) = words(name).find(|word| TYPES.contains(word)) {
        report(
            format!("`{name}` says its type, `{word}`"),
            "leave the type out: it is told beside the name",
        );
    }
    if let Some((word, unit)) = abbreviation(name) {
        let help = format!("write the base unit out, `_{unit}`, if the program can be changed");
        report(format!("`{name}` abbreviates its unit, `{word}`"), &help);
    }
}

/// The words of a name behind the first, which is the program's.
fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split('_').skip(1)
}

/// An abbreviated unit: of several letters anywhere, of one at the end.
fn abbreviation(name: &str) -> Option<(&str, &'static str)> {
    let stem = name.strip_suffix("_total").unwrap_or(name);
    let last = words(stem).last();
    words(stem).find_map(|word| {
        let (known, unit) = ABBREVIATIONS.iter().find(|(known, _)| *known == word)?;
        (known.len() > 1 || last == Some(word)).then_some((word, *unit))
    })
}

/// Whether a large letter follows a small one.
fn is_camel_case(name: &str) -> bool {
    let bytes = name.as_bytes();
    let mut pairs = bytes.windows(2);
    pairs.any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
}
