//! Dashboards that one cannot tell apart.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Model, Name},
};
use std::collections::BTreeMap;

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "dashboard/same-title",
        level: Level::Warn,
        docs: r#"Finds dashboards with the title of another one in the same folder.

## Why it matters

Older Grafana refuses the second one when it is provisioned; newer shows two entries of one name, and people open the wrong one.

## Example

```toml
[dashboards.a]
title = "Shop"

[dashboards.b]
title = "Shop"
```

## Use instead

```toml
[dashboards.a]
title = "Shop / Orders"

[dashboards.b]
title = "Shop / Stock"
```
"#,
    },
    scope: Scope::Model(check),
};

fn check(model: &Model, sink: &mut Sink) {
    let mut known: BTreeMap<(Option<&str>, &str), &Name> = BTreeMap::new();
    // An existing dashboard may have none.
    let named = model.dashboards.iter();
    for dashboard in named.filter(|dashboard| !dashboard.title.is_empty()) {
        let title = &dashboard.title;
        let folder = dashboard.folder.as_ref().map(Name::as_str);
        let first = *known.entry((folder, title)).or_insert(title);
        if first.span != title.span {
            let place =
                folder.map_or_else(String::new, |folder| format!(" in the folder `{folder}`"));
            let message = format!("two dashboards are called `{}`{place}", title.value);
            let finding =
                Diagnostic::new(&CHECK.rule, title.span, message).label(first.span, "first here");
            sink.report_for(&[&dashboard.allow], finding);
        }
    }
}
