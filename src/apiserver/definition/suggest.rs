//! What a user most likely meant.

use crate::apiserver::metadata::{Syntax, name_problem};

/// The text as a label of a domain name: lowercase, with `-` for what is not allowed; `None` when that is no label either, or the same.
pub fn as_label(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let fitting = lower.replace(['_', '.', ' ', '/'], "-");
    let label = fitting.trim_matches('-');
    let is_label = name_problem(label, Syntax::LetterLabel).is_none();
    (label != text && is_label).then(|| label.to_owned())
}

/// Names in backticks, with commas between them.
pub fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::as_label;

    #[test]
    fn a_label_is_made_of_what_is_nearly_one() {
        assert_eq!(as_label("My_Kind").as_deref(), Some("my-kind"));
        assert_eq!(as_label("v1"), None);
        assert_eq!(as_label("1"), None);
    }
}
