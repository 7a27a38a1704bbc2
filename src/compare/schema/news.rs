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
    if let (Some(Items::One(old)), Some(Items::One(new))) = (&old.items, &new.items) {
        collect(old, new, news);
    }
    let values = (&old.additional_properties, &new.additional_properties);
    if let (Some(Additional::Schema(old)), Some(Additional::Schema(new))) = values {
        collect(old, new, news);
    }
}
