//! What gen says of expressions, held against what Prometheus makes of them on series that the project allows.
//!
//! `facts`: everything inferred of random expressions is true of what they yield. `PROOFS` says of how many
//! expressions (default 3,000) and `SEED` of which (default 1):
//!
//! ```sh
//! PROOFS=100000 SEED=7 cargo test --test oracle proofs -- --include-ignored --nocapture
//! ```

mod catalogue;
mod evaluate;
mod facts;
mod grammar;
mod values;
mod words;
