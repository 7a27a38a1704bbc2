//! `--crds`: the definitions of the kinds of custom objects.

use super::files::{self, File, Unreadable};
use crate::{
    compile,
    document::{json, yaml},
};
use anyhow::bail;
use std::path::PathBuf;

/// The files that `--crds` names.
pub struct Definitions {
    /// Those that could be read.
    pub files: Vec<File>,
    /// Those that could not.
    pub unreadable: Vec<Unreadable>,
}

/// Reads the files that `--crds` names.
pub fn definitions(named: &[PathBuf]) -> Definitions {
    let (files, unreadable) = files::read(named);
    Definitions { files, unreadable }
}

/// What the definitions say that `--crds` names. `Err` for the first that cannot be read.
pub fn read_definitions(named: &[PathBuf]) -> anyhow::Result<compile::Definitions> {
    let Definitions { files, unreadable } = definitions(named);
    if let Some(first) = unreadable.first() {
        bail!(super::message(&first.path, &first.why));
    }
    let mut result = compile::Definitions::default();
    for file in &files {
        let is_json = file.text.trim_start().starts_with('{');
        let read = if is_json {
            json::read_spanned(&file.text).map(|tree| vec![tree])
        } else {
            yaml::read_spanned(&file.text)
        };
        let trees = read.map_err(|error| anyhow::anyhow!("{}: {}", file.name, error.message))?;
        for tree in trees {
            let value = tree.to_json();
            if value["kind"] == "CustomResourceDefinition" {
                result.add(&value);
            }
        }
    }
    Ok(result)
}
