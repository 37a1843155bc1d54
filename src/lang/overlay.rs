//! Overlays: in, a folder with an analyst's own words and rules; out, its files, ready to be laid
//! over those of the built-in pack.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{PackFile, Source};
use crate::{
    error::{Error, Result},
    id,
};

/// The one file that only an overlay has: a table of own places.
const PLACES: &str = "gazetteer.csv";

/// The files of a folder that lies over the built-in pack.
#[derive(Clone, Debug)]
pub struct Overlay {
    /// The folder, as given.
    pub path: PathBuf,
    /// By name.
    files: Vec<OverlayFile>,
}

#[derive(Clone, Debug)]
struct OverlayFile {
    name: String,
    /// Folder and name, for errors.
    path: String,
    text: String,
}

impl Overlay {
    /// Reads a folder for `language`. Hidden files and notes (`.md`) are left alone.
    ///
    /// # Errors
    /// When the folder cannot be read, holds a file that is none of a pack, or none that is.
    pub fn read(language: &str, folder: &Path) -> Result<Overlay> {
        let source = super::source(language)?;
        let mut files = Vec::new();
        for name in names(folder).map_err(|error| error.in_file(folder))? {
            let path = folder.join(&name);
            let text = text(source, &name, &path).map_err(|error| error.in_file(&path))?;
            files.push(OverlayFile { path: path.display().to_string(), name, text });
        }
        if files.is_empty() {
            let known = known(source);
            return Err(
                Error::new(format!("no file of a pack; there are: {known}")).in_file(folder)
            );
        }
        Ok(Overlay { path: folder.to_owned(), files })
    }

    /// The file of that name.
    pub fn file(&self, name: &str) -> Option<PackFile<'_>> {
        let file = self.files.iter().find(|file| file.name == name)?;
        Some(PackFile { path: &file.path, text: &file.text, overlay: true })
    }

    /// Its table of own places.
    pub fn places(&self) -> Option<PackFile<'_>> {
        self.file(PLACES)
    }

    /// SHA-256 over the names and texts of its files; where the folder is does not matter.
    pub fn sha256(&self) -> String {
        id::sha256(self.parts().collect::<Vec<_>>().join("\0").as_bytes())
    }

    /// Name and text of each file.
    pub(super) fn parts(&self) -> impl Iterator<Item = &str> {
        self.files.iter().flat_map(|file| [file.name.as_str(), file.text.as_str()])
    }
}

/// The files of a folder that are meant for rasd, sorted.
fn names(folder: &Path) -> Result<Vec<String>> {
    let cannot = |error| Error::caused("cannot read the folder", error);
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(cannot)? {
        let name = entry.map_err(cannot)?.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') && !name.ends_with(".md") {
            names.push(name);
        }
    }
    names.sort_unstable();
    Ok(names)
}

/// A misspelled name must not be a silent no-op.
fn text(source: &Source, name: &str, path: &Path) -> Result<String> {
    if name != PLACES && !source.files.iter().any(|file| file.name == name) {
        return Err(Error::new(format!("not a file of a pack; there are: {}", known(source))));
    }
    let bytes = fs::read(path).map_err(|error| Error::caused("cannot read", error))?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.iter().filter(|&&b| b == b'\n').count() as u64 + 1;
        Error::new("not UTF-8").at_line(line)
    })
}

fn known(source: &Source) -> String {
    let files = source.files.iter().map(|file| file.name);
    files.chain([PLACES]).collect::<Vec<_>>().join(", ")
}
