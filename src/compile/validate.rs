//! The output against the schemas of its kinds and the grammar of Prometheus; what they refuse is shown where it was written.

use super::refusal;
use crate::{
    apiserver::{Finding, definition},
    artifact::{Artifact, Format, Node, Origin, Place},
    diag::{Diagnostic, Level, Rule, nearest},
    model::{Model, names},
    project::is_misspelt,
    promql,
    schema::{self, Violation, ViolationKind},
    text::{Sources, Span},
};

/// The output breaks the schema of its kind.
pub static SCHEMA: Rule = Rule {
    name: "emit/schema",
    level: Level::Deny,
    docs: r#"Finds output that the schema of its kind refuses, mostly because `raw` asks for it.

## Why it matters

The API server or Grafana would refuse the object. The schemas are those of Kubernetes, prometheus-operator, Kustomize and Grafana; `raw` takes the
words of the output,
such as `keep_firing_for`, not those of gen.toml.

## Example

```toml
[alerts.QueueLong]
expr = 'up == 0'
raw = { keep-firing-for = "5m" }
```

## Use instead

```toml
[alerts.QueueLong]
expr = 'up == 0'
raw = { keep_firing_for = "5m" }
```
"#,
};

/// The output holds an expression that Prometheus refuses.
pub static EXPRESSION: Rule = Rule {
    name: "emit/expression",
    level: Level::Deny,
    docs: r#"Finds expressions in the output that Prometheus refuses, mostly because they stand in `raw`.

## Why it matters

`raw` is taken as it is and read by nobody before Prometheus. gen parses what it emits once more, so that a rule file never fails to load.

## Example

```toml
[alerts.QueueLong]
expr = 'up == 0'
raw = { expr = "up ==" }
```

## Use instead

```toml
[alerts.QueueLong]
expr = 'up == 0'
raw = { expr = "up < 1" }
```
"#,
};

/// The kind that the API server's own rules judge, not a schema.
const DEFINITION: &str = "CustomResourceDefinition";

/// Whether a document of a model is what its kind and the targets ask for. `fallback` is shown when nothing of it was written by the
/// user.
pub fn validate(
    sources: &Sources,
    artifact: &Artifact,
    model: &Model,
    fallback: Span,
) -> Vec<Diagnostic> {
    let tree = &artifact.tree;
    let field = |name: &str| tree.get(name).and_then(Node::as_str);
    if field("kind") == Some(DEFINITION) {
        let findings = definition::judge(&tree.into());
        let told = findings.into_iter();
        return told
            .map(|finding| refused(sources, artifact, finding, fallback))
            .collect();
    }
    let (violations, what) = match (artifact.format, field("apiVersion"), field("kind")) {
        // Samples are judged with the definition of their kind.
        _ if artifact.place == Place::Samples => return Vec::new(),
        (Format::Markdown, ..) => return Vec::new(),
        (Format::Json, ..) => (schema::validate_dashboard(&tree.into()), "dashboard"),
        (Format::Yaml, Some(version), Some(kind)) if tree.get("$patch").is_none() => {
            (schema::validate_kind(version, kind, &tree.into()), kind)
        }
        (Format::Yaml, ..) => return Vec::new(),
    };
    let mut found: Vec<Diagnostic> = violations
        .iter()
        .filter(|violation| !is_misspelt(violation, &violations))
        .map(|violation| violated(sources, (artifact, what), violation, fallback))
        .collect();
    expressions(tree, &mut String::new(), &mut |pointer, text| {
        let (_, errors) = promql::parse(text, &model.targets.promql);
        found.extend(errors.first().map(|error| {
            let span = tree.find(pointer).1.span().unwrap_or(fallback);
            Diagnostic::new(
                &EXPRESSION,
                span,
                format!("the emitted expression is refused: {}", error.message),
            )
            .note(format!("it is `{text}`"))
        }));
    });
    found
}

/// What the API server refuses of a definition, where it was written.
fn refused(sources: &Sources, artifact: &Artifact, finding: Finding, fallback: Span) -> Diagnostic {
    let (_, origin) = artifact.tree.find(&finding.pointer);
    let place = origin.span().unwrap_or(fallback);
    let key = key_of(sources, place).filter(|_| finding.is_key);
    let range = finding
        .range
        .clone()
        .filter(|_| matches!(origin, Origin::Verbatim(_)));
    let (path, pointer) = (&artifact.path, finding.pointer.clone());
    let finding = Finding { range, ..finding };
    refusal::diagnostic(sources, finding, key.unwrap_or(place)).trace(format!(
        "while emitting the {DEFINITION} `{path}`, at {pointer}"
    ))
}

