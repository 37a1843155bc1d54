//! `rasd extract`: in, paths; out, the files of the output contract, and a summary on standard error.

use std::{
    num::NonZero,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    thread,
    time::SystemTime,
};

use rasd::{
    Result,
    pipeline::{self, Duplicates, Engine},
    read::Documents,
    write::{self, Made, Output, Run, Totals},
};

use super::{
    ExtractArgs, Settings, interrupt,
    progress::{Metered, Progress},
    say, show, status,
};

pub(super) fn run(args: &ExtractArgs) -> Result<ExitCode> {
    let started = SystemTime::now();
    let settings = Settings::of_extract(args)?;
    if args.input.show_config {
        return show(&settings);
    }
    let paths = args.input.reading.paths(&args.inputs, Some("seeds"))?;
    let engine = settings.engine()?;
    let folder = settings.output();
    let made = Made::with(&engine, settings.config());
    let had_a_run = write::holds_a_run(folder);
    let mut output = Output::create(&write::Options {
        directory: folder.to_owned(),
        force: args.force,
        text: settings.text(),
        extras: settings.extras()?,
        append: args.append.then(|| made.clone()),
    })?;
    interrupt::abandons(output.staging(), folder.to_owned())?;
    let mut documents = Documents::open(&paths, settings.reading(&engine)).after(output.texts());
    if !args.quiet {
        report_skipped(documents.skipped());
    }
    read(&engine, &settings, args.quiet, &mut documents, &mut output)
        .map_err(|error| error.in_file(folder))?;
    if output.totals().documents == 0 && had_a_run {
        let nothing =
            if args.append && output.totals().errors == 0 { "is new" } else { "could be read" };
        say(format_args!("nothing {nothing}; {} stays as it was", folder.display()));
        return Ok(status(output.totals().errors));
    }
    let arguments = std::env::args_os().skip(1).map(|a| a.to_string_lossy().into_owned());
    let run = Run {
        started,
        arguments: arguments.collect(),
        made,
        inputs: documents.inputs().to_vec(),
        reviewed: None,
    };
    let (totals, notes) = output.finish(run)?;
    if !args.quiet {
        notes.iter().for_each(|note| say(format_args!("note: {note}")));
        summarise(&totals, folder);
    }
    Ok(status(totals.errors))
}

/// Reads all documents into `output`.
fn read(
    engine: &Engine,
    settings: &Settings,
    quiet: bool,
    documents: &mut Documents,
    output: &mut Output,
) -> Result<()> {
    let bytes = AtomicU64::new(0);
    let mut progress = Progress::new(quiet, || documents.bytes_ahead());
    let metered = Metered { documents, known: output.known(), bytes: &bytes };
    let duplicates = if settings.keep_duplicates() { Duplicates::Keep } else { Duplicates::Mark };
    pipeline::run(engine, jobs(settings.jobs()), duplicates, metered, |read| {
        match read {
            Ok(extraction) => output.document(extraction)?,
            Err(failure) => {
                progress.say(format_args!("error: {failure}"));
                output.error(&failure.row)?;
            }
        }
        progress.at(bytes.load(Relaxed), output.totals().documents);
        Ok(())
    })?;
    progress.end();
    Ok(())
}

/// How many documents to read at once.
fn jobs(given: Option<NonZero<usize>>) -> NonZero<usize> {
    given.or_else(|| thread::available_parallelism().ok()).unwrap_or(NonZero::<usize>::MIN)
}

fn report_skipped(skipped: &[PathBuf]) {
    match skipped {
        [] => {}
        [one] => {
            say(format_args!("note: skipped {}: not a kind of file rasd reads", one.display()))
        }
        [first, rest @ ..] => say(format_args!(
            "note: skipped {} and {} more: not a kind of file rasd reads",
            first.display(),
            rest.len()
        )),
    }
}

/// What was done, what wants a look, and where the files are.
fn summarise(totals: &Totals, output: &Path) {
    let of = |kind| totals.mentions_by_kind.get(kind).copied().unwrap_or(0);
    say(format_args!("documents  {}", totals.documents));
    say(format_args!("events     {} (and aggregates: {})", totals.events, totals.aggregates));
    say(format_args!(
        "mentions   {} (dates {}, places {}, casualties {}, actors {})",
        totals.mentions,
        of("date"),
        of("place"),
        of("casualty"),
        of("actor")
    ));
    let flags = totals.flags.iter().map(|(flag, count)| format!("{flag} {count}"));
    let flags = flags.collect::<Vec<_>>().join(", ");
    say(format_args!("flags      {}", if flags.is_empty() { "none" } else { &flags }));
    say(format_args!("written    {} (begin with events.csv)", output.join("").display()));
    if totals.errors > 0 {
        let file = output.join("errors.jsonl");
        say(format_args!("not read   {} (see {})", totals.errors, file.display()));
    }
}
