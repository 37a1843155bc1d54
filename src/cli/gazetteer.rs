//! `rasd gazetteer`: in, dumps and tables, or a name; out, a packed file, or the places the name may
//! mean.

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Subcommand};
use rasd::{
    Error, Result,
    gazetteer::{Build, Gazetteer, PlaceId, consonants},
};

use super::{PlaceArgs, print, say, status};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Pack GeoNames dumps and own tables into a file for --gazetteer
    #[command(after_help = BUILD_EXAMPLES)]
    Build(BuildArgs),
    /// Show the places a name may mean
    #[command(after_help = FIND_EXAMPLES)]
    Find(FindArgs),
}

const BUILD_EXAMPLES: &str = "\
Examples:
  rasd gazetteer build --geonames ML.txt --geonames BF.txt -o sahel.gaz
  rasd gazetteer build --geonames ML.txt --alternate-names alternateNamesV2.txt -o ml.gaz
  rasd gazetteer build --csv own.csv -o own.gaz
  rasd extract reports/ --gazetteer sahel.gaz --gazetteer own.gaz

Columns of own tables, by their header (all but id may be left out or empty; .tsv: tabs):
  id           own:1; an id there is already (gn:2453348, gn:ML.04) adds names to that place
  kind         country, admin, capital, city, town, village, neighbourhood, camp, site, natural
  parent       id of the smallest place that holds it: gn:ML.04, gn:ML
  country      ML; needed only where parent is no gn: division
  latitude, longitude, population
  common       yes, where its names are also ordinary words
  name         English main name
  names        other names, Arabic or Latin, with ; between them
  source       where you have it from

A dump may be had from geonames.org (CC BY 4.0).";

const FIND_EXAMPLES: &str = "\
Examples:
  rasd gazetteer find Mopti
  rasd gazetteer find Mopti --country ML";

#[derive(Debug, Args)]
pub(super) struct BuildArgs {
    /// GeoNames dump (repeatable)
    #[arg(long, value_name = "FILE", num_args = 1..)]
    geonames: Vec<PathBuf>,
    /// Names in other languages for the places of the dumps (alternateNamesV2.txt)
    #[arg(long, value_name = "FILE", num_args = 1..)]
    alternate_names: Vec<PathBuf>,
    /// Own table of places (repeatable); its rows win over those of dumps
    #[arg(long, value_name = "FILE", num_args = 1..)]
    csv: Vec<PathBuf>,
    /// What the file calls itself in run.json
    #[arg(long, value_name = "TEXT", default_value = "")]
    label: String,
    /// File to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct FindArgs {
    /// The name, in any script
    name: String,
    /// Only places of these countries (ISO 3166-1 alpha-2, with commas)
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    country: Vec<String>,
    /// The most places to show
    #[arg(long, default_value_t = 10)]
    limit: usize,
    #[command(flatten)]
    places: PlaceArgs,
}

pub(super) fn run(command: &Command) -> Result<ExitCode> {
    match command {
        Command::Build(args) => build(args),
        Command::Find(args) => find(args),
    }
}

fn build(args: &BuildArgs) -> Result<ExitCode> {
    if args.geonames.is_empty() && args.csv.is_empty() {
        return Err(Error::new("nothing to build from: name a --geonames dump or a --csv table"));
    }
    let build = Build {
        tables: args.csv.clone(),
        dumps: args.geonames.clone(),
        names: args.alternate_names.clone(),
        label: args.label.clone(),
    };
    let built = build.run(&args.output)?;
    let (places, size) = (built.places, built.bytes);
    say(format_args!("{}: {places} places, {size} bytes", args.output.display()));
    Ok(status(0))
}

fn find(args: &FindArgs) -> Result<ExitCode> {
    let gazetteer = args.places.open()?;
    let countries: Vec<&str> = args.country.iter().map(String::as_str).collect();
    let found = gazetteer.candidates(&args.name, &countries, args.limit);
    let lines: String =
        found.iter().map(|(id, distance)| line(&gazetteer, *id, &why(*distance))).collect();
    print(lines)?;
    if found.is_empty() {
        say(format_args!("no place is called {}, or sounds like it", args.name));
    } else if consonants(&args.name) < 3 {
        say("note: with fewer than three consonants, sound tells little");
    }
    Ok(status(0))
}

/// Why a place is offered.
fn why(distance: Option<f32>) -> String {
    match distance {
        None => "has this name".to_owned(),
        Some(distance) => format!("sounds like it, distance {distance:.2}"),
    }
}

/// `gn:2453348 · Mopti · city · Mopti, ML · 14.4843 -4.183 · 186187 · has this name`, with tabs.
fn line(gazetteer: &Gazetteer, id: PlaceId, why: &str) -> String {
    let place = gazetteer.place(id);
    let divisions = [place.admin2, place.admin1].into_iter().flatten();
    let mut within: Vec<&str> = divisions.map(|d| gazetteer.place(d).name).collect();
    within.push(place.country_code);
    let point = place.latitude.zip(place.longitude);
    let point = point.map_or("-".to_owned(), |(lat, lon)| format!("{lat} {lon}"));
    let (key, name, kind, people) = (&place.id, place.name, place.feature, place.population);
    format!("{key}\t{name}\t{kind}\t{}\t{point}\t{people}\t{why}\n", within.join(", "))
}
