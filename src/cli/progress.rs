//! How far a run is: in, the bytes and documents read so far; out, a bar with rate and time left on
//! a terminal, a line now and then where standard error is something else, nothing with `--quiet`.

use std::{
    fmt::Display,
    io::{self, IsTerminal},
    path::PathBuf,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::{Duration, Instant},
};

use indicatif::{DecimalBytes, HumanDuration, ProgressBar, ProgressStyle};
use rasd::{
    read::{Document, Documents, Failure},
    record::ReadError,
    write::{Known, Standing},
};

use super::say;

/// Between two lines.
const PAUSE: Duration = Duration::from_secs(10);

const BAR: &str = "{percent:>3} % {bar:30} {decimal_bytes} of {decimal_total_bytes}, {msg}, \
                   {decimal_bytes_per_sec}, {eta} left";
const SPINNER: &str = "{spinner} {decimal_bytes}, {msg}, {decimal_bytes_per_sec}";

/// The documents an output does not have, which tell how many bytes were read while other threads
/// read them.
pub(super) struct Metered<'d> {
    pub documents: &'d mut Documents,
    pub known: Known,
    pub bytes: &'d AtomicU64,
}

impl Iterator for Metered<'_> {
    type Item = Result<Document, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let next = self.documents.next()?;
            self.bytes.store(self.documents.bytes_read(), Relaxed);
            match next.as_ref().map_or(Standing::New, |read| self.known.standing(read)) {
                Standing::New => return Some(next),
                Standing::Same => {}
                Standing::Changed => return Some(next.and_then(|read| Err(changed(read)))),
            }
        }
    }
}

/// A document that cannot be added, because there are rows of what it was.
fn changed(document: Document) -> Failure {
    let Document { id, path, .. } = document;
    let reason = format!(
        "document {id:?} has another text than its rows were read from: they stay; without \
         --append everything is read anew"
    );
    let file = PathBuf::from(&path);
    Failure { row: ReadError { path, record: None, line: None, offset: None, reason }, file }
}

/// The progress of a run.
pub(super) enum Progress {
    Silent,
    Bar(ProgressBar),
    Lines { total: Option<u64>, started: Instant, said: Instant },
}

impl Progress {
    /// At the beginning; `total` gives the number of bytes to read, where it is known.
    pub(super) fn new(quiet: bool, total: impl FnOnce() -> Option<u64>) -> Progress {
        if quiet {
            return Progress::Silent;
        }
        let total = total();
        if !io::stderr().is_terminal() {
            let now = Instant::now();
            return Progress::Lines { total, started: now, said: now };
        }
        let (bar, form) = match total {
            Some(total) => (ProgressBar::new(total), BAR),
            None => (ProgressBar::no_length(), SPINNER),
        };
        let style = ProgressStyle::with_template(form).expect("the templates are well formed");
        Progress::Bar(bar.with_style(style))
    }

    /// After `documents` documents.
    pub(super) fn at(&mut self, bytes: u64, documents: u64) {
        match self {
            Progress::Silent => {}
            Progress::Bar(bar) => {
                bar.set_message(count(documents));
                bar.set_position(bytes);
            }
            Progress::Lines { total, started, said } => {
                if said.elapsed() >= PAUSE {
                    *said = Instant::now();
                    say(line(bytes, *total, documents, started.elapsed()));
                }
            }
        }
    }

    /// Prints a line that is no progress.
    pub(super) fn say(&self, text: impl Display) {
        match self {
            Progress::Bar(bar) => bar.suspend(|| say(text)),
            _ => say(text),
        }
    }

    /// Takes the bar away.
    pub(super) fn end(&self) {
        if let Progress::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

fn count(documents: u64) -> String {
    format!("{documents} documents")
}

/// A line that says what the bar shows.
fn line(bytes: u64, total: Option<u64>, documents: u64, elapsed: Duration) -> String {
    let rate = bytes as f64 / elapsed.as_secs_f64();
    let (of, left) = match total {
        Some(total) => {
            let left = Duration::from_secs_f64(total.saturating_sub(bytes) as f64 / rate.max(1.0));
            (format!(" of {}", DecimalBytes(total)), format!(", {} left", HumanDuration(left)))
        }
        None => Default::default(),
    };
    let documents = count(documents);
    format!("read {}{of}, {documents}, {}/s{left}", DecimalBytes(bytes), DecimalBytes(rate as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_how_far_it_is() {
        let line = |total| line(50_000_000, total, 20_000, Duration::from_secs(5));
        assert_eq!(
            line(Some(1_250_000_000)),
            "read 50.00 MB of 1.25 GB, 20000 documents, 10.00 MB/s, 2 minutes left"
        );
        assert_eq!(line(None), "read 50.00 MB, 20000 documents, 10.00 MB/s");
    }

    #[test]
    fn the_templates_are_well_formed() {
        for form in [BAR, SPINNER] {
            ProgressStyle::with_template(form).unwrap();
        }
    }
}
