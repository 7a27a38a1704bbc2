//! Trees from a stream of nodes.
//!
//! Invariants: no recursion on the input, nesting and the growth through aliases are bounded; a key that stands twice is refused,
//! also when it is spelled in two ways; `<<` merges, and a key of the mapping itself wins.

use super::resolve;
use crate::document::{Entry, ReadError, Tree, TreeValue};
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

/// How deep a document may nest, aliases replaced. Kubernetes' own manifests stay below 60.
const MAX_DEPTH: usize = 500;

/// How many nodes aliases may add to a file; more is a "billion laughs".
const MAX_ALIASED_NODES: usize = 100_000;

/// The documents read so far and the collections that are open.
pub(super) struct Builder<'a> {
    text: &'a str,
    documents: Vec<Tree>,
    open: Vec<Open>,
    anchors: BTreeMap<usize, Anchored>,
    aliased_nodes: usize,
}

/// A collection whose end has not come.
struct Open {
    /// First byte.
    start: usize,
    /// The byte after the last so far: an alias may name what ends elsewhere.
    end: usize,
    /// Its anchor, 0 without.
    anchor: usize,
    /// How deep the deepest of its values is, itself not counted.
    height: usize,
    /// What it holds so far.
    content: Content,
}

enum Content {
    List(Vec<Tree>),
    Map(OpenMap),
}

#[derive(Default)]
struct OpenMap {
    entries: Vec<Entry>,
    known: HashSet<String>,
    merges: Vec<Tree>,
    pending: Option<Pending>,
}

/// What the next value of a mapping is for.
enum Pending {
    Key(String, Range<usize>),
    Merge,
}

/// A value that an alias may name.
struct Anchored {
    tree: Tree,
    height: usize,
    nodes: usize,
}

