//! Mistakes in types and custom resources: what is said, and the text under it.

use crate::{model, project, text::Sources};

const HEAD: &str =
    "[project]\nname = \"shop\"\nnamespace = \"shop\"\napi-group = \"shop.example.com\"\n";

/// The findings of a project: message and the text at its place, in their order.
fn findings(toml: &str, files: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut sources = Sources::default();
    let file = sources.add("gen.toml", toml);
    for (name, text) in files {
        sources.add(*name, *text);
    }
    let (layered, mut found) = project::read(&sources, file);
    if let Some(layered) = &layered {
        found.extend(model::resolve(&layered.base, None, &sources).1);
    }
    found
        .into_iter()
        .map(|one| {
            (
                one.message.clone(),
                sources.slice(one.primary.span).to_string(),
            )
        })
        .collect()
}

/// Checks that a fragment behind a project's head has exactly this finding.
fn check(fragment: &str, message: &str, place: &str) {
    let found = findings(&format!("{HEAD}{fragment}"), &[]);
    assert_eq!(
        found,
        [(message.to_string(), place.to_string())],
        "{fragment}"
    );
}

/// A kind with a field `a` of a type.
fn field(written: &str) -> String {
    format!(
        "[types.Item]\nname = \"string\"\nid = \"string | required\"\n[types.Other]\nx = \"any\"\n[crds.Job.versions.v1]\nschema.spec.a = {written}\n"
    )
}

/// Type strings, what is said of them, and the text at its place.
const TYPE_STRINGS: &str = r#"
'strng' => there is no type `strng` => strng
'Itm' => there is no type `Itm` => Itm
'[]map[string]PodSpec' => there is no type `PodSpec` => PodSpec
'[]core/v1.PodSpek' => there is no type `core/v1.PodSpek` => core/v1.PodSpek
'string required' => `required` stands beside the type => required
'string[]' => `string[]` is not how a list is written => string[]
'map[int]string' => keys of a map are strings, not `int` => int
'string | required, nullable' => `,` is no marker => ,
'string | pattern=^a' => `^a` is not a TOML value => ^a
'string | minLenght=1' => there is no marker `minLenght` => minLenght
'string | required required' => `required` stands twice => required
'int32 | minLength=1' => `minLength` cannot stand on a whole number => minLength
'string | minimum=1' => `minimum` cannot stand on a string => minimum
'Item | minItems=1' => `minItems` cannot stand on an object => minItems
'string | minLength="1"' => `minLength` takes a whole number from 0, not a string => "1"
'string | minLength=-1' => `minLength` takes a whole number from 0, not `-1` => -1
'string | minLength' => `minLength` takes a whole number from 0, not nothing => minLength
'string | enum=[]' => `enum` takes a list of values, not an empty list => []
'string | enum=["a", 2]' => a value of `enum` is a whole number, not a string => 2
'int32 | exclusiveMinimum' => `exclusiveMinimum` needs `minimum`, whose bound it excludes => exclusiveMinimum
'[]string | uniqueItems' => the API server refuses `uniqueItems` => uniqueItems
'[]string | listType="mapp"' => `listType` takes `atomic`, `map`, `set`, not `mapp` => "mapp"
'[]Item | listType="map"' => a list of `listType="map"` needs keys => "map"
'[]Item | listType="set"' => items of a set are scalars or atomic, and these are an object => "set"
'[]Item | listMapKeys=["idd"]' => the items have no field `idd` => "idd"
'[]Item | listMapKeys=["id", "name"]' => the key `name` is neither required nor defaulted => "name"
'[]Item | listType="set" listMapKeys=["id"]' => only a list of `listType="map"` has keys => ["id"]
'[]string | listMapKeys=["id"]' => `listMapKeys` needs items that are objects, and they are a string => ["id"]
'object | embeddedResource' => `embeddedResource` needs `preserveUnknownFields` or properties => 'object | embeddedResource'
'int32 | default="x"' => the default is a string, not a whole number => "x"
'int32 | default=3000000000' => the default `3000000000` does not fit 32 bits => 3000000000
'int32 | minimum=1 default=0' => the default `0` is below the minimum 1 => 0
'string | enum=["a"] default="b"' => the default `"b"` is not among `"a"` => "b"
'string | minLength=2 default="b"' => the default has length 1, below 2 => "b"
'Item | default={ id = "a", b = 1 }' => the default sets `b`, which is no field => 1
'Item | default={}' => the default lacks the required field `id` => {}
'[]Item | listMapKeys=["id", "id"]' => `id` stands twice => "id"
'string | pattern="^a$" default="b"' => the default `b` does not match `^a$` => "b"
'int32 | multipleOf=2 default=3' => the default `3` is no multiple of 2 => 3
'any | preserveUnknownFields=false' => `any` keeps everything, `object` does not => preserveUnknownFields
'[]int32 | default=[1, true]' => the default is a boolean, not a whole number => true
"#;

