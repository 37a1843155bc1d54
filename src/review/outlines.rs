//! Outlines of countries for a map: in, the packed lines of page/world.json (Natural Earth); out, SVG
//! paths in degrees, north up.

use std::fmt::Write;

use serde::Deserialize;

const WORLD: &str = include_str!("web/page/world.json");

/// The file as it is packed.
#[derive(Deserialize)]
struct World {
    /// Lines, as differences in base 64 with five bits a digit, of steps of a degree.
    arcs: Vec<String>,
    countries: Vec<Country>,
    scale: f64,
}

#[derive(Deserialize)]
struct Country {
    /// ISO 3166-1 alpha-2; of some there is none.
    code: Option<String>,
    /// Where its name may stand: degrees east and north.
    at: [f64; 2],
    /// Rings of lines; `!n` is line n backwards.
    rings: Vec<Vec<i64>>,
}

/// A country on a map.
pub(super) struct Shape {
    /// Its outline.
    pub(super) path: String,
    /// Its name, with where it may stand, if that is in the frame.
    pub(super) name: Option<(Point, &'static str)>,
}

/// Degrees east and south.
pub(super) type Point = (f64, f64);

/// A part of the earth: degrees east and south.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    pub(super) west: f64,
    pub(super) north: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Frame {
    /// What holds all points (longitude, latitude), with room around them.
    pub(super) fn around(points: &[Point]) -> Frame {
        let span = |of: fn(&Point) -> f64| {
            let all = points.iter().map(of);
            (all.clone().fold(f64::MAX, f64::min), all.fold(f64::MIN, f64::max))
        };
        if points.is_empty() {
            return Frame { west: -20.0, north: -40.0, width: 80.0, height: 50.0 };
        }
        let ((west, east), (south, north)) = (span(|p| p.0), span(|p| p.1));
        let (across, up) = ((east - west).max(14.0) * 1.5, (north - south).max(8.0) * 1.5);
        // a map twice as wide as it is high, or less
        let (width, height) = (across.max(up * 1.2), up.max(across / 2.0));
        let (x, y) = (f64::midpoint(west, east), -f64::midpoint(south, north));
        Frame { west: x - width / 2.0, north: y - height / 2.0, width, height }
    }

    fn holds(&self, (x, y): Point) -> bool {
        (self.west..self.west + self.width).contains(&x)
            && (self.north..self.north + self.height).contains(&y)
    }

    fn holds_some_of(&self, ring: &[Point]) -> bool {
        let fold = |of: fn(&Point) -> f64| {
            let all = ring.iter().map(of);
            (all.clone().fold(f64::MAX, f64::min), all.fold(f64::MIN, f64::max))
        };
        let ((west, east), (north, south)) = (fold(|p| p.0), fold(|p| p.1));
        west <= self.west + self.width
            && east >= self.west
            && north <= self.north + self.height
            && south >= self.north
    }
}

/// The countries of which something is in the frame.
pub(super) fn shapes(frame: Frame) -> Vec<Shape> {
    // the file is part of the program, and a test reads it
    let Ok(world) = serde_json::from_str::<World>(WORLD) else { return Vec::new() };
    let lines: Vec<Vec<Point>> = world.arcs.iter().map(|arc| unpack(arc, world.scale)).collect();
    let ring = |numbers: &Vec<i64>| -> Vec<Point> {
        let line = |number: &i64| {
            let at = usize::try_from(if *number < 0 { !number } else { *number });
            let mut line = at.ok().and_then(|at| lines.get(at)).cloned().unwrap_or_default();
            if *number < 0 {
                line.reverse();
            }
            line
        };
        numbers.iter().flat_map(line).collect()
    };
    let mut shapes = Vec::new();
    for country in &world.countries {
        let rings = country.rings.iter().map(ring).filter(|ring| frame.holds_some_of(ring));
        let path: String = rings.map(|ring| path(&ring)).collect();
        if !path.is_empty() {
            let at = (country.at[0], -country.at[1]);
            let known = country.code.as_deref().and_then(rust_iso3166::from_alpha2);
            let name = known.filter(|_| frame.holds(at)).map(|known| (at, known.name));
            shapes.push(Shape { path, name });
        }
    }
    shapes
}

fn path(ring: &[Point]) -> String {
    let mut path = String::new();
    for (at, (x, y)) in ring.iter().enumerate() {
        let _ = write!(path, "{}{x} {y}", if at == 0 { 'M' } else { 'L' });
    }
    path + "Z"
}

fn unpack(text: &str, scale: f64) -> Vec<Point> {
    let mut numbers = Vec::new();
    let (mut number, mut shift) = (0_i64, 0);
    for digit in text.bytes().filter_map(digit) {
        number |= (digit & 31) << shift;
        shift += 5;
        if digit & 32 == 0 {
            numbers.push(if number & 1 == 1 { -(number >> 1) } else { number >> 1 });
            (number, shift) = (0, 0);
        }
    }
    let (mut east, mut north) = (0, 0);
    let step = |pair: &[i64]| {
        east += pair[0];
        north += pair[1];
        (east as f64 / scale, -north as f64 / scale)
    };
    numbers.chunks_exact(2).map(step).collect()
}

fn digit(byte: u8) -> Option<i64> {
    let digit = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'-' => 62,
        b'_' => 63,
        _ => return None,
    };
    Some(i64::from(digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_read_and_only_what_is_near_is_drawn() {
        let all = Frame { west: -180.0, north: -90.0, width: 360.0, height: 180.0 };
        let near = Frame::around(&[(-4.2, 14.5), (0.0, 16.3)]);
        assert!(near.west < -4.2 && near.west + near.width > 0.0);
        let (all, near) = (shapes(all), shapes(near));
        assert!(all.len() > 200, "{}", all.len());
        assert!((3..20).contains(&near.len()), "{}", near.len());
        assert!(near.iter().all(|shape| shape.path.starts_with('M') && shape.path.ends_with('Z')));
        assert!(near.iter().any(|shape| shape.name.is_some_and(|(_, name)| name == "Mali")));
    }
}
