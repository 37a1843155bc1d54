//! `rasd review` in the browser: in, a run opened for review and who may review it; out, a server of
//! the page and of its questions, until it is stopped. An answer that acknowledges a decision is sent
//! after the store has committed it.

mod address;
mod answer;
mod api;
pub mod assets;
mod documents;
mod guard;
mod places;
mod search;
mod tokens;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    time::Duration,
};

use super::Review;
use crate::{Error, Result, gazetteer::Gazetteer};
use address::Address;
use guard::Guard;
use search::{Found, Texts};

/// Documents folded at once.
const AT_ONCE: usize = 100;

/// How to serve.
#[derive(Clone, Debug)]
pub struct Options {
    /// Address or name to listen on.
    pub bind: String,
    /// Port to listen on; 0 for any.
    pub port: Option<u16>,
    /// Names of the reviewers; each gets a link.
    pub reviewers: Vec<String>,
    /// Reviewers do not see what others decided.
    pub blind: bool,
    /// Draw so many documents for a recall check, with this seed.
    pub sample: Option<(usize, u64)>,
    /// Language of the interface, before the reviewer chooses one.
    pub language: Option<String>,
}

/// A reviewer and the address to open.
#[derive(Clone, Debug)]
pub struct Link {
    /// Name of the reviewer.
    pub reviewer: String,
    /// Address with their token.
    pub address: String,
}

/// What every handler knows.
struct App {
    review: Mutex<Review>,
    folder: PathBuf,
    options: Options,
    places: OnceLock<std::result::Result<Gazetteer, String>>,
    texts: OnceLock<Texts>,
    sample: Vec<String>,
}

/// Serves the review of a folder until Ctrl-C. `places` opens the gazetteer; `ready` hears of the
/// links once the server listens.
///
/// # Errors
/// When the run can not be opened, or the address can not be listened on.
pub fn serve(
    folder: &Path,
    options: &Options,
    places: impl FnOnce() -> Result<Gazetteer> + Send + 'static,
    ready: impl FnOnce(&[Link]),
) -> Result<()> {
    let address = Address::find(&options.bind)?;
    if !address.is_local() && options.reviewers.is_empty() {
        let message = format!(
            "{} can be reached from other machines: name every --reviewer, each gets a link",
            options.bind
        );
        return Err(Error::new(message));
    }
    let names = match options.reviewers.as_slice() {
        [] => vec![user()],
        names => names.to_vec(),
    };
    let review = Review::open(folder, options.blind)?;
    let seats = tokens::seats(folder, &names)?;
    let app = Arc::new(App {
        sample: documents::sample(&review, options.sample),
        review: Mutex::new(review),
        folder: std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned()),
        options: options.clone(),
        places: OnceLock::new(),
        texts: OnceLock::new(),
    });
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Error::caused("cannot start the server", error))?;
    let done = runtime.block_on(async move {
        let listener = address.listen(options.port).await?;
        let port = listener.local_addr()?.port();
        let links = address.links(port, &seats);
        let guard = Guard { hosts: address.hosts(), any_address: address.is_any(), port, seats };
        app.prepare(places);
        ready(&links);
        tokio::select! {
            ended = async { axum::serve(listener, api::router(app, guard)).await } => {
                ended.map_err(|error| Error::caused("the server ended", error))
            }
            _ = tokio::signal::ctrl_c() => Ok(()),
        }
    });
    runtime.shutdown_timeout(Duration::from_secs(1));
    done
}

impl App {
    /// The review, for one handler at a time. What a panic left behind is the state of the last
    /// commit, as the store is written before it.
    fn review(&self) -> MutexGuard<'_, Review> {
        self.review.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes ready, aside, what the first question for it would wait for.
    fn prepare(self: &Arc<App>, places: impl FnOnce() -> Result<Gazetteer> + Send + 'static) {
        let app = Arc::clone(self);
        tokio::task::spawn_blocking(move || {
            app.places.get_or_init(|| places().map_err(|error| error.to_string()));
        });
        let app = Arc::clone(self);
        tokio::task::spawn_blocking(move || {
            app.texts();
        });
    }
}

impl App {
    /// The folded texts, a few documents at a time so that nobody waits long for the review.
    fn texts(&self) -> &Texts {
        self.texts.get_or_init(|| {
            let mut texts = Texts::default();
            let mut next = 0;
            loop {
                let review = self.review();
                let documents = &review.documents()[next..];
                if documents.is_empty() {
                    return texts;
                }
                let some = &documents[..documents.len().min(AT_ONCE)];
                texts.add(some);
                next += some.len();
            }
        })
    }

    /// What is found for a search.
    fn find(&self, asked: &str, reviewer: &str) -> Found {
        let texts = self.texts();
        let rows = self.review().rows(reviewer);
        texts.find(asked, &rows)
    }
}

/// Who sits at this machine.
fn user() -> String {
    let names =
        ["USER", "USERNAME", "LOGNAME"].into_iter().filter_map(|name| std::env::var(name).ok());
    let mut names = names.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    names.next().unwrap_or_else(|| "reviewer".to_owned())
}
