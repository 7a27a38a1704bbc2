//! What is constant: the API server works it out before a rule runs, and refuses the rule when that fails.
//!
//! As `interpreter/planner.go` and `interpreter/decorators.go` of cel-go have it: conversions of constants, constants as indices, names
//! of types. Constants are literals, names of types, lists and maps of constants, and conversions of constants.

use crate::cel::Error;
use crate::cel::ast::{Call, Expr, ExprKind, Literal};
use crate::cel::convert::{
    self, EARLIEST, LATEST, read_bool, read_double, read_duration, read_timestamp, write_double,
    write_duration, write_timestamp,
};
use crate::cel::types::{Checked, Reference, Type};
use crate::regexp;

/// The minor release of Kubernetes 1 since which the first argument of `matches` is looked at by itself.
const PATTERNS_SINCE: u32 = 29;

/// A constant.
#[derive(Clone, Debug, PartialEq)]
enum Value {
    Literal(Literal),
    /// In nanoseconds.
    Duration(i64),
    /// In seconds since 1970 and nanoseconds.
    Timestamp(i64, u32),
    /// A type, a list or a map; what is in it is never asked.
    Other,
    EmptyList,
}

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
            ExprKind::Literal(literal) => Some(Value::Literal(literal.clone())),
            ExprKind::Ident(name) => self.name(name, expr),
            ExprKind::List { items, .. } => {
                let values: Vec<Option<Value>> =
                    items.iter().map(|item| self.value(item)).collect();
                let value = if values.is_empty() {
                    Value::EmptyList
                } else {
                    Value::Other
                };
                values.iter().all(Option::is_some).then_some(value)
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
            return Some(Value::Other);
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
        let is_bytes = |value: &Value| matches!(value, Value::Literal(Literal::Bytes(_)));
        if let Some(at) = values.iter().step_by(2).position(is_bytes) {
            let range = parts[2 * at].range.clone();
            let message =
                "a constant map cannot have keys of `bytes`: the API server breaks off at it";
            self.errors.push(Error::new(range, message));
            return None;
        }
        Some(Value::Other)
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
            ("@in", _, [_, Some(Value::EmptyList)]) => {
                let is_list =
                    self.checked.references[expr.id] == Reference::Overloads(vec!["in_list"]);
                is_list.then_some(Value::Literal(Literal::Bool(false)))
            }
            (function, [argument], [Some(value)]) if CONVERSIONS.contains(&function) => {
                let converted = convert(function, value);
                if converted.is_none() {
                    self.no_conversion(function, argument);
                }
                converted
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
        let Some(Value::Literal(Literal::String(pattern))) = value else {
            return;
        };
        let Err(error) = regexp::inspect(pattern) else {
            return;
        };
        // Only in a literal without escapes the places are those of the value.
        let written = &self.text[expr.range.clone()];
        let at = written
            .find(pattern.as_str())
            .map(|at| expr.range.start + at);
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
            Value::Literal(
                Literal::String(_)
                    | Literal::Int(_)
                    | Literal::Uint(_)
                    | Literal::Bool(_)
                    | Literal::Double(_)
            )
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

/// The functions that convert.
const CONVERSIONS: [&str; 10] = [
    "bool",
    "bytes",
    "double",
    "duration",
    "dyn",
    "int",
    "string",
    "timestamp",
    "type",
    "uint",
];

/// What a conversion makes of a constant; `None` when it fails.
fn convert(function: &str, value: &Value) -> Option<Value> {
    match (function, value) {
        ("dyn", value) => Some(value.clone()),
        ("type", _) => Some(Value::Other),
        ("duration", Value::Duration(_)) | ("timestamp", Value::Timestamp(..)) => {
            Some(value.clone())
        }
        ("int", Value::Duration(nanoseconds)) => Some(Value::Literal(Literal::Int(*nanoseconds))),
        ("int", Value::Timestamp(seconds, _)) => Some(Value::Literal(Literal::Int(*seconds))),
        ("string", Value::Duration(nanoseconds)) => Some(text(write_duration(*nanoseconds))),
        ("string", Value::Timestamp(seconds, rest)) => Some(text(write_timestamp(*seconds, *rest))),
        (_, Value::Literal(literal)) => convert_literal(function, literal),
        _ => None,
    }
}

fn text(text: String) -> Value {
    Value::Literal(Literal::String(text))
}

fn convert_literal(function: &str, literal: &Literal) -> Option<Value> {
    let value = match function {
        "bool" => Literal::Bool(bool_of(literal)?),
        "bytes" => Literal::Bytes(bytes_of(literal)?),
        "double" => Literal::Double(double_of(literal)?),
        "int" => Literal::Int(int_of(literal)?),
        "string" => Literal::String(string_of(literal)?),
        "uint" => Literal::Uint(uint_of(literal)?),
        "duration" => return duration_of(literal),
        "timestamp" => return timestamp_of(literal),
        _ => return None,
    };
    Some(Value::Literal(value))
}

fn bool_of(literal: &Literal) -> Option<bool> {
    match literal {
        Literal::Bool(value) => Some(*value),
        Literal::String(text) => read_bool(text),
        _ => None,
    }
}

fn bytes_of(literal: &Literal) -> Option<Vec<u8>> {
    match literal {
        Literal::Bytes(value) => Some(value.clone()),
        Literal::String(text) => Some(text.clone().into_bytes()),
        _ => None,
    }
}

#[expect(clippy::cast_precision_loss, reason = "so does the server")]
fn double_of(literal: &Literal) -> Option<f64> {
    match literal {
        Literal::Double(value) => Some(*value),
        Literal::Int(value) => Some(*value as f64),
        Literal::Uint(value) => Some(*value as f64),
        Literal::String(text) => read_double(text),
        _ => None,
    }
}

fn int_of(literal: &Literal) -> Option<i64> {
    match literal {
        Literal::Int(value) => Some(*value),
        Literal::Uint(value) => i64::try_from(*value).ok(),
        Literal::Double(value) => convert::to_int(*value),
        Literal::String(text) => text.parse().ok(),
        _ => None,
    }
}

fn uint_of(literal: &Literal) -> Option<u64> {
    match literal {
        Literal::Uint(value) => Some(*value),
        Literal::Int(value) => u64::try_from(*value).ok(),
        Literal::Double(value) => convert::to_uint(*value),
        // Go takes no sign here.
        Literal::String(text) => text.parse().ok().filter(|_| !text.starts_with('+')),
        _ => None,
    }
}

fn string_of(literal: &Literal) -> Option<String> {
    match literal {
        Literal::String(text) => Some(text.clone()),
        Literal::Bool(value) => Some(value.to_string()),
        Literal::Int(value) => Some(value.to_string()),
        Literal::Uint(value) => Some(value.to_string()),
        Literal::Double(value) => Some(write_double(*value)),
        Literal::Bytes(value) => String::from_utf8(value.clone()).ok(),
        Literal::Null => None,
    }
}

/// There is an overload for `int`, but no way to run it.
fn duration_of(literal: &Literal) -> Option<Value> {
    match literal {
        Literal::String(text) => read_duration(text).map(Value::Duration),
        _ => None,
    }
}

fn timestamp_of(literal: &Literal) -> Option<Value> {
    let (seconds, rest) = match literal {
        Literal::String(text) => read_timestamp(text)?,
        Literal::Int(seconds) => (*seconds, 0),
        _ => return None,
    };
    (EARLIEST..=LATEST)
        .contains(&seconds)
        .then_some(Value::Timestamp(seconds, rest))
}
