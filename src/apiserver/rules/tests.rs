//! Expressions of one schema with what they cost, and schemas with what is wrong with their rules.

use super::{check, check_form, costs};
use crate::apiserver::{Cause, Finding, Path, Schema};
use serde_json::{Value, json};

/// One call of each expression, as `cel.Compile` of kube-apiserver 1.36.1 estimates it (`MaxCost`).
const COSTS: [(&str, u64); 88] = [
    ("true", 0),
    ("self.n == 1", 2),
    ("self.n > 1 && self.b", 5),
    ("self.b ? self.s == 'a' : self.open == 'b'", 5),
    ("has(self.s)", 1),
    ("!has(self.s) || self.s != ''", 4),
    ("self.s == self.open", 8),
    ("self.open == self.open", 314_577),
    ("self.s < 'abc'", 3),
    ("self.s + self.s == self.s", 18),
    ("self.s.startsWith(self.open)", 314_577),
    ("self.open.startsWith('abc')", 3),
    ("self.s.contains(self.s)", 20),
    ("self.s.matches('^[a-z]+$')", 12),
    ("matches(self.open, self.open)", 5),
    ("self.s.find('[0-9]+') == 'a'", 13),
    ("self.s.findAll('[0-9]', 2).size() == 1", 14),
    ("self.s in self.list", 9),
    ("'a' in self.map", 3),
    ("self.map['a'] == 'b'", 4),
    ("self.list[0] == self.s", 7),
    ("self.list.all(x, x == 'a')", 28),
    ("self.list.all(i, x, i > 0 && x.startsWith(self.s))", 63),
    ("self.map.all(k, k == 'a')", 15),
    (
        "self.map.all(k, k.startsWith('a') && self.map[k] != '')",
        30,
    ),
    ("self.map.exists(k, v, v == self.s)", 33),
    ("self.list.exists(x, self.list.exists(y, x == y))", 238),
    ("self.list.exists_one(x, x == 'a')", 24),
    ("self.objects.all(x, x.a == x.b)", 35),
    ("self.objects.exists(x, x.l.exists(y, y == 1))", 71),
    ("self.objects.map(x, x.a).exists(y, y == 'a')", 90),
    ("self.objects.filter(x, x.a == 'b').size() == 1", 79),
    (
        "self.list.transformList(i, x, x + 'a').join() == 'a'",
        1_844_674_407_370_955_353,
    ),
    ("self.map.transformMap(k, v, v + 'a') == {'a': 'b'}", 85),
    ("self.list.isSorted()", 17),
    ("self.numbers.sum() == self.numbers.max()", 21),
    ("self.list.indexOf('a') == 1", 18),
    ("self.s.indexOf('a') == 1", 7),
    ("self.list.join(',').size() < 5", 13),
    ("self.s.split(',').size() == 2", 12),
    ("self.s.split(',', 2).all(x, x == 'a')", 19),
    (
        "self.open.split(',').join('') == ''",
        1_844_674_407_371_584_412,
    ),
    ("self.s.replace('a', 'bcd') == 'x'", 11),
    ("self.s.replace('', 'bcd').size() == 2", 12),
    ("self.open.replace(self.s, 'b').size() == 2", 629_152),
    ("self.s.lowerAscii().trim().substring(1) == 'a'", 15),
    ("'%s'.format([self.s]) == 'a'", 14),
    ("string(self.n) == 'a'", 4),
    ("string(self.n) + 'a' == 'a'", 1_844_674_407_370_955_268),
    ("strings.quote(self.s) == 'a'", 7),
    ("bytes(self.s) == b'a'", 7),
    ("string(self.bytes) == 'a'", 6),
    ("int(self.s) == 1", 4),
    ("sets.contains(self.list, ['a', 'b'])", 23),
    ("sets.equivalent(self.list, self.list)", 55),
    ("self.list.slice(1, 3).size() == 2", 17),
    ("self.list.reverse() == self.list", 21),
    ("self.list.distinct().size() == 3", 65),
    ("self.list.sort() == ['a']", 77),
    ("self.numbers.sort() == [1]", 152),
    ("self.list.sortBy(x, x.size()) == ['a']", 167),
    ("[self.list, self.list].flatten().size() == 1", 29),
    ("lists.range(3) == self.numbers", 17),
    ("quantity(self.s) == quantity('1Gi')", 8),
    ("quantity(self.s).isGreaterThan(quantity('1'))", 8),
    ("ip(self.s) == ip('127.0.0.1')", 8),
    ("cidr('10.0.0.0/8').containsIP(self.s)", 11),
    ("cidr('10.0.0.0/8').containsCIDR(self.s)", 14),
    ("ip.isCanonical(self.s)", 10),
    ("url(self.s) == url('https://example.com/')", 10),
    ("url(self.s).getHost() == 'a'", 8),
    ("isSemver(self.s) && semver(self.s).major() == 1", 14),
    ("semver(self.s) == semver('1.2.3')", 8),
    ("format.dns1123Label() == format.uuid()", 9),
    ("!format.dns1123Label().validate(self.s).hasValue()", 133),
    ("self.time > timestamp('2020-01-01T00:00:00Z')", 4),
    ("self.time.getFullYear() == 2020", 4),
    ("type(self.any) == string", 4),
    ("self.any == 'a'", 3),
    ("dyn(self.s) == 'a'", 4),
    ("self.?s.orValue('a') == 'b'", 4),
    (
        "self.?s.optMap(x, x + 'a').hasValue()",
        1_844_674_407_370_955_283,
    ),
    ("self.list[?0].hasValue()", 4),
    ("[self.s, 'a'].exists(x, x == 'b')", 23),
    ("{'a': self.s}.exists(k, v, v == k)", 39),
    ("self.namespace == 'a'", 3),
    ("self.__namespace__ == 'a'", 3),
    ("oldSelf.s == self.s", 8),
];

