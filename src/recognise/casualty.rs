//! Casualty statements: in, tokens, noun phrases for persons and the pack's phrases; out, who was
//! reported killed, injured, abducted … and how many, and the statements rejected with the reason.

use crate::{
    lang::{
        Clitics, Pack, Role,
        schema::casualties::{CasualtyPhrase, CasualtyRules},
    },
    normalise::{Text, TokenKind, Tokens},
    recognise::{
        people::{Build, People, Peoples},
        phrase::{Form, Match, Matcher},
    },
    record::{AgeSex, Effect, Qualifier, Who},
};

/// How far before a statement a word of threat or denial still governs it, in tokens.
const GOVERNED: usize = 4;

/// How far behind a group another may be joined to it, in tokens.
const JOIN_REACH: usize = 6;

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
}

/// What recognising casualties gave.
#[derive(Debug, Default)]
pub struct Casualties {
    /// The statements, in text order.
    pub found: Vec<Casualty>,
    /// What was rejected: tokens, rule, reason.
    pub rejected: Vec<(Tokens, String, Refusal)>,
}

/// Finds the casualty statements of `text`.
pub fn casualties(text: &Text<'_>, pack: &Pack, peoples: &Peoples) -> Casualties {
    let matcher = Matcher { text, lexicon: &pack.lexicon, peoples, places: &[] };
    let mut reader =
        Reader { text, pack, rules: &pack.casualties, matcher, out: Casualties::default() };
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
    out: Casualties,
}

