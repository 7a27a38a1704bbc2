//! The documents of a YAML text.
//!
//! Invariants: no recursion on the input, nesting and the growth through aliases are bounded; a key that stands twice is refused,
//! also when it is spelled in two ways; `<<` merges, and a key of the mapping itself wins.

use super::super::{Entry, ReadError, Tree, TreeValue};
use super::resolve;
use granit_parser::{Event, Options, Parser, ScalarStyle, Span, Tag};
use std::collections::HashSet;
use std::ops::Range;

/// How deep a document may nest, aliases replaced. Kubernetes' own manifests stay below 60.
const MAX_DEPTH: usize = 500;

/// How many nodes aliases may add to a file; more is a "billion laughs".
const MAX_ALIASED_NODES: usize = 100_000;

/// All documents of a YAML text without places; empty ones are left out.
pub fn read(text: &str) -> Result<Vec<serde_json::Value>, ReadError> {
    Ok(read_spanned(text)?.iter().map(Tree::to_json).collect())
}

/// All documents of a YAML text with the places of every key and value; empty ones are left out.
pub fn read_spanned(text: &str) -> Result<Vec<Tree>, ReadError> {
    let mut options = Options::default();
    options.set_emit_comments(false);
    options.simple_key_max_lookahead = usize::MAX;
    let mut builder = Builder::new(text);
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.map_err(|error| {
            let at = error
                .marker()
                .byte_offset()
                .unwrap_or_default()
                .min(text.len());
            ReadError::new(error.info(), at..at)
        })?;
        builder.take(event, &span)?;
    }
    Ok(builder.documents)
}

/// A collection whose end has not come.
struct Open {
    /// First byte.
    start: usize,
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
    key: Option<PendingKey>,
}

/// A key whose value has not come.
struct PendingKey {
    name: String,
    range: Range<usize>,
    is_merge: bool,
}

/// A value that an alias may name.
struct Anchored {
    tree: Tree,
    height: usize,
    nodes: usize,
}

struct Builder<'a> {
    text: &'a str,
    documents: Vec<Tree>,
    open: Vec<Open>,
    anchors: std::collections::BTreeMap<usize, Anchored>,
    aliased_nodes: usize,
}

