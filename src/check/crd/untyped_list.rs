//! Lists that say nothing of how they are merged.

use super::parts::parts;
use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Crd, crd::ValueKind},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "crd/untyped-list",
        level: Level::Allow,
        docs: r#"Finds lists of objects without `x-kubernetes-list-type`.

## Why it matters

Off by default: it is a convention. Such a list is atomic: two field managers that own different items of it take the whole list from each other with
server-side apply, and a patch of an overlay replaces it.

## Example

```toml
[crds.Lift]
group = "depot.example.com"

[crds.Lift.versions.v1]
schema.spec.doors = "[]Door"

[types.Door]
name = "string | required"
```

## Use instead

```toml
[crds.Lift]
group = "depot.example.com"

[crds.Lift.versions.v1]
schema.spec.doors = '[]Door | listType="map" listMapKeys=["name"]'

[types.Door]
name = "string | required"
```
"#,
    },
    scope: Scope::Crd(check),
};

fn check(crd: &Crd, sink: &mut Sink) {
    for part in parts(crd).iter().filter(|part| !part.is_junct) {
        let schema = part.schema;
        let items = schema.get("items").map(ValueKind::of);
        let is_list = ValueKind::of(schema) == ValueKind::List && items == Some(ValueKind::Object);
        if is_list && schema.get("x-kubernetes-list-type").is_none() {
            let message = "the list of objects does not say how it is merged";
            sink.report(
                Diagnostic::new(&CHECK.rule, schema.span, message)
                    .help("write `x-kubernetes-list-type`: `map` with its keys, or `atomic`"),
            );
        }
    }
}
