//! Names compared by their words: in, two names; out, whether they share a word.

use std::collections::BTreeSet;

/// Letters of a word that counts.
const SHORTEST: usize = 3;

/// Whether two names share a word of three letters or more, articles left out, or both are absent.
pub(super) fn share(gold: &str, read: &str, articles: &[String]) -> bool {
    if gold.is_empty() || read.is_empty() {
        return gold.is_empty() && read.is_empty();
    }
    !words(gold, articles).is_disjoint(&words(read, articles))
}

fn words<'n>(name: &'n str, articles: &[String]) -> BTreeSet<&'n str> {
    let long = name.split_whitespace().filter(|word| word.chars().count() >= SHORTEST);
    long.map(|word| bare(word, articles)).collect()
}

/// The word without an article written onto it; a word that is hardly longer keeps it.
fn bare<'w>(word: &'w str, articles: &[String]) -> &'w str {
    let stripped = articles.iter().find_map(|article| word.strip_prefix(article.as_str()));
    stripped.filter(|rest| rest.chars().count() >= SHORTEST).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_in_common_is_enough() {
        let articles = ["al".to_owned()];
        assert!(share("alguard of Homs", "the guard", &articles));
        assert!(!share("army of x", "of y", &articles));
        assert!(share("", "", &articles));
        assert!(!share("", "army", &articles));
    }
}
