//! One document scored: in, what should be read from it and what was; out, tallies, what each rule
//! gave, and the mistakes.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    FIELDS, MEASURES, event, geo,
    gold::{GoldDocument, Place, Toll},
    output::{Read, ReadCasualty},
    pairing::{pair_up, scores},
    report::{Mistake, RuleScore, Tally},
};

/// What came of a document.
#[derive(Clone, Debug, Default)]
pub(super) struct Scored {
    /// In the order of [`MEASURES`].
    pub(super) tallies: [Tally; MEASURES.len()],
    /// In the order of [`FIELDS`]: right, and of how many.
    pub(super) fields: [(u64, u64); FIELDS.len()],
    pub(super) rules: Vec<RuleScore>,
    pub(super) mistakes: Vec<Mistake>,
}

const DATE: usize = 0;
const PLACE: usize = 1;
const CASUALTY: usize = 2;
const FOUND: usize = 3;
const STRICT: usize = 4;

/// Scores a document; without its mentions where nothing is known of them.
pub(super) fn score(
    gold: &GoldDocument,
    read: Option<&Read>,
    articles: &[String],
    events_only: bool,
) -> Scored {
    let nothing = Read::default();
    let read = read.unwrap_or(&nothing);
    let mut scored = Scored::default();
    let mut scorer = Scorer { gold, read, scored: &mut scored };
    if !events_only {
        scorer.dates();
        scorer.places();
        scorer.casualties();
    }
    scorer.events(articles);
    scored
}

struct Scorer<'s> {
    gold: &'s GoldDocument,
    read: &'s Read,
    scored: &'s mut Scored,
}

