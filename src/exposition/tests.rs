//! Formats, errors and their places.

use super::{Entry, Format, families, parse};

fn check(text: &str, format: Format, expected: &[&str]) {
    let (_, errors) = parse(text, format);
    let found: Vec<String> = errors
        .iter()
        .map(|error| {
            let [start, end] = [error.range.start, error.range.end].map(|at| at as usize);
            format!("{} @ {:?}", error.message, &text[start..end])
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn families_hold_their_series() {
    let text = "# HELP a_seconds Time\\nof.\n# TYPE a_seconds histogram\na_seconds_bucket{le=\"1\",x=\"y\\\"z\"} 2 1700000000\na_seconds_bucket{le=\"+Inf\",x=\"y\"} 3\na_seconds_sum 4\na_seconds_count 3\n\n# a comment\nb 1\n";
    let (entries, errors) = parse(text, Format::of(text));
    assert!(errors.is_empty());
    let families = families(entries);
    assert_eq!(families.len(), 2);
    assert_eq!(families[0].series.len(), 4);
    assert_eq!(
        families[0].help.as_ref().map(|help| &*help.value),
        Some("Time\nof.")
    );
    assert_eq!(families[0].series[0].labels[1].value.value, "y\"z");
    assert_eq!(families[1].name.value, "b");
    assert_eq!(families[1].metric_type, None);
}

#[test]
fn open_metrics_says_units_exemplars_and_creation() {
    let text = "# TYPE a_seconds counter\n# UNIT a_seconds seconds\n# HELP a_seconds Time.\na_seconds_total{b=\"c\"} 1 1.5 # {id=\"x\"} 0.5 2\na_seconds_created 3\n# EOF\n";
    let (entries, errors) = parse(text, Format::of(text));
    assert!(errors.is_empty(), "{errors:?}");
    let families = families(entries);
    assert_eq!(families.len(), 1);
    assert_eq!(families[0].series.len(), 1);
    assert_eq!(
        families[0].unit.as_ref().map(|unit| &*unit.value),
        Some("seconds")
    );
}

#[test]
fn every_line_reports_its_own_error() {
    let text = "a{b=\"c} 1\na{b=c} 1\n# TYPE a countr\na x\na 1 2 3\n{b=\"c\"} 1\na{\"d\"} 1\n9 1\nok 1\na";
    check(
        text,
        Format::Prometheus,
        &[
            "this string has no closing quote @ \"\\\"c} 1\"",
            "expected the label's value in `\"…\"`, found `c` @ \"c\"",
            "`countr` is no type of metrics @ \"countr\"",
            "`x` is no number @ \"x\"",
            "expected a timestamp or the end of the line, found `3` @ \"3\"",
            "this series has no name @ \"{b=\\\"c\\\"}\"",
            "the metric is already called `a` @ \"d\"",
            "expected a metric, or a line that begins with `#`, found `9` @ \"9\"",
            "expected the value of the series, found the end of the text @ \"\"",
        ],
    );
}

#[test]
fn open_metrics_is_strict() {
    let text = "# a comment\n\na  1\na 1 \n# UNIT a_b seconds\na 1 nan\na{b=\"c\" d=\"e\"} 1\na 1";
    check(
        text,
        Format::OpenMetrics,
        &[
            "expected `HELP`, `TYPE`, `UNIT` or `EOF` behind `#`, found `a` @ \"a\"",
            "expected a metric, or a line that begins with `#`, found the end of the line @ \"\"",
            "expected the value of the series, found a blank @ \" \"",
            "expected a timestamp in seconds, found the end of the line @ \"\"",
            "the name `a_b` does not end with its unit @ \"seconds\"",
            "a timestamp is a finite number of seconds @ \"nan\"",
            "expected `,` or `}` behind a label, found a blank @ \" \"",
            "expected a timestamp or the end of the line, found the end of the text @ \"\"",
        ],
    );
}

#[test]
fn errors_are_bounded() {
    let (_, errors) = parse(&"?\n".repeat(100_000), Format::Prometheus);
    assert_eq!(errors.len(), super::MOST_ERRORS);
}

#[test]
fn a_line_of_a_megabyte_is_read() {
    let text = format!("a{{b=\"{}\"}} 1", "x".repeat(1 << 20));
    let (entries, errors) = parse(&text, Format::Prometheus);
    assert!(errors.is_empty());
    assert!(matches!(&entries[..], [Entry::Series(_)]));
}

#[test]
fn open_metrics_without_its_end_is_recognized() {
    let text = "# TYPE a info\na_total 1 # {id=\"x\"} 1\n";
    let (_, errors) = parse(text, Format::of(text));
    assert_eq!(errors.len(), 2);
    for error in errors {
        assert_eq!(error.help.as_deref(), Some(super::OPEN_METRICS));
    }
}
