//! Dashboards, from the project file to Grafana's JSON.

mod derived;
mod errors;
mod examples;
mod looks;
mod project;
