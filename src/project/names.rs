//! The names that a project declares, read from its table without regard to errors elsewhere: an editor asks while the user types.
//!
//! Invariants: names stand in the order written, each once; those of all environments count, and those that are switched off,
//! so that the names are never fewer than those that may be referred to.

use super::{
    BuiltIn,
    environment::FIXED,
    layer::layers,
    name_kind::{Kind, SOURCES},
    syntax::bare_or_quoted,
};
use crate::schema;
use indexmap::IndexSet;
use std::collections::BTreeMap;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// Suffixes of the series of a metric by its type; of one whose type is not known, all.
const PARTS: [(&str, &[&str]); 6] = [
    ("counter", &[]),
    ("gauge", &[]),
    ("native-histogram", &[]),
    ("stateset", &[]),
    ("info", &[]),
    ("summary", &["_sum", "_count"]),
];

/// Suffixes of a classic histogram's series.
const ALL_PARTS: &[&str] = &["_bucket", "_sum", "_count"];

/// Where catalogues are named.
const CATALOGS: [&[&str]; 3] = [
    &["catalogs", "*"],
    &["scrape", "*", "catalogs"],
    &["scrape", "*", "endpoints", "*", "catalogs"],
];

/// Paths of `unset` are listed to this depth: an item and its fields.
const PATH_DEPTH: usize = 3;

/// Names by what they name.
pub struct Names {
    by_kind: BTreeMap<Kind, IndexSet<String>>,
    catalogs: bool,
}

impl Names {
    /// The names of a kind; empty when the project has none.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &str> {
        let found = self.by_kind.get(&kind);
        found.into_iter().flatten().map(String::as_str)
    }

    /// Whether the project names a catalogue, so that it has series of others.
    pub fn has_catalogs(&self) -> bool {
        self.catalogs
    }

    fn add(&mut self, kind: Kind, name: impl Into<String>) {
        self.by_kind.entry(kind).or_default().insert(name.into());
    }
}

/// The names of a project's whole table and those that gen brings along.
pub fn find(whole: &DeTable<'_>, built_in: &BuiltIn) -> Names {
    let mut names = Names {
        by_kind: BTreeMap::new(),
        catalogs: false,
    };
    for layer in layers(whole) {
        for (kind, path) in SOURCES {
            let path: Vec<&str> = path.split('.').collect();
            visit(layer, &path, &mut |name| names.add(kind, name));
        }
        for path in CATALOGS {
            visit(layer, path, &mut |_| names.catalogs = true);
        }
        series(whole, layer, &mut names);
        matchers(layer, &mut names);
        dashboards(layer, &mut names);
    }
    paths(whole, &mut Vec::new(), &mut names);
    let given = [
        (Kind::Series, &built_in.series),
        (Kind::SeriesLabel, &built_in.labels),
        (Kind::FiredAnnotation, &built_in.annotations),
        (Kind::Catalog, &built_in.catalogs),
        (Kind::FieldType, &built_in.types),
        (Kind::Variable, &built_in.variables),
    ];
    for (kind, known) in given {
        known.iter().for_each(|name| names.add(kind, name));
    }
    core_types(whole, &mut names);
    names
}

/// Calls `found` for every name that stands at a path.
fn visit(table: &DeTable<'_>, path: &[&str], found: &mut impl FnMut(&str)) {
    match path {
        [] => {}
        ["*"] => table.keys().for_each(|key| found(key.get_ref())),
        ["*", rest @ ..] => inner(table).for_each(|(_, below)| visit(below, rest, found)),
        [key] => match table.get(*key).map(Spanned::get_ref) {
            Some(DeValue::String(text)) => found(text),
            Some(DeValue::Array(items)) => {
                let texts = items.iter().filter_map(|item| item.get_ref().as_str());
                texts.for_each(found);
            }
            _ => {}
        },
        [key, rest @ ..] => {
            if let Some(below) = at(table, key) {
                visit(below, rest, found);
            }
        }
    }
}

/// The table under a key.
fn at<'a, 'i>(table: &'a DeTable<'i>, key: &str) -> Option<&'a DeTable<'i>> {
    table.get(key)?.get_ref().as_table()
}

