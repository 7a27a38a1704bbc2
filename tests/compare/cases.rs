//! Reading cases and judging them.

use opsgen::{
    compare::{Change, Effect},
    document::yaml,
};
use serde_json::Value;

/// A case of a table.
pub struct Case {
    /// What it shows.
    pub title: String,
    /// The old side.
    pub old: Value,
    /// The new side.
    pub new: Value,
    /// A line for each change.
    pub expected: Vec<String>,
}

/// The cases of a text.
pub fn cases(text: &str) -> Vec<Case> {
    text.split("\n=== ").skip(1).map(case).collect()
}

fn case(text: &str) -> Case {
    let (title, rest) = text.split_once('\n').expect("a case has lines");
    let (old, rest) = rest.split_once("\nnew:").expect("a case has a new side");
    let old = old.strip_prefix("old:").expect("a case has an old side");
    let is_expected = |line: &&str| EFFECTS.iter().any(|(_, word)| line.starts_with(word));
    let (expected, new): (Vec<&str>, Vec<&str>) = rest.lines().partition(is_expected);
    let read = |text: &str| {
        let documents = yaml::read(text).unwrap_or_else(|error| panic!("{title}: {error}"));
        documents.into_iter().next().unwrap_or_default()
    };
    Case {
        title: title.to_owned(),
        old: read(old),
        new: read(&new.join("\n")),
        expected: expected.into_iter().map(str::to_owned).collect(),
    }
}

const EFFECTS: [(Effect, &str); 3] = [
    (Effect::Breaking, "breaking "),
    (Effect::Unknown, "unknown "),
    (Effect::Compatible, "compatible "),
];

/// A change as its line.
pub fn line(change: &Change) -> String {
    let (_, effect) = EFFECTS
        .iter()
        .find(|(effect, _)| *effect == change.effect)
        .expect("all have words");
    format!("{effect}{}: {}", change.comparison, change.message)
}

/// Fails with all cases whose changes are not the expected ones.
pub fn judge(cases: &[Case], changes: impl Fn(&Case) -> Vec<String>) {
    let mut wrong = Vec::new();
    for case in cases {
        let found = changes(case);
        if found != case.expected {
            wrong.push(format!("=== {}\n{}", case.title, found.join("\n")));
        }
    }
    assert!(!cases.is_empty());
    assert!(wrong.is_empty(), "found instead:\n{}", wrong.join("\n"));
}
