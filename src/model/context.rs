//! What every part of the resolving needs: the project, the texts, a place for findings.

use crate::{
    diag::{Diagnostic, Level, Rule, list, nearest},
    project::{Project, Spanned},
    text::{Sources, Span, literal::Shape},
};
use std::{cell::RefCell, ops::Range};

/// A name that nothing has.
pub static UNKNOWN_NAME: Rule = Rule {
    name: "model/unknown-name",
    level: Level::Deny,
    docs: r#"Finds names that lead to nothing: a metric, label, row, panel or dashboard that is not declared, a parameter or variable that does not
exist.

## Why it matters

Prometheus and Grafana accept such a name and show nothing. The nearest known name is offered.

## Example

```toml
[metrics.requests_total]
type = "counter"
help = "Requests."
labels = ["status"]
```

## Use instead

```toml
[labels]
status = { help = "Status of the answer." }

[metrics.requests_total]
type = "counter"
help = "Requests."
labels = ["status"]
```
"#,
};

/// A value that its field does not take.
pub static BAD_VALUE: Rule = Rule {
    name: "model/bad-value",
    level: Level::Deny,
    docs: r#"Finds values that their field does not take: a duration that is none, a name with characters that Kubernetes or Prometheus refuses, a
number out of range.

## Why it matters

Kubernetes, Prometheus or Grafana would refuse the output, or read it as something else. The report says what the field takes, and who asks for it.

## Example

```toml
[alerts.QueueLong]
expr = 'up == 0'
for = "5 minutes"
```

## Use instead

```toml
[alerts.QueueLong]
expr = 'up == 0'
for = "5m"
```
"#,
};

/// Two things that cannot stand together, or one that cannot stand alone.
pub static CONFLICT: Rule = Rule {
    name: "model/conflict",
    level: Level::Deny,
    docs: r#"Finds values that contradict each other, or of which one makes no sense without another.

## Why it matters

Only one of the two could have an effect. The report shows both places.

## Example

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."

[dashboards.overview]
title = "Shop / Overview"

[dashboards.overview.rows.queue.panels.jobs]
title = "Jobs"
metric = "queue_jobs"
show = "sum"
expr = 'sum(queue_jobs)'
```

## Use instead

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."

[dashboards.overview]
title = "Shop / Overview"

[dashboards.overview.rows.queue.panels.jobs]
title = "Jobs"
metric = "queue_jobs"
show = "sum"
```
"#,
};

/// An expression that Prometheus refuses.
pub static PROMQL: Rule = Rule {
    name: "model/promql",
    level: Level::Deny,
    docs: r#"Finds expressions that Prometheus refuses: they do not parse, their types do not fit, or they use what the target version does not know.

## Why it matters

Prometheus loads no rule of a file with such an expression, and a panel shows an error. gen reads PromQL as the release in
`[targets] prometheus` does with the feature flags in `[targets] features` (the parsers of Prometheus 2.35 to 3.15).

## Example

```toml
[alerts.QueueLong]
expr = 'sum(rate(requests_total))'
```

## Use instead

```toml
[alerts.QueueLong]
expr = 'sum(rate(requests_total[5m])) == 0'
```
"#,
};

/// A text of an alert that Prometheus refuses.
pub static TEMPLATE: Rule = Rule {
    name: "model/template",
    level: Level::Deny,
    docs: r#"Finds labels and annotations of alerts whose templates Prometheus refuses: they do not parse, or name what does not exist.

## Why it matters

Prometheus loads no rule of a file with such a template. What stands between `{{ }}` is a Go template with the functions of Prometheus
(prometheus.io, Template reference), as Prometheus 3 reads it.

## Example

```toml
[alerts.QueueLong]
expr = 'up == 0'
description = "{{ $label.instance }} is down."
```

## Use instead

```toml
[alerts.QueueLong]
expr = 'up == 0'
description = "{{ $labels.instance }} is down."
```
"#,
};

/// A file that the project names and that was not found.
pub static UNKNOWN_FILE: Rule = Rule {
    name: "model/unknown-file",
    level: Level::Deny,
    docs: r#"Finds files that the project names and that were not given to the compiler.

## Why it matters

Programs that use gen as a library hand over every file that a project names. On the command line `project/unreadable-file` reports such a file.

## Example

```toml
[crds.Run]
crd-file = "crds/runs.yaml"
```

## Use instead

```toml
[crds.Run]
group = "shop.example.com"

[crds.Run.versions.v1.schema]
spec.count = "int32"
```
"#,
};

/// Every hard error of this phase.
pub static RULES: [&Rule; 6] = [
    &BAD_VALUE,
    &CONFLICT,
    &PROMQL,
    &TEMPLATE,
    &UNKNOWN_FILE,
    &UNKNOWN_NAME,
];

