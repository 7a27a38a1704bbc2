//! What is read, with which shape, and what cannot be read.

use crate::tree::tree;
use opsgen::cel::ast::Expr;
use opsgen::cel::{Environment, parse};

/// The release whose language the tests use, unless they say otherwise.
fn newest() -> Environment {
    Environment::for_server(36, Vec::new())
}

fn check_trees(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        let (ast, errors) = parse(text, &newest());
        assert_eq!(errors, [], "{text}");
        assert_eq!(&tree(&ast.root), expected, "{text}");
    }
}

/// The message of the first error behind its place in the text.
fn check_errors(cases: &[(&str, &str, &str)]) {
    for (text, place, message) in cases {
        let (_, errors) = parse(text, &newest());
        let Some(error) = errors.first() else {
            panic!("{text} has no error");
        };
        assert_eq!(
            (&text[error.range.clone()], &error.message[..]),
            (*place, *message),
            "{text}"
        );
    }
}

#[test]
fn operators_bind_as_in_cel_go() {
    check_trees(&[
        ("1 + 2 * 3 - 4", "_-_(_+_(1, _*_(2, 3)), 4)"),
        ("1 < 2 == true", "_==_(_<_(1, 2), true)"),
        ("a ? b : c ? d : e", "_?_:_(a, b, _?_:_(c, d, e))"),
        ("a || b && c", "_||_(a, _&&_(b, c))"),
        ("-1", "-1"),
        ("- 1.5", "-1.5"),
        ("a - 1", "_-_(a, 1)"),
        ("a -1", "_-_(a, 1)"),
        ("--1", "1"),
        ("---1", "-_(1)"),
        ("!!a", "a"),
        ("!a.b", "!_(a.b)"),
        ("-a.b()", "-_(b(a.b; ))".replace("a.b; ", "a; ").leak()),
        ("-1.5.a", "-1.5.a"),
        ("!-1", "!_(-1)"),
        ("1in[1]", "@in(1, [1])"),
        ("a[0][?'b'].?c.d", "_?._(_[?_](_[_](a, 0), \"b\"), \"c\").d"),
    ]);
}

#[test]
fn chains_of_logical_operators_are_balanced() {
    check_trees(&[
        ("a && b && c", "_&&_(_&&_(a, b), c)"),
        ("a && b && c && d", "_&&_(_&&_(a, b), _&&_(c, d))"),
        (
            "a || b || c || d || e",
            "_||_(_||_(_||_(a, b), c), _||_(d, e))",
        ),
        ("a && (b && c)", "_&&_(a, _&&_(b, c))"),
    ]);
}

#[test]
fn values_are_read() {
    check_trees(&[
        ("[,]", "[]"),
        ("[1, ?a,]", "[1, ?a]"),
        ("{,}", "{}"),
        ("{'a': 1, ?'b': c,}", "{\"a\": 1, ?\"b\": c}"),
        ("a.b.C{d: 1, ?e: f}", "a.b.C{d: 1, ?e: f}"),
        (".a.B{}", ".a.B{}"),
        (".a", ".a"),
        (".f(1)", ".f(1)"),
        ("self.namespace", "self.namespace"),
        ("0x1F", "31"),
        ("-0x8000000000000000", "-9223372036854775808"),
        ("18446744073709551615u", "18446744073709551615u"),
        ("1e3", "1000.0"),
        ("b'\\xff'", "b[255]"),
        ("1 // a comment\n + 2", "_+_(1, 2)"),
    ]);
}

