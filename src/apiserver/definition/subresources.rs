//! The subresource scale: where replicas and their selector stand.
//!
//! Deliberately absent: whether the paths lead to fields of the right type, which the server does not look at.

use crate::apiserver::{
    definition::{json_path::check_simple, parts::Subresources, rule::SUBRESOURCE},
    finding::{Cause, Finding},
    path::Path,
};

/// Below which fields a path must lead.
struct Row<'a> {
    key: &'static str,
    path: &'a str,
    below: &'static [&'static str],
    is_required: bool,
}

/// Judges the subresources at a path.
pub fn check(subresources: &Subresources, path: &Path<'_>, findings: &mut Vec<Finding>) {
    let Some(scale) = &subresources.scale else {
        return;
    };
    let path = path.child("scale");
    let rows = [
        Row {
            key: "specReplicasPath",
            path: &scale.spec_replicas_path,
            below: &[".spec."],
            is_required: true,
        },
        Row {
            key: "statusReplicasPath",
            path: &scale.status_replicas_path,
            below: &[".status."],
            is_required: true,
        },
        Row {
            key: "labelSelectorPath",
            path: scale.label_selector_path.as_deref().unwrap_or_default(),
            below: &[".spec.", ".status."],
            is_required: false,
        },
    ];
    for row in rows {
        findings.extend(check_row(&row, &path.child(row.key)));
    }
}

fn check_row(row: &Row<'_>, path: &Path<'_>) -> Option<Finding> {
    let Row {
        key, path: text, ..
    } = row;
    let below: Vec<String> = row
        .below
        .iter()
        .map(|below| format!("`{below}…`"))
        .collect();
    let below = below.join(" or ");
    if text.is_empty() {
        let message = format!("`{key}` is missing");
        let finding = Finding::new(path, Cause::Required, SUBRESOURCE, message);
        return row
            .is_required
            .then(|| finding.with_help(format!("write a path that begins with {below}")));
    }
    if let Some(finding) = check_simple(text, SUBRESOURCE, path) {
        return Some(finding);
    }
    let is_right = row.below.iter().any(|below| text.starts_with(below));
    (!is_right).then(|| {
        let message = format!("the path `{text}` in `{key}` does not begin with {below}");
        Finding::new(path, Cause::Invalid, SUBRESOURCE, message)
    })
}
