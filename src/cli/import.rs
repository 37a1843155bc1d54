//! `rasd import`: in, a sheet that was edited by hand; out, its decisions in the log of the run, and on
//! standard error what was not understood.

use std::{collections::BTreeMap, path::PathBuf, process::ExitCode};

use clap::Args;
use rasd::{
    Result,
    review::{Import, Review},
};

use super::{say, status};

pub(super) const EXAMPLES: &str = "\
Examples:
  rasd import output/rasd.xlsx                  take what was filled in
  rasd import edited.xlsx tables --reviewer Amal
  rasd import events.excel.csv --dry-run        only say what would be taken

Rows are known by event_id; one without is an event that was missed. What is not understood is
reported with row and column, and nothing of that row is taken. docs/reviewed.md says more.

Exit status:
  0    everything was understood
  1    the work could not be done, for instance because the sheet has no column event_id
  2    something was not understood; the rest was taken";

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// Workbook (xlsx) or CSV file with the columns of events.csv
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Folder of the run
    #[arg(value_name = "DIR", default_value = "output")]
    folder: PathBuf,
    /// Who decided [default: the user's name]
    #[arg(long, value_name = "NAME")]
    reviewer: Option<String>,
    /// Say what would be taken, and take nothing
    #[arg(long)]
    dry_run: bool,
    /// Print what was not understood only
    #[arg(short, long)]
    quiet: bool,
}

pub(super) fn run(args: &ImportArgs) -> Result<ExitCode> {
    let reviewer = args.reviewer.clone().unwrap_or_else(user);
    let mut review = Review::open(&args.folder, false)?;
    let import = review.read_sheet(&args.file, &reviewer)?;
    for problem in &import.problems {
        say(format_args!("{}: {problem}", args.file.display()));
    }
    if !args.dry_run {
        review.import(&reviewer, &import)?;
    }
    if !args.quiet {
        import.notes.iter().for_each(|note| say(format_args!("note: {note}")));
        say(summary(&import, &reviewer, args.dry_run));
    }
    Ok(status(import.problems.len() as u64))
}

/// Whoever is logged in.
fn user() -> String {
    let name = ["USER", "USERNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| "reviewer".to_owned())
}

fn summary(import: &Import, reviewer: &str, dry: bool) -> String {
    let mut verbs: BTreeMap<&str, usize> = BTreeMap::new();
    for draft in &import.drafts {
        *verbs.entry(draft.verb.as_str()).or_default() += 1;
    }
    let verbs: Vec<String> = verbs.iter().map(|(verb, count)| format!("{count} {verb}")).collect();
    let what = if verbs.is_empty() { "nothing new".to_owned() } else { verbs.join(", ") };
    let taken = if dry { "would be taken" } else { "taken" };
    let [known, added] = import.rows;
    format!(
        "{} rows, {added} of them without event_id; {taken} as {reviewer}: {what}; not understood: {}",
        known + added,
        import.problems.len()
    )
}
