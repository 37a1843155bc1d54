//! Quoting for a terminal: in, words of a text or pack; out, the same on one line, harmless and, where
//! they are read from the right, set apart from what stands around them.

use std::fmt::Write;

/// First strong isolate, and the end of it: what is between does not reorder what is around.
const ISOLATE: char = '\u{2068}';
const END: char = '\u{2069}';

/// `text` on one line: white space is one space, control and formatting characters are escaped, and
/// words read from the right are isolated.
pub fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !quoted.is_empty() {
            quoted.push(' ');
        }
        word.chars().for_each(|c| push(&mut quoted, c));
    }
    if text.chars().any(from_the_right) { format!("{ISOLATE}{quoted}{END}") } else { quoted }
}

fn push(quoted: &mut String, c: char) {
    if c.is_control() || reorders(c) {
        let _ = write!(quoted, "{}", c.escape_unicode());
    } else {
        quoted.push(c);
    }
}

/// Marks that change the order of what follows them, on a line that is not theirs.
fn reorders(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The blocks of Hebrew, Arabic and their neighbours.
pub(crate) fn from_the_right(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_that_does_no_harm() {
        assert_eq!(quote("two\r\n  lines"), "two lines");
        assert_eq!(quote("red\u{1b}[31m"), "red\\u{1b}[31m");
        assert_eq!(quote("a\u{202e}b"), "a\\u{202e}b");
        assert_eq!(quote("\u{627}\u{628} 3"), "\u{2068}\u{627}\u{628} 3\u{2069}");
    }
}
