//! `events.toml`: in, triggers by kind and the words that steer the assembly of events; out,
//! compiled patterns in order of precedence.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{
    error::Result,
    lang::{Lexicon, PackFile, Role},
    recognise::phrase::{self, ClassSource, Classes, Form, Pattern},
    record::{EventKind, Weapon},
};

/// The file as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    class: BTreeMap<String, ClassSource>,
    words: Words,
    trigger: Vec<TriggerSource>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    occurs: String,
    unreal: String,
    split: String,
    background: String,
    several: String,
    one_of: String,
    habitual: String,
    another: String,
    since: String,
    twice: String,
    many: String,
    together: String,
    homeland: String,
    air: String,
    across: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TriggerSource {
    id: String,
    kind: EventKind,
    #[serde(default)]
    weapon: Option<Weapon>,
    /// What it is in a text that speaks of no aircraft.
    #[serde(default)]
    ground: Option<EventKind>,
    #[serde(default)]
    strong: Vec<toml::Spanned<String>>,
    #[serde(default)]
    weak: Vec<toml::Spanned<String>>,
}

/// One pattern of a trigger; payload of [`Role::Trigger`].
#[derive(Debug)]
pub struct TriggerPhrase {
    /// Rule id: language, `event`, the trigger's id.
    pub rule: String,
    /// Kind of incident.
    pub kind: EventKind,
    /// Means, where the trigger says so.
    pub weapon: Option<Weapon>,
    /// Kind of incident where the text speaks of no aircraft; the means are then unknown.
    pub ground: Option<EventKind>,
    /// Reports an incident by itself.
    pub strong: bool,
    /// Position of the trigger in the file: smaller is more telling.
    pub rank: usize,
    /// The pattern.
    pub pattern: Pattern,
}

/// The compiled rules.
#[derive(Debug)]
pub struct EventRules {
    /// Patterns in order of precedence.
    pub triggers: Vec<TriggerPhrase>,
    /// Words of occurrence.
    pub occurs: Vec<Form>,
    /// What makes a trigger unreal.
    pub unreal: Vec<Form>,
    /// What opens another incident in the same sentence.
    pub split: Vec<Form>,
    /// What tells a sentence as background.
    pub background: Vec<Form>,
    /// Makes a word for several incidents what the incident is one of.
    pub one_of: Vec<Form>,
    /// Another incident than the one told before.
    pub another: Vec<Form>,
    /// What goes on or recurs.
    pub habitual: Vec<Form>,
    /// "Since": from a date on.
    pub since: Vec<Form>,
    /// Several incidents together.
    pub several: Vec<Form>,
    /// Two incidents told together.
    pub twice: Vec<Form>,
    /// Plural triggers: over a month or more they are several incidents.
    pub many: Vec<Form>,
    /// "The two ambushes": incidents of the sentence before, taken together.
    pub together: Vec<Form>,
    /// "Over", "during" a span of days.
    pub across: Vec<Form>,
    /// "The country" as a place.
    pub homeland: Vec<Form>,
    /// Means of the air.
    pub air: Vec<Form>,
}

impl EventRules {
    /// Compiles the file and adds its words to `lexicon`; its classes join `classes`.
    ///
    /// # Errors
    /// When the file does not have the shape described above, or a pattern is faulty.
    pub fn compile(
        file: PackFile<'_>,
        language: &str,
        classes: &mut Classes,
        lexicon: &mut Lexicon,
    ) -> Result<EventRules> {
        let source: Source = file.parse()?;
        classes.add(&source.class, lexicon).map_err(|e| e.in_file(file.path))?;
        let mut triggers = Vec::new();
        for (rank, trigger) in source.trigger.iter().enumerate() {
            let strong = trigger.strong.iter().map(|p| (p, true));
            for (pattern, strong) in strong.chain(trigger.weak.iter().map(|p| (p, false))) {
                let row = triggers.len() as u32;
                let compiled =
                    phrase::compile(pattern.get_ref(), Role::Trigger, row, classes, lexicon)
                        .map_err(|e| file.fault(pattern.span().start, e))?;
                triggers.push(TriggerPhrase {
                    rule: format!("{language}.event.{}", trigger.id),
                    kind: trigger.kind,
                    weapon: trigger.weapon,
                    ground: trigger.ground,
                    strong,
                    rank,
                    pattern: compiled,
                });
            }
        }
        let mut words = |choice: &str| {
            phrase::choice(choice, classes, lexicon).map_err(|e| e.in_file(file.path))
        };
        let w = &source.words;
        Ok(EventRules {
            triggers,
            occurs: words(&w.occurs)?,
            unreal: words(&w.unreal)?,
            split: words(&w.split)?,
            background: words(&w.background)?,
            several: words(&w.several)?,
            one_of: words(&w.one_of)?,
            habitual: words(&w.habitual)?,
            another: words(&w.another)?,
            since: words(&w.since)?,
            twice: words(&w.twice)?,
            many: words(&w.many)?,
            together: words(&w.together)?,
            across: words(&w.across)?,
            homeland: words(&w.homeland)?,
            air: words(&w.air)?,
        })
    }
}