impl Reader<'_> {
    fn sentence(&mut self, within: &Tokens) {
        let first = self.out.found.len();
        self.phrases(within);
        self.states(within, first);
        self.joined(within, first);
        self.among(within, first);
        self.inherit(first);
    }

    /// Statements by phrase.
    fn phrases(&mut self, within: &Tokens) {
        let first = self.out.found.len();
        for at in within.clone() {
            if !self.text.tokens[at].roles.has(Role::Phrase) {
                continue;
            }
            let mut rows: Vec<u32> = Vec::new();
            for reading in self.text.readings(at) {
                rows.extend(self.pack.lexicon.payloads(reading.word, Role::Phrase));
            }
            rows.sort_unstable();
            rows.dedup();
            for row in rows {
                let Some(phrase) = self.rules.phrases.get(row as usize) else { continue };
                let Some(found) = self.matcher.find(&phrase.pattern, at, within) else { continue };
                if self.take(phrase, found, within, first) {
                    break;
                }
            }
        }
    }

    /// Turns a match into a statement; false where the match is no statement and another phrase
    /// may try.
    fn take(
        &mut self,
        phrase: &CasualtyPhrase,
        found: Match,
        within: &Tokens,
        first: usize,
    ) -> bool {
        let mut casualty = match (&found.people, &found.name, phrase.count) {
            (Some(people), _, count) => {
                if people.bare() && !self.count_stands_alone(people) {
                    return false;
                }
                if uncounted_plural(people) && people.definite {
                    self.reject(found.tokens, &phrase.rule, Refusal::Anaphoric);
                    return false;
                }
                let mut casualty = statement(people, &found, phrase);
                if let Some(count) = count {
                    casualty.set(count);
                }
                casualty
            }
            (None, name, count) => {
                let noun = name.clone().unwrap_or(found.tokens.end..found.tokens.end);
                let mut casualty = blank(&found, phrase, noun);
                casualty.set(count.unwrap_or(1));
                casualty
            }
        };
        if self.claimed(&casualty, first) {
            return false;
        }
        if self.governed(casualty.tokens.start.min(casualty.anchor), within, &self.rules.unreal) {
            self.reject(casualty.tokens, &phrase.rule, Refusal::Unreal);
            return true;
        }
        if let Some(end) = self.both_behind(casualty.tokens.end, within) {
            casualty.effect = Effect::Casualties;
            casualty.tokens.end = end;
        }
        self.out.found.push(casualty);
        true
    }

    /// Whether the noun phrase of `casualty` already stands in a statement of this sentence.
    fn claimed(&self, casualty: &Casualty, first: usize) -> bool {
        self.out.found[first..].iter().any(|other| {
            let (a, b) = (&other.noun, &casualty.noun);
            let same_noun = !a.is_empty() && a.start < b.end && b.start < a.end;
            let (a, b) = (&other.tokens, &casualty.tokens);
            same_noun || (a.start < b.end && b.start < a.end && other.effect == casualty.effect)
        })
    }

    /// Whether a bare quantity counts persons: nothing follows that it could count instead.
    fn count_stands_alone(&self, people: &People) -> bool {
        let Some(next) = self.text.tokens.get(people.tokens.end) else { return true };
        if next.kind != TokenKind::Word {
            return !matches!(next.kind, TokenKind::Mark('%' | '$' | '٪'));
        }
        let opens = next.roles.has(Role::Open)
            || next.roles.has(Role::Class)
            || next.roles.has(Role::Phrase)
            || next.roles.has(Role::PlaceCue)
            || next.roles.has(Role::Function)
            || next.roles.has(Role::Date);
        opens
            || self.text.readings(people.tokens.end).iter().any(|r| r.clitics.has(Clitics::AND))
            || self.begins_with_a_clitic(people.tokens.end)
    }

    /// Whether a word no rule knows begins like a conjunction or preposition written onto it.
    fn begins_with_a_clitic(&self, at: usize) -> bool {
        self.pack.lexicon.may_open_with_clitic(self.text.folded(at))
    }

    /// Whether one of `words` stands within reach before `at`.
    fn governed(&self, at: usize, within: &Tokens, words: &[Form]) -> bool {
        let from = at.saturating_sub(GOVERNED).max(within.start);
        (from..at)
            .rev()
            .take_while(|t| self.text.mark(*t).is_none())
            .any(|t| self.matcher.is(t, words))
    }

    /// Where "both dead and wounded" ends, if it stands behind `end`.
    fn both_behind(&self, end: usize, within: &Tokens) -> Option<usize> {
        let to = (end + 4).min(within.end);
        let at = (end..to).find(|at| self.matcher.is(*at, &self.rules.both))?;
        let state = |at: usize| self.matcher.peoples.starting(at).any(|p| p.effect.is_some());
        (at + 2 < within.end && state(at + 1) && state(at + 2)).then_some(at + 3)
    }

    /// Nouns that themselves say what happened: "27 dead", "five wounded".
    fn states(&mut self, within: &Tokens, first: usize) {
        let from = self.matcher.peoples.all().partition_point(|p| p.tokens.start < within.start);
        for people in &self.matcher.peoples.all()[from..] {
            if people.tokens.start >= within.end {
                break;
            }
            let Some(effect) = people.effect else { continue };
            let rule = if people.counted() { &self.rules.state } else { &self.rules.state_plural };
            let anchor = people.noun.start;
            let mut casualty = Casualty {
                tokens: people.tokens.clone(),
                anchor,
                effect,
                rule: rule.clone(),
                part: false,
                ..of(people)
            };
            if self.claimed(&casualty, first) {
                continue;
            }
            if self.governed(people.tokens.start, within, &self.rules.unreal) {
                self.reject(people.tokens.clone(), rule, Refusal::Unreal);
                continue;
            }
            if self.governed(people.tokens.start, within, &self.rules.not) {
                casualty.set(0);
                casualty.qualifier = Qualifier::Zero;
                casualty.rule = self.rules.nobody.clone();
                self.out.found.push(casualty);
                continue;
            }
            if !people.counted() {
                if people.build != Build::Plural || people.definite || self.names_a_group(people) {
                    continue;
                }
                if !self.licensed(people, within) {
                    self.reject(people.tokens.clone(), rule, Refusal::Unlicensed);
                    continue;
                }
            } else if people.definite {
                continue;
            }
            self.also_wounded(&mut casualty, within);
            self.out.found.push(casualty);
        }
    }

    /// One count over two kinds ("dozens of dead and wounded") is a count of casualties.
    fn also_wounded(&self, casualty: &mut Casualty, within: &Tokens) {
        let at = casualty.tokens.end;
        if at >= within.end || casualty.qualifier == Qualifier::Exact {
            return;
        }
        let joined = self.matcher.peoples.starting(at).any(|p| {
            p.effect.is_some_and(|e| e != casualty.effect)
                && p.build == Build::Plural
                && p.definite
                && self.has(at, Clitics::AND)
        });
        if joined {
            casualty.effect = Effect::Casualties;
            casualty.tokens.end = at + 1;
        }
    }

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

    /// Whether an uncounted plural of dead or wounded is news: it opens the sentence, or a word of
    /// occurrence stands before it, or it is joined to one that is.
    fn licensed(&self, people: &People, within: &Tokens) -> bool {
        let at = people.tokens.start;
        at == within.start
            || self.governed(at, within, &self.rules.licence)
            || self.text.mark(at - 1) == Some(':')
            || (self.has(at, Clitics::AND)
                && self.out.found.last().is_some_and(|c| c.tokens.end == at))
    }

    /// Groups joined to a statement: "five soldiers and an officer".
    fn joined(&mut self, within: &Tokens, first: usize) {
        let mut at = first;
        while at < self.out.found.len() {
            let base = self.out.found[at].clone();
            at += 1;
            if base.qualifier == Qualifier::Zero || base.rule == self.rules.state_plural {
                continue;
            }
            if let Some(people) = self.joined_to(&base, within) {
                let casualty = Casualty {
                    tokens: people.tokens.clone(),
                    anchor: people.tokens.start,
                    effect: base.effect,
                    part: base.part,
                    rule: self.rules.joined.clone(),
                    ..of(&people)
                };
                if !self.claimed(&casualty, first) {
                    self.out.found.push(casualty);
                }
            }
        }
    }

    /// The next group behind `base` that "and" joins to it.
    fn joined_to(&self, base: &Casualty, within: &Tokens) -> Option<People> {
        let end = base.tokens.end.max(base.noun.end);
        for at in end..(end + JOIN_REACH).min(within.end) {
            let token = &self.text.tokens[at];
            let besides = at > end && self.matcher.is(at - 1, &self.rules.besides);
            let joins = besides || self.has(at, Clitics::AND);
            let group = self.matcher.peoples.starting(at).find(|p| {
                p.effect.is_none()
                    && !p.definite
                    && !p.weak
                    && matches!(p.build, Build::Counted | Build::Dual | Build::One | Build::OneOf)
            });
            if let Some(people) = group.filter(|_| joins) {
                return Some(people.clone());
            }
            let stops = matches!(token.kind, TokenKind::Mark(c) if !matches!(c, '"' | '«' | '»'));
            if stops || token.roles.has(Role::Phrase) && !self.matcher.is(at, &self.rules.besides) {
                return None;
            }
        }
        None
    }

    /// Groups among another: "including three children and a woman".
    fn among(&mut self, within: &Tokens, first: usize) {
        for at in within.clone() {
            if !self.matcher.is(at, &self.rules.parts) {
                continue;
            }
            let whole = self.out.found[first..].iter().rfind(|c| c.anchor < at && !c.part);
            let Some(effect) = whole.map(|c| c.effect) else { continue };
            let mut next = at + 1;
            let mut opening = true;
            while let Some(people) = self.group_among(next, opening, within) {
                let casualty = Casualty {
                    tokens: people.tokens.clone(),
                    anchor: people.tokens.start,
                    effect,
                    part: true,
                    rule: self.rules.among.clone(),
                    ..of(&people)
                };
                next = people.tokens.end;
                opening = false;
                if let Some(known) = self.claimant(&casualty, first) {
                    self.out.found[known].part = true;
                    self.out.found[known].effect = effect;
                } else if !uncounted_plural(&people) {
                    self.out.found.push(casualty);
                }
            }
        }
    }

    fn claimant(&self, casualty: &Casualty, first: usize) -> Option<usize> {
        let overlaps = |c: &Casualty| {
            c.noun.start < casualty.noun.end
                && casualty.noun.start < c.noun.end
                && !c.noun.is_empty()
        };
        self.out.found[first..].iter().position(overlaps).map(|at| first + at)
    }

    /// The next group of a list that "among them" opens.
    fn group_among(&self, from: usize, opening: bool, within: &Tokens) -> Option<People> {
        for at in from..(from + 3).min(within.end) {
            let joins =
                opening || self.has(at, Clitics::AND) || self.text.mark(at - 1) == Some('،');
            let fits = |p: &&People| !p.definite && !p.bare() && joins;
            if let Some(people) = self.matcher.peoples.starting(at).find(fits) {
                return Some(people.clone());
            }
            let token = &self.text.tokens[at];
            if token.roles.has(Role::Phrase) || matches!(token.kind, TokenKind::Mark('.' | ')')) {
                return None;
            }
        }
        None
    }

    /// "Others" are who those before them were.
    fn inherit(&mut self, first: usize) {
        let found = &mut self.out.found[first..];
        found.sort_by_key(|c| c.tokens.start);
        for at in 1..found.len() {
            let (before, rest) = found.split_at_mut(at);
            if rest[0].who == Who::Unknown && rest[0].noun.is_empty() {
                rest[0].who = before[at - 1].who;
            }
        }
    }

    fn reject(&mut self, tokens: Tokens, rule: &str, reason: Refusal) {
        self.out.rejected.push((tokens, rule.to_owned(), reason));
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
        rule: String::new(),
    }
}

fn statement(people: &People, found: &Match, phrase: &CasualtyPhrase) -> Casualty {
    Casualty {
        tokens: found.tokens.start..found.tokens.end.max(people.tokens.end),
        anchor: found.anchor,
        effect: people.effect.unwrap_or(phrase.effect),
        part: phrase.part,
        rule: phrase.rule.clone(),
        ..of(people)
    }
}

fn blank(found: &Match, phrase: &CasualtyPhrase, noun: Tokens) -> Casualty {
    Casualty {
        tokens: found.tokens.clone(),
        anchor: found.anchor,
        effect: phrase.effect,
        low: None,
        high: None,
        qualifier: Qualifier::Exact,
        who: Who::Unknown,
        noun,
        age_sex: AgeSex::Unknown,
        part: phrase.part,
        rule: phrase.rule.clone(),
    }
}
