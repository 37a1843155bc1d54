//! The lexicon: in, the words of every pack file and gazetteer name with the role they play; out,
//! for any folded word the readings the language allows, clitics cut. Whole-word readings come
//! first, then those that cut least.

use std::{borrow::Cow, collections::HashMap, ops::BitOr};

use foldhash::fast::FixedState;
use serde::Deserialize;

use crate::{error::Error, error::Result, normalise::fold};

/// A distinct folded word that some rule or name uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId(u32);

/// What a word is good for: which recogniser wants to see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Role {
    /// Cannot end a sentence: a preposition, an opening word.
    Open,
    /// Part of a number; payload: row of the number words.
    Number,
    /// Bends a quantity ("at least", "about"); payload: row of the bounds.
    Bound,
    /// Begins an amount without a number ("several"); payload: row of the bounds.
    Amount,
    /// Part of a date, or what stands beside one; payload: row of the date words.
    Date,
    /// Can begin a date.
    DateOpening,
    /// A later word of a longer entry.
    DateGlue,
    /// A generic noun or preposition that announces a place; payload: row of the place words.
    PlaceCue,
    /// First word of a gazetteer name; payload: row of the name index.
    Toponym,
    /// A noun for persons that can be counted; payload: row of the people nouns.
    People,
    /// A word named literally in a phrase; payload: none.
    Literal,
    /// Member of a word class of the phrase language; payload: row of the classes.
    Class,
    /// First word of an actor's name; payload: row of the actors table.
    Actor,
    /// Anchors a phrase that says what a party does; payload: row of the role phrases.
    Party,
    /// A noun for a speaker; payload: row of the speakers.
    Speaker,
    /// Anchors a casualty phrase; payload: row of the phrases.
    Phrase,
    /// Anchors a trigger of events; payload: row of the triggers.
    Trigger,
    /// A word of grammar: never part of a person's name.
    Function,
    /// A noun for animals or things: no part of a person's name, and what a count before it counts.
    Thing,
    /// Opens another statement: no gap of a pattern reaches across it.
    Barrier,
}

/// A set of [`Role`]s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RoleSet(u32);

impl RoleSet {
    /// No role.
    pub const EMPTY: RoleSet = RoleSet(0);

    /// Just `role`.
    pub const fn of(role: Role) -> RoleSet {
        RoleSet(1 << role as u8)
    }

    /// All of `roles`.
    pub const fn all(roles: &[Role]) -> RoleSet {
        let (mut set, mut n) = (0, 0);
        while n < roles.len() {
            set |= RoleSet::of(roles[n]).0;
            n += 1;
        }
        RoleSet(set)
    }

    /// Whether the two sets share a role.
    pub fn meets(self, other: RoleSet) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether `role` is in it.
    pub fn has(self, role: Role) -> bool {
        self.meets(RoleSet::of(role))
    }
}

impl BitOr for RoleSet {
    type Output = RoleSet;
    fn bitor(self, other: RoleSet) -> RoleSet {
        RoleSet(self.0 | other.0)
    }
}

/// The clitics cut from a word, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clitics(u8);

impl Clitics {
    /// None.
    pub const NONE: Clitics = Clitics(0);
    /// A conjunction ("and", "so").
    pub const AND: Clitics = Clitics(1);
    /// A preposition of place or means ("in", "with").
    pub const IN: Clitics = Clitics(2);
    /// A preposition of direction ("to", "for").
    pub const TO: Clitics = Clitics(4);
    /// A preposition of likeness ("as").
    pub const AS: Clitics = Clitics(8);
    /// The article.
    pub const THE: Clitics = Clitics(16);
    /// A pronoun at the end.
    pub const PRONOUN: Clitics = Clitics(32);

    /// What a phrase may carry before its first word: a conjunction, a preposition.
    pub const FRONT: Clitics = Clitics(1 | 2 | 4 | 8);

    /// Whether it holds all of `other`.
    pub fn has(self, other: Clitics) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether it holds any of `other`.
    pub fn any(self, other: Clitics) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether it holds nothing outside `allowed`.
    pub fn within(self, allowed: Clitics) -> bool {
        self.0 & !allowed.0 == 0
    }

