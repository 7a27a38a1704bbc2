//! New files of a user's own: written once, never overwritten, not recorded.

use super::Error;
use std::{fs, io::Write, path::Path};

/// Writes files below a folder; each is a path with `/` and a text. Nothing is written when one of them exists.
pub fn create(folder: &Path, files: &[(&str, &str)]) -> Result<(), Error> {
    for (path, _) in files {
        let place = folder.join(path);
        if place.symlink_metadata().is_ok() {
            return Err(Error::Exists {
                path: place.display().to_string(),
            });
        }
    }
    files
        .iter()
        .try_for_each(|(path, text)| write(&folder.join(path), text))
}

fn write(place: &Path, text: &str) -> Result<(), Error> {
    let shown = place.display().to_string();
    let parent = place.parent().unwrap_or(place);
    fs::create_dir_all(parent).map_err(Error::io("make the folder of", &shown))?;
    let file = tempfile::Builder::new()
        .prefix(".gen-tmp-")
        .tempfile_in(parent);
    let mut file = file.map_err(Error::io("write", &shown))?;
    file.write_all(text.as_bytes())
        .map_err(Error::io("write", &shown))?;
    file.persist_noclobber(place)
        .map_err(|error| Error::io("write", &shown)(error.error))?;
    Ok(())
}
