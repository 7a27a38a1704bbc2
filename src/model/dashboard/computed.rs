//! Whether a panel shows the values that its queries yield.

use crate::{
    model::{Spanned, Words},
    project,
};

/// Transformations that leave every value as it is. Source: grafana/data, `DataTransformerID`.
const KEEPING: [&str; 13] = [
    "filterByRefId",
    "filterByValue",
    "filterFieldsByName",
    "joinByField",
    "joinByLabels",
    "labelsToFields",
    "limit",
    "merge",
    "organize",
    "partitionByValues",
    "seriesToRows",
    "sortBy",
    "timeSeriesTable",
];

/// Words of a panel's JSON that say nothing about values.
const HARMLESS: [&str; 10] = [
    "cacheTimeout",
    "description",
    "gridPos",
    "hideTimeOverride",
    "id",
    "links",
    "pluginVersion",
    "title",
    "timeShift",
    "transparent",
];

/// Whether transformations or `raw` of a panel may change its values, their looks or its queries.
pub fn is_computed(panel: &project::Panel) -> bool {
    let raw = match panel.raw.as_ref().map(|raw| &raw.value) {
        None => false,
        Some(Words::Table(table)) => table.keys().any(|key| !HARMLESS.contains(&key.as_str())),
        Some(_) => true,
    };
    raw || changes(panel.transformations.as_ref())
}

/// Whether one of these transformations may change values.
pub fn changes(transformations: Option<&Spanned<Words>>) -> bool {
    let keeps = |one: &Spanned<Words>| {
        let Words::Table(table) = &one.value else {
            return false;
        };
        let id = table.get("id").map(|id| &id.value);
        matches!(id, Some(Words::String(id)) if KEEPING.contains(&id.as_str()))
    };
    match transformations.map(|words| &words.value) {
        None => false,
        Some(Words::List(list)) => !list.iter().all(keeps),
        Some(_) => true,
    }
}
