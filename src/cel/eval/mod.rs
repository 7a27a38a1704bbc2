//! What expressions yield: cel-go 0.26 with the libraries of the API server.
//!
//! Invariants: an expression ends, with a value or a fault, after a bounded number of steps; numbers never wrap; a fault that is only
//! ours ([`Fault::Unknown`]) is never taken for one of the server's. Deliberately absent: messages of protocol buffers, time zones by
//! name, authorizers, and where values come from (`apiserver`).

mod clock;
pub mod convert;
mod cost;
mod equal;
mod fault;
mod format;
mod lists;
mod loops;
mod named;
mod network;
mod operators;
mod optional;
mod quantity;
mod semver;
mod text;
mod time;
mod url;
mod value;

pub use fault::Fault;
pub use time::{Duration, Timestamp};
pub use value::{Key, List, ListKind, Map, Value};

use crate::cel::{
    ast::{Call, Entry, Expr, ExprKind, Literal, Select},
    macros::ACCUMULATOR,
    stack,
    types::{Checked, Reference},
};
use indexmap::IndexMap;
use std::sync::Arc;

/// Whether a text has a format of schemas, by its name; `None` for an unknown name.
pub type IsFormat = fn(&str, &str) -> Option<bool>;

/// The most that one evaluation may cost (`PerCallLimit` of `apiserver/pkg/apis/cel/config.go`).
pub const MOST_PER_CALL: u64 = 1_000_000;

/// What creating a list costs, and a map (`common/cost.go`).
const LIST_COST: u64 = 10;
const MAP_COST: u64 = 30;

/// Works an expression out, with the values of its variables; and what that cost.
pub fn evaluate(
    checked: &Checked,
    variables: &[(&str, Value)],
    is_format: IsFormat,
) -> (Result<Value, Fault>, u64) {
    let levels = checked.ast.levels;
    stack::run(levels, || {
        let scopes = variables.iter().map(|(name, value)| (*name, value.clone()));
        let mut evaluator = Evaluator {
            references: &checked.references,
            scopes: scopes.collect(),
            spent: 0,
            is_format,
        };
        let result = evaluator.eval(&checked.ast.root);
        (result, evaluator.spent)
    })
}

struct Evaluator<'a> {
    references: &'a [Reference],
    /// The variables, the innermost last.
    scopes: Vec<(&'a str, Value)>,
    spent: u64,
    is_format: IsFormat,
}

impl<'a> Evaluator<'a> {
    fn eval(&mut self, expr: &'a Expr) -> Result<Value, Fault> {
        match &expr.kind {
            ExprKind::Literal(literal) => Ok(constant(literal)),
            ExprKind::Ident(name) => self.ident(expr, name),
            ExprKind::Select(select) => self.select(expr, select),
            ExprKind::Call(call) => self.call(expr, call),
            ExprKind::List { items, optional } => self.list(items, optional),
            ExprKind::Map(entries) => self.map(entries),
            ExprKind::Comprehension(inner) => self.comprehension(inner),
            ExprKind::Struct { .. } | ExprKind::Broken => Err(Fault::Unknown("a message")),
        }
    }

    fn spend(&mut self, cost: u64) -> Result<(), Fault> {
        self.spent = self.spent.saturating_add(cost);
        if self.spent > MOST_PER_CALL {
            return Err(Fault::Budget);
        }
        Ok(())
    }

    fn ident(&mut self, expr: &Expr, name: &str) -> Result<Value, Fault> {
        let name = match self.references.get(expr.id) {
            Some(Reference::Variable(full)) => full,
            _ => name,
        };
        let name = name.strip_prefix('.').unwrap_or(name);
        if let Some((_, value)) = self.scopes.iter().rev().find(|(known, _)| *known == name) {
            let value = value.checked();
            self.spend(1)?;
            return value;
        }
        Ok(Value::Type(name.into()))
    }

