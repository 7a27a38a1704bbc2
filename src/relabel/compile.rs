//! From a step as written to one that runs: defaults, and what Prometheus refuses.
//!
//! Source of the rules: prometheus, `model/relabel`, `Config.Validate`.

use super::{Action, Pattern, Step};
use std::ops::Range;

/// Which names labels may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// `[a-zA-Z_][a-zA-Z0-9_]*`, before Prometheus 3.
    Legacy,
    /// Any text that is not empty, since Prometheus 3.
    Utf8,
}

impl Names {
    /// Whether a label may have this name.
    pub fn allow(self, name: &str) -> bool {
        let first = |c: char| c.is_ascii_alphabetic() || c == '_';
        match self {
            Self::Utf8 => !name.is_empty(),
            Self::Legacy => {
                name.starts_with(first) && name.chars().all(|c| first(c) || c.is_ascii_digit())
            }
        }
    }

    /// Whether a label may have a name made from this template: groups count as letters.
    fn allow_template(self, template: &str) -> bool {
        match self {
            Self::Utf8 => !template.is_empty(),
            Self::Legacy => template_pieces(template).is_some_and(|name| self.allow(&name)),
        }
    }
}

/// The template with `_` for its groups; `None` when a `$` begins none.
fn template_pieces(template: &str) -> Option<String> {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut parts = template.split('$');
    let mut name = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let after = match part.strip_prefix('{') {
            Some(braced) => {
                let (inner, after) = braced.split_once('}')?;
                (!inner.is_empty() && inner.chars().all(word)).then_some(after)?
            }
            None => part
                .starts_with(word)
                .then(|| part.trim_start_matches(word))?,
        };
        name.push('_');
        name.push_str(after);
    }
    Some(name)
}

/// A step as written; what is absent has Prometheus's default.
#[derive(Clone, Debug)]
pub struct Written<'a> {
    /// Labels whose values are joined.
    pub source_labels: Vec<&'a str>,
    /// Default `;`.
    pub separator: Option<&'a str>,
    /// Default `(.*)`.
    pub regex: Option<&'a str>,
    /// Default 0.
    pub modulus: Option<u64>,
    /// Default empty.
    pub target_label: Option<&'a str>,
    /// Default `$1`.
    pub replacement: Option<&'a str>,
    /// What is done.
    pub action: Action,
}

/// A field of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// One of `source-labels`, by its index from 0.
    SourceLabel(usize),
    /// `separator`.
    Separator,
    /// `regex`.
    Regex,
    /// `modulus`.
    Modulus,
    /// `target-label`.
    TargetLabel,
    /// `replacement`.
    Replacement,
    /// The whole step: a field is missing.
    Step,
}

/// Why a step is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field at fault.
    pub field: Field,
    /// The bytes of the field's value at fault; `None` for all of it.
    pub range: Option<Range<usize>>,
    /// One phrase.
    pub message: String,
}

impl Fault {
    fn new(field: Field, message: String) -> Self {
        Self {
            field,
            range: None,
            message,
        }
    }
}

/// The pattern that matches everything, Prometheus's default.
pub(super) const DEFAULT_REGEX: &str = "(.*)";
const DEFAULT_SEPARATOR: &str = ";";
const DEFAULT_REPLACEMENT: &str = "$1";

/// The step that runs; `None` when there are faults.
pub fn compile(written: &Written, names: Names) -> (Option<Step>, Vec<Fault>) {
    let mut faults = Vec::new();
    check_sources(written, names, &mut faults);
    check_target(written, names, &mut faults);
    check_others(written, names, &mut faults);
    let regex = Pattern::compile(written.regex.unwrap_or(DEFAULT_REGEX));
    let regex = regex.map_err(|error| {
        faults.push(Fault {
            field: Field::Regex,
            range: Some(error.range),
            message: error.message,
        });
    });
    let step = regex.ok().filter(|_| faults.is_empty()).map(|regex| Step {
        source_labels: written
            .source_labels
            .iter()
            .map(ToString::to_string)
            .collect(),
        separator: written.separator.unwrap_or(DEFAULT_SEPARATOR).to_string(),
        regex,
        modulus: written.modulus.unwrap_or_default(),
        target_label: written.target_label.unwrap_or_default().to_string(),
        replacement: written
            .replacement
            .unwrap_or(DEFAULT_REPLACEMENT)
            .to_string(),
        action: written.action,
        names,
    });
    (step, faults)
}

