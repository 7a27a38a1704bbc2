//! The Service behind a ServiceMonitor.

use super::{Namespaces, Port, Scrape, endpoint, selection};
use crate::{
    diag::Diagnostic,
    model::{
        Context, Labels, Metadata, MonitorKind, Name, Spanned, Words,
        context::{CONFLICT, UNKNOWN_NAME},
        metadata::{self, object_labels},
        names,
    },
    project,
    text::Span,
};

/// A Service that is scraped.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its name; `None` when it is made elsewhere under names that nobody said.
    pub name: Option<Name>,
    /// Where it is declared.
    pub span: Span,
    /// Its own labels, those of the project not included.
    pub labels: Labels,
    /// Whether [`Service::labels`] are all it has: declared, or emitted.
    pub labels_known: bool,
    /// Labels of the Pods behind it.
    pub selector: Labels,
    /// Its ports, at least one.
    pub ports: Vec<ServicePort>,
    /// Whether gen emits it.
    pub emit: bool,
    /// Merged last.
    pub raw: Option<Spanned<Words>>,
}

/// A port of a Service.
#[derive(Clone, Debug)]
pub struct ServicePort {
    /// Its name.
    pub name: Name,
    /// Its number.
    pub port: Spanned<u16>,
    /// The container's port; `None` for the same number.
    pub target_port: Option<Spanned<Port>>,
}

/// Reads the Service of a scrape.
pub fn resolve(
    ctx: &mut Context,
    metadata: &Metadata,
    key: &Name,
    scrape: &project::Scrape,
) -> Option<Service> {
    let written = scrape.service.as_ref()?;
    if scrape.kind.value == MonitorKind::PodMonitor {
        let message = "a PodMonitor selects Pods, it has no `service`";
        let finding = Diagnostic::new(&CONFLICT, written.span, message);
        ctx.report(finding.label(scrape.kind.span, "the kind is set here"));
    }
    let name = name(ctx, metadata, key, written);
    let labels = match &written.labels {
        Some(labels) => object_labels(ctx, labels),
        None => metadata::labels(&scrape.match_labels),
    };
    let selector = object_labels(ctx, &written.selector);
    if written.emit && selector.is_empty() {
        let finding = Diagnostic::new(
            &CONFLICT,
            written.span,
            format!("the Service of `{}` needs a `selector`", key.value),
        );
        ctx.report(finding.help("name the labels of its Pods, or write `emit = false` when the Service is made elsewhere"));
    }
    Some(Service {
        name,
        span: written.span,
        labels,
        labels_known: written.emit || written.labels.is_some(),
        selector,
        ports: ports(ctx, written),
        emit: written.emit,
        raw: written.raw.clone(),
    })
}

fn name(
    ctx: &mut Context,
    metadata: &Metadata,
    key: &Name,
    written: &project::Service,
) -> Option<Name> {
    let derived = || {
        let whole = names::object(&metadata.name.value, &key.value);
        written.emit.then(|| Spanned::new(whole, key.span))
    };
    let name = written.name.clone().or_else(derived)?;
    if !names::is_rfc1035_label(&name.value) {
        ctx.bad_value(name.span, format!("`{}` is not the name of a Service: up to 63 of `a-z`, `0-9` and `-`, beginning with a letter", name.value));
    }
    Some(name)
}

fn ports(ctx: &mut Context, written: &Spanned<project::Service>) -> Vec<ServicePort> {
    if written.ports.is_empty() {
        ctx.bad_value(written.span, "a Service needs a port");
    }
    let ports = written.ports.iter();
    ports
        .map(|(name, port)| {
            if !names::is_rfc1123_label(&name.value) {
                ctx.bad_value(
                    name.span,
                    format!("`{}` is not the name of a port", name.value),
                );
            }
            if port.port.value == 0 {
                ctx.bad_value(port.port.span, "a port is a number from 1 to 65535");
            }
            let target = port.target_port.as_ref();
            ServicePort {
                name: name.clone(),
                port: port.port.clone(),
                target_port: target
                    .and_then(|target| endpoint::port(ctx, MonitorKind::PodMonitor, target)),
            }
        })
        .collect()
}

impl Service {
    /// The labels that it has in the cluster, as far as they are known.
    pub fn all_labels(&self, metadata: &Metadata) -> Labels {
        let mut labels = if self.emit {
            metadata.labels.clone()
        } else {
            Labels::new()
        };
        labels.extend(self.labels.clone());
        labels
    }
}

/// Reports what keeps a scrape from finding its Service and ports.
pub fn check(ctx: &mut Context, metadata: &Metadata, scrape: &Scrape) {
    let Some(service) = &scrape.service else {
        return;
    };
    if service.labels_known {
        let labels = service.all_labels(metadata);
        selection::check(ctx, scrape, service.span, &labels);
    }
    check_namespace(ctx, metadata, scrape, service);
    for endpoint in &scrape.endpoints {
        match &endpoint.port.value {
            Port::Name(name) => check_name(ctx, service, name, endpoint.port.span),
            Port::Number(number) => check_number(ctx, service, *number, endpoint.port.span),
        }
    }
}

fn check_namespace(ctx: &mut Context, metadata: &Metadata, scrape: &Scrape, service: &Service) {
    if let Namespaces::Names(known, span) = &scrape.namespaces
        && service.emit
        && !known.contains(&metadata.namespace)
    {
        let message = format!(
            "the Service lives in `{}`, which this selector leaves out",
            metadata.namespace.value
        );
        let finding = Diagnostic::new(&CONFLICT, *span, message);
        ctx.report(finding.label(service.span, "the Service is emitted from here"));
    }
}

fn check_name(ctx: &mut Context, service: &Service, name: &str, span: Span) {
    if service.ports.iter().any(|port| port.name.value == name) {
        return;
    }
    let known = service.ports.iter().map(|port| port.name.as_str());
    let finding = Diagnostic::new(
        &UNKNOWN_NAME,
        span,
        format!("the Service has no port `{name}`"),
    );
    let finding = finding.label(service.span, "its ports are declared here");
    ctx.report(finding.suggest(name, known, None));
}

/// A number is the container's port, which a target port by name does not tell.
fn check_number(ctx: &mut Context, service: &Service, number: u16, span: Span) {
    let may_be = |port: &ServicePort| match port.target_port.as_ref().map(|target| &target.value) {
        Some(Port::Name(_)) => true,
        Some(Port::Number(target)) => *target == number,
        None => port.port.value == number,
    };
    if !service.ports.iter().any(may_be) {
        let message = format!("no port of the Service leads to the container's port {number}");
        let finding = Diagnostic::new(&CONFLICT, span, message);
        ctx.report(finding.label(service.span, "its ports are declared here"));
    }
}
