//! What a custom resource says of its versions, whether it is written in the project or stands in a file.

use super::{Body, Crd};
use crate::{project::Tree, text::Span};

/// A version.
#[derive(Clone, Debug)]
pub struct VersionView<'a> {
    /// Its name; empty where a file has none.
    pub name: &'a str,
    /// Where it is named, or the version where it is not.
    pub span: Span,
    /// Whether objects are stored in it.
    pub is_stored: bool,
    /// The schema of the object; `None` where a file has none.
    pub schema: Option<&'a Tree>,
    /// Where the status subresource is turned on.
    pub status: Option<Span>,
    /// Columns of `kubectl get`.
    pub columns: Vec<ColumnView<'a>>,
    /// The paths of the scale subresource, with the fields that they stand in.
    pub scale: Vec<(&'static str, Text<'a>)>,
}

/// A text and where it stands.
pub type Text<'a> = (&'a str, Span);

/// A column.
#[derive(Clone, Debug)]
pub struct ColumnView<'a> {
    /// Its title.
    pub name: Text<'a>,
    /// Its type.
    pub column_type: Text<'a>,
    /// The path of its value.
    pub json_path: Text<'a>,
}

impl Crd {
    /// The versions, in the order written; of a file those that are objects.
    pub fn versions(&self) -> Vec<VersionView<'_>> {
        match &self.body {
            Body::Written(written) => written.versions.iter().map(of_project).collect(),
            Body::File(tree) => {
                let versions = tree.get("spec").and_then(|spec| spec.get("versions"));
                let versions = versions.and_then(Tree::as_list).unwrap_or_default();
                versions.iter().map(of_file).collect()
            }
        }
    }
}

fn of_project(version: &super::Version) -> VersionView<'_> {
    let columns = version.columns.iter().map(|column| ColumnView {
        name: (&column.name.value, column.name.span),
        column_type: (&column.column_type.value, column.column_type.span),
        json_path: (&column.json_path.value, column.json_path.span),
    });
    let scale = version.scale.iter().flat_map(|scale| {
        let paths = [
            ("specReplicasPath", Some(&scale.spec_replicas_path)),
            ("statusReplicasPath", Some(&scale.status_replicas_path)),
            ("labelSelectorPath", scale.label_selector_path.as_ref()),
        ];
        paths.into_iter().filter_map(|(field, path)| {
            let path = path?;
            Some((field, (path.value.as_str(), path.span)))
        })
    });
    VersionView {
        name: &version.name.value,
        span: version.name.span,
        is_stored: version.storage.value,
        schema: Some(&version.schema),
        status: version.status,
        columns: columns.collect(),
        scale: scale.collect(),
    }
}

fn of_file(version: &Tree) -> VersionView<'_> {
    let name = text(version, "name");
    let (name, span) = name.unwrap_or(("", version.span));
    let columns = version.get("additionalPrinterColumns");
    let columns = columns.and_then(Tree::as_list).unwrap_or_default();
    let columns = columns.iter().filter_map(|column| {
        Some(ColumnView {
            name: text(column, "name")?,
            column_type: text(column, "type")?,
            json_path: text(column, "jsonPath")?,
        })
    });
    let subresources = version.get("subresources");
    let scale = subresources.and_then(|all| all.get("scale"));
    let scale = scale.into_iter().flat_map(|scale| {
        let fields = [
            "specReplicasPath",
            "statusReplicasPath",
            "labelSelectorPath",
        ];
        fields
            .into_iter()
            .filter_map(move |field| Some((field, text(scale, field)?)))
    });
    VersionView {
        name,
        span,
        is_stored: version.is_true("storage"),
        schema: version
            .get("schema")
            .and_then(|schema| schema.get("openAPIV3Schema")),
        status: subresources.and_then(|all| Some(all.get("status")?.span)),
        columns: columns.collect(),
        scale: scale.collect(),
    }
}

fn text<'a>(tree: &'a Tree, field: &str) -> Option<Text<'a>> {
    tree.get(field).and_then(as_text)
}

fn as_text(tree: &Tree) -> Option<Text<'_>> {
    Some((tree.as_str()?, tree.span))
}
