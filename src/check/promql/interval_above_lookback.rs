//! Series that vanish between two samples.

use crate::{
    check::{Check, Scope, Sink, Subject, interval, shape},
    diag::{Diagnostic, Level, Rule},
    infer::Subject as Series,
    model::Model,
    promql::{
        ast::{Expr, Node},
        walk::metric_name,
    },
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/interval-above-lookback",
        level: Level::Warn,
        docs: r#"Finds selectors without a range of metrics that are scraped or recorded less often than every five minutes.

## Why it matters

Prometheus looks back five minutes for a sample, unless it runs with another `--query.lookback-delta`. Of a metric that is scraped every ten minutes
it finds none half of the time: graphs have gaps, `absent` fires, and `for` of an alert begins anew.

## Example

```toml
[metrics.disk_used_ratio]
type = "gauge"
help = "Used part of the disk."

[scrape.disks]
kind = "PodMonitor"
match-labels = { app = "disks" }
interval = "10m"
endpoints.metrics = {}

[alerts.DiskFull]
expr = 'disk_used_ratio > 0.9'
```

## Use instead

```toml
[metrics.disk_used_ratio]
type = "gauge"
help = "Used part of the disk."

[scrape.disks]
kind = "PodMonitor"
match-labels = { app = "disks" }
interval = "10m"
endpoints.metrics = {}

[alerts.DiskFull]
expr = 'last_over_time(disk_used_ratio[20m]) > 0.9'
```
"#,
    },
    scope: Scope::Expression(check),
};

/// How far Prometheus looks back for a sample, in milliseconds. Source: prometheus, `--query.lookback-delta`.
const LOOKBACK: i64 = 300_000;

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    if !has_long_interval(model) {
        return;
    }
    shape::visit(subject.expr, &mut |expr, around| {
        let Node::Selector(selector) = &expr.node else {
            return;
        };
        if around.last().is_some_and(|outer| is_window(outer)) {
            return;
        }
        let Some(name) = metric_name(selector) else {
            return;
        };
        let series = subject.facts().subject(selector);
        let Some(found) = interval::of_series(&series, model, || Some(&name.value)) else {
            return;
        };
        if found.millis <= LOOKBACK {
            return;
        }
        let length = interval::text(found.millis);
        let message = format!(
            "`{}` is {} every {length} and vanishes after 5m",
            name.value, found.verb
        );
        let span = match &series {
            Series::Series(metric, _) => metric.span,
            _ => None,
        };
        let mut finding = Diagnostic::new(&CHECK.rule, subject.place(expr.range), message)
            .label(found.span, "so often")
            .help(format!(
                "ask for the last sample of a longer time: `last_over_time(…[{}])`",
                interval::text(found.millis * 2)
            ));
        if let Some(span) = span {
            finding = finding.label(span, "declared here");
        }
        sink.report(finding);
    });
}

/// Whether anything is scraped or recorded so seldom; in most projects nothing is.
fn has_long_interval(model: &Model) -> bool {
    let endpoints = model.scrapes.iter().flat_map(|scrape| &scrape.endpoints);
    let own = endpoints.filter_map(|endpoint| endpoint.interval.as_ref());
    let groups = model
        .groups
        .iter()
        .filter_map(|group| group.interval.as_ref());
    let mut written = own.chain(groups).map(|interval| interval.value.millis);
    let prometheus = &model.prometheus;
    written.any(|millis| millis > LOOKBACK)
        || prometheus.scrape_interval.millis > LOOKBACK
        || prometheus.evaluation_interval.millis > LOOKBACK
}

fn is_window(expr: &Expr) -> bool {
    matches!(expr.node, Node::Matrix(..))
}
