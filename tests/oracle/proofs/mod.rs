//! What gen says of expressions, held against what Prometheus makes of them on series that the project allows.
//!
//! - `facts`: everything inferred of random expressions is true of what they yield.
//! - `findings`: what the findings of `tests/check/*.cases` and of the checks' own examples claim (`claims`) is proved by promtool, and
//!   expressions that nearly are wrong do yield something on such series.
//! - `alerts`: the same of random alerts.
//!
//! `PROOFS` says of how many expressions and alerts (default 1,500) and `SEED` which (default 1):
//!
//! ```sh
//! PROOFS=100000 SEED=7 cargo test --test oracle proofs -- --include-ignored --nocapture
//! ```

mod alerts;
mod catalogue;
mod claims;
mod evaluate;
mod facts;
mod findings;
mod grammar;
mod grounds;
mod places;
mod promtool;
mod queries;
mod values;
mod words;
