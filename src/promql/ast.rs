//! The tree of a PromQL expression.
//!
//! Every node has its range in the expression's text. Placeholders (`$x`) stand where they were written, with the position that
//! they fill. What a parse could not understand is [`Node::Invalid`].

/// Bytes `start..end` of an expression's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Range {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

/// An expression and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub node: Node,
    /// Where it stands; empty at 0 for a node that was made, not written.
    pub range: Range,
}

/// The kinds of expressions.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// `1`, `0x1f`, `Inf`, `5m`.
    Number(Number),
    /// `"text"`.
    String(Text),
    /// `metric{label="value"} offset 5m @ end()`.
    Selector(Selector),
    /// `metric[5m]`: `selector` is always a [`Node::Selector`] (or invalid); its modifiers belong to the whole.
    Matrix(Box<Expr>, Box<Duration>),
    /// `expr[5m:1m] offset 5m`.
    Subquery(Box<Subquery>),
    /// `function(arguments)`.
    Call(Call),
    /// `sum by (label) (expr)`.
    Aggregate(Box<Aggregate>),
    /// `left + on (label) right`.
    Binary(Box<Binary>),
    /// `-expr`; `true` for minus.
    Unary(Sign, Box<Expr>),
    /// `(expr)`.
    Paren(Box<Expr>),
    /// `$x` for a whole expression: a number, or anything that the position allows.
    Placeholder(Placeholder),
    /// What could not be parsed; its error was reported.
    Invalid,
}

/// The sign of a unary expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `+`.
    Plus,
    /// `-`.
    Minus,
}

/// A number, and whether it was written as a duration.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// The value, in seconds for a duration.
    pub value: f64,
    /// Written as `5m`.
    pub duration: bool,
}

/// `$name`, `${name}`, `${name:format}`, `[[name]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// The name, such as `x` or `__rate_interval`.
    pub name: String,
    /// The format behind the colon, such as `regex`.
    pub format: Option<String>,
    /// As written, such as `${x:regex}`.
    pub written: String,
    /// Where it stands in the expression's text.
    pub range: Range,
}

/// A text that may hold placeholders: a string's value, a name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    /// The value, decoded; placeholders stand in it as written. A byte that is no UTF-8 (from a `\x` escape) is the
    /// character U+10FF00 plus the byte, so that it can be printed as it was written.
    pub value: String,
    /// The placeholders in it, in order.
    pub placeholders: Vec<Embedded>,
    /// Where the text stands, with its quotes.
    pub range: Range,
}

/// A placeholder inside a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Embedded {
    /// Byte offset in the text's `value` at which it stands as written.
    pub at: usize,
    /// The placeholder.
    pub placeholder: Placeholder,
}

/// A vector selector with its modifiers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selector {
    /// The name before the braces or quoted inside them; the matcher on `__name__` is not among the matchers then.
    pub name: Option<Text>,
    /// The matchers in the order written.
    pub matchers: Vec<Matcher>,
    /// `offset` and `@`.
    pub modifiers: Modifiers,
    /// `anchored` or `smoothed`.
    pub extended: Option<Extended>,
    /// The name was quoted inside the braces: `{"name"}`.
    pub quoted: bool,
}

/// Extended range selectors, experimental.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extended {
    /// `anchored`.
    Anchored,
    /// `smoothed`.
    Smoothed,
}

/// `label="value"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Matcher {
    /// The label.
    pub label: Text,
    /// The comparison.
    pub op: MatchOp,
    /// The value.
    pub value: Text,
    /// Where the whole matcher stands.
    pub range: Range,
}

/// How a matcher compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchOp {
    /// `=`.
    Equal,
    /// `!=`.
    NotEqual,
    /// `=~`.
    Regex,
    /// `!~`.
    NotRegex,
}

/// `offset` and `@` of a selector or subquery.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Modifiers {
    /// `offset 5m`; the duration may be negative.
    pub offset: Option<Box<Duration>>,
    /// `@ 1609746000`, `@ start()`, `@ end()`.
    pub at: Option<At>,
}

