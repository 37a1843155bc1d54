//! Numbers in words, and figures with scales: in, the token one may begin at; out, the number. Two
//! complete numbers joined by "and" stay two: only units and tens, or falling scales, make one.

use super::{Number, figures};
use crate::{
    lang::{
        Clitics, Pack, Role,
        schema::numbers::{NumberKind, NumberWord},
    },
    normalise::{Text, TokenKind},
};

const WORDS: &str = "number.words";
const FIGURES: &str = "number.figures";
const MIXED: &str = "number.scaled";
const ORDINAL: &str = "ordinal.words";

/// A value and the token after its last.
type Part = (f64, usize);

/// The number that begins with the number word at `at`.
pub(super) fn number_at(text: &Text<'_>, pack: &Pack, at: usize) -> Option<Number> {
    let reader = Reader { text, pack };
    let (word, clitics) = reader.word(at)?;
    let definite = clitics.has(Clitics::THE);
    if let Some((value, end)) = reader.ordinal(at, word) {
        let tokens = at..end;
        let rule = ORDINAL;
        return Some(Number {
            tokens,
            value,
            ordinal: true,
            figures: false,
            definite,
            scale: 1.0,
            rule,
        });
    }
    if word.kind == NumberKind::Hundred && reader.percentage(at, clitics) {
        return None;
    }
    reader.cardinal(at, definite)
}

/// The number that begins with the figure at `at`.
pub(super) fn figures_at(text: &Text<'_>, pack: &Pack, at: usize) -> Option<Number> {
    let reader = Reader { text, pack };
    let definite = at > 0
        && text.tokens[at].glued
        && text.tokens[at - 1].kind == TokenKind::Word
        && pack.lexicon.only_clitics(text.folded(at - 1)).is_some_and(|c| c.has(Clitics::THE));
    reader.cardinal(at, definite)
}

/// Token at which what "and" joins to the number before goes on: "and" may stand apart from it or
/// be written onto it.
pub(crate) fn joined_at(text: &Text<'_>, pack: &Pack, at: usize) -> Option<usize> {
    text.tokens.get(at).filter(|t| t.kind == TokenKind::Word)?;
    let readings = text.readings(at);
    if readings.iter().any(|r| r.clitics == Clitics::NONE && pack.numbers.joins(r.word)) {
        return text.tokens.get(at + 1).map(|_| at + 1);
    }
    readings.iter().any(|r| r.clitics.has(Clitics::AND)).then_some(at)
}

struct Reader<'a, 't> {
    text: &'a Text<'t>,
    pack: &'a Pack,
}

impl Reader<'_, '_> {
    /// The number word at `at` and the clitics before it.
    fn word(&self, at: usize) -> Option<(NumberWord, Clitics)> {
        let token = self.text.tokens.get(at)?;
        if !token.roles.has(Role::Number) {
            return None;
        }
        let lexicon = &self.pack.lexicon;
        self.text.readings(at).iter().find_map(|reading| {
            let row = lexicon.payloads(reading.word, Role::Number).next()?;
            let bare = !reading.clitics.has(Clitics::PRONOUN);
            bare.then(|| (self.pack.numbers.words[row as usize], reading.clitics))
        })
    }

    /// The number word at `at` where it goes on a number: nothing but the article before it.
    fn next(&self, at: usize, kinds: &[NumberKind]) -> Option<NumberWord> {
        let (word, clitics) = self.word(at)?;
        (clitics.within(Clitics::THE) && kinds.contains(&word.kind)).then_some(word)
    }

    /// The number word that "and" joins at `at`, and its token.
    fn and(&self, at: usize) -> Option<(NumberWord, usize)> {
        let (word, clitics) = self.word(at).unwrap_or((NOTHING, Clitics::NONE));
        if clitics.has(Clitics::AND) {
            return clitics.within(Clitics::AND | Clitics::THE).then_some((word, at));
        }
        let next = joined_at(self.text, self.pack, at).filter(|&next| next > at)?;
        let (word, clitics) = self.word(next)?;
        clitics.within(Clitics::THE).then_some((word, next))
    }

    fn percentage(&self, at: usize, clitics: Clitics) -> bool {
        let after_preposition =
            || at > 0 && super::phrase::percent_before(self.text, self.pack, at);
        clitics.has(Clitics::THE) && (clitics.any(Clitics::IN) || after_preposition())
    }

    fn ordinal(&self, at: usize, word: NumberWord) -> Option<Part> {
        let joined = word.kind == NumberKind::JoinedOrdinal;
        if !joined && word.kind != NumberKind::Ordinal {
            return None;
        }
        if word.value < 10.0 {
            if self.next(at + 1, &[NumberKind::Ten]).is_some() {
                return Some((word.value + 10.0, at + 2));
            }
            if let Some((tens, next)) = self.and(at + 1)
                && tens.kind == NumberKind::Tens
            {
                return Some((word.value + tens.value, next + 1));
            }
        }
        (!joined).then_some((word.value, at + 1))
    }

