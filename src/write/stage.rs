//! The staging directory: in, the files of a run as they are written; out, all of them in the output
//! directory, renamed one by one with run.json last. Until then the output stands as it was; what
//! `kill -9` may leave in between the next run clears up.

use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::recover;
use crate::{Error, Result};

/// Names of staging directories begin so; hidden, they are no input.
pub(super) const PREFIX: &str = ".rasd-";

/// A file of the output, as run.json lists it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutputFile {
    /// File name.
    pub path: String,
    /// Length.
    pub bytes: u64,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
}

/// A place for the files until all are written. It lies inside the output directory, which may be a
/// mount of its own: a rename never crosses file systems. Dropped, it is removed.
#[derive(Debug)]
pub struct Stage {
    output: PathBuf,
    /// Where the staging directory is.
    path: PathBuf,
    staging: Staging,
    done: Vec<OutputFile>,
    /// Keeps other runs away.
    _lock: Option<File>,
}

/// The staging directory, for those who may have to end the run from elsewhere.
#[derive(Clone, Debug)]
pub struct Staging(Arc<Mutex<Option<TempDir>>>);

impl Staging {
    /// Removes what is staged, so that the output stays as it was, and runs `then`; files that are
    /// just being put in place are first, and none is until `then` is over. `then` is told whether
    /// anything was staged.
    pub fn abandon<T>(&self, then: impl FnOnce(bool) -> T) -> T {
        let mut staging = self.hold();
        let staged = staging.take().is_some();
        then(staged)
    }

    fn hold(&self) -> MutexGuard<'_, Option<TempDir>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.staging.abandon(drop);
    }
}

/// A staged file.
#[derive(Debug)]
pub struct StagedFile {
    name: String,
    file: BufWriter<Hashed>,
}

/// Counts and hashes what is written. It lies behind the buffer: formats write a few bytes at a
/// time, and hashing likes many.
#[derive(Debug)]
struct Hashed {
    file: File,
    digest: Sha256,
    bytes: u64,
}

impl Write for Hashed {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.file.write(buffer)?;
        self.digest.update(&buffer[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Write for StagedFile {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.file.write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Stage {
    /// Makes the output directory where there is none, and the staging directory in it. `all` are
    /// the files that a run may write.
    ///
    /// # Errors
    /// When the directory cannot be written, or another run is writing there.
    pub fn new(output: &Path, all: &[&str]) -> Result<Stage> {
        if output.exists() && !output.is_dir() {
            return Err(Error::new("cannot write here: not a directory").in_file(output));
        }
        let refused = |error| Error::caused("cannot write here", error).in_file(output);
        fs::create_dir_all(output).map_err(refused)?;
        let lock = recover::take(output, all)?;
        let staging =
            tempfile::Builder::new().prefix(PREFIX).tempdir_in(output).map_err(refused)?;
        Ok(Stage {
            output: output.to_owned(),
            path: staging.path().to_owned(),
            staging: Staging(Arc::new(Mutex::new(Some(staging)))),
            done: Vec::new(),
            _lock: lock,
        })
    }

    /// The staging directory.
    pub fn staging(&self) -> Staging {
        self.staging.clone()
    }

    /// Begins a file.
    pub fn create(&self, name: impl Into<String>) -> Result<StagedFile> {
        let name = name.into();
        let file = File::create(self.path.join(&name))
            .map_err(|error| Error::caused("cannot write", error).in_file(&name))?;
        let hashed = Hashed { file, digest: Sha256::new(), bytes: 0 };
        Ok(StagedFile { name, file: BufWriter::with_capacity(1 << 16, hashed) })
    }

    /// Ends a file.
    pub fn close(&mut self, StagedFile { name, file }: StagedFile) -> Result<()> {
        let failed = |error| Error::caused("cannot write", error).in_file(&name);
        let Hashed { digest, bytes, .. } = file.into_inner().map_err(|e| failed(e.into_error()))?;
        let sha256 = data_encoding::HEXLOWER.encode(&digest.finalize());
        self.done.push(OutputFile { path: name, bytes, sha256 });
        Ok(())
    }

    /// Where the files lie until they are published.
    pub fn folder(&self) -> &Path {
        &self.path
    }

    /// Takes on a file that was written into [`Stage::folder`] by other means.
    pub fn adopt(&mut self, name: &str) -> Result<()> {
        let unreadable = |error| Error::caused("cannot read again", error).in_file(name);
        let (bytes, sha256) = hash(&self.folder().join(name)).map_err(unreadable)?;
        self.done.push(OutputFile { path: name.to_owned(), bytes, sha256 });
        Ok(())
    }

    /// Writes a file that was ended anew: `rows` takes it as it is, and what it becomes.
    pub(super) fn rewrite(
        &mut self,
        name: &str,
        rows: impl FnOnce(File, &mut StagedFile) -> Result<()>,
    ) -> Result<()> {
        let (path, aside) = (self.path.join(name), self.path.join(format!("{name}.new")));
        fs::rename(path, &aside)?;
        let mut file = self.create(name)?;
        rows(File::open(&aside)?, &mut file)?;
        fs::remove_file(aside)?;
        self.done.retain(|done| done.path != name);
        self.close(file)
    }

    /// The files ended so far.
    pub fn done(&self) -> &[OutputFile] {
        &self.done
    }

    /// Puts the files in place in the order they were ended, after removing those of `all` that an
    /// earlier run left and this one has not.
    pub fn publish(self, all: &[&str]) -> Result<()> {
        let staging = self.staging.hold();
        if staging.is_none() {
            return Err(Error::new("interrupted"));
        }
        let names: Vec<&str> = self.done.iter().map(|file| file.path.as_str()).collect();
        remove_others(&self.output, &names, all)?;
        put_in_place(&self.path, &self.output, &names)
    }
}

/// Length and SHA-256 of a file.
pub fn hash(path: &Path) -> io::Result<(u64, String)> {
    let mut file = BufReader::new(File::open(path)?);
    let (mut digest, mut bytes) = (Sha256::new(), 0);
    loop {
        let read = file.fill_buf()?;
        let length = read.len();
        if length == 0 {
            return Ok((bytes, data_encoding::HEXLOWER.encode(&digest.finalize())));
        }
        digest.update(read);
        bytes += length as u64;
        file.consume(length);
    }
}

/// Removes those of `all` that are not among `names`.
pub(super) fn remove_others(output: &Path, names: &[&str], all: &[&str]) -> Result<()> {
    for stale in all.iter().filter(|name| !names.contains(name)) {
        match fs::remove_file(output.join(stale)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(cannot_write(output, stale, error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Renames the staged files, in this order.
pub(super) fn put_in_place(staging: &Path, output: &Path, names: &[&str]) -> Result<()> {
    names.iter().try_for_each(|name| {
        fs::rename(staging.join(name), output.join(name))
            .map_err(|error| cannot_write(output, name, error))
    })
}

fn cannot_write(output: &Path, name: &str, error: io::Error) -> Error {
    Error::caused("cannot write", error).in_file(output.join(name))
}
