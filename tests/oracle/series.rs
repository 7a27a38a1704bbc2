//! Mutated series descriptions of rule tests: our verdict, labels and expanded values beside those of Prometheus's own parser.
//!
//! They grow from the series in Prometheus's own tests and those below. `SERIES_MUTATIONS` says how many (default 20,000) and `SEED`
//! which (default 1).

use crate::language::{compare, number, seeds_of};
use crate::mutate::Seeds;
use opsgen::promql::number::write_number_short;
use opsgen::promql::print::write_label;
use opsgen::promql::series::{Bucket, Histogram, ResetHint, Sample, parse, print};
use opsgen::promql::{ast::Text, text::write_quoted};
use regex::Regex;
use serde_json::{Value, json};
use std::sync::LazyLock;

/// What Prometheus's own tests do not hold, or seldom.
const SERIES: [&str; 22] = [
    "",
    "m",
    "m{a=\"b\", c='d', \"e.f\"=`g`} 1 2 3",
    "{\"quoted name\", a=\"\"} 1x3",
    "{__name__=\"m\", __name__=\"n\"} _x2 stale",
    "# comment\nsum{by=\"x\"} 0+10x20 _ 5 stale 1",
    "m 1e3 .5 5. 1_000 010 -Inf NaN +inf 1e-5",
    "m 1-2x5 -1+2.5x3 +1-1x2 stale+1x2 Inf+1x2",
    "m {{}} {{ }} {{}}x3",
    "m {{schema:1 sum:-0.3 count:3.1 z_bucket:7.1 z_bucket_w:0.05 buckets:[5.1 10 7] offset:-3 n_buckets:[4.1 5] n_offset:-5 counter_reset_hint:gauge}}",
    "m {{schema:-53 sum:3 count:2 custom_values:[5 10] buckets:[1 4]}}+{{schema:-53 sum:3 count:2 custom_values:[5 10 20] buckets:[1 4 2]}}x3",
    "m {{schema:-53 custom_values:[1 2 3] buckets:[1 4] offset:1}}-{{schema:-53 custom_values:[2 4] buckets:[1 4]}}x2",
    "m {{schema:0 sum:1 count:2 z_bucket:1 z_bucket_w:0.001 buckets:[1 2 3] offset:-8}}+{{schema:0 z_bucket:2 z_bucket_w:0.01 buckets:[4 5] n_buckets:[6 7] offset:-12 n_offset:-10}}x2",
    "m {{schema:1 buckets:[1 2 3] offset:-3 counter_reset_hint:reset}}+{{schema:3 buckets:[1 2 3 4 5 6] offset:-6 counter_reset_hint:not_reset}}x3",
    "m {{schema:2 z_bucket_w:0.7 buckets:[1 2 3] offset:-3}}-{{schema:5 z_bucket_w:0.72 buckets:[1 2 3 4 5 6] n_buckets:[1 0 2 3] n_offset:-17 offset:-20}}x2",
    "m {{schema:8 z_bucket_w:0.01 buckets:[1 2 3] offset:-303}}+{{schema:8 z_bucket_w:0.3 buckets:[1 2 3 4 5 6] n_buckets:[1 2 2 3 3 3] n_offset:-448 offset:-448}}x2",
    "m {{schema:-4 z_bucket_w:1 buckets:[1 2 3]}}+{{schema:-2 z_bucket_w:3 buckets:[1 2 3 4 5 6] n_buckets:[1 2]}}x2",
    "m {{buckets:[1 inf nan 3]}}x2 {{sum:inf count:nan}}",
    "m {{schema:3}}+{{schema:2}}x2",
    "m {{counter_reset_hint:unknown}}-{{counter_reset_hint:gauge sum:1}}x2 {{}}x1",
    "m\t1\n2\r\n3",
    "m{\u{e9}=\"\"} 1",
];

