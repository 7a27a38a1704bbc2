//! The program as users run it: arguments, streams, exit codes, files.
#![expect(clippy::disallowed_methods, reason = "tests read and write files")]

#[cfg(test)]
mod baseline;
#[cfg(test)]
mod build;
#[cfg(test)]
mod check;
#[cfg(test)]
mod crd;
#[cfg(test)]
mod diff;
#[cfg(test)]
mod docs;
#[cfg(test)]
mod files;
#[cfg(test)]
mod fix;
#[cfg(test)]
mod help;
#[cfg(test)]
mod lint;
#[cfg(test)]
mod promql;
#[cfg(test)]
mod render;
#[cfg(test)]
mod run;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod streams;
#[cfg(test)]
mod why;
