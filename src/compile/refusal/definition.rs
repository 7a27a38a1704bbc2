//! What the API server refuses of a definition as a whole. The table is the documentation of its names.

use super::Refusal;
use crate::diag::{Level, Rule};

/// The names, sorted.
pub static REFUSALS: [Refusal; 8] = [
    Refusal {
        stems: &["column"],
        rule: Rule {
            name: "apiserver/bad-column",
            level: Level::Deny,
            docs: r#"Finds printer columns with an unknown type or format, without a name, or with a path that begins without a dot.

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
              doors: {type: integer}
    additionalPrinterColumns:
    - {name: Doors, type: int, jsonPath: .spec.doors}
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
    additionalPrinterColumns:
    - {name: Doors, type: integer, jsonPath: .spec.doors}
```
"#,
        },
    },
    Refusal {
        stems: &["conversion"],
        rule: Rule {
            name: "apiserver/bad-conversion",
            level: Level::Deny,
            docs: r#"Finds conversions that the API server refuses: a webhook without an address or with two, without review versions, with a port out of range.

## Why it matters

Without a conversion that works no object of another version can be read.

## Example

```yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lifts.depot.example.com}
spec:
  group: depot.example.com
  names: {kind: Lift, plural: lifts}
  scope: Namespaced
  conversion: {strategy: Webhook}
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
  conversion: {strategy: None}
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
```
"#,
        },
    },
    Refusal {
        stems: &["metadata", "invalid-metadata"],
        rule: Rule {
            name: "apiserver/bad-metadata",
            level: Level::Deny,
            docs: r#"Finds names, labels, annotations, owners and finalizers that the API server refuses, and definitions that are not called as their plural and group
say.

## Why it matters

Nothing of the object is applied.

## Example

```yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lift.depot.example.com}
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
```
"#,
        },
    },
    Refusal {
        stems: &["names"],
        rule: Rule {
            name: "apiserver/bad-names",
            level: Level::Deny,
            docs: r#"Finds groups, kinds, plurals, singulars, short names and categories that the API server refuses, a missing scope, and groups of Kubernetes without its
approval.

## Why it matters

They are parts of addresses, and so labels of DNS.

## Example

```yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lifts.depot.example.com}
spec:
  group: depot.example.com
  names: {kind: Lift, plural: lifts, shortNames: [Lf]}
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
```

## Use instead

```yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lifts.depot.example.com}
spec:
  group: depot.example.com
  names: {kind: Lift, plural: lifts, shortNames: [lf]}
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
```
"#,
        },
    },
    Refusal {
        stems: &["selectable-field"],
        rule: Rule {
            name: "apiserver/bad-selectable-field",
            level: Level::Deny,
            docs: r#"Finds selectable fields that are no simple path, that the schema lacks, or that are no text, number or flag.

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
              doors: {type: integer}
    selectableFields: [{jsonPath: .spec.door}]
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
    selectableFields: [{jsonPath: .spec.doors}]
```
"#,
        },
    },
    Refusal {
        stems: &["subresource"],
        rule: Rule {
            name: "apiserver/bad-subresource",
            level: Level::Deny,
            docs: r#"Finds paths of the scale subresource that do not stand below `.spec` and `.status`, and what a status subresource forbids at the root of the schema.

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
              doors: {type: integer}
          status: {type: object, properties: {doors: {type: integer}}}
    subresources:
      status: {}
      scale: {specReplicasPath: spec.doors, statusReplicasPath: .status.doors}
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
          status: {type: object, properties: {doors: {type: integer}}}
    subresources:
      status: {}
      scale: {specReplicasPath: .spec.doors, statusReplicasPath: .status.doors}
```
"#,
        },
    },
    Refusal {
        stems: &["versions"],
        rule: Rule {
            name: "apiserver/bad-versions",
            level: Level::Deny,
            docs: r#"Finds definitions without a version, with two of one name, with none or several that are stored, and versions without a schema.

## Why it matters

Every object is stored in exactly one version.

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
    storage: false
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties:
              doors: {type: integer}
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
```
"#,
        },
    },
    Refusal {
        stems: &["undecodable"],
        rule: Rule {
            name: "apiserver/undecodable",
            level: Level::Deny,
            docs: r#"Finds fields of a definition that the API does not have, and values of a wrong type.

## Why it matters

kube-apiserver refuses the object before it looks at what it means: with strict validation an unknown or repeated field, always a value of a
wrong type.

## Example

```yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lifts.depot.example.com}
spec:
  group: depot.example.com
  names: {kind: Lift, plural: lifts}
  scope: Namespaced
  scop: Namespaced
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
```
"#,
        },
    },
];
