//! The questions of the page and their answers. Work on the review is done aside, one handler at a
//! time.

use std::{collections::BTreeSet, sync::Arc};

use axum::{
    Extension, Json, Router,
    extract::{DefaultBodyLimit, Path, Query, State},
    http::{StatusCode, Uri, header},
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::{Deserialize, Serialize};

use super::{
    App,
    answer::{Answer, Problem, json},
    assets, documents,
    guard::{Guard, Reviewer, check},
    places,
};
use crate::{
    Error,
    review::{Action, Committed, Draft, Progress, Review, Row},
};

/// The most bytes of a decision: the text of a document may be in it.
const LONGEST: usize = 16 * 1024 * 1024;

type Shared = State<Arc<App>>;
type Who = Extension<Reviewer>;

/// Every address of the server, behind the guard.
pub fn router(app: Arc<App>, guard: Guard) -> Router {
    let guard = Arc::new(guard);
    Router::new()
        .route("/api/session", get(session))
        .route("/api/events", get(events))
        .route("/api/events/{id}", get(event))
        .route("/api/documents", get(queue))
        .route("/api/document", get(document))
        .route("/api/search", get(search))
        .route("/api/actions", post(actions))
        .route("/api/undo", post(undo))
        .route("/api/redo", post(redo))
        .route("/api/changes", get(changes))
        .route("/api/gazetteer", get(gazetteer))
        .route("/api/progress", get(progress))
        .route("/api/agreement", get(agreement))
        .fallback(asset)
        .layer(DefaultBodyLimit::max(LONGEST))
        .layer(from_fn_with_state(guard, check))
        .with_state(app)
}

/// Does work that may wait for the disk or for another handler.
async fn aside(app: &Arc<App>, work: impl FnOnce(&App) -> Answer + Send + 'static) -> Answer {
    let app = Arc::clone(app);
    let done = tokio::task::spawn_blocking(move || work(&app)).await;
    done.unwrap_or_else(|error| Err(Error::caused("a question failed", error).into()))
}

async fn asset(uri: Uri) -> Response {
    match assets::find(uri.path()) {
        Some(asset) => ([(header::CONTENT_TYPE, asset.kind)], asset.bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[derive(Serialize)]
struct Session<'a> {
    reviewer: &'a str,
    blind: bool,
    folder: String,
    language: Option<&'a str>,
    version: &'a str,
    /// The last action of the log.
    seq: i64,
    /// Documents drawn for a recall check.
    sample: Option<usize>,
}

async fn session(State(app): Shared, Extension(Reviewer(me)): Who) -> Answer {
    let work = move |app: &App| {
        json(&Session {
            reviewer: &me,
            blind: app.options.blind,
            folder: app.folder.display().to_string(),
            language: app.options.language.as_deref(),
            version: env!("CARGO_PKG_VERSION"),
            seq: app.review().seq(),
            sample: app.options.sample.map(|_| app.sample.len()),
        })
    };
    aside(&app, work).await
}

async fn events(State(app): Shared, Extension(Reviewer(me)): Who) -> Answer {
    aside(&app, move |app| json(&app.review().rows(&me))).await
}

async fn event(State(app): Shared, Extension(Reviewer(me)): Who, Path(id): Path<String>) -> Answer {
    aside(&app, move |app| json(&app.review().item(&id, &me).ok_or(Problem::Missing)?)).await
}

async fn queue(State(app): Shared, Extension(Reviewer(me)): Who) -> Answer {
    aside(&app, move |app| json(&documents::lines(&app.review(), &me, &app.sample))).await
}

#[derive(Deserialize)]
struct ById {
    id: String,
}

async fn document(
    State(app): Shared,
    Extension(Reviewer(me)): Who,
    Query(ById { id }): Query<ById>,
) -> Answer {
    let work = move |app: &App| {
        let review = app.review();
        json(&documents::whole(&review, &me, &id).ok_or(Problem::Missing)?)
    };
    aside(&app, work).await
}

#[derive(Deserialize)]
struct Words {
    q: String,
}

async fn search(
    State(app): Shared,
    Extension(Reviewer(me)): Who,
    Query(Words { q }): Query<Words>,
) -> Answer {
    aside(&app, move |app| json(&app.find(&q, &me))).await
}

#[derive(Deserialize)]
struct Decision {
    drafts: Vec<Draft>,
}

/// What was committed, with the rows as they now are.
#[derive(Serialize)]
struct Done {
    events: BTreeSet<String>,
    documents: BTreeSet<String>,
    rows: Vec<Row>,
    progress: Progress,
}

fn done(review: &Review, me: &str, committed: Committed) -> Done {
    Done {
        rows: rows(review, me, &committed.events),
        events: committed.events,
        documents: committed.documents,
        progress: review.progress(me),
    }
}

async fn actions(
    State(app): Shared,
    Extension(Reviewer(me)): Who,
    Json(decision): Json<Decision>,
) -> Answer {
    let work = move |app: &App| {
        let mut review = app.review();
        let committed = review.commit(&me, decision.drafts)?;
        json(&done(&review, &me, committed))
    };
    aside(&app, work).await
}

async fn undo(state: Shared, who: Who) -> Answer {
    back(state, who, Review::undo).await
}

async fn redo(state: Shared, who: Who) -> Answer {
    back(state, who, Review::redo).await
}

async fn back(
    State(app): Shared,
    Extension(Reviewer(me)): Who,
    step: fn(&mut Review, &str) -> crate::Result<Option<Committed>>,
) -> Answer {
    let work = move |app: &App| {
        let mut review = app.review();
        let committed = step(&mut review, &me)?.unwrap_or_default();
        json(&done(&review, &me, committed))
    };
    aside(&app, work).await
}

#[derive(Deserialize)]
struct Since {
    since: i64,
}

/// What others did, and this reviewer in another window.
#[derive(Serialize)]
struct Changes {
    seq: i64,
    actions: Vec<Action>,
    events: BTreeSet<String>,
    documents: BTreeSet<String>,
    rows: Vec<Row>,
    progress: Progress,
}

async fn changes(
    State(app): Shared,
    Extension(Reviewer(me)): Who,
    Query(Since { since }): Query<Since>,
) -> Answer {
    let work = move |app: &App| {
        let mut review = app.review();
        let mut actions = review.since(since)?;
        let seq = actions.last().map_or(since, |action| action.seq);
        if app.options.blind {
            actions.retain(|action| action.reviewer == me);
        }
        let events: BTreeSet<String> = actions.iter().filter_map(|a| a.event_id.clone()).collect();
        let documents = actions.iter().filter(|action| action.event_id.is_none());
        let documents = documents.filter_map(|action| action.document_id.clone()).collect();
        let (rows, progress) = (rows(&review, &me, &events), review.progress(&me));
        json(&Changes { seq, actions, events, documents, rows, progress })
    };
    aside(&app, work).await
}

#[derive(Deserialize)]
struct Name {
    name: String,
    #[serde(default)]
    country: String,
}

async fn gazetteer(State(app): Shared, Query(Name { name, country }): Query<Name>) -> Answer {
    let work = move |app: &App| match app.places.wait() {
        Ok(gazetteer) => json(&places::offers(gazetteer, &name, &country)),
        Err(message) => Err(Error::new(message).into()),
    };
    aside(&app, work).await
}

async fn progress(State(app): Shared, Extension(Reviewer(me)): Who) -> Answer {
    aside(&app, move |app| json(&app.review().progress(&me))).await
}

async fn agreement(State(app): Shared) -> Answer {
    aside(&app, move |app| json(&app.review().agreement())).await
}

/// The rows of these events, as they now are.
fn rows(review: &Review, me: &str, events: &BTreeSet<String>) -> Vec<Row> {
    events.iter().filter_map(|id| review.row(id, me)).collect()
}