#[test]
fn macros_are_expanded() {
    check_trees(&[
        ("has(a.b)", "a.b?"),
        ("has(has(a.b))", "a.b?"),
        (
            "a.all(x, x)",
            "for(x in a; @result = true; @not_strictly_false(@result); _&&_(@result, x); @result)",
        ),
        (
            "a.exists(x, x)",
            "for(x in a; @result = false; @not_strictly_false(!_(@result)); _||_(@result, x); @result)",
        ),
        (
            "a.exists_one(x, x)",
            "for(x in a; @result = 0; true; _?_:_(x, _+_(@result, 1), @result); _==_(@result, 1))",
        ),
        ("a.map(x, f(x))", "for(x in a; @result = []; true; _+_(@result, [f(x)]); @result)"),
        (
            "a.map(x, c, x)",
            "for(x in a; @result = []; true; _?_:_(c, _+_(@result, [x]), @result); @result)",
        ),
        (
            "a.filter(x, c)",
            "for(x in a; @result = []; true; _?_:_(c, _+_(@result, [x]), @result); @result)",
        ),
        (
            "a.all(k, v, c)",
            "for(k, v in a; @result = true; @not_strictly_false(@result); _&&_(@result, c); @result)",
        ),
        (
            "a.transformMap(k, v, c, w)",
            "for(k, v in a; @result = {}; true; _?_:_(c, cel.@mapInsert(@result, k, w), @result); @result)",
        ),
        (
            "a.transformMapEntry(k, v, {v: k})",
            "for(k, v in a; @result = {}; true; cel.@mapInsert(@result, {v: k}); @result)",
        ),
        (
            "a.optMap(x, x)",
            "_?_:_(hasValue(a; ), optional.of(for(#unused in []; x = value(a; ); false; x; x)), none(optional; ))"
                .replace("none(optional; )", "optional.none()")
                .leak(),
        ),
        (
            "a.sortBy(x, x)",
            "for(#unused in []; @__sortBy_input__ = a; false; @__sortBy_input__; @sortByAssociatedKeys(@__sortBy_input__; for(x in @__sortBy_input__; @result = []; true; _+_(@result, [x]); @result)))",
        ),
        ("a.all(x)", "all(a; x)"),
    ]);
}

#[test]
fn each_node_has_a_number_of_its_own() {
    let text = "self.a.filter(x, x.b == [1, {2: 3}][0]).optMap(y, y + T{z: 1}.z)";
    let (ast, errors) = parse(text, &newest());
    assert_eq!(errors, []);
    let mut numbers = Vec::new();
    collect(&ast.root, &mut numbers);
    numbers.sort_unstable();
    let distinct = numbers.windows(2).all(|pair| pair[0] < pair[1]);
    assert!(distinct && numbers.last() < Some(&ast.nodes), "{numbers:?}");
}

fn collect(expr: &Expr, numbers: &mut Vec<usize>) {
    numbers.push(expr.id);
    for part in expr.parts() {
        collect(part, numbers);
    }
}

#[test]
fn mistakes_are_told_where_they_are() {
    check_errors(&[
        ("", "", "expected a value, found the end of the expression"),
        ("a b", "b", "expected an operator or the end, found `b`"),
        (
            "a and b",
            "and",
            "expected an operator or the end, found `and`",
        ),
        (
            "(a",
            "",
            "expected an operator or `)`, found the end of the expression",
        ),
        ("f(a,)", ")", "expected a value, found `)`"),
        ("[1,,]", ",", "expected a value, found `,`"),
        (
            "a ? b",
            "",
            "expected an operator or the `:` of `… ? … : …`, found the end of the expression",
        ),
        ("-!a", "!", "expected a value, found `!`"),
        ("!-a", "-", "expected a value, found `-`"),
        (
            "a.in",
            "in",
            "expected the name of a field or a function, found `in`",
        ),
        ("a.?b()", "(", "expected an operator or the end, found `(`"),
        (
            "9223372036854775808",
            "9223372036854775808",
            "`9223372036854775808` does not fit into an `int` of 64 bits",
        ),
        (
            "--9223372036854775808",
            "9223372036854775808",
            "`9223372036854775808` does not fit into an `int` of 64 bits",
        ),
        ("1e400", "1e400", "`1e400` is too large for a `double`"),
        (
            "package == 1",
            "package",
            "`package` is a reserved word and names no variable or function",
        ),
        (
            "has(a)",
            "a",
            "`has` asks for a field, found another expression",
        ),
        (
            "a.all(1, true)",
            "1",
            "expected the name of a variable, found another expression",
        ),
        (
            "a.all(__result__, true)",
            "__result__",
            "`__result__` is the loop's own variable",
        ),
        ("a.all(x, x, true)", "x", "both variables are called `x`"),
        (
            "{1: 2}.sortBy(x, x)",
            "{1: 2}",
            "`sortBy` sorts a list, found another literal",
        ),
        (
            "'\\ud800'",
            "\\ud800",
            "the escape sequence is no character",
        ),
    ]);
}