/// The project that is resolved, its texts, and the findings so far.
pub struct Context<'a> {
    /// The project.
    pub project: &'a Project,
    /// The layer below it: the project without the changes of the environment; for the base itself.
    pub base: &'a Project,
    /// Every file of the run.
    pub sources: &'a Sources,
    diagnostics: Vec<Diagnostic>,
    errors: usize,
    /// Whether findings are told in another context.
    quiet: bool,
    /// Of the literal that was asked for last: long ones are asked for again and again.
    offsets: RefCell<Option<Offsets>>,
}

/// A literal by its place, and where the bytes of its value stand in it.
type Offsets = (Span, Shape, Vec<u32>);

/// After so many findings names are no longer compared with all known ones: nobody reads that far, and it takes their product.
const MOST_SUGGESTIONS: usize = 100;

impl<'a> Context<'a> {
    /// A context without findings.
    pub fn new(project: &'a Project, base: &'a Project, sources: &'a Sources) -> Self {
        Self {
            project,
            base,
            sources,
            diagnostics: Vec::new(),
            errors: 0,
            quiet: false,
            offsets: RefCell::new(None),
        }
    }

    /// A context for a part of the project, without findings and without suggestions: the part is read again in its turn if it
    /// turns out to have findings, since how much they say depends on those before.
    pub fn part(project: &'a Project, base: &'a Project, sources: &'a Sources) -> Self {
        Self {
            quiet: true,
            ..Self::new(project, base, sources)
        }
    }

    /// Whether nothing was reported.
    pub fn is_clean(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// Keeps a finding.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.errors += usize::from(diagnostic.level == Level::Deny);
        self.diagnostics.push(diagnostic);
    }

    /// Keeps a finding about a bad value.
    pub fn bad_value(&mut self, span: Span, message: impl Into<String>) {
        self.report(Diagnostic::new(&BAD_VALUE, span, message));
    }

    /// Keeps a finding about a name that nothing of a kind has, with the nearest known one.
    pub fn unknown<'n>(
        &mut self,
        kind: &str,
        name: &Spanned<String>,
        known: impl IntoIterator<Item = &'n str>,
    ) {
        let diagnostic = Diagnostic::new(
            &UNKNOWN_NAME,
            name.span,
            format!("there is no {kind} `{}`", name.value),
        );
        if self.quiet || self.diagnostics.len() >= MOST_SUGGESTIONS {
            return self.report(diagnostic);
        }
        let known: Vec<&str> = known.into_iter().collect();
        let near = nearest(&name.value, known.iter().copied());
        self.report(match near {
            Some(near) => {
                let quote = self.sources.slice(name.span).chars().next();
                let quote = quote
                    .filter(|quote| matches!(quote, '"' | '\''))
                    .map(String::from);
                let text =
                    quote.map_or_else(|| near.to_string(), |quote| format!("{quote}{near}{quote}"));
                diagnostic.propose(format!("did you mean `{near}`?"), name.span, text)
            }
            None if known.is_empty() => diagnostic,
            None => diagnostic.help(format!("known: {}", list(&known))),
        });
    }

    /// The place in a file of bytes of a string's value; the whole string when it was not written as a literal of its own.
    pub fn inside(&self, written: &Spanned<String>, shape: Shape, range: Range<usize>) -> Span {
        let mut last = self.offsets.borrow_mut();
        let map = self.read_offsets(&mut last, written.span, shape);
        let (Some(start), Some(end)) = (map.get(range.start), map.get(range.end)) else {
            return written.span;
        };
        let end = (*end).max(*start);
        Span {
            file: written.span.file,
            start: written.span.start + start,
            end: written.span.start + end,
        }
    }

    /// Offsets in the file of every byte of a string's value and of its end; empty when it was not written as a literal of its own.
    pub fn offsets(&self, written: &Spanned<String>, shape: Shape) -> Vec<u32> {
        let mut last = self.offsets.borrow_mut();
        let map = self.read_offsets(&mut last, written.span, shape);
        map.iter().map(|at| written.span.start + at).collect()
    }

    fn read_offsets<'o>(
        &self,
        last: &'o mut Option<Offsets>,
        span: Span,
        shape: Shape,
    ) -> &'o [u32] {
        let known = last
            .take()
            .filter(|(known, as_shape, _)| (*known, *as_shape) == (span, shape));
        let (.., map) = last.insert(known.unwrap_or_else(|| {
            let map = self.sources.offsets(span, shape);
            (span, shape, map)
        }));
        map
    }

    /// How many errors were reported so far.
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// Whether an error was reported, and all findings.
    pub fn finish(self) -> (bool, Vec<Diagnostic>) {
        (self.errors > 0, self.diagnostics)
    }
}
