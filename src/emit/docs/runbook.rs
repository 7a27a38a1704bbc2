//! Runbooks: a page per name of an alert. Alerts that share a name, apart by their labels, share its page.

use super::{
    alerts::{hold, owner, panel},
    markdown::{anchor, prose},
    metrics::anchor_of,
};
use crate::{
    model::{Alert, Model},
    promql::{
        self,
        walk::{metric_name, selectors},
    },
};
use indexmap::IndexMap;
use serde::Serialize;

/// What `templates/docs/runbook.md` names.
#[derive(Serialize)]
pub struct Page {
    /// The alert's name.
    pub name: String,
    owner: String,
    /// The headings' marks: one level deeper where several alerts have headings of their own.
    level: &'static str,
    alerts: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    /// Its own heading; empty when it is the only one of its name.
    title: String,
    severity: String,
    group: String,
    group_anchor: String,
    summary: String,
    description: String,
    for_: String,
    keep_firing_for: String,
    expression: String,
    metrics: Vec<String>,
    panel: String,
    /// Headings with their texts.
    sections: Vec<(&'static str, String)>,
}

/// The pages, in the order of the alerts.
pub fn pages(model: &Model) -> Vec<Page> {
    let mut by_name: IndexMap<&str, Vec<(&str, &Alert)>> = IndexMap::new();
    for group in &model.groups {
        for alert in group.alerts.iter().filter(|alert| alert.has_runbook_page()) {
            let alerts = by_name.entry(alert.name.as_str()).or_default();
            alerts.push((group.name.as_str(), alert));
        }
    }
    let page = |(name, alerts): (&str, Vec<(&str, &Alert)>)| Page {
        name: name.to_string(),
        owner: owner(model),
        level: if alerts.len() > 1 { "###" } else { "##" },
        alerts: alerts
            .iter()
            .map(|(group, alert)| Entry {
                title: title(alert, alerts.len()),
                ..entry(model, group, alert)
            })
            .collect(),
    };
    by_name.into_iter().map(page).collect()
}

/// What tells an alert from others of its name: its key.
fn title(alert: &Alert, of: usize) -> String {
    if of > 1 {
        alert.key.value.clone()
    } else {
        String::new()
    }
}

fn entry(model: &Model, group: &str, alert: &Alert) -> Entry {
    let text = |text: Option<&str>| text.map(prose).unwrap_or_default();
    let runbook = alert.runbook.as_ref();
    let part = |part: fn(&crate::model::Runbook) -> Option<&String>| {
        text(runbook.and_then(part).map(String::as_str))
    };
    let keep = alert.keep_firing_for.as_ref();
    Entry {
        title: String::new(),
        severity: text(
            alert
                .severity
                .as_ref()
                .map(|severity| severity.value.as_str()),
        ),
        group: group.to_string(),
        group_anchor: anchor(&format!("Group {group}")),
        summary: text(alert.summary().map(|summary| summary.value.as_str())),
        description: text(alert.description().map(|text| text.value.as_str())),
        for_: hold(alert),
        keep_firing_for: keep
            .map(|length| length.value.text.clone())
            .unwrap_or_default(),
        expression: promql::pretty(&alert.expression.expr),
        metrics: metrics(model, alert),
        panel: alert.panel.as_ref().map(panel).unwrap_or_default(),
        sections: vec![
            ("Impact", part(|runbook| runbook.impact.as_ref())),
            ("Diagnosis", part(|runbook| runbook.diagnosis.as_ref())),
            ("Mitigation", part(|runbook| runbook.mitigation.as_ref())),
        ],
    }
}

/// Links to the metrics that the expression names, as far as they are the project's.
fn metrics(model: &Model, alert: &Alert) -> Vec<String> {
    let mut links: Vec<String> = Vec::new();
    for (_, selector) in selectors(&alert.expression.expr) {
        let found = metric_name(selector).and_then(|name| anchor_of(model, &name.value));
        let link = found.map(|(name, anchor)| format!("[`{name}`](../metrics.md#{anchor})"));
        links.extend(link.filter(|link| !links.contains(link)));
    }
    links
}
