//! `rasd extract`: in, paths; out, the files of the output contract, and a summary on standard error.

use std::{
    num::NonZero,
    path::{Path, PathBuf},
    process::ExitCode,
    thread,
    time::SystemTime,
};

use rasd::{
    Result,
    pipeline::{self, Duplicates},
    read::Documents,
    write::{self, Output, Run, Totals},
};

use super::{ExtractArgs, Settings, say, show, status};

pub(super) fn run(args: &ExtractArgs) -> Result<ExitCode> {
    let started = SystemTime::now();
    let settings = Settings::of(&args.input, args.output.as_deref())?;
    if args.input.show_config {
        return show(&settings);
    }
    let paths = args.input.reading.paths(&args.inputs, Some("seeds"))?;
    let engine = settings.engine()?;
    let folder = settings.output();
    let had_a_run = write::holds_a_run(folder);
    let mut output = Output::create(&write::Options {
        directory: folder.to_owned(),
        force: args.force,
        text: !args.no_text,
        extras: args.formats.extras(args.no_text)?,
    })?;
    let reading = args.input.reading.options(settings.reading());
    let mut documents = Documents::open(&paths, reading);
    if !args.quiet {
        report_skipped(documents.skipped());
    }
    let duplicates = if args.keep_duplicates { Duplicates::Keep } else { Duplicates::Mark };
    pipeline::run(&engine, jobs(args.jobs), duplicates, &mut documents, |read| match read {
        Ok(extraction) => output.document(extraction),
        Err(failure) => {
            say(format_args!("error: {failure}"));
            output.error(&failure.row)
        }
    })
    .map_err(|error| error.in_file(folder))?;
    if output.totals().documents == 0 && had_a_run {
        say(format_args!("nothing could be read; {} stays as it was", folder.display()));
        return Ok(status(output.totals().errors));
    }
    let arguments = std::env::args_os().skip(1).map(|a| a.to_string_lossy().into_owned());
    let run = Run {
        started,
        arguments: arguments.collect(),
        config: settings.config(),
        inputs: documents.inputs().to_vec(),
    };
    let (totals, notes) = output.finish(&run, &engine)?;
    if !args.quiet {
        notes.iter().for_each(|note| say(format_args!("note: {note}")));
        summarise(&totals, folder);
    }
    Ok(status(totals.errors))
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
