//! How long `gen` takes as a whole process, and how much memory: `cargo bench --bench render [-- N …]`.
//!
//! For each N (1000 and 4000 unless told) a project of N alerts and N dashboards of 12 panels is written to a temporary folder, rendered
//! into an empty folder, rendered again over its own output, compared (`render --check`) and checked. Then each `examples/*.toml` is
//! compared with what it was rendered to. Times are wall time, the least and the median of several runs; processor time, which other
//! processes disturb less, and the peak of memory are those of one more run.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a benchmark reads the clock and files, and prints"
)]

mod measure;
mod project;
mod tree;

use measure::{Measured, measure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tree::{last_write, tree_size};

const SIZES: [usize; 2] = [1000, 4000];

fn main() {
    let numbers: Vec<usize> = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let sizes = if numbers.is_empty() {
        SIZES.to_vec()
    } else {
        numbers
    };
    println!(
        "{:<44} {:>10} {:>10} {:>10} {:>10}",
        "", "least", "median", "processor", "peak"
    );
    for size in sizes {
        generated(size);
    }
    examples();
}

/// A generated project through the commands that read all of it.
fn generated(size: usize) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let text = project::project(size);
    fs::write(folder.path().join("gen.toml"), &text).expect("a temporary file can be written");
    println!(
        "{size} alerts, {size} dashboards of 12 panels: {:.1} MB of TOML",
        megabytes(text.len())
    );
    let out = folder.path().join("deploy");
    let runs = if size > 2000 { 3 } else { 7 };
    let line = |name: &str, arguments: &[&str], prepare: &dyn Fn()| {
        let measured = measure(runs, prepare, || gen_in(folder.path(), arguments));
        print(name, &measured);
    };
    line("render into an empty folder", &["render"], &|| {
        remove_output(folder.path());
    });
    let written = last_write(&out);
    line("render again", &["render"], &|| {});
    assert_eq!(written, last_write(&out), "a second render wrote");
    line("render --check", &["render", "--check"], &|| {});
    line("check", &["check", "--deny", "warnings"], &|| {});
    let (files, bytes) = tree_size(&out);
    println!("  {files} files, {:.1} MB of output", megabytes(bytes));
}

/// Everything but the project file.
fn remove_output(folder: &Path) {
    for entry in fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("the folder can be listed").path();
        if path.is_dir() {
            fs::remove_dir_all(path).expect("output can be removed");
        }
    }
}

fn examples() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut projects: Vec<PathBuf> = fs::read_dir(root.join("examples"))
        .map(|entries| {
            entries
                .filter_map(|entry| Some(entry.ok()?.path()))
                .collect()
        })
        .unwrap_or_default();
    projects.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "toml")
    });
    projects.sort();
    for path in projects {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let project = format!("examples/{name}");
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let out = folder.path().to_string_lossy();
        let render = ["render", "--project", &project, "--out", &out];
        measure(1, &|| {}, || gen_in(root, &render));
        let check = [&render[..], &["--check"]].concat();
        let measured = measure(20, &|| {}, || gen_in(root, &check));
        print(&format!("render --check, {name}"), &measured);
    }
}

fn gen_in(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gen"));
    command.current_dir(folder).args(arguments);
    command
}

fn print(name: &str, measured: &Measured) {
    let shown = |number: Option<u64>, unit: &str| {
        number.map_or_else(|| "?".to_owned(), |number| format!("{number} {unit}"))
    };
    let peak = shown(measured.used.peak_kilobytes.map(|peak| peak / 1024), "MB");
    let processor = shown(measured.used.processor_ticks.map(|ticks| ticks * 10), "ms");
    let [least, median] = [measured.least(), measured.median()]
        .map(|time| format!("{:.1} ms", time.as_secs_f64() * 1000.0));
    println!("  {name:<42} {least:>10} {median:>10} {processor:>10} {peak:>10}");
}

#[expect(clippy::cast_precision_loss, reason = "a size for a person")]
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}
