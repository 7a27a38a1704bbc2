//! Mutated templates of alerts: our verdict beside that of Prometheus's loading of rules.
//!
//! They grow from the templates in Prometheus's own tests, those of the examples, and those below. `TEMPLATE_MUTATIONS` says how many
//! (default 20,000) and `SEED` which (default 1).

use crate::golden;
use crate::language::{compare, number, seeds_of, verdicts};
use crate::mutate::Seeds;
use crate::random::Random;
use crate::yaml;
use opsgen::gotemplate::{self, analyze::analyze};
use opsgen::promql::Options;
use serde_json::{Value, json};
use std::{fs, path::Path};

/// The idioms of alerts, and every construct of the language.
const TEMPLATES: [&str; 54] = [
    "",
    "Instance {{ $labels.instance }} of job {{ $labels.job }} has been down for 5 minutes.",
    "{{ $value | humanizePercentage }} of {{ $labels.namespace }}/{{ $labels.pod }} is used.",
    "{{ printf \"%.2f\" $value }}% on {{$labels.node}}, {{ .Value }} {{ .Labels.a }} {{ .ExternalLabels.b }} {{ .ExternalURL }}",
    "{{ if eq $labels.severity \"critical\" }}page{{ else if eq $labels.severity \"warning\" }}ticket{{ else }}none{{ end }}",
    "{{ if gt $value 0.9 }}almost full{{ else if and (gt $value 0.5) (lt $value 0.9) }}half{{ end }}",
    "{{- if or $labels.cluster $externalLabels.cluster -}} in {{ $labels.cluster }} {{- end -}} .",
    "{{ with $labels.pod }}pod {{ . }}{{ else with $labels.node }}node {{ . }}{{ else }}?{{ end }}",
    "{{ with printf \"up{job='%s'}\" .Labels.job | query }}{{ . | first | value | humanize }}{{ end }}",
    "{{ with query \"sum(rate(errors_total[5m])) by (job)\" }}{{ range . }}{{ .Labels.job }}: {{ .Value }}\n{{ end }}{{ end }}",
    "{{ range query \"up == 0\" | sortByLabel \"instance\" }}{{ .Labels.instance }} {{ else }}none{{ end }}",
    "{{ range $i, $sample := query \"up\" }}{{ if gt $i 3 }}{{ break }}{{ else }}{{ continue }}{{ end }}{{ $sample.Value }}{{ end }}",
    "{{ range $k, $v := $labels }}{{ $k }}={{ $v }}{{ end }}{{ range $labels }}{{ . }}{{ end }}{{ range 3 }}x{{ end }}",
    "{{ range $x := $labels }}{{ $x }}{{ break }}{{ end }}{{ range $x, }}{{ end }}{{ range $x, $labels }}{{ end }}",
    "{{ define \"row\" }}{{ .Labels.a }} {{ $.Value }}{{ end }}{{ template \"row\" . }}{{ template `row` }}",
    "{{ block \"main\" $labels }}{{ .a }}{{ end }}{{ define \"e\" }} {{/* c */}} {{ end }}{{ define \"e\" }}x{{ end }}",
    "{{/* a comment */}}{{- /* trimmed */ -}} text {{ \"{{\" }} and {{ `}}` }}",
    "{{ $x := 1 }}{{ $x = 2 }}{{ $y := $x }}{{ $y | printf \"%d\" }}{{ $ }}{{ $.Labels }}",
    "{{ index $labels \"exported-job\" }}{{ len $labels }}{{ slice \"abc\" 1 2 }}{{ not true }}{{ ne 1 2 }}{{ le 1 2 }}{{ ge 1 2 }}",
    "{{ ($labels).a }}{{ (index $labels \"a\").b.c }}{{ (query \"up\" | first).Labels.job | toUpper }}",
    "{{ .Labels.a.b }}{{ .a }}{{ $x := (($labels)) }}{{ print . nil true false }}{{ if ($y := 1) }}{{ $y }}{{ end }}",
    "{{ 1 }}{{ -1 }}{{ +1.5 }}{{ 1e3 }}{{ 0x1F }}{{ 0b11 }}{{ 0o17 }}{{ 017 }}{{ 1_000 }}{{ 0x1p-2 }}{{ .5 }}{{ 5. }}{{ 2i }}{{ 1+2i }}{{ 1.5e-3-0x1p2i }}",
    "{{ 'a' }}{{ '\\n' }}{{ '\\'' }}{{ '\\x41' }}{{ '\\u00e9' }}{{ 9223372036854775808 }}{{ 0x_FF }}{{ -0 }}",
    "{{ \"a\\tb\\\"c\\\\d\\x41\\101\\u00e9\\U0001F600\" }}{{ `raw \\d\nlines` }}{{ \"\" }}{{ `` }}",
    "{{ externalURL }}/graph?g0.expr={{ \"up == 0\" | urlQueryEscape }} {{ graphLink \"up\" }} {{ tableLink \"up\" }} {{ pathPrefix }}",
    "{{ $value | humanize }} {{ humanize1024 $value }} {{ humanizeDuration $value }} {{ humanizeTimestamp $value }} {{ now | toTime }}",
    "{{ ($value | toTime).Format \"15:04\" }} {{ toDuration 5 }} {{ parseDuration \"5m\" }} {{ title \"a b\" }} {{ toLower \"A\" }}",
    "{{ reReplaceAll \"^(.*):\\\\d+$\" \"$1\" $labels.instance }} {{ match \"a.*\" $labels.a }} {{ stripPort $labels.instance }} {{ stripDomain \"h.b:1\" }}",
    "{{ args 1 \"2\" }}{{ safeHtml \"<b>\" }}{{ html \"<\" }}{{ js \"'\" }}{{ urlquery \"a b\" }}{{ println 1 }}{{ call $x }}",
    "{{ query \"up\" | first | label \"job\" }}{{ query \"up\" | first | strvalue }}{{ first (query \"up\") | value }}",
    "{{ if $labels.a }}{{ if $labels.b }}1{{ else }}2{{ end }}{{ else }}{{ if $labels.c }}3{{ end }}{{ end }}",
    "{{ if true }}{{ $a := 1 }}{{ else }}{{ $a }}{{ end }}{{ with $b := 2 }}{{ $b }}{{ end }}",
    "{{\n$value\n|\nhumanize\n}} {{if\t.Value}}a{{\telse\t}}b{{\tend\t}}",
    "{{define \"__alert_A\"}}{{end}}{{template \"__alert_A\"}}{{define \"__alert_B\"}}x{{end}}",
    "{{ $labels.instance -}}\n   next line\n{{- $value }}  {{-  3 -}}  {{- \"x\" -}}{{-3}}",
    "{{ $ß := 1 }}{{ $ß }}{{ .Labels.日本 }}{{ $labels.é٣ }}",
    "{{ or .Labels.a .Labels.b | printf \"%s %v\" (len $labels) }}{{ and 1 (or 0 2) | not }}",
    "{{ printf \"%s\" (printf \"%v\" (index (args $labels $value) \"arg0\")) }}",
    "}} { { {{ \"a\" }} { }} $labels.x {{ $value}}{{ $value }}",
    "{{ range $i, $e := args 1 2 }}{{ range $e }}{{ continue }}{{ else }}{{ break }}{{ end }}{{ else }}x{{ end }}",
    "{{ template \"a\" 1 | printf \"x\" }}{{ template \"b\" $x := 3 }}{{ $x }}",
    "{{ 1 | printf \"%d\" | }}{{ .x | .y 1 }}{{ $labels | $labels }}",
    "{{ break }}",
    "{{ end }}",
    "{{ else }}",
    "{{ if }}",
    "{{ ( }}",
    "{{ nil }}{{ true.x }}",
    "{{ $undefined }}",
    "{{ undefined }}",
    "{{ range 1 }}{{ block \"x\" . }}{{ break }}{{ end }}{{ end }}",
    "{{ with 1 }}{{ else if 2 }}{{ end }}",
    "{{ if 1 }}{{ else }}{{ else }}{{ end }}",
    "{{ if 1 }}{{ define \"x\" }}{{ end }}{{ end }}",
];

