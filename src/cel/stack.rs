//! Room for recursion over deeply nested expressions.
//!
//! cel-go allows 250 levels, which macros multiply by up to five; what recurses over such a tree asks for a stack of its own.

use std::thread;

/// How many levels any stack has room for.
const USUAL_LEVELS: usize = 30;

/// The stack for more of them, in bytes; pages that are not touched cost nothing.
const BYTES: usize = 64 << 20;

/// Runs what recurses as many levels deep.
pub fn run<T: Send>(levels: usize, work: impl FnOnce() -> T + Send) -> T {
    if levels <= USUAL_LEVELS {
        return work();
    }
    thread::scope(|scope| {
        let started = thread::Builder::new()
            .stack_size(BYTES)
            .spawn_scoped(scope, work)
            .expect("a thread can be started, as std::thread::spawn assumes too");
        match started.join() {
            Ok(result) => result,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}
