//! Classic series of histograms that have none.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    model::{Metric, MetricType, Model},
    promql::walk::{metric_name, selectors},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/buckets-of-native-histogram",
        level: Level::Deny,
        docs: r#"Finds `_bucket`, `_sum` and `_count` of a metric that is declared as a native histogram and whose scrape keeps no classic ones.

## Why it matters

A native histogram is one series under its own name: the selector finds nothing, and the alert never fires. `scrape-classic-histograms` at the scrape
keeps both.

## Example

```toml
[targets]
prometheus = "3.8"

[metrics.answer_seconds]
type = "native-histogram"
help = "Time to answer."

[scrape.web]
kind = "PodMonitor"
match-labels = { app = "web" }
endpoints.metrics = {}

[alerts.SlowAnswers]
expr = 'histogram_quantile(0.9, sum by (le) (rate(answer_seconds_bucket[5m]))) > 1'
```

## Use instead

```toml
[targets]
prometheus = "3.8"

[metrics.answer_seconds]
type = "native-histogram"
help = "Time to answer."

[scrape.web]
kind = "PodMonitor"
match-labels = { app = "web" }
endpoints.metrics = {}

[alerts.SlowAnswers]
expr = 'histogram_quantile(0.9, sum(rate(answer_seconds[5m]))) > 1'
```
"#,
    },
    scope: Scope::Expression(check),
};

/// The suffixes of classic series, with what stands for them.
const PARTS: [(&str, &str); 3] = [
    ("_bucket", "histogram_quantile(…, rate(%[5m]))"),
    ("_sum", "histogram_sum(%)"),
    ("_count", "histogram_count(%)"),
];

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    for (place, selector) in selectors(subject.expr) {
        let Some(name) = metric_name(selector) else {
            continue;
        };
        let found = PARTS.iter().find_map(|(suffix, instead)| {
            let metric = model.metrics.get(name.value.strip_suffix(suffix)?)?;
            is_native_only(model, metric).then_some((metric, instead))
        });
        let Some((metric, instead)) = found else {
            continue;
        };
        let declared = model.metrics.of_series(&name.value).is_some();
        if declared || shape::is_recorded(model, &name.value) {
            continue;
        }
        let message = format!(
            "`{}` has no series: `{}` is a native histogram",
            name.value, metric.name
        );
        let finding = Diagnostic::new(&CHECK.rule, subject.place(place.range), message).help(
            format!("`{}` is its part", instead.replace('%', &metric.name)),
        );
        sink.report(match metric.span {
            Some(span) => finding.label(span, "declared here"),
            None => finding,
        });
    }
}

/// Whether a native histogram is scraped by the project alone, and never as a classic one besides.
fn is_native_only(model: &Model, metric: &Metric) -> bool {
    let mut sources = model.series.sources(&metric.name).iter().peekable();
    metric.metric_type == MetricType::NativeHistogram
        && metric.span.is_some()
        && sources.peek().is_some()
        && sources.all(|source| {
            model.scrapes.get(source.scrape).is_some_and(|scrape| {
                let classic = scrape.limits.classic_histograms.as_ref();
                scrape.raw.is_none() && !classic.is_some_and(|classic| classic.value)
            })
        })
}
