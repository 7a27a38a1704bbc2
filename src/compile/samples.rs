//! Sample objects, as the API server judges them with the definition that is emitted.

use super::{refusal, validate::key_of};
use crate::{
    apiserver::{
        Finding,
        object::{self, Definition, Strictness},
    },
    artifact::{Artifact, Place},
    diag::{Diagnostic, Level, Rule},
    model::{Model, Tree, TreeValue, crd::Sample},
    parallel::map,
    text::{Sources, Span},
};
use serde_json::Value;

/// A sample that must be refused is not, or for another reason.
pub static ACCEPTED_SAMPLE: Rule = Rule {
    name: "emit/accepted-sample",
    level: Level::Deny,
    docs: r#"Finds samples with `rejected` that the API server accepts, or refuses for another reason.

## Why it matters

Such a sample is a test of the schema: it says what users cannot do. The reason that is written must be a part of what gen says of the object.

## Example

```toml
[crds.Lift]
group = "depot.example.com"

[crds.Lift.versions.v1]
schema.spec.doors = "int32"

[crds.Lift.samples.closed]
object = { spec = { doors = 0 } }
rejected = "below"
```

## Use instead

```toml
[crds.Lift]
group = "depot.example.com"

[crds.Lift.versions.v1]
schema.spec.doors = "int32 | minimum=1"

[crds.Lift.samples.closed]
object = { spec = { doors = 0 } }
rejected = "doors"
```
"#,
};

/// What is wrong with the samples of a model, whose definitions are among the artifacts.
pub fn judge(sources: &Sources, model: &Model, artifacts: &[Artifact]) -> Vec<Diagnostic> {
    let definitions = artifacts
        .iter()
        .filter(|artifact| artifact.place == Place::Crds);
    let pairs: Vec<_> = model.crds.iter().zip(definitions).collect();
    let found = map(pairs, |(crd, artifact)| {
        if crd.samples.is_empty() {
            return Vec::new();
        }
        let definition = Definition::read(&Value::from(&artifact.tree));
        let samples = crd.samples.iter();
        samples
            .flat_map(|sample| judge_one(sources, sample, &definition))
            .collect()
    });
    found.into_iter().flatten().collect()
}

fn judge_one(sources: &Sources, sample: &Sample, definition: &Definition) -> Vec<Diagnostic> {
    let judged = object::judge(definition, &sample.object.to_json(), Strictness::Strict);
    let mut findings: Vec<Finding> = judged.findings;
    findings.extend(judged.later);
    let Some(reason) = &sample.rejected else {
        let told = findings.into_iter();
        return told
            .map(|finding| refused(sources, sample, finding))
            .collect();
    };
    let name = &sample.name.value;
    if findings.is_empty() {
        let message = format!("the sample `{name}` is accepted");
        let finding = Diagnostic::new(&ACCEPTED_SAMPLE, reason.span, message);
        return vec![finding.label(sample.name.span, "it must be refused")];
    }
    let is_it = |finding: &Finding| {
        finding.message.contains(&reason.value) || finding.field.contains(&reason.value)
    };
    if findings.iter().any(is_it) {
        return Vec::new();
    }
    let message = format!("the sample `{name}` is refused, and not because of this");
    let finding = Diagnostic::new(&ACCEPTED_SAMPLE, reason.span, message);
    let reasons = findings.into_iter().take(5);
    vec![reasons.fold(finding, |finding, other| {
        let at = if other.field.is_empty() {
            String::new()
        } else {
            format!("{}: ", other.field)
        };
        finding.note(format!("{at}{}", other.message))
    })]
}

/// A finding about a sample that must be accepted, where it was written.
fn refused(sources: &Sources, sample: &Sample, finding: Finding) -> Diagnostic {
    let (tree, is_exact) = find(&sample.object, &finding.pointer);
    let key = key_of(sources, tree.span).filter(|_| finding.is_key && is_exact);
    let range = finding.range.clone().filter(|_| tree.verbatim);
    let place = key.unwrap_or_else(|| first_line(sources, tree.span));
    refusal::diagnostic(sources, Finding { range, ..finding }, place)
        .trace(format!("in the sample `{}`", sample.name.value))
}

/// What a JSON pointer leads to, or as far as it does, and whether it leads all the way.
fn find<'t>(tree: &'t Tree, pointer: &str) -> (&'t Tree, bool) {
    let mut tree = tree;
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        let next = match &tree.value {
            TreeValue::List(items) => token.parse().ok().and_then(|at: usize| items.get(at)),
            _ => tree.get(&token),
        };
        let Some(next) = next else {
            return (tree, false);
        };
        tree = next;
    }
    (tree, true)
}

/// The first line of a place: an object of a file may be long.
fn first_line(sources: &Sources, span: Span) -> Span {
    let line = sources.slice(span).lines().next().unwrap_or_default();
    let range = span.range();
    Span::new(span.file, range.start, range.start + line.len())
}
