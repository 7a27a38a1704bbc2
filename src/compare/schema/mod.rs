//! Two schemas of one part of an object, walked together.
//!
//! A schema that accepts less breaks those who write and the objects that are stored; one that accepts more breaks nobody who writes. What readers
//! may meet then that they did not before is said as the reason. A part whose type changed has no further changes.

mod bounds;
mod children;
mod junctors;
mod keeping;
mod kind;
mod lists;
mod news;
mod required;
mod rules;
mod values;

use super::{Change, What, at::At};
use crate::apiserver::Schema;
use serde_json::Value;

/// What readers have to know of a schema that accepts more.
const READERS: &str = "writers are not affected; a reader may meet values that it does not know";

/// Two schemas and where they stand.
pub struct Pair<'a> {
    old: &'a Schema,
    new: &'a Schema,
    at: &'a At,
}

/// Compares one keyword, or some that belong together.
type Comparison = fn(&Pair, &mut Vec<Change>);

const COMPARISONS: [Comparison; 13] = [
    required::compare,
    values::values,
    values::default,
    values::nullable,
    values::pattern,
    values::format,
    values::multiple,
    bounds::compare,
    lists::list,
    lists::map,
    keeping::compare,
    junctors::compare,
    rules::compare,
];

/// Adds what changed from the old schema to the new one.
pub fn compare(old: &Schema, new: &Schema, at: &At, found: &mut Vec<Change>) {
    if old == new {
        return;
    }
    let pair = Pair { old, new, at };
    if !kind::compare(&pair, found) {
        return;
    }
    for comparison in COMPARISONS {
        comparison(&pair, found);
    }
    children::compare(&pair, found);
}

impl Pair<'_> {
    /// A change of a keyword of these schemas, which was the first and is the second.
    fn keyword(
        &self,
        comparison: &'static str,
        keyword: &str,
        values: (Option<Value>, Option<Value>),
    ) -> Change {
        let pointer = format!("/{keyword}");
        let what = What::of(values.0, values.1);
        self.at.change(comparison, what, (&pointer, &pointer))
    }

    /// The part in a message.
    fn part(&self) -> String {
        self.at.shown()
    }
}

/// A text as a value; `None` for an empty one.
fn text(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| Value::from(text))
}
