//! What a row is: the typed records that the pipeline ends in, with serde names as the output
//! contract (docs/records.md) has them. Dates are Gregorian days, counts are persons, coordinates
//! WGS 84 degrees, text offsets code points of the body (end exclusive).

use std::borrow::Cow;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

/// Declares an enum whose variants are written in snake_case, with `as_str` and `Display`.
macro_rules! terms {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
        )]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant),+ }

        impl $name {
            /// Every value, in the order of the contract.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The words that stand in the files, in that order.
            pub const NAMES: &'static [&'static str] = &[$($text),+];

            /// The word that stands in the files.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

pub(crate) use terms;

terms! {
    /// What kind of incident an event is (codebook, Events).
    EventKind {
        /// Fighting in which both sides take part.
        Clash = "clash",
        /// An attack from hiding on a moving target.
        Ambush = "ambush",
        /// An armed assault, also on a building or post.
        ArmedAttack = "armed_attack",
        /// Gunfire at persons.
        Shooting = "shooting",
        /// The targeted killing of a named or singled-out person.
        Assassination = "assassination",
        /// Killing of persons held.
        Execution = "execution",
        /// Killing whose means the text does not say.
        Killing = "killing",
        /// Ill-treatment of persons held.
        Torture = "torture",
        /// Improvised device, mine or car bomb.
        Bombing = "bombing",
        /// A bomber who dies with the bomb.
        SuicideBombing = "suicide_bombing",
        /// Bombing from manned aircraft.
        Airstrike = "airstrike",
        /// Bombing by unmanned aircraft.
        DroneStrike = "drone_strike",
        /// Artillery, mortars, rockets, ground-launched missiles.
        Shelling = "shelling",
        /// Rape and other sexual violence.
        SexualViolence = "sexual_violence",
        /// Abduction or forced disappearance.
        Abduction = "abduction",
        /// A demonstration without violence by the demonstrators.
        Protest = "protest",
        /// A violent demonstration or mob.
        Riot = "riot",
        /// Territory or a site changes hands.
        Seizure = "seizure",
        /// Persons detained by an authority.
        Arrest = "arrest",
        /// Seizure of state power.
        Coup = "coup",
        /// Forces leave a place or country.
        Withdrawal = "withdrawal",
        /// A truce, treaty or deal between parties.
        Agreement = "agreement",
        /// Looting or destruction of property.
        Looting = "looting",
        /// An accident or disaster with a toll; not conflict.
        Other = "other",
    }
}

terms! {
    /// What happened to the persons counted.
    Effect {
        /// Dead.
        Killed = "killed",
        /// Wounded.
        Injured = "injured",
        /// Missing.
        Missing = "missing",
        /// Abducted or taken hostage.
        Abducted = "abducted",
        /// Detained by an authority, or taken prisoner.
        Detained = "detained",
        /// Driven from home, evacuated.
        Displaced = "displaced",
        /// Dead or wounded: the text does not say which.
        Casualties = "casualties",
    }
}

terms! {
    /// How a count was worded.
    Qualifier {
        /// A plain figure.
        Exact = "exact",
        /// "At least N".
        AtLeast = "at_least",
        /// "More than N".
        MoreThan = "more_than",
        /// "Fewer than N".
        LessThan = "less_than",
        /// "Up to N".
        UpTo = "up_to",
        /// "About N".
        About = "about",
        /// "Between A and B".
        Range = "range",
        /// "Several", "dozens", a bare plural.
        Vague = "vague",
        /// "No one".
        Zero = "zero",
    }
}

terms! {
    /// Who the persons counted are.
    Who {
        /// Civilians, by word or by occupation.
        Civilians = "civilians",
        /// Army, police, guards.
        Security = "security",
        /// Non-state fighters.
        Militants = "militants",
        /// "Persons" and the like.
        Unknown = "unknown",
    }
}

terms! {
    /// Age and sex of the persons counted.
    AgeSex {
        /// Minors.
        Children = "children",
        /// Adult women.
        Women = "women",
        /// Adult men, where the text says so.
        Men = "men",
        /// More than one of these.
        Mixed = "mixed",
        /// Not said.
        Unknown = "unknown",
    }
}

