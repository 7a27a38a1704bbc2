//! Which language a query is written in: what its datasource is.
//!
//! Source: grafana/data, `DataSourceRef`, and the forms that older releases wrote: a name, or nothing for the default.

use super::field::{self, items, string, text};
use crate::{
    document::{Tree, TreeValue},
    model::{Name, Spanned},
    text::FileId,
};
use std::collections::BTreeMap;

/// What a query is asked of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Prometheus, or what answers as it does.
    Prometheus,
    /// Something else.
    Other,
    /// Each query says it itself.
    Mixed,
    /// Nobody says it.
    Unknown,
}

/// Plugins that answer PromQL. Source: their `plugin.json`.
const PROMETHEUS: [&str; 3] = [
    "prometheus",
    "grafana-amazonprometheus-datasource",
    "grafana-azureprometheus-datasource",
];

/// Words in names of datasources that speak another language.
const OTHERS: [&str; 22] = [
    "athena",
    "azure",
    "bigquery",
    "clickhouse",
    "cloudwatch",
    "elastic",
    "grafana",
    "graphite",
    "influx",
    "infinity",
    "jaeger",
    "json",
    "loki",
    "mssql",
    "mysql",
    "opensearch",
    "postgres",
    "pyroscope",
    "redis",
    "stackdriver",
    "tempo",
    "testdata",
];

/// The names by which a dashboard calls datasources, each with what it is.
#[derive(Debug, Default)]
pub struct Datasources {
    named: BTreeMap<String, Source>,
}

impl Datasources {
    /// The variables of datasources, and the inputs that are asked for when an exported dashboard is imported.
    pub fn new(dashboard: &Tree, variables: &[Tree]) -> Self {
        let mut named = BTreeMap::new();
        for input in items(dashboard, "__inputs") {
            if let (Some("datasource"), Some(name)) = (text(input, "type"), text(input, "name")) {
                named.insert(name.to_string(), of_plugin(text(input, "pluginId")));
            }
        }
        for variable in variables {
            if let (Some("datasource"), Some(name)) =
                (text(variable, "type"), text(variable, "name"))
            {
                named.insert(name.to_string(), of_plugin(text(variable, "query")));
            }
        }
        Self { named }
    }

    /// What a datasource field says; `around` where it says nothing.
    pub fn find(&self, field: Option<&Tree>, around: Source) -> Source {
        let Some(field) = field else {
            return around;
        };
        match &field.value {
            TreeValue::String(name) if !name.is_empty() => self.of_name(name, around),
            TreeValue::Map(_) => self.of_reference(field, around),
            _ => around,
        }
    }

    fn of_reference(&self, field: &Tree, around: Source) -> Source {
        let uid = field.get("uid").and_then(string).unwrap_or_default();
        let by_uid = self.of_name(uid, around);
        // The variable that is chosen decides, then what is written beside it.
        if self
            .named
            .contains_key(variable_name(uid).unwrap_or_default())
            || uid.starts_with("-- ")
        {
            return by_uid;
        }
        match text(field, "type") {
            Some(plugin) if !plugin.starts_with('$') => of_plugin(Some(plugin)),
            _ if uid.is_empty() => around,
            _ => by_uid,
        }
    }

    fn of_name(&self, name: &str, around: Source) -> Source {
        if let Some(variable) = variable_name(name) {
            let known = self.named.get(variable).copied();
            return known.unwrap_or_else(|| guess(variable));
        }
        match name {
            "" | "default" => around,
            "-- Mixed --" => Source::Mixed,
            "-- Dashboard --" | "-- Grafana --" => Source::Other,
            _ => guess(name),
        }
    }
}

