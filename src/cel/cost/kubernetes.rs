//! Functions that kube-apiserver prices by their names (`apiserver/pkg/cel/library/cost.go`).

use super::{
    Range,
    call::{Called, Estimate, Operand, REGEX, TRAVERSAL, regex},
    walk::Walk,
};
use crate::cel::{
    ast::{ExprKind, Literal},
    types::Type,
};

/// How a function is priced.
enum Price {
    /// Always the same.
    Fixed(u64),
    /// By the length of its first argument.
    Argument { factor: f64, keeps_size: bool },
    /// By the length of its target, which the result has too.
    Target,
    /// In its own way; the last parameter is the overload. `None` leaves it to cel-go.
    Special(fn(&Walk<'_>, &Called<'_>, &str) -> Option<Estimate>),
}

const PARSE: Price = Price::Argument {
    factor: TRAVERSAL,
    keeps_size: false,
};

/// The table; a function is in one row.
const FUNCTIONS: &[(&[&str], Price)] = &[
    (&["check"], Price::Fixed(350_000)),
    (
        &[
            "serviceAccount",
            "path",
            "group",
            "resource",
            "subresource",
            "namespace",
            "name",
            "allowed",
            "reason",
            "error",
            "errored",
        ],
        Price::Fixed(1),
    ),
    (
        &[
            "masked",
            "prefixLength",
            "family",
            "isUnspecified",
            "isLoopback",
            "isLinkLocalMulticast",
            "isLinkLocalUnicast",
            "isGlobalUnicast",
        ],
        Price::Fixed(1),
    ),
    (
        &[
            "sign",
            "asInteger",
            "isInteger",
            "asApproximateFloat",
            "isGreaterThan",
            "isLessThan",
            "compareTo",
            "add",
            "sub",
            "major",
            "minor",
            "patch",
        ],
        Price::Fixed(1),
    ),
    (
        &[
            "getScheme",
            "getHostname",
            "getHost",
            "getPort",
            "getEscapedPath",
            "getQuery",
        ],
        Price::Fixed(1),
    ),
    (&["format.named"], Price::Fixed(1)),
    (
        &["url", "jsonpatch.escapeKey"],
        Price::Argument {
            factor: TRAVERSAL,
            keeps_size: true,
        },
    ),
    (
        &[
            "cidr",
            "isIP",
            "isCIDR",
            "quantity",
            "isQuantity",
            "semver",
            "isSemver",
        ],
        PARSE,
    ),
    (
        &["ip.isCanonical"],
        Price::Argument {
            factor: 2.0 * TRAVERSAL,
            keeps_size: false,
        },
    ),
    (
        &["lowerAscii", "upperAscii", "substring", "trim"],
        Price::Target,
    ),
    (&["ip"], Price::Special(ip)),
    (
        &["fieldSelector", "labelSelector"],
        Price::Special(selector),
    ),
    (
        &["isSorted", "sum", "max", "min", "indexOf", "lastIndexOf"],
        Price::Special(compare_items),
    ),
    (&["replace"], Price::Special(replace)),
    (&["split"], Price::Special(split)),
    (&["join"], Price::Special(join)),
    (&["find", "findAll"], Price::Special(find)),
    (&["containsIP"], Price::Special(contains_ip)),
    (&["containsCIDR"], Price::Special(contains_cidr)),
    (&["validate"], Price::Special(validate)),
    (&["_==_"], Price::Special(equal)),
];

/// What a function costs without its arguments; `None` when it is none of these.
pub fn estimate(walk: &Walk<'_>, called: &Called<'_>, overload: &str) -> Option<Estimate> {
    let (_names, price) = FUNCTIONS
        .iter()
        .find(|(names, _)| names.contains(&called.function))?;
    match price {
        Price::Fixed(cost) => Some(Estimate::costs(Range::fixed(*cost))),
        Price::Argument { factor, keeps_size } => {
            let size = walk.operand_size(called.arguments.first()?);
            let cost = size.scaled(*factor);
            Some(Estimate {
                cost,
                size: keeps_size.then_some(size),
            })
        }
        Price::Target => {
            let size = walk.operand_size(called.target.as_ref()?);
            let cost = size.scaled(TRAVERSAL);
            Some(Estimate {
                cost,
                size: Some(size),
            })
        }
        Price::Special(price) => price(walk, called, overload),
    }
}

