//! Values of expressions.

use super::{
    fault::Fault,
    quantity::Quantity,
    semver::Semver,
    time::{Duration, Timestamp},
    url::Url,
};
use indexmap::IndexMap;
use std::{
    hash::{Hash, Hasher},
    net::IpAddr,
    sync::Arc,
};

/// A value; copies are cheap.
#[derive(Clone, Debug)]
pub enum Value {
    /// `null`
    Null,
    /// A truth value.
    Bool(bool),
    /// An integer with a sign.
    Int(i64),
    /// An integer without a sign.
    Uint(u64),
    /// A number.
    Double(f64),
    /// A text.
    String(Arc<str>),
    /// Bytes.
    Bytes(Arc<[u8]>),
    /// A length of time.
    Duration(Duration),
    /// A point in time.
    Timestamp(Timestamp),
    /// A list.
    List(Arc<List>),
    /// A map, or an object of a schema.
    Map(Arc<Map>),
    /// A value that may be absent.
    Optional(Option<Arc<Value>>),
    /// A type, by its name.
    Type(Arc<str>),
    /// `kubernetes.Quantity`
    Quantity(Quantity),
    /// `kubernetes.URL`
    Url(Arc<Url>),
    /// `net.IP`
    Ip(IpAddr),
    /// `net.CIDR`: an address and the length of its prefix, in bits.
    Cidr(IpAddr, u8),
    /// `kubernetes.Semver`
    Semver(Arc<Semver>),
    /// `kubernetes.NamedFormat`, by its name.
    Format(&'static str),
    /// An item that has no value; whoever looks at it gets the error.
    Fault(Fault),
}

/// A list.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// The items.
    pub items: Vec<Value>,
    /// How it is compared and added to.
    pub kind: ListKind,
}

/// How a list of a schema is compared and added to.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum ListKind {
    /// Item by item; made by an expression.
    #[default]
    Plain,
    /// Item by item; out of an object.
    Atomic,
    /// Without order (`x-kubernetes-list-type: set`).
    Set,
    /// By the values of these fields (`x-kubernetes-list-type: map`). `None` is a field that no item has, because the server looks for
    /// the escaped name.
    Keyed(Vec<Option<String>>),
}

/// A map, or an object.
#[derive(Clone, Debug, Default)]
pub struct Map {
    /// The entries; an object's by their escaped names, without those that are null.
    pub entries: IndexMap<Key, Value>,
    /// How many entries it has with those that expressions do not see.
    pub size: usize,
    /// What an object holds that its schema does not know.
    pub others: Vec<(String, serde_json::Value)>,
    /// Whether it comes out of an object and was not made by an expression.
    pub is_of_schema: bool,
}

/// A key of a map.
#[derive(Clone, Debug)]
pub enum Key {
    /// A truth value.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// An integer without a sign; the same key as an equal one with a sign.
    Uint(u64),
    /// A text.
    String(Arc<str>),
}

impl Key {
    /// The key as a number, if it is one.
    fn number(&self) -> Option<i128> {
        match self {
            Key::Int(number) => Some((*number).into()),
            Key::Uint(number) => Some((*number).into()),
            Key::Bool(_) | Key::String(_) => None,
        }
    }

    /// The key for a value; `None` when a map has no such keys.
    pub fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Bool(flag) => Some(Key::Bool(*flag)),
            Value::Int(number) => Some(Key::Int(*number)),
            Value::Uint(number) => Some(Key::Uint(*number)),
            Value::String(text) => Some(Key::String(text.clone())),
            // A whole number finds an integer.
            Value::Double(number) if number.fract() == 0.0 && number.abs() < 9.2e18 => {
                Some(Key::Int(*number as i64))
            }
            _ => None,
        }
    }

    /// The key as a value.
    pub fn value(&self) -> Value {
        match self {
            Key::Bool(flag) => Value::Bool(*flag),
            Key::Int(number) => Value::Int(*number),
            Key::Uint(number) => Value::Uint(*number),
            Key::String(text) => Value::String(text.clone()),
        }
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Key::Bool(own), Key::Bool(other)) => own == other,
            (Key::String(own), Key::String(other)) => own == other,
            _ => self.number().is_some() && self.number() == other.number(),
        }
    }
}

impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Key::Bool(flag) => flag.hash(state),
            Key::String(text) => text.hash(state),
            Key::Int(_) | Key::Uint(_) => self.number().hash(state),
        }
    }
}

impl Value {
    /// A text.
    pub fn text(text: impl Into<Arc<str>>) -> Self {
        Value::String(text.into())
    }

    /// A plain list.
    pub fn list(items: Vec<Value>) -> Self {
        let kind = ListKind::Plain;
        Value::List(Arc::new(List { items, kind }))
    }

    /// A plain map.
    pub fn map(entries: IndexMap<Key, Value>) -> Self {
        let size = entries.len();
        Value::Map(Arc::new(Map {
            entries,
            size,
            ..Map::default()
        }))
    }

    /// A value that is there.
    pub fn some(value: Value) -> Self {
        Value::Optional(Some(Arc::new(value)))
    }

    /// The value of an item, or its error.
    pub fn checked(&self) -> Result<Value, Fault> {
        match self {
            Value::Fault(fault) => Err(fault.clone()),
            value => Ok(value.clone()),
        }
    }

    /// The name of its type.
    pub fn type_name(&self) -> &'static str {
        match self {
            Value::Null => "null_type",
            Value::Bool(_) => "bool",
            Value::Int(_) => "int",
            Value::Uint(_) => "uint",
            Value::Double(_) => "double",
            Value::String(_) => "string",
            Value::Bytes(_) => "bytes",
            Value::Duration(_) => "google.protobuf.Duration",
            Value::Timestamp(_) => "google.protobuf.Timestamp",
            Value::List(_) => "list",
            Value::Map(_) => "map",
            Value::Optional(_) => "optional_type",
            Value::Type(_) => "type",
            Value::Quantity(_) => "kubernetes.Quantity",
            Value::Url(_) => "kubernetes.URL",
            Value::Ip(_) => "net.IP",
            Value::Cidr(..) => "net.CIDR",
            Value::Semver(_) => "kubernetes.Semver",
            Value::Format(_) => "kubernetes.NamedFormat",
            Value::Fault(_) => "error",
        }
    }

    /// What `size()` says, and what comparisons of costs go by; `None` for what has no size.
    pub fn size(&self) -> Option<u64> {
        let size = match self {
            Value::String(text) => text.chars().count(),
            Value::Bytes(bytes) => bytes.len(),
            Value::List(list) => list.items.len(),
            Value::Map(map) => map.size,
            _ => return None,
        };
        u64::try_from(size).ok()
    }
}
