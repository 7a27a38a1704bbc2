//! Checks of custom resources: what the API server accepts, and what is wrong nevertheless.

mod column;
mod column_type_mismatch;
mod empty_column;
mod enum_of_other_type;
mod float_field;
mod ignored_keyword;
mod impossible_bounds;
mod impossible_requirement;
mod missing_conditions;
mod parts;
mod status_without_subresource;
mod unknown_format;
mod unreached_scale_path;
mod untyped_list;

use super::Check;

/// The checks of this family, sorted by name.
pub const CHECKS: [&Check; 12] = [
    &column_type_mismatch::CHECK,
    &empty_column::CHECK,
    &enum_of_other_type::CHECK,
    &float_field::CHECK,
    &ignored_keyword::CHECK,
    &impossible_bounds::CHECK,
    &impossible_requirement::CHECK,
    &missing_conditions::CHECK,
    &status_without_subresource::CHECK,
    &unknown_format::CHECK,
    &unreached_scale_path::CHECK,
    &untyped_list::CHECK,
];
