//! What each version has of its own or all have in common: schema, subresources, columns, selectable fields.
//!
//! The server's internal form has each of the four once for all versions when they are the same everywhere
//! (`Convert_v1_CustomResourceDefinitionSpec_To_apiextensions_CustomResourceDefinitionSpec`), and speaks of it there.

use crate::apiserver::{
    definition::{
        columns,
        parts::{Definition, Version},
        rule::SELECTABLE_FIELD,
        schema, selectable, subresources,
    },
    finding::{Cause, Finding},
    path::Path,
};

/// Which of the four are the same in all versions.
struct Shared {
    schema: bool,
    subresources: bool,
    columns: bool,
    selectable_fields: bool,
}

/// Judges the four.
pub fn check(definition: &Definition, findings: &mut Vec<Finding>) {
    let versions = &definition.versions;
    let Some((first, others)) = versions.split_first() else {
        return;
    };
    let all = |same: fn(&Version, &Version) -> bool| others.iter().all(|each| same(each, first));
    let shared = Shared {
        schema: all(|a, b| a.has_validation == b.has_validation && a.schema == b.schema),
        subresources: all(|a, b| a.subresources == b.subresources),
        columns: all(|a, b| a.columns == b.columns),
        selectable_fields: all(|a, b| a.selectable_fields == b.selectable_fields),
    };
    let own = Path::root("spec.versions", "/spec/versions");
    for (index, version) in versions.iter().enumerate() {
        let path = own.index(index);
        let common = Path::root("spec", "/spec/versions/0");
        let is_first = index == 0;
        let place = |is_shared: bool| match (is_shared, is_first) {
            (false, _) => Some(&path),
            (true, true) => Some(&common),
            (true, false) => None,
        };
        if let (Some(path), Some(schema)) = (place(shared.schema), &version.schema) {
            let path = path.spelled(
                if shared.schema {
                    "validation"
                } else {
                    "schema"
                },
                "schema",
            );
            let has_status = if shared.schema {
                versions.iter().any(Version::has_status)
            } else {
                find_by_name(versions, version).has_status()
            };
            schema::check(schema, &path, has_status, findings);
        }
        if let (Some(path), Some(each)) = (place(shared.subresources), &version.subresources) {
            subresources::check(each, &path.child("subresources"), findings);
        }
        if let Some(path) = place(shared.columns) {
            columns::check(
                &version.columns,
                &path.child("additionalPrinterColumns"),
                findings,
            );
        }
        if let Some(path) = place(shared.selectable_fields) {
            check_selectable(version, &shared, path, findings);
        }
    }
}

/// The server looks for the subresources of a version by its name, and finds the first.
fn find_by_name<'v>(versions: &'v [Version], version: &'v Version) -> &'v Version {
    let mut named = versions.iter().filter(|each| each.name == version.name);
    named.next().unwrap_or(version)
}

fn check_selectable(
    version: &Version,
    shared: &Shared,
    path: &Path<'_>,
    findings: &mut Vec<Finding>,
) {
    if version.selectable_fields.is_empty() {
        return;
    }
    let here = path.child("selectableFields");
    let message = if shared.schema != shared.selectable_fields {
        "the server finds selectable fields only where schemas and selectable fields are both the same in all versions, or both are not"
    } else if !version.has_validation || !shared.schema && version.schema.is_none() {
        "selectable fields need a schema"
    } else {
        let usable = version
            .schema
            .as_ref()
            .filter(|schema| schema.is_convertible());
        selectable::check(&version.selectable_fields, usable, &here, findings);
        return;
    };
    let finding = Finding::new(&here, Cause::Invalid, SELECTABLE_FIELD, message);
    findings.push(if shared.schema && !shared.selectable_fields {
        finding.with_help("give all versions the same `selectableFields`")
    } else {
        finding
    });
}
