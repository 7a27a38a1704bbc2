//! Metrics of others.
