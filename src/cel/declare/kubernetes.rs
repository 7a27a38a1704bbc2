//! The libraries of the API server, `apiserver/pkg/cel/library`.

use crate::cel::declare::shape::Shape::{
    Bool, Bytes, Double, Duration, Int, List, Map, Optional, String, Timestamp, Uint,
};
use crate::cel::declare::shape::{
    A, CIDR, FORMAT, IP, Overload, QUANTITY, SEMVER, URL, function, method,
};

/// Lists of what can be ordered.
pub(super) const LISTS: &[Overload] = &[
    method("indexOf", "list_a_index_of_int", &[List(&A), A], Int),
    method("isSorted", "list_int_is_sorted_bool", &[List(&Int)], Bool),
    method("isSorted", "list_uint_is_sorted_bool", &[List(&Uint)], Bool),
    method(
        "isSorted",
        "list_double_is_sorted_bool",
        &[List(&Double)],
        Bool,
    ),
    method("isSorted", "list_bool_is_sorted_bool", &[List(&Bool)], Bool),
    method(
        "isSorted",
        "list_duration_is_sorted_bool",
        &[List(&Duration)],
        Bool,
    ),
    method(
        "isSorted",
        "list_timestamp_is_sorted_bool",
        &[List(&Timestamp)],
        Bool,
    ),
    method(
        "isSorted",
        "list_string_is_sorted_bool",
        &[List(&String)],
        Bool,
    ),
    method(
        "isSorted",
        "list_bytes_is_sorted_bool",
        &[List(&Bytes)],
        Bool,
    ),
    method(
        "lastIndexOf",
        "list_a_last_index_of_int",
        &[List(&A), A],
        Int,
    ),
    method("max", "list_int_max_int", &[List(&Int)], Int),
    method("max", "list_uint_max_uint", &[List(&Uint)], Uint),
    method("max", "list_double_max_double", &[List(&Double)], Double),
    method("max", "list_bool_max_bool", &[List(&Bool)], Bool),
    method(
        "max",
        "list_duration_max_duration",
        &[List(&Duration)],
        Duration,
    ),
    method(
        "max",
        "list_timestamp_max_timestamp",
        &[List(&Timestamp)],
        Timestamp,
    ),
    method("max", "list_string_max_string", &[List(&String)], String),
    method("max", "list_bytes_max_bytes", &[List(&Bytes)], Bytes),
    method("min", "list_int_min_int", &[List(&Int)], Int),
    method("min", "list_uint_min_uint", &[List(&Uint)], Uint),
    method("min", "list_double_min_double", &[List(&Double)], Double),
    method("min", "list_bool_min_bool", &[List(&Bool)], Bool),
    method(
        "min",
        "list_duration_min_duration",
        &[List(&Duration)],
        Duration,
    ),
    method(
        "min",
        "list_timestamp_min_timestamp",
        &[List(&Timestamp)],
        Timestamp,
    ),
    method("min", "list_string_min_string", &[List(&String)], String),
    method("min", "list_bytes_min_bytes", &[List(&Bytes)], Bytes),
    method("sum", "list_int_sum_int", &[List(&Int)], Int),
    method("sum", "list_uint_sum_uint", &[List(&Uint)], Uint),
    method("sum", "list_double_sum_double", &[List(&Double)], Double),
    method(
        "sum",
        "list_duration_sum_duration",
        &[List(&Duration)],
        Duration,
    ),
];

/// Regular expressions.
pub(super) const REGEX: &[Overload] = &[
    method("find", "string_find_string", &[String, String], String),
    method(
        "findAll",
        "string_find_all_string",
        &[String, String],
        List(&String),
    ),
    method(
        "findAll",
        "string_find_all_string_int",
        &[String, String, Int],
        List(&String),
    ),
];

/// URLs.
pub(super) const URLS: &[Overload] = &[
    method("getEscapedPath", "url_get_escaped_path", &[URL], String),
    method("getHost", "url_get_host", &[URL], String),
    method("getHostname", "url_get_hostname", &[URL], String),
    method("getPort", "url_get_port", &[URL], String),
    method(
        "getQuery",
        "url_get_query",
        &[URL],
        Map(&String, &List(&String)),
    ),
    method("getScheme", "url_get_scheme", &[URL], String),
    function("isURL", "is_url_string", &[String], Bool),
    function("url", "string_to_url", &[String], URL),
];

