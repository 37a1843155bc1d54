//! Finding the input files: in, the paths of the command line; out, the files to read in the order
//! of their relative paths, a fault for each path that leads nowhere, and what was passed over.

use std::path::{Component, Path, PathBuf};

use glob::MatchOptions;
use walkdir::{DirEntry, WalkDir};

use super::{
    Fault, Options,
    kind::{self, InputFormat},
};

/// A file to read, or a path that cannot be.
#[derive(Debug)]
pub(super) struct Found {
    /// Relative to its root, `/` between the parts; `-` for standard input.
    pub path: String,
    /// As the user would name it.
    pub shown: PathBuf,
    /// Where its bytes are.
    pub origin: Origin,
}

#[derive(Debug)]
pub(super) enum Origin {
    File(PathBuf),
    Stdin,
    Fault(String),
}

impl Found {
    fn new(path: String, shown: &Path, origin: Origin) -> Found {
        Found { path, shown: shown.to_owned(), origin }
    }
}

/// The files of `paths`, by relative path; and those of directories that were passed over.
pub(super) fn find(paths: &[PathBuf], options: &Options) -> (Vec<Found>, Vec<PathBuf>) {
    let (mut found, mut skipped) = (Vec::new(), Vec::new());
    for path in paths {
        if path.as_os_str() == "-" {
            found.push(Found::new("-".to_owned(), Path::new("standard input"), Origin::Stdin));
        } else if path.is_dir() {
            walk(path, path, options, &mut found, &mut skipped);
        } else {
            match path.metadata() {
                Ok(_) => found.push(file(last_part(path), path)),
                Err(_) if is_pattern(path) => expand(path, options, &mut found, &mut skipped),
                Err(error) => found.push(fault(last_part(path), path, Fault::unread(&error))),
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    skipped.sort();
    (found, skipped)
}

fn file(relative: String, path: &Path) -> Found {
    Found::new(relative, path, Origin::File(path.to_owned()))
}

fn fault(relative: String, path: &Path, fault: Fault) -> Found {
    Found::new(relative, path, Origin::Fault(fault.reason))
}

/// Whether a path stands for many. Shells expand patterns; Windows and lists of files do not.
fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '['])
}

/// What a pattern stands for; its root is the folder before the first part with a wildcard.
fn expand(pattern: &Path, options: &Options, found: &mut Vec<Found>, skipped: &mut Vec<PathBuf>) {
    let whole = |part: &Component<'_>| !is_pattern(Path::new(part));
    let root: PathBuf = pattern.components().take_while(whole).collect();
    let matching = MatchOptions { require_literal_leading_dot: true, ..MatchOptions::new() };
    let paths = match glob::glob_with(&pattern.to_string_lossy(), matching) {
        Ok(paths) => paths,
        Err(error) => {
            let reason = Fault::new(format!("no pattern of paths: {error}"));
            return found.push(fault(last_part(pattern), pattern, reason));
        }
    };
    let before = found.len();
    for path in paths {
        match path {
            Ok(path) if path.is_dir() => walk(&path, &root, options, found, skipped),
            Ok(path) => found.push(file(relative(&path, &root), &path)),
            Err(error) => {
                let path = error.path();
                found.push(fault(relative(path, &root), path, Fault::unread(error.error())));
            }
        }
    }
    if found.len() == before {
        let reason = Fault::new("no file has a name like this");
        found.push(fault(last_part(pattern), pattern, reason));
    }
}

/// Everything below `folder` that is read; links are followed, hidden files left alone.
fn walk(
    folder: &Path,
    root: &Path,
    options: &Options,
    found: &mut Vec<Found>,
    skipped: &mut Vec<PathBuf>,
) {
    let before = found.len();
    let mut entries = WalkDir::new(folder).follow_links(true).min_depth(1).into_iter();
    while let Some(entry) = entries.next() {
        match entry {
            Ok(entry) if hidden(&entry) => skip_below(&entry, &mut entries),
            Ok(entry) if entry.file_type().is_dir() => {
                if is_output(entry.path()) {
                    skip_below(&entry, &mut entries);
                    skipped.push(entry.into_path());
                }
            }
            Ok(entry) if options.format.is_some() || known(&entry) => {
                found.push(file(relative(entry.path(), root), entry.path()));
            }
            Ok(entry) => skipped.push(entry.into_path()),
            Err(error) => {
                let path = error.path().unwrap_or(folder);
                let cause = match (error.io_error(), error.loop_ancestor()) {
                    (Some(cause), _) => cause.to_string(),
                    (None, Some(_)) => "a link that leads back to a folder above it".to_owned(),
                    (None, None) => error.to_string(),
                };
                found.push(fault(relative(path, root), path, Fault::unread(&cause)));
            }
        }
    }
    if found.len() == before {
        let kinds = kind::extensions();
        let reason = Fault::new(format!("no document in this directory ({kinds})"));
        found.push(fault(last_part(folder), folder, reason));
    }
}

/// Whether its name is that of a format.
fn known(entry: &DirEntry) -> bool {
    InputFormat::of_name(&entry.file_name().to_string_lossy()).is_some()
}

fn skip_below(entry: &DirEntry, entries: &mut walkdir::IntoIter) {
    if entry.file_type().is_dir() {
        entries.skip_current_dir();
    }
}

fn hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// What `extract` wrote earlier is no input of the next run.
fn is_output(directory: &Path) -> bool {
    directory.join("run.json").exists() && directory.join("events.csv").exists()
}

/// `path` below `root`, with `/` between its parts on every system.
fn relative(path: &Path, root: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = below.components().map(|c| c.as_os_str().to_string_lossy()).collect();
    if parts.is_empty() { last_part(root) } else { parts.join("/") }
}

/// A path given on the command line, relative to its folder.
fn last_part(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
