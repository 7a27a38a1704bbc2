//! Variables of a dashboard.

use super::{datasource, text};
use crate::{
    artifact::{Node, Value},
    emit::words::merge_raw,
    model::{Hide, VariableType, dashboard::Variable},
};

/// How Grafana's query editor names the queries of variables. Source: grafana/prometheus, `variables.ts`.
const REF_ID: &str = "PrometheusVariableQueryEditor-VariableQuery";

/// Kinds of queries of variables. Source: grafana/prometheus, `PromVariableQueryType`.
const LABEL_VALUES: i64 = 1;
/// A query in Grafana's words.
const CLASSIC_QUERY: i64 = 5;

/// Asked for again when the shown time changes. Source: grafana/schema, `VariableRefresh`.
const ON_TIME_RANGE: i64 = 2;

/// Alphabetical, ascending. Source: grafana/schema, `VariableSort`.
const ALPHABETICAL: i64 = 1;

/// The value of All.
const ALL: &str = "$__all";

/// A variable of a dashboard whose queries go to a datasource.
pub fn variable(variable: &Variable, source: &str) -> Node {
    let head = Node::map()
        .with("name", text(&variable.name))
        .with("type", grafana_type(variable.variable_type))
        .with_some("label", variable.title.clone())
        .with_some("description", variable.description.clone())
        .with("hide", hide(variable));
    let node = match variable.variable_type {
        VariableType::LabelValues | VariableType::Query => query(head, variable, source),
        VariableType::Custom => choice(listed(head, variable), variable),
        VariableType::Interval => listed(head, variable)
            .with("current", first(variable))
            .with("refresh", ON_TIME_RANGE)
            .with("auto", false),
        VariableType::Textbox => {
            let value = default(variable);
            head.with("query", value).with("current", first(variable))
        }
        VariableType::Constant => head
            .with("query", default(variable))
            .with("current", first(variable))
            .with("skipUrlSync", true),
        // Without `filters`, which the schema does not know, there are none.
        VariableType::AdHoc => head.with("datasource", datasource(source)),
        VariableType::Datasource => choice(
            head.with("query", variable.query.clone())
                .with("refresh", 1)
                .with("options", Value::List(Vec::new())),
            variable,
        )
        .with("regex", regex(variable)),
    };
    merge_raw(node.at(variable.name.span), variable.raw.as_ref())
}

/// Source: grafana/schema, `VariableType`.
fn grafana_type(variable_type: VariableType) -> &'static str {
    match variable_type {
        VariableType::LabelValues | VariableType::Query => "query",
        VariableType::Custom => "custom",
        VariableType::Interval => "interval",
        VariableType::Textbox => "textbox",
        VariableType::Constant => "constant",
        VariableType::AdHoc => "adhoc",
        VariableType::Datasource => "datasource",
    }
}

/// Source: grafana/schema, `VariableHide`. A constant is never shown.
fn hide(variable: &Variable) -> i64 {
    match variable.hide {
        Some(Hide::Variable) => 2,
        _ if variable.variable_type == VariableType::Constant => 2,
        Some(Hide::Label) => 1,
        None => 0,
    }
}

fn query(head: Node, variable: &Variable, source: &str) -> Node {
    let kind = if variable.query.starts_with("label_values(") {
        LABEL_VALUES
    } else {
        CLASSIC_QUERY
    };
    let query = Node::map()
        .with("qryType", kind)
        .with("query", variable.query.clone())
        .with("refId", REF_ID);
    let node = head
        .with("datasource", datasource(source))
        .with("definition", variable.query.clone())
        .with("query", query)
        .with("refresh", ON_TIME_RANGE)
        .with("regex", regex(variable))
        .with("sort", ALPHABETICAL)
        .with("options", Value::List(Vec::new()));
    choice(node, variable)
}

fn regex(variable: &Variable) -> Node {
    variable.regex.as_ref().map_or("".into(), text)
}

/// The list of values, as Grafana writes it: separated by commas, those inside values escaped.
fn listed(head: Node, variable: &Variable) -> Node {
    let values: Vec<String> = variable
        .values
        .iter()
        .map(|value| value.value.replace(',', "\\,"))
        .collect();
    let chosen = chosen(variable);
    let options = variable.values.iter().map(|value| {
        Node::map()
            .with("text", text(value))
            .with("value", text(value))
            .with("selected", Some(value.value.as_str()) == chosen)
    });
    head.with("query", values.join(","))
        .with("options", Node::list(options))
}

/// What can be chosen, and what is chosen at first.
fn choice(node: Node, variable: &Variable) -> Node {
    node.with("multi", variable.multi)
        .with("includeAll", variable.include_all)
        .with_some("allValue", variable.all_value.clone())
        .with("current", current(variable))
}

fn current(variable: &Variable) -> Node {
    let (label, value): (Node, Node) = match &variable.default_value {
        Some(value) => (text(value), text(value)),
        None if variable.include_all => ("All".into(), ALL.into()),
        None if !variable.values.is_empty() => return first(variable),
        None => return Node::map(),
    };
    let shape = |node: Node| {
        if variable.multi {
            Node::list([node])
        } else {
            node
        }
    };
    Node::map()
        .with("text", shape(label))
        .with("value", shape(value))
}

/// The value at first: the declared one, else the first of the list.
fn chosen(variable: &Variable) -> Option<&str> {
    let declared = variable.default_value.as_ref();
    let all = variable.include_all && declared.is_none();
    let first = declared.or_else(|| variable.values.first());
    first.filter(|_| !all).map(|value| value.value.as_str())
}

fn first(variable: &Variable) -> Node {
    let value = chosen(variable).unwrap_or_default();
    Node::map()
        .with("text", value.to_string())
        .with("value", value.to_string())
}

fn default(variable: &Variable) -> Node {
    variable.default_value.as_ref().map_or("".into(), text)
}
