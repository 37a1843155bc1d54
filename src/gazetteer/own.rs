//! Own places: in, places that a user wrote down in the configuration; out, a layer over the others.

use serde::{Deserialize, Serialize};

use super::{Gazetteer, key, layer::Layer, pack::Packer, row::Row};
use crate::{
    error::{Error, Result},
    record::Feature,
};

/// A place of the user's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnPlace {
    /// Its names in any script; the first stands in the tables.
    pub names: Vec<String>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// First-level division that holds it: a name, or an id such as gn:ML.04.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admin1: Option<String>,
    /// Kind of place.
    pub feature: Feature,
}

impl Gazetteer {
    /// Lays own places, each with the line it stands in, over the layers there are. Like the curated
    /// ones they need no word that announces a place.
    ///
    /// # Errors
    /// When one has no name, lies nowhere on earth or in no country or division that is known, with
    /// its line.
    pub fn lay_over_own(&mut self, label: &str, places: &[(u64, OwnPlace)]) -> Result<()> {
        let mut packer = Packer::default();
        for (line, place) in places {
            let row = self.row(place).map_err(|error| error.at_line(*line))?;
            packer.add(&row)?;
        }
        let mut packed = Vec::new();
        packer.write(label, &mut packed)?;
        let mut layer = Layer::open(packed.into())?;
        layer.curated = true;
        self.push(layer)
    }

    fn row(&self, place: &OwnPlace) -> Result<Row> {
        let Some((first, others)) = place.names.split_first() else {
            return Err(Error::new("a place needs a name"));
        };
        let name = key(first);
        if name.is_empty() {
            return Err(Error::new(format!("{first:?} is no name")));
        }
        if !(place.lat.abs() <= 90.0 && place.lon.abs() <= 180.0) {
            return Err(Error::new("lat or lon out of range"));
        }
        let country = self.country_code(&place.country)?;
        let parent = match &place.admin1 {
            Some(division) => self.division(&country, division)?,
            None => format!("gn:{country}"),
        };
        Ok(Row {
            id: format!("own:{country}/{}", name.replace(' ', "-")),
            feature: Some(place.feature),
            parent,
            country,
            point: Some((place.lat, place.lon)),
            name: first.clone(),
            names: others.to_vec(),
            ..Row::default()
        })
    }

    /// Id of the first-level division of a country with this name or id.
    fn division(&self, country: &str, division: &str) -> Result<String> {
        let ids = self.by_id(division).into_iter().chain(self.named(&key(division)));
        let mut found = ids.map(|id| self.place(id)).filter(|place| {
            let first = place.feature == Feature::Admin && place.admin1.is_none();
            first && place.country_code == country
        });
        let none = || Error::new(format!("{country} has no first-level division {division:?}"));
        found.next().map(|place| place.id.into_owned()).ok_or_else(none)
    }
}
