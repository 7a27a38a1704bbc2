//! A tree as a YAML document in block style: two blanks per level, list items in the column of their key.

use crate::artifact::{Map, Node, Value};
use crate::document::{self, yaml};

/// Writes the document and its final newline.
pub(crate) fn push_document(out: &mut String, tree: &Node) {
    match &tree.value {
        Value::Map(entries) if !entries.is_empty() => push_entries(out, entries, 0),
        Value::List(items) if !items.is_empty() => push_items(out, items, 0),
        Value::String(text) => {
            yaml::push_quoted(out, text);
            out.push('\n');
        }
        _ => push_scalar(out, tree, 0),
    }
}

/// Writes the entries of a mapping whose first line is indented already.
fn push_entries(out: &mut String, entries: &Map, column: usize) {
    for (index, (key, value)) in entries.iter().enumerate() {
        if index > 0 {
            document::push_spaces(out, column);
        }
        yaml::push_key(out, key, column);
        match &value.value {
            Value::Map(entries) if !entries.is_empty() => {
                push_line(out, column + 2);
                push_entries(out, entries, column + 2);
            }
            Value::List(items) if !items.is_empty() => {
                push_line(out, column);
                push_items(out, items, column);
            }
            _ => {
                out.push(' ');
                push_scalar(out, value, column);
            }
        }
    }
}

/// Writes the items of a list whose first line is indented already.
fn push_items(out: &mut String, items: &[Node], column: usize) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            document::push_spaces(out, column);
        }
        out.push_str("- ");
        match &item.value {
            Value::Map(entries) if !entries.is_empty() => push_entries(out, entries, column + 2),
            Value::List(items) if !items.is_empty() => push_items(out, items, column + 2),
            _ => push_scalar(out, item, column),
        }
    }
}

/// Writes what has no entries or items, and ends its line; `column` is that of its key or dash.
fn push_scalar(out: &mut String, node: &Node, column: usize) {
    match &node.value {
        Value::Null => out.push_str("null"),
        Value::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Value::Int(number) => document::push_integer(out, *number),
        Value::Float(number) => document::push_float(out, *number),
        Value::String(text) => yaml::push_string(out, text, column),
        Value::List(_) => out.push_str("[]"),
        Value::Map(_) => out.push_str("{}"),
    }
    out.push('\n');
}

/// Ends the line and indents the next.
fn push_line(out: &mut String, column: usize) {
    out.push('\n');
    document::push_spaces(out, column);
}
