//! The PromQL front end: verdicts, places and messages of errors, properties of trees and texts, placeholders.
#![expect(clippy::disallowed_methods, reason = "a test reads its corpus")]

#[cfg(test)]
mod corpora;
#[cfg(test)]
mod grammar;
#[cfg(test)]
mod messages;
#[cfg(test)]
mod placeholders;
#[cfg(test)]
mod properties;

use opsgen::promql::Options;

/// Everything that we read: all of Prometheus's feature flags, and placeholders.
#[cfg(test)]
fn all_options() -> Options {
    Options {
        experimental_functions: true,
        extended_ranges: true,
        fill_modifiers: true,
        placeholders: true,
    }
}