terms! {
    /// What a casualty statement is among the statements of its event.
    Status {
        /// The figure that counts.
        Current = "current",
        /// Replaced by a later count in time.
        Superseded = "superseded",
        /// Another source's figure.
        Rival = "rival",
        /// Taken back by its source.
        Retracted = "retracted",
        /// Said before in the document.
        Repeat = "repeat",
    }
}

terms! {
    /// Whose loss a figure is.
    Side {
        /// The attackers.
        Actor = "actor",
        /// The attacked.
        Target = "target",
        /// Neither.
        Bystander = "bystander",
        /// Not said.
        Unknown = "unknown",
    }
}

terms! {
    /// The unit a date is known to.
    DatePrecision {
        /// One day.
        Day = "day",
        /// A calendar week, Monday to Sunday.
        Week = "week",
        /// A calendar month, or a third of it (see the modifier).
        Month = "month",
        /// A calendar quarter.
        Quarter = "quarter",
        /// A season.
        Season = "season",
        /// A calendar year, or a third of it (see the modifier).
        Year = "year",
        /// Ten years.
        Decade = "decade",
        /// A hundred years.
        Century = "century",
        /// Any other interval.
        Range = "range",
    }
}

terms! {
    /// What stands with a date and bends its meaning.
    DateModifier {
        /// From then on.
        Since = "since",
        /// Up to then.
        Until = "until",
        /// Before then.
        Before = "before",
        /// After then.
        After = "after",
        /// First third of the unit.
        Early = "early",
        /// Middle third of the unit.
        Mid = "mid",
        /// Last third of the unit.
        Late = "late",
        /// Approximately.
        About = "about",
        /// A span without a count ("recent weeks").
        Vague = "vague",
    }
}

terms! {
    /// What a date rests on.
    DateBasis {
        /// All of it stands in the text.
        Stated = "stated",
        /// Part was worked out from context.
        Implied = "implied",
        /// The day of an announcement dates the incident.
        Announced = "announced",
        /// No date in the text: the publication day.
        Published = "published",
    }
}

terms! {
    /// What a date was reckoned from.
    DateAnchor {
        /// Nothing: a full date.
        Absolute = "absolute",
        /// The publication day.
        Published = "published",
        /// The date the narrative stands on.
        Story = "story",
    }
}

terms! {
    /// What kind of place a name is of.
    Feature {
        /// A country of today's ISO 3166.
        Country = "country",
        /// A region, governorate, province, district.
        Admin = "admin",
        /// A capital or large city.
        City = "city",
        /// Another town.
        Town = "town",
        /// A village.
        Village = "village",
        /// A part of a city.
        Neighbourhood = "neighbourhood",
        /// A camp of refugees or displaced persons.
        Camp = "camp",
        /// A named building, base, crossing, market and the like.
        Site = "site",
        /// River, mountain, valley, island, lake, gulf.
        Natural = "natural",
    }
}

terms! {
    /// How near the coordinates are to the place meant.
    PlacePrecision {
        /// The place itself.
        Exact = "exact",
        /// Within 25 km of it.
        Near = "near",
        /// Farther; the coordinates are the anchor's.
        Offset = "offset",
        /// Between two named places.
        Between = "between",
        /// The place itself is unknown; this is what holds it.
        Parent = "parent",
        /// A division, not a point.
        Admin = "admin",
        /// Only the country is known; no coordinates.
        Country = "country",
    }
}

terms! {
    /// What a place is to its event.
    PlaceRole {
        /// Where it happened.
        Location = "location",
        /// One of two places it happened between.
        Between = "between",
        /// The place a distance was measured from.
        Anchor = "anchor",
    }
}

terms! {
    /// What sort of organisation or person acts or is hit.
    PartyClass {
        /// The state's own army or security forces.
        StateForces = "state_forces",
        /// Police and gendarmerie.
        Police = "police",
        /// A non-state armed organisation.
        ArmedGroup = "armed_group",
        /// A militia on a side.
        Militia = "militia",
        /// Demonstrators.
        Protesters = "protesters",
        /// Civilians.
        Civilians = "civilians",
        /// Another state's or an alliance's forces.
        ForeignForces = "foreign_forces",
        /// Anyone else.
        Other = "other",
    }
}

impl PartyClass {
    /// Whether such a party bears arms: forces and fighters of every side.
    pub fn bears_arms(self) -> bool {
        use PartyClass::{ArmedGroup, ForeignForces, Militia, Police, StateForces};
        matches!(self, StateForces | Police | ArmedGroup | Militia | ForeignForces)
    }
}

