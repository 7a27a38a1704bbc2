//! The expressions of a model, each with what it belongs to and the place of every part of it.

use crate::{
    gotemplate::{
        self,
        analyze::{Query, analyze},
    },
    infer::{Facts, Inferred},
    model::{
        Alert, Allows, Dashboard, Model, Recording, Spanned,
        dashboard::{Annotation, Panel, Target, Variable},
        expression::Expression,
        template::Text,
    },
    promql::{
        Options,
        ast::{Expr, Range},
    },
    text::{Sources, Span},
};
use std::sync::OnceLock;

/// An expression of a rule or dashboard.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The expression, with parameters and filters put in.
    pub expr: &'a Expr,
    /// What it belongs to.
    pub owner: Owner<'a>,
    /// The exceptions of the group that a rule stands in.
    group: Option<&'a Allows>,
    written: Written<'a>,
    /// What the user wrote or what the expression was made from.
    span: Span,
    sources: &'a Sources,
    /// Where each byte of `written` stands behind the beginning of `span`; most expressions are never asked.
    offsets: OnceLock<Vec<u32>>,
    facts: &'a Facts<'a>,
    inferred: OnceLock<Inferred<'a>>,
}

/// What the user wrote.
#[derive(Clone, Copy, Debug)]
enum Written<'a> {
    /// The expression.
    Expression(&'a Spanned<String>),
    /// A text with the expression in its template.
    Template(&'a Text, &'a Query),
    /// The matchers of an expression that gen made from a metric.
    Matchers(&'a Spanned<String>),
    /// A metric, from which gen made the expression.
    Metric,
}

impl<'a> From<Option<&'a Spanned<String>>> for Written<'a> {
    fn from(written: Option<&'a Spanned<String>>) -> Self {
        written.map_or(Self::Metric, Self::Expression)
    }
}

/// An expression that the template of an alert's text asks for.
#[derive(Debug)]
pub struct TemplateQuery<'a> {
    alert: &'a Alert,
    /// The exceptions of the alert's group.
    group: &'a Allows,
    text: &'a Text,
    query: Query,
}

/// What an expression belongs to.
#[derive(Clone, Copy, Debug)]
pub enum Owner<'a> {
    /// An alert fires for every series of it.
    Alert(&'a Alert),
    /// It is recorded.
    Recording(&'a Recording),
    /// A text of the alert says what it yields.
    Template(&'a Alert),
    /// A panel shows it.
    Panel(&'a Dashboard, &'a Panel, &'a Target),
    /// The values of a variable come from it.
    Variable(&'a Dashboard, &'a Variable),
    /// It marks times in a dashboard.
    Annotation(&'a Dashboard, &'a Annotation),
}

impl<'a> Owner<'a> {
    /// The exceptions that apply, the item's own and those of what it stands in.
    fn allows(self) -> Vec<&'a Allows> {
        match self {
            Self::Alert(alert) | Self::Template(alert) => vec![&alert.allow],
            Self::Recording(recording) => vec![&recording.allow],
            Self::Panel(dashboard, panel, _) => vec![&panel.allow, &dashboard.allow],
            Self::Variable(dashboard, _) | Self::Annotation(dashboard, _) => {
                vec![&dashboard.allow]
            }
        }
    }

    /// What it belongs to, as a path in the project.
    pub fn item(self) -> String {
        match self {
            Self::Alert(alert) | Self::Template(alert) => format!("alerts.{}", alert.key.value),
            Self::Recording(recording) => format!("recordings.{}", recording.key.value),
            Self::Panel(dashboard, panel, _) => {
                format!("dashboards.{}.{}", dashboard.key.value, panel.key.value)
            }
            Self::Variable(dashboard, variable) => {
                let (dashboard, name) = (&dashboard.key.value, &variable.name.value);
                format!("dashboards.{dashboard}.variables.{name}")
            }
            Self::Annotation(dashboard, annotation) => {
                let (dashboard, name) = (&dashboard.key.value, &annotation.name.value);
                format!("dashboards.{dashboard}.annotations.{name}")
            }
        }
    }

    /// The panel that draws it, with the query; `None` for what is no panel's and for a hidden query, which only others compute with.
    pub fn drawn(self) -> Option<(&'a Panel, &'a Target)> {
        match self {
            Self::Panel(_, panel, target) if !target.hidden => Some((panel, target)),
            _ => None,
        }
    }

    /// Whether Prometheus evaluates it as a rule.
    pub fn is_rule(self) -> bool {
        matches!(self, Self::Alert(_) | Self::Recording(_))
    }

    /// Whether Grafana asks for it.
    pub fn is_dashboard(self) -> bool {
        matches!(
            self,
            Self::Panel(..) | Self::Variable(..) | Self::Annotation(..)
        )
    }
}

impl<'a> Subject<'a> {
    /// What the model says about series and recordings.
    pub fn facts(&self) -> &'a Facts<'a> {
        self.facts
    }

    /// What every part of the expression yields.
    pub fn inferred(&self) -> &Inferred<'a> {
        self.inferred
            .get_or_init(|| self.facts.expression(self.expr))
    }

    /// The exceptions that apply to it.
    pub fn allows(&self) -> Vec<&'a Allows> {
        let mut allows = self.owner.allows();
        allows.extend(self.group);
        allows
    }

    /// The place in the file of a part of the expression; for a part that gen made, that of the whole.
    pub fn place(&self, range: Range) -> Span {
        if range == Range::default() {
            return self.span;
        }
        match self.written {
            Written::Metric => self.span,
            Written::Template(text, query) => text.place(query.place(range)),
            Written::Expression(written) | Written::Matchers(written) => {
                self.place_in(written.span, range)
            }
        }
    }

    /// The place of a part of the one string at `whole` that was written.
    fn place_in(&self, whole: Span, range: Range) -> Span {
        let offsets = self
            .offsets
            .get_or_init(|| self.sources.expression_offsets(whole));
        let at = |offset: u32| offsets.get(offset as usize).copied();
        let (Some(start), Some(end)) = (at(range.start), at(range.end)) else {
            return whole;
        };
        Span {
            start: whole.start + start,
            end: whole.start + end.max(start),
            ..whole
        }
    }

    /// Whether the user wrote this part, so that a change at its place changes this part alone.
    pub fn is_written(&self, range: Range) -> bool {
        self.place(range) != self.span
    }

    /// What is written for a part; empty for a part that gen made.
    pub fn text(&self, range: Range) -> &'a str {
        let whole = match self.written {
            Written::Expression(written) | Written::Matchers(written) => written.value.as_str(),
            Written::Template(_, query) => query.text.as_str(),
            Written::Metric => return "",
        };
        let range = range.start as usize..range.end as usize;
        whole.get(range).unwrap_or_default()
    }
}

