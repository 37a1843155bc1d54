//! Compressed files: in, the bytes of a file; out, the same, or what they hold where they begin like
//! gzip or Zstandard. Members and frames are read one after the other, and bombs are cut short.

use std::io::{self, BufRead, Read};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::{
    BlockDecodingStrategy, FrameDecoder,
    errors::{FrameDecoderError, ReadFrameHeaderError},
};

use super::stream::Counter;

const GZIP: &[u8] = b"\x1F\x8B";
const ZSTD: &[u8] = b"\x28\xB5\x2F\xFD";

/// Unpacked bytes that raise no question.
const HARMLESS: u64 = 100_000_000;

/// Beyond these, text of any use does not unpack to so many times its size.
const RATIO: u64 = 200;

/// The bytes themselves, or what is packed in them.
pub(super) fn unpacked(
    mut packed: impl BufRead + Send + 'static,
    counter: Counter,
) -> Box<dyn Read + Send> {
    let start = packed.fill_buf().unwrap_or_default();
    if start.starts_with(GZIP) {
        Box::new(Bounded::new(MultiGzDecoder::new(packed), counter))
    } else if start.starts_with(ZSTD) {
        Box::new(Bounded::new(Frames::new(packed), counter))
    } else {
        Box::new(packed)
    }
}

/// What `packed` unpacks to by a content encoding of HTTP, if that is one we know.
pub(super) fn by_name<'a>(name: &str, packed: &'a [u8]) -> Option<Box<dyn Read + 'a>> {
    Some(match name {
        "" | "identity" => Box::new(packed),
        "gzip" | "x-gzip" => Box::new(MultiGzDecoder::new(packed)),
        // the standard says zlib, some servers send it bare
        "deflate" if packed.first().is_some_and(|byte| byte & 0x0F == 8) => {
            Box::new(flate2::bufread::ZlibDecoder::new(packed))
        }
        "deflate" => Box::new(flate2::bufread::DeflateDecoder::new(packed)),
        "zstd" => Box::new(Frames::new(packed)),
        _ => return None,
    })
}

/// Stops where so much comes out of so little that nothing but a bomb can be meant.
struct Bounded<R> {
    inner: R,
    packed: Counter,
    unpacked: u64,
}

impl<R> Bounded<R> {
    fn new(inner: R, packed: Counter) -> Bounded<R> {
        Bounded { inner, packed, unpacked: 0 }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.unpacked += read as u64;
        if self.unpacked > HARMLESS && self.unpacked / RATIO > self.packed.bytes() {
            let message = format!("unpacks to more than {RATIO} times its size");
            return Err(io::Error::other(message));
        }
        Ok(read)
    }
}

/// The frames of a Zstandard file.
struct Frames<R> {
    packed: R,
    decoder: FrameDecoder,
    /// Whether a frame has begun and is not yet read out.
    open: bool,
}

impl<R: BufRead> Frames<R> {
    fn new(packed: R) -> Frames<R> {
        Frames { packed, decoder: FrameDecoder::new(), open: false }
    }

    /// Begins the next frame, passing over those that hold no data; false at the end.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.packed.fill_buf()?.is_empty() {
            use FrameDecoderError::ReadFrameHeaderError as Header;
            match self.decoder.init(&mut self.packed) {
                Ok(()) => return Ok(true),
                Err(Header(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    io::copy(&mut (&mut self.packed).take(length.into()), &mut io::sink())?;
                }
                Err(error) => return Err(io::Error::other(error)),
            }
        }
        Ok(false)
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.open {
                self.open = self.begin()?;
                if !self.open {
                    return Ok(0);
                }
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                self.decoder.decode_blocks(&mut self.packed, one).map_err(io::Error::other)?;
            }
            let read = self.decoder.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            self.open = false;
        }
    }
}
