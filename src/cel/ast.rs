//! The tree of an expression, after its macros are expanded.
//!
//! Operators are calls of functions with the names that cel-go gives them: `_+_`, `_&&_`, `!_`, `-_`, `_?_:_`, `_[_]`, `@in`,
//! `_?._`, `_[?_]`.

use std::ops::Range;

/// An expression that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Ast {
    /// The outermost node.
    pub root: Expr,
    /// How many nodes there are: each has an [`Expr::id`] below it, and no two the same.
    pub nodes: usize,
    /// How many nodes stand in each other at most; what recurses over them asks [`super::stack::run`] for room.
    pub levels: usize,
}

impl Ast {
    /// Returns the tree of a root below which there are as many nodes.
    pub fn new(root: Expr, nodes: usize) -> Self {
        let levels = root.levels();
        Ast {
            root,
            nodes,
            levels,
        }
    }
}

/// A node.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// The index of facts about this node, from 0.
    pub id: usize,
    /// What it is.
    pub kind: ExprKind,
    /// The bytes of the expression that it was read from; for what a macro made, those of the macro's call.
    pub range: Range<usize>,
}

impl Expr {
    /// The expressions that it consists of, as they are written, and for a loop as they are listed.
    pub fn parts(&self) -> Vec<&Expr> {
        match &self.kind {
            ExprKind::Literal(_) | ExprKind::Ident(_) | ExprKind::Broken => Vec::new(),
            ExprKind::Select(select) => vec![&select.operand],
            ExprKind::Call(call) => call
                .target
                .as_deref()
                .into_iter()
                .chain(&call.arguments)
                .collect(),
            ExprKind::List { items, .. } => items.iter().collect(),
            ExprKind::Map(entries) => entries
                .iter()
                .flat_map(|entry| [&entry.key, &entry.value])
                .collect(),
            ExprKind::Struct { fields, .. } => fields.iter().map(|field| &field.value).collect(),
            ExprKind::Comprehension(inner) => {
                vec![
                    &inner.range,
                    &inner.start,
                    &inner.condition,
                    &inner.step,
                    &inner.result,
                ]
            }
        }
    }

    /// How many nodes stand in each other at most.
    fn levels(&self) -> usize {
        let (mut deepest, mut open) = (0, vec![(self, 1)]);
        while let Some((expr, level)) = open.pop() {
            deepest = deepest.max(level);
            open.extend(expr.parts().into_iter().map(|part| (part, level + 1)));
        }
        deepest
    }
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A constant.
    Literal(Literal),
    /// A name: `self`, `.a`; a leading dot is kept.
    Ident(String),
    /// A field.
    Select(Select),
    /// A function or an operator.
    Call(Call),
    /// `[a, ?b]`
    List {
        /// The items.
        items: Vec<Expr>,
        /// The indices of those with a question mark, ascending.
        optional: Vec<usize>,
    },
    /// `{a: b, ?c: d}`
    Map(Vec<Entry>),
    /// `Name{field: value}`
    Struct {
        /// The type's name, with its dots.
        name: String,
        /// The fields.
        fields: Vec<Field>,
    },
    /// A loop, which only macros make.
    Comprehension(Box<Comprehension>),
    /// What could not be read; an error says why.
    Broken,
}

/// A constant.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// `1`, `-0x1f`
    Int(i64),
    /// `1u`
    Uint(u64),
    /// `1.5`, `1e3`
    Double(f64),
    /// `'a'`, decoded
    String(String),
    /// `b'a'`, decoded
    Bytes(Vec<u8>),
}

/// `operand.field`, or `has(operand.field)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Select {
    /// What has the field.
    pub operand: Box<Expr>,
    /// The name as it is looked up.
    pub field: String,
    /// The bytes of the name.
    pub field_range: Range<usize>,
    /// Whether only its presence is asked.
    pub is_test: bool,
}

/// `function(arguments)`, `target.function(arguments)`, or an operator.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The function; for an operator its name in cel-go.
    pub function: String,
    /// The bytes of the name or of the operator's sign.
    pub name_range: Range<usize>,
    /// What stands before the dot.
    pub target: Option<Box<Expr>>,
    /// The arguments.
    pub arguments: Vec<Expr>,
}

/// An entry of a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The index of facts about the entry.
    pub id: usize,
    /// The key.
    pub key: Expr,
    /// The value.
    pub value: Expr,
    /// Whether it stands after a question mark.
    pub is_optional: bool,
}

/// A field of a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The index of facts about the field.
    pub id: usize,
    /// The field.
    pub name: String,
    /// The value.
    pub value: Expr,
    /// Whether it stands after a question mark.
    pub is_optional: bool,
}

/// A loop over `range`: `accumulator` begins as `start` and becomes `step` for each item while `condition` holds; then `result`.
#[derive(Clone, Debug, PartialEq)]
pub struct Comprehension {
    /// The list or map.
    pub range: Expr,
    /// The variable of the item, or of the key or index when there are two.
    pub variable: String,
    /// The variable of the value, when there are two.
    pub second_variable: Option<String>,
    /// The variable that is carried along.
    pub accumulator: String,
    /// Its first value.
    pub start: Expr,
    /// Whether to go on.
    pub condition: Expr,
    /// Its next value.
    pub step: Expr,
    /// The value of the loop.
    pub result: Expr,
}
