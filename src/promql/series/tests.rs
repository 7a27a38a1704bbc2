//! Series descriptions; the differential test of `tests/oracle` judges far more of them.

use super::{ItemNode, Sample, parse, print};

fn describe(text: &str) -> Vec<String> {
    let (_, errors) = parse(text);
    let described = errors.iter().map(|error| {
        let help = error.help.as_ref().map(|help| format!("; {help}"));
        format!(
            "{}..{} {}{}",
            error.range.start,
            error.range.end,
            error.message,
            help.unwrap_or_default()
        )
    });
    described.collect()
}

/// The values, each as it is written; of large series the first ten.
fn values(text: &str) -> String {
    let (series, errors) = parse(text);
    assert_eq!(errors, [], "{text}");
    let values = series.values().take(10).map(|value| match value {
        Sample::Omitted => "_".to_owned(),
        Sample::Stale => "stale".to_owned(),
        Sample::Float(value) => value.to_string(),
        Sample::Histogram(histogram) => format!("{}/{}", histogram.count, histogram.sum),
    });
    values.collect::<Vec<_>>().join(" ")
}

#[test]
fn values_are_expanded_one_after_another() {
    let cases = [
        ("m 1 2 _ stale", "1 2 _ stale"),
        ("m 1+1x3 _x2 5x1", "1 2 3 4 _ _ 5 5"),
        ("m -2-3x2", "-2 -5 -8"),
        ("m _x0 1x0 1+1x0", "1 1"),
        ("m 0x10", "0 0 0 0 0 0 0 0 0 0"),
        ("m 1x1000000000000", "1 1 1 1 1 1 1 1 1 1"),
        ("m stale+1x2", "stale NaN NaN"),
        ("m 010 1_000 .5 5. 1e-3", "8 1000 0.5 5 0.001"),
        ("m {{count:1 sum:2}}+{{count:3 sum:4}}x2", "1/2 4/6 7/10"),
        ("m {{count:9 sum:9}}-{{count:3 sum:4}}x1 1", "9/9 6/5 1"),
        ("m", ""),
        ("", ""),
        ("{}  \n", ""),
    ];
    for (text, expected) in cases {
        assert_eq!(values(text), expected, "{text}");
    }
}

#[test]
fn labels_are_those_that_prometheus_stores() {
    let cases = [
        ("m{b=\"2\", a='1',}", "__name__=m a=1 b=2"),
        ("{\"a b\", \"c.d\"=`e`}", "__name__=a b c.d=e"),
        ("m{\"n\", a=\"\"}", "__name__=m"),
        ("{a=\"\"}", "a="),
        ("# what is measured\nsum:m{}", "__name__=sum:m"),
    ];
    for (text, expected) in cases {
        let (series, errors) = parse(text);
        assert_eq!(errors, [], "{text}");
        let set = series.label_set().into_iter();
        let labels: Vec<String> = set.map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(labels.join(" "), expected, "{text}");
    }
}

#[test]
fn the_canonical_text_says_the_same() {
    let cases = [
        (
            "m{ b='x' ,a=`y\"`}\t1+1x10   _x3 _x1 stale 1x0",
            "m{b=\"x\", a=\"y\\\"\"} 1+1x10 _x3 _ stale 1",
        ),
        ("{\"n\"} +1e9 inf -iNf nAn", "{\"n\"} 1e+09 Inf -Inf NaN"),
        ("{} 1", "{} 1"),
        ("m 1-0x3", "m 1-0x3"),
        (
            "m {{n_buckets:[1 2] SUM:5 schema:-1 offset:0 count:0 custom_values:[1] counter_reset_hint:Unknown}}x2",
            "m {{schema:-1 sum:5 custom_values:[1] counter_reset_hint:unknown n_buckets:[1 2]}}x2",
        ),
        (
            "m {{}}-{{buckets:[1] offset:-3 }}x2 {{ }}",
            "m {{}}-{{offset:-3 buckets:[1]}}x2 {{}}",
        ),
    ];
    for (text, expected) in cases {
        let (series, errors) = parse(text);
        assert_eq!(errors, [], "{text}");
        assert_eq!(print(&series), expected);
        let (again, _) = parse(expected);
        assert_eq!(print(&again), expected);
    }
}

#[test]
fn each_item_has_its_place() {
    let text = "m{a=\"ü\"} 1x2\n {{sum:1  count:2}}  _";
    let (series, _) = parse(text);
    let written = series
        .items
        .iter()
        .map(|item| &text[item.range.start as usize..item.range.end as usize]);
    assert_eq!(
        written.collect::<Vec<_>>(),
        ["1x2", "{{sum:1  count:2}}", "_"]
    );
    assert_eq!(series.metric_range.end, 9);
}

