//! review.sqlite: in, actions; out, the same, and the events as they were when they were judged.
//! Rows are only added. What `append` has returned from is on the disk.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use chrono::{DateTime, SecondsFormat};
use rusqlite::{Connection, Row, Transaction, TransactionBehavior, params, types::Type};
use serde::Deserialize;
use serde_json::Value;

use super::action::Action;
use crate::{Error, Result, record::Event};

/// Name of the file in the folder of a run.
pub const FILE: &str = "review.sqlite";

/// Version of the tables.
const VERSION: i64 = 1;

const TABLES: &str = "
CREATE TABLE action (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, batch INTEGER NOT NULL, time TEXT NOT NULL,
    reviewer TEXT NOT NULL, version TEXT NOT NULL, verb TEXT NOT NULL, event_id TEXT,
    document_id TEXT, field TEXT, old TEXT, new TEXT, rule TEXT, reason TEXT, snapshot TEXT,
    undoes INTEGER
) STRICT;
CREATE TABLE snapshot (sha256 TEXT PRIMARY KEY, event TEXT NOT NULL) STRICT;
CREATE TRIGGER action_stays BEFORE UPDATE ON action
    BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
CREATE TRIGGER action_is_kept BEFORE DELETE ON action
    BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
CREATE TRIGGER snapshot_stays BEFORE UPDATE ON snapshot
    BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
CREATE TRIGGER snapshot_is_kept BEFORE DELETE ON snapshot
    BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
PRAGMA user_version = 1;
";

const ACTIONS: &str =
    "SELECT seq, batch, time, reviewer, version, verb, event_id, document_id, field,
    old, new, rule, reason, snapshot, undoes FROM action WHERE seq > ?1 ORDER BY seq";

const INSERT: &str =
    "INSERT INTO action (batch, time, reviewer, version, verb, event_id, document_id,
    field, old, new, rule, reason, snapshot, undoes)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";

/// The log, open.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
}

impl Store {
    /// Opens the log of a folder, or begins one.
    ///
    /// # Errors
    /// When the file cannot be written, is no log, or was made by a later version.
    pub fn open(folder: &Path) -> Result<Store> {
        let path = folder.join(FILE);
        let opened = Connection::open(&path).map_err(Failed::Sqlite).and_then(|mut connection| {
            prepare(&mut connection)?;
            Ok(connection)
        });
        match opened {
            Ok(connection) => Ok(Store { connection, path }),
            Err(failed) => Err(failed.error().in_file(path)),
        }
    }

    /// The actions after `seq`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn after(&self, seq: i64) -> Result<Vec<Action>> {
        after(&self.connection, seq).map_err(|failed| self.failed(failed))
    }

    /// The events as they were when they were judged, by hash.
    ///
    /// # Errors
    /// When the file cannot be read, or one is no event.
    pub fn snapshots(&self) -> Result<BTreeMap<String, Event>> {
        snapshots(&self.connection).map_err(|failed| self.failed(failed))
    }

    /// Begins to write: nobody else does until the end.
    ///
    /// # Errors
    /// When somebody else does not stop writing.
    pub fn begin(&mut self) -> Result<Writing<'_>> {
        let path = self.path.clone();
        let begun = self.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        match begun {
            Ok(transaction) => Ok(Writing { transaction, path }),
            Err(error) => Err(failed(error).in_file(path)),
        }
    }

    fn failed(&self, failed: Failed) -> Error {
        failed.error().in_file(&self.path)
    }
}

/// What keeps the log from being opened.
enum Failed {
    Sqlite(rusqlite::Error),
    Version(i64),
}

impl From<rusqlite::Error> for Failed {
    fn from(error: rusqlite::Error) -> Failed {
        Failed::Sqlite(error)
    }
}

impl Failed {
    fn error(self) -> Error {
        match self {
            Failed::Sqlite(error) => failed(error),
            Failed::Version(version) => Error::new(format!(
                "version {version} of the log of decisions; this program knows version {VERSION}"
            )),
        }
    }
}

fn failed(error: rusqlite::Error) -> Error {
    Error::caused("the log of decisions", error)
}

fn prepare(connection: &mut Connection) -> std::result::Result<(), Failed> {
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    connection.execute_batch("PRAGMA synchronous = FULL;")?;
    let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    match begun.query_row("PRAGMA user_version", [], |row| row.get(0))? {
        0 => begun.execute_batch(TABLES)?,
        VERSION => {}
        later => return Err(Failed::Version(later)),
    }
    Ok(begun.commit()?)
}

