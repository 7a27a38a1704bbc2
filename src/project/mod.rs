//! The TOML as the user wrote it.
