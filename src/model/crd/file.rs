//! Schemas and whole CRDs that stand in files of their own.

use super::{Body, Crd, naming};
use crate::{
    diag::Diagnostic,
    model::{
        Context,
        context::{BAD_VALUE, CONFLICT, UNKNOWN_FILE},
        metadata,
    },
    project::{self, Name, Spanned, Tree, read_yaml},
    text::Span,
};

/// The schema of a file; `None` after an error.
pub fn schema(ctx: &mut Context, path: &Name) -> Option<Tree> {
    let tree = read(ctx, path)?;
    let crd = tree.get("kind").and_then(Tree::as_str) == Some("CustomResourceDefinition");
    if crd {
        ctx.report(
            Diagnostic::new(
                &BAD_VALUE,
                path.span,
                "the file holds a whole CRD, not a schema",
            )
            .help("write `crd-file` at the custom resource"),
        );
        return None;
    }
    if tree.as_map().is_none() {
        ctx.bad_value(path.span, "the file holds no schema");
        return None;
    }
    Some(tree)
}

/// The custom resource of a file; `None` after an error.
pub fn crd(ctx: &mut Context, kind: &Name, written: &project::Crd, path: &Name) -> Option<Crd> {
    refuse_others(ctx, written, path);
    let tree = read(ctx, path)?;
    for (word, expected) in [
        ("apiVersion", "apiextensions.k8s.io/v1"),
        ("kind", "CustomResourceDefinition"),
    ] {
        let found = tree.get(word);
        if found.and_then(Tree::as_str) != Some(expected) {
            let place = found.map_or(path.span, |found| found.span);
            let message = format!("the file is no CRD: its `{word}` is not `{expected}`");
            ctx.report(Diagnostic::new(&BAD_VALUE, place, message).label(path.span, "named here"));
            return None;
        }
    }
    let group = text(ctx, &tree, path, &["spec", "group"])?;
    let plural = text(ctx, &tree, path, &["spec", "names", "plural"])?;
    let name = text(ctx, &tree, path, &["metadata", "name"])?;
    let found = text(ctx, &tree, path, &["spec", "names", "kind"])?;
    equal(ctx, &found, kind, "the kind");
    if let Some(declared) = &written.group {
        equal(ctx, &group, declared, "the group");
    }
    let expected = format!("{}.{}", plural.value, group.value);
    if name.value != expected {
        let message = format!("the CRD's name is `{}`, not `{expected}`", name.value);
        ctx.bad_value(name.span, message);
    }
    text(ctx, &tree, path, &["spec", "scope"])?;
    Some(Crd {
        kind: kind.clone(),
        group,
        plural,
        labels: metadata::object_labels(ctx, &written.labels),
        annotations: naming::annotations(ctx, &written.annotations),
        body: Body::File(tree),
        samples: Vec::new(),
        raw: written.raw.clone(),
        allow: written.allow.clone(),
    })
}

/// Reports what the file says already.
fn refuse_others(ctx: &mut Context, written: &project::Crd, path: &Name) {
    let first = |names: &[Name]| names.first().map(|name| name.span);
    let others: [(&str, Option<Span>); 7] = [
        ("plural", written.plural.as_ref().map(|name| name.span)),
        ("singular", written.singular.as_ref().map(|name| name.span)),
        ("short-names", first(&written.short_names)),
        ("categories", first(&written.categories)),
        ("scope", written.scope.as_ref().map(|scope| scope.span)),
        (
            "conversion",
            written.conversion.as_ref().map(|words| words.span),
        ),
        (
            "versions",
            written.versions.keys().next().map(|name| name.span),
        ),
    ];
    for (word, place) in others {
        if let Some(place) = place {
            ctx.report(
                Diagnostic::new(
                    &CONFLICT,
                    place,
                    format!("`{word}` stands in the file already"),
                )
                .label(path.span, "the file")
                .help("changes of it stand in `raw`"),
            );
        }
    }
}

fn equal(ctx: &mut Context, found: &Name, expected: &Name, what: &str) {
    if found.value != expected.value {
        ctx.report(
            Diagnostic::new(
                &BAD_VALUE,
                expected.span,
                format!(
                    "{what} is `{}` in the file, not `{}`",
                    found.value, expected.value
                ),
            )
            .label(found.span, "in the file"),
        );
    }
}

/// The text at a path of keys.
fn text(ctx: &mut Context, tree: &Tree, path: &Name, keys: &[&str]) -> Option<Name> {
    let mut here = tree;
    for key in keys {
        let Some(next) = here.get(key) else {
            let message = format!("the CRD has no `{}`", keys.join("."));
            ctx.report(
                Diagnostic::new(&BAD_VALUE, path.span, message).label(here.span, "not here"),
            );
            return None;
        };
        here = next;
    }
    match here.as_str() {
        Some(text) => Some(Spanned::new(text.to_string(), here.span)),
        None => {
            ctx.bad_value(here.span, format!("`{}` is not a string", keys.join(".")));
            None
        }
    }
}

/// What a file says, with places in it; `None` after an error.
pub fn read(ctx: &mut Context, path: &Name) -> Option<Tree> {
    let Some(file) = ctx.sources.find(&path.value) else {
        ctx.report(
            Diagnostic::new(
                &UNKNOWN_FILE,
                path.span,
                format!("there is no file `{}`", path.value),
            )
            .note("paths are relative to the project file"),
        );
        return None;
    };
    match read_yaml(ctx.sources, file) {
        Ok(mut documents) if documents.len() == 1 => documents.pop(),
        Ok(documents) => {
            let message = format!("the file holds {} documents, not one", documents.len());
            ctx.bad_value(path.span, message);
            None
        }
        Err((message, span)) => {
            ctx.report(Diagnostic::new(&BAD_VALUE, span, message).label(path.span, "named here"));
            None
        }
    }
}