impl<'a> Builder<'a> {
    /// A builder for the nodes of this text.
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            documents: Vec::new(),
            open: Vec::new(),
            anchors: BTreeMap::new(),
            aliased_nodes: 0,
        }
    }

    /// The documents.
    pub(super) fn finish(self) -> Vec<Tree> {
        self.documents
    }

    /// Forgets the anchors: they are a document's own.
    pub(super) fn end_document(&mut self) {
        self.anchors.clear();
    }

    /// Whether the next node is a key.
    pub(super) fn wants_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { content: Content::Map(map), .. }) if map.pending.is_none())
    }

    /// Opens a list.
    pub(super) fn begin_list(
        &mut self,
        range: &Range<usize>,
        anchor: usize,
    ) -> Result<(), ReadError> {
        self.begin(Content::List(Vec::new()), range, anchor)
    }

    /// Opens a mapping.
    pub(super) fn begin_map(
        &mut self,
        range: &Range<usize>,
        anchor: usize,
    ) -> Result<(), ReadError> {
        self.begin(Content::Map(OpenMap::default()), range, anchor)
    }

    /// Takes the key `<<`.
    pub(super) fn begin_merge(&mut self, range: Range<usize>) -> Result<(), ReadError> {
        self.set_pending(Pending::Merge, range)
    }

    /// Closes the innermost collection; the range of its end is empty for a block.
    pub(super) fn end(&mut self, range: &Range<usize>) -> Result<(), ReadError> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let value = match open.content {
            Content::List(items) => TreeValue::List(items),
            Content::Map(map) => TreeValue::Map(merge(map)?),
        };
        let end = if range.is_empty() {
            open.end
        } else {
            range.end
        };
        let tree = Tree {
            value,
            start: open.start,
            end: end.max(open.start),
        };
        let height = open.height + 1;
        self.keep(&tree, open.anchor, height);
        self.put(tree, height, end)
    }

    /// Takes a scalar, as a key or value.
    pub(super) fn put_scalar(
        &mut self,
        value: TreeValue,
        range: Range<usize>,
        anchor: usize,
    ) -> Result<(), ReadError> {
        let tree = Tree {
            value,
            start: range.start,
            end: range.end,
        };
        self.keep(&tree, anchor, 1);
        if self.wants_key() {
            self.put_key(tree.value, range.clone(), range)
        } else {
            self.put(tree, 1, range.end)
        }
    }

    /// Takes what an alias names.
    pub(super) fn put_alias(
        &mut self,
        anchor: usize,
        range: Range<usize>,
    ) -> Result<(), ReadError> {
        let Some(anchored) = self.anchors.get(&anchor) else {
            return Err(ReadError::new(
                "the alias stands inside of what it names",
                range,
            ));
        };
        self.aliased_nodes += anchored.nodes;
        if self.aliased_nodes > MAX_ALIASED_NODES {
            let message =
                format!("aliases grow the document by more than {MAX_ALIASED_NODES} values");
            return Err(ReadError::new(message, range));
        }
        let (value, spelling, height) = (
            anchored.tree.value.clone(),
            anchored.tree.range(),
            anchored.height,
        );
        if self.wants_key() {
            self.put_key(value, spelling, range)
        } else {
            // What is wrong with a scalar is wrong where it is written.
            let is_scalar = !matches!(value, TreeValue::List(_) | TreeValue::Map(_));
            let written = if is_scalar { spelling } else { range.clone() };
            let tree = Tree {
                value,
                start: written.start,
                end: written.end,
            };
            self.put(tree, height, range.end)
        }
    }

    fn begin(
        &mut self,
        content: Content,
        range: &Range<usize>,
        anchor: usize,
    ) -> Result<(), ReadError> {
        if self.wants_key() {
            return Err(no_key(range.clone()));
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(too_deep(range.clone()));
        }
        let start = range.start;
        self.open.push(Open {
            start,
            end: start,
            anchor,
            height: 0,
            content,
        });
        Ok(())
    }

    /// Remembers a value for its aliases.
    fn keep(&mut self, tree: &Tree, anchor: usize, height: usize) {
        if anchor > 0 {
            let (tree, nodes) = (tree.clone(), count(tree));
            self.anchors.insert(
                anchor,
                Anchored {
                    tree,
                    height,
                    nodes,
                },
            );
        }
    }

    /// Puts a finished value where it belongs; `end` is where it ends in its parent.
    fn put(&mut self, tree: Tree, height: usize, end: usize) -> Result<(), ReadError> {
        if self.open.len() + height > MAX_DEPTH {
            return Err(too_deep(tree.range()));
        }
        let Some(parent) = self.open.last_mut() else {
            if tree.value != TreeValue::Null || tree.start < tree.end {
                self.documents.push(tree);
            }
            return Ok(());
        };
        parent.height = parent.height.max(height);
        parent.end = parent.end.max(end);
        match &mut parent.content {
            Content::List(items) => items.push(tree),
            Content::Map(map) => match map.pending.take() {
                Some(Pending::Merge) => map.merges.push(tree),
                Some(Pending::Key(key, key_range)) => map.entries.push(Entry {
                    key,
                    key_range,
                    value: tree,
                }),
                None => return Err(no_key(tree.range())),
            },
        }
        Ok(())
    }

    /// Takes a key whose value and spelling may come from an anchor.
    fn put_key(
        &mut self,
        value: TreeValue,
        spelling: Range<usize>,
        range: Range<usize>,
    ) -> Result<(), ReadError> {
        if matches!(value, TreeValue::List(_) | TreeValue::Map(_)) {
            return Err(no_key(range));
        }
        match resolve::key(value, &self.text[spelling]) {
            Some(name) => self.set_pending(Pending::Key(name, range.clone()), range),
            None => Err(ReadError::new("a key must not be null", range)),
        }
    }

    fn set_pending(&mut self, pending: Pending, range: Range<usize>) -> Result<(), ReadError> {
        let Some(Open {
            content: Content::Map(map),
            end,
            ..
        }) = self.open.last_mut()
        else {
            return Ok(());
        };
        *end = range.end.max(*end);
        if let Pending::Key(name, _) = &pending
            && !map.known.insert(name.clone())
        {
            return Err(ReadError::new(
                format!("the key `{name}` stands twice"),
                range,
            ));
        }
        map.pending = Some(pending);
        Ok(())
    }
}

fn no_key(range: Range<usize>) -> ReadError {
    ReadError::new("a key must be a scalar", range)
}

fn too_deep(range: Range<usize>) -> ReadError {
    ReadError::new(
        format!("the document is nested more than {MAX_DEPTH} deep"),
        range,
    )
}

/// How many values a tree holds, itself included.
fn count(tree: &Tree) -> usize {
    match &tree.value {
        TreeValue::List(items) => 1 + items.iter().map(count).sum::<usize>(),
        TreeValue::Map(entries) => {
            1 + entries
                .iter()
                .map(|entry| count(&entry.value))
                .sum::<usize>()
        }
        _ => 1,
    }
}

/// The entries of a mapping with what `<<` brings at their end: the first to bring a key wins.
fn merge(map: OpenMap) -> Result<Vec<Entry>, ReadError> {
    let OpenMap {
        mut entries,
        mut known,
        merges,
        ..
    } = map;
    for tree in merges {
        let range = tree.range();
        let sources = match tree.value {
            TreeValue::List(items) => items,
            _ => vec![tree],
        };
        for source in sources {
            let TreeValue::Map(more) = source.value else {
                return Err(ReadError::new("only mappings can be merged", range));
            };
            entries.extend(
                more.into_iter()
                    .filter(|entry| known.insert(entry.key.clone())),
            );
        }
    }
    Ok(entries)
}
