//! Definitions and objects of files, as the API server judges them.

use super::refusal::diagnostic;
use crate::{
    apiserver::{Finding, definition},
    diag::Diagnostic,
    existing::{Document, Kind},
    parallel::map,
    text::{Sources, Span},
};

/// What the API server refuses in documents.
pub fn judge(sources: &Sources, documents: &[Document]) -> Vec<Diagnostic> {
    let found = map(documents, |document| match document.kind {
        Kind::Definition => judge_definition(sources, document),
        _ => Vec::new(),
    });
    found.into_iter().flatten().collect()
}

fn judge_definition(sources: &Sources, document: &Document) -> Vec<Diagnostic> {
    let found = definition::judge(&document.tree.to_json());
    let told = found.into_iter().map(|finding| {
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
