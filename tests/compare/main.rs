//! Changes of custom resource definitions: `schemas.cases` about the schema of `spec`, `definitions.cases` about everything else.
//!
//! A case begins with `=== ` and what it shows, then `old:` and `new:` in YAML, then a line `effect comparison: message` for each change, none where
//! nothing changed that anybody would notice. Versions follow an `@`. `random` tries the verdicts on objects.

#[cfg(test)]
mod cases;
#[cfg(test)]
mod definitions;
#[cfg(test)]
#[path = "../support/random.rs"]
mod numbers;
#[cfg(test)]
mod random;
#[cfg(test)]
mod schemas;
