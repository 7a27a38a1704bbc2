//! Dashboards, from the project file to Grafana's JSON.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod derived;
mod errors;
mod examples;
mod looks;
mod project;
mod variables;
