//! Required fields that no object can have.

use super::parts::parts;
use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Crd, Tree},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "crd/impossible-requirement",
        level: Level::Warn,
        docs: r#"Finds names under `required` that are no property, on objects that keep no other fields.

## Why it matters

The API server accepts the schema. It drops the field from every object as unknown and then refuses the object for lacking it.

## Example

```toml
[crds.Lift]
group = "depot.example.com"

[crds.Lift.versions.v1]
schema.spec.door = "string"
schema.spec._.raw = { required = ["doors"] }
```

## Use instead

```toml
[crds.Lift]
group = "depot.example.com"

[crds.Lift.versions.v1]
schema.spec.door = "string"
schema.spec._.raw = { required = ["door"] }
```
"#,
    },
    scope: Scope::Crd(check),
};

/// What every whole object has.
const OWN: [&str; 3] = ["apiVersion", "kind", "metadata"];

fn check(crd: &Crd, sink: &mut Sink) {
    for part in parts(crd).iter().filter(|part| !part.is_junct) {
        let schema = part.schema;
        let is_whole = part.is_root || schema.is_true("x-kubernetes-embedded-resource");
        let is_open = schema.get("additionalProperties").is_some()
            || schema.is_true("x-kubernetes-preserve-unknown-fields");
        let properties = schema.get("properties").and_then(Tree::as_map);
        let Some(properties) = properties.filter(|_| !is_open) else {
            continue;
        };
        let required = schema.get("required").and_then(Tree::as_list);
        for name in required.into_iter().flatten() {
            let Some(text) = name.as_str() else { continue };
            let is_known = properties.contains_key(text) || is_whole && OWN.contains(&text);
            if !is_known {
                let message = format!(
                    "`{text}` is required and no property, so that every object is refused"
                );
                let known = properties.keys().map(String::as_str);
                sink.report(
                    Diagnostic::new(&CHECK.rule, name.span, message).suggest(text, known, None),
                );
            }
        }
    }
}
