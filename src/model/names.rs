//! Every well-known name, and what names must look like.

use std::borrow::Cow;

/// Label of the recommended set: the program.
pub const NAME_LABEL: &str = "app.kubernetes.io/name";
/// Label of the recommended set: the larger system.
pub const PART_OF_LABEL: &str = "app.kubernetes.io/part-of";
/// Label of the recommended set: the tool that manages the object.
pub const MANAGED_BY_LABEL: &str = "app.kubernetes.io/managed-by";
/// Value of [`MANAGED_BY_LABEL`].
pub const MANAGED_BY: &str = "gen";
/// Annotation that names who answers for an object.
pub const OWNER_ANNOTATION: &str = "gen/owner";
/// Label by which Grafana's sidecar finds dashboards.
pub const DASHBOARD_LABEL: &str = "grafana_dashboard";
/// Annotation that tells the sidecar the folder.
pub const FOLDER_ANNOTATION: &str = "grafana_folder";
/// Label that keeps Flux from replacing `${…}`.
pub const FLUX_SUBSTITUTE_LABEL: &str = "kustomize.toolkit.fluxcd.io/substitute";
/// Label of an alert's severity.
pub const SEVERITY: &str = "severity";
/// Label with an alert's name, which Prometheus sets.
pub const ALERT_NAME: &str = "alertname";
/// Label with the state of an alert in [`ALERTS`].
pub const ALERT_STATE: &str = "alertstate";
/// The series that Prometheus writes for active alerts.
pub const ALERTS: &str = "ALERTS";
/// Field of rules and groups with the labels that they set.
pub const LABELS: &str = "labels";
/// Field of alerts with their annotations.
pub const ANNOTATIONS: &str = "annotations";
/// Annotation of an alert with one sentence.
pub const SUMMARY: &str = "summary";
/// Annotation of an alert with what happens.
pub const DESCRIPTION: &str = "description";
/// Label of a classic histogram's bucket bound.
pub const LE: &str = "le";
/// Label of a summary's quantile.
pub const QUANTILE: &str = "quantile";
/// The metric's name as a label.
pub const METRIC_NAME: &str = "__name__";
/// Variable that holds the datasource, added to every dashboard.
pub const DATASOURCE_VARIABLE: &str = "datasource";
/// Annotation of an alert with its runbook's address.
pub const RUNBOOK_URL: &str = "runbook_url";
/// Annotation of an alert with its panel's address.
pub const DASHBOARD_URL: &str = "dashboard_url";

/// Target label: the monitor's or Service's name.
pub const JOB: &str = "job";
/// Target label: the address.
pub const INSTANCE: &str = "instance";
/// Target label: the Pod's namespace.
pub const NAMESPACE: &str = "namespace";
/// Target label: the Pod.
pub const POD: &str = "pod";
/// Target label: the container.
pub const CONTAINER: &str = "container";
/// Target label: the Service.
pub const SERVICE: &str = "service";
/// Target label: the port.
pub const ENDPOINT: &str = "endpoint";

/// Labels that targets of ServiceMonitors have. Source: prometheus-operator, `generateServiceMonitorConfig`.
pub const TARGET_LABELS: [&str; 7] = [JOB, INSTANCE, NAMESPACE, POD, CONTAINER, SERVICE, ENDPOINT];

/// The name of an object of a project: `<project>-<name>` without a repeated prefix.
pub fn object(project: &str, name: &str) -> String {
    if name == project
        || name
            .strip_prefix(project)
            .is_some_and(|rest| rest.starts_with('-'))
    {
        return name.to_string();
    }
    format!("{project}-{name}")
}

/// The name of the ConfigMap that holds a dashboard.
pub fn dashboard_config_map(project: &str, name: &str) -> String {
    format!("grafana-dashboard-{}", object(project, name))
}

