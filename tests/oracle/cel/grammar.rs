//! Expressions at random, most of them of the types that they need: each call is one of the declared overloads.

use crate::random::Random;
use opsgen::cel::declare::{self, Overload};
use opsgen::cel::types::{OPTIONAL, Type};
use std::sync::Arc;

/// How deep expressions nest.
const DEEPEST: usize = 4;

/// Constants, some of them wrong where they are converted.
const CONSTANTS: [(&str, &[&str]); 7] = [
    (
        "int",
        &["0", "1", "-1", "42", "0x10", "9223372036854775807"],
    ),
    ("uint", &["0u", "1u", "18446744073709551615u"]),
    ("double", &["0.0", "1.5", "-1e3", ".5"]),
    (
        "string",
        &[
            "''",
            "'a'",
            "\"b\"",
            "'1'",
            "'1h'",
            "'true'",
            "'1.2.3'",
            "'[a-z]+'",
            "'['",
            "'2020-01-01T00:00:00Z'",
            "'%s'",
            "'%d %s'",
            "r'\\d'",
            "'1.2.3.4'",
        ],
    ),
    ("bytes", &["b''", "b'a'", "b'\\xff'"]),
    ("bool", &["true", "false"]),
    ("null", &["null"]),
];

/// Names of types.
const TYPES: [&str; 14] = [
    "int",
    "uint",
    "double",
    "string",
    "bytes",
    "bool",
    "list",
    "map",
    "null_type",
    "type",
    "duration",
    "google.protobuf.Timestamp",
    "google.protobuf.Duration",
    "optional_type",
];

/// A grammar over the fields of an object.
pub(super) struct Grammar {
    /// Ways to values, with their types.
    paths: Vec<(String, Type)>,
    /// Everything that can be called by a written name or sign.
    overloads: Vec<&'static Overload>,
}

/// The variables of loops, and how deep the expression is.
#[derive(Clone)]
struct Scope {
    variables: Vec<(String, Type)>,
    depth: usize,
}

impl Scope {
    fn deeper(&self) -> Self {
        let mut scope = self.clone();
        scope.depth += 1;
        scope
    }

    /// A scope with another variable, and its name.
    fn with(&self, kind: &Type) -> (Self, String) {
        let name = format!("v{}", self.variables.len());
        let mut scope = self.deeper();
        scope.variables.push((name.clone(), kind.clone()));
        (scope, name)
    }
}