    /// The same without `other`.
    pub fn without(self, other: Clitics) -> Clitics {
        Clitics(self.0 & !other.0)
    }
}

impl BitOr for Clitics {
    type Output = Clitics;
    fn bitor(self, other: Clitics) -> Clitics {
        Clitics(self.0 | other.0)
    }
}

/// One way to read a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The word without its clitics.
    pub word: WordId,
    /// What was cut.
    pub clitics: Clitics,
    /// Bytes of the folded form that were cut in front.
    pub cut: u8,
}

/// The clitics of a language, as its `pack.toml` has them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CliticRules {
    /// Conjunctions written onto the next word.
    #[serde(default)]
    pub and: Vec<String>,
    /// Prepositions read as [`Clitics::IN`].
    #[serde(default, rename = "in")]
    pub inside: Vec<String>,
    /// Prepositions read as [`Clitics::TO`].
    #[serde(default)]
    pub to: Vec<String>,
    /// Prepositions read as [`Clitics::AS`].
    #[serde(default, rename = "as")]
    pub like: Vec<String>,
    /// The article.
    #[serde(default)]
    pub the: Vec<String>,
    /// Preposition and article contracted: to + the.
    #[serde(default)]
    pub to_the: Vec<String>,
    /// Pronouns at the end.
    #[serde(default)]
    pub pronouns: Vec<String>,
    /// A final letter that changes before a pronoun: `[end, joined]`.
    #[serde(default)]
    pub joined: Vec<(String, String)>,
    /// Fewest letters that must remain.
    #[serde(default = "two")]
    pub shortest: usize,
}

fn two() -> usize {
    2
}

/// Every word of the packs and what it is for.
#[derive(Debug, Default)]
pub struct Lexicon {
    ids: HashMap<Box<str>, WordId, FixedState>,
    words: Vec<Word>,
    prefixes: Vec<(String, Clitics)>,
    pronouns: Vec<String>,
    article: String,
    joined: Vec<(String, String)>,
    shortest: usize,
}

#[derive(Debug, Default)]
struct Word {
    form: Box<str>,
    entries: Vec<(Role, u32)>,
    roles: RoleSet,
}

impl Lexicon {
    /// An empty lexicon with the clitics of one language.
    pub fn new(rules: &CliticRules) -> Lexicon {
        let fold_all = |v: &[String]| v.iter().map(|s| fold(s)).collect::<Vec<_>>();
        Lexicon {
            prefixes: prefixes(rules),
            article: rules.the.first().map(|w| fold(w)).unwrap_or_default(),
            pronouns: fold_all(&rules.pronouns),
            joined: rules.joined.iter().map(|(a, b)| (fold(a), fold(b))).collect(),
            shortest: rules.shortest,
            ..Lexicon::default()
        }
    }

    /// Adds a word with a role; the same word may have many. Returns its id.
    ///
    /// # Errors
    /// When `word` folds to nothing or holds white space.
    pub fn add(&mut self, word: &str, role: Role, payload: u32) -> Result<WordId> {
        let form = fold(word);
        if form.is_empty() || form.contains(char::is_whitespace) {
            return Err(Error::new(format!("{word:?} is not one word")));
        }
        let id = match self.ids.get(form.as_str()) {
            Some(&id) => id,
            None => {
                let id = WordId(u32::try_from(self.words.len()).expect("fewer than 2^32 words"));
                self.ids.insert(form.as_str().into(), id);
                self.words.push(Word { form: form.into(), ..Word::default() });
                id
            }
        };
        self.tag(id, role, payload);
        Ok(id)
    }

    /// Gives a word that stands in the lexicon one more role.
    pub fn tag(&mut self, word: WordId, role: Role, payload: u32) {
        let entry = &mut self.words[word.0 as usize];
        if !entry.entries.contains(&(role, payload)) {
            entry.entries.push((role, payload));
        }
        entry.roles = entry.roles | RoleSet::of(role);
    }

