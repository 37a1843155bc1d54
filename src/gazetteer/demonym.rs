//! Adjectives of countries: in, data/demonyms.tsv; out, every form with the country it is a cue to.

use crate::normalise::fold;

/// Folded forms of adjectives of nationality, without the article, each with the ISO 3166-1 alpha-2
/// code of its country, in the order of the file. A form may belong to two countries.
pub fn demonyms() -> Vec<(String, &'static str)> {
    let lines = include_str!("../../data/demonyms.tsv").lines();
    let rows = lines.filter(|line| !line.starts_with('#')).skip(1);
    let mut endings: Vec<&str> = Vec::new();
    let mut forms = Vec::new();
    for line in rows {
        let mut cells = line.split('\t');
        let code = cells.next().unwrap_or_default();
        let adjectives = list(cells.next());
        if code == "*" {
            endings = adjectives;
            continue;
        }
        for adjective in adjectives {
            forms.push((fold(adjective), code));
            forms.extend(endings.iter().map(|e| (fold(&format!("{adjective}{e}")), code)));
        }
        forms.extend(list(cells.next()).into_iter().map(|other| (fold(other), code)));
    }
    forms
}

fn list(cell: Option<&'static str>) -> Vec<&'static str> {
    cell.unwrap_or_default().split(';').filter(|item| !item.is_empty()).collect()
}
