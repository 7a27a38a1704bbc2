//! Which files are patches of Kustomize: parts of objects, which nobody applies as they are.

use crate::{
    document::{Tree, TreeValue},
    existing::{Document, Kind},
    text::{FileId, Sources},
};
use std::collections::{BTreeMap, BTreeSet};

/// The files that a kustomization among the documents patches with.
pub fn find(sources: &Sources, documents: &[Document]) -> BTreeSet<FileId> {
    let named = documents.iter().map(|document| {
        let name = &sources.get(document.file).name;
        (normal(name), document.file)
    });
    let named: BTreeMap<String, FileId> = named.collect();
    let kustomizations = documents
        .iter()
        .filter(|document| document.kind == Kind::Kustomization);
    let paths = kustomizations.flat_map(|document| {
        let name = &sources.get(document.file).name;
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let paths = paths(&document.tree);
        paths.map(move |path| normal(&format!("{folder}/{path}")))
    });
    paths.filter_map(|path| named.get(&path).copied()).collect()
}

/// The paths of the patches of a kustomization, relative to its folder.
fn paths(tree: &Tree) -> impl Iterator<Item = &str> {
    let items = |key: &str| match tree.get(key).map(|list| &list.value) {
        Some(TreeValue::List(items)) => items.as_slice(),
        _ => &[],
    };
    let patches = items("patches").iter();
    let patches = patches.filter_map(|patch| patch.get("path")?.as_str());
    let old = items("patchesStrategicMerge").iter();
    patches.chain(old.filter_map(Tree::as_str))
}

/// A path without `.` and `..`, as far as they can be resolved.
fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn paths_are_the_same_however_they_are_written() {
        for (path, expected) in [
            ("/a/./b.yaml", "a/b.yaml"),
            ("a/base/../patches/b.yaml", "a/patches/b.yaml"),
            ("../a.yaml", "../a.yaml"),
            ("a/../../b.yaml", "../b.yaml"),
        ] {
            assert_eq!(normal(path), expected);
        }
    }
}
