//! The authorizer. No variable of a rule in a definition is one, but its functions are declared and fit what has any type.

use crate::cel::declare::shape::Shape::{Bool, String};
use crate::cel::declare::shape::{
    AUTHORIZER, DECISION, GROUP_CHECK, Overload, PATH_CHECK, RESOURCE_CHECK, method,
};

/// Checks of the rights of a user.
pub(super) const AUTHORIZER_CALLS: &[Overload] = &[
    method("allowed", "decision_allowed", &[DECISION], Bool),
    method("check", "pathcheck_check", &[PATH_CHECK, String], DECISION),
    method(
        "check",
        "resourcecheck_check",
        &[RESOURCE_CHECK, String],
        DECISION,
    ),
    method("error", "decision_error", &[DECISION], String),
    method("errored", "decision_errored", &[DECISION], Bool),
    method(
        "group",
        "authorizer_group",
        &[AUTHORIZER, String],
        GROUP_CHECK,
    ),
    method(
        "name",
        "resourcecheck_name",
        &[RESOURCE_CHECK, String],
        RESOURCE_CHECK,
    ),
    method(
        "namespace",
        "resourcecheck_namespace",
        &[RESOURCE_CHECK, String],
        RESOURCE_CHECK,
    ),
    method("path", "authorizer_path", &[AUTHORIZER, String], PATH_CHECK),
    method("reason", "decision_reason", &[DECISION], String),
    method(
        "resource",
        "groupcheck_resource",
        &[GROUP_CHECK, String],
        RESOURCE_CHECK,
    ),
    method(
        "serviceAccount",
        "authorizer_serviceaccount",
        &[AUTHORIZER, String, String],
        AUTHORIZER,
    ),
    method(
        "subresource",
        "resourcecheck_subresource",
        &[RESOURCE_CHECK, String],
        RESOURCE_CHECK,
    ),
];

/// Selectors of what is checked; their feature is on in every release that has it, and so is the library.
pub(super) const SELECTORS: &[Overload] = &[
    method(
        "fieldSelector",
        "authorizer_fieldselector",
        &[RESOURCE_CHECK, String],
        RESOURCE_CHECK,
    ),
    method(
        "labelSelector",
        "authorizer_labelselector",
        &[RESOURCE_CHECK, String],
        RESOURCE_CHECK,
    ),
];
