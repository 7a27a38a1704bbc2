//! The fields of metadata and their types (`ObjectMeta` of apimachinery).

/// What a value must be. Null is always allowed, and means that the field is absent.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A string.
    Text,
    /// A string that is always there once its object is.
    RequiredText,
    /// A whole number of 64 bits; 0 counts as absent where the flag says so.
    Integer { zero_counts: bool },
    /// `true` or `false`.
    Flag,
    /// A time of RFC 3339.
    Time,
    /// An object with strings.
    TextMap,
    /// A list of strings.
    Texts,
    /// A list of objects with these fields.
    Objects(&'static [Field]),
    /// Anything.
    Any,
}

/// A field's name and type.
pub type Field = (&'static str, Shape);

/// `metadata`
pub const METADATA: &[Field] = &[
    ("name", Shape::Text),
    ("generateName", Shape::Text),
    ("namespace", Shape::Text),
    ("selfLink", Shape::Text),
    ("uid", Shape::Text),
    ("resourceVersion", Shape::Text),
    ("generation", Shape::Integer { zero_counts: false }),
    ("creationTimestamp", Shape::Time),
    ("deletionTimestamp", Shape::Time),
    (
        "deletionGracePeriodSeconds",
        Shape::Integer { zero_counts: true },
    ),
    ("labels", Shape::TextMap),
    ("annotations", Shape::TextMap),
    ("ownerReferences", Shape::Objects(OWNER)),
    ("finalizers", Shape::Texts),
    ("managedFields", Shape::Objects(MANAGED)),
];

/// An entry of `ownerReferences`.
const OWNER: &[Field] = &[
    ("apiVersion", Shape::RequiredText),
    ("kind", Shape::RequiredText),
    ("name", Shape::RequiredText),
    ("uid", Shape::RequiredText),
    ("controller", Shape::Flag),
    ("blockOwnerDeletion", Shape::Flag),
];

/// An entry of `managedFields`.
const MANAGED: &[Field] = &[
    ("manager", Shape::Text),
    ("operation", Shape::Text),
    ("apiVersion", Shape::Text),
    ("time", Shape::Time),
    ("fieldsType", Shape::Text),
    ("fieldsV1", Shape::Any),
    ("subresource", Shape::Text),
];
