//! The PromQL front end against the verdicts of Prometheus's own parser.
//!
//! The corpora are no part of the project. They are looked for in `shared/corpora/promql` beside a folder above the manifest;
//! when they are missing, that is said aloud and nothing is compared.

use std::path::{Path, PathBuf};

use opsgen::promql::ast::{Expr, Node};
use opsgen::promql::substitute::{Position, Replacement, substitute};
use opsgen::promql::walk::{placeholders, walk};
use opsgen::promql::{Options, ValueType, parse, pretty, print, type_of};
use serde_json::Value;

/// How many lines were read and how many agree, per field.
#[derive(Debug, Default)]
struct Counts {
    lines: usize,
    accepted: usize,
    rejected: usize,
    first_error_at_same_place: usize,
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads its corpus")]
fn corpora_are_judged_as_prometheus_judges_them() {
    let mut differences = Vec::new();
    for name in ["parser", "queries", "rules"] {
        let Some(path) = find_corpus(name) else {
            eprintln!("!!! corpus promql/{name}.jsonl is missing: nothing was compared");
            continue;
        };
        let text = std::fs::read_to_string(&path).unwrap();
        let mut counts = Counts::default();
        for line in text.lines() {
            compare(
                &serde_json::from_str(line).unwrap(),
                &mut counts,
                &mut differences,
            );
        }
        eprintln!("{name}: {counts:?}");
    }
    assert!(
        differences.is_empty(),
        "{} differences:\n{}",
        differences.len(),
        differences.join("\n")
    );
}

fn find_corpus(name: &str) -> Option<PathBuf> {
    let relative = format!("shared/corpora/promql/{name}.jsonl");
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join(&relative))
        .find(|path| path.exists())
}

fn compare(line: &Value, counts: &mut Counts, differences: &mut Vec<String>) {
    let input = line["input"].as_str().expect("every line has an input");
    let mut expect = |field: &str, found: Value| {
        if line[field] != found {
            differences.push(format!(
                "{input:?} {field}: expected {}, found {found}",
                line[field]
            ));
        }
    };
    let none = Options {
        placeholders: false,
        ..Options::default()
    };
    let all = Options {
        experimental_functions: true,
        extended_ranges: true,
        fill_modifiers: true,
        ..none
    };
    let (expr, errors) = parse(input, &all);
    expect("ok", errors.is_empty().into());
    expect("ok_default", parse(input, &none).1.is_empty().into());
    counts.lines += 1;
    let Some(error) = errors.first() else {
        counts.accepted += 1;
        expect("type", type_of(&expr).word().into());
        expect("canonical", print(&expr).into());
        expect("pretty", pretty(&expr).into());
        return;
    };
    counts.rejected += 1;
    let place = u64::from(error.range.start);
    counts.first_error_at_same_place +=
        usize::from(line["errors"][0]["start"].as_u64() == Some(place));
}

/// Expressions that use every construct.
const EXPRESSIONS: [&str; 18] = [
    "sum by (job, \"x.y\") (rate(foo{a=\"b\", c=~\"d|e.+\"}[5m] offset -1h @ 1.5)) / on (a) group_left (b) (bar > bool 1)",
    "quantile without () (0.9, max_over_time(up[1h:5m] @ end() offset 30s))",
    "-foo ^ -2 ^ bar % Inf atan2 +0x1F and sum unless by or without",
    "foo[max_of(step(), 2 * (5m + 1)) - range():min_of(1m, 30)]",
    "foo offset -(5m) + bar offset (1) * 2",
    "{\"http.requests\", \"l.x\"=\"y\"} # comment",
    "label_replace(foo, 'a', \"$1\\n\\xff\\u00e9\", `b`, \"(.*)\")",
    "foo{a!=\"\",b!~\"x{2}[[:alpha:]]\"} != 1e3",
    "foo smoothed + rate(foo[5m] anchored @ start())",
    "foo + on (a) fill_left (1) fill_right (-2) bar",
    "info(foo, {a=\"b\"}) </ 1 >/ 2",
    "count_values(\"v\", topk(5m, foo)) == 1_000.5 - 08",
    "foo_${x}_total{$l=\"a$v\", b=~\"[[v]]|${w:regex}\"}[$__rate_interval:$step]",
    "$a-b ^ $c offset $d @ $e",
    "sum by ($g) (rate($m[2 * $w])) > bool ($x)",
    "foo + ignoring (a, $b) group_right () bar",
    "fill + start + end * step{a=\"b\"} - range",
    "(((1)))",
];

fn all_options() -> Options {
    Options {
        experimental_functions: true,
        extended_ranges: true,
        fill_modifiers: true,
        placeholders: true,
    }
}

#[test]
fn every_prefix_and_every_gap_is_parsed_without_panic() {
    for text in EXPRESSIONS {
        for (at, character) in text.char_indices() {
            let (expr, _) = parse(&text[..at], &all_options());
            assert!(print(&expr).is_empty() == pretty(&expr).is_empty());
            parse(
                &format!("{}{}", &text[..at], &text[at + character.len_utf8()..]),
                &Options::default(),
            );
        }
    }
}

#[test]
fn printed_expressions_are_parsed_to_the_same_tree() {
    let ranges = regex::Regex::new(r"range: Range \{[^}]*\}").unwrap();
    let shape = |expr: &Expr| ranges.replace_all(&format!("{expr:?}"), "").into_owned();
    for text in EXPRESSIONS {
        let (expr, errors) = parse(text, &all_options());
        assert_eq!(errors, [], "{text}");
        let (first, _) = parse(&print(&expr), &all_options());
        let (second, _) = parse(&pretty(&first), &all_options());
        assert_eq!(print(&first), print(&expr));
        assert_eq!(shape(&first), shape(&second), "{text}");
    }
}

#[test]
fn ranges_of_parts_lie_in_the_range_of_the_whole() {
    for text in EXPRESSIONS {
        let (expr, _) = parse(text, &all_options());
        walk(&expr, &mut |outer| {
            walk(outer, &mut |inner| {
                let nested =
                    outer.range.start <= inner.range.start && inner.range.end <= outer.range.end;
                assert!(
                    nested && text.is_char_boundary(inner.range.end as usize),
                    "{text}: {outer:?} {inner:?}"
                );
            });
        });
        for (placeholder, _) in placeholders(&expr) {
            let range = placeholder.range.start as usize..placeholder.range.end as usize;
            assert_eq!(&text[range], placeholder.written);
        }
    }
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
        ("sum(foo", "3..4 the parenthesis is never closed"),
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
        ("foo[5x]", "4..5 `5` is neither a number nor a duration"),
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
