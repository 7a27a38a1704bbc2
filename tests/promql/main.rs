//! The PromQL front end: verdicts, places and messages of errors, properties of trees and texts, placeholders.
#![expect(clippy::disallowed_methods, reason = "a test reads its corpus")]

#[cfg(test)]
mod corpora;
#[cfg(test)]
mod grammar;
#[cfg(test)]
mod hints;
#[cfg(test)]
mod messages;
#[cfg(test)]
mod placeholders;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod releases;

use opsgen::promql::{Options, history::Features};

/// Everything that we read: all of Prometheus's feature flags, and placeholders.
#[cfg(test)]
fn all_options() -> Options {
    Options {
        features: Features::ALL,
        ..Options::default()
    }
}
