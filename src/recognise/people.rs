//! Noun phrases for persons: in, tokens and quantities; out, how many persons each phrase speaks of
//! and who they are: "27 dead", "two soldiers", "a policeman", "one of the guards", "15 others".

use crate::{
    lang::{
        Clitics, Pack, Reading, Role,
        schema::people::{Number, PeopleWord},
    },
    normalise::{Text, TokenKind, Tokens},
    recognise::number::{self, Quantity},
    record::{AgeSex, Effect, Qualifier, Who},
};

/// Fewest persons that an uncounted plural speaks of.
pub const PLURAL: u64 = 3;

/// Most words between a counted noun and a qualifier that stands after it.
const QUALIFIER_REACH: usize = 4;

/// What a noun phrase is built on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Build {
    /// A quantity and a noun, or a quantity "of" somebody.
    Counted,
    /// A quantity alone.
    Bare,
    /// A dual noun.
    Dual,
    /// A singular noun.
    One,
    /// "One of" a plural.
    OneOf,
    /// An uncounted plural.
    Plural,
    /// "Others", counted or not.
    Others,
}

/// A noun phrase for persons.
#[derive(Clone, Debug, PartialEq)]
pub struct People {
    /// Tokens it covers.
    pub tokens: Tokens,
    /// The noun and what describes it, without the count.
    pub noun: Tokens,
    /// Fewest persons.
    pub low: Option<u64>,
    /// Most persons.
    pub high: Option<u64>,
    /// How the count was worded.
    pub qualifier: Qualifier,
    /// What it is built on.
    pub build: Build,
    /// The noun has the article or a pronoun: persons spoken of before.
    pub definite: bool,
    /// The noun has a pronoun: "his driver".
    pub kin: bool,
    /// What the noun itself says happened to them.
    pub effect: Option<Effect>,
    /// Who they are.
    pub who: Who,
    /// Their age and sex.
    pub age_sex: AgeSex,
    /// The noun is one that needs a count when it is singular.
    pub weak: bool,
    /// A single person in the accusative.
    pub accusative: bool,
}

impl People {
    /// A quantity without a noun.
    pub fn bare(&self) -> bool {
        self.build == Build::Bare
    }

    /// Whether it is one person.
    pub fn single(&self) -> bool {
        matches!(self.build, Build::One | Build::OneOf)
            || self.low == Some(1) && self.high == Some(1)
    }

    /// Whether the text gives a number of them, in figures, words or by a dual.
    pub fn counted(&self) -> bool {
        matches!(self.build, Build::Counted | Build::Bare | Build::Dual)
            || self.build == Build::Others && self.qualifier != Qualifier::Vague
    }
}

/// The noun phrases of a text.
#[derive(Debug, Default)]
pub struct Peoples {
    all: Vec<People>,
}

impl Peoples {
    /// All of them, by first token, longest first.
    pub fn all(&self) -> &[People] {
        &self.all
    }

    /// Those that begin at token `at`, longest first.
    pub fn starting(&self, at: usize) -> impl Iterator<Item = &People> {
        let from = self.all.partition_point(|p| p.tokens.start < at);
        self.all[from..].iter().take_while(move |p| p.tokens.start == at)
    }

    /// Those that end before token `at`.
    pub fn ending(&self, at: usize) -> impl Iterator<Item = &People> {
        // a phrase is a dozen tokens at most, so the search back is short
        let from = self.all.partition_point(|p| p.tokens.start + 16 < at);
        let to = self.all.partition_point(|p| p.tokens.start < at);
        self.all[from..to].iter().filter(move |p| p.tokens.end == at)
    }
}

/// Finds the noun phrases of `text`.
pub fn peoples(text: &Text<'_>, pack: &Pack, quantities: &[Quantity]) -> Peoples {
    let finder = Finder { text, pack, quantities };
    let mut all = Vec::new();
    let mut counted_until = 0;
    let mut next = quantities.iter().peekable();
    for at in 0..text.tokens.len() {
        if let Some(quantity) = next.next_if(|q| q.tokens.start == at) {
            let phrase = finder.counted(quantity);
            counted_until = phrase.tokens.end;
            all.push(phrase);
            continue;
        }
        if text.tokens[at].roles.has(Role::People) && at >= counted_until {
            all.extend(finder.uncounted(at));
        }
    }
    all.sort_by(|a, b| (a.tokens.start, b.tokens.end).cmp(&(b.tokens.start, a.tokens.end)));
    Peoples { all }
}

