//! The JSON Schema of one project: that of every project, with the project's own names.

use super::{existing, names, references, references::Strict, schema::json_schema, syntax};
use crate::{
    diag::Diagnostic,
    text::{FileId, Sources},
};
use serde_json::Value;

/// Names that gen brings along and that may stand beside the project's.
#[derive(Clone, Debug, Default)]
pub struct BuiltIn {
    /// Series that exist without a declaration, such as `up`.
    pub series: Vec<String>,
    /// Whether `series` holds all series of the project's catalogues.
    pub all_series: bool,
    /// Labels that scraping and rules put on series.
    pub labels: Vec<String>,
    /// Annotations of alerts that have a field of their own.
    pub annotations: Vec<String>,
    /// Catalogues of metrics.
    pub catalogs: Vec<String>,
    /// Scalar types of fields.
    pub types: Vec<String>,
    /// Variables of every dashboard.
    pub variables: Vec<String>,
    /// Checks, `family/name`, and what each finds.
    pub checks: Vec<(&'static str, String)>,
}

/// The JSON Schema (draft 2020-12) of `gen.toml` with the names of this one, and the syntax errors of the file. Errors of other
/// kinds are not looked for. In a file with syntax errors names may be missing: the others are offered, and nothing is refused
/// for its name.
pub fn named_json_schema(
    sources: &Sources,
    file: FileId,
    built_in: &BuiltIn,
) -> (Value, Vec<Diagnostic>) {
    let (whole, diagnostics) = syntax::parse(&sources.get(file).text, file);
    let whole = whole.get_ref();
    let strict = if diagnostics.is_empty() {
        Strict::Yes
    } else {
        Strict::No
    };
    let mut schema = json_schema();
    existing::offer(&mut schema, whole);
    let names = names::find(whole, built_in);
    references::offer(&mut schema, &names, built_in, strict);
    (schema, diagnostics)
}