impl Walk<'_> {
    /// The size of an operand: as computed, or as its way is limited.
    pub fn operand_size(&self, operand: &Operand<'_>) -> Range {
        let size = operand.size.or_else(|| self.size_at(operand.path));
        size.unwrap_or(Range::UNKNOWN)
    }

    /// The type of what a list holds, and its size as its way is limited; `None` when the type has no parts.
    fn item<'a>(&self, list: &Operand<'a>) -> Option<(&'a Type, Range)> {
        let kind = match list.kind {
            Type::List(items) => &**items,
            Type::Map(keys, _) => &**keys,
            Type::Type(Some(of)) => &**of,
            Type::Opaque(_, parts) => parts.first()?,
            _ => return None,
        };
        let size = self.size_below(list.path, "@items");
        Some((kind, size.unwrap_or(Range::UNKNOWN)))
    }
}

/// Parsing of an address; of a network it is only an access.
fn ip(walk: &Walk<'_>, called: &Called<'_>, overload: &str) -> Option<Estimate> {
    if overload == "cidr_ip" {
        return Some(Estimate::costs(Range::fixed(1)));
    }
    let size = walk.operand_size(called.arguments.first()?);
    Some(Estimate::costs(size.scaled(TRAVERSAL)))
}

/// A selector becomes requirements of two characters or more, each a structure with a list.
fn selector(walk: &Walk<'_>, called: &Called<'_>, _overload: &str) -> Option<Estimate> {
    let [text] = &called.arguments[..] else {
        return None;
    };
    let length = walk.operand_size(text);
    let requirements = length.scaled(0.5).scaled(10.0 + 40.0);
    Some(Estimate::costs(
        Range::fixed(10)
            .plus(length.scaled(TRAVERSAL))
            .plus(requirements),
    ))
}

/// Each item of a list is compared, texts by all of their characters; `indexOf` of a text goes through it.
fn compare_items(walk: &Walk<'_>, called: &Called<'_>, _overload: &str) -> Option<Estimate> {
    let target = called.target.as_ref()?;
    let size = walk.operand_size(target);
    let cost = match walk.item(target) {
        Some((Type::String | Type::Bytes, item)) => {
            size.times(Range::fixed(1).plus(item.scaled(TRAVERSAL)))
        }
        Some(_) => size,
        None => size.scaled(TRAVERSAL),
    };
    Some(Estimate::costs(cost))
}

fn replace(walk: &Walk<'_>, called: &Called<'_>, _overload: &str) -> Option<Estimate> {
    let [old, new, ..] = &called.arguments[..] else {
        return None;
    };
    let text = walk.operand_size(called.target.as_ref()?);
    let (old, new) = (walk.operand_size(old), walk.operand_size(new));
    let longest = replaced(text.most, old.least, new.most <= old.least);
    let shortest = replaced(text.least, old.most, old.most <= new.least);
    let count = Range::new(shortest.0, longest.0);
    let retained = Range::new(shortest.1, longest.1);
    let size = Some(count.times(new).plus(retained));
    let cost = text.scaled(2.0 * TRAVERSAL);
    Some(Estimate { cost, size })
}

/// How often a part of a length is replaced in a text, and how much of the text remains; `is_kept` when the result is not beyond the text.
fn replaced(text: u64, part: u64, is_kept: bool) -> (u64, u64) {
    match part {
        // The new text then stands around each character.
        0 => (text.saturating_add(1), text),
        _ if is_kept => (0, text),
        _ => (divide(text, part), 0),
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the server calculates with doubles"
)]
fn divide(amount: u64, by: u64) -> u64 {
    /// What Go makes of 2^64 as an integer on amd64, where the quotient is rounded up beyond it.
    const BEYOND: u64 = 1 << 63;
    let quotient = (amount as f64 / by as f64).ceil();
    if quotient >= u64::MAX as f64 {
        return BEYOND;
    }
    quotient as u64
}

/// At worst each character becomes an item, unless a constant says how many there may be.
fn split(walk: &Walk<'_>, called: &Called<'_>, _overload: &str) -> Option<Estimate> {
    let text = walk.operand_size(called.target.as_ref()?);
    let most = match called.arguments.get(1).map(|limit| &limit.expr.kind) {
        Some(ExprKind::Literal(Literal::Int(limit))) => limit.cast_unsigned(),
        _ => text.most,
    };
    let cost = text.scaled(2.0 * TRAVERSAL);
    Some(Estimate {
        cost,
        size: Some(Range::new(0, most)),
    })
}

