//! Custom resource definitions. What the API server refuses of them is told from the text; here they are read as far as they go.

use super::{Reader, field};
use crate::{
    document::Tree,
    model::{Allows, Crd, Labels, Name, crd::Body},
    project::read_tree,
    text::FileId,
};

/// The custom resource of a definition, with the exceptions in its comments.
pub fn read(reader: &mut Reader, tree: &Tree) -> Crd {
    Crd {
        allow: reader.comments.take(tree.range()),
        ..definition(tree, reader.file)
    }
}

/// The custom resource of a definition; what it does not say is empty.
pub fn definition(tree: &Tree, file: FileId) -> Crd {
    let text = |path: &[&str]| {
        let found = path.iter().try_fold(tree, |tree, key| tree.get(key));
        let text = found.and_then(Tree::as_str).unwrap_or_default();
        Name::new(text.to_string(), field::span(file, found.unwrap_or(tree)))
    };
    Crd {
        kind: text(&["spec", "names", "kind"]),
        group: text(&["spec", "group"]),
        plural: text(&["spec", "names", "plural"]),
        labels: Labels::new(),
        annotations: Labels::new(),
        body: Body::File(read_tree(tree, file)),
        samples: Vec::new(),
        raw: None,
        allow: Allows::new(),
    }
}
