//! A file of a user's own, written because the user asked for it: whole or not at all, and never over what somebody else wrote meanwhile.

use super::{Error, disk::Obstacle};
use std::{
    fs::{self, Metadata},
    io::{self, Write},
    path::Path,
};

/// Writes a file beside its place and renames it. With `before`, the file must still hold that; without, it may be new. A symbolic link,
/// a read-only file and what is no file are refused.
#[expect(
    clippy::disallowed_methods,
    reason = "output looks at what it replaces"
)]
pub fn replace(place: &Path, before: Option<&str>, text: &str) -> Result<(), Error> {
    let shown = place.display().to_string();
    let refuse = |why: String| Error::Refused {
        path: shown.clone(),
        why,
    };
    let found = find(place).map_err(Error::io("look at", &shown))?;
    if let Some(why) = found.as_ref().and_then(obstacle) {
        return Err(refuse(why));
    }
    let parent = place.parent().filter(|parent| *parent != Path::new(""));
    let parent = parent.unwrap_or(Path::new("."));
    let beside = tempfile::Builder::new()
        .prefix(".gen-tmp-")
        .tempfile_in(parent);
    let mut beside = beside.map_err(Error::io("write", &shown))?;
    let written = beside
        .write_all(text.as_bytes())
        .and_then(|()| match &found {
            Some(metadata) => beside.as_file().set_permissions(metadata.permissions()),
            None => permit(beside.as_file()),
        })
        .and_then(|()| beside.as_file().sync_all());
    written.map_err(Error::io("write", &shown))?;
    if let Some(before) = before
        && fs::read(place).ok().as_deref() != Some(before.as_bytes())
    {
        return Err(refuse(
            "it was changed by somebody else meanwhile".to_string(),
        ));
    }
    let renamed = beside.persist(place).map_err(|error| error.error);
    renamed.map(drop).map_err(Error::io("replace", &shown))
}

fn find(place: &Path) -> io::Result<Option<Metadata>> {
    match fs::symlink_metadata(place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        found => found.map(Some),
    }
}

/// Why what stands there is not replaced.
fn obstacle(found: &Metadata) -> Option<String> {
    let kind = found.file_type();
    if kind.is_symlink() {
        Some("it is a symbolic link; name the file itself".to_string())
    } else if kind.is_dir() {
        Some(Obstacle::Folder.to_string())
    } else if !kind.is_file() {
        Some(Obstacle::Special.to_string())
    } else {
        let why = "it is read-only".to_string();
        Some(why).filter(|_| found.permissions().readonly())
    }
}

/// Gives a new file the rights that files have: the temporary one is its owner's alone.
#[cfg(unix)]
fn permit(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn permit(_: &fs::File) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::replace;
    use std::{
        fs,
        os::unix::fs::{PermissionsExt, symlink},
    };

    #[test]
    #[expect(clippy::disallowed_methods, reason = "tests read and write files")]
    fn a_file_is_replaced_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a");
        replace(&place, None, "one").unwrap();
        fs::set_permissions(&place, fs::Permissions::from_mode(0o600)).unwrap();
        replace(&place, Some("one"), "two").unwrap();
        assert_eq!(
            fs::metadata(&place).unwrap().permissions().mode() & 0o777,
            0o600
        );
        let refused = |place: &std::path::Path, before| {
            replace(place, before, "three").unwrap_err().to_string()
        };
        assert!(refused(&place, Some("one")).contains("changed by somebody else"));
        fs::set_permissions(&place, fs::Permissions::from_mode(0o400)).unwrap();
        assert!(refused(&place, Some("two")).contains("it is read-only"));
        let link = folder.path().join("link");
        symlink(&place, &link).unwrap();
        assert!(refused(&link, None).contains("it is a symbolic link"));
        assert!(refused(folder.path(), None).contains("it is a folder"));
        assert!(refused(&folder.path().join("none"), Some("one")).contains("changed"));
        assert_eq!(fs::read_to_string(&place).unwrap(), "two");
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            2,
            "nothing is left"
        );
    }
}
