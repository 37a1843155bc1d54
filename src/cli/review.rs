//! `rasd review`: in, the folder of a run; out, its events and documents to judge in the browser, until
//! Ctrl-C. The decisions are in review.sqlite beside the tables.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use rasd::{
    Result,
    review::web::{Link, Options, serve},
};

use super::{PlaceArgs, print, say, status};

pub(super) const EXAMPLES: &str = "\
Examples:
  rasd review                              review output/ in the browser
  rasd review tables --language ar         the interface in Arabic
  rasd review --reviewer Amal --reviewer Sami --bind 192.168.1.20
  rasd review --sample 50 --seed 7         fifty documents for a recall check
  ssh -L 7410:localhost:7410 server        from afar: then open the printed address here

The decisions are kept in DIR/review.sqlite, which extract never touches, and the reviewers' links in
DIR/review.tokens. docs/review.md says more.";

#[derive(Debug, Args)]
pub(super) struct ReviewArgs {
    /// Folder of a run
    #[arg(value_name = "DIR", default_value = "output")]
    folder: PathBuf,
    /// Address or name to listen on; any but this machine's own needs a --reviewer
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    bind: String,
    /// Port to listen on [default: 7410, or a free one]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Who reviews (repeatable): each gets a link of their own [default: you]
    #[arg(long = "reviewer", value_name = "NAME")]
    reviewers: Vec<String>,
    /// Hide from each reviewer what the others decided, for double coding
    #[arg(long)]
    blind: bool,
    /// Draw so many documents for a recall check
    #[arg(long, value_name = "N")]
    sample: Option<usize>,
    /// What the drawing starts from: the same documents for the same number
    #[arg(long, value_name = "N", default_value_t = 1, requires = "sample")]
    seed: u64,
    /// Print the address only
    #[arg(long)]
    no_open: bool,
    /// Language of the interface [default: the browser's]
    #[arg(long, value_name = "CODE", value_parser = ["ar", "en"])]
    language: Option<String>,
    #[command(flatten)]
    places: PlaceArgs,
}

pub(super) fn run(args: ReviewArgs) -> Result<ExitCode> {
    let options = Options {
        bind: args.bind,
        port: args.port,
        reviewers: args.reviewers,
        blind: args.blind,
        sample: args.sample.map(|count| (count, args.seed)),
        language: args.language,
    };
    let (places, no_open) = (args.places, args.no_open);
    serve(&args.folder, &options, move || places.open(), |links| announce(links, no_open))?;
    Ok(status(0))
}

/// Prints the links, and opens the one that there is.
fn announce(links: &[Link], no_open: bool) {
    let _ = match links {
        [only] => print(format!("{}\n", only.address)),
        all => print(
            all.iter().map(|l| format!("{}\t{}\n", l.reviewer, l.address)).collect::<String>(),
        ),
    };
    say("Ctrl-C ends the review; nothing that was acknowledged is lost");
    if let ([only], false) = (links, no_open)
        && let Err(error) = open::that_detached(&only.address)
    {
        say(format_args!("no browser could be opened ({error}): open the address above"));
    }
}
