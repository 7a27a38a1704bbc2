//! The `gen` program: arguments to `cli`, its exit code back.

/// Reading TOML makes many small allocations; the benchmark of `benches/` tells what this saves.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    opsgen::cli::main()
}
