//! A case of every part of the language; `tests/oracle/cel_values` has all functions, and asks the server's own packages.

use super::{Fault, Value, evaluate};
use crate::cel::{Environment, compile, types::Type};

fn run(text: &str) -> Result<String, Fault> {
    let variables = vec![("x".to_owned(), Type::Dyn)];
    let (checked, errors) = compile(text, &Environment::for_server(36, variables));
    let checked = checked.unwrap_or_else(|| panic!("{text}: {errors:?}"));
    let is_format = |name: &str, text: &str| {
        (name == "uri").then(|| text.starts_with('/') || text.contains("://"))
    };
    let (result, _) = evaluate(&checked, &[("x", Value::Int(5))], is_format);
    result.map(|value| {
        super::convert::string(&value)
            .expect("it can be shown")
            .expect("it can be shown")
    })
}

#[test]
fn expressions_yield_what_cel_go_computes() {
    let cases = [
        ("1 + 2 * 3", "7"),
        ("-7 / 2", "-3"),
        ("x == 5.0", "true"),
        ("dyn(1) == dyn(1u)", "true"),
        ("1.0 / 0.0 > 1.0", "true"),
        ("false && 1 / 0 == 1", "false"),
        ("1 / 0 == 1 || true", "true"),
        ("x > 3 ? 'a' : 'b'", "a"),
        ("[1, 2, 3].filter(i, i > 1).map(i, i * i).sum()", "13"),
        ("[0, 1].exists(i, 2 / i == 2)", "true"),
        ("{'a': 1}.a + {'b': 2}['b']", "3"),
        ("has({'a': 1}.b)", "false"),
        ("[1, 2].all(i, v, v == i + 1)", "true"),
        ("{'a': 1}.?b.orValue(7)", "7"),
        ("[1, 2][?5].hasValue()", "false"),
        ("string(1e21)", "1e+21"),
        ("int('42') + int(2.9)", "44"),
        ("'héllo'.charAt(1) + 'héllo'.substring(3)", "élo"),
        ("'%s is %d'.format(['a', 5])", "a is 5"),
        ("'a1b22'.findAll('[0-9]+').join('-')", "1-22"),
        (
            "timestamp('2024-02-28T23:30:00Z') + duration('1h')",
            "2024-02-29T00:30:00Z",
        ),
        (
            "timestamp('2024-03-01T00:00:00Z').getDayOfYear('-01:00')",
            "59",
        ),
        (
            "quantity('500m').add(quantity('500m')).compareTo(quantity('1'))",
            "0",
        ),
        ("cidr('10.0.0.0/8').containsIP('10.9.9.9')", "true"),
        ("string(ip('2001:DB8::0:1'))", "2001:db8::1"),
        (
            "semver('1.2.3-alpha.2').isLessThan(semver('1.2.3-alpha.10'))",
            "true",
        ),
        ("url('https://u@[::1]:80/a b?k=1#f').getHostname()", "::1"),
        ("url('https://h/a b').getEscapedPath()", "/a%20b"),
        ("format.dns1123Label().validate('a_b').hasValue()", "true"),
        ("sets.equivalent([1, 2], [2, 1, 1])", "true"),
        ("[3, 1, 2].sort()[0] + [[1], [2]].flatten().size()", "3"),
        ("type(x) == int", "true"),
    ];
    for (text, expected) in cases {
        assert_eq!(run(text).as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn what_cannot_be_worked_out_is_an_error_in_the_words_of_cel_go() {
    let cases = [
        ("x + 9223372036854775807", "integer overflow"),
        ("x / (x - 5)", "division by zero"),
        ("[1, 2][x]", "index out of bounds: 5"),
        ("{'a': 1}[string(x)]", "no such key: 5"),
        ("x + 'a'", "no such overload"),
        ("'a'.charAt(x)", "index out of range: 5"),
        ("optional.none().orValue(x) / 0", "division by zero"),
        ("[1].filter(i, i > x).min()", "min called on empty list"),
    ];
    for (text, expected) in cases {
        assert_eq!(run(text), Err(Fault::new(expected)), "{text}");
    }
}

#[test]
fn hostile_expressions_end() {
    let digits = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]";
    let nested = |depth: usize| {
        let open: String = (0..depth)
            .map(|at| format!("{digits}.all(v{at}, "))
            .collect();
        format!("{open}v0 + x > 0{}", ")".repeat(depth))
    };
    assert_eq!(run(&nested(3)).as_deref(), Ok("true"));
    assert_eq!(run(&nested(7)), Err(Fault::Budget));
    let long = "lists.range(x * 8000).map(i, i * 2).size()";
    assert_eq!(run(long).as_deref(), Ok("40000"));
    assert_eq!(run("lists.range(x * 100000000).size()"), Err(Fault::Budget));
}

#[test]
fn what_is_only_unknown_here_is_no_error() {
    let zone = "timestamp(x).getHours('Europe/Berlin')";
    assert!(matches!(run(zone), Err(Fault::Unknown(_))));
    assert!(matches!(
        run(&format!("{zone} == 1 || x > 5")),
        Err(Fault::Unknown(_))
    ));
    assert_eq!(
        run(&format!("{zone} == 1 || x == 5")).as_deref(),
        Ok("true")
    );
}
