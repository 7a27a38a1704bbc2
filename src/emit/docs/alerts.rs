//! The page of the project's alerts and recordings.

use super::markdown::{cell, code, link, prose, runbook_path};
use crate::{
    model::{Alert, Group, Model, Recording, rule::PanelReference},
    promql,
};
use serde::Serialize;

/// What `templates/docs/alerts.md` names.
#[derive(Serialize)]
pub struct Page {
    project: String,
    owner: String,
    groups: Vec<Section>,
}

#[derive(Serialize)]
struct Section {
    name: String,
    interval: String,
    alerts: Vec<AlertRow>,
    recordings: Vec<RecordingRow>,
}

#[derive(Serialize)]
struct AlertRow {
    name: String,
    severity: String,
    for_: String,
    summary: String,
    runbook: String,
    panel: String,
}

#[derive(Serialize)]
struct RecordingRow {
    name: String,
    unit: String,
    expression: String,
}

/// The page; `None` when there is neither an alert nor a recording.
pub fn page(model: &Model) -> Option<Page> {
    let groups: Vec<Section> = model
        .groups
        .iter()
        .map(|group| section(model, group))
        .collect();
    (!groups.is_empty()).then(|| Page {
        project: model.metadata.name.value.clone(),
        owner: owner(model),
        groups,
    })
}

/// Who answers for the project; empty when nobody is named.
pub fn owner(model: &Model) -> String {
    let owner = model.metadata.owner.as_ref();
    owner.map(|owner| owner.value.clone()).unwrap_or_default()
}

fn section(model: &Model, group: &Group) -> Section {
    let interval = group
        .interval
        .as_ref()
        .map_or(&model.prometheus.evaluation_interval, |own| &own.value);
    Section {
        name: group.name.value.clone(),
        interval: interval.text.clone(),
        alerts: group.alerts.iter().map(alert).collect(),
        recordings: group.recordings.iter().map(recording).collect(),
    }
}

fn alert(alert: &Alert) -> AlertRow {
    let text = |text: Option<&str>| text.map(|text| cell(&prose(text))).unwrap_or_default();
    AlertRow {
        name: code(&alert.name),
        severity: text(
            alert
                .severity
                .as_ref()
                .map(|severity| severity.value.as_str()),
        ),
        for_: hold(alert),
        summary: text(alert.summary().map(|summary| summary.value.as_str())),
        runbook: runbook(alert),
        panel: alert
            .panel
            .as_ref()
            .map(|shown| cell(&panel(shown)))
            .unwrap_or_default(),
    }
}

/// How long the expression must hold; empty for not at all.
pub fn hold(alert: &Alert) -> String {
    let length = alert.for_.as_ref().filter(|length| length.value.millis > 0);
    length
        .map(|length| length.value.text.clone())
        .unwrap_or_default()
}

/// A link to the page of the docs, else to the runbook's own address; empty when there is neither.
fn runbook(alert: &Alert) -> String {
    let page = alert.has_runbook_page().then(|| runbook_path(&alert.name));
    let address = || alert.runbook_url.as_ref().map(|url| url.value.clone());
    page.or_else(address)
        .map(|target| format!("[Runbook]({target})"))
        .unwrap_or_default()
}

/// The panel that shows an alert, with a link where Grafana's address is known.
pub fn panel(panel: &PanelReference) -> String {
    let title = format!("{}: {}", panel.dashboard_title, panel.panel_title);
    match &panel.url {
        Some(url) => link(&title, url),
        None => title,
    }
}

fn recording(recording: &Recording) -> RecordingRow {
    RecordingRow {
        name: code(&recording.name),
        unit: recording
            .unit
            .as_ref()
            .map(|unit| unit.value.clone())
            .unwrap_or_default(),
        expression: cell(&code(&promql::print(&recording.expression.expr))),
    }
}
