//! How a row of the tables is written.

use crate::cel::types::{OPTIONAL, Type};
use std::sync::Arc;

/// A way to call a function.
pub struct Overload {
    /// The function; for an operator the name that cel-go gives it.
    pub function: &'static str,
    /// The overload's name in cel-go, which estimates and evaluation go by.
    pub id: &'static str,
    /// Whether the first argument stands before a dot.
    pub is_method: bool,
    /// The types of the arguments.
    pub arguments: &'static [Shape],
    /// The type of the value.
    pub result: Shape,
}

/// A type as a row has it.
#[derive(Clone, Copy)]
pub enum Shape {
    /// Anything.
    Dyn,
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
    /// A list of items.
    List(&'static Shape),
    /// A map from keys to values.
    Map(&'static Shape, &'static Shape),
    /// A value that may be absent.
    Optional(&'static Shape),
    /// The type of a type.
    Type(&'static Shape),
    /// A type without parts.
    Opaque(&'static str),
    /// Any type, the same one wherever it has this number in the row: 0 or 1.
    Parameter(usize),
}

pub(super) const A: Shape = Shape::Parameter(0);
pub(super) const B: Shape = Shape::Parameter(1);
pub(super) const AUTHORIZER: Shape = Shape::Opaque("kubernetes.authorization.Authorizer");
pub(super) const CIDR: Shape = Shape::Opaque("net.CIDR");
pub(super) const DECISION: Shape = Shape::Opaque("kubernetes.authorization.Decision");
pub(super) const FORMAT: Shape = Shape::Opaque("kubernetes.NamedFormat");
pub(super) const GROUP_CHECK: Shape = Shape::Opaque("kubernetes.authorization.GroupCheck");
pub(super) const IP: Shape = Shape::Opaque("net.IP");
pub(super) const PATH_CHECK: Shape = Shape::Opaque("kubernetes.authorization.PathCheck");
pub(super) const QUANTITY: Shape = Shape::Opaque("kubernetes.Quantity");
pub(super) const RESOURCE_CHECK: Shape = Shape::Opaque("kubernetes.authorization.ResourceCheck");
pub(super) const SEMVER: Shape = Shape::Opaque("kubernetes.Semver");
pub(super) const URL: Shape = Shape::Opaque("kubernetes.URL");

/// A function that stands alone.
pub(super) const fn function(
    function: &'static str,
    id: &'static str,
    arguments: &'static [Shape],
    result: Shape,
) -> Overload {
    Overload {
        function,
        id,
        is_method: false,
        arguments,
        result,
    }
}

/// A function behind a dot.
pub(super) const fn method(
    function: &'static str,
    id: &'static str,
    arguments: &'static [Shape],
    result: Shape,
) -> Overload {
    Overload {
        function,
        id,
        is_method: true,
        arguments,
        result,
    }
}

impl Overload {
    /// Whether a type of the row is a parameter.
    pub fn has_parameters(&self) -> bool {
        let mut shapes = self.arguments.iter().chain([&self.result]);
        shapes.any(Shape::has_parameter)
    }
}

impl Shape {
    fn has_parameter(&self) -> bool {
        match self {
            Self::Parameter(_) => true,
            Self::List(inner) | Self::Optional(inner) | Self::Type(inner) => inner.has_parameter(),
            Self::Map(key, value) => key.has_parameter() || value.has_parameter(),
            _ => false,
        }
    }

    /// The type, with these types for the parameters.
    pub fn with(&self, parameters: &[Type; 2]) -> Type {
        let inside = |shape: &Shape| Arc::new(shape.with(parameters));
        match self {
            Self::Dyn => Type::Dyn,
            Self::Bool => Type::Bool,
            Self::Int => Type::Int,
            Self::Uint => Type::Uint,
            Self::Double => Type::Double,
            Self::String => Type::String,
            Self::Bytes => Type::Bytes,
            Self::Duration => Type::Duration,
            Self::Timestamp => Type::Timestamp,
            Self::List(item) => Type::List(inside(item)),
            Self::Map(key, value) => Type::Map(inside(key), inside(value)),
            Self::Optional(value) => Type::Opaque(OPTIONAL, vec![value.with(parameters)]),
            Self::Type(of) => Type::Type(Some(inside(of))),
            Self::Opaque(name) => Type::Opaque(name, Vec::new()),
            Self::Parameter(number) => parameters[*number].clone(),
        }
    }
}
