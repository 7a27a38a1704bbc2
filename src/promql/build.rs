//! Constructors for expressions that code makes.
//!
//! Made nodes have empty ranges. `binary` puts parentheses around operands that need them, so the tree prints as it is built.

use crate::promql::ast::{
    Aggregate, Binary, BinaryOp, Call, Duration, DurationNode, Expr, Grouping, MatchOp, Matcher,
    Matching, Node, Number, Placeholder, Range, Selector, Text,
};
use crate::promql::functions::find_aggregator;
use crate::promql::lex::is_plain_name;
use crate::promql::parse::{precedence, right_precedence};
use crate::promql::placeholder::{find_length, read, read_all};

impl Expr {
    /// Returns a node that stands nowhere.
    pub fn made(node: Node) -> Expr {
        Expr {
            node,
            range: Range::default(),
        }
    }

    /// Returns a selector of a metric; a name that is no plain one is quoted, and `$x` in it is a placeholder.
    pub fn selector(name: &str) -> Expr {
        Expr::made(selector(text(name)))
    }

    /// Returns the expression with a matcher on every selector in it.
    #[must_use]
    pub fn with_matcher(mut self, label: &str, op: MatchOp, value: &str) -> Expr {
        crate::promql::walk::walk_mut(&mut self, &mut |expr| {
            if let Node::Selector(selector) = &mut expr.node {
                let matcher = Matcher {
                    label: text(label),
                    op,
                    value: text(value),
                    range: Range::default(),
                };
                selector.matchers.push(matcher);
            }
        });
        self
    }

    /// Returns a number.
    pub fn number(value: f64) -> Expr {
        Expr::made(Node::Number(Number {
            value,
            duration: false,
        }))
    }

    /// Returns a string; `$x` in it is a placeholder.
    pub fn string(value: &str) -> Expr {
        Expr::made(Node::String(text(value)))
    }

    /// Returns a placeholder for a whole expression, written as `$x`, `${x}` or `[[x]]`; invalid for anything else.
    pub fn placeholder(written: &str) -> Expr {
        Expr::made(find_placeholder(written).map_or(Node::Invalid, Node::Placeholder))
    }

    /// Returns the expression in parentheses.
    #[must_use]
    pub fn paren(self) -> Expr {
        Expr::made(Node::Paren(Box::new(self)))
    }
}

/// Returns the selector of a metric; a name that is no plain one is quoted.
pub fn selector(name: Text) -> Node {
    Node::Selector(Selector {
        quoted: !is_plain_name(&name),
        name: Some(name),
        ..Selector::default()
    })
}

/// Returns the range vector of a selector, `selector[duration]`.
pub fn range(selector: Expr, duration: DurationNode) -> Expr {
    Expr::made(Node::Matrix(
        Box::new(selector),
        Box::new(made_duration(duration)),
    ))
}

/// Returns a duration of milliseconds.
pub fn milliseconds(value: i64) -> DurationNode {
    DurationNode::Literal(value)
}

/// Returns a placeholder for a duration, such as `$__rate_interval`; `None` when it is written as none.
pub fn duration_placeholder(written: &str) -> Option<DurationNode> {
    find_placeholder(written).map(DurationNode::Placeholder)
}

/// Returns a call of a function.
pub fn call(function: &str, args: Vec<Expr>) -> Expr {
    Expr::made(Node::Call(Call {
        function: function.to_owned(),
        name_range: Range::default(),
        args,
    }))
}

/// Returns an aggregation `by` labels; without labels it has no grouping.
pub fn aggregate(op: &str, by: &[&str], expr: Expr) -> Expr {
    aggregate_of(op, by, None, expr)
}

/// Returns an aggregation with a parameter, such as `topk(5, …)`.
pub fn aggregate_with(op: &str, param: Expr, by: &[&str], expr: Expr) -> Expr {
    aggregate_of(op, by, Some(param), expr)
}

