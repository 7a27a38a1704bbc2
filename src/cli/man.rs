//! `gen man`: the manual page.

use super::{Outcome, args::Arguments, print};
use clap::CommandFactory;

/// Prints the manual page of the program, followed by that of each command, in roff.
pub fn run() -> anyhow::Result<Outcome> {
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    let mut text = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut text)?;
    render_below(&command, &mut text)?;
    print::product(&String::from_utf8_lossy(&text))?;
    Ok(Outcome::Clean)
}

/// Appends the pages of the commands of a command, each followed by those of its own.
fn render_below(command: &clap::Command, text: &mut Vec<u8>) -> std::io::Result<()> {
    for inner in command.get_subcommands() {
        clap_mangen::Man::new(inner.clone()).render(text)?;
        render_below(inner, text)?;
    }
    Ok(())
}
