//! A place on its way into a packed file: in, what a source says of it; out, one line that sorts by
//! id and can be read back.

use crate::{
    error::{Error, Result},
    normalise::fold,
    record::Feature,
};

/// What a source says of a place. What is left empty, a layer below may say.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Row {
    /// Stable id: see [`super::Place::id`].
    pub(super) id: String,
    /// Kind of place.
    pub(super) feature: Option<Feature>,
    /// It is the capital of its country.
    pub(super) capital: bool,
    /// Its names are also ordinary words.
    pub(super) common: bool,
    /// Id of the smallest division (or city) that holds it.
    pub(super) parent: String,
    /// ISO 3166-1 alpha-2.
    pub(super) country: String,
    /// Latitude and longitude.
    pub(super) point: Option<(f64, f64)>,
    /// Inhabitants.
    pub(super) population: u32,
    /// English main name.
    pub(super) name: String,
    /// Other names in any script.
    pub(super) names: Vec<String>,
}

impl Row {
    /// What an id or parent says of the country: `gn:ML.04` lies in ML.
    pub(super) fn country_of(id: &str) -> Option<&str> {
        let code = id.strip_prefix("gn:")?;
        let country = code.split('.').next()?;
        (country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase())).then_some(country)
    }

    /// Names to look the place up by, folded; the main name first.
    pub(super) fn keys(&self) -> impl Iterator<Item = String> + '_ {
        let names = std::iter::once(&self.name).chain(&self.names);
        names.map(|name| key(name)).filter(|key| !key.is_empty())
    }

    /// One line; tabs and line breaks inside fields become spaces.
    pub(super) fn to_line(&self) -> String {
        let point = self.point.map(|(lat, lon)| [lat.to_string(), lon.to_string()]);
        let [latitude, longitude] = point.unwrap_or_default();
        let population = self.population.to_string();
        let mut fields = vec![
            self.id.as_str(),
            self.feature.map_or("", Feature::as_str),
            if self.capital { "1" } else { "" },
            if self.common { "1" } else { "" },
            &self.parent,
            &self.country,
            &latitude,
            &longitude,
            &population,
            &self.name,
        ];
        fields.extend(self.names.iter().map(String::as_str));
        fields
            .iter()
            .map(|f| f.replace(['\t', '\n', '\r', '\0'], " "))
            .collect::<Vec<_>>()
            .join("\t")
    }

    /// Reads a line that [`Row::to_line`] wrote.
    pub(super) fn from_line(line: &str) -> Result<Row> {
        let mut fields = line.split('\t');
        let mut next = || fields.next().ok_or_else(|| Error::new("a row of a build is cut short"));
        let (id, kind, capital, common) = (next()?, next()?, next()?, next()?);
        let (parent, country) = (next()?, next()?);
        let (latitude, longitude) = (next()?.parse().ok(), next()?.parse().ok());
        let (population, name) = (next()?, next()?);
        Ok(Row {
            id: id.to_owned(),
            feature: feature(kind),
            capital: capital == "1",
            common: common == "1",
            parent: parent.to_owned(),
            country: country.to_owned(),
            point: latitude.zip(longitude),
            population: population.parse().unwrap_or(0),
            name: name.to_owned(),
            names: fields.map(str::to_owned).collect(),
        })
    }
}

/// The kind of place with a name of the contract.
pub(super) fn feature(name: &str) -> Option<Feature> {
    Feature::ALL.iter().copied().find(|f| f.as_str() == name)
}

/// The form a name is stored in: folded, apostrophes dropped, words (runs of letters and digits)
/// joined by one space.
pub(super) fn key(name: &str) -> String {
    let folded = fold(name);
    let plain = folded.replace(['\'', '’', '‘', 'ʼ', 'ʻ', '`', '´', 'ʿ', 'ʾ'], "");
    let words = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_read_back() {
        let row = Row {
            id: "gn:1".into(),
            feature: Some(Feature::Town),
            parent: "gn:ML.04".into(),
            country: "ML".into(),
            point: Some((14.25, -4.5)),
            population: 7,
            name: "A\tb".into(),
            names: vec!["c".into(), "d".into()],
            ..Row::default()
        };
        let read = Row::from_line(&row.to_line()).unwrap();
        assert_eq!(read, Row { name: "A b".into(), ..row });
    }

    #[test]
    fn keys_are_words() {
        assert_eq!(key("Ma’rib"), "marib");
        assert_eq!(key("  Ségou-Est (ville) "), "segou est ville");
    }

    #[test]
    fn countries_of_ids() {
        assert_eq!(Row::country_of("gn:ML.04"), Some("ML"));
        assert_eq!(Row::country_of("gn:2453348"), None);
        assert_eq!(Row::country_of("rasd:ml/dia"), None);
    }
}
