//! Expressions of CEL: our verdict and type beside those of kube-apiserver's own packages.
//!
//! They are rules of ours that use every function (`rules.txt`, on `schema.json`), those of the corpus, mutations of both, and
//! expressions that a grammar makes of the declared functions. `EXPRESSIONS` says how many of the latter two (default 5,000 in all)
//! and `SEED` which (default 1).

mod grammar;
mod judged;

use crate::language::number;
use crate::mutate::Seeds;
use crate::random::Random;
use crate::yaml;
use grammar::Grammar;
use judged::{Case, check, find_type};
use opsgen::cel::declare;
use opsgen::cel::types::{Parameter, Type};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What mutations put in beside the pieces of the rules.
const WORDS: [&str; 36] = [
    "1",
    "1u",
    "1.5",
    "'a'",
    "b'a'",
    "null",
    "true",
    "[]",
    "{}",
    "[1, 'a']",
    "{'a': 1}",
    "{1: 2u}",
    "dyn(1)",
    "self",
    "oldSelf",
    "self.spec",
    "&&",
    "||",
    "==",
    "in",
    "!",
    "-",
    "?",
    ":",
    ".?",
    "[?",
    "has(",
    "optional.none()",
    "optional.of(1)",
    "type(",
    "//",
    "r'",
    "\\",
    "'''",
    "int",
    "duration('1x')",
];

fn schema() -> Value {
    serde_json::from_str(include_str!("schema.json")).expect("the schema is JSON")
}

fn rules() -> Vec<String> {
    let lines = include_str!("rules.txt").lines();
    lines.map(String::from).collect()
}

