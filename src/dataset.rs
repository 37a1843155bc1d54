//! What an earlier run wrote: in, its directory; out, the bytes of its files, which must be those that
//! its run.json vouches for. A half-copied set is refused, not half compared.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::{Error, Result, id::sha256, write::CONTRACT};

/// The directory of a run, opened.
#[derive(Clone, Debug)]
pub struct Dataset {
    folder: PathBuf,
    /// SHA-256 of the files by name.
    files: BTreeMap<String, String>,
    check: bool,
}

/// What is read of run.json.
#[derive(Deserialize)]
struct Run {
    contract: u32,
    files: Vec<File>,
}

#[derive(Deserialize)]
struct File {
    path: String,
    sha256: String,
}

impl Dataset {
    /// Opens the files of a run.
    ///
    /// # Errors
    /// When there is no run.json, or it is of another version of the output contract.
    pub fn open(folder: &Path) -> Result<Dataset> {
        let path = folder.join("run.json");
        let bytes = fs::read(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => {
                Error::new("no run.json: not a folder that rasd wrote").in_file(folder)
            }
            _ => Error::caused("cannot read", error).in_file(&path),
        })?;
        let run: Run = serde_json::from_slice(&bytes)
            .map_err(|error| Error::caused("not the record of a run", error).in_file(&path))?;
        if run.contract != CONTRACT {
            let message = format!(
                "version {} of the output contract; this program reads version {CONTRACT}",
                run.contract
            );
            return Err(Error::new(message).in_file(path));
        }
        let files = run.files.into_iter().map(|file| (file.path, file.sha256)).collect();
        Ok(Dataset { folder: folder.to_owned(), files, check: true })
    }

    /// The same, files that were changed after the run included: reviewed tables, for instance.
    pub fn even_if_changed(mut self) -> Dataset {
        self.check = false;
        self
    }

    /// Whether the run wrote a file of this name.
    pub fn has(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    /// Where a file of the set is.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// When it cannot be read, or is not what the run wrote.
    pub fn read(&self, name: &str) -> Result<Vec<u8>> {
        let path = self.path(name);
        let bytes = read(&path)?;
        if self.check && self.files.get(name).is_none_or(|hash| *hash != sha256(&bytes)) {
            let message = "changed since its run: its hash is not that in run.json \
                           (--unchecked reads it all the same)";
            return Err(Error::new(message).in_file(path));
        }
        Ok(bytes)
    }
}

/// The bytes of a file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| Error::caused("cannot read", error).in_file(path))
}