/// The log while one writes.
#[derive(Debug)]
pub struct Writing<'s> {
    transaction: Transaction<'s>,
    path: PathBuf,
}

impl Writing<'_> {
    /// The actions after `seq`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn after(&self, seq: i64) -> Result<Vec<Action>> {
        after(&self.transaction, seq).map_err(|failed| failed.error().in_file(&self.path))
    }

    /// Adds a batch with the events that it judged, by hash, to the disk; numbers its actions.
    ///
    /// # Errors
    /// When they could not be written; then none is.
    pub fn append(self, actions: &mut [Action], judged: &BTreeMap<String, String>) -> Result<()> {
        let path = self.path.clone();
        self.write(actions, judged).map_err(|error| failed(error).in_file(path))
    }

    fn write(
        self,
        actions: &mut [Action],
        judged: &BTreeMap<String, String>,
    ) -> rusqlite::Result<()> {
        let newest = "SELECT COALESCE(MAX(batch), 0) FROM action";
        let batch = self.transaction.query_row(newest, [], |row| row.get::<_, i64>(0))? + 1;
        for (sha256, event) in judged {
            let insert = "INSERT OR IGNORE INTO snapshot (sha256, event) VALUES (?1, ?2)";
            self.transaction.prepare(insert)?.execute(params![sha256, event])?;
        }
        for action in actions {
            action.batch = batch;
            insert(&self.transaction, action)?;
            action.seq = self.transaction.last_insert_rowid();
        }
        self.transaction.commit()
    }
}

fn insert(connection: &Connection, action: &Action) -> rusqlite::Result<()> {
    let json = |value: &Option<Value>| value.as_ref().map(Value::to_string);
    connection.prepare(INSERT)?.execute(params![
        action.batch,
        action.time,
        action.reviewer,
        action.version,
        action.verb.as_str(),
        action.event_id,
        action.document_id,
        action.field,
        json(&action.old),
        json(&action.new),
        action.rule,
        action.reason.map(|reason| reason.as_str()),
        action.snapshot,
        action.undoes,
    ])?;
    Ok(())
}

fn after(connection: &Connection, seq: i64) -> std::result::Result<Vec<Action>, Failed> {
    let mut statement = connection.prepare(ACTIONS)?;
    let actions = statement.query_map([seq], action)?;
    Ok(actions.collect::<rusqlite::Result<_>>()?)
}

fn snapshots(connection: &Connection) -> std::result::Result<BTreeMap<String, Event>, Failed> {
    let mut statement = connection.prepare("SELECT sha256, event FROM snapshot")?;
    let events = statement.query_map([], |row| {
        let text: String = row.get(1)?;
        Ok((row.get(0)?, serde_json::from_str(&text).map_err(|error| malformed(1, error))?))
    })?;
    Ok(events.collect::<rusqlite::Result<_>>()?)
}

fn action(row: &Row<'_>) -> rusqlite::Result<Action> {
    Ok(Action {
        seq: row.get(0)?,
        batch: row.get(1)?,
        time: row.get(2)?,
        reviewer: row.get(3)?,
        version: row.get(4)?,
        verb: term(row, 5)?.ok_or_else(|| malformed(5, "no verb"))?,
        event_id: row.get(6)?,
        document_id: row.get(7)?,
        field: row.get(8)?,
        old: json(row, 9)?,
        new: json(row, 10)?,
        rule: row.get(11)?,
        reason: term(row, 12)?,
        snapshot: row.get(13)?,
        undoes: row.get(14)?,
    })
}

fn json(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Value>> {
    let text: Option<String> = row.get(column)?;
    let parse = |text: String| serde_json::from_str(&text).map_err(|e| malformed(column, e));
    text.map(parse).transpose()
}

fn term<T: for<'d> Deserialize<'d>>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>> {
    let text: Option<String> = row.get(column)?;
    let parse = |text: String| T::deserialize(Value::from(text)).map_err(|e| malformed(column, e));
    text.map(parse).transpose()
}

fn malformed(
    column: usize,
    error: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, error.into())
}

/// The time, as the log has it.
pub(super) fn now() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let time = i64::try_from(since.as_millis()).ok().and_then(DateTime::from_timestamp_millis);
    time.unwrap_or_default().to_rfc3339_opts(SecondsFormat::Millis, true)
}
