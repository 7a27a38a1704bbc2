//! The kinds of changes: `mutations.txt`, and how a change is made.

use serde_json::{Map, Value};

use crate::definitions::places::{self, Where};
use crate::random::Random;

/// One kind of change.
pub struct Mutation {
    /// What speaks of it in reports.
    pub name: &'static str,
    /// Whether some definition must be refused, or else some accepted, that was changed in this way.
    pub breaks: bool,
    place: Where,
    patch: Value,
}

/// All kinds.
pub fn read() -> Vec<Mutation> {
    let text = include_str!("mutations.txt");
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let [sign, name, place, patch] = line.splitn(4, ' ').collect::<Vec<_>>()[..] else {
                panic!("not a row: {line}");
            };
            Mutation {
                name,
                breaks: sign == "-",
                place: Where::named(place).unwrap_or_else(|| panic!("no place: {line}")),
                patch: serde_json::from_str(patch)
                    .unwrap_or_else(|error| panic!("{line}: {error}")),
            }
        })
        .collect()
}

impl Mutation {
    /// Changes a definition at one of the places that fit; `false` when there is none.
    pub fn apply(&self, object: &mut Value, random: &mut Random) -> bool {
        let places = places::find(object, self.place);
        if places.is_empty() {
            return false;
        }
        let pointer = &places[random.below(places.len())];
        if self.place == Where::New {
            let properties = object.pointer_mut(pointer).expect("it was found");
            properties["mutant"] = built(&self.patch);
        } else {
            let place = object.pointer_mut(pointer).expect("it was found");
            merge(place, &self.patch);
        }
        if self.place == Where::Renamed {
            let word = |pointer| object.pointer(pointer).and_then(Value::as_str);
            let name = word("/spec/names/plural").zip(word("/spec/group"));
            if let Some((plural, group)) = name {
                object["metadata"]["name"] = format!("{plural}.{group}").into();
            }
        }
        true
    }
}

/// A JSON merge patch, with keys that end in `+` for items to add.
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(entries) = patch else {
        *target = built(patch);
        return;
    };
    if entries.contains_key("$repeat") {
        *target = built(patch);
        return;
    }
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let fields = target.as_object_mut().expect("it is one now");
    for (key, value) in entries {
        let bare = key.trim_end_matches('+');
        if value.is_null() {
            fields.shift_remove(key);
        } else if bare.len() < key.len() {
            let list = fields
                .entry(bare)
                .or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(items) = list {
                items.push(built(value));
            }
        } else {
            merge(fields.entry(key).or_insert(Value::Null), value);
        }
    }
}

/// A value of a patch without its own notation.
fn built(patch: &Value) -> Value {
    match patch {
        Value::String(text) if text == "$null" => Value::Null,
        Value::Array(items) => Value::Array(items.iter().map(built).collect()),
        Value::Object(entries) => match entries.get("$repeat").and_then(Value::as_array) {
            Some(repeat) => repeated(repeat).into(),
            None => {
                let is_there = |(_, value): &(&String, &Value)| !value.is_null();
                let entries = entries.iter().filter(is_there);
                entries
                    .map(|(key, value)| (key.clone(), built(value)))
                    .collect()
            }
        },
        _ => patch.clone(),
    }
}

fn repeated(parts: &[Value]) -> String {
    let word = |index: usize| parts.get(index).and_then(Value::as_str).unwrap_or("");
    let count = parts.get(1).and_then(Value::as_u64).unwrap_or(0);
    let count = usize::try_from(count).expect("a small number");
    word(0).repeat(count) + word(2)
}
