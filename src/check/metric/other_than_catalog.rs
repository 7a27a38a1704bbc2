//! Metrics that are declared otherwise than the catalogue of their endpoint knows them.

use crate::{
    check::{Check, Scope, Sink, shape},
    diag::{Diagnostic, Level, Rule},
    infer::Unit,
    model::{Metric, MetricType, Model, Name},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "metric/other-than-catalog",
        level: Level::Deny,
        docs: r#"Finds metrics whose declared type or unit is not that of the same metric in a catalogue which an endpoint serves beside it.

## Why it matters

A program exposes a name with one type. Everything that is derived from the other declaration is wrong: a rate where none is due, a panel in the wrong
unit. Where the catalogue is a file of `/metrics` text, the code has changed or the declaration never was right.

## Example

```toml
[metrics.workqueue_adds_total]
type = "gauge"
help = "Items added."
allow.metric.name-suffix = { reason = "an old name" }

[scrape.operator]
kind = "PodMonitor"
match-labels = { app = "operator" }
catalogs = ["controller-runtime"]
endpoints.metrics = {}
```

## Use instead

```toml
[metrics.workqueue_adds_total]
type = "counter"
help = "Items added."

[scrape.operator]
kind = "PodMonitor"
match-labels = { app = "operator" }
catalogs = ["controller-runtime"]
endpoints.metrics = {}
```
"#,
    },
    scope: Scope::Metric(check),
};

fn check(metric: &Metric, model: &Model, sink: &mut Sink) {
    let Some(span) = metric.span else { return };
    let own = [metric.name.as_str()];
    let exposed: Vec<&str> = match metric.exposed_as.as_slice() {
        [] => own.to_vec(),
        names => names.iter().map(Name::as_str).collect(),
    };
    let known = exposed.iter().flat_map(|name| model.catalogs.find(name));
    for (name, other) in known.filter(|(name, _)| is_beside(metric, name, model)) {
        let other_type = other
            .metric_type
            .filter(|known| group(*known) != group(metric.metric_type));
        let (own, known) = match (other_type, other_unit(metric, other.unit.as_deref())) {
            (Some(known), _) => {
                let own = shape::type_name(metric.metric_type);
                (own.to_string(), shape::type_name(known).to_string())
            }
            (None, Some((own, known))) => (format!("measured in {own}"), known.to_string()),
            _ => continue,
        };
        let message = format!(
            "`{}` is declared as {own}, and the catalogue `{name}` knows it as {known}",
            metric.name
        );
        let help = "correct one of them, or drop the declaration: the catalogue's is enough";
        sink.report(Diagnostic::new(&CHECK.rule, span, message).help(help));
        return;
    }
}

/// The declared unit and that of the catalogue, when they contradict each other. One that only a name tells may be told wrong.
fn other_unit<'m>(metric: &'m Metric, known: Option<&'m str>) -> Option<(&'m str, &'m str)> {
    let own = metric.unit.as_deref().filter(|_| metric.unit_declared)?;
    let known = known?;
    let differ = Unit::read(own).contradicts(&Unit::read(known));
    differ.then_some((own, known))
}

/// Whether an endpoint serves both the metric and the catalogue.
fn is_beside(metric: &Metric, catalog: &str, model: &Model) -> bool {
    let series = metric.parts().iter().map(|part| part.series(&metric.name));
    let mut sources = series.flat_map(|series| model.series.sources(&series).to_vec());
    sources.any(|source| {
        let scrape = model.scrapes.get(source.scrape);
        let endpoint = scrape.and_then(|scrape| scrape.endpoints.get(source.endpoint));
        endpoint.is_some_and(|endpoint| endpoint.catalogs.iter().any(|name| name.value == catalog))
    })
}

/// Types that a program may expose under one name: states and facts are gauges of 0 and 1, and histograms come in both ways.
fn group(metric_type: MetricType) -> MetricType {
    match metric_type {
        MetricType::Stateset | MetricType::Info => MetricType::Gauge,
        MetricType::NativeHistogram => MetricType::Histogram,
        other => other,
    }
}
