//! How many bytes a tree takes where Kubernetes counts them.
//!
//! Counted without writing: a project may have thousands of dashboards.

use super::{Node, Value};

/// A way to write strings: the bytes of a string, without its quotes.
type Text = fn(&str) -> usize;

/// The bytes of the tree as compact JSON, as Go writes it: what `kubectl apply` keeps in an annotation.
pub fn compact(node: &Node) -> usize {
    Layout {
        text: in_json,
        quotes: 2,
        colon: 1,
        line: None,
    }
    .bytes(node, 0)
}

/// The bytes of the JSON document that a packed artifact is written as, with its line end.
pub fn document(node: &Node) -> usize {
    let layout = Layout {
        text: in_document,
        quotes: 2,
        colon: 2,
        line: Some(1),
    };
    layout.bytes(node, 0) + 1
}

/// The bytes of the same document as a string in compact JSON, as it stands in a ConfigMap, with the quotes around it.
pub fn document_in_json(node: &Node) -> usize {
    let layout = Layout {
        text: in_document_in_json,
        // `\"`, twice
        quotes: 4,
        colon: 2,
        // `\n`
        line: Some(2),
    };
    layout.bytes(node, 0) + 2 + 2
}

/// The fewest bytes that the tree can take as YAML: its keys and scalars, a line each, with no more indentation than its depth asks for.
pub fn least_yaml(node: &Node) -> usize {
    yaml(node, 0)
}

/// No fewer bytes than any of the others counts, told without a look at the texts.
pub fn most(node: &Node) -> usize {
    at_most(node, 0)
}

/// The most bytes of a byte of text: an escape whose backslash is escaped.
const WORST: usize = 7;

/// The most bytes around a value: quotes, a comma, a line break, and more than a number has.
const AROUND: usize = 32;

fn at_most(node: &Node, indent: usize) -> usize {
    // A list or a mapping has a line at its end too.
    let own = AROUND + 2 * indent;
    own + match &node.value {
        Value::String(text) => WORST * text.len(),
        Value::List(items) => items.iter().map(|item| at_most(item, indent + 2)).sum(),
        Value::Map(entries) => entries
            .iter()
            .map(|(key, value)| WORST * key.len() + at_most(value, indent + 2))
            .sum(),
        _ => 0,
    }
}

/// How JSON is laid out.
struct Layout {
    text: Text,
    /// Bytes of the two quotes of a string.
    quotes: usize,
    /// Bytes between a key and its value.
    colon: usize,
    /// Bytes of a line break; `None` where all stands on one line.
    line: Option<usize>,
}

impl Layout {
    fn bytes(&self, node: &Node, indent: usize) -> usize {
        match &node.value {
            Value::Null => "null".len(),
            Value::Bool(flag) => flag.to_string().len(),
            Value::Int(number) => number.to_string().len(),
            Value::Float(number) => self.float(*number),
            Value::String(text) => self.string(text),
            Value::List(items) => {
                let inner = items.iter().map(|item| self.bytes(item, indent + 2));
                self.around(items.len(), indent) + inner.sum::<usize>()
            }
            Value::Map(entries) => {
                let inner = entries.iter().map(|(key, value)| {
                    self.string(key) + self.colon + self.bytes(value, indent + 2)
                });
                self.around(entries.len(), indent) + inner.sum::<usize>()
            }
        }
    }

    /// Both write an exponent outside of `1e-7..1e21`: Go as `1e+21`, a document of ours as `1.0e+21`.
    fn float(&self, number: f64) -> usize {
        let size = number.abs();
        if size == 0.0 {
            return 1;
        }
        if (1e-7..1e21).contains(&size) {
            return number.to_string().len();
        }
        let text = format!("{number:e}");
        let is_go = self.line.is_none();
        let point = if is_go || text.contains('.') { 0 } else { 2 };
        text.len() + point + usize::from(size > 1.0)
    }

    fn string(&self, text: &str) -> usize {
        (self.text)(text) + self.quotes
    }

    /// Brackets, commas, line breaks and indentation of so many items.
    fn around(&self, count: usize, indent: usize) -> usize {
        let lines = match self.line {
            Some(line) if count > 0 => count * (line + indent + 2) + line + indent,
            _ => 0,
        };
        2 + count.saturating_sub(1) + lines
    }
}

