//! The grammars of names in Kubernetes (`k8s.io/apimachinery/pkg/util/validation` and `pkg/api/validate/content`, 0.36).
//!
//! Each function returns what is wrong with a text, as a phrase that continues "the name … ", or `None` when it is right. Lengths are in
//! bytes, as the server counts them.

/// The longest label of a domain name.
const LONGEST_LABEL: usize = 63;

/// The longest subdomain.
const LONGEST_SUBDOMAIN: usize = 253;

/// A label that begins with a letter (RFC 1035): versions, plurals, short names.
pub fn wrong_label(text: &str) -> Option<String> {
    too_long(text, LONGEST_LABEL).or_else(|| {
        let first = text.bytes().next();
        let begins = first.is_some_and(|b| b.is_ascii_lowercase());
        (!begins || !is_label(text)).then(|| {
            "must be lowercase letters, digits and `-`, begin with a letter and end with a letter or digit".to_owned()
        })
    })
}

/// Labels with dots between them (RFC 1123): groups, names of objects.
pub fn wrong_subdomain(text: &str) -> Option<String> {
    too_long(text, LONGEST_SUBDOMAIN).or_else(|| {
        (!text.split('.').all(is_label)).then(|| {
            "must be lowercase letters, digits, `-` and `.`, each part beginning and ending with a letter or digit".to_owned()
        })
    })
}

/// The key of a label: a name, with an optional subdomain and `/` before it.
pub fn wrong_qualified_name(text: &str) -> Option<String> {
    let (prefix, name) = match text.split_once('/') {
        None => (None, text),
        Some((prefix, name)) => (Some(prefix), name),
    };
    if name.contains('/') {
        return Some("must have at most one `/`".to_owned());
    }
    let wrong_prefix = match prefix {
        None => None,
        Some("") => Some("must have a domain before the `/`".to_owned()),
        Some(prefix) => wrong_subdomain(prefix).map(|why| format!("has a prefix that {why}")),
    };
    wrong_prefix
        .or_else(|| name.is_empty().then(|| "must not be empty".to_owned()))
        .or_else(|| wrong_label_value(name))
}

/// The value of a label, which may be empty.
pub fn wrong_label_value(text: &str) -> Option<String> {
    let is_inner = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    let is_edge = |b: Option<u8>| b.is_none_or(|b| b.is_ascii_alphanumeric());
    let is_right =
        text.bytes().all(is_inner) && is_edge(text.bytes().next()) && is_edge(text.bytes().last());
    too_long(text, LONGEST_LABEL).or_else(|| {
        (!is_right).then(|| {
            "must be letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit"
                .to_owned()
        })
    })
}

/// The text as a label: lowercase, with `-` for what is not allowed; `None` when that is no label either, or the same.
pub fn as_label(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let fitting = lower.replace(['_', '.', ' ', '/'], "-");
    let label = fitting.trim_matches('-');
    (label != text && wrong_label(label).is_none()).then(|| label.to_owned())
}

fn is_label(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_edge = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    bytes.first().is_some_and(is_edge)
        && bytes.last().is_some_and(is_edge)
        && bytes.iter().all(|b| is_edge(b) || *b == b'-')
}

fn too_long(text: &str, longest: usize) -> Option<String> {
    let length = text.len();
    (length > longest).then(|| format!("has {length} bytes, and at most {longest} are allowed"))
}

#[cfg(test)]
mod tests {
    use super::{as_label, wrong_label, wrong_label_value, wrong_qualified_name, wrong_subdomain};

    #[test]
    fn names_are_told_from_others() {
        type Grammar = fn(&str) -> Option<String>;
        let long = "a".repeat(64);
        let cases: [(Grammar, &[&str], &[&str]); 4] = [
            (
                wrong_label,
                &["a", "v1beta1", "a-b"],
                &["", "1a", "a-", "A", "a.b", "ä", &long],
            ),
            (
                wrong_subdomain,
                &["a.b", "1.2", "a-b.c"],
                &["", "a..b", ".a", "a.", "A.b", "a_b.c"],
            ),
            (
                wrong_qualified_name,
                &["a", "A_b.c", "a.b/C"],
                &["", "/a", "a/", "a/b/c", "A.b/c", "-a", &long],
            ),
            (
                wrong_label_value,
                &["", "a", "A_b"],
                &["-a", "a b", "ä", &long],
            ),
        ];
        for (grammar, right, wrong) in cases {
            for text in right {
                assert_eq!(grammar(text), None, "{text}");
            }
            for text in wrong {
                assert!(grammar(text).is_some(), "{text}");
            }
        }
    }

    #[test]
    fn a_label_is_made_of_what_is_nearly_one() {
        assert_eq!(as_label("My_Kind").as_deref(), Some("my-kind"));
        assert_eq!(as_label("v1"), None);
        assert_eq!(as_label("1"), None);
    }
}