impl<'a> Builder<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            documents: Vec::new(),
            open: Vec::new(),
            anchors: std::collections::BTreeMap::new(),
            aliased_nodes: 0,
        }
    }

    fn take(&mut self, event: Event<'_>, span: &Span) -> Result<(), ReadError> {
        let range = byte_range(span, self.text);
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                let end = range.start + self.text[range.clone()].trim_end().len();
                let range = range.start..end;
                let is_merge = style == ScalarStyle::Plain && tag.is_none() && value == "<<";
                if self.wants_key() {
                    let value = scalar(&value, style, tag.as_deref(), &range)?;
                    return self.put_key(value, range, is_merge);
                }
                let value = scalar(&value, style, tag.as_deref(), &range)?;
                self.put(value, range, anchor, 1)
            }
            Event::SequenceStart(_, anchor, _) => {
                self.begin(Content::List(Vec::new()), &range, anchor)
            }
            Event::MappingStart(_, anchor, _) => {
                self.begin(Content::Map(OpenMap::default()), &range, anchor)
            }
            Event::SequenceEnd | Event::MappingEnd => self.finish(&range),
            Event::Alias(anchor) => self.put_alias(anchor, range),
            Event::DocumentEnd => {
                self.anchors.clear();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Whether the next node is a key.
    fn wants_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { content: Content::Map(map), .. }) if map.key.is_none())
    }

    fn begin(
        &mut self,
        content: Content,
        range: &Range<usize>,
        anchor: usize,
    ) -> Result<(), ReadError> {
        if self.wants_key() {
            return Err(ReadError::new("a key must be a scalar", range.clone()));
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(too_deep(range.clone()));
        }
        self.open.push(Open {
            start: range.start,
            anchor,
            height: 0,
            content,
        });
        Ok(())
    }

    fn finish(&mut self, range: &Range<usize>) -> Result<(), ReadError> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let (value, last) = match open.content {
            Content::List(items) => {
                let last = items.last().map(|item| item.end);
                (TreeValue::List(items), last)
            }
            Content::Map(map) => {
                let last = map
                    .entries
                    .last()
                    .map(|entry| entry.value.end.max(entry.key_range.end));
                (TreeValue::Map(merged(map)?), last)
            }
        };
        let end = if range.is_empty() {
            last.unwrap_or(open.start)
        } else {
            range.end
        };
        self.put(
            value,
            open.start..end.max(open.start),
            open.anchor,
            open.height + 1,
        )
    }

    /// Puts a finished value where it belongs.
    fn put(
        &mut self,
        value: TreeValue,
        range: Range<usize>,
        anchor: usize,
        height: usize,
    ) -> Result<(), ReadError> {
        let tree = Tree {
            value,
            start: range.start,
            end: range.end,
        };
        if anchor > 0 {
            let nodes = count(&tree);
            let tree = tree.clone();
            self.anchors.insert(
                anchor,
                Anchored {
                    tree,
                    height,
                    nodes,
                },
            );
        }
        if self.open.len() + height > MAX_DEPTH {
            return Err(too_deep(range));
        }
        let Some(parent) = self.open.last_mut() else {
            if tree.value != TreeValue::Null || !range.is_empty() {
                self.documents.push(tree);
            }
            return Ok(());
        };
        parent.height = parent.height.max(height);
        match &mut parent.content {
            Content::List(items) => items.push(tree),
            Content::Map(map) => match map.key.take() {
                Some(key) if key.is_merge => map.merges.push(tree),
                Some(key) => map.entries.push(Entry {
                    key: key.name,
                    key_range: key.range,
                    value: tree,
                }),
                None => return Err(ReadError::new("a key must be a scalar", range)),
            },
        }
        Ok(())
    }

    fn put_key(
        &mut self,
        value: TreeValue,
        range: Range<usize>,
        is_merge: bool,
    ) -> Result<(), ReadError> {
        let Some(name) = resolve::key(value) else {
            return Err(ReadError::new("a key must not be null", range));
        };
        if let Some(Open {
            content: Content::Map(map),
            ..
        }) = self.open.last_mut()
        {
            if !is_merge && !map.known.insert(name.clone()) {
                return Err(ReadError::new(
                    format!("the key `{name}` stands twice"),
                    range,
                ));
            }
            map.key = Some(PendingKey {
                name,
                range,
                is_merge,
            });
        }
        Ok(())
    }

    fn put_alias(&mut self, anchor: usize, range: Range<usize>) -> Result<(), ReadError> {
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
        let (value, height) = (anchored.tree.value.clone(), anchored.height);
        if self.wants_key() {
            self.put_key(value, range, false)
        } else {
            self.put(value, range, 0, height)
        }
    }
}

fn too_deep(range: Range<usize>) -> ReadError {
    ReadError::new(
        format!("the document is nested more than {MAX_DEPTH} deep"),
        range,
    )
}

