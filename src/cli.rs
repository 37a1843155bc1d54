//! The program: in, arguments; out, an exit status: 0 when everything was read, 1 when the work could
//! not be done, 2 when something could not be read or the arguments are no good. Whatever is not 0
//! has said why on standard error.

mod diff;
mod explain;
mod export;
mod extract;
mod formats;
mod gazetteer;
mod import;
mod install;
mod interrupt;
mod pack;
mod progress;
mod reading;
mod review;
mod rules;
mod schema;
mod score;
mod settings;

use std::{
    fmt::Display,
    io::{self, Write},
    num::NonZero,
    path::PathBuf,
    process::ExitCode,
    sync::LazyLock,
};

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, builder::PossibleValuesParser};
use rasd::{
    Error,
    gazetteer::Gazetteer,
    lang::{self, Overlay, Pack},
    read,
};

use reading::ReadingArgs;
use settings::Settings;

/// Reads Arabic news text on political violence and writes tables of dated events, places and
/// reported casualty counts, each with the words and the rule it came from.
#[derive(Debug, Parser)]
#[command(version, long_version = LONG_VERSION.as_str(), after_help = EXAMPLES, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

const EXAMPLES: &str = "\
Examples:
  rasd                              read seeds/, write output/
  rasd extract reports/ -o tables   read a folder, write another
  rasd explain report.txt           show what was read, from which words, by which rule

Without a command, rasd is `rasd extract`. `rasd help extract` says more.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Read documents, write tables of events, places, casualties and mentions
    ///
    /// Each document gives its incidents to events.csv (one row each, safe to sum), its totals over
    /// several incidents to aggregates.csv, and everything recognised to mentions.csv, with the
    /// sentence and its offsets. docs/records.md names every file and column.
    #[command(after_help = EXTRACT_EXAMPLES)]
    Extract(ExtractArgs),
    /// Show how a text was read: its events field by field, each with its words and rule
    ///
    /// Then what belongs to no event, and what looked like something and was rejected, with the
    /// reason. In the form jsonl also every number, date, place, casualty statement, actor and
    /// trigger; docs/records.md names the fields.
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain(ExplainArgs),
    /// Write what reviewers decided: the reviewed dataset, the trail, or a page to hand on
    ///
    /// The run itself stays as it is. docs/reviewed.md says what holds where reviewers differ.
    #[command(after_help = export::EXAMPLES)]
    Export(export::ExportArgs),
    /// Take decisions that were made in a spreadsheet: a workbook or CSV file of a run, edited
    #[command(after_help = import::EXAMPLES)]
    Import(import::ImportArgs),
    /// Compare two runs, or two files of them: what was added, removed, changed, and by which rule
    ///
    /// Events and mentions are matched by id, then by the words they were read from, so that a row
    /// whose id moved is no noise. docs/diff.md says more.
    #[command(after_help = diff::EXAMPLES)]
    Diff(diff::DiffArgs),
    /// Check folders of own words and rules for --pack
    #[command(subcommand)]
    Pack(pack::Command),
    /// List the rules, or show one with its words and examples
    #[command(after_help = rules::EXAMPLES)]
    Rules(rules::RulesArgs),
    /// Score what was read against annotations: precision, recall and F1, per field and per rule
    ///
    /// Each score has a confidence interval over the documents. docs/score.md says what counts as
    /// right.
    #[command(after_help = score::EXAMPLES)]
    Score(score::ScoreArgs),
    /// Review a run in the browser: accept, correct or reject each event beside its text
    ///
    /// Every decision is kept with its reviewer and time; several may review at once. docs/review.md
    /// says more.
    #[command(after_help = review::EXAMPLES)]
    Review(review::ReviewArgs),
    /// Build and search files of places
    #[command(subcommand)]
    Gazetteer(gazetteer::Command),
    /// Print the JSON Schema of the records
    Schema(schema::SchemaArgs),
    /// Print completions for a shell
    #[command(after_help = install::COMPLETIONS_EXAMPLES)]
    Completions(install::CompletionsArgs),
    /// Print a page of the manual
    #[command(after_help = install::MAN_EXAMPLES)]
    Man(install::ManArgs),
    /// Print whose data the program carries, and their licences
    Credits,
}

