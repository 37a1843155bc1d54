//! Reading pack files: in, the text of a TOML file in each of its layers; out, their typed shape and
//! the order their rules are tried in, or an error that names file, line and cause. Unknown keys are
//! errors, so that a typing mistake is not a silent no-op.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use toml::Spanned;

use crate::error::{Error, Result};

/// Words or patterns as written, with where they stand.
pub(crate) type Words = Vec<Spanned<String>>;

/// Where pack files come from: the built-in pack, or a folder laid over it.
#[derive(Clone, Copy, Debug)]
pub struct PackFile<'a> {
    /// Name shown in errors.
    pub path: &'a str,
    /// Its text.
    pub text: &'a str,
    /// Whether it is laid over the built-in pack.
    pub overlay: bool,
}

impl PackFile<'_> {
    /// Reads the file into its shape.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T> {
        toml::from_str(self.text).map_err(|error| {
            let line = error.span().map(|span| self.line_of(span.start));
            let mut failure = Error::new(error.message().to_owned()).in_file(self.path);
            if let Some(line) = line {
                failure = failure.at_line(line);
            }
            failure
        })
    }

    /// The 1-based line that holds byte `at`.
    pub fn line_of(&self, at: usize) -> u64 {
        let before = &self.text.as_bytes()[..at.min(self.text.len())];
        before.iter().filter(|&&b| b == b'\n').count() as u64 + 1
    }

    /// The table that holds byte `at`, as written: from its header to the next.
    pub(crate) fn table(&self, at: usize) -> &str {
        let start = self.text[..at].rfind("\n[").map_or(0, |line| line + 1);
        let end = self.text[at..].find("\n[").map_or(self.text.len(), |line| at + line);
        let mut table = self.text[start..end].trim_end();
        // comments at its end are the next one's
        while let Some((rest, _)) = table.rsplit_once('\n').filter(|(_, l)| l.starts_with('#')) {
            table = rest.trim_end();
        }
        table
    }

    /// `error` at the line of this file that `place` stands in.
    pub(crate) fn fault<T>(&self, place: &Spanned<T>, error: Error) -> Error {
        error.at_line(self.line_of(place.span().start)).in_file(self.path)
    }
}

/// One file of a pack in all its layers, the built-in one lowest.
#[derive(Debug)]
pub(crate) struct Layers<'a, T>(Vec<(PackFile<'a>, T)>);

