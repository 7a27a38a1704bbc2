//! Types of expressions.

use crate::cel::token::RESERVED;
use std::fmt;
use std::sync::Arc;

/// The name of the type of values that may be absent; its part is the type of the value.
pub const OPTIONAL: &str = "optional_type";

/// The type of an expression. Text of a format that CEL has a type for (duration, date-time, bytes) is of that type.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// Anything; it is known when the rule runs.
    Dyn,
    /// An error, which fits everywhere so that one mistake is told once.
    Error,
    /// `null`
    Null,
    /// `bool`
    Bool,
    /// `int`
    Int,
    /// `uint`
    Uint,
    /// `double`
    Double,
    /// `string`
    String,
    /// `bytes`
    Bytes,
    /// `google.protobuf.Duration`
    Duration,
    /// `google.protobuf.Timestamp`
    Timestamp,
    /// A list and the type of its items.
    List(Arc<Type>),
    /// A map with the types of its keys and values.
    Map(Arc<Type>, Arc<Type>),
    /// A type without parts of its own, such as `kubernetes.Quantity`, or with them, such as `optional_type`.
    Opaque(&'static str, Vec<Type>),
    /// An object of a schema.
    Object(Arc<Object>),
    /// The type of a type.
    Type(Option<Arc<Type>>),
    /// A parameter of an overload, by its name, and inside of the checker by its number.
    Parameter(Parameter),
}

/// A type that is not known yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// As an overload declares it.
    Named(&'static str),
    /// As the checker solves it.
    Numbered(usize),
}

impl Type {
    /// The type of a value of this type that may be absent.
    pub fn optional(self) -> Self {
        Type::Opaque(OPTIONAL, vec![self])
    }

    /// The type of the value that may be absent; `None` when this is no such type.
    pub fn find_optional(&self) -> Option<&Self> {
        match self {
            Type::Opaque(OPTIONAL, parts) => parts.first(),
            _ => None,
        }
    }

    /// Whether it fits everywhere: it is not known before the rule runs, or an error that was told.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Type::Dyn | Type::Error)
    }
}

impl fmt::Display for Type {
    /// The name as the API server's messages have it; an object is just that.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Type::Dyn => "dyn",
            Type::Error => "unknown",
            Type::Null => "null",
            Type::Bool => "bool",
            Type::Int => "int",
            Type::Uint => "uint",
            Type::Double => "double",
            Type::String => "string",
            Type::Bytes => "bytes",
            Type::Duration => "duration",
            Type::Timestamp => "timestamp",
            Type::Object(_) => "object",
            Type::Type(None) => "type",
            Type::Parameter(Parameter::Named(name)) => name,
            Type::Parameter(Parameter::Numbered(_)) => "any",
            Type::List(item) => return write!(f, "list({item})"),
            Type::Map(key, value) => return write!(f, "map({key}, {value})"),
            Type::Type(Some(of)) => return write!(f, "type({of})"),
            Type::Opaque(name, parts) => return opaque(f, name, parts),
        };
        f.write_str(name)
    }
}

fn opaque(f: &mut fmt::Formatter<'_>, name: &str, parts: &[Type]) -> fmt::Result {
    f.write_str(name)?;
    for (index, part) in parts.iter().enumerate() {
        f.write_str(if index == 0 { "(" } else { ", " })?;
        write!(f, "{part}")?;
    }
    f.write_str(if parts.is_empty() { "" } else { ")" })
}

/// An object with named fields. Two are the same type when their names are.
#[derive(Clone, Debug)]
pub struct Object {
    /// Unique in a schema.
    pub name: String,
    /// The fields by the names that expressions use (escaped), sorted.
    pub fields: Vec<(String, Type)>,
}

impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Object {
    /// The type of a field; `None` when the schema has none of this name. A word that CEL reserves is found without its escape too
    /// (`namespace` as `__namespace__`; `FindStructFieldType` in `apiserver/pkg/cel/types.go`).
    pub fn find_field(&self, name: &str) -> Option<&Type> {
        let escaped = RESERVED.contains(&name).then(|| format!("__{name}__"));
        let field = self.find_written(name);
        field.or_else(|| self.find_written(&escaped?))
    }

    fn find_written(&self, name: &str) -> Option<&Type> {
        let at = self
            .fields
            .binary_search_by(|(known, _)| known.as_str().cmp(name))
            .ok()?;
        Some(&self.fields[at].1)
    }
}

/// What the checker knows of an expression. Both lists are indexed by [`super::ast::Expr::id`].
#[derive(Clone, Debug)]
pub struct Checked {
    /// The expression.
    pub ast: super::ast::Ast,
    /// The type of each node.
    pub types: Vec<Type>,
    /// What each name and call means.
    pub references: Vec<Reference>,
}

impl Checked {
    /// The type of the value of the whole expression.
    pub fn result(&self) -> &Type {
        &self.types[self.ast.root.id]
    }

    /// Whether the expression names a variable, or declares one of this name in a loop and uses that.
    pub fn uses(&self, variable: &str) -> bool {
        let is_it = |reference: &Reference| matches!(reference, Reference::Variable(name) if name == variable);
        self.references.iter().any(is_it)
    }
}

/// What a node refers to.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Reference {
    /// It is no name and no call.
    #[default]
    Nothing,
    /// A variable, by its full name.
    Variable(String),
    /// The overloads of a function that fit, by cel-go's names.
    Overloads(Vec<&'static str>),
}
