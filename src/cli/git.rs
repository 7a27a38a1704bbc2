//! Files of a revision, read with the git that is installed. No shell, no hooks, no filters; nothing is written.

use super::project_file::MOST_BYTES;
use anyhow::{Context, bail};
use std::{
    ffi::OsStr,
    io::{self, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};

/// A repository, seen from a folder: paths are relative to it.
pub struct Git<'p> {
    /// The folder.
    pub folder: &'p Path,
}

/// A file of a revision.
pub struct Blob {
    /// Its path from the folder, with `/`.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl Git<'_> {
    /// The hash of the commit that a revision names.
    pub fn commit(&self, revision: &OsStr) -> anyhow::Result<String> {
        let shown = revision.to_string_lossy();
        let toplevel = self.run(&["rev-parse".as_ref(), "--show-toplevel".as_ref()]);
        toplevel.with_context(|| format!("`{shown}` is no path here, nor a revision"))?;
        let mut wanted = revision.to_os_string();
        wanted.push("^{commit}");
        let arguments = ["rev-parse", "--verify", "--quiet", "--end-of-options"].map(OsStr::new);
        let arguments: Vec<&OsStr> = arguments.into_iter().chain([&*wanted]).collect();
        match self.run(&arguments) {
            Ok(output) => Ok(String::from_utf8_lossy(&output).trim().to_owned()),
            Err(_) if Path::new(revision).exists() => {
                bail!("`{shown}` is a path, and there is no second one to compare it with")
            }
            Err(_) => bail!("`{shown}` is neither a path here nor a revision of the repository"),
        }
    }

    /// The commit where two lines of history parted.
    pub fn merge_base(&self, one: &str, other: &str) -> anyhow::Result<String> {
        let output = self
            .run(&["merge-base".as_ref(), one.as_ref(), other.as_ref()])
            .with_context(|| format!("`{one}` and `{other}` have no commit in common"))?;
        Ok(String::from_utf8_lossy(&output).trim().to_owned())
    }

    /// The files of a commit below some paths, sorted, whose path is wanted.
    pub fn files(
        &self,
        commit: &str,
        paths: &[PathBuf],
        wanted: fn(&str) -> bool,
    ) -> anyhow::Result<Vec<Blob>> {
        let mut arguments = ["ls-tree", "-r", "-z", commit, "--"]
            .map(OsStr::new)
            .to_vec();
        arguments.extend(paths.iter().map(|path| path.as_os_str()));
        let output = self.run(&arguments)?;
        let listed = output.split(|byte| *byte == 0);
        let entries: Vec<(String, String)> = listed
            .filter_map(entry)
            .filter(|(_, path)| wanted(path))
            .collect();
        let contents = self.contents(entries.iter().map(|(hash, _)| hash.as_str()))?;
        let blobs = entries.into_iter().zip(contents);
        Ok(blobs
            .map(|((_, path), bytes)| Blob { path, bytes })
            .collect())
    }

    /// The files of the working tree below some paths that git does not ignore, sorted.
    pub fn working_files(&self, paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
        let arguments = [
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
            "--",
        ];
        let mut arguments = arguments.map(OsStr::new).to_vec();
        arguments.extend(paths.iter().map(|path| path.as_os_str()));
        let output = self.run(&arguments)?;
        let listed = output
            .split(|byte| *byte == 0)
            .filter(|path| !path.is_empty());
        let mut files: Vec<PathBuf> = listed
            .map(|path| PathBuf::from(&*String::from_utf8_lossy(path)))
            .collect();
        files.sort();
        files.dedup();
        Ok(files)
    }

    /// What objects hold, in their order.
    fn contents<'h>(&self, hashes: impl Iterator<Item = &'h str>) -> anyhow::Result<Vec<Vec<u8>>> {
        let input: String = hashes.flat_map(|hash| [hash, "\n"]).collect();
        if input.is_empty() {
            return Ok(Vec::new());
        }
        let mut command = self.command(&["cat-file".as_ref(), "--batch".as_ref()]);
        let mut child = command.stdin(Stdio::piped()).spawn().map_err(absent)?;
        let stdin = child.stdin.take();
        // Both pipes are small: who writes must not wait for who reads.
        let writer =
            thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(input.as_bytes())));
        let output = child.wait_with_output().context("cannot read from git")?;
        let _ = writer.join();
        batch(&output.stdout).context("git gave what is no list of objects")
    }

    fn command(&self, arguments: &[&OsStr]) -> Command {
        let mut command = Command::new("git");
        command
            .arg("--literal-pathspecs")
            .args(arguments)
            .current_dir(if self.folder.as_os_str().is_empty() {
                Path::new(".")
            } else {
                self.folder
            })
            .env("LC_ALL", "C")
            .env("GIT_OPTIONAL_LOCKS", "0")
            // A partial clone would ask its server for what it lacks.
            .env("GIT_NO_LAZY_FETCH", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn run(&self, arguments: &[&OsStr]) -> anyhow::Result<Vec<u8>> {
        let output = self.command(arguments).output().map_err(absent)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.trim().trim_start_matches("fatal: ").to_owned();
        bail!("git says: {said}")
    }
}

fn absent(error: io::Error) -> anyhow::Error {
    match error.kind() {
        io::ErrorKind::NotFound => {
            anyhow::anyhow!("revisions are read with git, and there is no `git` to run")
        }
        _ => anyhow::Error::new(error).context("cannot run `git`"),
    }
}

/// The hash and the path of an entry that is a file: `<mode> blob <hash>\t<path>`; `None` for links and submodules.
fn entry(line: &[u8]) -> Option<(String, String)> {
    let line = std::str::from_utf8(line).ok()?;
    let (head, path) = line.split_once('\t')?;
    let mut words = head.split(' ');
    let is_file = words.next()?.starts_with("100");
    let hash = words.nth(1)?;
    is_file.then(|| (hash.to_owned(), path.to_owned()))
}

/// The objects of `cat-file --batch`: `<hash> blob <size>`, a line break, the bytes, a line break. One that is larger than any file that is read is
/// left empty. `None` when the output ends too early.
fn batch(mut output: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut objects = Vec::new();
    while !output.is_empty() {
        let end = output.iter().position(|byte| *byte == b'\n')?;
        let head = std::str::from_utf8(&output[..end]).ok()?;
        let size: usize = head.rsplit(' ').next()?.parse().ok()?;
        let bytes = output.get(end + 1..end + 1 + size)?;
        let is_small = size as u64 <= MOST_BYTES;
        objects.push(if is_small { bytes.to_vec() } else { Vec::new() });
        output = output.get(end + 2 + size..)?;
    }
    Some(objects)
}