impl Grammar {
    /// The grammar of rules on values of this type.
    pub(super) fn new(own: Type) -> Self {
        let mut paths = Vec::new();
        ways("self", &own, 0, &mut paths);
        paths.push(("oldSelf".to_owned(), own));
        let written = |overload: &&Overload| {
            let plain = overload
                .function
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '.');
            plain
                || sign_of(overload.function).is_some()
                || ["_[_]", "_[?_]", "-_", "!_", "_?_:_"].contains(&overload.function)
        };
        let overloads =
            declare::functions(u32::MAX).flat_map(|name| declare::overloads(name, u32::MAX));
        Grammar {
            paths,
            overloads: overloads.filter(written).collect(),
        }
    }

    /// A rule, or now and then an expression of any type.
    pub(super) fn expression(&self, random: &mut Random) -> String {
        let scope = Scope {
            variables: Vec::new(),
            depth: random.below(2),
        };
        let kind = if random.below(4) == 0 {
            self.any(random, 0)
        } else {
            Type::Bool
        };
        self.value(random, &kind, &scope)
    }

    /// A type.
    fn any(&self, random: &mut Random, depth: usize) -> Type {
        let simple = [
            Type::Bool,
            Type::Int,
            Type::Uint,
            Type::Double,
            Type::String,
            Type::Bytes,
            Type::Duration,
            Type::Timestamp,
            Type::Dyn,
            Type::Null,
        ];
        match random.below(if depth > 2 { 10 } else { 16 }) {
            number @ 0..10 => simple[number].clone(),
            10 | 11 => Type::List(Arc::new(self.any(random, depth + 1))),
            12 => Type::Map(
                Arc::new(self.any(random, depth + 1)),
                Arc::new(self.any(random, depth + 1)),
            ),
            13 => self.any(random, depth + 1).optional(),
            14 => Type::Type(Some(Arc::new(self.any(random, depth + 1)))),
            _ => self.paths[random.below(self.paths.len())].1.clone(),
        }
    }

    /// An expression of this type, or, seldom, of another.
    fn value(&self, random: &mut Random, kind: &Type, scope: &Scope) -> String {
        if random.below(40) == 0 {
            let other = self.any(random, 0);
            return self.value(random, &other, &scope.deeper());
        }
        if scope.depth >= DEEPEST {
            return self.leaf(random, kind, scope);
        }
        match random.below(10) {
            0..=2 => self.leaf(random, kind, scope),
            3 => self.through_a_loop(random, kind, scope),
            4 => self.conditional(random, kind, scope),
            _ => self
                .call(random, kind, scope)
                .unwrap_or_else(|| self.leaf(random, kind, scope)),
        }
    }

    fn conditional(&self, random: &mut Random, kind: &Type, scope: &Scope) -> String {
        let scope = scope.deeper();
        let mut part = |kind: &Type| self.value(random, kind, &scope);
        let (condition, yes, no) = (part(&Type::Bool), part(kind), part(kind));
        format!("({condition} ? {yes} : {no})")
    }

    /// A constant, a field, a variable, or a literal.
    fn leaf(&self, random: &mut Random, kind: &Type, scope: &Scope) -> String {
        let known = self
            .paths
            .iter()
            .chain(&scope.variables)
            .filter(|(_, found)| found == kind);
        let known: Vec<&str> = known.map(|(path, _)| path.as_str()).collect();
        if !known.is_empty() && random.below(3) > 0 {
            return random.pick(&known).to_owned();
        }
        let name = kind.to_string();
        if let Some((_, constants)) = CONSTANTS.iter().find(|(known, _)| *known == name) {
            return random.pick(constants).to_owned();
        }
        if scope.depth > 2 * DEEPEST {
            return "self".to_owned();
        }
        let scope = scope.deeper();
        match kind {
            Type::List(item) => self.list(random, item, &scope),
            Type::Map(key, value) => {
                let entries = (0..random.below(3)).map(|_| {
                    let key = self.value(random, key, &scope);
                    let value = self.value(random, value, &scope);
                    if random.below(10) == 0 {
                        format!("?{key}: optional.of({value})")
                    } else {
                        format!("{key}: {value}")
                    }
                });
                format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
            }
            Type::Opaque(OPTIONAL, parts) if !parts.is_empty() && random.below(4) > 0 => {
                format!("optional.of({})", self.value(random, &parts[0], &scope))
            }
            Type::Opaque(OPTIONAL, _) => "optional.none()".to_owned(),
            Type::Type(_) => random.pick(&TYPES).to_owned(),
            Type::Dyn => {
                let kind = self.any(random, 0);
                format!("dyn({})", self.value(random, &kind, &scope))
            }
            Type::Duration => "duration('1h')".to_owned(),
            Type::Timestamp => "timestamp('2020-01-01T00:00:00Z')".to_owned(),
            _ if !known.is_empty() => random.pick(&known).to_owned(),
            _ => self
                .call(random, kind, &scope)
                .unwrap_or_else(|| "self".to_owned()),
        }
    }

    fn list(&self, random: &mut Random, item: &Type, scope: &Scope) -> String {
        let items = (0..random.below(4)).map(|_| {
            let value = self.value(random, item, scope);
            if random.below(10) == 0 {
                format!("?optional.of({value})")
            } else {
                value
            }
        });
        format!("[{}]", items.collect::<Vec<_>>().join(", "))
    }

    /// A call of an overload whose value is of this type.
    fn call(&self, random: &mut Random, kind: &Type, scope: &Scope) -> Option<String> {
        for _ in 0..200 {
            let overload = self.overloads[random.below(self.overloads.len())];
            let mut parameters = [self.any(random, 1), self.any(random, 1)];
            if overload.result.with(&parameters) != *kind {
                if *kind == Type::Bool {
                    continue;
                }
                // What the value is tells what the parameters are, when it is one of them or a list of one.
                let inside = match kind {
                    Type::List(item) => (**item).clone(),
                    Type::Opaque(OPTIONAL, parts) if !parts.is_empty() => parts[0].clone(),
                    other => other.clone(),
                };
                let candidates = [kind.clone(), inside];
                let fits = candidates.iter().any(|candidate| {
                    parameters = [candidate.clone(), candidate.clone()];
                    overload.result.with(&parameters) == *kind
                });
                if !fits {
                    continue;
                }
            }
            let scope = scope.deeper();
            let arguments = overload
                .arguments
                .iter()
                .map(|shape| self.value(random, &shape.with(&parameters), &scope));
            return Some(written(overload, &arguments.collect::<Vec<_>>()));
        }
        None
    }

    /// A macro whose value is of this type, or what a loop makes of one.
    fn through_a_loop(&self, random: &mut Random, kind: &Type, scope: &Scope) -> String {
        let item = self.any(random, 1);
        let list = Type::List(Arc::new(item.clone()));
        let target = self.value(random, &list, &scope.deeper());
        let (inside, name) = scope.with(&item);
        match (kind, random.below(3)) {
            (Type::Bool, 0) => {
                let (path, _) = &self.paths[random.below(self.paths.len())];
                format!("has({path}{})", random.pick(&["", "", ".name", ".spec"]))
            }
            (Type::Bool, _) => {
                let quantifier = random.pick(&["all", "exists", "exists_one"]);
                let two = random.below(3) == 0;
                let condition = self.value(random, &Type::Bool, &inside);
                if two {
                    format!("{target}.{quantifier}(i, {name}, {condition})")
                } else {
                    format!("{target}.{quantifier}({name}, {condition})")
                }
            }
            (Type::List(wanted), number) => {
                let value = self.value(random, wanted, &inside);
                let condition = self.value(random, &Type::Bool, &inside);
                match number {
                    0 => format!("{target}.map({name}, {value})"),
                    1 => format!("{target}.map({name}, {condition}, {value})"),
                    _ => format!("{target}.transformList(i, {name}, {condition}, {value})"),
                }
            }
            (Type::Map(key, wanted), number) => {
                let value = self.value(random, wanted, &inside);
                let key = self.value(random, key, &inside);
                match number {
                    0 => format!("{target}.transformMap(i, {name}, {value})"),
                    _ => format!("{target}.transformMapEntry(i, {name}, {{{key}: {value}}})"),
                }
            }
            (Type::Opaque(OPTIONAL, parts), number) if !parts.is_empty() => {
                let target = self.value(random, &item.optional(), &scope.deeper());
                let value = self.value(random, &parts[0], &inside);
                match number {
                    0 => format!("{target}.optFlatMap({name}, optional.of({value}))"),
                    _ => format!("{target}.optMap({name}, {value})"),
                }
            }
            (_, 0) => {
                let list = Type::List(Arc::new(kind.clone()));
                let (inside, name) = scope.with(kind);
                let list = self.value(random, &list, &scope.deeper());
                let key = self.value(random, &Type::Int, &inside);
                format!("{list}.sortBy({name}, {key})[0]")
            }
            _ => {
                let list = Type::List(Arc::new(kind.clone()));
                let (inside, name) = scope.with(kind);
                let list = self.value(random, &list, &scope.deeper());
                let condition = self.value(random, &Type::Bool, &inside);
                format!("{list}.filter({name}, {condition})[0]")
            }
        }
    }
}

