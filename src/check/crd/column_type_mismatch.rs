//! Columns of text over fields that are numbers.

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
        name: "crd/column-type-mismatch",
        level: Level::Warn,
        docs: r#"Finds printer columns of type `string` over a field that is a number or a boolean.

## Why it matters

The server turns the value into text before it sends the table. `kubectl get` looks the same, but whoever reads the table, such as a console that
sorts by columns, sorts 10 before 9.

## Example

```toml
[crds.Lift]
group = "depot.example.com"

[crds.Lift.versions.v1]
schema.status.cabins = "int32"
columns.Cabins = { json-path = ".status.cabins", type = "string" }
```

## Use instead

```toml
[crds.Lift]
group = "depot.example.com"

[crds.Lift.versions.v1]
schema.status.cabins = "int32"
columns.Cabins = { json-path = ".status.cabins", type = "integer" }
```
"#,
    },
    scope: Scope::Crd(check),
};

fn check(crd: &Crd, sink: &mut Sink) {
    columns(crd, |column, reached| {
        let Ok(Reached::Schema(schema)) = reached else {
            return;
        };
        let kind = ValueKind::of(schema);
        let fit = match kind {
            ValueKind::Integer => "integer",
            ValueKind::Number => "number",
            ValueKind::Boolean => "boolean",
            _ => return,
        };
        let (path, (column_type, span)) = (column.json_path.0, column.column_type);
        if column_type == "string" {
            let message = format!(
                "`{path}` is {}, and the column shows it as text",
                kind.words()
            );
            sink.report(
                Diagnostic::new(&CHECK.rule, span, message)
                    .label(schema.span, "declared here")
                    .help(format!("its type is `{fit}`")),
            );
        }
    });
}
