//! Keywords that the API server drops without a word.

use super::parts::parts;
use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::Crd,
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "crd/ignored-keyword",
        level: Level::Warn,
        docs: r#"Finds unknown keywords in schemas below `items` and `additionalProperties`.

## Why it matters

Elsewhere the API server refuses an unknown keyword. There it drops it in silence, even with strict validation, so that a misspelt `minimum` bounds
nothing.

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
              doors: {type: array, items: {type: string, minLenght: 1}}
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
              doors: {type: array, items: {type: string, minLength: 1}}
```
"#,
    },
    scope: Scope::Crd(check),
};

/// The keywords of a schema. Source: apiextensions.k8s.io/v1, `JSONSchemaProps`.
const KEYWORDS: [&str; 44] = [
    "$ref",
    "$schema",
    "additionalItems",
    "additionalProperties",
    "allOf",
    "anyOf",
    "default",
    "definitions",
    "dependencies",
    "description",
    "enum",
    "example",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "externalDocs",
    "format",
    "id",
    "items",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "nullable",
    "oneOf",
    "pattern",
    "patternProperties",
    "properties",
    "required",
    "title",
    "type",
    "uniqueItems",
    "x-kubernetes-embedded-resource",
    "x-kubernetes-int-or-string",
    "x-kubernetes-list-map-keys",
    "x-kubernetes-list-type",
    "x-kubernetes-map-type",
    "x-kubernetes-preserve-unknown-fields",
    "x-kubernetes-validations",
];

fn check(crd: &Crd, sink: &mut Sink) {
    for part in parts(crd).iter().filter(|part| part.is_lenient) {
        for (key, value) in part.schema.as_map().into_iter().flatten() {
            if !KEYWORDS.contains(&key.as_str()) {
                let message =
                    format!("the API server drops `{key}`, which is no keyword of a schema");
                sink.report(
                    Diagnostic::new(&CHECK.rule, value.span, message).suggest(key, KEYWORDS, None),
                );
            }
        }
    }
}
