//! Fields of Grafana's JSON: what is there and of the kind that is asked for, everything else is absent.

use crate::{
    document::{Entry, Tree, TreeValue},
    model::{Name, Spanned, Words},
    text::{FileId, Span},
};

/// The place of a node.
pub fn span(file: FileId, tree: &Tree) -> Span {
    Span::new(file, tree.start, tree.end)
}

/// The text of a node that is one.
pub fn string(tree: &Tree) -> Option<&str> {
    match &tree.value {
        TreeValue::String(text) => Some(text),
        _ => None,
    }
}

/// The text of a field that is one and is not empty.
pub fn text<'t>(tree: &'t Tree, key: &str) -> Option<&'t str> {
    string(tree.get(key)?).filter(|text| !text.is_empty())
}

/// The text of a field that is one and is not empty, with its place.
pub fn name(file: FileId, tree: &Tree, key: &str) -> Option<Name> {
    let field = tree.get(key)?;
    let text = string(field).filter(|text| !text.is_empty())?;
    Some(Spanned::new(text.to_string(), span(file, field)))
}

/// Whether a field is `true`.
pub fn flag(tree: &Tree, key: &str) -> bool {
    matches!(
        tree.get(key),
        Some(Tree {
            value: TreeValue::Bool(true),
            ..
        })
    )
}

/// The number of a node: written as one, or as a text, as Grafana's older editors did.
pub fn number(tree: &Tree) -> Option<f64> {
    match &tree.value {
        TreeValue::Number(number) => number.as_f64(),
        TreeValue::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A number with its place.
pub fn spanned_number(file: FileId, tree: &Tree, key: &str) -> Option<Spanned<f64>> {
    let field = tree.get(key)?;
    let value = number(field).filter(|value| value.is_finite())?;
    Some(Spanned::new(value, span(file, field)))
}

/// A whole number from 0 on.
pub fn count(tree: &Tree, key: &str) -> Option<u32> {
    match &tree.get(key)?.value {
        TreeValue::Number(number) => number.as_u64()?.try_into().ok(),
        _ => None,
    }
}

/// The items of a list; none for anything else.
pub fn items<'t>(tree: &'t Tree, key: &str) -> &'t [Tree] {
    match tree.get(key).map(|field| &field.value) {
        Some(TreeValue::List(items)) => items,
        _ => &[],
    }
}

/// The entries of a mapping; none for anything else.
pub fn entries(tree: &Tree) -> &[Entry] {
    match &tree.value {
        TreeValue::Map(entries) => entries,
        _ => &[],
    }
}

/// A value in Grafana's words; `None` for null.
pub fn words(file: FileId, tree: &Tree) -> Option<Spanned<Words>> {
    let value = match &tree.value {
        TreeValue::Null => return None,
        TreeValue::Bool(flag) => Words::Bool(*flag),
        TreeValue::Number(number) => match number.as_i64() {
            Some(whole) => Words::Int(whole),
            None => Words::Float(number.as_f64()?),
        },
        TreeValue::String(text) => Words::String(text.clone()),
        TreeValue::List(items) => {
            Words::List(items.iter().filter_map(|item| words(file, item)).collect())
        }
        TreeValue::Map(entries) => {
            let entries = entries.iter().filter_map(|entry| {
                let key = Span::new(file, entry.key_range.start, entry.key_range.end);
                let value = words(file, &entry.value)?;
                Some((Spanned::new(entry.key.clone(), key), value))
            });
            Words::Table(entries.collect())
        }
    };
    Some(Spanned::new(value, span(file, tree)))
}

/// Every text below a node that may mention a variable: those of its keys mean nothing to Grafana.
pub fn mentioning(tree: &Tree, found: &mut Vec<String>) {
    match &tree.value {
        TreeValue::String(text) if text.contains('$') || text.contains("[[") => {
            found.push(text.clone());
        }
        TreeValue::List(items) => items.iter().for_each(|item| mentioning(item, found)),
        TreeValue::Map(entries) => entries
            .iter()
            .for_each(|entry| mentioning(&entry.value, found)),
        _ => {}
    }
}
