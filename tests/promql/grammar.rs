//! Expressions made from the grammar: all of them are accepted by Prometheus with every feature flag.

use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop, prop_oneof};

const METRICS: [&str; 6] = [
    "up",
    "http_requests_total",
    "a:b:rate5m",
    "sum",
    "{\"x.y\"}",
    "{__name__=~\"a.+\"}",
];
const MATCHERS: [&str; 8] = [
    "",
    "{}",
    "{job=\"a\"}",
    "{a!=\"b\",c=~\"d|e\"}",
    "{a!~'x'}",
    "{\"l.x\"=`y`}",
    "{job=\"\\\"\\n\",}",
    "{by=\"on\"}",
];
const DURATIONS: [&str; 8] = [
    "5m",
    "1h30m",
    "300",
    "2 * (5m + 1)",
    "step() + 1m",
    "max_of(5m, range() / 2)",
    "-5m + 1h",
    "1d",
];
const MODIFIERS: [&str; 8] = [
    "",
    "",
    "",
    " offset 5m",
    " offset -1h",
    " @ end()",
    " @ 1.5 offset 1w",
    " @ 0x10",
];
const SCALARS: [&str; 8] = ["1", "0x1F", "1e3", "Inf", "NaN", "5m", "1_000.5", "time()"];
const GROUPINGS: [&str; 5] = [
    "",
    " by (job)",
    " without ()",
    " by (a, \"x.y\",)",
    " by (on)",
];
const MATCHINGS: [&str; 5] = [
    "",
    " on (a)",
    " ignoring () group_left (b)",
    " on (a, b) group_right ()",
    " on (a) fill (0)",
];

/// An instant vector, not nested deeper than a person would.
pub fn vector() -> BoxedStrategy<String> {
    let leaf = (
        prop::sample::select(&METRICS[..]),
        prop::sample::select(&MATCHERS[..]),
        prop::sample::select(&MODIFIERS[..]),
    )
        .prop_map(|(metric, matchers, modifiers)| {
            let matchers = if metric.starts_with('{') {
                ""
            } else {
                matchers
            };
            format!("{metric}{matchers}{modifiers}")
        });
    leaf.prop_recursive(5, 40, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|vector| format!("({vector})")),
            (inner.clone(), "[-+]").prop_map(|(vector, sign)| format!("{sign}{vector}")),
            aggregation(inner.clone()),
            binary(inner.clone()),
            over_time(inner.clone()),
            call(&inner),
        ]
    })
    .boxed()
}

fn aggregation(inner: BoxedStrategy<String>) -> BoxedStrategy<String> {
    let operators = prop::sample::select(
        &[
            "sum",
            "MAX",
            "count",
            "group",
            "topk",
            "quantile",
            "count_values",
            "limitk",
        ][..],
    );
    (
        operators,
        prop::sample::select(&GROUPINGS[..]),
        inner,
        any::<bool>(),
    )
        .prop_map(|(operator, grouping, vector, before)| {
            let parameter = match operator {
                "topk" | "limitk" => "3, ",
                "quantile" => "0.9, ",
                "count_values" => "\"v\", ",
                _ => "",
            };
            if before {
                format!("{operator}{grouping} ({parameter}{vector})")
            } else {
                format!("{operator}({parameter}{vector}){grouping}")
            }
        })
        .boxed()
}

fn binary(inner: BoxedStrategy<String>) -> BoxedStrategy<String> {
    let arithmetic = prop::sample::select(
        &[
            "+", "-", "*", "/", "%", "^", "atan2", "==", "!= bool", ">=", "</",
        ][..],
    );
    let set =
        prop::sample::select(&["and", "or", "unless", "and on ()", "UNLESS ignoring (a)"][..]);
    let scalar = prop::sample::select(&SCALARS[..]);
    prop_oneof![
        (
            inner.clone(),
            arithmetic.clone(),
            prop::sample::select(&MATCHINGS[..]),
            inner.clone()
        )
            .prop_map(|(left, operator, matching, right)| format!(
                "({left}) {operator}{matching} ({right})"
            )),
        (inner.clone(), set, inner.clone())
            .prop_map(|(left, operator, right)| format!("{left}\n{operator} {right}")),
        (inner.clone(), arithmetic, scalar.clone())
            .prop_map(|(left, operator, right)| format!("{left} {operator} {right}")),
        (scalar, inner).prop_map(|(left, right)| format!("{left}*{right} # why\n")),
    ]
    .boxed()
}

fn over_time(inner: BoxedStrategy<String>) -> BoxedStrategy<String> {
    let functions = prop::sample::select(
        &[
            "rate",
            "increase",
            "max_over_time",
            "absent_over_time",
            "quantile_over_time",
        ][..],
    );
    let duration = prop::sample::select(&DURATIONS[..]);
    let modifier = prop::sample::select(&MODIFIERS[..]);
    (functions, inner, duration.clone(), duration, modifier, 0..3)
        .prop_map(|(function, vector, range, step, modifier, form)| {
            let parameter = if function == "quantile_over_time" {
                "0.5, "
            } else {
                ""
            };
            let matrix = match form {
                0 => format!("foo{{a=\"b\"}}[{range}]{modifier}"),
                1 => format!("({vector})[{range}:]{modifier}"),
                _ => format!("({vector})[{range}:{step}]{modifier}"),
            };
            format!("{function}({parameter}{matrix})")
        })
        .boxed()
}

fn call(inner: &BoxedStrategy<String>) -> BoxedStrategy<String> {
    prop_oneof![
        inner.clone().prop_map(|vector| format!("abs({vector})")),
        inner
            .clone()
            .prop_map(|vector| format!("clamp( {vector} , 0,scalar({vector}) )")),
        inner
            .clone()
            .prop_map(|vector| format!("histogram_quantile(0.99, {vector})")),
        inner
            .clone()
            .prop_map(|vector| format!("label_replace({vector}, \"a\", \"$1\", 'b', `(.*)`)")),
        inner
            .clone()
            .prop_map(|vector| format!("info({vector}, {{a=\"b\"}})")),
        inner.clone().prop_map(|vector| format!("absent({vector})")),
        Just("vector(time())".to_owned()),
    ]
    .boxed()
}