/// A word of the people table as it stands at a token.
#[derive(Clone, Copy)]
struct Found {
    word: PeopleWord,
    clitics: Clitics,
}

struct Finder<'a> {
    text: &'a Text<'a>,
    pack: &'a Pack,
    quantities: &'a [Quantity],
}

impl Finder<'_> {
    /// The people words at `at`.
    fn words(&self, at: usize) -> impl Iterator<Item = Found> + '_ {
        let live = self.text.tokens.get(at).is_some_and(|t| t.roles.has(Role::People));
        let readings = if live && !self.other(at) { self.text.readings(at) } else { &[] };
        // a whole word rather than one with a pronoun: "foreign", not "her foreigner"
        let whole = |r: &Reading| {
            !r.clitics.has(Clitics::PRONOUN)
                && self.pack.lexicon.payloads(r.word, Role::People).next().is_some()
        };
        let whole = readings.iter().any(whole);
        let fits = move |r: &&Reading| !(whole && r.clitics.has(Clitics::PRONOUN));
        readings.iter().filter(fits).flat_map(|reading| {
            let rows = self.pack.lexicon.payloads(reading.word, Role::People);
            rows.map(|row| Found {
                word: self.pack.people.words[row as usize],
                clitics: reading.clitics,
            })
        })
    }

    /// Whether the word at `at` is another than the noun it is spelt like: a school, not "his teacher".
    fn other(&self, at: usize) -> bool {
        let other = |row: u32| self.pack.people.words[row as usize] == PeopleWord::Other;
        self.text
            .readings(at)
            .iter()
            .any(|reading| self.pack.lexicon.payloads(reading.word, Role::People).any(other))
    }

    fn is(&self, at: usize, word: PeopleWord) -> bool {
        self.words(at).any(|f| f.word == word && !f.clitics.has(Clitics::PRONOUN))
    }

    /// A quantity with the noun it counts, if one follows.
    fn counted(&self, quantity: &Quantity) -> People {
        let mut phrase = bare(quantity);
        let end = quantity.tokens.end;
        let vague = quantity.qualifier == Qualifier::Vague;
        if let Some((noun, found)) = self.counted_noun(end, vague) {
            self.describe(&mut phrase, noun, found);
            phrase.build = Build::Counted;
            phrase.definite = false;
            phrase.weak = false;
            if let PeopleWord::Others(_) = found.word {
                phrase.build = Build::Others;
            }
        } else if self.is(end, PeopleWord::Partitive) && self.opens_a_group(end + 1) {
            phrase.build = Build::Counted;
            phrase.tokens.end = end + 2;
            phrase.noun = end + 1..end + 2;
            if let Some(found) = self.words(end + 1).next() {
                self.classify(&mut phrase, found);
                phrase.effect = None;
            }
        }
        self.others(&mut phrase);
        self.qualify(&mut phrase, quantity);
        phrase
    }

    /// The noun that a quantity ending at `at` counts: right there, or behind "of".
    fn counted_noun(&self, at: usize, vague: bool) -> Option<(usize, Found)> {
        let noun = |at: usize, article: bool| {
            self.words(at).find(|f| match f.word {
                PeopleWord::Noun { .. } => article || f.clitics.within(Clitics::NONE),
                PeopleWord::Others(_) => f.clitics.within(Clitics::NONE),
                _ => false,
            })
        };
        if let Some(found) = noun(at, false) {
            return Some((at, found));
        }
        // "dozens of the dead": a vague amount and a definite plural; "a number of the suspect": of
        // words that have none the singular
        let definite = self.words(at).find(|f| {
            f.clitics == Clitics::THE
                && matches!(f.word, PeopleWord::Noun { number, .. } if vague || number == Number::Many)
        });
        if let Some(found) = definite {
            return Some((at, found));
        }
        if self.is(at, PeopleWord::Partitive) {
            return noun(at + 1, true).map(|found| (at + 1, found));
        }
        None
    }

    /// Whether the word at `at` can name the group that a count is taken out of.
    fn opens_a_group(&self, at: usize) -> bool {
        let Some(token) = self.text.tokens.get(at) else { return false };
        token.kind == TokenKind::Word
            && !token.roles.has(Role::Date)
            && !token.roles.has(Role::Number)
            && !token.roles.has(Role::Thing)
            && !token.roles.has(Role::Open)
    }

    /// Noun phrases without a quantity that begin at `at`.
    fn uncounted(&self, at: usize) -> Option<People> {
        let found = self.words(at).find(|f| {
            !matches!(f.word, PeopleWord::Partitive | PeopleWord::Adjective | PeopleWord::Other)
        })?;
        let mut phrase = blank(at);
        match found.word {
            PeopleWord::OneOf => {
                let (noun, group) = self.one_of(at + 1)?;
                phrase.tokens.end = noun + 1;
                phrase.noun = noun..noun + 1;
                if let Some(group) = group {
                    self.classify(&mut phrase, group);
                    phrase.effect = None;
                }
                phrase.build = Build::OneOf;
                exactly(&mut phrase, 1);
            }
            PeopleWord::Others(number) => {
                phrase.build = Build::Others;
                amount(&mut phrase, number);
            }
            PeopleWord::Nth => {
                // "a third" is another person, "the third" anything
                if found.clitics.any(Clitics::THE | Clitics::PRONOUN) {
                    return None;
                }
                phrase.build = Build::Others;
                exactly(&mut phrase, 1);
            }
            // looks like another word ("Syria"): a noun phrase only with a count
            PeopleWord::Noun { number: Number::One { accusative: true }, weak: true, .. } => {
                return None;
            }
            PeopleWord::Noun { number, .. } => {
                self.describe(&mut phrase, at, found);
                phrase.accusative = number == Number::One { accusative: true };
                amount(&mut phrase, number);
                phrase.build = match number {
                    Number::One { .. } => Build::One,
                    Number::Two => Build::Dual,
                    Number::Many => Build::Plural,
                };
                self.counted_behind(&mut phrase);
                self.others(&mut phrase);
                self.qualify_noun(&mut phrase);
            }
            PeopleWord::Partitive | PeopleWord::Adjective | PeopleWord::Other => return None,
        }
        Some(phrase)
    }

    /// The plural that "one of" takes: a people noun, or any word with article or pronoun.
    fn one_of(&self, at: usize) -> Option<(usize, Option<Found>)> {
        let plural = self.words(at).find(|f| matches!(f.word, PeopleWord::Noun { .. }));
        plural.map(|found| (at, Some(found)))
    }

    /// A count behind the noun it counts: "two soldiers, two", "persons, three".
    fn counted_behind(&self, phrase: &mut People) {
        let at = phrase.tokens.end;
        let Some(token) = self.text.tokens.get(at) else { return };
        if !token.roles.has(Role::Number) || token.on_new_line {
            return;
        }
        let from = self.quantities.partition_point(|q| q.tokens.start < at);
        let behind = self.quantities.get(from).filter(|q| q.tokens.start == at);
        let two = |q: &&Quantity| q.low == Some(2) && q.qualifier == Qualifier::AtLeast;
        if let Some(least) = behind.filter(|q| two(q) && phrase.build != Build::One) {
            (phrase.low, phrase.high, phrase.qualifier) = (least.low, None, Qualifier::AtLeast);
            phrase.build = Build::Counted;
            phrase.tokens.end = least.tokens.end;
            return;
        }
        if let Some(value) = behind.filter(|q| q.low == q.high).and_then(|q| q.low) {
            let counts_on = self.counted_noun(at + 1, false).is_some();
            let fits = !counts_on
                && match phrase.build {
                    Build::One => value == 1,
                    Build::Dual => value == 2,
                    Build::Plural => value == 2 || (3..=10).contains(&value),
                    _ => false,
                };
            if fits {
                exactly(phrase, value);
                phrase.weak = false;
                phrase.build = if value == 1 { Build::One } else { Build::Counted };
                phrase.tokens.end = at + 1;
            }
        }
    }

    /// Adds the noun at `at` and the adjectives behind it to the phrase.
    fn describe(&self, phrase: &mut People, at: usize, found: Found) {
        self.classify(phrase, found);
        let mut end = at + 1;
        while end < self.text.tokens.len()
            && end < at + 4
            && !self.text.tokens[end].on_new_line
            && self.describes(end)
        {
            end += 1;
        }
        phrase.noun = at..end;
        phrase.tokens.end = end;
    }

    /// Whether the word at `at` describes the noun before it.
    fn describes(&self, at: usize) -> bool {
        self.words(at).any(|f| {
            let adjective = match f.word {
                PeopleWord::Adjective => true,
                PeopleWord::Noun { weak, .. } => weak,
                _ => false,
            };
            adjective && f.clitics.within(Clitics::THE)
        })
    }

    fn classify(&self, phrase: &mut People, found: Found) {
        phrase.definite = found.clitics.any(Clitics::THE | Clitics::PRONOUN);
        phrase.kin = found.clitics.has(Clitics::PRONOUN);
        if let PeopleWord::Noun { group, number, feminine, weak } = found.word {
            let group = &self.pack.people.groups[group];
            phrase.who = group.who;
            phrase.age_sex = group.age_sex;
            phrase.effect = group.effect;
            phrase.weak = weak && matches!(number, Number::One { .. });
            if feminine && phrase.age_sex == AgeSex::Unknown {
                phrase.age_sex = AgeSex::Women;
            }
        }
    }

    /// "Others" behind a noun belongs to the phrase.
    fn others(&self, phrase: &mut People) {
        let at = phrase.tokens.end;
        let other = self
            .words(at)
            .any(|f| matches!(f.word, PeopleWord::Others(_)) && f.clitics.within(Clitics::THE));
        if other {
            phrase.tokens.end = at + 1;
        }
    }

    /// The same behind a noun that counts by its number: "two persons at least".
    fn qualify_noun(&self, phrase: &mut People) {
        if !matches!(phrase.build, Build::One | Build::Dual) {
            return;
        }
        let quantity = Quantity {
            tokens: phrase.tokens.clone(),
            core: phrase.tokens.clone(),
            low: phrase.low,
            high: phrase.high,
            qualifier: phrase.qualifier,
            rule: "",
        };
        if phrase.build == Build::Dual
            && let Some(bent) =
                number::qualified_before(self.text, self.pack, phrase.tokens.start, &quantity)
        {
            phrase.low = bent.low;
            phrase.high = bent.high;
            phrase.qualifier = bent.qualifier;
            phrase.tokens.start = bent.tokens.start;
            return;
        }
        self.qualify(phrase, &quantity);
    }

    /// A qualifier behind the noun ("at least") bends the count.
    fn qualify(&self, phrase: &mut People, quantity: &Quantity) {
        let from = phrase.tokens.end;
        for at in from..(from + QUALIFIER_REACH).min(self.text.tokens.len()) {
            if let Some(bent) = number::qualified_after(self.text, self.pack, at, quantity) {
                phrase.low = bent.low;
                phrase.high = bent.high;
                phrase.qualifier = bent.qualifier;
                phrase.tokens.end = bent.tokens.end.max(at + 1);
                return;
            }
            let token = &self.text.tokens[at];
            let opens = token.roles.has(Role::Open) || token.roles.has(Role::Phrase);
            if token.kind != TokenKind::Word || opens {
                return;
            }
        }
    }
}

fn blank(at: usize) -> People {
    People {
        tokens: at..at + 1,
        noun: at..at + 1,
        low: None,
        high: None,
        qualifier: Qualifier::Exact,
        build: Build::One,
        definite: false,
        kin: false,
        effect: None,
        who: Who::Unknown,
        age_sex: AgeSex::Unknown,
        weak: false,
        accusative: false,
    }
}

fn bare(quantity: &Quantity) -> People {
    People {
        tokens: quantity.tokens.clone(),
        noun: quantity.tokens.end..quantity.tokens.end,
        low: quantity.low,
        high: quantity.high,
        qualifier: quantity.qualifier,
        build: Build::Bare,
        ..blank(quantity.tokens.start)
    }
}

fn amount(phrase: &mut People, number: Number) {
    match number {
        Number::One { .. } => exactly(phrase, 1),
        Number::Two => exactly(phrase, 2),
        Number::Many => {
            phrase.low = Some(PLURAL);
            phrase.high = None;
            phrase.qualifier = Qualifier::Vague;
        }
    }
}

fn exactly(phrase: &mut People, count: u64) {
    phrase.low = Some(count);
    phrase.high = Some(count);
    phrase.qualifier = Qualifier::Exact;
}
