//! Dates of events: in, a draft and the document's dates; out, the one interval the incident is
//! put in, and what that rests on.

use chrono::NaiveDate;

use super::{Parts, frame::Frame, merge::Draft};
use crate::record::{DateBasis, DateModifier, DatePrecision, EventDate, Flag};

/// How far before a date "since" may stand, in tokens.
const SINCE_REACH: usize = 6;

/// How far before a date the verb of saying may stand, in tokens.
const SAID_REACH: usize = 6;

/// A choice of date with the flags it brings.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Dated {
    /// The date.
    pub date: EventDate,
    /// Doubts of the mention and of the choice.
    pub flags: Vec<Flag>,
    /// The date mention it was taken from.
    pub mention: Option<usize>,
}

/// An interval; an open side is unknown.
type Interval = (Option<NaiveDate>, Option<NaiveDate>);

/// The frame's own date: the union of dates joined in a row, the nearest to its core.
fn own(parts: &Parts<'_>, frame: &Frame) -> Option<(Interval, usize)> {
    let core = frame.core(parts);
    let known = |d: &&usize| parts.dates[**d].value.date_start.is_some();
    // "before" and "after" another date do not say when
    let placed = |d: &&usize| {
        !matches!(
            parts.dates[**d].value.modifier,
            Some(DateModifier::Before | DateModifier::After | DateModifier::Until)
        )
    };
    let distance = |d: &&usize| {
        let tokens = &parts.dates[**d].tokens;
        tokens.start.abs_diff(core).min(tokens.end.abs_diff(core))
    };
    // a day says more than the year it stands beside
    let coarse = |d: &&usize| match parts.dates[**d].value.precision {
        DatePrecision::Day | DatePrecision::Range | DatePrecision::Week => 0,
        DatePrecision::Month | DatePrecision::Season | DatePrecision::Quarter => 1,
        _ => 2,
    };
    let best = frame
        .dates
        .iter()
        .filter(known)
        .filter(placed)
        .min_by_key(|d| (said(parts, frame, **d), coarse(d), distance(d)))?;
    let mut value = interval(parts, *best);
    for near in joined(parts, frame, *best) {
        let other = interval(parts, near);
        value = (value.0.min(other.0), value.1.max(other.1));
    }
    Some((value, *best))
}

/// Whether a date behind a verb of saying may be the day of saying so, as nothing is told between the
/// two: "the army announced on Sunday that", "as the police said on Sunday".
fn said(parts: &Parts<'_>, frame: &Frame, date: usize) -> bool {
    let start = parts.dates[date].tokens.start;
    let reach = start.saturating_sub(SAID_REACH).max(frame.tokens.start)..start;
    let told = |at: usize| {
        parts.text.mark(at).is_some()
            || frame.triggers.iter().any(|t| parts.triggers[*t].tokens.contains(&at))
            || frame.casualties.iter().any(|c| parts.casualties[*c].tokens.contains(&at))
    };
    let mut before = reach.rev().take_while(|at| !told(*at));
    before.any(|at| parts.matcher.is(at, &parts.pack.speakers.says))
}

fn interval(parts: &Parts<'_>, date: usize) -> Interval {
    let value = &parts.dates[date].value;
    (value.date_start, value.date_end)
}

/// Dates of the same unit that stand in a row with `date`: "in 2015, 2016 and 2017".
fn joined(parts: &Parts<'_>, frame: &Frame, date: usize) -> Vec<usize> {
    let unit = parts.dates[date].value.precision;
    let mut row = vec![date];
    for at in frame.dates.iter().copied().filter(|d| parts.dates[*d].value.precision == unit) {
        let touches = |d: &usize| {
            let (a, b) = (&parts.dates[*d].tokens, &parts.dates[at].tokens);
            at != *d && (a.end.abs_diff(b.start) <= 1 || b.end.abs_diff(a.start) <= 1)
        };
        if unit == DatePrecision::Year && row.iter().any(touches) {
            row.push(at);
        }
    }
    row
}

/// Whether the frame's date, if it has one, meets the draft's.
pub(super) fn agree(parts: &Parts<'_>, draft: &Draft, frame: &Frame) -> bool {
    let Some((new, _)) = own(parts, frame) else { return open_agree(parts, draft, frame) };
    let mut known = draft.frames.iter().filter_map(|f| own(parts, f)).peekable();
    known.peek().is_none() || known.any(|(old, _)| touches(old, new))
}

/// Whether dates that cannot be reckoned are written alike as far as they are known.
fn open_agree(parts: &Parts<'_>, draft: &Draft, frame: &Frame) -> bool {
    let edtf = |d: usize| parts.dates[d].value.edtf.as_str();
    let Some(new) = open_date(parts, frame).map(edtf) else { return true };
    let mut known = draft.frames.iter().filter_map(|f| open_date(parts, f)).map(edtf).peekable();
    known.peek().is_none() || known.any(|old| old == new)
}

fn touches(a: Interval, b: Interval) -> bool {
    let starts = |v: Interval| v.0.unwrap_or(NaiveDate::MIN);
    let ends = |v: Interval| v.1.unwrap_or(NaiveDate::MAX);
    starts(a) <= ends(b) && starts(b) <= ends(a)
}

