//! Markers of type strings: what each takes, what it can stand on, what it writes into the schema.

use super::{
    fits::find_misfit,
    kind::{self, Kind},
    type_string::Marker,
    types::Role,
};
use crate::{
    diag::{Diagnostic, nearest},
    model::{
        Context,
        context::{BAD_VALUE, CONFLICT, UNKNOWN_NAME},
    },
    project::{Spanned, Tree, TreeValue, Words},
    text::{Span, literal::Shape},
};
use std::ops::Range;

/// What a marker takes behind `=`.
#[derive(Clone, Copy)]
enum Takes {
    /// Nothing, or a boolean.
    Flag,
    /// A number.
    Number,
    /// A whole number from 0.
    Count,
    /// Text.
    Text,
    /// Text out of these.
    OneOf(&'static [&'static str]),
    /// A list of values that the type allows.
    Values,
    /// A list of names.
    Names,
    /// Any value.
    Any,
}

/// A marker: its word, the word of the schema, what it takes, and what it can stand on (nothing means everything).
struct Rule {
    word: &'static str,
    keyword: &'static str,
    takes: Takes,
    on: &'static [Kind],
}

const NUMBERS: &[Kind] = &[Kind::Integer, Kind::Number, Kind::IntOrString];
const STRINGS: &[Kind] = &[Kind::String, Kind::IntOrString];
const LISTS: &[Kind] = &[Kind::List];
const OBJECTS: &[Kind] = &[Kind::Object, Kind::Map];
const FORMATTED: &[Kind] = &[Kind::String, Kind::Integer, Kind::Number];
const OPEN: &[Kind] = &[Kind::Object, Kind::Map, Kind::Any];

const fn rule(
    word: &'static str,
    keyword: &'static str,
    takes: Takes,
    on: &'static [Kind],
) -> Rule {
    Rule {
        word,
        keyword,
        takes,
        on,
    }
}

/// Every marker, sorted.
const RULES: [Rule; 27] = [
    rule("default", "default", Takes::Any, &[]),
    rule("description", "description", Takes::Text, &[]),
    rule(
        "embeddedResource",
        "x-kubernetes-embedded-resource",
        Takes::Flag,
        &[Kind::Object],
    ),
    rule("enum", "enum", Takes::Values, &[]),
    rule("example", "example", Takes::Any, &[]),
    rule("exclusiveMaximum", "exclusiveMaximum", Takes::Flag, NUMBERS),
    rule("exclusiveMinimum", "exclusiveMinimum", Takes::Flag, NUMBERS),
    rule("format", "format", Takes::Text, FORMATTED),
    rule("immutable", "", Takes::Flag, &[]),
    rule(
        "listMapKeys",
        "x-kubernetes-list-map-keys",
        Takes::Names,
        LISTS,
    ),
    rule(
        "listType",
        "x-kubernetes-list-type",
        Takes::OneOf(&["atomic", "map", "set"]),
        LISTS,
    ),
    rule(
        "mapType",
        "x-kubernetes-map-type",
        Takes::OneOf(&["atomic", "granular"]),
        OBJECTS,
    ),
    rule("maxItems", "maxItems", Takes::Count, LISTS),
    rule("maxLength", "maxLength", Takes::Count, STRINGS),
    rule("maxProperties", "maxProperties", Takes::Count, OBJECTS),
    rule("maximum", "maximum", Takes::Number, NUMBERS),
    rule("minItems", "minItems", Takes::Count, LISTS),
    rule("minLength", "minLength", Takes::Count, STRINGS),
    rule("minProperties", "minProperties", Takes::Count, OBJECTS),
    rule("minimum", "minimum", Takes::Number, NUMBERS),
    rule("multipleOf", "multipleOf", Takes::Number, NUMBERS),
    rule("nullable", "nullable", Takes::Flag, &[]),
    rule("pattern", "pattern", Takes::Text, STRINGS),
    rule(
        "preserveUnknownFields",
        "x-kubernetes-preserve-unknown-fields",
        Takes::Flag,
        OPEN,
    ),
    rule("required", "", Takes::Flag, &[]),
    rule("title", "title", Takes::Text, &[]),
    rule("uniqueItems", "", Takes::Flag, LISTS),
];

/// The rule behind `immutable`.
pub const IMMUTABLE: &str = "self == oldSelf";

/// What is said when it fails.
const IMMUTABLE_MESSAGE: &str = "Value is immutable";

/// The markers of one type string while they are put into a schema.
pub struct Markers<'a> {
    /// The type string.
    pub written: &'a Spanned<String>,
    /// Its markers.
    pub markers: &'a [Marker],
    /// What the string is for.
    pub role: Role,
}

