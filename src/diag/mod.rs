//! What is wrong, as data; what can be wrong.
//!
//! Invariants: a [`Diagnostic`] has a rule and a primary place; nothing is rendered here and no wire format is named (`report`
//! owns both). Deliberately absent: levels set by the user, which `check` applies.

mod content;
mod nearest;

pub use content::Content;
pub use nearest::{list, nearest, same_word};

use crate::text::Span;

/// How much a finding weighs before the project or the command line changes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Not reported.
    Allow,
    /// Reported; the exit code stays 0 unless warnings are denied.
    Warn,
    /// Reported as an error; nothing is written.
    Deny,
}

/// Something that can be wrong: a check, or a hard error of a phase.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// `family/name` in kebab-case.
    pub name: &'static str,
    /// Level when nobody says otherwise; hard errors are always [`Level::Deny`].
    pub level: Level,
    /// Markdown: what it finds, why it matters, an example, what to use instead.
    pub docs: &'static str,
}

impl Rule {
    /// The first sentence of the docs on one line, without its full stop. A dot inside a name ends none.
    pub fn first_sentence(&self) -> String {
        let paragraph = self.docs.split("\n\n").next().unwrap_or_default();
        let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
        let sentence = line.split(". ").next().unwrap_or_default();
        sentence.trim_end_matches('.').to_string()
    }
}

/// A place with a text of a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What to say there; may be empty.
    pub text: String,
}

/// A replacement of the text of a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// The new text.
    pub text: String,
}

/// What to do about a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Help {
    /// One phrase.
    pub message: String,
    /// The change that does it; empty when there is none to show.
    pub edits: Vec<Edit>,
    /// Whether the edits are right whatever the user meant, so that `gen check --fix` makes them.
    pub is_certain: bool,
}

/// One finding: what is wrong, where, why, what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of finding it is.
    pub rule: &'static Rule,
    /// Its weight, from the rule until `check` decides otherwise.
    pub level: Level,
    /// One phrase: lowercase, no full stop, names and values in backticks.
    pub message: String,
    /// The smallest place that the user must change.
    pub primary: Label,
    /// The other sides of the contradiction.
    pub labels: Vec<Label>,
    /// Why, where it is not obvious.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Vec<Help>,
    /// The way to the finding, outermost last, such as "while emitting PrometheusRule `x`, at /spec/groups/0".
    pub trace: Vec<String>,
    /// The named item that a check looked at, such as `alerts.QueueLong`; `None` when it looked at the whole, and for hard errors.
    pub item: Option<String>,
    /// Whether the baseline names it, so that it is not reported.
    pub is_known: bool,
}

impl Diagnostic {
    /// A finding of `rule` at `span`.
    pub fn new(rule: &'static Rule, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            level: rule.level,
            message: message.into(),
            primary: Label {
                span,
                text: String::new(),
            },
            labels: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            trace: Vec::new(),
            item: None,
            is_known: false,
        }
    }

    /// With these words at the primary place.
    pub fn here(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// With another place.
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// With a reason.
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// With advice.
    pub fn help(mut self, message: impl Into<String>) -> Self {
        self.help.push(Help {
            message: message.into(),
            edits: Vec::new(),
            is_certain: false,
        });
        self
    }

    /// With advice and the change that follows it, which is right whatever the user meant: `gen check --fix` makes it.
    pub fn edit(self, message: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        let mut result = self.propose(message, span, text);
        if let Some(help) = result.help.last_mut() {
            help.is_certain = true;
        }
        result
    }

    /// With advice and a change that the user may have meant, such as the nearest name: it is shown, and made by nobody else.
    pub fn propose(
        mut self,
        message: impl Into<String>,
        span: Span,
        text: impl Into<String>,
    ) -> Self {
        self.help.push(Help {
            message: message.into(),
            edits: vec![Edit {
                span,
                text: text.into(),
            }],
            is_certain: false,
        });
        self
    }

    /// With the way that led here.
    pub fn trace(mut self, text: impl Into<String>) -> Self {
        self.trace.push(text.into());
        self
    }

    /// With "did you mean" for the known name nearest to `found`, or a list of up to five known names; nothing when none is known.
    pub fn suggest<'a>(
        self,
        found: &str,
        known: impl IntoIterator<Item = &'a str>,
        place: Option<Span>,
    ) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        match (nearest(found, known.iter().copied()), place) {
            (Some(name), Some(span)) => {
                let text = name.to_string();
                self.propose(format!("did you mean `{name}`?"), span, text)
            }
            (Some(name), None) => self.help(format!("did you mean `{name}`?")),
            (None, _) if known.is_empty() => self,
            (None, _) => self.help(format!("known: {}", list(&known))),
        }
    }
}
