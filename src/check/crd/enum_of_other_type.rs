//! Values of an enumeration that no value can be.

use super::parts::parts;
use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Crd, Tree, TreeValue},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "crd/enum-of-other-type",
        level: Level::Warn,
        docs: r#"Finds values of `enum` that are not of the field's type.

## Why it matters

The API server takes any value there. An object with it is refused nevertheless, as it is of the wrong type: who reads the schema believes that the
value is allowed.

## Example

```toml
[crds.Lift]
group = "depot.example.com"

[crds.Lift.versions.v1]
schema.spec.floor = "integer"
schema.spec._.raw = { properties = { floor = { enum = [1, 2, "roof"] } } }
```

## Use instead

```toml
[crds.Lift]
group = "depot.example.com"

[crds.Lift.versions.v1]
schema.spec.floor = "int-or-string"
schema.spec._.raw = { properties = { floor = { enum = [1, 2, "roof"] } } }
```
"#,
    },
    scope: Scope::Crd(check),
};

fn check(crd: &Crd, sink: &mut Sink) {
    for part in parts(crd) {
        let values = part.schema.get("enum").and_then(Tree::as_list);
        let Some(kind) = part.schema.get("type").and_then(Tree::as_str) else {
            continue;
        };
        for value in values.into_iter().flatten() {
            if !is_of(value, kind, part.schema.is_true("nullable")) {
                let message = format!(
                    "`{}` is no `{kind}`, so that no object can have it",
                    value.to_json()
                );
                sink.report(Diagnostic::new(&CHECK.rule, value.span, message));
            }
        }
    }
}

/// Whether a value is of a type of OpenAPI; of an unknown type every value is.
fn is_of(value: &Tree, kind: &str, is_nullable: bool) -> bool {
    match (&value.value, kind) {
        (TreeValue::Null, _) => is_nullable,
        (TreeValue::Int(_), "integer" | "number") | (TreeValue::Float(_), "number") => true,
        (TreeValue::Float(number), "integer") => number.fract() == 0.0,
        (TreeValue::Bool(_), "boolean") | (TreeValue::String(_), "string") => true,
        (TreeValue::List(_), "array") | (TreeValue::Map(_), "object") => true,
        (_, "integer" | "number" | "boolean" | "string" | "array" | "object") => false,
        _ => true,
    }
}
