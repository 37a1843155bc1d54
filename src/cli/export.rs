//! `rasd export`: in, a run that has been reviewed; out, the reviewed dataset in a folder of its own,
//! the trail of decisions, a report for colleagues.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::SystemTime,
};

use clap::Args;
use rasd::{
    Error, Result,
    review::{Export, FILE, Review, report},
    write::{self, Extra},
};

use super::{
    formats::{self, FormatArgs},
    print, say, status,
};

pub(super) const EXAMPLES: &str = "\
Examples:
  rasd export --reviewed -o reviewed              what was decided on output/, as a dataset
  rasd export tables --reviewed -o reviewed --format xlsx,geojson --profile acled
  rasd export tables --reviewed -o all --with-rejected
  rasd export tables --audit > trail.jsonl        who decided what, when
  rasd export tables --html report.html           one page to hand on: map, timeline, table";

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true)
    .args(["reviewed", "audit", "html"]))]
pub(super) struct ExportArgs {
    /// Folder of a run
    #[arg(value_name = "DIR", default_value = "output")]
    folder: PathBuf,
    /// Write the dataset with what reviewers decided; needs -o
    #[arg(long, requires = "output")]
    reviewed: bool,
    /// Folder to write it to: another one
    #[arg(short, long, value_name = "NEW")]
    output: Option<PathBuf>,
    /// With the events that were rejected
    #[arg(long)]
    with_rejected: bool,
    /// Print all that reviewers did, one JSON object a line
    #[arg(long)]
    audit: bool,
    /// Write one page to look at: map, timeline, and table with evidence
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    #[command(flatten)]
    formats: FormatArgs,
    /// Leave the bodies out of documents.jsonl
    #[arg(long)]
    no_text: bool,
    /// Overwrite what is there, reviewed rows included
    #[arg(long)]
    force: bool,
    /// Print errors only
    #[arg(short, long)]
    quiet: bool,
}

pub(super) fn run(args: &ExportArgs) -> Result<ExitCode> {
    let started = SystemTime::now();
    if !args.folder.join(FILE).exists() && (args.reviewed || args.audit) {
        let message = "nothing has been decided here: there is no review.sqlite";
        return Err(Error::new(message).in_file(&args.folder));
    }
    let review = Review::open(&args.folder, false)?;
    if let Some(new) = args.output.as_deref().filter(|_| args.reviewed) {
        dataset(args, &review, new, started)?;
    }
    if let Some(path) = &args.html {
        page(&review, path, args.with_rejected, args.force)?;
    }
    if args.audit {
        let mut trail = Vec::new();
        review.audit(&mut trail)?;
        print(trail)?;
    }
    Ok(status(0))
}

fn dataset(args: &ExportArgs, review: &Review, new: &Path, started: SystemTime) -> Result<()> {
    let same = |path: &Path| fs::canonicalize(path).ok();
    if same(new).is_some() && same(new) == same(&args.folder) {
        let message = "the run itself stays as it is: name another folder";
        return Err(Error::new(message).in_file(new));
    }
    let arguments = std::env::args_os().skip(1).map(|a| a.to_string_lossy().into_owned());
    let (totals, notes) = review.export(Export {
        options: write::Options {
            directory: new.to_owned(),
            force: args.force,
            text: !args.no_text,
            extras: extras(args)?,
            append: None,
        },
        rejected: args.with_rejected,
        started,
        arguments: arguments.collect(),
    })?;
    if !args.quiet {
        notes.iter().for_each(|note| say(format_args!("note: {note}")));
        say(format_args!(
            "{} incidents and {} totals of {} documents in {}",
            totals.events,
            totals.aggregates,
            totals.documents,
            new.display()
        ));
    }
    Ok(())
}

/// What is asked for beside the canonical files.
fn extras(args: &ExportArgs) -> Result<BTreeSet<Extra>> {
    let FormatArgs { format, profiles, excel } = &args.formats;
    formats::extras(format, profiles, *excel, !args.no_text)
}

fn page(review: &Review, path: &Path, rejected: bool, force: bool) -> Result<()> {
    if path.exists() && !force {
        return Err(Error::new("it is there already; --force overwrites it").in_file(path));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let refused = |error: io::Error| Error::caused("cannot write", error).in_file(path);
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(refused)?;
    file.write_all(report::page(review, rejected).as_bytes()).map_err(refused)?;
    file.persist(path).map_err(|error| refused(error.error))?;
    Ok(())
}
