//! Types to schemas: scalars, types of the project, core types of Kubernetes.
//!
//! Invariants: each type of the project is resolved once, so its findings come once; types cannot contain themselves, since
//! schemas of custom resources cannot; a type with an error yields nothing, and what uses it allows everything.

use super::{
    markers::Markers,
    scalars, table,
    type_string::{self, Shape},
};
use crate::{
    diag::{Diagnostic, nearest},
    model::{
        Context, Targets,
        context::{BAD_VALUE, UNKNOWN_NAME},
    },
    project::{Name, SchemaNode, Spanned, Tree, TreeValue},
    schema,
    text::{Span, literal},
};
use std::{collections::BTreeMap, ops::Range};

/// How deep types may use each other.
const MAX_DEPTH: usize = 64;

/// Most nodes of all schemas together: far above any CRD that etcd can hold (1.5 MiB).
const MAX_NODES: usize = 1_000_000;

/// What a schema is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A type of the project.
    Definition,
    /// A field.
    Property,
    /// The object itself.
    Root,
}

/// A schema, and where it is said that its parent requires it.
pub struct Field {
    /// The schema.
    pub schema: Tree,
    /// Where `required` stands; `None` for an optional field.
    pub required: Option<Span>,
}

/// The types that schemas can use.
pub struct Types {
    /// The oldest Kubernetes that must take the schemas; `None` for the newest.
    pub kubernetes: Option<(u32, u32)>,
    core_version: String,
    embedded_metadata: bool,
    resolved: BTreeMap<String, Option<Tree>>,
    stack: Vec<Name>,
    nodes: usize,
    full: bool,
}

/// A schema that allows everything, in the place of one with an error.
pub fn poisoned(span: Span) -> Tree {
    Tree::map(span).with(
        "x-kubernetes-preserve-unknown-fields",
        Tree::flag(true, span),
    )
}

/// Resolves every type of the project.
pub fn resolve(ctx: &mut Context, targets: &Targets) -> Types {
    let mut types = Types {
        kubernetes: targets.kubernetes,
        core_version: core_version(ctx),
        embedded_metadata: targets.embedded_metadata,
        resolved: BTreeMap::new(),
        stack: Vec::new(),
        nodes: 0,
        full: false,
    };
    let project = ctx.project;
    for name in project.types.keys() {
        check_name(ctx, name);
        types.defined(ctx, name, name.span);
    }
    types
}

fn check_name(ctx: &mut Context, name: &Name) {
    let camel = name.value.starts_with(|c: char| c.is_ascii_uppercase())
        && name.value.chars().all(|c| c.is_ascii_alphanumeric());
    if !camel {
        ctx.bad_value(
            name.span,
            format!(
                "`{}` is not a type's name: letters and digits, beginning with a capital",
                name.value
            ),
        );
    }
}

fn core_version(ctx: &mut Context) -> String {
    let newest = || {
        let last = schema::core_versions().last();
        last.map_or_else(String::new, |version| (*version).to_string())
    };
    let Some(written) = &ctx.project.targets.core_types else {
        return newest();
    };
    if schema::core_versions().contains(&written.as_str()) {
        return written.value.clone();
    }
    let known = schema::core_versions().iter().copied();
    let (first, last) = (known.clone().next(), known.last());
    ctx.bad_value(
        written.span,
        format!(
            "core types are known from {} to {}, not of `{}`",
            first.unwrap_or_default(),
            last.unwrap_or_default(),
            written.value
        ),
    );
    newest()
}

impl Types {
    /// The schema of a field, a type or an object.
    pub fn node(&mut self, ctx: &mut Context, node: &Spanned<SchemaNode>, role: Role) -> Field {
        match &node.value {
            SchemaNode::Type(text) => {
                let written = Spanned::new(text.clone(), node.span);
                self.type_string(ctx, &written, role)
            }
            SchemaNode::Table(inner) => table::resolve(self, ctx, inner, (node.span, role)),
        }
    }

    fn type_string(&mut self, ctx: &mut Context, written: &Spanned<String>, role: Role) -> Field {
        let read = type_string::parse(&written.value);
        for fault in &read.faults {
            let span = inside(ctx, written, fault.range.clone());
            let finding = Diagnostic::new(&BAD_VALUE, span, fault.message.clone());
            ctx.report(if fault.help.is_empty() {
                finding
            } else {
                finding.help(fault.help)
            });
        }
        let shape = read
            .shape
            .and_then(|shape| self.shape(ctx, written, &shape));
        let Some(mut schema) = shape else {
            let required = read.markers.iter().find(|marker| marker.word == "required");
            return Field {
                schema: poisoned(written.span),
                required: required.map(|_| written.span),
            };
        };
        let markers = Markers {
            written,
            markers: &read.markers,
            role,
        };
        let required = markers.apply(ctx, &mut schema);
        Field { schema, required }
    }

    fn shape(
        &mut self,
        ctx: &mut Context,
        written: &Spanned<String>,
        shape: &Shape,
    ) -> Option<Tree> {
        let span = written.span;
        match shape {
            Shape::Named(name, range) => {
                let mut schema = self.named(ctx, written, name, range.clone())?;
                schema.span = span;
                Some(schema)
            }
            Shape::List(inner) => {
                let items = self.shape(ctx, written, inner)?;
                Some(
                    Tree::map(span)
                        .with("items", items)
                        .with("type", Tree::text("array", span)),
                )
            }
            Shape::Map(inner) => {
                let values = self.shape(ctx, written, inner)?;
                Some(
                    Tree::map(span)
                        .with("additionalProperties", values)
                        .with("type", Tree::text("object", span)),
                )
            }
        }
    }

