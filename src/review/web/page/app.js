// The page: starts everything, follows what others do, and shows what is chosen.
import { api } from './api.js';
import { toast } from './dialogs.js';
import { byId, el, fill } from './dom.js';
import * as view from './document.js';
import * as filters from './filters.js';
import * as form from './form.js';
import * as keys from './keys.js';
import * as list from './list.js';
import * as outbox from './outbox.js';
import * as queue from './queue.js';
import { shownValue } from './judgement.js';
import { dropRows, emit, on, putRows, store } from './store.js';
import { column, load, other, t, use } from './strings.js';

const items = new Map(); // prefetched
const texts = new Map();
const POLL = 2000;
let gone = null; // the text that tells that the server cannot be asked

async function item(id) {
  if (!items.has(id)) items.set(id, api.event(id));
  const found = items.get(id);
  found.catch(() => items.delete(id));
  return found;
}

async function text(id) {
  if (!texts.has(id)) texts.set(id, api.document(id));
  const found = texts.get(id);
  found.catch(() => texts.delete(id));
  while (texts.size > 8) texts.delete(texts.keys().next().value);
  return found;
}

// Shows an event, and fetches the next one.
async function choose(id) {
  if (store.tab !== 'events') return;
  store.event = id;
  list.reveal();
  const ready = await item(id).catch(() => null);
  const answer = ready && (await text(ready.event.document_id).catch(() => null));
  if (!answer || store.event !== id || store.tab !== 'events') return;
  store.item = ready;
  if (document.activeElement?.closest?.('#record fieldset')) document.activeElement.blur();
  form.draw();
  view.open(answer, view.placeOf(ready.event, answer));
  ahead();
}

async function ahead() {
  const at = store.visible.indexOf(store.event);
  for (const id of store.visible.slice(at + 1, at + 3)) {
    const next = await item(id).catch(() => null);
    if (next) await text(next.event.document_id).catch(() => null);
  }
  for (const id of [...items.keys()].slice(0, Math.max(0, items.size - 60))) items.delete(id);
}

// What the server says has changed: by this page, by another, by another reviewer.
async function changed(answer) {
  store.session.seq = Math.max(store.session.seq, answer.seq ?? 0);
  const known = store.rows.size;
  putRows(answer.rows ?? []);
  const ids = new Set([...(answer.events ?? []), ...(answer.rows ?? []).map((row) => row.event_id)]);
  const there = new Set((answer.rows ?? []).map((row) => row.event_id));
  // an addition that was undone
  dropRows([...ids].filter((id) => !there.has(id) && answer.rows));
  for (const id of ids) items.delete(id);
  const shifted = store.rows.size !== known;
  if ((answer.documents ?? []).length > 0 || shifted) texts.clear();
  if (answer.progress) store.progress = answer.progress;
  if (shifted) filters.apply();
  else list.draw();
  if (!store.rows.has(store.event) && store.visible.length > 0) emit('choose', store.visible[0]);
  top();
  emit('documents');
  if (store.tab === 'events' && ids.has(store.event)) {
    const fresh = await item(store.event).catch(() => null);
    if (fresh && fresh.event.event_id === store.event) {
      store.item = fresh;
      emit('item');
      view.repaint();
    }
  }
}

async function refused({ entry, failure }) {
  const { field, message, now } = failure.body;
  if (failure.status === 409) {
    const values = { field: field ? column(field) : '', value: field ? shownValue(field, now ?? null) : '' };
    toast(field ? t('moved', values) : t('moved.record'), 'bad');
  } else toast(t('refused', { message: [field ? column(field) : null, message ?? failure.status].filter(Boolean).join(': ') }), 'bad');
  const id = (entry.drafts ?? []).map((draft) => draft.event_id).find(Boolean);
  if (id) {
    items.delete(id);
    if (store.event !== id) emit('choose', id);
    else {
      store.item = await item(id).catch(() => store.item);
      form.draw();
    }
  }
}

async function poll() {
  try {
    const answer = await api.changes(store.session.seq);
    if (gone) outbox.nudge();
    gone = null;
    if (answer.seq > store.session.seq) await changed(answer);
  } catch (failure) {
    gone = failure.status === 401 || failure.status === 403 ? 'no_session' : 'gone';
  }
  notice();
  setTimeout(poll, POLL);
}

