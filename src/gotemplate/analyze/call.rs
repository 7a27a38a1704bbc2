//! Calls: the number of arguments and what is known of their values.

use super::values::Values;
use crate::gotemplate::ast::{Kind, NodeId};
use crate::gotemplate::functions::{Function, Owner, Param, Type, find_function};
use crate::gotemplate::literal::read_string;
use crate::promql::Error;
use crate::promql::ast::Range;
use crate::regexp;

/// An argument: what is known of it, and where it stands.
#[derive(Clone, Copy)]
struct Argument {
    id: NodeId,
    value: Type,
    range: Range,
}

impl Type {
    /// Returns the name with its article, as it stands in messages.
    pub fn phrase(self) -> &'static str {
        match self {
            Type::Unknown => "an unknown value",
            Type::Nil => "`nil`",
            Type::Bool => "a truth value",
            Type::Integer => "an integer",
            Type::Float => "a float",
            Type::Complex => "a complex number",
            Type::String => "a string",
            Type::Html => "HTML",
            Type::Value => "the value of a sample",
            Type::Labels(_) => "a set of labels",
            Type::Map => "a map",
            Type::Data => "the data of a rule",
            Type::Results => "the results of a query",
            Type::Sample => "a sample",
            Type::Time => "a time",
            Type::Duration => "a duration",
        }
    }

    /// Whether functions may take it for `param`.
    fn fits(self, param: Param) -> bool {
        match param {
            Param::Any => true,
            Param::String => matches!(self, Type::String | Type::Unknown),
            Param::Results => matches!(self, Type::Results | Type::Unknown | Type::Nil),
            Param::Sample => matches!(self, Type::Sample | Type::Unknown | Type::Nil),
            Param::Number => matches!(
                self,
                Type::String | Type::Integer | Type::Float | Type::Value | Type::Unknown
            ),
        }
    }

    /// What a comparison takes it for; `None` for what has no order. A value is a float, or a histogram, with which nothing is compared.
    fn comparable(self) -> Option<Type> {
        match self {
            Type::Value => Some(Type::Float),
            Type::Html => Some(Type::String),
            Type::Bool
            | Type::Integer
            | Type::Float
            | Type::Complex
            | Type::String
            | Type::Unknown => Some(self),
            _ => None,
        }
    }
}

impl Param {
    fn phrase(self) -> &'static str {
        match self {
            Param::Any => "a value",
            Param::Number => "a number",
            Param::String => "a string",
            Param::Results => "the results of a query",
            Param::Sample => "a sample",
        }
    }
}

impl Values<'_, '_> {
    /// What a call gives: the arguments written, and the command before the `|`.
    pub fn call(&mut self, id: NodeId, args: &[NodeId], piped: Option<NodeId>) -> Type {
        let Some(function) = find_function(self.template.written(id)) else {
            return Type::Unknown;
        };
        let arguments: Vec<Argument> = args
            .iter()
            .copied()
            .chain(piped)
            .map(|id| self.argument(id))
            .collect();
        let place = self.template.node(id).range;
        if !self.check_count(function, place, arguments.len()) {
            return function.result;
        }
        for (index, argument) in arguments.iter().enumerate() {
            if let Some(param) = function.param(index) {
                self.check_argument(function, *argument, param);
            }
        }
        match (function.name, arguments.as_slice()) {
            ("query", [literal]) => {
                if let Some(literal) = self.literal(*literal) {
                    self.query(literal);
                }
            }
            ("index", [item, keys @ ..]) => return self.index(*item, keys),
            ("len", [item]) => self.check_length(*item),
            ("eq" | "ne", [left, right, ..]) => self.compare(place, *left, *right, false),
            ("lt" | "le" | "gt" | "ge", [left, right]) => self.compare(place, *left, *right, true),
            ("match" | "reReplaceAll", [pattern, ..]) => self.check_pattern(*pattern),
            _ => {}
        }
        function.result
    }

    fn argument(&self, id: NodeId) -> Argument {
        Argument {
            id,
            value: self.type_of(id),
            range: self.template.node(id).range,
        }
    }

    /// The string literal that an argument is.
    fn literal(&self, argument: Argument) -> Option<NodeId> {
        let mut id = argument.id;
        loop {
            match (self.template.node(id).kind, self.template.children(id)) {
                (Kind::String, _) => return Some(id),
                (Kind::Command | Kind::Pipeline, [child]) => id = *child,
                _ => return None,
            }
        }
    }

    fn check_count(&mut self, function: &Function, place: Range, given: usize) -> bool {
        let wanted = function.params.len();
        let fits = given == wanted || (given > wanted && function.rest.is_some());
        if !fits {
            let least = if function.rest.is_some() {
                "at least "
            } else {
                ""
            };
            let noun = if wanted == 1 { "argument" } else { "arguments" };
            let name = function.name;
            self.fail(
                place,
                format!("`{name}` takes {least}{wanted} {noun}, found {given}"),
            );
        }
        fits
    }

