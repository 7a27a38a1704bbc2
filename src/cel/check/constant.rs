//! What is constant: the API server works it out before a rule runs, and refuses the rule when that fails.
//!
//! As `interpreter/planner.go` and `interpreter/decorators.go` of cel-go have it: conversions of constants, constants as indices, names
//! of types. Constants are literals, names of types, lists and maps of constants, and conversions of constants.

use crate::cel::Error;
use crate::cel::ast::{Call, Expr, ExprKind};
use crate::cel::eval::{Value, constant, convert};
use crate::cel::types::{Checked, Reference, Type};
use crate::regexp;
use indexmap::IndexMap;

/// The minor release of Kubernetes 1 since which the first argument of `matches` is looked at by itself.
const PATTERNS_SINCE: u32 = 29;

/// Returns what is wrong with constants.
pub(super) fn check(checked: &Checked, text: &str, minor: u32) -> Vec<Error> {
    let mut walk = Walk {
        checked,
        text,
        minor,
        errors: Vec::new(),
    };
    walk.value(&checked.ast.root);
    walk.errors
}

struct Walk<'a> {
    checked: &'a Checked,
    text: &'a str,
    minor: u32,
    errors: Vec<Error>,
}

impl Walk<'_> {
    /// The value of a constant; `None` for what is none, and for what is wrong.
    fn value(&mut self, expr: &Expr) -> Option<Value> {
        match &expr.kind {
            ExprKind::Literal(literal) => Some(constant(literal)),
            ExprKind::Ident(name) => self.name(name, expr),
            ExprKind::List { items, .. } => {
                let values: Vec<Option<Value>> =
                    items.iter().map(|item| self.value(item)).collect();
                values.into_iter().collect::<Option<_>>().map(Value::list)
            }
            ExprKind::Map(_) => self.map(expr),
            ExprKind::Call(call) => self.call(call, expr),
            ExprKind::Select(_)
            | ExprKind::Struct { .. }
            | ExprKind::Comprehension(_)
            | ExprKind::Broken => {
                for part in expr.parts() {
                    self.value(part);
                }
                None
            }
        }
    }

    /// A name of a type. One that only the checker knows, and a variable that holds a type, cannot be looked up when the rule runs.
    fn name(&mut self, name: &str, expr: &Expr) -> Option<Value> {
        if !matches!(self.checked.types[expr.id], Type::Type(_)) {
            return None;
        }
        let is_registered = match name {
            "bool" | "bytes" | "double" | "int" | "list" | "map" | "null_type" | "string"
            | "type" | "uint" | "optional_type" => true,
            _ => name.starts_with("google.protobuf."),
        };
        if is_registered {
            return Some(Value::Type(name.into()));
        }
        let error = match name {
            "duration" | "timestamp" => {
                let full = if name == "duration" {
                    "google.protobuf.Duration"
                } else {
                    "google.protobuf.Timestamp"
                };
                Error::new(
                    expr.range.clone(),
                    format!("`{name}` is a function, and its type has another name"),
                )
                .with_near(full)
            }
            _ => {
                let message = format!(
                    "`{name}` holds a type, which the API server cannot look up in a variable"
                );
                Error::new(expr.range.clone(), message)
                    .with_help("compare types where they are asked: `type(a) == int`")
            }
        };
        self.errors.push(error);
        None
    }

    fn map(&mut self, expr: &Expr) -> Option<Value> {
        let parts = expr.parts();
        let values: Vec<Option<Value>> = parts.iter().map(|part| self.value(part)).collect();
        let values: Vec<Value> = values.into_iter().collect::<Option<_>>()?;
        let is_bytes = |value: &Value| matches!(value, Value::Bytes(_));
        if let Some(at) = values.iter().step_by(2).position(is_bytes) {
            let range = parts[2 * at].range.clone();
            let message =
                "a constant map cannot have keys of `bytes`: the API server breaks off at it";
            self.errors.push(Error::new(range, message));
            return None;
        }
        // What is in it is never asked.
        Some(Value::map(IndexMap::new()))
    }

    fn call(&mut self, call: &Call, expr: &Expr) -> Option<Value> {
        let target = call.target.as_deref();
        let parts: Vec<&Expr> = target.into_iter().chain(&call.arguments).collect();
        let values: Vec<Option<Value>> = parts.iter().map(|part| self.value(part)).collect();
        match (call.function.as_str(), &parts[..], &values[..]) {
            ("_[_]" | "_[?_]", [_, index], [_, Some(value)]) => {
                self.index(index, value);
                None
            }
            ("@in", _, [_, Some(Value::List(list))]) if list.items.is_empty() => {
                let is_list =
                    self.checked.references[expr.id] == Reference::Overloads(vec!["in_list"]);
                is_list.then_some(Value::Bool(false))
            }
            (function, [argument], [Some(value)]) => {
                match convert::call(function, std::slice::from_ref(value))? {
                    Ok(converted) => Some(converted),
                    Err(_) => {
                        self.no_conversion(function, argument);
                        None
                    }
                }
            }
            ("matches" | "find" | "findAll", [subject, pattern, ..], [first, second, ..]) => {
                // The server takes the first argument for a pattern too, whatever it is.
                let is_asked = target.is_none() && self.minor >= PATTERNS_SINCE;
                self.pattern(subject, first.as_ref().filter(|_| is_asked));
                self.pattern(pattern, second.as_ref());
                None
            }
            _ => None,
        }
    }

    /// A constant pattern of a regular expression.
    fn pattern(&mut self, expr: &Expr, value: Option<&Value>) {
        let Some(Value::String(pattern)) = value else {
            return;
        };
        let Err(error) = regexp::inspect(pattern) else {
            return;
        };
        // Only in a literal without escapes the places are those of the value.
        let written = &self.text[expr.range.clone()];
        let at = written.find(&**pattern).map(|at| expr.range.start + at);
        let range = match at {
            Some(start) => start + error.range.start..start + error.range.end,
            None => expr.range.clone(),
        };
        let message = format!("the pattern is no regular expression: {}", error.message);
        self.errors.push(Error::new(range, message));
    }

    /// A constant index, which must be a simple value.
    fn index(&mut self, index: &Expr, value: &Value) {
        let is_simple = matches!(
            value,
            Value::String(_) | Value::Int(_) | Value::Uint(_) | Value::Bool(_) | Value::Double(_)
        );
        if !is_simple {
            let kind = &self.checked.types[index.id];
            let message = format!("a constant of type `{kind}` cannot be a key or an index");
            self.errors.push(Error::new(index.range.clone(), message));
        }
    }

    fn no_conversion(&mut self, function: &str, argument: &Expr) {
        let written = self.text[argument.range.clone()].trim();
        let error = Error::new(
            argument.range.clone(),
            format!("`{written}` is no `{function}`"),
        );
        self.errors.push(match function {
            "duration" => error.with_help("durations are written like `duration('1h30m')`, in `h`, `m`, `s`, `ms`, `us`, `ns`"),
            "timestamp" => error.with_help("times are written like `timestamp('2030-01-01T00:00:00Z')`"),
            _ => error,
        });
    }
}
