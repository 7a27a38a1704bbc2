//! No input makes gen panic, hang, lose a place or leave its folder: broken projects and files by the thousand, from fixed seeds.
//!
//! A long run: `HOSTILE_COUNT=200000 HOSTILE_SEED=1 cargo test --release --test hostile -- --ignored --nocapture many_more`. With
//! `HOSTILE_FOLDER` the input that is being tried, and every one that failed, is kept there.
#![expect(
    clippy::disallowed_methods,
    reason = "tests read files, the environment and the clock"
)]

#[cfg(test)]
mod judge;
#[cfg(test)]
mod mutate;
#[cfg(test)]
mod names;
#[cfg(test)]
#[path = "../support/random.rs"]
mod random;
#[cfg(test)]
mod run;
#[cfg(test)]
mod seeds;
#[cfg(test)]
mod sizes;
#[cfg(test)]
#[path = "../support/toml_json.rs"]
mod toml_json;
#[cfg(test)]
mod words;
