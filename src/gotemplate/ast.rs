//! The tree of a template.
//!
//! A template is a list of small nodes, children before their parents, so that a tree of any depth is made, walked and dropped
//! without recursion. Names and literals are not copied: they are what the text says at the node's range.

use crate::promql::ast::Range;

/// A template and its text.
#[derive(Clone, Debug)]
pub struct Template<'a> {
    /// The text.
    pub text: &'a str,
    pub(super) nodes: Vec<Node>,
    pub(super) edges: Vec<NodeId>,
}

/// A node of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeId(pub(super) u32);

/// What stands at a place.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Where it stands: a block from its `{{` to the `}}` of its end, a pipeline in parentheses with them.
    pub range: Range,
    /// Its children in the template's edges.
    pub(super) children: (u32, u32),
}

/// The kinds of nodes, each with its children in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The body of a template, a block or an `else`: texts, actions, blocks.
    List,
    /// Text outside `{{ }}`, without the white space that trim markers take.
    Text,
    /// `{{ pipeline }}`: the pipeline.
    Action,
    /// `{{ if }}`: pipeline, list, and the list of `else` if there is one, which holds only an `If` for `else if`.
    If,
    /// `{{ range }}`, as `If`.
    Range,
    /// `{{ with }}`, as `If`.
    With,
    /// `{{ define "name" }}`: string, list.
    Define,
    /// `{{ block "name" pipeline }}`: string, pipeline, list.
    Block,
    /// `{{ template "name" pipeline }}`: string, and the pipeline if there is one.
    Template,
    /// `{{ break }}`.
    Break,
    /// `{{ continue }}`.
    Continue,
    /// The variables that it declares or assigns, then its commands.
    Pipeline,
    /// `$x` before `:=`, or before the comma and `:=`.
    Declared,
    /// `$x` before `=`.
    Assigned,
    /// Its operands; the first is what is called or yielded.
    Command,
    /// `.`.
    Dot,
    /// `nil`.
    Nil,
    /// `true` or `false`.
    Bool,
    /// A number or character constant.
    Number,
    /// A string in double quotes or backticks.
    String,
    /// `.a.b`.
    Field,
    /// `$x` or `$x.a.b`.
    Variable,
    /// The name of a function.
    Function,
    /// `(pipeline).a.b`: the operand before the fields.
    Chain,
    /// What could not be understood; its error was reported.
    Invalid,
}

impl<'a> Template<'a> {
    /// Returns the body of the whole template.
    pub fn root(&self) -> NodeId {
        // A template has at least the list of its body, which is made last.
        self.id(self.nodes.len() - 1)
    }

    /// Returns a node.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// Returns every node, children before their parents.
    pub fn ids(&self) -> impl Iterator<Item = NodeId> {
        (0..self.nodes.len()).map(|index| self.id(index))
    }

    /// Returns the children of a node in the order written.
    pub fn children(&self, id: NodeId) -> &[NodeId] {
        let (start, end) = self.node(id).children;
        &self.edges[start as usize..end as usize]
    }

    /// Returns what is written at a node's place.
    pub fn written(&self, id: NodeId) -> &'a str {
        let range = self.node(id).range;
        &self.text[range.start as usize..range.end as usize]
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "each node stands for a byte at least, and a longer text has one node"
    )]
    fn id(&self, index: usize) -> NodeId {
        NodeId(index as u32)
    }
}
