//! Columns that never show anything.

use super::column::columns;
use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{
        Crd,
        crd::{Reached, ValueKind},
    },
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "crd/empty-column",
        level: Level::Warn,
        docs: r#"Finds printer columns that are always empty: their path leads to no field of the schema, or to one that can never be of the column's type.

## Why it matters

The API server checks that a path begins with a dot, and nothing else. `kubectl get` then prints an empty column for every object. A path through a
field that keeps unknown ones is not judged. In a project's own schema tables a path that leads nowhere is a `model/unknown-name`.

## Example

```toml
[crds.Lift]
group = "depot.example.com"

[crds.Lift.versions.v1]
schema.status.state = "string"
columns.State = { json-path = ".status.state", type = "integer" }
```

## Use instead

```toml
[crds.Lift]
group = "depot.example.com"

[crds.Lift.versions.v1]
schema.status.state = "string"
columns.State = { json-path = ".status.state", type = "string" }
```
"#,
    },
    scope: Scope::Crd(check),
};

fn check(crd: &Crd, sink: &mut Sink) {
    columns(crd, |column, reached| {
        let ((path, path_span), (column_type, span)) = (column.json_path, column.column_type);
        let finding = match reached {
            Err(nowhere) => {
                let message = format!("the column is always empty: {}", nowhere.message);
                let finding = Diagnostic::new(&CHECK.rule, path_span, message);
                match nowhere.near {
                    Some(near) => finding.help(format!("did you mean `{near}`?")),
                    None => finding,
                }
            }
            Ok(Reached::Schema(schema)) if !shows(column_type, ValueKind::of(schema)) => {
                let kind = ValueKind::of(schema).words();
                let message = format!(
                    "the column is always empty: `{path}` is {kind}, never of type `{column_type}`"
                );
                Diagnostic::new(&CHECK.rule, span, message).label(schema.span, "declared here")
            }
            Ok(_) => return,
        };
        sink.report(finding);
    });
}

/// Whether a column of this type can show such a value. Source: apiextensions-apiserver, `tableconvertor`, `cellForJSONValue`.
fn shows(column_type: &str, kind: ValueKind) -> bool {
    use ValueKind::{Any, Boolean, IntOrString, Integer, Number, String};
    match column_type {
        "integer" | "number" => matches!(kind, Any | IntOrString | Integer | Number),
        "boolean" => matches!(kind, Any | Boolean),
        "date" => matches!(kind, Any | IntOrString | String),
        _ => true,
    }
}
