//! Metrics of the project that are declared nowhere.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule, is_slip, nearest},
    model::Model,
    promql::{
        ast::Selector,
        walk::{metric_name, selectors},
    },
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/unknown-metric",
        level: Level::Warn,
        docs: r#"Finds names that no metric, recording or catalogue has, where one of the project must be meant: the name begins as those of its own metrics do, or
nearly is one of them. Metrics of other programs are never reported.

## Why it matters

Prometheus takes an unknown name for a series that does not exist now: the alert never fires, the panel stays empty, and nothing says why.

## Example

```toml
[metrics.shop_orders_total]
type = "counter"
help = "Orders."

[alerts.NoOrders]
expr = 'increase(shop_order_total[1h]) == 0'
```

## Use instead

```toml
[metrics.shop_orders_total]
type = "counter"
help = "Orders."

[alerts.NoOrders]
expr = 'increase(shop_orders_total[1h]) == 0'
```
"#,
    },
    scope: Scope::Expression(check),
};

/// Beginnings of names that many programs share.
const SHARED: [&str; 22] = [
    "apiserver",
    "cadvisor",
    "cluster",
    "container",
    "controller",
    "go",
    "grpc",
    "http",
    "istio",
    "job",
    "kube",
    "kubelet",
    "machine",
    "namespace",
    "node",
    "process",
    "prometheus",
    "rest",
    "scrape",
    "up",
    "workqueue",
    "python",
];

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    for (_, selector) in selectors(subject.expr) {
        let Some(name) = metric_name(selector).filter(|name| name.placeholders.is_empty()) else {
            continue;
        };
        let found = name.value.as_str();
        if shape::is_recorded(model, found)
            || is_known(model, found)
            || is_of_others(model, selector)
        {
            continue;
        }
        let known = own_names(model, found);
        let near = nearest(found, known.iter().map(String::as_str));
        let is_own = !model.catalogs.is_open() && known.len() > 1;
        // Names with a colon are recorded, by whom is not known; those of metrics may be another program's.
        let slip = near.is_some_and(|near| is_slip(found, near));
        if !slip && (!is_own || found.contains(':')) {
            continue;
        }
        let at = subject.place(name.range);
        let message = format!("`{found}` is declared nowhere");
        let finding = Diagnostic::new(&CHECK.rule, at, message);
        let is_plain = subject.text(name.range) == found;
        sink.report(match near {
            Some(near) if is_plain => finding.propose(format!("did you mean `{near}`?"), at, near),
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding
                .suggest(found, known.iter().map(String::as_str), None)
                .help(format!(
                    "if a program of the project exposes it, declare `[metrics.{found}]`"
                )),
        });
    }
}

fn is_known(model: &Model, name: &str) -> bool {
    // A native histogram may be scraped as a classic one besides.
    let mut suffixes = ["_bucket", "_count", "_sum"].into_iter();
    model.metrics.get(name).is_some()
        || model.metrics.of_series(name).is_some()
        || suffixes.any(|suffix| {
            name.strip_suffix(suffix)
                .is_some_and(|whole| model.metrics.get(whole).is_some())
        })
}

/// Whether a matcher asks for the series of a job that no scrape of the project makes, or of one that is not known.
fn is_of_others(model: &Model, selector: &Selector) -> bool {
    let job = selector
        .matchers
        .iter()
        .find(|matcher| matcher.label.value == "job");
    job.is_some_and(|job| {
        !shape::jobs(model).is_some_and(|jobs| jobs.contains(&job.value.value.as_str()))
    })
}

/// Names of the project that begin as this one does: series of its metrics, or its recordings for a name with a colon.
fn own_names(model: &Model, found: &str) -> Vec<String> {
    if found.contains(':') {
        // The length tells most that cannot be meant.
        let alike = |name: &&str| name.len().abs_diff(found.len()) <= 2;
        let names = model.recordings().map(|rule| rule.name.as_str());
        return names.filter(alike).map(str::to_string).collect();
    }
    let prefix = |name: &str| name.split('_').next().map(str::to_string);
    let own = prefix(found);
    if own.as_deref().is_some_and(|own| SHARED.contains(&own)) || !found.contains('_') {
        return Vec::new();
    }
    // What no scrape of a project with scrapes serves is a part of another program's metrics.
    let serves = |name: &str| model.scrapes.is_empty() || !model.series.sources(name).is_empty();
    let metrics = model
        .metrics
        .iter()
        .filter(|metric| metric.span.is_some() && serves(&metric.name));
    let same = metrics.filter(|metric| prefix(&metric.name) == own);
    same.flat_map(|metric| {
        metric
            .parts()
            .iter()
            .map(|part| part.series(&metric.name))
            .collect::<Vec<_>>()
    })
    .collect()
}
