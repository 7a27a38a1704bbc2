//! gen's names for what the server refuses in a definition.

/// API version, kind and metadata of the object.
pub const METADATA: &str = "metadata";
/// Group, scope, names, and the approval that groups of Kubernetes need.
pub const NAMES: &str = "names";
/// Versions: their names, which is stored, deprecation.
pub const VERSIONS: &str = "versions";
/// Conversion between versions.
pub const CONVERSION: &str = "conversion";
/// Printer columns.
pub const COLUMN: &str = "column";
/// The subresources status and scale.
pub const SUBRESOURCE: &str = "subresource";
/// Selectable fields.
pub const SELECTABLE_FIELD: &str = "selectable-field";
/// Keywords that the server does not support, or not at this place, or not with this value.
pub const KEYWORD: &str = "keyword";
/// Types, items and properties: what makes a schema structural.
pub const STRUCTURE: &str = "structure";
/// What `allOf`, `anyOf`, `oneOf` and `not` may hold.
pub const JUNCTOR: &str = "junctor";
/// List types, map types and the keys of lists.
pub const LIST_TYPE: &str = "list-type";
/// Patterns that are no regular expressions of Go.
pub const PATTERN: &str = "pattern";
/// Defaults that are not allowed or not valid.
pub const DEFAULT: &str = "default";
