//! Formats that the API server does not know.

use super::parts::parts;
use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Crd, Tree},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "crd/unknown-format",
        level: Level::Warn,
        docs: r#"Finds `format`s that kube-apiserver does not know.

## Why it matters

It ignores them: with a warning to who applies the definition, and without a check of any object. A misspelt `date-time` accepts every text.

## Example

```toml
[crds.Lift]
group = "depot.example.com"

[crds.Lift.versions.v1]
schema.spec.since = "string | format=\"timestamp\""
```

## Use instead

```toml
[crds.Lift]
group = "depot.example.com"

[crds.Lift.versions.v1]
schema.spec.since = "string | format=\"date-time\""
```
"#,
    },
    scope: Scope::Crd(check),
};

/// The formats of texts. Source: apiextensions-apiserver, `pkg/apiserver/validation/formats.go`; it leaves dashes out when it compares.
const OF_TEXT: [&str; 24] = [
    "bsonobjectid",
    "byte",
    "cidr",
    "creditcard",
    "date",
    "date-time",
    "duration",
    "email",
    "hexcolor",
    "hostname",
    "ipv4",
    "ipv6",
    "isbn",
    "isbn10",
    "isbn13",
    "mac",
    "password",
    "rgbcolor",
    "ssn",
    "uri",
    "uuid",
    "uuid3",
    "uuid4",
    "uuid5",
];

/// Formats of texts that came with Kubernetes 1.34.
const OF_TEXT_SINCE_1_34: [&str; 2] = ["k8s-long-name", "k8s-short-name"];

fn check(crd: &Crd, sink: &mut Sink) {
    for part in parts(crd) {
        let Some(format) = part.schema.get("format") else {
            continue;
        };
        let Some(text) = format.as_str().filter(|text| !text.is_empty()) else {
            continue;
        };
        let kind = part.schema.get("type").and_then(Tree::as_str);
        let known = formats(kind.unwrap_or_default());
        let plain = |text: &str| text.replace('-', "");
        let is_text = matches!(kind, None | Some("string"));
        let same = |name: &&str| {
            if is_text {
                plain(name) == plain(text)
            } else {
                *name == text
            }
        };
        if !known.iter().any(same) {
            let message =
                format!("the API server does not know the format `{text}` here and ignores it");
            sink.report(
                Diagnostic::new(&CHECK.rule, format.span, message).suggest(text, known, None),
            );
        }
    }
}

/// The formats of values of a type; of a type that is not named, those of texts.
fn formats(kind: &str) -> Vec<&'static str> {
    match kind {
        "" | "string" => [OF_TEXT.as_slice(), &OF_TEXT_SINCE_1_34].concat(),
        "integer" => vec!["int32", "int64"],
        "number" => vec!["double", "float"],
        _ => Vec::new(),
    }
}