/// Quantities.
pub(super) const QUANTITIES: &[Overload] = &[
    method("add", "quantity_add", &[QUANTITY, QUANTITY], QUANTITY),
    method("add", "quantity_add_int", &[QUANTITY, Int], QUANTITY),
    method(
        "asApproximateFloat",
        "quantity_get_float",
        &[QUANTITY],
        Double,
    ),
    method("asInteger", "quantity_get_int", &[QUANTITY], Int),
    method(
        "compareTo",
        "quantity_compare_to",
        &[QUANTITY, QUANTITY],
        Int,
    ),
    method(
        "isGreaterThan",
        "quantity_is_greater_than",
        &[QUANTITY, QUANTITY],
        Bool,
    ),
    method("isInteger", "quantity_is_integer", &[QUANTITY], Bool),
    method(
        "isLessThan",
        "quantity_is_less_than",
        &[QUANTITY, QUANTITY],
        Bool,
    ),
    function("isQuantity", "is_quantity_string", &[String], Bool),
    function("quantity", "string_to_quantity", &[String], QUANTITY),
    function("sign", "quantity_sign", &[QUANTITY], Int),
    method("sub", "quantity_sub", &[QUANTITY, QUANTITY], QUANTITY),
    method("sub", "quantity_sub_int", &[QUANTITY, Int], QUANTITY),
];

/// IP addresses.
pub(super) const ADDRESSES: &[Overload] = &[
    method("family", "ip_family", &[IP], Int),
    function("ip", "string_to_ip", &[String], IP),
    function("ip.isCanonical", "ip_is_canonical", &[String], Bool),
    method("isGlobalUnicast", "ip_is_global_unicast", &[IP], Bool),
    function("isIP", "is_ip", &[String], Bool),
    method(
        "isLinkLocalMulticast",
        "ip_is_link_local_multicast",
        &[IP],
        Bool,
    ),
    method(
        "isLinkLocalUnicast",
        "ip_is_link_local_unicast",
        &[IP],
        Bool,
    ),
    method("isLoopback", "ip_is_loopback", &[IP], Bool),
    method("isUnspecified", "ip_is_unspecified", &[IP], Bool),
    function("string", "ip_to_string", &[IP], String),
];

/// Networks.
pub(super) const NETWORKS: &[Overload] = &[
    function("cidr", "string_to_cidr", &[String], CIDR),
    method(
        "containsCIDR",
        "cidr_contains_cidr_string",
        &[CIDR, String],
        Bool,
    ),
    method("containsCIDR", "cidr_contains_cidr", &[CIDR, CIDR], Bool),
    method(
        "containsIP",
        "cidr_contains_ip_string",
        &[CIDR, String],
        Bool,
    ),
    method("containsIP", "cidr_contains_ip_ip", &[CIDR, IP], Bool),
    method("ip", "cidr_ip", &[CIDR], IP),
    function("isCIDR", "is_cidr", &[String], Bool),
    method("masked", "cidr_masked", &[CIDR], CIDR),
    method("prefixLength", "cidr_prefix_length", &[CIDR], Int),
    function("string", "cidr_to_string", &[CIDR], String),
];

/// Named formats.
pub(super) const FORMATS: &[Overload] = &[
    function("format.byte", "format.byte", &[], FORMAT),
    function("format.date", "format.date", &[], FORMAT),
    function("format.datetime", "format.datetime", &[], FORMAT),
    function("format.dns1035Label", "format.dns1035Label", &[], FORMAT),
    function(
        "format.dns1035LabelPrefix",
        "format.dns1035LabelPrefix",
        &[],
        FORMAT,
    ),
    function("format.dns1123Label", "format.dns1123Label", &[], FORMAT),
    function(
        "format.dns1123LabelPrefix",
        "format.dns1123LabelPrefix",
        &[],
        FORMAT,
    ),
    function(
        "format.dns1123Subdomain",
        "format.dns1123Subdomain",
        &[],
        FORMAT,
    ),
    function(
        "format.dns1123SubdomainPrefix",
        "format.dns1123SubdomainPrefix",
        &[],
        FORMAT,
    ),
    function("format.labelValue", "format.labelValue", &[], FORMAT),
    function("format.named", "format-named", &[String], Optional(&FORMAT)),
    function("format.qualifiedName", "format.qualifiedName", &[], FORMAT),
    function("format.uri", "format.uri", &[], FORMAT),
    function("format.uuid", "format.uuid", &[], FORMAT),
    method(
        "validate",
        "format-validate",
        &[FORMAT, String],
        Optional(&List(&String)),
    ),
];

/// Semantic versions.
pub(super) const VERSIONS: &[Overload] = &[
    method("compareTo", "semver_compare_to", &[SEMVER, SEMVER], Int),
    method(
        "isGreaterThan",
        "semver_is_greater_than",
        &[SEMVER, SEMVER],
        Bool,
    ),
    method("isLessThan", "semver_is_less_than", &[SEMVER, SEMVER], Bool),
    function("isSemver", "is_semver_string", &[String], Bool),
    function("isSemver", "is_semver_string_bool", &[String, Bool], Bool),
    method("major", "semver_major", &[SEMVER], Int),
    method("minor", "semver_minor", &[SEMVER], Int),
    method("patch", "semver_patch", &[SEMVER], Int),
    function("semver", "string_to_semver", &[String], SEMVER),
    function("semver", "string_bool_to_semver", &[String, Bool], SEMVER),
];
