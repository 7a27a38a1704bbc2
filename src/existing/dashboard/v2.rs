//! The second schema of dashboards, said in the words of the classic one.
//!
//! Every value keeps its place. Source: grafana/grafana, `apps/dashboard/kinds/v2alpha1` and `v2beta1`: queries, elements, layouts and variables are
//! objects with `kind` and `spec`; of what a panel is, the first writes the plugin as `kind`, the second as `group`.

use crate::{
    document::{Entry, Tree, TreeValue},
    existing::field::{entries, items, text},
};
use std::collections::BTreeMap;

/// How deep rows and tabs are followed.
const DEEPEST: usize = 16;

/// The classic form of the spec of a dashboard.
pub fn classic(object: &Tree, spec: &Tree) -> Tree {
    let elements = spec.get("elements");
    let mut panels = Vec::new();
    if let Some(layout) = spec.get("layout") {
        let mut elements = elements.map_or(Elements::new(), by_name);
        lay_out(layout, &mut elements, 0, &mut panels);
    }
    let variables = items(spec, "variables").iter().filter_map(variable);
    let marks = items(spec, "annotations").iter().filter_map(annotation);
    let uid = object.get("metadata").and_then(|meta| meta.get("name"));
    let fields = [
        ("uid", uid.cloned()),
        ("title", spec.get("title").cloned()),
        ("description", spec.get("description").cloned()),
        ("links", spec.get("links").cloned()),
        ("templating", Some(list_in(spec, variables.collect()))),
        ("annotations", Some(list_in(spec, marks.collect()))),
        ("panels", Some(list(spec, panels))),
        // Whatever else may mention a variable.
        ("elements", elements.cloned()),
        ("layout", spec.get("layout").cloned()),
    ];
    map(spec, fields)
}

/// Elements that were not laid out so far: each stands at one place.
type Elements<'t> = BTreeMap<&'t str, &'t Tree>;

fn by_name(elements: &Tree) -> Elements<'_> {
    let entries = entries(elements).iter();
    entries
        .map(|entry| (entry.key.as_str(), &entry.value))
        .collect()
}

/// A mapping at the place of a node.
fn map<const N: usize>(at: &Tree, fields: [(&str, Option<Tree>); N]) -> Tree {
    let fields = fields.into_iter().filter_map(|(key, value)| {
        Some(Entry {
            key: key.to_string(),
            key_range: at.start..at.start,
            value: value?,
        })
    });
    Tree {
        value: TreeValue::Map(fields.collect()),
        ..empty(at)
    }
}

fn list(at: &Tree, items: Vec<Tree>) -> Tree {
    Tree {
        value: TreeValue::List(items),
        ..empty(at)
    }
}

fn list_in(at: &Tree, items: Vec<Tree>) -> Tree {
    map(at, [("list", Some(list(at, items)))])
}

fn word(at: &Tree, text: &str) -> Tree {
    Tree {
        value: TreeValue::String(text.to_string()),
        ..empty(at)
    }
}

fn empty(at: &Tree) -> Tree {
    Tree {
        value: TreeValue::Null,
        start: at.start,
        end: at.end,
    }
}

/// A mapping with fields before its own.
fn with<const N: usize>(tree: &Tree, fields: [(&str, Option<Tree>); N]) -> Tree {
    let TreeValue::Map(mut all) = map(tree, fields).value else {
        return tree.clone();
    };
    let new = |entry: &&Entry| !all.iter().any(|known| known.key == entry.key);
    let own: Vec<Entry> = entries(tree).iter().filter(new).cloned().collect();
    all.extend(own);
    Tree {
        value: TreeValue::Map(all),
        ..empty(tree)
    }
}

/// The panels of a layout, those of rows and tabs inside of a row.
fn lay_out(layout: &Tree, elements: &mut Elements, depth: usize, panels: &mut Vec<Tree>) {
    let Some(spec) = layout.get("spec").filter(|_| depth < DEEPEST) else {
        return;
    };
    for item in items(spec, "items") {
        let inside = item.get("spec").unwrap_or(item);
        let name = inside
            .get("element")
            .and_then(|element| text(element, "name"));
        let element = name.and_then(|name| elements.remove(name));
        panels.extend(element.and_then(|element| panel(element, inside)));
    }
    for part in ["rows", "tabs"]
        .into_iter()
        .flat_map(|key| items(spec, key))
    {
        let inside = part.get("spec").unwrap_or(part);
        let mut own = Vec::new();
        if let Some(layout) = inside.get("layout") {
            lay_out(layout, elements, depth + 1, &mut own);
        }
        // A classic row holds panels and no rows.
        let (rows, own): (Vec<Tree>, Vec<Tree>) = own
            .into_iter()
            .partition(|one| text(one, "type") == Some("row"));
        let fields = [
            ("type", Some(word(part, "row"))),
            ("title", inside.get("title").cloned()),
            ("collapsed", inside.get("collapse").cloned()),
            ("repeat", repeat(inside)),
            ("panels", Some(list(part, own))),
        ];
        panels.push(map(part, fields));
        panels.extend(rows);
    }
}

