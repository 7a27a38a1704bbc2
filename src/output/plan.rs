//! What a run would do, computed before anything is written.
//!
//! Invariants: a file is ours if the record names it with the content that it has; nothing else is changed or deleted. A file with
//! the wanted content is taken over whoever wrote it. Nothing is written here.

use super::action::{Act, Action, Problem, Summary};
use super::disk::{Disk, Found};
use super::error::Error;
use super::path::{check, check_places, folders};
use super::record::{self, Contents, Record, digest};
use super::write::temporary;
use crate::parallel::map;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What becomes of files that were changed by hand since gen wrote them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edits {
    /// They are reported and nothing is written.
    Keep,
    /// They are overwritten or deleted (`--force`).
    Overwrite,
}

/// What a run would do below one root.
#[derive(Debug)]
pub struct Plan<'a> {
    pub(super) root: PathBuf,
    pub(super) files: &'a BTreeMap<String, Vec<u8>>,
    pub(super) actions: Vec<Action>,
    /// The record as it is on the disk.
    pub(super) old: Option<Vec<u8>>,
    /// The record as it will be.
    pub(super) next: Record,
    /// The record while files are being changed.
    pub(super) intent: Record,
    /// Folders to be made, outermost first.
    pub(super) new_folders: Vec<String>,
    /// Folders of ours to be removed if they are empty then, innermost first.
    pub(super) old_folders: Vec<String>,
    /// Temporary files of a run that was killed.
    pub(super) leftovers: Vec<String>,
    edits: Edits,
}

impl<'a> Plan<'a> {
    /// The plan that makes the files below `root`, which need not exist, those of `files` (paths below the root with `/`, and
    /// contents).
    pub fn new(
        root: &Path,
        project: &str,
        files: &'a BTreeMap<String, Vec<u8>>,
        edits: Edits,
    ) -> Result<Self, Error> {
        for path in files.keys() {
            check(path)?;
        }
        check_places(files.keys().map(String::as_str))?;
        let disk = Disk::new(root);
        let old = find_record(&disk)?;
        let known = match &old {
            Some(bytes) => Record::read(bytes, project)?,
            None => Record {
                project: project.to_owned(),
                unfinished: false,
                folders: BTreeSet::new(),
                files: BTreeMap::new(),
            },
        };
        let paths: BTreeSet<&String> = files.keys().chain(known.files.keys()).collect();
        let actions = map(paths, |path| {
            let wanted = files.get(path).map(Vec::as_slice);
            decide(&disk, path, wanted, known.files.get(path), edits)
        });
        let needed: BTreeSet<String> = files
            .keys()
            .flat_map(|path| folders(path))
            .map(str::to_owned)
            .collect();
        let mut plan = Self {
            root: root.to_owned(),
            files,
            actions: actions.into_iter().collect::<Result<_, _>>()?,
            old,
            next: known.clone(),
            intent: known.clone(),
            new_folders: Vec::new(),
            old_folders: Vec::new(),
            leftovers: find_leftovers(&disk, &known)?,
            edits,
        };
        plan.plan_folders(&disk, &known, needed)?;
        plan.plan_records();
        Ok(plan)
    }

    /// The same plan for what is on the disk now.
    pub(super) fn again(&self) -> Result<Self, Error> {
        Self::new(&self.root, &self.next.project, self.files, self.edits)
    }

    fn plan_folders(
        &mut self,
        disk: &Disk<'_>,
        known: &Record,
        needed: BTreeSet<String>,
    ) -> Result<(), Error> {
        let mut ours = BTreeSet::new();
        for folder in needed {
            let exists = disk.has_folder(&folder)?;
            if !exists {
                self.new_folders.push(folder.clone());
            }
            if !exists || known.folders.contains(&folder) {
                ours.insert(folder);
            }
        }
        self.old_folders = known.folders.difference(&ours).cloned().collect();
        self.old_folders.reverse();
        self.intent.folders = known.folders.union(&ours).cloned().collect();
        self.next.folders = ours;
        Ok(())
    }

