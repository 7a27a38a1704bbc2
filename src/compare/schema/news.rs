//! Names that only the new schema knows: what asks for them may well let pass all that was stored.

use super::Pair;
use crate::apiserver::{Additional, Items, Schema};
use std::collections::BTreeSet;

/// The first of the new properties below a part that a text mentions as a word; `None` when it mentions none.
pub fn mentioned<'p>(pair: &'p Pair, text: &str) -> Option<&'p str> {
    let mut news = BTreeSet::new();
    collect(pair.old, pair.new, &mut news);
    let words: BTreeSet<&str> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .collect();
    news.into_iter().find(|name| words.contains(name))
}

fn collect<'n>(old: &Schema, new: &'n Schema, news: &mut BTreeSet<&'n str>) {
    for (name, schema) in &new.properties {
        match old.properties.get(name) {
            Some(old) => collect(old, schema, news),
            None => {
                news.insert(name);
            }
        }
    }
    for (old, new) in unnamed(old).into_iter().zip(unnamed(new)) {
        if let (Some(old), Some(new)) = (old, new) {
            collect(old, new, news);
        }
    }
}

/// The first of these names that the old schema declares nowhere below a part, so that no object has it; `None` when it declares all, or keeps
/// what it does not declare.
pub fn undeclared<'n>(pair: &Pair, names: &'n [String]) -> Option<&'n str> {
    let mut declared = BTreeSet::new();
    if !declare(pair.old, &mut declared) {
        return None;
    }
    let mut names = names.iter().map(String::as_str);
    names.find(|name| !declared.contains(name))
}

/// Adds the names of all properties; `false` when an object may have others.
fn declare<'s>(schema: &'s Schema, declared: &mut BTreeSet<&'s str>) -> bool {
    let is_open =
        schema.additional_properties.is_some() || schema.preserve_unknown_fields == Some(true);
    let mut is_closed = !is_open;
    for (name, schema) in &schema.properties {
        declared.insert(name);
        is_closed &= declare(schema, declared);
    }
    for schema in unnamed(schema).into_iter().flatten() {
        is_closed &= declare(schema, declared);
    }
    is_closed
}

/// The schemas of items and of the values of a map.
fn unnamed(schema: &Schema) -> [Option<&Schema>; 2] {
    let items = match &schema.items {
        Some(Items::One(schema)) => Some(schema.as_ref()),
        _ => None,
    };
    let values = match &schema.additional_properties {
        Some(Additional::Schema(schema)) => Some(schema.as_ref()),
        _ => None,
    };
    [items, values]
}
