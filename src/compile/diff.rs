//! Custom resource definitions of two sides: read or emitted, paired by name, and their changes with places.

use super::Compilation;
use crate::{
    artifact::{Node, Place},
    compare::{self, Change},
    diag::Diagnostic,
    document::{Tree, TreeValue},
    existing,
    parallel::map,
    text::{FileId, Sources, Span},
};
use serde_json::Value;
use std::ops::Range;

/// The kind that is compared.
const KIND: &str = "CustomResourceDefinition";

/// The version of the API that is read; Kubernetes 1.22 removed the one before.
const API_VERSION: &str = "apiextensions.k8s.io/v1";

/// A definition of one side.
#[derive(Debug)]
pub struct Definition {
    value: Value,
    places: Places,
}

/// Where the parts of a definition stand.
#[derive(Debug)]
enum Places {
    /// In a file of YAML or JSON.
    File(FileId, Tree),
    /// In the project that it is emitted from; the span where nobody wrote a part.
    Project(Node, Span),
}

/// The definitions of files.
#[derive(Debug, Default)]
pub struct Read {
    /// In the order of the files; a name stands once.
    pub definitions: Vec<Definition>,
    /// What could not be read: a finding for each such file.
    pub unreadable: Vec<Diagnostic>,
    /// What a person should know of definitions that are left out: a phrase for each.
    pub left_out: Vec<String>,
}

impl Definition {
    /// Its name, such as `runs.shop.example.com`.
    pub fn name(&self) -> &str {
        compare::name(&self.value)
    }

    fn span(&self, pointer: &str) -> Span {
        match &self.places {
            Places::File(file, tree) => {
                let range = range(tree, pointer);
                Span::new(*file, range.start, range.end)
            }
            Places::Project(node, fallback) => node.find(pointer).1.span().unwrap_or(*fallback),
        }
    }
}

/// The definitions in files; documents of other kinds are ignored.
pub fn read_definitions(sources: &Sources, files: &[FileId]) -> Read {
    let mut result = Read::default();
    let read = map(files, |file| existing::read_file(sources, *file));
    for (file, read) in files.iter().zip(read) {
        match read {
            Ok(trees) => {
                let trees = trees.into_iter().flat_map(objects);
                trees.for_each(|tree| result.add(sources, *file, tree));
            }
            Err(finding) => result.unreadable.push(*finding),
        }
    }
    result
}

/// The definitions that a project emits. `fallback` is shown for what nobody wrote.
pub fn emitted_definitions(compilation: &Compilation, fallback: Span) -> Vec<Definition> {
    let artifacts = compilation.artifacts();
    let emitted = artifacts.filter(|artifact| artifact.place == Place::Crds);
    let emitted = emitted.filter(|artifact| {
        let kind = artifact.tree.get("kind").and_then(Node::as_str);
        kind == Some(KIND)
    });
    let definition = |tree: &Node| Definition {
        value: tree.into(),
        places: Places::Project(tree.clone(), fallback),
    };
    emitted.map(|artifact| definition(&artifact.tree)).collect()
}

/// What changed from the old definitions to the new ones, sorted by name, the gravest first.
pub fn diff(old: &[Definition], new: &[Definition]) -> Vec<Change> {
    let mut pairs = Vec::new();
    let (mut old, mut new): (Vec<_>, Vec<_>) = (old.iter().collect(), new.iter().collect());
    take_pairs(&mut old, &mut new, &mut pairs, |a, b| a.name() == b.name());
    // A definition whose plural or group changed is another one; whoever renamed it wants to know.
    take_pairs(&mut old, &mut new, &mut pairs, |a, b| {
        let kind = |side: &Definition| side.value["spec"]["names"]["kind"].clone();
        kind(a) == kind(b)
    });
    let mut changes: Vec<Change> = map(&pairs, |(old, new)| between(old, new))
        .into_iter()
        .flatten()
        .collect();
    changes.extend(old.into_iter().map(|old| {
        let mut change = compare::removed(&old.value);
        locate(&mut change, Some(old), None);
        change
    }));
    changes.extend(new.into_iter().map(|new| {
        let mut change = compare::added(&new.value);
        locate(&mut change, None, Some(new));
        change
    }));
    changes.sort_by(|a, b| (&a.subject, a.effect).cmp(&(&b.subject, b.effect)));
    changes
}

