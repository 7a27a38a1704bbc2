//! The scale subresource and selectable fields: simple paths that must lead to fields of certain types.
//!
//! Source: apiextensions-apiserver, `ValidateCustomResourceDefinitionSubresources`, `ValidateCustomResourceSelectableFields`.

use super::{
    columns,
    kind::Kind,
    paths::{Reached, follow},
};
use crate::{
    diag::Diagnostic,
    model::{Context, context::BAD_VALUE, json_path, json_path::StepKind},
    project::{self, Name, Tree},
    text::Span,
};

/// Most selectable fields of a version.
const MAX_SELECTABLE: usize = 8;

/// The first Kubernetes that has selectable fields without being asked. Source: feature gate `CustomResourceFieldSelectors`.
const SELECTABLE_SINCE: (u32, u32) = (1, 31);

/// The scale subresource.
#[derive(Clone, Debug)]
pub struct Scale {
    /// Where it is turned on.
    pub span: Span,
    /// Path of the wanted replicas.
    pub spec_replicas_path: Name,
    /// Path of the actual replicas.
    pub status_replicas_path: Name,
    /// Path of the serialized label selector.
    pub label_selector_path: Option<Name>,
}

/// The scale subresource of a version, whose object has the schema `root`.
pub fn scale(ctx: &mut Context, version: &project::Version, root: &Tree) -> Option<Scale> {
    let written = version.scale.as_ref()?;
    check(
        ctx,
        &written.spec_replicas_path,
        root,
        (&["spec"], &[Kind::Integer]),
    );
    check(
        ctx,
        &written.status_replicas_path,
        root,
        (&["status"], &[Kind::Integer]),
    );
    if let Some(path) = &written.label_selector_path {
        check(ctx, path, root, (&["spec", "status"], &[Kind::String]));
    }
    Some(Scale {
        span: written.span,
        spec_replicas_path: written.spec_replicas_path.clone(),
        status_replicas_path: written.status_replicas_path.clone(),
        label_selector_path: written.label_selector_path.clone(),
    })
}

/// Checks that a simple path begins below certain fields and leads to one of certain kinds.
fn check(ctx: &mut Context, written: &Name, root: &Tree, (starts, kinds): (&[&str], &[Kind])) {
    let path = match json_path::parse_simple(&written.value) {
        Ok(path) => path,
        Err(fault) => return columns::report_fault(ctx, written, &fault),
    };
    let first = path.steps.first().map(|step| &step.kind);
    let below = matches!(first, Some(StepKind::Field(name)) if starts.contains(&name.as_str()));
    if !starts.is_empty() && (!below || path.steps.len() < 2) {
        let places: Vec<String> = starts.iter().map(|name| format!("`.{name}.`")).collect();
        ctx.bad_value(
            written.span,
            format!("the path must lead below {}", places.join(" or ")),
        );
        return;
    }
    match follow(root, &path) {
        Ok(Reached::Schema(schema)) if !kinds.contains(&Kind::of(schema)) => {
            let expected: Vec<&str> = kinds.iter().map(|kind| kind.words()).collect();
            let found = Kind::of(schema).words();
            ctx.report(
                Diagnostic::new(
                    &BAD_VALUE,
                    written.span,
                    format!(
                        "the path leads to {found}, not to {}",
                        expected.join(" or ")
                    ),
                )
                .label(schema.span, "declared here"),
            );
        }
        Ok(_) => {}
        Err(nowhere) => columns::report(ctx, written, &nowhere),
    }
}

/// The selectable fields of a version, whose object has the schema `root`, for the oldest Kubernetes that must take it.
pub fn selectable(
    ctx: &mut Context,
    version: &project::Version,
    root: &Tree,
    target: Option<(u32, u32)>,
) -> Vec<Name> {
    let fields = &version.selectable_fields;
    let Some(first) = fields.first() else {
        return Vec::new();
    };
    if let Some((major, minor)) = target.filter(|target| *target < SELECTABLE_SINCE) {
        let message = format!("Kubernetes {major}.{minor} knows no selectable fields");
        let (major, minor) = SELECTABLE_SINCE;
        ctx.report(
            Diagnostic::new(&BAD_VALUE, first.span, message)
                .note(format!("they came with {major}.{minor}")),
        );
    }
    if let Some(field) = fields.get(MAX_SELECTABLE) {
        ctx.bad_value(
            field.span,
            format!("a version has at most {MAX_SELECTABLE} selectable fields"),
        );
    }
    for (index, field) in fields.iter().enumerate() {
        if let Some(known) = fields[..index].iter().find(|known| *known == field) {
            ctx.report(
                Diagnostic::new(
                    &BAD_VALUE,
                    field.span,
                    format!("`{}` stands twice", field.value),
                )
                .label(known.span, "first here"),
            );
        } else if field.value.starts_with(".metadata") {
            ctx.bad_value(field.span, "metadata is selectable without being declared");
        } else {
            check(
                ctx,
                field,
                root,
                (&[], &[Kind::String, Kind::Boolean, Kind::Integer]),
            );
        }
    }
    fields.clone()
}
