//! The JSON Patch (RFC 6902) that turns one tree into another.
//!
//! Every change at an index of a list is preceded by a `test`, so that a patch that no longer fits its base fails instead of
//! changing another rule or endpoint.

use crate::artifact::{Map, Node, Value};

/// A way to name the items of a list: the first of these fields that an item has.
type Identity = &'static [&'static str];

/// Ways to name the items of a list of Kubernetes or the operator, the most telling first.
const IDENTITIES: [Identity; 5] = [
    &["alert", "record"],
    &["name"],
    &["port", "portNumber"],
    &["key"],
    &["path"],
];

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
            compare_lists(path, (old, base), (new, target), operations);
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
    let key = identity(&[old]);
    if let Some(key) = identity(&[old, new]) {
        let (before, after) = (names(old, key), names(new, key));
        let kept = before.iter().filter(|name| after.contains(name));
        let order = after.iter().filter(|name| before.contains(name));
        if kept.eq(order) {
            return edit_list(path, key, (old, new), operations);
        }
    }
    if old.len() != new.len() {
        return operations.push(operation("replace", path, Some(target)));
    }
    for (index, (before, after)) in old.iter().zip(new).enumerate() {
        changed(&format!("{path}/{index}"), key, (before, after), operations);
    }
}

/// Removes from the end on, then walks along the new list.
fn edit_list(
    path: &str,
    key: Identity,
    (old, new): (&[Node], &[Node]),
    operations: &mut Vec<Node>,
) {
    let mut current: Vec<&Node> = old.iter().collect();
    let same = |left: &Node, right: &Node| name(left, key) == name(right, key);
    for index in (0..current.len()).rev() {
        if !new.iter().any(|item| same(item, current[index])) {
            let place = format!("{path}/{index}");
            operations.push(test(&place, Some(key), current[index]));
            operations.push(operation("remove", &place, None));
            current.remove(index);
        }
    }
    for (index, item) in new.iter().enumerate() {
        let place = format!("{path}/{index}");
        match current.get(index).copied() {
            Some(before) if same(before, item) => {
                changed(&place, Some(key), (before, item), operations);
            }
            Some(before) => {
                operations.push(test(&place, Some(key), before));
                operations.push(operation("add", &place, Some(item)));
                current.insert(index, item);
            }
            None => {
                operations.push(operation("add", &format!("{path}/-"), Some(item)));
                current.push(item);
            }
        }
    }
}

fn changed(
    place: &str,
    key: Option<Identity>,
    (before, after): (&Node, &Node),
    operations: &mut Vec<Node>,
) {
    let mut inner = Vec::new();
    compare(place, before, after, &mut inner);
    if !inner.is_empty() {
        operations.push(test(place, key, before));
        operations.extend(inner);
    }
}

/// A test that the item at `place` is the one that is meant: its name, or all of it when nothing names it.
fn test(place: &str, key: Option<Identity>, item: &Node) -> Node {
    match key.and_then(|key| name(item, key)) {
        Some((field, value)) => {
            operation("test", &child(place, field), Some(&value.clone().into()))
        }
        None => operation("test", place, Some(item)),
    }
}

/// The way to name every item of each list, each differently.
fn identity(lists: &[&[Node]]) -> Option<Identity> {
    let names_all = |key: Identity, items: &[Node]| {
        let found = names(items, key);
        let unique = found
            .iter()
            .enumerate()
            .all(|(index, name)| !found[..index].contains(name));
        unique && found.len() == items.len() && !items.is_empty()
    };
    IDENTITIES
        .into_iter()
        .find(|key| lists.iter().all(|items| names_all(key, items)))
}

fn names(items: &[Node], key: Identity) -> Vec<(&'static str, &Value)> {
    items.iter().filter_map(|item| name(item, key)).collect()
}

/// The field that names an item, and what it says.
fn name(item: &Node, key: Identity) -> Option<(&'static str, &Value)> {
    key.iter()
        .find_map(|field| Some((*field, &item.get(field)?.value)))
}

#[cfg(test)]
mod tests {
    use super::diff;
    use crate::artifact::Node;
    use serde_json::{Value, json};

    fn check(base: &Value, target: &Value, expected: &Value) {
        let operations = diff(&Node::from(base), &Node::from(target));
        assert_eq!(&Value::from(&Node::list(operations)), expected);
    }

