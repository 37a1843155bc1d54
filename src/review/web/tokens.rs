//! Who may review: in, names; out, a secret token for each. They are kept in a file beside the store
//! that only its owner can read, so that a link still works when the server was started anew.

use std::{collections::BTreeMap, fs, io::Write, path::Path};

use data_encoding::HEXLOWER;

use crate::{Error, Result};

/// The file of tokens in the folder of a run.
pub const FILE: &str = "review.tokens";

/// A reviewer and the token of their link.
#[derive(Clone, Debug)]
pub struct Seat {
    /// Their name in the log.
    pub reviewer: String,
    /// 128 random bits in hexadecimal.
    pub token: String,
}

/// A seat for each name; those that the folder knows keep their token.
///
/// # Errors
/// When a name can not be one, or the file can not be read or written.
pub fn seats(folder: &Path, names: &[String]) -> Result<Vec<Seat>> {
    let path = folder.join(FILE);
    let mut known = read(&path)?;
    let mut seats: Vec<Seat> = Vec::new();
    for name in names {
        check(name)?;
        if seats.iter().any(|seat| seat.reviewer == *name) {
            return Err(Error::new(format!("the reviewer {name} is named twice")));
        }
        if !known.contains_key(name) {
            known.insert(name.clone(), token()?);
        }
        seats.push(Seat { reviewer: name.clone(), token: known[name].clone() });
    }
    write(&path, &known)?;
    Ok(seats)
}

fn check(name: &str) -> Result<()> {
    let sound = !name.trim().is_empty()
        && name.trim() == name
        && name.chars().count() <= 64
        && !name.chars().any(char::is_control);
    if sound { Ok(()) } else { Err(Error::new(format!("{name:?} is no name of a reviewer"))) }
}

fn token() -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::new(format!("no random numbers can be had: {error}")))?;
    Ok(HEXLOWER.encode(&bytes))
}

/// Lines of a token, a tab and a name; others are left out and so made anew.
fn read(path: &Path) -> Result<BTreeMap<String, String>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(Error::caused("cannot read", error).in_file(path)),
    };
    let sound = |token: &str| token.len() == 32 && token.bytes().all(|b| b.is_ascii_hexdigit());
    let lines = text.lines().filter_map(|line| line.split_once('\t'));
    let lines = lines.filter(|(token, _)| sound(token));
    Ok(lines.map(|(token, name)| (name.to_owned(), token.to_owned())).collect())
}

fn write(path: &Path, seats: &BTreeMap<String, String>) -> Result<()> {
    let text: String = seats.iter().map(|(name, token)| format!("{token}\t{name}\n")).collect();
    let failed = |error| Error::caused("cannot write", error).in_file(path);
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reviewer_keeps_the_token() {
        let folder = tempfile::tempdir().unwrap();
        let names = ["Amal".to_owned(), "Sami".to_owned()];
        let first = seats(folder.path(), &names).unwrap();
        let again = seats(folder.path(), &names[1..]).unwrap();
        assert_ne!(first[0].token, first[1].token);
        assert_eq!(first[1].token, again[0].token);
        assert_eq!(first[1].token.len(), 32);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_the_tokens() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        seats(folder.path(), &["Amal".to_owned()]).unwrap();
        let mode = fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }

    #[test]
    fn a_name_that_breaks_the_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["", " a", "a\tb", "a\nb"] {
            assert!(seats(folder.path(), &[name.to_owned()]).is_err(), "{name:?}");
        }
    }
}
