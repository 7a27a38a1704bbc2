//! Settings of the whole project.

use super::{
    Context, DashboardForm,
    duration::{self, Duration},
    names,
};
use crate::{
    project::{Name, Pairs, Spanned},
    text::Span,
};
use indexmap::IndexMap;

/// Labels or annotations, in the order written.
pub type Labels = IndexMap<String, Spanned<String>>;

/// Who the project is.
#[derive(Clone, Debug)]
pub struct Metadata {
    /// Its name.
    pub name: Name,
    /// Namespace of what is namespaced.
    pub namespace: Name,
    /// Whether the Namespace is emitted.
    pub create_namespace: bool,
    /// The larger system.
    pub part_of: Option<Name>,
    /// Who answers for it.
    pub owner: Option<Name>,
    /// Labels of every object, the recommended ones included.
    pub labels: Labels,
    /// Annotations of every object, the owner's included.
    pub annotations: Labels,
    /// Pattern of runbook addresses, with `{alert}`.
    pub runbooks: Option<Name>,
    /// Folder of the manifests, with `/` between its parts.
    pub output: String,
}

/// What loads the rules and scrapes the targets.
#[derive(Clone, Debug)]
pub struct Prometheus {
    /// Default scrape interval.
    pub scrape_interval: Duration,
    /// Where that is written; `None` for Prometheus's own default.
    pub scrape_interval_span: Option<Span>,
    /// Default evaluation interval.
    pub evaluation_interval: Duration,
    /// Where that is written; `None` for Prometheus's own default.
    pub evaluation_interval_span: Option<Span>,
    /// How long samples are kept.
    pub retention: Option<Duration>,
    /// Labels of what it sends out.
    pub external_labels: Labels,
    /// Labels put on monitors.
    pub monitor_selector: Labels,
    /// Labels put on rules.
    pub rule_selector: Labels,
    /// Pod labels that become target labels of every monitor.
    pub pod_target_labels: Vec<Name>,
    /// Label that the operator enforces.
    pub enforced_namespace_label: Option<Name>,
    /// Namespace it runs in.
    pub namespace: Option<Name>,
}

/// What shows the dashboards.
#[derive(Clone, Debug)]
pub struct Grafana {
    /// Its address without a slash at the end.
    pub url: Option<String>,
    /// Default folder.
    pub folder: Option<Name>,
    /// Labels of a dashboard's ConfigMap.
    pub dashboard_labels: Labels,
    /// Annotation with the folder.
    pub folder_annotation: String,
    /// How dashboards are packed.
    pub form: DashboardForm,
    /// Uid of the datasource, or a variable; `None` for the variable that gen adds.
    pub datasource: Option<Name>,
}

/// Labels or annotations as a map.
pub fn labels(pairs: &Pairs) -> Labels {
    pairs
        .iter()
        .map(|(key, value)| (key.value.clone(), value.clone()))
        .collect()
}

/// Reads labels of Kubernetes objects: keys and values must be valid.
pub fn object_labels(ctx: &mut Context, pairs: &Pairs) -> Labels {
    for (key, value) in pairs {
        if !names::is_qualified_name(&key.value) {
            ctx.bad_value(
                key.span,
                format!("`{}` is not a label's key in Kubernetes", key.value),
            );
        }
        if !names::is_label_value(&value.value) {
            ctx.bad_value(value.span, "a label's value has up to 63 letters, digits, `-`, `_` and `.`, and ends with a letter or digit");
        }
    }
    labels(pairs)
}

/// Reads `[project]`.
pub fn metadata(ctx: &mut Context) -> Metadata {
    let project = ctx.project;
    let table = &project.project;
    for name in [&table.name, &table.namespace] {
        if !names::is_rfc1123_label(&name.value) {
            ctx.bad_value(name.span, format!("`{}` is not a name in Kubernetes: up to 63 of `a-z`, `0-9` and `-`, beginning and ending with a letter or digit", name.value));
        }
    }
    let mut labels = object_labels(ctx, &table.labels);
    let managed_by = Spanned::new(names::MANAGED_BY.to_string(), table.name.span);
    let recommended = [
        (names::MANAGED_BY_LABEL, Some(&managed_by)),
        (names::NAME_LABEL, Some(&table.name)),
        (names::PART_OF_LABEL, table.part_of.as_ref()),
    ];
    for (key, value) in recommended {
        if let Some(value) = value {
            labels
                .entry(key.to_string())
                .or_insert_with(|| value.clone());
        }
    }
    let mut annotations = self::labels(&table.annotations);
    if let Some(owner) = &table.owner {
        annotations
            .entry(names::OWNER_ANNOTATION.to_string())
            .or_insert_with(|| owner.clone());
    }
    check_qualified(ctx, &table.annotations);
    Metadata {
        name: table.name.clone(),
        namespace: table.namespace.clone(),
        create_namespace: table.create_namespace,
        part_of: table.part_of.clone(),
        owner: table.owner.clone(),
        labels,
        annotations,
        runbooks: table.runbooks.clone(),
        output: output(ctx),
    }
}

