//! The baseline: findings of checks that are known and not reported, by what they say and not by their lines.
//!
//! Invariants: sorted, one line per finding, so that a change of it can be reviewed; errors that are no checks are never known.

use super::all;
use crate::{
    diag::{Content, Diagnostic},
    text::Sources,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the file's form.
const FORMAT: u32 = 1;

/// Known findings, each with how often it occurs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: BTreeMap<Content, usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    format: u32,
    findings: Vec<WireFinding>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct WireFinding {
    check: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    item: String,
    message: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    text: String,
    #[serde(default = "once", skip_serializing_if = "is_once")]
    count: usize,
}

fn once() -> usize {
    1
}

fn is_once(count: &usize) -> bool {
    *count == 1
}

impl Baseline {
    /// The findings of checks among these.
    pub fn of(findings: &[Diagnostic], sources: &Sources) -> Self {
        let mut entries = BTreeMap::new();
        for finding in findings.iter().filter(|finding| is_check(finding)) {
            *entries.entry(Content::of(finding, sources)).or_default() += 1;
        }
        Self { entries }
    }

    /// How many findings it names.
    pub fn count(&self) -> usize {
        self.entries.values().sum()
    }

    /// Marks the findings that it names as known. Returns what it names and is gone, with how often, sorted.
    pub fn mark(&self, findings: &mut [Diagnostic], sources: &Sources) -> Vec<(Content, usize)> {
        let mut left = self.entries.clone();
        for finding in findings.iter_mut().filter(|finding| is_check(finding)) {
            if let Some(count) = left.get_mut(&Content::of(finding, sources))
                && *count > 0
            {
                *count -= 1;
                finding.is_known = true;
            }
        }
        left.into_iter().filter(|(_, count)| *count > 0).collect()
    }

    /// Reads a file; the error says what is wrong with it and in which line.
    pub fn read(text: &str) -> Result<Self, String> {
        let wire: Wire = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if wire.format != FORMAT {
            let found = wire.format;
            return Err(format!("its format is {found}, this gen knows {FORMAT}"));
        }
        let mut entries: BTreeMap<Content, usize> = BTreeMap::new();
        for finding in wire.findings {
            let content = Content {
                name: finding.check,
                item: finding.item,
                message: finding.message,
                text: finding.text,
            };
            let count = entries.entry(content).or_default();
            *count = count.saturating_add(finding.count);
        }
        Ok(Self { entries })
    }

    /// The text of the file.
    pub fn encode(&self) -> String {
        let lines: Vec<String> = self.entries.iter().map(line).collect();
        let findings = if lines.is_empty() {
            "[]".to_string()
        } else {
            format!("[\n{}\n  ]", lines.join(",\n"))
        };
        format!("{{\n  \"format\": {FORMAT},\n  \"findings\": {findings}\n}}\n")
    }
}

fn line((content, count): (&Content, &usize)) -> String {
    let finding = WireFinding {
        check: content.name.clone(),
        item: content.item.clone(),
        message: content.message.clone(),
        text: content.text.clone(),
        count: *count,
    };
    let json = serde_json::to_string(&finding).expect("strings and numbers always serialize");
    format!("    {json}")
}

fn is_check(finding: &Diagnostic) -> bool {
    all().any(|check| check.rule.name == finding.rule.name)
}

#[cfg(test)]
mod tests {
    use super::Baseline;

    #[test]
    fn what_is_written_is_read_and_wrong_files_are_explained() {
        let text = "{\n  \"format\": 1,\n  \"findings\": [\n    \
                    {\"check\":\"a/b\",\"item\":\"alerts.A\",\"message\":\"it \\\"fires\\\"\",\"text\":\"up\",\"count\":2},\n    \
                    {\"check\":\"a/c\",\"message\":\"m\"}\n  ]\n}\n";
        let baseline = Baseline::read(text).unwrap();
        assert_eq!((baseline.count(), baseline.encode()), (3, text.to_string()));
        let empty = Baseline::default().encode();
        assert_eq!(Baseline::read(&empty), Ok(Baseline::default()));
        let cases = [
            ("", "EOF while parsing a value at line 1 column 0"),
            (
                "{\"format\": 2, \"findings\": []}",
                "its format is 2, this gen knows 1",
            ),
            ("{\"format\": 1}", "missing field `findings`"),
            (
                "{\"format\": 1, \"findings\": [{\"chek\": 1}]}",
                "unknown field `chek`",
            ),
        ];
        for (text, message) in cases {
            let error = Baseline::read(text).unwrap_err();
            assert!(error.contains(message), "{error}");
        }
    }
}
