//! `rasd explain`: in, paths; out, on standard output, how each text was read.

use std::{
    io::{self, BufWriter, Write},
    process::ExitCode,
};

use rasd::{Result, explain, read::Documents};

use super::{ExplainArgs, Settings, say, show, status, unless_closed};

pub(super) fn run(args: &ExplainArgs) -> Result<ExitCode> {
    let settings = Settings::of(&args.input)?;
    if args.input.show_config {
        return show(&settings);
    }
    let engine = settings.engine()?;
    let mut normaliser = engine.normaliser();
    let write = if args.format == "jsonl" { explain::jsonl } else { explain::text };
    let mut out = BufWriter::new(io::stdout().lock());
    let mut unread = 0;
    let paths = args.input.reading.paths(&args.inputs, None)?;
    for document in Documents::open(&paths, settings.reading(&engine)) {
        let document = match document {
            Ok(document) => document,
            Err(failure) => {
                say(format_args!("error: {failure}"));
                unread += 1;
                continue;
            }
        };
        if let Err(error) = write(&engine, &mut normaliser, &document, &mut out) {
            unless_closed(error)?;
            return Ok(status(unread));
        }
    }
    out.flush().or_else(unless_closed)?;
    Ok(status(unread))
}
