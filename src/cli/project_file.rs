//! From the command line to a compilation: the project file is found, read and compiled.

use super::{args::Global, baseline, print};
use crate::{
    compile::{self, Compilation, Settings},
    diag::{Diagnostic, Level, Rule},
    text::{FileId, Sources},
};
use anyhow::{Context, bail};
use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

/// Name of the project file.
pub const NAME: &str = "gen.toml";

/// Most bytes of a file, or of standard input. The largest CRDs have 2 MiB; what is larger by far is no file of a project.
pub const MOST_BYTES: u64 = 64 << 20;

/// A file that the project names cannot be read.
pub static UNREADABLE: Rule = Rule {
    name: "project/unreadable-file",
    level: Level::Deny,
    docs: r#"Finds files that the project names and that cannot be read: they are missing, are folders, are not UTF-8, or may not be opened.

## Why it matters

The file is part of the project. Its path is relative to the folder of gen.toml.

## Example

```toml
[crds.Run]
crd-file = "crds/runs.yaml"
```

## Use instead

```toml
[crds.Run]
group = "shop.example.com"

[crds.Run.versions.v1.schema]
spec.count = "int32"
```
"#,
};

/// A project file as it was read.
pub struct ProjectFile {
    /// Where it is.
    pub path: PathBuf,
    /// What it holds.
    pub text: String,
}

/// A project that was read, and what became of it.
pub struct Loaded {
    /// Folder of the project file.
    pub folder: PathBuf,
    /// Every file of the run.
    pub sources: Sources,
    /// The project file among them.
    pub file: FileId,
    /// The compilation; `None` when an error stands among the findings.
    pub compilation: Option<Compilation>,
    /// All findings.
    pub diagnostics: Vec<Diagnostic>,
}

impl Loaded {
    /// Whether a finding is an error that is not known.
    pub fn failed(&self) -> bool {
        self.compilation.is_none()
            || self
                .diagnostics
                .iter()
                .any(|finding| finding.level == Level::Deny && !finding.is_known)
    }
}

/// Finds, reads and compiles the project, without the findings that its baseline names. `Err` when a file cannot be read.
pub fn load(global: &Global, settings: &Settings) -> anyhow::Result<Loaded> {
    let file = read_project(global)?;
    let known = baseline::read(baseline::Place {
        named: None,
        usual: &baseline::beside(&file),
        command: "gen check",
    })?;
    let mut loaded = compile(&file, settings);
    known.mark(&mut loaded.diagnostics, &loaded.sources);
    loaded.diagnostics.retain(|finding| !finding.is_known);
    Ok(loaded)
}

/// Compiles the text of a project file, with the files that it names.
pub fn compile(project: &ProjectFile, settings: &Settings) -> Loaded {
    let (mut sources, file, folder) = add(project);
    let (layered, mut diagnostics) = compile::read(&sources, file);
    let mut compilation = None;
    if let Some(layered) = layered {
        let unreadable = add_files(&mut sources, &folder, &layered);
        if unreadable.is_empty() {
            let compiled = compile::compile(&sources, layered, settings);
            compilation = compiled.0;
            diagnostics.extend(compiled.1);
        } else {
            diagnostics.extend(unreadable);
        }
    }
    Loaded {
        folder,
        sources,
        file,
        compilation,
        diagnostics,
    }
}

/// Finds and reads the project file: it, and its folder. `Err` when it cannot be read.
pub fn open(global: &Global) -> anyhow::Result<(Sources, FileId, PathBuf)> {
    Ok(add(&read_project(global)?))
}

/// Finds and reads the project file. `Err` when it cannot be read.
pub fn read_project(global: &Global) -> anyhow::Result<ProjectFile> {
    let path = find(global)?;
    print::say_more(global, &format!("reading {}\n", shown(&path)));
    let text = read(&path)?;
    Ok(ProjectFile { path, text })
}

fn add(project: &ProjectFile) -> (Sources, FileId, PathBuf) {
    let path = &project.path;
    let mut sources = Sources::default();
    let key = path.file_name().unwrap_or(path.as_os_str());
    let file = sources.add_as(key.to_string_lossy(), shown(path), project.text.as_str());
    let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
    (sources, file, folder)
}

/// The project file that was named, or the nearest one from here upwards.
fn find(global: &Global) -> anyhow::Result<PathBuf> {
    if let Some(path) = &global.project {
        return Ok(if path.is_dir() {
            path.join(NAME)
        } else {
            path.clone()
        });
    }
    let here = std::env::current_dir().context("cannot tell the current folder")?;
    let mut up = PathBuf::new();
    for folder in here.ancestors() {
        if folder.join(NAME).is_file() {
            return Ok(up.join(NAME));
        }
        up.push("..");
    }
    bail!(
        "no {NAME} in {} or a folder above it; `gen init` writes one",
        here.display()
    )
}

/// Whether a project file stands here or in a folder above.
pub fn is_there() -> bool {
    let here = std::env::current_dir().unwrap_or_default();
    here.ancestors().any(|folder| folder.join(NAME).is_file())
}

/// A path as the user would write it, with `/`; from here when it leads below.
pub fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&here)
        .unwrap_or(path)
        .display()
        .to_string()
        .trim_start_matches("./")
        .to_string()
}

/// The text of a file.
pub fn read(path: &Path) -> anyhow::Result<String> {
    let text = bytes(path).and_then(decode);
    text.with_context(|| format!("cannot read `{}`", path.display()))
}

/// The text of these bytes; the error tells the first that is none.
pub fn decode(bytes: Vec<u8>) -> io::Result<String> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..valid]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count()
            + 1;
        io::Error::new(
            io::ErrorKind::InvalidData,
            format!("it is no UTF-8: byte {valid}, in line {line}"),
        )
    })
}

/// What a file holds, unless it is too large. A device or a pipe may never end.
fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path)?
        .take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        let message = format!("it is larger than {} MiB", MOST_BYTES >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}

/// Adds every file that the project names; a finding for each that cannot be read.
pub fn add_files(
    sources: &mut Sources,
    folder: &Path,
    layered: &crate::project::Layered,
) -> Vec<Diagnostic> {
    let mut unreadable = Vec::new();
    for name in layered.files() {
        if sources.find(&name.value).is_some() {
            continue;
        }
        match read(&folder.join(&name.value)) {
            Ok(text) => {
                let shown = shown(&folder.join(&name.value));
                sources.add_as(&name.value, shown, text);
            }
            Err(error) => {
                let cause = error.root_cause();
                unreadable.push(Diagnostic::new(
                    &UNREADABLE,
                    name.span,
                    format!("cannot read `{}`: {cause}", name.value),
                ));
            }
        }
    }
    unreadable
}
