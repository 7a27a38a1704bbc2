//! Where a field stands in an object.

use crate::artifact::Node;

/// The JSON pointers of a field, written as `spec.endpoints[].noProxy`, where it is set to what is meant; `*` is any key of a map.
pub fn find(tree: &Node, path: &str, is_meant: impl Fn(&Node) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    let path = path.replace("[]", ".[]");
    let steps: Vec<&str> = path.split('.').collect();
    visit(tree, &steps, String::new(), &mut |pointer, node| {
        if is_meant(node) {
            found.push(pointer);
        }
    });
    found
}

/// Drops what stands below something that is known; what is left is known now.
pub fn retain_new(found: &mut Vec<String>, known: &mut Vec<String>) {
    found.retain(|pointer| {
        let is_below = |known: &String| {
            let rest = pointer.strip_prefix(known.as_str());
            rest.is_some_and(|rest| rest.starts_with('/'))
        };
        !known.iter().any(is_below)
    });
    known.extend(found.iter().cloned());
}

fn visit(node: &Node, steps: &[&str], pointer: String, found: &mut impl FnMut(String, &Node)) {
    let Some((step, rest)) = steps.split_first() else {
        return found(pointer, node);
    };
    if *step == "[]" {
        for (index, item) in node.as_list().into_iter().flatten().enumerate() {
            visit(item, rest, format!("{pointer}/{index}"), found);
        }
        return;
    }
    for (key, value) in node.as_map().into_iter().flatten() {
        if *step == "*" || step == key {
            let key = key.replace('~', "~0").replace('/', "~1");
            visit(value, rest, format!("{pointer}/{key}"), found);
        }
    }
}
