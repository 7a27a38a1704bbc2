//! The alert tests of every example, run by promtool.

