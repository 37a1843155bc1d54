//! Building: in, dumps and tables; out, a packed file.

use std::{
    fs::File,
    io::{BufReader, BufWriter, Write},
    path::{Path, PathBuf},
};

use super::{dump::Dumps, pack::Packer, table};
use crate::error::{Error, Result};

/// What a gazetteer is built from. Where two sources have one id, the table wins over the dump, and
/// among equals the one named first.
#[derive(Clone, Debug, Default)]
pub struct Build {
    /// Tables of places (CSV; TSV by the extension `.tsv`).
    pub tables: Vec<PathBuf>,
    /// GeoNames dumps.
    pub dumps: Vec<PathBuf>,
    /// Files of alternate names.
    pub names: Vec<PathBuf>,
    /// What the result calls itself; the names of the files where empty.
    pub label: String,
}

/// What came of a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Built {
    /// Places written.
    pub places: u64,
    /// Size of the file.
    pub bytes: u64,
}

impl Build {
    /// Builds the file `out`, which appears whole or not at all.
    ///
    /// # Errors
    /// When a source cannot be read or is malformed (with file and line), or `out` cannot be
    /// written.
    pub fn run(&self, out: &Path) -> Result<Built> {
        let mut packer = Packer::default();
        for path in &self.tables {
            let delimiter = if path.extension().is_some_and(|e| e == "tsv") { b'\t' } else { b',' };
            let file = open(path)?;
            table::read(file, delimiter, |row| packer.add(&row)).map_err(|e| e.in_file(path))?;
            packer.next_source();
        }
        let mut dumps = Dumps::default();
        for path in &self.dumps {
            let file = open(path)?;
            dumps.read(file, |row| packer.add(&row)).map_err(|e| e.in_file(path))?;
            packer.next_source();
        }
        for path in &self.names {
            let file = open(path)?;
            let add = |id: &str, name: &str| packer.add_name(id, name);
            dumps.names(file, add).map_err(|e| e.in_file(path))?;
        }
        write(packer, &self.label(), out).map_err(|e| e.in_file(out))
    }

    fn label(&self) -> String {
        if !self.label.is_empty() {
            return self.label.clone();
        }
        let sources = self.tables.iter().chain(&self.dumps).chain(&self.names);
        let names = sources.filter_map(|path| path.file_name());
        names.map(|name| name.to_string_lossy()).collect::<Vec<_>>().join(" + ")
    }
}

/// Packs a table (CSV) in memory.
///
/// # Errors
/// When a line is no place.
pub(super) fn packed(table: &str, label: &str) -> Result<Vec<u8>> {
    let mut packer = Packer::default();
    table::read(table.as_bytes(), b',', |row| packer.add(&row))?;
    let mut bytes = Vec::new();
    packer.write(label, &mut bytes)?;
    Ok(bytes)
}

fn open(path: &Path) -> Result<BufReader<File>> {
    let file = File::open(path).map_err(|e| Error::from(e).in_file(path))?;
    Ok(BufReader::with_capacity(1 << 20, file))
}

fn write(packer: Packer, label: &str, out: &Path) -> Result<Built> {
    let folder = out.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = readable().tempfile_in(folder)?;
    let mut writer = BufWriter::new(&mut file);
    let places = packer.write(label, &mut writer)?;
    writer.flush()?;
    drop(writer);
    let bytes = file.as_file().metadata()?.len();
    file.persist(out).map_err(|e| Error::from(e.error))?;
    Ok(Built { places, bytes })
}

/// A temporary file that becomes one for all to read, as far as the umask lets it.
#[cfg(unix)]
fn readable() -> tempfile::Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt;
    let mut builder = tempfile::Builder::new();
    builder.permissions(std::fs::Permissions::from_mode(0o666));
    builder
}

#[cfg(not(unix))]
fn readable() -> tempfile::Builder<'static, 'static> {
    tempfile::Builder::new()
}
