//! Dashboards: variables, rows, panels, queries and what is derived for them.
//!
//! Invariants: every target has a unique name in its panel and every panel a unique id in its dashboard; panels do not overlap;
//! expressions hold the matchers of the filters already. Deliberately absent: Grafana's JSON.

mod build;
pub mod columns;
pub mod computed;
mod facts;
mod filter;
mod formula;
pub mod layout;
pub mod link;
pub mod looks;
mod meaning;
pub mod overrides;
pub mod panel;
pub mod query;
mod release;
pub mod row;
mod show;
pub mod threshold;
mod unit;
pub mod variable;

pub use link::Link;
pub use panel::Panel;
pub use query::{Query, Target};
pub use row::Row;
pub use threshold::{Fires, PanelAlert, PanelAlerts, panel_alerts};
pub use variable::Variable;

use super::{
    Allows, Context, Grafana, Metrics, Name, Params, Series, Spanned, Words, address,
    context::{BAD_VALUE, CONFLICT},
    expression::{self, Scope},
    names, template,
};
use crate::{
    diag::Diagnostic,
    parallel::map,
    project,
    promql::ast::Expr,
    text::{Span, literal::Shape},
};
use facts::Facts;
use filter::Filter;
use std::collections::BTreeMap;

/// Longest uid. Source: Grafana, `util.MaxUIDLength`.
const UID_LENGTH: usize = 40;

/// A dashboard.
#[derive(Clone, Debug)]
pub struct Dashboard {
    /// Its key.
    pub key: Name,
    /// Title.
    pub title: Name,
    /// What it shows.
    pub description: Option<Name>,
    /// Its id in addresses.
    pub uid: String,
    /// Where the uid is written; its key's place when it is derived.
    pub uid_span: Span,
    /// Tags.
    pub tags: Vec<Name>,
    /// Start of the shown time, such as `now-1h`.
    pub from: String,
    /// How often it reloads; `None` for never.
    pub refresh: Option<Name>,
    /// Its folder; `None` for Grafana's own.
    pub folder: Option<Name>,
    /// Time zone, such as `utc`.
    pub timezone: String,
    /// Uid of the datasource, or the variable that holds it, such as `${datasource}`.
    pub datasource: String,
    /// The first place that names a datasource for PromQL itself, where a variable could be chosen.
    pub fixed_datasource: Option<Name>,
    /// Links.
    pub links: Vec<Link>,
    /// Marks in time.
    pub annotations: Vec<Annotation>,
    /// Variables, that of the datasource first.
    pub variables: Vec<Variable>,
    /// Rows.
    pub rows: Vec<Row>,
    /// Whether all its panels are in its rows, with their ids in Grafana.
    pub is_whole: bool,
    /// Merged last.
    pub raw: Option<Spanned<Words>>,
    /// Texts without a field of their own that may mention variables; only an existing dashboard has some.
    pub texts: Vec<String>,
    /// Variables that are mentioned and that nobody declares, at the place of their name.
    pub unknown: Vec<Name>,
    /// Exceptions from checks.
    pub allow: Allows,
}

impl Dashboard {
    /// All panels, in the order written.
    pub fn panels(&self) -> impl Iterator<Item = &Panel> {
        self.rows.iter().flat_map(|row| &row.panels)
    }
}

/// Marks in time from a query.
#[derive(Clone, Debug)]
pub struct Annotation {
    /// Its key.
    pub name: Name,
    /// The query, with the matchers of the filters.
    pub expr: Expr,
    /// What was written.
    pub written: Spanned<String>,
    /// Title of a mark.
    pub title: Option<Name>,
    /// Text of a mark.
    pub text: Option<Name>,
    /// Color of a mark.
    pub color: Option<Name>,
}

/// What dashboards are read with.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// Parameters.
    pub params: &'a Params,
    /// Metrics.
    pub metrics: &'a Metrics,
    /// What queries see of them.
    pub series: &'a Series,
    /// What shows them.
    pub grafana: &'a Grafana,
    /// Alerts that name a panel.
    pub alerts: &'a PanelAlerts,
}

