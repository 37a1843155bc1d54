//! `numbers.toml`: in, its text; out, the number words and the phrases that bound or join numbers,
//! as [`crate::recognise::number`] reads them.

use serde::Deserialize;
use toml::Spanned;

use crate::{
    error::{Error, Result},
    lang::{Build, Layers, PackFile, Role, WordId, Words},
    record::Qualifier,
};

/// The file as written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Source {
    /// Words that join the parts of a number when they stand apart.
    and: Words,
    pairs: PairSource,
    percent: PercentSource,
    word: Vec<WordSource>,
    bound: Vec<BoundSource>,
    vague: Vec<VagueSource>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordSource {
    kind: NumberKind,
    value: f64,
    alone: Option<f64>,
    words: Words,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct PairSource {
    between: Words,
    from: Words,
    to: Words,
    or: Words,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct PercentSource {
    after: Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BoundSource {
    qualifier: Qualifier,
    #[serde(default)]
    before: Words,
    #[serde(default)]
    after: Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct VagueSource {
    low: u64,
    high: Option<u64>,
    phrases: Words,
}

/// How a number word joins its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberKind {
    /// 1 to 9.
    Unit,
    /// 1 or 2, only before ten or "and" tens.
    Joined,
    /// Ten, also the second word of 11 to 19.
    Ten,
    /// 11 to 19 in one word.
    Teen,
    /// 20 to 90.
    Tens,
    /// A hundred; a unit may multiply it.
    Hundred,
    /// 200 to 900 in one word.
    Hundreds,
    /// A thousand and more; anything smaller may multiply it.
    Scale,
    /// Two of a scale in one word.
    Scales,
    /// The plural of a scale: a multiplier after a number, a vague amount alone.
    Plural,
    /// "Tens", "hundreds": always a vague amount.
    Amount,
    /// A part of a scale: half, quarter.
    Fraction,
    /// Zero.
    Zero,
    /// First to tenth.
    Ordinal,
    /// "First" as it stands in "eleventh" and "twenty-first" only.
    JoinedOrdinal,
}

/// One number word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NumberWord {
    /// How it joins.
    pub kind: NumberKind,
    /// What it is worth.
    pub value: f64,
    /// What it is worth with no number before it.
    pub alone: f64,
}

/// A phrase that bends a number, and on which side of it.
#[derive(Clone, Debug)]
pub struct Bound {
    /// Its words, folded.
    pub words: Vec<Box<str>>,
    /// What it makes of the number.
    pub bend: Bend,
}

/// What a phrase of the [`Role::Bound`] table does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bend {
    /// Stands before a number.
    Before(Qualifier),
    /// Stands after a number or the noun it counts.
    After(Qualifier),
    /// Is an amount by itself.
    Vague {
        /// Fewest.
        low: u64,
        /// Most.
        high: Option<u64>,
    },
    /// Opens a pair that "and" joins.
    Between,
    /// Opens a pair that "to" joins.
    From,
    /// Joins a pair.
    To,
    /// Joins two alternatives.
    Or,
    /// Makes a definite hundred a percentage.
    Percent,
}

/// The compiled rules.
#[derive(Debug, Default)]
pub struct NumberRules {
    /// Number words; payload of [`Role::Number`].
    pub words: Vec<NumberWord>,
    /// Phrases; payload of [`Role::Bound`] and [`Role::Amount`], under their first word, or their
    /// last where they stand before the number.
    pub bounds: Vec<Bound>,
    and: Vec<WordId>,
}

impl NumberRules {
    /// Compiles the file in its layers; its words join those of `build`.
    ///
    /// # Errors
    /// When a layer does not have the shape described above, or gives one word two values.
    pub(crate) fn compile(files: &[PackFile<'_>], build: &mut Build) -> Result<NumberRules> {
        let layers = Layers::<Source>::parse(files)?;
        let mut rules = NumberRules::default();
        for (file, source) in layers.upwards() {
            for word in &source.and {
                rules.and.push(build.word(file, word, Role::Open, 0)?);
            }
            for row in &source.word {
                rules.add_words(file, row, build)?;
            }
            for (phrases, bend) in source.phrases() {
                for phrase in phrases {
                    rules.add_phrase(phrase, bend, build).map_err(|e| file.fault(phrase, e))?;
                }
            }
        }
        Ok(rules)
    }

    /// Whether `word` joins the parts of a number.
    pub fn joins(&self, word: WordId) -> bool {
        self.and.contains(&word)
    }

    fn add_words(&mut self, file: PackFile<'_>, row: &WordSource, build: &mut Build) -> Result<()> {
        let alone = row.alone.unwrap_or(row.value);
        let number = NumberWord { kind: row.kind, value: row.value, alone };
        let known = self.words.iter().position(|word| *word == number);
        let payload = known.unwrap_or(self.words.len());
        if known.is_none() {
            self.words.push(number);
        }
        for word in &row.words {
            let id = build.word(file, word, Role::Number, payload as u32)?;
            if build.lexicon.payloads(id, Role::Number).count() > 1 {
                let taken = format!("{:?} already has another value", word.get_ref());
                return Err(file.fault(word, Error::new(taken)));
            }
        }
        Ok(())
    }

    fn add_phrase(
        &mut self,
        phrase: &Spanned<String>,
        bend: Bend,
        build: &mut Build,
    ) -> Result<()> {
        let words = phrase.get_ref().split_whitespace();
        let words: Vec<Box<str>> = words.map(|w| crate::normalise::fold(w).into()).collect();
        let before = matches!(bend, Bend::Before(_) | Bend::Between | Bend::From | Bend::Percent);
        let key = if before { words.last() } else { words.first() };
        let key = key.ok_or_else(|| Error::new("an empty phrase"))?;
        let role = if matches!(bend, Bend::Vague { .. }) { Role::Amount } else { Role::Bound };
        build.lexicon.add(key, role, self.bounds.len() as u32)?;
        self.bounds.push(Bound { words, bend });
        Ok(())
    }
}

impl Source {
    /// Every list of phrases, with what its phrases do to a number.
    fn phrases(&self) -> Vec<(&Words, Bend)> {
        let mut lists = Vec::new();
        for bound in &self.bound {
            lists.push((&bound.before, Bend::Before(bound.qualifier)));
            lists.push((&bound.after, Bend::After(bound.qualifier)));
        }
        for VagueSource { low, high, phrases } in &self.vague {
            lists.push((phrases, Bend::Vague { low: *low, high: *high }));
        }
        lists.extend([
            (&self.pairs.between, Bend::Between),
            (&self.pairs.from, Bend::From),
            (&self.pairs.to, Bend::To),
            (&self.pairs.or, Bend::Or),
            (&self.percent.after, Bend::Percent),
        ]);
        lists
    }
}
