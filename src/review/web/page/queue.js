// The queue of documents: in, all of them; out, those that wait for a look, with the casualty mentions
// that belong to no event, so that misses are seen.
import { api } from './api.js';
import { byId, el, fill } from './dom.js';
import { toast } from './dialogs.js';
import * as view from './document.js';
import { visible } from './offsets.js';
import { decide as send } from './outbox.js';
import { emit, on, store } from './store.js';
import { number, t, term } from './strings.js';

const HEIGHT = 62;
const STATES = { open: '', done: '✓', irrelevant: '✕', no_events: '∅' };
let kind = null;
let words = '';
let found = null; // what the server found for the words, or null
let shown = [];
let scroller;
let sheet;

const FILTERS = {
  queue: (row) => row.state === 'open',
  all: () => true,
  sample: (row) => row.sampled,
  misses: (row) => row.orphans > 0,
  without: (row) => row.events === 0,
};

export async function start() {
  kind ??= store.session.sample ? 'sample' : 'queue';
  const names = Object.keys(FILTERS).filter((name) => name !== 'sample' || store.session.sample);
  const select = el('select', { id: 'queue', 'aria-label': t('tab.documents'), on: { change: (event) => { kind = event.target.value; draw(); } } }, names.map((name) => el('option', { value: name }, t(`documents.${name}`, { count: store.session.sample ?? 0 }))));
  select.value = kind;
  fill(
    byId('list'),
    el('div', { id: 'filters', class: 'documents' }, el('div', { class: 'search' }, el('input', { id: 'filter-search', type: 'search', value: words, placeholder: t('filter.search'), 'aria-label': t('filter.search'), on: { input: (event) => search(event.target.value.trim()) } }), el('kbd', {}, '/')), select),
    el('div', { class: 'count' }, el('span', { id: 'count' })),
    (scroller = el('div', { id: 'rows', role: 'listbox', tabindex: 0, on: { scroll: paint } }, (sheet = el('div', { class: 'sheet' })))),
  );
  store.documents = await api.documents();
  draw();
  if (!store.document && shown.length > 0) choose(shown[0].document_id);
  else if (store.document) choose(store.document);
}

let delay = null;
function search(asked) {
  words = asked;
  clearTimeout(delay);
  delay = setTimeout(async () => {
    const answer = asked === '' ? null : await api.search(asked).catch(() => null);
    if (asked !== words) return;
    found = answer && new Set(answer.documents);
    draw();
  }, 120);
}

function draw() {
  shown = store.documents.filter(FILTERS[kind]).filter((row) => !found || found.has(row.document_id));
  paint();
}

function element(row, index) {
  const made = el(
    'div',
    { class: `row document ${row.state}`, role: 'option', 'aria-selected': String(row.document_id === store.document), on: { click: () => choose(row.document_id) } },
    el('span', { class: `sign ${row.state}`, title: t(`document_state.${row.state}`) }, STATES[row.state] ?? ''),
    el('div', { class: 'what' }, el('b', {}, el('bdi', {}, visible(row.title ?? row.document_id)))),
    el('div', { class: 'where' }, el('bdi', {}, visible([row.published, row.source, row.title ? row.document_id : null].filter(Boolean).join(' · ')))),
    el('div', { class: 'more' }, el('span', {}, t('documents.events', { count: row.events })), row.orphans > 0 ? el('span', { class: 'flags low' }, t('documents.orphans', { count: row.orphans })) : null),
  );
  made.style.transform = `translateY(${index * HEIGHT}px)`;
  return made;
}

function paint() {
  if (store.tab !== 'documents' || !scroller) return;
  sheet.style.height = `${shown.length * HEIGHT}px`;
  const first = Math.max(0, Math.floor(scroller.scrollTop / HEIGHT) - 6);
  const last = Math.min(shown.length, first + Math.ceil(scroller.clientHeight / HEIGHT) + 12);
  const rows = shown.slice(first, last).map((row, index) => element(row, first + index));
  fill(sheet, rows.length > 0 ? rows : el('p', { class: 'empty' }, t('empty.documents')));
  byId('count').textContent = t('filter.count', { shown: shown.length, all: store.documents.length });
}

export async function choose(id) {
  store.document = id;
  paint();
  const answer = await api.document(id).catch(() => null);
  if (!answer || store.document !== id || store.tab !== 'documents') return;
  view.open(answer, answer.orphans?.[0]?.start ?? null);
  side(answer);
}

// Beside the text: what was made of it, and what was not.
function side(answer) {
  const rows = answer.events.map((id) => store.rows.get(id)).filter(Boolean);
  const event = (row) => el('li', {}, el('button', { type: 'button', class: 'link', on: { click: () => { emit('tab', 'events'); emit('choose', row.event_id); } } }, term('kind', row.kind), ' ', el('bdi', {}, [row.date_start, row.place].filter(Boolean).join(' · '))));
  const orphan = (mention) => el('li', {}, el('button', { type: 'button', class: 'link', on: { click: () => view.bring(mention.start) } }, el('bdi', {}, visible(mention.text)), ' ', el('small', {}, t(`field.${mention.effect}`))));
  fill(
    byId('record'),
    el('header', { class: 'judged' }, el('div', { class: 'line' }, el('span', { class: `badge ${answer.state}` }, t(`document_state.${answer.state}`)))),
    el('section', { class: 'plain' }, el('h3', {}, `${t('tab.events')} (${number(rows.length)})`), el('ul', {}, rows.map(event))),
    answer.orphans.length > 0 ? el('section', { class: 'plain' }, el('h3', {}, `${t('mention.orphan')} (${number(answer.orphans.length)})`), el('ul', {}, answer.orphans.map(orphan))) : null,
  );
}

export function go(step) {
  const at = shown.findIndex((row) => row.document_id === store.document);
  const next = shown[at + step];
  if (!next) return;
  choose(next.document_id);
  const top = (at + step) * HEIGHT;
  if (top < scroller.scrollTop || top + HEIGHT > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = top - HEIGHT;
}

export function mark(state) {
  const id = store.document;
  const row = store.documents.find((one) => one.document_id === id);
  if (!row) return;
  const at = shown.indexOf(row);
  row.state = state;
  send([{ verb: 'document', document_id: id, new: state }]);
  const next = shown[at + 1];
  draw();
  if (next) choose(next.document_id);
  else {
    choose(id);
    toast(t(`document_state.${state}`));
  }
}

on('documents', async () => {
  if (store.tab !== 'documents') return;
  store.documents = await api.documents().catch(() => store.documents);
  paint();
});
