//! Labels that change with the value.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    gotemplate::{self, ast::Kind},
    model::{Alert, Model},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "alert/value-in-label",
        level: Level::Warn,
        docs: r#"Finds labels of alerts whose template uses the value.

## Why it matters

Labels say which alert it is. When the value changes, it is another one: its `for` begins anew, Alertmanager sends it again and says that the old
one is over.

## Example

```toml
[alerts.TargetDown]
expr = 'up == 0'
labels.value = "{{ $value }}"
```

## Use instead

```toml
[alerts.TargetDown]
expr = 'up == 0'
annotations.value = "{{ $value }}"
```
"#,
    },
    scope: Scope::Alert(check),
};

fn check(alert: &Alert, _: &Model, sink: &mut Sink) {
    for (label, text) in alert.labels.iter().filter(|(_, text)| !text.is_static()) {
        let (template, _) = gotemplate::parse(&text.value, &alert.name.value);
        if conditions(&template) {
            // It may say the severity of a value, which seldom changes.
            continue;
        }
        let uses = template.ids().find(|id| {
            let written = template.written(*id);
            match template.node(*id).kind {
                Kind::Variable => written == "$value",
                Kind::Field => written == ".Value",
                _ => false,
            }
        });
        let Some(used) = uses else { continue };
        let message = format!("the label `{label}` changes with the value");
        let place = text.place(template.node(used).range);
        sink.report(
            Diagnostic::new(&CHECK.rule, place, message)
                .note("with another value it is another alert: `for` begins anew and it is sent again")
                .help("put the value into an annotation"),
        );
    }
}

/// Whether a template decides what it says.
fn conditions(template: &gotemplate::ast::Template) -> bool {
    let mut nodes = template.ids().map(|id| template.node(id));
    nodes.any(|node| matches!(node.kind, Kind::If | Kind::With | Kind::Range))
}
