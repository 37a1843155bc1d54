//! `rasd diff`: in, two directories or files; out, on standard output, what is different between them.

use std::{
    fs,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anstream::{AutoStream, ColorChoice};
use clap::{Args, ColorChoice as Choice};
use rasd::{
    Error, Result,
    diff::{self, Diff, Format, Options},
};

use super::{say, unless_closed};

pub(super) const EXAMPLES: &str = "\
Examples:
  rasd diff last-week this-week                  every row that is different, field by field
  rasd diff last-week this-week --summary        counts by kind, field and rule
  rasd diff last-week this-week --table events --ignore confidence,flags
  rasd diff old/events.csv new/events.csv --format html > changes.html
  rasd diff v1 v2 --release-notes=changes.csv    for those who use the dataset
  git config diff.rasd.command 'rasd diff --git' show changes of committed tables; see docs/diff.md

Exit status:
  0  nothing is different
  1  something is
  2  they could not be compared: a file is unreadable, holds a key twice, or is of another kind or
     another version of the output contract";

#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// Two folders that `rasd extract` wrote, or two files of one kind
    #[arg(value_names = ["OLD", "NEW"], required = true, num_args = 1..=9)]
    paths: Vec<PathBuf>,
    /// Form of the answer
    #[arg(long, default_value = "text", value_parser = ["text", "json", "csv", "md", "html"])]
    format: String,
    /// Columns that do not matter, separated by commas (repeatable)
    #[arg(long, value_name = "FIELD", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Only these tables of the folders (events, mentions, documents, event_places,
    /// event_casualties), separated by commas
    #[arg(long, value_name = "TABLE", value_delimiter = ',')]
    table: Vec<String>,
    /// Count by kind, field and rule instead of listing the rows
    #[arg(long)]
    summary: bool,
    /// Also write what users of the dataset should know: added, removed and revised figures, and why
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true,
        default_missing_value = "changes.csv")]
    release_notes: Option<PathBuf>,
    /// Compare files that were changed after their run, such as reviewed tables
    #[arg(long)]
    unchecked: bool,
    /// Colour [default: on a terminal]
    #[arg(long, value_name = "WHEN", default_value = "auto", hide_default_value = true)]
    color: Choice,
    /// Take the arguments that git gives to a diff driver, and exit with 0 also on differences
    #[arg(long)]
    git: bool,
}

/// What became of a comparison; 1 is no trouble here, so this command has statuses of its own.
pub(super) fn run(args: &DiffArgs) -> ExitCode {
    let done = if args.git { git(args) } else { plain(args) };
    match done {
        Ok(true) => ExitCode::from(0),
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            say(format_args!("error: {error}"));
            ExitCode::from(2)
        }
    }
}

/// Whether the two are the same.
fn plain(args: &DiffArgs) -> Result<bool> {
    let [old, new] = args.paths.as_slice() else {
        return Err(Error::new("expected two folders or two files: OLD NEW"));
    };
    compared(args, old, new, "")
}

/// As git calls a driver: path, old file, hash and mode of it, new file, hash and mode of it, and of a
/// renamed file its new path and the likeness; of a file that is not merged the path alone. What is
/// different is no failure to git.
fn git(args: &DiffArgs) -> Result<bool> {
    match args.paths.as_slice() {
        [path, old, _, _, new, ..] => {
            let title = format!("rasd diff {}\n", path.display());
            compared(args, old, new, &title)?;
        }
        [path] => say(format_args!("{}: not merged", path.display())),
        _ => return Err(Error::new("--git takes what git gives: see docs/diff.md")),
    }
    Ok(true)
}

fn compared(args: &DiffArgs, old: &Path, new: &Path, title: &str) -> Result<bool> {
    let options = Options {
        ignore: args.ignore.iter().cloned().collect(),
        tables: args.table.iter().cloned().collect(),
        unchecked: args.unchecked,
    };
    let diff = diff::paths(old, new, &options)?;
    if let Some(path) = &args.release_notes {
        write_notes(&diff, path).map_err(|error| {
            Error::caused("cannot write the release notes", error).in_file(path)
        })?;
    }
    show(args, &diff, title).or_else(unless_closed)?;
    Ok(diff.is_same())
}

fn write_notes(diff: &Diff, path: &Path) -> io::Result<()> {
    let mut file = BufWriter::new(fs::File::create(path)?);
    diff.write_release_notes(&mut file)?;
    file.flush()
}

fn show(args: &DiffArgs, diff: &Diff, title: &str) -> io::Result<()> {
    let choice = match args.color {
        Choice::Auto => ColorChoice::Auto,
        Choice::Always => ColorChoice::Always,
        Choice::Never => ColorChoice::Never,
    };
    // the stream takes the colours out where they are not wanted
    let mut out = BufWriter::new(AutoStream::new(io::stdout().lock(), choice));
    out.write_all(title.as_bytes())?;
    let format = match args.format.as_str() {
        "json" => Format::Json,
        "csv" => Format::Csv,
        "md" => Format::Markdown,
        "html" => Format::Html,
        _ => Format::Text { colour: true },
    };
    match args.summary {
        true => diff.write_summary(format, &mut out)?,
        false => diff.write(format, &mut out)?,
    }
    out.flush()
}
