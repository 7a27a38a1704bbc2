//! `[scrape]` and `[workloads]` resolved.

use super::{
    Limits, Namespaces, Requirement, Scrape, Workload,
    endpoint::{self, Shared},
    relabeling, service,
};
use crate::{
    diag::Diagnostic,
    model::{
        Context, Metadata, MonitorKind, Name, Operator, Prometheus, Spanned, Targets,
        context::CONFLICT, metadata::object_labels, names,
    },
    project,
};

/// Reads `[scrape]`.
pub fn resolve(
    ctx: &mut Context,
    metadata: &Metadata,
    targets: &Targets,
    prometheus: &Prometheus,
) -> Vec<Scrape> {
    let project = ctx.project;
    let names = relabeling::names(targets);
    let mut scrapes = Vec::new();
    for (key, written) in &project.scrape {
        let shared = Shared {
            scrape: written,
            names,
            prometheus,
        };
        let scrape = scrape(ctx, metadata, key, shared);
        service::check(ctx, metadata, &scrape);
        scrapes.push(scrape);
    }
    check_names(ctx, &scrapes);
    scrapes
}

fn scrape(ctx: &mut Context, metadata: &Metadata, key: &Name, shared: Shared) -> Scrape {
    let written = shared.scrape;
    if !names::is_rfc1123_label(&key.value) {
        ctx.bad_value(
            key.span,
            format!("`{}` is not a name in Kubernetes: up to 63 of `a-z`, `0-9` and `-`, beginning and ending with a letter or digit", key.value),
        );
    }
    if written.endpoints.is_empty() {
        ctx.bad_value(
            key.span,
            format!("`{}` has no endpoint: write `endpoints.<port>`", key.value),
        );
    }
    endpoint::check_catalogs(ctx, &written.catalogs);
    for condition in &written.match_expressions {
        check_condition(ctx, condition);
    }
    for name in written
        .job_label
        .iter()
        .chain(&written.target_labels)
        .chain(&written.pod_target_labels)
    {
        if !names::is_qualified_name(&name.value) {
            ctx.bad_value(
                name.span,
                format!("`{}` is not a label's key in Kubernetes", name.value),
            );
        }
    }
    let match_labels = object_labels(ctx, &written.match_labels);
    let service = service::resolve(ctx, metadata, key, written);
    let endpoints = written.endpoints.iter();
    Scrape {
        key: key.clone(),
        name: names::object(&metadata.name.value, &key.value),
        kind: written.kind.clone(),
        match_labels,
        match_expressions: written.match_expressions.clone(),
        namespaces: namespaces(ctx, written),
        job_label: written.job_label.clone(),
        target_labels: target_labels(ctx, written),
        pod_target_labels: written.pod_target_labels.clone(),
        limits: limits(ctx, written),
        endpoints: endpoints
            .filter_map(|(key, written)| endpoint::resolve(ctx, shared, key, written))
            .collect(),
        service,
        raw: written.raw.clone(),
        allow: written.allow.clone(),
    }
}

fn target_labels(ctx: &mut Context, written: &project::Scrape) -> Vec<Name> {
    if let (MonitorKind::PodMonitor, Some(first)) =
        (written.kind.value, written.target_labels.first())
    {
        let message = "a PodMonitor takes no `target-labels`, which are the Service's";
        let finding = Diagnostic::new(&CONFLICT, first.span, message);
        let finding = finding.label(written.kind.span, "the kind is set here");
        ctx.report(finding.help("use `pod-target-labels`"));
    }
    written.target_labels.clone()
}

/// Keys, and values where the operator takes them. Source: Kubernetes, `LabelSelectorRequirement`.
fn check_condition(ctx: &mut Context, condition: &Spanned<Requirement>) {
    if !names::is_qualified_name(&condition.key.value) {
        ctx.bad_value(
            condition.key.span,
            format!(
                "`{}` is not a label's key in Kubernetes",
                condition.key.value
            ),
        );
    }
    for value in &condition.values {
        if !names::is_label_value(&value.value) {
            ctx.bad_value(
                value.span,
                format!("`{}` is not a label's value in Kubernetes", value.value),
            );
        }
    }
    let listed = matches!(condition.operator.value, Operator::In | Operator::NotIn);
    match (listed, condition.values.first()) {
        (true, None) => ctx.bad_value(
            condition.operator.span,
            format!(
                "the operator `{:?}` needs `values`",
                condition.operator.value
            ),
        ),
        (false, Some(value)) => ctx.bad_value(
            value.span,
            format!(
                "the operator `{:?}` takes no `values`",
                condition.operator.value
            ),
        ),
        _ => {}
    }
}

