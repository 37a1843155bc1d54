//! `numbers.toml`: in, its text; out, the number words and the phrases that bound or join numbers,
//! as [`crate::recognise::number`] reads them.

use serde::Deserialize;

use crate::{
    error::{Error, Result},
    lang::{Lexicon, PackFile, Role, WordId},
    record::Qualifier,
};

/// The file as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    /// Words that join the parts of a number when they stand apart.
    and: Vec<String>,
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
    words: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PairSource {
    between: Vec<String>,
    from: Vec<String>,
    to: Vec<String>,
    or: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PercentSource {
    after: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BoundSource {
    qualifier: Qualifier,
    #[serde(default)]
    before: Vec<String>,
    #[serde(default)]
    after: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct VagueSource {
    low: u64,
    high: Option<u64>,
    phrases: Vec<String>,
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
#[derive(Clone, Copy, Debug)]
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
    /// Compiles the file and adds its words to `lexicon`.
    ///
    /// # Errors
    /// When the file does not have the shape described above, or gives one word two values.
    pub fn compile(file: PackFile<'_>, lexicon: &mut Lexicon) -> Result<NumberRules> {
        let source: Source = file.parse()?;
        let mut rules = NumberRules::default();
        for word in &source.and {
            rules.and.push(lexicon.add(word, Role::Open, 0)?);
        }
        for row in source.word {
            rules.add_words(row, lexicon).map_err(|error| error.in_file(file.path))?;
        }
        rules.add_phrases(source.bound, source.vague, lexicon)?;
        for (phrases, bend) in [
            (source.pairs.between, Bend::Between),
            (source.pairs.from, Bend::From),
            (source.pairs.to, Bend::To),
            (source.pairs.or, Bend::Or),
            (source.percent.after, Bend::Percent),
        ] {
            for phrase in &phrases {
                rules.add_phrase(phrase, bend, lexicon)?;
            }
        }
        Ok(rules)
    }

    /// Whether `word` joins the parts of a number.
    pub fn joins(&self, word: WordId) -> bool {
        self.and.contains(&word)
    }

    fn add_words(&mut self, row: WordSource, lexicon: &mut Lexicon) -> Result<()> {
        let payload = self.words.len() as u32;
        let WordSource { kind, value, alone, words } = row;
        self.words.push(NumberWord { kind, value, alone: alone.unwrap_or(value) });
        for word in &words {
            let id = lexicon.add(word, Role::Number, payload)?;
            if lexicon.payloads(id, Role::Number).count() > 1 {
                return Err(Error::new(format!("{word:?} already has another value")));
            }
        }
        Ok(())
    }

    fn add_phrases(
        &mut self,
        bounds: Vec<BoundSource>,
        vague: Vec<VagueSource>,
        lexicon: &mut Lexicon,
    ) -> Result<()> {
        for bound in bounds {
            for phrase in &bound.before {
                self.add_phrase(phrase, Bend::Before(bound.qualifier), lexicon)?;
            }
            for phrase in &bound.after {
                self.add_phrase(phrase, Bend::After(bound.qualifier), lexicon)?;
            }
        }
        for VagueSource { low, high, phrases } in vague {
            for phrase in &phrases {
                self.add_phrase(phrase, Bend::Vague { low, high }, lexicon)?;
            }
        }
        Ok(())
    }

    fn add_phrase(&mut self, phrase: &str, bend: Bend, lexicon: &mut Lexicon) -> Result<()> {
        let words: Vec<Box<str>> =
            phrase.split_whitespace().map(|w| crate::normalise::fold(w).into()).collect();
        let before = matches!(bend, Bend::Before(_) | Bend::Between | Bend::From | Bend::Percent);
        let key = if before { words.last() } else { words.first() };
        let key = key.ok_or_else(|| Error::new("an empty phrase"))?;
        let role = if matches!(bend, Bend::Vague { .. }) { Role::Amount } else { Role::Bound };
        lexicon.add(key, role, self.bounds.len() as u32)?;
        self.bounds.push(Bound { words, bend });
        Ok(())
    }
}