/// Whether this is an RFC 1123 label: up to 63 of `a-z 0-9 -`, not beginning or ending with `-`.
/// Source: Kubernetes, `IsDNS1123Label`.
pub fn is_rfc1123_label(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !text.is_empty()
        && text.len() <= 63
        && text.chars().all(inner)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// Whether this is an RFC 1035 label, as names of Services are: an RFC 1123 label that begins with a letter.
/// Source: Kubernetes, `IsDNS1035Label`.
pub fn is_rfc1035_label(text: &str) -> bool {
    is_rfc1123_label(text) && text.starts_with(|c: char| c.is_ascii_lowercase())
}

/// Whether this is the name of a container's port: an RFC 1123 label of up to 15 bytes with a letter and without `--`.
/// Source: Kubernetes, `IsValidPortName`.
pub fn is_port_name(text: &str) -> bool {
    is_rfc1123_label(text)
        && text.len() <= 15
        && !text.contains("--")
        && text.contains(|c: char| c.is_ascii_lowercase())
}

/// Whether this is an RFC 1123 subdomain: labels joined by dots, up to 253 bytes. Source: Kubernetes, `IsDNS1123Subdomain`.
pub fn is_rfc1123_subdomain(text: &str) -> bool {
    let part = |part: &str| {
        let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        !part.is_empty()
            && part.chars().all(inner)
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    text.len() <= 253 && text.split('.').all(part)
}

/// Whether this is a metric name that needs no quotes: `[a-zA-Z_:][a-zA-Z0-9_:]*`.
pub fn is_metric_name(text: &str) -> bool {
    let first = |c: char| c.is_ascii_alphabetic() || c == '_' || c == ':';
    text.starts_with(first) && text.chars().all(|c| first(c) || c.is_ascii_digit())
}

/// Whether this is a label name that needs no quotes: `[a-zA-Z_][a-zA-Z0-9_]*`.
pub fn is_label_name(text: &str) -> bool {
    let first = |c: char| c.is_ascii_alphabetic() || c == '_';
    text.starts_with(first) && text.chars().all(|c| first(c) || c.is_ascii_digit())
}

/// Whether this may be the value of a Kubernetes label: empty, or up to 63 of `a-z A-Z 0-9 - _ .`, ends alphanumeric.
/// Source: Kubernetes, `IsValidLabelValue`.
pub fn is_label_value(text: &str) -> bool {
    let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    text.is_empty()
        || text.len() <= 63
            && text.chars().all(inner)
            && ends(text.chars().next())
            && ends(text.chars().next_back())
}

/// Whether this is a qualified name as keys of labels and annotations are: an optional DNS prefix and `/`, then up to 63 of
/// `a-z A-Z 0-9 - _ .`. Source: Kubernetes, `IsQualifiedName`.
pub fn is_qualified_name(text: &str) -> bool {
    let (prefix, name) = text
        .split_once('/')
        .map_or((None, text), |(prefix, name)| (Some(prefix), name));
    !name.is_empty() && is_label_value(name) && prefix.is_none_or(is_rfc1123_subdomain)
}

/// A key in camel case as Kubernetes and Grafana write them, from kebab-case.
pub fn camel(key: &str) -> Cow<'_, str> {
    if !key.contains('-') {
        return Cow::Borrowed(key);
    }
    let mut result = String::with_capacity(key.len());
    for (index, part) in key.split('-').enumerate() {
        let mut letters = part.chars();
        match letters.next() {
            Some(first) if index > 0 => result.extend(first.to_uppercase().chain(letters)),
            _ => result.push_str(part),
        }
    }
    Cow::Owned(result)
}

/// The key in kebab-case that [`camel`] makes this one of; one with two capitals in a row as it is, which may be written too.
pub fn kebab(key: &str) -> Cow<'_, str> {
    let capital = |c: char| c.is_ascii_uppercase();
    let mut pairs = key.as_bytes().windows(2);
    let two = pairs.any(|pair| pair.iter().all(u8::is_ascii_uppercase));
    if two || key.starts_with(capital) || !key.contains(capital) {
        return Cow::Borrowed(key);
    }
    let mut result = String::with_capacity(key.len() + 2);
    for letter in key.chars() {
        if capital(letter) {
            result.push('-');
        }
        result.push(letter.to_ascii_lowercase());
    }
    Cow::Owned(result)
}

#[cfg(test)]
mod tests {
    use super::{camel, is_label_value, is_qualified_name, is_rfc1123_label, kebab, object};

    #[test]
    fn keys_go_to_camel_case_and_back() {
        for key in [
            "name",
            "server-name",
            "insecure-skip-verify",
            "enable-http2",
        ] {
            assert_eq!(kebab(&camel(key)), key);
        }
        assert_eq!(kebab("clientCABundle"), "clientCABundle");
    }

    #[test]
    fn objects_do_not_repeat_the_project() {
        assert_eq!(object("arks", "gateway"), "arks-gateway");
        assert_eq!(object("arks", "arks-gateway"), "arks-gateway");
        assert_eq!(object("arks", "arks"), "arks");
        assert_eq!(object("arks", "arksgateway"), "arks-arksgateway");
    }

    #[test]
    fn names_follow_kubernetes() {
        assert!(
            is_rfc1123_label("a-b1")
                && !is_rfc1123_label("A")
                && !is_rfc1123_label("-a")
                && !is_rfc1123_label("")
        );
        assert!(
            is_qualified_name("app.kubernetes.io/name")
                && !is_qualified_name("a/b/c")
                && !is_qualified_name("x/")
        );
        assert!(
            is_label_value("")
                && is_label_value("a_b.C")
                && !is_label_value("a b")
                && !is_label_value(".a")
        );
        assert_eq!(camel("insecure-skip-verify"), "insecureSkipVerify");
    }
}
