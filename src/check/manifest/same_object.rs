//! Objects that replace each other.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Manifest, Model},
    text::FileId,
};
use std::collections::BTreeMap;

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "manifest/same-object",
        level: Level::Warn,
        docs: r#"Finds two objects of one kind with one name and namespace in the same file.

## Why it matters

The second replaces the first when the file is applied; Kustomize refuses it. Objects of different files are not compared: a base and its overlays
name the same object on purpose.

## Example

```yaml
apiVersion: v1
kind: Service
metadata: {name: shop}
---
apiVersion: v1
kind: Service
metadata: {name: shop}
```

## Use instead

```yaml
apiVersion: v1
kind: Service
metadata: {name: shop}
---
apiVersion: v1
kind: Service
metadata: {name: shop-metrics}
```
"#,
    },
    scope: Scope::Model(check),
};

fn check(model: &Model, sink: &mut Sink) {
    let mut known: BTreeMap<(FileId, [&str; 4]), &Manifest> = BTreeMap::new();
    for object in &model.manifests {
        let name = object.name.as_str();
        let identity = [
            object.group(),
            object.kind.as_str(),
            object.namespace.as_str(),
            name,
        ];
        let first = *known.entry((object.span.file, identity)).or_insert(object);
        if !name.is_empty() && first.span != object.span {
            let message = format!(
                "the file has two objects `{name}` of kind `{}`",
                object.kind.value
            );
            let finding = Diagnostic::new(&CHECK.rule, object.name.span, message)
                .label(first.name.span, "first here");
            sink.report_for(&[&object.allow], finding);
        }
    }
}