terms! {
    /// On whose word the actor is the actor.
    ActorBasis {
        /// The text's own.
        Reported = "reported",
        /// It claimed the act.
        Claimed = "claimed",
        /// Somebody accuses it.
        Accused = "accused",
        /// It is suspected.
        Suspected = "suspected",
        /// It denies.
        Denied = "denied",
    }
}

terms! {
    /// What sort of speaker stands behind a figure.
    AttributionType {
        /// Government and officials.
        Official = "official",
        /// Army, police, alliance spokesmen.
        Military = "military",
        /// A party to the conflict.
        Party = "party",
        /// Hospitals, ambulance services, physicians.
        Medical = "medical",
        /// Eyewitnesses, residents.
        Witness = "witness",
        /// Monitoring and rights groups.
        Monitor = "monitor",
        /// The United Nations.
        Un = "un",
        /// News media.
        Media = "media",
        /// The claimant of the act.
        Claimant = "claimant",
        /// Sources without a name.
        Unnamed = "unnamed",
    }
}

terms! {
    /// The means of an incident.
    Weapon {
        /// Improvised explosive device.
        Ied = "ied",
        /// Car or lorry bomb.
        VehicleBomb = "vehicle_bomb",
        /// Explosives worn by the bomber.
        SuicideVest = "suicide_vest",
        /// Landmine.
        Mine = "mine",
        /// Rifles, pistols, machine guns.
        SmallArms = "small_arms",
        /// Guns of artillery or tanks.
        Artillery = "artillery",
        /// Mortar.
        Mortar = "mortar",
        /// Unguided rocket.
        Rocket = "rocket",
        /// Guided missile.
        Missile = "missile",
        /// Manned aircraft.
        Aircraft = "aircraft",
        /// Unmanned aircraft.
        Drone = "drone",
        /// Hand or rocket-propelled grenade.
        Grenade = "grenade",
        /// Knife, axe and the like.
        Blade = "blade",
        /// A vehicle driven into people.
        Vehicle = "vehicle",
        /// Arson.
        Fire = "fire",
        /// Named, but none of these.
        Unknown = "unknown",
    }
}

terms! {
    /// How far an event's fields can be trusted before review.
    Confidence {
        /// Stated date, exact place, the figure in the trigger's own sentence.
        High = "high",
        /// Anything between.
        Medium = "medium",
        /// Two or more doubts among the flags.
        Low = "low",
    }
}

terms! {
    /// A doubt or choice that the reviewer should see.
    Flag {
        /// The year was worked out from context.
        YearImplied = "year_implied",
        /// Two parts of a date contradict each other.
        DateConflict = "date_conflict",
        /// The event has the publication day for want of a date.
        DateFromPublished = "date_from_published",
        /// The event has no date.
        NoDate = "no_date",
        /// Rival places were close.
        PlaceAmbiguous = "place_ambiguous",
        /// The name is a place's, which one is not known.
        PlaceUnresolved = "place_unresolved",
        /// The event has no place.
        NoPlace = "no_place",
        /// One toll for several places.
        TollShared = "toll_shared",
        /// The toll is a sum of disjoint groups.
        TollSummed = "toll_summed",
        /// Sources give different tolls.
        TollConflict = "toll_conflict",
        /// A later count replaced an earlier one.
        TollUpdated = "toll_updated",
        /// The text says that no toll is known.
        TollNotReported = "toll_not_reported",
        /// Only a party to the conflict says so.
        PartyClaim = "party_claim",
        /// The publication date does not fit the text.
        PublishedDoubtful = "published_doubtful",
        /// A count in vague words.
        VagueCount = "vague_count",
        /// A total over several incidents.
        Aggregate = "aggregate",
        /// A count of nobody.
        Negated = "negated",
    }
}

terms! {
    /// How a document's publication day is known.
    PublishedBasis {
        /// Front matter or field of the record, or `--published`.
        Given = "given",
        /// Metadata of the format.
        Metadata = "metadata",
        /// The feed's entry.
        Feed = "feed",
        /// The file's name or date.
        File = "file",
        /// Unknown.
        None = "none",
    }
}

/// Writes a coordinate or distance with at most five decimals, so that no platform's rounding shows.
fn degrees<S: Serializer>(value: &Option<f64>, out: S) -> Result<S::Ok, S::Error> {
    value.map(round5).serialize(out)
}

