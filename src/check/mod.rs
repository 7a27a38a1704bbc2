//! Findings that a user may switch off.
