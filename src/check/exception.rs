//! Exceptions: the `allow`s of named items, and what they silence.
//!
//! An exception counts for findings about the item where it stands, about what stands inside that item, and, at a metric, for findings
//! that point at the metric's declaration.

use super::{Check, all};
use crate::{
    diag::Diagnostic,
    model::{Allows, Date, Model, Spanned},
    text::Span,
};
use std::collections::{BTreeMap, BTreeSet};

/// An `allow` of one check at one item.
#[derive(Clone, Debug)]
pub struct Exception {
    /// The check, `family/name`.
    pub check: String,
    /// The place of the check's name.
    pub span: Span,
    /// The last day on which nobody needs to look at it again; `None` for ever.
    pub until: Option<Spanned<Date>>,
    /// Whether it silences something, or could not be tried because its check is off.
    pub is_used: bool,
    /// The day of this run; `None` where the day does not count.
    pub today: Option<Date>,
}

/// Every exception of a project and its environments, and which of them silenced something so far.
#[derive(Debug, Default)]
pub struct Exceptions {
    /// By place: an environment has those of the base too.
    all: BTreeMap<Span, Exception>,
    used: BTreeSet<Span>,
    /// The checks that were on in some environment.
    tried: BTreeSet<&'static str>,
}

impl Exceptions {
    /// The exceptions of these items; those from checks that do not exist are left out, they are errors already.
    pub fn new<'a>(allows: impl IntoIterator<Item = &'a Allows>, today: Option<Date>) -> Self {
        let mut result = Self::default();
        for (family, checks) in allows.into_iter().flatten() {
            for (name, allow) in checks {
                let check = format!("{}/{}", family.value, name.value);
                if all().any(|known| known.rule.name == check) {
                    let exception = Exception {
                        check,
                        span: name.span,
                        until: allow.until.clone(),
                        is_used: false,
                        today,
                    };
                    result.all.insert(name.span, exception);
                }
            }
        }
        result
    }

    /// Every exception, sorted by place, after all models were looked at.
    pub fn judged(&self) -> impl Iterator<Item = Exception> {
        self.all.values().map(|exception| Exception {
            is_used: self.used.contains(&exception.span)
                || !self.tried.contains(exception.check.as_str()),
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
