//! The schema of gen.toml as editors use it: of every project, and with the names of one.
#![expect(clippy::disallowed_methods, reason = "tests read and update files")]

#[cfg(test)]
mod files;
#[cfg(test)]
mod names;
#[cfg(test)]
mod plain;
#[cfg(test)]
#[path = "../support/toml_json.rs"]
mod toml_json;