fn check_qualified(ctx: &mut Context, annotations: &Pairs) {
    for key in annotations
        .keys()
        .filter(|key| !names::is_qualified_name(&key.value))
    {
        ctx.bad_value(
            key.span,
            format!("`{}` is not an annotation's key in Kubernetes", key.value),
        );
    }
}

/// Most bytes of the folder. Source: ext4, XFS, APFS and NTFS take names of up to 255 bytes or characters.
const LONGEST_FOLDER: usize = 255;

/// How the names of gen's record and temporary files begin.
const RESERVED: &str = ".gen";

fn output(ctx: &mut Context) -> String {
    let Some(written) = &ctx.project.project.output else {
        return "deploy".to_string();
    };
    let parts: Vec<&str> = written
        .value
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
        .collect();
    let outside = written.value.starts_with('/')
        || written.value.contains('\\')
        || parts.contains(&"..")
        || parts.is_empty();
    let unwritable = written.value.len() > LONGEST_FOLDER
        || written.value.contains(|c: char| c == ':' || c.is_control())
        || parts.iter().any(|part| part.starts_with(RESERVED));
    if outside {
        ctx.bad_value(
            written.span,
            "the output folder must lie inside the project's folder, such as `deploy`",
        );
    } else if unwritable {
        ctx.bad_value(
            written.span,
            format!("this cannot be the output folder: use up to {LONGEST_FOLDER} bytes without `:` and control characters, none of its parts beginning with `{RESERVED}`"),
        );
    }
    parts.join("/")
}

/// Prometheus's default for both intervals. Source: prometheus.io, "Configuration", `global`.
const DEFAULT_INTERVAL: (&str, i64) = ("1m", 60_000);

/// Reads `[prometheus]`.
pub fn prometheus(ctx: &mut Context) -> Prometheus {
    let table = &ctx.project.prometheus;
    let interval = |found: Option<Duration>| {
        found.unwrap_or_else(|| Duration {
            text: DEFAULT_INTERVAL.0.to_string(),
            millis: DEFAULT_INTERVAL.1,
        })
    };
    Prometheus {
        scrape_interval: interval(duration::read_some(ctx, table.scrape_interval.as_ref())),
        scrape_interval_span: table.scrape_interval.as_ref().map(|written| written.span),
        evaluation_interval: interval(duration::read_some(ctx, table.evaluation_interval.as_ref())),
        evaluation_interval_span: table
            .evaluation_interval
            .as_ref()
            .map(|written| written.span),
        retention: duration::read_some(ctx, table.retention.as_ref()),
        external_labels: labels(&table.external_labels),
        monitor_selector: object_labels(ctx, &table.monitor_selector),
        rule_selector: object_labels(ctx, &table.rule_selector),
        pod_target_labels: table.pod_target_labels.clone(),
        enforced_namespace_label: table.enforced_namespace_label.clone(),
        namespace: table.namespace.clone(),
    }
}

/// Reads `[grafana]`.
pub fn grafana(ctx: &mut Context) -> Grafana {
    let project = ctx.project;
    let table = &project.grafana;
    let default = || {
        let value = Spanned::new("1".to_string(), project.project.name.span);
        Labels::from_iter([(names::DASHBOARD_LABEL.to_string(), value)])
    };
    Grafana {
        url: table
            .url
            .as_ref()
            .map(|url| url.value.trim_end_matches('/').to_string()),
        folder: table.folder.clone(),
        dashboard_labels: match &table.dashboard_labels {
            Some(labels) => object_labels(ctx, labels),
            None => default(),
        },
        folder_annotation: table.folder_annotation.as_ref().map_or_else(
            || names::FOLDER_ANNOTATION.to_string(),
            |name| name.value.clone(),
        ),
        form: table
            .form
            .as_ref()
            .map_or(DashboardForm::Configmap, |form| form.value),
        datasource: table.datasource.clone(),
    }
}
