//! Which type an expression has, and what is said of one that has none.

use opsgen::apiserver::{Schema, rules::declare};
use opsgen::cel::types::Type;
use opsgen::cel::{Environment, Error, compile};
use serde_json::json;

/// Rules on an object of a few fields, on a server of this release.
fn environment(server: u32) -> Environment {
    let schema = json!({"type": "object", "properties": {
        "name": {"type": "string"},
        "replicas": {"type": "integer"},
        "ratio": {"type": "number"},
        "enabled": {"type": "boolean"},
        "tags": {"type": "array", "items": {"type": "string"}},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "port": {"x-kubernetes-int-or-string": true},
        "timeout": {"type": "string", "format": "duration"},
        "created": {"type": "string", "format": "date-time"},
        "namespace": {"type": "string"},
        "nested": {"type": "object", "properties": {"value": {"type": "integer"}}},
        "items": {"type": "array", "items": {"type": "object", "properties": {"key": {"type": "string"}}}}
    }});
    let own = declare(&Schema::read(&schema)).expect("it has a type").kind;
    let variables = ["self", "oldSelf"].map(|name| (name.to_owned(), own.clone()));
    Environment::for_server(server, variables.to_vec())
}

fn errors(text: &str, server: u32) -> Vec<Error> {
    let (checked, errors) = compile(text, &environment(server));
    assert_eq!(checked.is_some(), errors.is_empty(), "{text}");
    errors
}

/// The only error: its place in the text, its message and its help.
fn check(cases: &[(&str, &str, &str, &str)]) {
    for (text, place, message, help) in cases {
        let errors = errors(text, 36);
        let found: Vec<(&str, &str, &str)> = errors
            .iter()
            .map(|error| {
                (
                    &text[error.range.clone()],
                    &error.message[..],
                    error.help.as_deref().unwrap_or(""),
                )
            })
            .collect();
        assert_eq!(found, [(*place, *message, *help)], "{text}");
    }
}

#[test]
fn expressions_have_the_types_of_cel_go() {
    let cases = [
        ("self.replicas + 1 > 2", "bool"),
        ("self.ratio", "double"),
        ("self.port", "dyn"),
        ("self.namespace", "string"),
        ("self.nested", "object"),
        ("self.timeout + self.timeout", "duration"),
        ("self.created - self.created", "duration"),
        ("self.labels.map(k, self.labels[k])", "list(string)"),
        ("self.tags.map(t, [t.size()])", "list(list(int))"),
        (
            "self.labels.transformMap(k, v, v.size())",
            "map(string, int)",
        ),
        ("self.?nested.value", "optional_type(int)"),
        ("self.?nested.?value.orValue(1)", "int"),
        ("self.tags[?0].optMap(t, t.size())", "optional_type(int)"),
        ("[]", "list(dyn)"),
        ("[] + [1]", "list(int)"),
        ("true ? dyn(1) : 'a'", "dyn"),
        ("type(1)", "type(int)"),
        ("dyn(1) + dyn(2)", "dyn"),
        ("quantity('1Gi')", "kubernetes.Quantity"),
        ("self.items.filter(i, i.key == 'a')[0].key", "string"),
    ];
    for (text, expected) in cases {
        let (checked, errors) = compile(text, &environment(36));
        let result = checked.map(|checked| checked.result().to_string());
        assert_eq!(
            (result.as_deref(), errors),
            (Some(expected), vec![]),
            "{text}"
        );
    }
}

#[test]
fn unknown_names_offer_the_nearest() {
    check(&[
        (
            "self.replcas > 1",
            "replcas",
            "`self` has no field `replcas`",
            "did you mean `replicas`?",
        ),
        (
            "self.nested.foo == 1",
            "foo",
            "`self.nested` has no field `foo`",
            "its fields: `value`",
        ),
        (
            "self.?nmae == optional.none()",
            "nmae",
            "`self` has no field `nmae`",
            "did you mean `name`?",
        ),
        (
            "replicas > 1",
            "replicas",
            "unknown name `replicas`",
            "did you mean `self.replicas`?",
        ),
        (
            "slef.replicas > 1",
            "slef",
            "unknown name `slef`",
            "did you mean `self`?",
        ),
        (
            "spec.replicas > 1",
            "spec",
            "unknown name `spec`",
            "known here: `self`, `oldSelf`",
        ),
        (
            "size > 1",
            "size",
            "unknown name `size`",
            "`size` is a function: `size(…)`",
        ),
        (
            "True",
            "True",
            "unknown name `True`",
            "did you mean `true`?",
        ),
        (
            "self.name.startWith('a')",
            "startWith",
            "unknown function `startWith`",
            "did you mean `startsWith`?",
        ),
        (
            "self.tags.any(t, t == 'a')",
            "any",
            "unknown function `any`",
            "write `list.exists(item, …)`",
        ),
        (
            "self.tags.exist(self.name, true)",
            "exist",
            "unknown function `exist`",
            "did you mean `exists`?",
        ),
        (
            "math.abs(1) == 1",
            "math",
            "unknown name `math`",
            "known here: `self`, `oldSelf`",
        ),
        (
            "self.tags.all(self.name)",
            "all",
            "`all` is not called like this, with 1 arguments",
            "write `list.all(item, condition)`, `map.all(key, value, condition)`",
        ),
    ]);
}

