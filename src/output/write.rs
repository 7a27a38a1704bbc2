//! Applying a plan.
//!
//! Invariants, for a run that is killed at any point or fails:
//! - the record, marked unfinished, names every content that may be found before the first file is touched, so the next run knows
//!   its files and completes the work; a file of anybody else is never touched;
//! - every file is written beside its place and renamed, so a file is the old or the new one, never half of it;
//! - all files are written before the first is renamed, so a full disk or a read-only folder leaves every old file as it was.
//!
//! Only the records are forced to the disk (fsync): after a power failure a file may be found damaged, and is then reported as edited.

use super::action::{Act, Summary};
use super::disk::Disk;
use super::error::Error;
use super::lock::Lock;
use super::plan::{Plan, find_record};
use super::record::{self, digest};
use super::step::{Fault, Hook, Step};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// How the names of temporary files begin.
pub(super) const TEMPORARY: &str = ".gen-tmp-";

/// How often the lock is tried, 50 ms apart.
const ATTEMPTS: u32 = 200;

impl Plan<'_> {
    /// Does what the plan says; writes nothing when [`Plan::is_same`]. Waits for another run below the same root. Fails, with nothing
    /// written, when there are [`Plan::problems`].
    pub fn apply(&self) -> Result<Summary, Error> {
        self.apply_with(&mut |_| Ok(()))
    }

    /// [`Plan::apply`] with a hook that may end it before any step, for trials.
    pub fn apply_with(&self, hook: &mut Hook<'_>) -> Result<Summary, Error> {
        if self.is_same() {
            Lock::sweep(&self.root);
            return Ok(self.summary());
        }
        if !self.had_company()? {
            self.refuse_problems()?;
        }
        let mut run = Run { plan: self, hook };
        let lock = run.lock()?;
        let result = run.under_lock();
        if !matches!(result, Err(Error::Killed)) {
            run.ask(&Step::Unlock, record::PATH)?;
            lock.release()?;
        }
        result
    }

    /// Whether another run may have changed files since, or while, the plan was made: its problems are none then, perhaps.
    fn had_company(&self) -> Result<bool, Error> {
        Ok(Lock::exists(&self.root) || find_record(&Disk::new(&self.root))? != self.old)
    }

    fn refuse_problems(&self) -> Result<(), Error> {
        let problems = self.problems();
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Error::Problems(problems))
        }
    }
}

/// The temporary name of a path: the same for every run, so that the next one finds it.
pub(super) fn temporary(path: &str) -> String {
    let folder = path.rfind('/').map_or("", |at| &path[..=at]);
    format!("{folder}{TEMPORARY}{}", &digest(path.as_bytes())[..16])
}

/// A plan on its way to the disk.
struct Run<'r, 'a, 'h> {
    plan: &'r Plan<'a>,
    hook: &'r mut Hook<'h>,
}

