//! Dashboards of Grafana: the classic schema of every age, and that of version 2, which is turned into the classic one.
//!
//! Invariants: a panel's queries are those that Prometheus answers; what Grafana's JSON leaves open is absent in the model; a text that
//! may be anything is noted as one that may mention a variable. Deliberately absent: what Grafana draws, and library panels, of which a
//! dashboard holds only the name.

mod computed;
mod datasource;
mod expression;
mod looks;
mod panel;
mod query;
mod row;
mod texts;
mod v2;
mod variable;

#[cfg(test)]
mod tests;

use super::{
    field::{self, count, flag, items, mentioning, name, text},
    reader::Reader,
};
use crate::{
    document::Tree,
    model::{
        Allows, Dashboard, Name, Spanned, VariableType,
        dashboard::{Annotation, Link, Variable, link::Target, variable::query::asked},
        target,
    },
    promql::Options,
    text::{FileId, Span, literal},
};
use datasource::{Datasources, Source};
use std::collections::BTreeSet;

/// What Grafana puts in for its own names where an expression is tried. Source: Grafana, "Global variables".
const BUILT_IN: [(&str, &str); 10] = [
    ("__auto", "1m"),
    ("__from", "1700000000000"),
    ("__interval", "1m"),
    ("__interval_ms", "60000"),
    ("__range", "1h"),
    ("__range_ms", "3600000"),
    ("__range_s", "3600"),
    ("__rate_interval", "4m"),
    ("__rate_interval_ms", "240000"),
    ("__to", "1700000000000"),
];

/// What the parts of one dashboard are read with, and what was found in them.
struct Scene<'s, 'r, 'c> {
    reader: &'s mut Reader<'r, 'c>,
    datasources: Datasources,
    variables: Vec<Variable>,
    /// Names that are put in when an exported dashboard is imported.
    inputs: Vec<String>,
    /// Grafana's number of the schema; 0 where it is not said.
    schema_version: u32,
    /// Variables that are mentioned and not declared.
    unknown: Vec<Name>,
    /// Whether parts stand elsewhere, which may mention any variable.
    is_partial: bool,
    /// The first place that names the datasource of a query.
    fixed_datasource: Option<Name>,
    /// Ids of the panels so far.
    ids: BTreeSet<u32>,
}

impl Scene<'_, '_, '_> {
    /// The PromQL that Prometheus must understand.
    fn options(&self) -> Options {
        Options {
            placeholders: true,
            ..target::promql(&self.reader.ctx.project.targets)
        }
    }

    /// Whether a name is a variable's, an input's, or Grafana's own.
    fn knows(&self, name: &str) -> bool {
        name.starts_with("__")
            || self.variables.iter().any(|known| known.name.value == name)
            || self.inputs.iter().any(|known| known == name)
    }

    /// A text that a variable can be, by its number, the last for all numbers behind it; `None` when nobody lists them.
    fn possible_text(&self, name: &str, index: usize) -> Option<&str> {
        if let Some((_, text)) = BUILT_IN.iter().find(|(known, _)| *known == name) {
            return Some(text);
        }
        let mut variables = self.variables.iter();
        let variable = variables.find(|variable| variable.name.value == name)?;
        match variable.variable_type {
            VariableType::Constant => variable.default_value.as_ref().map(Name::as_str),
            VariableType::Custom | VariableType::Interval => {
                let values = &variable.values;
                let value = values.get(index).or(values.last())?;
                let is_auto = value.value.starts_with("$__auto");
                Some(if is_auto { "1m" } else { value })
            }
            _ => None,
        }
    }
}

/// Whether a document is a dashboard of any schema, as it is or in what Grafana's API puts around it.
pub fn is_dashboard(tree: &Tree) -> bool {
    let has = |tree: &Tree, field| tree.get(field).is_some();
    // A panel of a library has a type, and rows of older releases can be folded.
    let is_part = |tree: &Tree| has(tree, "type") || has(tree, "collapse");
    let is_classic = |tree: &Tree| {
        let is_named = has(tree, "schemaVersion") || has(tree, "title");
        (has(tree, "panels") || has(tree, "rows")) && is_named && !is_part(tree)
    };
    let is_kind = text(tree, "kind") == Some("Dashboard");
    let version = text(tree, "apiVersion").unwrap_or_default();
    if is_kind && version.starts_with("dashboard.grafana.app/") {
        return true;
    }
    !has(tree, "kind") && (is_classic(tree) || tree.get("dashboard").is_some_and(is_classic))
}

/// Reads a dashboard; what is no dashboard after all gives `None`.
pub fn read(reader: &mut Reader, tree: &Tree) -> Option<Dashboard> {
    let version = text(tree, "apiVersion").unwrap_or_default();
    let spec = tree.get("spec");
    match spec {
        Some(spec) if version.starts_with("dashboard.grafana.app/v2") => {
            let classic = v2::classic(tree, spec);
            read_classic(reader, &classic)
        }
        Some(spec) if !version.is_empty() => read_classic(reader, spec),
        _ => {
            let inner = tree.get("dashboard").filter(|inner| is_dashboard(inner));
            read_classic(reader, inner.unwrap_or(tree))
        }
    }
}

