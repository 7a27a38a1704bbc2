//! Exceptions: the `allow`s of named items, and what they silence.
//!
//! An exception counts for findings about the item where it stands, about what stands inside that item, and, at a metric, for findings
//! that point at the metric's declaration.

use super::{Check, all};
use crate::{
    diag::Diagnostic,
    model::{Allow, Allows, Date, Model, Name, Spanned},
    text::Span,
};
use std::collections::{BTreeMap, BTreeSet};

/// How the names of checks of exceptions begin.
const FAMILY: &str = "lint/";

/// An `allow` of one check at one item.
#[derive(Clone, Debug)]
pub struct Exception {
    /// The check, `family/name`.
    pub check: String,
    /// The place of the check's name.
    pub span: Span,
    /// The last day on which nobody needs to look at it again; `None` for ever.
    pub until: Option<Spanned<Date>>,
    /// Whether it silences something, as far as that can be known: its check may be off.
    pub is_used: bool,
    /// The day of this run; `None` where the day does not count.
    pub today: Option<Date>,
    /// The checks of exceptions from which its item is excepted itself.
    silenced: Vec<String>,
}

impl Exception {
    /// Whether its item is excepted from a check of exceptions.
    pub(super) fn is_silenced(&self, check: &Check) -> bool {
        self.silenced.iter().any(|name| name == check.rule.name)
    }
}

/// Every exception of a project and its environments, and which of them silenced something so far.
#[derive(Debug, Default)]
pub struct Exceptions {
    /// By its place and that of its day: an environment has those of the base too, but may have set another day.
    all: BTreeMap<(Span, Option<Span>), Exception>,
    used: BTreeSet<Span>,
    /// The checks that were on in some environment.
    tried: BTreeSet<&'static str>,
}

impl Exceptions {
    /// The exceptions of these items; those from checks that do not exist are left out, they are errors already.
    pub fn new<'a>(allows: impl IntoIterator<Item = &'a Allows>, today: Option<Date>) -> Self {
        let mut result = Self::default();
        for allow in allows {
            let silenced = names(allow).filter(|(check, ..)| check.starts_with(FAMILY));
            let silenced: Vec<String> = silenced.map(|(check, ..)| check).collect();
            for (check, name, written) in names(allow) {
                if !all().any(|known| known.rule.name == check) {
                    continue;
                }
                let until = written.until.clone();
                let key = (name.span, until.as_ref().map(|until| until.span));
                let exception = Exception {
                    check,
                    span: name.span,
                    until,
                    is_used: false,
                    today,
                    silenced: silenced.clone(),
                };
                result.all.insert(key, exception);
            }
        }
        result
    }

    /// Every exception, sorted by place, after all models were looked at.
    pub fn judged(&self) -> impl Iterator<Item = Exception> {
        self.all.values().map(|exception| Exception {
            is_used: self.used.contains(&exception.span)
                || !self.tried.contains(exception.check.as_str())
                // Whether an exception from these is used is known only after all others.
                || exception.check.starts_with(FAMILY),
            ..exception.clone()
        })
    }

    /// Notes that a check is on.
    pub(super) fn try_check(&mut self, check: &Check) {
        self.tried.insert(check.rule.name);
    }

    /// Notes that exceptions silenced something.
    pub(super) fn use_all(&mut self, spans: impl IntoIterator<Item = Span>) {
        self.used.extend(spans);
    }
}

/// What an item is excepted from: the check's full name, the place of the name, the exception.
fn names(allow: &Allows) -> impl Iterator<Item = (String, &Name, &Allow)> {
    allow.iter().flat_map(|(family, checks)| {
        let full = |name: &Name| format!("{}/{}", family.value, name.value);
        checks
            .iter()
            .map(move |(name, allow)| (full(name), name, allow))
    })
}

/// The place of the exception from a check among those of an item.
pub(super) fn find(allow: &Allows, check: &Check) -> Option<Span> {
    let (family, name) = check.rule.name.split_once('/')?;
    let (name, _) = allow.get(family)?.get_key_value(name)?;
    Some(name.span)
}

/// The exceptions from a check at metrics, by the place of the metric's declaration.
pub(super) fn at_metrics(model: &Model, check: &Check) -> BTreeMap<Span, Span> {
    let metrics = model.metrics.iter();
    metrics
        .filter_map(|metric| Some((metric.span?, find(&metric.allow, check)?)))
        .collect()
}

/// The exception, among these at metrics, that a finding is silenced by.
pub(super) fn named(finding: &Diagnostic, metrics: &BTreeMap<Span, Span>) -> Option<Span> {
    let labels = finding.labels.iter();
    let mut places = std::iter::once(&finding.primary).chain(labels);
    places.find_map(|label| metrics.get(&label.span).copied())
}
