//! One change.

use crate::text::Span;
use serde_json::Value;

/// Whom a change breaks. The gravest comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Something that was accepted, stored or answered before is refused, lost or altered.
    Breaking,
    /// The two sides do not tell.
    Unknown,
    /// Whatever was right before is right after.
    Compatible,
}

/// What became of a part.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// It is new.
    Added(Value),
    /// It is gone.
    Removed(Value),
    /// It was the first and is the second.
    Changed(Value, Value),
}

/// The thing that changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// Its kind, such as `CustomResourceDefinition`.
    pub kind: &'static str,
    /// Its name, such as `runs.shop.example.com`.
    pub name: String,
}

/// Where a part stands on one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// JSON pointer in the thing; it may name what is not there, then the nearest part above it is meant.
    pub pointer: String,
    /// The text at the pointer; `None` until the caller has looked it up.
    pub span: Option<Span>,
}

/// One change of a thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What changed.
    pub subject: Subject,
    /// Which comparison found it, in kebab-case, such as `enum` or `stored-version`.
    pub comparison: &'static str,
    /// The part, as `spec.tasks[].name`; `*` stands for any key of a map. Empty for the whole.
    pub path: String,
    /// What became of it.
    pub what: What,
    /// Whom it breaks.
    pub effect: Effect,
    /// Why it has this effect; empty where that is obvious.
    pub reason: String,
    /// The versions that it applies to; `v1 -> v2` for what gets lost between two served versions. Empty for all of the thing.
    pub versions: Vec<String>,
    /// The place on the old side; `None` when the thing is new.
    pub old: Option<Place>,
    /// The place on the new side; `None` when the thing is gone.
    pub new: Option<Place>,
    /// One phrase, lowercase, without a full stop, names and values in backticks.
    pub message: String,
    /// What to do instead.
    pub help: Option<String>,
}

impl What {
    /// What became of a part that was the first, if it was there, and is the second, if it is.
    pub(super) fn of(old: Option<Value>, new: Option<Value>) -> Self {
        match (old, new) {
            (Some(old), Some(new)) => Self::Changed(old, new),
            (Some(old), None) => Self::Removed(old),
            (None, new) => Self::Added(new.unwrap_or_default()),
        }
    }
}

impl Place {
    /// A place that is known by its pointer.
    pub(super) fn new(pointer: impl Into<String>) -> Option<Self> {
        let (pointer, span) = (pointer.into(), None);
        Some(Self { pointer, span })
    }
}

impl Change {
    /// The same with this effect and what is said of it.
    pub(super) fn saying(mut self, effect: Effect, message: String, reason: &str) -> Self {
        self.effect = effect;
        self.message = message;
        self.reason = reason.to_owned();
        self
    }

    /// This change, which breaks.
    pub(super) fn breaking(self, message: String, reason: &str) -> Self {
        self.saying(Effect::Breaking, message, reason)
    }

    /// This change, of which the two sides do not tell whether it breaks.
    pub(super) fn unknown(self, message: String, reason: &str) -> Self {
        self.saying(Effect::Unknown, message, reason)
    }

    /// This change, which breaks nothing.
    pub(super) fn compatible(self, message: String, reason: &str) -> Self {
        self.saying(Effect::Compatible, message, reason)
    }

    /// With advice.
    pub(super) fn help(mut self, text: &str) -> Self {
        self.help = Some(text.to_owned());
        self
    }
}
