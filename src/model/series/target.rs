//! Labels of targets: what the operator puts on them, then the endpoint's relabelings.

use super::{
    LabelSource,
    trace::{State, Value},
};
use crate::{
    diag::Diagnostic,
    model::{
        Context, Metadata, MonitorKind, Name, Prometheus, Words,
        context::CONFLICT,
        names,
        scrape::{Endpoint, Namespaces, Relabeling, Scrape, Service},
    },
};
use std::collections::BTreeMap;

/// What every target of a project depends on.
#[derive(Clone, Copy)]
pub struct Settings<'a> {
    /// Who the project is.
    pub metadata: &'a Metadata,
    /// What scrapes.
    pub prometheus: &'a Prometheus,
}

/// The labels of an endpoint's targets after relabeling; `None` when a step surely drops them all.
/// Source: prometheus-operator, `generateServiceMonitorConfig` and `generatePodMonitorConfig`.
pub fn labels(settings: Settings, scrape: &Scrape, endpoint: &Endpoint) -> Option<State> {
    let mut state = discovered(settings, scrape, endpoint);
    let steps = endpoint
        .relabelings
        .iter()
        .map(|relabeling| &relabeling.step);
    if state.run(steps).is_some() {
        return None;
    }
    let instance = Value::always(LabelSource::Scrape);
    state
        .labels
        .entry(names::INSTANCE.to_string())
        .or_insert(instance);
    state.labels.retain(|name, _| !name.starts_with("__"));
    if let Some(enforced) = &settings.prometheus.enforced_namespace_label {
        let own = Value::known(settings.metadata.namespace.as_str(), LabelSource::Scrape);
        state.labels.insert(enforced.value.clone(), own);
    }
    state.open.retain(|open| open.is_empty());
    if is_rewritten(scrape, endpoint) {
        state
            .labels
            .values_mut()
            .for_each(|value| *value = Value::any(value.source));
        state.open = vec![""];
    }
    Some(state)
}

/// Fields of monitors that change labels. Source: prometheus-operator, `ServiceMonitorSpec`, `PodMonitorSpec`, `Endpoint`.
const CHANGING: [&str; 10] = [
    "attachMetadata",
    "honorLabels",
    "jobLabel",
    "metricRelabelings",
    "podMetricsEndpoints",
    "podTargetLabels",
    "relabelings",
    "endpoints",
    "scrapeClass",
    "targetLabels",
];

/// Whether `raw` says something about labels, which gen does not read.
fn is_rewritten(scrape: &Scrape, endpoint: &Endpoint) -> bool {
    let raw = scrape.raw.iter().chain(&endpoint.raw);
    raw.into_iter().any(|raw| names_one(&raw.value))
}

fn names_one(words: &Words) -> bool {
    match words {
        Words::Table(table) => table
            .iter()
            .any(|(key, value)| CHANGING.contains(&key.as_str()) || names_one(&value.value)),
        Words::List(items) => items.iter().any(|item| names_one(&item.value)),
        _ => false,
    }
}

/// The step of the endpoint that takes a label from its targets.
pub fn removal<'a>(
    settings: Settings,
    scrape: &Scrape,
    endpoint: &'a Endpoint,
    label: &str,
) -> Option<&'a Relabeling> {
    let mut state = discovered(settings, scrape, endpoint);
    let mut steps = endpoint.relabelings.iter();
    steps.find(|relabeling| state.loses(&relabeling.step, label))
}

/// Labels that every target has that is found through a monitor, whatever their values.
const ON_EVERY_TARGET: [&str; 3] = [names::JOB, names::NAMESPACE, names::SERVICE];

/// The labels of a target before the endpoint's own steps.
fn discovered(settings: Settings, scrape: &Scrape, endpoint: &Endpoint) -> State {
    let mut state = State {
        open: vec!["__"],
        ..State::default()
    };
    let mut put = |name: &str, text: Option<String>| {
        let value = match text {
            Some(text) => Value::known(text, LabelSource::Scrape),
            None if ON_EVERY_TARGET.contains(&name) => Value::always(LabelSource::Scrape),
            None => Value::any(LabelSource::Scrape),
        };
        state.labels.insert(name.to_string(), value);
    };
    let namespace = match &scrape.namespaces {
        Namespaces::Own => Some(settings.metadata.namespace.value.clone()),
        Namespaces::Names(only, _) if only.len() == 1 => Some(only[0].value.clone()),
        _ => None,
    };
    put(names::NAMESPACE, namespace);
    put(names::POD, None);
    put(names::CONTAINER, None);
    put(names::ENDPOINT, Some(endpoint.port.value.to_string()));
    put(names::JOB, job(settings, scrape));
    if scrape.kind.value == MonitorKind::ServiceMonitor {
        put(names::SERVICE, service_name(scrape));
        for label in &scrape.target_labels {
            put(
                &sanitized(label),
                service_label(settings, scrape, label.as_str()),
            );
        }
    }
    for label in scrape
        .pod_target_labels
        .iter()
        .chain(&settings.prometheus.pod_target_labels)
    {
        put(&sanitized(label), None);
    }
    put("__scheme__", Some(endpoint.scheme().to_string()));
    put("__metrics_path__", Some(endpoint.path().to_string()));
    for (name, values) in &endpoint.params {
        let first = values.first().map(|value| value.value.clone());
        put(&format!("__param_{}", name.value), first);
    }
    state
}

