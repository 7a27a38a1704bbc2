//! What `allOf`, `anyOf`, `oneOf` and `not` may hold: restrictions of values, nothing that describes their structure
//! (`validateValueValidation`), and patterns wherever they stand.

use crate::{
    apiserver::{
        definition::{
            rule::{JUNCTOR, PATTERN},
            schema::plain,
        },
        finding::{Cause, Finding},
        path::Path,
        schema::{Additional, Items, Schema},
    },
    regexp,
};

/// Whether something is in a schema.
type Test = fn(&Schema) -> bool;

/// What may not stand in a junctor, and whether it does.
const FORBIDDEN: [(&str, Test); 12] = [
    ("type", |schema| !schema.kind.is_empty()),
    ("additionalProperties", |schema| {
        !matches!(
            schema.additional_properties,
            None | Some(Additional::Flag(false))
        )
    }),
    ("default", |schema| schema.default.is_some()),
    ("title", |schema| !schema.title.is_empty()),
    ("description", |schema| !schema.description.is_empty()),
    ("nullable", |schema| schema.is_nullable),
    ("x-kubernetes-preserve-unknown-fields", |schema| {
        schema.preserve_unknown_fields == Some(true)
    }),
    ("x-kubernetes-embedded-resource", |schema| {
        schema.is_embedded_resource
    }),
    ("x-kubernetes-int-or-string", |schema| {
        schema.is_int_or_string
    }),
    ("x-kubernetes-list-map-keys", |schema| {
        !schema.list_map_keys.is_empty()
    }),
    ("x-kubernetes-list-type", |schema| {
        schema.list_type.is_some()
    }),
    ("x-kubernetes-map-type", |schema| schema.map_type.is_some()),
];

/// Judges the junctors and the pattern of a schema that stands in no junctor.
pub fn check(schema: &Schema, path: &Path<'_>, findings: &mut Vec<Finding>) {
    let any_of = Exception {
        any_of: plain::is_int_or_string(&schema.any_of),
        first_all_of: (schema.all_of.first())
            .is_some_and(|first| plain::is_int_or_string(&first.any_of)),
    };
    check_values(schema, any_of, path, findings);
}

/// Which `anyOf` may say that a value is an integer or a string.
#[derive(Clone, Copy, Default)]
struct Exception {
    any_of: bool,
    first_all_of: bool,
}

fn check_values(
    schema: &Schema,
    exception: Exception,
    path: &Path<'_>,
    findings: &mut Vec<Finding>,
) {
    let none = Exception::default();
    if !exception.any_of {
        check_parts(&schema.any_of, none, &path.child("anyOf"), findings);
    }
    let all_of = path.child("allOf");
    for (index, part) in schema.all_of.iter().enumerate() {
        let exception = Exception {
            any_of: exception.first_all_of && index == 0,
            first_all_of: false,
        };
        check_part(part, exception, &all_of.index(index), findings);
    }
    check_parts(&schema.one_of, none, &path.child("oneOf"), findings);
    if let Some(not) = &schema.not {
        check_part(not, none, &path.child("not"), findings);
    }
    if let Err(error) = regexp::inspect(&schema.pattern) {
        let message = format!(
            "the pattern `{}` is no regular expression: {}",
            schema.pattern, error.message
        );
        let finding = Finding::new(&path.child("pattern"), Cause::Invalid, PATTERN, message);
        let finding = finding.with_help("patterns are those of Go (RE2)");
        findings.push(Finding {
            range: Some(error.range),
            ..finding
        });
    }
}

fn check_parts(
    parts: &[Schema],
    exception: Exception,
    path: &Path<'_>,
    findings: &mut Vec<Finding>,
) {
    for (index, part) in parts.iter().enumerate() {
        check_part(part, exception, &path.index(index), findings);
    }
}

/// A schema in a junctor.
fn check_part(part: &Schema, exception: Exception, path: &Path<'_>, findings: &mut Vec<Finding>) {
    for (keyword, is_there) in FORBIDDEN {
        if is_there(part) {
            findings.push(forbidden(keyword, &path.child(keyword)));
        }
    }
    if !part.validations.is_empty() {
        let keyword = "x-kubernetes-validations";
        findings.push(forbidden(keyword, &path.child(keyword)));
    }
    let properties = path.child("properties");
    if part.properties.contains_key("metadata") {
        let message = "`metadata` is restricted within `allOf`, `anyOf`, `oneOf` or `not`";
        let path = properties.key("metadata");
        let finding = Finding::new(&path, Cause::Forbidden, JUNCTOR, message);
        let help = "write a rule in `x-kubernetes-validations`";
        findings.push(finding.at_key().with_help(help));
    }
    check_values(part, exception, path, findings);
    let none = Exception::default();
    if let Some(Items::One(items)) = &part.items {
        check_part(items, none, &path.child("items"), findings);
    }
    for (name, property) in &part.properties {
        check_part(property, none, &properties.key(name), findings);
    }
}

fn forbidden(keyword: &str, path: &Path<'_>) -> Finding {
    let message = format!("`{keyword}` stands within `allOf`, `anyOf`, `oneOf` or `not`");
    let help = match keyword {
        "type" => {
            "write it outside; `x-kubernetes-int-or-string: true` is for values of both types"
        }
        "nullable" | "default" => "write it in the schema outside, where it holds for all values",
        _ => "write it in the schema outside",
    };
    let finding = Finding::new(path, Cause::Forbidden, JUNCTOR, message).at_key();
    finding.with_help(help)
}
