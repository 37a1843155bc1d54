//! Ctrl-C and `kill`: in, the files being staged; out, an end of the program that leaves the output
//! as it was. It does not wait for the documents at hand, nor for standard input.

use std::{path::PathBuf, process};

use rasd::{Error, Result, write::Staging};

use super::say;

/// What shells report of a program ended by Ctrl-C.
const INTERRUPTED: i32 = 130;

/// From now on an interrupt abandons `staging`.
pub(super) fn abandons(staging: Staging, output: PathBuf) -> Result<()> {
    let interrupted = move || {
        staging.abandon(|staged| {
            if staged {
                say(format_args!("\ninterrupted; {} stays as it was", output.display()));
            }
            // in here, so that nothing is put in place after these words
            process::exit(INTERRUPTED);
        });
    };
    ctrlc::set_handler(interrupted).map_err(|e| Error::caused("cannot wait for Ctrl-C", e))
}
