//! Mutated `/metrics` texts: our verdict, names, types, texts and labels beside those of Prometheus's own parser.
//!
//! `EXPOSITION_MUTATIONS` says how many of each format (default 20,000) and `SEED` which (default 1). What differs on purpose:
//! `le` and `quantile` are compared as numbers, since Prometheus rewrites them by the type that it read last; a name keeps no blanks
//! of its line's indentation.

use crate::language::{compare, number};
use crate::mutate::Seeds;
use opsgen::exposition::{Entry, Format, Series, Type, parse};
use opsgen::promql::number::write_number_short;
use serde_json::{Value, json};

const TEXTS: [&str; 15] = [
    "# HELP a_seconds Time of things.\n# TYPE a_seconds histogram\na_seconds_bucket{le=\"1\"} 2\na_seconds_bucket{le=\"+Inf\"} 3\na_seconds_sum 4.5\na_seconds_count 3\n",
    "# TYPE go_gc summary\ngo_gc{quantile=\"0.5\", x='y'} 4.9e-05\ngo_gc{ quantile = \"0.9\" a = \"b\", } 8 123\ngo_gc_count 99",
    "#comment\n# comment \\n HELP\n\n  a:b{c=\"d\\\"e\\\\f\\ng\"}\t1  \n#\n# HELPx y\n# HELP\n# HELP a\n# HELP b \n# HELP b  \n",
    "# TYPE c counter\n# HELP c\ttext with \\\\ and \\n and \\\" and tab\t\nc +Inf\nc -Inf\nc NaN\nc nan 1\nc 1e3\nc .5\nc 5.\nc infinity\nc 1e-999",
    "{\"a.b\",c=\"d\"} 1\n{c=\"d\",\"e f\"} 2\n{\"g\"} 3\nh{\"i.j\"=\"k\"} 4\n# TYPE \"a.b\" gauge\n# HELP \"a\\\"b\" x",
    "a{b=\"c\"}1\na{b=\"c\"b2=\"\"}2 3\na{}4\na {} 5\na{b=\"line\nbreak\"} 6",
    "# TYPE u untyped\nu 1 9223372036854775807\n",
    "# HELP a \0x\0\na{b=\"\0c\0\"} 1\n\0a 1",
    "x{a=\"\u{754c}\"} 1\n# HELP x \u{e9}\r\n",
    "# TYPE a counter\n# UNIT a_seconds seconds\n# HELP a Text.\na_total{b=\"c\",d=\"e\\n\"} 1 1.5 # {id=\"x\",\"y\"=\"z\"} 0.5 2.25\na_created 1.7e9\n# EOF\n",
    "# TYPE b histogram\nb_bucket{le=\"1\"} 2 # {} 1\nb_bucket{le=\"+Inf\"} 3 1 # {a=\"b\",} 1\nb_count 3\nb_sum 4\n# TYPE c gaugehistogram\n# TYPE d info\n# TYPE e stateset\n# TYPE f unknown\nd_info{a=\"b\",} 1\n# EOF",
    "{\"a.b\",c=\"d\"} 1\n{c=\"d\",\"e f\"} 2 3\n# TYPE \"a.b\" gauge\n# UNIT \"a.b_s\" s\n# UNIT g \n# HELP h \n# EOF\n",
    "a NaN\na 1 1e3\na 1 # {a=\"b\"} NaN 1\na{b=\"c\"} 0 -1.5\n# EOF\n",
    "# EOF\n",
    "# HELP a \0x\0\na{b=\"\0c\0\"} 1\n# EOF\0\n",
];

/// What mutations put in beside the pieces of the texts.
const WORDS: [&str; 32] = [
    "# HELP ",
    "# TYPE ",
    "# UNIT ",
    "# EOF",
    "# EOF\n",
    "#",
    " # {",
    "{}",
    "{",
    "}",
    "\"",
    "\n",
    "\n\n",
    "counter",
    "untyped",
    "unknown",
    "gauge\n",
    " 1",
    " 1.5",
    "NaN",
    "1e400",
    "0x1",
    "\0",
    "\\",
    "a{b=\"c\"} 1\n",
    ",",
    "0x1p3",
    "1_0",
    "9223372036854775808",
    " -5",
    "\r\n",
    "{c=\"d\"} 1\n",
];

fn seeds(which: Format) -> Seeds {
    let fitting = TEXTS.iter().filter(|text| Format::of(text) == which);
    Seeds::new(fitting.map(|text| (*text).to_string()).collect(), &WORDS)
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn mutated_prometheus_text_is_judged_as_prometheus_does() {
    let count = number("EXPOSITION_MUTATIONS", 20_000);
    let seeds = seeds(Format::Prometheus);
    compare(&seeds, &["-exposition"], count, |text| {
        verdict(text, Format::Prometheus)
    });
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn mutated_open_metrics_text_is_judged_as_prometheus_does() {
    let count = number("EXPOSITION_MUTATIONS", 20_000);
    let seeds = seeds(Format::OpenMetrics);
    compare(&seeds, &["-openmetrics"], count, |text| {
        verdict(text, Format::OpenMetrics)
    });
}

/// What we say of a text, in the judge's form.
fn verdict(text: &str, format: Format) -> Value {
    let (entries, errors) = parse(text, format);
    if !errors.is_empty() {
        return json!({ "ok": false });
    }
    let entries: Vec<Vec<String>> = entries.iter().map(words).collect();
    match entries.is_empty() {
        true => json!({ "ok": true }),
        false => json!({ "ok": true, "entries": entries }),
    }
}

fn words(entry: &Entry) -> Vec<String> {
    let three = |kind: &str, name: &str, text: &str| [kind, name, text].map(String::from).to_vec();
    match entry {
        Entry::Help { name, text } => three("help", &name.value, &text.value),
        Entry::Type {
            name, metric_type, ..
        } => three("type", &name.value, type_name(*metric_type)),
        Entry::Unit { name, unit } => three("unit", &name.value, &unit.value),
        Entry::Series(series) => series_words(series),
    }
}

fn series_words(series: &Series) -> Vec<String> {
    let labels = series.labels.iter();
    let mut pairs: Vec<(&str, String)> = labels
        .map(|label| {
            (
                &*label.name.value,
                comparable(&label.name.value, &label.value.value),
            )
        })
        .collect();
    let name = series.name.value.trim_start_matches([' ', '\t']);
    pairs.push(("__name__", name.to_string()));
    pairs.sort();
    let pairs = pairs.into_iter();
    let words = pairs.flat_map(|(name, value)| [name.to_string(), value]);
    std::iter::once("series".to_string()).chain(words).collect()
}

fn comparable(name: &str, value: &str) -> String {
    let number = value.parse::<f64>().ok();
    match number.filter(|_| matches!(name, "le" | "quantile")) {
        Some(number) if number.is_nan() => "NaN".to_string(),
        Some(number) => {
            let mut out = String::new();
            write_number_short(number, &mut out);
            out.trim_start_matches('+').to_string()
        }
        None => value.to_string(),
    }
}

fn type_name(metric_type: Type) -> &'static str {
    match metric_type {
        Type::Counter => "counter",
        Type::Gauge => "gauge",
        Type::Histogram => "histogram",
        Type::GaugeHistogram => "gaugehistogram",
        Type::Summary => "summary",
        Type::Info => "info",
        Type::Stateset => "stateset",
        Type::Unknown => "unknown",
    }
}
