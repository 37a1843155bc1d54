//! The staging directory: in, the files of a run as they are written; out, all of them in the output
//! directory, renamed one by one with run.json last. Until then the output stands as it was.

use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
};

use serde::Serialize;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::{Error, Result};

/// A file of the output, as run.json lists it.
#[derive(Clone, Debug, PartialEq, Serialize)]
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
    staging: TempDir,
    done: Vec<OutputFile>,
}

/// A staged file: counts and hashes what is written.
#[derive(Debug)]
pub struct StagedFile {
    name: String,
    file: BufWriter<File>,
    digest: Sha256,
    bytes: u64,
}

impl Write for StagedFile {
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

impl Stage {
    /// Makes the output directory where there is none, and the staging directory in it.
    ///
    /// # Errors
    /// When the directory cannot be written.
    pub fn new(output: &Path) -> Result<Stage> {
        if output.exists() && !output.is_dir() {
            return Err(Error::new("cannot write here: not a directory").in_file(output));
        }
        let refused = |error| Error::caused("cannot write here", error).in_file(output);
        fs::create_dir_all(output).map_err(refused)?;
        let staging =
            tempfile::Builder::new().prefix(".rasd-").tempdir_in(output).map_err(refused)?;
        Ok(Stage { output: output.to_owned(), staging, done: Vec::new() })
    }

    /// Begins a file.
    pub fn create(&self, name: impl Into<String>) -> Result<StagedFile> {
        let name = name.into();
        let file = File::create(self.staging.path().join(&name))
            .map_err(|error| Error::caused("cannot write", error).in_file(&name))?;
        Ok(StagedFile { name, file: BufWriter::new(file), digest: Sha256::new(), bytes: 0 })
    }

    /// Ends a file.
    pub fn close(&mut self, mut file: StagedFile) -> Result<()> {
        file.flush().map_err(|error| Error::caused("cannot write", error).in_file(&file.name))?;
        let sha256 = data_encoding::HEXLOWER.encode(&file.digest.finalize());
        self.done.push(OutputFile { path: file.name, bytes: file.bytes, sha256 });
        Ok(())
    }

    /// Where the files lie until they are published.
    pub fn folder(&self) -> &Path {
        self.staging.path()
    }

    /// Takes on a file that was written into [`Stage::folder`] by other means.
    pub fn adopt(&mut self, name: &str) -> Result<()> {
        let unreadable = |error| Error::caused("cannot read again", error).in_file(name);
        let (bytes, sha256) = hash(&self.folder().join(name)).map_err(unreadable)?;
        self.done.push(OutputFile { path: name.to_owned(), bytes, sha256 });
        Ok(())
    }

    /// The files ended so far.
    pub fn done(&self) -> &[OutputFile] {
        &self.done
    }

    /// Puts the files in place in the order they were ended, after removing those of `all` that an
    /// earlier run left and this one has not.
    pub fn publish(self, all: &[&str]) -> Result<()> {
        let failed = |name: &str, error| {
            Error::caused("cannot write", error).in_file(self.output.join(name))
        };
        for stale in all.iter().filter(|name| self.done.iter().all(|file| file.path != **name)) {
            match fs::remove_file(self.output.join(stale)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(failed(stale, error));
                }
                _ => {}
            }
        }
        for file in &self.done {
            fs::rename(self.staging.path().join(&file.path), self.output.join(&file.path))
                .map_err(|error| failed(&file.path, error))?;
        }
        Ok(())
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
