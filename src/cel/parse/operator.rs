//! Operators, from the loosest to the tightest: `? :`, `||`, `&&`, comparisons, sums, products, signs.

use crate::cel::ast::{Expr, ExprKind};
use crate::cel::parse::depth::Rule;
use crate::cel::parse::{Parsed, Parser, Result};
use crate::cel::token::Kind;
use std::ops::Range;

const RELATIONS: [(Kind, &str); 7] = [
    (Kind::Less, "_<_"),
    (Kind::LessEqual, "_<=_"),
    (Kind::GreaterEqual, "_>=_"),
    (Kind::Greater, "_>_"),
    (Kind::Equal, "_==_"),
    (Kind::NotEqual, "_!=_"),
    (Kind::In, "@in"),
];

/// Sums and products with how tight they bind.
const CALCULATIONS: [(Kind, &str, u8); 5] = [
    (Kind::Star, "_*_", 2),
    (Kind::Slash, "_/_", 2),
    (Kind::Percent, "_%_", 2),
    (Kind::Plus, "_+_", 1),
    (Kind::Minus, "_-_", 1),
];

impl Parser<'_> {
    /// Reads any expression.
    pub(super) fn expr(&mut self) -> Result<Parsed> {
        self.enter(Rule::Expr)?;
        let mut expr = self.either()?;
        if let Some(sign) = self.take_if(Kind::Question) {
            expr = self.conditional(expr, sign)?;
        }
        self.leave(Rule::Expr);
        Ok(expr)
    }

    fn conditional(&mut self, condition: Parsed, sign: Range<usize>) -> Result<Parsed> {
        let yes = self.either()?;
        self.expect(Kind::Colon, "an operator or the `:` of `… ? … : …`")?;
        let no = self.expr()?;
        let height = condition.height.max(yes.height).max(no.height);
        let range = condition.expr.range.start..self.end();
        let arguments = vec![condition.expr, yes.expr, no.expr];
        let expr = self.call("_?_:_", sign, arguments, range);
        self.counted(Parsed { expr, height })
    }

    fn either(&mut self) -> Result<Parsed> {
        let first = self.both()?;
        match self.kind() {
            Kind::Or => self.chain(first, Kind::Or, "_||_", Self::both),
            _ => Ok(first),
        }
    }

    fn both(&mut self) -> Result<Parsed> {
        let first = self.relation()?;
        match self.kind() {
            Kind::And => self.chain(first, Kind::And, "_&&_", Self::relation),
            _ => Ok(first),
        }
    }

    /// Reads what a logical operator joins to `first`.
    fn chain(
        &mut self,
        first: Parsed,
        sign: Kind,
        function: &str,
        read: fn(&mut Self) -> Result<Parsed>,
    ) -> Result<Parsed> {
        let mut height = first.height;
        let (mut terms, mut signs) = (vec![Some(first.expr)], Vec::new());
        while let Some(range) = self.take_if(sign) {
            let next = read(self)?;
            height = height.max(next.height);
            terms.push(Some(next.expr));
            signs.push(range);
        }
        let expr = self.balanced(function, &mut terms, &signs);
        Ok(Parsed { expr, height })
    }

    /// Joins the terms, one more than signs, to a tree that is as flat as can be: its shape decides what a rule costs.
    fn balanced(
        &mut self,
        function: &str,
        terms: &mut [Option<Expr>],
        signs: &[Range<usize>],
    ) -> Expr {
        let middle = signs.len() / 2;
        let Some(sign) = signs.get(middle) else {
            let only = terms.first_mut().and_then(Option::take);
            return only.unwrap_or_else(|| self.node(ExprKind::Broken, 0..0));
        };
        let (before, behind) = terms.split_at_mut(middle + 1);
        let left = self.balanced(function, before, &signs[..middle]);
        let right = self.balanced(function, behind, &signs[middle + 1..]);
        let range = left.range.start..right.range.end;
        self.call(function, sign.clone(), vec![left, right], range)
    }

    fn relation(&mut self) -> Result<Parsed> {
        self.enter(Rule::Relation)?;
        let mut left = self.calculation(0)?;
        while let Some((_, function)) = RELATIONS.iter().find(|(kind, _)| *kind == self.kind()) {
            let sign = self.take();
            self.enter(Rule::Relation)?;
            let right = self.calculation(0)?;
            self.leave(Rule::Relation);
            left = self.binary(function, sign, left, right)?;
        }
        self.leave(Rule::Relation);
        Ok(left)
    }

    /// Reads what operators join that bind tighter than `bound`.
    fn calculation(&mut self, bound: u8) -> Result<Parsed> {
        self.enter(Rule::Calc)?;
        let mut left = self.unary()?;
        while let Some((_, function, tightness)) = CALCULATIONS
            .iter()
            .find(|(kind, _, tightness)| *kind == self.kind() && *tightness > bound)
        {
            let sign = self.take();
            let right = self.calculation(*tightness)?;
            left = self.binary(function, sign, left, right)?;
        }
        self.leave(Rule::Calc);
        Ok(left)
    }

    fn binary(
        &mut self,
        function: &str,
        sign: Range<usize>,
        left: Parsed,
        right: Parsed,
    ) -> Result<Parsed> {
        let height = left.height.max(right.height);
        let range = left.expr.range.start..right.expr.range.end;
        let expr = self.call(function, sign, vec![left.expr, right.expr], range);
        self.counted(Parsed { expr, height })
    }

    /// Reads signs and what they stand before. The minus of a number belongs to the number, and two signs are none.
    fn unary(&mut self) -> Result<Parsed> {
        let sign = self.kind();
        let function = match sign {
            Kind::Not => "!_",
            Kind::Minus if !self.is_negative_number() => "-_",
            _ => return self.member(),
        };
        let first = self.take();
        let mut count = 1;
        while self.take_if(sign).is_some() {
            count += 1;
        }
        let operand = self.member()?;
        let range = first.start..operand.expr.range.end;
        let Parsed { mut expr, height } = operand;
        if count % 2 == 1 {
            expr = self.call(function, first, vec![expr], range);
        }
        Ok(Parsed { expr, height })
    }

    /// Whether a number with its minus comes next.
    pub(super) fn is_negative_number(&self) -> bool {
        self.kind() == Kind::Minus && matches!(self.kind_after(1), Kind::Int | Kind::Double)
    }
}
