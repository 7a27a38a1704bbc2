//! What the API server refuses of objects. The table is the documentation of its names.

use super::Refusal;
use crate::diag::{Level, Rule};

/// The names, sorted.
pub static REFUSALS: [Refusal; 5] = [
    Refusal {
        stems: &[
            "missing-field",
            "out-of-range",
            "unlisted-value",
            "unmatched-alternatives",
            "wrong-format",
            "wrong-length",
            "wrong-pattern",
            "wrong-type",
            "invalid-scale",
        ],
        rule: Rule {
            name: "apiserver/bad-value",
            level: Level::Deny,
            docs: r#"Finds values in custom objects that the schema of their definition refuses: of another type, out of bounds, not in an enumeration, missing.

## Why it matters

The API server refuses the object. The definition is one of the files that are looked at, or one of prometheus-operator.

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
              doors: {type: integer, minimum: 1}
---
apiVersion: depot.example.com/v1
kind: Lift
metadata: {name: north}
spec: {doors: 0}
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
---
apiVersion: depot.example.com/v1
kind: Lift
metadata: {name: north}
spec: {doors: 1}
```
"#,
        },
    },
    Refusal {
        stems: &["failed-rule"],
        rule: Rule {
            name: "apiserver/failed-rule",
            level: Level::Deny,
            docs: r#"Finds custom objects for which a rule of CEL in their definition is false, or cannot be evaluated.

## Why it matters

The API server refuses the object with the message of the rule.

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
            x-kubernetes-validations: [{rule: self.doors > 0, message: a lift has a door}]
---
apiVersion: depot.example.com/v1
kind: Lift
metadata: {name: north}
spec: {doors: 0}
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
            x-kubernetes-validations: [{rule: self.doors > 0, message: a lift has a door}]
---
apiVersion: depot.example.com/v1
kind: Lift
metadata: {name: north}
spec: {doors: 1}
```
"#,
        },
    },
    Refusal {
        stems: &["repeated-item", "duplicate-item"],
        rule: Rule {
            name: "apiserver/repeated-item",
            level: Level::Deny,
            docs: r#"Finds items that stand twice in a list whose items are told apart: equal ones of a set, ones with the same keys of a map.

## Why it matters

The API server refuses the object.

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
              doors: {type: array, x-kubernetes-list-type: set, items: {type: string}}
---
apiVersion: depot.example.com/v1
kind: Lift
metadata: {name: north}
spec: {doors: [a, a]}
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
---
apiVersion: depot.example.com/v1
kind: Lift
metadata: {name: north}
spec: {doors: [a, b]}
```
"#,
        },
    },
    Refusal {
        stems: &["unknown-field"],
        rule: Rule {
            name: "apiserver/unknown-field",
            level: Level::Deny,
            docs: r#"Finds fields of custom objects that their definition does not have.

## Why it matters

The API server drops them: with strict validation, as `kubectl` asks for it, it refuses the object, else what was meant is lost in silence.

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
---
apiVersion: depot.example.com/v1
kind: Lift
metadata: {name: north}
spec: {door: 1}
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
---
apiVersion: depot.example.com/v1
kind: Lift
metadata: {name: north}
spec: {doors: 1}
```
"#,
        },
    },
    Refusal {
        stems: &["unserved-version"],
        rule: Rule {
            name: "apiserver/unserved-version",
            level: Level::Deny,
            docs: r#"Finds custom objects of a version that their definition lacks or does not serve.

## Why it matters

The API server knows no such kind and refuses the object.

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
---
apiVersion: depot.example.com/v1beta1
kind: Lift
metadata: {name: north}
spec: {doors: 1}
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
---
apiVersion: depot.example.com/v1
kind: Lift
metadata: {name: north}
spec: {doors: 1}
```
"#,
        },
    },
];
