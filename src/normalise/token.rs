//! Tokens: in, a body and the lexicon; out, words, figures and marks with byte spans of the raw
//! body. Every word is looked up once per distinct form: the readings are kept by word, and
//! documents repeat their words.

use std::{cell::OnceCell, collections::HashMap};

use foldhash::fast::FixedState;

use super::{
    fold::{Folded, TATWEEL, fold_char, fold_rare},
    split::{self, Bounds},
};
use crate::{
    gazetteer::{Gazetteer, Opening, Start, Starts},
    lang::{Clitics, Lexicon, Reading, Role, RoleSet},
    span::Span,
};

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters of one script.
    Word,
    /// ASCII digits after folding.
    Figure,
    /// One mark or symbol.
    Mark(char),
}

/// A token of the body.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// What it is made of.
    pub kind: TokenKind,
    /// Bytes of the raw body.
    pub span: Span,
    /// No white space stands between it and the token before.
    pub glued: bool,
    /// A line break stands between it and the token before.
    pub on_new_line: bool,
    /// It is a word of another script than Arabic's.
    pub latin: bool,
    /// How it begins.
    pub start: Start,
    /// Roles any reading of it has: a cheap test before looking closer.
    pub roles: RoleSet,
    /// Index of its form in [`Text::forms`].
    form: u32,
}

impl Token {
    /// It is a word on the line of the token before it: a name may go on with it.
    pub fn carries_on(&self) -> bool {
        self.kind == TokenKind::Word && !self.on_new_line
    }
}

/// A half-open range of token indices.
pub type Tokens = std::ops::Range<usize>;

/// A distinct word: its folded form and the readings the lexicon has for it.
#[derive(Debug)]
struct Form<'l> {
    folded: Box<str>,
    readings: Box<[Reading]>,
    names: Box<[Name<'l>]>,
    /// How the words begin that follow it in the names: they need not be fetched to turn most away.
    next: Starts,
    /// Rows of the place words that begin with it.
    cues: Box<[(u32, Clitics)]>,
}

/// The names that begin with a word, or with what is left of it when clitics are cut.
#[derive(Debug)]
pub struct Name<'l> {
    /// The first word of the names.
    pub word: Box<str>,
    /// What was cut.
    pub clitics: Clitics,
    /// What names they are.
    pub opening: Opening<'l>,
}

/// A normalised body.
#[derive(Debug)]
pub struct Text<'t> {
    /// The body as read.
    pub raw: &'t str,
    /// Its tokens in order.
    pub tokens: Vec<Token>,
    /// Sentences, as ranges of tokens; they cover all tokens.
    pub sentences: Vec<Tokens>,
    forms: &'t [Form<'t>],
    verdicts: &'t [OnceCell<bool>],
}

impl<'t> Text<'t> {
    /// The folded form of token `at`; empty behind the last token, where rules may look.
    pub fn folded(&self, at: usize) -> &'t str {
        self.form(at).map_or("", |form| &form.folded)
    }

    /// The readings of token `at`, whole-word readings first; empty for words no pack knows, and
    /// behind the last token.
    pub fn readings(&self, at: usize) -> &'t [Reading] {
        self.form(at).map_or(&[], |form| &form.readings)
    }

    /// Rows of the pack's place words that may begin at token `at`, with the clitics of the first word.
    pub fn cues(&self, at: usize) -> &'t [(u32, Clitics)] {
        self.form(at).map_or(&[], |form| &form.cues)
    }

    /// The names that may begin at token `at`, those of the whole word first.
    pub fn names(&self, at: usize) -> &'t [Name<'t>] {
        self.form(at).map_or(&[], |form| &form.names)
    }

    /// Whether names that begin at token `at` may go on with the token behind it.
    pub fn goes_on(&self, at: usize) -> bool {
        self.tokens.get(at + 1).is_some_and(|next| {
            next.carries_on() && self.form(at).is_some_and(|form| form.next.has(next.start))
        })
    }

    /// Whether the word at `at` may be a place by itself, as `judge` says of it the first time it is
    /// met: by nothing but its form, its roles and its names.
    pub fn may_be_a_place(&self, at: usize, judge: impl FnOnce() -> bool) -> bool {
        let verdict = |token: &Token| *self.verdicts[token.form as usize].get_or_init(judge);
        self.tokens.get(at).is_some_and(verdict)
    }

    fn form(&self, at: usize) -> Option<&'t Form<'t>> {
        Some(&self.forms[self.tokens.get(at)?.form as usize])
    }

    /// The raw bytes that `tokens` cover; an empty range gives an empty span.
    pub fn span(&self, tokens: &Tokens) -> Span {
        if tokens.is_empty() {
            return Span::default();
        }
        Span::new(self.tokens[tokens.start].span.start, self.tokens[tokens.end - 1].span.end)
    }

    /// The words that `tokens` cover, as written.
    pub fn words(&self, tokens: &Tokens) -> &'t str {
        self.span(tokens).slice(self.raw)
    }

    /// Index of the sentence that holds token `at`.
    pub fn sentence_of(&self, at: usize) -> usize {
        self.sentences.partition_point(|s| s.end <= at).min(self.sentences.len().saturating_sub(1))
    }

    /// The mark at `at`, if a mark stands there.
    pub fn mark(&self, at: usize) -> Option<char> {
        match self.tokens.get(at)?.kind {
            TokenKind::Mark(c) => Some(c),
            _ => None,
        }
    }
}