    fn select(&mut self, expr: &'a Expr, select: &'a Select) -> Result<Value, Fault> {
        if let Some(Reference::Variable(name)) = self.references.get(expr.id) {
            return self.ident(expr, name);
        }
        let operand = self.eval(&select.operand)?;
        let field = Value::text(select.field.as_str());
        if select.is_test {
            let found = operators::find(&operand, &field)?;
            return Ok(Value::Bool(matches!(found, Value::Optional(Some(_)))));
        }
        self.spend(1)?;
        match operand {
            Value::Optional(_) => operators::find(&operand, &field),
            Value::Map(_) => operators::index(&operand, &field),
            _ => Err(Fault::no_overload()),
        }
    }

    fn call(&mut self, expr: &'a Expr, call: &'a Call) -> Result<Value, Fault> {
        let function = call.function.as_str();
        let parts: Vec<&Expr> = call
            .target
            .as_deref()
            .into_iter()
            .chain(&call.arguments)
            .collect();
        match (function, parts.as_slice()) {
            ("_&&_", [own, other]) => return self.logic(own, other, false),
            ("_||_", [own, other]) => return self.logic(own, other, true),
            ("_?_:_", [condition, yes, no]) => {
                return match self.eval(condition)? {
                    Value::Bool(true) => self.eval(yes),
                    Value::Bool(false) => self.eval(no),
                    _ => Err(Fault::no_overload()),
                };
            }
            ("@not_strictly_false" | "__not_strictly_false__", [operand]) => {
                let value = match self.eval(operand) {
                    Ok(value) => !matches!(value, Value::Bool(false)),
                    Err(fault) if fault.is_final() => return Err(fault),
                    Err(_) => true,
                };
                self.spend(1)?;
                return Ok(Value::Bool(value));
            }
            // cel-go knows this before it looks at the item.
            ("@in", [_, whole]) if matches!(&whole.kind, ExprKind::List { items, .. } if items.is_empty()) =>
            {
                return Ok(Value::Bool(false));
            }
            ("_+_", [own, other]) if is_accumulator(own) => return self.append(own, other),
            ("or" | "orValue", [own, other]) => {
                return match self.eval(own)? {
                    Value::Optional(None) => self.eval(other),
                    Value::Optional(Some(inner)) if function == "orValue" => inner.checked(),
                    present @ Value::Optional(_) => Ok(present),
                    _ => Err(Fault::no_overload()),
                };
            }
            _ => {}
        }
        let mut results = Vec::with_capacity(parts.len());
        // cel-go goes on to the second argument of operators, but not to an index or a third argument.
        let is_told_at_once = parts.len() > 2 || matches!(function, "_[_]" | "_[?_]");
        for part in parts {
            match self.eval(part) {
                Err(fault) if fault.is_final() || is_told_at_once => return Err(fault),
                result => results.push(result),
            }
        }
        let is_error = |at: usize| matches!(results.get(at), Some(Err(Fault::Error(_))));
        if (0..results.len()).any(|at| is_error(at) && crashes(function, at)) {
            return Err(Fault::Crash);
        }
        let arguments: Vec<Value> = results.into_iter().collect::<Result<_, _>>()?;
        let result = self.apply(expr, function, &arguments);
        self.spend(cost::of_call(function, &arguments, result.as_ref().ok()))?;
        result
    }

    /// Adds to the list that a loop makes, in its place: copying it for each item would take time with the square of their number.
    fn append(&mut self, own: &'a Expr, other: &'a Expr) -> Result<Value, Fault> {
        let list = self.eval(own)?;
        let more = self.eval(other)?;
        self.spend(cost::of_call("_+_", &[], None))?;
        let place = self
            .scopes
            .iter_mut()
            .rev()
            .find(|(name, _)| *name == ACCUMULATOR);
        match (list, more) {
            (Value::List(mut list), Value::List(more)) if list.kind == ListKind::Plain => {
                // Nobody looks at the variable before it gets the result.
                if let Some((_, value)) = place {
                    *value = Value::Null;
                }
                Arc::make_mut(&mut list)
                    .items
                    .extend(more.items.iter().cloned());
                Ok(Value::List(list))
            }
            (list, more) => operators::add(&list, &more),
        }
    }