#[test]
fn operands_of_other_types_are_named() {
    check(&[
        (
            "self.replicas == 1.0",
            "self.replicas == 1.0",
            "`int` and `double` cannot be equal",
            "convert one of them: `int(…)`, `uint(…)`, `double(…)`",
        ),
        (
            "self.name == null",
            "self.name == null",
            "`string` and `null` cannot be equal",
            "whether a field is set is asked by `has(self.field)`",
        ),
        (
            "self.timeout > '1h'",
            "self.timeout > '1h'",
            "`duration` and `string` have no order",
            "convert the text: `duration('1h')`",
        ),
        (
            "'a' + self.replicas == ''",
            "'a' + self.replicas",
            "`+` does not join `string` and `int`",
            "convert the number: `string(…)`",
        ),
        (
            "self.replicas && true",
            "self.replicas",
            "expected a condition (`bool`), found `int`",
            "compare it: `… > 0`",
        ),
        (
            "self.tags.all(t, t)",
            "t",
            "expected a condition (`bool`), found `string`",
            "ask for its size: `size(…) > 0`",
        ),
        (
            "self.tags.filter(t, self.?name) == []",
            "self.?name",
            "expected a condition (`bool`), found `optional_type(string)`",
            "take its value: `….orValue(false)`",
        ),
        (
            "self.enabled ? 1 : 'a'",
            "'a'",
            "both results of a condition have one type, found `int` and `string`",
            "convert one of them, or write `dyn(…)`",
        ),
        (
            "self.tags['a'] == ''",
            "'a'",
            "an item of a list has an `int` index, found `string`",
            "",
        ),
        (
            "self.labels[1] == ''",
            "1",
            "the keys of the map are `string`, found `int`",
            "",
        ),
        (
            "self['name'] == ''",
            "self",
            "fields of an object are not indexed",
            "write `object.field`",
        ),
        (
            "'a' in self.nested",
            "self.nested",
            "`in` looks into lists and maps, found `object`",
            "whether a field is set is asked by `has(object.field)`",
        ),
        (
            "1 in self.tags",
            "self.tags",
            "the list has items of `string`, and none can be a `int`",
            "",
        ),
        (
            "self.name.exists(c, true)",
            "self.name",
            "expected a list or a map to loop over, found `string`",
            "",
        ),
    ]);
}

#[test]
fn targets_of_other_types_are_named() {
    check(&[
        (
            "self.items.key == ''",
            "key",
            "`list(object)` has no fields, found `.key`",
            "look at its items: `list.all(item, …)`, `list.exists(item, …)`, `list[0]`",
        ),
        (
            "self.name.startsWith(1)",
            "startsWith",
            "`startsWith` does not take these arguments, found `string.startsWith(int)`",
            "known: `string.startsWith(string)`",
        ),
        (
            "startsWith(self.name, 'a')",
            "startsWith",
            "`startsWith` stands behind the dot of a value",
            "known: `string.startsWith(string)`",
        ),
    ]);
}

#[test]
fn one_mistake_is_told_once() {
    let (_, errors) = compile(
        "self.foo.bar(1) + 1 > self.foo.baz && bar",
        &environment(36),
    );
    let messages: Vec<&str> = errors.iter().map(|error| &error.message[..]).collect();
    assert_eq!(
        messages,
        [
            "`self` has no field `foo`",
            "`self` has no field `foo`",
            "unknown name `bar`"
        ]
    );
}

