//! Expressions at random, of known types, over the schema of the cases.

use crate::random::Random;

/// Templates for each type; a letter in braces stands for an expression of a type.
const TYPES: [(&str, &[&str], &[&str]); 9] = [
    (
        "i",
        &[
            "0",
            "1",
            "-1",
            "2",
            "7",
            "100",
            "9223372036854775807",
            "self.i",
            "self.m.a",
            "x",
        ],
        &[
            "({i} + {i})",
            "({i} - {i})",
            "({i} * {i})",
            "({i} / {i})",
            "({i} % {i})",
            "-({i})",
            "{s}.size()",
            "size({l})",
            "{l}[{i}]",
            "{s}.indexOf({s})",
            "{s}.lastIndexOf({s})",
            "({b} ? {i} : {i})",
            "int({d})",
            "int({s})",
            "{l}.sum()",
            "{l}.max()",
            "{l}.min()",
            "{t}.getHours()",
            "{t}.getDayOfYear()",
            "{t}.getDate('+03:00')",
            "{u}.getMinutes()",
            "int({u})",
            "{o}.orValue({i})",
            "{l}.indexOf({i})",
            "{l}[?{i}].orValue({i})",
            "self.m[{s}]",
            "{k}.size()",
            "self.ml[{i}].v",
        ],
    ),
    (
        "d",
        &["0.0", "1.5", "-2.25", "1e10", "self.n", "double(self.i)"],
        &[
            "({d} + {d})",
            "({d} - {d})",
            "({d} * {d})",
            "({d} / {d})",
            "double({i})",
            "({b} ? {d} : {d})",
            "-({d})",
        ],
    ),
    (
        "s",
        &[
            "''",
            "'a'",
            "'é😀'",
            "'a,b'",
            "'12'",
            "'2024-01-01T00:00:00Z'",
            "'10Mi'",
            "'1.2.3'",
            "self.s",
            "self.o.a",
            "self.o.b",
            "self.nul",
            "self.missing",
        ],
        &[
            "({s} + {s})",
            "string({i})",
            "string({d})",
            "string({b})",
            "{s}.charAt({i})",
            "{s}.substring({i})",
            "{s}.substring({i}, {i})",
            "{s}.upperAscii()",
            "{s}.lowerAscii()",
            "{s}.trim()",
            "{s}.replace({s}, {s})",
            "{s}.replace({s}, {s}, {i})",
            "{k}.join({s})",
            "{k}[{i}]",
            "({b} ? {s} : {s})",
            "string({t})",
            "string({u})",
            "'%s-%s'.format([{i}, {s}])",
            "{s}.find('[a-z]+')",
            "self.?missing.orValue({s})",
            "strings.quote({s})",
            "{k}.min()",
        ],
    ),
    (
        "b",
        &[
            "true",
            "false",
            "self.b",
            "has(self.o.b)",
            "has(self.missing)",
            "has(self.m.zz)",
            "has(self.nul)",
        ],
        &[
            "({b} && {b})",
            "({b} || {b})",
            "!{b}",
            "({i} == {i})",
            "({i} < {i})",
            "({i} >= {d})",
            "({d} > {i})",
            "({s} == {s})",
            "({s} < {s})",
            "({l} == {l})",
            "({k} == {k})",
            "({i} in {l})",
            "({s} in {k})",
            "({s} in self.m)",
            "{l}.all(x, {b})",
            "{l}.exists(x, x > {i})",
            "{l}.exists_one(x, x == {i})",
            "{s}.startsWith({s})",
            "{s}.contains({s})",
            "{s}.matches('^[a-z]*$')",
            "({t} < {t})",
            "({u} == {u})",
            "({b} ? {b} : {b})",
            "{o}.hasValue()",
            "({o} == {o})",
            "{l}.isSorted()",
            "isQuantity({s})",
            "isSemver({s})",
            "isIP({s})",
            "isURL({s})",
            "quantity({s}).isLessThan(quantity({s}))",
            "sets.contains({l}, {l})",
            "sets.equivalent({l}, {l})",
            "(self.set == self.set2)",
            "(dyn(self.ml) == dyn(self.ml2))",
            "(dyn(self.o) == dyn(self.o2))",
            "(dyn({i}) == dyn({d}))",
            "(self.ios == {i})",
            "(self.ios == {s})",
            "{l}.all(i, v, i < v)",
            "self.m.all(k, v, v > {i})",
            "self.ml.exists(e, e.name == {s} && e.v > {i})",
        ],
    ),
    (
        "l",
        &["self.l", "[1, 2, 3]", "[]", "self.empty", "[0]"],
        &[
            "[{i}, {i}]",
            "({l} + {l})",
            "{l}.map(x, {i})",
            "{l}.map(x, x + {i})",
            "{l}.filter(x, {b})",
            "{l}.filter(x, x > {i})",
            "{l}.slice({i}, {i})",
            "{l}.sort()",
            "{l}.reverse()",
            "{l}.distinct()",
            "({b} ? {l} : {l})",
            "self.ml.map(e, e.v)",
            "{l}.transformList(i, v, v * i)",
            "[{l}, {l}].flatten()",
            "{l}.sortBy(x, -x)",
            "{k}.map(e, e.size())",
        ],
    ),
    (
        "k",
        &["self.ls", "['a', 'b']", "self.set"],
        &[
            "[{s}, {s}]",
            "({k} + {k})",
            "{s}.split({s})",
            "{s}.split({s}, {i})",
            "{l}.map(x, string(x))",
            "{k}.filter(e, e < {s})",
            "{s}.findAll('[0-9]')",
            "self.ml.map(e, e.name)",
        ],
    ),
    (
        "t",
        &[
            "self.t",
            "self.day",
            "timestamp('2024-02-29T12:00:00.5Z')",
            "timestamp(0)",
        ],
        &[
            "({t} + {u})",
            "({t} - {u})",
            "({u} + {t})",
            "timestamp({i})",
            "timestamp({s})",
            "({b} ? {t} : {t})",
        ],
    ),
    (
        "u",
        &[
            "self.d",
            "duration('90m')",
            "duration('-1.5s')",
            "duration('0s')",
        ],
        &[
            "({u} + {u})",
            "({u} - {u})",
            "({t} - {t})",
            "duration({s})",
            "duration({i})",
            "-({u})",
            "({b} ? {u} : {u})",
        ],
    ),
    (
        "o",
        &[
            "optional.none()",
            "optional.of(1)",
            "self.?i",
            "self.m[?'a']",
        ],
        &[
            "optional.of({i})",
            "optional.ofNonZeroValue({i})",
            "{l}[?{i}]",
            "{o}.or({o})",
            "{o}.optMap(y, y + {i})",
            "{o}.optFlatMap(y, {o})",
            "{l}.first()",
            "{l}.last()",
        ],
    ),
];

