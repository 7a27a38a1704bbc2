//! The letters and digits of Go's `unicode` package, of which names in templates are made.

use regex_syntax::hir::{Class, HirKind};
use std::sync::OnceLock;

/// Letters, decimal digits and `_` of Unicode 15, which Go 1.26 knows. Source: Go, `unicode.Version`.
const CLASS: &str = r"[_[\p{L}\p{Nd}]&&\p{Age=15.0}]";

/// Whether Go takes the character as a part of a name.
pub fn is_name(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric() || character == '_';
    }
    let ranges = ranges();
    let at = ranges.partition_point(|(_, end)| *end < character);
    ranges.get(at).is_some_and(|(start, _)| *start <= character)
}

fn ranges() -> &'static [(char, char)] {
    static RANGES: OnceLock<Vec<(char, char)>> = OnceLock::new();
    RANGES.get_or_init(|| {
        let class = regex_syntax::parse(CLASS).expect("the pattern is fixed, and a test reads it");
        match class.into_kind() {
            HirKind::Class(Class::Unicode(class)) => class
                .iter()
                .map(|range| (range.start(), range.end()))
                .collect(),
            _ => Vec::new(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn names_are_made_of_what_go_knows() {
        for yes in ['a', 'Z', '_', '7', 'ß', 'ｘ', '日', '٣', 'ⰰ', '\u{11f02}'] {
            assert!(is_name(yes), "{yes}");
        }
        // The last ones are a letter-like number, a mark, and letters of Unicode 15.1 and 16.
        for no in [
            '-',
            ' ',
            '²',
            'Ⅷ',
            '\u{301}',
            '\u{2ebf0}',
            '\u{105c0}',
            '\u{1c89}',
        ] {
            assert!(!is_name(no), "{no}");
        }
    }

    #[test]
    fn there_are_as_many_as_in_go() {
        let count = ('\0'..=char::MAX)
            .filter(|character| is_name(*character))
            .count();
        assert_eq!(count, 136_784 + 1); // and `_`
    }
}
