//! Objects that `kubectl apply` cannot apply because of their size.

use super::parts;
use crate::{
    artifact::{Artifact, Node},
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::Model,
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "manifest/oversized-annotation",
        level: Level::Warn,
        docs: r#"Finds definitions, dashboards and PrometheusRules that are too large for `kubectl apply` without `--server-side`: with the
object in it, its annotations have more than 262,144 bytes.

## Why it matters

`kubectl apply`, and Argo CD unless it is told otherwise, keep the whole object as JSON in the annotation
`kubectl.kubernetes.io/last-applied-configuration`, and the API server refuses more than 262,144 bytes of annotations. Applied on the
server's side the object is fine, as Flux does it. A dashboard counts with every quote and line break of its JSON escaped.

## Example

A dashboard of three hundred panels.

## Use instead

`kubectl apply --server-side`, the sync option `ServerSideApply=true` of Argo CD, or two dashboards.
"#,
    },
    scope: Scope::Artifact(check),
};

/// The most bytes of all annotations, names and values. Source: apimachinery, `TotalAnnotationSizeLimitB`.
const MOST: usize = 256 << 10;

/// The annotation that `kubectl apply` writes.
const NAME: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// What stands in it for no annotations, which are always there.
const EMPTY: &str = "\"annotations\":{},";

/// Room for what is counted beside the object: the name of the annotation, no annotations, the line end.
const MOST_OF_OTHERS: usize = 1 << 7;

fn check(artifact: &Artifact, _: &Model, sink: &mut Sink) {
    let Some(object) = parts::object(artifact) else {
        return;
    };
    if !parts::may_exceed(artifact, MOST - MOST_OF_OTHERS) {
        return;
    }
    let annotations = parts::metadata(artifact).and_then(|metadata| metadata.get("annotations"));
    let others = annotations.and_then(Node::as_map).into_iter().flatten();
    let others: usize = others
        .map(|(name, value)| name.len() + value.as_str().map_or(0, str::len))
        .sum();
    let added = if annotations.is_some() {
        0
    } else {
        EMPTY.len()
    };
    let bytes = others + NAME.len() + parts::bytes(artifact) + added + "\n".len();
    let Some(span) = parts::root(artifact).filter(|_| bytes > MOST) else {
        return;
    };
    let message = format!(
        "`kubectl apply` cannot apply this {object}: its annotations would have {bytes} bytes, {MOST} are allowed"
    );
    let finding = Diagnostic::new(&CHECK.rule, span, message)
        .note("it keeps the whole object in an annotation, unless it is applied on the server's side")
        .help(format!(
            "apply it with `--server-side`, in Argo CD with the sync option `ServerSideApply=true`, or {}",
            parts::advice(object)
        ));
    sink.report(parts::with_largest(finding, artifact));
}
