//! Encodings: in, bytes; out, the text they stand for and the name of the encoding. A byte order mark
//! decides, then what the user names, then UTF-8 if it is that, then the old encodings of Arabic.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_8859_6, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1256};

use super::Fault;

/// An encoding, and what it is called in documents.csv.
pub(super) type Name = &'static Encoding;

/// The encoding that `label` names (those of the WHATWG Encoding Standard).
///
/// # Errors
/// A sentence that says what was expected.
pub fn parse(label: &str) -> Result<&'static Encoding, String> {
    Encoding::for_label(label.as_bytes()).ok_or_else(|| {
        format!("unknown encoding {label:?} (for instance utf-8, windows-1256, iso-8859-6)")
    })
}

/// The text of a whole document.
pub(super) fn decode(bytes: Vec<u8>, named: Option<Name>) -> Result<(String, Name), Fault> {
    match of(&bytes, named, true) {
        Some(encoding) if encoding != UTF_8 => strict(&bytes, encoding)
            .map(|text| (text, encoding))
            .ok_or_else(|| Fault::new(format!("not {}", encoding.name()))),
        _ => utf8(bytes).map(|text| (text, UTF_8)),
    }
}

/// The encoding of bytes, which are the `whole` text or the beginning of one.
pub(super) fn of(bytes: &[u8], named: Option<Name>, whole: bool) -> Option<Name> {
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    marked.or(named).or_else(|| sniff(bytes, whole))
}

/// What bytes are that nothing names.
pub(super) fn sniff(bytes: &[u8], whole: bool) -> Option<Name> {
    if let Some(encoding) = utf16_without_mark(bytes) {
        return Some(encoding);
    }
    match std::str::from_utf8(bytes) {
        Ok(_) => Some(UTF_8),
        Err(error) if !whole && error.error_len().is_none() => Some(UTF_8),
        Err(_) => arabic(bytes),
    }
}

/// `bytes` in `encoding`, if all of them are; a byte order mark goes.
pub(super) fn strict(bytes: &[u8], encoding: Name) -> Option<String> {
    let mark = Encoding::for_bom(bytes).filter(|(marked, _)| *marked == encoding);
    let bytes = &bytes[mark.map_or(0, |(_, length)| length)..];
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(text.into_owned())
}

/// The encoding that a page or feed names in its first lines: in `<meta>` or the XML declaration.
pub(super) fn labelled(bytes: &[u8]) -> Option<Name> {
    let start = bytes[..bytes.len().min(4096)].to_ascii_lowercase();
    let start = String::from_utf8_lossy(&start);
    let mut tags =
        start.split('<').filter(|tag| tag.starts_with("meta") || tag.starts_with("?xml"));
    tags.find_map(|tag| {
        let tag = tag.split('>').next()?;
        let (_, rest) = tag.split_once("charset").or_else(|| tag.split_once("encoding"))?;
        let rest = rest.trim_start().strip_prefix('=')?.trim_start();
        let rest = rest.trim_start_matches(['"', '\'']);
        parse(rest.split(['"', '\'', ';', ' ', '/', '?']).next()?).ok()
    })
}

/// Whether bytes may be in the encoding that they name. What holds together as UTF-8 is that, and what
/// could be read as ASCII to find the label is no UTF-16.
pub(super) fn is_likely(label: &Name, bytes: &[u8]) -> bool {
    let is_utf8 = match std::str::from_utf8(bytes) {
        Ok(_) => !bytes.is_ascii(),
        Err(error) => error.error_len().is_none() && !bytes[..error.valid_up_to()].is_ascii(),
    };
    ![UTF_8, UTF_16LE, UTF_16BE].contains(label) && !is_utf8
}

fn utf8(bytes: Vec<u8>) -> Result<String, Fault> {
    let mut text =
        String::from_utf8(bytes).map_err(|e| Fault::not_utf8(e.as_bytes(), e.utf8_error(), 0))?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}

