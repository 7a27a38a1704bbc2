//! Variables: where their values come from, which of them filter, which are chained.

mod query;

use super::{Scene, facts::Facts, filter::Filter};
use crate::{
    diag::Diagnostic,
    model::{
        Context, Hide, Name, Spanned, VariableType, Words, context::CONFLICT, expression::Scope,
        names, template,
    },
    project,
    promql::{self, ast::Expr},
};
use query::{Query, query};

/// The All value of a variable that filters: every value, and series without the label.
pub const EVERYTHING: &str = ".*";

/// A variable.
#[derive(Clone, Debug)]
pub struct Variable {
    /// The name, without `$`.
    pub name: Name,
    /// Where its values come from.
    pub variable_type: VariableType,
    /// What is shown beside it; `None` for the name.
    pub title: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// The query: of labels or in Grafana's words; the type of a datasource; empty for the others.
    pub query: String,
    /// What of the query is an expression; `None` for the other types, and for queries that gen cannot read.
    pub asked: Option<Asked>,
    /// The values of a custom or interval variable.
    pub values: Vec<Name>,
    /// Whether several values can be chosen.
    pub multi: bool,
    /// Whether All can be chosen.
    pub include_all: bool,
    /// What All stands for, instead of all values.
    pub all_value: Option<&'static str>,
    /// The value at first.
    pub default_value: Option<Name>,
    /// What of a value is kept.
    pub regex: Option<Name>,
    /// What is hidden.
    pub hide: Option<Hide>,
    /// Merged last.
    pub raw: Option<Spanned<Words>>,
}

/// The expression in the query of a variable.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The expression, or the selector of the series whose labels are listed; its ranges are those of `written`.
    pub expr: Expr,
    /// The query, or the matchers of one; `None` when gen made the whole.
    pub written: Option<Spanned<String>>,
    /// The label whose values a query lists, with its place in `written`.
    pub label: Option<promql::ast::Text>,
}

/// The variable that holds the datasource, if no uid is set for it: its name without `$`.
pub fn datasource_variable(datasource: Option<&Name>) -> Option<&str> {
    let Some(written) = datasource else {
        return Some(names::DATASOURCE_VARIABLE);
    };
    let name = written.value.strip_prefix('$')?;
    let inner = name
        .strip_prefix('{')
        .and_then(|name| name.strip_suffix('}'));
    Some(inner.unwrap_or(name))
}

/// The variable that gen adds.
pub fn of_datasource(name: &str, at: &Name) -> Variable {
    Variable {
        name: Spanned::new(name.to_string(), at.span),
        variable_type: VariableType::Datasource,
        title: Some("Data source".to_string()),
        description: None,
        query: "prometheus".to_string(),
        asked: None,
        values: Vec::new(),
        multi: false,
        include_all: false,
        all_value: None,
        default_value: None,
        regex: None,
        hide: None,
        raw: None,
    }
}

/// Reads the variables of a dashboard in order and adds their filters to the scene, so that later ones are chained behind them.
pub fn variables(
    ctx: &mut Context,
    scene: &mut Scene,
    written: &project::Table<project::Variable>,
) -> Vec<Variable> {
    let mut result = Vec::with_capacity(written.len() + 1);
    for (name, variable) in written {
        check_name(ctx, scene, name);
        check_fields(ctx, variable);
        let query = query(ctx, scene, name, variable);
        if variable.filter {
            let filter = query
                .as_ref()
                .and_then(|query| self::filter(ctx, scene.facts, name, query));
            scene.filters.extend(filter);
        }
        let query = query.map(|query| (query.text, query.asked));
        result.push(self::variable(
            ctx,
            scene,
            name,
            variable,
            query.unwrap_or_default(),
        ));
    }
    result
}

/// Reports fields that mean nothing for the type of a variable.
fn check_fields(ctx: &mut Context, written: &project::Variable) {
    let kind = type_of(written);
    let listed = matches!(kind, VariableType::LabelValues | VariableType::Custom);
    let asked = matches!(kind, VariableType::Query | VariableType::Datasource);
    let chosen = matches!(kind, VariableType::Custom | VariableType::Interval);
    let fields = [
        ("metric", written.metric.as_ref(), listed),
        ("label", written.label.as_ref(), listed),
        (
            "where",
            written.where_.as_ref(),
            kind == VariableType::LabelValues,
        ),
        ("query", written.query.as_ref(), asked),
        ("values", written.values.first(), chosen),
    ];
    for (field, value, takes) in fields {
        if let (Some(value), false) = (value, takes) {
            let message = format!("`{field}` means nothing for a variable of this type");
            let finding = Diagnostic::new(&CONFLICT, value.span, message);
            ctx.report(match &written.variable_type {
                Some(written) => finding.label(written.span, "the type is set here"),
                None => finding.note("without `type` it lists the values of a label"),
            });
        }
    }
}

fn check_name(ctx: &mut Context, scene: &Scene, name: &Name) {
    if !names::is_label_name(&name.value) || name.value.starts_with("__") {
        let message = format!(
            "`{}` is not a variable's name: use letters, digits and `_`",
            name.value
        );
        ctx.bad_value(name.span, message);
    }
    if let Some(param) = scene.inputs.params.get(name.as_str()) {
        let message = format!("`{}` is both a variable and a parameter", name.value);
        let diagnostic = Diagnostic::new(&CONFLICT, name.span, message)
            .here("the variable")
            .label(param.span, "the parameter is set here")
            .help("rename one of them: `$name` must mean one thing");
        ctx.report(diagnostic);
    }
}

fn variable(
    ctx: &mut Context,
    scene: &Scene,
    name: &Name,
    written: &project::Variable,
    (query, asked): (String, Option<Asked>),
) -> Variable {
    let (params, scope) = (scene.inputs.params, Scope::Dashboard(&scene.variables));
    let flag = |written: &Option<Spanned<bool>>, default| {
        written.as_ref().map_or(default, |flag| flag.value)
    };
    let include_all = flag(&written.include_all, written.filter);
    Variable {
        name: name.clone(),
        variable_type: type_of(written),
        title: template::read_some(ctx, params, scope, written.title.as_ref()),
        description: template::read_some(ctx, params, scope, written.description.as_ref()),
        query,
        asked,
        values: written.values.clone(),
        multi: flag(&written.multi, written.filter),
        include_all,
        all_value: (include_all && written.filter).then_some(EVERYTHING),
        default_value: written.default_value.clone(),
        regex: written.regex.clone(),
        hide: written.hide.as_ref().map(|hide| hide.value),
        raw: written.raw.clone(),
    }
}

fn type_of(written: &project::Variable) -> VariableType {
    written
        .variable_type
        .as_ref()
        .map(|written| written.value)
        .unwrap_or_default()
}

fn filter(ctx: &mut Context, facts: &Facts, name: &Name, query: &Query) -> Option<Filter> {
    let (series, label) = query.lists.as_ref()?;
    let Some(source) = facts.label_source(series, &label.value) else {
        let message = format!(
            "`{}` cannot filter: it is not certain that `{series}` has the label `{}`",
            name.value, label.value
        );
        ctx.bad_value(label.span, message);
        return None;
    };
    Some(Filter {
        variable: name.value.clone(),
        label: label.value.clone(),
        source,
    })
}