/// The bytes of a character in a string of JSON that Go writes, which escapes what HTML may mistake.
fn go(c: char) -> usize {
    match c {
        '"' | '\\' | '\n' | '\r' | '\t' | '\u{8}' | '\u{c}' => 2,
        '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => 6,
        c if c < ' ' => 6,
        c => c.len_utf8(),
    }
}

fn in_json(text: &str) -> usize {
    text.chars().map(go).sum()
}

/// The bytes of a character in a string of a document of ours.
fn own(c: char) -> usize {
    match c {
        '"' | '\\' | '\n' | '\r' | '\t' => 2,
        c if c < ' ' => 6,
        '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => 6,
        c => c.len_utf8(),
    }
}

fn in_document(text: &str) -> usize {
    text.chars().map(own).sum()
}

fn in_document_in_json(text: &str) -> usize {
    let twice = |c: char| match (c, own(c)) {
        ('"' | '\\', _) => 4,
        // A backslash more than ours.
        (c, bytes) if bytes != c.len_utf8() => bytes + 1,
        (c, _) => go(c),
    };
    text.chars().map(twice).sum()
}

fn yaml(node: &Node, indent: usize) -> usize {
    match &node.value {
        Value::Map(entries) => {
            let lines = entries.iter().map(|(key, value)| match &value.value {
                Value::Map(inner) if !inner.is_empty() => {
                    indent + key.len() + 2 + yaml(value, indent + 2)
                }
                Value::List(inner) if !inner.is_empty() => {
                    indent + key.len() + 2 + yaml(value, indent)
                }
                _ => indent + key.len() + 3 + scalar(value),
            });
            lines.sum()
        }
        // The first line of an item stands behind its dash.
        Value::List(items) => items.iter().map(|item| yaml_item(item, indent)).sum(),
        _ => indent + scalar(node) + 1,
    }
}

fn yaml_item(item: &Node, indent: usize) -> usize {
    match &item.value {
        Value::Map(entries) if !entries.is_empty() => yaml(item, indent + 2),
        _ => indent + 3 + scalar(item),
    }
}

fn scalar(node: &Node) -> usize {
    match &node.value {
        Value::String(text) => text.len(),
        Value::Int(number) => number.to_string().len(),
        Value::Bool(flag) => flag.to_string().len(),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::{compact, document, document_in_json, least_yaml, most};
    use crate::artifact::Node;

    #[test]
    fn compact_json_is_counted_as_go_writes_it() {
        let text = "a<b>&\"\\\n\t\u{1}é\u{2028}";
        let tree = Node::map()
            .with("b", Node::list([1_i64, 20, -3]))
            .with("c", true)
            .with("d", Node::map())
            .with("t", text);
        let go =
            r#"{"b":[1,20,-3],"c":true,"d":{},"t":"a\u003cb\u003e\u0026\"\\\n\t\u0001é\u2028"}"#;
        assert_eq!(compact(&tree), go.len());
    }

    #[test]
    fn yaml_is_never_counted_as_more() {
        let rule = Node::map().with("alert", "A").with("expr", "up == 0");
        let group = Node::map()
            .with("name", "a")
            .with("rules", Node::list([rule]));
        let tree = Node::map().with("groups", Node::list([group]));
        let written = "groups:\n- name: a\n  rules:\n  - alert: A\n    expr: up == 0\n";
        assert_eq!(least_yaml(&tree), written.len());
    }
    #[test]
    fn nothing_is_counted_as_more_than_the_most() {
        let texts = [
            "",
            "a",
            "\u{1}",
            "\u{7f}\u{80}\u{2028}\u{ffff}",
            "<&>\"\\\n",
            "ß😀",
        ];
        let list = Node::list(texts).with("ignored", 1_i64);
        let tree = texts
            .into_iter()
            .fold(Node::map(), |tree, text| tree.with(text, list.clone()));
        let number = Node::from(-f64::MAX / 3.0);
        let deep = (0..60).fold(Node::map(), |deep, _| {
            Node::list([Node::map().with("a", deep)])
        });
        for node in [
            deep,
            tree.with("n", number),
            Node::map(),
            Node::list(["x"]),
            Node::from(i64::MIN),
        ] {
            for count in [compact, document, document_in_json, least_yaml] {
                assert!(count(&node) <= most(&node), "{node:?}");
            }
        }
    }
}
