//! `rasd review`: who is let in, from where, and what the answers forbid.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
};

use assert_cmd::cargo::cargo_bin;

use crate::place::{Place, SENTENCE};

/// A server of the seed's output, stopped when it goes.
struct Server {
    child: Child,
    port: u16,
    token: String,
    _place: Place,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer: its status line and headers, and its body.
struct Answer {
    head: String,
    body: String,
}

impl Answer {
    fn status(&self) -> u16 {
        self.head.split(' ').nth(1).and_then(|number| number.parse().ok()).unwrap_or_default()
    }

    fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }
}

impl Server {
    fn start() -> Server {
        let place = Place::new();
        place.copy("output", "output");
        Server::of(place, &[])
    }

    /// A server of the folder's output/, with more arguments.
    fn of(place: Place, more: &[&str]) -> Server {
        let mut child = Command::new(cargo_bin("rasd"))
            .args(["review", "--no-open", "--port", "0", "--reviewer", "Amal"])
            .args(more)
            .current_dir(place.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address =
            line.trim().strip_prefix("http://127.0.0.1:").expect("the address is printed");
        let (port, token) = address.split_once("/?token=").expect("with a token");
        Server { port: port.parse().unwrap(), token: token.to_owned(), child, _place: place }
    }

    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    fn cookie(&self) -> String {
        format!("rasd_{}={}", self.port, self.token)
    }

    /// Sends a request with exactly these headers.
    fn send(&self, line: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let headers: String =
            headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let length = body.len();
        write!(
            stream,
            "{line} HTTP/1.1\r\n{headers}Connection: close\r\nContent-Length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut text = Vec::new();
        stream.read_to_end(&mut text).unwrap();
        let text = String::from_utf8_lossy(&text).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        Answer { head: head.to_owned(), body: body.to_owned() }
    }

    /// A request as the page sends it.
    fn get(&self, path: &str) -> Answer {
        let headers = [("Host", self.host()), ("Cookie", self.cookie())];
        self.send(&format!("GET {path}"), &headers.each_ref().map(|(n, v)| (*n, v.as_str())), "")
    }

    /// A decision from this origin.
    fn post(&self, origin: Option<&str>, kind: &str, body: &str) -> Answer {
        let (host, cookie) = (self.host(), self.cookie());
        let mut headers =
            vec![("Host", host.as_str()), ("Cookie", &cookie), ("Content-Type", kind)];
        headers.extend(origin.map(|origin| ("Origin", origin)));
        self.send("POST /api/actions", &headers, body)
    }

    fn accept(&self) -> String {
        let events: serde_json::Value =
            serde_json::from_str(&self.get("/api/events").body).unwrap();
        let id = events[0]["event_id"].as_str().unwrap();
        format!(r#"{{"drafts":[{{"verb":"accept","event_id":"{id}"}}]}}"#)
    }
}

#[test]
fn without_the_token_nothing_is_told() {
    let server = Server::start();
    let host = server.host();
    for path in ["/", "/app.js", "/api/events", "/api/session", "/?token=00", "/nothing"] {
        let answer = server.send(&format!("GET {path}"), &[("Host", &host)], "");
        assert_eq!(answer.status(), 401, "{path}");
    }
    let wrong = format!("rasd_{}={}", server.port, "0".repeat(32));
    let answer = server.send("GET /api/events", &[("Host", &host), ("Cookie", &wrong)], "");
    assert_eq!(answer.status(), 401);
    let query = format!("GET /api/events?token={}", server.token);
    assert_eq!(server.send(&query, &[("Host", &host)], "").status(), 401);
}

#[test]
fn the_link_gives_a_cookie_that_no_other_page_and_no_script_can_use() {
    let server = Server::start();
    let link = format!("GET /?token={}", server.token);
    let answer = server.send(&link, &[("Host", &server.host())], "");
    assert_eq!(answer.status(), 200);
    let cookie = answer.header("set-cookie").expect("a cookie");
    assert!(cookie.starts_with(&server.cookie()), "{cookie}");
    for part in ["SameSite=Strict", "HttpOnly", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert_eq!(server.get("/api/session").status(), 200);
    let session: serde_json::Value =
        serde_json::from_str(&server.get("/api/session").body).unwrap();
    assert_eq!(session["reviewer"], "Amal");
}

#[test]
fn another_name_for_this_machine_is_refused() {
    let server = Server::start();
    let cookie = server.cookie();
    let rebound = format!("evil.example:{}", server.port);
    for host in [rebound.as_str(), "127.0.0.1", "127.0.0.1:1", "localhost.evil.example"] {
        let answer = server.send("GET /api/events", &[("Host", host), ("Cookie", &cookie)], "");
        assert_eq!(answer.status(), 421, "{host}");
        assert!(!answer.body.contains("event_id"));
    }
    let own = format!("localhost:{}", server.port);
    let answer = server.send("GET /api/events", &[("Host", &own), ("Cookie", &cookie)], "");
    assert_eq!(answer.status(), 200);
}

#[test]
fn decisions_come_from_the_page_only() {
    let server = Server::start();
    let own = format!("http://{}", server.host());
    let body = server.accept();
    let others = ["http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1"];
    for origin in others.into_iter().map(Some).chain([None]) {
        let answer = server.post(origin, "application/json", &body);
        assert_eq!(answer.status(), 403, "{origin:?}");
    }
    // a form of another page cannot send JSON
    assert_eq!(server.post(Some(&own), "text/plain", &body).status(), 415);
    let before = server.get("/api/progress").body;
    assert_eq!(server.post(Some(&own), "application/json", &body).status(), 200);
    assert_ne!(server.get("/api/progress").body, before);
}

#[test]
fn every_answer_forbids_what_the_page_does_not_need() {
    let server = Server::start();
    let host = server.host();
    let answers = [
        server.get("/"),
        server.get("/app.js"),
        server.get("/api/events"),
        server.get("/nothing"),
        server.send("GET /", &[("Host", &host)], ""),
        server.send("GET /", &[("Host", "evil.example")], ""),
    ];
    for answer in answers {
        let policy = answer.header("content-security-policy").expect("a policy");
        let parts =
            ["default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'none'"];
        for part in parts.into_iter().chain(["frame-ancestors 'none'", "base-uri 'none'"]) {
            assert!(policy.contains(part), "{part}");
        }
        assert!(!policy.contains("unsafe"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
}

#[test]
fn a_value_that_is_none_is_refused_with_its_field() {
    let server = Server::start();
    let events: serde_json::Value = serde_json::from_str(&server.get("/api/events").body).unwrap();
    let id = events[0]["event_id"].as_str().unwrap();
    let own = format!("http://{}", server.host());
    let body = format!(
        r#"{{"drafts":[{{"verb":"edit","event_id":"{id}","field":"event_kind","old":"armed_attack","new":"nonsense"}}]}}"#
    );
    let answer = server.post(Some(&own), "application/json", &body);
    assert_eq!(answer.status(), 422, "{}", answer.body);
    let problem: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(problem["field"], "event_kind");
    assert_eq!(server.get("/api/events/ev_nothing").status(), 404);
}

#[test]
fn beyond_this_machine_every_reviewer_has_a_name() {
    let place = Place::new();
    place.copy("output", "output");
    let said = place.rasd("review --no-open --bind 0.0.0.0 --port 0");
    assert_eq!(said.status, 1);
    assert!(said.err.contains("--reviewer"), "{}", said.err);
    assert!(!place.path().join("output/review.tokens").exists());
}

/// The documents drawn of ten.
fn drawn(seed: &str) -> Vec<String> {
    let place = Place::new();
    for number in 0..10 {
        place.write(&format!("in/{number}.txt"), format!("{SENTENCE} {number}\n"));
    }
    assert_eq!(place.rasd("extract in -o output --quiet").status, 0);
    let server = Server::of(place, &["--sample", "4", "--seed", seed]);
    let session: serde_json::Value =
        serde_json::from_str(&server.get("/api/session").body).unwrap();
    assert_eq!(session["sample"], 4);
    let lines: Vec<serde_json::Value> =
        serde_json::from_str(&server.get("/api/documents").body).unwrap();
    assert_eq!(lines.len(), 10);
    let drawn = lines.iter().filter(|line| line["sampled"] == true);
    drawn.map(|line| line["document_id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_sample_is_the_same_for_the_same_seed() {
    let first = drawn("7");
    assert_eq!(first.len(), 4);
    assert_eq!(drawn("7"), first);
    assert_ne!(drawn("8"), first);
}

#[test]
fn a_folder_that_is_no_run_is_told() {
    let place = Place::new();
    std::fs::create_dir(place.path().join("empty")).unwrap();
    let said = place.rasd("review empty --no-open");
    assert_eq!(said.status, 1);
    assert!(said.err.contains("run.json"), "{}", said.err);
}
