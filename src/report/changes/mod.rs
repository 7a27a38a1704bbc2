//! Changes of one thing into another, as text: one file per format.

mod human;
mod json;
mod markdown;

use super::Style;
use crate::{
    compare::{Change, Effect},
    text::Sources,
};

/// A format of changes.
pub type RenderChanges = fn(&Sources, &[Change], Style) -> String;

/// Every format of changes by name; the first is for people.
pub const CHANGE_FORMATS: [(&str, RenderChanges); 3] = [
    ("human", human::render),
    ("json", json::render),
    ("markdown", markdown::render),
];

/// The last line of a report of changes: how many there are of each effect.
pub fn change_summary(changes: &[Change]) -> String {
    if changes.is_empty() {
        return "no changes".to_owned();
    }
    let part = |effect: Effect| {
        let count = changes
            .iter()
            .filter(|change| change.effect == effect)
            .count();
        (count > 0).then(|| format!("{count} {}", word(effect)))
    };
    let parts: Vec<String> = EFFECTS.into_iter().filter_map(part).collect();
    let noun = match changes.len() {
        1 => "change",
        _ => "changes",
    };
    format!("{noun}: {}", parts.join(", "))
}

const EFFECTS: [Effect; 3] = [Effect::Breaking, Effect::Unknown, Effect::Compatible];

/// The word for an effect.
fn word(effect: Effect) -> &'static str {
    match effect {
        Effect::Breaking => "breaking",
        Effect::Unknown => "unknown",
        Effect::Compatible => "compatible",
    }
}

/// The versions that a change applies to, for people; empty for all of the thing.
fn versions(change: &Change) -> String {
    let versions: Vec<String> = change
        .versions
        .iter()
        .map(|version| format!("`{version}`"))
        .collect();
    versions.join(", ")
}
