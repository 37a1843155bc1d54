//! `fields.toml`: in, what exports in a language call their fields and columns; out, the names by what
//! they stand for, for the reading stage.

use serde::Deserialize;

use crate::{
    error::Result,
    lang::{Layers, PackFile, Words},
    normalise::fold,
};

/// The file.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Source {
    text: Words,
    date: Words,
    id: Words,
    title: Words,
    source: Words,
    url: Words,
    channel: Words,
    language: Words,
    records: Words,
}

/// Names of one kind, folded.
#[derive(Clone, Debug, Default)]
pub struct Names(Vec<String>);

/// Names of fields, columns, and lists of records.
#[derive(Clone, Debug, Default)]
pub struct FieldNames {
    /// The text of a document.
    pub text: Names,
    /// The day of publication.
    pub date: Names,
    /// The id.
    pub id: Names,
    /// The title.
    pub title: Names,
    /// The publisher.
    pub source: Names,
    /// The address.
    pub url: Names,
    /// The channel.
    pub channel: Names,
    /// The language.
    pub language: Names,
    /// A list of records inside of an object.
    pub records: Names,
}

impl FieldNames {
    pub(crate) fn compile(files: &[PackFile<'_>]) -> Result<FieldNames> {
        let layers = Layers::<Source>::parse(files)?;
        let mut all = FieldNames::default();
        for (_, layer) in layers.upwards() {
            all.text.add(&layer.text);
            all.date.add(&layer.date);
            all.id.add(&layer.id);
            all.title.add(&layer.title);
            all.source.add(&layer.source);
            all.url.add(&layer.url);
            all.channel.add(&layer.channel);
            all.language.add(&layer.language);
            all.records.add(&layer.records);
        }
        Ok(all)
    }
}

impl Names {
    fn add(&mut self, words: &Words) {
        self.0.extend(words.iter().map(|word| folded(word.get_ref())));
    }

    /// Which of them a name is, the likeliest first.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        let name = (!self.0.is_empty()).then(|| folded(name))?;
        self.0.iter().position(|known| *known == name)
    }
}

fn folded(name: &str) -> String {
    let spaced = fold(name).replace(['_', '-'], " ");
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
