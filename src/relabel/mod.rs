//! Relabeling steps, run on label sets as Prometheus runs them.