fn namespaces(ctx: &mut Context, written: &project::Scrape) -> Namespaces {
    let Some(selector) = &written.namespace_selector else {
        return Namespaces::Own;
    };
    for name in &selector.match_names {
        if !names::is_rfc1123_label(&name.value) {
            ctx.bad_value(name.span, format!("`{}` is not a namespace", name.value));
        }
    }
    match (selector.any, selector.match_names.first()) {
        (true, None) => Namespaces::Any(selector.span),
        (true, Some(first)) => {
            let message = "`any` looks in all namespaces, `match-names` has no effect";
            ctx.report(Diagnostic::new(&CONFLICT, first.span, message));
            Namespaces::Any(selector.span)
        }
        (false, None) => Namespaces::Own,
        (false, Some(_)) => {
            let names = selector.match_names.iter();
            Namespaces::Names(
                names.map(|name| followed(ctx, name)).collect(),
                selector.span,
            )
        }
    }
}

/// The namespace of the base is that of the environment, which may have moved; Kustomize does not change it here.
fn followed(ctx: &Context, name: &Name) -> Name {
    if *name == ctx.base.project.namespace {
        return Name::new(ctx.project.project.namespace.value.clone(), name.span);
    }
    name.clone()
}

fn limits(ctx: &mut Context, written: &project::Scrape) -> Limits {
    if let Some(size) = &written.body_size_limit
        && !is_size(&size.value)
    {
        ctx.bad_value(
            size.span,
            format!(
                "`{}` is not a size: write a number and `B`, `KB`, `MiB`, `GB` …",
                size.value
            ),
        );
    }
    Limits {
        samples: written.sample_limit.clone(),
        targets: written.target_limit.clone(),
        labels: written.label_limit.clone(),
        label_name_length: written.label_name_length_limit.clone(),
        label_value_length: written.label_value_length_limit.clone(),
        dropped_targets: written.keep_dropped_targets.clone(),
        body_size: written.body_size_limit.clone(),
        native_histogram_buckets: written.native_histogram_bucket_limit.clone(),
        classic_histograms: written.scrape_classic_histograms.clone(),
    }
}

/// Source: prometheus-operator, `ByteSize`.
fn is_size(text: &str) -> bool {
    let Some(text) = text.strip_suffix('B') else {
        return text == "0";
    };
    let number = text
        .trim_end_matches('i')
        .trim_end_matches(['K', 'M', 'G', 'T', 'P', 'E']);
    let unit = &text[number.len()..];
    !number.is_empty() && number.parse::<f64>().is_ok() && unit.len() <= 2 && unit != "i"
}

/// Two scrapes may come to one name: `controller` and `<project>-controller`.
fn check_names(ctx: &mut Context, scrapes: &[Scrape]) {
    for (index, scrape) in scrapes.iter().enumerate() {
        let same = |other: &&Scrape| other.name == scrape.name;
        if let Some(first) = scrapes[..index].iter().find(same) {
            let message = format!("two monitors are called `{}`", scrape.name);
            let finding = Diagnostic::new(&CONFLICT, scrape.key.span, message);
            ctx.report(finding.label(first.key.span, "the other one is declared here"));
        }
    }
}

/// Reads `[workloads]`.
pub fn workloads(ctx: &mut Context, metadata: &Metadata) -> Vec<Workload> {
    let project = ctx.project;
    let mut result = Vec::new();
    for (key, written) in &project.workloads {
        for (name, port) in &written.ports {
            if !names::is_port_name(&name.value) {
                ctx.bad_value(name.span, format!("`{}` is not the name of a container's port: up to 15 of `a-z`, `0-9` and `-`", name.value));
            }
            if port.port.value == 0 {
                ctx.bad_value(port.port.span, "a port is a number from 1 to 65535");
            }
        }
        let namespace = written.namespace.as_ref();
        if let Some(name) = namespace.filter(|name| !names::is_rfc1123_label(&name.value)) {
            ctx.bad_value(name.span, format!("`{}` is not a namespace", name.value));
        }
        let labels = object_labels(ctx, &written.labels);
        let ports = written.ports.iter();
        result.push(Workload {
            key: key.clone(),
            labels,
            namespace: namespace.unwrap_or(&metadata.namespace).clone(),
            ports: ports
                .map(|(name, port)| (name.clone(), port.port.clone()))
                .collect(),
            listens: written.listens.clone(),
        });
    }
    result
}
