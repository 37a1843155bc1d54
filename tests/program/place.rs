//! What the tests of the program share: a folder of one's own, and the built binary run in it.

use std::{fs, path::Path, process::Output};

use serde_json::Value;
use tempfile::TempDir;

/// A document that gives one event.
pub const SENTENCE: &str = "قُتل خمسة جنود في هجوم مسلح.\n";

/// A temporary folder in which `rasd` runs.
pub struct Place(TempDir);

/// What a run said.
pub struct Said {
    /// Exit status.
    pub status: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Place {
    /// An empty folder.
    pub fn new() -> Place {
        Place(tempfile::tempdir().expect("a temporary folder"))
    }

    /// The same, with `files` in it.
    pub fn with(files: &[(&str, &[u8])]) -> Place {
        let place = Place::new();
        for (name, bytes) in files {
            place.write(name, bytes);
        }
        place
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file, and the folders it stands in.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("inside the folder")).expect("folders");
        fs::write(path, bytes).expect("a file");
    }

    /// Copies the files of a folder of the repository to `name`, without what a review left there.
    pub fn copy(&self, folder: &str, name: &str) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let file = path.file_name().expect("a name").to_string_lossy();
            if file.starts_with("review.") {
                continue;
            }
            self.write(&format!("{name}/{file}"), fs::read(&path).expect("a file"));
        }
    }

    /// The text of a file.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    /// The values of a file of JSON Lines.
    pub fn lines(&self, name: &str) -> Vec<Value> {
        self.read(name).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }

    /// Names in a folder, sorted.
    pub fn list(&self, name: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path().join(name)).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// Runs `rasd` with the arguments of a command line without quotation marks.
    pub fn rasd(&self, arguments: &str) -> Said {
        self.rasd_reading(arguments, "")
    }

    /// The same, with `input` on standard input.
    pub fn rasd_reading(&self, arguments: &str, input: impl Into<Vec<u8>>) -> Said {
        let Output { status, stdout, stderr } = assert_cmd::cargo::cargo_bin_cmd!("rasd")
            .args(arguments.split_whitespace())
            .current_dir(self.path())
            .write_stdin(input)
            .output()
            .expect("rasd runs");
        Said {
            status: status.code().expect("no signal ended it"),
            out: String::from_utf8(stdout).expect("UTF-8"),
            err: String::from_utf8(stderr).expect("UTF-8"),
        }
    }
}

/// A CSV file as rows of cells by column name.
pub fn table(text: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("a row")).collect()
}
