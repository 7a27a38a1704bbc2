//! Addresses of the project's own dashboards that lead to panels and variables which these do not have.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule, is_slip, nearest},
    model::{
        Allows, Dashboard, Model,
        dashboard::{Link, link::Target},
    },
    text::Span,
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "dashboard/broken-link",
        level: Level::Deny,
        docs: r#"Finds addresses in links of dashboards and annotations of alerts that name a dashboard of the project by its uid, and a panel or a variable that
it does not have; and uids that are most likely one of the project's own with a slip in it.

## Why it matters

Grafana opens the dashboard without a word, with the values that were chosen last, or an empty page. Who follows the link from an alert looks at the
wrong numbers. What `panel` of an alert and `dashboard` of a link name is looked up by gen itself.

## Example

```toml
[grafana]
url = "https://grafana.example.com"

[dashboards.overview]
title = "Shop / Overview"
uid = "shop-overview"
variables.job = { metric = "queue_jobs", filter = true }

[dashboards.overview.rows.queue.panels.jobs]
title = "Jobs"
metric = "queue_jobs"
show = "sum"

[dashboards.details]
title = "Shop / Details"
links = [{ title = "Overview", url = "/d/shop-overview?var-jbo=$__all" }]

[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."
```

## Use instead

```toml
[grafana]
url = "https://grafana.example.com"

[dashboards.overview]
title = "Shop / Overview"
uid = "shop-overview"
variables.job = { metric = "queue_jobs", filter = true }

[dashboards.overview.rows.queue.panels.jobs]
title = "Jobs"
metric = "queue_jobs"
show = "sum"

[dashboards.details]
title = "Shop / Details"
links = [{ title = "Overview", url = "/d/shop-overview?var-job=$__all" }]

[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."
```
"#,
    },
    scope: Scope::Model(check),
};

/// Begins the uid in the address of a dashboard. Source: grafana/grafana, `pkg/api/api.go`.
const DASHBOARD: &str = "/d/";

/// Parameters that name a panel. Source: grafana.com, "Dashboard URL variables", and older releases.
const PANELS: [&str; 3] = ["viewPanel", "editPanel", "panelId"];

/// Begins a parameter that sets a variable.
const VARIABLE: &str = "var-";

fn check(model: &Model, sink: &mut Sink) {
    for dashboard in &model.dashboards {
        for link in &dashboard.links {
            check_link(link, &[&dashboard.allow], model, sink);
        }
        for panel in dashboard.panels() {
            let columns = panel.overrides.iter().flat_map(|change| &change.links);
            for link in panel.links.iter().chain(columns) {
                check_link(link, &[&panel.allow, &dashboard.allow], model, sink);
            }
        }
    }
    for group in &model.groups {
        for alert in &group.alerts {
            let allows = [&alert.allow, &group.allow];
            for text in alert.annotations.values() {
                // An address that gen made is right.
                let made = alert
                    .panel
                    .as_ref()
                    .is_some_and(|panel| panel.span == text.span);
                if !made {
                    check_text(&text.value, text.span, &allows, model, sink);
                }
            }
        }
    }
}

fn check_link(link: &Link, allows: &[&Allows], model: &Model, sink: &mut Sink) {
    if let Target::Url(url) = &link.target {
        check_text(url, link.span, allows, model, sink);
    }
}

/// Looks at every address of a dashboard in a text.
fn check_text(text: &str, span: Span, allows: &[&Allows], model: &Model, sink: &mut Sink) {
    for (at, _) in text.match_indices(DASHBOARD) {
        if !is_own_grafana(&text[..at], model) {
            continue;
        }
        let address = &text[at + DASHBOARD.len()..];
        let address = address.split([' ', '\n', '\t', ')', '"', '>']).next();
        for (message, help) in address.map(|one| mistakes(one, model)).unwrap_or_default() {
            let finding = Diagnostic::new(&CHECK.rule, span, message);
            sink.report_for(
                allows,
                match help {
                    Some(help) => finding.help(help),
                    None => finding,
                },
            );
        }
    }
}

/// Whether what stands before the path is the project's Grafana, or nothing.
fn is_own_grafana(before: &str, model: &Model) -> bool {
    let start = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let host = before[start..].trim_start_matches(['(', '"', '<', '[', ']']);
    host.is_empty() || model.grafana.url.as_deref() == Some(host)
}

type Mistake = (String, Option<String>);

/// What is wrong with an address behind `/d/`.
fn mistakes(address: &str, model: &Model) -> Vec<Mistake> {
    let end = address.find(['/', '?', '#', '&']).unwrap_or(address.len());
    let uid = &address[..end];
    let mut dashboards = model.dashboards.iter();
    let Some(dashboard) = dashboards.find(|dashboard| dashboard.uid == uid) else {
        return unknown_uid(uid, model).into_iter().collect();
    };
    // What `raw` adds is not known.
    if dashboard.raw.is_some() {
        return Vec::new();
    }
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let query = query.split('#').next().unwrap_or_default();
    let parameters = query
        .split('&')
        .map(|one| one.split_once('=').unwrap_or((one, "")));
    parameters
        .filter_map(|(name, value)| match name.strip_prefix(VARIABLE) {
            Some(variable) => unknown_variable(variable, dashboard),
            None if PANELS.contains(&name) && dashboard.is_whole => unknown_panel(value, dashboard),
            None => None,
        })
        .collect()
}

/// A uid like that of a dashboard of the project, which begins with the project's name as they do.
fn unknown_uid(uid: &str, model: &Model) -> Option<Mistake> {
    let known = model
        .dashboards
        .iter()
        .map(|dashboard| dashboard.uid.as_str());
    let meant = nearest(uid, known).filter(|known| is_slip(uid, known))?;
    let project = &model.metadata.name.value;
    let own = |uid: &str| uid.starts_with(project.as_str());
    (own(uid) && own(meant)).then(|| {
        let message = format!("no dashboard has the uid `{uid}`");
        (message, Some(format!("did you mean `{meant}`?")))
    })
}

fn unknown_variable(variable: &str, dashboard: &Dashboard) -> Option<Mistake> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let known = || dashboard.variables.iter().map(|known| known.name.as_str());
    if variable.is_empty() || !variable.chars().all(plain) || known().any(|one| one == variable) {
        return None;
    }
    let message = format!(
        "the dashboard `{}` has no variable `{variable}`",
        dashboard.uid
    );
    let meant = nearest(variable, known());
    Some((message, meant.map(|name| format!("did you mean `{name}`?"))))
}

fn unknown_panel(value: &str, dashboard: &Dashboard) -> Option<Mistake> {
    let id: u32 = value.strip_prefix("panel-").unwrap_or(value).parse().ok()?;
    if dashboard.panels().any(|panel| panel.raw.is_some()) {
        return None;
    }
    let headers = dashboard.rows.iter().filter_map(|row| row.header.as_ref());
    let mut ids = dashboard
        .panels()
        .map(|panel| panel.id)
        .chain(headers.map(|header| header.id));
    if ids.any(|known| known == id) {
        return None;
    }
    let message = format!("the dashboard `{}` has no panel {id}", dashboard.uid);
    let help = "name the panel instead: `panel = \"dashboard.panel\"` at the alert; ids of panels follow from their keys";
    Some((message, Some(help.to_string())))
}
