//! How long `gen crd check` takes as a whole process: `cargo bench --bench crd [-- FILE …]`.
//!
//! Judges each FILE, one definition of about 430 kB that is made here, and 200 of 30 kB in one run; beside them an empty file, which is what the
//! start of the program costs. Times are wall time, the least and the median of several runs. The aims: 20 ms beyond the start for a definition
//! of 430 kB as controller-gen writes them, with few rules (the one that is made has 148), 500 ms for the 200.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a benchmark reads the clock and files, and prints"
)]

#[path = "../render/measure.rs"]
mod measure;

use measure::measure;
use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

fn main() {
    let files = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"));
    let files: Vec<PathBuf> = files.map(PathBuf::from).collect();
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let write = |name: String, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it stands in a folder"))
            .expect("a folder can be made");
        fs::write(&path, text).expect("a temporary file can be written");
        path
    };
    let start = report("the start", &write("empty/a.yaml".to_string(), ""));
    let large = write("large/a.yaml".to_string(), &definition(0, 1480));
    let took = report("one of 430 kB", &large);
    println!("  beyond the start {:?}", took.saturating_sub(start));
    for number in 0..200 {
        write(format!("many/{number}.yaml"), &definition(number, 100));
    }
    report("200 of 30 kB", &folder.path().join("many"));
    for file in &files {
        let took = report(&file.display().to_string(), file);
        println!("  beyond the start {:?}", took.saturating_sub(start));
    }
}

/// Measures the judging of a file or folder, and returns the least time.
fn report(what: &str, path: &Path) -> std::time::Duration {
    let measured = measure(15, &|| {}, || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gen"));
        command.args(["crd", "check", "--quiet"]).arg(path);
        command
    });
    let bytes = size(path);
    println!(
        "{what} ({} kB): least {:?}, median {:?}, {} MB, processor {} ms",
        bytes / 1000,
        measured.least(),
        measured.median(),
        measured.used.peak_kilobytes.unwrap_or_default() / 1024,
        measured.used.processor_ticks.unwrap_or_default() * 10,
    );
    measured.least()
}

/// The bytes of a file, or of all files of a folder.
fn size(path: &Path) -> u64 {
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().map(|entry| size(&entry.path())).sum(),
        Err(_) => fs::metadata(path).map_or(0, |file| file.len()),
    }
}

/// A definition with so many objects of fields, about 290 bytes each, and a rule for every tenth.
fn definition(number: usize, objects: usize) -> String {
    let mut text = format!(
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: box{number}es.depot.example.com\nspec:\n  \
         group: depot.example.com\n  names:\n    kind: Box{number}\n    plural: box{number}es\n  scope: Namespaced\n  versions:\n  - name: v1\n    \
         served: true\n    storage: true\n    schema:\n      openAPIV3Schema:\n        type: object\n        properties:\n          spec:\n            \
         type: object\n            properties:\n"
    );
    for object in 0..objects {
        let _ = write!(
            text,
            "              part{object}:\n                description: What the part is made of, and how many of it there are.\n                \
             type: object\n                required: [name]\n                properties:\n                  name: {{type: string, maxLength: 63}}\n"
        );
        if object % 10 == 0 {
            text.push_str(
                "                  count: {type: integer, default: 1}\n                x-kubernetes-validations:\n                \
                 - rule: self.count > 0 && self.name.startsWith('a')\n",
            );
        }
    }
    text
}
