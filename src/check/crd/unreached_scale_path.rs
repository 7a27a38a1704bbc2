//! Paths of the scale subresource that lead to nothing.

use super::column::lead;
use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{
        Crd,
        crd::{Reached, ValueKind, lookup},
    },
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "crd/unreached-scale-path",
        level: Level::Warn,
        docs: r#"Finds paths of the scale subresource that lead to no field of the schema, or to one of another type.

## Why it matters

The API server checks how such a path begins. When it leads to nothing, `kubectl scale` and a HorizontalPodAutoscaler read no replicas, or fail. In a
project's own schema tables such a path is an error already.

## Example

```yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: lifts.depot.example.com
spec:
  group: depot.example.com
  names: {kind: Lift, plural: lifts}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties:
              cabins: {type: integer}
          status:
            type: object
            properties:
              cabins: {type: integer}
    subresources:
      status: {}
      scale:
        specReplicasPath: .spec.replicas
        statusReplicasPath: .status.cabins
```

## Use instead

```yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: lifts.depot.example.com
spec:
  group: depot.example.com
  names: {kind: Lift, plural: lifts}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties:
              cabins: {type: integer}
          status:
            type: object
            properties:
              cabins: {type: integer}
    subresources:
      status: {}
      scale:
        specReplicasPath: .spec.cabins
        statusReplicasPath: .status.cabins
```
"#,
    },
    scope: Scope::Crd(check),
};

fn check(crd: &Crd, sink: &mut Sink) {
    for version in crd.versions() {
        let Some(root) = version.schema.map(lookup) else {
            continue;
        };
        for (field, (path, span)) in &version.scale {
            let message = match lead(&root, path) {
                Some(Err(nowhere)) => nowhere.message,
                Some(Ok(Reached::Schema(schema))) if !fits(field, ValueKind::of(schema)) => {
                    format!("`{path}` is {}", ValueKind::of(schema).words())
                }
                _ => continue,
            };
            let message = format!("`{field}` reads nothing: {message}");
            sink.report(Diagnostic::new(&CHECK.rule, *span, message));
        }
    }
}

fn fits(field: &str, kind: ValueKind) -> bool {
    let own = match field {
        "labelSelectorPath" => ValueKind::String,
        _ => ValueKind::Integer,
    };
    kind == own || matches!(kind, ValueKind::Any | ValueKind::IntOrString)
}
