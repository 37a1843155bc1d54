//! Normalising: spellings meet, tokens and sentences are cut, spans are of the raw text.

use rasd::{
    lang::Pack,
    normalise::{Normaliser, Tokens, fold},
};

#[test]
fn spellings_meet() {
    for (written, folded) in [
        ("إصابة", "اصابه"),
        ("مُدُن", "مدن"),
        ("الأولى", "الاولي"),
        ("أُصِيبَ ٢٧ شخصـــاً", "اصيب 27 شخصا"),
        ("ﻗﺘﻴﻞ", "قتيل"),
        ("ﷲ", "الله"),
        ("۱۲٫۵", "12.5"),
        ("Ségou", "segou"),
        ("٣\u{200f}/٤", "3/4"),
    ] {
        assert_eq!(fold(written), folded);
    }
}

/// Folded words, with `/` where a sentence ends.
fn split(raw: &str) -> String {
    let pack = Pack::builtin("ar").unwrap();
    let mut normaliser = Normaliser::new(&pack.lexicon);
    let text = normaliser.normalise(raw);
    let words = |s: &Tokens| s.clone().map(|t| text.folded(t)).collect::<Vec<_>>().join(" ");
    text.sentences.iter().map(words).collect::<Vec<_>>().join(" / ")
}

#[test]
fn words_figures_and_marks() {
    assert_eq!(split("الـ74 عامًا"), "ال 74 عاما");
    assert_eq!(split("1,200 (CNN)"), "1 , 200 ( cnn )");
    assert_eq!(split("انتـ ـحـ ـاري نفذ"), "انتحاري نفذ");
    assert_eq!(split("  \u{200f}"), "");
}

#[test]
fn sentences() {
    assert_eq!(split("وصل أمس. غادر اليوم."), "وصل امس . / غادر اليوم .");
    assert_eq!(split("بلغ 3.5 مليون"), "بلغ 3 . 5 مليون");
    assert_eq!(split("عنوان قصير\nثم نص"), "عنوان قصير / ثم نص");
    assert_eq!(split("فقد 14\nجنديا"), "فقد 14 جنديا");
    assert_eq!(split("قال (أ.ف.ب) اليوم"), "قال ( ا . ف . ب ) اليوم");
}

#[test]
fn spans_are_of_the_raw_text() {
    let pack = Pack::builtin("ar").unwrap();
    let mut normaliser = Normaliser::new(&pack.lexicon);
    let text = normaliser.normalise("قُتل جنديًّا هنا");
    assert_eq!(text.words(&(0..1)), "قُتل");
    assert_eq!(text.words(&(1..2)), "جنديًّا");
}
