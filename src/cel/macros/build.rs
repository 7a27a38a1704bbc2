//! What macros build their expressions of.

use crate::cel::Error;
use crate::cel::ast::{Call, Comprehension, Entry, Expr, ExprKind, Field, Literal, Select};
use crate::cel::macros::{ACCUMULATOR, MOST_NODES};
use std::ops::Range;

/// Makes nodes at the place of a macro's call.
pub struct Build<'a> {
    /// The bytes of the macro's name.
    pub(super) name_range: Range<usize>,
    /// The bytes of the call.
    pub(super) range: Range<usize>,
    /// How many nodes the tree has.
    pub(super) nodes: &'a mut usize,
}

/// A loop before it knows its accumulator.
pub(super) struct Loop {
    pub(super) range: Expr,
    pub(super) variables: (String, Option<String>),
    pub(super) start: Expr,
    pub(super) condition: Expr,
    pub(super) step: Expr,
    pub(super) result: Expr,
}

impl Build<'_> {
    /// Returns the arguments; the table of macros says how many there are.
    pub(super) fn arguments<const N: usize>(
        &self,
        arguments: Vec<Expr>,
    ) -> Result<[Expr; N], Option<Error>> {
        arguments.try_into().map_err(|_| None)
    }

    fn id(&mut self) -> usize {
        *self.nodes += 1;
        *self.nodes - 1
    }

    pub(super) fn node(&mut self, kind: ExprKind) -> Expr {
        let range = self.range.clone();
        self.node_at(kind, range)
    }

    fn node_at(&mut self, kind: ExprKind, range: Range<usize>) -> Expr {
        let id = self.id();
        Expr { id, kind, range }
    }

    pub(super) fn literal(&mut self, value: Literal) -> Expr {
        self.node(ExprKind::Literal(value))
    }

    pub(super) fn bool(&mut self, value: bool) -> Expr {
        self.literal(Literal::Bool(value))
    }

    pub(super) fn ident(&mut self, name: &str) -> Expr {
        self.node(ExprKind::Ident(name.to_owned()))
    }

    pub(super) fn accumulator(&mut self) -> Expr {
        self.ident(ACCUMULATOR)
    }

    pub(super) fn list(&mut self, items: Vec<Expr>) -> Expr {
        let optional = Vec::new();
        self.node(ExprKind::List { items, optional })
    }

    pub(super) fn call(&mut self, function: &str, arguments: Vec<Expr>) -> Expr {
        self.any_call(function, None, arguments)
    }

    pub(super) fn method(&mut self, function: &str, target: Expr, arguments: Vec<Expr>) -> Expr {
        self.any_call(function, Some(Box::new(target)), arguments)
    }

    fn any_call(
        &mut self,
        function: &str,
        target: Option<Box<Expr>>,
        arguments: Vec<Expr>,
    ) -> Expr {
        let call = Call {
            function: function.to_owned(),
            name_range: self.name_range.clone(),
            target,
            arguments,
        };
        self.node(ExprKind::Call(call))
    }

    /// A step that is taken only where the condition holds.
    pub(super) fn step_where(&mut self, condition: Option<Expr>, step: Expr) -> Expr {
        let Some(condition) = condition else {
            return step;
        };
        let unchanged = self.accumulator();
        self.call("_?_:_", vec![condition, step, unchanged])
    }

    pub(super) fn comprehension(&mut self, parts: Loop) -> Expr {
        let (variable, second_variable) = parts.variables;
        self.node(ExprKind::Comprehension(Box::new(Comprehension {
            range: parts.range,
            variable,
            second_variable,
            accumulator: ACCUMULATOR.to_owned(),
            start: parts.start,
            condition: parts.condition,
            step: parts.step,
            result: parts.result,
        })))
    }

    /// Names a value in an expression: a loop over nothing, as cel-go writes it.
    pub(super) fn bind(&mut self, name: &str, value: Expr, inside: Expr) -> Expr {
        let comprehension = Comprehension {
            range: self.list(Vec::new()),
            variable: "#unused".to_owned(),
            second_variable: None,
            accumulator: name.to_owned(),
            start: value,
            condition: self.bool(false),
            step: self.ident(name),
            result: inside,
        };
        self.node(ExprKind::Comprehension(Box::new(comprehension)))
    }

    /// Returns a copy with nodes of its own.
    pub(super) fn copy(&mut self, expr: &Expr) -> Result<Expr, Option<Error>> {
        if *self.nodes > MOST_NODES {
            let message = "the expression grows too large when its macros are expanded";
            let help = "each `optMap` repeats what stands before it: nest them, or split the rule";
            return Err(Some(
                Error::new(self.range.clone(), message).with_help(help),
            ));
        }
        let kind = self.copy_kind(&expr.kind)?;
        Ok(self.node_at(kind, expr.range.clone()))
    }

    fn copy_kind(&mut self, kind: &ExprKind) -> Result<ExprKind, Option<Error>> {
        Ok(match kind {
            ExprKind::Literal(_) | ExprKind::Ident(_) | ExprKind::Broken => kind.clone(),
            ExprKind::Select(select) => ExprKind::Select(Select {
                operand: Box::new(self.copy(&select.operand)?),
                field: select.field.clone(),
                field_range: select.field_range.clone(),
                is_test: select.is_test,
            }),
            ExprKind::Call(call) => self.copy_call(call)?,
            ExprKind::List { items, optional } => ExprKind::List {
                items: self.copy_all(items)?,
                optional: optional.clone(),
            },
            ExprKind::Map(entries) => ExprKind::Map(self.copy_entries(entries)?),
            ExprKind::Struct { name, fields } => ExprKind::Struct {
                name: name.clone(),
                fields: self.copy_fields(fields)?,
            },
            ExprKind::Comprehension(inner) => self.copy_comprehension(inner)?,
        })
    }

    fn copy_all(&mut self, items: &[Expr]) -> Result<Vec<Expr>, Option<Error>> {
        items.iter().map(|item| self.copy(item)).collect()
    }

    fn copy_call(&mut self, call: &Call) -> Result<ExprKind, Option<Error>> {
        let target = match &call.target {
            Some(target) => Some(Box::new(self.copy(target)?)),
            None => None,
        };
        Ok(ExprKind::Call(Call {
            function: call.function.clone(),
            name_range: call.name_range.clone(),
            target,
            arguments: self.copy_all(&call.arguments)?,
        }))
    }

    fn copy_entries(&mut self, entries: &[Entry]) -> Result<Vec<Entry>, Option<Error>> {
        let copy = |entry: &Entry| {
            Ok(Entry {
                id: self.id(),
                key: self.copy(&entry.key)?,
                value: self.copy(&entry.value)?,
                is_optional: entry.is_optional,
            })
        };
        entries.iter().map(copy).collect()
    }

    fn copy_fields(&mut self, fields: &[Field]) -> Result<Vec<Field>, Option<Error>> {
        let copy = |field: &Field| {
            Ok(Field {
                id: self.id(),
                name: field.name.clone(),
                value: self.copy(&field.value)?,
                is_optional: field.is_optional,
            })
        };
        fields.iter().map(copy).collect()
    }

    fn copy_comprehension(&mut self, inner: &Comprehension) -> Result<ExprKind, Option<Error>> {
        Ok(ExprKind::Comprehension(Box::new(Comprehension {
            range: self.copy(&inner.range)?,
            variable: inner.variable.clone(),
            second_variable: inner.second_variable.clone(),
            accumulator: inner.accumulator.clone(),
            start: self.copy(&inner.start)?,
            condition: self.copy(&inner.condition)?,
            step: self.copy(&inner.step)?,
            result: self.copy(&inner.result)?,
        })))
    }
}
