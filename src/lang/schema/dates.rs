//! `dates.toml`: in, names of months, days, seasons, units and the words around them; out, every
//! entry in the lexicon by its first word, with what it means in a date.

use serde::Deserialize;
use toml::Spanned;

use crate::{
    error::{Error, Result},
    lang::{self, Build, Layers, PackFile, Role, WordId},
    normalise::fold,
};

/// The file as written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Source {
    month: Vec<Numbered<12>>,
    hijri: Vec<Numbered<12>>,
    weekday: Vec<Numbered<7>>,
    season: Vec<SeasonSource>,
    unit: Vec<UnitSource>,
    day: Vec<DaySource>,
    tens: Vec<TensSource>,
    known_day: Vec<KnownDaySource>,
    words: Words,
    tense: Tense,
}

/// Verbs of the future by their first letters.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Tense {
    /// What such a verb begins with.
    future: Vec<String>,
    /// What other words begin with that begin like one.
    not: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Numbered<const LAST: u32> {
    number: Ordinal<LAST>,
    names: lang::Words,
    /// Names that are also ordinary words.
    #[serde(default)]
    common: Vec<String>,
}

/// A number from 1 to `LAST`: there is no thirteenth month.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "u32")]
struct Ordinal<const LAST: u32>(u32);

impl<const LAST: u32> TryFrom<u32> for Ordinal<LAST> {
    type Error = String;

