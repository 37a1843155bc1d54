//! Words of dates: in, a token; out, what it means in a date, the clitics it carries, the token after.

use crate::{
    lang::{
        Clitics, Pack, Role, WordId,
        schema::dates::{DateWord, Grammar, Openings, Unit},
    },
    normalise::{Text, TokenKind},
    recognise::number::Number,
};

/// What an entry of the pack means where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Found {
    pub word: DateWord,
    pub clitics: Clitics,
    pub end: usize,
}

impl Found {
    pub fn definite(&self) -> bool {
        self.clitics.has(Clitics::THE)
    }
}

/// Most meanings of a word in a date; no word of a language has so many.
const MOST_MEANINGS: usize = 12;

/// Reads the dates of a text.
pub(super) struct Reader<'a> {
    pub text: &'a Text<'a>,
    pub pack: &'a Pack,
    pub numbers: &'a [Number],
}

impl Reader<'_> {
    /// Everything the token at `at` may mean, the longest entries first.
    pub fn words(&self, at: usize) -> impl Iterator<Item = Found> + use<> {
        let live = self.text.tokens.get(at).is_some_and(|t| t.roles.has(Role::Date));
        // most words mean nothing in a date
        live.then(|| self.meanings(at)).into_iter().flatten().flatten()
    }

    fn meanings(&self, at: usize) -> [Option<Found>; MOST_MEANINGS] {
        let mut found = [None; MOST_MEANINGS];
        let mut count = 0;
        for reading in self.text.readings(at) {
            for row in self.pack.lexicon.payloads(reading.word, Role::Date) {
                let entry = &self.pack.dates.entries[row as usize];
                if let Some(end) = self.rest(at + 1, &entry.rest)
                    && count < MOST_MEANINGS
                {
                    found[count] = Some(Found { word: entry.word, clitics: reading.clitics, end });
                    count += 1;
                }
            }
        }
        found[..count].sort_by_key(|f| f.map(|f| std::cmp::Reverse(f.end)));
        found
    }

    /// What the token at `at` can begin.
    pub fn openings(&self, at: usize) -> Openings {
        let words = self.words(at).fold(Openings::default(), |all, f| all | f.word.opens());
        let number = self.number(at).is_some();
        if number { words | Openings::NUMBER } else { words }
    }

    fn rest(&self, at: usize, rest: &[WordId]) -> Option<usize> {
        let stands = |(n, word): (usize, &WordId)| {
            at + n < self.text.tokens.len()
                && !self.text.tokens[at + n].on_new_line
                && self
                    .text
                    .readings(at + n)
                    .iter()
                    .any(|r| r.word == *word && r.clitics.within(Clitics::THE))
        };
        rest.iter().enumerate().all(stands).then_some(at + rest.len())
    }

    /// The first thing the token at `at` may mean.
    pub fn word(&self, at: usize) -> Option<Found> {
        self.words(at).next()
    }

    /// The token at `at` as `pick` wants it.
    pub fn pick<T>(&self, at: usize, pick: impl Fn(DateWord) -> Option<T>) -> Option<(T, Found)> {
        self.words(at).find_map(|found| pick(found.word).map(|value| (value, found)))
    }

    /// The token after the word at `at`, if that is `wanted`.
    pub fn is(&self, at: usize, wanted: DateWord) -> Option<Found> {
        self.words(at).find(|found| found.word == wanted)
    }

    /// The unit at `at`.
    pub fn unit_at(&self, at: usize) -> Option<(Unit, Grammar, Found)> {
        let unit = |w| match w {
            DateWord::Unit(unit, grammar) => Some((unit, grammar)),
            _ => None,
        };
        self.pick(at, unit).map(|((unit, grammar), found)| (unit, grammar, found))
    }

    /// The month at `at`: its number, whether its name is an ordinary word too.
    pub fn month_at(&self, at: usize) -> Option<(u32, bool, Found)> {
        let month = |w| match w {
            DateWord::Month(month, common) => Some((month, common)),
            _ => None,
        };
        self.pick(at, month).map(|((month, common), found)| (month, common, found))
    }

    /// The weekday at `at`; alone it needs the article.
    pub fn weekday_at(&self, at: usize) -> Option<(u32, Found)> {
        let weekday = |w| match w {
            DateWord::Weekday(day) => Some(day),
            _ => None,
        };
        self.pick(at, weekday)
    }

    /// The number that begins at `at`.
    pub fn number(&self, at: usize) -> Option<&Number> {
        let row = self.numbers.binary_search_by_key(&at, |n| n.tokens.start).ok()?;
        Some(&self.numbers[row])
    }

    /// A number that can be a day of the month, and the token after it.
    pub fn day_of_month(&self, at: usize) -> Option<(u32, usize)> {
        let number = self.number(at)?;
        let value = number.whole().filter(|n| (1..=31).contains(n))?;
        let plain = number.ordinal || number.scale == 1.0;
        (plain && !self.numbered(at)).then_some((value as u32, number.tokens.end))
    }

    /// A plain figure of four digits that can be a year.
    pub fn plain_year(&self, at: usize) -> Option<i32> {
        let token = self.text.tokens.get(at)?;
        let digits = self.text.folded(at);
        let figure = token.kind == TokenKind::Figure && digits.len() == 4;
        let year: i32 = figure.then(|| digits.parse().ok())??;
        let alone = self.number(at).is_none_or(|n| n.tokens.end == at + 1);
        (alone && (1000..=2199).contains(&year)).then_some(year)
    }

    /// A year in figures or words at `at`, and the token after it.
    pub fn year_number(&self, at: usize) -> Option<(i32, usize)> {
        if let Some(year) = self.plain_year(at) {
            return Some((year, at + 1));
        }
        let number = self.number(at).filter(|n| !n.ordinal && !n.figures)?;
        let year = number.whole().filter(|n| (1000..=2199).contains(n))?;
        Some((year as i32, number.tokens.end))
    }

    /// Whether the number at `at` belongs to a noun that numbers name: a unit, a resolution.
    pub fn numbered(&self, at: usize) -> bool {
        at > 0 && self.is(at - 1, DateWord::Numbered).is_some()
    }

    /// A mark at `at` that may stand inside a date.
    pub fn mark(&self, at: usize, marks: &[char]) -> bool {
        self.text.mark(at).is_some_and(|c| marks.contains(&c))
    }

    /// The token after an opening mark at `at`, or `at` itself.
    pub fn skip(&self, at: usize, marks: &[char]) -> usize {
        if self.mark(at, marks) { at + 1 } else { at }
    }

    /// What opens a range at `at`, and where its first date begins.
    pub fn opens_range(&self, at: usize) -> Option<(DateWord, usize)> {
        let opening = |w| match w {
            DateWord::From | DateWord::Between | DateWord::Since => Some(w),
            _ => None,
        };
        self.pick(at, opening).map(|(word, found)| (word, found.end))
    }

    /// Where the second date of a range begins, if the range opened by `word` goes on at `at`.
    pub fn closes_range(&self, word: DateWord, at: usize) -> Option<usize> {
        match word {
            DateWord::Between => self.and(at),
            DateWord::Since => self.is(at, DateWord::Until).map(|f| f.end),
            _ => self.is(at, DateWord::To).map(|f| f.end),
        }
    }

    /// Where what "and" joins goes on at `at`: written onto it or standing apart.
    pub fn and(&self, at: usize) -> Option<usize> {
        crate::recognise::number::joined_at(self.text, self.pack, at)
    }
}
