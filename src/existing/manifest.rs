//! What any object of Kubernetes calls itself.

use super::{Reader, field};
use crate::{
    document::Tree,
    model::{Manifest, Name},
};

/// The object of a document; `None` for what is no object of Kubernetes.
pub fn read(reader: &mut Reader, tree: &Tree) -> Option<Manifest> {
    let span = reader.span(tree);
    let text = |tree: Option<&Tree>, key: &str| {
        let found = tree.and_then(|tree| field::name(reader.file, tree, key));
        found.unwrap_or_else(|| Name::new(String::new(), span))
    };
    let metadata = tree.get("metadata");
    let manifest = Manifest {
        api_version: text(Some(tree), "apiVersion"),
        kind: text(Some(tree), "kind"),
        namespace: text(metadata, "namespace"),
        name: text(metadata, "name"),
        span,
        allow: reader.comments.take(tree.range()),
    };
    let is_object = !manifest.api_version.value.is_empty() && !manifest.kind.value.is_empty();
    is_object.then_some(manifest)
}
