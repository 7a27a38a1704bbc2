//! Wall time and peak memory of a process.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Several runs of one command.
pub struct Measured {
    times: Vec<Duration>,
    /// The most memory that one run held at once; `None` where the system does not tell.
    pub peak_kilobytes: Option<u64>,
}

impl Measured {
    /// The shortest time.
    pub fn least(&self) -> Duration {
        self.times.first().copied().unwrap_or_default()
    }

    /// The time in the middle.
    pub fn median(&self) -> Duration {
        self.times
            .get(self.times.len() / 2)
            .copied()
            .unwrap_or_default()
    }
}

/// Runs a command `runs` times for its time and once more for its memory, each time after `prepare`.
///
/// Panics with what it said when it fails: the time of a failure means nothing.
pub fn measure(runs: usize, prepare: &dyn Fn(), command: impl Fn() -> Command) -> Measured {
    let mut times = Vec::new();
    for _ in 0..runs {
        prepare();
        let mut command = command();
        let begin = Instant::now();
        let output = command.output().expect("gen can be started");
        times.push(begin.elapsed());
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "{command:?}\n{}\n{said}",
            output.status
        );
    }
    times.sort();
    prepare();
    let mut quiet = command();
    quiet.stdout(Stdio::null()).stderr(Stdio::null());
    Measured {
        times,
        peak_kilobytes: peak(quiet.spawn().expect("gen can be started")),
    }
}

/// The kernel keeps a process's high-water mark only until it ends, so it is read again and again; what the last moment adds is lost.
fn peak(mut process: Child) -> Option<u64> {
    let status = format!("/proc/{}/status", process.id());
    let mut peak = None;
    while let Ok(None) = process.try_wait() {
        peak = peak.max(high_water(&status));
        sleep(Duration::from_micros(200));
    }
    peak
}

/// `VmHWM:    1234 kB`
fn high_water(status: &str) -> Option<u64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

/// Number of files below a folder, and their bytes.
pub fn tree_size(folder: &Path) -> (usize, usize) {
    let Ok(entries) = fs::read_dir(folder) else {
        return (0, 0);
    };
    let sizes = entries
        .filter_map(Result::ok)
        .map(|entry| match entry.metadata() {
            Ok(facts) if facts.is_dir() => tree_size(&entry.path()),
            Ok(facts) => (1, usize::try_from(facts.len()).unwrap_or(usize::MAX)),
            Err(_) => (0, 0),
        });
    sizes.fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1))
}
