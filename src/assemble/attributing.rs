//! Attribution: in, the speakers of a document and a token at which something is reported; out, the
//! speaker it is reported by.

use super::{Parts, frame::within};
use crate::{normalise::Tokens, recognise::speaker::Speaker};

/// How many sentences back "he added" finds its speaker.
const REACH: usize = 2;

/// Who says what stands at token `at`: behind it "according to" somebody, before it whoever was
/// introduced last; in a sentence that opens with a bare verb of saying, the speaker of the
/// sentences before.
pub(super) fn speaker<'a>(parts: &Parts<'a>, at: usize) -> Option<&'a Speaker> {
    let sentence = parts.text.sentence_of(at);
    let tokens = &parts.text.sentences[sentence];
    let after = speakers(parts, &(at..tokens.end)).find(|s| s.according);
    after.or_else(|| speakers(parts, &(tokens.start..at)).last()).or_else(|| {
        let bare = speakers(parts, tokens).next().is_none() && goes_on(parts, tokens);
        let from = sentence.saturating_sub(REACH);
        let before = (from..sentence).rev().filter(|_| bare);
        before.filter_map(|s| speakers(parts, &parts.text.sentences[s]).last()).next()
    })
}

fn speakers<'a>(parts: &Parts<'a>, tokens: &Tokens) -> impl Iterator<Item = &'a Speaker> + use<'a> {
    within(parts.speakers, tokens, |s| &s.tokens).map(|(_, s)| s)
}

/// Whether a sentence opens with a verb of saying: "he added that …".
fn goes_on(parts: &Parts<'_>, tokens: &Tokens) -> bool {
    let opening = tokens.start..(tokens.start + 2).min(tokens.end);
    opening.into_iter().any(|t| parts.matcher.is(t, &parts.pack.speakers.says))
}
