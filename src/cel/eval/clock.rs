//! Parts of points in time and of lengths of time.

use super::{
    fault::Fault,
    time::{Timestamp, read_zone},
    value::Value,
};

/// The functions of time; `None` when none fits.
pub fn call(function: &str, arguments: &[Value]) -> Option<Result<Value, Fault>> {
    match arguments {
        [Value::Timestamp(time)] => part(function, *time, 0).map(Ok),
        [Value::Timestamp(time), Value::String(zone)] => match read_zone(zone) {
            Ok(offset) => part(function, *time, offset).map(Ok),
            Err(fault) => Some(Err(fault)),
        },
        [Value::Duration(length)] => {
            let unit = match function {
                "getHours" => 3_600_000_000_000,
                "getMinutes" => 60_000_000_000,
                "getSeconds" => 1_000_000_000,
                "getMilliseconds" => 1_000_000,
                _ => return None,
            };
            Some(Ok(Value::Int(length.0 / unit)))
        }
        _ => None,
    }
}

fn part(function: &str, time: Timestamp, offset: i64) -> Option<Value> {
    let civil = time.civil(offset);
    Some(Value::Int(match function {
        "getFullYear" => civil.year,
        "getMonth" => civil.month - 1,
        "getDayOfYear" => civil.day_of_year,
        "getDayOfMonth" => civil.day - 1,
        "getDate" => civil.day,
        "getDayOfWeek" => civil.weekday,
        "getHours" => civil.second_of_day / 3600,
        "getMinutes" => civil.second_of_day / 60 % 60,
        "getSeconds" => civil.second_of_day % 60,
        "getMilliseconds" => time.nanoseconds / 1_000_000,
        _ => return None,
    }))
}
