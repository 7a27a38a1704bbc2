//! Printer columns, which only people read.

use super::at;
use crate::compare::{Change, What};
use serde_json::Value;

const KEY: &str = "additionalPrinterColumns";

/// Compares the printer columns of two versions.
pub fn compare((old, new): (&Value, &Value), places: (&str, &str), found: &mut Vec<Change>) {
    let (before, after) = (columns(old), columns(new));
    let pointer = |place: &str, index: Option<usize>| match index {
        Some(index) => format!("{place}/{KEY}/{index}"),
        None => format!("{place}/{KEY}"),
    };
    let mut push = |old: Option<&Column>, new: Option<&Column>, message: String| {
        let value = |column: Option<&Column>| column.map(|column| column.value.clone());
        let places = (
            pointer(places.0, old.map(|column| column.index)),
            pointer(places.1, new.map(|column| column.index)),
        );
        let what = What::of(value(old), value(new));
        let change = at("printer-column", KEY, what, (&places.0, &places.1));
        let reason = "columns are what `kubectl get` shows; programs read the object";
        found.push(change.compatible(message, reason));
    };
    for old in &before {
        match after.iter().find(|new| new.name == old.name) {
            None => push(
                Some(old),
                None,
                format!("the column `{}` is gone", old.name),
            ),
            Some(new) if new.value != old.value => {
                push(
                    Some(old),
                    Some(new),
                    format!("the column `{}` changed", old.name),
                );
            }
            Some(_) => {}
        }
    }
    for new in after
        .iter()
        .filter(|new| !before.iter().any(|old| old.name == new.name))
    {
        push(None, Some(new), format!("the column `{}` is new", new.name));
    }
}

struct Column<'v> {
    index: usize,
    name: &'v str,
    value: &'v Value,
}

fn columns(version: &Value) -> Vec<Column<'_>> {
    let columns = version[KEY].as_array().into_iter().flatten();
    columns
        .enumerate()
        .map(|(index, value)| Column {
            index,
            name: value["name"].as_str().unwrap_or_default(),
            value,
        })
        .collect()
}