    /// A call whose arguments are all known.
    fn apply(&self, expr: &Expr, function: &str, arguments: &[Value]) -> Result<Value, Fault> {
        if let ("_?._" | "_[?_]", [whole, at]) = (function, arguments) {
            return operators::find(whole, at);
        }
        if let ("sum", [Value::List(list)]) = (function, arguments)
            && list.items.is_empty()
            && let Some(Reference::Overloads(overloads)) = self.references.get(expr.id)
            && let [overload] = overloads.as_slice()
            && let Some(zero) = lists::empty_sum(overload)
        {
            return Ok(zero);
        }
        let found = operators::call(function, arguments)
            .or_else(|| text::call(function, arguments))
            .or_else(|| lists::call(function, arguments))
            .or_else(|| optional::call(function, arguments))
            .or_else(|| clock::call(function, arguments))
            .or_else(|| quantity::call(function, arguments))
            .or_else(|| network::call(function, arguments))
            .or_else(|| semver::call(function, arguments))
            .or_else(|| url::call(function, arguments, self.is_format))
            .or_else(|| named::call(function, arguments, self.is_format))
            .or_else(|| convert::call(function, arguments));
        found.unwrap_or_else(|| Err(Fault::no_overload()))
    }

    /// `||` when `decisive` is true, else `&&`: a side that decides outweighs a fault of the other.
    fn logic(&mut self, own: &'a Expr, other: &'a Expr, decisive: bool) -> Result<Value, Fault> {
        let mut fault: Option<Fault> = None;
        for side in [own, other] {
            let found = match self.eval(side) {
                Ok(Value::Bool(flag)) if flag == decisive => return Ok(Value::Bool(decisive)),
                Ok(Value::Bool(_)) => continue,
                Ok(_) => Fault::no_overload(),
                Err(found) if found.is_final() => return Err(found),
                Err(found) => found,
            };
            fault = match fault {
                Some(known) if !matches!(found, Fault::Unknown(_)) => Some(known),
                _ => Some(found),
            };
        }
        fault.map_or(Ok(Value::Bool(!decisive)), Err)
    }

    fn list(&mut self, items: &'a [Expr], optional: &[usize]) -> Result<Value, Fault> {
        let mut values = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let value = self.eval(item)?;
            if !optional.contains(&index) {
                values.push(value);
                continue;
            }
            match value {
                Value::Optional(None) => {}
                Value::Optional(Some(inner)) => values.push((*inner).clone()),
                _ => {
                    return Err(Fault::new(
                        "cannot initialize optional list element from non-optional value",
                    ));
                }
            }
        }
        if !items.iter().all(is_constant) {
            self.spend(LIST_COST)?;
        }
        Ok(Value::list(values))
    }

    fn map(&mut self, entries: &'a [Entry]) -> Result<Value, Fault> {
        let mut values = IndexMap::with_capacity(entries.len());
        for entry in entries {
            let key = self.eval(&entry.key)?;
            let value = match self.eval(&entry.value)? {
                Value::Optional(None) if entry.is_optional => continue,
                Value::Optional(Some(inner)) if entry.is_optional => inner.checked()?,
                value => value,
            };
            let key = Key::of(&key).ok_or(Fault::Unknown(
                "a map with other keys than texts and integers",
            ))?;
            values.insert(key, value);
        }
        if !entries
            .iter()
            .all(|entry| is_constant(&entry.key) && is_constant(&entry.value))
        {
            self.spend(MAP_COST)?;
        }
        Ok(Value::map(values))
    }
}

/// Whether cel-go looks into this argument to count the cost of a call even when it is an error (`ext/lists.go`).
fn crashes(function: &str, argument: usize) -> bool {
    matches!(
        (function, argument),
        ("sort" | "distinct", 0) | ("@sortByAssociatedKeys" | "flatten", 1)
    )
}

fn is_accumulator(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Ident(name) if name == ACCUMULATOR)
}

fn is_constant(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Literal(_))
}

/// The value of a constant.
pub fn constant(literal: &Literal) -> Value {
    match literal {
        Literal::Null => Value::Null,
        Literal::Bool(flag) => Value::Bool(*flag),
        Literal::Int(number) => Value::Int(*number),
        Literal::Uint(number) => Value::Uint(*number),
        Literal::Double(number) => Value::Double(*number),
        Literal::String(text) => Value::text(text.as_str()),
        Literal::Bytes(bytes) => Value::Bytes(bytes.as_slice().into()),
    }
}

#[cfg(test)]
mod tests;
