//! Values that know where they stand.

use crate::text::{FileId, Span};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer};
use std::{
    borrow::{Borrow, Cow},
    hash::{Hash, Hasher},
    ops::{Deref, Range},
};

/// A value with the place of its text. Two are equal when their values are.
#[derive(Clone, Debug)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// The place; for a string with its quotes, for a table that is written with a header the header.
    pub span: Span,
}

/// A key or name with its place.
pub type Name = Spanned<String>;

/// Named items in the order in which they are written.
pub type Table<T> = indexmap::IndexMap<Name, T>;

impl<T> Spanned<T> {
    /// The value at a place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl Spanned<String> {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.value
    }
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Spanned<T> {}

impl<T: Hash> Hash for Spanned<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl Borrow<str> for Spanned<String> {
    fn borrow(&self) -> &str {
        &self.value
    }
}

/// Ranges of a table carry the file in their upper half, see [`super::layer`], so that tables of several files can be merged.
pub(super) fn span_of(range: &Range<usize>) -> Span {
    const FILE: u32 = u32::BITS;
    let part = |number: usize| u32::try_from(number & u32::MAX as usize).unwrap_or(u32::MAX);
    Span {
        file: FileId(part(range.start >> FILE)),
        start: part(range.start),
        end: part(range.end),
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = toml::Spanned::<T>::deserialize(deserializer)?;
        let span = span_of(&spanned.span());
        Ok(Self {
            value: spanned.into_inner(),
            span,
        })
    }
}

impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}
