//! Semantic versions, as `apiserver/pkg/cel/library/semverlib.go` reads them.

use super::{fault::Fault, value::Value};
use std::{cmp::Ordering, sync::Arc};

/// A version; what follows `+` does not count.
#[derive(Clone, Debug)]
pub struct Semver {
    numbers: [u64; 3],
    before: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Number(u64),
    Text(String),
}

impl Semver {
    fn read(text: &str) -> Option<Self> {
        let (rest, build) = match text.split_once('+') {
            Some((rest, build)) => (rest, Some(build)),
            None => (text, None),
        };
        let (core, before) = match rest.split_once('-') {
            Some((core, before)) => (core, Some(before)),
            None => (rest, None),
        };
        let numbers: Vec<u64> = core.split('.').map(read_number).collect::<Option<_>>()?;
        let is_part = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        if !build.is_none_or(|build| build.split('.').all(is_part)) {
            return None;
        }
        let read_part = |part: &str| match part.bytes().all(|byte| byte.is_ascii_digit()) {
            _ if !is_part(part) => None,
            true => read_number(part).map(Part::Number),
            false => Some(Part::Text(part.to_owned())),
        };
        let before = before.map_or(Some(Vec::new()), |before| {
            before.split('.').map(read_part).collect()
        })?;
        Some(Self {
            numbers: numbers.try_into().ok()?,
            before,
        })
    }

    /// With a `v` in front, zeros before numbers, and missing numbers.
    fn read_loosely(text: &str) -> Option<Self> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let mut parts: Vec<String> = text.splitn(3, '.').map(without_zeros).collect();
        if parts.len() < 3 && parts.last().is_some_and(|last| last.contains(['+', '-'])) {
            return None;
        }
        parts.resize(3, "0".to_owned());
        Self::read(&parts.join("."))
    }

    /// Which is later.
    pub fn compare(&self, other: &Self) -> Ordering {
        let before = match (self.before.is_empty(), other.before.is_empty()) {
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            _ => self.before.cmp(&other.before),
        };
        self.numbers.cmp(&other.numbers).then(before)
    }
}

fn read_number(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let valid = is_number && (text.len() == 1 || !text.starts_with('0'));
    valid.then(|| text.parse().ok())?
}

fn without_zeros(part: &str) -> String {
    if part.len() < 2 {
        return part.to_owned();
    }
    let rest = part.trim_start_matches('0');
    if rest.starts_with(|letter: char| letter.is_ascii_digit()) {
        rest.to_owned()
    } else {
        format!("0{rest}")
    }
}

/// The functions of versions; `None` when none fits.
pub fn call(function: &str, arguments: &[Value]) -> Option<Result<Value, Fault>> {
    use Value::{Bool, Int, String};
    let read = |text: &str, arguments: &[Value]| match arguments {
        [_, Bool(true)] => Semver::read_loosely(text),
        _ => Semver::read(text),
    };
    let value = match (function, arguments) {
        ("isSemver", [String(text)] | [String(text), Bool(_)]) => {
            Bool(read(text, arguments).is_some())
        }
        ("semver", [String(text)] | [String(text), Bool(_)]) => match read(text, arguments) {
            Some(version) => Value::Semver(Arc::new(version)),
            None => {
                return Some(Err(Fault::new(format!(
                    "invalid semantic version {text:?}"
                ))));
            }
        },
        ("major" | "minor" | "patch", [Value::Semver(own)]) => {
            let place = ["major", "minor", "patch"]
                .iter()
                .position(|name| *name == function);
            Int(own.numbers[place.unwrap_or_default()] as i64)
        }
        ("isGreaterThan", [Value::Semver(own), Value::Semver(other)]) => {
            Bool(own.compare(other).is_gt())
        }
        ("isLessThan", [Value::Semver(own), Value::Semver(other)]) => {
            Bool(own.compare(other).is_lt())
        }
        ("compareTo", [Value::Semver(own), Value::Semver(other)]) => Int(own.compare(other) as i64),
        _ => return None,
    };
    Some(Ok(value))
}
