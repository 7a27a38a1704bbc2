//! Which fields refer to a name of the project, and the schema that offers the names there.

use super::{BuiltIn, name_kind::Kind, names::Names};
use Legal::{Also, Only};
use indexmap::IndexMap;
use serde_json::{Map, Value, json};

/// What else a field takes than the names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Legal {
    /// Nothing: gen refuses every other value.
    Only,
    /// Any other value of its type: the names are offered.
    Also,
}

/// Definition, field (empty for the definition itself), what it refers to, and what else is legal. A list refers by its items, a
/// table by its keys. `Project` is the root and the environment. `Only` stands where `model` looks up the name whenever the
/// item exists.
const REFERENCES: [(&str, &str, Kind, Legal); 60] = [
    ("Project", "catalogs", Kind::Catalog, Also),
    ("Project", "groups", Kind::Group, Also),
    ("PrometheusTable", "pod-target-labels", Kind::PodLabel, Also),
    ("PrometheusTable", "namespace", Kind::Namespace, Also),
    ("Policy", "severities", Kind::Severity, Also),
    ("Policy", "required-labels", Kind::AlertLabel, Also),
    (
        "Policy",
        "required-annotations",
        Kind::FiredAnnotation,
        Also,
    ),
    ("Label", "type", Kind::EnumType, Only),
    ("Metric", "labels", Kind::Label, Only),
    ("Metric", "label-values", Kind::Label, Only),
    ("Metric", "key", Kind::Label, Only),
    // Looked up for statesets only.
    ("Metric", "state-label", Kind::Label, Also),
    ("Scrape", "match-labels", Kind::ServiceLabel, Also),
    ("Scrape", "job-label", Kind::ServiceLabel, Also),
    ("Scrape", "target-labels", Kind::ServiceLabel, Also),
    ("Scrape", "pod-target-labels", Kind::PodLabel, Also),
    ("Scrape", "serves", Kind::Exposed, Also),
    ("Scrape", "catalogs", Kind::Catalog, Only),
    ("Scrape", "endpoints", Kind::Port, Also),
    ("Requirement", "key", Kind::ServiceLabel, Also),
    ("NamespaceSelector", "match-names", Kind::Namespace, Also),
    ("Endpoint", "port", Kind::Port, Also),
    ("Endpoint", "serves", Kind::Exposed, Also),
    ("Endpoint", "catalogs", Kind::Catalog, Only),
    ("RelabelStep", "source-labels", Kind::SeriesLabel, Also),
    ("RelabelStep", "target-label", Kind::SeriesLabel, Also),
    ("Service", "labels", Kind::ServiceLabel, Also),
    ("Service", "selector", Kind::PodLabel, Also),
    ("Port", "target-port", Kind::Port, Also),
    ("Workload", "namespace", Kind::Namespace, Also),
    ("Group", "labels", Kind::AlertLabel, Also),
    ("Recording", "group", Kind::Group, Also),
    ("Alert", "severity", Kind::Severity, Also),
    ("Alert", "labels", Kind::AlertLabel, Also),
    ("Alert", "annotations", Kind::Annotation, Also),
    ("Alert", "group", Kind::Group, Also),
    ("Alert", "panel", Kind::Panel, Only),
    ("AlertTest", "environment", Kind::Environment, Only),
    ("Firing", "labels", Kind::SeriesLabel, Also),
    ("Firing", "annotations", Kind::FiredAnnotation, Also),
    ("Link", "dashboard", Kind::Dashboard, Only),
    ("Variable", "metric", Kind::Series, Only),
    // Of what nobody declared the labels are not known; so it is with `by`, `where` and `columns`.
    ("Variable", "label", Kind::SeriesLabel, Also),
    ("Variable", "where", Kind::Matcher, Also),
    ("Row", "repeat", Kind::Variable, Only),
    ("Row", "filters", Kind::Filter, Only),
    ("Panel", "metric", Kind::Series, Only),
    ("Panel", "by", Kind::SeriesLabel, Also),
    ("Panel", "where", Kind::Matcher, Also),
    ("Panel", "filters", Kind::Filter, Only),
    ("Panel", "columns", Kind::SeriesLabel, Also),
    ("Panel", "repeat", Kind::Variable, Only),
    ("Query", "metric", Kind::Series, Only),
    ("Query", "by", Kind::SeriesLabel, Also),
    ("Query", "where", Kind::Matcher, Also),
    ("Query", "filters", Kind::Filter, Only),
    ("Override", "by-query", Kind::Query, Only),
    ("Crd", "group", Kind::ApiGroup, Also),
    // A type string may go on with markers.
    ("SchemaNode", "", Kind::FieldType, Also),
    ("Environment", "unset", Kind::Path, Also),
];

