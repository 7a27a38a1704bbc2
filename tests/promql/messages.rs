//! What errors say, where, and how many there are.

use opsgen::promql::{Options, parse, pretty, print};

#[test]
fn one_mistake_has_one_message() {
    let cases = [
        (
            "raet(foo[5m])",
            "0..4 unknown function `raet`; did you mean `rate`?",
        ),
        (
            "rate(foo)",
            "5..8 expected a range vector as an argument of `rate`, found an instant vector; add a range, such as `[5m]`",
        ),
        (
            "sum(foo",
            "7..7 expected `)`, found the end of the expression; `sum(` is never closed",
        ),
        (
            "foo bar",
            "4..7 expected an operator or the end of the expression, found `bar`",
        ),
        (
            "clamp(foo bar, 1)",
            "10..13 expected an operator, `,` or `)`, found `bar`",
        ),
        ("foo{a=b}", "6..7 expected a string, found `b`"),
        ("{a b}", "3..4 expected `=`, `!=`, `=~` or `!~`, found `b`"),
        (
            "foo[5x]",
            "4..6 `5x` is neither a number nor a duration; a duration has the units `y`, `w`, `d`, `h`, `m`, `s` and `ms`, in this order: `1h30m`",
        ),
        (
            "foo{a=~\"(\"}",
            "7..10 the regular expression is not valid: a parenthesis is never closed",
        ),
        (
            "1 == 1",
            "2..4 a comparison of two scalars needs `bool` behind `==`; write `== bool`",
        ),
        (
            "sum by (a b) (foo)",
            "10..11 expected `,` or `)`, found `b`",
        ),
        (
            "foo[${w}m]",
            "4..9 expected a duration, found `${w}m`; a placeholder stands for a whole number or duration, or for a part of a name",
        ),
        ("", "0..0 expected an expression, found nothing"),
        (
            "foo * on (a) group_left (bar)",
            "29..29 expected an expression, found the end of the expression; what stands in parentheses behind `group_left` are its labels; write `group_left () (…)` when it has none",
        ),
        ("topk(foo)", "0..9 expected 2 arguments for `topk`, found 1"),
    ];
    for (text, expected) in cases {
        let (_, errors) = parse(text, &Options::default());
        let found: Vec<String> = errors.iter().map(describe).collect();
        assert_eq!(found, [expected], "{text}");
    }
}

fn describe(error: &opsgen::promql::Error) -> String {
    let help = error
        .help
        .as_ref()
        .map(|help| format!("; {help}"))
        .unwrap_or_default();
    format!(
        "{}..{} {}{help}",
        error.range.start, error.range.end, error.message
    )
}

#[test]
fn several_mistakes_have_several_messages() {
    let (_, errors) = parse(
        "rat(foo[5m]) + sum(a b) + rate(up) + foo{a=~\"(\"}",
        &Options::default(),
    );
    let starts: Vec<u32> = errors.iter().map(|error| error.range.start).collect();
    assert_eq!(starts, [0, 21, 44, 31]);
}

#[test]
fn nesting_ends_with_an_error_and_not_with_the_stack() {
    let many = 100_000;
    let texts = [
        "(".repeat(many),
        "-".repeat(many),
        "abs(".repeat(many),
        format!("{}1", "1+".repeat(many)),
        format!("{}1", "a^".repeat(many)),
        format!("a{}", "[5m:1m]".repeat(many)),
        format!("a[{}1]", "1+".repeat(many)),
        format!("a offset {}1", "-(".repeat(many)),
    ];
    for text in texts {
        let (expr, errors) = parse(&text, &Options::default());
        assert!(
            errors
                .iter()
                .any(|error| error.message.contains("levels deep")),
            "{}",
            &text[..20]
        );
        assert!(
            !format!("{:?}", expr.clone()).is_empty() && pretty(&expr).len() >= print(&expr).len()
        );
    }
}
