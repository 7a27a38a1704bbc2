//! Wall time and peak memory of a process.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Several runs of one command.
pub struct Measured {
    times: Vec<Duration>,
    /// What one run took of processors and memory.
    pub used: Used,
}

/// What a process took; `None` where the system does not tell.
#[derive(Clone, Copy, Default)]
pub struct Used {
    /// The most memory that it held at once.
    pub peak_kilobytes: Option<u64>,
    /// Time on processors, of all its threads, in hundredths of a second.
    pub processor_ticks: Option<u64>,
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
        used: used(quiet.spawn().expect("gen can be started")),
    }
}

/// Memory is read again and again, since the kernel forgets it when the process ends; what the last moment adds is lost. Processor
/// time stands there until the process is waited for.
fn used(mut process: Child) -> Used {
    let folder = format!("/proc/{}", process.id());
    let mut used = Used::default();
    while let Some((state, ticks)) = statistics(&format!("{folder}/stat")) {
        used.processor_ticks = Some(ticks);
        if state == "Z" {
            break;
        }
        used.peak_kilobytes = used
            .peak_kilobytes
            .max(high_water(&format!("{folder}/status")));
        sleep(Duration::from_micros(200));
    }
    process.wait().expect("a process can be waited for");
    used
}

/// State and processor time of a process: the 3rd, and the sum of the 14th and 15th field of its `stat`.
fn statistics(stat: &str) -> Option<(String, u64)> {
    let text = fs::read_to_string(stat).ok()?;
    let (_, rest) = text.rsplit_once(") ")?;
    let fields: Vec<&str> = rest.split(' ').collect();
    let ticks = |index: usize| fields.get(index)?.parse::<u64>().ok();
    Some((fields.first()?.to_string(), ticks(11)? + ticks(12)?))
}

/// `VmHWM:    1234 kB`
fn high_water(status: &str) -> Option<u64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}