    fn named(
        &mut self,
        ctx: &mut Context,
        written: &Spanned<String>,
        name: &str,
        range: Range<usize>,
    ) -> Option<Tree> {
        let span = inside(ctx, written, range);
        if let Some(scalar) = scalars::find(name) {
            return Some(Tree::from_json(&scalar, span));
        }
        let project = ctx.project;
        let found = if let Some((known, _)) = project.types.get_key_value(name) {
            self.defined(ctx, known, span)
        } else if let Some(core) =
            schema::core_type(&self.core_version, name, self.embedded_metadata)
        {
            Some(Tree::from_json(&core, span))
        } else {
            self.report_unknown(ctx, name, span);
            None
        }?;
        self.count(ctx, &found, span).then_some(found)
    }

    /// Whether there is room for one more copy of a schema.
    fn count(&mut self, ctx: &mut Context, schema: &Tree, span: Span) -> bool {
        self.nodes = self.nodes.saturating_add(schema.size());
        if self.nodes <= MAX_NODES {
            return true;
        }
        if !self.full {
            self.full = true;
            let message = "the schemas are too large: no API server could store them";
            ctx.bad_value(span, message);
        }
        false
    }

    /// The schema of a type of the project that is used at `span`; `None` when it has an error.
    fn defined(&mut self, ctx: &mut Context, name: &Name, span: Span) -> Option<Tree> {
        if let Some(known) = self.resolved.get(&name.value) {
            return known.clone();
        }
        if let Some(first) = self.stack.iter().position(|known| known == name) {
            self.report_cycle(ctx, first, span);
            return None;
        }
        if self.stack.len() >= MAX_DEPTH {
            let message = format!("types use each other more than {MAX_DEPTH} levels deep");
            ctx.bad_value(span, message);
            return None;
        }
        let project = ctx.project;
        let node = project.types.get(name)?;
        self.stack.push(name.clone());
        let before = ctx.errors();
        let field = self.node(ctx, node, Role::Definition);
        self.stack.pop();
        let schema = (ctx.errors() == before).then_some(field.schema);
        self.resolved.insert(name.value.clone(), schema.clone());
        schema
    }

    fn report_cycle(&self, ctx: &mut Context, first: usize, span: Span) {
        let cycle = &self.stack[first..];
        let names = cycle.iter().chain(cycle.first());
        let path: Vec<String> = names.map(|name| format!("`{}`", name.value)).collect();
        let start = &cycle[0];
        ctx.report(
            Diagnostic::new(
                &BAD_VALUE,
                span,
                format!("the type contains itself: {}", path.join(" → ")),
            )
            .label(start.span, "the cycle begins here")
            .help("schemas of custom resources end somewhere: write `any` for the inner one"),
        );
    }

    fn report_unknown(&self, ctx: &mut Context, name: &str, span: Span) {
        let core = schema::core_type_names(&self.core_version);
        let short = |full: &str| full.rsplit('.').next().is_some_and(|last| last == name);
        let finding = Diagnostic::new(&UNKNOWN_NAME, span, format!("there is no type `{name}`"));
        let project = ctx.project;
        let own = project.types.keys().map(|name| name.value.as_str());
        let known: Vec<&str> = scalars::NAMES
            .iter()
            .copied()
            .chain(own)
            .chain(core.iter().copied())
            .collect();
        let same = core.iter().copied().find(|full| short(full));
        let near = same
            .or_else(|| scalars::find_meant(name))
            .or_else(|| nearest(name, known));
        ctx.report(match near {
            Some(near) => finding.propose(format!("did you mean `{near}`?"), span, near),
            None => finding.help(
                "a type is a scalar such as `string`, a name of `[types]`, or a core type such as `core/v1.PodSpec`",
            ),
        });
    }
}

/// The place of bytes of a type string.
pub fn inside(ctx: &Context, written: &Spanned<String>, range: Range<usize>) -> Span {
    ctx.inside(written, literal::Shape::Exact, range)
}

/// The schema with its words sorted, as controller-gen writes them; values stay as they are.
pub fn sorted(mut schema: Tree) -> Tree {
    if let TreeValue::Map(entries) = &mut schema.value {
        entries.sort_keys();
        for (key, value) in entries.iter_mut() {
            match (key.as_str(), &mut value.value) {
                ("properties", TreeValue::Map(properties)) => {
                    properties.sort_keys();
                    for property in properties.values_mut() {
                        take(property);
                    }
                }
                ("items" | "additionalProperties" | "not", _) => take(value),
                ("allOf" | "anyOf" | "oneOf", TreeValue::List(schemas)) => {
                    schemas.iter_mut().for_each(take);
                }
                _ => {}
            }
        }
    }
    schema
}

fn take(schema: &mut Tree) {
    let span = schema.span;
    let whole = std::mem::replace(schema, Tree::map(span));
    *schema = sorted(whole);
}