impl Scorer<'_> {
    fn tally(&mut self, measure: usize, right: usize, gold: usize, got: usize) {
        let [right, gold, got] = [right, gold, got].map(|count| count as u64);
        self.scored.tallies[measure] = Tally { right, gold, got };
    }

    fn rule(&mut self, measure: usize, rule: &str, right: bool) {
        let rule = rule.to_owned();
        let (measure, right) = (MEASURES[measure], u64::from(right));
        self.scored.rules.push(RuleScore { rule, measure, right, got: 1 });
    }

    fn mistake(&mut self, what: &'static str, words: &str, value: String) {
        let document_id = self.gold.id.clone();
        self.scored.mistakes.push(Mistake { what, document_id, words: words.to_owned(), value });
    }

    /// Distinct values.
    fn dates(&mut self) {
        let (gold, read) = (self.gold, self.read);
        let wanted: BTreeMap<_, _> =
            gold.dates.iter().map(|d| ((&d.start, &d.end), &d.quote)).collect();
        let got: BTreeMap<_, _> =
            read.dates.iter().map(|d| ((&d.date_start, &d.date_end), &d.text)).collect();
        let right = wanted.keys().filter(|value| got.contains_key(*value)).count();
        self.tally(DATE, right, wanted.len(), got.len());
        let values: BTreeSet<_> =
            read.dates.iter().map(|d| ((&d.date_start, &d.date_end), &d.rule)).collect();
        for (value, rule) in values {
            self.rule(DATE, rule, wanted.contains_key(&value));
        }
        for (value, words) in wanted.iter().filter(|(value, _)| !got.contains_key(*value)) {
            self.mistake("date missed", words, days(*value));
        }
        for (value, words) in got.iter().filter(|(value, _)| !wanted.contains_key(*value)) {
            self.mistake("date wrong", words, days(*value));
        }
    }

    /// Distinct places; one that was not resolved is missed, and no false alarm.
    fn places(&mut self) {
        let (gold, read) = (self.gold, self.read);
        let mut seen = BTreeSet::new();
        let is_country = |place: &Place| place.feature.as_deref() == Some("country");
        let resolved = read
            .places
            .iter()
            .filter(|read| geo::point(&read.place).is_some() || is_country(&read.place));
        let name = |place: &Place| match place.name.is_empty() {
            true => place.quote.clone(),
            false => place.name.clone(),
        };
        let got: Vec<_> =
            resolved.filter(|r| seen.insert((name(&r.place), is_country(&r.place)))).collect();
        let pairs = pair_up(scores(&gold.places, &got, |gold, read| {
            geo::same(gold, &read.place).then(|| geo::closeness(gold, &read.place))
        }));
        self.tally(PLACE, pairs.len(), gold.places.len(), got.len());
        for (j, read) in got.iter().enumerate() {
            let right = pairs.iter().any(|pair| pair.1 == j);
            self.rule(PLACE, &read.rule, right);
            if !right {
                self.mistake("place wrong", &read.place.quote, read.place.name.clone());
            }
        }
        for (i, place) in gold.places.iter().enumerate() {
            if pairs.iter().all(|pair| pair.0 != i) {
                self.mistake("place missed", &place.quote, place.name.clone());
            }
        }
    }

    /// Mention by mention.
    fn casualties(&mut self) {
        let (gold, read) = (&self.gold.casualties, &self.read.casualties);
        let pairs = pair_up(scores(gold, read, |gold, read: &ReadCasualty| {
            let overlap = gold.begin < read.end && read.start < gold.finish;
            let near = 1.0 + 1.0 / (1.0 + (gold.begin - read.start).abs() as f64);
            (overlap && gold.toll == read.toll).then_some(near)
        }));
        self.tally(CASUALTY, pairs.len(), gold.len(), read.len());
        let brief = |toll: &Toll| event::brief_toll(&toll.effect, toll.low, toll.high);
        for (j, casualty) in read.iter().enumerate() {
            let right = pairs.iter().any(|pair| pair.1 == j);
            self.rule(CASUALTY, &casualty.rule, right);
            if !right {
                self.mistake("casualty wrong", &casualty.text, brief(&casualty.toll));
            }
        }
        for (i, casualty) in gold.iter().enumerate() {
            if pairs.iter().all(|pair| pair.0 != i) {
                self.mistake("casualty missed", &casualty.quote, brief(&casualty.toll));
            }
        }
    }

    fn events(&mut self, articles: &[String]) {
        let (gold, read) = (&self.gold.events, &self.read.events);
        let pairs = pair_up(scores(gold, read, event::agreement));
        let good: Vec<_> =
            pairs.iter().filter(|(i, j)| event::strict(&gold[*i], &read[*j])).collect();
        self.tally(FOUND, pairs.len(), gold.len(), read.len());
        self.tally(STRICT, good.len(), gold.len(), read.len());
        for (i, j) in &pairs {
            let right = event::fields(&gold[*i], &read[*j], articles);
            for ((sum, of), right) in self.scored.fields.iter_mut().zip(right) {
                *sum += u64::from(right);
                *of += 1;
            }
        }
        for (j, incident) in read.iter().enumerate() {
            for rule in &incident.rules {
                self.rule(FOUND, rule, pairs.iter().any(|pair| pair.1 == j));
                self.rule(STRICT, rule, good.iter().any(|pair| pair.1 == j));
            }
            if pairs.iter().all(|pair| pair.1 != j) {
                self.mistake("event wrong", &incident.evidence, event::brief(incident));
            }
        }
        for (i, incident) in gold.iter().enumerate() {
            if pairs.iter().all(|pair| pair.0 != i) {
                self.mistake("event missed", &incident.evidence, event::brief(incident));
            }
        }
        for (i, j) in pairs.iter().filter(|pair| !good.contains(pair)) {
            let (wanted, got) = (&gold[*i], &read[*j]);
            let value = format!("{} but got {}", event::brief(wanted), event::brief(got));
            self.mistake("event not strict", &wanted.evidence, value);
        }
    }
}

fn days((start, end): (&Option<String>, &Option<String>)) -> String {
    let day = |day: &Option<String>| day.clone().unwrap_or_else(|| "?".to_owned());
    format!("{}..{}", day(start), day(end))
}
