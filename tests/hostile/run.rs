//! The runs: inputs by their numbers, judged one by one.

use crate::{
    judge, mutate,
    random::Random,
    seeds::{self, Seed},
    words,
};
use std::{
    collections::BTreeMap,
    env, fs,
    panic::{self, AssertUnwindSafe},
    path::PathBuf,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// How long one input may take, on a machine that does other things too.
const SLOW: Duration = Duration::from_secs(if cfg!(debug_assertions) { 10 } else { 2 });

/// How many of the seeds are examples; they come first.
const EXAMPLES: usize = 5;

/// Bytes of a repetition.
const LENGTH: usize = 30_000;

/// After this the run is given up, for what hangs cannot be stopped.
const HANGS: u64 = 60;

/// Where the last panic was.
static PANIC: Mutex<String> = Mutex::new(String::new());

/// The seconds since the current input began.
static WAITING: AtomicU64 = AtomicU64::new(0);

/// The input with this number; the same on every machine.
fn input(seeds: &[Seed], number: u64) -> Seed {
    let mut random = Random::new(number);
    let index = if random.below(3) == 0 {
        random.below(EXAMPLES)
    } else {
        random.below(seeds.len())
    };
    let mut seed = seeds[index].clone();
    if !seed.files.is_empty() && random.below(2) == 0 {
        let index = random.below(seed.files.len());
        seed.files[index].1 = mutate::file(&mut random, &seed.files[index].1);
    } else {
        seed.text = mutate::toml(&mut random, &seed.text);
    }
    seed
}

/// The examples, each with one of its values replaced by a repetition of a piece; each value and each piece once.
fn repetitions() -> impl Iterator<Item = Seed> {
    let examples = seeds::all().into_iter().take(EXAMPLES);
    examples.flat_map(|seed| {
        let places = mutate::values(&seed.text).into_iter();
        places.flat_map(move |(start, end)| {
            let seed = seed.clone();
            words::REPEATED.iter().map(move |piece| {
                let value = format!("'{}'", piece.repeat(LENGTH / piece.len()));
                Seed {
                    text: [&seed.text[..start], &value, &seed.text[end..]].concat(),
                    files: seed.files.clone(),
                }
            })
        })
    })
}

/// What is wrong with an input.
fn faults(seed: &Seed, twice: bool) -> Vec<String> {
    let start = Instant::now();
    let result = panic::catch_unwind(AssertUnwindSafe(|| {
        let outcome = judge::compile(seed);
        let mut faults = judge::judge(&outcome);
        if twice && !judge::same(&outcome, &judge::compile(seed)) {
            faults.push("the same input twice differs".into());
        }
        faults
    }));
    let mut faults = result.unwrap_or_else(|_| vec![format!("panic: {}", PANIC.lock().unwrap())]);
    if start.elapsed() > SLOW {
        faults.push(format!("slow: {:?}", start.elapsed()));
    }
    faults
}

/// Keeps an input, to look at it.
fn keep(folder: Option<&PathBuf>, name: &str, seed: &Seed) {
    let Some(folder) = folder else { return };
    let folder = folder.join(name);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("gen.toml"), &seed.text).unwrap();
    for (path, text) in &seed.files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn watch() {
    panic::set_hook(Box::new(|info| {
        let text = info.to_string().replace('\n', ": ");
        // A thread that is joined panics again: its own words are the better ones.
        if !text.contains("a phase does not panic") {
            *PANIC.lock().unwrap() = text;
        }
    }));
    thread::spawn(|| {
        loop {
            thread::sleep(Duration::from_secs(1));
            let waiting = WAITING.fetch_add(1, Ordering::Relaxed);
            assert!(waiting < HANGS || std::process::abort());
        }
    });
}

/// Tries inputs by their numbers; the faults, each with the first number that shows it.
fn run(inputs: impl Iterator<Item = (u64, Seed)>) -> BTreeMap<String, (u64, usize)> {
    let folder = env::var_os("HOSTILE_FOLDER").map(PathBuf::from);
    let now = format!("now-{}", std::process::id());
    let (mut found, mut clean, mut count) = (BTreeMap::new(), 0, 0);
    for (number, seed) in inputs {
        WAITING.store(0, Ordering::Relaxed);
        keep(folder.as_ref(), &now, &seed);
        let faults = faults(&seed, number % 8 == 0);
        if count % 10_000 == 0 {
            eprintln!("{number}, {} faults", found.len());
        }
        count += 1;
        clean += usize::from(faults.is_empty());
        for fault in faults {
            let kind: String = fault
                .chars()
                .filter(|c| !c.is_ascii_digit())
                .take(160)
                .collect();
            let entry = found.entry(kind).or_insert_with(|| {
                keep(folder.as_ref(), &number.to_string(), &seed);
                eprintln!("{number}: {}", fault.chars().take(400).collect::<String>());
                (number, 0)
            });
            entry.1 += 1;
        }
    }
    eprintln!("{clean} of {count} without a fault");
    found
}

/// The inputs with these numbers.
fn mutations(numbers: std::ops::Range<u64>) -> impl Iterator<Item = (u64, Seed)> {
    let seeds = seeds::all();
    numbers.map(move |number| (number, input(&seeds, number)))
}

#[test]
fn broken_projects_are_refused_or_written_whole() {
    watch();
    let faults = run(mutations(0..100));
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
#[ignore = "takes minutes; see the top of main.rs"]
fn many_more_broken_projects_are_refused_or_written_whole() {
    watch();
    let number = |name: &str, default| env::var(name).map_or(default, |text| text.parse().unwrap());
    let (seed, count) = (
        number("HOSTILE_SEED", 1_000_000),
        number("HOSTILE_COUNT", 10_000),
    );
    let faults = run(mutations(seed..seed + count));
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
#[ignore = "takes minutes"]
fn every_value_may_be_long() {
    watch();
    let faults = run((0..).zip(repetitions()));
    assert!(faults.is_empty(), "{faults:#?}");
}