impl Run<'_, '_, '_> {
    fn lock(&mut self) -> Result<Lock, Error> {
        self.ask(&Step::Lock, record::FOLDER)?;
        let folder = self.plan.root.join(record::FOLDER);
        fs::create_dir_all(folder).map_err(Error::io("make the folder", record::FOLDER))?;
        Lock::take(&self.plan.root, ATTEMPTS)
    }

    /// Makes the plan again if another run has changed the record since it was made.
    fn under_lock(&mut self) -> Result<Summary, Error> {
        let current = find_record(&Disk::new(&self.plan.root))?;
        if current == self.plan.old {
            self.plan.refuse_problems()?;
            return self.change();
        }
        let plan = self.plan.again()?;
        plan.refuse_problems()?;
        if plan.is_same() {
            return Ok(plan.summary());
        }
        let hook = &mut *self.hook;
        Run { plan: &plan, hook }.change()
    }

    fn change(&mut self) -> Result<Summary, Error> {
        for path in &self.plan.leftovers {
            self.delete(&Step::Clean(path.clone()), path)?;
        }
        let has_changes = self.plan.actions.iter().any(|action| changes(&action.act));
        let intent = self.plan.intent.encode().into_bytes();
        if has_changes && self.plan.old.as_ref() != Some(&intent) {
            self.replace_record(&intent)?;
        }
        let staged = self.stage();
        let mut touched = false;
        let done = staged.and_then(|()| self.commit(&mut touched));
        match &done {
            Ok(()) => self.replace_record(self.plan.next.encode().as_bytes())?,
            Err(Error::Killed) => {}
            Err(_) if touched => self.remove_staged(),
            Err(_) => self.undo(),
        }
        done.map(|()| self.plan.summary())
    }

    /// Makes the folders and writes the new contents beside the files.
    fn stage(&mut self) -> Result<(), Error> {
        let plan = self.plan;
        for folder in &plan.new_folders {
            self.ask(&Step::MakeFolder(folder.clone()), folder)?;
            match fs::create_dir(plan.root.join(folder)) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                made => made.map_err(Error::io("make the folder", folder))?,
            }
        }
        for path in plan.written() {
            self.write_beside(path, &plan.files[path], Durability::Lazy)?;
        }
        Ok(())
    }

    /// Deletes what is no longer wanted and renames what was staged; says in `touched` whether anything was changed.
    fn commit(&mut self, touched: &mut bool) -> Result<(), Error> {
        let plan = self.plan;
        for action in plan
            .actions
            .iter()
            .filter(|action| action.act == Act::Delete)
        {
            self.delete(&Step::Delete(action.path.clone()), &action.path)?;
            *touched = true;
        }
        for folder in &plan.old_folders {
            self.ask(&Step::RemoveFolder(folder.clone()), folder)?;
            // A folder that holds something of somebody else, or is gone, is left as it is.
            let _ = fs::remove_dir(plan.root.join(folder));
        }
        for path in plan.written() {
            self.rename(path)?;
            *touched = true;
        }
        Ok(())
    }

    /// Takes back, as far as the system lets it, what was done before the first file was touched; what stays is known to the unfinished record.
    fn undo(&mut self) {
        self.remove_staged();
        let plan = self.plan;
        for folder in plan.new_folders.iter().rev() {
            let _ = fs::remove_dir(plan.root.join(folder));
        }
        let _ = match &plan.old {
            Some(bytes) => self.replace_record(bytes),
            None => fs::remove_file(plan.root.join(record::PATH))
                .map_err(Error::io("delete", record::PATH)),
        };
    }

    /// Removes the new contents that were not renamed.
    fn remove_staged(&self) {
        for path in self.plan.written() {
            let _ = fs::remove_file(self.plan.root.join(temporary(path)));
        }
    }

    fn replace_record(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.write_beside(record::PATH, bytes, Durability::Forced)?;
        self.rename(record::PATH)
    }

    fn write_beside(
        &mut self,
        path: &str,
        bytes: &[u8],
        durability: Durability,
    ) -> Result<(), Error> {
        let beside = self.plan.root.join(temporary(path));
        self.ask(&Step::Open(path.to_owned()), path)?;
        let mut file = create_anew(&beside).map_err(Error::io("create", path))?;
        self.ask(&Step::Fill(path.to_owned()), path)?;
        let filled = file.write_all(bytes).and_then(|()| match durability {
            Durability::Forced => file.sync_all(),
            Durability::Lazy => Ok(()),
        });
        if let Err(source) = filled {
            let _ = fs::remove_file(&beside);
            return Err(Error::io("write", path)(source));
        }
        if let Ok(metadata) = fs::symlink_metadata(self.plan.root.join(path)) {
            // The new file keeps the mode of the old one; that it can't is no reason to keep the old content.
            let _ = file.set_permissions(metadata.permissions());
        }
        Ok(())
    }

    fn rename(&mut self, path: &str) -> Result<(), Error> {
        self.ask(&Step::Rename(path.to_owned()), path)?;
        let root = &self.plan.root;
        fs::rename(root.join(temporary(path)), root.join(path)).map_err(Error::io("replace", path))
    }

    fn delete(&mut self, step: &Step, path: &str) -> Result<(), Error> {
        self.ask(step, path)?;
        match fs::remove_file(self.plan.root.join(path)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            deleted => deleted.map_err(Error::io("delete", path)),
        }
    }

    fn ask(&mut self, step: &Step, path: &str) -> Result<(), Error> {
        (self.hook)(step).map_err(|fault| match fault {
            Fault::Kill => Error::Killed,
            Fault::Fail(source) => Error::io(step.verb(), path)(source),
        })
    }
}

/// Whether a content must be on the disk, and not only on its way, before the run goes on.
#[derive(Clone, Copy)]
enum Durability {
    Forced,
    Lazy,
}

/// A new file in the place of what a killed run may have left there.
fn create_anew(path: &Path) -> io::Result<File> {
    match File::create_new(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let _ = fs::remove_file(path);
            File::create_new(path)
        }
        created => created,
    }
}

/// Whether an act changes a file.
fn changes(act: &Act) -> bool {
    matches!(act, Act::Create | Act::Update | Act::Delete)
}
