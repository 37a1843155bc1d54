//! Telegram Desktop's export: in, its `result.json` of one chat or of all; out, a document for each
//! message that has a text. Messages are read one at a time, whatever the size of the export.

use serde::Deserialize;

use super::{
    Fault, Fields, Format, Options,
    jsonl::longest_record,
    published,
    scan::{Piece, Scanner},
    stream::Stream,
    text::EMPTY,
};
use crate::record::PublishedBasis;

/// The format of Telegram's `result.json`.
#[derive(Default)]
pub(super) struct Telegram {
    scanner: Scanner,
    /// What it stands inside of, the innermost last.
    inside: Vec<Inside>,
    chat: Chat,
    /// Messages so far, those without a text too.
    record: u64,
    /// Messages with a text, or broken.
    given: u64,
    buffer: Vec<u8>,
    done: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Inside {
    /// The object that a chat is; the export of one chat is nothing else.
    Chat,
    /// The object around the list of chats.
    Chats,
    ChatList,
    Messages,
}

/// The chat whose messages are read.
#[derive(Debug, Default)]
struct Chat {
    id: Option<String>,
    name: Option<String>,
}

#[derive(Deserialize)]
struct Message {
    id: i64,
    date: Option<String>,
    forwarded_from: Option<String>,
    text: Option<Text>,
}

/// Plain where nothing in it is marked up, else its parts.
#[derive(Deserialize)]
#[serde(untagged)]
enum Text {
    Plain(String),
    Parts(Vec<Part>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Part {
    Plain(String),
    Entity { text: String },
}

/// A type of chat stands in every export of one; the other words in that of all.
const MARKS: [&str; 6] = [
    "_channel\"",
    "_supergroup\"",
    "_group\"",
    "_chat\"",
    "\"saved_messages\"",
    "\"personal_information\"",
];

/// Whether JSON that begins like this is such an export.
pub(super) fn begins_like_it(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    let has = |mark: &str| head.contains(mark);
    let one = has("\"type\"") && has("\"messages\"");
    let all = has("\"chats\"") || has("\"left_chats\"") || has("\"personal_information\"");
    head.trim_start_matches('\u{feff}').trim_start().starts_with('{')
        && (one || all)
        && MARKS.iter().any(|mark| has(mark))
}

impl Telegram {
    /// Goes on to the next message; `None` when something else was passed.
    fn step(
        &mut self,
        stream: &mut Stream,
        options: &Options,
    ) -> Result<Option<Result<Fields, Fault>>, Fault> {
        match self.inside.last() {
            None if self.scanner.take(stream, b'{')? => self.inside.push(Inside::Chat),
            None if self.scanner.peek(stream)?.is_none() => return Err(Fault::new(EMPTY)),
            None => return Err(self.scanner.fault("no export of Telegram: expected {")),
            Some(Inside::Chat | Inside::Chats) => self.key(stream)?,
            Some(Inside::ChatList | Inside::Messages) if !self.scanner.element(stream)? => {
                self.leave()
            }
            Some(Inside::ChatList) if self.scanner.take(stream, b'{')? => {
                self.chat = Chat::default();
                self.inside.push(Inside::Chat);
            }
            Some(Inside::ChatList) => self.skip(stream)?,
            Some(Inside::Messages) => return self.message(stream, options),
        }
        Ok(None)
    }

    fn key(&mut self, stream: &mut Stream) -> Result<(), Fault> {
        if !self.scanner.key(stream, &mut self.buffer)? {
            self.leave();
            return Ok(());
        }
        let inside = self.inside.last();
        match (inside, &self.buffer[..]) {
            (Some(Inside::Chat), b"\"messages\"") if self.scanner.take(stream, b'[')? => {
                self.inside.push(Inside::Messages);
            }
            (Some(Inside::Chat), b"\"chats\"" | b"\"left_chats\"")
                if self.scanner.take(stream, b'{')? =>
            {
                self.inside.push(Inside::Chats);
            }
            (Some(Inside::Chats), b"\"list\"") if self.scanner.take(stream, b'[')? => {
                self.inside.push(Inside::ChatList);
            }
            (Some(Inside::Chat), b"\"name\"") => self.chat.name = self.short(stream)?,
            (Some(Inside::Chat), b"\"id\"") => self.chat.id = self.short(stream)?,
            _ => self.skip(stream)?,
        }
        Ok(())
    }

    /// A text or number that names something.
    fn short(&mut self, stream: &mut Stream) -> Result<Option<String>, Fault> {
        self.scanner.value(stream, &mut self.buffer, 1 << 16)?;
        let value = serde_json::from_slice(&self.buffer);
        Ok(match value {
            Ok(serde_json::Value::String(text)) => {
                Some(text).filter(|text| !text.trim().is_empty())
            }
            Ok(serde_json::Value::Number(number)) => Some(number.to_string()),
            _ => None,
        })
    }

    fn skip(&mut self, stream: &mut Stream) -> Result<(), Fault> {
        self.scanner.value(stream, &mut self.buffer, 0).map(|_| ())
    }

    /// The end of what it stands inside of; the end of the outermost is that of the export.
    fn leave(&mut self) {
        self.inside.pop();
        self.done = self.inside.is_empty();
    }

    fn message(
        &mut self,
        stream: &mut Stream,
        options: &Options,
    ) -> Result<Option<Result<Fields, Fault>>, Fault> {
        self.record += 1;
        let (record, line) = (Some(self.record), Some(self.scanner.line()));
        let piece = self.scanner.value(stream, &mut self.buffer, longest_record(options))?;
        let read = match piece {
            Piece::Whole => self.fields(options),
            Piece::TooLong => Err(Fault::too_long(options)),
        };
        Ok(match read {
            Ok(None) => None,
            Ok(Some(fields)) => Some(Ok(Fields { record, line, ..fields })),
            Err(fault) => Some(Err(Fault { record, line, ..fault })),
        })
    }

    /// The document in the buffer; none for pictures, polls and what the service says.
    fn fields(&self, options: &Options) -> Result<Option<Fields>, Fault> {
        let message: Message = serde_json::from_slice(&self.buffer)
            .map_err(|error| Fault::new(format!("no message of Telegram: {error}")))?;
        let text = message.text.map(Text::joined).unwrap_or_default();
        if text.trim().is_empty() {
            return Ok(None);
        }
        if text.len() as u64 > options.max_document_size {
            return Err(Fault::too_long(options));
        }
        let published = message.date.map(|date| published::parse(&date)).transpose();
        let chat = self.chat.id.as_ref().or(self.chat.name.as_ref());
        Ok(Some(Fields {
            id: chat.map(|chat| format!("{chat}/{}", message.id)),
            text,
            published: published.map_err(Fault::published)?,
            basis: Some(PublishedBasis::Metadata),
            source: message.forwarded_from.or_else(|| self.chat.name.clone()),
            channel: self.chat.name.clone(),
            ..Fields::default()
        }))
    }
}

impl Text {
    fn joined(self) -> String {
        let parts = match self {
            Text::Plain(text) => return text,
            Text::Parts(parts) => parts,
        };
        let texts = parts.into_iter().map(|part| match part {
            Part::Plain(text) | Part::Entity { text } => text,
        });
        texts.collect()
    }
}

impl Format for Telegram {
    fn next(&mut self, stream: &mut Stream, options: &Options) -> Option<Result<Fields, Fault>> {
        stream.decode(options.encoding);
        while !self.done {
            match self.step(stream, options) {
                Ok(None) => {}
                Ok(Some(read)) => {
                    self.given += 1;
                    return Some(read);
                }
                Err(fault) => {
                    self.done = true;
                    return Some(Err(fault));
                }
            }
        }
        let nothing = || Some(Err(Fault::new("no message with a text")));
        if std::mem::replace(&mut self.given, 1) == 0 { nothing() } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = r#"{
 "name": "Desk", "type": "public_channel", "id": 1234,
 "messages": [
  {"id": 1, "type": "service", "date": "2024-03-09T09:00:00", "action": "create_channel", "text": ""},
  {"id": 2, "type": "message", "date": "2024-03-10T23:59:00", "from": "Desk", "text": "plain"},
  {"id": 3, "type": "message", "date": "2024-03-11T00:01:00", "forwarded_from": "Other",
   "text": ["a ", {"type": "bold", "text": "b"}, {"type": "text_link", "text": "c", "href": "x"}, "\n"]},
  {"id": 4, "type": "message", "date": "soon", "text": "d"},
  {"id": "x"},
  {"id": 6, "type": "message", "photo": "p.jpg", "text": []}
 ]
}"#;

    fn read(text: &str) -> Vec<Result<Fields, Fault>> {
        assert!(begins_like_it(text.as_bytes()));
        let mut stream = Stream::over(std::io::Cursor::new(text.to_owned()));
        let (mut format, options) = (Telegram::default(), Options::default());
        std::iter::from_fn(|| format.next(&mut stream, &options)).take(20).collect()
    }

    #[test]
    fn the_export_of_one_channel() {
        let read = read(ONE);
        let first = read[0].as_ref().unwrap();
        assert_eq!((first.id.as_deref(), first.text.as_str()), (Some("1234/2"), "plain"));
        assert_eq!(first.published.unwrap().to_string(), "2024-03-10");
        assert_eq!(
            (first.channel.as_deref(), first.source.as_deref()),
            (Some("Desk"), Some("Desk"))
        );
        let second = read[1].as_ref().unwrap();
        assert_eq!((second.text.as_str(), second.source.as_deref()), ("a bc\n", Some("Other")));
        let faults: Vec<_> = read[2..].iter().map(|read| read.as_ref().unwrap_err()).collect();
        assert!(faults[0].reason.starts_with("published: \"soon\""));
        assert_eq!((faults[0].record, faults[0].line), (Some(4), Some(8)));
        assert!(faults[1].reason.starts_with("no message of Telegram: "));
        assert_eq!(read.len(), 4);
    }

    #[test]
    fn the_export_of_all_chats() {
        let chat = |id: u8| {
            format!(
                r#"{{"name":"C{id}","type":"private_group","id":{id},"messages":[
                {{"id":7,"type":"message","date":"2024-03-10T00:00:00","text":"t{id}"}}]}}"#
            )
        };
        let all = format!(
            r#"{{"about":"x","personal_information":{{"user_id":1}},"contacts":{{"list":[{{"a":1}}]}},
            "chats":{{"about":"y","list":[{},{}]}},"left_chats":{{"list":[{}]}}}}"#,
            chat(1),
            chat(2),
            chat(3)
        );
        let ids: Vec<_> = read(&all).into_iter().map(|read| read.unwrap().id.unwrap()).collect();
        assert_eq!(ids, ["1/7", "2/7", "3/7"]);
        let cut = read(&all[..all.len() - 40]);
        assert_eq!(cut.len(), 3);
        assert!(cut[2].as_ref().unwrap_err().reason.starts_with("not JSON: the file ends inside"));
    }

    #[test]
    fn an_export_without_a_text() {
        let none = read(r#"{"type":"public_channel","messages":[{"id":1,"text":""}]}"#);
        assert_eq!(none[0].as_ref().unwrap_err().reason, "no message with a text");
        assert_eq!(none.len(), 1);
    }
}