/// The instant of an `@` modifier.
#[derive(Clone, Debug, PartialEq)]
pub enum At {
    /// Seconds since 1970.
    Timestamp(f64),
    /// `start()`.
    Start,
    /// `end()`.
    End,
    /// `$x`.
    Placeholder(Placeholder),
}

/// A duration where the grammar asks for one: in brackets, after `offset`.
#[derive(Clone, Debug, PartialEq)]
pub struct Duration {
    /// What it is.
    pub node: DurationNode,
    /// Where it stands.
    pub range: Range,
}

/// The kinds of durations.
#[derive(Clone, Debug, PartialEq)]
pub enum DurationNode {
    /// Milliseconds, written as `5m` or as a number of seconds.
    Literal(i64),
    /// A number as an operand (`2 * 5m`), or a whole duration that is no whole number of milliseconds.
    Number(Number),
    /// `$x`.
    Placeholder(Placeholder),
    /// `step()`.
    Step,
    /// `range()`.
    Range,
    /// `min_of(a, b)`, `max_of(a, b)`: the name and its arguments.
    Call(&'static str, Vec<Duration>),
    /// `a + b`: one of `+ - * / % ^`.
    Binary(BinaryOp, Box<Duration>, Box<Duration>),
    /// `-a`, `+a`.
    Unary(Sign, Box<Duration>),
    /// `(a)`.
    Paren(Box<Duration>),
}

/// `expr[range:step]` with its modifiers.
#[derive(Clone, Debug, PartialEq)]
pub struct Subquery {
    /// The inner expression.
    pub expr: Expr,
    /// The range.
    pub range: Duration,
    /// The step, if written.
    pub step: Option<Duration>,
    /// `offset` and `@`.
    pub modifiers: Modifiers,
}

/// A function call.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The function's name; known unless an error was reported.
    pub function: String,
    /// Where the name stands.
    pub name_range: Range,
    /// The arguments.
    pub args: Vec<Expr>,
}

/// An aggregation.
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregate {
    /// The operator, such as `sum`, in lower case.
    pub op: String,
    /// Where the operator stands.
    pub op_range: Range,
    /// `by`, `without`, or neither.
    pub grouping: Option<Grouping>,
    /// The parameter of `topk`, `quantile` and the like.
    pub param: Option<Expr>,
    /// What is aggregated.
    pub expr: Expr,
}

/// `by (…)` or `without (…)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Grouping {
    /// `without` instead of `by`.
    pub without: bool,
    /// The labels.
    pub labels: Vec<Text>,
}

/// A binary operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Binary {
    /// The operator.
    pub op: BinaryOp,
    /// Where the operator stands.
    pub op_range: Range,
    /// `bool`.
    pub return_bool: bool,
    /// `on`, `ignoring`, `group_left`, `group_right`, fill.
    pub matching: Option<Matching>,
    /// Left side.
    pub lhs: Expr,
    /// Right side.
    pub rhs: Expr,
}

/// The operators between two expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are PromQL's")]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    Div,
    Mod,
    Pow,
    Atan2,
    Eq,
    NotEq,
    Greater,
    Less,
    GreaterEq,
    LessEq,
    /// `</`, of native histograms.
    TrimUpper,
    /// `>/`, of native histograms.
    TrimLower,
    And,
    Or,
    Unless,
}

/// How the series of two sides are matched.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matching {
    /// `on` (`true`) or `ignoring`, with its labels; `None` when only a grouping or a fill was written.
    pub labels: Option<(bool, Vec<Text>)>,
    /// `group_left` or `group_right` with the labels to copy.
    pub group: Option<(Side, Vec<Text>)>,
    /// `fill`, `fill_left`, `fill_right`: the values for the sides that miss, experimental.
    pub fill: Fill,
}

/// The "many" side of a matching.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Side {
    Left,
    Right,
}

/// Values for series that one side misses.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Fill {
    /// For the left side.
    pub left: Option<f64>,
    /// For the right side.
    pub right: Option<f64>,
}
