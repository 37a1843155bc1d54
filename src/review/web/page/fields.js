// The fields of an event that a reviewer may change, by the names of events.csv: where the record has
// them, and of which sort they are.

const toll = (event, effect) => event.casualties.find((one) => one.effect === effect);
const part = (event, group) => event.killed_groups?.[group];
export const mainPlace = (event) => event.places[0];
const place = (name) => (event) => mainPlace(event)?.[name];

export const EFFECTS = ['killed', 'injured', 'missing', 'abducted', 'detained', 'displaced', 'casualties'];
export const GROUPS = ['civilians', 'security', 'militants', 'children', 'women'];

const KINDS = 'clash ambush armed_attack shooting assassination execution killing torture bombing suicide_bombing airstrike drone_strike shelling sexual_violence abduction protest riot seizure arrest coup withdrawal agreement looting other'.split(' ');
const WEAPONS = 'ied vehicle_bomb suicide_vest mine small_arms artillery mortar rocket missile aircraft drone grenade blade vehicle fire unknown'.split(' ');
const CLASSES = 'state_forces police armed_group militia protesters civilians foreign_forces other'.split(' ');
const QUALIFIERS = 'exact at_least more_than less_than up_to about range vague zero'.split(' ');
export const FLAGS = 'year_implied date_conflict date_from_published no_date place_ambiguous place_unresolved no_place toll_shared toll_summed toll_conflict toll_updated toll_not_reported party_claim published_doubtful vague_count aggregate negated'.split(' ');

// name → {get, group, type, terms, words}
export const FIELDS = {
  event_kind: { group: 'kind', type: 'term', words: 'kind', terms: KINDS, needed: true, get: (event) => event.kind },
  weapon: { group: 'kind', type: 'term', words: 'weapon', terms: WEAPONS, get: (event) => event.weapon },
  date_start: { group: 'date', type: 'day', get: (event) => event.date.start },
  date_end: { group: 'date', type: 'day', get: (event) => event.date.end },
  date_precision: { group: 'date', type: 'term', words: 'precision', terms: 'day week month quarter season year decade century range'.split(' '), get: (event) => event.date.precision },
  date_modifier: { group: 'date', type: 'term', words: 'modifier', terms: 'since until before after early mid late about vague'.split(' '), get: (event) => event.date.modifier },
  date_basis: { group: 'date', type: 'term', words: 'basis', terms: 'stated implied announced published'.split(' '), get: (event) => event.date.basis },
  place_name: { group: 'place', type: 'text', get: place('name') },
  place_detail: { group: 'place', type: 'text', get: (event) => event.place_detail },
  latitude: { group: 'place', type: 'degrees', most: 90, get: place('latitude') },
  longitude: { group: 'place', type: 'degrees', most: 180, get: place('longitude') },
  place_precision: { group: 'place', type: 'term', words: 'place_precision', terms: 'exact near offset between parent admin country'.split(' '), get: place('precision') },
  admin2: { group: 'place', type: 'text', get: place('admin2') },
  admin1: { group: 'place', type: 'text', get: place('admin1') },
  country: { group: 'place', type: 'text', get: place('country') },
  country_code: { group: 'place', type: 'text', most: 2, get: place('country_code') },
  gazetteer_id: { group: 'place', type: 'text', get: place('gazetteer_id') },
  actor: { group: 'party', type: 'text', get: (event) => event.actor?.name },
  actor_class: { group: 'party', type: 'term', words: 'class', terms: CLASSES, get: (event) => event.actor?.class },
  actor_basis: { group: 'party', type: 'term', words: 'actor_basis', terms: 'reported claimed accused suspected denied'.split(' '), get: (event) => event.actor?.basis },
  target: { group: 'party', type: 'text', get: (event) => event.target?.name },
  target_class: { group: 'party', type: 'term', words: 'class', terms: CLASSES, get: (event) => event.target?.class },
  claimed_by: { group: 'party', type: 'text', get: (event) => event.claimed_by },
  attribution: { group: 'attribution', type: 'text', get: (event) => event.attribution },
  attribution_type: { group: 'attribution', type: 'term', words: 'attribution', terms: 'official military party medical witness monitor un media claimant unnamed'.split(' '), get: (event) => event.attribution_type },
  flags: { group: 'flags', type: 'flags', get: (event) => (event.flags.length > 0 ? event.flags.join(';') : null) },
  review_note: { group: 'note', type: 'long', get: (event) => event.review?.note },
};
for (const effect of EFFECTS) {
  for (const bound of ['low', 'high']) {
    FIELDS[`${effect}_${bound}`] = { group: 'counts', type: 'count', get: (event) => toll(event, effect)?.[bound] };
  }
}
for (const effect of ['killed', 'injured']) {
  FIELDS[`${effect}_qualifier`] = { group: 'counts', type: 'term', words: 'qualifier', terms: QUALIFIERS, get: (event) => toll(event, effect)?.qualifier };
}
for (const group of GROUPS) {
  for (const bound of ['low', 'high']) {
    FIELDS[`killed_${group}_${bound}`] = { group: 'counts', type: 'count', get: (event) => part(event, group)?.[bound] };
  }
}

export const value = (event, name) => FIELDS[name].get(event) ?? null;

// Where the words of a field stand: the sources whose field it is or begins with.
export function sourcesOf(event, names) {
  const sources = event.sources ?? [];
  const fits = (field, name) => field === name || name.startsWith(`${field}_`) || (field === 'place' && FIELDS[name]?.group === 'place') || (field === 'event_kind' && name === 'event_kind');
  return sources.filter((source) => names.some((name) => fits(source.field, name)));
}

// What stands in a control, as the records write it; undefined where it is no value.
export function read(control, name) {
  const { type, most } = FIELDS[name];
  const text = control.value.trim();
  if (text === '') return null;
  if (type === 'count') return /^\d{1,9}$/.test(latin(text)) ? Number(latin(text)) : undefined;
  if (type === 'degrees') return degrees(latin(text), most);
  if (type === 'day') return realDay(latin(text));
  return text;
}

// Arabic and Persian digits as 0 to 9.
const latin = (text) => text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15)).replace('٫', '.');

function degrees(text, most) {
  const number = Number(text);
  return /^[+-]?\d+(\.\d+)?$/.test(text) && Math.abs(number) <= most ? Math.round(number * 1e5) / 1e5 : undefined;
}

function realDay(text) {
  const match = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
  if (!match) return undefined;
  const iso = `${match[1]}-${match[2].padStart(2, '0')}-${match[3].padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : undefined;
}
