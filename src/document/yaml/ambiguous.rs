//! Which strings some YAML reader would take for something else.
//!
//! The table is wider than what Kubernetes' reader does ([`super::resolve`]): it follows the types of YAML 1.1
//! (<https://yaml.org/type/>), with underscores and letter case handled as the laxest reader does. Quoting one string too many is
//! harmless, one too few is not.

use regex::Regex;
use std::sync::LazyLock;

/// The words of YAML 1.1's bool, null, merge and value types, in lower case.
const WORDS: [&str; 14] = [
    "y", "yes", "n", "no", "true", "false", "on", "off", "null", "~", "<<", "=", "nan", "inf",
];

/// The numbers and dates of YAML 1.1: binary, octal and hexadecimal, decimal, sexagesimal, floats, infinities, and whatever begins
/// with a date.
static NUMBERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        ^[-+]?(
            0[bBoOxX][-+]?[0-9a-fA-F_]+
          | [0-9_]+
          | [0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?
          | [0-9_]*\.[0-9._]*([eE][-+]?[0-9_]+)?
          | [0-9_]+[eE][-+]?[0-9_]+
          | (?i)\.?(inf|nan)
        )$
        | ^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}($|[Tt\ ])",
    )
    .expect("the pattern is a constant and is compiled in a test")
});

/// Whether a reader may take these letters, without quotes, for something else than this string.
pub(super) fn is_ambiguous(text: &str) -> bool {
    let Some(first) = text.bytes().next() else {
        return true;
    };
    match first {
        b'0'..=b'9' | b'+' | b'-' | b'.' | b'_' => NUMBERS.is_match(text),
        _ => text.len() <= 5 && WORDS.iter().any(|word| word.eq_ignore_ascii_case(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::is_ambiguous;

    #[test]
    fn numbers_and_words_of_yaml_1_1_are_ambiguous() {
        let texts = "y N yes NO on Off true null Null ~ = << 0 012 0o7 0x1F 0b1 1_000 -1 +1 1.10 1. .5 1e3 1E+3 12:30:45 1:2.5 \
                     .inf -.INF .NaN 1.2.3 10.0.0.1 2001-01-01 2001-1-1T0:0:0Z _1 0b-1 inf";
        for text in texts.split(' ').chain([""]) {
            assert!(is_ambiguous(text), "{text:?}");
        }
    }

    #[test]
    fn names_and_durations_are_not() {
        let texts = "yeah nope 5m 1d 30s v1 1.2.3-rc1 10.0.0.1:8080 10.0.0.0/8 1Gi 100m a1 __name__ -Inf- job:rate5m 0xyz 1e3x \
                     2001-01-01-backup nullable";
        for text in texts.split(' ') {
            assert!(!is_ambiguous(text), "{text:?}");
        }
    }
}
