//! Who is let in: in, every request; out, it goes on with the name of its reviewer, or is refused.
//! Host and Origin are checked, so that no other page and no other name for this machine reaches the
//! server; and each answer forbids what the page does not need.

use std::{net::IpAddr, sync::Arc};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::tokens::Seat;

/// What is checked.
#[derive(Debug)]
pub struct Guard {
    /// Names and addresses in Host, without the port.
    pub hosts: Vec<String>,
    /// Any address of this machine will do: it listens on all.
    pub any_address: bool,
    /// The port.
    pub port: u16,
    /// Who may review.
    pub seats: Vec<Seat>,
}

/// The reviewer of a request.
#[derive(Clone, Debug)]
pub struct Reviewer(pub String);

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

impl Guard {
    /// The cookie's name: cookies do not tell ports apart.
    fn cookie(&self) -> String {
        format!("rasd_{}", self.port)
    }

    fn known_host(&self, host: &str) -> bool {
        let own = format!(":{}", self.port);
        let name = match host.strip_suffix(&own) {
            Some(name) => name,
            None if self.port == 80 => host,
            None => return false,
        };
        let bare = name.trim_start_matches('[').trim_end_matches(']');
        self.hosts.iter().any(|known| known.eq_ignore_ascii_case(bare))
            || self.any_address && bare.parse::<IpAddr>().is_ok()
    }

    /// Where the request came from is the page itself. A browser names the origin of every POST.
    fn own_origin(&self, headers: &HeaderMap, host: &str) -> bool {
        text(headers, header::ORIGIN).is_some_and(|origin| origin == format!("http://{host}"))
    }

    fn seat(&self, token: &str) -> Option<&Seat> {
        self.seats.iter().find(|seat| same(seat.token.as_bytes(), token.as_bytes()))
    }

    /// The seat of a request, and whether the cookie must be set.
    fn seated(&self, uri: &Uri, headers: &HeaderMap) -> Option<(&Seat, bool)> {
        let named = uri.query().and_then(|query| query.strip_prefix("token="));
        if let Some(seat) = named.filter(|_| uri.path() == "/").and_then(|token| self.seat(token)) {
            return Some((seat, true));
        }
        let name = self.cookie();
        let cookies =
            headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let pairs = cookies.flat_map(|line| line.split(';')).filter_map(|one| one.split_once('='));
        let mut own = pairs.filter(|(key, _)| key.trim() == name);
        own.find_map(|(_, token)| self.seat(token.trim())).map(|seat| (seat, false))
    }

    fn refusal(&self, method: &Method, headers: &HeaderMap) -> Option<(StatusCode, &'static str)> {
        let Some(host) = text(headers, header::HOST).filter(|host| self.known_host(host)) else {
            return Some((
                StatusCode::MISDIRECTED_REQUEST,
                "this is not the address of the server",
            ));
        };
        let changes = *method != Method::GET && *method != Method::HEAD;
        if changes && !self.own_origin(headers, host) {
            return Some((StatusCode::FORBIDDEN, "this request is not from the page"));
        }
        None
    }
}

/// Lets a request through, or not.
pub async fn check(State(guard): State<Arc<Guard>>, mut request: Request, next: Next) -> Response {
    let headers = request.headers();
    let mut response = match guard.refusal(request.method(), headers) {
        Some(refusal) => refusal.into_response(),
        None => match guard.seated(request.uri(), headers) {
            None => {
                (StatusCode::UNAUTHORIZED, "open the address that rasd printed").into_response()
            }
            Some((seat, fresh)) => {
                let cookie = format!(
                    "{}={}; Path=/; SameSite=Strict; HttpOnly; Max-Age=2592000",
                    guard.cookie(),
                    seat.token
                );
                request.extensions_mut().insert(Reviewer(seat.reviewer.clone()));
                let mut response = next.run(request).await;
                if let Some(cookie) = HeaderValue::from_str(&cookie).ok().filter(|_| fresh) {
                    response.headers_mut().insert(header::SET_COOKIE, cookie);
                }
                response
            }
        },
    };
    forbid(response.headers_mut());
    response
}

/// What no answer may be used for.
fn forbid(headers: &mut HeaderMap) {
    let rules = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ];
    for (name, value) in rules {
        headers.insert(name, HeaderValue::from_static(value));
    }
    for name in ["cross-origin-opener-policy", "cross-origin-resource-policy"] {
        headers.insert(name, HeaderValue::from_static("same-origin"));
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Whether two secrets are the same, in a time that does not tell where they differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |sum, (x, y)| sum | (x ^ y)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(any_address: bool) -> Guard {
        let seat = Seat { reviewer: "Amal".to_owned(), token: "00ff".repeat(8) };
        let hosts = vec!["127.0.0.1".to_owned(), "localhost".to_owned()];
        Guard { hosts, any_address, port: 7410, seats: vec![seat] }
    }

    #[test]
    fn only_its_own_names_are_hosts() {
        let guard = guard(false);
        assert!(guard.known_host("127.0.0.1:7410") && guard.known_host("LocalHost:7410"));
        for host in ["evil.example:7410", "127.0.0.1", "127.0.0.1:80", "10.0.0.1:7410", ""] {
            assert!(!guard.known_host(host), "{host}");
        }
    }

    #[test]
    fn a_name_is_no_address() {
        let guard = guard(true);
        assert!(guard.known_host("10.0.0.1:7410") && guard.known_host("[fe80::1]:7410"));
        assert!(!guard.known_host("rebound.example:7410"));
    }

    #[test]
    fn a_token_opens_the_page_and_nothing_else() {
        let guard = guard(false);
        let none = HeaderMap::new();
        let token = "00ff".repeat(8);
        let seated = |path: String| guard.seated(&path.parse().unwrap(), &none).is_some();
        assert!(seated(format!("/?token={token}")));
        assert!(!seated(format!("/api/events?token={token}")));
        assert!(!seated(format!("/?token={}", &token[1..])));
        assert!(!seated("/".to_owned()));
    }
}