/// Takes out the first new definition that belongs to each old one.
fn take_pairs<'d>(
    old: &mut Vec<&'d Definition>,
    new: &mut Vec<&'d Definition>,
    pairs: &mut Vec<(&'d Definition, &'d Definition)>,
    belong: fn(&Definition, &Definition) -> bool,
) {
    old.retain(|a| match new.iter().position(|b| belong(a, b)) {
        Some(at) => {
            pairs.push((a, new.remove(at)));
            false
        }
        None => true,
    });
}

fn between(old: &Definition, new: &Definition) -> Vec<Change> {
    let mut changes = compare::definitions(&old.value, &new.value);
    for change in &mut changes {
        locate(change, Some(old), Some(new));
    }
    changes
}

fn locate(change: &mut Change, old: Option<&Definition>, new: Option<&Definition>) {
    for (place, side) in [(&mut change.old, old), (&mut change.new, new)] {
        if let (Some(place), Some(side)) = (place, side) {
            place.span = Some(side.span(&place.pointer));
        }
    }
}

impl Read {
    fn add(&mut self, sources: &Sources, file: FileId, tree: Tree) {
        let text = |key: &str| match tree.get(key).map(|tree| &tree.value) {
            Some(TreeValue::String(text)) => text.as_str(),
            _ => "",
        };
        if text("kind") != KIND {
            return;
        }
        let (version, place) = (text("apiVersion"), &sources.get(file).name);
        let value = tree.to_json();
        let name = compare::name(&value);
        if version != API_VERSION {
            let told = format!("`{name}` in {place} is of `{version}`, not of `{API_VERSION}`");
            return self.left_out.push(told);
        }
        let mut known = self.definitions.iter();
        if let Some(first) = known.find(|known| known.name() == name) {
            if first.value != value {
                let first = &sources.get(first.span("").file).name;
                let told = format!(
                    "`{name}` stands in {first} and otherwise in {place}; the first counts"
                );
                self.left_out.push(told);
            }
            return;
        }
        let places = Places::File(file, tree);
        self.definitions.push(Definition { value, places });
    }
}

/// The objects of a document: those of a list, or it.
fn objects(tree: Tree) -> Vec<Tree> {
    let is_list = tree.get("kind").is_some_and(|kind| match &kind.value {
        TreeValue::String(kind) => kind == "List" || kind == "CustomResourceDefinitionList",
        _ => false,
    });
    if !is_list {
        return vec![tree];
    }
    let TreeValue::Map(entries) = tree.value else {
        return Vec::new();
    };
    let items = entries.into_iter().find(|entry| entry.key == "items");
    match items.map(|items| items.value.value) {
        Some(TreeValue::List(items)) => items,
        _ => Vec::new(),
    }
}

/// The bytes that show what a pointer leads to: a scalar itself, the key of anything larger.
fn range(tree: &Tree, pointer: &str) -> Range<usize> {
    let (mut tree, mut key) = (tree, None);
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        let next = match &tree.value {
            TreeValue::List(items) => {
                let item = token.parse().ok().and_then(|index: usize| items.get(index));
                item.map(|item| (item, None))
            }
            _ => {
                let entry = tree.entry(&token);
                entry.map(|entry| (&entry.value, Some(&entry.key_range)))
            }
        };
        let Some(next) = next else { break };
        (tree, key) = next;
    }
    match (&tree.value, key) {
        (TreeValue::Map(_) | TreeValue::List(_), Some(key)) => key.clone(),
        (TreeValue::Map(entries), None) => match entries.first() {
            Some(first) => first.key_range.clone(),
            None => tree.range(),
        },
        (_, Some(key)) if tree.range().is_empty() => key.clone(),
        _ => tree.range(),
    }
}
