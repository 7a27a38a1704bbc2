//! Units, bounds, colors by value: the field options of newer panels, and the axes of older ones.
//!
//! What only some series have and is not said by name counts for all: then it is not said at all.

use crate::{
    document::{Tree, TreeValue},
    existing::field::{self, entries, flag, items, name, number, spanned_number, string, text},
    model::{
        Name, Spanned,
        dashboard::{
            looks::{Looks, Step},
            overrides::{Matched, Override},
        },
    },
    text::FileId,
};

/// Panels whose looks stand beside the field options.
const OLD: [&str; 3] = ["graph", "singlestat", "table-old"];

/// The looks of a panel, and those of single series.
pub fn looks(file: FileId, panel: &Tree) -> (Looks, Vec<Override>) {
    let is_old = OLD.contains(&text(panel, "type").unwrap_or_default());
    let Some(config) = panel.get("fieldConfig").filter(|_| !is_old) else {
        return (old(file, panel), Vec::new());
    };
    let none = Tree {
        value: TreeValue::Null,
        start: config.start,
        end: config.start,
    };
    let mut looks = options(file, config.get("defaults").unwrap_or(&none));
    let mut overrides = Vec::new();
    for change in items(config, "overrides") {
        let changed = changed(file, change);
        match matched(change) {
            Some(matched) => overrides.push(Override {
                matched,
                title: title(file, change),
                looks: changed,
                width: None,
                no_value: None,
                mappings: Vec::new(),
                links: Vec::new(),
                span: Some(field::span(file, change)),
            }),
            None => forget(&mut looks, &changed),
        }
    }
    (looks, overrides)
}

/// Source: grafana/schema, `FieldConfig`.
fn options(file: FileId, tree: &Tree) -> Looks {
    Looks {
        unit: name(file, tree, "unit"),
        min: spanned_number(file, tree, "min"),
        max: spanned_number(file, tree, "max"),
        thresholds: tree
            .get("thresholds")
            .and_then(|steps| thresholds(file, steps)),
        stack: tree.get("custom").and_then(|custom| stack(file, custom)),
        ..Looks::default()
    }
}

/// Whether series are stacked; `None` where nobody says it.
fn stack(file: FileId, custom: &Tree) -> Option<Spanned<bool>> {
    let mode = custom.get("stacking")?.get("mode")?;
    let is_stacked = string(mode).is_some_and(|mode| mode != "none");
    is_stacked.then(|| Spanned::new(true, field::span(file, mode)))
}

/// The steps of thresholds that are values and no shares of the range.
fn thresholds(file: FileId, tree: &Tree) -> Option<Vec<Step>> {
    if text(tree, "mode").unwrap_or("absolute") != "absolute" {
        return None;
    }
    let steps = items(tree, "steps").iter().map(|step| Step {
        value: step.get("value").and_then(number),
        color: text(step, "color").unwrap_or_default().to_string(),
        span: Some(field::span(file, step.get("value").unwrap_or(step))),
    });
    Some(steps.collect())
}

/// Which series an override is for. Source: grafana/data, `FieldMatcherID`.
fn matched(change: &Tree) -> Option<Matched> {
    let matcher = change.get("matcher")?;
    let options = matcher.get("options").and_then(string)?.to_string();
    match text(matcher, "id")? {
        "byName" => Some(Matched::Name(options)),
        "byRegexp" => Some(Matched::Regexp(options)),
        "byType" => Some(Matched::Type(options)),
        "byFrameRefID" => Some(Matched::Target(options)),
        _ => None,
    }
}

fn properties<'t>(change: &'t Tree, id: &'t str) -> Option<&'t Tree> {
    let mut properties = items(change, "properties").iter();
    properties.find(|property| text(property, "id") == Some(id))
}

fn title(file: FileId, change: &Tree) -> Option<Name> {
    name(file, properties(change, "displayName")?, "value")
}

fn changed(file: FileId, change: &Tree) -> Looks {
    let property = |id| properties(change, id);
    let steps = property("thresholds").and_then(|property| property.get("value"));
    Looks {
        unit: property("unit").and_then(|property| name(file, property, "value")),
        min: property("min").and_then(|property| spanned_number(file, property, "value")),
        max: property("max").and_then(|property| spanned_number(file, property, "value")),
        thresholds: steps.and_then(|steps| thresholds(file, steps)),
        ..Looks::default()
    }
}

/// Drops what an override changes for nobody knows which series.
fn forget(looks: &mut Looks, changed: &Looks) {
    if changed.unit.is_some() {
        looks.unit = None;
    }
    if changed.min.is_some() {
        looks.min = None;
    }
    if changed.max.is_some() {
        looks.max = None;
    }
    if changed.thresholds.is_some() {
        looks.thresholds = None;
    }
}

/// The looks of a graph or single number before Grafana 7: the left axis, unless series stand at the right one.
fn old(file: FileId, panel: &Tree) -> Looks {
    let right = items(panel, "seriesOverrides")
        .iter()
        .any(|change| entries(change).iter().any(|entry| entry.key == "yaxis"));
    let axis = items(panel, "yaxes").first().filter(|_| !right);
    let Some(axis) = axis else {
        return Looks {
            unit: name(file, panel, "format").filter(|_| panel.get("yaxes").is_none()),
            ..Looks::default()
        };
    };
    let stacked = panel.get("stack").filter(|_| flag(panel, "stack"));
    let stacked = stacked.map(|stack| Spanned::new(true, field::span(file, stack)));
    let bound = |key: &str| -> Option<Spanned<f64>> { spanned_number(file, axis, key) };
    Looks {
        unit: name(file, axis, "format"),
        min: bound("min"),
        max: bound("max"),
        stack: stacked,
        ..Looks::default()
    }
}
