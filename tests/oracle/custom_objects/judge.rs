//! What the server does with objects: by its own packages in batches (`celcost -objects`), and by itself over HTTP.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::thread;

use opsgen::apiserver::object::Strictness;
use serde_json::{Value, json};

use crate::custom_objects::Group;
use crate::definitions::judge::Server;
use crate::judge::judge;
use crate::yaml;

/// A verdict.
pub struct Verdict {
    /// Whether the object would be created.
    pub accepted: bool,
    /// The fields of the errors; `None` when it cannot be decoded, which names none.
    pub fields: Option<BTreeSet<String>>,
    /// What would be stored.
    pub object: Option<Value>,
    /// All of it, for a person.
    pub story: String,
}

/// The verdicts on all objects, in their order, by two judges at once.
pub fn ask_packages(groups: &[Group]) -> Vec<Verdict> {
    let half = groups.len().div_ceil(2).max(1);
    thread::scope(|scope| {
        let parts: Vec<_> = groups
            .chunks(half)
            .map(|part| scope.spawn(|| ask_one(part)))
            .collect();
        parts
            .into_iter()
            .flat_map(|part| part.join().expect("it does not panic"))
            .collect()
    })
}

fn ask_one(groups: &[Group]) -> Vec<Verdict> {
    let mut process = judge("celcost")
        .arg("-objects")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("celcost starts");
    let mut input = process.stdin.take().expect("it is piped");
    let output = process.stdout.take().expect("it is piped");
    let verdicts = thread::scope(|scope| {
        scope.spawn(move || {
            for group in groups {
                writeln!(input, "{}", json!({ "id": "", "crd": group.definition }))
                    .expect("celcost reads");
                for case in &group.cases {
                    let lenient = case.strictness == Strictness::Lenient;
                    let line = json!({ "id": "", "object": case.object, "lenient": lenient });
                    writeln!(input, "{line}").expect("celcost reads");
                }
            }
        });
        let lines = BufReader::new(output).lines();
        lines
            .map(|line| packages_verdict(&line.expect("it can be read")))
            .collect::<Vec<_>>()
    });
    assert!(process.wait().expect("it ends").success(), "celcost failed");
    verdicts
}

fn packages_verdict(line: &str) -> Verdict {
    let answer: Value = serde_json::from_str(line).expect("a verdict is JSON");
    let fields = answer["fields"].as_array().into_iter().flatten();
    let fields = fields
        .filter_map(|field| Some(field.as_str()?.to_owned()))
        .collect();
    let accepted = answer["ok"] == true;
    Verdict {
        accepted,
        fields: (answer["stage"] != "decode").then_some(fields),
        object: accepted.then(|| answer["object"].clone()),
        story: format!("{} {}", answer["stage"], answer["errors"]),
    }
}

/// The verdicts of a running server on all objects, in their order, by requests that are dry runs.
pub fn ask_server(groups: &[Group]) -> Vec<Verdict> {
    let server = Server::start();
    let mut verdicts = Vec::new();
    for group in groups {
        server.serve(&group.definition);
        for case in &group.cases {
            verdicts.push(ask(
                &server,
                &group.definition,
                &case.object,
                case.strictness,
            ));
        }
    }
    verdicts
}

fn ask(server: &Server, definition: &Value, object: &Value, strictness: Strictness) -> Verdict {
    let word = |pointer: &str| yaml::word(definition, pointer);
    let (group, plural) = (word("/spec/group"), word("/spec/names/plural"));
    let versions = definition["spec"]["versions"]
        .as_array()
        .expect("there are versions");
    let written = yaml::word(object, "/apiVersion")
        .rsplit('/')
        .next()
        .unwrap_or_default();
    // A wrong version is asked of the one that is served.
    let named = versions
        .iter()
        .find(|version| version["name"] == written && version["served"] == true);
    let served = named
        .or_else(|| versions.iter().find(|version| version["served"] == true))
        .expect("one is served");
    let version = yaml::word(served, "/name");
    let namespace = if word("/spec/scope") == "Namespaced" {
        "/namespaces/default"
    } else {
        ""
    };
    let validation = if strictness == Strictness::Strict {
        "Strict"
    } else {
        "Ignore"
    };
    let path = format!(
        "/apis/{group}/{version}{namespace}/{plural}?dryRun=All&fieldValidation={validation}"
    );
    let (status, body) = server.post(&path, &object.to_string());
    let answer: Value = serde_json::from_str(&body).unwrap_or_default();
    let accepted = status == 201;
    let causes = answer["details"]["causes"].as_array();
    let note = "some validation rules were not checked";
    let told = causes
        .into_iter()
        .flatten()
        .filter(|cause| !yaml::word(cause, "/message").contains(note));
    let mut fields: BTreeSet<String> = told
        .filter_map(|cause| Some(cause["field"].as_str()?.to_owned()))
        .collect();
    let message = yaml::word(&answer, "/message");
    fields.extend(
        message
            .split("unknown field \"")
            .skip(1)
            .filter_map(|rest| Some(rest.split('"').next()?.to_owned())),
    );
    Verdict {
        accepted,
        fields: (accepted || !fields.is_empty()).then_some(fields),
        object: accepted.then(|| without_system_fields(answer.clone(), object)),
        story: format!("{status} {message}"),
    }
}

/// The object without what the server adds to its metadata.
fn without_system_fields(mut stored: Value, written: &Value) -> Value {
    if let Some(metadata) = stored["metadata"].as_object_mut() {
        for key in ["uid", "creationTimestamp", "generation", "managedFields"] {
            metadata.shift_remove(key);
        }
        let had = |key: &str| {
            written["metadata"][key]
                .as_str()
                .is_some_and(|text| !text.is_empty())
        };
        if !had("name") {
            metadata.shift_remove("name");
        }
        if !had("namespace") {
            metadata.shift_remove("namespace");
        }
    }
    stored
}
