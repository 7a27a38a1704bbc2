//! What makes Prometheus refuse a template.

use crate::mistakes::SYNTAX;
use opsgen::gotemplate::parse;
use opsgen::promql::Error;
use opsgen::promql::ast::Range;

/// What stands at a range.
pub fn written(text: &str, range: Range) -> &str {
    &text[range.start as usize..range.end as usize]
}

/// Each error as the text under it, its message, and a part of its help.
pub fn check(text: &str, errors: &[Error], expected: &[(&str, &str, &str)]) {
    let found: Vec<(&str, &str, &str)> = errors
        .iter()
        .map(|error| {
            let help = error.help.as_deref().unwrap_or_default();
            (written(text, error.range), error.message.as_str(), help)
        })
        .collect();
    let same = found.len() == expected.len()
        && found.iter().zip(expected).all(|(found, expected)| {
            (found.0, found.1) == (expected.0, expected.1)
                && found.2.contains(expected.2)
                && found.2.is_empty() == expected.2.is_empty()
        });
    assert!(same, "{text}\nfound    {found:#?}\nexpected {expected:#?}");
}

fn check_errors(text: &str, expected: &[(&str, &str, &str)]) {
    check(text, &parse(text, "A").1, expected);
}

#[test]
fn mistakes_in_names_offer_the_nearest() {
    let cases = [
        (
            "{{ $label.a }}",
            ("$label", "there is no variable `$label`", "`$labels`"),
        ),
        (
            "{{ labels.a }}",
            (
                "labels",
                "there is no function `labels`",
                "the variable `$labels`",
            ),
        ),
        (
            "{{ $value | humanise }}",
            ("humanise", "there is no function `humanise`", "`humanize`"),
        ),
        (
            "{{ toupper \"a\" }}",
            ("toupper", "there is no function `toupper`", "`toUpper`"),
        ),
        (
            "{{ default 1 }}",
            (
                "default",
                "there is no function `default`",
                "did you mean `or`",
            ),
        ),
        (
            "{{ sprintf 1 }}",
            ("sprintf", "there is no function `sprintf`", "`printf`"),
        ),
        (
            "{{ wiht $value }}{{ else }}{{ end }}",
            ("wiht", "there is no function `wiht`", "`with`"),
        ),
        (
            "{{ if $value }}{{ endif }}",
            ("endif", "there is no function `endif`", "`end`"),
        ),
        (
            "{{ foreach $labels }}{{ end }}",
            ("foreach", "there is no function `foreach`", "`range`"),
        ),
        (
            "{{ define \"x\" }}{{ $labels.a }}{{ end }}",
            (
                "$labels.a",
                "there is no variable `$labels.a`",
                "`.Labels.name`",
            ),
        ),
    ];
    for (text, expected) in cases {
        // Fields are no part of a variable's name.
        let expected = if expected.0 == "$labels.a" {
            ("$labels", "there is no variable `$labels`", expected.2)
        } else {
            expected
        };
        check_errors(text, &[expected]);
    }
}

#[test]
fn mistakes_in_syntax_are_placed_and_explained() {
    for (text, expected) in SYNTAX {
        check_errors(text, &[expected]);
    }
}

#[test]
fn one_mistake_gives_one_message_and_all_are_found() {
    let text = "{{ $x := 1 + 2 }}{{ $x }}{{ range $i, $e : $labels }}{{ $i }}{{ end }}{{ if $vale }}{{ foo }}{{ else }}{{ bar }}{{ end }}{{ end }}";
    check_errors(
        text,
        &[
            (
                "+",
                "`+` is no number, or too large a one",
                "do not calculate",
            ),
            ("$e", "expected `:=` behind `$e`", "range $key, $item := "),
            ("$vale", "there is no variable `$vale`", "`$value`"),
            ("foo", "there is no function `foo`", "functions are those"),
            ("bar", "there is no function `bar`", "functions are those"),
            (
                "end",
                "`end` closes nothing: no block is open here",
                "drop it",
            ),
        ],
    );
}
