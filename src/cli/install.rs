//! What a package of the program installs beside it: in, the command line as it is declared; out,
//! completions for a shell, or a page of the manual, on standard output.

use std::process::ExitCode;

use clap::{Args, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;
use rasd::{Error, Result};

use super::{Cli, print, status};

/// Which shell.
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// Shell that completes what is typed
    shell: Shell,
}

/// Which page.
#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// Command the page is about, for instance `extract` or `pack check`; without it the program
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,
}

pub(super) const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  rasd completions bash > ~/.local/share/bash-completion/completions/rasd
  rasd completions fish > ~/.config/fish/completions/rasd.fish
  rasd completions zsh > _rasd    in a folder of $fpath";

pub(super) const MAN_EXAMPLES: &str = "\
Examples:
  rasd man > rasd.1
  rasd man extract > rasd-extract.1";

pub(super) fn completions(args: &CompletionsArgs) -> Result<ExitCode> {
    let mut script = Vec::new();
    let mut cli = Cli::command();
    let name = cli.get_name().to_owned();
    clap_complete::generate(args.shell, &mut cli, name, &mut script);
    print(script)?;
    Ok(status(0))
}

pub(super) fn man(args: &ManArgs) -> Result<ExitCode> {
    let mut cli = Cli::command();
    cli.build();
    let mut command = &cli;
    for name in &args.command {
        command = command
            .find_subcommand(name)
            .ok_or_else(|| Error::new(format!("no command is called {name:?}")))?;
    }
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page)?;
    print(page)?;
    Ok(status(0))
}
