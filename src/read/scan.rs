//! JSON in pieces: in, a stream; out, the values of a list or an object one at a time as they stand,
//! so that a file may be larger than the memory and a broken value leaves those behind it whole.

use std::io::BufRead;

use super::{Fault, stream::Stream};

/// Where it stands in a stream of JSON.
#[derive(Debug, Default)]
pub(super) struct Scanner {
    /// Line feeds passed.
    lines: u64,
    /// Bytes passed.
    offset: u64,
}

/// A value as found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Piece {
    /// Its bytes are in the buffer.
    Whole,
    /// It was longer than allowed and was passed over.
    TooLong,
}

/// What is known inside of a value.
#[derive(Default)]
struct State {
    depth: u64,
    quoted: bool,
    escaped: bool,
    begun: bool,
}

/// What a byte means for the value it is met in.
enum Step {
    Inside,
    /// The last byte of it.
    Last,
    /// The first byte behind it.
    Behind,
}

impl State {
    fn step(&mut self, byte: u8) -> Step {
        if self.quoted {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => {
                    self.quoted = false;
                    return if self.depth == 0 { Step::Last } else { Step::Inside };
                }
                _ => {}
            }
            return Step::Inside;
        }
        match byte {
            b'"' if self.depth == 0 && self.begun => return Step::Behind,
            b'"' => self.quoted = true,
            b'{' | b'[' if self.depth == 0 && self.begun => return Step::Behind,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' if self.depth == 0 => return Step::Behind,
            b'}' | b']' if self.depth == 1 => return Step::Last,
            b'}' | b']' => self.depth -= 1,
            b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' if self.depth == 0 => return Step::Behind,
            _ => {}
        }
        self.begun = true;
        Step::Inside
    }
}

impl Scanner {
    /// 1-based line of what comes next.
    pub(super) fn line(&self) -> u64 {
        self.lines + 1
    }

    /// The next byte that is not white space; it stays.
    pub(super) fn peek(&mut self, stream: &mut Stream) -> Result<Option<u8>, Fault> {
        loop {
            let buffer = stream.fill_buf().map_err(|error| Fault::unread(&error))?;
            if buffer.is_empty() {
                return Ok(None);
            }
            let space =
                |byte: &&u8| byte.is_ascii_whitespace() || self.offset == 0 && is_mark(byte);
            let spaces = buffer.iter().take_while(space).count();
            let next = buffer.get(spaces).copied();
            self.pass(stream, spaces)?;
            if next.is_some() {
                return Ok(next);
            }
        }
    }

    /// Passes white space, and `byte` if that comes next.
    pub(super) fn take(&mut self, stream: &mut Stream, byte: u8) -> Result<bool, Fault> {
        let next = self.peek(stream)? == Some(byte);
        self.pass(stream, next.into())?;
        Ok(next)
    }

    /// Whether another value of a list follows; what ends the list is passed.
    pub(super) fn element(&mut self, stream: &mut Stream) -> Result<bool, Fault> {
        while self.take(stream, b',')? {}
        match self.peek(stream)? {
            Some(b']') => self.pass(stream, 1).map(|()| false),
            Some(b'}' | b':') => Err(self.fault("not JSON: expected a value or ]")),
            Some(_) => Ok(true),
            None => Err(self.fault("not JSON: the file ends inside a list")),
        }
    }

    /// The next key of an object, with its quotation marks in `buffer`; what ends the object is
    /// passed.
    pub(super) fn key(&mut self, stream: &mut Stream, buffer: &mut Vec<u8>) -> Result<bool, Fault> {
        while self.take(stream, b',')? {}
        match self.peek(stream)? {
            Some(b'}') => return self.pass(stream, 1).map(|()| false),
            Some(b'"') => {}
            Some(_) => return Err(self.fault("not JSON: expected a key or }")),
            None => return Err(self.fault("not JSON: the file ends inside an object")),
        }
        self.value(stream, buffer, 1 << 16)?;
        match self.take(stream, b':')? {
            true => Ok(true),
            false => Err(self.fault("not JSON: expected : behind a key")),
        }
    }

