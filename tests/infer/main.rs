//! What every part of an expression yields: one project, expressions, and what is known about them in one line.

#[cfg(test)]
mod functions;
#[cfg(test)]
mod known;
#[cfg(test)]
mod labels;
#[cfg(test)]
mod numbers;
#[cfg(test)]
mod operators;
#[cfg(test)]
mod reasons;
