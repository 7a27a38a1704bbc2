//! Grafana dashboards in the classic JSON model, as files for the sidecar or packed into a GrafanaDashboard.
//!
//! Invariants: no `id`, no `version`, no `__inputs`; every query names its datasource. Deliberately absent: the ConfigMaps, which
//! Kustomize's generator makes. Source of the JSON: grafana/schema, `dashboard_kind.cue`, and the panels' own kinds.

mod columns;
mod field;
mod options;
mod panel;
mod variable;

use super::{
    config_map::pack,
    object::{Kind, frame, pairs},
    words::merge_raw,
};
use crate::{
    artifact::{Artifact, Format, Node, Place, Value},
    model::{
        Dashboard, DashboardForm, Labels, Model, Name, Targets,
        dashboard::{Annotation, Link, link::Target},
        names,
    },
    parallel::map,
    promql::{self, ast::Expr},
};

/// Longest expression that stands on one line, in bytes.
const LINE: usize = 120;

/// Version of the JSON model that Grafana 12 writes. Source: grafana/grafana, `DashboardMigrator.ts`.
const SCHEMA_VERSION: i64 = 41;

/// Version of the JSON model before Grafana 12.
const SCHEMA_VERSION_11: i64 = 40;

/// The dashboards of a model.
pub fn emit(model: &Model) -> Vec<Artifact> {
    map(&model.dashboards, |dashboard| artifact(model, dashboard))
}

fn artifact(model: &Model, dashboard: &Dashboard) -> Artifact {
    let tree = tree(&model.targets, dashboard);
    let key = &dashboard.key.value;
    let (extension, format, tree) = match model.grafana.form {
        DashboardForm::Configmap | DashboardForm::Files => ("json", Format::Json, tree),
        DashboardForm::Operator => ("yaml", Format::Yaml, packed(model, dashboard, &tree)),
    };
    Artifact {
        path: format!("dashboards/{key}.{extension}"),
        place: Place::Base,
        format,
        tree,
        pack: (model.grafana.form == DashboardForm::Configmap)
            .then(|| pack(model, &dashboard.key, dashboard.folder.as_ref())),
    }
}

/// The dashboard as an object of grafana-operator. Source: grafana-operator, "Dashboards".
fn packed(model: &Model, dashboard: &Dashboard, tree: &Node) -> Node {
    let kind = Kind {
        api_version: "grafana.integreatly.org/v1beta1",
        kind: "GrafanaDashboard",
    };
    let key = &dashboard.key;
    let name = names::object(&model.metadata.name.value, &key.value);
    let json = serde_json::Value::from(tree);
    let selector = Node::map().with(
        "matchLabels",
        pairs(&model.grafana.dashboard_labels).sorted(),
    );
    let spec = Node::map()
        .with("instanceSelector", selector)
        .with_some("folder", dashboard.folder.as_ref().map(text))
        .with("json", Node::from(format!("{json:#}")).at(key.span));
    frame(kind, &model.metadata, name, key.span, &[&Labels::new()]).with("spec", spec)
}

fn tree(targets: &Targets, dashboard: &Dashboard) -> Node {
    let version = match targets.grafana {
        Some((major, _)) if major < 12 => SCHEMA_VERSION_11,
        _ => SCHEMA_VERSION,
    };
    let time = Node::map()
        .with("from", dashboard.from.clone())
        .with("to", "now");
    let refresh = dashboard.refresh.as_ref().map_or("".into(), text);
    let source = dashboard.datasource.as_str();
    let variables = dashboard.variables.iter();
    let variables = Node::list(variables.map(|one| variable::variable(one, source)));
    let annotations = std::iter::once(built_in()).chain(
        dashboard
            .annotations
            .iter()
            .map(|one| annotation(one, source)),
    );
    let uid = Node::from(&dashboard.uid).at(dashboard.uid_span);
    let tree = Node::map()
        .with("uid", uid)
        .with("title", text(&dashboard.title))
        .with_some("description", dashboard.description.as_ref().map(text))
        .with("tags", Node::list(dashboard.tags.iter().map(text)))
        .with("timezone", dashboard.timezone.clone())
        .with("editable", false)
        .with("graphTooltip", 1)
        .with("time", time)
        .with("refresh", refresh)
        .with("schemaVersion", version)
        .with("templating", Node::map().with("list", variables))
        .with(
            "annotations",
            Node::map().with("list", Node::list(annotations)),
        )
        .with(
            "links",
            Node::list(dashboard.links.iter().map(dashboard_link)),
        )
        .with("panels", panel::panels(dashboard))
        .at(dashboard.key.span);
    merge_raw(tree, dashboard.raw.as_ref())
}

/// A text of the project.
fn text(text: &Name) -> Node {
    Node::from(&text.value).at(text.span)
}

/// The datasource of a query.
fn datasource(uid: &str) -> Node {
    Node::with_room(2)
        .with("type", "prometheus")
        .with("uid", uid.to_string())
}

/// An expression as Grafana's editor shows it: on one line, or formatted when it is long.
fn expression(expr: &Expr) -> String {
    let line = promql::print(expr);
    if line.len() <= LINE {
        return line;
    }
    promql::pretty(expr)
}

/// The entry that every dashboard has: annotations that users made by hand.
fn built_in() -> Node {
    let grafana = Node::map()
        .with("type", "grafana")
        .with("uid", "-- Grafana --");
    Node::map()
        .with("builtIn", 1)
        .with("datasource", grafana)
        .with("enable", true)
        .with("hide", true)
        .with("iconColor", "rgba(0, 211, 255, 1)")
        .with("name", "Annotations & Alerts")
        .with("type", "dashboard")
}

fn annotation(annotation: &Annotation, source: &str) -> Node {
    let color = annotation.color.as_ref().map_or("orange".into(), text);
    Node::map()
        .with("name", text(&annotation.name))
        .with("datasource", datasource(source))
        .with("enable", true)
        .with("iconColor", color)
        .with(
            "expr",
            Node::from(expression(&annotation.expr)).at(annotation.written.span),
        )
        .with_some("titleFormat", annotation.title.as_ref().map(text))
        .with_some("textFormat", annotation.text.as_ref().map(text))
        .at(annotation.name.span)
}

/// A link of a dashboard, which stands beside the variables.
fn dashboard_link(link: &Link) -> Node {
    let (url, icon, inside) = match &link.target {
        Target::Dashboard(uid) => (format!("/d/{uid}"), "dashboard", true),
        Target::Url(url) => (url.clone(), "external link", false),
    };
    Node::map()
        .with("type", "link")
        .with("title", link.title.clone())
        .with("url", url)
        .with("icon", icon)
        .with("tags", Value::List(Vec::new()))
        .with("asDropdown", false)
        .with("includeVars", inside)
        .with("keepTime", inside)
        .with("targetBlank", !inside)
        .at(link.span)
}

/// A link of a panel or a column.
fn data_link(link: &Link) -> Node {
    let (url, outside) = match &link.target {
        Target::Dashboard(uid) => (
            format!("/d/{uid}?${{__url_time_range}}&${{__all_variables}}"),
            false,
        ),
        Target::Url(url) => (url.clone(), true),
    };
    Node::map()
        .with("type", "link")
        .with("title", link.title.clone())
        .with("url", url)
        .with("targetBlank", outside)
        .at(link.span)
}
