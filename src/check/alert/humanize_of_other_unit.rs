//! Values written by a template function for another unit.

use crate::{
    check::{Check, Owner, Scope, Sink, Subject},
    diag::{Diagnostic, Level, Rule},
    gotemplate::{
        self,
        ast::{Kind, NodeId, Template},
    },
    infer::{Inferred, RATIO, SECONDS, TIMESTAMP, Unit},
    model::{Model, template::Text},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "alert/humanize-of-other-unit",
        level: Level::Warn,
        docs: r#"Finds templates that write the value of an alert with a function for another unit: `humanizeDuration` of bytes, `humanizePercentage` of
seconds or of a number that is a percentage already, `humanize1024` of seconds.

## Why it matters

`humanizePercentage` multiplies by 100, `humanizeDuration` writes hours and minutes, whatever the number is: the reader of the alert is told a wrong
value. The unit is that of the expression, by the declarations of its metrics.

## Example

```toml
[metrics.heap_bytes]
type = "gauge"
help = "Size of the heap."

[alerts.HeapLarge]
expr = 'heap_bytes > 1e9'
description = "The heap has {{ $value | humanizeDuration }}."
```

## Use instead

```toml
[metrics.heap_bytes]
type = "gauge"
help = "Size of the heap."

[alerts.HeapLarge]
expr = 'heap_bytes > 1e9'
description = "The heap has {{ $value | humanize1024 }}B."
```
"#,
    },
    scope: Scope::Expression(check),
};

/// Functions with the unit that they write. Source: prometheus, `template/template.go`.
const FUNCTIONS: [(&str, &str); 4] = [
    ("humanize1024", "bytes"),
    ("humanizeDuration", SECONDS),
    ("humanizePercentage", RATIO),
    ("humanizeTimestamp", TIMESTAMP),
];

fn check(subject: &Subject, _: &Model, sink: &mut Sink) {
    let Owner::Alert(alert) = subject.owner else {
        return;
    };
    for text in alert.annotations.values() {
        if !text.value.contains("humanize") || text.is_static() {
            continue;
        }
        let (template, _) = gotemplate::parse(&text.value, &alert.name.value);
        for (used, writes) in uses(&template) {
            look((&template, used), writes, text, subject, sink);
        }
    }
}

fn look(
    (template, used): (&Template, NodeId),
    writes: &'static str,
    text: &Text,
    subject: &Subject,
    sink: &mut Sink,
) {
    let root = subject.inferred();
    let unit = root.known.unit;
    if !is_wrong(root, writes) {
        return;
    }
    let function = template.written(used);
    let unit_name = match unit {
        Unit::Of(TIMESTAMP) => "seconds since 1970".to_string(),
        _ => unit.name(),
    };
    let message = format!(
        "`{function}` writes {}, the value is in {unit_name}",
        plural(writes)
    );
    let place = text.place(template.node(used).range);
    let finding = Diagnostic::new(&CHECK.rule, place, message)
        .label(subject.place(root.bare().expr.range), unit_name);
    let (right, more) = replacement(unit);
    sink.report(match right {
        Some(right) if place != text.span => {
            finding.propose(format!("`{right}` {more}"), place, right)
        }
        _ => finding.help(more),
    });
}

fn plural(unit: &str) -> &str {
    match unit {
        TIMESTAMP => "a point in time",
        RATIO => "a ratio as a percentage",
        "bytes" => "a size in powers of 1024",
        _ => "a length of time in seconds",
    }
}

/// Whether a function for this unit surely writes the value wrongly.
fn is_wrong(root: &Inferred, writes: &str) -> bool {
    let unit = root.known.unit;
    match writes {
        // Busy time per time may be read as either.
        SECONDS if unit == Unit::Of(RATIO) => !has_seconds(root),
        SECONDS => unit == Unit::Of(TIMESTAMP) || unit.contradicts(&Unit::Of(SECONDS)),
        // Whatever is large may be written in powers of 1024.
        "bytes" => unit == Unit::Of(TIMESTAMP) || unit == Unit::Of(SECONDS),
        _ => unit.contradicts(&Unit::Of(writes)),
    }
}

fn has_seconds(root: &Inferred) -> bool {
    let units = [Unit::Of(SECONDS), Unit::Of(TIMESTAMP)];
    let mut nodes = root.nodes().into_iter();
    nodes.any(|node| units.contains(&node.known.unit))
}

/// The function for a unit, and what more to say.
fn replacement(unit: Unit) -> (Option<&'static str>, &'static str) {
    match unit {
        Unit::Of(SECONDS) => (Some("humanizeDuration"), "writes seconds"),
        Unit::Of(RATIO) => (Some("humanizePercentage"), "writes a ratio"),
        Unit::Of(TIMESTAMP) => (Some("humanizeTimestamp"), "writes seconds since 1970"),
        Unit::Of("bytes") | Unit::Per(Some("bytes"), _) => (
            Some("humanize1024"),
            "writes bytes, with the unit behind it",
        ),
        Unit::Of("percent") => (
            Some("humanize"),
            "with `%` behind it: it is a percentage already",
        ),
        Unit::Of("milliseconds" | "microseconds" | "nanoseconds") => {
            (None, "convert it to seconds in the expression")
        }
        _ => (Some("humanize"), "with the unit behind it"),
    }
}

/// The functions that write the alert's own value, each with its unit.
fn uses(template: &Template) -> Vec<(NodeId, &'static str)> {
    let renamed = template.ids().any(|id| {
        let kind = template.node(id).kind;
        matches!(kind, Kind::Declared | Kind::Assigned) && template.written(id) == "$value"
    });
    if renamed {
        return Vec::new();
    }
    let mut found = Vec::new();
    for id in template.ids() {
        match template.node(id).kind {
            Kind::Command => {
                if let [function, argument] = template.children(id)
                    && is_value(template, *argument)
                {
                    found.extend(function_of(template, *function));
                }
            }
            Kind::Pipeline => {
                for pair in template.children(id).windows(2) {
                    if let ([value], [function]) =
                        (template.children(pair[0]), template.children(pair[1]))
                        && is_value(template, *value)
                    {
                        found.extend(function_of(template, *function));
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether it is the alert's value, outside of a block that gives `.` another meaning.
fn is_value(template: &Template, id: NodeId) -> bool {
    template.node(id).kind == Kind::Variable && template.written(id) == "$value"
}

fn function_of(template: &Template, id: NodeId) -> Option<(NodeId, &'static str)> {
    let written = template.written(id);
    let (_, unit) = FUNCTIONS.iter().find(|(name, _)| *name == written)?;
    (template.node(id).kind == Kind::Function).then_some((id, unit))
}