/// Rounds to five decimals; what rounds to nothing has no sign.
pub fn round5(value: f64) -> f64 {
    (value * 1e5).round() / 1e5 + 0.0
}

/// An input document, as documents.csv and documents.jsonl show it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DocumentRecord {
    /// Unique in a run.
    pub document_id: String,
    /// File it came from, relative to its root; `-` for standard input.
    pub path: String,
    /// Publisher, as given.
    pub source: Option<String>,
    /// Address, as given.
    pub url: Option<String>,
    /// Channel of a message export.
    pub channel: Option<String>,
    /// Publication day.
    pub published: Option<NaiveDate>,
    /// How that day is known.
    pub published_basis: PublishedBasis,
    /// ISO 639-1 code of the pack that read it.
    pub language: String,
    /// Encoding the bytes were read in.
    pub encoding: String,
    /// Title, as given; no part of the body.
    pub title: Option<String>,
    /// Code points of the body.
    pub characters: usize,
    /// Sentences of the body.
    pub sentences: usize,
    /// Incidents and aggregates made of it.
    pub events: usize,
    /// Mentions found in it.
    pub mentions: usize,
    /// The earlier document with the same text.
    pub duplicate_of: Option<String>,
    /// Doubts about the whole document.
    pub flags: Vec<Flag>,
    /// SHA-256 of the body's UTF-8, lower-case hexadecimal.
    pub sha256: String,
    /// The body; only in documents.jsonl.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// One thing recognised: a row of mentions.csv, a line of mentions.jsonl.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// `mn_…`, stable.
    pub mention_id: String,
    /// Document it stands in.
    pub document_id: String,
    /// Events it belongs to.
    pub event_ids: Vec<String>,
    /// What it is, and the fields of that kind.
    #[serde(flatten)]
    pub value: MentionValue,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The words.
    pub text: String,
    /// Rule that recognised it.
    pub rule: String,
    /// Doubts.
    pub flags: Vec<Flag>,
}

/// The fields that depend on the kind of a mention.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MentionValue {
    /// A time expression.
    Date(DateValue),
    /// A toponym.
    Place(PlaceValue),
    /// A count of persons.
    Casualty(CasualtyValue),
    /// An organisation or group of persons that acts or is hit.
    Actor(ActorValue),
}

impl MentionValue {
    /// `date`, `place`, `casualty` or `actor`.
    pub fn kind(&self) -> &'static str {
        match self {
            MentionValue::Date(_) => "date",
            MentionValue::Place(_) => "place",
            MentionValue::Casualty(_) => "casualty",
            MentionValue::Actor(_) => "actor",
        }
    }
}

/// What a time expression means: a closed interval of Gregorian days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DateValue {
    /// First day, where known.
    pub date_start: Option<NaiveDate>,
    /// Last day, where known.
    pub date_end: Option<NaiveDate>,
    /// Unit it is known to.
    pub precision: DatePrecision,
    /// What bends it.
    pub modifier: Option<DateModifier>,
    /// What it rests on.
    pub basis: DateBasis,
    /// What it was reckoned from.
    pub anchor: DateAnchor,
    /// ISO 8601-2 (EDTF) form, which keeps what is known of an unknown date.
    pub edtf: String,
}

/// What a toponym was resolved to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlaceValue {
    /// English main name of the gazetteer; the words themselves where unresolved.
    pub name: String,
    /// Kind of place, where known.
    pub feature: Option<Feature>,
    /// Degrees north; empty for countries and unresolved places.
    #[serde(serialize_with = "degrees")]
    #[schemars(with = "Option<f64>")]
    pub latitude: Option<f64>,
    /// Degrees east.
    #[serde(serialize_with = "degrees")]
    #[schemars(with = "Option<f64>")]
    pub longitude: Option<f64>,
    /// Second-level division.
    pub admin2: Option<String>,
    /// First-level division.
    pub admin1: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country_code: Option<String>,
    /// How near the coordinates are; empty where unresolved.
    pub precision: Option<PlacePrecision>,
    /// Row of the gazetteer.
    pub gazetteer_id: Option<String>,
    /// How many places the gazetteer offered.
    pub candidates: usize,
}