/// The date of a draft; `standing` is the date the narrative stands on.
pub(super) fn date(parts: &Parts<'_>, draft: &Draft, standing: Option<&EventDate>) -> Dated {
    if draft.aggregate
        && let Some(dated) = total(parts, draft)
    {
        return dated;
    }
    let owned = draft.frames.iter().filter_map(|f| Some((f, own(parts, f)?)));
    // the most precise of the frames' dates, the first among equals, rather than when it was said
    let width = |(frame, (interval, date)): &(&Frame, (Interval, usize))| match interval {
        (Some(a), Some(b)) => (said(parts, frame, *date), (*b - *a).num_days()),
        _ => (said(parts, frame, *date), i64::MAX),
    };
    if let Some((_, (value, date))) = owned.min_by_key(width) {
        return stated(parts, value, date);
    }
    if let Some(dated) = vague(parts, draft).or_else(|| unresolved(parts, draft)) {
        return dated;
    }
    let background = draft.frames.iter().all(|f| f.background);
    match (standing, parts.document.published) {
        (Some(date), _) if !background => Dated {
            date: EventDate { basis: Some(DateBasis::Implied), text: None, ..date.clone() },
            flags: Vec::new(),
            mention: None,
        },
        (None, Some(day)) if !background => published(day),
        _ => unknown(),
    }
}

fn stated(parts: &Parts<'_>, value: Interval, date: usize) -> Dated {
    let mention = &parts.dates[date];
    let joined = (mention.value.date_start, mention.value.date_end) != value;
    let edtf = match value {
        (Some(a), Some(b)) if joined => format!("{a}/{b}"),
        _ => mention.value.edtf.clone(),
    };
    Dated {
        date: EventDate {
            start: value.0,
            end: value.1,
            precision: Some(if joined { DatePrecision::Range } else { mention.value.precision }),
            basis: Some(mention.value.basis),
            modifier: mention.value.modifier,
            edtf: Some(edtf),
            text: Some(parts.text.words(&mention.tokens).to_owned()),
        },
        flags: mention.flags.clone(),
        mention: Some(date),
    }
}

/// A total since a day runs to the publication day.
fn total(parts: &Parts<'_>, draft: &Draft) -> Option<Dated> {
    let date = draft.frames.iter().find_map(|f| since(parts, f))?;
    let mut dated = stated(parts, interval(parts, date), date);
    dated.date.end = parts.document.published;
    dated.date.precision = Some(DatePrecision::Range);
    dated.date.modifier = Some(DateModifier::Since);
    let bound = |day: Option<NaiveDate>| day.map_or(String::from(".."), |d| d.to_string());
    dated.date.edtf = Some(format!("{}/{}", bound(dated.date.start), bound(dated.date.end)));
    Some(dated)
}

/// The date from which on the frame counts: its own date, told with "since", which may stand some
/// words before it ("since the fighting broke out in March").
pub(super) fn since(parts: &Parts<'_>, frame: &Frame) -> Option<usize> {
    let (_, date) = own(parts, frame)?;
    let mention = &parts.dates[date];
    let start = mention.tokens.start;
    let reach = start.saturating_sub(SINCE_REACH).max(frame.tokens.start)..start;
    let told = || {
        let clause = |t: &usize| parts.text.mark(*t).is_none();
        let mut before = reach.rev().take_while(clause);
        before.any(|t| parts.matcher.is(t, &parts.pack.events.since))
    };
    (mention.value.modifier == Some(DateModifier::Since) || told()).then_some(date)
}

/// A span without a count ("in recent weeks") keeps what is known of it.
fn vague(parts: &Parts<'_>, draft: &Draft) -> Option<Dated> {
    let is_vague = |d: &&usize| parts.dates[**d].value.modifier == Some(DateModifier::Vague);
    let date = *draft.frames.iter().flat_map(|f| &f.dates).find(is_vague)?;
    Some(stated(parts, interval(parts, date), date))
}

/// A date that the text does not let be reckoned keeps what is known of it.
fn unresolved(parts: &Parts<'_>, draft: &Draft) -> Option<Dated> {
    let date = draft.frames.iter().find_map(|f| open_date(parts, f))?;
    let mut dated = stated(parts, (None, None), date);
    dated.flags.push(Flag::NoDate);
    Some(dated)
}

/// The frame's first date of which neither bound is known.
fn open_date(parts: &Parts<'_>, frame: &Frame) -> Option<usize> {
    let open = |d: &&usize| {
        let value = &parts.dates[**d].value;
        value.date_start.is_none() && value.date_end.is_none() && value.modifier.is_none()
    };
    frame.dates.iter().find(open).copied()
}

fn published(day: NaiveDate) -> Dated {
    Dated {
        date: EventDate {
            start: Some(day),
            end: Some(day),
            precision: Some(DatePrecision::Day),
            basis: Some(DateBasis::Published),
            modifier: None,
            edtf: Some(day.to_string()),
            text: None,
        },
        flags: vec![Flag::DateFromPublished],
        mention: None,
    }
}

fn unknown() -> Dated {
    Dated { date: EventDate::default(), flags: vec![Flag::NoDate], mention: None }
}
