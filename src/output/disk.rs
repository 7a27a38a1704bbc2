//! What is on the disk below a root. Reads only; follows no symbolic link below the root.

use super::error::Error;
use super::path::folders;
use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File, FileType};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// What stands at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing.
    Nothing,
    /// A file with this content.
    File(Vec<u8>),
    /// Something that no file can replace.
    Obstacle(Obstacle),
}

/// What is in the way of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The path, or a folder on it, is a symbolic link.
    Link(String),
    /// What should be a folder is none.
    NoFolder(String),
    /// What should be a file is a folder.
    Folder,
    /// Neither file nor folder, such as a pipe.
    Special,
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Link(at) => write!(f, "`{at}` is a symbolic link"),
            Self::NoFolder(at) => write!(f, "`{at}` is not a folder"),
            Self::Folder => f.write_str("it is a folder"),
            Self::Special => f.write_str("it is neither file nor folder"),
        }
    }
}

/// The files below a root; remembers the folders it has looked at. Several threads may look at once.
pub(super) struct Disk<'a> {
    root: &'a Path,
    folders: Mutex<BTreeMap<String, Option<FileType>>>,
}

impl<'a> Disk<'a> {
    /// The disk below a root, which need not exist.
    pub(super) fn new(root: &'a Path) -> Self {
        Self {
            root,
            folders: Mutex::default(),
        }
    }

    /// What stands at a path below the root.
    pub(super) fn look(&self, path: &str) -> Result<Found, Error> {
        for folder in folders(path) {
            match self.folder(folder)? {
                None => return Ok(Found::Nothing),
                Some(kind) if kind.is_dir() => {}
                Some(kind) if kind.is_symlink() => {
                    return Ok(Found::Obstacle(Obstacle::Link(folder.to_owned())));
                }
                Some(_) => return Ok(Found::Obstacle(Obstacle::NoFolder(folder.to_owned()))),
            }
        }
        let full = self.full(path);
        Ok(match kind(&full).map_err(Error::io("look at", path))? {
            None => Found::Nothing,
            Some(kind) if kind.is_file() => read(&full).map_err(Error::io("read", path))?,
            Some(kind) if kind.is_symlink() => Found::Obstacle(Obstacle::Link(path.to_owned())),
            Some(kind) if kind.is_dir() => Found::Obstacle(Obstacle::Folder),
            Some(_) => Found::Obstacle(Obstacle::Special),
        })
    }

    /// Whether a folder, its parents looked at before, exists.
    pub(super) fn has_folder(&self, path: &str) -> Result<bool, Error> {
        Ok(self.folder(path)?.is_some_and(|kind| kind.is_dir()))
    }

    fn folder(&self, path: &str) -> Result<Option<FileType>, Error> {
        let mut folders = self.folders.lock().expect("looking does not panic");
        if let Some(known) = folders.get(path) {
            return Ok(*known);
        }
        let found = kind(&self.full(path)).map_err(Error::io("look at", path))?;
        folders.insert(path.to_owned(), found);
        Ok(found)
    }

    fn full(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }
}

/// The content of a file, which may be gone by now.
fn read(path: &Path) -> io::Result<Found> {
    let mut content = Vec::new();
    match File::open(path).and_then(|mut file| file.read_to_end(&mut content)) {
        Ok(_) => Ok(Found::File(content)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Found::Nothing),
        Err(error) => Err(error),
    }
}

/// The kind of what stands at a path, links not followed; `None` for nothing.
fn kind(path: &Path) -> io::Result<Option<FileType>> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(metadata.file_type())),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
