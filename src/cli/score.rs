//! `rasd score`: in, annotations and what was extracted; out, on standard output, how good it is.

use std::{
    io::{self, BufWriter, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::Args;
use rasd::{
    Result,
    dataset::Dataset,
    score::{self, Extracted, Gold},
};

use super::{say, status, unless_closed};

pub(super) const EXAMPLES: &str = "\
Examples:
  rasd extract gold.jsonl -o read && rasd score gold.jsonl read
  rasd score gold.jsonl read --by-rule         which rules are right how often
  rasd score gold.jsonl read --errors 10       with ten mistakes of each kind
  rasd score gold.jsonl read --format json
  rasd score reviewed new                      against the rows that people have reviewed

The annotations are JSON Lines after docs/codebook.md; docs/score.md names their fields.";

#[derive(Debug, Args)]
pub(super) struct ScoreArgs {
    /// Annotated documents (JSON Lines), or a folder of a run whose tables have been reviewed
    #[arg(value_name = "GOLD")]
    gold: PathBuf,
    /// Folder that `rasd extract` wrote from the same documents
    #[arg(value_name = "OUTPUT")]
    output: PathBuf,
    /// List up to so many mistakes of each kind
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    errors: usize,
    /// Tell for each rule how much of what it gave is right
    #[arg(long)]
    by_rule: bool,
    /// Form of the answer
    #[arg(long, default_value = "text", value_parser = ["text", "json"])]
    format: String,
    /// Score files that were changed after their run
    #[arg(long)]
    unchecked: bool,
}

pub(super) fn run(args: &ScoreArgs) -> Result<ExitCode> {
    let gold = Gold::read(&args.gold)?;
    let set = Dataset::open(&args.output)?;
    let set = if args.unchecked { set.even_if_changed() } else { set };
    let extracted = Extracted::read(&set)?;
    let absent = gold.ids().filter(|id| !extracted.has(id)).count();
    if absent > 0 {
        say(format_args!("note: of {absent} annotated documents nothing was read"));
    }
    let report = score::score(&gold, &extracted);
    let mut out = BufWriter::new(io::stdout().lock());
    let written = match args.format.as_str() {
        "json" => writeln!(out, "{:#}", report.json(args.by_rule, args.errors)),
        _ => report.text(args.by_rule, args.errors, &mut out),
    };
    written.and_then(|()| out.flush()).or_else(unless_closed)?;
    Ok(status(0))
}
