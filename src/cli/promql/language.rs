//! The languages: one record each.

use crate::{
    cli::args::PromqlCheck,
    gotemplate,
    promql::{self, Error, Options, series},
};

/// A language.
pub struct Language {
    /// Whether the command line asks for it.
    is_chosen: fn(&PromqlCheck) -> bool,
    /// What stands for the file's name in a report.
    pub file: &'static str,
    /// Judges a text.
    pub judge: fn(&str, &Options) -> Result<Meaning, Vec<Error>>,
}

/// What a valid text is.
pub struct Meaning {
    /// The type in Prometheus's words; of what has none, `series` or `template`.
    pub kind: &'static str,
    /// The canonical text; of a template, which has none, the text itself.
    pub canonical: String,
    /// The text as people want it: on several lines when it is long.
    pub pretty: String,
}

/// Every language; the last is that of texts without a flag.
const LANGUAGES: [Language; 3] = [SERIES, TEMPLATE, EXPRESSION];

/// The language that the command line asks for.
pub fn chosen(options: &PromqlCheck) -> Language {
    let mut languages = LANGUAGES.into_iter();
    let chosen = languages.find(|language| (language.is_chosen)(options));
    chosen.unwrap_or(EXPRESSION)
}

/// PromQL.
pub const EXPRESSION: Language = Language {
    is_chosen: |_| true,
    file: "<expression>",
    judge: |text, options| {
        let (expr, errors) = promql::parse(text, options);
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Meaning {
            kind: promql::type_of(&expr).word(),
            canonical: promql::print(&expr),
            pretty: promql::pretty(&expr),
        })
    },
};

/// Series of rule tests.
const SERIES: Language = Language {
    is_chosen: |options| options.series,
    file: "<series>",
    judge: |text, _| {
        let (description, errors) = series::parse(text);
        if !errors.is_empty() {
            return Err(errors);
        }
        let canonical = series::print(&description);
        Ok(Meaning {
            kind: "series",
            pretty: canonical.clone(),
            canonical,
        })
    },
};

/// Templates of annotations and labels, of an alert that has no name.
const TEMPLATE: Language = Language {
    is_chosen: |options| options.template,
    file: "<template>",
    judge: |text, _| {
        let (_, errors) = gotemplate::parse(text, "");
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Meaning {
            kind: "template",
            canonical: text.to_owned(),
            pretty: text.to_owned(),
        })
    },
};
