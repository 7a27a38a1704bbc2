//! Definitions and objects of files, as the API server judges them.

use super::{
    patches,
    refusal::{self, diagnostic},
};
use crate::{
    apiserver::{
        Finding, definition,
        object::{self, Definition, Strictness},
    },
    diag::{Diagnostic, Rule},
    existing::{Document, Kind},
    parallel::map,
    schema,
    text::{Sources, Span},
};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

/// What [`Finding::rule`] is for a field that is dropped, which only strict validation refuses.
const UNKNOWN_FIELD: &str = "unknown-field";

/// What is known of kinds: by group and kind, what their definitions say.
#[derive(Default)]
pub struct Definitions(BTreeMap<(String, String), Arc<Definition>>);

impl Definitions {
    /// Adds a definition; of two for one kind the first counts.
    pub fn add(&mut self, definition: &Value) {
        let definition = Definition::read(definition);
        let key = (definition.group.clone(), definition.kind.clone());
        self.0.entry(key).or_insert_with(|| Arc::new(definition));
    }

    /// The definition of an object's kind, or of an operator's kind that gen knows by itself.
    fn find(&self, object: &Value) -> Option<Arc<Definition>> {
        let (api_version, kind) = (object["apiVersion"].as_str()?, object["kind"].as_str()?);
        let (group, _) = api_version.split_once('/')?;
        let known = self.0.get(&(group.to_owned(), kind.to_owned()));
        known
            .cloned()
            .or_else(|| find_operator_kind(api_version, kind))
    }
}

/// The definition of an operator's kind, read once.
fn find_operator_kind(api_version: &str, kind: &str) -> Option<Arc<Definition>> {
    static READ: Mutex<BTreeMap<(String, String), Arc<Definition>>> = Mutex::new(BTreeMap::new());
    let key = (api_version.to_owned(), kind.to_owned());
    if let Some(definition) = READ.lock().ok()?.get(&key) {
        return Some(Arc::clone(definition));
    }
    let schema = schema::operator_kind(api_version, kind)?;
    let definition = Arc::new(Definition::of_schema(api_version, kind, &schema));
    READ.lock().ok()?.insert(key, Arc::clone(&definition));
    Some(definition)
}

/// The verdict on one object.
pub struct Answer {
    /// Whether the API server takes it; `None` when nothing is known of its kind.
    pub is_accepted: Option<bool>,
    /// What it refuses, with the name and the level of each.
    pub findings: Vec<(&'static Rule, Finding)>,
    /// A custom object as it would be stored; `None` for a definition, and for what is refused for more than unknown fields.
    pub stored: Option<Value>,
}

/// The verdict on an object: a definition, or an object whose kind is among `definitions` or an operator's that gen knows.
pub fn answer(object: &Value, definitions: &Definitions) -> Answer {
    let named = |findings: Vec<Finding>| {
        let named = findings
            .into_iter()
            .map(|finding| (refusal::rule(&finding), finding));
        named.collect()
    };
    let text = |key: &str| object[key].as_str().unwrap_or_default();
    let is_definition = text("kind") == "CustomResourceDefinition";
    if is_definition && text("apiVersion").starts_with("apiextensions.k8s.io/") {
        let findings = definition::judge(object);
        return Answer {
            is_accepted: Some(findings.is_empty()),
            findings: named(findings),
            stored: None,
        };
    }
    let Some(definition) = definitions.find(object) else {
        return Answer {
            is_accepted: None,
            findings: Vec::new(),
            stored: None,
        };
    };
    let judged = object::judge(&definition, object, Strictness::Strict);
    let is_unknown = |finding: &Finding| finding.rule == UNKNOWN_FIELD;
    let is_stored = judged.later.is_empty() && judged.findings.iter().all(is_unknown);
    Answer {
        is_accepted: Some(judged.findings.is_empty()),
        findings: named(judged.findings.into_iter().chain(judged.later).collect()),
        stored: is_stored.then_some(judged.object),
    }
}

/// What was found in documents.
pub struct Judged {
    /// What the API server refuses.
    pub diagnostics: Vec<Diagnostic>,
    /// For each document, whether something is known of its kind.
    pub is_known: Vec<bool>,
}

/// Judges the definitions among documents, and the objects whose kind is defined there, in `definitions`, or by an operator that gen knows.
/// Patches of Kustomize are no whole objects and are left alone.
pub fn judge(sources: &Sources, documents: &[Document], mut definitions: Definitions) -> Judged {
    let patches = patches::find(sources, documents);
    let is_patch = |document: &Document| {
        patches.contains(&document.file) || document.tree.get("$patch").is_some()
    };
    let judged = map(documents, |document| {
        let is_whole = document.kind == Kind::Definition && !is_patch(document);
        is_whole.then(|| judge_definition(sources, document))
    });
    let mut diagnostics = Vec::new();
    for (definition, found) in judged.into_iter().flatten() {
        if found.is_empty() {
            definitions.add(&definition);
        }
        diagnostics.extend(found);
    }
    let judged = map(documents, |document| match document.kind {
        Kind::Definition => None,
        _ if is_patch(document) => None,
        _ => judge_object(sources, document, &definitions),
    });
    let kinds = documents.iter().map(|document| document.kind);
    let is_known = kinds
        .zip(&judged)
        .map(|(kind, judged)| kind != Kind::Object || judged.is_some());
    Judged {
        is_known: is_known.collect(),
        diagnostics: diagnostics
            .into_iter()
            .chain(judged.into_iter().flatten().flatten())
            .collect(),
    }
}

fn judge_definition(sources: &Sources, document: &Document) -> (Value, Vec<Diagnostic>) {
    let value = document.tree.to_json();
    let found = tell(sources, document, definition::judge(&value));
    (value, found)
}

/// What the API server refuses of an object; `None` when nothing is known of its kind.
fn judge_object(
    sources: &Sources,
    document: &Document,
    definitions: &Definitions,
) -> Option<Vec<Diagnostic>> {
    let value = document.tree.to_json();
    let definition = definitions.find(&value)?;
    let judged = object::judge(&definition, &value, Strictness::Strict);
    let all = judged.findings.into_iter().chain(judged.later);
    Some(tell(sources, document, all))
}

fn tell(
    sources: &Sources,
    document: &Document,
    findings: impl IntoIterator<Item = Finding>,
) -> Vec<Diagnostic> {
    let told = findings.into_iter().map(|finding| {
        let place = place(document, &finding);
        diagnostic(sources, finding, place)
    });
    told.collect()
}

/// The place of a finding.
fn place(document: &Document, finding: &Finding) -> Span {
    let range = document.tree.find_place(&finding.pointer, finding.is_key);
    Span::new(document.file, range.start, range.end)
}
