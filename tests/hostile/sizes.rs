//! Inputs of pathological size: each is refused or written in about the time that it takes to read it.

use crate::{judge, seeds::Seed};
use std::time::{Duration, Instant};

/// A hundred times what these take where nothing grows with the square; what does takes minutes.
const PATIENCE: Duration = Duration::from_secs(20);

const HEAD: &str = "[project]\nname = \"shop\"\nnamespace = \"shop\"\n";
const CRD: &str = "[crds.Run]\ngroup = \"shop.example.com\"\n[crds.Run.versions.v1.schema]\n";
const SCRAPE: &str = "[scrape.s]\nkind = \"ServiceMonitor\"\nmatch-labels = { a = \"b\" }\nendpoints.http = {}\n[[scrape.s.metric-relabelings]]\nsource-labels = [\"__name__\"]\naction = \"drop\"\n";

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

/// Judges a project of this text and returns its findings, as `gen check --format concise` shows them.
fn check(name: &str, text: &str, files: &[(&str, &str)]) -> String {
    let start = Instant::now();
    let seed = Seed {
        text: format!("{HEAD}{text}"),
        files: files
            .iter()
            .map(|(path, text)| (path.to_string(), text.to_string()))
            .collect(),
    };
    let outcome = judge::compile(&seed);
    let faults = judge::judge(&outcome);
    assert!(faults.is_empty(), "{name}: {faults:#?}");
    let took = start.elapsed();
    eprintln!("{name}: {took:?}");
    assert!(took < PATIENCE, "{name} took {took:?}");
    outcome.concise()
}

/// Checks that a text is refused with these words.
fn refused(name: &str, text: &str, words: &str) {
    let report = check(name, text, &[]);
    assert!(
        report.contains("error[") && report.contains(words),
        "{name}: {}",
        report.chars().take(1000).collect::<String>()
    );
}

fn alert(expr: &str) -> String {
    format!("[alerts.A]\nexpr = '{expr}'\n")
}

#[test]
fn many_of_a_kind_are_taken() {
    let accepted = |name, text: &str| {
        let report = check(name, text, &[]);
        assert!(!report.contains("error["), "{name}: {report}");
    };
    accepted("a long comment", &format!("# {}\n", "x".repeat(5_000_000)));
    accepted(
        "parameters",
        &format!("[params]\n{}", lines(20_000, |at| format!("p{at} = 1\n"))),
    );
    accepted(
        "labels",
        &format!(
            "[labels]\n{}",
            lines(5000, |at| format!("l{at} = {{ help = \"L.\" }}\n"))
        ),
    );
    let environment = |at| format!("[environments.e{at}]\nproject.namespace = \"n{at}\"\n");
    accepted("environments", &lines(200, environment));
    let panel = |at| {
        format!(
            "[dashboards.d.rows.r.panels.p{at}]\ntitle = \"T{at}\"\ntype = \"stat\"\nexpr = \"up\"\n"
        )
    };
    accepted(
        "panels",
        &format!("[dashboards.d]\ntitle = \"A / B\"\n{}", lines(200, panel)),
    );
    accepted(
        "a long name",
        &alert(&format!("sum({})", "a".repeat(500_000))),
    );
    accepted(
        "a long string",
        &alert(&format!("up{{a=\"{}\"}}", "x".repeat(500_000))),
    );
    let pattern = "(a|b|ab)*c".repeat(1000);
    accepted("a long pattern", &format!("{SCRAPE}regex = '{pattern}'\n"));
}

