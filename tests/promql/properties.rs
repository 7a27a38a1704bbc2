//! What holds for every expression: those with every construct, generated ones, and the corpora where they are there.

use crate::corpora::inputs;
use crate::{all_options, grammar};
use opsgen::promql::ast::{Expr, Node, Range};
use opsgen::promql::walk::{parts, placeholders, walk};
use opsgen::promql::{parse, pretty, print};
use proptest::prelude::{ProptestConfig, prop_assert_eq, proptest};
use proptest::test_runner::RngSeed;
use std::sync::LazyLock;

/// Expressions that use every construct.
const EXPRESSIONS: [&str; 18] = [
    "sum by (job, \"x.y\") (rate(foo{a=\"b\", c=~\"d|e.+\"}[5m] offset -1h @ 1.5)) / on (a) group_left (b) (bar > bool 1)",
    "quantile without () (0.9, max_over_time(up[1h:5m] @ end() offset 30s))",
    "-foo ^ -2 ^ bar % Inf atan2 +0x1F and sum unless by or without",
    "foo[max_of(step(), 2 * (5m + 1)) - range():min_of(1m, 30)]",
    "foo offset -(5m) + bar offset (1) * 2",
    "{\"http.requests\", \"l.x\"=\"y\"} # comment",
    "label_replace(foo, 'a', \"$1\\n\\xff\\u00e9é\", `b`, \"(.*)\")",
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

fn written() -> Vec<String> {
    EXPRESSIONS
        .map(String::from)
        .into_iter()
        .chain(inputs())
        .collect()
}

/// The tree as text, without places.
fn shape(expr: &Expr) -> String {
    static RANGES: LazyLock<regex::Regex> =
        LazyLock::new(|| regex::Regex::new(r"range: Range \{[^}]*\}").unwrap());
    RANGES.replace_all(&format!("{expr:?}"), "").into_owned()
}

#[test]
fn every_prefix_is_parsed() {
    for text in written() {
        for (at, _) in text.char_indices() {
            is_whole_or_has_errors(&text[..at]);
        }
    }
}

#[test]
fn every_gap_is_parsed() {
    for text in EXPRESSIONS {
        for (at, character) in text.char_indices() {
            let gap = [&text[..at], &text[at + character.len_utf8()..]].concat();
            is_whole_or_has_errors(&gap);
        }
    }
}

fn is_whole_or_has_errors(text: &str) {
    let (expr, errors) = parse(text, &all_options());
    let mut whole = true;
    walk(&expr, &mut |part| whole &= part.node != Node::Invalid);
    assert!(whole || !errors.is_empty(), "{text}: {expr:?}");
    for error in errors {
        let Range { start, end } = error.range;
        assert!(
            text.get(start as usize..end as usize).is_some(),
            "{text}: {error:?}"
        );
    }
}

#[test]
fn printed_expressions_are_parsed_to_the_same_tree() {
    for text in written() {
        reads_back(&text);
    }
}

fn reads_back(text: &str) {
    let (expr, errors) = parse(text, &all_options());
    if !errors.is_empty() {
        return;
    }
    let (first, errors) = parse(&print(&expr), &all_options());
    assert_eq!(errors, [], "{text}");
    assert_eq!(print(&first), print(&expr), "{text}");
    let (second, errors) = parse(&pretty(&first), &all_options());
    assert_eq!(errors, [], "{text}");
    assert_eq!(shape(&first), shape(&second), "{text}");
}

#[test]
fn ranges_nest_and_cover() {
    for text in written() {
        has_places(&text);
    }
}

/// Parts lie in the whole, in order and apart; a part's text alone is that part.
fn has_places(text: &str) {
    let (expr, errors) = parse(text, &all_options());
    if !errors.is_empty() {
        return;
    }
    is_itself_alone(text, &expr);
    walk(&expr, &mut |outer| {
        let mut end = outer.range.start;
        for inner in parts(outer) {
            let nested = end <= inner.range.start && inner.range.end <= outer.range.end;
            assert!(nested, "{text}: {outer:?}");
            end = inner.range.end;
            // The modifiers of a selector with a range stand behind the range.
            if !matches!(outer.node, Node::Matrix(..)) {
                is_itself_alone(text, inner);
            }
        }
    });
    for (placeholder, _) in placeholders(&expr) {
        let range = placeholder.range.start as usize..placeholder.range.end as usize;
        assert_eq!(&text[range], placeholder.written);
    }
}

fn is_itself_alone(text: &str, expr: &Expr) {
    let alone = &text[expr.range.start as usize..expr.range.end as usize];
    let (again, _) = parse(alone, &all_options());
    assert_eq!(shape(&again), shape(expr), "{text}: {alone}");
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(1),
        ..ProptestConfig::with_cases(500)
    })]

    #[test]
    fn what_the_grammar_makes_is_accepted_and_keeps_its_tree(text in grammar::vector()) {
        let (_, errors) = parse(&text, &all_options());
        prop_assert_eq!(errors, [], "{}", text);
        reads_back(&text);
        has_places(&text);
    }
}

#[test]
fn a_label_that_begins_with_a_digit_keeps_its_quotes_around_a_placeholder() {
    let options = opsgen::promql::Options {
        placeholders: true,
        ..all_options()
    };
    for (text, printed) in [
        (r#"g{"3$x"=""}"#, r#"g{"3$x"=""}"#),
        (r#"g{"a$x"=""}"#, r#"g{a$x=""}"#),
    ] {
        let (expr, errors) = opsgen::promql::parse(text, &options);
        assert_eq!((expr.to_string().as_str(), errors.len()), (printed, 0));
    }
}