/// Fields that name checks by family, and what else is legal.
const CHECKS: [(&str, &str, Legal); 10] = [
    ("Project", "lints", Only),
    ("Metric", "allow", Only),
    ("Alert", "allow", Only),
    ("Label", "allow", Also),
    ("Scrape", "allow", Also),
    ("Group", "allow", Also),
    ("Recording", "allow", Also),
    ("Dashboard", "allow", Also),
    ("Panel", "allow", Also),
    ("Crd", "allow", Also),
];

/// What stands for every check of a family in `[lints]`.
const EVERY: [(&str, &str); 1] = [("all", "Every check of the family.")];

/// Writes the names into a schema. Where they are not all that there are, nothing is refused.
pub fn offer(schema: &mut Value, names: &Names, built_in: &BuiltIn, strict: Strict) {
    let legal = |legal| match strict {
        Strict::Yes => legal,
        Strict::No => Also,
    };
    for (definition, field, kind, wanted) in REFERENCES {
        let known: Vec<&str> = names.of(kind).collect();
        for pointer in places(definition, field) {
            if let Some(place) = schema.pointer_mut(&pointer).filter(|_| !known.is_empty()) {
                refer(place, &known, legal(wanted));
            }
        }
    }
    for (definition, field, wanted) in CHECKS {
        for pointer in places(definition, field) {
            if let Some(place) = schema.pointer_mut(&pointer) {
                let more = if field == "lints" { &EVERY[..] } else { &[] };
                checks(place, &built_in.checks, more, legal(wanted));
            }
        }
    }
}

/// Whether the names are all that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strict {
    /// They are.
    Yes,
    /// Some could not be read.
    No,
}

/// The pointers of a field, in a definition and in its twin for environments.
fn places(definition: &str, field: &str) -> [String; 2] {
    let owners = match definition {
        "Project" => ["", "/$defs/Environment"].map(String::from),
        _ => ["", "Partial"].map(|twin| format!("/$defs/{twin}{definition}")),
    };
    owners.map(|owner| match field {
        "" => owner,
        _ => format!("{owner}/properties/{field}"),
    })
}

/// Offers names in the items of a list, the keys of a table, or a value.
fn refer(place: &mut Value, names: &[&str], legal: Legal) {
    match place["type"].as_str() {
        Some("array") => value(&mut place["items"], names, legal),
        Some("object") => keys(place, names.iter().map(|name| (*name, None)), legal),
        _ => value(place, names, legal),
    }
}

fn value(place: &mut Value, names: &[&str], legal: Legal) {
    match legal {
        Only => place["enum"] = json!(names),
        Also => {
            place["anyOf"] = json!([{ "enum": names }, { "type": place["type"] }]);
        }
    }
}

/// Offers keys, with what is to be said of them.
fn keys<'a>(
    place: &mut Value,
    names: impl Iterator<Item = (&'a str, Option<&'a str>)>,
    legal: Legal,
) {
    let inner = place["additionalProperties"].clone();
    let properties = names.map(|(name, text)| {
        let mut inner = inner.clone();
        let said = text
            .or_else(|| inner["description"].as_str())
            .map_or_else(|| format!("`{name}`, a known name."), str::to_string);
        inner["description"] = Value::from(said);
        (name.to_string(), inner)
    });
    let properties: Map<String, Value> = properties.collect();
    place["properties"] = Value::Object(properties);
    if legal == Only {
        place["additionalProperties"] = Value::Bool(false);
    }
}

/// Offers families and their checks, and `more` in each. An empty table is legal under any name: it sets nothing.
fn checks(place: &mut Value, known: &[(&str, String)], more: &[(&str, &str)], legal: Legal) {
    let outer = place["additionalProperties"].clone();
    let mut families: IndexMap<&str, Vec<(&str, Option<&str>)>> = IndexMap::new();
    for (check, text) in known {
        if let Some((family, name)) = check.split_once('/') {
            families.entry(family).or_default().push((name, Some(text)));
        }
    }
    let families = families.into_iter().map(|(family, mut names)| {
        let mut inner = outer.clone();
        names.extend(more.iter().map(|(name, text)| (*name, Some(*text))));
        keys(&mut inner, names.into_iter(), legal);
        inner["description"] = Value::from(format!("Checks of the family `{family}`."));
        (family.to_string(), inner)
    });
    let families: Map<String, Value> = families.collect();
    place["properties"] = Value::Object(families);
    if legal == Only {
        place["additionalProperties"]["additionalProperties"] = Value::Bool(false);
    }
}

#[cfg(test)]
mod tests {
    use super::{CHECKS, REFERENCES, places};
    use crate::project::json_schema;

    #[test]
    fn every_reference_is_a_field() {
        let schema = json_schema();
        let references = REFERENCES.map(|(definition, field, ..)| (definition, field));
        let checks = CHECKS.map(|(definition, field, _)| (definition, field));
        for (definition, field) in references.into_iter().chain(checks) {
            let [place, _] = places(definition, field);
            assert!(schema.pointer(&place).is_some(), "{place}");
        }
    }
}
