//! Variables of a dashboard. Source: grafana/schema, `VariableModel`, and the numbers that older releases wrote.

use super::{
    datasource::{Datasources, Source},
    query::has_bare_selector,
};
use crate::{
    document::{Tree, TreeValue},
    existing::field::{self, flag, name, string, text},
    model::{Hide, Name, Spanned, VariableType, dashboard::Variable},
    text::FileId,
};

/// Reads the variables that have a name.
pub fn variables(file: FileId, list: &[Tree], datasources: &Datasources) -> Vec<Variable> {
    let read = list
        .iter()
        .filter_map(|tree| variable(file, tree, datasources));
    read.collect()
}

fn variable(file: FileId, tree: &Tree, datasources: &Datasources) -> Option<Variable> {
    let name = name(file, tree, "name")?;
    let source = datasources.find(tree.get("datasource"), Source::Unknown);
    let kind = kind(tree, source);
    let query = query(tree);
    Some(Variable {
        variable_type: kind,
        title: text(tree, "label").map(str::to_string),
        description: text(tree, "description").map(str::to_string),
        values: values(file, tree, kind),
        query: query.and_then(string).unwrap_or_default().to_string(),
        asked: None,
        multi: flag(tree, "multi"),
        include_all: flag(tree, "includeAll"),
        all_value: text(tree, "allValue").map(str::to_string),
        default_value: current(file, tree),
        regex: field::name(file, tree, "regex"),
        hide: hide(tree),
        raw: None,
        name,
    })
}

/// The type; a query in another language is as good as free text.
fn kind(tree: &Tree, source: Source) -> VariableType {
    match text(tree, "type").unwrap_or("query") {
        "query" if is_promql(tree, source) => VariableType::Query,
        // What it lists is nobody's business here: it may have any value.
        "query" | "textbox" => VariableType::Textbox,
        "custom" => VariableType::Custom,
        "interval" => VariableType::Interval,
        "datasource" => VariableType::Datasource,
        "constant" => VariableType::Constant,
        // Grafana itself uses these, as it does what later releases add.
        _ => VariableType::AdHoc,
    }
}

fn is_promql(tree: &Tree, source: Source) -> bool {
    match source {
        Source::Prometheus => true,
        Source::Unknown => query(tree)
            .and_then(string)
            .is_some_and(|query| !has_bare_selector(query)),
        Source::Other | Source::Mixed => false,
    }
}

/// The text of the query, which newer releases keep in an object.
pub fn query(tree: &Tree) -> Option<&Tree> {
    let query = tree.get("query")?;
    match &query.value {
        TreeValue::Map(_) => query.get("query").or_else(|| query.get("expr")),
        _ => Some(query),
    }
}

/// The values that are listed, for those types that list them: separated by commas, each perhaps behind what is shown for it.
fn values(file: FileId, tree: &Tree, kind: VariableType) -> Vec<Name> {
    if !matches!(kind, VariableType::Custom | VariableType::Interval) {
        return Vec::new();
    }
    let Some(written) = field::name(file, tree, "query") else {
        return Vec::new();
    };
    let separated = written.value.replace("\\,", "\u{0}");
    let values = separated.split(',').map(|value| {
        let value = value.replace('\u{0}', ",");
        let value = value
            .split_once(" : ")
            .map_or(value.as_str(), |(_, value)| value);
        Spanned::new(value.trim().to_string(), written.span)
    });
    values.collect()
}

/// The value at first, if it is one.
fn current(file: FileId, tree: &Tree) -> Option<Name> {
    let constant = matches!(text(tree, "type"), Some("constant" | "textbox"));
    let own = constant.then(|| field::name(file, tree, "query")).flatten();
    let current = tree.get("current")?;
    let value = match &current.get("value")?.value {
        TreeValue::String(_) => name(file, current, "value"),
        TreeValue::List(items) => match items.as_slice() {
            [one] => string(one).map(|text| Spanned::new(text.to_string(), field::span(file, one))),
            _ => None,
        },
        _ => None,
    };
    own.or(value)
        .filter(|value| value.value != "$__all" && !value.value.is_empty())
}

/// Source: grafana/schema, `VariableHide`.
fn hide(tree: &Tree) -> Option<Hide> {
    let hide = tree.get("hide")?;
    match (field::number(hide), string(hide)) {
        (Some(1.0), _) | (_, Some("hideLabel")) => Some(Hide::Label),
        (Some(2.0), _) | (_, Some("hideVariable")) => Some(Hide::Variable),
        _ => None,
    }
}
