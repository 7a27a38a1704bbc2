//! Names of a custom resource.
//!
//! Source: apiextensions-apiserver, `ValidateCustomResourceDefinitionNames`, `validateAPIApproval`.

use super::{names, plural::plural};
use crate::{
    diag::Diagnostic,
    model::{Context, Labels, context::BAD_VALUE, metadata},
    project::{self, Name, Pairs, Spanned},
};

/// Longest name of an object. Source: Kubernetes, RFC 1123 subdomain.
const NAME_LENGTH: usize = 253;

/// Annotation without which groups of Kubernetes itself are refused.
const APPROVED: &str = "api-approved.kubernetes.io";

/// The names of a custom resource.
pub struct Naming {
    /// Its group.
    pub group: Name,
    /// The plural.
    pub plural: Name,
    /// The singular.
    pub singular: Name,
    /// The kind of lists.
    pub list_kind: Name,
}

/// The names of a custom resource; `None` when it has no group.
pub fn resolve(ctx: &mut Context, kind: &Name, crd: &project::Crd) -> Option<Naming> {
    check_kind(ctx, kind);
    let derived = |text: String| Spanned::new(text, kind.span);
    let naming = Naming {
        group: group(ctx, kind, crd)?,
        plural: crd
            .plural
            .clone()
            .unwrap_or_else(|| derived(plural(&kind.value))),
        singular: crd
            .singular
            .clone()
            .unwrap_or_else(|| derived(kind.value.to_lowercase())),
        list_kind: derived(format!("{}List", kind.value)),
    };
    let written = [crd.plural.as_ref(), crd.singular.as_ref()];
    let short = crd.short_names.iter().chain(&crd.categories);
    for name in written.into_iter().flatten().chain(short) {
        check_label(ctx, name);
    }
    check_duplicates(ctx, &crd.short_names);
    check_duplicates(ctx, &crd.categories);
    let length = naming.plural.value.len() + 1 + naming.group.value.len();
    if length > NAME_LENGTH {
        ctx.bad_value(
            kind.span,
            format!("the CRD's name has {length} characters, above {NAME_LENGTH}"),
        );
    }
    Some(naming)
}

/// Annotations of a CRD: keys must be valid.
pub fn annotations(ctx: &mut Context, pairs: &Pairs) -> Labels {
    for key in pairs
        .keys()
        .filter(|key| !names::is_qualified_name(&key.value))
    {
        ctx.bad_value(
            key.span,
            format!("`{}` is not an annotation's key in Kubernetes", key.value),
        );
    }
    metadata::labels(pairs)
}

fn check_kind(ctx: &mut Context, kind: &Name) {
    let lower = kind.value.to_lowercase();
    let letters = kind.value.chars().all(|c| c.is_ascii_alphanumeric());
    let capital = kind.value.starts_with(|c: char| c.is_ascii_uppercase());
    if !letters || !capital || !is_rfc1035_label(&lower) {
        ctx.bad_value(
            kind.span,
            format!(
                "`{}` is not a kind: up to 63 letters and digits, beginning with a capital",
                kind.value
            ),
        );
    }
}

fn group(ctx: &mut Context, kind: &Name, crd: &project::Crd) -> Option<Name> {
    let project = ctx.project;
    let written = crd.group.as_ref().or(project.project.api_group.as_ref());
    let Some(group) = written else {
        ctx.report(
            Diagnostic::new(
                &BAD_VALUE,
                kind.span,
                format!("`{}` has no API group", kind.value),
            )
            .help("set `api-group` in `[project]`, or `group` here"),
        );
        return None;
    };
    if !names::is_rfc1123_subdomain(&group.value) || !group.value.contains('.') {
        ctx.bad_value(
            group.span,
            format!(
                "`{}` is not an API group: a domain in lower case with at least one dot",
                group.value
            ),
        );
    }
    let reserved = ["k8s.io", "kubernetes.io"]
        .iter()
        .any(|end| group.value == *end || group.value.ends_with(&format!(".{end}")));
    if reserved && !crd.annotations.contains_key(APPROVED) {
        ctx.report(
            Diagnostic::new(
                &BAD_VALUE,
                group.span,
                format!("`{}` belongs to Kubernetes itself", group.value),
            )
            .note(format!(
                "the API server refuses it without the annotation `{APPROVED}`"
            ))
            .help("use a group of a domain of your own"),
        );
    }
    Some(group.clone())
}

/// Checks a name that must be an RFC 1035 label.
pub fn check_label(ctx: &mut Context, name: &Name) {
    if !is_rfc1035_label(&name.value) {
        ctx.bad_value(
            name.span,
            format!(
                "`{}` is not a resource's name: up to 63 of `a-z`, `0-9` and `-`, beginning with a letter",
                name.value
            ),
        );
    }
}

fn is_rfc1035_label(text: &str) -> bool {
    names::is_rfc1123_label(text) && text.starts_with(|c: char| c.is_ascii_lowercase())
}

fn check_duplicates(ctx: &mut Context, list: &[Name]) {
    for (index, name) in list.iter().enumerate() {
        if let Some(first) = list[..index].iter().find(|known| *known == name) {
            ctx.report(
                Diagnostic::new(
                    &BAD_VALUE,
                    name.span,
                    format!("`{}` stands twice", name.value),
                )
                .label(first.span, "first here"),
            );
        }
    }
}
