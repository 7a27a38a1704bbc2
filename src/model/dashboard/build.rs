//! PromQL trees that are made, not written.

use crate::promql::ast::{
    Aggregate, Binary, BinaryOp, Call, Duration, DurationNode, Embedded, Expr, Grouping, MatchOp,
    Matcher, Node, Number, Placeholder, Range, Selector, Text,
};

/// An expression that stands nowhere.
pub fn made(node: Node) -> Expr {
    Expr {
        node,
        range: Range::default(),
    }
}

/// A text without placeholders.
pub fn text(value: &str) -> Text {
    Text {
        value: value.to_string(),
        ..Text::default()
    }
}

/// `$name`.
fn placeholder(name: &str) -> Placeholder {
    Placeholder {
        name: name.to_string(),
        format: None,
        written: format!("${name}"),
        range: Range::default(),
    }
}

/// `label=~"$variable"`.
pub fn variable_matcher(label: &str, variable: &str) -> Matcher {
    let placeholder = placeholder(variable);
    Matcher {
        label: text(label),
        op: MatchOp::Regex,
        value: Text {
            value: placeholder.written.clone(),
            placeholders: vec![Embedded { at: 0, placeholder }],
            ..Text::default()
        },
        range: Range::default(),
    }
}

/// `label="value"`.
pub fn equal_matcher(label: &str, value: &str) -> Matcher {
    Matcher {
        label: text(label),
        op: MatchOp::Equal,
        value: text(value),
        range: Range::default(),
    }
}

/// `series{matchers}`.
pub fn selector(series: &str, matchers: Vec<Matcher>) -> Expr {
    made(Node::Selector(Selector {
        name: Some(text(series)),
        matchers,
        ..Selector::default()
    }))
}

/// `selector[$window]`.
pub fn matrix(selector: Expr, window: &str) -> Expr {
    let duration = Duration {
        node: DurationNode::Placeholder(placeholder(window)),
        range: Range::default(),
    };
    made(Node::Matrix(Box::new(selector), Box::new(duration)))
}

/// `function(arguments)`.
pub fn call(function: &str, args: Vec<Expr>) -> Expr {
    made(Node::Call(Call {
        function: function.to_string(),
        name_range: Range::default(),
        args,
    }))
}

/// `op by (labels) (expr)`, without `by` when there are no labels.
pub fn aggregate(op: &str, by: &[&str], expr: Expr) -> Expr {
    let grouping = (!by.is_empty()).then(|| Grouping {
        without: false,
        labels: by.iter().map(|label| text(label)).collect(),
    });
    made(Node::Aggregate(Box::new(Aggregate {
        op: op.to_string(),
        op_range: Range::default(),
        grouping,
        param: None,
        expr,
    })))
}

/// `lhs op rhs`.
pub fn binary(op: BinaryOp, lhs: Expr, rhs: Expr) -> Expr {
    made(Node::Binary(Box::new(Binary {
        op,
        op_range: Range::default(),
        return_bool: false,
        matching: None,
        lhs,
        rhs,
    })))
}

/// A number.
pub fn number(value: f64) -> Expr {
    made(Node::Number(Number {
        value,
        duration: false,
    }))
}
