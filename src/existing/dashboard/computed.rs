//! Whether a panel shows other values than the answers to its queries.

use crate::{
    document::Tree,
    existing::field::{entries, flag, items, string, text},
};

/// Calculations that yield one of the values. Source: grafana/data, `ReducerID`, and what single numbers had before Grafana 7.
const KEEPING: [&str; 13] = [
    "avg",
    "current",
    "first",
    "firstNotNull",
    "last",
    "lastNotNull",
    "lastTime",
    "logmin",
    "max",
    "mean",
    "median",
    "min",
    "uniqueValues",
];

/// Options of series, of which some have no word of their own in newer panels, that make other values.
const CHANGING: [&str; 2] = ["stack", "transform"];

/// Whether options of a panel, of some of its series, or queries that are computed with make other values.
pub fn is_computed(panel: &Tree) -> bool {
    of_options(panel) || of_series(panel) || items(panel, "targets").iter().any(is_input)
}

/// A heatmap that sorts values into buckets, a count of values, shares of a sum, columns with rules of their own.
fn of_options(panel: &Tree) -> bool {
    let options = panel.get("options");
    let sorts = options.is_some_and(|options| flag(options, "calculate"));
    let reduced = options.and_then(|options| options.get("reduceOptions"));
    let calculations = reduced.map_or(&[][..], |reduced| items(reduced, "calcs"));
    let keeps = |name: &str| KEEPING.contains(&name);
    let counts = calculations
        .iter()
        .any(|name| !string(name).is_some_and(keeps));
    let is_old = text(panel, "valueName").is_some_and(|name| !keeps(name));
    let columns = !items(panel, "styles").is_empty();
    // Before Grafana 9 it did so unless told otherwise.
    let buckets = options.is_some() || text(panel, "dataFormat") == Some("tsbuckets");
    let is_old = is_old || (text(panel, "type") == Some("heatmap") && !buckets);
    sorts || counts || is_old || columns || flag(panel, "percentage")
}

/// Series that are mirrored, or stacked to shares.
fn of_series(panel: &Tree) -> bool {
    let old = items(panel, "seriesOverrides").iter();
    let mut old = old.flat_map(entries);
    if old.any(|entry| CHANGING.contains(&entry.key.as_str())) {
        return true;
    }
    let Some(config) = panel.get("fieldConfig") else {
        return false;
    };
    let custom = config.get("defaults").and_then(|one| one.get("custom"));
    let shares = custom
        .and_then(|custom| custom.get("stacking"))
        .is_some_and(|stacking| text(stacking, "mode") == Some("percent"));
    let mirrored = custom.is_some_and(|custom| text(custom, "transform").is_some());
    let changes = items(config, "overrides").iter();
    let mut properties = changes.flat_map(|change| items(change, "properties"));
    let changing = ["custom.transform", "custom.stacking"];
    shares
        || mirrored
        || properties.any(|one| text(one, "id").is_some_and(|id| changing.contains(&id)))
}

/// Whether a query is there to be computed with, or computes.
fn is_input(target: &Tree) -> bool {
    let computes = |key| text(target, key).is_some();
    flag(target, "hide") || (target.get("expr").is_none() && computes("expression"))
}
