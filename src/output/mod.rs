//! From artifacts to files.
