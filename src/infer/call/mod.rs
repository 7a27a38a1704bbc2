//! Function calls: one row per function.
//!
//! A row says which argument carries the series, and what becomes of its labels, unit, values and kind.
//! Source: prometheus, `promql/functions.go`.

mod labels;
mod table;
mod unit;
mod values;

use super::{
    Because, Inferred, Interval, Key, Kind, Known, Labels, Naming, Unit, selector::is_plain,
};
use crate::{
    model::names,
    promql::{
        ValueType,
        ast::{Call, Node, Range},
        functions::find_function,
    },
};
use std::sync::Arc;
use table::find_row;

/// A call whose arguments are known.
struct Input<'i, 'a> {
    /// The call.
    call: &'a Call,
    /// What is known about its arguments.
    args: &'i [Inferred<'a>],
    /// What is known about the argument that carries the series.
    main: &'i Known<'a>,
    /// The place of the call.
    place: Range,
}

impl<'i, 'a> Input<'i, 'a> {
    /// What is known about an argument, from 0.
    fn arg(&self, index: usize) -> Option<&'i Known<'a>> {
        self.args.get(index).map(|arg| &arg.known)
    }

    /// The number that an argument surely is.
    fn number(&self, index: usize) -> Option<f64> {
        self.arg(index)?.range.only()
    }
}

/// The labels of the result, and the key where it is not that of the argument.
type OfLabels = for<'i, 'a> fn(&Input<'i, 'a>) -> (Arc<Labels<'a>>, Option<Arc<Key<'a>>>);
type OfUnit = for<'i, 'a> fn(&Input<'i, 'a>) -> (Unit<'a>, &'static str);
type OfValues = for<'i, 'a> fn(&Input<'i, 'a>) -> (Interval, &'static str);

/// What a function makes of what is known. The word beside a unit or range says what the function does; an empty one that it
/// keeps what the argument has.
struct Row {
    name: &'static str,
    /// Index of the argument that carries the series.
    main: usize,
    /// Whether the series keep their name.
    named: bool,
    labels: OfLabels,
    unit: OfUnit,
    values: OfValues,
    kind: fn(Kind) -> Kind,
}

/// What a call yields.
pub fn infer<'a>(call: &'a Call, args: &[Inferred<'a>], place: Range) -> Known<'a> {
    let result =
        find_function(&call.function).map_or(ValueType::Unknown, |function| function.result);
    let Some(row) = find_row(&call.function) else {
        return Known::unknown(result);
    };
    let none = Known::number(Unit::Unknown, Interval::ALL);
    let main = args.get(row.main).map_or(&none, |arg| &arg.known);
    let input = Input {
        call,
        args,
        main,
        place,
    };
    let index = u8::try_from(row.main).unwrap_or(u8::MAX);
    let because = |does: &'static str| match does {
        "" => Because::Kept(index),
        _ => Because::Does(does),
    };
    let (labels, key) = (row.labels)(&input);
    let (unit, unit_does) = (row.unit)(&input);
    let (range, range_does) = (row.values)(&input);
    let kind = (row.kind)(main.kind);
    Known {
        value_type: result,
        name: match row.named {
            true if writes(&input, names::METRIC_NAME) => Naming::Unknown,
            true => main.name,
            false => Naming::Dropped,
        },
        labels,
        unit,
        unit_declared: main.unit_declared || args.is_empty(),
        range: if kind.is_native() {
            Interval::ALL
        } else {
            range
        },
        kind,
        key,
        metric: main
            .metric
            .filter(|_| kind.is_buckets() || kind.is_native() || kind == Kind::Stateset)
            .filter(|metric| {
                let state = metric.state_label.as_deref();
                !writes(&input, names::LE) && !state.is_some_and(|state| writes(&input, state))
            }),
        unit_because: because(unit_does),
        range_because: because(range_does),
        kind_because: because(if kind == main.kind {
            ""
        } else {
            "makes new values"
        }),
    }
}

/// Whether a call writes a label.
fn writes(input: &Input, label: &str) -> bool {
    let writes = matches!(input.call.function.as_str(), "label_replace" | "label_join");
    writes
        && match input.call.args.get(1).map(|arg| &arg.node) {
            Some(Node::String(text)) if is_plain(text) => text.value == label,
            _ => true,
        }
}
