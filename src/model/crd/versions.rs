//! Versions of a custom resource: which is stored and served, and what each is.

use super::{
    columns::{self, Column},
    naming, root,
    subresources::{self, Scale},
    types::Types,
};
use crate::{
    diag::Diagnostic,
    model::{
        Context,
        context::{BAD_VALUE, CONFLICT},
    },
    project::{self, Name, Spanned, Tree},
    text::Span,
};

/// Longest warning of a deprecated version in bytes. Source: apiextensions-apiserver, `validateDeprecationWarning`.
const WARNING_LENGTH: usize = 256;

/// A version of a custom resource.
#[derive(Clone, Debug)]
pub struct Version {
    /// Its name.
    pub name: Name,
    /// Whether it is served.
    pub served: Spanned<bool>,
    /// Whether objects are stored in it.
    pub storage: Spanned<bool>,
    /// The warning for its users when it is deprecated; empty for Kubernetes' own words.
    pub deprecated: Option<Spanned<String>>,
    /// The schema of the object.
    pub schema: Tree,
    /// Where the status subresource is turned on.
    pub status: Option<Span>,
    /// The scale subresource.
    pub scale: Option<Scale>,
    /// Columns of `kubectl get`.
    pub columns: Vec<Column>,
    /// Paths that field selectors may name.
    pub selectable_fields: Vec<Name>,
}

/// The versions of a custom resource.
pub fn resolve(
    ctx: &mut Context,
    types: &mut Types,
    kind: &Name,
    crd: &project::Crd,
) -> Vec<Version> {
    if crd.versions.is_empty() {
        ctx.report(
            Diagnostic::new(
                &BAD_VALUE,
                kind.span,
                format!("`{}` has no version", kind.value),
            )
            .help(format!(
                "write `[crds.{}.versions.v1]`, or `crd-file`",
                kind.value
            )),
        );
        return Vec::new();
    }
    let stored = stored(ctx, kind, crd);
    let mut result = Vec::new();
    for (name, version) in &crd.versions {
        naming::check_label(ctx, name);
        let schema = root::resolve(ctx, types, name, version);
        let lookup = root::with_metadata(&schema);
        let place = version.storage.as_ref().map_or(name.span, |flag| flag.span);
        result.push(Version {
            name: name.clone(),
            served: version
                .served
                .clone()
                .unwrap_or_else(|| Spanned::new(true, name.span)),
            storage: Spanned::new(stored == Some(&name.value), place),
            deprecated: deprecated(ctx, version),
            status: root::status(&schema),
            scale: subresources::scale(ctx, version, &lookup),
            columns: columns::resolve(ctx, version, &lookup),
            selectable_fields: subresources::selectable(ctx, version, &lookup, types.kubernetes),
            schema,
        });
    }
    result
}

/// The name of the version in which objects are stored; `None` after an error.
fn stored<'a>(ctx: &mut Context, kind: &Name, crd: &'a project::Crd) -> Option<&'a String> {
    let mut flags = crd
        .versions
        .iter()
        .filter_map(|(name, version)| Some((name, version.storage.as_ref()?)));
    let mut stored = flags.clone().filter(|(_, flag)| flag.value);
    let (first, second) = (stored.next(), stored.next());
    if let (Some((name, flag)), Some((_, other))) = (first, second) {
        ctx.report(
            Diagnostic::new(&CONFLICT, other.span, "only one version is stored")
                .label(flag.span, format!("`{}` is the stored one", name.value)),
        );
        return None;
    }
    if let Some((name, _)) = first {
        return Some(&name.value);
    }
    if crd.versions.len() == 1 {
        let (name, _) = crd.versions.first()?;
        if let Some((_, flag)) = flags.next() {
            ctx.bad_value(flag.span, "a single version is the one that is stored");
        }
        return Some(&name.value);
    }
    let names: Vec<&str> = crd.versions.keys().map(Spanned::as_str).collect();
    ctx.report(
        Diagnostic::new(
            &BAD_VALUE,
            kind.span,
            format!(
                "no version of `{}` is stored: {}",
                kind.value,
                crate::diag::list(&names)
            ),
        )
        .help("write `storage = true` at one of them"),
    );
    None
}

fn deprecated(ctx: &mut Context, version: &project::Version) -> Option<Spanned<String>> {
    let written = version.deprecated.as_ref()?;
    let length = written.value.len();
    if length > WARNING_LENGTH || written.value.chars().any(char::is_control) {
        ctx.bad_value(
            written.span,
            format!("a deprecation is one line of at most {WARNING_LENGTH} bytes"),
        );
    }
    Some(written.clone())
}
