//! Exceptions whose last day is over.

use crate::{
    check::{Check, Exception, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "lint/expired-allow",
        level: Level::Warn,
        docs: r#"Finds exceptions whose `until` is over.

## Why it matters

The day was set so that somebody looks again. The exception still counts, and only `gen check` looks at the date: what `gen render` and
`gen build` say never depends on the day. `gen check --today 2027-06-30` tells what will have expired then.

## Example

```toml
[metrics.worker_jobs]
type = "counter"
help = "Jobs done."
allow.metric.name-suffix = { reason = "renamed with the next release", until = 2024-03-31 }
```

## Use instead

```toml
[metrics.worker_jobs_total]
type = "counter"
help = "Jobs done."
```
"#,
    },
    scope: Scope::Exception(check),
};

fn check(exception: &Exception, sink: &mut Sink) {
    let (Some(until), Some(today)) = (&exception.until, exception.today) else {
        return;
    };
    if until.value < today {
        let message = format!(
            "the exception from `{}` ended on {}",
            exception.check, until.value
        );
        sink.report(
            Diagnostic::new(&CHECK.rule, until.span, message)
                .note(format!("today is {today}"))
                .help("solve what it silences and remove it, or name a later day"),
        );
    }
}
