//! Running a judge: where it is, what it says, and how its refusal is told.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::Command;

/// A command that runs the judge `name`.
///
/// Panics when `ci/oracles.sh` has not built it: a test that cannot judge must not pass.
pub fn judge(name: &str) -> Command {
    Command::new(program(name))
}

/// The `gen` under test.
pub fn generator() -> Command {
    Command::new(env!("CARGO_BIN_EXE_gen"))
}

fn program(name: &str) -> PathBuf {
    let program = folder().join(name);
    assert!(
        program.is_file(),
        "the judge `{name}` is not at {}: run ci/oracles.sh",
        program.display()
    );
    program
}

/// Where `ci/oracles.sh` puts the judges.
pub fn folder() -> PathBuf {
    std::env::var_os("ORACLES").map_or_else(default_folder, PathBuf::from)
}

fn default_folder() -> PathBuf {
    let home = std::env::var_os("HOME").expect("HOME or ORACLES says where the judges are");
    PathBuf::from(home).join(".cache/oracles")
}

/// What a program said.
pub struct Answer {
    /// Whether it ended with exit code 0.
    pub accepted: bool,
    /// Its standard output.
    pub out: String,
    /// Its standard error.
    pub err: String,
    /// Command line, exit code and both outputs, for a person.
    pub story: String,
}

/// Runs the command to its end; a program that cannot be started is a panic.
pub fn ask(command: &mut Command) -> Answer {
    let line = shown(command);
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{line}: {error}"));
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    Answer {
        accepted: output.status.success(),
        story: format!("$ {line}\n{}\n{err}{out}", output.status),
        out,
        err,
    }
}

/// The standard output of a command that must succeed; its whole story in a panic when it does not.
pub fn accepted(command: &mut Command) -> String {
    let answer = ask(command);
    assert!(answer.accepted, "refused:\n{}", answer.story);
    answer.out
}

/// Panics with everything that was found wrong, when there is something.
pub fn none_refused(refusals: &[String]) {
    assert!(
        refusals.is_empty(),
        "{} refused:\n\n{}",
        refusals.len(),
        refusals.join("\n\n")
    );
}

fn shown(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}