fn check_sources(written: &Written, names: Names, faults: &mut Vec<Fault>) {
    for (index, name) in written.source_labels.iter().enumerate() {
        if !names.allow(name) {
            let message = format!("`{name}` is not the name of a label");
            faults.push(Fault::new(Field::SourceLabel(index), message));
        }
    }
}

/// The target label: present where it is written or compared, with a name that labels can have.
fn check_target(written: &Written, names: Names, faults: &mut Vec<Fault>) {
    let target = written.target_label.unwrap_or_default();
    let action = written.action;
    let needed = matches!(
        action,
        Action::Replace
            | Action::HashMod
            | Action::Lowercase
            | Action::Uppercase
            | Action::KeepEqual
            | Action::DropEqual
    );
    if !needed {
        return;
    }
    if target.is_empty() {
        let field = written
            .target_label
            .map_or(Field::Step, |_| Field::TargetLabel);
        let message = format!("the action `{}` needs a `target-label`", action.name());
        faults.push(Fault::new(field, message));
        return;
    }
    let template = action == Action::Replace && target.contains('$');
    let valid = if template {
        names.allow_template(target)
    } else {
        names.allow(target)
    };
    if !valid {
        let message = format!("`{target}` is not the name of a label");
        faults.push(Fault::new(Field::TargetLabel, message));
    }
}

/// Fields that the action needs, and those that it does not take.
fn check_others(written: &Written, names: Names, faults: &mut Vec<Fault>) {
    let action = written.action;
    if action == Action::HashMod && written.modulus.unwrap_or_default() == 0 {
        let field = written.modulus.map_or(Field::Step, |_| Field::Modulus);
        let message = "the action `hashmod` needs a `modulus` above 0".to_string();
        faults.push(Fault::new(field, message));
    }
    let replacement = written.replacement.unwrap_or(DEFAULT_REPLACEMENT);
    if action == Action::LabelMap && !names.allow_template(replacement) {
        let message = format!("`{replacement}` does not make the name of a label");
        faults.push(Fault::new(Field::Replacement, message));
    }
    let taken: &[Field] = match action {
        Action::KeepEqual | Action::DropEqual => &[Field::TargetLabel],
        Action::LabelDrop | Action::LabelKeep => &[Field::Regex],
        Action::Lowercase | Action::Uppercase => &[
            Field::TargetLabel,
            Field::Regex,
            Field::Separator,
            Field::Modulus,
        ],
        _ => return,
    };
    for (field, name, set) in set_fields(written) {
        if set && !taken.contains(&field) {
            let message = format!("the action `{}` takes no `{name}`", action.name());
            faults.push(Fault::new(field, message));
        }
    }
    if matches!(action, Action::LabelDrop | Action::LabelKeep) && !written.source_labels.is_empty()
    {
        let message = format!("the action `{}` takes no `source-labels`", action.name());
        faults.push(Fault::new(Field::SourceLabel(0), message));
    }
}

/// The fields that differ from their defaults: Prometheus does not mind a default that is written out.
fn set_fields<'a>(written: &Written<'a>) -> [(Field, &'static str, bool); 5] {
    let differs =
        |value: Option<&'a str>, default: &str| value.is_some_and(|value| value != default);
    [
        (
            Field::Separator,
            "separator",
            differs(written.separator, DEFAULT_SEPARATOR),
        ),
        (Field::Regex, "regex", differs(written.regex, DEFAULT_REGEX)),
        (
            Field::Modulus,
            "modulus",
            written.modulus.is_some_and(|modulus| modulus != 0),
        ),
        (
            Field::TargetLabel,
            "target-label",
            differs(written.target_label, ""),
        ),
        (
            Field::Replacement,
            "replacement",
            differs(written.replacement, DEFAULT_REPLACEMENT),
        ),
    ]
}
