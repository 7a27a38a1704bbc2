//! What follows a selector: brackets, `offset`, `@`, `anchored`, `smoothed`.

use crate::promql::ast::{
    At, Duration, DurationNode, Expr, Extended, Modifiers, Node, Range, Sign, Subquery,
};
use crate::promql::history;
use crate::promql::number::{is_instant, nanoseconds};
use crate::promql::parse::Parser;
use crate::promql::parse::expression::sign;
use crate::promql::placeholder::read;
use crate::promql::token::Kind;

const WHERE: &str = "a vector selector, a range vector selector or a subquery";

impl Parser<'_> {
    /// Parses a range or a subquery.
    pub fn bracket(&mut self, expr: Expr) -> Expr {
        let open = self.take().range;
        let height = self.height;
        let Some(range) = self.positive_duration() else {
            return self.give_up_bracket();
        };
        match self.peek() {
            Kind::RightBracket => {
                self.take();
                self.matrix(expr, range, open, height)
            }
            Kind::Colon => {
                self.take();
                self.subquery(expr, range, height)
            }
            _ => {
                self.unexpected("`:` or `]`");
                self.give_up_bracket()
            }
        }
    }

    fn give_up_bracket(&mut self) -> Expr {
        if self.recover(&[Kind::RightBracket]) {
            self.take();
        }
        self.invalid()
    }

    fn matrix(&mut self, expr: Expr, duration: Duration, open: Range, height: u32) -> Expr {
        let range = Range {
            start: expr.range.start,
            end: self.end,
        };
        let place = Range {
            start: open.start,
            end: self.end,
        };
        let selector = match expr.node {
            Node::Selector(ref selector) => {
                if is_set(&selector.modifiers) {
                    self.error(
                        place,
                        "expected the modifiers after the range, found one before it",
                    );
                } else if selector.modifiers.at.is_some() {
                    self.error(
                        place,
                        "expected the modifiers after the range, found `@` before it",
                    );
                }
                expr
            }
            Node::Invalid => expr,
            _ => {
                self.error(place, "expected a vector selector before the range");
                self.help("the range of an expression is a subquery, with a colon: `[5m:]`");
                Expr {
                    node: Node::Invalid,
                    range: expr.range,
                }
            }
        };
        self.grow(height);
        Expr {
            node: Node::Matrix(Box::new(selector), Box::new(duration)),
            range,
        }
    }

    fn subquery(&mut self, expr: Expr, duration: Duration, height: u32) -> Expr {
        let mut step = None;
        if self.peek() != Kind::RightBracket {
            step = self.positive_duration();
            if step.is_none() {
                return self.give_up_bracket();
            }
        }
        if !self.expect(Kind::RightBracket, "`]`") {
            return self.give_up_bracket();
        }
        let range = Range {
            start: expr.range.start,
            end: self.end,
        };
        self.grow(height);
        let subquery = Subquery {
            expr,
            range: duration,
            step,
            modifiers: Modifiers::default(),
        };
        Expr {
            node: Node::Subquery(Box::new(subquery)),
            range,
        }
    }

    /// Parses `offset`.
    pub fn offset(&mut self, mut expr: Expr) -> Expr {
        self.take();
        let height = self.height;
        let duration = self.offset_duration();
        self.height = height;
        let Some(duration) = duration else {
            return expr;
        };
        if is_zero(&duration) {
            self.uses(&history::ZERO_OFFSET, duration.range);
        }
        let range = expr.range;
        match modifiers(&mut expr) {
            Ok(Some(modifiers)) if is_set(modifiers) => {
                self.error(range, "the offset is set twice");
            }
            Ok(Some(modifiers)) => modifiers.offset = Some(Box::new(duration)),
            Ok(None) => {}
            Err(()) => self.misplaced(range, "offset", "foo[5m] offset 1h"),
        }
        expr.range.end = self.end;
        expr
    }

    /// Parses `@`.
    pub fn at(&mut self, mut expr: Expr) -> Expr {
        self.take();
        let Some(at) = self.instant(expr.range) else {
            return expr;
        };
        let range = expr.range;
        match modifiers(&mut expr) {
            Ok(Some(modifiers)) if modifiers.at.is_some() => self.error(range, "`@` is set twice"),
            Ok(Some(modifiers)) => modifiers.at = Some(at),
            Ok(None) => {}
            Err(()) => self.misplaced(range, "@", "foo[5m] @ end()"),
        }
        expr.range.end = self.end;
        expr
    }

    /// Reports a modifier behind an expression that takes none.
    fn misplaced(&mut self, range: Range, modifier: &str, example: &str) {
        self.error(range, format!("expected {WHERE} before `{modifier}`"));
        self.help(&format!(
            "`{modifier}` belongs to the selector: `rate({example})`"
        ));
    }

    fn instant(&mut self, range: Range) -> Option<At> {
        let sign = sign(self.peek());
        if sign.is_some() {
            self.take();
        }
        let token = self.peek_token();
        match token.kind {
            Kind::Number | Kind::Duration => {
                self.take();
                let value = self.scalar(token);
                let value = if sign == Some(Sign::Minus) {
                    -value
                } else {
                    value
                };
                if !is_instant(value) {
                    self.error(range, "the timestamp of `@` is out of bounds");
                }
                Some(At::Timestamp(value))
            }
            Kind::Start | Kind::Stop if sign.is_none() => {
                self.take();
                let called =
                    self.expect(Kind::LeftParen, "`(`") && self.expect(Kind::RightParen, "`)`");
                called.then_some(if token.kind == Kind::Start {
                    At::Start
                } else {
                    At::End
                })
            }
            Kind::Placeholder if sign.is_none() => {
                self.take();
                Some(At::Placeholder(read(
                    self.written(token),
                    token.range.start as usize,
                )))
            }
            _ => {
                self.unexpected("a timestamp, `start()` or `end()`");
                None
            }
        }
    }

    /// Parses `anchored` or `smoothed`.
    pub fn extended(&mut self, mut expr: Expr) -> Expr {
        let token = self.take();
        let extended = if token.kind == Kind::Anchored {
            Extended::Anchored
        } else {
            Extended::Smoothed
        };
        let name = self.written(token).to_ascii_lowercase();
        let history = &history::EXTENDED_RANGE.history;
        if !self.allows(history, format_args!("`{name}`"), expr.range) {
            return expr;
        }
        let selector = match &mut expr.node {
            Node::Matrix(inner, _) => &mut inner.node,
            node => node,
        };
        match selector {
            Node::Selector(selector) if selector.extended.is_some_and(|set| set != extended) => {
                self.error(
                    expr.range,
                    "`anchored` and `smoothed` cannot be used together",
                );
            }
            Node::Selector(selector) => selector.extended = Some(extended),
            Node::Invalid => {}
            Node::Subquery(_) => self.error(
                expr.range,
                format!("`{name}` is not supported for subqueries"),
            ),
            _ => self.error(expr.range, format!("expected a selector before `{name}`")),
        }
        expr.range.end = self.end;
        expr
    }
}

/// Whether an offset was set; one of zero counts as none, as in Prometheus.
fn is_set(modifiers: &Modifiers) -> bool {
    modifiers
        .offset
        .as_ref()
        .is_some_and(|offset| !is_zero(offset))
}

/// Whether a duration is written as zero.
fn is_zero(duration: &Duration) -> bool {
    match duration.node {
        DurationNode::Literal(milliseconds) => milliseconds == 0,
        DurationNode::Number(number) => nanoseconds(number.value) == 0,
        _ => false,
    }
}

/// Returns the modifiers of an expression; `Ok(None)` for an invalid one, an error for one that can have none.
fn modifiers(expr: &mut Expr) -> Result<Option<&mut Modifiers>, ()> {
    match &mut expr.node {
        Node::Selector(selector) => Ok(Some(&mut selector.modifiers)),
        Node::Subquery(subquery) => Ok(Some(&mut subquery.modifiers)),
        Node::Invalid => Ok(None),
        Node::Matrix(inner, _) => match &mut inner.node {
            Node::Selector(selector) => Ok(Some(&mut selector.modifiers)),
            _ => Ok(None),
        },
        _ => Err(()),
    }
}