function notice() {
  const box = byId('notice');
  const count = outbox.pending();
  let words = null;
  if (outbox.state === 'no_session') words = t('no_session', { count });
  else if (outbox.state === 'unsaved') words = t('unsaved', { count });
  else if (gone) words = t(gone, { count });
  box.hidden = words === null;
  if (box.textContent !== (words ?? '')) box.textContent = words ?? '';
  const state = byId('saved');
  if (!state) return;
  const kind = words ? 'bad' : count > 0 ? 'busy' : 'good';
  state.className = kind;
  state.textContent = count === 0 ? t(gone ? 'offline' : 'saved') : t(outbox.state === 'saving' ? 'saving' : 'unsaved', { count });
}

function top() {
  const { progress, session, tab } = store;
  const button = (name) => el('button', { class: 'tab', type: 'button', 'aria-pressed': String(tab === name), id: `tab-${name}`, on: { click: () => emit('tab', name) } }, t(`tab.${name}`));
  const all = (progress?.done ?? 0) + (progress?.left ?? 0);
  fill(
    byId('top'),
    el('strong', {}, t('title')),
    el('nav', {}, button('events'), button('documents')),
    el('div', { class: 'progress', id: 'progress' },
      el('progress', { max: Math.max(1, all), value: progress?.done ?? 0 }),
      el('span', {}, t('progress', { done: progress?.done ?? 0, all, left: progress?.left ?? 0 })),
      progress?.per_hour > 0 ? el('span', { class: 'rate' }, t('progress.rate', { rate: Math.round(progress.per_hour) })) : null),
    el('span', { id: 'saved' }),
    el('span', { class: 'folder', title: session.folder }, el('bdi', {}, session.folder.split(/[\\/]/).filter(Boolean).at(-1) ?? session.folder)),
    el('span', { class: 'reviewer', title: session.blind ? t('blind') : t('reviewer') }, el('bdi', {}, session.reviewer), session.blind ? ' ◐' : ''),
    el('button', { id: 'theme', type: 'button', title: t('theme'), 'aria-label': t('theme'), on: { click: shade } }, '◑'),
    el('button', { id: 'language', type: 'button', lang: other(), on: { click: () => { use(other(), true); emit('language'); } } }, t('other_language')),
  );
  notice();
}

function shade() {
  const dark = document.documentElement.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  theme(dark === 'dark' ? 'light' : 'dark');
}

function theme(name) {
  if (name) {
    document.documentElement.dataset.theme = name;
    localStorage.setItem('rasd.theme', name);
  }
}

async function tab(name) {
  store.tab = name;
  document.body.dataset.tab = name;
  top();
  keys.bar();
  if (name === 'documents') {
    await queue.start();
    return;
  }
  list.start();
  list.draw();
  if (store.event ?? store.visible[0]) choose(store.event ?? store.visible[0]);
}

function language() {
  view.start();
  view.shown.id = null;
  tab(store.tab);
}

async function boot() {
  history.replaceState(null, '', location.pathname);
  theme(localStorage.getItem('rasd.theme'));
  store.session = await api.session();
  await load(localStorage.getItem('rasd.language') ?? store.session.language);
  const [rows, progress] = await Promise.all([api.events(), api.progress()]);
  putRows(rows);
  store.progress = progress;
  keys.start();
  on('choose', choose);
  on('committed', changed);
  on('refused', refused);
  on('outbox', notice);
  on('tab', tab);
  on('language', language);
  view.start();
  filters.apply();
  const open = store.visible.find((id) => filters.statusOf(store.rows.get(id)) === 'open');
  store.event = open ?? store.visible[0] ?? null;
  emit('tab', store.session.sample ? 'documents' : 'events');
  outbox.restore();
  poll();
  performance.mark('ready');
}

boot().catch((failure) => {
  byId('notice').hidden = false;
  byId('notice').textContent = failure.status === 401 ? 'rasd: open the address that rasd printed · افتح العنوان الذي طبعه rasd' : String(failure.message ?? failure);
});
