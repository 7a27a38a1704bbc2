//! The two sides of a comparison: files, files of revisions, or what the project emits.

use crate::{
    cli::{
        args::{Diff, Global},
        git::Git,
        lint::files::{self, File},
        print, project_file,
    },
    compile::{self, Definition, Settings},
    diag::Diagnostic,
    report,
    text::{FileId, Sources, Span},
};
use anyhow::bail;
use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

/// What every definition says of itself, so that other files need not be read.
const KIND: &str = "CustomResourceDefinition";

/// How the names of files end that are looked at.
const ENDINGS: [&str; 3] = [".yaml", ".yml", ".json"];

/// The old and the new definitions.
type Sides = (Vec<Definition>, Vec<Definition>);

/// Where the new side comes from when the old one is a revision.
enum Newer {
    Revision(OsString),
    Here,
}

/// Reads what the command line names.
pub fn read(global: &Global, options: &Diff, sources: &mut Sources) -> anyhow::Result<Sides> {
    if let [old, new] = options.sides.as_slice() {
        let are_there = [old, new].map(|side| Path::new(side).exists());
        match are_there {
            [true, true] if options.paths.is_empty() => {
                let old = named(global, sources, old)?;
                return Ok((old, named(global, sources, new)?));
            }
            [true, false] | [false, true] => refuse_mixed(old, new, are_there[0])?,
            _ => {}
        }
    }
    revisions(global, options, sources)
}

/// Says which of two sides is no path, unless both are revisions.
fn refuse_mixed(old: &OsStr, new: &OsStr, is_old_there: bool) -> anyhow::Result<()> {
    let git = Git {
        folder: Path::new(""),
    };
    if git.commit(old).is_ok() && git.commit(new).is_ok() {
        return Ok(());
    }
    let (there, other) = if is_old_there { (old, new) } else { (new, old) };
    let (there, other) = (there.to_string_lossy(), other.to_string_lossy());
    if git.commit(OsStr::new(&*other)).is_ok() {
        bail!("`{there}` is a path and `{other}` a revision; write `gen diff {other} -- {there}`");
    }
    bail!("there is no `{other}`")
}

/// The definitions in a file or a folder that was named.
fn named(global: &Global, sources: &mut Sources, side: &OsStr) -> anyhow::Result<Vec<Definition>> {
    let path = PathBuf::from(side);
    let is_folder = path.is_dir();
    let (read, unreadable) = files::read(&[path]);
    if let Some(first) = unreadable.first() {
        bail!("cannot read `{}`: {}", first.path.display(), first.why);
    }
    let definitions = definitions(global, sources, read, !is_folder)?;
    if definitions.is_empty() && !is_folder {
        bail!("`{}` holds no {KIND}", Path::new(side).display());
    }
    Ok(definitions)
}

/// The definitions of files. What cannot be read is an error where it was named, else it is said.
fn definitions(
    global: &Global,
    sources: &mut Sources,
    files: Vec<File>,
    is_named: bool,
) -> anyhow::Result<Vec<Definition>> {
    let wanted = files
        .into_iter()
        .filter(|file| is_named || file.text.contains(KIND));
    let ids: Vec<FileId> = wanted
        .map(|file| sources.add_yaml(file.name, file.text))
        .collect();
    let read = compile::read_definitions(sources, &ids);
    for told in &read.left_out {
        print::say(global, &format!("left out: {told}\n"));
    }
    if is_named && !read.unreadable.is_empty() {
        show(global, sources, &read.unreadable);
        bail!("it cannot be read");
    }
    for finding in &read.unreadable {
        let name = &sources.get(finding.primary.span.file).name;
        print::say(global, &format!("left out: {name}: {}\n", finding.message));
    }
    Ok(read.definitions)
}

fn show(global: &Global, sources: &Sources, findings: &[Diagnostic]) {
    print::findings(global, sources, findings, report::FORMATS[0].1);
}