/// The schema that they are about; lists, maps and texts have bounds unless their name says otherwise.
fn schema() -> Value {
    let text = |most: u64| json!({"type": "string", "maxLength": most});
    let integer = json!({"type": "integer"});
    let integers = |most: u64| json!({"type": "array", "maxItems": most, "items": integer});
    let object =
        json!({"type": "object", "properties": {"a": text(2), "b": text(3), "l": integers(2)}});
    json!({"type": "object", "properties": {
        "n": integer,
        "d": {"type": "number"},
        "b": {"type": "boolean"},
        "s": text(10),
        "open": {"type": "string"},
        "list": {"type": "array", "maxItems": 5, "items": text(4)},
        "numbers": integers(8),
        "map": {"type": "object", "maxProperties": 3, "additionalProperties": text(6)},
        "objects": {"type": "array", "maxItems": 4, "items": object},
        "time": {"type": "string", "format": "date-time"},
        "any": {"x-kubernetes-int-or-string": true},
        "namespace": text(5),
        "bytes": {"type": "string", "format": "byte", "maxLength": 30},
    }})
}

fn root() -> Path<'static> {
    Path::root("openAPIV3Schema", "")
}

/// A schema with these rules at its root.
fn with_rules(mut schema: Value, rules: Value) -> Value {
    schema["x-kubernetes-validations"] = rules;
    schema
}

fn judged(schema: &Value) -> Vec<Finding> {
    check(&Schema::read(schema), &root(), &[])
}

#[test]
fn expressions_cost_what_the_server_says() {
    let rules = COSTS.map(|(rule, _)| json!({"rule": rule}));
    let schema = with_rules(schema(), json!(rules.to_vec()));
    assert_eq!(
        judged(&schema)
            .into_iter()
            .filter(|finding| finding.cause != Cause::Forbidden)
            .collect::<Vec<_>>(),
        []
    );
    let found = costs(&Schema::read(&schema), &root());
    for ((rule, cost), found) in COSTS.iter().zip(&found.expressions) {
        assert_eq!(found.per_call, *cost, "{rule}");
        assert_eq!(
            (found.cardinality, found.is_bounded, found.cost),
            (1, true, *cost)
        );
    }
    assert_eq!(found.expressions.len(), COSTS.len());
}

#[test]
fn rules_below_lists_and_maps_count_as_often_as_there_are_values() {
    let text = json!({"type": "string", "maxLength": 5, "x-kubernetes-validations": [{"rule": "self == 'a'", "messageExpression": "self"}]});
    let list = |items: &Value, most: Option<u64>| match most {
        Some(most) => json!({"type": "array", "maxItems": most, "items": items}),
        None => json!({"type": "array", "items": items}),
    };
    let cases = [
        (list(&text, Some(7)), 7, true),
        (list(&list(&text, Some(7)), Some(3)), 21, true),
        // Three bytes for each item in a request of 3 MiB.
        (list(&text, None), 1_048_576, false),
        (list(&list(&text, Some(7)), None), 1_048_576, false),
        (
            json!({"type": "object", "maxProperties": 4, "additionalProperties": text}),
            4,
            true,
        ),
        (
            json!({"type": "object", "additionalProperties": {"type": "object", "properties": {"a": text}}}),
            1_048_576,
            false,
        ),
    ];
    for (part, times, is_bounded) in cases {
        let schema = json!({"type": "object", "properties": {"a": part}});
        let found = costs(&Schema::read(&schema), &root());
        let [rule, message] = &found.expressions[..] else {
            panic!("a rule and its message");
        };
        assert_eq!(
            (rule.per_call, rule.cardinality, rule.is_bounded),
            (2, times, is_bounded),
            "{schema}"
        );
        assert_eq!(
            (rule.cost, message.per_call, message.cost),
            (2 * times, 1, 1)
        );
        assert_eq!(found.total, 2 * times + 1);
        assert!(rule.field.ends_with("x-kubernetes-validations[0].rule"));
        assert!(
            message
                .pointer
                .ends_with("/x-kubernetes-validations/0/messageExpression")
        );
    }
}