#[test]
fn mistakes_in_type_strings_stand_under_their_word() {
    for line in TYPE_STRINGS.trim().lines() {
        let parts: Vec<&str> = line.split(" => ").collect();
        check(&field(parts[0]), parts[1], parts[2]);
    }
}

#[test]
fn escapes_do_not_move_places() {
    check(&field("''"), "there is no type", "");
    check(
        &field(r#""string | pattern='\\d\u0041' minLenght=1""#),
        "there is no marker `minLenght`",
        "minLenght",
    );
    check(
        &field(r#""[]\u0049tem | listMapKeys=[\"nam\"]""#),
        "the items have no field `nam`",
        r#"\"nam\""#,
    );
}

#[test]
fn mistakes_in_types_come_once() {
    for (fragment, message, place) in [
        (
            "[types]\ncount = \"int32\"",
            "`count` is not a type's name: letters and digits, beginning with a capital",
            "count",
        ),
        (
            "[types]\nA = \"[]B\"\nB = \"map[string]A\"",
            "the type contains itself: `A` → `B` → `A`",
            "A",
        ),
        (
            "[types.A]\na.b = \"A\"",
            "the type contains itself: `A` → `A`",
            "A",
        ),
        (
            "[types]\nA = \"string | required\"",
            "`required` belongs to the field that uses the type",
            "required",
        ),
        (
            "[types]\nA = \"string | default='a'\"",
            "`default` belongs to the field that uses the type",
            "default",
        ),
        (
            "[types.A]\n_.required = true\na = \"string\"",
            "`required` belongs to the field that uses the type",
            "true",
        ),
        (
            "[types]\nA = \"int23\"\n[crds.Job.versions.v1.schema.spec]\nb = \"A\"\nc = \"[]A | minItems=1\"",
            "there is no type `int23`",
            "int23",
        ),
        (
            "[targets]\ncore-types = \"1.12\"",
            "core types are known from 1.29 to 1.36, not of `1.12`",
            "\"1.12\"",
        ),
        (
            "[types.A]\n_.map-type = \"atom\"\na = \"string\"",
            "`map-type` is `atomic` or `granular`, not `atom`",
            "\"atom\"",
        ),
    ] {
        check(fragment, message, place);
    }
}

#[test]
fn rules_stand_where_at_leads() {
    let rules = |rule: &str| format!("[types.A]\n_.rules = [{{ {rule} }}]\na.b = \"[]string\"\n");
    for (rule, message, place) in [
        ("at = 'a.c', rule = 'true'", "there is no field `c`", "c"),
        (
            "at = 'a[]', rule = 'true'",
            "`a` has no items, it is an object",
            "[]",
        ),
        (
            "at = 'a.b[][]', rule = 'true'",
            "`b` has no items, it is a string",
            "[]",
        ),
        ("rule = ''", "a rule needs an expression", "''"),
        (
            "rule = \"a\\n&& b\"",
            "a rule of several lines needs a `message`",
            "\"a\\n&& b\"",
        ),
        (
            "rule = 'a', message = \"b\\nc\"",
            "the message of a rule is one line",
            "\"b\\nc\"",
        ),
        (
            "rule = 'a', reason = 'FieldValueInvald'",
            "there is no reason `FieldValueInvald`",
            "'FieldValueInvald'",
        ),
        (
            "rule = 'a', optional-old-self = true",
            "`optional-old-self` belongs to a rule that names `oldSelf`",
            "true",
        ),
        (
            "rule = 'a', field-path = 'a'",
            "a field path begins with `.`, as in `.spec.a`",
            "'a'",
        ),
    ] {
        check(&rules(rule), message, place);
    }
}

#[test]
fn names_and_versions_are_those_that_kubernetes_takes() {
    let v1 = "[crds.Job.versions.v1]\nschema.spec.a = \"string\"\n";
    for (fragment, message, place) in [
        (
            "[crds.job.versions.v1]\nschema.spec.a = \"any\"",
            "`job` is not a kind: up to 63 letters and digits, beginning with a capital",
            "job",
        ),
        ("[crds.Job]", "`Job` has no version", "Job"),
        ("[crds.Job.versions.v1]", "version `v1` has no schema", "v1"),
        (
            "[crds.Job.versions.V1]\nschema.spec.a = \"any\"",
            "`V1` is not a resource's name: up to 63 of `a-z`, `0-9` and `-`, beginning with a letter",
            "V1",
        ),
        (
            &format!("[crds.Job]\ngroup = \"Shop\"\n{v1}"),
            "`Shop` is not an API group: a domain in lower case with at least one dot",
            "\"Shop\"",
        ),
        (
            &format!("[crds.Job]\ngroup = \"batch.k8s.io\"\n{v1}"),
            "`batch.k8s.io` belongs to Kubernetes itself",
            "\"batch.k8s.io\"",
        ),
        (
            &format!("[crds.Job]\nshort-names = [\"j\", \"j\"]\n{v1}"),
            "`j` stands twice",
            "\"j\"",
        ),
        (
            &format!("[crds.Job]\nplural = \"Jobs\"\n{v1}"),
            "`Jobs` is not a resource's name: up to 63 of `a-z`, `0-9` and `-`, beginning with a letter",
            "\"Jobs\"",
        ),
        (
            &format!(
                "[crds.Task]\nplural = \"jobs\"\n[crds.Task.versions.v1]\nschema.spec.a = \"any\"\n{v1}"
            ),
            "two kinds are called `jobs.shop.example.com`",
            "Job",
        ),
        (
            &format!("{v1}storage = false"),
            "a single version is the one that is stored",
            "false",
        ),
        (
            &format!("{v1}[crds.Job.versions.v2]\nschema.spec.a = \"any\""),
            "no version of `Job` is stored: `v1`, `v2`",
            "Job",
        ),
        (
            &format!(
                "{v1}storage = true\n[crds.Job.versions.v2]\nstorage = true\nschema.spec.a = \"any\""
            ),
            "only one version is stored",
            "true",
        ),
        (
            &format!("{v1}deprecated = \"a\\nb\""),
            "a deprecation is one line of at most 256 bytes",
            "\"a\\nb\"",
        ),
        (
            &format!("{v1}schema.metadata.name = \"string\""),
            "`metadata` is not declared, every object has it",
            "metadata",
        ),
        (
            &format!("{v1}schema.status.b = \"any\"\nschema._.min-properties = 1"),
            "`minProperties` cannot stand at the root beside a status",
            "1",
        ),
        (
            &format!("[crds.Job.conversion]\nstrategy = \"Webhok\"\n{v1}"),
            "the strategy is `None` or `Webhook`",
            "\"Webhok\"",
        ),
        (
            &format!("[crds.Job.conversion]\nstrategy = \"Webhook\"\n{v1}"),
            "a conversion by webhook needs `webhook`",
            "\"Webhook\"",
        ),
        (
            &format!("[crds.Job.conversion]\nstratgy = \"None\"\nstrategy = \"None\"\n{v1}"),
            "a conversion has no `stratgy` here",
            "stratgy",
        ),
    ] {
        check(fragment, message, place);
    }
    let found = findings(
        &format!("[project]\nname = \"shop\"\nnamespace = \"shop\"\n{v1}"),
        &[],
    );
    assert_eq!(
        found,
        [("`Job` has no API group".to_string(), "Job".to_string())]
    );
}

/// Lines of a version, what is said of them, and the text at its place.
const PATHS: &str = r#"
columns.A.json-path = '.status.phse' => `status` has no field `phse` => phse
columns.A.json-path = '.status.phase.a' => `phase` is a string, there is nothing below it => a
columns.A.json-path = '.status.list.n' => `list` is a list, `n` is asked of one item: `list[0].n` => n
columns.A.json-path = '.status.list[?(@.m==1)].n' => `list` has no field `m` => m
columns.A.json-path = 'status.phase' => a path begins with `.` => status.phase
columns.A.json-path = '.status.list[0' => `]` is missing => [0
columns.A.json-path = '.metadata.nme' => `metadata` has no field `nme` => nme
columns.A = { json-path = '.status.phase', type = 'text' } => there is no type of columns `text` => 'text'
columns.A = { json-path = '.status.phase', priority = -1 } => a column's priority is 0 or above => -1
scale = { spec-replicas-path = '.spec.count', status-replicas-path = '.status.phase' } => the path leads to a string, not to a whole number => '.status.phase'
selectable-fields = ['.status.list'] => the path leads to a list, not to a string or a boolean or a whole number => '.status.list'
selectable-fields = ['.metadata.name'] => metadata is selectable without being declared => '.metadata.name'
selectable-fields = ['.status.phase', '.status.phase'] => `.status.phase` stands twice => '.status.phase'
"#;

/// A kind with some fields and further lines in its version.
fn kind(rest: &str) -> String {
    format!(
        "[types.R]\nn = \"int32\"\n[crds.Job.versions.v1]\nschema.spec.count = \"int32\"\nschema.spec.map = \"map[string]R\"\nschema.spec.any = \"any\"\nschema.status.phase = \"string\"\nschema.status.list = \"[]R\"\n{rest}\n"
    )
}

#[test]
fn paths_that_lead_nowhere_stand_under_their_step() {
    for line in PATHS.trim().lines() {
        let parts: Vec<&str> = line.split(" => ").collect();
        check(&kind(parts[0]), parts[1], parts[2]);
    }
    for both in [
        "scale = { spec-replicas-path = '.spec.counts', status-replicas-path = '.status.list[0].n' }",
        "scale = { spec-replicas-path = '.status.phase', status-replicas-path = '.status.any' }",
    ] {
        let found = findings(&format!("{HEAD}{}", kind(both)), &[]);
        assert_eq!(found.len(), 2, "{both}: {found:?}");
    }
}

#[test]
fn paths_lead_through_maps_lists_and_unknown_parts() {
    for fine in [
        "columns.A.json-path = '.spec.map.Worker.n'",
        "columns.A.json-path = '.spec.any.x[0].y'",
        "columns.A.json-path = '.status.list[-1:].n'",
        r"columns.A.json-path = '.metadata.labels.app\.kubernetes\.io/name'",
        "scale = { spec-replicas-path = '.spec.map.Worker.n', status-replicas-path = '.status.x' }\nschema.status.x = \"int32\"",
        "selectable-fields = ['.spec.count', '.status.phase']",
    ] {
        let found = findings(&format!("{HEAD}{}", kind(fine)), &[]);
        assert!(found.is_empty(), "{fine}: {found:?}");
    }
    check(
        &format!(
            "[targets]\nkubernetes = \"1.29\"\n{}",
            kind("selectable-fields = ['.status.phase']")
        ),
        "Kubernetes 1.29 knows no selectable fields",
        "'.status.phase'",
    );
}

#[test]
fn files_are_checked_where_they_stand() {
    const CRD: &str = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: jobs.shop.example.com\nspec:\n  group: shop.example.com\n  names:\n    kind: Job\n    plural: jobs\n  scope: Namespaced\n  versions:\n  - name: v1\n    schema:\n      openAPIV3Schema:\n        type: object\n        properties:\n          spec: { type: object }\n";
    let toml = format!("{HEAD}[crds.Job]\ncrd-file = \"job.yaml\"\n");
    let of = |text: String| findings(&toml, &[("job.yaml", &text)]);
    let one = |message: &str, place: &str| vec![(message.to_string(), place.to_string())];
    assert_eq!(of(CRD.to_string()), []);
    assert_eq!(
        findings(&toml, &[]),
        one("there is no file `job.yaml`", "\"job.yaml\"")
    );
    assert_eq!(
        of(CRD.replace("k8s.io/v1", "k8s.io/v1beta1")),
        one(
            "the file is no CRD: its `apiVersion` is not `apiextensions.k8s.io/v1`",
            "apiextensions.k8s.io/v1beta1"
        )
    );
    assert_eq!(
        of(CRD.replace("kind: Job", "kind: Task")),
        one("the kind is `Task` in the file, not `Job`", "Job")
    );
    assert_eq!(
        of(CRD.replace("name: jobs.", "name: job.")),
        one(
            "the CRD's name is `job.shop.example.com`, not `jobs.shop.example.com`",
            "job.shop.example.com"
        )
    );
    assert_eq!(of(CRD.replace("  scope: Namespaced\n", "")).len(), 1);
    assert_eq!(
        of(format!("{CRD}---\na: 1\n")),
        one("the file holds 2 documents, not one", "\"job.yaml\"")
    );
    assert_eq!(of("a: [".to_string()).len(), 1);
    let both = format!("{toml}plural = \"jobs\"\n");
    assert_eq!(
        findings(&both, &[("job.yaml", CRD)]),
        one("`plural` stands in the file already", "\"jobs\"")
    );
    let schema = format!("{HEAD}[crds.Job.versions.v1]\nschema-file = \"job.yaml\"\n");
    assert_eq!(
        findings(&schema, &[("job.yaml", CRD)]),
        one("the file holds a whole CRD, not a schema", "\"job.yaml\"")
    );
    assert_eq!(
        findings(
            &schema,
            &[("job.yaml", "properties: { spec: { type: string } }")]
        ),
        []
    );
}
