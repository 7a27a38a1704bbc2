//! Arguments, streams, exit codes.
//!
//! Invariants: the only reader of files, the environment and the clock, the only `print`. A subcommand calls one or two phases and holds no
//! rule of its own. Standard output carries only the product, everything said to a person goes to standard error. Exit codes:
//! 0 nothing to report, 1 findings at the failing level or drift, 2 wrong usage, unreadable input or a write that failed.

mod args;
mod baseline;
mod build;
mod check;
mod completions;
mod crd;
mod diff;
mod explain;
mod findings;
mod fix;
mod git;
mod init;
mod json_lines;
mod lint;
mod man;
mod print;
mod project_file;
mod promql;
mod render;
mod schema;
mod today;
mod why;

pub use explain::rules;

use args::{Arguments, Command};
use clap::Parser;
use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Nothing to report.
    Clean,
    /// Findings at the failing level, or drift.
    Findings,
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(error) if print::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            print::error(&arguments.global, &error);
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let global = &arguments.global;
    match &arguments.command {
        Command::Init(options) => init::run(global, options),
        Command::Render(options) => render::run(global, options),
        Command::Build(options) => build::run(global, options),
        Command::Check(options) => check::run(global, options),
        Command::Lint(options) => lint::run(global, options),
        Command::Diff(options) => diff::run(global, options),
        Command::Crd(options) => crd::run(global, options),
        Command::Promql(options) => promql::run(global, options),
        Command::Why(options) => why::run(global, options),
        Command::Explain(options) => explain::run(options),
        Command::Schema => schema::run(global),
        Command::Completions(options) => completions::run(options),
        Command::Man => man::run(),
    }
}
