//! What templates use, and what in them fails.

use crate::errors::{check, written};
use crate::mistakes::FAILURES;
use opsgen::gotemplate::analyze::{Analysis, analyze};
use opsgen::gotemplate::functions::Owner;
use opsgen::gotemplate::parse;
use opsgen::promql::Options;
use opsgen::promql::ast::Range;

fn analysis(text: &str) -> Analysis {
    let (template, errors) = parse(text, "A");
    assert_eq!(errors, [], "{text}");
    analyze(&template, &Options::default())
}

fn check_failures(text: &str, expected: &[(&str, &str, &str)]) {
    check(text, &analysis(text).failures, expected);
}

#[test]
fn what_fails_for_certain_is_told() {
    for (text, expected) in FAILURES {
        check_failures(text, &[expected]);
    }
}

#[test]
fn what_may_succeed_is_not_told() {
    for text in [
        "{{ gt $value 5.0 }}{{ eq $value $value }}{{ eq $labels.a \"b\" \"c\" }}{{ eq nil $labels }}",
        "{{ $v := 1 }}{{ $v = \"a\" }}{{ toUpper $v }}{{ $labels := 1 }}{{ gt $labels 2 }}",
        "{{ humanize \"1e3\" }}{{ humanize \"NaN\" }}{{ humanizeDuration 3 }}{{ $value.Count }}{{ .Value }}",
        "{{ (now | toTime).Format \"15:04\" }}{{ (toDuration 5).Seconds | humanize }}{{ (args 1).arg0.x }}",
        "{{ define \"x\" }}{{ .arg0 }}{{ len . }}{{ $.y }}{{ end }}{{ template \"x\" (args 1) }}",
        "{{ if 1 }}{{ $labels := \"a\" }}{{ else }}{{ $labels.a }}{{ end }}{{ $labels.a }}",
        "{{ with query \"up\" }}{{ with first . }}{{ .Labels.job }}{{ . | label \"a\" }}{{ end }}{{ else }}{{ .Labels.a }}{{ end }}",
        "{{ range $i, $s := query \"up\" }}{{ gt $i 3 }}{{ $s.Value }}{{ end }}{{ range $k, $v := $labels }}{{ toUpper $v }}{{ $k | title }}{{ end }}",
        "{{ and $labels.a (print 1) | not }}{{ or 1 2 | printf \"%d\" }}{{ index (index (args $labels) \"arg0\") \"a\" }}{{ len \"abc\" }}",
    ] {
        check_failures(text, &[]);
    }
}

#[test]
fn labels_are_found_with_their_places() {
    let text = "{{ $labels.a }} {{ .Labels.b.c }} {{ $.Labels.d }} {{ index $labels \"e-f\" }} {{ with $labels }}{{ .g }}{{ end }} {{ $externalLabels.h }} {{ (query \"up\" | first).Labels.i }} {{ $l := .Labels }}{{ $l.j }} {{ \"k\" | index .ExternalLabels }}";
    // A label has no fields, which is told and goes on.
    let (template, _) = parse(text, "A");
    let found: Vec<(String, &str, Owner)> = analyze(&template, &Options::default())
        .labels
        .into_iter()
        .map(|label| (label.name, written(text, label.range), label.owner))
        .collect();
    let (own, external, query) = (Owner::Series, Owner::External, Owner::Query);
    let expected = [
        ("a", "a", own),
        ("b", "b", own),
        ("d", "d", own),
        ("e-f", "\"e-f\"", own),
        ("g", "g", own),
        ("h", "h", external),
        ("i", "i", query),
        ("j", "j", own),
        ("k", "\"k\"", external),
    ];
    let expected = expected.map(|(name, place, owner)| (name.to_string(), place, owner));
    assert_eq!(found, expected);
}

#[test]
fn queries_have_exact_places_behind_escapes() {
    let text = r#"{{ query "rate(x{a=\"\u00e9\"}[5m]) + ratee(y)" }} {{ `up{` | query }} {{ query "a\xff b" | first }}"#;
    let analysis = analysis(text);
    let texts: Vec<&str> = analysis
        .queries
        .iter()
        .map(|query| query.text.as_str())
        .collect();
    assert_eq!(
        texts,
        ["rate(x{a=\"é\"}[5m]) + ratee(y)", "up{", "a\u{fffd} b"]
    );
    let places: Vec<Vec<&str>> = analysis
        .queries
        .iter()
        .map(|query| {
            query
                .errors
                .iter()
                .map(|error| written(text, error.range))
                .collect()
        })
        .collect();
    assert_eq!(places[0], ["ratee"]);
    assert_eq!(places[1].len(), 1);
    assert_eq!(places[2], ["\\xff"]);
    assert_eq!(analysis.failures.len(), 3);
    let selector = analysis.queries[0].text.find("{a").unwrap();
    let range = |start: usize, end: usize| Range {
        start: u32::try_from(start).unwrap(),
        end: u32::try_from(end).unwrap(),
    };
    let place = analysis.queries[0].place(range(selector, selector + "{a=\"é\"}".len()));
    assert_eq!(written(text, place), r#"{a=\"\u00e9\"}"#);
}
