//! Variables of every type, as Grafana's schema of classic dashboards has them.

use crate::project::with;
use opsgen::schema::validate_dashboard;

const VARIABLES: [&str; 8] = [
    r#"{ type = "label-values", metric = "shop_requests_total", label = "code" }"#,
    r#"{ type = "query", query = "label_values(shop_open, shard)", multi = true, include-all = true }"#,
    r#"{ type = "custom", values = ["a", "b"], default = "b" }"#,
    r#"{ type = "interval", values = ["1m", "5m"] }"#,
    r#"{ type = "textbox", default = "x" }"#,
    r#"{ type = "constant", default = "x" }"#,
    r#"{ type = "ad-hoc" }"#,
    r#"{ type = "datasource", query = "loki" }"#,
];

#[test]
fn every_type_conforms_to_the_schema() {
    for variable in VARIABLES {
        let rendered = with(&format!(
            "variables.chosen = {variable}\nrows.main.panels.a = {{ title = \"A\", metric = \"shop_open\", show = \"sum\" }}"
        ));
        let violations = validate_dashboard(&rendered.dashboard("main"));
        assert!(violations.is_empty(), "{variable}: {violations:?}");
    }
}
