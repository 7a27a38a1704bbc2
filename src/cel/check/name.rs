//! Names: variables, types, fields.

use crate::cel::ast::{Expr, ExprKind, Literal, Select};
use crate::cel::check::Checker;
use crate::cel::check::explain::no_fields;
use crate::cel::check::solve::unwrap_optional;
use crate::cel::token::RESERVED;
use crate::cel::types::{OPTIONAL, Object, Parameter, Reference, Type};
use std::ops::Range;
use std::sync::Arc;

/// Messages of protocol buffers that the API server knows by name. No rule needs them: what they consist of is not looked at.
const MESSAGES: [&str; 17] = [
    "Any",
    "BoolValue",
    "BytesValue",
    "DoubleValue",
    "Empty",
    "Field",
    "FloatValue",
    "Int32Value",
    "Int64Value",
    "ListValue",
    "NullValue.NULL_VALUE",
    "StringValue",
    "Struct",
    "Struct.FieldsEntry",
    "UInt32Value",
    "UInt64Value",
    "Value",
];

/// The package of the messages.
const PACKAGE: &str = "google.protobuf.";

/// The minor release of Kubernetes 1 that brought optional values.
const OPTIONALS_SINCE: u32 = 28;

/// The minor release of Kubernetes 1 since which fields with the names of reserved words need no escape.
const UNESCAPED_SINCE: u32 = 31;

/// Returns the type that a name stands for in Kubernetes 1.`minor`.
pub(super) fn named_type(name: &str, minor: u32) -> Option<Type> {
    let parameter = |name| Arc::new(Type::Parameter(Parameter::Named(name)));
    let kind = match name {
        "bool" => Type::Bool,
        "bytes" => Type::Bytes,
        "double" => Type::Double,
        "duration" | "google.protobuf.Duration" => Type::Duration,
        "int" => Type::Int,
        "list" => Type::List(parameter("A")),
        "map" => Type::Map(parameter("A"), parameter("B")),
        "null_type" => Type::Null,
        "string" => Type::String,
        "timestamp" | "google.protobuf.Timestamp" => Type::Timestamp,
        "type" => Type::Type(None),
        "uint" => Type::Uint,
        OPTIONAL if minor >= OPTIONALS_SINCE => Type::Opaque(OPTIONAL, Vec::new()),
        _ => {
            let message = name.strip_prefix(PACKAGE)?;
            return MESSAGES.contains(&message).then_some(Type::Error);
        }
    };
    Some(kind)
}

/// Returns the name with its dots; `None` when the expression is more than a name.
pub(super) fn qualified_name(expr: &Expr) -> Option<String> {
    let mut fields = Vec::new();
    let mut at = expr;
    loop {
        match &at.kind {
            ExprKind::Select(select) if !select.is_test => {
                fields.push(&select.field);
                at = &select.operand;
            }
            ExprKind::Ident(name) => {
                let mut all = name.clone();
                for field in fields.iter().rev() {
                    all.push('.');
                    all.push_str(field);
                }
                return Some(all);
            }
            _ => return None,
        }
    }
}

impl Checker<'_> {
    /// Returns the full name and the type of what a name stands for.
    fn look_up(&self, name: &str) -> Option<(String, Type)> {
        let name = name.strip_prefix('.').unwrap_or(name);
        let local = self.scopes.iter().rev();
        let known = local.chain(&self.environment.variables);
        for (known, kind) in known {
            if known == name {
                return Some((name.to_owned(), kind.clone()));
            }
        }
        let kind = named_type(name, self.environment.minor)?;
        let kind = if name.ends_with("NULL_VALUE") {
            Type::Int
        } else {
            Type::Type(Some(Arc::new(kind)))
        };
        Some((name.to_owned(), kind))
    }

    /// Whether a name stands for something.
    pub(super) fn is_declared(&self, name: &str) -> bool {
        self.look_up(name).is_some()
    }

    pub(super) fn ident(&mut self, expr: &mut Expr) {
        let ExprKind::Ident(name) = &expr.kind else {
            return;
        };
        match self.look_up(name) {
            Some((full, kind)) => self.resolve(expr, full, kind),
            None => {
                let error = self.undeclared(name, expr.range.clone());
                self.error(error);
                self.types[expr.id] = Type::Error;
            }
        }
    }

    /// Makes the node the variable or the type of this name.
    fn resolve(&mut self, expr: &mut Expr, name: String, kind: Type) {
        self.types[expr.id] = kind;
        self.references[expr.id] = Reference::Variable(name.clone());
        expr.kind = ExprKind::Ident(name);
    }

    pub(super) fn select(&mut self, expr: &mut Expr) {
        if let Some((full, kind)) = self.dotted(expr) {
            return self.resolve(expr, full, kind);
        }
        let id = expr.id;
        let ExprKind::Select(select) = &mut expr.kind else {
            return;
        };
        let Select {
            operand,
            field,
            field_range,
            is_test,
        } = select;
        let (kind, is_optional) = self.field(operand, field, field_range.clone());
        self.types[id] = match (is_test, is_optional) {
            (true, _) => Type::Bool,
            (_, true) => kind.optional(),
            _ => kind,
        };
    }

    /// What a name with dots stands for as a whole.
    fn dotted(&self, expr: &Expr) -> Option<(String, Type)> {
        let name = qualified_name(expr)?;
        self.look_up(&name)
    }

    /// Checks `operand.?field`.
    pub(super) fn optional_select(&mut self, id: usize, arguments: &mut [Expr]) {
        let [operand, name] = arguments else {
            return;
        };
        let ExprKind::Literal(Literal::String(field)) = &name.kind else {
            return;
        };
        let (kind, _) = self.field(operand, field, name.range.clone());
        self.types[id] = kind.optional();
        self.references[id] = Reference::Overloads(vec!["select_optional_field"]);
        self.types[name.id] = Type::String;
    }

    /// The field of an object. Those with the names of reserved words are known by their escaped names only, at first.
    fn find_field<'o>(&self, object: &'o Object, name: &str) -> Option<&'o Type> {
        if self.environment.minor < UNESCAPED_SINCE && RESERVED.contains(&name) {
            return None;
        }
        object.find_field(name)
    }

    /// Checks the operand and returns the type of its field, and whether the operand may be absent.
    fn field(&mut self, operand: &mut Expr, field: &str, place: Range<usize>) -> (Type, bool) {
        self.check(operand);
        let whole = self.known_type_of(operand);
        let (kind, is_optional) = unwrap_optional(&whole);
        let result = match &kind {
            Type::Map(_, value) => (**value).clone(),
            Type::Object(object) => match self.find_field(object, field) {
                Some(kind) => kind.clone(),
                None => {
                    let error = self.undefined_field(operand, object, field, place);
                    self.error(error);
                    Type::Error
                }
            },
            Type::Parameter(_) => {
                self.solver.assignable(&Type::Dyn, &kind);
                Type::Dyn
            }
            kind if kind.is_unknown() => Type::Dyn,
            kind => {
                self.error(no_fields(kind, field, place));
                Type::Error
            }
        };
        (self.solver.substitute(&result, false), is_optional)
    }
}
