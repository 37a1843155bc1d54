// Decisions on their way: in, what was decided; out, the server's word that it is committed. What has
// no such word is kept, over a reload too, and sent again; before that the log is asked whether it
// went through after all, so that nothing is done twice.
import { api, ask } from './api.js';
import { emit, store } from './store.js';

const waiting = [];
let sending = false;
let pause = 0;
let timer = null;
export let state = 'saved'; // saved, saving, unsaved, no_session

const key = () => `rasd.outbox ${store.session.folder} ${store.session.reviewer}`;

export const pending = () => waiting.length;

// Events with a decision on its way.
export const pendingEvents = () => new Set(waiting.flatMap((entry) => entry.drafts ?? []).map((draft) => draft.event_id));

// What an earlier page could not send.
export function restore() {
  const kept = JSON.parse(localStorage.getItem(key()) ?? '[]');
  waiting.push(...kept.map((entry) => ({ ...entry, tried: true })));
  if (waiting.length > 0) send();
}

export function decide(drafts) {
  return put({ path: '/api/actions', body: { drafts }, drafts });
}

export const undo = () => put({ path: '/api/undo', body: {} });
export const redo = () => put({ path: '/api/redo', body: {} });

function put(entry) {
  entry.since = store.session.seq;
  waiting.push(entry);
  keep();
  const done = new Promise((resolve) => { entry.resolve = resolve; });
  send();
  return done;
}

function keep() {
  const plain = waiting.map(({ path, body, drafts, since }) => ({ path, body, drafts, since }));
  if (plain.length > 0) localStorage.setItem(key(), JSON.stringify(plain));
  else localStorage.removeItem(key());
  say();
}

function say(now) {
  state = now ?? (waiting.length === 0 ? 'saved' : pause > 0 ? state : 'saving');
  emit('outbox');
}

async function send() {
  if (sending || waiting.length === 0) return;
  sending = true;
  clearTimeout(timer);
  while (waiting.length > 0) {
    const entry = waiting[0];
    try {
      const answer = entry.tried ? (await committed(entry)) ?? (await ask(entry.path, entry.body)) : await ask(entry.path, entry.body);
      settle(entry, { answer });
    } catch (failure) {
      if (again(failure.status)) {
        entry.tried = true;
        later(failure.status);
        break;
      }
      settle(entry, { failure });
    }
  }
  sending = false;
}

function settle(entry, outcome) {
  pause = 0;
  waiting.shift();
  keep();
  if (outcome.answer) emit('committed', outcome.answer);
  else emit('refused', { entry, failure: outcome.failure });
  entry.resolve?.(outcome);
}

// No server, one that fails, or one that has another session: not refused, only not done.
const again = (status) => status === 0 || status >= 500 || status === 401 || status === 403;

function later(status) {
  pause = Math.min(Math.max(pause * 2, 500), 4000);
  timer = setTimeout(send, pause);
  say(status === 401 || status === 403 ? 'no_session' : 'unsaved');
}

// The server's answer to an entry that went through though nobody heard of it.
async function committed(entry) {
  const changes = await api.changes(entry.since);
  const own = changes.actions.filter((action) => action.reviewer === store.session.reviewer);
  if (!entry.drafts) return own.some((action) => action.undoes !== null && action.undoes !== undefined) ? changes : null;
  const found = entry.drafts.map((draft) => own.find((action) => same(draft, action)));
  return found.every(Boolean) ? { ...changes, events: found.map((action) => action.event_id).filter(Boolean) } : null;
}

function same(draft, action) {
  const value = (one) => JSON.stringify(one ?? null);
  if (draft.verb !== action.verb) return false;
  if (draft.verb === 'add') return action.document_id === draft.document_id && action.new.kind === draft.new.event_kind && action.new.evidence[0].start === draft.new.evidence[0].start;
  if (draft.verb === 'split') return action.old === draft.event_id;
  return ['event_id', 'document_id', 'field', 'reason'].every((name) => !draft[name] || draft[name] === action[name] || (name === 'field' && draft.verb === 'note'))
    && (draft.new === undefined || value(draft.new) === value(action.new));
}

// The server answers again.
export function nudge() {
  if (!sending) send();
}

addEventListener('online', send);
