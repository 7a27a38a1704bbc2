//! What an emitted object is made of.

use super::places;
use crate::{
    artifact::{Artifact, Format, Node, Place, size},
    diag::Diagnostic,
    text::Span,
};

/// Parts of which the largest is shown.
const PARTS: [&str; 3] = [
    "panels[]",
    "spec.groups[].rules[]",
    "spec.versions[].schema.openAPIV3Schema.properties.*.properties.*",
];

/// The kind of the object that an artifact becomes; `None` for files that no object holds, and for kustomizations.
pub fn object(artifact: &Artifact) -> Option<&str> {
    match (&artifact.pack, artifact.format, &artifact.place) {
        (Some(_), ..) => Some("ConfigMap"),
        (None, Format::Yaml, Place::Base | Place::Crds) => {
            artifact.tree.get("kind").and_then(Node::as_str)
        }
        _ => None,
    }
}

/// Whether that object may have more bytes than these, for what is told in no time: hardly any has.
pub fn may_exceed(artifact: &Artifact, most: usize) -> bool {
    let frame = artifact.pack.as_ref().map(|pack| &pack.frame);
    size::most(&artifact.tree) + frame.map_or(0, size::most) > most
}

/// The bytes of that object as compact JSON.
pub fn bytes(artifact: &Artifact) -> usize {
    let Some(pack) = &artifact.pack else {
        return size::compact(&artifact.tree);
    };
    let data = Node::map().with(pack.key.clone(), "");
    let around = size::compact(&pack.frame.clone().with("data", data));
    around - r#""""#.len() + size::document_in_json(&artifact.tree)
}

/// The metadata of that object.
pub fn metadata(artifact: &Artifact) -> Option<&Node> {
    let pack = artifact.pack.as_ref();
    let object = pack.map_or(&artifact.tree, |pack| &pack.frame);
    object.get("metadata")
}

/// Where the thing is declared that an artifact is made from.
pub fn root(artifact: &Artifact) -> Option<Span> {
    let name = metadata(artifact)?.find("/name").1.span();
    name.or_else(|| artifact.tree.origin.span())
}

/// What can be done about a kind of object that is too large.
pub fn advice(object: &str) -> &'static str {
    match object {
        "CustomResourceDefinition" => "leave descriptions out, most of all those of core types",
        "PrometheusRule" => "give some of the rules another `group`",
        _ => "make two of it",
    }
}

/// The finding with the place of the largest part.
pub fn with_largest(finding: Diagnostic, artifact: &Artifact) -> Diagnostic {
    let pointers = PARTS
        .iter()
        .flat_map(|path| places::find(&artifact.tree, path, |_| true));
    let parts = pointers.filter_map(|pointer| {
        let (node, origin) = artifact.tree.find(&pointer);
        Some((size::compact(node), origin.span()?))
    });
    match parts.max_by_key(|(bytes, _)| *bytes) {
        Some((bytes, span)) => finding.label(span, format!("the largest part, {bytes} bytes")),
        None => finding,
    }
}
