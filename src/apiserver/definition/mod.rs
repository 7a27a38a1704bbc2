//! What kube-apiserver 1.36 says to a `CustomResourceDefinition` of apiextensions.k8s.io/v1 that is created with strict field validation.
//!
//! The truth is `pkg/apis/apiextensions/validation` and `pkg/apiserver/schema` of `k8s.io/apiextensions-apiserver` 0.36.
//!
//! Invariants: a finding is what makes the server refuse; what the server tells at two fields gives two findings with the same pointer and
//! message; where all versions share a schema, subresources, columns or selectable fields, its field lies at `spec.validation`,
//! `spec.subresources` …, as the server's conversion to its internal form moves them.
//! Deliberately absent: warnings, what only a second request shows (changes, storage), limits of size.

mod columns;
mod conversion;
mod follow_up;
mod identity;
mod json_path;
mod metadata;
mod parts;
mod rule;
mod schema;
mod selectable;
mod shared;
mod subresources;
mod suggest;
mod versions;

use serde_json::Value;

use crate::apiserver::{decode, finding::Finding};
pub use parts::{
    Client, Column, Conversion, Definition, Names, Scale, Service, Subresources, Version,
};

/// Why the server refuses a definition; empty when it accepts it. Keys are unique: that is for the reader to see to.
pub fn judge(object: &Value) -> Vec<Finding> {
    let foreign = metadata::find_foreign(object);
    if !foreign.is_empty() {
        return foreign;
    }
    let undecodable = decode::definition(object);
    let mut findings = judge_decoded(object);
    for finding in &mut findings {
        finding.pointer = nearest(object, &finding.pointer).to_owned();
    }
    follow_up::drop(&mut findings, &undecodable);
    let mut all = undecodable;
    all.append(&mut findings);
    for finding in &mut all {
        make_one_line(&mut finding.message);
    }
    all
}

/// Writes the control characters of names and values as escapes.
fn make_one_line(message: &mut String) {
    if message.contains(char::is_control) {
        let escape = |sign: char| match sign.is_control() {
            true => sign.escape_default().to_string(),
            false => sign.to_string(),
        };
        *message = message.chars().map(escape).collect();
    }
}

/// Judges what could be decoded.
fn judge_decoded(object: &Value) -> Vec<Finding> {
    let definition = Definition::read(object);
    let mut findings = Vec::new();
    metadata::check(object, &definition, &mut findings);
    identity::check(object, &definition, &mut findings);
    versions::check(&definition, &mut findings);
    shared::check(&definition, &mut findings);
    conversion::check(&definition, &mut findings);
    findings
}

/// The pointer itself, or that of the nearest place around it that is in the object.
fn nearest<'p>(object: &Value, pointer: &'p str) -> &'p str {
    let mut pointer = pointer;
    while object.pointer(pointer).is_none() {
        match pointer.rfind('/') {
            Some(end) => pointer = &pointer[..end],
            None => return "",
        }
    }
    pointer
}

#[cfg(test)]
mod tests;
