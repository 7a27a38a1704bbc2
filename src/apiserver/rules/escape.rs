//! The names by which expressions know properties.

use crate::cel::token::{KEYWORDS, RESERVED};

/// The name of a property in expressions; `None` when they cannot name it.
///
/// `a-b` is `a__dash__b`, `in` is `__in__`, `a__b` is `a__underscores__b`.
pub fn escape(name: &str) -> Option<String> {
    if name.is_empty() || name.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    if RESERVED.contains(&name) || KEYWORDS.iter().any(|(word, _)| *word == name) {
        return Some(format!("__{name}__"));
    }
    let mut escaped = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(next) = rest.chars().next() {
        let (written, length) = match next {
            '_' if rest.starts_with("__") => ("__underscores__", 2),
            '.' => ("__dot__", 1),
            '-' => ("__dash__", 1),
            '/' => ("__slash__", 1),
            _ if next.is_ascii_alphanumeric() || next == '_' => (&rest[..1], 1),
            _ => return None,
        };
        escaped.push_str(written);
        rest = &rest[length..];
    }
    Some(escaped)
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn names_are_escaped_as_the_server_does() {
        let cases = [
            ("replicas", Some("replicas")),
            ("_a1", Some("_a1")),
            ("a-b", Some("a__dash__b")),
            ("a.b/c", Some("a__dot__b__slash__c")),
            ("a__b", Some("a__underscores__b")),
            ("a___b", Some("a__underscores___b")),
            ("a__dash__b", Some("a__underscores__dash__underscores__b")),
            ("in", Some("__in__")),
            ("namespace", Some("__namespace__")),
            ("", None),
            ("1a", None),
            ("$ref", None),
            ("a b", None),
            ("größe", None),
        ];
        for (name, expected) in cases {
            assert_eq!(escape(name).as_deref(), expected, "{name}");
        }
    }
}
