//! How long `gen lint` takes as a whole process: `cargo bench --bench lint [-- N …]`.
//!
//! For each N (1000 unless told) N rule files of 20 rules are written to a temporary folder and linted, with the catalogues that gen brings
//! along. Times are wall time, the least and the median of several runs; the aim for 1000 is a second.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a benchmark reads the clock and files, and prints"
)]

#[expect(dead_code, reason = "another benchmark writes files")]
#[path = "../render/measure.rs"]
mod measure;

use measure::measure;
use std::{fmt::Write, fs, process::Command};

/// Rules in a file.
const RULES: usize = 20;

fn main() {
    let numbers: Vec<usize> = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    for files in if numbers.is_empty() {
        vec![1000]
    } else {
        numbers
    } {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let mut bytes = 0;
        for number in 0..files {
            let text = rule_file(number);
            bytes += text.len();
            let path = folder.path().join(format!("{number}.yaml"));
            fs::write(path, text).expect("a temporary file can be written");
        }
        let measured = measure(7, &|| {}, || {
            let mut command = Command::new(env!("CARGO_BIN_EXE_gen"));
            let arguments = ["lint", ".", "--deny", "warnings"];
            command.current_dir(folder.path()).args(arguments);
            command
        });
        println!(
            "lint {files} files of {RULES} rules, {} kB: least {:?}, median {:?}, {} MB, processor {} ms",
            bytes / 1000,
            measured.least(),
            measured.median(),
            measured.used.peak_kilobytes.unwrap_or_default() / 1024,
            measured.used.processor_ticks.unwrap_or_default() * 10,
        );
    }
}

/// A rule file of recordings and the alerts that use them.
fn rule_file(number: usize) -> String {
    let mut text = format!(
        "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n  name: rules-{number}\nspec:\n  groups:\n  \
         - name: group-{number}\n    interval: 30s\n    rules:\n"
    );
    for rule in 0..RULES / 2 {
        let name = format!("job:requests_{number}_{rule}:rate5m");
        let _ = write!(
            text,
            "    - record: {name}\n      expr: |\n        sum by (job, namespace) (\n          \
             rate(http_requests_{number}_{rule}_total{{code=~\"5..\", job=\"api\"}}[5m])\n        )\n        \
             / on (namespace) group_left ()\n        count by (namespace) (kube_pod_info{{node!=\"\"}})\n    \
             - alert: Requests{number}x{rule}Failing\n      expr: >-\n        {name} > 0.05\n        \
             and on (namespace) kube_namespace_labels\n      for: 10m\n      labels:\n        severity: warning\n      \
             annotations:\n        summary: Requests fail\n        description: \"{{{{ $value | humanizePercentage }}}} of the \
             requests of {{{{ $labels.job }}}} in {{{{ $labels.namespace }}}} fail.\"\n"
        );
    }
    text
}