#[test]
fn mistakes_are_told_with_their_place_and_what_to_write() {
    let cases = [
        (
            "m 1 2,3 1x2x3",
            "5..6 expected a blank behind the value, found `,`; values are parted by blanks|\
             11..13 expected a blank behind the value, found `x3`",
        ),
        (
            "m 1+1",
            "2..5 `1+1` does not say how often; write `x10` behind it for ten more values",
        ),
        ("m stal", "2..6 `stal` is no value; did you mean `stale`?"),
        (
            "m NaNx3",
            "2..7 `NaNx3` is no value; a word cannot be repeated with `x`: write it so often",
        ),
        (
            "m 1x1.5",
            "4..7 expected how often as a whole number, found `1.5`",
        ),
        (
            "m 1 x3",
            "4..6 expected a value, found `x3`; `x` stands behind a value without a blank: `1x3`",
        ),
        (
            "m{a!=\"b\"} 1",
            "3..5 a series has one value of `a`; write `a=\"…\"`",
        ),
        (
            "m{a=b, c d} 1",
            "4..5 expected a string, found `b`|9..10 expected `=`, found `d`",
        ),
        (
            "m{a=\"b\" 1",
            "8..9 unexpected character `1` inside the braces",
        ),
        (
            "m {a=\"b\"} 1",
            "2..3 expected a number, found `{`; a value is a number, `_` for none, `stale`, or a histogram, such as in `1+2x10 _x3 {{sum:5 count:3}}`",
        ),
        (
            "1 2",
            "0..1 expected a metric, found `1`; a series is a metric with labels, then its values: `metric{a=\"b\"} 0+6x30`",
        ),
        (
            "sum(m) 1",
            "3..4 expected a blank in front of the values, found `(`; a series is a metric with labels, then its values: `metric{a=\"b\"} 0+6x30`",
        ),
        (
            "m {{smu:1 sum:1 sum:2}}x2 {{schema:1.5}}",
            "4..7 a histogram has no `smu`; did you mean `sum`?|\
             16..19 the histogram says `sum` twice|\
             35..38 expected a whole number, found `1.5`",
        ),
        (
            "m {{buckets:[]}} {{buckets:[1, 2]}} {{sum:+1}}",
            "12..14 the list is empty|\
             29..30 expected a number or `]`, found `,`|\
             42..43 expected a number, found `+`; leave the `+` out: a histogram has none",
        ),
        (
            "m {{sum:1",
            "2..4 the histogram is never closed; close it with `}}`",
        ),
        (
            "m {{schema:1}}+{{schema:0}}x1",
            "2..29 the histograms cannot be combined: the schema 0 of what changes is coarser than 1",
        ),
        (
            "m {{sum:1}}+1x3",
            "12..15 expected a histogram, found `1x3`; a histogram changes by a histogram: `{{sum:1 count:2}}+{{sum:1 count:2}}x3`",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(describe(text).join("|"), expected, "{text}");
    }
}

#[test]
fn large_and_broken_texts_end_soon() {
    let many = 1_000_000;
    let texts = [
        "{{".repeat(many),
        format!("m {}", "{{".repeat(many)),
        format!("m {}", "{{ [".repeat(many)),
        format!("m {{{{{}", "buckets:[ ".repeat(many)),
        format!("m {{{{{}", "a ".repeat(many)),
        format!("m {}", "a,b ".repeat(many)),
        format!("m{{{}", "a,".repeat(many)),
        format!("m {}", "ü".repeat(many)),
        format!("m {{{{buckets:[{}]}}}}", "ü ".repeat(many)),
        format!("m {}", "9".repeat(many)),
        format!("m 1x{}", "9".repeat(many)),
    ];
    for text in texts {
        let (series, errors) = parse(&text);
        let start: String = text.chars().take(10).collect();
        assert!(
            (1..=102).contains(&errors.len()),
            "{start}: {}",
            errors.len()
        );
        assert!(series.items.len() <= many);
    }
    let values = format!("m {}", "1 ".repeat(many));
    assert_eq!(parse(&values).0.items.len(), many);
}

#[test]
fn every_prefix_and_every_gap_is_read_without_panic() {
    let text = "m{a=\"ü\", 'b'=`c`, \"d\"} 1+1x10 _x3 stale {{schema:1 sum:-Inf count:3 z_bucket:1 z_bucket_w:0.5 custom_values:[1 -2] buckets:[1 2] n_offset:-1 counter_reset_hint:gauge }}+{{}}x3 ü";
    for (at, character) in text.char_indices() {
        parse(&text[..at]);
        let gap = format!("{}{}", &text[..at], &text[at + character.len_utf8()..]);
        let (series, errors) = parse(&gap);
        let is_invalid = |item: &super::Item| item.node == ItemNode::Invalid;
        assert!(!errors.is_empty() || !series.items.iter().any(is_invalid));
    }
}
