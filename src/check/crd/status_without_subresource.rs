//! A status that is written like the rest of the object.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::Crd,
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "crd/status-without-subresource",
        level: Level::Warn,
        docs: r#"Finds custom resources with a `status` in the schema and without the status subresource.

## Why it matters

Without the subresource who may write the object may write its status, an update of the status by the controller raises the generation, and it
conflicts with users' changes of the spec. A client's `UpdateStatus` fails: there is nothing at that address. In a project's own schema tables
`schema.status` turns the subresource on.

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
```
"#,
    },
    scope: Scope::Crd(check),
};

fn check(crd: &Crd, sink: &mut Sink) {
    for version in crd.versions() {
        let properties = version.schema.and_then(|schema| schema.get("properties"));
        let status = properties.and_then(|all| all.get("status"));
        if let Some(status) = status.filter(|_| version.status.is_none()) {
            let message = format!(
                "version `{}` has a status and no status subresource",
                version.name
            );
            sink.report(
                Diagnostic::new(&CHECK.rule, status.span, message)
                    .label(version.span, "this version")
                    .help("write `subresources: {status: {}}` at the version"),
            );
        }
    }
}