fn repeat(inside: &Tree) -> Option<Tree> {
    let repeat = inside.get("repeat")?;
    (text(repeat, "mode") == Some("variable"))
        .then(|| repeat.get("value").cloned())
        .flatten()
}

fn panel(element: &Tree, item: &Tree) -> Option<Tree> {
    let spec = element.get("spec")?;
    if text(element, "kind") == Some("LibraryPanel") {
        return Some(map(element, [("libraryPanel", Some(spec.clone()))]));
    }
    let data = spec.get("data").and_then(|data| data.get("spec"));
    let drawn = spec.get("vizConfig");
    let options = data.and_then(|data| data.get("queryOptions"));
    let option = |key| options.and_then(|options| options.get(key)).cloned();
    let targets = data.map(|data| items(data, "queries").iter().filter_map(target).collect());
    let changes = data.map(|data| items(data, "transformations").to_vec());
    let fields = [
        ("type", drawn.and_then(plugin)),
        ("targets", targets.map(|targets| list(spec, targets))),
        (
            "transformations",
            changes.map(|changes| list(spec, changes)),
        ),
        ("interval", option("interval")),
        ("maxDataPoints", option("maxDataPoints")),
        (
            "fieldConfig",
            drawn
                .and_then(|drawn| drawn.get("spec")?.get("fieldConfig"))
                .cloned(),
        ),
        ("gridPos", Some(place(item))),
        ("repeat", repeat(item)),
    ];
    Some(with(spec, fields))
}

fn place(item: &Tree) -> Tree {
    let fields = [("x", "x"), ("y", "y"), ("w", "width"), ("h", "height")];
    map(item, fields.map(|(to, from)| (to, item.get(from).cloned())))
}

/// The plugin that something is of.
fn plugin(tree: &Tree) -> Option<Tree> {
    tree.get("group").or_else(|| tree.get("kind")).cloned()
}

/// The datasource of an object that holds a query: its type is the plugin, its uid the name.
fn datasource(around: &Tree, query: &Tree) -> Tree {
    let old = around.get("datasource");
    let named = query
        .get("datasource")
        .and_then(|source| source.get("name"));
    let uid = named.or_else(|| old.and_then(|old| old.get("uid")));
    let kind = plugin(query).or_else(|| old.and_then(|old| old.get("type").cloned()));
    map(query, [("type", kind), ("uid", uid.cloned())])
}

fn target(query: &Tree) -> Option<Tree> {
    let spec = query.get("spec")?;
    let asked = spec.get("query")?;
    let fields = [
        ("refId", spec.get("refId").cloned()),
        ("hide", spec.get("hidden").cloned()),
        ("datasource", Some(datasource(spec, asked))),
    ];
    Some(with(asked.get("spec")?, fields))
}

fn annotation(mark: &Tree) -> Option<Tree> {
    let spec = mark.get("spec")?;
    let asked = spec.get("query");
    let fields = [
        ("datasource", asked.map(|asked| datasource(spec, asked))),
        ("target", asked.and_then(|asked| asked.get("spec")).cloned()),
    ];
    Some(with(spec, fields))
}

/// Kinds of variables with their classic types.
const VARIABLES: [(&str, &str); 9] = [
    ("AdhocVariable", "adhoc"),
    ("ConstantVariable", "constant"),
    ("CustomVariable", "custom"),
    ("DatasourceVariable", "datasource"),
    ("GroupByVariable", "groupby"),
    ("IntervalVariable", "interval"),
    ("QueryVariable", "query"),
    ("SwitchVariable", "switch"),
    ("TextVariable", "textbox"),
];

fn variable(variable: &Tree) -> Option<Tree> {
    let spec = variable.get("spec")?;
    let kind = text(variable, "kind").unwrap_or_default();
    let row = VARIABLES.iter().find(|(known, _)| *known == kind);
    let classic = row.map_or("unknown", |(_, classic)| classic);
    let asked = spec
        .get("query")
        .filter(|asked| asked.get("spec").is_some());
    let query = match asked {
        Some(asked) => asked.get("spec"),
        None => spec.get("query").or_else(|| spec.get("pluginId")),
    };
    let fields = [
        ("type", Some(word(variable, classic))),
        ("query", query.cloned()),
        ("datasource", asked.map(|asked| datasource(spec, asked))),
    ];
    Some(with(spec, fields))
}