/// What a casualty statement says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CasualtyValue {
    /// What happened to them.
    pub effect: Effect,
    /// Fewest persons the words allow.
    pub low: Option<u64>,
    /// Most persons the words allow.
    pub high: Option<u64>,
    /// How the count was worded.
    pub qualifier: Qualifier,
    /// Who they are.
    pub who: Who,
    /// The head noun and what describes it, as written.
    pub who_text: Option<String>,
    /// Their age and sex.
    pub age_sex: AgeSex,
    /// Whether they are counted in another figure too.
    pub part: bool,
    /// What it is among the statements of its event.
    pub status: Status,
    /// Who says so, as written.
    pub attribution: Option<String>,
    /// What sort of speaker that is.
    pub attribution_type: Option<AttributionType>,
    /// Whose loss it is.
    #[serde(default = "unsaid")]
    pub side: Side,
}

/// Of whose loss nothing is said.
fn unsaid() -> Side {
    Side::Unknown
}

/// What an actor mention names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ActorValue {
    /// Name of the actors table, or the words.
    pub name: String,
    /// What it does in its sentence.
    pub role: ActorRole,
    /// What sort of party it is.
    pub class: Option<PartyClass>,
}

terms! {
    /// What an actor mention does in its sentence.
    ActorRole {
        /// It acts.
        Actor = "actor",
        /// It is hit.
        Target = "target",
        /// It claims an act.
        Claimant = "claimant",
        /// Not said.
        Unknown = "unknown",
    }
}

/// One incident, or a total over several: an element of events.json, a row of events.csv or
/// aggregates.csv.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// `ev_…`, stable.
    pub event_id: String,
    /// Document it was made of.
    pub document_id: String,
    /// Publisher of the document.
    pub source: Option<String>,
    /// Address of the document.
    pub url: Option<String>,
    /// Title of the document.
    pub title: Option<String>,
    /// Language of the document.
    pub language: String,
    /// Publication day of the document.
    pub published: Option<NaiveDate>,
    /// Kind of incident.
    pub kind: EventKind,
    /// False for accidents and disasters.
    pub conflict_related: bool,
    /// ACLED event type, by kind and target.
    pub acled_event_type: Option<Cow<'static, str>>,
    /// ACLED sub-event type.
    pub acled_sub_event_type: Option<Cow<'static, str>>,
    /// Means.
    pub weapon: Option<Weapon>,
    /// When; never null, its bounds may be.
    pub date: EventDate,
    /// Street, square, distance and bearing, as written.
    pub place_detail: Option<String>,
    /// Where, the most specific place first.
    pub places: Vec<EventPlace>,
    /// Who did it.
    pub actor: Option<Party>,
    /// Who or what was hit.
    pub target: Option<Party>,
    /// Who claimed it.
    pub claimed_by: Option<String>,
    /// The toll: one figure per effect.
    pub casualties: Vec<Toll>,
    /// Of the dead, how many were of which group.
    pub killed_groups: KilledGroups,
    /// Ids of the casualty mentions behind the toll, parts and rivals included.
    pub statements: Vec<String>,
    /// A total over several incidents or a period.
    pub aggregate: bool,
    /// Who says so, as written.
    pub attribution: Option<String>,
    /// What sort of speaker that is.
    pub attribution_type: Option<AttributionType>,
    /// How far to trust it before review.
    pub confidence: Confidence,
    /// Doubts and choices.
    pub flags: Vec<Flag>,
    /// The sentences it was read from; the first holds the trigger.
    pub evidence: Vec<Evidence>,
    /// Rules that made it and its fields.
    pub rules: Vec<String>,
    /// Decision of a reviewer; empty from `extract`.
    pub review: Review,
    /// What its fields were read from.
    #[serde(default)]
    pub sources: Vec<Source>,
}

/// Words that a field of an event was read from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// The field: a column of events.csv, or what a group of them begins with (`date`, `place`,
    /// `killed`), or a flag; `trigger` for what also reports the event.
    pub field: Cow<'static, str>,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The words.
    pub text: String,
    /// Rule that read them.
    pub rule: String,
}

/// The date of an event.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EventDate {
    /// First day, where known.
    pub start: Option<NaiveDate>,
    /// Last day, where known.
    pub end: Option<NaiveDate>,
    /// Unit it is known to; empty without a date.
    pub precision: Option<DatePrecision>,
    /// What it rests on; empty without a date.
    pub basis: Option<DateBasis>,
    /// What bends it.
    pub modifier: Option<DateModifier>,
    /// EDTF form.
    pub edtf: Option<String>,
    /// The words.
    pub text: Option<String>,
}

