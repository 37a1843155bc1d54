// Events that the machine missed, split or told twice: in, words selected or the event chosen; out,
// new events and merged ones.
import { button, open, toast } from './dialogs.js';
import { selected } from './document.js';
import { el } from './dom.js';
import { FIELDS } from './fields.js';
import { day } from './list.js';
import * as outbox from './outbox.js';
import { emit, store } from './store.js';
import { country, t, term } from './strings.js';

// The fields of the new event, by the names of events.csv: what was read inside the words fills them.
function fieldsOf(words, kind) {
  const inside = store.text.mentions.filter((mention) => mention.start >= words.start && mention.end <= words.end);
  const first = (sort, role) => inside.find((mention) => mention.kind === sort && (role === undefined || mention.role === role));
  return {
    event_kind: kind,
    evidence: [{ start: words.start, end: words.end }],
    ...dateOf(first('date')),
    ...placeOf(first('place')),
    ...partyOf('actor', first('actor', 'actor')),
    ...partyOf('target', first('actor', 'target')),
    ...tolls(inside),
  };
}

function dateOf(mention) {
  if (!mention) return {};
  const { date_start, date_end, precision, basis, modifier, edtf, text } = mention;
  return { date_start, date_end, date_precision: precision, date_basis: basis, date_modifier: modifier, date_edtf: edtf, date_text: text };
}

function placeOf(mention) {
  if (!mention) return {};
  const { name, text, latitude, longitude, precision, admin2, admin1, country_code, gazetteer_id } = mention;
  const land = country_code ? new Intl.DisplayNames(['en'], { type: 'region' }).of(country_code) : null;
  return { place_name: name, place_text: text, latitude, longitude, place_precision: precision, admin2, admin1, country: land, country_code, gazetteer_id };
}

function partyOf(role, mention) {
  return mention ? { [role]: mention.name, [`${role}_class`]: mention.class } : {};
}

function tolls(inside) {
  const found = {};
  for (const mention of inside) {
    if (mention.kind !== 'casualty' || mention.part || `${mention.effect}_low` in found) continue;
    const { effect, low, high, qualifier, text } = mention;
    Object.assign(found, { [`${effect}_low`]: low, [`${effect}_high`]: high });
    if (effect === 'killed' || effect === 'injured') Object.assign(found, { [`${effect}_qualifier`]: qualifier, [`${effect}_text`]: text });
  }
  return found;
}

async function choose(answer) {
  const id = answer?.events?.find((one) => one !== store.event) ?? answer?.events?.[0];
  if (id) {
    emit('tab', 'events');
    emit('choose', id);
  }
}

export function add() {
  const words = selected();
  if (!words || !store.text) {
    toast(t('add.select'), 'bad');
    return;
  }
  const { document } = store.text;
  const select = el('select', { name: 'kind', autofocus: true }, FIELDS.event_kind.terms.map((kind) => el('option', { value: kind }, term('kind', kind))));
  select.value = 'armed_attack';
  const act = async () => {
    close();
    const { answer } = await outbox.decide([{ verb: 'add', document_id: document.document_id, new: fieldsOf(words, select.value) }]);
    choose(answer);
  };
  select.addEventListener('keydown', (event) => { if (event.key === 'Enter') { event.preventDefault(); act(); } });
  const close = open(t('add.title'), [el('blockquote', { dir: 'auto', lang: document.language }, words.text), el('label', { class: 'field' }, el('span', {}, t('add.kind')), select), el('p', { class: 'hint' }, t('add.filled'))], {
    buttons: [button(t('add.do'), 'Enter', act, { class: 'main' }), button(t('cancel'), 'Esc', () => close())],
  });
}

export async function split() {
  if (!store.item) return;
  const { answer } = await outbox.decide([{ verb: 'split', event_id: store.event }]);
  choose(answer);
}

export function mergeInto(into) {
  outbox.decide([{ verb: 'merge', event_id: store.event, new: into, reason: 'duplicate' }]);
  emit('choose', into);
}

export function merge() {
  if (!store.item) return;
  const { document_id } = store.item.event;
  const near = store.order.filter((id) => store.rows.get(id).document_id === document_id);
  const ids = [...new Set([...store.item.twins, ...near])].filter((id) => id !== store.event && store.rows.has(id)).slice(0, 40);
  const line = (id, index) => {
    const row = store.rows.get(id);
    const about = [day(row.date_start, row.date_end), row.place ?? country(row.country_code)].filter(Boolean).join(' · ');
    return button(el('span', {}, el('b', {}, term('kind', row.kind)), ' ', el('bdi', {}, about)), index < 9 ? `Digit${index + 1}` : null, act(id));
  };
  const act = (id) => () => {
    close();
    mergeInto(id);
  };
  const keys = Object.fromEntries(ids.slice(0, 9).map((id, index) => [`Digit${index + 1}`, act(id)]));
  const content = ids.length > 0 ? [el('p', {}, t('merge.text')), el('div', { class: 'menu' }, ids.map(line))] : el('p', {}, t('merge.none'));
  const close = open(t('merge.title'), content, { keys });
}