const EXTRACT_EXAMPLES: &str = "\
Examples:
  rasd extract                              read seeds/, write output/
  rasd extract a.txt b.txt -o tables        read two files
  rasd extract reports/ archive.jsonl       read a folder and a file of records
  rasd extract a.txt --published 2024-05-01 dates like \"on Monday\" are reckoned from there
  rasd extract reports/ --format xlsx,geojson  write a workbook and a map, too
  rasd extract reports/ --append            read what was added to the folder since
  cat a.txt | rasd extract -                read standard input

Exit status:
  0    everything was read
  1    the work could not be done, for instance because the output folder cannot be written
  2    something could not be read (see errors.jsonl; the rest was), or the arguments are no good
  130  interrupted by Ctrl-C or kill; the output folder is as it was";

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  rasd explain report.txt
  rasd explain report.txt --pack own
  cat a.txt | rasd explain - --published 2024-05-01";

/// What both commands take.
#[derive(Debug, Args)]
struct InputArgs {
    /// Publication day of the documents that name none, YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = read::parse_published)]
    published: Option<NaiveDate>,
    /// Longest document that is read, in bytes or with a unit: kB, MB (a million bytes), GB
    /// [default: 10MB]
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    max_document_size: Option<u64>,
    /// Countries that the texts are about (ISO 3166-1 alpha-2, with commas): of places with one name
    /// those there are preferred
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    country: Vec<String>,
    /// File of settings [default: rasd.toml, if there is one]; arguments win
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Print the settings in force, and do nothing else
    #[arg(long)]
    show_config: bool,
    #[command(flatten)]
    packs: PackArgs,
    #[command(flatten)]
    places: PlaceArgs,
    #[command(flatten)]
    reading: ReadingArgs,
}

/// The rules of a language, and what lies over them.
#[derive(Debug, Args)]
struct PackArgs {
    /// Language of the texts (ISO 639-1) [default: ar]
    #[arg(long, value_parser = PossibleValuesParser::new(lang::codes()))]
    lang: Option<String>,
    /// Lay a folder of own words and rules over the built-in ones (repeatable; the last on top)
    #[arg(long = "pack", value_name = "DIR")]
    overlays: Vec<PathBuf>,
}

/// The language of texts where none is named.
const LANGUAGE: &str = "ar";

impl PackArgs {
    fn load(&self) -> rasd::Result<Pack> {
        layered(self.lang.as_deref().unwrap_or(LANGUAGE), &self.overlays)
    }
}

/// The built-in pack of a language under these folders.
fn layered(language: &str, folders: &[PathBuf]) -> rasd::Result<Pack> {
    let overlays = folders.iter().map(|folder| Overlay::read(language, folder));
    Pack::layered(language, overlays.collect::<rasd::Result<_>>()?)
}

/// Where the places come from.
#[derive(Debug, Args)]
struct PlaceArgs {
    /// Lay a file of `rasd gazetteer build` over the built-in places (repeatable; the last on top)
    #[arg(long, value_name = "FILE")]
    gazetteer: Vec<PathBuf>,
    /// Leave out the curated names that come with the program
    #[arg(long)]
    no_supplement: bool,
}

impl PlaceArgs {
    /// The layers these arguments ask for.
    fn open(&self) -> rasd::Result<Gazetteer> {
        places(!self.no_supplement, &self.gazetteer)
    }
}

/// The built-in places, with or without the curated names, and `files` laid over them.
fn places(supplement: bool, files: &[PathBuf]) -> rasd::Result<Gazetteer> {
    let mut gazetteer = if supplement { Gazetteer::builtin()? } else { Gazetteer::world()? };
    for path in files {
        gazetteer.lay_over(path)?;
    }
    Ok(gazetteer)
}

