//! The record of generated files, `.gen/manifest.json` below the root: what gen may change or delete.
//!
//! Invariants: sorted, one line per file, so that version control merges it; no times. While files are being changed the record is
//! `unfinished` and names for every file each content that may be found there: the wanted one and the one before.

use super::error::Error;
use crate::document::json;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The folder of the record and the lock, below the root.
pub(super) const FOLDER: &str = ".gen";

/// Where the record is, below the root.
pub const PATH: &str = ".gen/manifest.json";

/// The only format so far.
const FORMAT: u64 = 1;

/// The record of one root.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Record {
    /// The project that the root belongs to.
    pub(super) project: String,
    /// Whether a run has begun to change files and not ended.
    pub(super) unfinished: bool,
    /// The folders that gen made.
    pub(super) folders: BTreeSet<String>,
    /// The files that gen made.
    pub(super) files: BTreeMap<String, Contents>,
}

/// The contents of a file that are gen's, as SHA-256 in hexadecimal digits.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Contents {
    /// What it shall hold; `None` when it shall go.
    pub(super) wanted: Option<String>,
    /// What it may still hold.
    pub(super) before: Option<String>,
}

impl Contents {
    /// Whether a file with this content is as gen left it.
    pub(super) fn include(&self, digest: &str) -> bool {
        [&self.wanted, &self.before]
            .into_iter()
            .flatten()
            .any(|known| known == digest)
    }
}

/// The record as JSON has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    format: u64,
    project: String,
    #[serde(default)]
    unfinished: bool,
    folders: BTreeSet<String>,
    files: Vec<WireFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireFile {
    path: String,
    sha256: Option<String>,
    was: Option<String>,
}

impl Record {
    /// Reads a record and refuses one that is damaged or of another project.
    pub(super) fn read(bytes: &[u8], project: &str) -> Result<Self, Error> {
        let damaged = |why: String| Error::Record { path: PATH, why };
        let text = std::str::from_utf8(bytes).map_err(|error| damaged(error.to_string()))?;
        let value = json::read(text).map_err(|error| damaged(error.message))?;
        if value
            .get("format")
            .and_then(serde_json::Value::as_u64)
            .is_some_and(|format| format > FORMAT)
        {
            return Err(damaged("a newer gen wrote it".to_owned()));
        }
        let wire = Wire::deserialize(value).map_err(|error| damaged(error.to_string()))?;
        if wire.format != FORMAT {
            return Err(damaged(format!("format {} is unknown", wire.format)));
        }
        if wire.project != project {
            return Err(Error::OtherProject {
                path: PATH,
                found: wire.project,
                expected: project.to_owned(),
            });
        }
        for path in wire
            .folders
            .iter()
            .chain(wire.files.iter().map(|file| &file.path))
        {
            super::path::check(path).map_err(|error| damaged(error.to_string()))?;
        }
        let contents = |file: WireFile| {
            let (wanted, before) = (file.sha256, file.was);
            (file.path, Contents { wanted, before })
        };
        Ok(Self {
            project: wire.project,
            unfinished: wire.unfinished,
            folders: wire.folders,
            files: wire.files.into_iter().map(contents).collect(),
        })
    }

    /// The text of the record.
    pub(super) fn encode(&self) -> String {
        let mut out = format!("{{\n  \"format\": {FORMAT},\n  \"project\": ");
        json::push_string(&mut out, &self.project);
        if self.unfinished {
            out.push_str(",\n  \"unfinished\": true");
        }
        push_lines(&mut out, "folders", self.folders.iter(), |out, folder| {
            json::push_string(out, folder);
        });
        push_lines(
            &mut out,
            "files",
            self.files.iter(),
            |out, (path, contents)| {
                out.push_str("{\"path\": ");
                json::push_string(out, path);
                for (name, digest) in [("sha256", &contents.wanted), ("was", &contents.before)] {
                    if let Some(digest) = digest {
                        let _ = write!(out, ", \"{name}\": \"{digest}\"");
                    }
                }
                out.push('}');
            },
        );
        out.push_str("\n}\n");
        out
    }
}

/// Writes a list with one line per item.
fn push_lines<T>(
    out: &mut String,
    name: &str,
    items: impl Iterator<Item = T>,
    push: impl Fn(&mut String, T),
) {
    let _ = write!(out, ",\n  \"{name}\": [");
    let mut is_empty = true;
    for item in items {
        out.push_str(if is_empty { "\n    " } else { ",\n    " });
        is_empty = false;
        push(out, item);
    }
    out.push_str(if is_empty { "]" } else { "\n  ]" });
}

/// The SHA-256 of a content in hexadecimal digits.
pub(super) fn digest(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let digits = [byte >> 4, byte & 15];
        out.extend(digits.map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Contents, Record, digest};
    use std::collections::{BTreeMap, BTreeSet};

    fn sample(unfinished: bool) -> Record {
        let contents = Contents {
            wanted: Some(digest(b"a")),
            before: unfinished.then(|| digest(b"b")),
        };
        Record {
            project: "arena".to_owned(),
            unfinished,
            folders: BTreeSet::from(["base".to_owned()]),
            files: BTreeMap::from([("base/a.yaml".to_owned(), contents)]),
        }
    }

    #[test]
    fn a_record_reads_back() {
        for record in [sample(false), sample(true)] {
            assert_eq!(
                Record::read(record.encode().as_bytes(), "arena").unwrap(),
                record
            );
        }
        insta::assert_snapshot!(sample(true).encode(), @r#"
        {
          "format": 1,
          "project": "arena",
          "unfinished": true,
          "folders": [
            "base"
          ],
          "files": [
            {"path": "base/a.yaml", "sha256": "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb", "was": "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d"}
          ]
        }
        "#);
    }

    #[test]
    fn a_damaged_record_is_refused() {
        let text = sample(false).encode();
        for damaged in [
            "",
            "[]",
            &text[..text.len() / 2],
            &text.replace("\"format\": 1", "\"format\": 2"),
            &text.replace("base/a.yaml", "../a.yaml"),
            &format!("<<<<<<< HEAD\n{text}"),
        ] {
            let error = Record::read(damaged.as_bytes(), "arena")
                .unwrap_err()
                .to_string();
            assert!(error.contains("not a record of generated files"), "{error}");
        }
        assert!(
            Record::read(text.as_bytes(), "other")
                .unwrap_err()
                .to_string()
                .contains("belongs to project `arena`")
        );
    }
}
