//! What the columns of a custom resource show.

use crate::model::{
    Crd, Tree,
    crd::{ColumnView, Nowhere, Reached, follow, lookup},
    json_path,
};

/// Calls `look` for every column whose path can be read, with what it leads to.
pub fn columns(crd: &Crd, mut look: impl FnMut(&ColumnView, Result<Reached, Nowhere>)) {
    for version in crd.versions() {
        let Some(root) = version.schema.map(lookup) else {
            continue;
        };
        for column in &version.columns {
            if let Some(reached) = lead(&root, column.json_path.0) {
                look(column, reached);
            }
        }
    }
}

/// What a path leads to; `None` when it cannot be read.
pub fn lead<'a>(root: &'a Tree, path: &str) -> Option<Result<Reached<'a>, Nowhere>> {
    let path = json_path::parse(path).ok()?;
    Some(follow(root, &path))
}