/// What mutations put in beside the pieces of the seeds.
const WORDS: [&str; 60] = [
    "{{",
    "}}",
    "{{-",
    "-}}",
    "{{- ",
    " -}}",
    "{{/*",
    "*/}}",
    "/*",
    "*/",
    "|",
    ":=",
    "=",
    ",",
    ".",
    "$",
    "$x",
    ".a",
    "(",
    ")",
    "if",
    "else",
    "else if",
    "else with",
    "end",
    "range",
    "with",
    "define",
    "block",
    "template",
    "break",
    "continue",
    "nil",
    "true",
    "false",
    "{{ end }}",
    "{{ else }}",
    "{{ break }}",
    "{{ if true }}",
    "{{ range 1 }}",
    "{{ define \"d\" }}",
    "\"d\"",
    "\"__alert_A\"",
    "`raw`",
    "'x'",
    "''",
    "0x1F",
    "1e5",
    "1i",
    "1+2i",
    "08",
    "1_0",
    "0x",
    "+",
    "-",
    "99999999999999999999",
    "\"\\xff\"",
    "\"\\d\"",
    "ªx",
    "x\u{301}",
];

#[test]
#[ignore = "needs ci/oracles.sh"]
fn mutated_templates_are_judged_as_prometheus_judges_them() {
    let seeds = Seeds::new(templates(), &WORDS);
    let count = number("TEMPLATE_MUTATIONS", 20_000);
    compare(&seeds, &["-template"], count, verdict);
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn what_we_say_fails_when_expanded_does_fail() {
    let seeds = Seeds::new(templates(), &WORDS);
    let mut random = Random::new(number("SEED", 1));
    let count = number("TEMPLATE_MUTATIONS", 20_000);
    let inputs: Vec<String> = (0..count)
        .map(|_| seeds.mutation(&mut random))
        .filter(|input| is_straight(input) && gotemplate::parse(input, "A").1.is_empty())
        .collect();
    let (mut failing, mut said, mut wrong) = (0, 0, Vec::new());
    for (input, verdict) in inputs.iter().zip(verdicts(&inputs, &["-expand"])) {
        let (template, _) = gotemplate::parse(input, "A");
        let failures = analyze(&template, &Options::default()).failures;
        failing += usize::from(verdict["ok"] == false);
        said += usize::from(!failures.is_empty());
        if verdict["ok"] == true && !failures.is_empty() {
            wrong.push(format!("{input:?}\n  {failures:?}"));
        }
    }
    eprintln!(
        "{} templates, {failing} of them fail, and we say so of {said}",
        inputs.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Rules that people run: none of their templates is refused, and none fails.
#[test]
fn templates_of_real_rules_are_accepted() {
    let relative = "shared/corpora/manifests/rules";
    let ancestors = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let Some(folder) = ancestors
        .map(|folder| folder.join(relative))
        .find(|path| path.exists())
    else {
        return eprintln!("!!! corpus manifests/rules is missing: its templates are not compared");
    };
    let mut found = Vec::new();
    for file in fs::read_dir(folder).expect("a corpus can be listed") {
        let path = file.expect("a corpus can be listed").path();
        let stream = fs::read_to_string(path).expect("a corpus can be read");
        for document in yaml::split(&stream) {
            texts(&yaml::value(document), &mut found);
        }
    }
    assert!(found.iter().filter(|text| text.contains("{{")).count() > 40);
    for text in found {
        let (template, errors) = gotemplate::parse(&text, "A");
        let failures = analyze(&template, &Options::default()).failures;
        assert_eq!((errors, failures), (Vec::new(), Vec::new()), "{text}");
    }
}

/// Whether all of a template is expanded, whatever the data.
fn is_straight(input: &str) -> bool {
    let words = ["if", "range", "with", "define", "block", "and", "or"];
    !words.iter().any(|word| input.contains(word))
}

/// The templates that the mutated ones grow from.
fn templates() -> Vec<String> {
    let mut found = seeds_of("template");
    found.extend(TEMPLATES.map(String::from));
    for golden in golden::all() {
        for file in golden.files("base/rules", "yaml") {
            texts(&yaml::value(&golden::text(&file)), &mut found);
        }
    }
    found
}

/// The templates of the alerts of a PrometheusRule.
fn texts(value: &Value, found: &mut Vec<String>) {
    let groups = value["spec"]["groups"].as_array().into_iter().flatten();
    let rules = groups.flat_map(|group| group["rules"].as_array().into_iter().flatten());
    for rule in rules.filter(|rule| rule.get("alert").is_some()) {
        for field in ["labels", "annotations"] {
            let texts = rule[field].as_object().into_iter().flatten();
            found.extend(
                texts
                    .filter_map(|(_, text)| text.as_str())
                    .map(String::from),
            );
        }
    }
}

/// What we say of a template, in the judge's form.
fn verdict(input: &str) -> Value {
    json!({ "ok": gotemplate::parse(input, "A").1.is_empty() })
}
