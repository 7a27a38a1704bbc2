//! The good definitions that others grow from.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::{golden, yaml};

/// A good definition.
pub struct Seed {
    /// Of the object.
    pub name: String,
    /// The definition.
    pub object: Value,
    /// Bytes as JSON: what it costs the judge to look at.
    pub size: usize,
}

/// Those of the fixture, those that gen emits, and those of `shared/corpora` beside a folder above where it is there.
pub fn all() -> Vec<Seed> {
    let mut seeds = Vec::new();
    add(include_str!("rich.yaml"), &mut seeds);
    for golden in golden::all() {
        for file in golden.files("crds", "yaml") {
            add(&golden::text(&file), &mut seeds);
        }
    }
    for text in corpora() {
        add(&text, &mut seeds);
    }
    seeds
}

fn add(stream: &str, seeds: &mut Vec<Seed>) {
    for document in yaml::split(stream) {
        let object = yaml::value(document);
        let size = object.to_string().len();
        let name = yaml::word(&object, "/metadata/name").to_owned();
        seeds.push(Seed { name, object, size });
    }
}

fn corpora() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut places = root
        .ancestors()
        .map(|place| place.join("shared/corpora/crds"));
    let Some(folder) = places.find(|place| place.is_dir()) else {
        eprintln!(
            "NOT TRIED: there is no shared/corpora/crds above {}",
            root.display()
        );
        return Vec::new();
    };
    let mut files: Vec<_> = entries(&folder)
        .iter()
        .flat_map(|system| entries(system))
        .collect();
    files.sort();
    let text = |file| fs::read_to_string(file).expect("a corpus can be read");
    files.into_iter().map(text).collect()
}

fn entries(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of the corpora can be listed");
    entries
        .map(|entry| entry.expect("it can be listed").path())
        .collect()
}
