//! The `gen` program: arguments to `cli`, its exit code back.

fn main() -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
