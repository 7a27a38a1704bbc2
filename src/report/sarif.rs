//! SARIF 2.1.0 (OASIS), for code scanning and editors.
//!
//! Columns and offsets count characters, which `columnKind` says. Paths are relative to `SRCROOT`, the folder where the program was
//! started; where the project lies outside of it, to `PROJECTROOT`, its own folder. What the baseline names is there and suppressed.

use super::{Base, Style, characters::Characters, path, severity, words};
use crate::{
    diag::{Content, Diagnostic, Edit, Help, Label, Level, Rule},
    text::{FileId, Source, Sources, Span},
};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Where the schema of this format is.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// A log with one run, indented, with a line end.
pub fn render(sources: &Sources, diagnostics: &[Diagnostic], _: Style) -> String {
    let rules: BTreeMap<&str, &Rule> = diagnostics
        .iter()
        .map(|finding| (finding.rule.name, finding.rule))
        .collect();
    let log = Log {
        sources,
        characters: characters(sources, diagnostics),
        rules: rules.keys().copied().collect(),
        has_known: diagnostics.iter().any(|finding| finding.is_known),
    };
    let driver = json!({
        "name": "gen",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules.values().map(|rule| describe(rule)).collect::<Value>(),
    });
    let run = json!({
        "tool": { "driver": driver },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            "SRCROOT": { "description": { "text": "The folder where gen was started." } },
            "PROJECTROOT": { "description": { "text": "The folder of the project file." } },
        },
        "results": diagnostics.iter().map(|finding| log.result(finding)).collect::<Value>(),
    });
    let log = json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] });
    format!("{log:#}\n")
}

/// The offsets of every file that a finding or its change points at.
fn characters<'a>(
    sources: &'a Sources,
    diagnostics: &[Diagnostic],
) -> BTreeMap<FileId, Characters<'a>> {
    let labels = diagnostics
        .iter()
        .flat_map(|finding| std::iter::once(&finding.primary).chain(&finding.labels));
    let edits = diagnostics
        .iter()
        .flat_map(|finding| finding.help.iter().flat_map(|help| &help.edits));
    let spans = labels
        .map(|label| label.span)
        .chain(edits.map(|edit| edit.span));
    let mut result = BTreeMap::new();
    for span in spans {
        result
            .entry(span.file)
            .or_insert_with(|| Characters::new(&sources.get(span.file).text));
    }
    result
}

fn describe(rule: &Rule) -> Value {
    let docs = rule.docs.trim();
    let what = docs.split("\n\n").next().unwrap_or_default();
    json!({
        "id": rule.name,
        "shortDescription": { "text": format!("{}.", rule.first_sentence()) },
        "fullDescription": { "text": what },
        "help": { "text": docs, "markdown": docs },
        "defaultConfiguration": { "level": level(rule.level), "enabled": rule.level != Level::Allow },
    })
}

/// The word for a level; what is off by default is a warning once it is on.
fn level(level: Level) -> &'static str {
    match level {
        Level::Allow => "warning",
        Level::Warn | Level::Deny => severity(level),
    }
}

/// What results are made with.
struct Log<'a> {
    sources: &'a Sources,
    characters: BTreeMap<FileId, Characters<'a>>,
    /// Names, sorted: a result refers to its rule by number.
    rules: Vec<&'a str>,
    /// Whether the baseline names a finding; then each result says whether it does.
    has_known: bool,
}