/// The bytes of a span, within the text.
fn byte_range(span: &Span, text: &str) -> Range<usize> {
    let end = span.end.byte_offset().unwrap_or_default().min(text.len());
    let start = span.start.byte_offset().unwrap_or_default().min(end);
    start..end
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
fn merged(map: OpenMap) -> Result<Vec<Entry>, ReadError> {
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

/// The value of a scalar, by its tag or else its quotes or else its letters.
fn scalar(
    text: &str,
    style: ScalarStyle,
    tag: Option<&Tag>,
    range: &Range<usize>,
) -> Result<TreeValue, ReadError> {
    let string = || TreeValue::String(text.to_owned());
    // The parser says `~` for a value that is absent.
    let plain = if range.is_empty() { "" } else { text };
    let resolved = || {
        resolve::resolve(plain).ok_or_else(|| {
            ReadError::new(
                format!("`{text}` is no number that JSON can carry"),
                range.clone(),
            )
        })
    };
    let Some(tag) = tag else {
        return if style == ScalarStyle::Plain {
            resolved()
        } else {
            Ok(string())
        };
    };
    let fits: fn(&TreeValue) -> bool = match tag.core_suffix() {
        Some("int") => |value| matches!(value, TreeValue::Number(number) if !number.is_f64()),
        Some("float") => |value| matches!(value, TreeValue::Number(_)),
        Some("bool") => |value| matches!(value, TreeValue::Bool(_)),
        Some("null") => |value| matches!(value, TreeValue::Null),
        Some("binary") => {
            return Err(ReadError::new(
                "binary data has no place in a manifest",
                range.clone(),
            ));
        }
        _ => return Ok(string()),
    };
    let value = resolved()?;
    if fits(&value) {
        Ok(value)
    } else {
        Err(ReadError::new(
            format!("`{text}` is no `{}`", tag.original()),
            range.clone(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::{read, read_spanned};
    use serde_json::json;

    fn check(text: &str, expected: serde_json::Value) {
        assert_eq!(
            read(text).unwrap(),
            expected.as_array().unwrap().clone(),
            "{text}"
        );
    }

    fn fails(text: &str, message: &str, place: &str) {
        let error = read(text).unwrap_err();
        assert_eq!(error.message, message);
        assert_eq!(&text[error.range], place);
    }

    #[test]
    fn all_documents_are_read_as_kubernetes_reads_them() {
        check(
            "a: yes\ny: 'yes'\n---\n---\n- 017\n- !!str 017\n-\n--- # empty\n",
            json!([{"a": true, "true": "yes"}, [15, "017", null]]),
        );
        check(
            "\u{feff}b: |\n  x\n   y\na: >-\n  x\n  y\n",
            json!([{"b": "x\n y\n", "a": "x y"}]),
        );
        check("", json!([]));
        check("null", json!([null]));
    }

    #[test]
    fn keys_keep_their_order() {
        let tree = read("z: 1\na: 2\nm: 3").unwrap();
        let keys: Vec<_> = tree[0].as_object().unwrap().keys().cloned().collect();
        assert_eq!(keys, ["z", "a", "m"]);
    }

    #[test]
    fn aliases_and_merges_are_replaced() {
        check(
            "a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  b: 3\ne: [*x]",
            json!([{"a": {"b": 1, "c": 2}, "d": {"b": 3, "c": 2}, "e": [{"b": 1, "c": 2}]}]),
        );
    }

    #[test]
    fn faults_have_places() {
        fails("a: 1\nb: 2\na: 3", "the key `a` stands twice", "a");
        fails("y: 1\ntrue: 2", "the key `true` stands twice", "true");
        fails(
            "a: &x [*x]",
            "the alias stands inside of what it names",
            "*x",
        );
        fails("[a]: 1", "a key must be a scalar", "[");
        fails("~: 1", "a key must not be null", "~");
        fails("a: .inf", "`.inf` is no number that JSON can carry", ".inf");
        fails("a: !!int x", "`x` is no `!!int`", "x");
        assert!(read("a: b\n c: d").is_err());
        assert!(read("a: *nobody").is_err());
    }

    #[test]
    fn bombs_are_refused() {
        let mut laughs = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..10 {
            let before = format!("*a{}", level - 1);
            laughs += &format!(
                "a{level}: &a{level} [{}]\n",
                [before.as_str(); 10].join(", ")
            );
        }
        assert!(
            read(&laughs)
                .unwrap_err()
                .message
                .starts_with("aliases grow")
        );
        let chain: String = (1..2000)
            .map(|at| format!("a{at}: &a{at} [[*a{}]]\n", at - 1))
            .collect();
        assert!(
            read(&format!("a0: &a0 1\n{chain}"))
                .unwrap_err()
                .message
                .contains("deep")
        );
        assert!(read(&"[".repeat(100_000)).is_err());
        assert!(read(&"- ".repeat(100_000)).is_err());
    }

    #[test]
    fn every_key_and_value_has_its_bytes() {
        let text = "kind: CRD\nspec:\n  names:\n  - &n 'a b'\n  - *n\n  text: |\n    x\n    y\n\n  flow: {a: [1]}\n  no:\n";
        let tree = &read_spanned(text).unwrap()[0];
        let slice = |pointer: &str| &text[tree.find(pointer).range()];
        assert_eq!(slice("/kind"), "CRD");
        assert_eq!(slice("/spec/names/0"), "'a b'");
        assert_eq!(slice("/spec/names/1"), "*n");
        assert_eq!(slice("/spec/names"), "&n 'a b'\n  - *n");
        assert_eq!(slice("/spec/flow"), "{a: [1]}");
        assert_eq!(slice("/spec/flow/a"), "[1]");
        assert!(slice("/spec/text").ends_with("x\n    y"));
        assert_eq!(slice("/spec/false"), "");
        assert_eq!(&text[tree.entry("spec").unwrap().key_range.clone()], "spec");
    }
}
