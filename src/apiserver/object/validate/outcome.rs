//! What a schema says of a value: errors, and how much of it matched.

use crate::apiserver::{Cause, Finding, Path};

/// What a schema says of a value.
#[derive(Default)]
pub struct Outcome {
    findings: Vec<Finding>,
    /// The server's count of steps that went well or were made, by which it chooses the alternative that was most likely meant.
    pub matches: usize,
}

impl Outcome {
    /// Whether there is no error.
    pub fn is_valid(&self) -> bool {
        self.findings.is_empty()
    }

    /// Adds what was found elsewhere.
    pub fn merge(&mut self, other: Self) {
        self.findings.extend(other.findings);
        self.matches += other.matches;
    }

    /// Adds an error at `path`, named by `field`.
    pub fn add(&mut self, fault: Fault, field: String, path: &Path) {
        self.findings.push(Finding {
            field,
            pointer: path.pointer(),
            range: None,
            is_key: false,
            cause: fault.cause,
            rule: fault.rule,
            message: fault.message,
            help: fault.help,
        });
    }

    /// The errors, each once.
    pub fn into_findings(self) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Vec::with_capacity(self.findings.len());
        for finding in self.findings {
            let same = |other: &Finding| {
                other.pointer == finding.pointer && other.message == finding.message
            };
            if !findings.iter().any(same) {
                findings.push(finding);
            }
        }
        findings
    }
}

/// An error without its place.
pub struct Fault {
    pub cause: Cause,
    pub rule: &'static str,
    pub message: String,
    pub help: Option<String>,
}

impl Fault {
    pub fn new(cause: Cause, rule: &'static str, message: String) -> Self {
        Self {
            cause,
            rule,
            message,
            help: None,
        }
    }
}

/// The field as errors name it; the whole object has none.
pub fn field(path: &Path) -> String {
    let field = path.field();
    if field.is_empty() {
        "<nil>".to_owned()
    } else {
        field
    }
}