impl<'a, T: DeserializeOwned> Layers<'a, T> {
    /// Reads every layer, the lowest first.
    pub fn parse(files: &[PackFile<'a>]) -> Result<Layers<'a, T>> {
        files.iter().map(|file| Ok((*file, file.parse()?))).collect::<Result<_>>().map(Layers)
    }
}

impl<'a, T> Layers<'a, T> {
    /// The layers, the lowest first.
    pub fn upwards(&self) -> impl Iterator<Item = (PackFile<'a>, &T)> {
        self.0.iter().map(|(file, source)| (*file, source))
    }

    /// The layers, the top one first: the order in which words are looked up.
    pub fn downwards(&self) -> impl Iterator<Item = (PackFile<'a>, &T)> {
        self.0.iter().rev().map(|(file, source)| (*file, source))
    }
}

/// A file of rules: entries with an id that are tried one after another.
pub(crate) trait RuleFile {
    /// What a rule looks like.
    type Entry;

    /// The rules, in the order they are tried.
    fn entries(&self) -> &[Self::Entry];

    /// The id of a rule.
    fn id(entry: &Self::Entry) -> &Spanned<String>;

    /// Full ids of rules of lower layers that are switched off.
    fn disabled(&self) -> &[Spanned<String>];
}

impl<'a, T: RuleFile> Layers<'a, T> {
    /// The rules in the order they are tried: new ones of the top layer first. One with the id of a
    /// rule below stands in its place; what a layer switches off is gone. `kind` is what the full
    /// ids begin with, `ar.casualty`.
    pub fn rules(&self, kind: &str) -> Result<Vec<(PackFile<'a>, &T::Entry)>> {
        let mut rules: Vec<(PackFile<'a>, &T::Entry)> = Vec::new();
        for (file, source) in self.upwards() {
            for full in source.disabled() {
                let id = full.get_ref().strip_prefix(kind).and_then(|id| id.strip_prefix('.'));
                let at =
                    rules.iter().position(|(_, rule)| Some(T::id(rule).get_ref().as_str()) == id);
                rules.remove(at.ok_or_else(|| file.fault(full, no_rule(full.get_ref(), kind)))?);
            }
            let mut ids = BTreeSet::new();
            let mut new = Vec::new();
            for entry in source.entries() {
                let id = T::id(entry);
                if !ids.insert(id.get_ref()) {
                    let twice =
                        format!("{:?} is the id of another rule of this file", id.get_ref());
                    return Err(file.fault(id, Error::new(twice)));
                }
                check_id(id.get_ref()).map_err(|error| file.fault(id, error))?;
                match rules.iter_mut().find(|(_, rule)| T::id(rule).get_ref() == id.get_ref()) {
                    Some(rule) => *rule = (file, entry),
                    None => new.push((file, entry)),
                }
            }
            rules.splice(0..0, new);
        }
        Ok(rules)
    }
}

fn no_rule(id: &str, kind: &str) -> Error {
    Error::new(format!(
        "no rule {id:?} to switch off: rules of this file are named {kind}.…, and `rasd rules {kind}` \
         lists them"
    ))
}

/// Ids stand in cells, joined by semicolons.
fn check_id(id: &str) -> Result<()> {
    let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if !id.is_empty() && id.chars().all(fine) {
        return Ok(());
    }
    Err(Error::new(format!("{id:?} is no id: letters a to z, digits, and . _ - between them")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, serde::Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Shape {
        disable: Words,
        rule: Vec<Rule>,
    }

    #[derive(Debug, serde::Deserialize)]
    struct Rule {
        id: Spanned<String>,
    }

    impl RuleFile for Shape {
        type Entry = Rule;

        fn entries(&self) -> &[Rule] {
            &self.rule
        }

        fn id(entry: &Rule) -> &Spanned<String> {
            &entry.id
        }

        fn disabled(&self) -> &[Spanned<String>] {
            &self.disable
        }
    }

    const BUILTIN: &str = "rule = [{ id = \"a\" }, { id = \"b\" }, { id = \"c\" }]";

    /// `file:id` of every rule in order, or the error.
    fn merged(overlays: &[&str]) -> std::result::Result<String, String> {
        let texts = [&[BUILTIN], overlays].concat();
        let layers = ["0", "1", "2"].into_iter().zip(texts);
        let file = |(path, text)| PackFile { path, text, overlay: path != "0" };
        let files: Vec<_> = layers.map(file).collect();
        let layers = Layers::<Shape>::parse(&files).map_err(|e| e.to_string())?;
        let rules = layers.rules("xx.kind").map_err(|e| e.to_string())?;
        let shown = rules.iter().map(|(file, rule)| format!("{}:{}", file.path, rule.id.get_ref()));
        Ok(shown.collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn new_rules_are_tried_first_and_known_ones_keep_their_place() {
        let over = "rule = [{ id = \"b\" }, { id = \"d\" }, { id = \"e\" }]";
        assert_eq!(merged(&[over]).unwrap(), "1:d 1:e 0:a 1:b 0:c");
        let top = "rule = [{ id = \"e\" }, { id = \"f\" }]";
        assert_eq!(merged(&[over, top]).unwrap(), "2:f 1:d 2:e 0:a 1:b 0:c");
    }

    #[test]
    fn a_layer_switches_off_rules_below_it() {
        assert_eq!(merged(&["disable = [\"xx.kind.b\"]"]).unwrap(), "0:a 0:c");
        let own = "disable = [\n\"xx.kind.d\"]\nrule = [{ id = \"d\" }]";
        for unknown in ["disable = [\n\"b\"]", "disable = [\n\"xx.other.b\"]", own] {
            let error = merged(&[unknown]).unwrap_err();
            assert!(error.starts_with("1:2: no rule "), "{error}");
        }
    }

    #[test]
    fn ids_are_unique_in_a_file_and_plain() {
        let error = merged(&["[[rule]]\nid = \"d\"\n[[rule]]\nid = \"d\"\n"]).unwrap_err();
        assert_eq!(error, "1:4: \"d\" is the id of another rule of this file");
        let error = merged(&["rule = [{ id = \"d;e\" }]"]).unwrap_err();
        assert!(error.starts_with("1:1: \"d;e\" is no id"), "{error}");
    }

    #[test]
    fn a_table_ends_before_what_belongs_to_the_next() {
        let text = "# head\n[[a]]\nid = 1\nwords = [\n  2,\n]\n\n# of b\n\n# too\n[[b]]\nid = 3\n";
        let file = PackFile { path: "", text, overlay: false };
        let at = |words: &str| text.find(words).unwrap();
        assert_eq!(file.table(at("1")), "[[a]]\nid = 1\nwords = [\n  2,\n]");
        assert_eq!(file.table(at("3")), "[[b]]\nid = 3");
    }

    #[test]
    fn an_unknown_key_names_file_and_line() {
        let error = merged(&["rule = []\nrlue = []\n"]).unwrap_err();
        assert!(error.starts_with("1:2: unknown field `rlue`"), "{error}");
    }
}
