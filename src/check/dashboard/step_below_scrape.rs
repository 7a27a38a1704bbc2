//! Windows of rates that follow a step which is shorter than the scrapes.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    model::{Model, duration, duration::Duration},
    promql::{
        ast::{DurationNode, Expr, Node},
        walk::{metric_name, walk},
    },
    text::Span,
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "dashboard/step-below-scrape",
        level: Level::Warn,
        docs: r#"Finds queries with an `interval` so short that `$__rate_interval` holds fewer than two scrapes of their metric.

## Why it matters

Grafana takes the `interval` of a query for the scrape interval and makes `$__rate_interval` four times as long. A rate needs two samples: where a
metric is scraped less often, the graph has gaps or is empty as soon as one zooms in.

## Example

```toml
[metrics.shop_orders_total]
type = "counter"
help = "Orders."

[scrape.shop]
kind = "PodMonitor"
match-labels = { app = "shop" }
endpoints.metrics.interval = "1m"

[dashboards.overview]
title = "Shop / Overview"

[dashboards.overview.rows.orders.panels.rate]
title = "Orders"
queries.orders = { expr = 'sum(rate(shop_orders_total[$__rate_interval]))', interval = "15s" }
```

## Use instead

```toml
[metrics.shop_orders_total]
type = "counter"
help = "Orders."

[scrape.shop]
kind = "PodMonitor"
match-labels = { app = "shop" }
endpoints.metrics.interval = "1m"

[dashboards.overview]
title = "Shop / Overview"

[dashboards.overview.rows.orders.panels.rate]
title = "Orders"
queries.orders = { expr = 'sum(rate(shop_orders_total[$__rate_interval]))', interval = "1m" }
```
"#,
    },
    scope: Scope::Expression(check),
};

/// The variable whose length follows the interval. Source: grafana.com, "Prometheus template variables".
const RATE_INTERVAL: &str = "__rate_interval";

/// How many intervals it is long at least. Source: grafana/grafana, `calculateRateInterval`.
const SCRAPES: i64 = 4;

/// Samples that a rate needs. Source: prometheus, `extrapolatedRate`.
const SAMPLES: i64 = 2;

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    let Some((panel, target)) = subject.owner.drawn() else {
        return;
    };
    let Some(interval) = target.interval.as_ref().filter(|_| !target.instant) else {
        return;
    };
    let Some(millis) = duration::parse(&interval.value) else {
        return;
    };
    let mut told = panel.computed;
    walk(subject.expr, &mut |expr| {
        let Some((name, scrape)) = find_rate(expr).and_then(|name| scrape_interval(name, model))
        else {
            return;
        };
        let (scrape, span) = scrape;
        if told || SCRAPES * millis >= SAMPLES * scrape.millis {
            return;
        }
        told = true;
        let message = format!(
            "`$__rate_interval` gets {SCRAPES} times `{}`, and `{name}` is scraped every `{}`",
            interval.value, scrape.text
        );
        let finding = Diagnostic::new(&CHECK.rule, interval.span, message);
        sink.report(
            finding
                .label(span, "the scrape interval is set here")
                .propose(
                    format!("write the scrape interval, `{}`", scrape.text),
                    interval.span,
                    format!("\"{}\"", scrape.text),
                ),
        );
    });
}

/// The name of the metric whose rate over `$__rate_interval` this is.
fn find_rate(expr: &Expr) -> Option<&str> {
    let (_, argument) = shape::call(expr, &shape::RATES)?;
    let Node::Matrix(inner, window) = &shape::bare(argument).node else {
        return None;
    };
    let follows =
        matches!(&window.node, DurationNode::Placeholder(one) if one.name == RATE_INTERVAL);
    let (_, selector) = shape::selector(inner).filter(|_| follows)?;
    let name = metric_name(selector).filter(|name| name.placeholders.is_empty())?;
    Some(&name.value)
}

/// The shortest interval in which a metric is scraped, and where it is written; `None` when one is not known.
fn scrape_interval<'m>(name: &'m str, model: &'m Model) -> Option<(&'m str, (&'m Duration, Span))> {
    let sources = model.series.sources(name).iter();
    let intervals: Option<Vec<(&Duration, Span)>> = sources
        .map(|source| {
            let endpoint = model
                .scrapes
                .get(source.scrape)?
                .endpoints
                .get(source.endpoint)?;
            match &endpoint.interval {
                Some(interval) => Some((&interval.value, interval.span)),
                None => Some((
                    &model.prometheus.scrape_interval,
                    model.prometheus.scrape_interval_span?,
                )),
            }
        })
        .collect();
    let shortest = intervals?
        .into_iter()
        .min_by_key(|(interval, _)| interval.millis)?;
    Some((name, shortest))
}
