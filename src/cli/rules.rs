//! `rasd rules`: in, an id or the beginning of one; out, the rules on standard output.

use std::{fmt::Write as _, process::ExitCode};

use clap::Args;
use rasd::{
    Error, Result,
    pipeline::Engine,
    quote::quote,
    rules::{RuleCard, rules},
};

use super::{PackArgs, PlaceArgs, print, status};

pub(super) const EXAMPLES: &str = "\
Examples:
  rasd rules                               every rule, a line each
  rasd rules ar.casualty                   those whose id begins so
  rasd rules ar.casualty.killed.nominal    one rule, with its words and examples
  rasd rules --pack own                    with the rules of a folder of one's own";

#[derive(Debug, Args)]
pub(super) struct RulesArgs {
    /// Id of a rule as it stands in the tables, or how such ids begin
    id: Option<String>,
    /// Form of the answer: for reading, or one JSON object a line
    #[arg(long, default_value = "text", value_parser = ["text", "jsonl"])]
    format: String,
    #[command(flatten)]
    packs: PackArgs,
    #[command(flatten)]
    places: PlaceArgs,
}

pub(super) fn run(args: &RulesArgs) -> Result<ExitCode> {
    let engine = Engine::new(args.packs.load()?, args.places.open()?)?;
    let cards = chosen(rules(&engine)?, args.id.as_deref())?;
    let mut said = String::new();
    match (args.format.as_str(), cards.as_slice()) {
        ("jsonl", cards) => cards.iter().for_each(|card| said += &json(card)),
        (_, [card]) => said += &whole(card),
        (_, cards) => said += &list(cards),
    }
    print(said)?;
    Ok(status(0))
}

/// The rule with this id, or those whose ids go on from it.
fn chosen(mut cards: Vec<RuleCard>, id: Option<&str>) -> Result<Vec<RuleCard>> {
    let Some(id) = id else { return Ok(cards) };
    if let Some(at) = cards.iter().position(|card| card.id == id) {
        return Ok(vec![cards.swap_remove(at)]);
    }
    cards.retain(|card| card.id.starts_with(id));
    match cards.is_empty() {
        true => Err(Error::new(format!("no rule is called {id}, or begins so; see `rasd rules`"))),
        false => Ok(cards),
    }
}

fn json(card: &RuleCard) -> String {
    serde_json::to_string(card).expect("a rule is plain data") + "\n"
}

/// A line for each rule.
fn list(cards: &[RuleCard]) -> String {
    let width = cards.iter().map(|card| card.id.len()).max().unwrap_or_default();
    let mut said = String::new();
    for card in cards {
        let examples = match card.examples.len() {
            0 => "no example".to_owned(),
            1 => "1 example".to_owned(),
            count => format!("{count} examples"),
        };
        let what = match &card.rule {
            Some(rule) => format!("{:<14} {}", rule.gives, quote(&rule.patterns[0])),
            None => "(of the program itself)".to_owned(),
        };
        let _ = writeln!(said, "{:width$}  {examples:<12} {what}", card.id);
    }
    said
}

/// All there is to say of a rule.
fn whole(card: &RuleCard) -> String {
    let mut said = format!("{}\n", card.id);
    match &card.rule {
        None => said += "  a rule of the program itself; its examples tell what it reads\n",
        Some(rule) => {
            let _ = writeln!(said, "  gives {}; stands in {}:{}", rule.gives, rule.file, rule.line);
            said.push('\n');
            for line in rule.source.lines() {
                let indent = line.len() - line.trim_start().len();
                let _ = writeln!(said, "  {:indent$}{}", "", quote(line));
            }
        }
    }
    if !card.classes.is_empty() {
        said += "\nclasses\n";
        for (name, words) in &card.classes {
            let _ = writeln!(said, "  @{name}: {}", quote(&words.join(" ")));
        }
    }
    said += if card.examples.is_empty() { "\nno example\n" } else { "\nexamples\n" };
    for example in &card.examples {
        let _ = writeln!(said, "  {}:{}: {}", example.file, example.line, quote(&example.text));
        example.gives.iter().for_each(|line| said += &format!("    {}\n", quote(line)));
    }
    said
}
