//! Custom resource definitions. What the API server refuses of them is told from the text; here they are read as far as they go.

use super::Reader;
use crate::{
    document::Tree,
    model::{Labels, Name, crd},
    project::read_tree,
};

/// The custom resource of a definition; what it does not say is empty.
pub fn read(reader: &mut Reader, tree: &Tree) -> crd::Crd {
    let text = |path: &[&str]| {
        let found = path.iter().try_fold(tree, |tree, key| tree.get(key));
        let place = reader.span(found.unwrap_or(tree));
        let text = found.and_then(super::field::string).unwrap_or_default();
        Name::new(text.to_string(), place)
    };
    crd::Crd {
        kind: text(&["spec", "names", "kind"]),
        group: text(&["spec", "group"]),
        plural: text(&["spec", "names", "plural"]),
        labels: Labels::new(),
        annotations: Labels::new(),
        body: crd::Body::File(read_tree(tree, reader.file)),
        samples: Vec::new(),
        raw: None,
        allow: reader.comments.take(tree.range()),
    }
}