    /// The words that have `payload` in `role`.
    pub fn with(&self, role: Role, payload: u32) -> Vec<WordId> {
        let holds = |w: &Word| w.entries.contains(&(role, payload));
        (0..self.words.len())
            .filter(|at| holds(&self.words[*at]))
            .map(|at| WordId(at as u32))
            .collect()
    }

    /// Id of a folded word, if any rule uses it.
    pub fn id(&self, folded: &str) -> Option<WordId> {
        self.ids.get(folded).copied()
    }

    /// The folded form of a word.
    pub fn form(&self, word: WordId) -> &str {
        &self.words[word.0 as usize].form
    }

    /// What a word is for.
    pub fn roles(&self, word: WordId) -> RoleSet {
        self.words[word.0 as usize].roles
    }

    /// The payloads a word has in `role`, in the order they were added.
    pub fn payloads(&self, word: WordId, role: Role) -> impl Iterator<Item = u32> + '_ {
        self.words[word.0 as usize]
            .entries
            .iter()
            .filter(move |(r, _)| *r == role)
            .map(|(_, payload)| *payload)
    }

    /// The clitics that `folded` is made of, where it is nothing else: the article before a figure.
    pub fn only_clitics(&self, folded: &str) -> Option<Clitics> {
        self.prefixes.iter().find(|(prefix, _)| prefix == folded).map(|(_, clitics)| *clitics)
    }

    /// Whether a folded word begins like one with the article, alone or after a preposition.
    pub fn looks_definite(&self, folded: &str) -> bool {
        self.prefixes.iter().any(|(prefix, clitics)| {
            clitics.has(Clitics::THE) && self.leaves_a_word(folded, prefix)
        })
    }

    /// Whether a folded word begins like one with a conjunction or preposition written onto it.
    pub fn may_open_with_clitic(&self, folded: &str) -> bool {
        let opening = Clitics::AND | Clitics::IN | Clitics::TO | Clitics::AS;
        self.prefixes
            .iter()
            .any(|(prefix, clitics)| clitics.any(opening) && self.leaves_a_word(folded, prefix))
    }

    /// What is left of a folded word when conjunctions and prepositions in front are cut, the word
    /// itself first; the article stays, as it belongs to names.
    pub fn rests<'w>(&self, folded: &'w str) -> impl Iterator<Item = (Cow<'w, str>, Clitics)> {
        let whole = std::iter::once((Cow::Borrowed(folded), Clitics::NONE));
        let cut = self.prefixes.iter().filter_map(move |(prefix, clitics)| {
            let rest = folded.strip_prefix(prefix.as_str())?;
            if rest.chars().count() < self.shortest {
                return None;
            }
            match clitics.any(Clitics::THE) {
                false => Some((Cow::Borrowed(rest), *clitics)),
                true if clitics.has(Clitics::TO) => {
                    Some((Cow::Owned(format!("{}{rest}", self.article)), *clitics))
                }
                true => None,
            }
        });
        whole.chain(cut)
    }

    fn leaves_a_word(&self, folded: &str, prefix: &str) -> bool {
        folded.strip_prefix(prefix).is_some_and(|rest| rest.chars().count() >= self.shortest)
    }

    /// All readings of a folded word: as it stands, then with clitics cut in front, then with a
    /// pronoun cut behind as well.
    pub fn read(&self, folded: &str) -> Vec<Reading> {
        let mut readings = Vec::new();
        self.push(folded, Clitics::NONE, 0, &mut readings);
        self.read_pronouns(folded, Clitics::NONE, 0, &mut readings);
        for (prefix, clitics) in &self.prefixes {
            let Some(rest) = folded.strip_prefix(prefix.as_str()) else { continue };
            let cut = prefix.len() as u8;
            self.push(rest, *clitics, cut, &mut readings);
            self.read_pronouns(rest, *clitics, cut, &mut readings);
            if clitics.has(Clitics::THE | Clitics::TO) {
                // written as one sign with the preposition; some words are listed with their article
                let whole = format!("{}{rest}", self.article);
                self.push(&whole, clitics.without(Clitics::THE), cut, &mut readings);
            }
        }
        readings
    }

    fn push(&self, rest: &str, clitics: Clitics, cut: u8, readings: &mut Vec<Reading>) {
        if clitics != Clitics::NONE && rest.chars().count() < self.shortest {
            return;
        }
        if let Some(word) = self.id(rest) {
            readings.push(Reading { word, clitics, cut });
        }
    }

    fn read_pronouns(&self, rest: &str, clitics: Clitics, cut: u8, readings: &mut Vec<Reading>) {
        if clitics.has(Clitics::THE) {
            return;
        }
        let with = clitics | Clitics::PRONOUN;
        for pronoun in &self.pronouns {
            let Some(stem) = rest.strip_suffix(pronoun.as_str()) else { continue };
            self.push(stem, with, cut, readings);
            for (end, joined) in &self.joined {
                if let Some(stem) = stem.strip_suffix(joined.as_str()) {
                    self.push(&format!("{stem}{end}"), with, cut, readings);
                }
            }
        }
    }
}

