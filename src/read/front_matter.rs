//! Front matter: in, a plain text; out, the fields that stand before its body and where that begins.
//! Only a first line `---` opens it; `key: value` lines follow up to the next `---`.

use super::{Fault, Fields, published};

/// The fields, and the byte at which the body begins (0 without front matter).
pub(super) fn split(text: &str) -> Result<(Fields, usize), Fault> {
    let mut fields = Fields::default();
    let mut at = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        at += line.len();
        let line = line.trim_end();
        match (number, line) {
            (1, "---") => {}
            (1, _) => return Ok((fields, 0)),
            (_, "---") => return Ok((fields, at)),
            (_, "") => {}
            _ => set(&mut fields, line).map_err(|fault| fault.at_line(number))?,
        }
    }
    match at {
        0 => Ok((fields, 0)),
        _ => Err(Fault::new("the front matter has no closing line ---").at_line(1)),
    }
}

/// Takes one `key: value` line; other keys than ours are left to their owners.
fn set(fields: &mut Fields, line: &str) -> Result<(), Fault> {
    let (key, value) = line
        .split_once(':')
        .ok_or_else(|| Fault::new("front matter: expected `key: value` or ---"))?;
    let value = unquote(value.trim());
    if value.is_empty() {
        return Ok(());
    }
    let text = Some(value.to_owned());
    match key.trim() {
        "published" => fields.published = Some(published::parse(value).map_err(Fault::published)?),
        "source" => fields.source = text,
        "url" => fields.url = text,
        "title" => fields.title = text,
        "language" => fields.language = text,
        "id" => fields.id = text,
        _ => {}
    }
    Ok(())
}

/// `value` without the quotation marks around it.
fn unquote(value: &str) -> &str {
    ['"', '\'']
        .into_iter()
        .find_map(|mark| value.strip_prefix(mark)?.strip_suffix(mark))
        .unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_and_body() {
        let text =
            "---\r\npublished: 2023-01-15T23:30:00+03:00\r\nurl: https://a.b/c\ntags: x\n---\nBody";
        let (fields, body) = split(text).unwrap();
        assert_eq!(fields.published.unwrap().to_string(), "2023-01-15");
        assert_eq!(fields.url.as_deref(), Some("https://a.b/c"));
        assert_eq!(&text[body..], "Body");
    }

    #[test]
    fn only_the_first_line_opens_it() {
        assert_eq!(split("\n---\ntitle: x\n---\n").unwrap().1, 0);
        assert_eq!(split("--- no\n").unwrap().1, 0);
        assert_eq!(split("").unwrap().1, 0);
    }

    #[test]
    fn faults_name_the_line() {
        assert_eq!(split("---\ntitle: x\nno colon\n---\n").unwrap_err().line, Some(3));
        assert_eq!(split("---\npublished: soon\n---\n").unwrap_err().line, Some(2));
        assert_eq!(split("---\ntitle: x\n").unwrap_err().line, Some(1));
    }
}
