//! Where metrics are used. Every expression is read once, however many metrics there are.

use super::markdown::{code, join, runbook_path};
use crate::{
    model::{Alert, Dashboard, Model},
    promql::{
        ast::Expr,
        walk::{metric_name, selectors},
    },
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Where a metric is used: what kind of thing, and its name as Markdown.
#[derive(Serialize)]
pub struct Use {
    kind: &'static str,
    names: String,
}

/// The uses of every metric.
pub struct Uses<'m> {
    by_metric: BTreeMap<&'m str, Names<'m>>,
}

/// What uses a metric, in the order written.
#[derive(Default)]
struct Names<'m> {
    alerts: Vec<String>,
    recordings: Vec<String>,
    dashboards: Vec<(&'m Dashboard, Vec<&'m str>)>,
}

impl<'m> Uses<'m> {
    /// What the rules and dashboards of a model use.
    pub fn of(model: &'m Model) -> Self {
        let mut by_metric: BTreeMap<&str, Names> = BTreeMap::new();
        for alert in model.alerts() {
            for metric in metrics(model, [&alert.expression.expr]) {
                let alerts = &mut by_metric.entry(metric).or_default().alerts;
                alerts.push(alert_link(alert));
            }
        }
        for recording in model.recordings() {
            for metric in metrics(model, [&recording.expression.expr]) {
                let recordings = &mut by_metric.entry(metric).or_default().recordings;
                recordings.push(code(&recording.name));
            }
        }
        for dashboard in &model.dashboards {
            for (metric, titles) in panels(model, dashboard) {
                let dashboards = &mut by_metric.entry(metric).or_default().dashboards;
                dashboards.push((dashboard, titles));
            }
        }
        Self { by_metric }
    }

    /// The uses of one metric: alerts, recordings, dashboards.
    pub fn list(&self, metric: &str) -> Vec<Use> {
        let Some(names) = self.by_metric.get(metric) else {
            return Vec::new();
        };
        let mut alerts = names.alerts.clone();
        alerts.dedup();
        let rules = [("Alerts", alerts), ("Recordings", names.recordings.clone())];
        let rules = rules.into_iter().map(|(kind, names)| Use {
            kind,
            names: join(names.into_iter()),
        });
        let dashboards = names.dashboards.iter().map(|(dashboard, titles)| Use {
            kind: "Dashboard",
            names: format!("{}: {}", dashboard.title.value, titles.join(", ")),
        });
        rules
            .chain(dashboards)
            .filter(|each| !each.names.is_empty())
            .collect()
    }
}

/// Titles of the panels of a dashboard that show a metric, by metric.
fn panels<'m>(model: &'m Model, dashboard: &'m Dashboard) -> BTreeMap<&'m str, Vec<&'m str>> {
    let mut result: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for panel in dashboard.panels() {
        let title = panel.title.value.as_str();
        let targets = panel.queries.iter().flat_map(|query| &query.targets);
        for metric in metrics(model, targets.map(|target| &target.expr)) {
            let titles = result.entry(metric).or_default();
            if !title.is_empty() && !titles.contains(&title) {
                titles.push(title);
            }
        }
    }
    result.retain(|_, titles| !titles.is_empty());
    result
}

/// The metrics that expressions name, themselves or by one of their series.
fn metrics<'m>(model: &'m Model, exprs: impl IntoIterator<Item = &'m Expr>) -> BTreeSet<&'m str> {
    let selectors = exprs.into_iter().flat_map(selectors);
    let found = selectors.filter_map(|(_, selector)| {
        let name = metric_name(selector)?;
        let (metric, _) = model.metrics.of_series(&name.value)?;
        Some(metric.name.as_str())
    });
    found.collect()
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