fn violated(
    sources: &Sources,
    (artifact, what): (&Artifact, &str),
    violation: &Violation,
    fallback: Span,
) -> Diagnostic {
    let place = |pointer: &str| artifact.tree.find(pointer).1.span().unwrap_or(fallback);
    let at = |pointer: &str, finding: Diagnostic| {
        let path = &artifact.path;
        finding.trace(format!("while emitting the {what} `{path}`, at {pointer}"))
    };
    let pointer = &violation.pointer;
    match &violation.kind {
        ViolationKind::UnknownKey { key, known } => {
            let owner = artifact.tree.find(pointer);
            let escaped = key.replace('~', "~0").replace('/', "~1");
            let pointer = format!("{pointer}/{escaped}");
            let finding = unknown_key(sources, (key, known), owner, place(&pointer));
            at(&pointer, finding)
        }
        ViolationKind::NotInEnum { allowed, found } => {
            let finding = Diagnostic::new(&SCHEMA, place(pointer), &violation.message);
            at(pointer, nearest_value(sources, finding, found, allowed))
        }
        _ => at(
            pointer,
            Diagnostic::new(&SCHEMA, place(pointer), &violation.message),
        ),
    }
}

/// A key that its object does not know, with the nearest one in the spelling of the table that the object comes from. It is put in
/// its place unless the object has it already.
fn unknown_key(
    sources: &Sources,
    (key, known): (&str, &[String]),
    (owner, origin): (&Node, Origin),
    value: Span,
) -> Diagnostic {
    let spelled = |name: &String| match origin {
        Origin::Kebab(_) => names::kebab(name).into_owned(),
        _ => name.clone(),
    };
    let known: Vec<(String, &String)> = known.iter().map(|name| (spelled(name), name)).collect();
    let names = || known.iter().map(|(name, _)| name.as_str());
    // A value that gen puts under a key of its own stands behind another key in the project.
    let is_key = |place: &Span| {
        let written = sources.slice(*place);
        written == key || names::camel(written) == key
    };
    let place = key_of(sources, value).filter(is_key);
    let written = place.map_or(key, |place| sources.slice(place));
    let near = nearest(written, names());
    let mut pairs = known.iter();
    let is_taken =
        pairs.any(|(name, theirs)| Some(name.as_str()) == near && owner.get(theirs).is_some());
    let message = format!("unknown key `{written}`");
    let edited = place.filter(|_| !is_taken);
    Diagnostic::new(&SCHEMA, place.unwrap_or(value), message).suggest(written, names(), edited)
}

/// Adds the nearest of the allowed values, in the quotes of the value that stands there; nothing when several may be meant.
fn nearest_value(
    sources: &Sources,
    finding: Diagnostic,
    found: &str,
    allowed: &[String],
) -> Diagnostic {
    let Some(near) = nearest(found, allowed.iter().map(String::as_str)) else {
        return finding;
    };
    let others = || {
        allowed
            .iter()
            .map(String::as_str)
            .filter(|name| *name != near)
    };
    if nearest(found, others()).is_some() || others().any(|name| name.starts_with(found)) {
        return finding;
    }
    let message = format!("did you mean `{near}`?");
    let span = finding.primary.span;
    let quoted = ['"', '\''].map(|quote| (quote, format!("{quote}{found}{quote}")));
    let written = sources.slice(span);
    match quoted.iter().find(|(_, text)| text == written) {
        Some((quote, _)) => finding.propose(message, span, format!("{quote}{near}{quote}")),
        None => finding.help(message),
    }
}

/// The key of a value where it stands right before it: as `key = ` in TOML, as `key: ` in YAML.
pub(super) fn key_of(sources: &Sources, value: Span) -> Option<Span> {
    let text = &sources.get(value.file).text;
    let before = text
        .get(..value.start as usize)?
        .trim_end_matches([' ', '\t']);
    let key = before
        .strip_suffix(['=', ':'])?
        .trim_end_matches([' ', '\t']);
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let length = key.len() - key.trim_end_matches(part).len();
    (length > 0).then(|| Span::new(value.file, key.len() - length, key.len()))
}

/// Calls `visit` for every string under a key `expr`, with its JSON pointer.
fn expressions(tree: &Node, pointer: &mut String, visit: &mut impl FnMut(&str, &str)) {
    let length = pointer.len();
    for (key, value) in tree.as_map().into_iter().flatten() {
        pointer.push('/');
        pointer.push_str(key);
        match value.as_str() {
            Some(text) if key == "expr" => visit(pointer, text),
            _ => expressions(value, pointer, visit),
        }
        pointer.truncate(length);
    }
    for (index, item) in tree.as_list().into_iter().flatten().enumerate() {
        pointer.push_str(&format!("/{index}"));
        expressions(item, pointer, visit);
        pointer.truncate(length);
    }
}
