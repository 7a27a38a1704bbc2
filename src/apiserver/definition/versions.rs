//! The list of versions: their names, which is stored, deprecation.

use crate::{
    apiserver::{
        definition::{
            parts::{Definition, Version},
            rule::VERSIONS,
            suggest::as_label,
        },
        finding::{Cause, Finding},
        metadata::{Syntax, name_problem},
        path::Path,
    },
    promql::text::is_printable,
};

/// The most bytes of a deprecation warning.
const LONGEST_WARNING: usize = 256;

/// Judges the versions but for their schemas, columns, subresources and selectable fields.
pub fn check(definition: &Definition, findings: &mut Vec<Finding>) {
    let root = Path::root("spec", "/spec");
    let path = root.child("versions");
    let versions = &definition.versions;
    for (index, version) in versions.iter().enumerate() {
        let path = path.index(index);
        check_name(version, index == 0, &path, findings);
        check_version(version, &path, findings);
        let is_repeated = versions[..index]
            .iter()
            .any(|each| each.name == version.name);
        if is_repeated {
            let message = format!("the version `{}` is there twice", version.name);
            let finding = invalid(&Path::root("spec.versions", ""), message);
            findings.push(finding.written_at(&path.child("name")));
        }
    }
    check_storage(versions, &path, findings);
    if definition.preserves_unknown_fields {
        let message = "`preserveUnknownFields` is true, which v1 does not allow".to_owned();
        let finding = invalid(&root.child("preserveUnknownFields"), message);
        findings.push(finding.with_help("leave it out, and write `x-kubernetes-preserve-unknown-fields: true` in the schemas whose unknown fields must stay"));
    }
}

fn invalid(path: &Path<'_>, message: String) -> Finding {
    Finding::new(path, Cause::Invalid, VERSIONS, message)
}

fn check_name(version: &Version, is_first: bool, path: &Path<'_>, findings: &mut Vec<Finding>) {
    let name = &version.name;
    let Some(why) = name_problem(name, Syntax::LetterLabel) else {
        return;
    };
    let path = path.child("name");
    let finding = invalid(&path, format!("the version name `{name}` {why}"));
    let finding = match as_label(name) {
        Some(label) => finding.with_help(format!("write `{label}`")),
        None => finding.with_help("versions are named `v1`, `v1beta1`, `v2alpha1` …"),
    };
    // The server's internal form repeats the name of the first version.
    if is_first && !name.is_empty() {
        let field = "spec.version".to_owned();
        findings.push(Finding {
            field,
            ..finding.clone()
        });
    }
    findings.push(finding);
}

fn check_version(version: &Version, path: &Path<'_>, findings: &mut Vec<Finding>) {
    if version.schema.is_none() {
        let schema = path.child("schema");
        let message = format!("the version `{}` has no schema", version.name);
        let path = schema.child("openAPIV3Schema");
        let finding = Finding::new(&path, Cause::Required, VERSIONS, message);
        findings.push(finding.with_help(
            "a schema that allows everything is `{type: object, x-kubernetes-preserve-unknown-fields: true}`",
        ));
    }
    if let Some(warning) = &version.deprecation_warning {
        check_warning(
            version,
            warning,
            &path.child("deprecationWarning"),
            findings,
        );
    }
}

fn check_warning(version: &Version, warning: &str, path: &Path<'_>, findings: &mut Vec<Finding>) {
    if !version.is_deprecated {
        let message = format!(
            "the version `{}` has a deprecation warning and is not deprecated",
            version.name
        );
        findings.push(invalid(path, message).with_help("add `deprecated: true`"));
        return;
    }
    if warning.is_empty() {
        let finding = invalid(path, "the deprecation warning is empty".to_owned());
        findings.push(finding.with_help("leave it out: the server then writes one"));
    }
    let length = warning.len();
    if length > LONGEST_WARNING {
        findings.push(invalid(path, format!(
            "the deprecation warning has {length} bytes, and at most {LONGEST_WARNING} are allowed"
        )));
    }
    // Of all spaces only the one of ASCII counts as printable.
    let is_odd = |c: &char| *c != ' ' && (c.is_whitespace() || !is_printable(*c));
    if let Some(odd) = warning.chars().find(is_odd) {
        let code = u32::from(odd);
        let message = format!(
            "the deprecation warning holds the character U+{code:04X}, which does not print"
        );
        findings.push(invalid(path, message).with_help("write it in one line"));
    }
}

/// Exactly one version is stored; the server says so in the spec and in the status that it makes of it.
fn check_storage(versions: &[Version], path: &Path<'_>, findings: &mut Vec<Finding>) {
    let stored: Vec<usize> = (0..versions.len())
        .filter(|index| versions[*index].is_storage)
        .collect();
    let status = Path::root("status.storedVersions", "");
    if stored.is_empty() {
        let message = "no version has `storage: true`".to_owned();
        let help = "objects are stored in one of the versions: give it `storage: true`";
        findings.push(invalid(path, message.clone()).with_help(help));
        findings.push(invalid(&status, message).written_at(path));
    }
    for index in stored.into_iter().skip(1) {
        let version = path.index(index);
        let name = &versions[index].name;
        let message = format!("the version `{name}` is a second one with `storage: true`");
        let finding = invalid(path, message.clone()).written_at(&version.child("storage"));
        findings.push(finding.with_help("objects are stored in one version only"));
        let finding = invalid(&status, message);
        findings.push(finding.written_at(&version.child("storage")));
    }
}