/// Every string of clitics that can stand before a word, shortest first.
fn prefixes(rules: &CliticRules) -> Vec<(String, Clitics)> {
    let optional = |forms: &[(&Vec<String>, Clitics)]| {
        let mut all = vec![(String::new(), Clitics::NONE)];
        for (words, clitic) in forms {
            all.extend(words.iter().map(|w| (fold(w), *clitic)));
        }
        all
    };
    let ands = optional(&[(&rules.and, Clitics::AND)]);
    let mut heads = vec![(String::new(), Clitics::NONE)];
    let articles = optional(&[(&rules.the, Clitics::THE)]);
    let cases =
        [(&rules.inside, Clitics::IN), (&rules.to, Clitics::TO), (&rules.like, Clitics::AS)];
    heads.clear();
    for (case, c) in optional(&cases) {
        for (article, a) in &articles {
            heads.push((format!("{case}{article}"), c | *a));
        }
    }
    heads.extend(rules.to_the.iter().map(|w| (fold(w), Clitics::TO | Clitics::THE)));
    let mut all = Vec::new();
    for (and, a) in &ands {
        all.extend(heads.iter().map(|(head, h)| (format!("{and}{head}"), *a | *h)));
    }
    all.retain(|(prefix, _)| !prefix.is_empty());
    all.sort_by(|a, b| (a.0.len(), &a.0).cmp(&(b.0.len(), &b.0)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> CliticRules {
        let v = |s: &[&str]| s.iter().map(|s| (*s).to_owned()).collect();
        CliticRules {
            and: v(&["w", "f"]),
            inside: v(&["b"]),
            to: v(&["l"]),
            like: v(&["k"]),
            the: v(&["al"]),
            to_the: v(&["ll"]),
            pronouns: v(&["hum"]),
            joined: vec![("h".into(), "t".into())],
            shortest: 2,
        }
    }

    #[test]
    fn cuts_what_the_language_allows() {
        let mut lexicon = Lexicon::new(&rules());
        for word in ["town", "lifeh"] {
            lexicon.add(word, Role::Literal, 0).unwrap();
        }
        let clitics = |w: &str| lexicon.read(w).iter().map(|r| r.clitics).collect::<Vec<_>>();
        assert_eq!(clitics("town"), [Clitics::NONE]);
        assert_eq!(clitics("wbaltown"), [Clitics::AND | Clitics::IN | Clitics::THE]);
        assert_eq!(clitics("lltown"), [Clitics::TO | Clitics::THE]);
        assert_eq!(clitics("lifethum"), [Clitics::PRONOUN]);
        assert!(clitics("bwtown").is_empty());
    }

    #[test]
    fn refuses_what_is_no_word() {
        let mut lexicon = Lexicon::new(&rules());
        assert!(lexicon.add("two words", Role::Literal, 0).is_err());
        assert!(lexicon.add("\u{64b}", Role::Literal, 0).is_err());
    }
}
