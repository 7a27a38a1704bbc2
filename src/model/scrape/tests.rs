//! Errors of `[scrape]`, at the text that must change.

use crate::{
    model::{self, Model},
    project,
    text::Sources,
};

/// The model of a project with these tables, and its errors as "message @ text under the primary label".
pub fn resolve(tables: &str) -> (Option<Model>, Vec<String>) {
    let mut sources = Sources::default();
    let text = format!("[project]\nname = \"shop\"\nnamespace = \"shop\"\n{tables}");
    let file = sources.add("gen.toml", text);
    let (layered, findings) = project::read(&sources, file);
    assert_eq!(findings, Vec::new(), "{tables}");
    let base = layered.unwrap().base;
    let (model, findings) = model::resolve(&base, None, &sources);
    let shown = findings.iter().map(|finding| {
        let place = sources.slice(finding.primary.span);
        format!("{} @ {place}", finding.message)
    });
    (model, shown.collect())
}

/// A ServiceMonitor with one endpoint and further lines.
fn monitor(lines: &str) -> String {
    format!(
        "[scrape.web]\nkind = \"ServiceMonitor\"\nmatch-labels = {{ app = \"web\" }}\nendpoints.http.path = \"/metrics\"\n{lines}"
    )
}

fn check(tables: &str, expected: &[&str]) {
    assert_eq!(resolve(tables).1, expected, "{tables}");
}

#[test]
fn values_that_kubernetes_or_the_operator_refuses_are_reported() {
    let cases = [
        (
            "scheme = \"ftp\"",
            "the scheme `ftp` is neither `http` nor `https` @ \"ftp\"",
        ),
        (
            "endpoints.http.scheme = \"HTTPS\"",
            "the scheme `HTTPS` is neither `http` nor `https` @ \"HTTPS\"",
        ),
        (
            "endpoints.grpc.path = \"metrics\"",
            "the path `metrics` must begin with `/` @ \"metrics\"",
        ),
        (
            "endpoints.x.port = \"70000\"",
            "`70000` is not a port: 1 to 65535 @ \"70000\"",
        ),
        (
            "endpoints.x.port = \"0\"",
            "`0` is not a port: 1 to 65535 @ \"0\"",
        ),
        (
            "endpoints.My_Port = {}",
            "`My_Port` is not the name of a Service's port: up to 63 of `a-z`, `0-9` and `-` @ My_Port",
        ),
        (
            "interval = \"30 s\"",
            "`30 s` is not a duration: write a number and a unit, such as `30s`, `5m`, `1h30m` @ \"30 s\"",
        ),
        (
            "interval = \"10s\"\nscrape-timeout = \"30s\"",
            "the scrape timeout `30s` is longer than the interval `10s` @ \"30s\"",
        ),
        (
            "scrape-timeout = \"2m\"",
            "the scrape timeout `2m` is longer than the interval `1m` @ \"2m\"",
        ),
        (
            "job-label = \"a b\"",
            "`a b` is not a label's key in Kubernetes @ \"a b\"",
        ),
        (
            "body-size-limit = \"10X\"",
            "`10X` is not a size: write a number and `B`, `KB`, `MiB`, `GB` … @ \"10X\"",
        ),
        (
            "catalogs = [\"proces\"]",
            "there is no catalogue `proces` @ \"proces\"",
        ),
        (
            "namespace-selector = { match-names = [\"A\"] }",
            "`A` is not a namespace @ \"A\"",
        ),
        (
            "namespace-selector = { any = true, match-names = [\"a\"] }",
            "`any` looks in all namespaces, `match-names` has no effect @ \"a\"",
        ),
        (
            "match-expressions = [{ key = \"a\", operator = \"In\" }]",
            "the operator `In` needs `values` @ \"In\"",
        ),
        (
            "match-expressions = [{ key = \"a\", operator = \"Exists\", values = [\"b\"] }]",
            "the operator `Exists` takes no `values` @ \"b\"",
        ),
        (
            "authorization.type = \"Bearer\"\nbearer-token-file = \"/t\"",
            "`authorization` and `bearer-token-file` exclude each other @ \"/t\"",
        ),
    ];
    for (lines, expected) in cases {
        check(&monitor(lines), &[expected]);
    }
}