#[test]
fn many_mistakes_are_told_in_time() {
    refused(
        "unknown keys",
        &format!("[targets]\n{}", lines(20_000, |at| format!("x{at} = 1\n"))),
        "has no key",
    );
    refused(
        "repeated keys",
        &format!("[params]\n{}", "a = 1\n".repeat(20_000)),
        "`a` is defined twice",
    );
    refused(
        "repeated headers",
        &lines(10_000, |at| {
            format!("[alerts.A{}]\nexpr = \"up\"\n", at % 100)
        }),
        "is defined twice",
    );
    refused(
        "lines without a meaning",
        &"a b\n".repeat(20_000),
        "expected `=`",
    );
    let names: Vec<String> = (0..20_000).map(|at| format!("\"x{at}\"")).collect();
    let metric = format!(
        "[metrics.m]\ntype = \"gauge\"\nhelp = \"M.\"\nlabels = [{}]\n",
        names.join(", ")
    );
    let labels = lines(2000, |at| format!("l{at} = {{ help = \"L.\" }}\n"));
    refused(
        "unknown names",
        &format!("{metric}[labels]\n{labels}"),
        "there is no label `x0`",
    );
    let long = "x".repeat(200_000);
    let metric = format!("[metrics.m]\ntype = \"gauge\"\nhelp = \"M.\"\nlabels = [\"{long}\"]\n");
    refused(
        "a long unknown name",
        &format!("{metric}[labels]\n{long}x = {{ help = \"L.\" }}\n"),
        "there is no label",
    );
    let text = "${x} ".repeat(20_000);
    refused(
        "unknown parameters",
        &format!("[alerts.A]\nexpr = 'up'\nsummary = '{text}'\n"),
        "`x`",
    );
    let bad = lines(300, |at| {
        format!("[alerts.A{at}]\nexpr = \"up\"\nfor = \"x\"\n")
    });
    let environments = lines(30, |at| {
        format!("[environments.e{at}]\nproject.namespace = \"n{at}\"\n")
    });
    refused(
        "mistakes in every environment",
        &format!("{bad}{environments}"),
        "is not a duration",
    );
}

#[test]
fn depth_is_refused() {
    refused(
        "sums",
        &alert(&format!("up{}", " + up".repeat(20_000))),
        "nested more than",
    );
    refused(
        "parentheses",
        &alert(&format!("{}up{}", "(".repeat(50_000), ")".repeat(50_000))),
        "nested more than",
    );
    refused(
        "signs",
        &alert(&format!("{}up", "-".repeat(100_000))),
        "nested more than",
    );
    refused(
        "arrays",
        &format!(
            "[params]\na = {}1{}\n",
            "[".repeat(100_000),
            "]".repeat(100_000)
        ),
        "recurs",
    );
    refused(
        "inline tables",
        &format!(
            "params = {}1{}\n",
            "{a=".repeat(100_000),
            "}".repeat(100_000)
        ),
        "recurs",
    );
    refused(
        "dotted keys",
        &format!("params.{}a = 1\n", "a.".repeat(100_000)),
        "recurs",
    );
    refused(
        "headers",
        &format!("[params.{}a]\n", "a.".repeat(100_000)),
        "recurs",
    );
    refused(
        "lists of lists",
        &format!("{CRD}spec.a = \"{}string\"\n", "[]".repeat(10_000)),
        "too many lists",
    );
    refused(
        "maps of maps",
        &format!("{CRD}spec.a = \"{}string\"\n", "map[string]".repeat(10_000)),
        "too many lists",
    );
    let chain = lines(10_000, |at| format!("T{at} = \"T{}\"\n", at + 1));
    refused(
        "types of types",
        &format!("{CRD}spec.a = \"T0\"\n[types]\n{chain}T10000 = \"string\"\n"),
        "levels deep",
    );
    for (pattern, words) in [
        ("(a{1000}){1000}", "too large"),
        ("((a{0,100}){0,100}){0,100}", "too large"),
        (
            &format!("{}{}", "(".repeat(10_000), ")".repeat(10_000)),
            "nest",
        ),
    ] {
        refused(
            "a large pattern",
            &format!("{SCRAPE}regex = '{pattern}'\n"),
            words,
        );
    }
    let path = ".b".repeat(50_000);
    refused(
        "a long JSONPath",
        &format!(
            "[crds.Run]\ngroup = \"shop.example.com\"\nversions.v1.columns.A = {{ type = \"string\", json-path = \".a{path}\" }}\n[crds.Run.versions.v1.schema]\nspec.a = \"string\"\n"
        ),
        "no field `a`",
    );
}

