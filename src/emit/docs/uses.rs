//! Where metrics are used. Every expression is read once, however many metrics there are.

use super::markdown::{code, join, link, runbook_path};
use crate::{
    model::{Alert, Dashboard, Model, address, dashboard::Panel},
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
    dashboards: Vec<(&'m Dashboard, Vec<String>)>,
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
            for (metric, panels) in panels(model, dashboard) {
                let dashboards = &mut by_metric.entry(metric).or_default().dashboards;
                dashboards.push((dashboard, panels));
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
        let dashboards = names.dashboards.iter().map(|(dashboard, panels)| Use {
            kind: "Dashboard",
            names: format!("{}: {}", dashboard.title.value, panels.join(", ")),
        });
        rules
            .chain(dashboards)
            .filter(|each| !each.names.is_empty())
            .collect()
    }
}

/// The panels of a dashboard that show a metric, by metric.
fn panels<'m>(model: &'m Model, dashboard: &'m Dashboard) -> BTreeMap<&'m str, Vec<String>> {
    let mut result: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for panel in dashboard.panels() {
        let targets = panel.queries.iter().flat_map(|query| &query.targets);
        for metric in metrics(model, targets.map(|target| &target.expr)) {
            let panels = result.entry(metric).or_default();
            panels.push(panel_link(model, dashboard, panel));
            panels.dedup();
        }
    }
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
