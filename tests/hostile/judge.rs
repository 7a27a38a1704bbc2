//! What must hold of every input, broken or not.

use crate::{seeds::Seed, toml_json::json_of};
use opsgen::{
    artifact::{Artifact, Format},
    compile::{self, Compilation, Settings},
    diag::{Diagnostic, Level},
    document::{json, yaml},
    output, project,
    report::{self, Style},
    schema::Schema,
    text::{Sources, Span},
};
use serde_json::Value;
use std::collections::BTreeMap;

/// A file name that most file systems take.
const LONGEST_NAME: usize = 255;

/// What became of an input.
pub struct Outcome {
    sources: Sources,
    compilation: Option<Compilation>,
    diagnostics: Vec<Diagnostic>,
}

impl Outcome {
    /// The findings, a line each.
    pub fn concise(&self) -> String {
        let style = Style {
            color: false,
            width: 80,
        };
        report::FORMATS[1].1(&self.sources, &self.diagnostics, style)
    }
}

fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics
        .iter()
        .any(|finding| finding.level == Level::Deny)
}

/// Reads and compiles a project as the command line does.
pub fn compile(seed: &Seed) -> Outcome {
    let mut sources = Sources::default();
    let file = sources.add("gen.toml", seed.text.as_str());
    let (layered, mut diagnostics) = compile::read(&sources, file);
    let mut compilation = None;
    if let Some(layered) = layered {
        for name in layered.files() {
            let found = seed.files.iter().find(|(path, _)| *path == name.value);
            if let (None, Some((path, text))) = (sources.find(&name.value), found) {
                sources.add(path.clone(), text.as_str());
            }
        }
        let compiled = compile::compile(&sources, layered, &Settings::default());
        compilation = compiled.0;
        diagnostics.extend(compiled.1);
    }
    Outcome {
        sources,
        compilation,
        diagnostics,
    }
}

/// Whether the schema with the project's names is one, and takes every name that gen takes. Nothing is looked up in what is switched
/// off.
fn schema(outcome: &Outcome, faults: &mut Vec<String>) {
    let sources = &outcome.sources;
    let Some(file) = sources.find("gen.toml") else {
        return;
    };
    let named = Schema::compile(compile::json_schema(sources, file).0);
    let named = named.unwrap_or_else(|error| panic!("the schema is none: {error}"));
    let text = &sources.get(file).text;
    if has_errors(&outcome.diagnostics) || text.contains("enabled = false") {
        return;
    }
    // What no JSON number holds, an editor does not hand over.
    let Ok(table) = text.parse::<toml::Table>() else {
        return;
    };
    let project = json_of(&toml::Value::Table(table));
    let plain = Schema::compile(project::json_schema()).expect("it is the committed one");
    if plain.violations(&project).is_empty() {
        let more = named.violations(&project).into_iter();
        faults.extend(
            more.map(|found| format!("the schema refuses {}: {}", found.pointer, found.message)),
        );
    }
}

/// What is wrong with an outcome; empty when nothing is.
pub fn judge(outcome: &Outcome) -> Vec<String> {
    let mut faults = Vec::new();
    for finding in &outcome.diagnostics {
        spans(outcome, finding, &mut faults);
    }
    let few = &outcome.diagnostics[..outcome.diagnostics.len().min(20)];
    for (name, render) in report::FORMATS {
        for width in [20, 80, 140] {
            let color = width == 80;
            let text = render(&outcome.sources, few, Style { color, width });
            if text.is_empty() && !few.is_empty() {
                faults.push(format!("the {name} report is empty"));
            }
        }
    }
    schema(outcome, &mut faults);
    if has_errors(&outcome.diagnostics) {
        return faults;
    }
    let Some(compilation) = &outcome.compilation else {
        faults.push("neither an error nor a compilation".into());
        return faults;
    };
    let refused = compile::validate_all(&outcome.sources, compilation);
    faults.extend(refused.iter().map(|finding| {
        format!(
            "emitted and refused: {} {:?}",
            finding.message, finding.trace
        )
    }));
    paths(compilation, &mut faults);
    let environments = compilation
        .environments
        .iter()
        .flat_map(|(_, artifacts)| artifacts);
    for artifact in compilation.artifacts().chain(environments) {
        reads_back(artifact, &mut faults);
    }
    faults
}