/// The sides where at least the old one is a revision.
fn revisions(global: &Global, options: &Diff, sources: &mut Sources) -> anyhow::Result<Sides> {
    let (old, newer, is_from_base) = parts(&options.sides);
    let project = project(global, options, sources)?;
    let (folder, paths) = match &project {
        Some(project) => (project.folder.clone(), vec![project.crds.clone()]),
        None if options.paths.is_empty() => (PathBuf::new(), vec![PathBuf::from(".")]),
        None => (PathBuf::new(), options.paths.clone()),
    };
    let git = Git { folder: &folder };
    let mut commit = git.commit(&old)?;
    let new_commit = match &newer {
        Newer::Revision(new) => Some(git.commit(new)?),
        Newer::Here => None,
    };
    if let (true, Some(new)) = (is_from_base, &new_commit) {
        commit = git.merge_base(&commit, new)?;
    }
    let at = |commit: &str, name: &OsStr, sources: &mut Sources| {
        let files = committed(&git, commit, name, &paths)?;
        definitions(global, sources, files, false)
    };
    let before = at(&commit, &old, sources)?;
    let after = match (newer, new_commit, project) {
        (Newer::Revision(name), Some(new), _) => at(&new, &name, sources)?,
        (_, _, Some(project)) => project.definitions,
        _ => definitions(global, sources, working(&git, &paths)?, false)?,
    };
    if before.is_empty() && after.is_empty() {
        let shown: Vec<String> = paths
            .iter()
            .map(|path| format!("`{}`", path.display()))
            .collect();
        bail!(
            "there is no {KIND} below {} on either side",
            shown.join(", ")
        );
    }
    Ok((before, after))
}

/// The old revision, what it is compared with, and whether that is where both parted.
fn parts(sides: &[OsString]) -> (OsString, Newer, bool) {
    let head = || OsString::from("HEAD");
    match sides {
        [] => (head(), Newer::Here, false),
        [old, new, ..] => (old.clone(), Newer::Revision(new.clone()), false),
        [one] => {
            let text = one.to_string_lossy();
            let or_head = |part: &str| match part {
                "" => head(),
                part => OsString::from(part),
            };
            let (is_from_base, parts) = match text.split_once("...") {
                Some(parts) => (true, Some(parts)),
                None => (false, text.split_once("..")),
            };
            match parts {
                Some((old, new)) => (or_head(old), Newer::Revision(or_head(new)), is_from_base),
                None => (one.clone(), Newer::Here, false),
            }
        }
    }
}

/// What a project emits, and where its definitions are committed.
struct Project {
    folder: PathBuf,
    /// The folder of the definitions below the project's.
    crds: PathBuf,
    definitions: Vec<Definition>,
}

/// The project, unless paths are named or there is none.
fn project(
    global: &Global,
    options: &Diff,
    sources: &mut Sources,
) -> anyhow::Result<Option<Project>> {
    if !options.paths.is_empty() || (global.project.is_none() && !project_file::is_there()) {
        return Ok(None);
    }
    let file = project_file::read_project(global)?;
    let loaded = project_file::compile(&file, &Settings::default());
    *sources = loaded.sources;
    let Some(compilation) = &loaded.compilation else {
        show(global, sources, &loaded.diagnostics);
        bail!("the project has errors");
    };
    Ok(Some(Project {
        folder: loaded.folder,
        crds: Path::new(&compilation.folder).join("crds"),
        definitions: compile::emitted_definitions(compilation, Span::new(loaded.file, 0, 0)),
    }))
}

/// Whether a file may hold definitions.
fn is_wanted(path: &str) -> bool {
    ENDINGS.iter().any(|ending| path.ends_with(ending))
}

/// The files of a commit; reports call them `revision:path`.
fn committed(
    git: &Git,
    commit: &str,
    name: &OsStr,
    paths: &[PathBuf],
) -> anyhow::Result<Vec<File>> {
    let name = name.to_string_lossy();
    let blobs = git.files(commit, paths, is_wanted)?;
    let files = blobs.into_iter().filter_map(|blob| {
        // What is no UTF-8 is no YAML of anybody.
        let text = String::from_utf8(blob.bytes).ok()?;
        let (name, path) = (format!("{name}:{}", blob.path), PathBuf::from(blob.path));
        Some(File { path, name, text })
    });
    Ok(files.collect())
}

/// The files of the working tree.
fn working(git: &Git, paths: &[PathBuf]) -> anyhow::Result<Vec<File>> {
    let listed = git.working_files(paths)?.into_iter();
    let wanted = listed.filter(|path| is_wanted(&path.to_string_lossy()) && path.is_file());
    let wanted: Vec<PathBuf> = wanted.collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let (files, unreadable) = files::read(&wanted);
    if let Some(first) = unreadable.first() {
        bail!("cannot read `{}`: {}", first.path.display(), first.why);
    }
    Ok(files)
}
