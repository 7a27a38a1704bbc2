//! Arguments, streams, exit codes.