#[derive(Debug, Args)]
struct ExtractArgs {
    /// Files, folders, patterns like 'news/*.html', - for standard input [default: seeds];
    /// docs/inputs.md names the formats
    #[arg(value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Folder to write to [default: output]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    formats: formats::FormatArgs,
    #[command(flatten)]
    input: InputArgs,
    /// Extract from documents that have the text of an earlier one, too
    #[arg(long)]
    keep_duplicates: bool,
    /// Keep what is in the output folder and read only the documents that it does not have (by id
    /// and text); their rows come last
    #[arg(long)]
    append: bool,
    /// Overwrite tables in which rows have been reviewed by hand; with --append, add to them, and to
    /// what was made with other rules, places or settings
    #[arg(long)]
    force: bool,
    /// Leave the bodies out of documents.jsonl
    #[arg(long)]
    no_text: bool,
    /// Documents to read at once [default: as many as there are cores]; the files are the same
    /// for any number
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZero<usize>>,
    /// Print errors only: no progress, no summary
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Debug, Args)]
struct ExplainArgs {
    /// Files, folders, or - for standard input
    #[arg(value_name = "INPUT", required_unless_present_any = ["show_config", "files_from"])]
    inputs: Vec<PathBuf>,
    /// Form of the answer: for reading, or one JSON object a line
    #[arg(long, default_value = "text", value_parser = ["text", "jsonl"])]
    format: String,
    #[command(flatten)]
    input: InputArgs,
}

/// Runs the program.
pub fn main() -> ExitCode {
    let command = match Cli::parse().command {
        Some(command) => command,
        None => match Cli::parse_from(["rasd", "extract"]).command {
            Some(command) => command,
            None => unreachable!("the command was named"),
        },
    };
    let done = match command {
        Command::Extract(args) => extract::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Diff(args) => return diff::run(&args),
        Command::Pack(command) => pack::run(&command),
        Command::Rules(args) => rules::run(&args),
        Command::Score(args) => score::run(&args),
        Command::Review(args) => review::run(args),
        Command::Gazetteer(command) => gazetteer::run(&command),
        Command::Schema(args) => schema::run(&args),
        Command::Completions(args) => install::completions(&args),
        Command::Man(args) => install::man(&args),
        Command::Credits => credits(),
    };
    done.unwrap_or_else(|error| {
        say(format_args!("error: {error}"));
        ExitCode::from(1)
    })
}

/// The version with those of the data inside.
static LONG_VERSION: LazyLock<String> = LazyLock::new(|| {
    let layers = Gazetteer::builtin().map(|gazetteer| gazetteer.layers()).unwrap_or_default();
    let layers = layers.iter().map(|l| format!("\nplaces: {}, sha256 {}", l.label, l.sha256));
    format!("{}{}", env!("CARGO_PKG_VERSION"), layers.collect::<String>())
});

/// Attributions of the data inside.
fn credits() -> rasd::Result<ExitCode> {
    print(include_str!("../NOTICE"))?;
    Ok(status(0))
}

/// Prints the settings in force.
fn show(settings: &Settings) -> rasd::Result<ExitCode> {
    print(settings.shown()?)?;
    Ok(status(0))
}

/// Writes to standard output; a reader that has gone away is no error.
fn print(text: impl AsRef<[u8]>) -> rasd::Result<()> {
    io::stdout().lock().write_all(text.as_ref()).or_else(unless_closed)
}

/// The status of a run that went through.
fn status(unread: u64) -> ExitCode {
    ExitCode::from(if unread == 0 { 0 } else { 2 })
}

/// Prints a line on standard error; one that is closed is no reason to stop.
fn say(line: impl Display) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Bytes, from a number with or without a unit.
fn parse_size(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let factor = match text[digits.len()..].to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" => 1_000,
        "m" | "mb" => 1_000_000,
        "g" | "gb" => 1_000_000_000,
        unit => return Err(format!("unknown unit {unit:?} (expected kB, MB or GB)")),
    };
    let number: u64 = digits.trim().parse().map_err(|_| format!("{text:?} is no size"))?;
    match number.checked_mul(factor) {
        Some(size) if size > 0 => Ok(size),
        _ => Err(format!("{text:?} is no size")),
    }
}

/// An error of standard output, unless the reader has just gone away.
fn unless_closed(error: io::Error) -> Result<(), Error> {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Ok(()),
        _ => Err(Error::caused("cannot write to standard output", error)),
    }
}