/// An expression of a type that `string` takes, or of a list behind `%`.
pub fn expression(random: &mut Random) -> String {
    let kind = random.pick(&["i", "d", "s", "b", "b", "l", "k", "t", "u"]);
    let depth = 1 + random.below(4);
    let text = node(random, kind, depth, false);
    if matches!(kind, "l" | "k") {
        format!("%{text}")
    } else {
        text
    }
}

/// `x` is a variable only inside of loops over integers.
fn node(random: &mut Random, kind: &str, depth: usize, in_loop: bool) -> String {
    let (_, leaves, templates) = TYPES
        .iter()
        .find(|(name, ..)| *name == kind)
        .expect("a type");
    if depth == 0 || random.below(6) == 0 {
        let leaf = loop {
            let leaf = leaves[random.below(leaves.len())];
            if in_loop || leaf != "x" {
                break leaf;
            }
        };
        return leaf.to_owned();
    }
    let template = templates[random.below(templates.len())];
    let in_loop = in_loop || template.contains("(x, ");
    let (mut text, mut rest) = (String::new(), template);
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        // Only what stands behind the loop's variable knows it.
        let knows = in_loop && (text.contains("(x, ") || !template.contains("(x, "));
        text.push_str(&node(random, &after[..1], depth - 1, knows));
        rest = &after[2..];
    }
    text + rest
}
