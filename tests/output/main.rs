//! Trials of writing: what happens to a real folder when things go wrong.
#![expect(
    clippy::disallowed_methods,
    reason = "the tests look at real files and change them as a user would"
)]
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "helpers of tests, which clippy does not take for tests"
)]

mod fault;
mod obstacle;
mod process;
mod render;
mod trial;