    /// Sum of parts of falling scale: "three thousand and two hundred".
    fn cardinal(&self, at: usize, definite: bool) -> Option<Number> {
        let (mut value, mut end, mut scale, mut figures) = self.scaled(at)?;
        while scale > 1.0 {
            if let Some((part, after)) = self.fraction_of(end, scale) {
                (value, end) = (value + part, after);
                break;
            }
            let Some(next) = self.summand_at(end) else { break };
            let Some((part, after, part_scale, in_figures)) = self.scaled(next) else { break };
            if part >= scale || part_scale >= scale {
                break;
            }
            (value, end, scale) = (value + part, after, part_scale);
            figures |= in_figures;
        }
        let in_words = self.text.tokens[at..end].iter().any(|t| t.kind == TokenKind::Word);
        let rule = match (figures, in_words) {
            (true, true) => MIXED,
            (true, false) => FIGURES,
            _ => WORDS,
        };
        let tokens = at..end;
        Some(Number { tokens, value, ordinal: false, figures, definite, scale, rule })
    }

    /// Where the next summand begins, if "and" joins one at `at`.
    fn summand_at(&self, at: usize) -> Option<usize> {
        if let Some((_, next)) = self.and(at) {
            return Some(next);
        }
        let next = joined_at(self.text, self.pack, at).filter(|&next| next > at)?;
        (self.text.tokens[next].kind == TokenKind::Figure).then_some(next)
    }

    /// "And a half": that part of `scale`, which may be named again after it.
    fn fraction_of(&self, at: usize, scale: f64) -> Option<Part> {
        let (word, next) = self.and(at)?;
        if word.kind != NumberKind::Fraction || scale < 1000.0 {
            return None;
        }
        let again = self.next(next + 1, &[NumberKind::Scale]).is_some_and(|w| w.value == scale);
        Some((word.value * scale, next + 1 + usize::from(again)))
    }

    /// One part: something below a thousand, times the scales after it. Gives value, end, scale,
    /// and whether figures were used.
    fn scaled(&self, at: usize) -> Option<(f64, usize, f64, bool)> {
        use NumberKind::{Fraction, Plural, Scale, Scales};
        let figure = self.text.tokens[at].kind == TokenKind::Figure;
        let (mut value, mut end, mut scale) = if figure {
            let read = figures::read(self.text, at)?;
            let scaled = self.next(read.end, &[Scale, Plural]).is_some();
            (read.decimal.filter(|_| scaled).unwrap_or(read.value), read.end, 1.0)
        } else {
            match self.word(at)?.0 {
                word if word.kind == Scales => (word.value, at + 1, word.value / 2.0),
                word if word.kind == Scale => {
                    let value = word.alone;
                    (value, at + 1, word.value)
                }
                word if word.kind == Fraction => {
                    self.next(at + 1, &[Scale]).filter(|w| w.value >= 1000.0)?;
                    (word.value, at + 1, 1.0)
                }
                _ => self.group(at)?,
            }
        };
        while let Some(word) = self.next(end, &[Scale, Plural]) {
            (value, end, scale) = (value * word.value, end + 1, scale.max(1.0).max(word.value));
            if value > 1e15 {
                return None;
            }
        }
        Some((value, end, scale, figure))
    }

    /// Hundreds, and what "and" joins to them. The scale is 100 where there are hundreds alone.
    fn group(&self, at: usize) -> Option<(f64, usize, f64)> {
        let (word, _) = self.word(at)?;
        let (hundreds, end) = match word.kind {
            NumberKind::Hundred | NumberKind::Hundreds => (word.value, at + 1),
            NumberKind::Unit if self.next(at + 1, &[NumberKind::Hundred]).is_some() => {
                (word.value * 100.0, at + 2)
            }
            _ => return self.below_hundred(at).map(|(value, end)| (value, end, 1.0)),
        };
        if let Some((_, next)) = self.and(end)
            && let Some((rest, after)) = self.below_hundred(next)
        {
            return Some((hundreds + rest, after, 1.0));
        }
        Some((hundreds, end, 100.0))
    }

    fn below_hundred(&self, at: usize) -> Option<Part> {
        let (word, _) = self.word(at)?;
        match word.kind {
            NumberKind::Unit | NumberKind::Joined => {
                if self.next(at + 1, &[NumberKind::Ten]).is_some() {
                    return Some((word.value + 10.0, at + 2));
                }
                if let Some((tens, next)) = self.and(at + 1)
                    && tens.kind == NumberKind::Tens
                {
                    return Some((word.value + tens.value, next + 1));
                }
                (word.kind == NumberKind::Unit).then_some((word.value, at + 1))
            }
            NumberKind::Ten | NumberKind::Teen | NumberKind::Tens | NumberKind::Zero => {
                Some((word.value, at + 1))
            }
            _ => None,
        }
    }
}

const NOTHING: NumberWord = NumberWord { kind: NumberKind::Zero, value: 0.0, alone: 0.0 };