impl Log<'_> {
    fn result(&self, finding: &Diagnostic) -> Value {
        let mut result = Map::new();
        let mut put = |key: &str, value: Value| result.insert(key.to_string(), value);
        put("ruleId", finding.rule.name.into());
        put(
            "ruleIndex",
            self.rules
                .binary_search(&finding.rule.name)
                .unwrap_or_default()
                .into(),
        );
        put("level", level(finding.level).into());
        put("message", json!({ "text": words(finding) }));
        let mut location = json!({ "physicalLocation": self.place(finding.primary.span) });
        if !finding.primary.text.is_empty() {
            location["message"] = json!({ "text": finding.primary.text });
        }
        if let Some(item) = &finding.item {
            location["logicalLocations"] = json!([{ "fullyQualifiedName": item }]);
        }
        put("locations", json!([location]));
        if !finding.labels.is_empty() {
            let related = finding.labels.iter().enumerate();
            put(
                "relatedLocations",
                related
                    .map(|(index, label)| self.related(index, label))
                    .collect(),
            );
        }
        let content = Content::of(finding, self.sources);
        put(
            "partialFingerprints",
            json!({ "gen/v1": fingerprint(&content) }),
        );
        let fixes = finding.help.iter().filter(|help| !help.edits.is_empty());
        let fixes: Vec<Value> = fixes.map(|help| self.fix(help)).collect();
        if !fixes.is_empty() {
            put("fixes", fixes.into());
        }
        if self.has_known {
            let known = finding.is_known.then(|| json!({ "kind": "external", "status": "accepted", "justification": "The baseline names it." }));
            put("suppressions", known.into_iter().collect());
        }
        Value::Object(result)
    }

    fn related(&self, index: usize, label: &Label) -> Value {
        let mut related = json!({ "id": index, "physicalLocation": self.place(label.span) });
        if !label.text.is_empty() {
            related["message"] = json!({ "text": label.text });
        }
        related
    }

    fn fix(&self, help: &Help) -> Value {
        let mut files: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
        for edit in &help.edits {
            files.entry(edit.span.file).or_default().push(edit);
        }
        let changes = files.into_iter().map(|(file, edits)| {
            let replacements = edits.into_iter().map(|edit| {
                json!({ "deletedRegion": self.region(edit.span), "insertedContent": { "text": edit.text } })
            });
            json!({
                "artifactLocation": artifact(self.sources.get(file)),
                "replacements": replacements.collect::<Value>(),
            })
        });
        json!({
            "description": { "text": help.message },
            "artifactChanges": changes.collect::<Value>(),
        })
    }

    fn place(&self, span: Span) -> Value {
        let source = self.sources.get(span.file);
        json!({ "artifactLocation": artifact(source), "region": self.region(span) })
    }

    fn region(&self, span: Span) -> Value {
        let source = self.sources.get(span.file);
        let (start, end) = (span.start as usize, span.end as usize);
        let (first, last) = (source.position(start), source.position(end));
        let before = |offset| self.characters[&span.file].before(offset);
        let offset = before(start);
        json!({
            "startLine": first.line,
            "startColumn": first.column,
            "endLine": last.line,
            "endColumn": last.column,
            "charOffset": offset,
            "charLength": before(end) - offset,
        })
    }
}

fn artifact(source: &Source) -> Value {
    let (base, path) = path(source);
    let base = match base {
        Base::Here => "SRCROOT",
        Base::Project => "PROJECTROOT",
    };
    json!({ "uri": uri(path), "uriBaseId": base })
}

/// A path as a relative reference. Source: RFC 3986, sections 2.3 and 4.2.
fn uri(path: &str) -> String {
    let mut result = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                result.push(byte.into());
            }
            b'\\' => result.push('/'),
            _ => result.push_str(&format!("%{byte:02X}")),
        }
    }
    result
}

/// What tells a finding from others in hexadecimal digits, whatever lines stand above it.
fn fingerprint(content: &Content) -> String {
    let Content {
        name,
        item,
        message,
        text,
    } = content;
    let digest = Sha256::digest([name, item, message, text].map(String::as_str).join("\0"));
    digest
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_are_relative_references() {
        assert_eq!(uri("a b/ß%#?.toml"), "a%20b/%C3%9F%25%23%3F.toml");
        assert_eq!(uri("crds\\x.yaml"), "crds/x.yaml");
    }
}
