//! Loops, which macros make.

use super::{Evaluator, Fault, Value};
use crate::cel::ast::Comprehension;

impl<'a> Evaluator<'a> {
    /// Runs a loop.
    pub(super) fn comprehension(&mut self, inner: &'a Comprehension) -> Result<Value, Fault> {
        let range = self.eval(&inner.range)?;
        let start = self.eval(&inner.start);
        let depth = self.scopes.len();
        self.scopes.push((&inner.accumulator, or_fault(start)?));
        let result = self.run(inner, &range);
        self.scopes.truncate(depth);
        result
    }

    fn run(&mut self, inner: &'a Comprehension, range: &Value) -> Result<Value, Fault> {
        let place = self.scopes.len() - 1;
        let second = inner.second_variable.as_deref();
        for (key, value) in pairs(range, second.is_some())? {
            self.scopes.push((&inner.variable, key));
            if let Some(second) = second {
                self.scopes.push((second, value));
            }
            let condition = self.eval(&inner.condition);
            let ends = matches!(condition, Ok(Value::Bool(false)));
            if let Err(fault) = condition
                && fault.is_final()
            {
                return Err(fault);
            }
            let step = if ends {
                None
            } else {
                Some(self.eval(&inner.step))
            };
            self.scopes.truncate(place + 1);
            match step {
                Some(step) => self.scopes[place].1 = or_fault(step)?,
                None => break,
            }
        }
        self.eval(&inner.result)
    }
}

/// A fault as a value, unless it ends everything.
fn or_fault(result: Result<Value, Fault>) -> Result<Value, Fault> {
    match result {
        Err(fault) if fault.is_final() => Err(fault),
        Err(fault) => Ok(Value::Fault(fault)),
        Ok(value) => Ok(value),
    }
}

/// What the variables of a loop are, one after the other; with one variable the key of a map and the item of a list are the first.
fn pairs(range: &Value, has_second: bool) -> Result<Vec<(Value, Value)>, Fault> {
    match range {
        Value::List(list) => {
            let items = list.items.iter().enumerate().map(|(index, item)| {
                let first = if has_second {
                    Value::Int(index as i64)
                } else {
                    item.clone()
                };
                (first, item.clone())
            });
            Ok(items.collect())
        }
        Value::Map(map) => Ok(map
            .entries
            .iter()
            .map(|(key, value)| (key.value(), value.clone()))
            .collect()),
        _ => Err(Fault::new("expected iterable type")),
    }
}
