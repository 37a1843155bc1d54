//! Casualty statements: in, tokens, noun phrases for persons and the pack's phrases; out, who was
//! reported killed, injured, abducted … and how many, and the statements rejected with the reason.

mod groups;
mod phrases;
mod states;

use crate::{
    lang::{Clitics, Pack, schema::casualties::CasualtyRules},
    normalise::{Text, TokenKind, Tokens},
    recognise::{
        people::{Build, People, Peoples},
        phrase::{Form, Matcher},
    },
    record::{AgeSex, Effect, Qualifier, Who},
};

/// How far before a statement a verb of denial governs it, marks or not, in tokens.
const DENIED: usize = 12;

/// How far around a statement a word may give it another sense, in tokens.
const SENSE_REACH: usize = 9;

/// A text is full of words when it has so many of them at least, and one among so many tokens.
const FULL_TIMES: usize = 3;
const FULL_SHARE: usize = 60;

/// How far before a statement a word of threat or denial still governs it, in tokens.
const GOVERNED: usize = 4;

/// A reported count of persons.
#[derive(Clone, Debug, PartialEq)]
pub struct Casualty {
    /// Tokens from the word that says what happened to the end of the count.
    pub tokens: Tokens,
    /// Token of the word that says what happened, or the head of the noun phrase.
    pub anchor: usize,
    /// What happened.
    pub effect: Effect,
    /// Fewest persons.
    pub low: Option<u64>,
    /// Most persons.
    pub high: Option<u64>,
    /// How the count was worded.
    pub qualifier: Qualifier,
    /// Who they are.
    pub who: Who,
    /// The noun and what describes it.
    pub noun: Tokens,
    /// Their age and sex.
    pub age_sex: AgeSex,
    /// Counted in another figure too.
    pub part: bool,
    /// Stands in place of the counts given before: "the toll has risen to".
    pub update: bool,
    /// Rule that recognised it.
    pub rule: String,
}

/// Why something that looked like a casualty statement is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A threat, plan, fear or question.
    Unreal,
    /// Persons spoken of before, without a count.
    Anaphoric,
    /// An uncounted plural outside any report of an incident.
    Unlicensed,
    /// Persons set free.
    Freed,
    /// The text says that it is not known.
    NotReported,
    /// Words near it give it another sense: an illness, a game, the sentence of a court.
    OtherSense,
}

/// Something that looked like a casualty statement and is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// Tokens it covers.
    pub tokens: Tokens,
    /// Rule that would have read it.
    pub rule: String,
    /// Why it is none.
    pub reason: Refusal,
}

/// What recognising casualties gave.
#[derive(Debug, Default)]
pub struct Casualties {
    /// The statements, in text order.
    pub found: Vec<Casualty>,
    /// What was rejected.
    pub rejected: Vec<Refused>,
}

/// Whether a text is full of `words`, those of a field that shares the words of war.
fn is_full_of(matcher: &Matcher<'_>, words: &[Form]) -> bool {
    let tokens = &matcher.text.tokens;
    let times = (0..tokens.len()).filter(|t| matcher.is(*t, words)).count();
    times >= FULL_TIMES && times * FULL_SHARE >= tokens.len()
}

/// Finds the casualty statements of `text`.
pub fn casualties(text: &Text<'_>, pack: &Pack, peoples: &Peoples) -> Casualties {
    let among = &pack.casualties.parts;
    let matcher =
        Matcher { text, lexicon: &pack.lexicon, peoples, among, places: &[], parties: &[] };
    let mut reader = Reader {
        text,
        pack,
        rules: &pack.casualties,
        matcher,
        elsewhere: is_full_of(&matcher, &pack.casualties.figurative)
            || is_full_of(&matcher, &pack.casualties.illness),
        out: Casualties::default(),
    };
    for sentence in &text.sentences {
        reader.sentence(sentence);
    }
    let mut out = reader.out;
    out.found.sort_by_key(|c| (c.tokens.start, c.tokens.end));
    out
}

