//! Which variables the texts of a dashboard mention: `$name`, `${name}`, `${name:format}`, `[[name]]`.

use crate::{
    model::{
        Dashboard, Name, Words,
        dashboard::{
            Link, Panel, Row, Variable, link,
            looks::{Looks, Mapping},
            overrides::{Matched, Override},
        },
    },
    promql::{ast::Expr, walk},
};
use std::collections::BTreeSet;

/// The names that a dashboard mentions outside its variables.
pub fn of_dashboard(dashboard: &Dashboard) -> BTreeSet<String> {
    let mut found = Mentions::default();
    found.name(Some(&dashboard.title));
    found.name(dashboard.description.as_ref());
    found.name(dashboard.refresh.as_ref());
    dashboard.tags.iter().for_each(|tag| found.name(Some(tag)));
    found.links(&dashboard.links);
    found.words(dashboard.raw.as_ref().map(|raw| &raw.value));
    dashboard.texts.iter().for_each(|text| found.text(text));
    for annotation in &dashboard.annotations {
        found.expression(&annotation.expr);
        found.name(annotation.title.as_ref());
        found.name(annotation.text.as_ref());
    }
    dashboard.rows.iter().for_each(|row| found.row(row));
    found.names
}

/// The names that a variable mentions.
pub fn of_variable(variable: &Variable) -> BTreeSet<String> {
    let mut found = Mentions::default();
    found.text(&variable.query);
    found.name(variable.regex.as_ref());
    found.name(variable.default_value.as_ref());
    variable
        .values
        .iter()
        .for_each(|value| found.name(Some(value)));
    found.words(variable.raw.as_ref().map(|raw| &raw.value));
    found.names
}

#[derive(Default)]
struct Mentions {
    names: BTreeSet<String>,
}

impl Mentions {
    fn text(&mut self, text: &str) {
        let found = text.match_indices(['$', '[']);
        for (at, _) in found {
            let rest = text[at..].trim_start_matches(['$', '{', '[']);
            let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            self.names
                .insert(rest[..length.unwrap_or(rest.len())].to_string());
        }
    }

    fn name(&mut self, name: Option<&Name>) {
        if let Some(name) = name {
            self.text(name);
        }
    }

    fn expression(&mut self, expr: &Expr) {
        let found = walk::placeholders(expr);
        self.names.extend(
            found
                .into_iter()
                .map(|(placeholder, _)| placeholder.name.clone()),
        );
    }

    fn words(&mut self, words: Option<&Words>) {
        match words {
            Some(Words::String(text)) => self.text(text),
            Some(Words::List(items)) => items.iter().for_each(|item| self.words(Some(&item.value))),
            Some(Words::Table(table)) => table
                .values()
                .for_each(|item| self.words(Some(&item.value))),
            _ => {}
        }
    }

    fn links(&mut self, links: &[Link]) {
        for link in links {
            self.text(&link.title);
            if let link::Target::Url(url) = &link.target {
                self.text(url);
            }
        }
    }

    fn row(&mut self, row: &Row) {
        if let Some(header) = &row.header {
            self.name(Some(&header.title));
            self.repeat(header.repeat.as_ref());
        }
        row.panels.iter().for_each(|panel| self.panel(panel));
    }

    fn repeat(&mut self, name: Option<&Name>) {
        self.names.extend(name.map(|name| name.value.clone()));
    }

    fn panel(&mut self, panel: &Panel) {
        self.name(Some(&panel.title));
        for text in [&panel.description, &panel.text, &panel.no_value] {
            self.name(text.as_ref());
        }
        self.repeat(panel.repeat.as_ref());
        self.name(panel.interval.as_ref());
        self.looks(&panel.looks);
        self.mappings(&panel.mappings);
        self.links(&panel.links);
        for query in &panel.queries {
            self.looks(&query.looks);
            for target in &query.targets {
                self.expression(&target.expr);
                self.text(&target.legend);
                self.name(target.interval.as_ref());
            }
        }
        panel.overrides.iter().for_each(|one| self.change(one));
        for column in panel.columns.iter().flat_map(|columns| &columns.columns) {
            self.text(&column.title);
        }
        self.words(panel.transformations.as_ref().map(|words| &words.value));
        self.words(panel.raw.as_ref().map(|raw| &raw.value));
    }

    fn looks(&mut self, looks: &Looks) {
        self.name(looks.unit.as_ref());
        self.name(looks.color.as_ref());
    }

    fn mappings(&mut self, mappings: &[Mapping]) {
        mappings
            .iter()
            .for_each(|mapping| self.name(mapping.text.as_ref()));
    }

    fn change(&mut self, change: &Override) {
        let (Matched::Name(text)
        | Matched::Regexp(text)
        | Matched::Type(text)
        | Matched::Target(text)) = &change.matched;
        self.text(text);
        self.name(change.title.as_ref());
        self.name(change.no_value.as_ref());
        self.looks(&change.looks);
        self.mappings(&change.mappings);
        self.links(&change.links);
    }
}
