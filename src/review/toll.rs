//! The counts of an event: in, the name of a column and a number; out, the figure or group with it.

use serde::Deserialize;
use serde_json::Value;

use super::fields::Wrong;
use crate::record::{Bounds, Effect, Event, KilledGroups, Qualifier, Toll, Who};

/// Sets a column about a count; whether it is one.
pub(super) fn set(event: &mut Event, name: &str, value: &Value) -> Result<bool, Wrong> {
    let Some((of, part)) = name.rsplit_once('_') else { return Ok(false) };
    if let Some(group) = of.strip_prefix("killed_") {
        return set_group(&mut event.killed_groups, group, part, value);
    }
    let Some(effect) = Effect::ALL.iter().copied().find(|effect| effect.as_str() == of) else {
        return Ok(false);
    };
    let at = event.casualties.iter().position(|toll| toll.effect == effect);
    let at = match at {
        Some(at) => at,
        None if value.is_null() => return Ok(true),
        None => begin(&mut event.casualties, effect),
    };
    let toll = &mut event.casualties[at];
    match part {
        "low" => toll.low = value.as_u64(),
        "best" => toll.best = value.as_u64(),
        "high" => toll.high = value.as_u64(),
        "qualifier" => {
            let qualifier = Option::<Qualifier>::deserialize(value).map_err(|e| e.to_string())?;
            toll.qualifier = qualifier.unwrap_or(toll.qualifier);
        }
        _ => toll.text = value.as_str().unwrap_or_default().to_owned(),
    }
    Ok(true)
}

/// A new figure, in the order of the effects.
fn begin(tolls: &mut Vec<Toll>, effect: Effect) -> usize {
    let at = tolls.partition_point(|toll| toll.effect < effect);
    let toll = Toll {
        effect,
        low: None,
        best: None,
        high: None,
        qualifier: Qualifier::Exact,
        who: Who::Unknown,
        who_text: None,
        text: String::new(),
    };
    tolls.insert(at, toll);
    at
}

fn set_group(
    groups: &mut KilledGroups,
    group: &str,
    part: &str,
    value: &Value,
) -> Result<bool, Wrong> {
    let bounds = match group {
        "civilians" => &mut groups.civilians,
        "security" => &mut groups.security,
        "militants" => &mut groups.militants,
        "children" => &mut groups.children,
        "women" => &mut groups.women,
        _ => return Ok(false),
    };
    let mut new = bounds.unwrap_or_default();
    match part {
        "low" => new.low = value.as_u64(),
        _ => new.high = value.as_u64(),
    }
    *bounds = (new != Bounds::default()).then_some(new);
    Ok(true)
}

/// Makes the rest of a figure agree with bounds that were changed; `told` says of a column whether
/// the reviewer gave it.
pub(super) fn agree(event: &mut Event, told: impl Fn(&str) -> bool) {
    let changed = |toll: &Toll, part: &str| told(&format!("{}_{part}", toll.effect));
    let bounds = |toll: &Toll| changed(toll, "low") || changed(toll, "high");
    let gone = |toll: &Toll| {
        let none = toll.low.is_none() && toll.high.is_none();
        none && bounds(toll) && !(changed(toll, "best") && toll.best.is_some())
    };
    event.casualties.retain(|toll| !gone(toll));
    for toll in event.casualties.iter_mut().filter(|toll| bounds(toll)) {
        if !changed(toll, "best") {
            toll.best = Toll::best_of(toll.low, toll.high);
        }
        if !changed(toll, "qualifier") {
            toll.qualifier = qualifier(toll);
        }
    }
}

/// The wording that fits the bounds: the one it has, where it still does.
fn qualifier(toll: &Toll) -> Qualifier {
    use Qualifier::{About, AtLeast, Exact, LessThan, MoreThan, Range, UpTo, Vague, Zero};
    match (toll.low, toll.high) {
        (Some(0), Some(0)) => Zero,
        (Some(low), Some(high)) if low == high => Exact,
        (Some(_), None) if matches!(toll.qualifier, MoreThan | Vague) => toll.qualifier,
        (Some(_), None) => AtLeast,
        (None, Some(_)) if toll.qualifier == LessThan => LessThan,
        (None, _) => UpTo,
        _ if matches!(toll.qualifier, About | Vague | UpTo | LessThan) => toll.qualifier,
        _ => Range,
    }
}
