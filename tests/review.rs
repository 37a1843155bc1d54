//! Review by the library: decisions, what follows from them, what others see, and what is left of them
//! after another extraction.

use std::{fs, path::Path};

use assert_cmd::Command;
use rasd::{
    record::{Effect, EventKind, Flag},
    review::{Draft, FILE, Reading, Reason, Refused, Review, Verb},
};
use serde_json::{Value, json};
use tempfile::TempDir;

const FIRST: &str = "قتل أربعة جنود في هجوم مسلح على ثكنة في مدينة موبتي يوم 5 مارس 2022.";
const SECOND: &str = "وأصيب 12 مدنيا في انفجار سيارة مفخخة في مدينة غاو يوم 9 مارس 2022.";

fn extract(inputs: &Path, output: &Path) {
    let mut command = Command::cargo_bin("rasd").unwrap();
    command.args(["extract", "-q", "--force", "-o"]).arg(output).arg(inputs).assert().success();
}

/// A run over two documents.
fn run() -> TempDir {
    let folder = TempDir::new().unwrap();
    let inputs = folder.path().join("in");
    fs::create_dir(&inputs).unwrap();
    fs::write(inputs.join("a.txt"), format!("{FIRST}\n{SECOND}\n")).unwrap();
    fs::write(inputs.join("b.txt"), "لم يحدث شيء في هذا اليوم.\n").unwrap();
    extract(&inputs, &folder.path().join("out"));
    folder
}

fn open(folder: &TempDir) -> Review {
    Review::open(&folder.path().join("out"), false).unwrap()
}

fn ids(review: &Review) -> Vec<String> {
    review.rows("x").into_iter().map(|row| row.event_id).collect()
}

fn status(review: &Review, id: &str, reviewer: &str) -> Option<String> {
    review.item(id, reviewer).unwrap().event.review.status
}

fn one(verb: Verb, id: &str) -> Vec<Draft> {
    vec![Draft::of(verb, id)]
}