/// What the parts of one dashboard are read with.
pub struct Scene<'a> {
    inputs: Inputs<'a>,
    facts: &'a Facts<'a>,
    key: &'a str,
    /// Names of all its variables.
    variables: Vec<String>,
    /// Names of the variables that filter, those with errors too.
    filtering: Vec<String>,
    filters: Vec<Filter>,
}

/// The dashboards of a project.
pub fn resolve(ctx: &mut Context, inputs: Inputs) -> Vec<Dashboard> {
    let project = ctx.project;
    if project.dashboards.is_empty() {
        return Vec::new();
    }
    let facts = Facts::new(project, inputs.series);
    let (base, sources) = (ctx.base, ctx.sources);
    let clean = map(&project.dashboards, |(key, written)| {
        let mut ctx = Context::part(project, base, sources);
        let dashboard = dashboard(&mut ctx, inputs, &facts, key, written);
        ctx.is_clean().then_some(dashboard)
    });
    let mut result: Vec<Dashboard> = Vec::with_capacity(project.dashboards.len());
    let mut uids: BTreeMap<String, Span> = BTreeMap::new();
    for ((key, written), clean) in project.dashboards.iter().zip(clean) {
        let dashboard = clean.unwrap_or_else(|| self::dashboard(ctx, inputs, &facts, key, written));
        let span = dashboard.uid_span;
        if let Some(first) = uids.insert(dashboard.uid.clone(), span) {
            let message = format!("two dashboards have the uid `{}`", dashboard.uid);
            let diagnostic = Diagnostic::new(&CONFLICT, span, message);
            ctx.report(diagnostic.label(first, "first used here"));
        }
        result.push(dashboard);
    }
    result
}

fn dashboard<'a>(
    ctx: &mut Context,
    inputs: Inputs<'a>,
    facts: &'a Facts<'a>,
    key: &'a Name,
    written: &'a project::Dashboard,
) -> Dashboard {
    check_key(ctx, key);
    let own = |name: &&str| !written.variables.contains_key(*name);
    let datasource = variable::datasource_variable(inputs.grafana.datasource.as_ref());
    let added = datasource.filter(own);
    let names = added.into_iter().map(str::to_string);
    let declared = written.variables.keys().map(|name| name.value.clone());
    let filtering = written.variables.iter().filter(|(_, one)| one.filter);
    let mut scene = Scene {
        inputs,
        facts,
        key: &key.value,
        variables: names.chain(declared).collect(),
        filtering: filtering.map(|(name, _)| name.value.clone()).collect(),
        filters: Vec::new(),
    };
    check_datasource(ctx, datasource, written);
    let mut variables: Vec<Variable> = added
        .map(|name| variable::of_datasource(name, &written.title))
        .into_iter()
        .collect();
    variables.extend(variable::variables(ctx, &mut scene, &written.variables));
    let scene = scene;
    let uid_span = written.uid.as_ref().map_or(key.span, |uid| uid.span);
    let time = written.time.as_ref().map(Spanned::as_str);
    let timezone = written.timezone.as_ref().map(Spanned::as_str);
    let rows = row::rows(ctx, &scene, written);
    Dashboard {
        key: key.clone(),
        title: panel::read(ctx, &scene, &written.title),
        description: written
            .description
            .as_ref()
            .map(|text| panel::read(ctx, &scene, text)),
        uid: uid(ctx, key, uid_span),
        uid_span,
        tags: written.tags.clone(),
        from: time.unwrap_or("now-1h").to_string(),
        refresh: written.refresh.clone(),
        folder: written
            .folder
            .clone()
            .or_else(|| inputs.grafana.folder.clone()),
        timezone: timezone.unwrap_or("utc").to_string(),
        datasource: uid_of_datasource(inputs.grafana, datasource),
        fixed_datasource: inputs
            .grafana
            .datasource
            .clone()
            .filter(|uid| !uid.value.contains('$')),
        links: link::links(ctx, &scene, &written.links),
        annotations: annotations(ctx, &scene, written),
        unknown: unknown_in_raw(ctx, &scene, &rows),
        rows,
        variables,
        is_whole: written.raw.is_none(),
        raw: written.raw.clone(),
        texts: Vec::new(),
        allow: written.allow.clone(),
    }
}