/// The value of `job`; `None` when it differs from target to target or is not known.
fn job(settings: Settings, scrape: &Scrape) -> Option<String> {
    let kind = scrape.kind.value;
    match (&scrape.job_label, kind) {
        (Some(label), MonitorKind::ServiceMonitor) => {
            let known = service_label(settings, scrape, label.as_str());
            let complete = scrape
                .service
                .as_ref()
                .is_some_and(|service| service.labels_known);
            known.or_else(|| service_name(scrape).filter(|_| complete))
        }
        (Some(label), MonitorKind::PodMonitor) => scrape
            .match_labels
            .get(label.as_str())
            .map(|value| value.value.clone()),
        (None, MonitorKind::ServiceMonitor) => service_name(scrape),
        (None, MonitorKind::PodMonitor) => Some(format!(
            "{}/{}",
            settings.metadata.namespace.value, scrape.name
        )),
    }
}

fn service_name(scrape: &Scrape) -> Option<String> {
    let name = scrape.service.as_ref()?.name.as_ref()?;
    Some(name.value.clone())
}

/// A label that every Service of the scrape has: by selection, or by declaration.
fn service_label(settings: Settings, scrape: &Scrape, label: &str) -> Option<String> {
    if let Some(value) = scrape.match_labels.get(label) {
        return Some(value.value.clone());
    }
    let of_service = |service: &Service| {
        let labels = service.all_labels(settings.metadata);
        labels.get(label).map(|value| value.value.clone())
    };
    scrape.service.as_ref().and_then(of_service)
}

/// The name of a target label from a label's key. Source: Prometheus, `SanitizeLabelName`.
fn sanitized(label: &Name) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    label.value.chars().map(plain).collect()
}

/// Reports endpoints whose targets have the same labels, so that they write one `up` between them.
pub fn check(ctx: &mut Context, settings: Settings, scrapes: &[Scrape]) {
    let all: Vec<(&Scrape, &Endpoint)> = scrapes
        .iter()
        .flat_map(|scrape| {
            scrape
                .endpoints
                .iter()
                .map(move |endpoint| (scrape, endpoint))
        })
        .collect();
    for (index, second) in all.iter().enumerate() {
        let same = |first: &&(&Scrape, &Endpoint)| are_same(settings, **first, *second);
        if let Some((_, first)) = all[..index].iter().find(same) {
            let message = format!(
                "the targets of `{}` and `{}` have the same labels",
                first.key.value, second.1.key.value
            );
            let finding = Diagnostic::new(&CONFLICT, second.1.key.span, message)
                .label(first.key.span, "the other endpoint is declared here")
                .note("they would write one `up` series between them")
                .help("tell them apart with a relabeling, such as `{ source-labels = [\"__metrics_path__\"], target-label = \"metrics_path\" }`");
            ctx.report(finding);
        }
    }
}

/// What of a scrape says which Pods it reaches: equal for two that surely reach the same.
fn selection(scrape: &Scrape) -> impl PartialEq {
    let conditions = scrape.match_expressions.iter();
    let conditions: Vec<String> = conditions
        .map(|condition| {
            let values: Vec<&str> = condition.values.iter().map(Name::as_str).collect();
            let operator = condition.operator.value;
            format!("{} {operator:?} {values:?}", condition.key.value)
        })
        .collect();
    let labels: BTreeMap<String, String> = scrape
        .match_labels
        .iter()
        .map(|(key, value)| (key.clone(), value.value.clone()))
        .collect();
    let everywhere = matches!(scrape.namespaces, Namespaces::Any(_));
    let named: Vec<String> = match &scrape.namespaces {
        Namespaces::Names(names, _) => names.iter().map(|name| name.value.clone()).collect(),
        _ => Vec::new(),
    };
    (scrape.kind.value, labels, conditions, everywhere, named)
}

/// Whether both surely reach the same Pods and give them the same labels.
fn are_same(
    settings: Settings,
    (first_scrape, first): (&Scrape, &Endpoint),
    (second_scrape, second): (&Scrape, &Endpoint),
) -> bool {
    if first.port.value != second.port.value
        || first_scrape.key != second_scrape.key
            && selection(first_scrape) != selection(second_scrape)
        || first_scrape.job_label != second_scrape.job_label
    {
        return false;
    }
    let steps = |endpoint: &Endpoint| {
        let steps = endpoint.relabelings.iter();
        steps
            .map(|relabeling| relabeling.step.clone())
            .collect::<Vec<_>>()
    };
    let alike = steps(first) == steps(second);
    match (
        labels(settings, first_scrape, first),
        labels(settings, second_scrape, second),
    ) {
        (Some(left), Some(right)) => {
            left.labels == right.labels && (alike || !left.guessed && !right.guessed)
        }
        _ => false,
    }
}
