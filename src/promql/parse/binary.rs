//! Operators between two expressions, with the matching of their series.

use crate::promql::ast::{Binary, BinaryOp, Expr, Fill, Matching, Node, Range, Side, Sign, Text};
use crate::promql::parse::Parser;
use crate::promql::parse::expression::{right_precedence, sign};
use crate::promql::token::Kind;

impl Parser<'_> {
    /// Parses what follows an operator that was taken.
    pub fn binary(&mut self, lhs: Expr, op: BinaryOp, op_range: Range) -> Expr {
        let left_height = self.height;
        let return_bool = self.accept(Kind::Bool);
        let matching = self.matching();
        let known = self.errors.len();
        let rhs = self.expression(right_precedence(op));
        if rhs.node == Node::Invalid {
            self.explain_group(matching.as_ref(), known);
        }
        let range = Range {
            start: lhs.range.start,
            end: rhs.range.end,
        };
        let has_fill = matching
            .as_ref()
            .is_some_and(|matching| matching.fill != Fill::default());
        if has_fill && !self.options.fill_modifiers {
            self.error(range, "fill modifiers are experimental and not enabled");
        }
        self.grow(left_height.max(self.height));
        let binary = Binary {
            op,
            op_range,
            return_bool,
            matching,
            lhs,
            rhs,
        };
        Expr {
            node: Node::Binary(Box::new(binary)),
            range,
        }
    }

    /// Tells why there is no operand: a parenthesis behind `group_left` was read as its labels.
    fn explain_group(&mut self, matching: Option<&Matching>, known: usize) {
        let name = match matching.and_then(|matching| matching.group.as_ref()) {
            Some((Side::Left, labels)) if !labels.is_empty() => "group_left",
            Some((Side::Right, labels)) if !labels.is_empty() => "group_right",
            _ => return,
        };
        if let Some(error) = self.errors.get_mut(known) {
            error.help.get_or_insert(format!(
                "what stands in parentheses behind `{name}` are its labels; write `{name} () (…)` when it has none"
            ));
        }
    }

    fn matching(&mut self) -> Option<Matching> {
        let kind = self.peek();
        if !matches!(
            kind,
            Kind::On | Kind::Ignoring | Kind::Fill | Kind::FillLeft | Kind::FillRight
        ) {
            return None;
        }
        let mut matching = Matching::default();
        if matches!(kind, Kind::On | Kind::Ignoring) {
            self.take();
            matching.labels = Some((kind == Kind::On, self.labels()));
            matching.group = self.group();
        }
        self.fill(&mut matching.fill);
        Some(matching)
    }

    fn group(&mut self) -> Option<(Side, Vec<Text>)> {
        let side = match self.peek() {
            Kind::GroupLeft => Side::Left,
            Kind::GroupRight => Side::Right,
            _ => return None,
        };
        self.take();
        let labels = if self.peek() == Kind::LeftParen {
            self.labels()
        } else {
            Vec::new()
        };
        Some((side, labels))
    }

    fn fill(&mut self, fill: &mut Fill) {
        match self.peek() {
            Kind::Fill => {
                fill.left = self.fill_value();
                fill.right = fill.left;
            }
            Kind::FillLeft => {
                fill.left = self.fill_value();
                if self.peek() == Kind::FillRight {
                    fill.right = self.fill_value();
                }
            }
            Kind::FillRight => {
                fill.right = self.fill_value();
                if self.peek() == Kind::FillLeft {
                    fill.left = self.fill_value();
                }
            }
            _ => {}
        }
    }

    /// Takes a keyword and parses its value in parentheses.
    fn fill_value(&mut self) -> Option<f64> {
        self.take();
        self.expect(Kind::LeftParen, "`(`");
        let sign = sign(self.peek());
        if sign.is_some() {
            self.take();
        }
        let token = self.peek_token();
        if !matches!(token.kind, Kind::Number | Kind::Duration) {
            self.unexpected("a number");
            return None;
        }
        self.take();
        let value = self.number(token);
        self.expect(Kind::RightParen, "`)`");
        Some(if sign == Some(Sign::Minus) {
            -value
        } else {
            value
        })
    }

    /// Parses a list of labels in parentheses.
    pub fn labels(&mut self) -> Vec<Text> {
        let mut labels = Vec::new();
        if !self.expect(Kind::LeftParen, "`(`") {
            return labels;
        }
        while !self.accept(Kind::RightParen) {
            labels.extend(self.label());
            match self.peek() {
                Kind::RightParen => {}
                Kind::Comma if !self.recovering => {
                    self.take();
                }
                _ => {
                    self.unexpected("`,` or `)`");
                    if !self.recover(&[Kind::RightParen]) {
                        break;
                    }
                }
            }
        }
        labels
    }

    fn label(&mut self) -> Option<Text> {
        let token = self.peek_token();
        if token.kind.is_label_name() {
            self.take();
            return Some(self.name(token));
        }
        if token.kind != Kind::String {
            self.unexpected("a label");
            return None;
        }
        self.take();
        let text = self.string(token);
        if text.value.is_empty() || !crate::promql::text::is_utf8(&text.value) {
            self.error(
                token.range,
                format!("{} is no valid label name", self.written(token)),
            );
        }
        Some(text)
    }
}
