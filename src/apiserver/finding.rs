//! What the server would refuse.

use std::ops::Range;

use crate::apiserver::path::Path;

/// The kinds of errors in apimachinery's `field` package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The object cannot be decoded, or has an unknown or repeated field.
    Undecodable,
    /// `FieldValueNotFound`
    NotFound,
    /// `FieldValueRequired`
    Required,
    /// `FieldValueDuplicate`
    Duplicate,
    /// `FieldValueInvalid`
    Invalid,
    /// `FieldValueNotSupported`
    NotSupported,
    /// `FieldValueForbidden`
    Forbidden,
    /// `FieldValueTooLong`
    TooLong,
    /// `FieldValueTooMany`
    TooMany,
    /// `InternalError`
    Internal,
    /// `FieldValueTypeInvalid`
    TypeInvalid,
}

/// One error of the server.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The field in the server's spelling, such as `spec.validation.openAPIV3Schema.properties[a].type`.
    pub field: String,
    /// The JSON pointer (RFC 6901) of what is at fault in the object as it was written, or of the nearest that is there.
    pub pointer: String,
    /// The bytes of the text at the pointer that are at fault; `None` for all of it.
    pub range: Option<Range<usize>>,
    /// Whether the key itself is at fault, not what stands under it.
    pub is_key: bool,
    /// The kind of error.
    pub cause: Cause,
    /// Which of gen's names it has: the stem of `crd/<name>` or `object/<name>`.
    pub rule: &'static str,
    /// One phrase, lowercase, without a full stop, values in backticks.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

impl Finding {
    /// A finding about all of the value at a path.
    pub fn new(
        path: &Path<'_>,
        cause: Cause,
        rule: &'static str,
        message: impl Into<String>,
    ) -> Self {
        Self {
            field: path.field(),
            pointer: path.pointer(),
            range: None,
            is_key: false,
            cause,
            rule,
            message: message.into(),
            help: None,
        }
    }

    /// The same about the key of the value.
    pub fn at_key(self) -> Self {
        Self {
            is_key: true,
            ..self
        }
    }

    /// The same with what to write instead.
    pub fn with_help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }

    /// The same, at another place of the object: where the user must change something, when the server names where it missed it.
    pub fn written_at(self, path: &Path<'_>) -> Self {
        Self {
            pointer: path.pointer(),
            ..self
        }
    }
}