#[test]
fn steps_are_refused_inside_their_strings() {
    let cases = [
        (
            "{ source-labels = [\"a\"], target-label = \"b\", regex = 'x(y' }",
            "a parenthesis is never closed @ (",
        ),
        (
            "{ source-labels = [\"a\"], target-label = \"b\", regex = \"x\\\\h\" }",
            "invalid escape: `\\h` @ \\\\h",
        ),
        (
            "{ source-labels = [\"a\"], target-label = \"b\", regex = \"\" }",
            "an empty `regex` is left out by prometheus-operator and becomes `(.*)` @ \"\"",
        ),
        (
            "{ action = \"hashmod\", target-label = \"b\", modulus = 0 }",
            "the action `hashmod` needs a `modulus` above 0 @ 0",
        ),
        (
            "{ action = \"labeldrop\", regex = \"a\", target-label = \"b\" }",
            "the action `labeldrop` takes no `target-label` @ \"b\"",
        ),
        (
            "{ source-labels = [\"a\"] }",
            "the action `replace` needs a `target-label` @ { source-labels = [\"a\"] }",
        ),
    ];
    for (step, expected) in cases {
        check(&monitor(&format!("relabelings = [{step}]")), &[expected]);
        check(
            &monitor(&format!("metric-relabelings = [{step}]")),
            &[expected],
        );
    }
    let old = "[targets]\nprometheus = \"2.50\"\n";
    let step = "relabelings = [{ source-labels = [\"a\"], target-label = \"b.c\" }]";
    check(&monitor(step), &[]);
    check(
        &format!("{old}{}", monitor(step)),
        &["`b.c` is not the name of a label @ \"b.c\""],
    );
}

#[test]
fn services_that_the_scrape_cannot_find_are_reported() {
    let service = "[scrape.web.service]\nselector = { app = \"web\" }\nports.http = { port = 80, target-port = \"8080\" }\n";
    let cases = [
        ("", "", None),
        ("endpoints.http.port = \"8080\"\n", "", None),
        (
            "endpoints.http.port = \"9090\"\n",
            "",
            Some("no port of the Service leads to the container's port 9090 @ \"9090\""),
        ),
        (
            "endpoints.htp = {}\n",
            "",
            Some("the Service has no port `htp` @ htp"),
        ),
        (
            "",
            "labels = { app = \"shop\" }\n",
            Some("the Service has `app` = `shop`, not `web` @ \"web\""),
        ),
        (
            "",
            "labels = { tier = \"a\" }\n",
            Some("the Service has no label `app` @ \"web\""),
        ),
        (
            "match-expressions = [{ key = \"tier\", operator = \"Exists\" }]\n",
            "",
            Some(
                "the Service's label `tier` does not meet this @ { key = \"tier\", operator = \"Exists\" }",
            ),
        ),
        (
            "match-expressions = [{ key = \"app.kubernetes.io/name\", operator = \"In\", values = [\"shop\"] }]\n",
            "",
            None,
        ),
        (
            "namespace-selector.match-names = [\"other\"]\n",
            "",
            Some(
                "the Service lives in `shop`, which this selector leaves out @ namespace-selector",
            ),
        ),
        (
            "",
            "name = \"1st\"\n",
            Some(
                "`1st` is not the name of a Service: up to 63 of `a-z`, `0-9` and `-`, beginning with a letter @ \"1st\"",
            ),
        ),
        (
            "",
            "ports.admin = { port = 81, target-port = \"much-too-long-name\" }\n",
            Some(
                "`much-too-long-name` is not the name of a container's port: up to 15 of `a-z`, `0-9` and `-` @ \"much-too-long-name\"",
            ),
        ),
        (
            "",
            "ports.admin = { port = 0 }\n",
            Some("a port is a number from 1 to 65535 @ 0"),
        ),
    ];
    for (scrape, more, expected) in cases {
        let expected: Vec<&str> = expected.into_iter().collect();
        check(&format!("{}{service}{more}", monitor(scrape)), &expected);
    }
    let elsewhere = "[scrape.web.service]\nports.http = { port = 80 }\n";
    check(&monitor(&format!("{elsewhere}emit = false")), &[]);
    check(
        &monitor(elsewhere),
        &["the Service of `web` needs a `selector` @ [scrape.web.service]"],
    );
}

