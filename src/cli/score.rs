//! `rasd score`: in, annotations and what was extracted; out, on standard output, how good it is.

use std::{
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use rasd::{
    Error, Result,
    dataset::Dataset,
    quote::quote,
    review::{self, Agreed, Agreement, Review},
    score::{self, Extracted, Gold},
};

use serde_json::json;

use super::{say, status, unless_closed};

pub(super) const EXAMPLES: &str = "\
Examples:
  rasd extract gold.jsonl -o read && rasd score gold.jsonl read
  rasd score gold.jsonl read --by-rule         which rules are right how often
  rasd score gold.jsonl read --errors 10       with ten mistakes of each kind
  rasd score gold.jsonl read --format json
  rasd score reviewed new                      against the rows that people have reviewed
  rasd score --reviewed output --by-rule       by what was decided on a run
  rasd score --reviewed output new             whether another run finds that again

The annotations are JSON Lines after docs/codebook.md; docs/score.md names their fields.";

#[derive(Debug, Args)]
pub(super) struct ScoreArgs {
    /// Annotated documents (JSON Lines), or a folder of a run whose tables have been reviewed; with
    /// --reviewed a folder with review.sqlite
    #[arg(value_name = "GOLD")]
    gold: PathBuf,
    /// Folder that `rasd extract` wrote from the same documents [default with --reviewed: GOLD]
    #[arg(value_name = "OUTPUT", required_unless_present = "reviewed")]
    output: Option<PathBuf>,
    /// Score by the decisions in review.sqlite, field by field; with two reviewers also how far
    /// they agree
    #[arg(long)]
    reviewed: bool,
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
    let review = args.reviewed.then(|| decisions(&args.gold)).transpose()?;
    let gold = match &review {
        Some(review) => Gold::of_review(review)?,
        None => Gold::read(&args.gold)?,
    };
    let set = Dataset::open(args.output.as_deref().unwrap_or(&args.gold))?;
    let set = if args.unchecked { set.even_if_changed() } else { set };
    let extracted = Extracted::read(&set)?;
    let absent = gold.ids().filter(|id| !extracted.has(id)).count();
    if absent > 0 {
        say(format_args!("note: of {absent} annotated documents nothing was read"));
    }
    let report = score::score(&gold, &extracted);
    let mut out = BufWriter::new(io::stdout().lock());
    let written = match args.format.as_str() {
        "json" => {
            let mut object = report.json(args.by_rule, args.errors);
            if let Some(review) = &review {
                object["reviewed"] = review.scored().json(args.by_rule);
                object["agreement"] = json!(review.agreement());
            }
            writeln!(out, "{object:#}")
        }
        _ => report.text(args.by_rule, args.errors, &mut out).and_then(|()| match &review {
            Some(review) => reviewed(review, args.by_rule, &mut out),
            None => Ok(()),
        }),
    };
    written.and_then(|()| out.flush()).or_else(unless_closed)?;
    Ok(status(0))
}

/// A run with decisions.
fn decisions(folder: &Path) -> Result<Review> {
    if !folder.join(review::FILE).exists() {
        let message = "nothing has been decided here: there is no review.sqlite";
        return Err(Error::new(message).in_file(folder));
    }
    Review::open(folder, false)
}

/// What the decisions say of the values, and how far reviewers agree.
fn reviewed(review: &Review, by_rule: bool, out: &mut impl Write) -> io::Result<()> {
    review.scored().text(by_rule, out)?;
    for Agreement { reviewers: [a, b], events, fields } in review.agreement() {
        let [a, b] = [a, b].map(|name| quote(&name));
        writeln!(out, "{a} and {b} on {events} events both decided, Cohen's kappa:")?;
        for field in fields {
            let kappa = field.kappa.map_or("-".to_owned(), |kappa| format!("{kappa:.3}"));
            let Agreed { field, same, events, .. } = field;
            writeln!(out, "  {field:26} {kappa:>6}  the same in {same} of {events}")?;
        }
    }
    Ok(())
}
