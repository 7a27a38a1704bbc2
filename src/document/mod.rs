//! YAML and JSON text to and from an ordered tree.
