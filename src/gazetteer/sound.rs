//! How names sound, across scripts: in, a name as stored (folded words); out, its phonemes, the
//! consonant skeleton that candidates must share, and the distance between two names. The letters
//! are data: data/sounds.toml.

use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

use serde::Deserialize;

/// Parts skeleton and phonemes in the index.
pub(super) const BAR: char = '|';
/// Names that sound of more than this are not indexed: they are descriptions.
const LONGEST: usize = 40;

/// data/sounds.toml as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    articles: Vec<String>,
    prefixes: Vec<String>,
    bound: BTreeMap<String, String>,
    endings: Vec<String>,
    groups: Vec<String>,
    spellings: BTreeMap<String, String>,
}

/// The compiled letters.
struct Letters {
    source: Source,
    /// Spellings by their first letter, the longest first.
    by_first: HashMap<char, Vec<(String, String)>>,
    /// Groups by their sounds, which are ASCII letters.
    group_of: [Option<char>; 128],
}

static LETTERS: LazyLock<Letters> = LazyLock::new(|| {
    let source: Source = toml::from_str(include_str!("../../data/sounds.toml"))
        .expect("data/sounds.toml has been read in a test");
    let mut by_first: HashMap<char, Vec<(String, String)>> = HashMap::new();
    for (spelling, sound) in &source.spellings {
        let first = spelling.chars().next().unwrap_or_default();
        by_first.entry(first).or_default().push((spelling.clone(), sound.clone()));
    }
    for spellings in by_first.values_mut() {
        spellings.sort_by_key(|(spelling, _)| std::cmp::Reverse(spelling.len()));
    }
    let mut group_of = [None; 128];
    for group in &source.groups {
        group.bytes().for_each(|sound| group_of[usize::from(sound)] = group.chars().next());
    }
    Letters { source, by_first, group_of }
});

/// The first sound of the group of a sound; none has those that skeletons leave out.
fn group(sound: char) -> Option<char> {
    LETTERS.group_of.get(sound as usize).copied().flatten()
}

/// What the index keeps of a name: `skeleton|phonemes`; none where no consonant sounds.
pub(super) fn index(name: &str) -> Option<String> {
    let phonemes = phonemes(name);
    let skeleton = skeleton(&phonemes);
    let fits = !skeleton.is_empty() && phonemes.len() <= LONGEST;
    fits.then(|| format!("{skeleton}{BAR}{phonemes}"))
}

/// The consonants of a name, one letter for each group of sounds that spellings confuse; repeats are
/// one.
pub(super) fn skeleton(phonemes: &str) -> String {
    let mut skeleton = String::new();
    for group in phonemes.chars().filter_map(group) {
        if !skeleton.ends_with(group) {
            skeleton.push(group);
        }
    }
    skeleton
}

/// How many of the phonemes are consonants of the skeleton, repeated ones each time.
pub(super) fn consonants(phonemes: &str) -> usize {
    phonemes.chars().filter_map(group).count()
}

/// The phonemes of a name, its words run together.
pub(super) fn phonemes(name: &str) -> String {
    spoken(name, spell)
}

/// The ways a name may be said: its phonemes, and those with the ends of words heard that bind them to
/// the next.
pub(super) fn readings(name: &str) -> Vec<String> {
    let plain = phonemes(name);
    let bound = spoken(name, |word, sounds| {
        let ends = |(end, sound): (&'static String, _)| Some((word.strip_suffix(&**end)?, sound));
        match LETTERS.source.bound.iter().find_map(ends) {
            Some((rest, sound)) => {
                spell(rest, sounds);
                sounds.push_str(sound);
            }
            None => spell(word, sounds),
        }
    });
    if bound == plain { vec![plain] } else { vec![plain, bound] }
}

/// The phonemes with each of the endings that texts leave off.
pub(super) fn lengthened(phonemes: &str) -> impl Iterator<Item = String> {
    let sounds = |ending: &String| {
        let mut sounds = phonemes.to_owned();
        spell(ending, &mut sounds);
        settle(&sounds)
    };
    LETTERS.source.endings.iter().map(sounds)
}

/// What a name sounds like, its words but the last said by `say`.
fn spoken(name: &str, say: impl Fn(&str, &mut String)) -> String {
    let mut sounds = String::new();
    let mut words = name.split(' ').peekable();
    while let Some(word) = words.next() {
        if words.peek().is_none() {
            spell(bare(word), &mut sounds);
        } else if !LETTERS.source.articles.iter().any(|article| article == word) {
            say(bare(word), &mut sounds);
        }
    }
    settle(&sounds)
}

/// The word without an article written onto it.
fn bare(word: &str) -> &str {
    let cut = LETTERS.source.prefixes.iter().find_map(|prefix| word.strip_prefix(&**prefix));
    cut.filter(|rest| rest.chars().count() >= 2).unwrap_or(word)
}

/// Appends the sounds of a word; letters that no spelling has are silent.
fn spell(word: &str, sounds: &mut String) {
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let spellings = LETTERS.by_first.get(&first).map_or(&[][..], Vec::as_slice);
        match spellings.iter().find(|(spelling, _)| rest.starts_with(&**spelling)) {
            Some((spelling, sound)) => {
                sounds.push_str(sound);
                rest = &rest[spelling.len()..];
            }
            None => rest = &rest[first.len_utf8()..],
        }
    }
}

