//! Durations and their arithmetic.

use crate::promql::ast::{BinaryOp, Duration, DurationNode, Number, Range, Sign};
use crate::promql::number::{is_out_of_range, is_whole_milliseconds, milliseconds};
use crate::promql::parse::Parser;
use crate::promql::parse::expression::{POWER, precedence, right_precedence, sign};
use crate::promql::placeholder::read;
use crate::promql::token::{Kind, Token};

const EXPECTED: &str = "a duration";

impl Parser<'_> {
    /// Parses a duration in brackets; `None` when there is none.
    pub fn positive_duration(&mut self) -> Option<Duration> {
        let duration = self.duration(0)?;
        if let DurationNode::Number(number) = duration.node
            && number.value <= 0.0
        {
            self.error(duration.range, "expected a duration greater than 0");
        }
        Some(whole(duration))
    }

    /// Parses the duration of `offset`: one operand with at most one sign, unless parentheses or a second sign begin arithmetic.
    pub fn offset_duration(&mut self) -> Option<Duration> {
        let token = self.peek_token();
        let duration = match sign(token.kind) {
            Some(sign) => {
                self.take();
                if matches!(self.peek(), Kind::Operator(BinaryOp::Add | BinaryOp::Sub)) {
                    let operand = self.duration(POWER)?;
                    let operand = self.signed(sign, token.range, operand);
                    self.arithmetic(operand, 0)?
                } else {
                    let operand = self.duration_operand()?;
                    self.signed(sign, token.range, operand)
                }
            }
            None if token.kind == Kind::LeftParen => self.duration(0)?,
            None => self.duration_operand()?,
        };
        Some(whole(duration))
    }

    /// Parses a duration whose operators have at least the precedence `least`.
    fn duration(&mut self, least: u8) -> Option<Duration> {
        if !self.enter() {
            return None;
        }
        let operand = self.duration_operand();
        let duration = operand.and_then(|operand| self.arithmetic(operand, least));
        self.depth -= 1;
        duration
    }

    fn arithmetic(&mut self, mut duration: Duration, least: u8) -> Option<Duration> {
        loop {
            let token = self.peek_token();
            let Kind::Operator(op) = token.kind else {
                return Some(duration);
            };
            if precedence(op) < least.max(precedence(BinaryOp::Add)) || op == BinaryOp::Atan2 {
                return Some(duration);
            }
            self.take();
            let height = self.height;
            let rhs = self.duration(right_precedence(op))?;
            self.check_divisor(op, token.range, &rhs);
            let range = Range {
                start: duration.range.start,
                end: rhs.range.end,
            };
            if !self.grow(height.max(self.height)) {
                return None;
            }
            duration = Duration {
                node: DurationNode::Binary(op, Box::new(duration), Box::new(rhs)),
                range,
            };
        }
    }

    fn check_divisor(&mut self, op: BinaryOp, range: Range, divisor: &Duration) {
        let DurationNode::Number(number) = divisor.node else {
            return;
        };
        if number.value == 0.0 && matches!(op, BinaryOp::Div | BinaryOp::Mod) {
            self.error(range, "division by zero");
        }
    }

    fn duration_operand(&mut self) -> Option<Duration> {
        let token = self.peek_token();
        self.height = 1;
        if let Some(sign) = sign(token.kind) {
            self.take();
            let operand = self.duration(POWER)?;
            return Some(self.signed(sign, token.range, operand));
        }
        match token.kind {
            Kind::Number | Kind::Duration => Some(self.duration_literal(token)),
            Kind::Placeholder => {
                self.take();
                let placeholder = read(self.written(token), token.range.start as usize);
                Some(Duration {
                    node: DurationNode::Placeholder(placeholder),
                    range: token.range,
                })
            }
            Kind::Step | Kind::RangeOf => {
                self.take();
                let called =
                    self.expect(Kind::LeftParen, "`(`") && self.expect(Kind::RightParen, "`)`");
                let node = if token.kind == Kind::Step {
                    DurationNode::Step
                } else {
                    DurationNode::Range
                };
                called.then(|| self.duration_from(token, node))
            }
            Kind::MaxOf | Kind::MinOf => self.duration_call(token),
            Kind::LeftParen => {
                self.take();
                let inner = self.duration(0)?;
                let closed =
                    self.expect(Kind::RightParen, "an operator or `)`") && self.grow(self.height);
                closed.then(|| self.duration_from(token, DurationNode::Paren(Box::new(inner))))
            }
            _ => {
                self.unexpected(EXPECTED);
                None
            }
        }
    }

    fn duration_literal(&mut self, token: Token) -> Duration {
        self.take();
        let mut value = self.number(token);
        if is_out_of_range(value) {
            self.error(token.range, "the duration is longer than 292 years");
            value = 1.0;
        }
        let number = Number {
            value,
            duration: token.kind == Kind::Duration,
        };
        Duration {
            node: DurationNode::Number(number),
            range: token.range,
        }
    }

    fn duration_call(&mut self, name: Token) -> Option<Duration> {
        self.take();
        let function = if name.kind == Kind::MaxOf {
            "max_of"
        } else {
            "min_of"
        };
        if !self.expect(Kind::LeftParen, "`(`") {
            return None;
        }
        let first = self.duration(0)?;
        let height = self.height;
        if !self.expect(Kind::Comma, "an operator or `,`") {
            return None;
        }
        let second = self.duration(0)?;
        let closed = self.expect(Kind::RightParen, "an operator or `)`")
            && self.grow(height.max(self.height));
        closed.then(|| self.duration_from(name, DurationNode::Call(function, vec![first, second])))
    }

    fn duration_from(&self, token: Token, node: DurationNode) -> Duration {
        Duration {
            node,
            range: Range {
                start: token.range.start,
                end: self.end,
            },
        }
    }

    fn signed(&mut self, sign: Sign, place: Range, operand: Duration) -> Duration {
        let range = Range {
            start: place.start,
            end: operand.range.end,
        };
        if let DurationNode::Number(number) = operand.node {
            self.widen_last_error(operand.range, range);
            let value = if sign == Sign::Minus {
                -number.value
            } else {
                number.value
            };
            return Duration {
                node: DurationNode::Number(Number { value, ..number }),
                range,
            };
        }
        self.grow(self.height);
        Duration {
            node: DurationNode::Unary(sign, Box::new(operand)),
            range,
        }
    }

    /// A sign belongs to the number that is wrong, as Prometheus sees it.
    fn widen_last_error(&mut self, number: Range, signed: Range) {
        if let Some(error) = self.errors.last_mut()
            && error.range == number
        {
            error.range = signed;
        }
    }
}

/// Turns a number that is the whole duration into a literal, when it is a whole number of milliseconds.
fn whole(duration: Duration) -> Duration {
    match duration.node {
        DurationNode::Number(number) if is_whole_milliseconds(number.value) => Duration {
            node: DurationNode::Literal(milliseconds(number.value)),
            ..duration
        },
        _ => duration,
    }
}
