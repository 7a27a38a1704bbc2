//! The page of the project's metrics.

use super::markdown::{anchor, cell, code, link, runbook_path};
use crate::{
    model::{
        Alert, Dashboard, Metric, MetricType, Model, address,
        dashboard::Panel,
        metric::{self, Part},
    },
    promql::{
        ast::Expr,
        walk::{metric_name, selectors},
    },
};
use serde::Serialize;

/// What `templates/docs/metrics.md` names.
#[derive(Serialize)]
pub struct Page {
    project: String,
    metrics: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    name: String,
    anchor: String,
    metric_type: &'static str,
    unit: String,
    help: String,
    help_cell: String,
    deprecated: String,
    planned: bool,
    /// Further facts, each with its name.
    facts: Vec<(&'static str, String)>,
    labels: Vec<[String; 3]>,
    uses: Vec<Use>,
}

/// Where a metric is used: what kind of thing, and its name as Markdown.
#[derive(Serialize)]
struct Use {
    kind: &'static str,
    names: String,
}

/// The page; `None` when the project declares no metric.
pub fn page(model: &Model) -> Option<Page> {
    let declared = model.metrics.iter().filter(|metric| metric.span.is_some());
    let metrics: Vec<Entry> = declared.map(|metric| entry(model, metric)).collect();
    (!metrics.is_empty()).then(|| Page {
        project: model.metadata.name.value.clone(),
        metrics,
    })
}

/// The anchor of a metric on the page; `None` when it is not there.
pub fn anchor_of(model: &Model, series: &str) -> Option<(String, String)> {
    let (metric, _) = model.metrics.of_series(series)?;
    metric.span?;
    Some((metric.name.clone(), anchor(&metric.name)))
}

fn entry(model: &Model, metric: &Metric) -> Entry {
    Entry {
        name: metric.name.clone(),
        anchor: anchor(&metric.name),
        metric_type: type_name(metric.metric_type),
        unit: metric.unit.clone().unwrap_or_default(),
        help: metric.help.clone(),
        help_cell: cell(&metric.help),
        deprecated: metric.deprecated.clone().unwrap_or_default(),
        planned: metric.planned,
        facts: facts(model, metric),
        labels: metric.labels.iter().map(label).collect(),
        uses: uses(model, metric),
    }
}

fn type_name(metric_type: MetricType) -> &'static str {
    match metric_type {
        MetricType::Counter => "counter",
        MetricType::Gauge => "gauge",
        MetricType::Histogram => "histogram",
        MetricType::NativeHistogram => "native histogram",
        MetricType::Summary => "summary",
        MetricType::Stateset => "stateset",
        MetricType::Info => "info",
    }
}

/// Name, help and values of a label.
fn label(label: &metric::Label) -> [String; 3] {
    let values = label.values.iter().flatten().map(|value| code(value));
    let values: Vec<String> = values.collect();
    [
        code(&label.name),
        cell(&label.help),
        cell(&values.join(", ")),
    ]
}

fn facts(model: &Model, metric: &Metric) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    let mut tell = |name, text: String| {
        if !text.is_empty() {
            facts.push((name, text));
        }
    };
    if metric.parts() != [Part::Whole] {
        let series = metric.parts().iter();
        tell(
            "Series",
            join(series.map(|part| code(&part.series(&metric.name)))),
        );
    }
    let numbers = |numbers: &[f64]| join(numbers.iter().map(f64::to_string));
    tell(
        "Buckets",
        metric.buckets.as_deref().map(numbers).unwrap_or_default(),
    );
    tell("Quantiles", numbers(&metric.quantiles));
    let range = metric.range.map(|[low, high]| format!("{low} to {high}"));
    tell("Range", range.unwrap_or_default());
    tell(
        "State",
        metric.state_label.as_deref().map(code).unwrap_or_default(),
    );
    tell(
        "Exposed as",
        join(metric.exposed_as.iter().map(|name| code(name))),
    );
    let (served, added) = scraped(model, metric);
    tell("Scraped by", served);
    tell("Added by the scrape", added);
    facts
}

/// The scrapes that a metric comes from, and the labels that they add.
fn scraped(model: &Model, metric: &Metric) -> (String, String) {
    let series = metric.parts().first().map(|part| part.series(&metric.name));
    let series = series.unwrap_or_default();
    let mut names: Vec<String> = Vec::new();
    let mut added: Vec<String> = Vec::new();
    for source in model.series.sources(&series) {
        let key = code(&model.scrapes[source.scrape].key);
        if !names.contains(&key) {
            names.push(key);
        }
        let labels = model.series.target_labels(*source);
        let labels = labels
            .map(|(label, _)| label)
            .filter(|label| metric.label(label).is_none());
        added.extend(labels.map(code));
    }
    added.sort();
    added.dedup();
    (names.join(", "), added.join(", "))
}

fn join(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

fn uses(model: &Model, metric: &Metric) -> Vec<Use> {
    let names = |expr: &Expr| names(model, expr, metric);
    let alerts = model.alerts().filter(|alert| names(&alert.expression.expr));
    let mut alerts: Vec<String> = alerts.map(alert_link).collect();
    alerts.dedup();
    let recordings = model
        .recordings()
        .filter(|recording| names(&recording.expression.expr));
    let recordings = recordings.map(|recording| code(&recording.name));
    let mut uses = vec![
        Use {
            kind: "Alerts",
            names: join(alerts.into_iter()),
        },
        Use {
            kind: "Recordings",
            names: join(recordings),
        },
    ];
    for dashboard in &model.dashboards {
        let shows = |panel: &&Panel| {
            let mut targets = panel.queries.iter().flat_map(|query| &query.targets);
            targets.any(|target| names(&target.expr))
        };
        let panels = dashboard.panels().filter(shows);
        let mut panels: Vec<String> = panels
            .map(|panel| panel_link(model, dashboard, panel))
            .collect();
        panels.dedup();
        let panels = panels.join(", ");
        if !panels.is_empty() {
            let title = &dashboard.title.value;
            uses.push(Use {
                kind: "Dashboard",
                names: format!("{title}: {panels}"),
            });
        }
    }
    uses.retain(|each| !each.names.is_empty());
    uses
}

/// Whether an expression names a metric or one of its series.
fn names(model: &Model, expr: &Expr, metric: &Metric) -> bool {
    selectors(expr).into_iter().any(|(_, selector)| {
        let found = metric_name(selector).and_then(|name| model.metrics.of_series(&name.value));
        found.is_some_and(|(found, _)| found.name == metric.name)
    })
}

/// A panel's title, with a link where Grafana's address is known, else in quotes: it may hold a comma.
fn panel_link(model: &Model, dashboard: &Dashboard, panel: &Panel) -> String {
    let title = &panel.title.value;
    match &model.grafana.url {
        Some(url) => link(title, &address::panel_url(url, &dashboard.uid, panel.id)),
        None => format!("“{title}”"),
    }
}

fn alert_link(alert: &Alert) -> String {
    let name = &alert.name.value;
    let target = if alert.has_runbook_page() {
        runbook_path(name)
    } else {
        "alerts.md".to_string()
    };
    format!("[{name}]({target})")
}
