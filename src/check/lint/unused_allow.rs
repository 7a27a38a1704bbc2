//! Exceptions that silence nothing.

use crate::{
    check::{Check, Exception, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "lint/unused-allow",
        level: Level::Warn,
        docs: r#"Finds exceptions from checks that find nothing there, neither in the project nor in one of its environments.

## Why it matters

What is silenced for no reason today is silenced for a wrong one tomorrow: the exception would hide the next finding of its kind. An exception
counts for findings about its item and what stands inside of it; at a metric also for findings that point at the metric. One whose check is
switched off is not reported.

## Example

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."
allow.metric.name-suffix = { reason = "a library names it" }
```

## Use instead

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."
```
"#,
    },
    scope: Scope::Exception(check),
};

fn check(exception: &Exception, sink: &mut Sink) {
    // An exception from a check of exceptions is asked for after all others, so whether it is used is not known.
    if exception.is_used || exception.check.starts_with("lint/") {
        return;
    }
    let message = format!("`{}` finds nothing here", exception.check);
    sink.report(
        Diagnostic::new(&CHECK.rule, exception.span, message)
            .here("this exception silences nothing")
            .help("remove it"),
    );
}
