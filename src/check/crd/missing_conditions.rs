//! Status objects without conditions.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Crd, Tree},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "crd/missing-conditions",
        level: Level::Allow,
        docs: r#"Finds custom resources whose status has no `conditions`.

## Why it matters

Off by default: it is a convention. `kubectl wait`, Argo CD and Flux read the state of an object from `status.conditions`, a list of
`meta/v1.Condition`.

## Example

```toml
[crds.Lift]
group = "depot.example.com"

[crds.Lift.versions.v1]
schema.status.state = "string"
```

## Use instead

```toml
[crds.Lift]
group = "depot.example.com"

[crds.Lift.versions.v1]
schema.status.conditions = '[]meta/v1.Condition | listType="map" listMapKeys=["type"]'
```
"#,
    },
    scope: Scope::Crd(check),
};

fn check(crd: &Crd, sink: &mut Sink) {
    for version in crd.versions() {
        let properties = version.schema.and_then(|schema| schema.get("properties"));
        let Some(status) = properties.and_then(|all| all.get("status")) else {
            continue;
        };
        let fields = status.get("properties").and_then(Tree::as_map);
        if fields.is_some_and(|fields| !fields.contains_key("conditions")) {
            let message = "the status has no `conditions`";
            sink.report(Diagnostic::new(&CHECK.rule, status.span, message));
        }
    }
}
