//! Dashboards that gen did not make, as `gen lint` reads them.
#![expect(clippy::disallowed_methods, reason = "tests read files")]

#[cfg(test)]
mod cases;
#[cfg(test)]
#[expect(dead_code, reason = "others ask more of a case")]
#[path = "../support/cases.rs"]
mod checks;
#[cfg(test)]
mod corpora;
#[cfg(test)]
mod datasource;
#[cfg(test)]
mod emitted;
#[cfg(test)]
mod fixes;
#[cfg(test)]
mod lint;
#[cfg(test)]
mod mutated;
#[cfg(test)]
#[path = "../support/random.rs"]
mod random;
#[cfg(test)]
#[path = "../support/mod.rs"]
mod support;
