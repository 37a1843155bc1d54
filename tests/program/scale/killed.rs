//! Runs that are ended from outside: what they leave, and what the next run makes of it.
#![cfg(unix)]

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::place::{Place, SENTENCE};

/// A run that has read a document, staged its rows and waits for more.
struct Waiting(Child);

impl Waiting {
    fn new(place: &Place) -> Waiting {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin!("rasd"))
            .args(["extract", "-", "-o", "out"])
            .current_dir(place.path())
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("rasd runs");
        let record = b"{\"id\":\"x\",\"text\":\"x\"}\n";
        child.stdin.as_mut().expect("a pipe").write_all(record).expect("it reads");
        let begun = Instant::now();
        while staged(place).is_empty() {
            assert!(begun.elapsed() < Duration::from_secs(60), "nothing was staged");
            thread::sleep(Duration::from_millis(5));
        }
        // the handler is set just after the files are opened
        thread::sleep(Duration::from_millis(300));
        Waiting(child)
    }

    fn end_by(mut self, signal: &str) -> ExitStatus {
        let id = self.0.id().to_string();
        // waiting would close it, and the run would end by itself
        let open = self.0.stdin.take();
        assert!(Command::new("kill").args([signal, &id]).status().expect("kill").success());
        let status = self.0.wait().expect("it ends");
        drop(open);
        status
    }
}

fn staged(place: &Place) -> Vec<String> {
    let Ok(_) = fs::read_dir(place.path().join("out")) else { return Vec::new() };
    place.list("out").into_iter().filter(|name| name.starts_with(".rasd-")).collect()
}

/// Every file of a folder with its bytes.
fn content(place: &Place, folder: &str) -> BTreeMap<String, String> {
    let files = place.list(folder).into_iter();
    files.map(|name| (name.clone(), place.read(&format!("{folder}/{name}")))).collect()
}

fn with_an_output() -> Place {
    let place = Place::with(&[("a.txt", SENTENCE.as_bytes())]);
    assert_eq!(place.rasd("extract a.txt -o out").status, 0);
    place
}

#[test]
fn an_interrupted_run_leaves_the_old_files() {
    let place = with_an_output();
    let before = content(&place, "out");
    for signal in ["-INT", "-TERM"] {
        let status = Waiting::new(&place).end_by(signal);
        assert_eq!(status.code(), Some(130), "{signal}");
        assert!(content(&place, "out") == before, "{signal} changed the output");
    }
}

#[test]
fn the_next_run_clears_up_after_a_killed_one() {
    let place = with_an_output();
    let run = place.read("out/run.json");
    assert_eq!(Waiting::new(&place).end_by("-KILL").code(), None);
    assert_eq!(staged(&place).len(), 1);
    assert_eq!(place.read("out/run.json"), run);
    assert_eq!(place.rasd("extract a.txt -o out").status, 0);
    assert!(staged(&place).is_empty());
}

#[test]
fn two_runs_do_not_write_to_one_folder() {
    let place = with_an_output();
    let waiting = Waiting::new(&place);
    let said = place.rasd("extract a.txt -o out");
    assert_eq!(said.status, 1);
    assert!(said.err.contains("out: another run is writing here"), "{}", said.err);
    assert_eq!(staged(&place).len(), 1, "the other's files are its own");
    waiting.end_by("-INT");
    assert_eq!(place.rasd("extract a.txt -o out").status, 0);
}

/// A folder of a run that was killed between two renames, and the files it would have written.
fn half_put_in_place() -> (Place, BTreeMap<String, String>) {
    let place = with_an_output();
    place.write("b.txt", SENTENCE.repeat(3));
    assert_eq!(place.rasd("extract b.txt -o new --format jsonl").status, 0);
    let new = content(&place, "new");
    for (number, (name, bytes)) in new.iter().enumerate() {
        let put = number % 2 == 0 && name != "run.json";
        place.write(&format!("{}/{name}", if put { "out" } else { "out/.rasd-x" }), bytes);
    }
    place.write("out/errors.jsonl", "{}\n");
    (place, new)
}

#[test]
fn files_that_were_being_put_in_place_are_put_there_whole() {
    let (place, new) = half_put_in_place();
    // does nothing but clear up
    let said = place.rasd("extract nothing.txt -o out");
    assert!(said.err.contains("out stays as it was"), "{}", said.err);
    assert!(content(&place, "out") == new);
}

#[test]
fn half_a_set_is_thrown_away() {
    let (place, _) = half_put_in_place();
    let (old, staged) = (place.read("out/datapackage.json"), "out/.rasd-x/datapackage.json");
    place.write(staged, place.read(staged).replace("rasd", "rast"));
    place.rasd("extract nothing.txt -o out");
    assert_eq!(place.read("out/datapackage.json"), old);
    assert!(place.list("out").contains(&"errors.jsonl".to_owned()));
    assert!(self::staged(&place).is_empty());
}
