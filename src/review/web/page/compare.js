// Events that may be one, side by side: in, the event chosen and its twins; out, a table in which what
// differs is marked, and the way to merge them.
import { api } from './api.js';
import { button, open } from './dialogs.js';
import { el } from './dom.js';
import { EFFECTS, value } from './fields.js';
import { shownValue } from './judgement.js';
import { bounds, day } from './list.js';
import { mergeInto } from './change.js';
import { visible } from './offsets.js';
import { emit, store } from './store.js';
import { t, term } from './strings.js';

const PLAIN = ['event_kind', 'weapon', 'place_name', 'admin1', 'actor', 'target', 'claimed_by', 'attribution'];

function lines(event) {
  const place = event.places[0];
  return [
    [t('form.date'), day(event.date.start, event.date.end)],
    ...PLAIN.map((name) => [t(`field.${name}`), shownValue(name, value(event, name))]),
    ['°', typeof place?.latitude === 'number' ? `${place.latitude}, ${place.longitude}` : t('none')],
    ...EFFECTS.map((effect) => [t(`field.${effect}`), bounds(value(event, `${effect}_low`), value(event, `${effect}_high`))]),
    [t('field.flags'), event.flags.map((flag) => term('flag', flag)).join('، ')],
  ];
}

export async function compare() {
  const { item } = store;
  if (!item || item.twins.length === 0) return;
  const others = await Promise.all(item.twins.slice(0, 4).map((id) => api.event(id).catch(() => null)));
  const events = [item.event, ...others.filter(Boolean).map((other) => other.event)];
  const columns = events.map(lines);
  const rows = columns[0].map(([label], index) => {
    const cells = columns.map((column) => column[index][1]);
    if (cells.every((cell) => cell === '' || cell === t('none'))) return null;
    return el('tr', { class: new Set(cells).size > 1 ? 'differs' : '' }, el('th', { scope: 'row' }, label), cells.map((cell) => el('td', {}, el('bdi', { dir: /^[\d≤]/.test(cell) ? 'ltr' : null }, cell))));
  });
  const status = (event) => t(`status.${store.rows.get(event.event_id)?.status ?? 'open'}`);
  const heads = events.map((event, index) => el('th', { scope: 'col' }, index === 0 ? t('twins.this') : el('button', { type: 'button', class: 'link', on: { click: () => { close(); emit('choose', event.event_id); } } }, t('twins.open')), el('small', {}, status(event)), el('small', {}, el('bdi', {}, visible(event.document_id)))));
  const texts = el('tr', { class: 'evidence' }, el('th'), events.map((event) => el('td', { dir: 'auto', lang: event.language }, visible(event.evidence.map((one) => one.text).join(' … ')))));
  const merges = el('tr', {}, el('th'), events.map((event, index) => el('td', {}, index === 0 ? null : button(t('merge.do'), null, () => { close(); mergeInto(event.event_id); }))));
  const close = open(t('twins.title'), el('table', { class: 'compare' }, el('thead', {}, el('tr', {}, el('th'), heads)), el('tbody', {}, texts, rows, merges)), { wide: true });
}

