//! `gen schema`: the JSON Schema of `gen.toml`.

use super::{Outcome, print};
use crate::project;

/// Prints the schema.
pub fn run() -> anyhow::Result<Outcome> {
    print::product(&text())?;
    Ok(Outcome::Clean)
}

/// The schema as it is printed and committed.
pub fn text() -> String {
    format!("{:#}\n", project::json_schema())
}