/// Whether two outcomes say the same and mean the same files.
pub fn same(left: &Outcome, right: &Outcome) -> bool {
    let files = |outcome: &Outcome| {
        let artifacts = outcome.compilation.iter().flat_map(Compilation::artifacts);
        artifacts.map(output::encode).collect::<Vec<_>>()
    };
    left.diagnostics == right.diagnostics && files(left) == files(right)
}

fn spans(outcome: &Outcome, finding: &Diagnostic, faults: &mut Vec<String>) {
    let labels = finding.labels.iter().map(|label| label.span);
    let edits = finding
        .help
        .iter()
        .flat_map(|help| &help.edits)
        .map(|edit| edit.span);
    for span in std::iter::once(finding.primary.span)
        .chain(labels)
        .chain(edits)
    {
        if !fits(&outcome.sources, span) {
            faults.push(format!(
                "a span of `{}` is outside of its text: {span:?}: {}",
                finding.rule.name, finding.message
            ));
        }
    }
    if finding.message.is_empty() {
        faults.push(format!("a finding of `{}` says nothing", finding.rule.name));
    }
}

fn fits(sources: &Sources, span: Span) -> bool {
    sources.get(span.file).text.get(span.range()).is_some()
}

fn paths(compilation: &Compilation, faults: &mut Vec<String>) {
    let mut known = BTreeMap::new();
    for artifact in compilation.artifacts() {
        let path = artifact.location(&compilation.folder);
        let bad = |part: &str| matches!(part, "" | "." | "..") || part.len() > LONGEST_NAME;
        if path.split('/').any(bad) || path.contains(['\\', ':']) || path.contains(char::is_control)
        {
            faults.push(format!("a path that cannot be written: {path:?}"));
        }
        if let Some(other) = known.insert(path.to_lowercase(), path.clone()) {
            faults.push(format!("two files at one place: {path:?}, {other:?}"));
        }
    }
    let located = compilation.artifacts();
    let located = located.map(|artifact| (artifact.location(&compilation.folder), artifact));
    if let Err(error) = output::desired(located) {
        faults.push(format!("the tree is refused: {error}"));
    }
}

fn reads_back(artifact: &Artifact, faults: &mut Vec<String>) {
    let text = output::encode(artifact);
    let read = match artifact.format {
        Format::Markdown => return,
        Format::Json => json::read(&text).map(|value| vec![value]),
        Format::Yaml => yaml::read(&text),
    };
    let expected = vec![plain(Value::from(&artifact.tree))];
    match read.map(|documents| documents.into_iter().map(plain).collect::<Vec<_>>()) {
        Ok(documents) if documents == expected => {}
        Ok(documents) => {
            let lines = |value: &[Value]| serde_json::to_string_pretty(value).unwrap();
            let (read, written) = (lines(&documents), lines(&expected));
            let other = read
                .lines()
                .zip(written.lines())
                .find(|(read, written)| read != written);
            faults.push(format!(
                "`{}` reads back otherwise: {other:?}",
                artifact.path
            ));
        }
        Err(error) => faults.push(format!(
            "`{}` cannot be read back: {}",
            artifact.path, error.message
        )),
    }
}

/// A value whose numbers are all floats: how a number is written does not count.
fn plain(value: Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().map_or(Value::Null, Value::from),
        Value::Array(items) => items.into_iter().map(plain).collect(),
        Value::Object(entries) => Value::Object(
            entries
                .into_iter()
                .map(|(key, value)| (key, plain(value)))
                .collect(),
        ),
        other => other,
    }
}