#[test]
fn literals_and_constants_are_those_that_the_server_runs() {
    check(&[
        (
            "[1, 'a'].size() == 2",
            "'a'",
            "the items of a list have one type, found `int` and `string`",
            "write each of them as `dyn(…)`",
        ),
        (
            "{'a': 1, 'b': 'c'}.size() == 2",
            "'c'",
            "the values of a map have one type, found `int` and `string`",
            "write each of them as `dyn(…)`",
        ),
        (
            "self.timeout < duration('1d')",
            "'1d'",
            "`'1d'` is no `duration`",
            "durations are written like `duration('1h30m')`, in `h`, `m`, `s`, `ms`, `us`, `ns`",
        ),
        (
            "string(dyn(int)) == ''",
            "dyn(int)",
            "`dyn(int)` is no `string`",
            "",
        ),
        ("int('a') == 1", "'a'", "`'a'` is no `int`", ""),
        (
            "dyn({})[b'a'] == 1",
            "b'a'",
            "a constant of type `bytes` cannot be a key or an index",
            "",
        ),
        (
            "type(self.timeout) == duration",
            "duration",
            "`duration` is a function, and its type has another name",
            "did you mean `google.protobuf.Duration`?",
        ),
        (
            "[int].exists(t, t == int)",
            "t",
            "`t` holds a type, which the API server cannot look up in a variable",
            "compare types where they are asked: `type(a) == int`",
        ),
        (
            "'%d'.format([self.ratio]) == ''",
            "self.ratio",
            "`%d` does not take `double`",
            "write `%f`, or `int(…)`",
        ),
        (
            "'%s %s'.format([1]) == ''",
            "'%s %s'",
            "the text has more clauses than the 1 arguments behind it",
            "",
        ),
        (
            "'%s'.format([1, 'a']) == ''",
            "'a'",
            "no clause for this argument, the text has 1",
            "",
        ),
    ]);
    let errors = errors("self.name.matches('a[b')", 36);
    assert!(
        errors[0]
            .message
            .starts_with("the pattern is no regular expression: "),
        "{errors:?}"
    );
}

#[test]
fn what_a_release_lacks_is_told_with_the_release_that_has_it() {
    let cases = [
        (
            "isSemver(self.name)",
            33,
            Some("`isSemver` can be used in new rules since Kubernetes 1.34"),
        ),
        ("isSemver(self.name)", 34, None),
        (
            "self.tags.all(i, t, t != '')",
            32,
            Some("`all` can be used in new rules since Kubernetes 1.33"),
        ),
        ("self.tags.all(i, t, t != '')", 33, None),
        (
            "self.replicas > 1.5",
            28,
            Some("`int` and `double` have no order"),
        ),
        ("self.replicas > 1.5", 29, None),
        (
            "self.namespace == ''",
            31,
            Some("`self` has no field `namespace`"),
        ),
        ("self.namespace == ''", 32, None),
        (
            "'%s %d'.format(['a', 1]) == ''",
            29,
            Some("unknown function `format`"),
        ),
    ];
    for (text, server, expected) in cases {
        let errors = errors(text, server);
        let message = errors.first().map(|error| &error.message[..]);
        let message = message.filter(|message| !message.starts_with("`format` can be used"));
        assert!(
            message == expected || server == 29 && message.is_none(),
            "{text}: {errors:?}"
        );
    }
}

#[test]
fn uses_of_variables_are_seen() {
    let uses = |text: &str| {
        let (checked, _) = compile(text, &environment(36));
        checked.expect("it is right").uses("oldSelf")
    };
    assert!(uses("self.name == oldSelf.name"));
    assert!(uses("[1].all(oldSelf, oldSelf == 1)"));
    assert!(!uses("[1].all(oldSelf, true) && self.enabled"));
}

#[test]
fn deep_and_growing_expressions_are_bounded() {
    let loops = "[1].map(x, true, ".repeat(249) + "1" + &")".repeat(249);
    let deep: Vec<String> = vec![
        loops,
        "dyn(".repeat(249) + "1" + &")".repeat(249),
        "self.tags".to_owned() + &".map(x, x)".repeat(240),
        "!(".repeat(249) + "true" + &")".repeat(249),
        "{1: ".repeat(249) + "1" + &"}".repeat(249),
        "self.?nested.value".to_owned() + &".optMap(x, x)".repeat(11),
        "[".to_owned() + &"[],".repeat(20_000) + "]",
    ];
    for text in deep {
        let (checked, errors) = compile(&text, &environment(36));
        assert!(checked.is_some(), "{:?}: {errors:?}", &text[..60]);
    }
    let repeated = "missing".to_owned() + &".optMap(x, x)".repeat(8);
    assert_eq!(
        compile(&repeated, &environment(36)).1.len(),
        1,
        "one mistake is told once"
    );
    let doubling = "[1]".to_owned() + &".map(x, {x: x})".repeat(60);
    let (_, errors) = compile(&doubling, &environment(36));
    assert_eq!(
        errors[0].message,
        "the types of the expression grow too large"
    );
    assert_eq!(Type::Dyn.optional().find_optional(), Some(&Type::Dyn));
}
