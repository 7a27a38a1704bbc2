//! gen: a compiler for Kubernetes monitoring and API configuration.
//!
//! ```text
//! gen.toml --text--> Sources --project--> Project --model--> Model (one per environment) --emit--> [Artifact]
//! rules.yaml ------------+-----------------------existing--------/|    \--infer--> facts               |
//!                       |            |          |                 |                                    |
//!                       +------------+----------+---- diag -------+---------- check -------------------+
//!                                                      |                                               |
//!                                      report (human, concise, json)              output (encode, plan, diff, write)
//! ```
//!
//! The modules stand in the order of the data flow; a module names only modules above it (`tests/architecture.rs`).
//! Only `cli` reads files and prints, only `output` writes, only `report` formats findings.

pub mod text;

pub mod parallel;

pub mod regexp;

pub mod promql;

pub mod gotemplate;

pub mod exposition;

pub mod relabel;

pub mod cel;

pub mod document;

pub mod schema;

pub mod apiserver;

pub mod diag;

pub mod artifact;

pub mod project;

pub mod catalog;

pub mod model;

pub mod existing;

pub mod infer;

pub mod emit;

pub mod check;

pub mod compare;

pub mod compile;

pub mod output;

pub mod report;

pub mod cli;
