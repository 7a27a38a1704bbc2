//! The syntax of names, label keys and label values (`api/validate/content` of apimachinery).

/// What names of a kind must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// A subdomain of RFC 1123: labels parted by dots, 253 bytes at most. Most kinds, and all custom ones.
    Subdomain,
    /// A label of RFC 1123: lowercase letters, digits and `-`, 63 bytes at most. Namespaces.
    Label,
    /// A label of RFC 1035: as [`Syntax::Label`], and begins with a letter. Services, kinds in lowercase.
    LetterLabel,
    /// What may stand in the path of a URL: anything but `.`, `..`, `/` and `%`. Embedded resources, roles.
    PathSegment,
}

/// Labels and names of qualified names.
const LONGEST_LABEL: usize = 63;

/// Subdomains.
const LONGEST_SUBDOMAIN: usize = 253;

/// What is wrong with a name, as a phrase after "must" or "may": `must be …`; `None` for a right one.
pub fn name_problem(name: &str, syntax: Syntax) -> Option<String> {
    let too_long = |longest: usize| {
        let length = name.len();
        (length > longest).then(|| format!("must be at most {longest} bytes long, not {length}"))
    };
    match syntax {
        Syntax::Subdomain if !is_subdomain(name) => {
            Some(format!("must be lowercase letters, digits, `-` and `.`, {ENDS}"))
        }
        Syntax::Subdomain => too_long(LONGEST_SUBDOMAIN),
        Syntax::Label if is_subdomain(name) && name.contains('.') => Some("must not contain dots".to_owned()),
        Syntax::Label if !is_label(name) => Some(format!("must be lowercase letters, digits and `-`, {ENDS}")),
        Syntax::LetterLabel if !is_label(name) || !name.starts_with(|first: char| first.is_ascii_lowercase()) => {
            Some("must be lowercase letters, digits and `-`, begin with a letter, and end with a letter or digit".to_owned())
        }
        Syntax::Label | Syntax::LetterLabel => too_long(LONGEST_LABEL),
        Syntax::PathSegment => path_problem(name),
    }
}

const ENDS: &str = "and begin and end with a letter or digit";

fn path_problem(name: &str) -> Option<String> {
    if name == "." || name == ".." {
        return Some("must be neither `.` nor `..`".to_owned());
    }
    let sign = name.chars().find(|sign| matches!(sign, '/' | '%'))?;
    Some(format!("must not contain `{sign}`"))
}

/// What is wrong with the key of a label or annotation, a finalizer, or another qualified name: `prefix/name` or `name`.
pub fn qualified_name_problem(text: &str) -> Option<String> {
    let (prefix, name) = match text.split_once('/') {
        Some((_, name)) if name.contains('/') => {
            return Some("must have one `/` at most".to_owned());
        }
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, text),
    };
    if let Some(prefix) = prefix {
        if prefix.is_empty() {
            return Some("must have a prefix before `/`, or no `/`".to_owned());
        }
        if let Some(problem) = name_problem(prefix, Syntax::Subdomain) {
            return Some(format!("has a prefix that {problem}"));
        }
    }
    let part = if prefix.is_some() {
        "the name after `/` "
    } else {
        ""
    };
    if name.len() > LONGEST_LABEL {
        let length = name.len();
        return Some(format!(
            "{part}must be at most {LONGEST_LABEL} bytes long, not {length}"
        ));
    }
    let rule = format!("{part}must be letters, digits, `-`, `_` and `.`, {ENDS}");
    (name.is_empty() || !is_word(name)).then_some(rule)
}

/// What is wrong with the value of a label.
pub fn label_value_problem(text: &str) -> Option<String> {
    if text.len() > LONGEST_LABEL {
        let length = text.len();
        return Some(format!(
            "must be at most {LONGEST_LABEL} bytes long, not {length}"
        ));
    }
    let rule = format!("must be letters, digits, `-`, `_` and `.`, {ENDS}");
    (!text.is_empty() && !is_word(text)).then_some(rule)
}

/// The text with which a name that the server completes is judged: a dash at its end is not its end. The server also drops the letter
/// before the dash.
pub fn completed(prefix: &str) -> String {
    match prefix.strip_suffix('-') {
        Some(rest) if !rest.is_empty() => {
            let kept = rest.char_indices().next_back().map_or(0, |(at, _)| at);
            format!("{}a", &rest[..kept])
        }
        _ => prefix.to_owned(),
    }
}

fn is_subdomain(text: &str) -> bool {
    text.split('.').all(is_label)
}

fn is_label(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty() && text.bytes().all(inner) && !text.starts_with('-') && !text.ends_with('-')
}

/// Letters and digits of ASCII at both ends, and `-`, `_` and `.` within.
fn is_word(text: &str) -> bool {
    let bytes = text.as_bytes();
    let inner = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
    let ends = [bytes.first(), bytes.last()];
    bytes.iter().all(inner)
        && ends
            .iter()
            .all(|end| end.is_some_and(u8::is_ascii_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::{Syntax, completed, label_value_problem, name_problem, qualified_name_problem};

    #[test]
    fn names_have_the_syntax_of_their_kind() {
        let long = "a".repeat(64);
        let longest = format!("{}.a", "a".repeat(252));
        let cases = [
            (Syntax::Subdomain, "a.b-c.1", true),
            (Syntax::Subdomain, long.as_str(), true),
            (Syntax::Subdomain, longest.as_str(), false),
            (Syntax::Subdomain, "", false),
            (Syntax::Subdomain, "a..b", false),
            (Syntax::Subdomain, "A", false),
            (Syntax::Subdomain, "a-.b", false),
            (Syntax::Label, "a-1", true),
            (Syntax::Label, "a.b", false),
            (Syntax::Label, long.as_str(), false),
            (Syntax::LetterLabel, "1a", false),
            (Syntax::LetterLabel, "a1", true),
            (Syntax::PathSegment, "A_B:c", true),
            (Syntax::PathSegment, "..", false),
            (Syntax::PathSegment, "a%b", false),
        ];
        for (syntax, name, expected) in cases {
            assert_eq!(
                name_problem(name, syntax).is_none(),
                expected,
                "{syntax:?} {name}"
            );
        }
    }

    #[test]
    fn keys_and_values_of_labels_have_their_syntax() {
        let (long, longest) = ("a".repeat(64), "a".repeat(63));
        let keys = [
            ("app", true),
            ("app.kubernetes.io/name", true),
            ("a/b/c", false),
            ("/a", false),
            ("a/", false),
            ("", false),
            ("A.b/c", false),
            ("a_b", true),
            ("_a", false),
            ("a b", false),
            (long.as_str(), false),
            (longest.as_str(), true),
        ];
        for (key, expected) in keys {
            assert_eq!(qualified_name_problem(key).is_none(), expected, "{key}");
        }
        let values = [
            ("", true),
            ("a.B_c-1", true),
            ("-a", false),
            ("a/b", false),
            (long.as_str(), false),
            ("\u{e9}", false),
        ];
        for (value, expected) in values {
            assert_eq!(label_value_problem(value).is_none(), expected, "{value}");
        }
    }

    #[test]
    fn beginnings_of_names_may_end_in_a_dash() {
        let cases = [
            ("ab-", "aa"),
            ("-", "-"),
            ("a-", "a"),
            ("a--", "aa"),
            ("a.", "a."),
            ("\u{e9}-", "a"),
        ];
        for (prefix, expected) in cases {
            assert_eq!(completed(prefix), expected);
        }
    }
}
