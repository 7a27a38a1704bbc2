//! What a finding says, without where it says it.

use super::Diagnostic;
use crate::text::Sources;

/// The most characters that are kept of the text of a finding's place.
const MOST_CHARACTERS: usize = 200;

/// What tells a finding from others whatever lines stand above it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Content {
    /// The rule, `family/name`.
    pub name: String,
    /// The item that it is about, such as `alerts.QueueLong`; empty when there is none.
    pub item: String,
    /// What is wrong.
    pub message: String,
    /// The text at its place, each run of white space as one blank; of a long one the beginning.
    pub text: String,
}

impl Content {
    /// The content of a finding in these files.
    pub fn of(finding: &Diagnostic, sources: &Sources) -> Self {
        let text = sources.slice(finding.primary.span);
        let words: Vec<&str> = text.split_whitespace().take(MOST_CHARACTERS).collect();
        Self {
            name: finding.rule.name.to_string(),
            item: finding.item.clone().unwrap_or_default(),
            message: finding.message.clone(),
            text: words.join(" ").chars().take(MOST_CHARACTERS).collect(),
        }
    }
}