#[test]
fn all_mistakes_that_do_not_hinder_reading_are_told() {
    let (_, errors) = parse("has(1) && if && 99999999999999999999 = '\\d'", &newest());
    let messages: Vec<&str> = errors.iter().map(|error| &error.message[..]).collect();
    assert_eq!(
        messages,
        [
            "`has` asks for a field, found another expression",
            "`if` is a reserved word and names no variable or function",
            "`99999999999999999999` does not fit into an `int` of 64 bits",
            "unexpected character `=`",
            "unknown escape sequence `\\d`"
        ]
    );
}

#[test]
fn syntax_of_a_later_release_is_refused() {
    let old = Environment::for_server(28, Vec::new());
    for text in ["a.?b", "a[?0]", "[?a]", "{?a: b}"] {
        let (_, errors) = parse(text, &old);
        assert_eq!(
            errors[0].message, "optional values are known since Kubernetes 1.29",
            "{text}"
        );
    }
    let (ast, errors) = parse("a.all(k, v, true)", &old);
    assert_eq!(
        (errors, &tree(&ast.root)[..]),
        (vec![], "all(a; k, v, true)")
    );
}

/// What is nested, an expression nested so many times, and the most that is read.
type Nesting = (&'static str, fn(usize) -> String, usize);

#[test]
fn nesting_has_the_limits_of_cel_go() {
    let cases: [Nesting; 8] = [
        ("parentheses", |n| "(".repeat(n) + "1" + &")".repeat(n), 249),
        ("lists", |n| "[".repeat(n) + &"]".repeat(n), 250),
        ("fields", |n| "a".to_owned() + &".b".repeat(n), 250),
        ("sums", |n| "1".to_owned() + &" + 1".repeat(n), 250),
        (
            "nested sums",
            |n| "1 + (".repeat(n) + "1" + &")".repeat(n),
            124,
        ),
        ("comparisons", |n| "1".to_owned() + &" == 1".repeat(n), 250),
        ("conditions", |n| "true ? 1 : ".repeat(n) + "1", 249),
        (
            "loops",
            |n| "[1].all(x, ".repeat(n) + "true" + &")".repeat(n),
            249,
        ),
    ];
    for (name, write, most) in cases {
        let (_, errors) = parse(&write(most), &newest());
        assert_eq!(errors, [], "{name}");
        let (_, errors) = parse(&write(most + 1), &newest());
        let messages: Vec<&str> = errors.iter().map(|error| &error.message[..]).collect();
        assert_eq!(
            messages,
            ["the expression is nested deeper than 250 levels"],
            "{name}"
        );
        parse(&write(30_000), &newest());
    }
    let wide = "true".to_owned() + &" && true".repeat(10_000);
    assert_eq!(parse(&wide, &newest()).1, []);
}

#[test]
fn what_grows_without_bound_is_refused() {
    let long = "1".to_owned() + &" ".repeat(100_000);
    let (_, errors) = parse(&long, &newest());
    assert_eq!(
        errors[0].message,
        "the expression has 100001 characters, 100000 are allowed"
    );
    let doubled = "a".to_owned() + &".optMap(x, x)".repeat(200);
    let (_, errors) = parse(&doubled, &newest());
    assert_eq!(
        errors[0].message,
        "the expression grows too large when its macros are expanded"
    );
}