/// Variables that the words of panels are repeated for and that nobody declares.
fn unknown_in_raw(ctx: &Context, scene: &Scene, rows: &[Row]) -> Vec<Name> {
    let panels = rows.iter().flat_map(|row| &row.panels);
    let repeats = panels.filter_map(|panel| match &panel.raw.as_ref()?.value {
        Words::Table(table) => table.get("repeat"),
        _ => None,
    });
    let names = repeats.filter_map(|repeat| match &repeat.value {
        Words::String(name) => {
            let name = Spanned::new(name.clone(), repeat.span);
            let place = ctx.inside(&name, Shape::Exact, 0..name.value.len());
            Some(Spanned::new(name.value, place))
        }
        _ => None,
    });
    names
        .filter(|name| !scene.variables.contains(&name.value))
        .collect()
}

/// What the datasource objects name.
fn uid_of_datasource(grafana: &Grafana, variable: Option<&str>) -> String {
    let uid = grafana.datasource.as_ref().map(|uid| uid.value.clone());
    match variable {
        Some(name) => format!("${{{name}}}"),
        None => uid.unwrap_or_default(),
    }
}

/// A key becomes part of names of files and objects.
fn check_key(ctx: &mut Context, key: &Name) {
    if !names::is_rfc1123_subdomain(&key.value) {
        let message = format!(
            "`{}` is not a dashboard's key: use `a-z`, `0-9`, `-` and `.`, beginning and ending with a letter or digit",
            key.value
        );
        ctx.bad_value(key.span, message);
    }
}

/// A variable that takes the place of the datasource's must be one.
fn check_datasource(ctx: &mut Context, name: Option<&str>, written: &project::Dashboard) {
    let declared = name.and_then(|name| written.variables.get_key_value(name));
    let Some((key, variable)) = declared else {
        return;
    };
    let kind = variable.variable_type.as_ref().map(|kind| kind.value);
    if kind != Some(project::VariableType::Datasource) {
        let message = format!("`{}` is the variable of the datasource", key.value);
        let diagnostic = Diagnostic::new(&CONFLICT, key.span, message);
        ctx.report(diagnostic.help("rename it, or give it `type = \"datasource\"`"));
    }
}

fn uid(ctx: &mut Context, key: &Name, span: Span) -> String {
    let uid = address::dashboard_uid(ctx.project, &key.value);
    let valid = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let declared = ctx.project.dashboards[key.as_str()].uid.is_some();
    if declared && (uid.is_empty() || uid.len() > UID_LENGTH || !uid.chars().all(valid)) {
        let message = format!("`{uid}` is not a uid: up to 40 letters, digits, `-` and `_`");
        ctx.report(Diagnostic::new(&BAD_VALUE, span, message));
    }
    uid
}

fn annotations(ctx: &mut Context, scene: &Scene, written: &project::Dashboard) -> Vec<Annotation> {
    let scope = Scope::Dashboard(&scene.variables);
    let params = scene.inputs.params;
    let filters: Vec<&Filter> = scene.filters.iter().collect();
    let mut result = Vec::new();
    for (name, annotation) in &written.annotations {
        let read = expression::read(ctx, params, scope, &annotation.expr);
        let mut text = |text: &Option<Name>| {
            let text = text.as_ref()?;
            let value = template::read(ctx, params, scope, text);
            Some(Spanned::new(value, text.span))
        };
        let (title, body) = (text(&annotation.title), text(&annotation.text));
        let Some(mut expression) = read else {
            continue;
        };
        filter::apply(&mut expression.expr, &filters, scene.facts);
        result.push(Annotation {
            name: name.clone(),
            expr: expression.expr,
            written: expression.written,
            title,
            text: body,
            color: annotation.color.clone(),
        });
    }
    result
}