/// Turns bodies into [`Text`]s and keeps the words it has looked up. One per thread.
#[derive(Debug)]
pub struct Normaliser<'l> {
    lexicon: &'l Lexicon,
    gazetteer: Option<&'l Gazetteer>,
    forms: Vec<Form<'l>>,
    /// For each form what [`Text::may_be_a_place`] found out.
    verdicts: Vec<OnceCell<bool>>,
    known: Known,
}

impl<'l> Normaliser<'l> {
    /// Distinct words kept before starting afresh, so that memory does not grow with the corpus.
    const MOST_FORMS: usize = 200_000;

    /// A normaliser over `lexicon`.
    pub fn new(lexicon: &'l Lexicon) -> Normaliser<'l> {
        Normaliser {
            lexicon,
            gazetteer: None,
            forms: Vec::new(),
            verdicts: Vec::new(),
            known: Known::default(),
        }
    }

    /// Also marks the words that names of `gazetteer` begin with.
    pub fn knowing(self, gazetteer: &'l Gazetteer) -> Normaliser<'l> {
        Normaliser { gazetteer: Some(gazetteer), ..self }
    }

    /// Normalises one body.
    pub fn normalise<'t>(&'t mut self, raw: &'t str) -> Text<'t> {
        if self.forms.len() > Self::MOST_FORMS {
            self.forms.clear();
            self.verdicts.clear();
            self.known = Known::default();
        }
        let mut scanner = Scanner::new(raw);
        let mut tokens = Vec::with_capacity(raw.len() / 8);
        let mut word = String::new();
        while let Some(found) = scanner.next(&mut word) {
            let (form, roles) = self.form(&word);
            let Found { kind, span, glued, on_new_line } = found;
            let latin = kind == TokenKind::Word && class_of_word(&word) == Class::Letter;
            let start = Start::of(&word);
            tokens.push(Token { kind, span, glued, on_new_line, latin, start, roles, form });
        }
        let sentences = split::sentences(raw, &tokens, &Bounds::of(self.lexicon));
        Text { raw, tokens, sentences, forms: &self.forms, verdicts: &self.verdicts }
    }

    /// The names of the gazetteer that begin with `word`.
    fn names(&self, word: &str) -> Box<[Name<'l>]> {
        let Some(gazetteer) = self.gazetteer else { return Box::default() };
        let rests = self.lexicon.rests(word);
        let names = rests.filter_map(|(rest, clitics)| {
            let opening = gazetteer.opening(&rest)?;
            Some(Name { word: rest.into(), clitics, opening })
        });
        names.collect()
    }

    /// Index and roles of the form of a word, which is looked up when it is new.
    fn form(&mut self, word: &str) -> (u32, RoleSet) {
        if let Some(found) = self.known.get(word) {
            return found;
        }
        let readings = self.lexicon.read(word);
        let mut roles =
            readings.iter().fold(RoleSet::EMPTY, |all, r| all | self.lexicon.roles(r.word));
        let names = self.names(word);
        if !names.is_empty() {
            roles = roles | RoleSet::of(Role::Toponym);
        }
        let form = u32::try_from(self.forms.len()).expect("fewer than 2^32 forms");
        let next = names.iter().map(|name| name.opening.next).fold(Starts::default(), Starts::or);
        let cues = readings.iter().flat_map(|reading| {
            let rows = self.lexicon.payloads(reading.word, Role::PlaceCue);
            rows.map(|row| (row, reading.clitics))
        });
        let cues = cues.collect();
        let (folded, readings) = (word.into(), readings.into());
        self.forms.push(Form { folded, readings, names, next, cues });
        self.verdicts.push(OnceCell::new());
        self.known.insert(word, (form, roles));
        (form, roles)
    }
}

/// Index and roles of each form by its word. Short words stand in the table itself: one that has
/// to be fetched from elsewhere costs more than all the rest of a look-up.
#[derive(Debug, Default)]
struct Known {
    short: HashMap<Short, (u32, RoleSet), FixedState>,
    long: HashMap<Box<str>, (u32, RoleSet), FixedState>,
}

impl Known {
    fn get(&self, word: &str) -> Option<(u32, RoleSet)> {
        match Short::new(word) {
            Some(short) => self.short.get(&short).copied(),
            None => self.long.get(word).copied(),
        }
    }

    fn insert(&mut self, word: &str, form: (u32, RoleSet)) {
        match Short::new(word) {
            Some(short) => self.short.insert(short, form),
            None => self.long.insert(word.into(), form),
        };
    }
}

/// A word of few letters, with its length in the last byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Short([u64; 3]);

impl Short {
    const MOST: usize = 23;

    fn new(word: &str) -> Option<Short> {
        let mut bytes = [0; Self::MOST + 1];
        bytes
            .get_mut(..word.len())
            .filter(|b| b.len() <= Self::MOST)?
            .copy_from_slice(word.as_bytes());
        bytes[Self::MOST] = word.len() as u8;
        let (eights, _) = bytes.as_chunks();
        Some(Short([0, 1, 2].map(|n| u64::from_le_bytes(eights[n]))))
    }
}

/// What the scanner found, before the lexicon is asked.
struct Found {
    kind: TokenKind,
    span: Span,
    glued: bool,
    on_new_line: bool,
}

/// Walks the raw body once and folds as it goes.
struct Scanner<'t> {
    raw: &'t str,
    at: usize,
}

/// What a character does to the token being read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Space,
    Newline,
    Digit,
    Arabic,
    Letter,
    Mark,
}

