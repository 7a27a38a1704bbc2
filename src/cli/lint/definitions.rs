//! `--crds`: what the definitions of custom objects say, where no file is linted beside them.

use super::files;
use crate::{
    compile::{self, Definitions},
    text::{FileId, Sources},
};
use anyhow::bail;
use std::path::PathBuf;

/// What the definitions say that `--crds` names. `Err` for the first that cannot be read.
pub fn read_definitions(named: &[PathBuf]) -> anyhow::Result<Definitions> {
    let (files, unreadable) = files::read(named);
    if let Some(first) = unreadable.first() {
        bail!(super::message(&first.path, &first.why));
    }
    let mut sources = Sources::default();
    let add = |file: &files::File| sources.add_yaml(file.name.as_str(), file.text.as_str());
    let ids: Vec<FileId> = files.iter().map(add).collect();
    let (definitions, findings) = compile::definitions(&mut sources, &ids);
    if let Some(first) = findings.first() {
        let name = &sources.get(first.primary.span.file).name;
        bail!("{name}: {}", first.message);
    }
    Ok(definitions)
}
