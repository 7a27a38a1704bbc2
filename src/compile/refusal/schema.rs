//! What the API server refuses of the schemas of a definition. The table is the documentation of its names.

use super::Refusal;
use crate::diag::{Level, Rule};

/// The names, sorted.
pub static REFUSALS: [Refusal; 8] = [
    Refusal {
        stems: &["default"],
        rule: Rule {
            name: "apiserver/bad-default",
            level: Level::Deny,
            docs: r#"Finds defaults that their own schema refuses, that hold fields which would be dropped, or that stand where none can.

## Why it matters

The API server writes defaults into objects, so they must be valid by themselves.

## Example

```yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lifts.depot.example.com}
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
              doors: {type: integer, minimum: 1, default: 0}
```

## Use instead

```yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lifts.depot.example.com}
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
              doors: {type: integer, minimum: 1, default: 1}
```
"#,
        },
    },
    Refusal {
        stems: &["junctor"],
        rule: Rule {
            name: "apiserver/bad-junctor",
            level: Level::Deny,
            docs: r#"Finds types, defaults, descriptions and the like inside `allOf`, `anyOf`, `oneOf` and `not`, and fields there that are declared nowhere else.

## Why it matters

Only restrictions can stand there: what a field is must be said once.

## Example

```yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lifts.depot.example.com}
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
              doors: {type: integer, anyOf: [{type: integer}, {minimum: 1}]}
```

## Use instead

```yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lifts.depot.example.com}
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
              doors: {type: integer, anyOf: [{maximum: 9}, {minimum: 1}]}
```
"#,
        },
    },
    Refusal {
        stems: &["keyword"],
        rule: Rule {
            name: "apiserver/bad-keyword",
            level: Level::Deny,
            docs: r#"Finds keywords that Kubernetes does not support, such as `$ref` and `uniqueItems`, and those that cannot stand where they do or have such a value.

## Why it matters

The API server refuses the whole definition.

## Example

```yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lifts.depot.example.com}
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
              doors: {type: array, uniqueItems: true, items: {type: string}}
```

## Use instead

```yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lifts.depot.example.com}
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
              doors: {type: array, x-kubernetes-list-type: set, items: {type: string}}
```
"#,
        },
    },
    Refusal {
        stems: &["list-type"],
        rule: Rule {
            name: "apiserver/bad-list-type",
            level: Level::Deny,
            docs: r#"Finds `x-kubernetes-list-type`, `x-kubernetes-map-type` and `x-kubernetes-list-map-keys` that do not fit the field, and keys that items need not have.

## Why it matters

Server-side apply merges by them. Items without their key could not be told apart.

## Example

```yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lifts.depot.example.com}
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
              doors:
                type: array
                x-kubernetes-list-type: map
                x-kubernetes-list-map-keys: [name]
                items: {type: object, properties: {name: {type: string}}}
```

## Use instead

```yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lifts.depot.example.com}
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
              doors:
                type: array
                x-kubernetes-list-type: map
                x-kubernetes-list-map-keys: [name]
                items: {type: object, required: [name], properties: {name: {type: string}}}
```
"#,
        },
    },
    Refusal {
        stems: &["pattern"],
        rule: Rule {
            name: "apiserver/bad-pattern",
            level: Level::Deny,
            docs: r#"Finds patterns that Go does not read: it has no look-around, no back-references, no possessive quantifiers, and counts of at most 1,000.

## Why it matters

The API server refuses the whole definition. Patterns are searched for anywhere in a text, unless they begin with `^` and end with `$`.

## Example

```yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lifts.depot.example.com}
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
              doors: {type: string, pattern: '^(?!x)'}
```

## Use instead

```yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lifts.depot.example.com}
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
              doors: {type: string, pattern: '^[^x]'}
```
"#,
        },
    },
    Refusal {
        stems: &["rule", "rule-expression", "transition-rule"],
        rule: Rule {
            name: "apiserver/bad-rule",
            level: Level::Deny,
            docs: r#"Finds rules in `x-kubernetes-validations` that do not compile against the schema, and messages, reasons and paths that they cannot have.

## Why it matters

The API server compiles every rule when the definition is applied. The report stands under the part of the expression that is wrong.

## Example

```yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lifts.depot.example.com}
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
              doors: {type: integer}
            x-kubernetes-validations: [{rule: self.door > 0}]
```

## Use instead

```yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lifts.depot.example.com}
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
              doors: {type: integer}
            x-kubernetes-validations: [{rule: self.doors > 0}]
```
"#,
        },
    },
    Refusal {
        stems: &["structure"],
        rule: Rule {
            name: "apiserver/bad-structure",
            level: Level::Deny,
            docs: r#"Finds schemas that are not structural: a property without a type, a list without items, properties beside free keys, restrictions of metadata.

## Why it matters

The API server drops unknown fields and fills in defaults, for which the type of every field must be known.

## Example

```yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lifts.depot.example.com}
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
              doors: {minimum: 1}
```

## Use instead

```yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lifts.depot.example.com}
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
              doors: {type: integer, minimum: 1}
```
"#,
        },
    },
    Refusal {
        stems: &["rule-cost"],
        rule: Rule {
            name: "apiserver/costly-rule",
            level: Level::Deny,
            docs: r#"Finds rules whose estimated cost is above the limit of the API server: 10,000,000 for a rule, 100,000,000 for all rules of a schema.

## Why it matters

The API server assumes the largest object that the schema allows. Lists, maps and texts without `maxItems`, `maxProperties` and `maxLength` are as
large as a request.

## Example

```yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lifts.depot.example.com}
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
              doors: {type: array, items: {type: string}}
            x-kubernetes-validations: [{rule: 'self.doors.all(a, self.doors.exists(b, b.contains(a)))'}]
```

## Use instead

```yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lifts.depot.example.com}
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
              doors: {type: array, maxItems: 16, items: {type: string, maxLength: 63}}
            x-kubernetes-validations: [{rule: 'self.doors.all(a, self.doors.exists(b, b.contains(a)))'}]
```
"#,
        },
    },
];
