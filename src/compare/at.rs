//! A part of a thing while it is compared: its path for people and its pointers on both sides.

use super::{Change, Effect, Place, Subject, What};

/// A part that both sides have, at places of their own.
#[derive(Clone, Debug)]
pub struct At {
    /// As in [`Change::path`].
    pub path: String,
    /// JSON pointer on the old side.
    pub old: String,
    /// JSON pointer on the new side.
    pub new: String,
}

impl At {
    /// The whole of a schema, which stands at these pointers.
    pub fn root(old: String, new: String) -> Self {
        let path = String::new();
        Self { path, old, new }
    }

    /// A property of an object.
    pub fn property(&self, name: &str) -> Self {
        let step = format!("/properties/{}", escaped(name));
        self.step(&joined(&self.path, name), &step, &step)
    }

    /// A property that the new side has as any key of a map.
    pub fn property_as_value(&self, name: &str) -> Self {
        let old = format!("/properties/{}", escaped(name));
        self.step(&joined(&self.path, name), &old, "/additionalProperties")
    }

    /// The items of a list.
    pub fn items(&self) -> Self {
        self.step(&format!("{}[]", self.path), "/items", "/items")
    }

    /// The values of a map.
    pub fn values(&self) -> Self {
        let step = "/additionalProperties";
        self.step(&joined(&self.path, "*"), step, step)
    }

    fn step(&self, path: &str, old: &str, new: &str) -> Self {
        Self {
            path: path.to_owned(),
            old: format!("{}{old}", self.old),
            new: format!("{}{new}", self.new),
        }
    }

    /// A change at the places below this part that these pointers lead to. The subject and the versions are put in at the end.
    pub fn change(&self, comparison: &'static str, what: What, below: (&str, &str)) -> Change {
        Change {
            subject: Subject {
                kind: "",
                name: String::new(),
            },
            comparison,
            path: self.path.clone(),
            what,
            effect: Effect::Unknown,
            reason: String::new(),
            versions: Vec::new(),
            old: Place::new(format!("{}{}", self.old, below.0)),
            new: Place::new(format!("{}{}", self.new, below.1)),
            message: String::new(),
            help: None,
        }
    }

    /// The part in a message.
    pub fn shown(&self) -> String {
        if self.path.is_empty() {
            "the object".to_owned()
        } else {
            format!("`{}`", self.path)
        }
    }
}

/// A key as it stands in a JSON pointer.
pub fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}
