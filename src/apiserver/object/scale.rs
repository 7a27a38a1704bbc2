//! The numbers that the scale subresource reads (`registry/customresource/validator.go`).

use super::{definition::Scale, show::shown, validate::numbers::Number};
use crate::apiserver::{Cause, Finding, Path};
use serde_json::Value;

/// What the server refuses of the fields that the scale subresource names.
pub fn validate(object: &Value, scale: &Scale, findings: &mut Vec<Finding>) {
    for path in [&scale.spec, &scale.status] {
        match find(object, path) {
            Ok(None) => {}
            Ok(Some(Value::Number(number)))
                if matches!(Number::of(number), Number::Integer(0..=0x7fff_ffff)) => {}
            Ok(Some(value)) => {
                let message = format!(
                    "`{path}` must be an integer from 0 to {}, not {}",
                    i32::MAX,
                    shown(value)
                );
                tell(message, path, findings);
            }
            Err(key) => tell(
                format!("`{path}` leads through `{key}`, which is no object"),
                path,
                findings,
            ),
        }
    }
    if let Some(path) = &scale.selector {
        match find(object, path) {
            Ok(None | Some(Value::String(_))) => {}
            Ok(Some(value)) => tell(
                format!("`{path}` must be a string, not {}", shown(value)),
                path,
                findings,
            ),
            Err(key) => tell(
                format!("`{path}` leads through `{key}`, which is no object"),
                path,
                findings,
            ),
        }
    }
}

/// The value at a path such as `.spec.replicas`; the key of what is no object on the way.
fn find<'o, 'p>(object: &'o Value, path: &'p str) -> Result<Option<&'o Value>, &'p str> {
    let (mut value, mut last) = (object, "");
    for key in path.strip_prefix('.').unwrap_or(path).split('.') {
        match value {
            Value::Null => return Ok(None),
            Value::Object(fields) => match fields.get(key) {
                Some(inner) => value = inner,
                None => return Ok(None),
            },
            _ => return Err(last),
        }
        last = key;
    }
    Ok(Some(value))
}

fn tell(message: String, path: &str, findings: &mut Vec<Finding>) {
    let pointer = path.replace('~', "~0").replace('/', "~1").replace('.', "/");
    let place = Path::root(path, &pointer);
    findings.push(Finding {
        field: place.field(),
        pointer: place.pointer(),
        range: None,
        is_key: false,
        cause: Cause::Invalid,
        rule: "invalid-scale",
        message,
        help: None,
    });
}

#[cfg(test)]
mod tests {
    use super::validate;
    use crate::apiserver::object::definition::Scale;
    use serde_json::{Value, json};

    #[test]
    fn replicas_are_numbers_of_31_bits() {
        let scale = Scale {
            spec: ".spec.replicas".to_owned(),
            status: ".status.replicas".to_owned(),
            selector: Some(".status.selector".to_owned()),
        };
        let cases: Vec<(Value, &[&str])> = vec![
            (json!({}), &[]),
            (json!({ "spec": { "replicas": 3 }, "status": null }), &[]),
            (
                json!({ "spec": { "replicas": 2147483648_i64 } }),
                &[".spec.replicas"],
            ),
            (json!({ "spec": { "replicas": -1 } }), &[".spec.replicas"]),
            (json!({ "spec": { "replicas": 1.0 } }), &[".spec.replicas"]),
            (json!({ "spec": { "replicas": null } }), &[".spec.replicas"]),
            (json!({ "spec": [] }), &[".spec.replicas"]),
            (
                json!({ "status": { "selector": 1 } }),
                &[".status.selector"],
            ),
        ];
        for (object, expected) in cases {
            let mut findings = Vec::new();
            validate(&object, &scale, &mut findings);
            let fields: Vec<&str> = findings
                .iter()
                .map(|finding| finding.field.as_str())
                .collect();
            assert_eq!(fields, expected, "{object}");
        }
    }
}