/// w and y beside consonants are vowels; doubled sounds are one; a final h is not heard.
fn settle(sounds: &str) -> String {
    let mut settled = String::with_capacity(sounds.len());
    let mut following = sounds.chars().peekable();
    while let Some(sound) = following.next() {
        let before = settled.chars().next_back();
        let inside = before.is_some_and(|b| !is_vowel(b));
        let open = following.peek().is_some_and(|next| is_vowel(*next));
        let sound = match sound {
            'w' if inside && !open => 'u',
            'y' if inside && !open => 'i',
            'h' if following.peek().is_none() && before.is_some() => break,
            other => other,
        };
        if before != Some(sound) {
            settled.push(sound);
        }
    }
    settled
}

fn is_vowel(sound: char) -> bool {
    matches!(sound, 'a' | 'i' | 'u')
}

/// Measures how far others are from one name. It keeps its rows: a name is compared with thousands.
#[derive(Debug)]
pub(super) struct Measure {
    sounds: Vec<char>,
    weight: f32,
    above: Vec<f32>,
    row: Vec<f32>,
}

impl Measure {
    /// From a name with these phonemes.
    pub(super) fn new(phonemes: &str) -> Measure {
        let sounds: Vec<char> = phonemes.chars().collect();
        let weight = sounds.iter().map(|sound| silence(*sound)).sum();
        Measure { sounds, weight, above: Vec::new(), row: Vec::new() }
    }

    /// How far away a name with these phonemes is: 0 the same, 1 nothing in common.
    pub(super) fn to(&mut self, phonemes: &str) -> f32 {
        let Measure { sounds, weight, above, row } = self;
        let mut other = 0.0;
        above.clear();
        above.push(other);
        for sound in phonemes.chars() {
            other += silence(sound);
            above.push(other);
        }
        let mut apart = other;
        for x in sounds {
            apart = above[0] + silence(*x);
            row.clear();
            row.push(apart);
            for (n, y) in phonemes.chars().enumerate() {
                let swapped = above[n] + swap(*x, y);
                let dropped = above[n + 1] + silence(*x);
                apart = swapped.min(dropped).min(apart + silence(y));
                row.push(apart);
            }
            std::mem::swap(above, row);
        }
        let whole = weight.max(other);
        if whole == 0.0 { 0.0 } else { (apart / whole).min(1.0) }
    }
}

/// What a sound costs that the other name lacks: short vowels are often not written.
fn silence(sound: char) -> f32 {
    match sound {
        'a' | 'i' | 'u' => 0.1,
        'h' | 'w' | 'y' => 0.3,
        _ => 1.0,
    }
}

/// What it costs that one name has this sound where the other has that.
fn swap(a: char, b: char) -> f32 {
    match (a, b) {
        _ if a == b => 0.0,
        ('w', 'u') | ('u', 'w') | ('y', 'i') | ('i', 'y') => 0.05,
        _ if is_vowel(a) && is_vowel(b) => 0.1,
        _ if group(a).is_some() && group(a) == group(b) => 0.2,
        _ => silence(a) + silence(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skeletons_ignore_vowels_and_confusions() {
        assert_eq!(phonemes("segou"), "sigu");
        assert_eq!(index("segou").as_deref(), Some("sk|sigu"));
        assert_eq!(skeleton(&phonemes("al bukamal")), "bkml");
        assert_eq!(index("aa"), None);
    }

    #[test]
    fn endings_may_be_left_off() {
        assert!(lengthened(&phonemes("gomitra")).any(|p| p == phonemes("gomitradougou")));
    }

    #[test]
    fn repeated_consonants_count() {
        assert_eq!(consonants(&phonemes("didieni")), 3);
        assert_eq!(consonants(&phonemes("aa")), 0);
    }

    #[test]
    fn distances() {
        let distance = |a, b| Measure::new(a).to(b);
        assert_eq!(distance("mupti", "mupti"), 0.0);
        assert!(distance("mupti", "mubti") < 0.1);
        assert!(distance("mupti", "kidal") > 0.9);
        assert_eq!(distance("", ""), 0.0);
    }
}
