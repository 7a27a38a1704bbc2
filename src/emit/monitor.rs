//! What ServiceMonitors and PodMonitors share.
//!
//! Fields stand in the order of prometheus-operator's API reference.

use super::{
    object,
    words::{self, Keys},
};
use crate::{
    artifact::Node,
    model::{
        Name, Operator, Spanned, Words,
        scrape::{Endpoint, Limits, Namespaces, Relabeling, Scrape},
    },
};

/// The API that monitors belong to.
pub const API_VERSION: &str = "monitoring.coreos.com/v1";

/// `selector`: always there, an empty one selects everything.
pub fn selector(scrape: &Scrape) -> Node {
    let expressions = scrape.match_expressions.iter().map(|condition| {
        let operator = match condition.operator.value {
            Operator::In => "In",
            Operator::NotIn => "NotIn",
            Operator::Exists => "Exists",
            Operator::DoesNotExist => "DoesNotExist",
        };
        Node::map()
            .with("key", text(&condition.key))
            .with("operator", Node::from(operator).at(condition.operator.span))
            .with_filled("values", texts(&condition.values))
            .at(condition.span)
    });
    Node::map()
        .with_filled("matchLabels", object::pairs(&scrape.match_labels).sorted())
        .with_filled("matchExpressions", Node::list(expressions))
        .at(scrape.key.span)
}

/// The fields of a spec behind the selector.
pub fn with_rest(spec: Node, scrape: &Scrape) -> Node {
    let spec = match &scrape.namespaces {
        Namespaces::Own => spec,
        Namespaces::Any(span) => {
            spec.with("namespaceSelector", Node::map().with("any", true).at(*span))
        }
        Namespaces::Names(names, span) => spec.with(
            "namespaceSelector",
            Node::map().with("matchNames", texts(names)).at(*span),
        ),
    };
    with_limits(spec, &scrape.limits)
}

fn with_limits(spec: Node, limits: &Limits) -> Node {
    spec.with_some("sampleLimit", limits.samples.as_ref().map(number))
        .with_some("targetLimit", limits.targets.as_ref().map(number))
        .with_some("labelLimit", limits.labels.as_ref().map(number))
        .with_some(
            "labelNameLengthLimit",
            limits.label_name_length.as_ref().map(number),
        )
        .with_some(
            "labelValueLengthLimit",
            limits.label_value_length.as_ref().map(number),
        )
        .with_some(
            "scrapeClassicHistograms",
            limits.classic_histograms.as_ref().map(flag),
        )
        .with_some(
            "nativeHistogramBucketLimit",
            limits.native_histogram_buckets.as_ref().map(number),
        )
        .with_some(
            "keepDroppedTargets",
            limits.dropped_targets.as_ref().map(number),
        )
        .with_some("bodySizeLimit", limits.body_size.as_ref().map(text))
}

/// The fields of an endpoint behind its port, with `raw` merged over all of it.
pub fn endpoint(port: Node, endpoint: &Endpoint) -> Node {
    let params = endpoint.params.iter();
    let params = params.fold(Node::map(), |params, (name, values)| {
        params.with(name.value.clone(), texts(values))
    });
    let node = port
        .with_some("path", endpoint.path.as_ref().map(text))
        .with_some("scheme", endpoint.scheme.as_ref().map(text))
        .with_filled("params", params)
        .with_some(
            "interval",
            endpoint
                .interval
                .as_ref()
                .map(|interval| Node::from(&interval.text).verbatim(interval.span)),
        )
        .with_some(
            "scrapeTimeout",
            endpoint
                .scrape_timeout
                .as_ref()
                .map(|timeout| Node::from(&timeout.text).verbatim(timeout.span)),
        )
        .with_some("honorLabels", endpoint.honor_labels.as_ref().map(flag))
        .with_some(
            "honorTimestamps",
            endpoint.honor_timestamps.as_ref().map(flag),
        )
        .with_filled("metricRelabelings", steps(&endpoint.metric_relabelings))
        .with_filled("relabelings", steps(&endpoint.relabelings));
    let access = &endpoint.access;
    let node = node
        .with_some(
            "bearerTokenFile",
            access.bearer_token_file.as_ref().map(text),
        )
        .with_some("authorization", access.authorization.as_ref().map(camel))
        .with_some("basicAuth", access.basic_auth.as_ref().map(camel))
        .with_some("oauth2", access.oauth2.as_ref().map(camel))
        .with_some("tlsConfig", endpoint.tls.as_ref().map(camel));
    words::merge_raw(node.at(endpoint.key.span), endpoint.raw.as_ref())
}

fn steps(relabelings: &[Relabeling]) -> Node {
    Node::list(relabelings.iter().map(step))
}

fn step(relabeling: &Relabeling) -> Node {
    let step = &relabeling.written;
    let modulus = step.modulus.as_ref().map(|modulus| {
        let value = i64::try_from(modulus.value).unwrap_or(i64::MAX);
        Node::from(value).at(modulus.span)
    });
    // The server fills in the action that is not written: without it Argo CD would show a difference for ever.
    let action = Node::from(relabeling.step.action.name());
    let action = match &step.action {
        Some(written) => action.at(written.span),
        None => action,
    };
    Node::map()
        .with_filled("sourceLabels", texts(&step.source_labels))
        .with_some("separator", step.separator.as_ref().map(text))
        .with_some("targetLabel", step.target_label.as_ref().map(text))
        .with_some("regex", step.regex.as_ref().map(text))
        .with_some("modulus", modulus)
        .with_some("replacement", step.replacement.as_ref().map(text))
        .with("action", action)
        .at(step.span)
}

/// A string as written.
pub fn text(written: &Name) -> Node {
    Node::from(&written.value).verbatim(written.span)
}

/// Strings as written.
pub fn texts(written: &[Name]) -> Node {
    Node::list(written.iter().map(text))
}

fn number(written: &Spanned<u32>) -> Node {
    Node::from(i64::from(written.value)).at(written.span)
}

fn flag(written: &Spanned<bool>) -> Node {
    Node::from(written.value).at(written.span)
}

fn camel(written: &Spanned<Words>) -> Node {
    words::node(written, Keys::Camel)
}