#[test]
fn pod_monitors_take_nothing_of_services() {
    let pods = "[scrape.web]\nkind = \"PodMonitor\"\nendpoints.http = {}\n";
    let cases = [
        (
            "bearer-token-file = \"/t\"",
            "a PodMonitor takes no `bearer-token-file` @ \"/t\"",
        ),
        (
            "target-labels = [\"a\"]",
            "a PodMonitor takes no `target-labels`, which are the Service's @ \"a\"",
        ),
        (
            "service = { emit = false, ports.http = { port = 80 } }",
            "a PodMonitor selects Pods, it has no `service` @ { emit = false, ports.http = { port = 80 } }",
        ),
    ];
    for (line, expected) in cases {
        check(&format!("{pods}{line}"), &[expected]);
    }
}

#[test]
fn endpoints_that_write_the_same_up_are_reported() {
    let two = "endpoints.other.port = \"http\"\nendpoints.other.path = \"/other\"\n";
    let expected = "the targets of `http` and `other` have the same labels @ other";
    let told_apart = "relabelings = [{ source-labels = [\"__metrics_path__\"], target-label = \"metrics_path\" }]";
    check(&monitor(two), &[expected]);
    check(&monitor(&format!("{two}{told_apart}")), &[]);
    check(
        &monitor(&format!(
            "{two}relabelings = [{{ source-labels = [\"__scheme__\"], target-label = \"s\" }}]"
        )),
        &[expected],
    );
    let only_one =
        "endpoints.other.relabelings = [{ target-label = \"part\", replacement = \"other\" }]";
    check(&monitor(&format!("{two}{only_one}")), &[]);
    let by_pod = "endpoints.other.relabelings = [{ action = \"keep\", source-labels = [\"__meta_kubernetes_pod_label_a\"], regex = \"b\" }]";
    check(&monitor(&format!("{two}{by_pod}")), &[]);
    let again = monitor("").replace("scrape.web", "scrape.again");
    check(
        &format!("{}{again}", monitor("")),
        &["the targets of `http` and `http` have the same labels @ http"],
    );
}

#[test]
fn endpoints_have_the_defaults_of_their_scrape() {
    let lines = "interval = \"15s\"\nhonor-labels = true\nauthorization.type = \"Bearer\"\nendpoints.http.interval = \"5s\"\nendpoints.admin = { port = \"9090\", basic-auth.username.name = \"x\" }";
    let (model, errors) = resolve(&monitor(lines));
    assert_eq!(errors, Vec::<String>::new());
    let model = model.unwrap();
    let shown: Vec<String> = model.scrapes[0]
        .endpoints
        .iter()
        .map(|endpoint| {
            let interval = endpoint
                .interval
                .as_ref()
                .map_or("", |interval| interval.text.as_str());
            let ways: Vec<&str> = endpoint.access.ways().iter().map(|way| way.0).collect();
            format!(
                "{} {interval} {} {ways:?}",
                endpoint.port.value,
                endpoint.honors_labels()
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "http 5s true [\"authorization\"]",
            "9090 15s true [\"basic-auth\"]"
        ]
    );
}

#[test]
fn workloads_are_kept() {
    let (model, errors) = resolve(
        "[workloads.web]\nlabels = { app = \"web\" }\nports.http = { port = 80 }\nlistens = [8080]",
    );
    assert_eq!(errors, Vec::<String>::new());
    let model = model.unwrap();
    let workload = &model.workloads[0];
    assert_eq!(
        (workload.namespace.as_str(), workload.listens[0].value),
        ("shop", 8080)
    );
    check(
        "[workloads.web]\nports.http = { port = 0 }",
        &["a port is a number from 1 to 65535 @ 0"],
    );
}