#[test]
#[ignore = "takes seconds: the limit is the work of a very large project"]
fn types_that_double_are_refused() {
    let bomb = lines(30, |at| {
        format!(
            "T{at} = {{ a = \"T{0}\", b = \"T{0}\", c = \"T{0}\", d = \"T{0}\" }}\n",
            at + 1
        )
    });
    refused(
        "types that double",
        &format!("{CRD}spec.a = \"T0\"\n[types]\n{bomb}T30 = \"string\"\n"),
        "too large",
    );
}

#[test]
fn files_of_others_are_held_to_limits() {
    let aliases = |inner: &str| {
        let level = |at: usize| {
            let before = format!("*a{at}");
            format!(
                "a{}: &a{} [{}]\n",
                at + 1,
                at + 1,
                [before.as_str(); 10].join(", ")
            )
        };
        format!("a0: &a0 {inner}\n{}", lines(9, level))
    };
    let crd = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n";
    let deep = |count: usize| lines(count, |at| format!("{}properties:\n", " ".repeat(at)));
    let files: [(&str, String); 19] = [
        ("nothing", String::new()),
        ("a comment", "# x\n".into()),
        ("null", "null\n".into()),
        ("a scalar", "x\n".into()),
        ("a list", "[1, 2]\n".into()),
        ("two documents", "a: 1\n---\nb: 2\n".into()),
        ("a key that stands twice", "a: 1\na: 2\n".into()),
        ("aliases of aliases", aliases("[x, x]")),
        ("an alias in itself", "a: &a [*a]\n".into()),
        ("a huge scalar", format!("a: {}\n", "x".repeat(500_000))),
        ("deep lists", "[".repeat(100_000)),
        (
            "deep maps",
            lines(2000, |at| format!("{}a:\n", " ".repeat(at))),
        ),
        (
            "lists as deep as allowed",
            format!("{}{}", "[".repeat(490), "]".repeat(490)),
        ),
        ("a schema as deep as allowed", deep(490)),
        (
            "a CRD as deep as allowed",
            format!(
                "{crd}  group: a.b\n  versions: [{{name: v1, schema: {{openAPIV3Schema: {}1{}}}}}]\n",
                "{properties: {a: ".repeat(240),
                "}}".repeat(240)
            ),
        ),
        (
            "control characters",
            "a: \0\u{1}\u{7f}\u{85}\u{2028}\n".into(),
        ),
        (
            "a reference to itself",
            "properties: { a: { $ref: '#' } }\n$ref: '#'\n".into(),
        ),
        (
            "a CRD of scalars",
            format!("{crd}  names: 1\n  versions: x\n  group: []\n"),
        ),
        (
            "a CRD of nothing",
            format!(
                "{crd}  group: a.b\n  scope: Namespaced\n  names: {{}}\n  versions: [1, null, {{}}, {{name: v1, schema: {{openAPIV3Schema: 1}}}}]\n"
            ),
        ),
    ];
    let crds = [
        "[crds.Run]\ncrd-file = \"f\"\n",
        "[crds.Run]\ngroup = \"shop.example.com\"\nversions.v1.schema-file = \"f\"\n",
    ];
    for (name, text) in &files {
        for project in crds {
            let report = check(name, project, &[("f", text)]);
            assert!(!report.is_empty(), "{name} is taken");
        }
    }
    let samples = [
        "",
        "x",
        "a{",
        "a{b=\"c\"} 1e999 99999999999999999999",
        "# TYPE a unknown\n# TYPE a gauge\n",
        "a{b=\"\\q\"} 1\n# HELP a \\\n",
    ];
    for text in samples.map(str::to_string).into_iter().chain([
        format!("{}\n", "a ".repeat(100_000)),
        "a 1\n".repeat(20_000),
    ]) {
        check(
            "a sample",
            "[catalogs.c]\nfile = \"f\"\njob = \"c\"\n",
            &[("f", &text)],
        );
    }
}
