//! Dashboards that replace each other.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Dashboard, Model, Name, Words},
    text::Span,
};
use std::collections::BTreeMap;

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "dashboard/same-uid",
        level: Level::Deny,
        docs: r#"Finds dashboards with the uid of another one in the same folder. In a project's own `uid`s that is a `model/conflict`.

## Why it matters

The uid is the address of a dashboard. Grafana keeps one of the two, or refuses both when they are provisioned.

## Example

```toml
[dashboards.a]
title = "Shop / Orders"
uid = "orders"

[dashboards.b]
title = "Shop / Stock"
raw = { uid = "orders" }
```

## Use instead

```toml
[dashboards.a]
title = "Shop / Orders"
uid = "orders"

[dashboards.b]
title = "Shop / Stock"
uid = "stock"
```
"#,
    },
    scope: Scope::Model(check),
};

fn check(model: &Model, sink: &mut Sink) {
    let mut known: BTreeMap<(Option<&str>, &str), Span> = BTreeMap::new();
    for dashboard in &model.dashboards {
        let (uid, span) = uid(dashboard);
        if uid.is_empty() {
            continue;
        }
        let folder = dashboard.folder.as_ref().map(Name::as_str);
        let first = *known.entry((folder, uid)).or_insert(span);
        if first != span {
            let message = format!("two dashboards have the uid `{uid}`");
            let finding = Diagnostic::new(&CHECK.rule, span, message).label(first, "first here");
            sink.report_for(&[&dashboard.allow], finding);
        }
    }
}

/// The uid that Grafana sees.
fn uid(dashboard: &Dashboard) -> (&str, Span) {
    if let Some(Words::Table(table)) = dashboard.raw.as_ref().map(|raw| &raw.value)
        && let Some(raw) = table.get("uid")
        && let Words::String(uid) = &raw.value
    {
        return (uid, raw.span);
    }
    (&dashboard.uid, dashboard.uid_span)
}
