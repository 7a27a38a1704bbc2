//! Fields that are numbers with a fraction.

use super::parts::parts;
use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Crd, Tree},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "crd/float-field",
        level: Level::Allow,
        docs: r#"Finds fields of type `number`.

## Why it matters

Off by default: it is a convention. Kubernetes' API conventions ask for no floating-point values in `spec`, because they do not survive a round trip
through every client; a quantity or a whole number of a smaller unit does.

## Example

```toml
[crds.Lift]
group = "depot.example.com"

[crds.Lift.versions.v1]
schema.spec.height = "number"
```

## Use instead

```toml
[crds.Lift]
group = "depot.example.com"

[crds.Lift.versions.v1]
schema.spec.heightMillimeters = "int64"
```
"#,
    },
    scope: Scope::Crd(check),
};

fn check(crd: &Crd, sink: &mut Sink) {
    for part in parts(crd) {
        let kind = part.schema.get("type").filter(|_| !part.is_junct);
        if kind.and_then(Tree::as_str) == Some("number") {
            let message = "the field is a number with a fraction";
            sink.report(
                Diagnostic::new(&CHECK.rule, part.schema.span, message)
                    .help("use a quantity, or a whole number of a smaller unit"),
            );
        }
    }
}
