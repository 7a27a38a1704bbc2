//! Columns of a table, as transformations.

use crate::{
    artifact::{Key, Map, Node, Value},
    model::dashboard::columns::{Column, Columns, TIME},
};

/// The transformations that make a table's columns: join the queries, drop what is no column, order and rename.
pub fn transformations(columns: &Columns) -> Vec<Node> {
    let mut result = Vec::with_capacity(3);
    if columns.joined {
        result.push(transformation("merge", Node::map()));
    }
    if columns.closed {
        let names = columns.columns.iter().map(|column| column.field.clone());
        let include = Node::map().with("names", Node::list(names));
        let options = Node::map().with("include", include);
        result.push(transformation("filterFieldsByName", options));
    }
    result.push(transformation("organize", organize(columns)));
    result
}

fn organize(columns: &Columns) -> Node {
    let excluded = if columns.closed {
        Node::map()
    } else {
        Node::map().with(TIME, true)
    };
    let order = columns.columns.iter().zip(0i64..);
    let indices = order.map(|(column, index)| (field(column), Node::from(index)));
    let titles = columns.columns.iter().map(|column| {
        let title = Node::from(&column.title);
        let title = column.span.map_or(title.clone(), |span| title.at(span));
        (field(column), title)
    });
    // An open table keeps the order of Grafana: labels first.
    let indices: Map = if columns.closed {
        indices.collect()
    } else {
        Map::new()
    };
    Node::map()
        .with("excludeByName", excluded)
        .with("indexByName", Value::Map(indices))
        .with("renameByName", Value::Map(titles.collect()))
}

fn field(column: &Column) -> Key {
    Key::Owned(column.field.clone())
}

fn transformation(id: &'static str, options: Node) -> Node {
    Node::map().with("id", id).with("options", options)
}
