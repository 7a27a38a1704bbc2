//! The two kinds of paths in definitions: simple ones, of which the server looks at the first letter only, and paths to fields of a
//! schema (`ValidFieldPath` of `pkg/apiserver/schema/cel`).

use crate::apiserver::{
    finding::{Cause, Finding},
    path::Path,
    schema::{Additional, Schema},
};

/// What is wrong with a path of columns or subresources, which is not empty.
pub fn check_simple(text: &str, rule: &'static str, path: &Path<'_>) -> Option<Finding> {
    if text.starts_with('.') {
        return None;
    }
    let message = format!("the path `{text}` does not begin with a dot");
    let finding = Finding::new(path, Cause::Invalid, rule, message);
    let bare = text.trim_start_matches(['$', '{']).trim_end_matches('}');
    let fitting = format!(".{}", bare.trim_start_matches('.'));
    Some(finding.with_help(format!("write `{fitting}`")))
}

/// A field that a path leads to.
pub struct Field<'s> {
    /// Its schema.
    pub schema: &'s Schema,
    /// The names on the way; two paths to one field have the same.
    pub names: Vec<String>,
}

/// Why a path leads to no field.
pub enum Astray {
    /// The phrase continues "the path … ".
    Invalid(String),
    /// The server has no schema to look into and crashes.
    Panic,
}

/// Follows a path of names with dots before them, as selectable fields have it. `schema` is `None` when the server has none.
pub fn follow<'s>(text: &str, schema: Option<&'s Schema>) -> Result<Field<'s>, Astray> {
    let invalid = |why: &str| Err(Astray::Invalid(why.to_owned()));
    let mut tokens = tokens(text).into_iter();
    let mut names = Vec::new();
    let mut here = schema;
    while let Some(token) = tokens.next() {
        match token {
            "." => {}
            "[" => return invalid("uses brackets, and only dots are allowed"),
            _ => return invalid("does not begin with a dot"),
        }
        let Some(name) = tokens.next() else {
            return invalid("ends with a dot");
        };
        let schema = here.ok_or(Astray::Panic)?;
        here = match (&schema.additional_properties, schema.properties.get(name)) {
            (_, Some(field)) => Some(field),
            (Some(Additional::Schema(entry)), None) if schema.properties.is_empty() => Some(entry),
            (Some(Additional::Flag(_)), None) if schema.properties.is_empty() => None,
            _ => {
                let why = format!("leads to `{name}`, which the schema does not have");
                return Err(Astray::Invalid(why));
            }
        };
        names.push(name.to_owned());
    }
    match here {
        Some(schema) => Ok(Field { schema, names }),
        None => invalid("leads into a map whose values have no type"),
    }
}

/// Dots and brackets, and what stands between them; a text in single quotes is one token.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (token, after) = rest.split_at(token_length(rest));
        tokens.push(token);
        rest = after;
    }
    tokens
}

fn token_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    if bytes[0] == b'\'' {
        let is_end = |at: &usize| bytes[*at] == b'\'' && bytes[at - 1] != b'\\';
        return (1..bytes.len())
            .find(is_end)
            .map_or(bytes.len(), |at| at + 1);
    }
    match text.find(['.', '[', ']']) {
        Some(0) => 1,
        Some(at) => at,
        None => bytes.len(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Astray, follow, tokens};
    use crate::apiserver::schema::Schema;

    #[test]
    fn paths_are_parted_at_dots_and_brackets() {
        assert_eq!(
            tokens(".a['b.c'].d"),
            [".", "a", "[", "'b.c'", "]", ".", "d"]
        );
        assert_eq!(tokens("'a"), ["'a"]);
        assert_eq!(tokens("é."), ["é", "."]);
    }

    #[test]
    fn paths_lead_to_fields_of_the_schema() {
        let schema = Schema::read(&json!({"type": "object", "properties": {
            "a": {"type": "object", "additionalProperties": {"type": "string"}},
            "b": {"type": "object", "additionalProperties": true},
            "c": {"type": "integer"},
        }}));
        let cases = [
            (".c", Some("integer")),
            (".a.x", Some("string")),
            (".b.x", None),
            ("c", None),
            (".c.d", None),
            (".a.", None),
            (".a[x]", None),
            (".d", None),
        ];
        for (path, expected) in cases {
            let found = follow(path, Some(&schema));
            let found = found.ok().map(|field| field.schema.kind.clone());
            assert_eq!(found.as_deref(), expected, "{path}");
        }
        assert!(matches!(follow(".a", None), Err(Astray::Panic)));
        assert!(matches!(follow("a", None), Err(Astray::Invalid(_))));
    }
}
