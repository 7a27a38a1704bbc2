//! Types of expressions.

use std::sync::Arc;

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
    /// The type of a field; `None` when the schema has none of this name.
    pub fn find_field(&self, name: &str) -> Option<&Type> {
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
