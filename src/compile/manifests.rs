//! Definitions and objects of files, as the API server judges them.

use super::refusal::diagnostic;
use crate::{
    apiserver::{
        Finding, Schema, definition,
        object::{self, Definition, Strictness, Version},
    },
    diag::Diagnostic,
    document::Tree,
    existing::{Document, Kind},
    parallel::map,
    schema,
    text::{Sources, Span},
};
use serde_json::Value;
use std::collections::BTreeMap;

/// What is known of kinds: by group and kind, what their definitions say.
#[derive(Default)]
pub struct Definitions(BTreeMap<(String, String), Definition>);

impl Definitions {
    /// Adds a definition; of two for one kind the first counts.
    pub fn add(&mut self, definition: &Value) {
        let definition = Definition::read(definition);
        let key = (definition.group.clone(), definition.kind.clone());
        self.0.entry(key).or_insert(definition);
    }

    /// The definition of an object's kind.
    pub fn find(&self, object: &Value) -> Option<&Definition> {
        let text = |key: &str| object[key].as_str();
        let (group, _) = text("apiVersion")?.split_once('/')?;
        self.0.get(&(group.to_owned(), text("kind")?.to_owned()))
    }

    /// Adds the definition of an operator's kind that gen knows by itself, unless the files define it.
    fn add_known(&mut self, object: &Tree) {
        let text = |key: &str| object.get(key).and_then(Tree::as_str);
        let (Some(api_version), Some(kind)) = (text("apiVersion"), text("kind")) else {
            return;
        };
        let Some((group, version)) = api_version.split_once('/') else {
            return;
        };
        let key = (group.to_owned(), kind.to_owned());
        if self.0.contains_key(&key) {
            return;
        }
        if let Some(schema) = schema::operator_kind(api_version, kind) {
            let definition = operator_definition(group, version, kind, &schema);
            self.0.insert(key, definition);
        }
    }
}

/// The definition of an operator's kind; gen knows those that live in namespaces.
fn operator_definition(group: &str, version: &str, kind: &str, schema: &Value) -> Definition {
    Definition {
        group: group.to_owned(),
        kind: kind.to_owned(),
        is_namespaced: true,
        versions: vec![Version {
            name: version.to_owned(),
            is_served: true,
            schema: Schema::read(schema),
            has_status: false,
            scale: None,
        }],
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
pub fn judge(sources: &Sources, documents: &[Document], mut definitions: Definitions) -> Judged {
    let judged = map(documents, |document| {
        (document.kind == Kind::Definition).then(|| judge_definition(sources, document))
    });
    let mut diagnostics = Vec::new();
    for (document, judged) in documents.iter().zip(judged) {
        match judged {
            Some((definition, found)) if found.is_empty() => definitions.add(&definition),
            Some((_, found)) => diagnostics.extend(found),
            None => definitions.add_known(&document.tree),
        }
    }
    let judged = map(documents, |document| match document.kind {
        Kind::Definition => None,
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
    let judged = object::judge(definition, &value, Strictness::Strict);
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