struct Reader<'a> {
    text: &'a Text<'a>,
    pack: &'a Pack,
    rules: &'a CasualtyRules,
    matcher: Matcher<'a>,
    /// The text tells of a match or an illness: those hurt in it are players or patients.
    elsewhere: bool,
    out: Casualties,
}

impl Reader<'_> {
    fn sentence(&mut self, within: &Tokens) {
        let first = self.out.found.len();
        self.phrases(within);
        self.states(within, first);
        self.joined(within, first);
        self.among(within, first);
        self.apposed(within, first);
        self.inherit(first);
    }

    /// Whether one of `words` stands within reach before `at`.
    fn governed(&self, at: usize, within: &Tokens, words: &[Form]) -> bool {
        let from = at.saturating_sub(GOVERNED).max(within.start);
        (from..at)
            .rev()
            .take_while(|t| self.text.mark(*t).is_none())
            .any(|t| self.matcher.is(t, words))
    }

    /// Whether one of `words` stands near `tokens` in the sentence and gives them another sense.
    fn beside(&self, tokens: &Tokens, within: &Tokens, words: &[Form]) -> bool {
        let from = tokens.start.saturating_sub(SENSE_REACH).max(within.start);
        let to = (tokens.end + SENSE_REACH).min(within.end);
        !words.is_empty() && self.matcher.any(&(from..to), words)
    }

    /// Whether the words before `at` make what it says a threat, a plan, a denial or a legend.
    fn unreal(&self, at: usize, within: &Tokens) -> Option<Refusal> {
        let reach = at.saturating_sub(DENIED).max(within.start)..at;
        if self.matcher.any(&reach, &self.rules.denied)
            || self.governed(at, within, &self.rules.unreal)
        {
            return Some(Refusal::Unreal);
        }
        self.matcher.any(within, &self.rules.legend).then_some(Refusal::OtherSense)
    }

    /// Whether an injury or a death is one of illness or sport. A killing, which `mild` says it is
    /// not, needs both the text and a word beside it to be.
    fn ill(&self, mild: bool, tokens: &Tokens, within: &Tokens) -> bool {
        let beside = || self.beside(tokens, within, &self.rules.illness);
        if mild { self.elsewhere || beside() } else { self.elsewhere && beside() }
    }

    /// Whether the word at `at` carries one of `clitics`.
    fn has(&self, at: usize, clitics: Clitics) -> bool {
        self.text.readings(at).iter().any(|r| r.clitics.has(clitics))
    }

    /// "The coalition's dead": a plural that a definite noun follows speaks of known persons.
    fn names_a_group(&self, people: &People) -> bool {
        let at = people.tokens.end;
        let Some(next) = self.text.tokens.get(at) else { return false };
        next.kind == TokenKind::Word
            && !next.on_new_line
            && self.pack.lexicon.looks_definite(self.text.folded(at))
    }

    fn reject(&mut self, tokens: Tokens, rule: &str, reason: Refusal) {
        self.out.rejected.push(Refused { tokens, rule: rule.to_owned(), reason });
    }
}

impl Casualty {
    fn set(&mut self, count: u64) {
        self.low = Some(count);
        self.high = Some(count);
        self.qualifier = if count == 0 { Qualifier::Zero } else { Qualifier::Exact };
    }
}

fn uncounted_plural(people: &People) -> bool {
    people.build == Build::Plural
}

/// A statement over `people`, without effect and rule.
fn of(people: &People) -> Casualty {
    Casualty {
        tokens: people.tokens.clone(),
        anchor: people.tokens.start,
        effect: Effect::Casualties,
        low: people.low,
        high: people.high,
        qualifier: people.qualifier,
        who: people.who,
        noun: if people.noun.is_empty() { people.tokens.clone() } else { people.noun.clone() },
        age_sex: people.age_sex,
        part: false,
        update: false,
        rule: String::new(),
    }
}