    #[test]
    fn fields_are_added_replaced_and_removed() {
        check(
            &json!({"a": 1, "b/c": 2, "d": 3}),
            &json!({"a": 2, "b/c": 2, "e": {}}),
            &json!([
                {"op": "remove", "path": "/d"},
                {"op": "replace", "path": "/a", "value": 2},
                {"op": "add", "path": "/e", "value": {}},
            ]),
        );
    }

    #[test]
    fn changes_at_an_index_are_guarded() {
        check(
            &json!({"rules": [{"alert": "A", "for": "1m"}, {"alert": "B"}, {"alert": "C"}]}),
            &json!({"rules": [{"alert": "A", "for": "5m"}, {"alert": "C"}, {"alert": "D"}]}),
            &json!([
                {"op": "test", "path": "/rules/1/alert", "value": "B"},
                {"op": "remove", "path": "/rules/1"},
                {"op": "test", "path": "/rules/0/alert", "value": "A"},
                {"op": "replace", "path": "/rules/0/for", "value": "5m"},
                {"op": "add", "path": "/rules/-", "value": {"alert": "D"}},
            ]),
        );
    }

    #[test]
    fn an_item_is_named_by_what_tells_it_apart() {
        check(
            &json!([{"port": "m", "path": "/a"}, {"port": "m", "path": "/b"}]),
            &json!([{"port": "m", "path": "/a"}, {"port": "m", "path": "/b", "interval": "1m"}]),
            &json!([
                {"op": "test", "path": "/1/path", "value": "/b"},
                {"op": "add", "path": "/1/interval", "value": "1m"},
            ]),
        );
        check(
            &json!([{"port": "m", "path": "/a"}, {"port": "m", "path": "/b"}]),
            &json!([{"port": "m", "path": "/b"}]),
            &json!([
                {"op": "test", "path": "/0/path", "value": "/a"},
                {"op": "remove", "path": "/0"},
            ]),
        );
        check(
            &json!([{"port": "m"}, {"portNumber": 9000}]),
            &json!([{"port": "m"}, {"portNumber": 9000, "path": "/b"}, {"port": "n"}]),
            &json!([
                {"op": "test", "path": "/1/portNumber", "value": 9000},
                {"op": "add", "path": "/1/path", "value": "/b"},
                {"op": "add", "path": "/-", "value": {"port": "n"}},
            ]),
        );
    }

    #[test]
    fn recordings_and_alerts_of_one_group_are_told_apart() {
        check(
            &json!([{"record": "r"}, {"alert": "A"}, {"alert": "B", "for": "1m"}]),
            &json!([{"record": "r"}, {"record": "s"}, {"alert": "B", "for": "5m"}, {"alert": "C"}]),
            &json!([
                {"op": "test", "path": "/1/alert", "value": "A"},
                {"op": "remove", "path": "/1"},
                {"op": "test", "path": "/1/alert", "value": "B"},
                {"op": "add", "path": "/1", "value": {"record": "s"}},
                {"op": "test", "path": "/2/alert", "value": "B"},
                {"op": "replace", "path": "/2/for", "value": "5m"},
                {"op": "add", "path": "/-", "value": {"alert": "C"}},
            ]),
        );
    }

    #[test]
    fn lists_that_change_their_order_are_replaced() {
        check(
            &json!([{"name": "a"}, {"name": "b"}]),
            &json!([{"name": "b"}, {"name": "a"}]),
            &json!([
                {"op": "test", "path": "/0/name", "value": "a"},
                {"op": "replace", "path": "/0/name", "value": "b"},
                {"op": "test", "path": "/1/name", "value": "b"},
                {"op": "replace", "path": "/1/name", "value": "a"},
            ]),
        );
        check(
            &json!({"x": ["a", "b"]}),
            &json!({"x": ["a"]}),
            &json!([{"op": "replace", "path": "/x", "value": ["a"]}]),
        );
        check(
            &json!({"x": ["a"]}),
            &json!({"x": ["b"]}),
            &json!([{"op": "test", "path": "/x/0", "value": "a"}, {"op": "replace", "path": "/x/0", "value": "b"}]),
        );
    }
}
