//! `gen man`: the manual page.

use super::{Outcome, args::Arguments, print};
use clap::CommandFactory;

/// Prints the manual page, in roff.
pub fn run() -> anyhow::Result<Outcome> {
    let mut text = Vec::new();
    clap_mangen::Man::new(Arguments::command()).render(&mut text)?;
    print::product(&String::from_utf8_lossy(&text))?;
    Ok(Outcome::Clean)
}
