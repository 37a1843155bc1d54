// What is listed: in, the rows and what the reviewer asks for; out, store.visible.
import { api } from './api.js';
import { byId, el, fill } from './dom.js';
import { emit, on, store } from './store.js';
import { country, t, term } from './strings.js';

const EMPTY = { search: '', status: '', kind: '', flag: '', country: '', document: '', from: '', to: '', sort: 'document' };
export const asked = { ...EMPTY };
let found = null; // what the server found for the search, or null

export const isSet = () => Object.keys(EMPTY).some((name) => name !== 'sort' && asked[name] !== '');

const DECIDED = new Set(['accepted', 'corrected', 'rejected', 'duplicate', 'unsure', 'added']);
export const statusOf = (row) => row.status ?? 'open';

const STATUS = {
  decided: (row) => DECIDED.has(statusOf(row)),
  conflict: (row) => Boolean(row.conflict),
  twins: (row) => row.twins > 0,
  edited: (row) => row.edited && statusOf(row) === 'open',
};

function matches(row) {
  const status = STATUS[asked.status] ?? ((one) => statusOf(one) === asked.status);
  return (!asked.status || status(row))
    && (!asked.kind || row.kind === asked.kind)
    && (!asked.flag || row.flags.includes(asked.flag))
    && (!asked.country || row.country_code === asked.country)
    && (!asked.document || row.document_id.includes(asked.document))
    && (!asked.from || (row.date_end ?? row.date_start ?? '') >= asked.from)
    && (!asked.to || (row.date_start !== null && row.date_start <= `${asked.to}~`))
    && (!found || found.has(row.event_id));
}

const DOUBT = { low: 0, medium: 1, high: 2 };
const toll = (row) => Math.max(row.killed_low ?? 0, row.killed_high ?? 0) * 1000 + (row.injured_low ?? 0);
const ORDERS = {
  date: (a, b) => (a.date_start ?? '~').localeCompare(b.date_start ?? '~'),
  doubt: (a, b) => DOUBT[a.confidence] - DOUBT[b.confidence] || b.flags.length - a.flags.length,
  toll: (a, b) => toll(b) - toll(a),
  kind: (a, b) => a.kind.localeCompare(b.kind),
};

export function apply() {
  const rows = store.order.map((id) => store.rows.get(id)).filter(matches);
  if (ORDERS[asked.sort]) rows.sort(ORDERS[asked.sort]);
  store.visible = rows.map((row) => row.event_id);
  emit('visible');
}

let asking = 0;
async function search() {
  const turn = (asking += 1);
  const words = asked.search.trim();
  if (words === '') found = null;
  else {
    const answer = await api.search(words).catch(() => null);
    if (turn !== asking || answer === null) return;
    found = new Set(answer.events);
  }
  apply();
}

let delay = null;
function change(name, value) {
  asked[name] = value;
  if (name === 'search') {
    clearTimeout(delay);
    delay = setTimeout(search, 120);
  } else apply();
  byId('clear').hidden = !isSet();
}

export function only(name, value) {
  Object.assign(asked, EMPTY, { sort: asked.sort, [name]: value });
  found = null;
  draw();
  apply();
}

function counted(values) {
  const counts = new Map();
  for (const value of values) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

function choice(name, options) {
  const empty = el('option', { value: '' }, t(`filter.${name}`));
  const made = options.map(([value, label, count]) => el('option', { value }, count === undefined ? label : `${label} (${count})`));
  const select = el('select', { id: `filter-${name}`, 'aria-label': t(`filter.${name}`), on: { change: (event) => { select.classList.toggle('set', event.target.value !== ''); change(name, event.target.value); } } }, name === 'sort' ? [] : empty, made);
  select.value = asked[name];
  select.classList.toggle('set', name !== 'sort' && asked[name] !== '');
  return select;
}

function input(name, attributes) {
  return el('input', { id: `filter-${name}`, value: asked[name], placeholder: t(`filter.${name}`), 'aria-label': t(`filter.${name}`), title: t(`filter.${name}`), on: { input: (event) => change(name, event.target.value.trim()) }, ...attributes });
}

export function draw() {
  const rows = [...store.rows.values()];
  const statuses = ['open', 'decided', 'accepted', 'corrected', 'rejected', 'duplicate', 'unsure', 'added', 'edited', 'stale', 'conflict', 'twins'];
  const kinds = counted(rows.map((row) => row.kind)).map(([kind, count]) => [kind, term('kind', kind), count]);
  const flags = counted(rows.flatMap((row) => row.flags)).map(([flag, count]) => [flag, term('flag', flag), count]);
  const places = counted(rows.map((row) => row.country_code)).map(([code, count]) => [code, country(code), count]);
  fill(
    byId('filters'),
    el('div', { class: 'search' }, input('search', { type: 'search' }), el('kbd', {}, '/')),
    choice('status', statuses.map((status) => [status, t(`status.${status}`)])),
    choice('kind', kinds),
    choice('flag', flags),
    choice('country', places),
    input('from', { dir: 'ltr', pattern: '\\d{4}(-\\d\\d){0,2}', maxlength: 10 }),
    input('to', { dir: 'ltr', pattern: '\\d{4}(-\\d\\d){0,2}', maxlength: 10 }),
    input('document', {}),
    choice('sort', ['document', 'date', 'doubt', 'toll', 'kind'].map((name) => [name, t(`sort.${name}`)])),
  );
  byId('clear').hidden = !isSet();
}

export function clear() {
  only('search', '');
}

on('rows', apply);
