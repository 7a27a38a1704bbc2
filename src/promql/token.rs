//! The tokens of PromQL.

use crate::promql::ast::{BinaryOp, Range};

/// A token and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub range: Range,
}

/// The kinds of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the words and signs of PromQL")]
pub enum Kind {
    /// The end of the text, or of what could be lexed.
    End,
    Comma,
    Colon,
    LeftParen,
    RightParen,
    LeftBrace,
    RightBrace,
    LeftBracket,
    RightBracket,
    /// `=`.
    Assign,
    /// `=~`.
    RegexMatch,
    /// `!~`.
    RegexNoMatch,
    At,
    /// An operator between two expressions; `+` and `-` are also signs, `!=` also compares labels.
    Operator(BinaryOp),
    Number,
    Duration,
    String,
    Identifier,
    /// An identifier with a colon.
    MetricIdentifier,
    /// A placeholder that stands alone.
    Placeholder,
    /// An identifier that holds placeholders, such as `foo_${x}_total`.
    Template,
    /// `sum`, `topk` and the like.
    Aggregator,
    Bool,
    By,
    Without,
    On,
    Ignoring,
    GroupLeft,
    GroupRight,
    Fill,
    FillLeft,
    FillRight,
    Offset,
    Anchored,
    Smoothed,
    Start,
    Stop,
    Step,
    RangeOf,
    MaxOf,
    MinOf,
}

impl Kind {
    /// Whether the token can be a metric's name in front of an expression's end or braces.
    pub fn is_metric_name(self) -> bool {
        match self {
            Kind::Identifier | Kind::MetricIdentifier | Kind::Template | Kind::Aggregator => true,
            Kind::Operator(op) => matches!(op, BinaryOp::And | BinaryOp::Or | BinaryOp::Unless),
            Kind::By | Kind::Without | Kind::Fill | Kind::FillLeft | Kind::FillRight => true,
            Kind::Offset | Kind::Anchored | Kind::Smoothed => true,
            _ => self.is_function_keyword(),
        }
    }

    /// Whether the token can be a label in a list such as `by (…)`.
    pub fn is_label_name(self) -> bool {
        match self {
            Kind::Without => false,
            Kind::Placeholder | Kind::Bool | Kind::On | Kind::Ignoring => true,
            Kind::GroupLeft | Kind::GroupRight | Kind::Operator(BinaryOp::Atan2) => true,
            _ => self.is_metric_name(),
        }
    }

    /// Whether the token is a keyword that is a function's name in front of a parenthesis.
    pub fn is_function_keyword(self) -> bool {
        matches!(
            self,
            Kind::Start | Kind::Stop | Kind::Step | Kind::RangeOf | Kind::MaxOf | Kind::MinOf
        )
    }
}

/// Returns the kind of a keyword, in any case; `None` for a plain identifier.
pub fn keyword(word: &str) -> Option<Kind> {
    let mut buffer = [0u8; 12];
    let lower = buffer.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    Some(match &*lower {
        b"and" => Kind::Operator(BinaryOp::And),
        b"or" => Kind::Operator(BinaryOp::Or),
        b"unless" => Kind::Operator(BinaryOp::Unless),
        b"atan2" => Kind::Operator(BinaryOp::Atan2),
        b"sum" | b"avg" | b"count" | b"min" | b"max" | b"group" | b"stddev" | b"stdvar"
        | b"topk" | b"bottomk" => Kind::Aggregator,
        b"count_values" | b"quantile" | b"limitk" | b"limit_ratio" => Kind::Aggregator,
        b"offset" => Kind::Offset,
        b"smoothed" => Kind::Smoothed,
        b"anchored" => Kind::Anchored,
        b"by" => Kind::By,
        b"without" => Kind::Without,
        b"on" => Kind::On,
        b"ignoring" => Kind::Ignoring,
        b"group_left" => Kind::GroupLeft,
        b"group_right" => Kind::GroupRight,
        b"fill" => Kind::Fill,
        b"fill_left" => Kind::FillLeft,
        b"fill_right" => Kind::FillRight,
        b"bool" => Kind::Bool,
        b"start" => Kind::Start,
        b"end" => Kind::Stop,
        b"inf" | b"nan" => Kind::Number,
        _ => return duration_keyword(word),
    })
}

/// Returns the kind of a keyword that duration expressions know, in any case.
pub fn duration_keyword(word: &str) -> Option<Kind> {
    [
        ("step", Kind::Step),
        ("range", Kind::RangeOf),
        ("max_of", Kind::MaxOf),
        ("min_of", Kind::MinOf),
    ]
    .into_iter()
    .find(|(name, _)| word.eq_ignore_ascii_case(name))
    .map(|(_, kind)| kind)
}
