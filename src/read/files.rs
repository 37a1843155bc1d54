//! Finding the input files: in, the paths of the command line; out, the files to read in the order
//! of their relative paths, a fault for each path that leads nowhere, and what was passed over.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::stream::Stream;

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

    /// Whether it holds JSON Lines: by name, standard input by its first bytes.
    pub(super) fn is_jsonl(&self, stream: &mut Stream) -> bool {
        match &self.origin {
            Origin::File(path) => kind(path) == Some(Kind::Lines),
            _ => stream.begins_like_json(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Lines,
}

/// What a file holds, by its extension.
fn kind(path: &Path) -> Option<Kind> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    match extension.as_str() {
        "txt" => Some(Kind::Text),
        "jsonl" | "ndjson" => Some(Kind::Lines),
        _ => None,
    }
}

/// The files of `paths`, by relative path; and those of directories that were passed over.
pub(super) fn find(paths: &[PathBuf]) -> (Vec<Found>, Vec<PathBuf>) {
    let (mut found, mut skipped) = (Vec::new(), Vec::new());
    for path in paths {
        if path.as_os_str() == "-" {
            found.push(Found::new("-".to_owned(), Path::new("standard input"), Origin::Stdin));
        } else if path.is_dir() {
            walk(path, &mut found, &mut skipped);
        } else {
            let origin = match path.metadata() {
                Ok(_) => Origin::File(path.clone()),
                Err(error) => Origin::Fault(format!("cannot read: {error}")),
            };
            found.push(Found::new(last_part(path), path, origin));
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    skipped.sort();
    (found, skipped)
}

/// Everything below `root` that is read; links are followed, hidden files left alone.
fn walk(root: &Path, found: &mut Vec<Found>, skipped: &mut Vec<PathBuf>) {
    let before = found.len();
    let mut entries = WalkDir::new(root).follow_links(true).min_depth(1).into_iter();
    while let Some(entry) = entries.next() {
        match entry {
            Ok(entry) if hidden(&entry) => skip_below(&entry, &mut entries),
            Ok(entry) if entry.file_type().is_dir() => {
                if is_output(entry.path()) {
                    skip_below(&entry, &mut entries);
                    skipped.push(entry.into_path());
                }
            }
            Ok(entry) if kind(entry.path()).is_some() => {
                let path = entry.into_path();
                found.push(Found::new(relative(&path, root), &path, Origin::File(path.clone())));
            }
            Ok(entry) => skipped.push(entry.into_path()),
            Err(error) => {
                let path = error.path().unwrap_or(root);
                let cause = match (error.io_error(), error.loop_ancestor()) {
                    (Some(cause), _) => cause.to_string(),
                    (None, Some(_)) => "a link that leads back to a folder above it".to_owned(),
                    (None, None) => error.to_string(),
                };
                let reason = format!("cannot read: {cause}");
                found.push(Found::new(relative(path, root), path, Origin::Fault(reason)));
            }
        }
    }
    if found.len() == before {
        let reason = "no document in this directory (.txt, .jsonl, .ndjson)".to_owned();
        found.push(Found::new(last_part(root), root, Origin::Fault(reason)));
    }
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
