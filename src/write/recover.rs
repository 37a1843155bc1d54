//! What a killed run left: in, an output directory; out, the directory locked for this run and
//! without staging directories. A set of files that was being put in place is put there whole.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::Path,
};

use serde::Deserialize;

use super::stage::{OutputFile, PREFIX, hash, put_in_place, remove_others};
use crate::{Error, Result};

/// Takes the directory, whose files may be `all`, for this run. It is free again when the lock is
/// dropped or the process ends, however it ends.
///
/// `None` where the system cannot lock it: others may be at work there, so nothing is touched.
///
/// # Errors
/// When another run has it, or the leavings cannot be cleared.
pub(super) fn take(output: &Path, all: &[&str]) -> Result<Option<File>> {
    let Ok(lock) = File::open(output) else { return Ok(None) };
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            return Err(Error::new("another run is writing here").in_file(output));
        }
        Err(TryLockError::Error(_)) => return Ok(None),
    }
    let cleared = |error| Error::caused("cannot clear what a killed run left", error);
    for entry in fs::read_dir(output).map_err(cleared)? {
        let entry = entry.map_err(cleared)?;
        if entry.file_name().as_encoded_bytes().starts_with(PREFIX.as_bytes()) {
            clear(&entry.path(), output, all).map_err(|error| error.in_file(entry.path()))?;
        }
    }
    Ok(Some(lock))
}

/// Removes a staging directory, after taking what is complete.
fn clear(staging: &Path, output: &Path, all: &[&str]) -> Result<()> {
    if let Some(files) = complete(staging, output) {
        let mut names: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        names.push("run.json");
        remove_others(output, &names, all)?;
        names.retain(|name| staging.join(name).exists());
        put_in_place(staging, output, &names)?;
    }
    Ok(fs::remove_dir_all(staging)?)
}

/// The part of run.json that vouches for the files.
#[derive(Deserialize)]
struct Vouched {
    files: Vec<OutputFile>,
}

/// The files of a run that was killed while it put them in place: run.json, which is written last,
/// is there, and each file it names is still staged or already in the output.
fn complete(staging: &Path, output: &Path) -> Option<Vec<OutputFile>> {
    let run = fs::read(staging.join("run.json")).ok()?;
    let Vouched { files } = serde_json::from_slice(&run).ok()?;
    let stands = |file: &OutputFile| {
        let staged = staging.join(&file.path).exists();
        holds(if staged { staging } else { output }, file).unwrap_or(false)
    };
    let whole = files.iter().all(|file| is_name(&file.path) && stands(file));
    whole.then_some(files)
}

/// Whether it names a file and nothing outside the directory.
fn is_name(path: &str) -> bool {
    Path::new(path).file_name().is_some_and(|name| name == path)
}

/// Whether `folder` holds this very file.
pub(super) fn holds(folder: &Path, file: &OutputFile) -> io::Result<bool> {
    Ok(hash(&folder.join(&file.path))? == (file.bytes, file.sha256.clone()))
}
