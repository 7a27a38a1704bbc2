//! Rules in CEL: read and checked for the oldest and the newest server; what is accepted is estimated and worked out.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use opsgen::cel::ast::Expr;
use opsgen::cel::types::{Object, Type};
use opsgen::cel::{Environment, compile, cost, eval, parse};
use opsgen_fuzz::text;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

/// The first server with rules, and the newest.
static ENVIRONMENTS: LazyLock<[Environment; 2]> = LazyLock::new(|| [25, 36].map(environment));

fuzz_target!(|input: &[u8]| -> Corpus {
    let Some(text) = text(input) else {
        return Corpus::Reject;
    };
    for environment in &*ENVIRONMENTS {
        let (ast, errors) = parse(text, environment);
        have_places(text, &ast.root);
        let unread = !errors.is_empty();
        let (checked, errors) = compile(text, environment);
        for error in &errors {
            assert!(!error.message.is_empty());
            has_place(text, &error.range);
        }
        let Some(checked) = checked else {
            assert!(!errors.is_empty(), "{text:?} is refused without a word");
            continue;
        };
        assert!(
            errors.is_empty() && !unread,
            "{text:?} is accepted with errors"
        );
        assert_eq!(checked.types.len(), checked.ast.nodes);
        have_places(text, &checked.ast.root);
        cost::estimate(&checked, &|_| None);
        // There is no object: what asks for one ends there.
        let _ = eval::evaluate(&checked, &[], |_, _| None);
    }
    Corpus::Keep
});

/// Panics unless a range lies in the text, at boundaries of characters.
fn has_place(text: &str, range: &Range<usize>) {
    assert!(text.get(range.clone()).is_some(), "{range:?} in {text:?}");
}

fn have_places(text: &str, root: &Expr) {
    let mut open = vec![root];
    while let Some(expr) = open.pop() {
        has_place(text, &expr.range);
        open.extend(expr.parts());
    }
}

/// Rules on an object with fields of every type.
fn environment(server: u32) -> Environment {
    let list = |item: Type| Type::List(Arc::new(item));
    let map = |value: Type| Type::Map(Arc::new(Type::String), Arc::new(value));
    let port = [
        ("name", Type::String),
        ("port", Type::Int),
        ("target", Type::Dyn),
    ];
    let fields = [
        ("name", Type::String),
        ("count", Type::Int),
        ("ratio", Type::Double),
        ("enabled", Type::Bool),
        ("data", Type::Bytes),
        ("timeout", Type::Duration),
        ("created", Type::Timestamp),
        ("port", Type::Dyn),
        ("tags", list(Type::String)),
        ("matrix", list(list(Type::Int))),
        ("labels", map(Type::String)),
        ("groups", map(list(Type::String))),
        ("ports", list(object("ports", &port))),
        ("__namespace__", Type::String),
    ];
    let own = object("self", &fields);
    let variables = ["self", "oldSelf"].map(|name| (name.to_owned(), own.clone()));
    Environment::for_server(server, variables.to_vec())
}

fn object(name: &str, fields: &[(&str, Type)]) -> Type {
    let fields = fields
        .iter()
        .map(|(name, kind)| ((*name).to_owned(), kind.clone()));
    let mut fields: Vec<(String, Type)> = fields.collect();
    fields.sort_by(|(left, _), (right, _)| left.cmp(right));
    Type::Object(Arc::new(Object {
        name: name.to_owned(),
        fields,
    }))
}