/// The fields below a value, and what its lists and maps hold.
fn ways(path: &str, kind: &Type, depth: usize, found: &mut Vec<(String, Type)>) {
    found.push((path.to_owned(), kind.clone()));
    if depth > 4 {
        return;
    }
    match kind {
        Type::Object(object) => {
            for (name, kind) in &object.fields {
                ways(&format!("{path}.{name}"), kind, depth + 1, found);
            }
        }
        Type::List(item) => ways(&format!("{path}[0]"), item, depth + 1, found),
        Type::Map(_, value) => ways(&format!("{path}['a']"), value, depth + 1, found),
        _ => {}
    }
}

/// How an operator of two operands is written.
fn sign_of(function: &str) -> Option<&str> {
    const SIGNS: [&str; 13] = [
        "+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||",
    ];
    if function == "@in" {
        return Some("in");
    }
    let sign = function.strip_prefix('_')?.strip_suffix('_')?;
    SIGNS.contains(&sign).then_some(sign)
}

/// A call as it is written.
fn written(overload: &Overload, arguments: &[String]) -> String {
    match (overload.function, arguments) {
        ("_[_]", [whole, index]) => format!("{whole}[{index}]"),
        ("_[?_]", [whole, index]) => format!("{whole}[?{index}]"),
        ("-_", [operand]) => format!("-({operand})"),
        ("!_", [operand]) => format!("!({operand})"),
        ("_?_:_", [condition, yes, no]) => format!("({condition} ? {yes} : {no})"),
        (function, [left, right]) if sign_of(function).is_some() => {
            format!("({left} {} {right})", sign_of(function).unwrap_or_default())
        }
        (function, [target, rest @ ..]) if overload.is_method => {
            format!("{target}.{function}({})", rest.join(", "))
        }
        (function, _) => format!("{function}({})", arguments.join(", ")),
    }
}
