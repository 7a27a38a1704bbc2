//! The JSON Patch (RFC 6902) that turns one tree into another.
//!
//! Every change at an index of a list is preceded by a `test`, so that a patch that no longer fits its base fails instead of
//! changing another rule or endpoint.

use crate::artifact::{Map, Node, Value};

/// Fields that name an item of a list of Kubernetes or the operator, the most telling first.
const IDENTITIES: [&str; 6] = ["alert", "record", "name", "port", "key", "path"];

/// The operations, as the list that a patch file holds; empty when the trees are equal.
pub fn diff(base: &Node, target: &Node) -> Vec<Node> {
    let mut operations = Vec::new();
    compare("", base, target, &mut operations);
    operations
}

fn operation(op: &'static str, path: &str, value: Option<&Node>) -> Node {
    Node::map()
        .with("op", op)
        .with("path", path.to_string())
        .with_some("value", value.cloned())
}

fn compare(path: &str, base: &Node, target: &Node, operations: &mut Vec<Node>) {
    match (&base.value, &target.value) {
        (old, new) if old == new => {}
        (Value::Map(old), Value::Map(new)) => compare_maps(path, old, new, operations),
        (Value::List(old), Value::List(new)) => {
            compare_lists(path, (old, base), (new, target), operations)
        }
        _ => operations.push(operation("replace", path, Some(target))),
    }
}

fn compare_maps(path: &str, old: &Map, new: &Map, operations: &mut Vec<Node>) {
    for (key, _) in old
        .iter()
        .filter(|(key, _)| new.iter().all(|(other, _)| other != key))
    {
        operations.push(operation("remove", &child(path, key), None));
    }
    for (key, value) in new {
        match old.iter().find(|(other, _)| other == key) {
            Some((_, before)) => compare(&child(path, key), before, value, operations),
            None => operations.push(operation("add", &child(path, key), Some(value))),
        }
    }
}

fn child(path: &str, key: &str) -> String {
    format!("{path}/{}", key.replace('~', "~0").replace('/', "~1"))
}

fn compare_lists(
    path: &str,
    (old, _): (&[Node], &Node),
    (new, target): (&[Node], &Node),
    operations: &mut Vec<Node>,
) {
    if let (Some(before), Some(after)) = (identities(old), identities(new)) {
        let kept: Vec<&String> = before.iter().filter(|id| after.contains(id)).collect();
        let order: Vec<&String> = after.iter().filter(|id| before.contains(id)).collect();
        if kept == order {
            return edit_list(path, (old, &before), (new, &after), operations);
        }
    }
    if old.len() != new.len() {
        return operations.push(operation("replace", path, Some(target)));
    }
    for (index, (before, after)) in old.iter().zip(new).enumerate() {
        changed(&format!("{path}/{index}"), before, after, operations);
    }
}

/// Removes from the end on, then walks along the new list.
fn edit_list(
    path: &str,
    old: (&[Node], &[String]),
    new: (&[Node], &[String]),
    operations: &mut Vec<Node>,
) {
    let mut current: Vec<(&Node, &String)> = old.0.iter().zip(old.1).collect();
    for index in (0..current.len()).rev() {
        if !new.1.contains(current[index].1) {
            let place = format!("{path}/{index}");
            operations.push(test(&place, current[index].0));
            operations.push(operation("remove", &place, None));
            current.remove(index);
        }
    }
    for (index, (item, id)) in new.0.iter().zip(new.1).enumerate() {
        let place = format!("{path}/{index}");
        match current.get(index) {
            Some((before, known)) if *known == id => changed(&place, before, item, operations),
            Some((before, _)) => {
                operations.push(test(&place, before));
                operations.push(operation("add", &place, Some(item)));
                current.insert(index, (item, id));
            }
            None => {
                operations.push(operation("add", &format!("{path}/-"), Some(item)));
                current.push((item, id));
            }
        }
    }
}

fn changed(place: &str, before: &Node, after: &Node, operations: &mut Vec<Node>) {
    let mut inner = Vec::new();
    compare(place, before, after, &mut inner);
    if !inner.is_empty() {
        operations.push(test(place, before));
        operations.extend(inner);
    }
}

/// A test that the item at `place` is the one that is meant: its name, or all of it when it has none.
fn test(place: &str, item: &Node) -> Node {
    let named = IDENTITIES
        .iter()
        .find_map(|key| Some((key, item.get(key)?)));
    match named {
        Some((key, value)) => operation("test", &child(place, key), Some(value)),
        None => operation("test", place, Some(item)),
    }
}

/// The names of all items, if each has one and no two are the same.
fn identities(items: &[Node]) -> Option<Vec<String>> {
    let key = IDENTITIES
        .iter()
        .find(|key| items.iter().all(|item| item.get(key).is_some()))?;
    let names: Vec<String> = items
        .iter()
        .filter_map(|item| item.get(key)?.as_str().map(str::to_string))
        .collect();
    let unique = names
        .iter()
        .enumerate()
        .all(|(index, name)| !names[..index].contains(name));
    (unique && names.len() == items.len()).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::diff;
    use crate::artifact::Node;
    use serde_json::{Value, json};

    fn check(base: Value, target: Value, expected: Value) {
        let operations = diff(&Node::from(&base), &Node::from(&target));
        assert_eq!(Value::from(&Node::list(operations)), expected);
    }

    #[test]
    fn fields_are_added_replaced_and_removed() {
        check(
            json!({"a": 1, "b/c": 2, "d": 3}),
            json!({"a": 2, "b/c": 2, "e": {}}),
            json!([
                {"op": "remove", "path": "/d"},
                {"op": "replace", "path": "/a", "value": 2},
                {"op": "add", "path": "/e", "value": {}},
            ]),
        );
    }

    #[test]
    fn changes_at_an_index_are_guarded() {
        check(
            json!({"rules": [{"alert": "A", "for": "1m"}, {"alert": "B"}, {"alert": "C"}]}),
            json!({"rules": [{"alert": "A", "for": "5m"}, {"alert": "C"}, {"alert": "D"}]}),
            json!([
                {"op": "test", "path": "/rules/1/alert", "value": "B"},
                {"op": "remove", "path": "/rules/1"},
                {"op": "test", "path": "/rules/0/alert", "value": "A"},
                {"op": "replace", "path": "/rules/0/for", "value": "5m"},
                {"op": "add", "path": "/rules/-", "value": {"alert": "D"}},
            ]),
        );
    }

    #[test]
    fn lists_that_change_their_order_are_replaced() {
        check(
            json!([{"name": "a"}, {"name": "b"}]),
            json!([{"name": "b"}, {"name": "a"}]),
            json!([
                {"op": "test", "path": "/0/name", "value": "a"},
                {"op": "replace", "path": "/0/name", "value": "b"},
                {"op": "test", "path": "/1/name", "value": "b"},
                {"op": "replace", "path": "/1/name", "value": "a"},
            ]),
        );
        check(
            json!({"x": ["a", "b"]}),
            json!({"x": ["a"]}),
            json!([{"op": "replace", "path": "/x", "value": ["a"]}]),
        );
        check(
            json!({"x": ["a"]}),
            json!({"x": ["b"]}),
            json!([{"op": "test", "path": "/x/0", "value": "a"}, {"op": "replace", "path": "/x/0", "value": "b"}]),
        );
    }
}
