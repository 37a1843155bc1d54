//! Plain text: in, a stream; out, one document, its front matter taken off. Line ends stay as they
//! are, a byte order mark goes.

use super::{Fault, Fields, Format, Options, encoding, front_matter, stream::Stream};

/// The reason a file without a byte is not read.
pub(super) const EMPTY: &str = "empty";

/// The format of .txt files and of what is like nothing else.
#[derive(Default)]
pub(super) struct Text {
    done: bool,
}

impl Format for Text {
    fn next(&mut self, stream: &mut Stream, options: &Options) -> Option<Result<Fields, Fault>> {
        (!std::mem::replace(&mut self.done, true)).then(|| read(stream, options))
    }
}

fn read(stream: &mut Stream, options: &Options) -> Result<Fields, Fault> {
    let bytes = whole(stream, options)?;
    let (mut text, encoding) = encoding::decode(bytes, options.encoding)?;
    let (mut fields, body) = front_matter::split(&text)?;
    text.drain(..body);
    fields.text = text;
    fields.encoding = Some(encoding);
    Ok(fields)
}

/// All bytes of a file that is one document.
pub(super) fn whole(stream: &mut Stream, options: &Options) -> Result<Vec<u8>, Fault> {
    let bytes =
        stream.read_all(options.max_document_size).map_err(|error| Fault::unread(&error))?;
    let bytes = bytes.ok_or_else(|| Fault::too_long(options))?;
    if bytes.is_empty() { Err(Fault::new(EMPTY)) } else { Ok(bytes) }
}
