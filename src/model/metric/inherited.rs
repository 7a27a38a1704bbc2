//! What a metric takes over from the catalogue's metrics that `exposed-as` names, where it does not say it itself.

use super::Label;
use crate::{
    catalog,
    diag::{Diagnostic, list, nearest},
    model::{Context, MetricType, catalog::Catalogs, context::BAD_VALUE},
    project::{self, Name},
};

/// A metric at its program, with the name of its catalogue.
pub type Inherited<'a> = (&'a str, &'a catalog::Metric);

/// The catalogues' metrics that `exposed-as` names, in its order.
pub fn find<'a>(catalogs: &'a Catalogs, written: &'a project::Metric) -> Vec<Inherited<'a>> {
    let names = written.exposed_as.iter();
    names
        .flat_map(|name| catalogs.find(name.as_str()))
        .collect()
}

/// What all say; `None` when they differ, and when one says nothing.
pub fn agreed<T: PartialEq>(
    inherited: &[Inherited],
    value: impl Fn(&catalog::Metric) -> Option<T>,
) -> Option<T> {
    let mut values = inherited.iter().map(|(_, metric)| value(metric));
    let first = values.next()??;
    values
        .all(|other| other.as_ref() == Some(&first))
        .then_some(first)
}

/// The type of those whose type is known, when they agree.
pub fn metric_type(inherited: &[Inherited]) -> Option<MetricType> {
    let mut types = inherited
        .iter()
        .filter_map(|(_, metric)| metric.metric_type);
    let first = types.next()?;
    types.all(|other| other == first).then_some(first)
}

/// The first help.
pub fn help(inherited: &[Inherited]) -> String {
    let mut texts = inherited.iter().map(|(_, metric)| &metric.help);
    let found = texts.find(|text| !text.is_empty());
    found.cloned().unwrap_or_default()
}

/// The labels of all, each as the project declares it, else with the values on which they agree.
pub fn labels(ctx: &Context, written: &project::Metric, inherited: &[Inherited]) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    for known in inherited.iter().flat_map(|(_, metric)| &metric.labels) {
        match labels.iter_mut().find(|label| label.name == known.name) {
            Some(label) if label.values != known.values => label.values = None,
            Some(_) => {}
            None => labels.push(Label {
                name: known.name.clone(),
                help: String::new(),
                values: known.values.clone(),
            }),
        }
    }
    for label in &mut labels {
        let own = super::label(ctx, &label.name, written);
        label.help = own.help;
        label.values = own.values.or(label.values.take());
    }
    labels
}

/// A metric whose type nobody says, or several say differently.
pub fn no_type(name: &Name, written: &project::Metric, catalogs: &Catalogs) -> Diagnostic {
    let inherited = find(catalogs, written);
    let typed = inherited
        .iter()
        .filter(|(_, metric)| metric.metric_type.is_some());
    let told: Vec<&str> = typed.map(|(catalog, _)| *catalog).collect();
    let message = match told.is_empty() {
        true => format!("`{}` needs `type`", name.value),
        false => format!(
            "`{}` needs `type`: its catalogues tell different ones",
            name.value
        ),
    };
    let mut finding = Diagnostic::new(&BAD_VALUE, name.span, message);
    if !told.is_empty() {
        finding = finding.note(format!("they are {}", list(&told)));
    } else if let Some(exposed) = written.exposed_as.first() {
        let near = nearest(exposed.as_str(), catalogs.metric_names());
        let text = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        let text = format!("no catalogue of the project tells its type{text}");
        finding = finding.label(exposed.span, text);
    }
    finding.help("add `type = \"counter\"`, `\"gauge\"`, `\"histogram\"` or another")
}