fn join(walk: &Walk<'_>, called: &Called<'_>, _overload: &str) -> Option<Estimate> {
    let list = called.target.as_ref()?;
    let count = walk.operand_size(list);
    let mut size = walk
        .item(list)
        .map_or(Range::ZERO, |(_, item)| count.times(item));
    if let Some(separator) = called.arguments.first() {
        let separators = Range::new(count.least.saturating_sub(1), count.most.saturating_sub(1));
        size = size.plus(walk.operand_size(separator).times(separators));
    }
    let cost = size.scaled(TRAVERSAL);
    Some(Estimate {
        cost,
        size: Some(size),
    })
}

fn find(walk: &Walk<'_>, called: &Called<'_>, _overload: &str) -> Option<Estimate> {
    let text = walk.operand_size(called.target.as_ref()?);
    let pattern = walk.operand_size(called.arguments.first()?);
    let cost = regex(text, pattern);
    Some(Estimate {
        cost,
        size: Some(Range::new(0, text.most)),
    })
}

/// An address has 4 or 16 bytes.
const ADDRESS: Range = Range::new(4, 16);

fn contains_ip(walk: &Walk<'_>, called: &Called<'_>, overload: &str) -> Option<Estimate> {
    let parsed = parsed(walk, called, overload == "cidr_contains_ip_string")?;
    Some(Estimate::costs(
        ADDRESS.plus(ADDRESS).scaled(TRAVERSAL).plus(parsed),
    ))
}

fn contains_cidr(walk: &Walk<'_>, called: &Called<'_>, overload: &str) -> Option<Estimate> {
    let parsed = parsed(walk, called, overload == "cidr_contains_cidr_string")?;
    let compared = ADDRESS
        .plus(ADDRESS)
        .scaled(TRAVERSAL)
        .plus(ADDRESS.scaled(TRAVERSAL));
    Some(Estimate::costs(compared.plus(Range::fixed(1)).plus(parsed)))
}

/// What it costs to parse the first argument, if it is a text.
fn parsed(walk: &Walk<'_>, called: &Called<'_>, is_text: bool) -> Option<Range> {
    let argument = called.arguments.first()?;
    let size = walk.operand_size(argument);
    Some(if is_text {
        size.scaled(TRAVERSAL)
    } else {
        Range::ZERO
    })
}

/// Formats are priced as a regular expression of 128 characters (`MaxNameFormatRegexSize` of `apiserver/pkg/cel/limits.go`).
fn validate(walk: &Walk<'_>, called: &Called<'_>, _overload: &str) -> Option<Estimate> {
    let text = walk.operand_size(called.arguments.first()?);
    Some(Estimate::costs(
        text.scaled(TRAVERSAL).scaled(128.0 * REGEX),
    ))
}

/// Types of Kubernetes whose values are equal at a glance.
const COMPARED_AT_ONCE: [&str; 9] = [
    "net.IP",
    "net.CIDR",
    "kubernetes.Quantity",
    "kubernetes.Semver",
    "kubernetes.authorization.Authorizer",
    "kubernetes.authorization.PathCheck",
    "kubernetes.authorization.GroupCheck",
    "kubernetes.authorization.ResourceCheck",
    "kubernetes.authorization.Decision",
];

fn equal(_walk: &Walk<'_>, called: &Called<'_>, _overload: &str) -> Option<Estimate> {
    /// `MaxFormatSize` of `apiserver/pkg/cel/limits.go`.
    const LONGEST_FORMAT: u64 = 64;
    let [left, right] = &called.arguments[..] else {
        return None;
    };
    let (Type::Opaque(name, _), true) = (left.kind, left.kind == right.kind) else {
        return None;
    };
    let cost = match *name {
        name if COMPARED_AT_ONCE.contains(&name) => Range::fixed(1),
        "kubernetes.NamedFormat" => Range::new(1, LONGEST_FORMAT).scaled(TRAVERSAL),
        // Of both sides, the server looks at the right one.
        "kubernetes.URL" => Range::new(1, right.size.map_or(1, |size| size.most)).scaled(TRAVERSAL),
        _ => return None,
    };
    Some(Estimate::costs(cost))
}

#[cfg(test)]
mod tests {
    use super::FUNCTIONS;
    use std::collections::BTreeSet;

    #[test]
    fn a_function_is_in_one_row() {
        let names: Vec<&str> = FUNCTIONS
            .iter()
            .flat_map(|(names, _)| *names)
            .copied()
            .collect();
        let once: BTreeSet<&str> = names.iter().copied().collect();
        assert_eq!(names.len(), once.len());
    }
}
