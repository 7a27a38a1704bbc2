//! Files that a project names: YAML and JSON as trees with places.

use super::{Entries, Tree, TreeValue};
use crate::{
    document::{self, yaml},
    text::{FileId, Sources, Span},
};

/// The documents of a YAML or JSON file, or why it cannot be read and where.
pub fn read_yaml(sources: &Sources, file: FileId) -> Result<Vec<Tree>, (String, Span)> {
    let documents = yaml::read_spanned(&sources.get(file).text).map_err(|error| {
        let span = Span::new(file, error.range.start, error.range.end);
        (error.message, span)
    })?;
    Ok(documents.iter().map(|tree| read_tree(tree, file)).collect())
}

/// What was read from a file, with its places.
pub fn read_tree(tree: &document::Tree, file: FileId) -> Tree {
    use document::TreeValue as Read;
    let value = match &tree.value {
        Read::Null => TreeValue::Null,
        Read::Bool(flag) => TreeValue::Bool(*flag),
        Read::Number(number) => number.as_i64().map_or_else(
            || TreeValue::Float(number.as_f64().unwrap_or_default()),
            TreeValue::Int,
        ),
        Read::String(text) => {
            let span = Span::new(file, tree.start, tree.end);
            return Tree::text(text.as_str(), span).verbatim();
        }
        Read::List(items) => {
            TreeValue::List(items.iter().map(|item| read_tree(item, file)).collect())
        }
        Read::Map(entries) => TreeValue::Map(
            entries
                .iter()
                .map(|entry| (entry.key.clone(), read_tree(&entry.value, file)))
                .collect::<Entries>(),
        ),
    };
    Tree::new(value, Span::new(file, tree.start, tree.end))
}
