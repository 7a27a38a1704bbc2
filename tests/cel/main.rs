//! CEL: what is read, which types it has, and what is said of mistakes.

#[cfg(test)]
mod check;
#[cfg(test)]
mod parse;
#[cfg(test)]
mod tree;
