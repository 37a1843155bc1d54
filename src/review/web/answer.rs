//! Answers of the server: in, what a handler found or why not; out, JSON with the status that the page
//! goes by: 409 where the value was changed meanwhile, 422 where a value is none, 500 where the store
//! failed, which the page tries again.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::json;

use crate::{Error, review::Refused};

/// What a handler returns.
pub type Answer = std::result::Result<Response, Problem>;

/// Why there is no answer.
#[derive(Debug)]
pub enum Problem {
    /// There is no such thing.
    Missing,
    /// The decision was not taken.
    Refused(Refused),
    /// The work could not be done.
    Failed(Error),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        Problem::Failed(error)
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Problem {
        Problem::Refused(refused)
    }
}

/// A value as JSON.
pub fn json(value: &impl Serialize) -> Answer {
    let bytes = serde_json::to_vec(value)
        .map_err(|error| Error::caused("cannot be written as JSON", error))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], bytes).into_response())
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, body) = match self {
            Problem::Missing => (StatusCode::NOT_FOUND, json!({"message": "there is none"})),
            Problem::Refused(refused) => told(refused),
            Problem::Failed(error) => {
                (StatusCode::INTERNAL_SERVER_ERROR, json!({"message": error.to_string()}))
            }
        };
        let headers = [(header::CONTENT_TYPE, "application/json")];
        (status, headers, body.to_string()).into_response()
    }
}

fn told(refused: Refused) -> (StatusCode, serde_json::Value) {
    let message = refused.to_string();
    match refused {
        Refused::Invalid { event_id, field, message } => {
            let body = json!({"event_id": event_id, "field": field, "message": message});
            (StatusCode::UNPROCESSABLE_ENTITY, body)
        }
        Refused::Moved { event_id, field, now } => {
            let body =
                json!({"event_id": event_id, "field": field, "now": now, "message": message});
            (StatusCode::CONFLICT, body)
        }
        Refused::Store(_) => (StatusCode::INTERNAL_SERVER_ERROR, json!({"message": message})),
    }
}
