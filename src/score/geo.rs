//! Whether two places are one: in, an annotated place and one that was read; out, yes or no, and how
//! near they are.

use super::gold::Place;

/// Kilometres within which a populated place or site is the one meant.
const NEAR: f64 = 30.0;
/// The same of divisions and natural features, which are no points.
const WIDE: f64 = 150.0;

/// Whether a place that was read is the one annotated.
pub(super) fn same(gold: &Place, read: &Place) -> bool {
    let code = gold.country.as_deref().filter(|code| !code.is_empty());
    let code = code.or(gold.country_code.as_deref()).filter(|code| !code.is_empty());
    let other = read.country_code.as_deref().filter(|code| !code.is_empty());
    let kind = gold.kind.as_deref();
    if kind == Some("country") {
        return code.is_some() && code == other && read.feature.as_deref() == Some("country");
    }
    let (Some(a), Some(b)) = (point(gold), point(read)) else { return false };
    let limit = if matches!(kind, Some("admin" | "natural")) { WIDE } else { NEAR };
    let elsewhere = kind == Some("admin") && code.is_some() && other.is_some() && code != other;
    km(a, b) <= limit && !elsewhere
}

/// More where two places are nearer; between those of a pair without coordinates.
pub(super) fn closeness(gold: &Place, read: &Place) -> f64 {
    match (point(gold), point(read)) {
        (Some(a), Some(b)) => 1.0 + 1.0 / (1.0 + km(a, b)),
        _ => 1.5,
    }
}

/// Latitude and longitude, where both are known.
pub(super) fn point(place: &Place) -> Option<(f64, f64)> {
    place.latitude.zip(place.longitude)
}

/// Great-circle distance (haversine).
pub(crate) fn km((lat_a, lon_a): (f64, f64), (lat_b, lon_b): (f64, f64)) -> f64 {
    let p = std::f64::consts::PI / 180.0;
    let across = (lat_a * p).cos() * (lat_b * p).cos() * (1.0 - ((lon_b - lon_a) * p).cos());
    let h = (1.0 - ((lat_b - lat_a) * p).cos()) / 2.0 + across / 2.0;
    12742.0 * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_of_latitude_is_111_km() {
        assert!((km((0.0, 0.0), (1.0, 0.0)) - 111.19).abs() < 0.01);
        assert_eq!(km((12.5, -8.0), (12.5, -8.0)), 0.0);
    }
}