/// Returns an operation without matching, with parentheses around operands that would not stand otherwise.
pub fn binary(op: BinaryOp, lhs: Expr, rhs: Expr) -> Expr {
    binary_on(op, None, lhs, rhs)
}

/// Returns an operation with the matching of its series.
pub fn binary_on(op: BinaryOp, matching: Option<Matching>, lhs: Expr, rhs: Expr) -> Expr {
    let lhs = enclose(lhs, precedence(op) + u8::from(op == BinaryOp::Pow));
    let rhs = enclose(rhs, right_precedence(op));
    let binary = Binary {
        op,
        op_range: Range::default(),
        return_bool: false,
        matching,
        lhs,
        rhs,
    };
    Expr::made(Node::Binary(Box::new(binary)))
}

fn aggregate_of(op: &str, by: &[&str], param: Option<Expr>, expr: Expr) -> Expr {
    debug_assert!(
        find_aggregator(op).is_some_and(|known| known.param.is_some() == param.is_some()),
        "{op}"
    );
    let labels: Vec<Text> = by.iter().map(|label| text(label)).collect();
    let grouping = (!labels.is_empty()).then_some(Grouping {
        without: false,
        labels,
    });
    let aggregate = Aggregate {
        op: op.to_owned(),
        op_range: Range::default(),
        grouping,
        param,
        expr,
    };
    Expr::made(Node::Aggregate(Box::new(aggregate)))
}

/// Puts an operand in parentheses when its operator binds less than `least`.
fn enclose(expr: Expr, least: u8) -> Expr {
    let binds = match &expr.node {
        Node::Binary(binary) => precedence(binary.op),
        Node::Unary(..) => precedence(BinaryOp::Mul),
        Node::Number(number) if number.value.is_sign_negative() => precedence(BinaryOp::Mul),
        _ => return expr,
    };
    if binds < least { expr.paren() } else { expr }
}

fn made_duration(node: DurationNode) -> Duration {
    Duration {
        node,
        range: Range::default(),
    }
}

/// Returns a text whose placeholders are known.
fn text(value: &str) -> Text {
    Text {
        value: value.to_owned(),
        placeholders: read_all(value, 0),
        range: Range::default(),
    }
}

fn find_placeholder(written: &str) -> Option<Placeholder> {
    (find_length(written)? == written.len()).then(|| read(written, 0))
}

#[cfg(test)]
mod tests {
    use super::{
        aggregate, aggregate_with, binary, call, duration_placeholder, milliseconds, range,
    };
    use crate::promql::ast::{BinaryOp, Expr, MatchOp};

    #[test]
    fn built_expressions_print_as_they_are_built() {
        let selector = || Expr::selector("foo").with_matcher("job", MatchOp::Equal, "a");
        let rate = call(
            "rate",
            vec![range(
                selector(),
                duration_placeholder("$__rate_interval").unwrap(),
            )],
        );
        let sum = || binary(BinaryOp::Add, Expr::selector("a"), Expr::number(1.0));
        let cases = [
            (
                aggregate("sum", &["pod", "x.y"], rate),
                "sum by (pod, \"x.y\") (rate(foo{job=\"a\"}[$__rate_interval]))",
            ),
            (
                aggregate_with("topk", Expr::number(5.0), &[], selector()),
                "topk(5, foo{job=\"a\"})",
            ),
            (binary(BinaryOp::Mul, sum(), sum()), "(a + 1) * (a + 1)"),
            (binary(BinaryOp::Sub, sum(), sum()), "a + 1 - (a + 1)"),
            (
                binary(BinaryOp::Pow, Expr::number(-2.0), Expr::placeholder("$x")),
                "(-2) ^ $x",
            ),
            (
                range(Expr::selector("foo"), milliseconds(5_400_000)),
                "foo[1h30m]",
            ),
            (
                Expr::selector("http.requests"),
                "{__name__=\"http.requests\"}",
            ),
            (Expr::selector("job:foo_$x"), "job:foo_$x"),
        ];
        for (expr, expected) in cases {
            assert_eq!(expr.to_string(), expected);
        }
    }
}