/// The name or uid of a datasource that a field holds: no variable, no input, none of Grafana's own, not the default.
pub fn fixed(file: FileId, field: &Tree) -> Option<Name> {
    let name = match &field.value {
        TreeValue::Map(_) => field::name(file, field, "uid")?,
        _ => Spanned::new(string(field)?.to_string(), field::span(file, field)),
    };
    let text = name.value.as_str();
    let chosen = text.contains('$') || text.contains("[[") || text.starts_with("-- ");
    (!chosen && !matches!(text, "" | "default")).then_some(name)
}

/// The variable that is the whole of a text.
fn variable_name(text: &str) -> Option<&str> {
    let inner = match text.strip_prefix("[[") {
        Some(inner) => inner.strip_suffix("]]")?,
        None => {
            let inner = text.strip_prefix('$')?;
            match inner.strip_prefix('{') {
                Some(inner) => inner.strip_suffix('}')?,
                None => inner,
            }
        }
    };
    inner.split(':').next().filter(|name| !name.is_empty())
}

fn of_plugin(plugin: Option<&str>) -> Source {
    match plugin {
        None => Source::Unknown,
        Some(plugin) if PROMETHEUS.contains(&plugin) => Source::Prometheus,
        // The type of Grafana's own datasources, of which only one takes queries of others.
        Some(_) => Source::Other,
    }
}

/// What a name says that a person gave: only that it is called after another program is taken for certain.
fn guess(name: &str) -> Source {
    let name = name.to_ascii_lowercase();
    if OTHERS.iter().any(|other| name.contains(other)) && !name.contains("prom") {
        Source::Other
    } else {
        Source::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::{Datasources, Source};
    use crate::document::json::read_spanned;

    const DASHBOARD: &str = r#"{
        "__inputs": [{ "name": "DS_PROMETHEUS", "type": "datasource", "pluginId": "prometheus" }],
        "list": [
            { "name": "ds", "type": "datasource", "query": "prometheus" },
            { "name": "logs", "type": "datasource", "query": "loki" }
        ]
    }"#;

    fn check(field: &str, expected: Source) {
        let dashboard = read_spanned(DASHBOARD).unwrap();
        let list = super::items(&dashboard, "list");
        let known = Datasources::new(&dashboard, list);
        let field = read_spanned(field).unwrap();
        let found = known.find(Some(&field), Source::Unknown);
        assert_eq!(found, expected, "{field:?}");
    }

    #[test]
    fn every_form_of_a_datasource_is_understood() {
        check("null", Source::Unknown);
        check(r#""$ds""#, Source::Prometheus);
        check(r#""${ds}""#, Source::Prometheus);
        check(r#""[[ds]]""#, Source::Prometheus);
        check(r#""${DS_PROMETHEUS}""#, Source::Prometheus);
        check(r#""$logs""#, Source::Other);
        check(r#""-- Mixed --""#, Source::Mixed);
        check(r#""-- Dashboard --""#, Source::Other);
        check(r#""Main""#, Source::Unknown);
        check(r#""Loki EU""#, Source::Other);
        check(r#"{ "uid": "$ds" }"#, Source::Prometheus);
        check(
            r#"{ "type": "prometheus", "uid": "x" }"#,
            Source::Prometheus,
        );
        check(
            r#"{ "type": "prometheus", "uid": "${logs}" }"#,
            Source::Other,
        );
        check(
            r#"{ "type": "prometheus", "uid": "${none}" }"#,
            Source::Prometheus,
        );
        check(
            r#"{ "type": "datasource", "uid": "-- Mixed --" }"#,
            Source::Mixed,
        );
        check(
            r#"{ "type": "datasource", "uid": "grafana" }"#,
            Source::Other,
        );
        check(
            r#"{ "type": "__expr__", "uid": "__expr__" }"#,
            Source::Other,
        );
        check(
            r#"{ "type": "yesoreyeram-infinity-datasource" }"#,
            Source::Other,
        );
        check(r#"{ "uid": "abc" }"#, Source::Unknown);
        check("{}", Source::Unknown);
        check("7", Source::Unknown);
    }
}
