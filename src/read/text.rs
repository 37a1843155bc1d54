//! Plain text: in, a stream of UTF-8; out, one document, its front matter taken off. Line ends stay
//! as they are, a byte order mark goes.

use super::{
    Fault, Fields, Format, front_matter,
    stream::{BOM, Stream},
};

/// The reason a file without a byte is not read.
pub(super) const EMPTY: &str = "empty";

/// The format of .txt files and of standard input.
#[derive(Default)]
pub(super) struct Text {
    done: bool,
}

impl Format for Text {
    fn next(&mut self, stream: &mut Stream, most: u64) -> Option<Result<Fields, Fault>> {
        (!std::mem::replace(&mut self.done, true)).then(|| read(stream, most))
    }
}

fn read(stream: &mut Stream, most: u64) -> Result<Fields, Fault> {
    let bytes = stream
        .read_all(most)
        .map_err(|error| Fault::new(format!("cannot read: {error}")))?
        .ok_or_else(|| Fault::new(too_long(most)))?;
    if bytes.is_empty() {
        return Err(Fault::new(EMPTY));
    }
    let mut text =
        String::from_utf8(bytes).map_err(|e| Fault::not_utf8(e.as_bytes(), e.utf8_error(), 0))?;
    if text.as_bytes().starts_with(BOM) {
        text.drain(..BOM.len());
    }
    let (mut fields, body) = front_matter::split(&text)?;
    text.drain(..body);
    fields.text = text;
    Ok(fields)
}

/// The reason a document over the limit is not read.
pub(super) fn too_long(most: u64) -> String {
    format!("longer than {most} bytes (raise the limit with --max-document-size)")
}
