//! A report to hand on: in, a run with its decisions; out, one page that needs nothing else: a map, a
//! timeline, and a table with the evidence. It has no script, and every text is escaped and set apart
//! from what stands around it, whichever way it is read.

use std::{collections::BTreeMap, fmt::Write};

use chrono::{Datelike, NaiveDate};
use data_encoding::BASE64;
use sha2::{Digest, Sha256};

use super::{
    Review,
    outlines::{Frame, shapes},
};
use crate::{
    diff::html::escape,
    record::{Effect, Event},
};

const STYLE: &str = include_str!("report.css");

/// Bars of a timeline, at most.
const BARS: usize = 120;

/// The page.
pub fn page(review: &Review, rejected: bool) -> String {
    let events: Vec<Event> =
        review.effective(rejected).flat_map(|extraction| extraction.events).collect();
    let (totals, incidents): (Vec<&Event>, Vec<&Event>) =
        events.iter().partition(|event| event.aggregate);
    let mut out = String::from(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src '@'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>Events</title>\n<style>",
    );
    out = out.replacen('@', &style_hash(), 1);
    out += STYLE;
    out += "</style>\n</head>\n<body>\n<h1>Events</h1>\n";
    summary(&mut out, review, &incidents, &totals);
    map(&mut out, &incidents);
    timeline(&mut out, &incidents);
    table(&mut out, "Incidents", &incidents);
    table(&mut out, "Totals over several incidents", &totals);
    out += "<footer>Made by rasd. Outlines of countries: Natural Earth (public domain).</footer>\n\
            </body>\n</html>\n";
    out
}

/// The style by its hash, so that no other is obeyed.
fn style_hash() -> String {
    format!("sha256-{}", BASE64.encode(&Sha256::digest(STYLE)))
}

fn summary(out: &mut String, review: &Review, incidents: &[&Event], totals: &[&Event]) {
    let mut statuses: BTreeMap<&str, usize> = BTreeMap::new();
    for event in incidents.iter().chain(totals) {
        *statuses.entry(event.review.status.as_deref().unwrap_or("not reviewed")).or_default() += 1;
    }
    let documents = review.documents().len();
    let _ = write!(
        out,
        "<p>Documents: {documents}; incidents: {}; totals over several: {}. Of these ",
        incidents.len(),
        totals.len()
    );
    let words = statuses.iter().map(|(status, count)| format!("{count} {status}"));
    *out += &words.collect::<Vec<_>>().join(", ");
    *out += ".</p>\n";
    for note in review.remarks() {
        let _ = writeln!(out, "<p class=\"note\" dir=\"auto\">{}</p>", escape(&note));
    }
}

/// Longitude and latitude of the first place.
fn point(event: &Event) -> Option<(f64, f64)> {
    let place = event.places.first()?;
    place.longitude.zip(place.latitude)
}

fn map(out: &mut String, events: &[&Event]) {
    let placed: Vec<(&Event, (f64, f64))> =
        events.iter().filter_map(|event| Some((*event, point(event)?))).collect();
    let points: Vec<(f64, f64)> = placed.iter().map(|(_, point)| *point).collect();
    let frame = Frame::around(&points);
    let Frame { west, north, width, height } = frame;
    let _ = writeln!(
        out,
        "<h2>Map</h2>\n<svg class=\"map\" viewBox=\"{west} {north} {width} {height}\" role=\"img\" \
         aria-label=\"Places of the incidents\">"
    );
    let shapes = shapes(frame);
    for shape in &shapes {
        let _ = writeln!(out, "<path d=\"{}\"/>", shape.path);
    }
    for ((x, y), name) in shapes.iter().filter_map(|shape| shape.name) {
        let size = width / 70.0;
        let name = escape(name);
        let _ = writeln!(out, "<text x=\"{x}\" y=\"{y}\" font-size=\"{size:.3}\">{name}</text>");
    }
    for (event, (east, north)) in &placed {
        // larger where more died, and never out of proportion
        let dead = killed(event).0.unwrap_or_default().min(1000) as f64;
        let radius = width / 220.0 * (1.0 + (1.0 + dead).ln() / 2.0);
        let _ = writeln!(
            out,
            "<a href=\"#{id}\"><circle cx=\"{east}\" cy=\"{south}\" r=\"{radius:.4}\">\
             <title>{title}</title></circle></a>",
            id = escape(&event.event_id),
            south = -north,
            title = escape(&title(event)),
        );
    }
    *out += "</svg>\n";
    let missing = events.len() - placed.len();
    if missing > 0 {
        let _ = writeln!(out, "<p>{missing} incidents have no point and are not on the map.</p>");
    }
}

fn title(event: &Event) -> String {
    let place = event.places.first().map_or("", |place| &place.name);
    format!("{} {} {place}", days(event), event.kind)
}

