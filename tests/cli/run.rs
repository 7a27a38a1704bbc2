//! The binary in a folder of its own.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

/// How a run ended and what it said.
#[derive(Debug)]
pub struct Run {
    /// Exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// The product.
    pub stdout: String,
    /// What was said to a person.
    pub stderr: String,
}

impl Run {
    /// Fails unless the run ended with this code.
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    /// Fails unless a person was told this.
    pub fn says(self, text: &str) -> Self {
        assert!(self.stderr.contains(text), "no `{text}` in {self:#?}");
        self
    }
}

/// The program in a folder, with nothing of the caller's environment that it reads.
pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gen"));
    command
        .current_dir(folder)
        .args(arguments)
        .env_remove("NO_COLOR")
        .stdin(Stdio::null());
    command
}

/// Runs the program in a folder.
pub fn gen_in(folder: &Path, arguments: &[&str]) -> Run {
    finish(&mut command(folder, arguments))
}

/// Runs a prepared program.
pub fn finish(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder with a gen.toml: the head of a project, and these lines.
pub fn folder_with(toml: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("[project]\nname = \"shop\"\nnamespace = \"shop\"\n\n{toml}");
    fs::write(folder.path().join("gen.toml"), text).unwrap();
    folder
}

/// A folder with the starter.
pub fn started() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    gen_in(folder.path(), &["init"])
        .expect(0)
        .says("wrote gen.toml");
    folder
}

/// Every file below a folder with its content, without gen.toml.
pub fn tree(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for path in fs::read_dir(next)
            .unwrap()
            .map(|entry| entry.unwrap().path())
        {
            let name = path
                .strip_prefix(folder)
                .unwrap()
                .to_str()
                .unwrap()
                .to_string();
            if path.is_dir() {
                open.push(path);
            } else if name != "gen.toml" {
                files.push((name, fs::read(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

/// A metric that gets a warning.
pub const WARNED: &str = "[metrics.worker_jobs]\ntype = \"counter\"\nhelp = \"Jobs done.\"\n";