/// Latin and Arabic letters have a first byte of their own in UTF-16, which no other text repeats.
fn utf16_without_mark(bytes: &[u8]) -> Option<Name> {
    let bytes = &bytes[..bytes.len().min(4096)];
    let units = bytes.len() / 2;
    let high = |from: usize| {
        let bytes = bytes.iter().skip(from).step_by(2).take(units);
        bytes.filter(|byte| matches!(byte, 0x00 | 0x06)).count()
    };
    let (big, little) = (high(0), high(1));
    let most = |one: usize, other: usize| units >= 8 && one * 10 >= units * 9 && other * 2 < units;
    match () {
        () if most(little, big) => Some(UTF_16LE),
        () if most(big, little) => Some(UTF_16BE),
        () => None,
    }
}

/// Windows-1256 or ISO-8859-6, if it is that and the letters are Arabic.
fn arabic(bytes: &[u8]) -> Option<Name> {
    // a broken letter in UTF-8 makes it no other encoding
    let (mut letters, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += chunk.invalid().len();
    }
    if letters > broken {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let text =
        [WINDOWS_1256, ISO_8859_6].contains(&encoding).then(|| strict(bytes, encoding))??;
    let others = text.chars().filter(|c| !c.is_ascii()).count();
    let arabic = text.chars().filter(|c| matches!(c, '\u{621}'..='\u{64a}')).count();
    (arabic >= 4 && arabic * 2 > others).then_some(encoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "A man said in the city today that the army was there", in letters no editor reorders.
    const TEXT: &str = "\u{642}\u{627}\u{644} \u{631}\u{62c}\u{644} \u{641}\u{64a} \
        \u{627}\u{644}\u{645}\u{62f}\u{64a}\u{646}\u{629} \u{627}\u{644}\u{64a}\u{648}\u{645} \
        \u{625}\u{646} \u{627}\u{644}\u{62c}\u{64a}\u{634} \u{643}\u{627}\u{646} \
        \u{647}\u{646}\u{627}\u{643}";

    fn utf16(text: &str, bytes: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn the_encodings_of_arabic_are_told_apart() {
        for (bytes, encoding) in [
            (TEXT.as_bytes().to_vec(), UTF_8),
            (WINDOWS_1256.encode(TEXT).0.into_owned(), WINDOWS_1256),
            (ISO_8859_6.encode(TEXT).0.into_owned(), ISO_8859_6),
            (utf16(TEXT, u16::to_le_bytes), UTF_16LE),
            (utf16(TEXT, u16::to_be_bytes), UTF_16BE),
            (utf16(&format!("\u{feff}{TEXT}"), u16::to_le_bytes), UTF_16LE),
            (utf16(&format!("\u{feff}{TEXT}"), u16::to_be_bytes), UTF_16BE),
        ] {
            let (text, found) = decode(bytes, None).unwrap();
            assert_eq!((found, text.as_str()), (encoding, TEXT));
        }
    }

    #[test]
    fn what_is_no_arabic_is_not_guessed() {
        for bytes in [&b"caf\xe9"[..], b"ab\xd9", b"\xff\xff\xff\xff", b"\xcf\xf0\xe8\xe2\xe5\xf2"]
        {
            let fault = decode(bytes.to_vec(), None).unwrap_err();
            assert!(fault.reason.starts_with("not UTF-8: byte"), "{}", fault.reason);
        }
    }

    #[test]
    fn a_damaged_text_in_utf8_is_damaged() {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes[0] = b' ';
        assert_eq!(decode(bytes, None).unwrap_err().offset, Some(1));
    }

    #[test]
    fn a_named_encoding_is_taken_at_its_word() {
        let (text, found) = decode(b"\xe9\xc7".to_vec(), Some(WINDOWS_1256)).unwrap();
        assert_eq!((text.as_str(), found), ("\u{e9}\u{627}", WINDOWS_1256));
        let fault = decode(b"\xff".to_vec(), Some(ISO_8859_6)).unwrap_err();
        assert_eq!(fault.reason, "not ISO-8859-6");
        assert!(parse("klingon").unwrap_err().contains("windows-1256"));
    }
}
