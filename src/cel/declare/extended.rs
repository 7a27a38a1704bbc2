//! The libraries that come with cel-go and that the API server turns on.

use crate::cel::declare::shape::Shape::{
    Bool, Bytes, Double, Duration, Dyn, Int, List, Map, Optional, String, Timestamp, Uint,
};
use crate::cel::declare::shape::{A, B, Overload, function, method};

/// `ext.Strings`
pub(super) const STRINGS: &[Overload] = &[
    method("charAt", "string_char_at_int", &[String, Int], String),
    method("indexOf", "string_index_of_string", &[String, String], Int),
    method(
        "indexOf",
        "string_index_of_string_int",
        &[String, String, Int],
        Int,
    ),
    method("join", "list_join", &[List(&String)], String),
    method("join", "list_join_string", &[List(&String), String], String),
    method(
        "lastIndexOf",
        "string_last_index_of_string",
        &[String, String],
        Int,
    ),
    method(
        "lastIndexOf",
        "string_last_index_of_string_int",
        &[String, String, Int],
        Int,
    ),
    method("lowerAscii", "string_lower_ascii", &[String], String),
    method(
        "replace",
        "string_replace_string_string",
        &[String, String, String],
        String,
    ),
    method(
        "replace",
        "string_replace_string_string_int",
        &[String, String, String, Int],
        String,
    ),
    method(
        "split",
        "string_split_string",
        &[String, String],
        List(&String),
    ),
    method(
        "split",
        "string_split_string_int",
        &[String, String, Int],
        List(&String),
    ),
    method("substring", "string_substring_int", &[String, Int], String),
    method(
        "substring",
        "string_substring_int_int",
        &[String, Int, Int],
        String,
    ),
    method("trim", "string_trim", &[String], String),
    method("upperAscii", "string_upper_ascii", &[String], String),
];

/// What `ext.Strings` has in its second version.
pub(super) const STRINGS_29: &[Overload] = &[
    method("format", "string_format", &[String, List(&Dyn)], String),
    function("strings.quote", "strings_quote", &[String], String),
];

/// Values that may be absent.
pub(super) const OPTIONALS: &[Overload] = &[
    function(
        "_?._",
        "select_optional_field",
        &[Dyn, String],
        Optional(&B),
    ),
    function(
        "_[?_]",
        "list_optindex_optional_int",
        &[List(&B), Int],
        Optional(&B),
    ),
    function(
        "_[?_]",
        "optional_list_optindex_optional_int",
        &[Optional(&List(&B)), Int],
        Optional(&B),
    ),
    function(
        "_[?_]",
        "map_optindex_optional_value",
        &[Map(&A, &B), A],
        Optional(&B),
    ),
    function(
        "_[?_]",
        "optional_map_optindex_optional_value",
        &[Optional(&Map(&A, &B)), A],
        Optional(&B),
    ),
    function(
        "_[_]",
        "optional_list_index_int",
        &[Optional(&List(&B)), Int],
        Optional(&B),
    ),
    function(
        "_[_]",
        "optional_map_index_value",
        &[Optional(&Map(&A, &B)), A],
        Optional(&B),
    ),
    method("first", "list_first", &[List(&B)], Optional(&B)),
    method("hasValue", "optional_hasValue", &[Optional(&B)], Bool),
    method("last", "list_last", &[List(&B)], Optional(&B)),
    function("optional.none", "optional_none", &[], Optional(&B)),
    function("optional.of", "optional_of", &[B], Optional(&B)),
    function(
        "optional.ofNonZeroValue",
        "optional_ofNonZeroValue",
        &[B],
        Optional(&B),
    ),
    function(
        "optional.unwrap",
        "optional_unwrap",
        &[List(&Optional(&B))],
        List(&B),
    ),
    method(
        "or",
        "optional_or_optional",
        &[Optional(&B), Optional(&B)],
        Optional(&B),
    ),
    method("orValue", "optional_orValue_value", &[Optional(&B), B], B),
    method(
        "unwrapOpt",
        "optional_unwrapOpt",
        &[List(&Optional(&B))],
        List(&B),
    ),
    method("value", "optional_value", &[Optional(&B)], B),
];