/// The field below a rule, the cause and the part of its text.
type Wrong<'a> = (&'a str, Cause, &'a str);

/// What is wrong: rules of the schema above, the fields that the server names below the rule, and the part of the text at fault.
#[test]
fn wrong_rules_are_told_at_their_field_with_the_part_at_fault() {
    let cases: Vec<(Value, &[Wrong<'_>])> = vec![
        (
            json!({"rule": "self.n > 0", "messageExpression": "self.s"}),
            &[],
        ),
        (
            json!({"rule": "self.nn > 0"}),
            &[("rule", Cause::Invalid, "nn")],
        ),
        (
            json!({"rule": "self.n + 1"}),
            &[("rule", Cause::Invalid, "self.n + 1")],
        ),
        (
            json!({"rule": "self.any"}),
            &[("rule", Cause::Invalid, "self.any")],
        ),
        (
            json!({"rule": "self.b", "messageExpression": "self.n"}),
            &[("messageExpression", Cause::Invalid, "self.n")],
        ),
        // A message is not looked at behind a wrong rule.
        (
            json!({"rule": "self", "messageExpression": "self"}),
            &[("rule", Cause::Invalid, "self")],
        ),
        (
            json!({"rule": "self.b", "optionalOldSelf": false}),
            &[("optionalOldSelf", Cause::Invalid, "")],
        ),
        (
            json!({"rule": "oldSelf.hasValue()", "optionalOldSelf": true}),
            &[],
        ),
        (json!({"rule": "oldSelf.b", "optionalOldSelf": false}), &[]),
        (
            json!({"rule": "nothing", "optionalOldSelf": true}),
            &[
                ("rule", Cause::Invalid, "nothing"),
                ("optionalOldSelf", Cause::Invalid, ""),
            ],
        ),
    ];
    for (rule, expected) in cases {
        let schema = with_rules(schema(), json!([rule]));
        let found: Vec<(String, Cause, &str)> = judged(&schema)
            .into_iter()
            .map(|finding| {
                let field = finding
                    .field
                    .replace("openAPIV3Schema.x-kubernetes-validations[0].", "");
                let text = finding.range.map_or("", |range| {
                    &rule[&field].as_str().expect("it is a text")[range]
                });
                (field, finding.cause, text)
            })
            .collect();
        let expected: Vec<(String, Cause, &str)> = expected
            .iter()
            .map(|(field, cause, text)| ((*field).to_owned(), *cause, *text))
            .collect();
        assert_eq!(found, expected, "{rule}");
    }
}

#[test]
fn old_values_are_unknown_below_lists_without_keys() {
    let item = json!({
        "type": "object",
        "properties": {"name": {"type": "string", "maxLength": 5}},
        "x-kubernetes-validations": [{"rule": "self.name == oldSelf.name"}],
    });
    let list = |kind: Value| {
        let mut list = json!({"type": "array", "maxItems": 3, "items": item, "x-kubernetes-list-map-keys": ["name"]});
        list["x-kubernetes-list-type"] = kind;
        json!({"type": "object", "properties": {"list": list}})
    };
    assert_eq!(judged(&list(json!("map"))), []);
    for kind in [json!("set"), json!("atomic"), Value::Null] {
        let findings = judged(&list(kind));
        assert_eq!(findings[0].range, Some(13..20));
        assert_eq!(findings.len(), 1);
        assert_eq!(
            findings[0].field,
            "openAPIV3Schema.properties[list].items.x-kubernetes-validations[0].rule"
        );
        assert!(
            findings[0]
                .message
                .ends_with("items of the list `.list` are not found again in the old object")
        );
    }
    let map = json!({"type": "object", "properties": {"map": {"type": "object", "maxProperties": 3, "additionalProperties": item}}});
    assert_eq!(judged(&map), []);
}

#[test]
fn rules_of_values_without_a_type_are_an_internal_error() {
    let rules = json!([{"rule": "true"}]);
    let schema = json!({"type": "object", "properties": {"a": with_rules(json!({"x-kubernetes-preserve-unknown-fields": true}), rules)}});
    let findings = judged(&schema);
    assert_eq!(findings.len(), 1);
    assert_eq!(
        (findings[0].cause, &findings[0].field[..]),
        (
            Cause::Internal,
            "openAPIV3Schema.properties[a].x-kubernetes-validations"
        )
    );
}

#[test]
fn expressions_are_skipped_at_and_above_what_the_schema_itself_is_refused_for() {
    let wrong = json!([{"rule": "nothing"}]);
    let part = |rules: Value| with_rules(json!({"type": "object"}), rules);
    let blank = part(json!([{"rule": ""}]));
    let schema = with_rules(
        json!({"type": "object", "properties": {"a": blank, "b": part(wrong.clone())}}),
        wrong,
    );
    let read = Schema::read(&schema);
    let root = root();
    let properties = root.child("properties");
    let refused = check_form(&read.properties["a"], &properties.key("a"));
    assert_eq!(
        refused[0].field,
        "openAPIV3Schema.properties[a].x-kubernetes-validations[0].rule"
    );
    let found = check(&read, &root, &refused);
    let fields: Vec<&str> = found.iter().map(|finding| &finding.field[..]).collect();
    assert_eq!(
        fields,
        ["openAPIV3Schema.properties[b].x-kubernetes-validations[0].rule"]
    );
}

/// Dear rules, and what is advised; the judged tests try the advice.
#[test]
fn bounds_that_would_make_a_rule_cheap_enough_are_named() {
    let texts = json!({"type": "array", "items": {"type": "string"}});
    let short = json!({"type": "array", "items": {"type": "string", "maxLength": 20}});
    let many = json!({"type": "array", "maxItems": 1_000_000, "items": {"type": "string", "maxLength": 20}});
    let maps =
        json!({"type": "object", "additionalProperties": {"type": "string", "maxLength": 63}});
    let objects = json!({"type": "array", "items": maps});
    let twice = "self.a.all(x, self.a.exists(y, x == y))";
    let pattern = "self.a.all(x, x.matches('^[a-z]+$'))";
    let values = "self.a.all(x, x.all(k, x[k].startsWith('a')))";
    let cases = [
        (
            &short,
            twice,
            "`maxItems: 844` at `.spec['a-b']` brings it under the limit",
        ),
        (
            &many,
            pattern,
            "`maxItems: 454545` instead of 1000000 at `.spec['a-b']` brings it under the limit, or `maxLength: 4` instead of 20 at `.spec['a-b'][*]`",
        ),
        (
            &texts,
            twice,
            "`maxItems: 200` at `.spec['a-b']` and `maxLength: 200` at `.spec['a-b'][*]` together bring it under the limit",
        ),
        (
            &objects,
            values,
            "`maxItems: 1000` at `.spec['a-b']` and `maxProperties: 1000` at `.spec['a-b'][*]` together bring it under the limit",
        ),
        (
            &texts,
            "string(1) + 'a' == 'b'",
            "make the expression simpler: no bound in the schema brings it under the limit (the server knows none for what `string()`, `format()` and some others yield)",
        ),
    ];
    for (part, rule, expected) in cases {
        let rule = json!([{"rule": rule.replace("self.a", "self.a__dash__b")}]);
        let spec = with_rules(json!({"type": "object", "properties": {"a-b": part}}), rule);
        let findings = judged(&json!({"type": "object", "properties": {"spec": spec}}));
        assert_eq!(findings[0].help.as_deref(), Some(expected), "{part}");
    }
}

#[test]
fn the_dearest_are_blamed_for_a_sum_that_is_too_high() {
    let rule = json!({"rule": "self.open.contains('abcdefghijklmno')"});
    let schema = with_rules(schema(), json!(vec![rule; 200]));
    let found = costs(&Schema::read(&schema), &root());
    let each = found.expressions[0].cost;
    assert_eq!((each, found.total), (629_148, 200 * 629_148));
    let findings = judged(&schema);
    assert_eq!(
        findings.len(),
        1,
        "the server blames none that costs less than 1,000,000"
    );
    assert_eq!(findings[0].field, "openAPIV3Schema");
    assert_eq!(
        findings[0].message,
        "the expressions of the schema may cost 125,829,600, and at most 100,000,000 are allowed"
    );
}
