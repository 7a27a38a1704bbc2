//! What stands behind a value: fields, calls, indices.

use crate::cel::ast::{Call, Expr, ExprKind, Literal, Select};
use crate::cel::macros;
use crate::cel::parse::{Parsed, Parser, Result};
use crate::cel::token::Kind;
use std::ops::Range;

/// The minor release of Kubernetes 1 that brought optional values and their syntax.
const OPTIONALS_SINCE: u32 = 28;

impl Parser<'_> {
    /// Reads a value and all that stands behind it.
    pub(super) fn member(&mut self) -> Result<Parsed> {
        let mut operand = self.primary()?;
        loop {
            let read = match self.kind() {
                Kind::Dot => self.field(operand)?,
                Kind::LeftBracket => self.index(operand)?,
                _ => return Ok(operand),
            };
            operand = self.counted(read)?;
        }
    }

    /// Reads `.name`, `.?name` or `.name(…)`.
    fn field(&mut self, operand: Parsed) -> Result<Parsed> {
        let dot = self.take();
        let question = self.optional_sign();
        let (name, field_range) = self.field_name()?;
        if self.kind() == Kind::LeftParen && question.is_none() {
            return self.method(operand, &name, field_range);
        }
        let range = operand.expr.range.start..field_range.end;
        let height = operand.height;
        if question.is_some() {
            let literal = ExprKind::Literal(Literal::String(name));
            let field = self.node(literal, field_range);
            let expr = self.call("_?._", dot, vec![operand.expr, field], range);
            return Ok(Parsed { expr, height });
        }
        let select = Select {
            operand: Box::new(operand.expr),
            field: name,
            field_range,
            is_test: false,
        };
        let expr = self.node(ExprKind::Select(select), range);
        Ok(Parsed { expr, height })
    }

    fn method(&mut self, target: Parsed, name: &str, name_range: Range<usize>) -> Result<Parsed> {
        let (arguments, height) = self.arguments()?;
        let range = target.expr.range.start..self.end();
        let height = height.max(target.height);
        let call = Call {
            function: name.to_owned(),
            name_range,
            target: Some(Box::new(target.expr)),
            arguments,
        };
        let expr = self.call_or_macro(call, range);
        Ok(Parsed { expr, height })
    }

    /// Reads `[index]` or `[?index]`.
    fn index(&mut self, operand: Parsed) -> Result<Parsed> {
        let sign = self.take();
        let function = match self.optional_sign() {
            Some(_) => "_[?_]",
            None => "_[_]",
        };
        let index = self.expr()?;
        self.expect(Kind::RightBracket, "an operator or `]`")?;
        let height = operand.height.max(index.height);
        let range = operand.expr.range.start..self.end();
        let expr = self.call(function, sign, vec![operand.expr, index.expr], range);
        Ok(Parsed { expr, height })
    }

    /// Takes the question mark of an optional field, index or item.
    pub(super) fn optional_sign(&mut self) -> Option<Range<usize>> {
        let range = self.take_if(Kind::Question)?;
        if self.environment.minor < OPTIONALS_SINCE {
            let message = format!(
                "optional values are known since Kubernetes 1.{}",
                OPTIONALS_SINCE + 1
            );
            self.mistake(crate::cel::Error::new(range.clone(), message));
        }
        Some(range)
    }

    /// Takes the name of a field. One in backticks was told by the lexer.
    pub(super) fn field_name(&mut self) -> Result<(String, Range<usize>)> {
        if !matches!(self.kind(), Kind::Identifier | Kind::Escaped) {
            return Err(self.unexpected("the name of a field or a function"));
        }
        let range = self.take();
        let name = self.text[range.clone()].trim_matches('`').to_owned();
        Ok((name, range))
    }

    /// Reads the arguments of a call with their parentheses.
    pub(super) fn arguments(&mut self) -> Result<(Vec<Expr>, usize)> {
        self.expect(Kind::LeftParen, "`(`")?;
        let (mut arguments, mut height) = (Vec::new(), 0);
        if self.take_if(Kind::RightParen).is_some() {
            return Ok((arguments, height));
        }
        loop {
            let argument = self.expr()?;
            height = height.max(argument.height);
            arguments.push(argument.expr);
            if self.take_if(Kind::Comma).is_none() {
                break;
            }
        }
        self.expect(Kind::RightParen, "an operator, `,` or `)`")?;
        Ok((arguments, height))
    }

    /// Returns the call, or what a macro of this name makes of it.
    pub(super) fn call_or_macro(&mut self, call: Call, range: Range<usize>) -> Expr {
        let Some(known) = macros::find(&call, self.environment.minor) else {
            return self.node(ExprKind::Call(call), range);
        };
        match macros::expand(known, call, range.clone(), &mut self.nodes) {
            Ok(expr) => expr,
            Err(error) => {
                self.errors.extend(error);
                self.node(ExprKind::Broken, range)
            }
        }
    }
}
