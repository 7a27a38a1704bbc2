//! What names of a project name, and where they stand in its table.

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A label that rules set on alerts.
    AlertLabel,
    /// An annotation of alerts.
    Annotation,
    /// An annotation of alerts, with those that have a field of their own.
    FiredAnnotation,
    /// An API group.
    ApiGroup,
    /// A catalogue of metrics.
    Catalog,
    /// A dashboard.
    Dashboard,
    /// An environment.
    Environment,
    /// The name of a metric at its endpoint.
    Exposed,
    /// A variable that filters.
    Filter,
    /// A group of rules.
    Group,
    /// A label of `[labels]`.
    Label,
    /// A matcher of a declared value, `class="owned"`.
    Matcher,
    /// A namespace.
    Namespace,
    /// A panel, `dashboard.panel`.
    Panel,
    /// A key path that an environment can drop.
    Path,
    /// A label of Pods.
    PodLabel,
    /// A port of a container or Service.
    Port,
    /// A query of a panel.
    Query,
    /// A metric, one of its series, or a recording.
    Series,
    /// A label that a series may have.
    SeriesLabel,
    /// A label of Services.
    ServiceLabel,
    /// A severity of alerts.
    Severity,
    /// A type of the project.
    EnumType,
    /// A type of a field: the project's, a scalar, a core type.
    FieldType,
    /// A variable of a dashboard.
    Variable,
}

/// Where names stand: `*` is any key, at the end each key; a value is a string or a list of strings.
pub const SOURCES: [(Kind, &str); 43] = [
    (Kind::AlertLabel, "policy.required-labels"),
    (Kind::AlertLabel, "alerts.*.labels.*"),
    (Kind::AlertLabel, "groups.*.labels.*"),
    (Kind::Annotation, "policy.required-annotations"),
    (Kind::Annotation, "alerts.*.annotations.*"),
    (Kind::FiredAnnotation, "alerts.*.annotations.*"),
    (Kind::ApiGroup, "project.api-group"),
    (Kind::ApiGroup, "crds.*.group"),
    (Kind::Catalog, "catalogs.*"),
    (Kind::Dashboard, "dashboards.*"),
    (Kind::EnumType, "types.*"),
    (Kind::Environment, "environments.*"),
    (Kind::Exposed, "metrics.*"),
    (Kind::Exposed, "metrics.*.exposed-as"),
    (Kind::FieldType, "types.*"),
    (Kind::Group, "project.name"),
    (Kind::Group, "groups.*"),
    (Kind::Group, "recordings.*.group"),
    (Kind::Group, "alerts.*.group"),
    (Kind::Label, "labels.*"),
    (Kind::Namespace, "project.namespace"),
    (Kind::Namespace, "prometheus.namespace"),
    (Kind::Namespace, "workloads.*.namespace"),
    (Kind::Namespace, "scrape.*.namespace-selector.match-names"),
    (Kind::PodLabel, "workloads.*.labels.*"),
    (Kind::PodLabel, "scrape.*.service.selector.*"),
    (Kind::PodLabel, "scrape.*.pod-target-labels"),
    (Kind::Port, "workloads.*.ports.*"),
    (Kind::Port, "scrape.*.service.ports.*"),
    (Kind::Port, "scrape.*.service.ports.*.target-port"),
    (Kind::Port, "scrape.*.endpoints.*"),
    (Kind::Query, "dashboards.*.rows.*.panels.*.queries.*"),
    (Kind::SeriesLabel, "labels.*"),
    (Kind::SeriesLabel, "recordings.*.labels.*"),
    (Kind::SeriesLabel, "scrape.*.target-labels"),
    (Kind::SeriesLabel, "scrape.*.pod-target-labels"),
    (Kind::ServiceLabel, "scrape.*.match-labels.*"),
    (Kind::ServiceLabel, "scrape.*.service.labels.*"),
    (Kind::ServiceLabel, "workloads.*.labels.*"),
    (Kind::ServiceLabel, "scrape.*.target-labels"),
    (Kind::Severity, "policy.severities"),
    (Kind::Severity, "alerts.*.severity"),
    (Kind::Variable, "dashboards.*.variables.*"),
];
