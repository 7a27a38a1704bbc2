//! The judges: real programs, and the real files of four systems, decide whether what gen emits is right.
//!
//! Every test that runs a judge is ignored by `cargo test`; `ci/oracles.sh` builds the judges, and
//! `cargo test --test oracle -- --include-ignored` asks them. A judge that is missing then is a failure, never a skip. What is
//! judged is `golden/`, exactly as it is committed, and what `gen build` prints. Each judge is first shown something faulty: a judge
//! that accepts everything proves nothing.
#![expect(
    clippy::disallowed_methods,
    reason = "tests read files and the environment"
)]

#[cfg(test)]
mod alert_tests;
#[cfg(test)]
#[path = "../support/cases.rs"]
mod cases;
#[cfg(test)]
mod cel;
#[cfg(test)]
mod cel_costs;
#[cfg(test)]
mod cel_values;
#[cfg(test)]
mod control_plane;
#[cfg(test)]
mod crds;
#[cfg(test)]
mod custom_objects;
#[cfg(test)]
mod definitions;
#[cfg(test)]
mod difference;
#[cfg(test)]
mod exposition;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod judge;
#[cfg(test)]
mod kustomize;
#[cfg(test)]
mod labels;
#[cfg(test)]
mod language;
#[cfg(test)]
mod mutate;
#[cfg(test)]
mod objects;
#[cfg(test)]
mod promql;
#[cfg(test)]
mod proofs;
#[cfg(test)]
#[path = "../support/random.rs"]
mod random;
#[cfg(test)]
mod regexp;
#[cfg(test)]
mod rule_files;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod series;
#[cfg(test)]
mod sizes;
#[cfg(test)]
#[path = "../support/mod.rs"]
mod support;
#[cfg(test)]
mod templates;
#[cfg(test)]
mod yaml;
