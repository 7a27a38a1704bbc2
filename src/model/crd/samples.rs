//! Sample objects: read, and completed with what a custom resource says of all its objects.

use super::{Crd, file};
use crate::{
    diag::Diagnostic,
    model::{
        Context,
        context::{BAD_VALUE, CONFLICT},
    },
    project::{self, Name, Tree},
};

/// A sample object.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Its key.
    pub name: Name,
    /// The whole object.
    pub object: Tree,
    /// A part of the reason for which it must be refused; `None` when it must be accepted.
    pub rejected: Option<Name>,
}

/// The samples of a custom resource.
pub fn resolve(ctx: &mut Context, crd: &Crd, written: &project::Crd) -> Vec<Sample> {
    let samples = written.samples.iter();
    samples
        .filter_map(|(name, sample)| {
            Some(Sample {
                name: name.clone(),
                object: complete(read(ctx, name, sample)?, crd, name),
                rejected: sample.rejected.clone(),
            })
        })
        .collect()
}

/// What is written of an object; `None` after an error.
fn read(ctx: &mut Context, name: &Name, sample: &project::Sample) -> Option<Tree> {
    match (&sample.file, &sample.object) {
        (Some(path), None) => file::read(ctx, path),
        (None, Some(words)) => Some(Tree::from(words)),
        (Some(path), Some(object)) => {
            let message = "a sample has `file` or `object`, not both";
            ctx.report(
                Diagnostic::new(&CONFLICT, path.span, message).label(object.span, "the object"),
            );
            None
        }
        (None, None) => {
            let message = format!("the sample `{}` has no object", name.value);
            let help = "write `object = { spec = { … } }`, or `file`";
            ctx.report(Diagnostic::new(&BAD_VALUE, name.span, message).help(help));
            None
        }
    }
}

/// The object with what it need not say itself, first.
fn complete(object: Tree, crd: &Crd, name: &Name) -> Tree {
    if object.as_map().is_none() {
        return object;
    }
    let text = |text: &str| Tree::text(text, name.span);
    let version = crd.versions().into_iter().find(|version| version.is_stored);
    let version = version.map_or_else(String::new, |version| version.name.to_string());
    let mut result = Tree::map(name.span)
        .with(
            "apiVersion",
            text(&format!("{}/{version}", crd.group.value)),
        )
        .with("kind", text(&crd.kind.value))
        .with(
            "metadata",
            Tree::map(name.span).with("name", text(&name.value)),
        );
    let metadata = object.get("metadata");
    if metadata.is_some_and(|metadata| metadata.get("generateName").is_some()) {
        result.put("metadata", Tree::map(name.span));
    }
    result.span = object.span;
    result.merge(object);
    result
}