/// `ext.Sets`
pub(super) const SETS: &[Overload] = &[
    function(
        "sets.contains",
        "list_sets_contains_list",
        &[List(&A), List(&A)],
        Bool,
    ),
    function(
        "sets.equivalent",
        "list_sets_equivalent_list",
        &[List(&A), List(&A)],
        Bool,
    ),
    function(
        "sets.intersects",
        "list_sets_intersects_list",
        &[List(&A), List(&A)],
        Bool,
    ),
];

/// What the macros of `ext.TwoVarComprehensions` call.
pub(super) const TWO_VARIABLES: &[Overload] = &[
    function(
        "cel.@mapInsert",
        "@mapInsert_map_key_value",
        &[Map(&A, &B), A, B],
        Map(&A, &B),
    ),
    function(
        "cel.@mapInsert",
        "@mapInsert_map_map",
        &[Map(&A, &B), Map(&A, &B)],
        Map(&A, &B),
    ),
];

/// `ext.Lists`
pub(super) const LISTS_34: &[Overload] = &[
    method(
        "@sortByAssociatedKeys",
        "list_int_sortByAssociatedKeys",
        &[List(&A), List(&Int)],
        List(&A),
    ),
    method(
        "@sortByAssociatedKeys",
        "list_uint_sortByAssociatedKeys",
        &[List(&A), List(&Uint)],
        List(&A),
    ),
    method(
        "@sortByAssociatedKeys",
        "list_double_sortByAssociatedKeys",
        &[List(&A), List(&Double)],
        List(&A),
    ),
    method(
        "@sortByAssociatedKeys",
        "list_bool_sortByAssociatedKeys",
        &[List(&A), List(&Bool)],
        List(&A),
    ),
    method(
        "@sortByAssociatedKeys",
        "list_google.protobuf.Duration_sortByAssociatedKeys",
        &[List(&A), List(&Duration)],
        List(&A),
    ),
    method(
        "@sortByAssociatedKeys",
        "list_google.protobuf.Timestamp_sortByAssociatedKeys",
        &[List(&A), List(&Timestamp)],
        List(&A),
    ),
    method(
        "@sortByAssociatedKeys",
        "list_string_sortByAssociatedKeys",
        &[List(&A), List(&String)],
        List(&A),
    ),
    method(
        "@sortByAssociatedKeys",
        "list_bytes_sortByAssociatedKeys",
        &[List(&A), List(&Bytes)],
        List(&A),
    ),
    method("distinct", "list_distinct", &[List(&A)], List(&A)),
    method("flatten", "list_flatten", &[List(&List(&A))], List(&A)),
    method(
        "flatten",
        "list_flatten_int",
        &[List(&Dyn), Int],
        List(&Dyn),
    ),
    function("lists.range", "lists_range", &[Int], List(&Int)),
    method("reverse", "list_reverse", &[List(&A)], List(&A)),
    method("slice", "list_slice", &[List(&A), Int, Int], List(&A)),
    method("sort", "list_int_sort", &[List(&Int)], List(&Int)),
    method("sort", "list_uint_sort", &[List(&Uint)], List(&Uint)),
    method("sort", "list_double_sort", &[List(&Double)], List(&Double)),
    method("sort", "list_bool_sort", &[List(&Bool)], List(&Bool)),
    method(
        "sort",
        "list_google.protobuf.Duration_sort",
        &[List(&Duration)],
        List(&Duration),
    ),
    method(
        "sort",
        "list_google.protobuf.Timestamp_sort",
        &[List(&Timestamp)],
        List(&Timestamp),
    ),
    method("sort", "list_string_sort", &[List(&String)], List(&String)),
    method("sort", "list_bytes_sort", &[List(&Bytes)], List(&Bytes)),
];
