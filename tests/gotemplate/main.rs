//! Templates of alerts: every mistake once, at its place, with what to do; what a template uses; and no input that hurts.

#[cfg(test)]
mod analysis;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod mistakes;
#[cfg(test)]
mod shape;