    fn plan_records(&mut self) {
        self.next.unfinished = false;
        self.intent.unfinished = true;
        let digests = map(&self.actions, |action| {
            let bytes = self.files.get(&action.path)?;
            Some(match (&action.act, &action.found) {
                (Act::Same, Some(found)) => found.clone(),
                _ => digest(bytes),
            })
        });
        for (action, wanted) in self.actions.iter().zip(digests) {
            let before = action
                .found
                .clone()
                .filter(|found| Some(found) != wanted.as_ref());
            let path = &action.path;
            match &wanted {
                Some(_) => {
                    let contents = Contents {
                        wanted: wanted.clone(),
                        before: None,
                    };
                    self.next.files.insert(path.clone(), contents);
                }
                None => {
                    self.next.files.remove(path);
                }
            }
            self.intent
                .files
                .insert(path.clone(), Contents { wanted, before });
        }
    }

    /// What is to be done, sorted by path.
    pub fn actions(&self) -> &[Action] {
        &self.actions
    }

    /// Whether the disk is as it should be, so that there is nothing to write.
    pub fn is_same(&self) -> bool {
        let record_is_same = match &self.old {
            Some(bytes) => bytes == self.next.encode().as_bytes(),
            None => self.next.files.is_empty(),
        };
        record_is_same
            && self.leftovers.is_empty()
            && self.actions.iter().all(|action| action.act == Act::Same)
    }

    /// The files that keep this plan from being applied, sorted by path.
    pub fn problems(&self) -> Vec<Problem> {
        self.actions
            .iter()
            .filter(|action| action.act.is_problem())
            .map(|action| Problem {
                path: action.path.clone(),
                act: action.act.clone(),
            })
            .collect()
    }

    /// The paths that get a new content.
    pub(super) fn written(&self) -> impl Iterator<Item = &String> {
        self.actions
            .iter()
            .filter(|action| matches!(action.act, Act::Create | Act::Update))
            .map(|action| &action.path)
    }

    /// How many files the plan changes.
    pub fn summary(&self) -> Summary {
        let count = |act: &Act| {
            self.actions
                .iter()
                .filter(|action| action.act == *act)
                .count()
        };
        Summary {
            created: count(&Act::Create),
            updated: count(&Act::Update),
            deleted: count(&Act::Delete),
            same: count(&Act::Same),
        }
    }
}

/// What is to be done with one path that is wanted or recorded.
fn decide(
    disk: &Disk<'_>,
    path: &str,
    wanted: Option<&[u8]>,
    known: Option<&Contents>,
    edits: Edits,
) -> Result<Action, Error> {
    let found = disk.look(path)?;
    let digest = match &found {
        Found::File(content) => Some(digest(content)),
        _ => None,
    };
    let is_ours = known
        .zip(digest.as_ref())
        .is_some_and(|(known, digest)| known.include(digest));
    let may_change = is_ours || (known.is_some() && edits == Edits::Overwrite);
    let act = match (found, wanted) {
        (Found::Nothing, Some(_)) => Act::Create,
        (Found::Nothing, None) => Act::Forget,
        (Found::File(content), Some(wanted)) if content == wanted => Act::Same,
        (Found::File(_), Some(_)) if may_change => Act::Update,
        (Found::File(_), None) if may_change => Act::Delete,
        (Found::File(_), _) if known.is_some() => Act::Edited,
        (Found::File(_), _) => Act::Foreign,
        (Found::Obstacle(_), None) => Act::Forget,
        (Found::Obstacle(obstacle), Some(_)) => Act::Blocked(obstacle),
    };
    Ok(Action {
        path: path.to_owned(),
        act,
        found: digest,
    })
}

/// The record's bytes, if there is one.
pub(super) fn find_record(disk: &Disk<'_>) -> Result<Option<Vec<u8>>, Error> {
    match disk.look(record::PATH)? {
        Found::Nothing => Ok(None),
        Found::File(bytes) => Ok(Some(bytes)),
        Found::Obstacle(obstacle) => Err(Error::Record {
            path: record::PATH,
            why: obstacle.to_string(),
        }),
    }
}

/// The temporary files that a killed run has left: beside the record, and beside the files of an unfinished one.
fn find_leftovers(disk: &Disk<'_>, known: &Record) -> Result<Vec<String>, Error> {
    let files = known
        .files
        .keys()
        .filter(|_| known.unfinished)
        .map(String::as_str);
    let mut leftovers = Vec::new();
    for path in files.chain([record::PATH]) {
        let path = temporary(path);
        if matches!(disk.look(&path)?, Found::File(_)) {
            leftovers.push(path);
        }
    }
    Ok(leftovers)
}