/// Incidents by month, or by year where the months would be too many.
fn timeline(out: &mut String, events: &[&Event]) {
    let starts: Vec<NaiveDate> = events.iter().filter_map(|event| event.date.start).collect();
    let Some((first, last)) = starts.iter().min().zip(starts.iter().max()) else { return };
    let month = |day: &NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    let months = usize::try_from(month(last) - month(first) + 1).unwrap_or(usize::MAX);
    let yearly = months > BARS;
    let unit = |day: &NaiveDate| if yearly { i64::from(day.year()) } else { month(day) };
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    starts.iter().for_each(|day| *counts.entry(unit(day)).or_default() += 1);
    let bars = unit(last) - unit(first) + 1;
    let most = counts.values().max().copied().unwrap_or(1);
    let label = |unit: i64| match yearly {
        true => unit.to_string(),
        false => format!("{:04}-{:02}", unit.div_euclid(12), unit.rem_euclid(12) + 1),
    };
    let _ = writeln!(
        out,
        "<h2>Timeline</h2>\n<svg class=\"time\" viewBox=\"0 0 {} 110\" preserveAspectRatio=\"none\" \
         role=\"img\" aria-label=\"Incidents by {}\">",
        bars * 10,
        if yearly { "year" } else { "month" }
    );
    for (at, count) in &counts {
        let height = *count as f64 / most as f64 * 100.0;
        let _ = writeln!(
            out,
            "<rect x=\"{}\" y=\"{:.2}\" width=\"8\" height=\"{height:.2}\"><title>{}: {count}</title>\
             </rect>",
            (at - unit(first)) * 10 + 1,
            105.0 - height,
            label(*at)
        );
    }
    let _ = writeln!(
        out,
        "</svg>\n<p class=\"ends\"><span>{}</span><span>at most {most}</span><span>{}</span></p>",
        label(unit(first)),
        label(unit(last))
    );
}

fn table(out: &mut String, heading: &str, events: &[&Event]) {
    if events.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "<h2>{heading}</h2>\n<table>\n<thead><tr><th>Date</th><th>Kind</th><th>Place</th>\
         <th>Actor</th><th>Target</th><th>Killed</th><th>Injured</th><th>Evidence</th>\
         <th>Review</th></tr></thead>\n<tbody>"
    );
    events.iter().for_each(|event| row(out, event));
    *out += "</tbody>\n</table>\n";
}

fn row(out: &mut String, event: &Event) {
    let _ = write!(out, "<tr id=\"{}\">", escape(&event.event_id));
    let mut cell = |text: &str| {
        let _ = write!(out, "<td dir=\"auto\"><bdi>{}</bdi></td>", escape(text));
    };
    cell(&days(event));
    cell(event.kind.as_str());
    let places = event.places.iter().map(|place| match &place.country_code {
        Some(code) if place.name != code.as_str() => format!("{} ({code})", place.name),
        _ => place.name.clone(),
    });
    cell(&places.collect::<Vec<_>>().join(", "));
    let party = |party: &Option<crate::record::Party>| {
        party.as_ref().map(|party| party.name.clone()).unwrap_or_default()
    };
    cell(&party(&event.actor));
    cell(&party(&event.target));
    cell(&bounds(killed(event)));
    cell(&bounds(toll(event, Effect::Injured)));
    let sentences: Vec<&str> = event.evidence.iter().map(|e| e.text.as_str()).collect();
    let _ = write!(
        out,
        "<td class=\"words\" dir=\"auto\"><q>{}</q><br><small><bdi>{}</bdi></small></td>",
        escape(&sentences.join(" … ")),
        escape(event.title.as_deref().unwrap_or(&event.document_id))
    );
    let status = event.review.status.as_deref().unwrap_or_default();
    let note = event.review.note.as_deref().unwrap_or_default();
    let _ = writeln!(
        out,
        "<td dir=\"auto\">{}<br><small><bdi>{}</bdi></small></td></tr>",
        escape(status),
        escape(note)
    );
}

fn days(event: &Event) -> String {
    let day = |day: Option<NaiveDate>| day.map_or("?".to_owned(), |day| day.to_string());
    match (event.date.start, event.date.end) {
        (None, None) => String::new(),
        (start, end) if start == end => day(start),
        (start, end) => format!("{} – {}", day(start), day(end)),
    }
}

type Bounds = (Option<u64>, Option<u64>);

fn killed(event: &Event) -> Bounds {
    toll(event, Effect::Killed)
}

fn toll(event: &Event, effect: Effect) -> Bounds {
    let toll = event.casualties.iter().find(|toll| toll.effect == effect);
    toll.map_or((None, None), |toll| (toll.low, toll.high))
}

fn bounds(bounds: Bounds) -> String {
    match bounds {
        (None, None) => String::new(),
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(low), Some(high)) => format!("{low}–{high}"),
        (Some(low), None) => format!("≥ {low}"),
        (None, Some(high)) => format!("≤ {high}"),
    }
}
