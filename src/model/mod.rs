//! What the project means.