impl Markers<'_> {
    fn span(&self, ctx: &Context, range: Range<usize>) -> Span {
        ctx.inside(self.written, Shape::Exact, range)
    }

    /// The marker's value with places in the file; `true` for a bare word.
    fn value(&self, ctx: &Context, marker: &Marker) -> Tree {
        match &marker.value {
            Some(words) => self.place(ctx, words),
            None => Tree::flag(true, self.span(ctx, marker.range.clone())),
        }
    }

    fn place(&self, ctx: &Context, words: &Spanned<Words>) -> Tree {
        let mut tree = Tree::from(words);
        self.move_places(ctx, &mut tree);
        tree
    }

    fn move_places(&self, ctx: &Context, tree: &mut Tree) {
        tree.span = self.span(ctx, tree.span.range());
        tree.verbatim = false;
        match &mut tree.value {
            TreeValue::List(items) => items
                .iter_mut()
                .for_each(|item| self.move_places(ctx, item)),
            TreeValue::Map(entries) => entries
                .values_mut()
                .for_each(|item| self.move_places(ctx, item)),
            _ => {}
        }
    }

    /// Puts the markers into the schema and returns where `required` stands, if it does.
    pub fn apply(&self, ctx: &mut Context, schema: &mut Tree) -> Option<Span> {
        let mut required = None;
        for (index, marker) in self.markers.iter().enumerate() {
            let span = self.span(ctx, marker.range.clone());
            if let Some(first) = self.markers[..index]
                .iter()
                .find(|known| known.word == marker.word)
            {
                let first = self.span(ctx, first.range.clone());
                ctx.report(
                    Diagnostic::new(&CONFLICT, span, format!("`{}` stands twice", marker.word))
                        .label(first, "first here"),
                );
                continue;
            }
            let Some(rule) = self.rule(ctx, marker, schema) else {
                continue;
            };
            let value = self.value(ctx, marker);
            if !self.takes(ctx, rule, &value) {
                continue;
            }
            let set = value.value != TreeValue::Bool(false);
            match rule.word {
                "required" if set => required = Some(span),
                "immutable" if set => push_rule(schema, immutable(span)),
                // A flag that is not set is not written: the API server refuses some of them.
                _ if !set && matches!(rule.takes, Takes::Flag) => {
                    if rule.word == "preserveUnknownFields" && Kind::of(schema) == Kind::Any {
                        ctx.bad_value(span, "`any` keeps everything, `object` does not");
                    }
                }
                _ => schema.put(rule.keyword, value),
            }
        }
        self.check_whole(ctx, schema);
        required
    }

    /// The rule of a marker that can stand here.
    fn rule(&self, ctx: &mut Context, marker: &Marker, schema: &Tree) -> Option<&'static Rule> {
        let span = self.span(ctx, marker.range.clone());
        let word = marker.word.as_str();
        let words = || RULES.iter().map(|rule| rule.word);
        let Some(rule) = RULES.iter().find(|rule| rule.word == word) else {
            let finding =
                Diagnostic::new(&UNKNOWN_NAME, span, format!("there is no marker `{word}`"));
            let near = nearest(word, words()).map(|_| span);
            ctx.report(finding.suggest(word, words(), near));
            return None;
        };
        if word == "uniqueItems" {
            ctx.report(
                Diagnostic::new(&BAD_VALUE, span, "the API server refuses `uniqueItems`")
                    .note("comparing all items takes quadratic time")
                    .help("write `listType=\"set\"` for a list without duplicates"),
            );
            return None;
        }
        if self.role == Role::Definition && matches!(word, "required" | "default" | "nullable") {
            ctx.report(
                Diagnostic::new(
                    &BAD_VALUE,
                    span,
                    format!("`{word}` belongs to the field that uses the type"),
                )
                .help("write it behind the type's name where the type is used"),
            );
            return None;
        }
        let found = Kind::of(schema);
        if !rule.on.is_empty() && !rule.on.contains(&found) {
            let kinds: Vec<&str> = rule.on.iter().map(|kind| kind.words()).collect();
            ctx.report(
                Diagnostic::new(
                    &BAD_VALUE,
                    span,
                    format!("`{word}` cannot stand on {}", found.words()),
                )
                .note(format!("it describes {}", kinds.join(", "))),
            );
            return None;
        }
        Some(rule)
    }

    /// Whether the value is of the kind that the marker takes.
    fn takes(&self, ctx: &mut Context, rule: &Rule, value: &Tree) -> bool {
        let list_of = |text: bool| {
            value.as_list().is_some_and(|items| {
                !items.is_empty() && (!text || items.iter().all(|item| item.as_str().is_some()))
            })
        };
        let (fits, expected) = match rule.takes {
            Takes::Flag => (
                matches!(value.value, TreeValue::Bool(_)),
                "nothing".to_string(),
            ),
            Takes::Number => (value.as_number().is_some(), "a number".to_string()),
            Takes::Count => (
                matches!(value.value, TreeValue::Int(0..)),
                "a whole number from 0".to_string(),
            ),
            Takes::Text => (value.as_str().is_some(), "a string in quotes".to_string()),
            Takes::OneOf(known) => (
                value.as_str().is_some_and(|text| known.contains(&text)),
                crate::diag::list(known),
            ),
            Takes::Values => (list_of(false), "a list of values".to_string()),
            Takes::Names => (list_of(true), "a list of strings".to_string()),
            Takes::Any => (true, String::new()),
        };
        if !fits {
            let found = match (&value.value, rule.takes) {
                (TreeValue::String(text), Takes::OneOf(_)) => format!("`{text}`"),
                (TreeValue::Bool(true), takes) if !matches!(takes, Takes::Flag) => {
                    "nothing".to_string()
                }
                (TreeValue::List(items), _) if items.is_empty() => "an empty list".to_string(),
                (TreeValue::Int(_) | TreeValue::Float(_), _) => format!("`{}`", value.to_json()),
                (other, _) => kind::words(other).to_string(),
            };
            ctx.bad_value(
                value.span,
                format!("`{}` takes {expected}, not {found}", rule.word),
            );
        }
        fits
    }

    /// What only the whole schema tells: enumerations, defaults, keys of lists, bounds.
    fn check_whole(&self, ctx: &mut Context, schema: &mut Tree) {
        let has = |word: &str| self.markers.iter().any(|marker| marker.word == word);
        for (word, bound) in [
            ("exclusiveMinimum", "minimum"),
            ("exclusiveMaximum", "maximum"),
        ] {
            if let Some(flag) = schema.get(word).filter(|_| schema.get(bound).is_none()) {
                let message = format!("`{word}` needs `{bound}`, whose bound it excludes");
                ctx.bad_value(flag.span, message);
            }
        }
        if has("listMapKeys") || has("listType") {
            super::lists::complete(schema);
            super::lists::check(ctx, schema);
        }
        if has("enum") {
            check_enum(ctx, schema);
        }
        if let Some(value) = schema.get("default").filter(|_| has("default")) {
            check_default(ctx, value, schema);
        }
        if has("embeddedResource")
            && schema.get("properties").is_none()
            && !schema.is_true("x-kubernetes-preserve-unknown-fields")
        {
            ctx.bad_value(
                schema.span,
                "`embeddedResource` needs `preserveUnknownFields` or properties",
            );
        }
    }
}

