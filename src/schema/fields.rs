//! What each version of prometheus-operator knows of its own kinds.

use std::sync::LazyLock;

/// The table that `schemas/generate` writes: kind, field, first and last version, separated by tabs.
const TABLE: &str = include_str!("../../schemas/monitoring/fields.tsv");

/// A field, or a value of one, that not every version of prometheus-operator knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VersionedField {
    /// The kind, such as `ServiceMonitor`.
    pub kind: &'static str,
    /// The field, as `spec.endpoints[].noProxy`; `*` is any key of a map.
    pub path: &'static str,
    /// The value of it that is meant; `None` for the field itself.
    pub value: Option<&'static str>,
    /// The first version that knows it, major and minor.
    pub since: (u32, u32),
}

static FIELDS: LazyLock<Vec<VersionedField>> =
    LazyLock::new(|| TABLE.lines().filter_map(read).collect());

/// The fields that came after the oldest version that was looked at (0.70), sorted by kind and path.
pub fn operator_fields() -> &'static [VersionedField] {
    &FIELDS
}

/// A row of the table; `None` for its head and for what the oldest version knows.
fn read(line: &'static str) -> Option<VersionedField> {
    let mut cells = line.split('\t');
    let (kind, what, since) = (cells.next()?, cells.next()?, cells.next()?);
    let (major, minor) = since.split_once('.')?;
    let (path, value) = match what.split_once('=') {
        Some((path, value)) => (path, Some(value)),
        None => (what, None),
    };
    Some(VersionedField {
        kind,
        path,
        value,
        since: (major.parse().ok()?, minor.parse().ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::operator_fields;

    #[test]
    fn the_table_tells_the_first_version_of_fields_and_values() {
        let since = |kind: &str, path: &str, value: Option<&str>| {
            let mut fields = operator_fields().iter();
            let found =
                fields.find(|field| (field.kind, field.path, field.value) == (kind, path, value));
            found.map(|field| field.since)
        };
        // Told in prometheus-operator's own changelog.
        let cases = [
            (
                "PrometheusRule",
                "spec.groups[].query_offset",
                None,
                Some((0, 78)),
            ),
            (
                "PrometheusRule",
                "spec.groups[].labels",
                None,
                Some((0, 79)),
            ),
            ("ServiceMonitor", "spec.bodySizeLimit", None, Some((0, 73))),
            ("PodMonitor", "spec.scrapeClass", None, Some((0, 72))),
            (
                "PodMonitor",
                "spec.scrapeProtocols[]",
                Some("PrometheusText1.0.0"),
                Some((0, 79)),
            ),
            ("ServiceMonitor", "spec.endpoints", None, None),
            (
                "ServiceMonitor",
                "spec.endpoints[].scheme",
                Some("http"),
                None,
            ),
        ];
        for (kind, path, value, expected) in cases {
            assert_eq!(
                since(kind, path, value),
                expected,
                "{kind} {path} {value:?}"
            );
        }
    }
}
