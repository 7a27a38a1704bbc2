//! Operands, signs and the precedence of operators.

use crate::promql::ast::{BinaryOp, Expr, Node, Number, Range, Sign};
use crate::promql::parse::Parser;
use crate::promql::placeholder::read;
use crate::promql::token::{Kind, Token};

/// The precedence of `^`, the only operator that binds tighter than a sign.
pub const POWER: u8 = 6;

/// Returns the precedence of an operator, from 1; a larger one binds tighter.
pub fn precedence(op: BinaryOp) -> u8 {
    match op {
        BinaryOp::Or => 1,
        BinaryOp::And | BinaryOp::Unless => 2,
        BinaryOp::Eq | BinaryOp::NotEq | BinaryOp::Greater | BinaryOp::Less => 3,
        BinaryOp::GreaterEq | BinaryOp::LessEq | BinaryOp::TrimUpper | BinaryOp::TrimLower => 3,
        BinaryOp::Add | BinaryOp::Sub => 4,
        BinaryOp::Mul | BinaryOp::Div | BinaryOp::Mod | BinaryOp::Atan2 => 5,
        BinaryOp::Pow => POWER,
    }
}

/// Returns the least precedence of an operator on the right of `op`: only `^` groups from the right.
pub fn right_precedence(op: BinaryOp) -> u8 {
    precedence(op) + u8::from(op != BinaryOp::Pow)
}

/// Returns the sign of an operator.
pub fn sign(kind: Kind) -> Option<Sign> {
    match kind {
        Kind::Operator(BinaryOp::Add) => Some(Sign::Plus),
        Kind::Operator(BinaryOp::Sub) => Some(Sign::Minus),
        _ => None,
    }
}

impl Parser<'_> {
    /// Parses an expression whose operators have at least the precedence `least`.
    pub fn expression(&mut self, least: u8) -> Expr {
        if !self.enter() {
            return self.invalid();
        }
        let mut expr = self.operand();
        while !self.recovering {
            let token = self.peek_token();
            let Kind::Operator(op) = token.kind else {
                break;
            };
            if precedence(op) < least {
                break;
            }
            self.take();
            expr = self.binary(expr, op, token.range);
        }
        self.depth -= 1;
        expr
    }

    fn operand(&mut self) -> Expr {
        let token = self.peek_token();
        if let Some(sign) = sign(token.kind) {
            self.take();
            return self.unary(sign, token.range);
        }
        let mut expr = self.primary(token);
        while !self.recovering {
            expr = match self.peek() {
                Kind::LeftBracket => self.bracket(expr),
                Kind::Offset => self.offset(expr),
                Kind::At => self.at(expr),
                Kind::Anchored | Kind::Smoothed => self.extended(expr),
                _ => break,
            };
        }
        expr
    }

    fn unary(&mut self, sign: Sign, place: Range) -> Expr {
        let expr = self.expression(POWER);
        let range = Range {
            start: place.start,
            end: expr.range.end,
        };
        if let Node::Number(number) = expr.node {
            let value = if sign == Sign::Minus {
                -number.value
            } else {
                number.value
            };
            return Expr {
                node: Node::Number(Number { value, ..number }),
                range,
            };
        }
        self.grow(self.height);
        Expr {
            node: Node::Unary(sign, Box::new(expr)),
            range,
        }
    }

    fn primary(&mut self, token: Token) -> Expr {
        self.height = 1;
        match token.kind {
            Kind::Number | Kind::Duration => {
                self.take();
                let value = self.scalar(token);
                let number = Number {
                    value,
                    duration: token.kind == Kind::Duration,
                };
                Expr {
                    node: Node::Number(number),
                    range: token.range,
                }
            }
            Kind::String => {
                self.take();
                Expr {
                    node: Node::String(self.string(token)),
                    range: token.range,
                }
            }
            Kind::LeftParen => self.paren(),
            Kind::LeftBrace => self.selector(None),
            Kind::Placeholder => self.placeholder(),
            kind => {
                let is_name = kind.is_metric_name();
                if !is_name {
                    self.unexpected("an expression");
                    return self.invalid();
                }
                self.named(token)
            }
        }
    }

    /// Parses what begins with a name: a call, an aggregation or a selector.
    fn named(&mut self, token: Token) -> Expr {
        self.take();
        let next = self.peek();
        match token.kind {
            Kind::Aggregator if matches!(next, Kind::LeftParen | Kind::By | Kind::Without) => {
                self.aggregate(token)
            }
            Kind::Identifier if next == Kind::LeftParen => self.call(token),
            kind if kind.is_function_keyword() && next == Kind::LeftParen => self.call(token),
            _ => {
                let name = self.name(token);
                self.selector(Some(name))
            }
        }
    }

    /// Parses a placeholder: a metric's name in front of braces, brackets and modifiers, else a whole expression.
    fn placeholder(&mut self) -> Expr {
        let token = self.take();
        match self.peek() {
            Kind::LeftBrace
            | Kind::LeftBracket
            | Kind::Offset
            | Kind::At
            | Kind::Anchored
            | Kind::Smoothed => {
                let name = self.name(token);
                self.selector(Some(name))
            }
            _ => {
                let placeholder = read(self.written(token), token.range.start as usize);
                Expr {
                    node: Node::Placeholder(placeholder),
                    range: token.range,
                }
            }
        }
    }

    fn paren(&mut self) -> Expr {
        let start = self.take().range.start;
        let expr = self.expression(0);
        let height = self.height;
        if self.recovering {
            self.recover(&[Kind::RightParen]);
        }
        self.expect(Kind::RightParen, "an operator or `)`");
        self.grow(height);
        Expr {
            node: Node::Paren(Box::new(expr)),
            range: Range {
                start,
                end: self.end,
            },
        }
    }
}
