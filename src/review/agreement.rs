//! How far two reviewers agree: in, what each says of the events that both decided; out, Cohen's kappa
//! for each field. It means something where they did not see each other's decisions.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Review, fields, said::Verdict, values};

/// Fields that are compared where both say that it is an event.
const FIELDS: [&str; 12] = [
    "event_kind",
    "date_start",
    "date_end",
    "place_name",
    "country_code",
    "actor",
    "target",
    "killed_low",
    "killed_high",
    "injured_low",
    "injured_high",
    "aggregate",
];

/// How far two reviewers agree.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Agreement {
    /// Who.
    pub reviewers: [String; 2],
    /// Events that both decided.
    pub events: usize,
    /// `decision`, then the fields of the events that both accepted.
    pub fields: Vec<Agreed>,
}

/// How far they agree in one field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Agreed {
    /// Its name.
    pub field: &'static str,
    /// Events compared.
    pub events: usize,
    /// Of these, those with one value.
    pub same: usize,
    /// Share of these.
    pub observed: f64,
    /// The share that chance would give.
    pub expected: f64,
    /// Cohen's kappa; null where chance alone gives full agreement.
    pub kappa: Option<f64>,
}

impl Review {
    /// How far each two reviewers agree who decided on events that the other did, too.
    pub fn agreement(&self) -> Vec<Agreement> {
        let mut names: Vec<&str> = Vec::new();
        for (_, said) in self.state.all_said() {
            names.extend(said.opinions.keys().map(String::as_str));
        }
        names.sort_unstable();
        names.dedup();
        let mut all = Vec::new();
        for (at, a) in names.iter().enumerate() {
            all.extend(names[at + 1..].iter().filter_map(|b| self.of_two(a, b)));
        }
        all
    }

    fn of_two(&self, a: &str, b: &str) -> Option<Agreement> {
        let mut pairs: BTreeMap<&'static str, Vec<[String; 2]>> = BTreeMap::new();
        let mut events = 0;
        for (id, said) in self.state.all_said() {
            let both = said.opinions.get(a).zip(said.opinions.get(b));
            let Some((one, other)) = both.filter(|(a, b)| a.decided() && b.decided()) else {
                continue;
            };
            let Some(base) = self.base(id) else { continue };
            events += 1;
            let word = |verdict: Verdict| format!("{verdict:?}");
            let decided = [word(one.verdict), word(other.verdict)];
            pairs.entry("decision").or_default().push(decided);
            if one.verdict == Verdict::Accepted && other.verdict == Verdict::Accepted {
                let both = [one, other].map(|opinion| values::with(base, &opinion.edits));
                for field in FIELDS {
                    let values = both.each_ref().map(|e| fields::read(e, field).to_string());
                    pairs.entry(field).or_default().push(values);
                }
            }
        }
        let of = |field| pairs.get(field).map(|pairs| agreed(field, pairs));
        (events > 0).then(|| Agreement {
            reviewers: [a.to_owned(), b.to_owned()],
            events,
            fields: ["decision"].into_iter().chain(FIELDS).filter_map(of).collect(),
        })
    }
}

/// Cohen (1960): the agreement beyond chance, as a share of what chance leaves.
fn agreed(field: &'static str, pairs: &[[String; 2]]) -> Agreed {
    let mut counts: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for pair in pairs {
        for (who, value) in pair.iter().enumerate() {
            counts.entry(value).or_default()[who] += 1;
        }
    }
    let all = pairs.len() as f64;
    let same = pairs.iter().filter(|[a, b]| a == b).count();
    let observed = same as f64 / all;
    let expected: f64 = counts.values().map(|[a, b]| (*a as f64 / all) * (*b as f64 / all)).sum();
    let left = 1.0 - expected;
    let kappa = (left > 1e-12).then(|| (observed - expected) / left);
    Agreed { field, events: pairs.len(), same, observed, expected, kappa }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kappa_is_that_of_the_book() {
        // 45 yes/yes, 15 yes/no, 25 no/yes, 15 no/no: 0.6 observed, 0.54 by chance
        let cells = [("y", "y", 45), ("y", "n", 15), ("n", "y", 25), ("n", "n", 15)];
        let pairs = cells.iter().flat_map(|(a, b, count)| {
            std::iter::repeat_n([(*a).to_owned(), (*b).to_owned()], *count)
        });
        let agreed = agreed("decision", &pairs.collect::<Vec<_>>());
        assert_eq!((agreed.same, agreed.events), (60, 100));
        assert!((agreed.expected - 0.54).abs() < 1e-9);
        assert!((agreed.kappa.unwrap() - 0.1304).abs() < 1e-4);
    }

    #[test]
    fn where_all_say_one_thing_there_is_no_kappa() {
        let pairs = vec![["y".to_owned(), "y".to_owned()]; 3];
        assert_eq!(agreed("decision", &pairs).kappa, None);
    }
}