    /// The next value, left in `buffer`.
    pub(super) fn value(
        &mut self,
        stream: &mut Stream,
        buffer: &mut Vec<u8>,
        most: u64,
    ) -> Result<Piece, Fault> {
        buffer.clear();
        self.peek(stream)?;
        let (mut state, mut piece) = (State::default(), Piece::Whole);
        loop {
            let bytes = stream.fill_buf().map_err(|error| Fault::unread(&error))?;
            if bytes.is_empty() {
                let inside = state.depth > 0 || state.quoted || !state.begun;
                let fault = || self.fault("not JSON: the file ends inside a value");
                return if inside { Err(fault()) } else { Ok(piece) };
            }
            let (mut taken, mut done) = (0, false);
            for byte in bytes {
                match state.step(*byte) {
                    Step::Inside => taken += 1,
                    Step::Last => (taken, done) = (taken + 1, true),
                    Step::Behind => done = true,
                }
                if done {
                    break;
                }
            }
            if (buffer.len() + taken) as u64 > most {
                piece = Piece::TooLong;
                buffer.clear();
            } else if piece == Piece::Whole {
                buffer.extend_from_slice(&bytes[..taken]);
            }
            self.pass(stream, taken)?;
            match done {
                true if taken == 0 && !state.begun => {
                    return Err(self.fault("not JSON: expected a value"));
                }
                true => return Ok(piece),
                false => {}
            }
        }
    }

    /// A fault where the scanner stands.
    pub(super) fn fault(&self, reason: &str) -> Fault {
        Fault { offset: Some(self.offset), ..Fault::new(reason).at_line(self.line()) }
    }

    fn pass(&mut self, stream: &mut Stream, bytes: usize) -> Result<(), Fault> {
        let buffer = stream.fill_buf().map_err(|error| Fault::unread(&error))?;
        let passed = &buffer[..bytes.min(buffer.len())];
        self.lines += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.offset += passed.len() as u64;
        stream.consume(bytes);
        Ok(())
    }
}

/// A byte of the mark that may stand before the first value.
fn is_mark(byte: &u8) -> bool {
    super::stream::BOM.contains(byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_cut_out_as_they_stand() {
        let mut stream = Stream::over(
            &b"\xEF\xBB\xBF [ {\"a]\":\"\\\"}\"},\n-1.5e3,\"x\", nul , [[]] , {}]"[..],
        );
        let (mut scanner, mut buffer) = (Scanner::default(), Vec::new());
        assert!(scanner.take(&mut stream, b'[').unwrap());
        let mut found = Vec::new();
        while scanner.element(&mut stream).unwrap() {
            let piece = scanner.value(&mut stream, &mut buffer, 10).unwrap();
            found.push((piece, String::from_utf8(buffer.clone()).unwrap()));
        }
        let whole = ["-1.5e3", "\"x\"", "nul", "[[]]", "{}"].map(|v| (Piece::Whole, v.to_owned()));
        assert_eq!(found[0], (Piece::TooLong, String::new()));
        assert_eq!(found[1..], whole);
        assert_eq!((scanner.line(), scanner.peek(&mut stream).unwrap()), (2, None));
    }

    #[test]
    fn what_is_no_json_is_said_and_not_gone_round_in() {
        for bytes in [&b"[:"[..], b"[\"a", b"[}", b"[{", b"[", b"[,,", b"[\"a\"\"b\"{}"] {
            let mut stream = Stream::over(bytes);
            let (mut scanner, mut buffer) = (Scanner::default(), Vec::new());
            assert!(scanner.take(&mut stream, b'[').unwrap());
            let fault = loop {
                match scanner.element(&mut stream) {
                    Ok(false) => panic!("{bytes:?} is whole"),
                    Ok(true) => {}
                    Err(fault) => break fault,
                }
                if let Err(fault) = scanner.value(&mut stream, &mut buffer, 10) {
                    break fault;
                }
            };
            assert!(fault.reason.starts_with("not JSON: "), "{}", fault.reason);
        }
    }
}