fn check_enum(ctx: &mut Context, schema: &Tree) {
    let mut bare = Tree::map(schema.span);
    for key in [
        "type",
        "nullable",
        "x-kubernetes-int-or-string",
        "additionalProperties",
    ] {
        if let Some(value) = schema.get(key) {
            bare.put(key, value.clone());
        }
    }
    let values = schema.get("enum").and_then(Tree::as_list);
    for value in values.unwrap_or_default() {
        let wrong = find_misfit(value, &bare)
            .filter(|_| !matches!(Kind::of(&bare), Kind::Object | Kind::Map | Kind::List));
        if let Some(found) = wrong {
            ctx.bad_value(found.span, format!("a value of `enum` {}", found.message));
        }
    }
}

/// Checks that a default fits its schema.
pub fn check_default(ctx: &mut Context, value: &Tree, schema: &Tree) {
    if let Some(found) = find_misfit(value, schema) {
        ctx.bad_value(found.span, format!("the default {}", found.message));
    }
}

fn immutable(span: Span) -> Tree {
    Tree::map(span)
        .with("message", Tree::text(IMMUTABLE_MESSAGE, span))
        .with("rule", Tree::text(IMMUTABLE, span))
}

/// Adds a CEL rule to a schema.
pub fn push_rule(schema: &mut Tree, rule: Tree) {
    const KEY: &str = "x-kubernetes-validations";
    let span = rule.span;
    if let Some(TreeValue::List(rules)) = schema.get_mut(KEY).map(|rules| &mut rules.value) {
        rules.push(rule);
    } else {
        schema.put(KEY, Tree::new(TreeValue::List(vec![rule]), span));
    }
}
