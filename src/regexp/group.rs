//! What stands in one pair of parentheses while it is read, and the measures by which Go limits a pattern.

use super::tree::Node;

/// The largest product of nested counts. Source: Go, `regexp/syntax`, `repeatIsValid`.
pub const MOST_REPEATS: u32 = 1000;

/// The largest height of a tree. Source: Go, `regexp/syntax`, `maxHeight`.
pub const MOST_HEIGHT: usize = 1000;

/// The largest number of compiled instructions. Source: Go, `regexp/syntax`, `maxSize`.
pub const MOST_SIZE: u64 = (128 << 20) / 40;

/// A part of a pattern and its measures.
#[derive(Clone, Debug)]
pub struct Item {
    /// The part.
    pub node: Node,
    /// Whether it matches the empty text.
    pub matches_empty: bool,
    /// The largest product of nested repetitions.
    pub repeat: u32,
    /// The least height that Go's tree can have, which is rewritten while it is read: characters are joined, the alternatives' common
    /// beginnings are taken out. The tree here is at most twice as high.
    pub height: usize,
    /// The least number of compiled instructions.
    pub size: u64,
}

impl Item {
    /// A part without parts.
    pub fn leaf(node: Node, matches_empty: bool) -> Self {
        Self {
            node,
            matches_empty,
            repeat: 1,
            height: 1,
            size: 1,
        }
    }

    fn is_character(&self) -> bool {
        matches!(self.node, Node::Literal { .. } | Node::Class(_))
    }

    /// One behind the other.
    fn concat(mut items: Vec<Item>) -> Self {
        if items.len() < 2 {
            return items.pop().unwrap_or_else(|| Item::leaf(Node::Empty, true));
        }
        let merges = items.iter().all(Item::is_character);
        let heights = items.iter().map(|item| match item.node {
            Node::Concat(_) => item.height,
            _ => item.height + usize::from(!merges),
        });
        Item {
            matches_empty: items.iter().all(|item| item.matches_empty),
            repeat: most_repeat(&items),
            height: heights.max().unwrap_or(1),
            size: items
                .iter()
                .fold(0, |sum, item| sum.saturating_add(item.size)),
            node: Node::Concat(flatten(items, |node| match node {
                Node::Concat(inner) => Ok(inner),
                other => Err(other),
            })),
        }
    }

    /// One of several.
    fn alternate(mut items: Vec<Item>) -> Self {
        if items.len() < 2 {
            return items.pop().unwrap_or_else(|| Item::leaf(Node::Empty, true));
        }
        Item {
            matches_empty: items.iter().any(|item| item.matches_empty),
            repeat: most_repeat(&items),
            height: items.iter().map(|item| item.height).max().unwrap_or(1),
            size: items.iter().map(|item| item.size).max().unwrap_or(1),
            node: Node::Alternate(flatten(items, |node| match node {
                Node::Alternate(inner) => Ok(inner),
                other => Err(other),
            })),
        }
    }
}

fn most_repeat(items: &[Item]) -> u32 {
    items.iter().map(|item| item.repeat).max().unwrap_or(1)
}

/// The nodes of `items`, with the parts of those that `open` takes apart.
fn flatten(items: Vec<Item>, open: fn(Node) -> Result<Vec<Node>, Node>) -> Vec<Node> {
    let mut nodes = Vec::with_capacity(items.len());
    for item in items {
        match open(item.node) {
            Ok(inner) => nodes.extend(inner),
            Err(node) => nodes.push(node),
        }
    }
    nodes
}

/// What stands in one pair of parentheses so far.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// The alternatives before the current one.
    alternatives: Vec<Item>,
    /// The parts of the current alternative.
    items: Vec<Item>,
}

impl Group {
    /// Adds a part.
    pub fn push(&mut self, item: Item) {
        self.items.push(item);
    }

    /// Takes the last part back, to repeat it.
    pub fn pop(&mut self) -> Option<Item> {
        self.items.pop()
    }

    /// Begins the next alternative.
    pub fn end_alternative(&mut self) {
        let items = std::mem::take(&mut self.items);
        self.alternatives.push(Item::concat(items));
    }

    /// All of it.
    pub fn finish(mut self) -> Item {
        self.end_alternative();
        Item::alternate(self.alternatives)
    }
}
