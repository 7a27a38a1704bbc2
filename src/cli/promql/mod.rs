//! `gen promql`: one text for people, or JSON lines for editors and scripts.
//!
//! `language` is the table of what can be judged; `check`, `format` and `json_lines` know no language by itself.

mod check;
pub mod dialect;
mod format;
pub mod input;
mod json_lines;
mod language;

use super::{
    Outcome,
    args::{Global, Promql, PromqlCommand},
};

/// Runs the subcommand.
pub fn run(global: &Global, options: &Promql) -> anyhow::Result<Outcome> {
    match &options.command {
        PromqlCommand::Check(options) => check::run(global, options),
        PromqlCommand::Format(options) => format::run(global, options),
    }
}
