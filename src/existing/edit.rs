//! Changes that findings propose, as the string of YAML or JSON must have them in which they stand.
//!
//! Invariant: what the changed string says is what the changed value would be; a change for which that is not sure is not shown.

use super::Document;
use crate::{
    diag::{Diagnostic, Edit, Help},
    document::{Tree, TreeValue, json},
    text::{FileId, Sources, Span},
};
use std::collections::BTreeMap;

/// Where to look for the strings that changes stand in.
pub struct Edits<'a> {
    sources: &'a Sources,
    documents: BTreeMap<FileId, Vec<&'a Tree>>,
}

impl<'a> Edits<'a> {
    /// The strings of these documents.
    pub fn new(sources: &'a Sources, documents: &'a [Document]) -> Self {
        let mut by_file: BTreeMap<FileId, Vec<&Tree>> = BTreeMap::new();
        for document in documents {
            let trees = by_file.entry(document.file).or_default();
            trees.push(&document.tree);
        }
        Self {
            sources,
            documents: by_file,
        }
    }

    /// Spells the changes that a finding proposes, and carries all its places to the files of the disk.
    pub fn fit(&self, finding: &mut Diagnostic) {
        for help in &mut finding.help {
            self.fit_help(help);
        }
        let labels = finding.labels.iter_mut();
        for label in labels.chain([&mut finding.primary]) {
            label.span = self.sources.on_disk(label.span);
        }
    }

    fn fit_help(&self, help: &mut Help) {
        let fitted: Option<Vec<Edit>> = help.edits.iter().map(|edit| self.spelled(edit)).collect();
        help.is_certain &= fitted.is_some();
        help.edits = fitted.unwrap_or_default();
    }

    /// The change as it must be written in the file of the disk; `None` when that is not sure.
    fn spelled(&self, edit: &Edit) -> Option<Edit> {
        let file = edit.span.file;
        let Some(trees) = self.documents.get(&file) else {
            return Some(edit.clone());
        };
        let range = edit.span.range();
        let holds = |tree: &&&Tree| tree.start <= range.start && range.end <= tree.end;
        let text = match trees
            .iter()
            .find(holds)
            .map(|tree| string_at(tree, edit.span))
        {
            Some(Some(string)) => self.in_string(string, edit)?,
            // A key, or nothing that is a string.
            _ => edit.text.clone(),
        };
        let span = self.sources.on_disk(edit.span);
        if let Some(outer) = self.sources.around(file) {
            // What stands in a literal block is written there as it is.
            let is_literal = self.sources.slice(outer).starts_with('|');
            if !is_literal || text.contains('\n') {
                return None;
            }
        }
        Some(Edit { span, text })
    }

    /// The new text as a part of a string.
    fn in_string(&self, string: &Tree, edit: &Edit) -> Option<String> {
        let place = Span::new(edit.span.file, string.start, string.end);
        let raw = self.sources.slice(place);
        let text = edit.text.as_str();
        let is_one_line = !text.contains(['\n', '\r']);
        // A string in quotes instead of the whole one is YAML and JSON as it is.
        if edit.span == place && text.starts_with('"') && json::read(text).is_ok() {
            return Some(text.to_string());
        }
        match raw.as_bytes().first()? {
            b'"' => {
                let mut quoted = String::new();
                json::push_string(&mut quoted, text);
                Some(quoted[1..quoted.len() - 1].to_string())
            }
            b'\'' => is_one_line.then(|| text.replace('\'', "''")),
            b'|' | b'>' => is_one_line.then(|| text.to_string()),
            _ => {
                let begins = edit.span.range().start == string.start;
                let first_fits = !begins || text.starts_with(|c: char| c.is_alphanumeric());
                let marks = [": ", " #", ",", "[", "]", "{", "}"];
                let has_mark = marks.iter().any(|mark| text.contains(mark));
                let is_plain = first_fits && !has_mark && !text.ends_with([':', ' ']);
                (is_one_line && is_plain).then(|| text.to_string())
            }
        }
    }
}

/// The string that a place stands in.
fn string_at(tree: &Tree, place: Span) -> Option<&Tree> {
    let range = place.range();
    let holds = |tree: &&Tree| tree.start <= range.start && range.end <= tree.end;
    match &tree.value {
        TreeValue::String(_) => Some(tree),
        TreeValue::List(items) => string_at(items.iter().find(holds)?, place),
        TreeValue::Map(entries) => {
            let mut values = entries.iter().map(|entry| &entry.value);
            string_at(values.find(holds)?, place)
        }
        _ => None,
    }
}
