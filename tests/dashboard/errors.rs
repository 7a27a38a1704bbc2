//! What is reported, and where.

use crate::project::with;

/// One finding with this message at this text.
fn check(text: &str, message: &str, place: &str) {
    let rendered = with(text);
    let found: Vec<(&str, &str)> = rendered
        .diagnostics
        .iter()
        .map(|one| {
            (
                one.message.as_str(),
                rendered.sources.slice(one.primary.span),
            )
        })
        .collect();
    assert_eq!(found, [(message, place)], "{text}");
}

/// One finding in the fields of a panel.
fn check_panel(fields: &str, message: &str, place: &str) {
    let text = format!("rows.a.panels.p = {{ title = \"Title\", {fields} }}");
    check(&text, message, place);
}

#[test]
fn what_a_metric_cannot_show_is_refused() {
    check_panel(
        r#"metric = "shop_open""#,
        "a gauge must say what it shows",
        r#""shop_open""#,
    );
    check_panel(
        r#"metric = "shop_open", show = "rate""#,
        "`rate` cannot be shown of `shop_open`, a gauge",
        r#""rate""#,
    );
    check_panel(
        r#"metric = "shop_requests_total", quantiles = [0.5]"#,
        "`quantiles` cannot be shown of `shop_requests_total`, a counter",
        "0.5",
    );
    check_panel(
        r#"metric = "shop_seconds", show = "sum""#,
        "`sum` cannot be shown of `shop_seconds`, a histogram",
        r#""sum""#,
    );
    check_panel(
        r#"metric = "shop_seconds", show = "mean", quantiles = [0.5]"#,
        "`quantiles` cannot stand beside `show = \"mean\"`",
        "0.5",
    );
    check_panel(
        r#"metric = "shop_seconds", quantiles = [0.5, 95]"#,
        "a quantile lies between 0 and 1",
        "95",
    );
    check_panel(
        r#"metric = "shop_wait_milliseconds", quantiles = [0.9]"#,
        "the summary `shop_wait_milliseconds` has no quantile 0.9",
        "0.9",
    );
    check_panel(
        r#"metric = "shop_seconds", show = "heatmap", by = ["code"]"#,
        "`by` has no effect: a heatmap shows all series together",
        r#""code""#,
    );
}

#[test]
fn names_that_nothing_has_are_reported_where_they_stand() {
    check_panel(
        r#"metric = "shop_request_total""#,
        "there is no metric or recording `shop_request_total`",
        r#""shop_request_total""#,
    );
    check_panel(
        r#"metric = "shop_open", show = "sum", by = ["shards"]"#,
        "`shop_open` has no label `shards`",
        r#""shards""#,
    );
    check_panel(
        r#"metric = "shop_open", show = "sum", where = ' shard="a", cod="b"'"#,
        "`shop_open` has no label `cod`",
        "cod",
    );
    check_panel(
        r#"metric = "shop_open", show = "sum", where = 'shard="$shrd"'"#,
        "there is no variable or parameter `shrd`",
        "$shrd",
    );
    check_panel(
        r#"expr = 'sum(shop_open)', filters = ["x"]"#,
        "there is no filter variable `x`",
        r#""x""#,
    );
}

#[test]
fn an_error_in_an_expression_is_shown_inside_it() {
    check_panel(
        r#"expr = 'sum(rate(shop_open[$limitt]))'"#,
        "there is no variable or parameter `limitt`",
        "$limitt",
    );
    check_panel(
        r#"expr = 'sum(shop_open[5m])'"#,
        "expected an instant vector in `sum`, found a range vector",
        "shop_open[5m]",
    );
}

