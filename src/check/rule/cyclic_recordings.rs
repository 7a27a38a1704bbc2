//! Recordings that need themselves.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Model, Recording},
    promql::walk::{metric_name, selectors},
};
use std::collections::{BTreeMap, BTreeSet};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "rule/cyclic-recordings",
        level: Level::Deny,
        docs: r#"Finds recordings that use each other in a circle, or themselves.

## Why it matters

Each waits for the others' last value: nothing is ever recorded, or a value feeds on itself.

## Example

```toml
[recordings."a:b:sum"]
expr = 'a:b:max + 1'

[recordings."a:b:max"]
expr = 'a:b:sum - 1'
group = "other"
```

## Use instead

```toml
[recordings."a:b:sum"]
expr = 'sum(up) + 1'

[recordings."a:b:max"]
expr = 'a:b:sum - 1'
group = "other"
```
"#,
    },
    scope: Scope::Model(check),
};

/// The recordings that each name is made from.
type Uses<'m> = BTreeMap<&'m str, BTreeSet<&'m str>>;

fn check(model: &Model, sink: &mut Sink) {
    let recordings: BTreeMap<&str, &Recording> = model
        .recordings()
        .map(|rule| (rule.name.as_str(), rule))
        .collect();
    let mut uses = Uses::new();
    for recording in model.recordings() {
        let found = selectors(&recording.expression.expr);
        // What is shifted back in time feeds on itself on purpose.
        let now = found
            .into_iter()
            .filter(|(_, selector)| selector.modifiers.offset.is_none());
        let names = now
            .filter_map(|(_, selector)| metric_name(selector))
            // A metric of the same name is meant, which is a finding of its own.
            .filter(|name| model.metrics.of_series(&name.value).is_none());
        let known = names.filter_map(|name| recordings.get_key_value(name.value.as_str()));
        uses.entry(&recording.name.value)
            .or_default()
            .extend(known.map(|(name, _)| *name));
    }
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for (name, recording) in &recordings {
        let Some(circle) = find_circle(name, &uses) else {
            continue;
        };
        if circle.iter().any(|other| told.contains(other)) {
            continue;
        }
        told.extend(circle.iter().copied());
        let way: Vec<String> = circle
            .iter()
            .chain([name])
            .map(|name| format!("`{name}`"))
            .collect();
        let message = format!("`{name}` is made from itself");
        let mut finding = Diagnostic::new(&CHECK.rule, recording.name.span, message);
        if circle.len() > 1 {
            finding = finding.note(format!(
                "it uses, one after another: {}",
                way[1..].join(", ")
            ));
        }
        sink.report_for(&[&recording.allow], finding);
    }
}

/// The shortest way from a name back to it, beginning with it.
fn find_circle<'m>(start: &'m str, uses: &Uses<'m>) -> Option<Vec<&'m str>> {
    let mut ways = std::collections::VecDeque::from([vec![start]]);
    let mut seen = BTreeSet::new();
    while let Some(way) = ways.pop_front() {
        let last = way.last().copied()?;
        for next in uses.get(last).into_iter().flatten() {
            if *next == start {
                return Some(way);
            }
            if seen.insert(*next) {
                ways.push_back([way.as_slice(), &[*next]].concat());
            }
        }
    }
    None
}
