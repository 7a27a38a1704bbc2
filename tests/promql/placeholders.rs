//! Placeholders: typed and replaced by their position.

use opsgen::promql::ast::Node;
use opsgen::promql::substitute::{Position, Replacement, substitute};
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
