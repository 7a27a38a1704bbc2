//! Projects compiled in process, as `gen` compiles them.

use opsgen::{
    compile::{self, Compilation, Settings},
    text::Sources,
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The folder of `Cargo.toml`.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Names of the examples, sorted.
pub fn examples() -> Vec<String> {
    let files = fs::read_dir(root().join("examples")).expect("there are examples");
    let paths = files.filter_map(|file| Some(file.ok()?.path()));
    let projects = paths.filter(|path| {
        path.extension()
            .is_some_and(|extension| extension == "toml")
    });
    let mut names: Vec<String> = projects
        .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
        .collect();
    names.sort();
    names
}

/// An example, compiled; a panic that tells what is wrong when it has a finding.
pub fn example(name: &str) -> Compilation {
    let folder = root().join("examples");
    let text =
        fs::read_to_string(folder.join(format!("{name}.toml"))).expect("the example can be read");
    compiled(&text, &folder).unwrap_or_else(|findings| panic!("{name}: {findings}"))
}

/// A project, compiled; what is wrong with it when it has a finding. Files that it names lie below `folder`.
pub fn compiled(text: &str, folder: &Path) -> Result<Compilation, String> {
    let mut sources = Sources::default();
    let file = sources.add("gen.toml", text);
    let (layered, mut findings) = compile::read(&sources, file);
    let mut compilation = None;
    if let Some(layered) = layered {
        for path in layered.files() {
            if let (None, Ok(text)) = (
                sources.find(&path.value),
                fs::read_to_string(folder.join(&path.value)),
            ) {
                sources.add(path.value.clone(), text);
            }
        }
        let (found, more) = compile::compile(&sources, layered, &Settings::default());
        compilation = found;
        findings.extend(more);
    }
    let messages: Vec<String> = findings
        .iter()
        .map(|finding| finding.message.clone())
        .collect();
    compilation
        .filter(|_| messages.is_empty())
        .ok_or_else(|| messages.join("\n"))
}
