//! The functions that expressions may call, by library and release.
//!
//! Which library came with which release of Kubernetes is `apiserver/pkg/cel/environment/base.go`; the rows are what the API server
//! declares (`tests/oracle/cel.rs` compares them). Rows of one function stand in the order in which they are tried.

mod authorizer;
mod extended;
mod kubernetes;
mod operators;
mod shape;
mod standard;

pub use shape::{Overload, Shape};

use std::{collections::BTreeMap, sync::LazyLock};

/// Functions that came together.
struct Library {
    /// The minor release of Kubernetes 1 that brought them; 0 for those that CEL always had there.
    since: u32,
    overloads: &'static [Overload],
}

const fn library(since: u32, overloads: &'static [Overload]) -> Library {
    Library { since, overloads }
}

/// The libraries, in the order in which the server turns them on.
const LIBRARIES: [Library; 20] = [
    library(0, operators::OPERATORS),
    library(0, operators::COMPARISONS),
    library(0, standard::STANDARD),
    library(0, standard::TIME),
    library(0, kubernetes::URLS),
    library(0, kubernetes::REGEX),
    library(0, kubernetes::LISTS),
    library(27, authorizer::AUTHORIZER_CALLS),
    library(28, extended::OPTIONALS),
    library(28, kubernetes::QUANTITIES),
    library(0, extended::STRINGS),
    library(29, extended::STRINGS_29),
    library(29, extended::SETS),
    library(30, kubernetes::ADDRESSES),
    library(30, kubernetes::NETWORKS),
    library(31, kubernetes::FORMATS),
    library(0, authorizer::SELECTORS),
    library(32, extended::TWO_VARIABLES),
    library(33, kubernetes::VERSIONS),
    library(34, extended::LISTS_34),
];

/// The overloads by function, each with the release that brought it.
static BY_FUNCTION: LazyLock<BTreeMap<&str, Vec<(u32, &Overload)>>> = LazyLock::new(|| {
    let mut by_function: BTreeMap<&str, Vec<(u32, &Overload)>> = BTreeMap::new();
    for library in &LIBRARIES {
        for overload in library.overloads {
            let all = by_function.entry(overload.function).or_default();
            all.push((library.since, overload));
        }
    }
    by_function
});

/// Returns the overloads of a function in Kubernetes 1.`minor`, in the order in which they are tried; none when it has no such function.
pub fn overloads(function: &str, minor: u32) -> impl Iterator<Item = &'static Overload> {
    let all = BY_FUNCTION.get(function).map_or(&[][..], Vec::as_slice);
    all.iter()
        .filter(move |(since, _)| *since <= minor)
        .map(|(_, overload)| *overload)
}

/// Returns the release that brought a function; `None` when none has it.
pub fn find_release(function: &str) -> Option<u32> {
    let all = BY_FUNCTION.get(function)?;
    all.iter().map(|(since, _)| *since).min()
}

/// Returns the names of all functions of Kubernetes 1.`minor`, sorted, with the operators.
pub fn functions(minor: u32) -> impl Iterator<Item = &'static str> {
    BY_FUNCTION
        .iter()
        .filter(move |(_, all)| all.iter().any(|(since, _)| *since <= minor))
        .map(|(name, _)| *name)
}

/// Whether an overload compares numbers of two types, which Kubernetes knows since 1.28.
pub fn is_across_types(overload: &Overload) -> bool {
    const ORDERS: [&str; 4] = ["_<_", "_<=_", "_>_", "_>=_"];
    let kinds = overload.arguments.iter().map(std::mem::discriminant);
    let mut kinds = kinds.collect::<Vec<_>>();
    kinds.dedup();
    ORDERS.contains(&overload.function) && kinds.len() > 1
}
