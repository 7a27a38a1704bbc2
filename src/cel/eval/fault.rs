//! Why an expression has no value.

/// An error of the language, which is a value there: `||` and `&&` take no notice of it when the other side decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// What cel-go says, in its words, since users see them in the server's answers.
    Error(String),
    /// The server's own code fails, which ends the whole expression: it counts the cost of some functions of lists and finds an error in
    /// their place.
    Crash,
    /// The expression would cost more than the server allows.
    Budget,
    /// It cannot be known here what the server makes of it: a time zone by name, a value too large for this evaluator.
    Unknown(&'static str),
}

impl Fault {
    /// Whether it ends the whole expression, whatever the other side of an operator says.
    pub fn is_final(&self) -> bool {
        matches!(self, Fault::Budget | Fault::Crash)
    }

    /// An error.
    pub fn new(message: impl Into<String>) -> Self {
        Fault::Error(message.into())
    }

    /// An operation is not defined for these values.
    pub fn no_overload() -> Self {
        Fault::new("no such overload")
    }

    /// A conversion between types that failed.
    pub fn conversion(from: &str, to: &str) -> Self {
        Fault::new(format!("type conversion error from '{from}' to '{to}'"))
    }
}
