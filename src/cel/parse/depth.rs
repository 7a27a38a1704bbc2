//! How deep an expression may be nested.
//!
//! cel-go counts twice: rules of the grammar that are open while it reads, each kind for itself, and levels of operators, fields and
//! indices in what it has read, which parentheses do not add to. Both are at most 250 (`maxRecursionDepth`).

use crate::cel::Error;
use crate::cel::ast::ExprKind;
use crate::cel::parse::{Parsed, Parser, Result, Stop};

/// The most levels of either kind.
const MOST: usize = 250;

/// The rules of the grammar that can be open inside of themselves more often than expressions are.
#[derive(Clone, Copy)]
pub(super) enum Rule {
    Expr,
    Relation,
    Calc,
}

/// How many rules of each kind are open.
#[derive(Default)]
pub(super) struct Depth([usize; 3]);

impl Parser<'_> {
    /// Opens a rule. It stays open when reading stops.
    pub(super) fn enter(&mut self, rule: Rule) -> Result<()> {
        if self.depth.0[rule as usize] >= MOST {
            return Err(self.too_deep());
        }
        self.depth.0[rule as usize] += 1;
        Ok(())
    }

    /// Closes a rule.
    pub(super) fn leave(&mut self, rule: Rule) {
        self.depth.0[rule as usize] -= 1;
    }

    /// Adds a level to what was read.
    pub(super) fn counted(&mut self, mut parsed: Parsed) -> Result<Parsed> {
        parsed.height += 1;
        if parsed.height <= MOST {
            return Ok(parsed);
        }
        parsed.expr.kind = ExprKind::Broken;
        Err(self.too_deep())
    }

    fn too_deep(&mut self) -> Stop {
        let range = self.range();
        let error = Error::new(
            range,
            format!("the expression is nested deeper than {MOST} levels"),
        );
        self.mistake(error.with_help("split it into several rules"));
        Stop
    }
}
