//! `rasd pack`: in, folders with words and rules of one's own; out, on standard output, whether they
//! do what their examples say.

use std::{fmt::Write as _, path::PathBuf, process::ExitCode};

use clap::{Args, Subcommand, builder::PossibleValuesParser};
use rasd::{
    Result,
    examples::{Outcome, Report, check},
    lang,
    pipeline::Engine,
};

use super::{LANGUAGE, PlaceArgs, layered, print, status};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Run the examples of a folder, laid over the built-in pack
    ///
    /// Says which examples of the folder do not hold, which of its rules fire in none, and which
    /// built-in examples no longer hold under it. docs/packs.md says how such a folder is written.
    #[command(after_help = CHECK_EXAMPLES)]
    Check(CheckArgs),
}

const CHECK_EXAMPLES: &str = "\
Examples:
  rasd pack check own           then: rasd extract reports/ --pack own
  rasd pack check sahel own     both, own on top

Exit status:
  0  all examples hold, and every rule has one
  1  the folder is no pack: a file cannot be read or has a mistake
  2  an example does not hold, or a rule has none";

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Folders to check together, the last on top
    #[arg(value_name = "DIR", required = true)]
    folders: Vec<PathBuf>,
    /// Language of the words (ISO 639-1)
    #[arg(long, default_value = LANGUAGE, value_parser = PossibleValuesParser::new(lang::codes()))]
    lang: String,
    #[command(flatten)]
    places: PlaceArgs,
}

pub(super) fn run(command: &Command) -> Result<ExitCode> {
    let Command::Check(args) = command;
    let engine = Engine::new(layered(&args.lang, &args.folders)?, args.places.open()?)?;
    let report = check(&engine)?;
    print(told(&report))?;
    Ok(status(u64::from(!report.holds())))
}

/// What is wrong, each with its place, and at the end the sums.
fn told(report: &Report<'_>) -> String {
    let mut said = String::new();
    outcomes(&mut said, "Examples that do not hold", &report.failed);
    if !report.untested.is_empty() {
        said += "Rules that fire in no example that holds:\n\n";
        for rule in &report.untested {
            let _ = writeln!(said, "{}:{}: {}", rule.file, rule.line, rule.id);
        }
        said.push('\n');
    }
    outcomes(&mut said, "Built-in examples that this breaks", &report.broken);
    let given_up = "Built-in examples of rules that this replaces or switches off (no mistake)";
    outcomes(&mut said, given_up, &report.given_up);
    let held = |all: usize, failed: usize| match failed {
        0 => format!("{all}, all hold"),
        _ => format!("{all}, {failed} of them do not hold"),
    };
    let untested = match report.untested.len() {
        0 => "all with an example".to_owned(),
        some => format!("{some} of them without an example that holds"),
    };
    let _ = writeln!(said, "examples           {}", held(report.own, report.failed.len()));
    let _ = writeln!(said, "rules              {}, {untested}", report.rules);
    let broken = held(report.builtin - report.given_up.len(), report.broken.len());
    let _ = writeln!(said, "built-in examples  {broken}");
    said
}

fn outcomes(said: &mut String, title: &str, outcomes: &[Outcome]) {
    if outcomes.is_empty() {
        return;
    }
    let _ = writeln!(said, "{title}:\n");
    outcomes.iter().for_each(|outcome| *said += &format!("{outcome}\n"));
    said.push('\n');
}