/// A place of an event.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct EventPlace {
    /// What it is to the event.
    pub role: PlaceRole,
    /// English main name.
    pub name: String,
    /// As written.
    pub text: String,
    /// Kind of place.
    pub feature: Option<Feature>,
    /// Degrees north.
    #[serde(serialize_with = "degrees")]
    #[schemars(with = "Option<f64>")]
    pub latitude: Option<f64>,
    /// Degrees east.
    #[serde(serialize_with = "degrees")]
    #[schemars(with = "Option<f64>")]
    pub longitude: Option<f64>,
    /// How near the coordinates are.
    pub precision: Option<PlacePrecision>,
    /// Kilometres from the anchor.
    #[serde(serialize_with = "degrees")]
    #[schemars(with = "Option<f64>")]
    pub distance_km: Option<f64>,
    /// Direction from the anchor: N, NE, E, SE, S, SW, W, NW.
    pub bearing: Option<String>,
    /// Second-level division.
    pub admin2: Option<String>,
    /// First-level division.
    pub admin1: Option<String>,
    /// English name of the country.
    pub country: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country_code: Option<String>,
    /// Row of the gazetteer.
    pub gazetteer_id: Option<String>,
    /// Its mention; empty where no name stands for it.
    #[serde(default)]
    pub mention_id: String,
}

/// An actor or target of an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Party {
    /// Name of the actors table, or the words.
    pub name: String,
    /// As written.
    pub text: String,
    /// What sort of party it is.
    pub class: Option<PartyClass>,
    /// On whose word; null for targets.
    pub basis: Option<ActorBasis>,
}

/// One figure of an event's toll.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Toll {
    /// What happened to them.
    pub effect: Effect,
    /// Fewest persons.
    pub low: Option<u64>,
    /// One number by the count profile of the run.
    pub best: Option<u64>,
    /// Most persons.
    pub high: Option<u64>,
    /// How it was worded.
    pub qualifier: Qualifier,
    /// Who they are.
    pub who: Who,
    /// Head noun, as written.
    pub who_text: Option<String>,
    /// The words.
    pub text: String,
}

impl Toll {
    /// One number by the profile `reported`: the figure itself, the low bound of "at least" and of
    /// vague words, the middle of a range.
    pub fn best_of(low: Option<u64>, high: Option<u64>) -> Option<u64> {
        match (low, high) {
            (Some(low), Some(high)) => Some(low + high.saturating_sub(low) / 2),
            (Some(bound), None) | (None, Some(bound)) => Some(bound),
            (None, None) => None,
        }
    }
}

/// Bounds on how many of the dead belonged to a group; `None` where the text does not say.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct KilledGroups {
    /// Civilians.
    pub civilians: Option<Bounds>,
    /// Army, police, guards.
    pub security: Option<Bounds>,
    /// Non-state fighters.
    pub militants: Option<Bounds>,
    /// Minors.
    pub children: Option<Bounds>,
    /// Women.
    pub women: Option<Bounds>,
}

/// Fewest and most persons; `high` null is unbounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Bounds {
    /// Fewest.
    pub low: Option<u64>,
    /// Most.
    pub high: Option<u64>,
}

/// A sentence an event was read from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// `body[start..end]`.
    pub text: String,
}

/// What a reviewer decided; `extract` leaves it empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Review {
    /// accepted, corrected, rejected, unsure, duplicate, added or stale.
    pub status: Option<String>,
    /// Free text.
    pub note: Option<String>,
}

/// A document or record that could not be read: a line of errors.jsonl.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReadError {
    /// File, relative to its root.
    pub path: String,
    /// 1-based number of the record in the file, where it holds many.
    pub record: Option<u64>,
    /// 1-based line.
    pub line: Option<u64>,
    /// Byte offset in the file.
    pub offset: Option<u64>,
    /// What was wrong.
    pub reason: String,
}

/// Everything one document gave.
#[derive(Clone, Debug)]
pub struct Extraction {
    /// The document's own row.
    pub document: DocumentRecord,
    /// In text order.
    pub mentions: Vec<Mention>,
    /// In order of their evidence.
    pub events: Vec<Event>,
}