#[test]
fn a_query_has_one_source() {
    check_panel(
        r#"metric = "shop_open", expr = 'shop_open'"#,
        "a query has either `expr` or `metric`",
        r#""shop_open""#,
    );
    check_panel(r#"unit = "s""#, "nothing is queried", "p");
    check_panel(
        r#"expr = 'shop_open', by = ["shard"]"#,
        "`by` belongs to `metric`, not to `expr`",
        r#""shard""#,
    );
    check_panel(
        r#"expr = 'shop_open', queries.a = { expr = 'shop_open' }"#,
        "`expr` belongs to one query, and this panel has `queries`",
        "'shop_open'",
    );
    check_panel(
        r#"text = "x", expr = 'shop_open'"#,
        "`expr` belongs to a query, and a text panel has none",
        "'shop_open'",
    );
    check_panel(r#"type = "text""#, "a text panel needs `text`", "p");
}

#[test]
fn looks_that_make_no_sense_are_refused() {
    let metric = r#"metric = "shop_requests_total""#;
    let cases = [
        (
            r#"thresholds = [{ value = 2, color = "red" }, { value = 1, color = "red" }]"#,
            "the values of thresholds must ascend",
            "1",
        ),
        (
            r#"thresholds = [{ value = 2, color = "red" }, { color = "red" }]"#,
            "only the first step has no `value`",
            r#"{ color = "red" }"#,
        ),
        (
            r#"interval = "soon""#,
            "`soon` is not a duration, write it as `1m`",
            r#""soon""#,
        ),
        (
            r#"mappings = [{ value = 1, regex = "x", text = "y" }]"#,
            "a mapping has one of `value`, `from` and `to`, `regex`, `special`",
            r#"{ value = 1, regex = "x", text = "y" }"#,
        ),
        (
            r#"overrides = [{ unit = "s" }]"#,
            "an override has one of `by-name`, `by-regexp`, `by-type`, `by-query`",
            r#"{ unit = "s" }"#,
        ),
        (
            r#"overrides = [{ by-query = "a", unit = "s" }]"#,
            "there is no query of this panel called `a`",
            r#""a""#,
        ),
        (
            r#"links = [{ title = "x" }]"#,
            "a link has one of `dashboard` and `url`",
            r#"{ title = "x" }"#,
        ),
        (
            r#"links = [{ dashboard = "mian" }]"#,
            "there is no dashboard `mian`",
            r#""mian""#,
        ),
        ("min = 1, max = 0", "`max` must be larger than `min`", "0"),
        ("width = 25", "a width lies between 1 and 24", "25"),
        (r#"repeat = "x""#, "there is no variable `x`", r#""x""#),
        (
            r#"type = "table", columns = { shard = "Shard" }"#,
            "there is no label or query of this panel called `shard`",
            "shard",
        ),
        (
            r#"type = "stat", columns = { code = "Code" }"#,
            "only a table has `columns`",
            "code",
        ),
    ];
    for (fields, message, place) in cases {
        check_panel(&format!("{metric}, {fields}"), message, place);
    }
}

#[test]
fn variables_say_what_they_list() {
    let cases = [
        ("variables.x = { filter = true }", "`x` needs `metric`", "x"),
        (
            r#"variables.x = { metric = "shop_open", label = "code" }"#,
            "there is no label of `shop_open` called `code`",
            r#""code""#,
        ),
        (
            r#"variables.limit = { type = "textbox" }"#,
            "`limit` is both a variable and a parameter",
            "limit",
        ),
        (
            r#"variables.x = { type = "query", query = "metrics(.*)", filter = true }"#,
            "a variable that filters must list the values of a label",
            r#""metrics(.*)""#,
        ),
        (
            r#"variables.x = { type = "textbox", filter = true }"#,
            "`x` cannot filter: a textbox has no label",
            "x",
        ),
        (
            r#"variables.datasource = { metric = "shop_open", label = "shard" }"#,
            "`datasource` is the variable of the datasource",
            "datasource",
        ),
        (
            r#"variables.shard = { metric = "shop:everything", filter = true }"#,
            "`shard` cannot filter: it is not certain that `shop:everything` has the label `shard`",
            "shard",
        ),
        (
            r#"variables.x = { type = "custom" }"#,
            "`x` needs `values`",
            "x",
        ),
    ];
    for (text, message, place) in cases {
        check(text, message, place);
    }
}

#[test]
fn keys_and_uids_are_unique() {
    let panel = r#"{ title = "P", expr = 'up' }"#;
    check(
        &format!("rows.a.panels.p = {panel}\nrows.b.panels.p = {panel}"),
        "two panels of this dashboard are called `p`",
        "p",
    );
    check(
        "[dashboards.other]\ntitle = \"O\"\nuid = \"shop-main\"",
        "two dashboards have the uid `shop-main`",
        "\"shop-main\"",
    );
    check(
        "uid = \"a b\"",
        "`a b` is not a uid: up to 40 letters, digits, `-` and `_`",
        "\"a b\"",
    );
    check(
        "rows.a.collapsed = true",
        "a collapsed row needs a `title`",
        "a",
    );
}

#[test]
fn a_row_without_title_does_not_fall_into_a_folded_or_repeated_one() {
    let rows = |above: &str| {
        format!(
            "variables.shard = {{ metric = \"shop_open\" }}\nrows.a = {{ title = \"A\", {above} }}\n\
             rows.b.panels.p = {{ title = \"P\", expr = 'up' }}"
        )
    };
    let message = "the row `b` needs a `title`: without one its panels belong to the row above";
    check(&rows("collapsed = true"), message, "b");
    check(&rows("repeat = \"shard\""), message, "b");
    assert_eq!(with(&rows("collapsed = false")).diagnostics, []);
}