    fn try_from(number: u32) -> std::result::Result<Self, String> {
        match (1..=LAST).contains(&number) {
            true => Ok(Ordinal(number)),
            false => Err(format!("{number} is not between 1 and {LAST}")),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeasonSource {
    season: Season,
    names: lang::Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitSource {
    unit: Unit,
    #[serde(default)]
    one: lang::Words,
    #[serde(default)]
    two: lang::Words,
    #[serde(default)]
    many: lang::Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DaySource {
    offset: i32,
    names: lang::Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TensSource {
    years: i32,
    names: lang::Words,
}

/// A day that what happened then is known by.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct KnownDaySource {
    day: Ordinal<31>,
    month: Ordinal<12>,
    year: i32,
    /// What happened, right before the day.
    names: lang::Words,
}

/// Declares the word lists of `[words]`, each with what its words mean.
macro_rules! words {
    ($($(#[$doc:meta])* $field:ident => $word:ident),+ $(,)?) => {
        #[derive(Debug, Default, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        struct Words { $($field: lang::Words),+ }

        impl Words {
            fn each(&self) -> impl Iterator<Item = (&lang::Words, DateWord)> {
                [$((&self.$field, DateWord::$word)),+].into_iter()
            }
        }

        /// What an entry means in a date.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum DateWord {
            /// A month of the Gregorian calendar; whether its name is also an ordinary word.
            Month(u32, bool),
            /// A month of the Hijri calendar; whether its name is also an ordinary word.
            Hijri(u32, bool),
            /// A day of the week, Monday is 1.
            Weekday(u32),
            /// What is known by a day: the day, month and year of it.
            KnownDay(u32, u32, i32),
            /// A season.
            Season(Season),
            /// A unit of time, in the singular, dual or plural.
            Unit(Unit, Grammar),
            /// Days counted from the publication day.
            Day(i32),
            /// "The eighties".
            Tens(i32),
            $($(#[$doc])* $word),+
        }
    };
}

words! {
    /// "Last", behind a noun.
    last => Last,
    /// "Current", behind a noun.
    current => Current,
    /// "Next", behind a noun.
    next => Next,
    /// "The same".
    same => Same,
    /// "The following".
    following => Following,
    /// "The previous".
    previous => Previous,
    /// "Before last", behind a noun.
    before_last => BeforeLast,
    /// "After next", behind a noun.
    after_next => AfterNext,
    /// "The last", before a noun or its count.
    latest => Latest,
    /// "This", before a noun.
    this => This,
    /// "That", before a noun.
    that => That,
    /// "A few".
    few => Few,
    /// Dawn, morning, evening.
    part_of_day => PartOfDay,
    /// Night, which may span two days.
    night => Night,
    /// First third.
    early => Early,
    /// Middle third.
    mid => Mid,
    /// Last third.
    late => Late,
    /// Half.
    half => Half,
    /// Quarter.
    quarter => Quarter,
    /// From then on.
    since => Since,
    /// Up to then.
    until => Until,
    /// Before, or ago.
    before => Before,
    /// After.
    after => After,
    /// Approximately.
    about => About,
    /// "Of", between day, month and year.
    of => Of,
    /// Opens a range.
    from => From,
    /// Joins a range.
    to => To,
    /// Opens a range that "and" joins.
    between => Between,
    /// Before which a bare year or month is a date.
    inside => In,
    /// Joins a date of one calendar and the same day of another.
    corresponds => Corresponds,
    /// Marks a Hijri year.
    hijri => HijriMark,
    /// Marks a Gregorian year.
    gregorian => GregorianMark,
    /// Saturday and Sunday.
    weekend => Weekend,
    /// Makes a clause speak of what is to come.
    future => Future,
    /// "On", behind a count of days.
    on => On,
    /// "Every": what recurs.
    every => Every,
    /// Makes "the day" one that is named: a world day.
    of_the_day => OfTheDay,
    /// What weekdays are named in: a prayer, a sermon.
    things => Thing,
    /// Before a month: part of the name of what happened then.
    named => Named,
    /// What years are counted of, in a life.
    ages => Age,
    /// Opens a clause of its own.
    relative => Relative,
    /// What is no date, though it begins like one.
    no_date => NoDate,
    /// Hours.
    hours => Hours,
    /// Minutes.
    minutes => Minutes,
    /// Nouns whose number is a name.
    unit_names => Numbered,
}

/// Kinds of expressions, a bit each: which of them a word can begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Openings(u16);

impl Openings {
    /// A number: a day of the month, a year.
    pub const NUMBER: Openings = Openings(1);
    /// A month.
    pub const MONTH: Openings = Openings(1 << 1);
    /// A month of the Hijri calendar.
    pub const HIJRI: Openings = Openings(1 << 2);
    /// A weekday.
    pub const WEEKDAY: Openings = Openings(1 << 3);
    /// A unit.
    pub const UNIT: Openings = Openings(1 << 4);
    /// A day counted from the publication day.
    pub const DAY: Openings = Openings(1 << 5);
    /// A season.
    pub const SEASON: Openings = Openings(1 << 6);
    /// "This", "that", "the same".
    pub const POINTER: Openings = Openings(1 << 7);
    /// A third of a unit, the end of a week.
    pub const THIRD: Openings = Openings(1 << 8);
    /// A half or quarter.
    pub const PART: Openings = Openings(1 << 9);
    /// A night.
    pub const NIGHT: Openings = Openings(1 << 10);
    /// A decade.
    pub const TENS: Openings = Openings(1 << 11);
    /// "The last" before a count.
    pub const LATEST: Openings = Openings(1 << 12);
    /// "N ago".
    pub const AGO: Openings = Openings(1 << 13);
    /// "N later".
    pub const LATER: Openings = Openings(1 << 14);
    /// A range.
    pub const RANGE: Openings = Openings(1 << 15);

    /// Whether it holds any of `other`.
    pub fn any(self, other: Openings) -> bool {
        self.0 & other.0 != 0
    }
}

impl std::ops::BitOr for Openings {
    type Output = Openings;

    fn bitor(self, other: Openings) -> Openings {
        Openings(self.0 | other.0)
    }
}

impl DateWord {
    /// Whether both are names of a month or weekday, and not of the same.
    fn contradicts(self, other: DateWord) -> bool {
        use DateWord::{Hijri, Month, Weekday};
        match (self, other) {
            (Month(a, _), Month(b, _)) | (Hijri(a, _), Hijri(b, _)) | (Weekday(a), Weekday(b)) => {
                a != b
            }
            _ => false,
        }
    }

    /// What it can begin; a word that begins nothing only goes on, or bends, what another began.
    pub fn opens(self) -> Openings {
        use DateWord::*;
        match self {
            Month(..) => Openings::MONTH,
            Hijri(..) => Openings::HIJRI,
            Weekday(_) => Openings::WEEKDAY,
            Season(_) => Openings::SEASON,
            Unit(..) => Openings::UNIT,
            Day(_) => Openings::DAY,
            Tens(_) => Openings::TENS,
            This | That | Same => Openings::POINTER,
            Early | Mid | Late | Weekend => Openings::THIRD,
            Half | Quarter => Openings::PART,
            Night => Openings::NIGHT,
            Latest => Openings::LATEST,
            Since => Openings::AGO | Openings::RANGE,
            Before => Openings::AGO,
            After => Openings::LATER,
            From | Between => Openings::RANGE,
            _ => Openings::default(),
        }
    }
}

/// A season of three months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Season {
    /// 1 March to 31 May.
    Spring,
    /// 1 June to 31 August.
    Summer,
    /// 1 September to 30 November.
    Autumn,
    /// 1 December to the end of February.
    Winter,
}

/// A unit of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A day.
    Day,
    /// Monday to Sunday.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
}

/// Number of a noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grammar {
    /// One.
    One,
    /// Two, without a numeral.
    Two,
    /// Several.
    Many,
}

/// An entry; payload of [`Role::Date`] under its first word.
#[derive(Clone, Debug)]
pub struct DateEntry {
    /// The words after the first.
    pub rest: Vec<WordId>,
    /// What it means.
    pub word: DateWord,
}

/// The compiled rules.
#[derive(Debug, Default)]
pub struct DateRules {
    /// Entries.
    pub entries: Vec<DateEntry>,
    /// Beginnings of verbs of the future, folded.
    future: Vec<String>,
    /// Beginnings of other words that begin like one, folded.
    not_future: Vec<String>,
}

impl DateRules {
    /// Compiles the file in its layers; its words join those of `build`.
    ///
    /// # Errors
    /// When a layer does not have the shape described above.
    pub(crate) fn compile(files: &[PackFile<'_>], build: &mut Build) -> Result<DateRules> {
        let mut rules = DateRules::default();
        for (file, source) in Layers::<Source>::parse(files)?.upwards() {
            for (name, word) in source.names() {
                rules.add(file, name, word, build)?;
            }
            rules.future.extend(source.tense.future.iter().map(|w| fold(w)));
            rules.not_future.extend(source.tense.not.iter().map(|w| fold(w)));
        }
        Ok(rules)
    }

    /// Whether a folded word begins like a verb of the future.
    pub fn is_future(&self, word: &str) -> bool {
        let begins = |with: &[String]| with.iter().any(|w| word.starts_with(w.as_str()));
        begins(&self.future) && word.chars().count() > 4 && !begins(&self.not_future)
    }

    fn add(
        &mut self,
        file: PackFile<'_>,
        name: &Spanned<String>,
        word: DateWord,
        build: &mut Build,
    ) -> Result<()> {
        let place = (Role::Date, self.entries.len() as u32);
        let (first, rest) = build.name(file, name, place, Role::DateGlue)?;
        if self.known(build, first, &rest).any(|known| known.contradicts(word)) {
            let known = format!("{:?} is already the name of another", name.get_ref());
            return Err(file.fault(name, Error::new(known)));
        }
        if word.opens() != Openings::default() {
            build.lexicon.tag(first, Role::DateOpening, 0);
        }
        self.entries.push(DateEntry { rest, word });
        Ok(())
    }

    /// What the words of an entry meant before.
    fn known<'r>(
        &'r self,
        build: &'r Build,
        first: WordId,
        rest: &'r [WordId],
    ) -> impl Iterator<Item = DateWord> + 'r {
        let rows = build.lexicon.payloads(first, Role::Date);
        let entries = rows.filter_map(|row| self.entries.get(row as usize));
        entries.filter(move |entry| entry.rest == rest).map(|entry| entry.word)
    }
}

impl Source {
    /// Every name and word, with what it means.
    fn names<'s>(&'s self) -> Vec<(&'s Spanned<String>, DateWord)> {
        let mut all = Vec::new();
        for row in &self.month {
            all.extend(row.names.iter().map(|n| (n, DateWord::Month(row.number.0, row.common(n)))));
        }
        for row in &self.hijri {
            all.extend(row.names.iter().map(|n| (n, DateWord::Hijri(row.number.0, row.common(n)))));
        }
        let mut list = |names: &'s lang::Words, word| all.extend(names.iter().map(|n| (n, word)));
        for row in &self.weekday {
            list(&row.names, DateWord::Weekday(row.number.0));
        }
        for row in &self.season {
            list(&row.names, DateWord::Season(row.season));
        }
        for row in &self.unit {
            list(&row.one, DateWord::Unit(row.unit, Grammar::One));
            list(&row.two, DateWord::Unit(row.unit, Grammar::Two));
            list(&row.many, DateWord::Unit(row.unit, Grammar::Many));
        }
        for row in &self.day {
            list(&row.names, DateWord::Day(row.offset));
        }
        for row in &self.tens {
            list(&row.names, DateWord::Tens(row.years));
        }
        for row in &self.known_day {
            list(&row.names, DateWord::KnownDay(row.day.0, row.month.0, row.year));
        }
        self.words.each().for_each(|(names, word)| list(names, word));
        all
    }
}

impl<const LAST: u32> Numbered<LAST> {
    /// Whether a name of it is also an ordinary word.
    fn common(&self, name: &Spanned<String>) -> bool {
        self.common.contains(name.get_ref())
    }
}
