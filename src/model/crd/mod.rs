//! Custom resources: types and schema tables to OpenAPI, names, versions, columns, subresources.
//!
//! Invariants: the words of schemas are sorted, every node knows its place; paths of columns and subresources lead somewhere. Deliberately
//! absent: what the API server refuses of the whole (`apiserver` judges what is emitted), compatibility of versions.

mod columns;
mod conversion;
mod file;
mod fits;
mod kind;
mod lists;
mod markers;
mod naming;
mod paths;
mod plural;
mod root;
mod rules;
mod samples;
mod scalars;
mod subresources;
mod table;
mod type_string;
mod types;
mod versions;
mod view;

#[cfg(test)]
mod tests;

use super::{Allows, Context, Labels, Scope, Targets, context::CONFLICT, metadata, names};
use crate::{
    diag::Diagnostic,
    project::{self, Name, Spanned, Tree, Words},
};
use std::collections::BTreeMap;

pub use columns::Column;
pub use kind::Kind as ValueKind;
pub use paths::{Nowhere, Reached, follow};
pub use root::lookup;
pub use samples::Sample;
pub use scalars::NAMES as SCALARS;
pub use subresources::Scale;
pub use type_string::find_enum;
pub use versions::Version;
pub use view::{ColumnView, VersionView};

/// A custom resource.
#[derive(Clone, Debug)]
pub struct Crd {
    /// Its kind.
    pub kind: Name,
    /// Its API group.
    pub group: Name,
    /// The plural, in lower case.
    pub plural: Name,
    /// Labels of the CRD without those that every object has.
    pub labels: Labels,
    /// Annotations of the CRD.
    pub annotations: Labels,
    /// What it is.
    pub body: Body,
    /// Sample objects, in the order written.
    pub samples: Vec<Sample>,
    /// Merged last.
    pub raw: Option<Spanned<Words>>,
    /// Exceptions from checks.
    pub allow: Allows,
}

/// What a custom resource is.
#[derive(Clone, Debug)]
pub enum Body {
    /// Written in the project.
    Written(Written),
    /// A whole CRD of a file.
    File(Tree),
}

/// A custom resource that is written in the project.
#[derive(Clone, Debug)]
pub struct Written {
    /// The singular, in lower case.
    pub singular: Name,
    /// The kind of lists.
    pub list_kind: Name,
    /// Short names for kubectl.
    pub short_names: Vec<Name>,
    /// Categories for kubectl.
    pub categories: Vec<Name>,
    /// Where objects live.
    pub scope: Spanned<Scope>,
    /// Its versions, exactly one of which is stored.
    pub versions: Vec<Version>,
    /// How objects are converted between versions; `None` when they are not.
    pub conversion: Option<Spanned<Words>>,
}

impl Crd {
    /// The name of the CRD.
    pub fn name(&self) -> String {
        format!("{}.{}", self.plural.value, self.group.value)
    }
}

/// Reads `[types]` and `[crds]`.
pub fn resolve(ctx: &mut Context, targets: &Targets) -> Vec<Crd> {
    let mut types = types::resolve(ctx, targets);
    let project = ctx.project;
    let mut result = Vec::new();
    for (kind, crd) in &project.crds {
        let found = match &crd.crd_file {
            Some(path) => file::crd(ctx, kind, crd, path),
            None => written(ctx, &mut types, kind, crd),
        };
        result.extend(found.map(|mut found| {
            found.samples = samples::resolve(ctx, &found, crd);
            found
        }));
    }
    check_unique(ctx, &result);
    result
}

fn written(
    ctx: &mut Context,
    types: &mut types::Types,
    kind: &Name,
    crd: &project::Crd,
) -> Option<Crd> {
    let versions = versions::resolve(ctx, types, kind, crd);
    let naming = naming::resolve(ctx, kind, crd)?;
    let conversion = conversion::check(ctx, crd);
    Some(Crd {
        kind: kind.clone(),
        group: naming.group,
        plural: naming.plural,
        labels: metadata::object_labels(ctx, &crd.labels),
        annotations: naming::annotations(ctx, &crd.annotations),
        body: Body::Written(Written {
            singular: naming.singular,
            list_kind: naming.list_kind,
            short_names: crd.short_names.clone(),
            categories: crd.categories.clone(),
            scope: crd
                .scope
                .clone()
                .unwrap_or_else(|| Spanned::new(Scope::Namespaced, kind.span)),
            versions,
            conversion,
        }),
        samples: Vec::new(),
        raw: crd.raw.clone(),
        allow: crd.allow.clone(),
    })
}

/// Two kinds with one name would overwrite each other.
fn check_unique(ctx: &mut Context, crds: &[Crd]) {
    let mut names = BTreeMap::new();
    for crd in crds {
        let name = crd.name();
        if let Some(first) = names.insert(name.clone(), crd.kind.span) {
            ctx.report(
                Diagnostic::new(
                    &CONFLICT,
                    crd.kind.span,
                    format!("two kinds are called `{name}`"),
                )
                .label(first, "the other one")
                .help("set `plural` or `group` of one of them"),
            );
        }
    }
}
