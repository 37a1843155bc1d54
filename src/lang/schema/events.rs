//! `events.toml`: in, triggers by kind and the words that steer the assembly of events; out,
//! compiled patterns in order of precedence.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::{
    error::Result,
    lang::{Build, Layers, PackFile, Role, RuleFile},
    recognise::phrase::{ClassSource, Form, Pattern},
    record::{EventKind, Weapon},
};

/// The file as written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Source {
    disable: Vec<Spanned<String>>,
    class: BTreeMap<String, Spanned<ClassSource>>,
    words: Words,
    trigger: Vec<TriggerSource>,
}

impl RuleFile for Source {
    type Entry = TriggerSource;

    fn entries(&self) -> &[TriggerSource] {
        &self.trigger
    }

    fn id(entry: &TriggerSource) -> &Spanned<String> {
        &entry.id
    }

    fn disabled(&self) -> &[Spanned<String>] {
        &self.disable
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Words {
    occurs: Option<Spanned<String>>,
    unreal: Option<Spanned<String>>,
    split: Option<Spanned<String>>,
    background: Option<Spanned<String>>,
    several: Option<Spanned<String>>,
    one_of: Option<Spanned<String>>,
    habitual: Option<Spanned<String>>,
    another: Option<Spanned<String>>,
    since: Option<Spanned<String>>,
    twice: Option<Spanned<String>>,
    many: Option<Spanned<String>>,
    together: Option<Spanned<String>>,
    homeland: Option<Spanned<String>>,
    air: Option<Spanned<String>>,
    armed: Option<Spanned<String>>,
    across: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TriggerSource {
    id: Spanned<String>,
    kind: EventKind,
    #[serde(default)]
    weapon: Option<Weapon>,
    /// What it is in a text that speaks of no aircraft.
    #[serde(default)]
    ground: Option<EventKind>,
    /// Also said of other things than violence.
    #[serde(default)]
    soft: bool,
    #[serde(default)]
    strong: Vec<Spanned<String>>,
    #[serde(default)]
    weak: Vec<Spanned<String>>,
    #[serde(default)]
    faint: Vec<Spanned<String>>,
}

impl TriggerSource {
    /// Its patterns, with what each needs.
    fn patterns(&self) -> impl Iterator<Item = (&Spanned<String>, Strength)> {
        let lists = [
            (&self.strong, Strength::Strong),
            (&self.weak, Strength::Weak),
            (&self.faint, Strength::Faint),
        ];
        lists.into_iter().flat_map(|(list, strength)| list.iter().map(move |p| (p, strength)))
    }
}

/// What a trigger needs to report an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// Nothing more.
    Strong,
    /// A count or a word of occurrence in its clause.
    Weak,
    /// A count in its clause.
    Faint,
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
    /// What it needs to report an incident.
    pub strength: Strength,
    /// Also said of a match, a campaign, a critic: without a count it reports an incident only
    /// beside an armed party or a word of arms.
    pub soft: bool,
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
    /// Words of arms.
    pub armed: Vec<Form>,
}

impl EventRules {
    /// Compiles the file in its layers; its words, classes and rules join those of `build`.
    ///
    /// # Errors
    /// When a layer does not have the shape described above, or a pattern is faulty.
    pub(crate) fn compile(files: &[PackFile<'_>], build: &mut Build) -> Result<EventRules> {
        let layers = Layers::<Source>::parse(files)?;
        build.classes(&layers, |source| &source.class)?;
        let kind = format!("{}.event", build.language);
        let mut triggers = Vec::new();
        for (rank, (file, trigger)) in layers.rules(&kind)?.into_iter().enumerate() {
            let patterns = trigger.patterns().map(|(pattern, _)| pattern);
            let rule = build.rule((file, &kind), &trigger.id, trigger.kind, patterns)?;
            for (pattern, strength) in trigger.patterns() {
                triggers.push(TriggerPhrase {
                    rule: rule.clone(),
                    kind: trigger.kind,
                    weapon: trigger.weapon,
                    ground: trigger.ground,
                    strength,
                    soft: trigger.soft,
                    rank,
                    pattern: build.pattern(file, pattern, Role::Trigger, triggers.len())?,
                });
            }
        }
        let mut words =
            |of: fn(&Words) -> &Option<Spanned<String>>| build.choice(&layers, |s| of(&s.words));
        Ok(EventRules {
            triggers,
            occurs: words(|w| &w.occurs)?,
            unreal: words(|w| &w.unreal)?,
            split: words(|w| &w.split)?,
            background: words(|w| &w.background)?,
            several: words(|w| &w.several)?,
            one_of: words(|w| &w.one_of)?,
            habitual: words(|w| &w.habitual)?,
            another: words(|w| &w.another)?,
            since: words(|w| &w.since)?,
            twice: words(|w| &w.twice)?,
            many: words(|w| &w.many)?,
            together: words(|w| &w.together)?,
            across: words(|w| &w.across)?,
            homeland: words(|w| &w.homeland)?,
            air: words(|w| &w.air)?,
            armed: words(|w| &w.armed)?,
        })
    }
}
