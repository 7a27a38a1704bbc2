//! Fields of YAML as Prometheus reads them: what they hold, where it stands, and what is wrong with it.
//!
//! Source: gopkg.in/yaml.v3, with known fields only; a scalar of any type is the text that was written where a text is wanted, and
//! `null` is what an absent field is.

use super::{BAD_RULE, Document, allow::Comments};
use crate::{
    diag::{Diagnostic, nearest},
    document::{Entry, Tree, TreeValue},
    model::{
        Context, Name, Spanned,
        duration::{self, Duration},
    },
    text::{FileId, Span},
};

/// One file that is read, and where its findings go.
pub struct Reader<'r, 'c> {
    /// Targets, texts, findings.
    pub ctx: &'r mut Context<'c>,
    /// The file.
    pub file: FileId,
    /// Whether it turned out to be a template, whose other errors say nothing.
    pub is_template: bool,
    /// Its exceptions from checks.
    pub comments: Comments,
}

impl<'r, 'c> Reader<'r, 'c> {
    /// A reader of a document.
    pub fn new(ctx: &'r mut Context<'c>, document: &Document) -> Self {
        let comments = Comments::read(ctx, document.file, &document.tree);
        Self {
            ctx,
            file: document.file,
            is_template: false,
            comments,
        }
    }

    /// The place of a value.
    pub fn span(&self, tree: &Tree) -> Span {
        Span::new(self.file, tree.start, tree.end)
    }

    /// The place of a key.
    pub fn key(&self, entry: &Entry) -> Name {
        let range = entry.key_range.clone();
        let span = Span::new(self.file, range.start, range.end);
        Name::new(entry.key.clone(), span)
    }

    /// Reports what Prometheus refuses.
    pub fn refuse(&mut self, span: Span, message: impl Into<String>) {
        self.ctx.report(Diagnostic::new(&BAD_RULE, span, message));
    }

    /// The entries of a mapping, none for what is absent; reports what is no mapping.
    pub fn map<'t>(&mut self, tree: &'t Tree, what: &str) -> &'t [Entry] {
        match &tree.value {
            TreeValue::Map(entries) => entries,
            TreeValue::Null => &[],
            other => {
                let message = format!("{what} must be a mapping, found {}", word(other));
                self.refuse(self.span(tree), message);
                &[]
            }
        }
    }

    /// The items of a list that are not `null`, none for what is absent; reports what is no list.
    pub fn list<'t>(
        &mut self,
        tree: &'t Tree,
        what: &str,
    ) -> impl Iterator<Item = &'t Tree> + use<'t> {
        let items = self.items(tree, what).iter();
        items.filter(|item| item.value != TreeValue::Null)
    }

    fn items<'t>(&mut self, tree: &'t Tree, what: &str) -> &'t [Tree] {
        match &tree.value {
            TreeValue::List(items) => items,
            TreeValue::Null => &[],
            other => {
                let message = format!("{what} must be a list, found {}", word(other));
                self.refuse(self.span(tree), message);
                &[]
            }
        }
    }

    /// Reports keys that are none of these fields.
    pub fn known(&mut self, entries: &[Entry], fields: &[&str], what: &str) {
        for entry in entries {
            if fields.contains(&entry.key.as_str()) {
                continue;
            }
            let key = self.key(entry);
            let message = format!("{what} has no field `{}`", entry.key);
            let finding = Diagnostic::new(&BAD_RULE, key.span, message);
            let near = nearest(&entry.key, fields.iter().copied());
            self.ctx.report(match near {
                Some(near) => finding.propose(format!("did you mean `{near}`?"), key.span, near),
                None => finding.help(format!("its fields: `{}`", fields.join("`, `"))),
            });
        }
    }

    /// The text of a scalar as it is written; `None` for an absent one. Reports what is no scalar.
    pub fn text(&mut self, tree: &Tree, what: &str) -> Option<Name> {
        let span = self.span(tree);
        let text = match &tree.value {
            TreeValue::String(text) => text.clone(),
            TreeValue::Bool(_) | TreeValue::Number(_) => self.ctx.sources.slice(span).to_string(),
            TreeValue::Null => return None,
            other => {
                self.refuse(
                    span,
                    format!("{what} must be a text, found {}", word(other)),
                );
                return None;
            }
        };
        Some(Spanned::new(text, span))
    }

    /// The length of time in a field; `None` for an absent one.
    pub fn duration(&mut self, tree: &Tree, what: &str) -> Option<Spanned<Duration>> {
        let text = self.text(tree, what)?;
        let Some(millis) = duration::parse(&text.value) else {
            let message = format!("`{}` is not a duration", text.value);
            let help = "write a number and a unit, such as `30s`, `5m`, `1h30m`";
            self.ctx
                .report(Diagnostic::new(&BAD_RULE, text.span, message).help(help));
            return None;
        };
        let span = text.span;
        Some(Spanned::new(
            Duration {
                text: text.value,
                millis,
            },
            span,
        ))
    }

    /// The whole number in a field; `None` for an absent one and for one that gen has no use for, as it is negative. Prometheus cuts off
    /// what is behind a point.
    pub fn whole(&mut self, tree: &Tree, what: &str) -> Option<Spanned<u32>> {
        let span = self.span(tree);
        match &tree.value {
            TreeValue::Null => None,
            TreeValue::Number(number) if !number.is_u64() || number.as_i64().is_some() => {
                let number = number
                    .as_i64()
                    .and_then(|number| u32::try_from(number).ok());
                number.map(|number| Spanned::new(number, span))
            }
            other => {
                let message = format!("{what} must be a whole number, found {}", word(other));
                self.refuse(span, message);
                None
            }
        }
    }
}

/// What a value is called in messages.
fn word(value: &TreeValue) -> String {
    match value {
        TreeValue::Null => "nothing".to_string(),
        TreeValue::Bool(flag) => format!("`{flag}`"),
        TreeValue::Number(number) => format!("`{number}`"),
        TreeValue::String(_) => "a text".to_string(),
        TreeValue::List(_) => "a list".to_string(),
        TreeValue::Map(_) => "a mapping".to_string(),
    }
}