fn read_classic(reader: &mut Reader, tree: &Tree) -> Option<Dashboard> {
    let file = reader.file;
    let list = tree
        .get("templating")
        .map_or(&[][..], |templating| items(templating, "list"));
    let datasources = Datasources::new(tree, list);
    let inputs = items(tree, "__inputs").iter();
    let mut scene = Scene {
        variables: variable::variables(file, list, &datasources),
        inputs: inputs
            .filter_map(|input| text(input, "name").map(str::to_string))
            .collect(),
        schema_version: count(tree, "schemaVersion").unwrap_or_default(),
        unknown: Vec::new(),
        is_partial: false,
        fixed_datasource: None,
        ids: BTreeSet::new(),
        datasources,
        reader,
    };
    read_queries(&mut scene, list);
    let annotations = annotations(&mut scene, tree);
    let rows = row::rows(&mut scene, tree);
    if scene.reader.is_template {
        return None;
    }
    let title = title(&scene, tree);
    let uid = text(tree, "uid").map(str::to_string);
    let uid_field = tree.get("uid").filter(|_| uid.is_some());
    let uid_span = uid_field.map_or(title.span, |field| scene.reader.span(field));
    let key = uid.clone().unwrap_or_else(|| title.value.clone());
    let texts = other_texts(&scene, tree);
    let folder = folder(&scene, title.span);
    let Scene {
        variables,
        mut unknown,
        is_partial,
        fixed_datasource,
        ..
    } = scene;
    unknown.sort_by_key(|name| name.span);
    Some(Dashboard {
        key: Spanned::new(key, uid_span),
        description: name(file, tree, "description"),
        uid: uid.unwrap_or_default(),
        uid_span,
        tags: Vec::new(),
        from: String::new(),
        refresh: None,
        folder,
        timezone: String::new(),
        datasource: String::new(),
        fixed_datasource,
        links: links(file, tree),
        annotations,
        variables,
        rows,
        is_whole: !is_partial && !has_copies(tree),
        raw: None,
        texts,
        unknown,
        allow: Allows::default(),
        title,
    })
}

/// Whether it was saved with copies of panels that Grafana made by repeating them; those are not read, and have ids too.
fn has_copies(tree: &Tree) -> bool {
    let outer = items(tree, "panels").iter();
    let mut panels = outer.flat_map(|panel| std::iter::once(panel).chain(items(panel, "panels")));
    panels.any(|panel| count(panel, "repeatPanelId").is_some())
}

/// The title; empty at the beginning of a dashboard that has none.
fn title(scene: &Scene, tree: &Tree) -> Name {
    let file = scene.reader.file;
    let start = Span::new(file, tree.start, tree.start);
    name(file, tree, "title").unwrap_or_else(|| Spanned::new(String::new(), start))
}

/// The folder of the file: what stands in others may be meant for another Grafana.
fn folder(scene: &Scene, span: Span) -> Option<Name> {
    let name = &scene.reader.ctx.sources.get(scene.reader.file).name;
    let (folder, _) = name.rsplit_once('/')?;
    Some(Spanned::new(folder.to_string(), span))
}

/// Every text of the dashboard but for the variables that may mention one.
fn other_texts(scene: &Scene, tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    for entry in field::entries(tree) {
        if entry.key != "templating" {
            mentioning(&entry.value, &mut found);
        }
    }
    if scene.is_partial {
        let names = scene.variables.iter().map(|variable| &variable.name.value);
        found.extend(names.map(|name| format!("${name}")));
    }
    found
}

/// Reads the expressions in the queries of variables, and notes what they mention and nobody declares.
fn read_queries(scene: &mut Scene, list: &[Tree]) {
    for tree in list {
        let source = scene
            .datasources
            .find(tree.get("datasource"), Source::Unknown);
        let is_query = text(tree, "type").unwrap_or("query") == "query";
        let query = variable::query(tree).filter(|_| is_query && source == Source::Prometheus);
        let Some((query, text)) = query.and_then(|query| Some((query, field::string(query)?)))
        else {
            continue;
        };
        let written = Spanned::new(literal::trim(text), scene.reader.span(query));
        texts::of_query(scene, &written);
        let asked = asked(scene.reader.ctx, &written);
        let own =
            |variable: &&mut Variable| Some(&*variable.name.value) == field::text(tree, "name");
        if let Some(variable) = scene.variables.iter_mut().find(own) {
            variable.asked = asked;
        }
    }
}

fn annotations(scene: &mut Scene, tree: &Tree) -> Vec<Annotation> {
    let file = scene.reader.file;
    let list = tree
        .get("annotations")
        .map_or(&[][..], |marks| items(marks, "list"));
    let mut result = Vec::new();
    for mark in list.iter().filter(|mark| !flag(mark, "builtIn")) {
        let source = scene
            .datasources
            .find(mark.get("datasource"), Source::Unknown);
        let target = mark
            .get("target")
            .filter(|target| target.get("expr").is_some());
        let Some(field) = target.unwrap_or(mark).get("expr") else {
            continue;
        };
        if !query::is_promql(source, mark, field) {
            continue;
        }
        let Some(expression) = expression::read(scene, field) else {
            continue;
        };
        let unnamed = || Spanned::new(String::new(), scene.reader.span(mark));
        result.push(Annotation {
            name: name(file, mark, "name").unwrap_or_else(unnamed),
            expr: expression.expr,
            written: expression.written,
            title: name(file, mark, "titleFormat"),
            text: name(file, mark, "textFormat"),
            color: None,
        });
    }
    result
}

/// The links of a dashboard or panel that lead to an address.
fn links(file: FileId, tree: &Tree) -> Vec<Link> {
    let links = items(tree, "links").iter().filter_map(|link| {
        let url = name(file, link, "url")?;
        Some(Link {
            title: text(link, "title").unwrap_or_default().to_string(),
            span: url.span,
            target: Target::Url(url.value),
        })
    });
    links.collect()
}
