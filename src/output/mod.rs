//! From artifacts to files.
//!
//! Invariants: the only writer; plans before it writes; changes and deletes only what it can prove it made, and what
//! the user asks it to replace; the same input gives the same bytes. Deliberately absent: findings, printing, any knowledge of what a file means.

mod encode;

mod flat;

mod path;

mod record;

mod disk;

mod action;

mod plan;

mod diff;

mod lock;

mod step;

mod write;

mod create;

mod replace;

mod error;

pub use action::{Act, Action, Problem, Summary};
pub use create::create;
pub use diff::text_diff;
pub use disk::Obstacle;
pub use encode::encode;
pub use error::Error;
pub use flat::flat;
pub use plan::{Edits, Plan};
pub use record::PATH as RECORD;
pub use replace::replace;
pub use step::{Fault, Hook, Step};

use crate::{artifact::Artifact, parallel::map};
use std::{borrow::Borrow, collections::BTreeMap};

/// The files that artifacts become, by their paths below the root; two artifacts at one path are refused.
pub fn desired<A: Borrow<Artifact> + Send>(
    artifacts: impl IntoIterator<Item = (String, A)>,
) -> Result<BTreeMap<String, Vec<u8>>, Error> {
    let artifacts: Vec<(String, A)> = artifacts.into_iter().collect();
    // Each tree is given back as soon as it is text.
    let encoded = map(artifacts, |(path, artifact)| {
        (path, encode(artifact.borrow()).into_bytes())
    });
    let mut files = BTreeMap::new();
    for (path, content) in encoded {
        if files.insert(path.clone(), content).is_some() {
            let (first, second) = (path.clone(), path);
            return Err(Error::Collision { first, second });
        }
    }
    Ok(files)
}
