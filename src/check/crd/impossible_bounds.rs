//! Bounds between which no value lies.

use super::parts::parts;
use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Crd, Tree},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "crd/impossible-bounds",
        level: Level::Warn,
        docs: r#"Finds bounds that exclude each other: a minimum above the maximum, fewest items above the most, a length below zero, `multipleOf` of zero.

## Why it matters

The API server accepts the schema and then refuses every object that sets the field.

## Example

```toml
[crds.Lift]
group = "depot.example.com"

[crds.Lift.versions.v1]
schema.spec.doors = "int32 | minimum=8 maximum=2"
```

## Use instead

```toml
[crds.Lift]
group = "depot.example.com"

[crds.Lift.versions.v1]
schema.spec.doors = "int32 | minimum=2 maximum=8"
```
"#,
    },
    scope: Scope::Crd(check),
};

/// Lower and upper bounds.
const BOUNDS: [(&str, &str); 4] = [
    ("minimum", "maximum"),
    ("minItems", "maxItems"),
    ("minLength", "maxLength"),
    ("minProperties", "maxProperties"),
];

fn check(crd: &Crd, sink: &mut Sink) {
    for part in parts(crd).iter().filter(|part| !part.is_junct) {
        let schema = part.schema;
        let number = |word: &str| schema.get(word).and_then(Tree::as_number);
        let is_strict = schema.is_true("exclusiveMinimum") || schema.is_true("exclusiveMaximum");
        for (lower, upper) in BOUNDS {
            let Some((most, written)) = number(upper).zip(schema.get(upper)) else {
                continue;
            };
            let least = number(lower);
            let is_number = lower == "minimum";
            if least.is_some_and(|least| least > most || least == most && is_number && is_strict) {
                let message = format!("no value is allowed: `{upper}` lies below `{lower}`");
                let other = schema.get(lower).map_or(schema.span, |tree| tree.span);
                sink.report(
                    Diagnostic::new(&CHECK.rule, written.span, message)
                        .label(other, "the other bound"),
                );
            } else if !is_number && most < 0.0 {
                let message = format!("no value is allowed: `{upper}` is below zero");
                sink.report(Diagnostic::new(&CHECK.rule, written.span, message));
            }
        }
    }
}