/// The expressions in templates of alerts that Prometheus can evaluate.
pub fn template_queries(model: &Model) -> Vec<TemplateQuery<'_>> {
    let options = Options {
        placeholders: false,
        ..model.targets.promql
    };
    let mut result = Vec::new();
    for group in &model.groups {
        for alert in &group.alerts {
            let texts = alert.labels.values().chain(alert.annotations.values());
            let asks = |text: &&Text| text.value.contains("query") && !text.is_static();
            for text in texts.filter(asks) {
                let (template, _) = gotemplate::parse(&text.value, &alert.name.value);
                let queries = analyze(&template, &options).queries.into_iter();
                let valid = queries.filter(|query| query.errors.is_empty());
                result.extend(valid.map(|query| TemplateQuery {
                    alert,
                    group: &group.allow,
                    text,
                    query,
                }));
            }
        }
    }
    result
}

/// Every expression of a model: rules in the order of their groups, then those of templates, then dashboards.
pub fn subjects<'a>(
    facts: &'a Facts<'a>,
    templates: &'a [TemplateQuery<'a>],
    sources: &'a Sources,
) -> Vec<Subject<'a>> {
    let model = facts.model;
    let subject =
        move |expr: &'a Expr, written: Option<&'a Spanned<String>>, span: Span, owner| Subject {
            expr,
            owner,
            group: None,
            written: Written::from(written),
            span,
            sources,
            offsets: OnceLock::new(),
            facts,
            inferred: OnceLock::new(),
        };
    let rule = |expression: &'a Expression, owner, group| {
        let written = &expression.written;
        Subject {
            group: Some(group),
            ..subject(&expression.expr, Some(written), written.span, owner)
        }
    };
    let mut result = Vec::new();
    for group in &model.groups {
        for recording in &group.recordings {
            let owner = Owner::Recording(recording);
            result.push(rule(&recording.expression, owner, &group.allow));
        }
        for alert in &group.alerts {
            let owner = Owner::Alert(alert);
            result.push(rule(&alert.expression, owner, &group.allow));
        }
    }
    result.extend(templates.iter().map(|template| Subject {
        group: Some(template.group),
        written: Written::Template(template.text, &template.query),
        ..subject(
            &template.query.expr,
            None,
            template.text.span,
            Owner::Template(template.alert),
        )
    }));
    for dashboard in &model.dashboards {
        for variable in &dashboard.variables {
            if let Some(asked) = &variable.asked {
                let owner = Owner::Variable(dashboard, variable);
                let written = asked.written.as_ref();
                let span = written.map_or(variable.name.span, |written| written.span);
                result.push(subject(&asked.expr, written, span, owner));
            }
        }
        for annotation in &dashboard.annotations {
            let (expr, written) = (&annotation.expr, &annotation.written);
            let owner = Owner::Annotation(dashboard, annotation);
            result.push(subject(expr, Some(written), written.span, owner));
        }
        for panel in dashboard.panels() {
            for target in panel.queries.iter().flat_map(|query| &query.targets) {
                let owner = Owner::Panel(dashboard, panel, target);
                let written = target.written.as_ref();
                let found = subject(&target.expr, written, target.span, owner);
                result.push(match &target.matchers {
                    Some(matchers) => Subject {
                        written: Written::Matchers(matchers),
                        ..found
                    },
                    None => found,
                });
            }
        }
    }
    result
}