/// The text under a key.
fn text<'a>(table: &'a DeTable<'_>, key: &str) -> Option<&'a str> {
    table.get(key)?.get_ref().as_str()
}

/// The tables in a table, by name.
fn inner<'a, 'i>(table: &'a DeTable<'i>) -> impl Iterator<Item = (&'a str, &'a DeTable<'i>)> {
    table
        .iter()
        .filter_map(|(key, value)| Some((key.get_ref().as_ref(), value.get_ref().as_table()?)))
}

/// The items of a table of a layer.
fn items<'a, 'i>(
    layer: &'a DeTable<'i>,
    table: &str,
) -> impl Iterator<Item = (&'a str, &'a DeTable<'i>)> {
    at(layer, table).into_iter().flat_map(inner)
}

/// Metrics with their series, and recordings.
fn series(whole: &DeTable<'_>, layer: &DeTable<'_>, names: &mut Names) {
    for (name, metric) in items(layer, "metrics") {
        let below = at(whole, "metrics").and_then(|metrics| at(metrics, name));
        let kind = text(metric, "type").or_else(|| text(below?, "type"));
        let known = PARTS.iter().find(|(known, _)| Some(*known) == kind);
        names.add(Kind::Series, name);
        for suffix in known.map_or(ALL_PARTS, |(_, suffixes)| suffixes) {
            names.add(Kind::Series, format!("{name}{suffix}"));
        }
    }
    for (name, recording) in items(layer, "recordings") {
        let recorded = text(recording, "record").unwrap_or(name);
        names.add(Kind::Series, recorded);
    }
}

/// A matcher for each declared value of a label.
fn matchers(layer: &DeTable<'_>, names: &mut Names) {
    for (name, label) in items(layer, "labels") {
        visit(label, &["values"], &mut |value| {
            if !value.contains(['"', '\\', '\n', '$']) {
                names.add(Kind::Matcher, format!("{name}=\"{value}\""));
            }
        });
    }
}

/// Panels, the variables that filter, and the variable of the datasource.
fn dashboards(layer: &DeTable<'_>, names: &mut Names) {
    for (dashboard, table) in items(layer, "dashboards") {
        let rows = items(table, "rows");
        for (panel, _) in rows.flat_map(|(_, row)| items(row, "panels")) {
            names.add(Kind::Panel, format!("{dashboard}.{panel}"));
        }
        for (variable, written) in items(table, "variables") {
            let filter = written.get("filter").map(Spanned::get_ref);
            if matches!(filter, Some(DeValue::Boolean(true))) {
                names.add(Kind::Filter, variable);
            }
        }
    }
    let datasource = at(layer, "grafana").and_then(|grafana| text(grafana, "datasource"));
    if let Some(variable) = datasource.and_then(|uid| uid.strip_prefix('$')) {
        names.add(Kind::Variable, variable.trim_matches(['{', '}']));
    }
}

/// The key paths of the base, for `unset`.
fn paths(table: &DeTable<'_>, above: &mut Vec<String>, names: &mut Names) {
    for (key, value) in table {
        let Some(part) = bare_or_quoted(key.get_ref()) else {
            continue;
        };
        above.push(part);
        if is_fixed(above) {
            above.pop();
            continue;
        }
        names.add(Kind::Path, above.join("."));
        if let (Some(below), true) = (value.get_ref().as_table(), above.len() < PATH_DEPTH) {
            paths(below, above, names);
        }
        above.pop();
    }
}

fn is_fixed(path: &[String]) -> bool {
    FIXED.iter().any(|(table, key)| {
        let fixed = std::iter::once(*table).chain(*key);
        fixed.eq(path.iter().map(String::as_str))
    })
}

/// The core types of the version that the project names, else of the newest.
fn core_types(whole: &DeTable<'_>, names: &mut Names) {
    let named = at(whole, "targets").and_then(|targets| text(targets, "core-types"));
    let version = named.or_else(|| schema::core_versions().last().copied());
    for name in schema::core_type_names(version.unwrap_or_default()) {
        names.add(Kind::FieldType, name);
    }
}
