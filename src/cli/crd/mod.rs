//! `gen crd`: files for people, or JSON lines for editors and scripts.

mod check;
mod json_lines;

use super::{
    Outcome,
    args::{CrdCommand, CrdCommands, Global},
};

/// Runs the subcommand.
pub fn run(global: &Global, options: &CrdCommands) -> anyhow::Result<Outcome> {
    match &options.command {
        CrdCommand::Check(options) if options.jsonl => json_lines::run(options),
        CrdCommand::Check(options) => check::run(global, options),
    }
}
