//! Placeholders: typed and replaced by their position.

use opsgen::promql::ast::Node;
use opsgen::promql::substitute::{Position, Replacement, stands, substitute};
use opsgen::promql::{Options, ValueType, parse, print, type_of};

#[test]
fn placeholders_are_replaced_by_position() {
    let cases = [
        (
            "foo_${x}_total{a=\"b$c\"}[$w] offset $o",
            "foo_val_total{a=\"bval\"}[1m30s] offset 1m30s",
        ),
        ("$x ^ 2 - $y", "(-5) ^ 2 - -5"),
        ("-$x", "5"),
        ("foo @ $t", "foo @ -5.000"),
        (
            "sum by ($g) (foo[2 * $w:$s])",
            "sum by (val) (foo[2 * 1m30s:1m30s])",
        ),
        (
            "label_replace(foo, \"a\", \"$x\", \"b\", \"$1\")",
            "label_replace(foo, \"a\", \"$x\", \"b\", \"$1\")",
        ),
        ("$a-b", "-5 - b"),
        ("$m{a=\"$1 $$x\"}", "val{a=\"$1 $$x\"}"),
    ];
    for (text, expected) in cases {
        let (mut expr, _) = parse(text, &Options::default());
        substitute(&mut expr, &mut |_, position| {
            Some(match position {
                Position::Duration => Replacement::Duration(90_000),
                Position::Text | Position::Name => Replacement::Text("val".to_owned()),
                Position::Expression | Position::At => Replacement::Number {
                    value: -5.0,
                    duration: false,
                },
            })
        });
        assert_eq!(print(&expr), expected, "{text}");
    }
}

#[test]
fn texts_that_are_no_names_become_quoted_names() {
    let cases = [
        ("$x", "a b", "{__name__=\"a b\"}"),
        ("$x - 90", "-$y +", "{__name__=\"-$y +\"} - 90"),
        ("$x", "5xx", "{__name__=\"5xx\"}"),
        ("$x{a=\"b\"}", "5xx", "{__name__=\"5xx\",a=\"b\"}"),
        ("$x[5m]", "", "{__name__=\"\"}[5m]"),
        (
            "$x or $x",
            "inf",
            "{__name__=\"inf\"} or {__name__=\"inf\"}",
        ),
        ("1 + $x", "on", "1 + {__name__=\"on\"}"),
        ("$x[5m]", "job:a", "job:a[5m]"),
        ("$x${kept}_b", "a.b", "{__name__=\"a.b${kept}_b\"}"),
        ("$x${kept}_b", "a:b", "a:b${kept}_b"),
    ];
    for (text, value, expected) in cases {
        let (mut expr, _) = parse(text, &Options::default());
        substitute(&mut expr, &mut |placeholder, _| {
            (placeholder.name != "kept").then(|| Replacement::Text(value.to_owned()))
        });
        assert_eq!(print(&expr), expected, "{text}");
        let (again, _) = parse(expected, &Options::default());
        assert_eq!(print(&again), expected, "{text}");
    }
}

#[test]
fn values_that_cannot_stand_leave_the_placeholder() {
    let number = |value| Replacement::Number {
        value,
        duration: false,
    };
    let text = || Replacement::Text("x".to_owned());
    let cases = [
        ("a[$x]", number(1e300), "a[$x]"),
        ("a offset $x", number(9_223_372_037.0), "a offset $x"),
        ("a offset $x", number(f64::NAN), "a offset $x"),
        (
            "a offset $x",
            Replacement::Duration(i64::MAX),
            "a offset $x",
        ),
        ("a[2 * $x]", text(), "a[2 * $x]"),
        ("a @ $x", number(f64::NAN), "a @ $x"),
        ("a @ $x", number(-1e300), "a @ $x"),
        ("a @ $x", text(), "a @ $x"),
    ];
    for (text, value, expected) in cases {
        let (mut expr, _) = parse(text, &Options::default());
        substitute(&mut expr, &mut |_, position| {
            assert!(!stands(&value, position), "{text}");
            Some(value.clone())
        });
        assert_eq!(print(&expr), expected);
    }
}

#[test]
fn a_selector_stays_one_when_its_name_is_a_placeholder() {
    for text in [
        "$x{}",
        "$x offset 5m",
        "$x offset 0",
        "$x{}[5m]",
        "${x}_a{}",
    ] {
        let (expr, _) = parse(text, &Options::default());
        let (again, errors) = parse(&print(&expr), &Options::default());
        assert_eq!(
            (type_of(&again), errors),
            (type_of(&expr), vec![]),
            "{text}"
        );
    }
}

#[test]
fn placeholder_for_an_expression_has_no_known_type() {
    let (expr, errors) = parse("$x > 1", &Options::default());
    assert_eq!((type_of(&expr), errors.len()), (ValueType::Unknown, 0));
    let (expr, _) = parse(
        "$x",
        &Options {
            placeholders: false,
            ..Options::default()
        },
    );
    assert_eq!(expr.node, Node::Invalid);
}