fn case(schema: &Value, expression: &str) -> Case {
    Case {
        schema: schema.clone(),
        expression: expression.to_owned(),
        version: None,
    }
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn rules_of_every_function_are_judged_as_the_server_judges_them() {
    let schema = schema();
    let cases: Vec<Case> = rules().iter().map(|rule| case(&schema, rule)).collect();
    let report = check(&cases);
    assert!(
        report.refused.is_empty(),
        "refused:\n{}",
        report.refused.join("\n")
    );
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn corners_of_the_language_are_judged_as_the_server_judges_them() {
    let schema = schema();
    let lines = include_str!("edges.txt").lines();
    let mut cases: Vec<Case> = lines.map(|line| case(&schema, line)).collect();
    for (open, close) in [
        ("(", ")"),
        ("[", "]"),
        ("1 + (", ")"),
        ("1 == (", ")"),
        ("1 * 2 + (", ")"),
        ("!(", ")"),
        ("-(", ")"),
        ("dyn(", ")"),
        ("[1][", "]"),
        ("{1: ", "}"),
        ("true && (", ")"),
        ("true ? 1 : ", ""),
        ("(true ? 1 : ", ")"),
        ("[1].map(x, ", ")"),
        ("1 + ", ""),
        ("1 == ", ""),
        ("true && ", ""),
        ("", ".a"),
        ("", ".?a"),
        ("", "[0]"),
        ("", ".f()"),
        ("", ".optMap(x, x)[0]"),
        ("", ".all(x, true)"),
        ("", " + 1"),
    ] {
        for count in [5, 61, 62, 83, 84, 124, 125, 249, 250, 251] {
            if open.is_empty() && close.starts_with(".optMap") && count > 5 {
                continue; // each doubles what stands before it
            }
            let text = open.repeat(count) + "dyn(1)" + &close.repeat(count);
            cases.push(case(&schema, &text));
        }
    }
    check(&cases);
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn functions_are_those_of_the_server() {
    let all = rules().join("\n");
    let unused: Vec<&str> = declare::functions(u32::MAX)
        .filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()) && !name.contains('@'))
        .filter(|name| !all.contains(name))
        .collect();
    assert_eq!(unused, [""; 0], "no rule uses them");
    let theirs = judged::declarations();
    let ours: Vec<Value> = declare::functions(u32::MAX)
        .flat_map(|name| declare::overloads(name, u32::MAX))
        .map(declaration)
        .collect();
    let theirs: Vec<Value> = theirs.iter().map(renamed).collect();
    assert_eq!(ours, theirs);
}

/// An overload as the judge writes it.
fn declaration(overload: &declare::Overload) -> Value {
    let parameters = ["A", "B"].map(|name| Type::Parameter(Parameter::Named(name)));
    let arguments = overload
        .arguments
        .iter()
        .map(|shape| shape.with(&parameters).to_string());
    let arguments: Vec<String> = arguments.collect();
    let since = (0..40).find(|minor| {
        declare::overloads(overload.function, *minor).any(|each| each.id == overload.id)
    });
    json!({
        "function": overload.function,
        "overload": overload.id,
        "method": overload.is_method,
        "args": arguments,
        "result": overload.result.with(&parameters).to_string(),
        "since": since,
    })
}

/// What the judge wrote, with the names that we give to parameters.
fn renamed(line: &Value) -> Value {
    let rename = |text: &Value| {
        let text = text.as_str().expect("a type is text");
        let words =
            text.split_inclusive(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '_');
        let words =
            words.map(
                |word| match word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric()) {
                    "T" | "K" => word.replacen(['T', 'K'], "A", 1),
                    "V" => word.replacen('V', "B", 1),
                    _ => word.to_owned(),
                },
            );
        words.collect::<String>()
    };
    let arguments: Vec<String> = line["args"]
        .as_array()
        .expect("arguments are a list")
        .iter()
        .map(rename)
        .collect();
    let mut line = line.clone();
    line["result"] = json!(rename(&line["result"]));
    line["args"] = json!(arguments);
    line["method"] = json!(line["method"] == true);
    line
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn rules_are_judged_by_release() {
    let schema = schema();
    let mut cases = Vec::new();
    for minor in [25, 27, 28, 29, 30, 31, 32, 33, 34, 35] {
        for rule in rules() {
            let mut case = case(&schema, &rule);
            case.version = Some(minor);
            cases.push(case);
        }
    }
    check(&cases);
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn expressions_are_judged_as_the_server_judges_them() {
    let schema = schema();
    let count = number("EXPRESSIONS", 5_000);
    let mut random = Random::new(number("SEED", 1));
    let seeds = Seeds::new(rules(), &WORDS);
    let grammar = Grammar::new(find_type(&schema).expect("the schema has a type"));
    let mut cases: Vec<Case> = Vec::new();
    for at in 0..count {
        let text = match at % 3 {
            0 => seeds.mutation(&mut random),
            _ => grammar.expression(&mut random),
        };
        cases.push(case(&schema, &text));
    }
    check(&cases);
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn rules_of_real_definitions_are_judged_as_the_server_judges_them() {
    let Some(folder) = corpus() else {
        eprintln!("!!! the corpus of definitions is missing: its rules are not judged");
        return;
    };
    let mut cases = Vec::new();
    for path in files(&folder) {
        let text = fs::read_to_string(&path).expect("a definition can be read");
        for document in yaml::split(&text) {
            let value = yaml::value(document);
            let versions = value["spec"]["versions"].as_array().into_iter().flatten();
            versions.for_each(|version| collect(&version["schema"]["openAPIV3Schema"], &mut cases));
        }
    }
    let mut random = Random::new(number("SEED", 1));
    let texts: Vec<String> = cases.iter().map(|case| case.expression.clone()).collect();
    let seeds = Seeds::new(texts, &WORDS);
    let schemas: BTreeMap<String, Value> = cases
        .iter()
        .map(|case| (case.expression.clone(), case.schema.clone()))
        .collect();
    for case in cases.clone() {
        let mut mutated = case.clone();
        mutated.expression = seeds.mutation(&mut random);
        cases.push(mutated);
    }
    eprintln!("{} rules of real definitions", schemas.len());
    check(&cases);
}

/// The rules of a schema and of all below it.
fn collect(schema: &Value, cases: &mut Vec<Case>) {
    let rules = schema["x-kubernetes-validations"].as_array();
    // Values without a type are no `self`: the server refuses their rules unread.
    for rule in rules
        .into_iter()
        .flatten()
        .filter(|_| find_type(schema).is_some())
    {
        let expression = rule["rule"].as_str().unwrap_or_default();
        cases.push(case(schema, expression));
    }
    for property in schema["properties"].as_object().into_iter().flatten() {
        collect(property.1, cases);
    }
    for key in ["items", "additionalProperties"] {
        if schema[key].is_object() {
            collect(&schema[key], cases);
        }
    }
}

fn corpus() -> Option<PathBuf> {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("shared/corpora/crds"))
        .find(|path| path.exists())
}

fn files(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).expect("a folder can be listed") {
        let path = entry.expect("a folder can be listed").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|end| end == "yaml") {
            found.insert(path);
        }
    }
    found
}
