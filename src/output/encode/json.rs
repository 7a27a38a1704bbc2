//! A tree as JSON: two blanks per level, one value per line.

use crate::artifact::{Node, Value};
use crate::document;

/// Writes the document and its final newline.
pub(super) fn push_document(out: &mut String, tree: &Node) {
    push_value(out, tree, 0);
    out.push('\n');
}

/// Writes a value whose first line is indented already.
fn push_value(out: &mut String, node: &Node, indent: usize) {
    match &node.value {
        Value::Null => out.push_str("null"),
        Value::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Value::Int(number) => document::push_integer(out, *number),
        Value::Float(number) => document::push_float(out, *number),
        Value::String(text) => document::json::push_string(out, text),
        Value::List(items) if items.is_empty() => out.push_str("[]"),
        Value::Map(entries) if entries.is_empty() => out.push_str("{}"),
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                out.push(if index == 0 { '[' } else { ',' });
                push_line(out, indent + 2);
                push_value(out, item, indent + 2);
            }
            push_line(out, indent);
            out.push(']');
        }
        Value::Map(entries) => {
            for (index, (key, value)) in entries.iter().enumerate() {
                out.push(if index == 0 { '{' } else { ',' });
                push_line(out, indent + 2);
                document::json::push_string(out, key);
                out.push_str(": ");
                push_value(out, value, indent + 2);
            }
            push_line(out, indent);
            out.push('}');
        }
    }
}

/// Begins an indented line.
fn push_line(out: &mut String, indent: usize) {
    out.push('\n');
    document::push_spaces(out, indent);
}