fn class(c: char) -> Class {
    match c {
        '0'..='9' => Class::Digit,
        'a'..='z' => Class::Letter,
        '\u{620}'..='\u{64a}' | '\u{66e}'..='\u{6d3}' => Class::Arabic,
        '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Class::Newline,
        _ if c.is_whitespace() => Class::Space,
        _ if c.is_alphabetic() => Class::Letter,
        _ => Class::Mark,
    }
}

fn class_of_word(word: &str) -> Class {
    word.chars().next().map_or(Class::Mark, class)
}

impl<'t> Scanner<'t> {
    fn new(raw: &'t str) -> Scanner<'t> {
        Scanner { raw, at: 0 }
    }

    /// The next token; its folded form is left in `word`.
    fn next(&mut self, word: &mut String) -> Option<Found> {
        word.clear();
        let (mut glued, mut on_new_line) = (self.at > 0, false);
        let (start, first) = loop {
            let (c, folded) = self.step(word)?;
            let Some(folded) = folded else { continue };
            match class(folded) {
                Class::Space => glued = false,
                Class::Newline => (glued, on_new_line) = (false, true),
                _ => break (self.at - c.len_utf8(), folded),
            }
            word.clear();
        };
        let first_class = class(first);
        let kind = match first_class {
            Class::Digit => TokenKind::Figure,
            Class::Arabic | Class::Letter => TokenKind::Word,
            _ => TokenKind::Mark(first),
        };
        if !matches!(kind, TokenKind::Mark(_)) {
            self.run(first_class, word);
        }
        Some(Found { kind, span: Span::new(start, self.at), glued, on_new_line })
    }

    /// Reads on while the class stays the same; joins letters pulled apart by tatweel and a space.
    fn run(&mut self, first: Class, word: &mut String) {
        let mut stretched = false;
        loop {
            let (before, length) = (self.at, word.len());
            let Some((c, folded)) = self.step(word) else { return };
            match folded {
                None => stretched = c == TATWEEL,
                Some(f) if class(f) == first => stretched = false,
                Some(' ') if stretched && self.raw[self.at..].starts_with(TATWEEL) => {
                    word.truncate(length);
                }
                Some(_) => {
                    self.at = before;
                    word.truncate(length);
                    return;
                }
            }
        }
    }

    /// Reads one character, appends what it folds to; returns it and the first folded character.
    fn step(&mut self, word: &mut String) -> Option<(char, Option<char>)> {
        let bytes = self.raw.as_bytes();
        let c = match *bytes.get(self.at)? {
            ascii @ 0..=0x7f => char::from(ascii),
            _ => self.raw[self.at..].chars().next()?,
        };
        self.at += c.len_utf8();
        let folded = match fold_char(c) {
            Folded::One(f) => {
                word.push(f);
                Some(f)
            }
            Folded::Gone => None,
            Folded::Rare => {
                let length = word.len();
                fold_rare(c, word);
                word[length..].chars().next()
            }
        };
        Some((c, folded))
    }
}