fn invalid(refused: Refused) -> (String, String) {
    match refused {
        Refused::Invalid { field, message, .. } => (field, message),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_decision_is_there_after_opening_again() {
    let folder = run();
    let mut review = open(&folder);
    let ids = ids(&review);
    assert_eq!(ids.len(), 2);
    review.commit("amal", one(Verb::Accept, &ids[0])).unwrap();
    let reject = Draft { reason: Some(Reason::Background), ..Draft::of(Verb::Reject, &ids[1]) };
    review.commit("amal", vec![reject]).unwrap();
    // not closed: as after a kill
    let again = open(&folder);
    assert_eq!(status(&again, &ids[0], "amal").as_deref(), Some("accepted"));
    assert_eq!(status(&again, &ids[1], "other").as_deref(), Some("rejected"));
    let progress = again.progress("amal");
    assert_eq!((progress.events, progress.done, progress.left), (2, 2, 0));
    let action = &again.actions()[1];
    assert_eq!(action.reason, Some(Reason::Background));
    assert!(action.time.ends_with('Z') && action.snapshot.is_some());
}

#[test]
fn an_edit_keeps_the_value_before_and_the_rule_that_gave_it() {
    let folder = run();
    let mut review = open(&folder);
    let id = ids(&review)[0].clone();
    let low = |review: &Review| {
        let item = review.item(&id, "amal").unwrap();
        let toll = item.event.casualties.iter().find(|t| t.effect == Effect::Killed).unwrap();
        (toll.low, toll.best, toll.high, toll.qualifier.as_str())
    };
    assert_eq!(low(&review), (Some(4), Some(4), Some(4), "exact"));
    let drafts = vec![
        Draft { old: Some(json!(4)), ..Draft::edit(&id, "killed_low", json!(6)) },
        Draft { old: Some(json!(4)), ..Draft::edit(&id, "killed_high", json!(8)) },
    ];
    let committed = review.commit("amal", drafts).unwrap();
    assert_eq!(committed.seqs.len(), 2);
    // the rest of the figure agrees with its bounds
    assert_eq!(low(&review), (Some(6), Some(7), Some(8), "range"));
    assert_eq!(status(&review, &id, "amal"), None);
    review.commit("amal", one(Verb::Accept, &id)).unwrap();
    assert_eq!(status(&review, &id, "amal").as_deref(), Some("corrected"));
    let action = &review.actions()[0];
    assert_eq!((&action.old, &action.new), (&Some(json!(4)), &Some(json!(6))));
    let item = review.item(&id, "amal").unwrap();
    let source = item.event.sources.iter().find(|source| source.field == "killed").unwrap();
    assert_eq!(action.rule.as_ref(), Some(&source.rule));
    assert_eq!(item.edited, ["killed_high", "killed_low"]);
    assert_eq!(item.extracted.unwrap().casualties[0].low, Some(4));
}

#[test]
fn what_cannot_be_is_refused_and_nothing_of_the_batch_is_kept() {
    let folder = run();
    let mut review = open(&folder);
    let id = ids(&review)[0].clone();
    let mut refuse = |drafts: Vec<Draft>| invalid(review.commit("amal", drafts).unwrap_err());
    let mut edit = |field: &str, value: Value| {
        let accept = Draft::of(Verb::Accept, &id);
        refuse(vec![accept, Draft::edit(&id, field, value)])
    };
    assert_eq!(edit("killed_low", json!(9)).0, "killed_low");
    assert_eq!(edit("date_end", json!("2022-03-04")).1, "the last day is before the first");
    assert!(edit("date_end", json!("2022-02-30")).1.contains("no day"));
    assert!(edit("latitude", json!(91)).1.contains("between -90 and 90"));
    assert_eq!(edit("longitude", Value::Null).1, "a point has a latitude and a longitude");
    assert!(edit("event_kind", json!("war")).1.contains("none of clash"));
    assert_eq!(edit("event_kind", Value::Null).1, "it cannot be empty");
    assert_eq!(edit("country_code", json!("XX")).0, "country_code");
    assert_eq!(edit("event_id", json!("ev_x")).1, "it cannot be changed");
    assert_eq!(edit("colour", json!("red")).1, "there is no field \"colour\"");
    assert!(edit("killed_low", json!(-1)).1.contains("whole number"));
    assert_eq!(refuse(one(Verb::Accept, "ev_none")).1, "there is no such event");
    assert_eq!(refuse(one(Verb::Undo, &id)).0, "verb");
    assert!(review.actions().is_empty());
    assert!(open(&folder).actions().is_empty());
}

#[test]
fn a_value_that_another_has_changed_meanwhile_is_not_overwritten() {
    let folder = run();
    let (mut one, mut two) = (open(&folder), open(&folder));
    let id = ids(&one)[0].clone();
    let edit = |value: u64| {
        let edit = Draft::edit(&id, "killed_low", json!(value));
        let high = Draft::edit(&id, "killed_high", json!(value));
        vec![Draft { old: Some(json!(4)), ..edit }, high]
    };
    one.commit("amal", edit(5)).unwrap();
    // the second has not looked at the log since it was opened
    match two.commit("amal", edit(6)).unwrap_err() {
        Refused::Moved { field, now, .. } => assert_eq!((&*field, now), ("killed_low", json!(5))),
        other => panic!("{other:?}"),
    }
    assert_eq!(two.since(0).unwrap().len(), 2);
    assert_eq!(two.actions().len(), 2);
}

#[test]
fn undo_and_redo_go_over_events_and_are_rows_of_their_own() {
    let folder = run();
    let mut review = open(&folder);
    let ids = ids(&review);
    review.commit("amal", one(Verb::Accept, &ids[0])).unwrap();
    review.commit("badr", one(Verb::Accept, &ids[1])).unwrap();
    review.commit("amal", one(Verb::Reject, &ids[1])).unwrap();
    let both = |review: &Review| [0, 1].map(|at| status(review, &ids[at], "amal"));
    let word = |word: &str| Some(word.to_owned());
    assert_eq!(both(&review), [word("accepted"), word("rejected")]);
    assert_eq!(review.undo("amal").unwrap().unwrap().events.len(), 1);
    // now the other reviewer's word is seen
    assert_eq!(both(&review), [word("accepted"), word("accepted")]);
    review.undo("amal").unwrap().unwrap();
    assert_eq!(both(&review), [None, word("accepted")]);
    assert!(review.undo("amal").unwrap().is_none());
    review.redo("amal").unwrap().unwrap();
    review.redo("amal").unwrap().unwrap();
    assert_eq!(both(&review), [word("accepted"), word("rejected")]);
    assert!(review.redo("amal").unwrap().is_none());
    review.undo("amal").unwrap().unwrap();
    review.commit("amal", one(Verb::Unsure, &ids[1])).unwrap();
    assert!(review.redo("amal").unwrap().is_none(), "something was done since");
    assert_eq!(both(&open(&folder)), [word("accepted"), word("unsure")]);
    assert_eq!(review.actions().len(), 9);
}

#[test]
fn a_bulk_accept_is_undone_at_once() {
    let folder = run();
    let mut review = open(&folder);
    let drafts = ids(&review).iter().map(|id| Draft::of(Verb::Accept, id)).collect();
    let committed = review.commit("amal", drafts).unwrap();
    assert_eq!(committed.events.len(), 2);
    assert_eq!(review.progress("amal").done, 2);
    review.undo("amal").unwrap();
    assert_eq!(review.progress("amal").done, 0);
}

#[test]
fn decisions_that_differ_are_both_kept_until_one_is_settled() {
    let folder = run();
    let mut review = open(&folder);
    let id = ids(&review)[0].clone();
    review.commit("amal", one(Verb::Accept, &id)).unwrap();
    let reject = Draft { reason: Some(Reason::NoIncident), ..Draft::of(Verb::Reject, &id) };
    review.commit("badr", vec![reject]).unwrap();
    let item = review.item(&id, "amal").unwrap();
    assert!(item.conflict);
    assert_eq!(item.mine.unwrap().status, Some("accepted"));
    assert_eq!(
        (item.others[0].reviewer.as_str(), item.others[0].status),
        ("badr", Some("rejected"))
    );
    let settle = |new: Value| vec![Draft { new: Some(new), ..Draft::of(Verb::Settle, &id) }];
    let refused = review.commit("amal", settle(json!("nobody"))).unwrap_err();
    assert_eq!(invalid(refused).1, "nobody has decided nothing");
    review.commit("amal", settle(json!("badr"))).unwrap();
    let item = review.item(&id, "amal").unwrap();
    assert!(!item.conflict);
    assert_eq!(item.event.review.status.as_deref(), Some("rejected"));
    review.undo("amal").unwrap();
    assert!(review.item(&id, "amal").unwrap().conflict);
}

#[test]
fn who_accepts_what_another_corrected_says_the_same() {
    let folder = run();
    let mut review = open(&folder);
    let id = ids(&review)[0].clone();
    let edit = |value: u64| {
        let fields = ["killed_low", "killed_high"];
        let mut drafts: Vec<_> =
            fields.iter().map(|field| Draft::edit(&id, *field, json!(value))).collect();
        drafts.push(Draft::of(Verb::Accept, &id));
        drafts
    };
    review.commit("amal", edit(5)).unwrap();
    review.commit("badr", one(Verb::Accept, &id)).unwrap();
    assert!(!review.item(&id, "badr").unwrap().conflict);
    assert_eq!(status(&review, &id, "badr").as_deref(), Some("corrected"));
    // and keeps saying so when the other changes it again
    review.commit("amal", edit(7)).unwrap();
    let item = review.item(&id, "badr").unwrap();
    assert!(item.conflict);
    assert_eq!(item.event.casualties[0].low, Some(5));
    assert_eq!(item.others[0].edits["killed_low"], 7);
}

#[test]
fn blind_reviewers_do_not_see_each_other() {
    let folder = run();
    let mut review = Review::open(&folder.path().join("out"), true).unwrap();
    let id = ids(&review)[0].clone();
    let edit = vec![
        Draft::edit(&id, "killed_high", json!(5)),
        Draft::edit(&id, "killed_low", json!(5)),
        Draft::of(Verb::Accept, &id),
    ];
    review.commit("amal", edit).unwrap();
    let missed = json!({"event_kind": "arrest", "evidence": {"start": 0, "end": 9}});
    let add =
        Draft { document_id: Some("a.txt".into()), new: Some(missed), ..Draft::new(Verb::Add) };
    review.commit("amal", vec![add]).unwrap();
    let item = review.item(&id, "badr").unwrap();
    assert_eq!((item.event.casualties[0].low, item.others.len()), (Some(4), 0));
    assert!(item.history.is_empty() && item.event.review.status.is_none());
    assert_eq!((review.rows("badr").len(), review.rows("amal").len()), (2, 3));
    assert_eq!(review.progress("badr").done, 0);
    assert_eq!(review.document_state("a.txt", "badr").events, 2);
}

#[test]
fn an_event_that_was_missed_stands_where_its_words_do() {
    let folder = run();
    let mut review = open(&folder);
    let before = ids(&review);
    let start = FIRST.chars().position(|c| c == 'ه').unwrap();
    let missed = json!({
        "event_kind": "arrest", "date_start": "2022-03-06", "date_end": "2022-03-06",
        "place_name": "Mopti", "latitude": 14.49, "longitude": -4.19, "detained_low": 2,
        "evidence": [{"start": start, "end": start + 4}],
    });
    let add = |new: Value| {
        let draft = Draft::new(Verb::Add);
        vec![Draft { document_id: Some("a.txt".into()), new: Some(new), ..draft }]
    };
    let committed = review.commit("amal", add(missed.clone())).unwrap();
    let id = committed.events.first().unwrap().clone();
    assert_eq!(ids(&review), [before[0].clone(), id.clone(), before[1].clone()]);
    let event = review.item(&id, "amal").unwrap().event;
    assert_eq!(event.review.status.as_deref(), Some("added"));
    let words: String = FIRST.chars().skip(start).take(4).collect();
    assert_eq!(event.evidence[0].text, words);
    assert_eq!((event.kind, event.casualties[0].low), (EventKind::Arrest, Some(2)));
    assert_eq!(event.acled_sub_event_type.as_deref(), Some("Arrests"));
    assert_eq!(event.date.edtf.as_deref(), Some("2022-03-06"));
    review.undo("amal").unwrap();
    assert!(review.item(&id, "amal").is_none());
    // an id is never given to another event
    let committed = review.commit("amal", add(missed)).unwrap();
    assert_ne!(committed.events.first(), Some(&id));
    let none = review.commit("amal", add(json!({"event_kind": "arrest"}))).unwrap_err();
    assert_eq!(invalid(none).0, "evidence");
    let far = json!({"event_kind": "arrest", "evidence": {"start": 0, "end": 9999}});
    assert_eq!(invalid(review.commit("amal", add(far)).unwrap_err()).0, "evidence");
}

#[test]
fn events_are_split_and_merged() {
    let folder = run();
    let mut review = open(&folder);
    let before = ids(&review);
    let new = json!({"event_kind": "shooting"});
    let split = Draft { new: Some(new), ..Draft::of(Verb::Split, &before[0]) };
    let committed = review.commit("amal", vec![split]).unwrap();
    let id = committed.events.first().unwrap().clone();
    let item = review.item(&id, "amal").unwrap();
    assert_eq!((item.event.kind, item.event.casualties[0].low), (EventKind::Shooting, Some(4)));
    assert_eq!(item.history[0].old, Some(json!(before[0])));
    // the two tell of one place and day
    assert_eq!(item.twins, [before[0].clone()]);
    let merge = |into: &str| Draft { new: Some(json!(into)), ..Draft::of(Verb::Merge, &before[1]) };
    assert!(review.commit("amal", vec![merge(&before[1])]).is_err());
    review.commit("amal", vec![merge(&id)]).unwrap();
    let item = review.item(&before[1], "amal").unwrap();
    assert_eq!(item.event.review.status.as_deref(), Some("duplicate"));
    assert_eq!(item.mine.unwrap().into, Some(id));
}

#[test]
fn documents_are_gone_through() {
    let folder = run();
    let mut review = open(&folder);
    let say = |id: &str, new: &str| {
        let draft = Draft::new(Verb::Document);
        vec![Draft { document_id: Some(id.into()), new: Some(json!(new)), ..draft }]
    };
    review.commit("amal", say("b.txt", "no_events")).unwrap();
    let state = review.document_state("b.txt", "badr");
    assert_eq!((state.state, state.by.as_deref()), (Reading::NoEvents, Some("amal")));
    assert_eq!(review.document_state("a.txt", "amal").open, 2);
    assert_eq!(review.progress("amal").documents_done, 1);
    assert!(review.commit("amal", say("c.txt", "done")).is_err());
    assert!(review.commit("amal", say("a.txt", "finished")).is_err());
    review.undo("amal").unwrap();
    assert_eq!(review.document_state("b.txt", "amal").state, Reading::Open);
}

#[test]
fn the_log_is_only_added_to() {
    let folder = run();
    let mut review = open(&folder);
    let id = ids(&review)[0].clone();
    review.commit("amal", one(Verb::Accept, &id)).unwrap();
    let log = rusqlite::Connection::open(folder.path().join("out").join(FILE)).unwrap();
    for statement in [
        "UPDATE action SET reviewer = 'x'",
        "DELETE FROM action",
        "UPDATE snapshot SET event = '{}'",
        "DELETE FROM snapshot",
    ] {
        let error = log.execute(statement, []).unwrap_err();
        assert!(error.to_string().contains("only added to"), "{error}");
    }
    log.execute_batch("PRAGMA user_version = 9").unwrap();
    let error = Review::open(&folder.path().join("out"), false).unwrap_err();
    assert!(error.to_string().contains("version 9 of the log"), "{error}");
}

#[test]
fn a_run_that_was_changed_is_refused() {
    let folder = run();
    let events = folder.path().join("out/events.json");
    let text = fs::read_to_string(&events).unwrap().replace("\"clash\"", "\"riot\"") + " ";
    fs::write(&events, text).unwrap();
    let error = Review::open(&folder.path().join("out"), false).unwrap_err();
    assert!(error.to_string().contains("changed since its run"), "{error}");
}

#[test]
fn decisions_outlive_a_new_extraction() {
    let folder = run();
    let (inputs, output) = (folder.path().join("in"), folder.path().join("out"));
    let mut review = open(&folder);
    let before = ids(&review);
    let drafts = before.iter().map(|id| Draft::of(Verb::Accept, id)).collect();
    review.commit("amal", drafts).unwrap();
    // the first event moves in its text, of the second another count is read now
    let text = format!("مقدمة.\n{FIRST}\n{}\n", SECOND.replace("12", "13"));
    fs::write(inputs.join("a.txt"), text).unwrap();
    extract(&inputs, &output);
    let again = open(&folder);
    let after = ids(&again);
    assert_eq!(status(&again, &after[0], "amal").as_deref(), Some("accepted"));
    let item = again.item(&after[1], "amal").unwrap();
    assert!(item.stale);
    assert_eq!(item.event.review.status.as_deref(), Some("stale"));
    assert_eq!(item.judged.unwrap().casualties[0].low, Some(12));
    assert_eq!(again.progress("amal").left, 1);
    // a text without the second: the decision is not lost
    fs::write(inputs.join("a.txt"), FIRST).unwrap();
    extract(&inputs, &output);
    let mut again = open(&folder);
    assert_eq!(again.orphans().len(), 1);
    let orphan = &again.orphans()[0];
    assert_eq!((&orphan.event_id, orphan.actions), (&before[1], 1));
    assert_eq!(orphan.event.as_ref().unwrap().casualties[0].low, Some(12));
    again.commit("amal", one(Verb::Accept, &ids(&again)[0])).unwrap();
}

#[test]
fn an_id_that_moved_is_found_by_its_words() {
    let folder = run();
    let (inputs, output) = (folder.path().join("in"), folder.path().join("out"));
    let mut review = open(&folder);
    let before = ids(&review);
    review.commit("amal", one(Verb::Reject, &before[0])).unwrap();
    // the words of the trigger occur before: the id of the first event is another now
    let text = format!("قتل رجل في هجوم مسلح قرب سيغو عام 1990.\n{FIRST}\n{SECOND}\n");
    fs::write(inputs.join("a.txt"), text).unwrap();
    extract(&inputs, &output);
    let again = open(&folder);
    let moved = again.rows("amal").into_iter().find(|row| FIRST.starts_with(&row.text)).unwrap();
    assert_ne!(moved.event_id, before[0]);
    assert_eq!(moved.status.as_deref(), Some("rejected"));
    assert!(again.orphans().is_empty());
    // its id is now that of the new first event, which nobody has judged
    assert_eq!(status(&again, &before[0], "amal"), None);
}

#[test]
fn a_value_given_settles_the_doubt_about_it() {
    let folder = run();
    let inputs = folder.path().join("in");
    fs::write(inputs.join("a.txt"), "قتل أربعة جنود في هجوم مسلح.\n").unwrap();
    extract(&inputs, &folder.path().join("out"));
    let mut review = open(&folder);
    let id = ids(&review)[0].clone();
    let flags = |review: &Review| review.item(&id, "amal").unwrap().event.flags;
    assert!(flags(&review).contains(&Flag::NoDate) && flags(&review).contains(&Flag::NoPlace));
    let place = json!([{"role": "location", "name": "Gao", "text": "", "feature": "city",
        "latitude": 16.27, "longitude": -0.04, "precision": "exact", "distance_km": null,
        "bearing": null, "admin2": null, "admin1": "Gao", "country": "Mali",
        "country_code": "ML", "gazetteer_id": null}]);
    let drafts = vec![
        Draft::edit(&id, "places", place),
        Draft::edit(&id, "date_start", json!("2022-03-01")),
        Draft::edit(&id, "date_end", json!("2022-03-31")),
        Draft::edit(&id, "actor", json!("رجال")),
        Draft::edit(&id, "actor_class", json!("militia")),
    ];
    review.commit("amal", drafts).unwrap();
    assert!(!flags(&review).contains(&Flag::NoDate) && !flags(&review).contains(&Flag::NoPlace));
    let event = review.item(&id, "amal").unwrap().event;
    assert_eq!(event.date.precision.map(|unit| unit.as_str()), Some("month"));
    assert_eq!(event.date.edtf.as_deref(), Some("2022-03"));
    assert_eq!(event.places[0].country_code.as_deref(), Some("ML"));
    review.commit("amal", vec![Draft::edit(&id, "country_code", json!("SY"))]).unwrap();
    let event = review.item(&id, "amal").unwrap().event;
    assert_eq!(event.places[0].country.as_deref(), Some("Syria"), "as the extraction writes it");
    assert_eq!(event.actor.unwrap().class.map(|class| class.as_str()), Some("militia"));
}