/// What mutations put in beside the pieces of the seeds.
const WORDS: [&str; 37] = [
    "_",
    "x",
    "x3",
    "x0",
    "_x2",
    "stale",
    "Inf",
    "NaN",
    "1e3",
    "0x3",
    "+",
    "-",
    "+1x2",
    "{{",
    "}}",
    "{{}}",
    "[",
    "]",
    ":",
    "sum:",
    "count:",
    "schema:",
    "offset:-2",
    "n_offset:",
    "buckets:[1 2]",
    "n_buckets:[1]",
    "z_bucket:2",
    "z_bucket_w:0.5",
    "custom_values:[1 2]",
    "counter_reset_hint:reset",
    "gauge",
    "not_reset",
    "unknown",
    "-53",
    "08",
    "1_0",
    ".5",
];

#[test]
#[ignore = "needs ci/oracles.sh"]
fn mutated_series_are_judged_and_expanded_as_prometheus_does() {
    let mut texts = seeds_of("series");
    texts.extend(SERIES.map(String::from));
    let seeds = Seeds::new(texts, &WORDS);
    let count = number("SERIES_MUTATIONS", 20_000);
    compare(&seeds, &["-series"], count, verdict);
}

/// What we say of a series, in the judge's form.
fn verdict(input: &str) -> Value {
    if is_unjudged(input) {
        return json!({ "ok": false, "unjudged": true });
    }
    let (series, errors) = parse(input);
    if !errors.is_empty() {
        return json!({ "ok": false });
    }
    let values: Vec<String> = series.values().map(|value| sample(&value)).collect();
    let (again, errors) = parse(&print(&series));
    let printed: Vec<String> = again.values().map(|value| sample(&value)).collect();
    assert!(
        errors.is_empty() && again.label_set() == series.label_set() && printed == values,
        "{input:?} is printed as {:?}",
        print(&series)
    );
    let mut verdict = json!({ "ok": true, "metric": labels(&series.label_set()) });
    if !values.is_empty() {
        verdict["values"] = json!(values);
    }
    verdict
}

/// What Prometheus's parser does not survive, see `series.go`.
fn is_unjudged(input: &str) -> bool {
    static ENDLESS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("x[0-9]{6}|(?i)z_bucket_w:nan").expect("it is a regular expression")
    });
    ENDLESS.is_match(input)
}

fn labels(set: &[(&str, &str)]) -> String {
    let mut out = String::from("{");
    for (index, (name, value)) in set.iter().enumerate() {
        out.push_str(if index > 0 { ", " } else { "" });
        let name = Text {
            value: (*name).to_string(),
            ..Text::default()
        };
        write_label(&name, &mut out);
        out.push('=');
        write_quoted(value, &mut out);
    }
    out + "}"
}

fn sample(value: &Sample) -> String {
    match value {
        Sample::Omitted => "_".to_string(),
        Sample::Stale => "stale".to_string(),
        Sample::Float(value) => float(*value),
        Sample::Histogram(histogram) => histogram_text(histogram),
    }
}

fn histogram_text(histogram: &Histogram) -> String {
    let hint = match histogram.reset_hint {
        ResetHint::Unknown => 0,
        ResetHint::Reset => 1,
        ResetHint::NotReset => 2,
        ResetHint::Gauge => 3,
    };
    let custom: Vec<String> = histogram.custom_values.iter().copied().map(float).collect();
    format!(
        "schema {} count {} sum {} zero {} {} hint {hint} {} custom [{}] positive [{}] negative [{}]",
        histogram.schema,
        float(histogram.count),
        float(histogram.sum),
        float(histogram.zero_count),
        float(histogram.zero_width),
        histogram.says_reset_hint,
        custom.join(" "),
        buckets(&histogram.positive),
        buckets(&histogram.negative),
    )
}

fn buckets(buckets: &[Bucket]) -> String {
    let filled = buckets.iter().filter(|bucket| bucket.count != 0.0);
    let shown = filled.map(|bucket| format!("{}:{}", bucket.index, float(bucket.count)));
    shown.collect::<Vec<_>>().join(" ")
}

fn float(value: f64) -> String {
    let mut out = String::new();
    write_number_short(value, &mut out);
    out.trim_start_matches('+').to_string()
}
