//! Conformance to the vendored JSON schemas.