    fn check_argument(&mut self, function: &Function, argument: Argument, param: Param) {
        let name = function.name;
        if !argument.value.fits(param) {
            let (wanted, found) = (param.phrase(), argument.value.phrase());
            let error = Error::new(
                argument.range,
                format!("`{name}` takes {wanted}, found {found}"),
            );
            self.fail_with(match (param, argument.value) {
                (Param::String, Type::Value | Type::Integer | Type::Float) => {
                    error.with_help("make it a string with `printf \"%v\"`")
                }
                (Param::Sample, Type::Results) => error.with_help("take one of them with `first`"),
                _ => error,
            });
        } else if param == Param::Number
            && let Some(literal) = self.literal(argument)
            && !may_be_number(self.template.written(literal))
        {
            let written = self.template.written(literal);
            let message = format!("`{name}` takes a number, found the string {written}");
            self.fail(self.template.node(literal).range, message);
        }
    }

    fn check_pattern(&mut self, pattern: Argument) {
        let Some(literal) = self.literal(pattern) else {
            return;
        };
        let value = read_string(self.template.written(literal)).ok();
        let text = value.and_then(|value| String::from_utf8(value.bytes).ok());
        if let Some(Err(error)) = text.map(|text| regexp::inspect(&text)) {
            let range = self.template.node(literal).range;
            self.fail(
                range,
                format!("the regular expression is not valid: {}", error.message),
            );
        }
    }

    fn check_length(&mut self, item: Argument) {
        let has = matches!(
            item.value,
            Type::String | Type::Html | Type::Labels(_) | Type::Map | Type::Results | Type::Unknown
        );
        if !has {
            self.fail(item.range, format!("{} has no length", item.value.phrase()));
        }
    }

    fn index(&mut self, item: Argument, keys: &[Argument]) -> Type {
        let mut value = item.value;
        for key in keys {
            let (wanted, result) = match value {
                Type::Labels(_) => (Type::String, Type::String),
                Type::Map => (Type::String, Type::Unknown),
                Type::Results => (Type::Integer, Type::Sample),
                Type::String | Type::Html => (Type::Integer, Type::Unknown),
                Type::Unknown => return Type::Unknown,
                _ => {
                    self.fail(item.range, format!("{} has no elements", value.phrase()));
                    return Type::Unknown;
                }
            };
            if key.value != wanted && key.value != Type::Unknown {
                let (wanted, found) = (wanted.phrase(), key.value.phrase());
                let message = format!("{} is indexed by {wanted}, found {found}", value.phrase());
                self.fail(key.range, message);
                return Type::Unknown;
            }
            if let Type::Labels(owner) = value {
                self.key(*key, owner);
            }
            value = result;
        }
        value
    }

    /// A label whose name is a string.
    fn key(&mut self, key: Argument, owner: Owner) {
        if let Some(literal) = self.literal(key) {
            let value = read_string(self.template.written(literal)).unwrap_or_default();
            let range = self.template.node(literal).range;
            self.label(&String::from_utf8_lossy(&value.bytes), range, owner);
        }
    }

    fn compare(&mut self, place: Range, left: Argument, right: Argument, ordered: bool) {
        let kinds = (left.value.comparable(), right.value.comparable());
        let is_nil = [left, right].iter().any(|side| side.value == Type::Nil);
        let fails = match kinds {
            (Some(Type::Unknown), _) | (_, Some(Type::Unknown)) => return,
            (Some(Type::Bool | Type::Complex), Some(_)) if ordered => true,
            (Some(left), Some(right)) => left != right,
            (None, None) => ordered,
            // A histogram may be compared with what is no number, and is not equal.
            _ => ordered || !(is_nil || [left, right].iter().any(|side| side.value == Type::Value)),
        };
        if !fails {
            return;
        }
        let (found, other) = (left.value.phrase(), right.value.phrase());
        let error = Error::new(place, format!("{found} cannot be compared with {other}"));
        let float = |side: Argument| matches!(side.value, Type::Value | Type::Float);
        let whole = |side: Argument| side.value == Type::Integer;
        let mixed = (float(left) && whole(right)) || (whole(left) && float(right));
        let number = if whole(left) { left } else { right };
        let written = self.template.written(number.id);
        let decimal = written.bytes().all(|byte| byte.is_ascii_digit());
        self.fail_with(if mixed && decimal {
            error.with_help(format!("write a float: `{written}.0`"))
        } else {
            error
        });
    }
}

/// Whether a string literal may spell a number: `inf` and `nan` are numbers too.
fn may_be_number(literal: &str) -> bool {
    let inner = literal[1..literal.len() - 1].trim_start_matches(['+', '-']);
    let named = ["inf", "infinity", "nan"]
        .iter()
        .any(|name| inner.eq_ignore_ascii_case(name));
    named || literal.contains('\\') || inner.bytes().any(|byte| byte.is_ascii_digit())
}
