//! `gen completions`: what a shell needs to complete the command line.

use super::{
    Outcome,
    args::{Arguments, Completions},
    print,
};
use clap::CommandFactory;

/// Prints the completions of a shell.
pub fn run(options: &Completions) -> anyhow::Result<Outcome> {
    let mut text = Vec::new();
    clap_complete::generate(options.shell, &mut Arguments::command(), "gen", &mut text);
    print::product(&String::from_utf8_lossy(&text))?;
    Ok(Outcome::Clean)
}
