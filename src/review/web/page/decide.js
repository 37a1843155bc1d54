// What the keys do: decisions on the event chosen, and the way from one to the next.
import { byId, el } from './dom.js';
import { button, open, toast } from './dialogs.js';
import { isSet, statusOf } from './filters.js';
import { drafts, form, taken } from './form.js';
import * as outbox from './outbox.js';
import { emit, store } from './store.js';
import { t } from './strings.js';

const REASONS = ['no_incident', 'not_conflict', 'background', 'duplicate', 'aggregate'];

export function go(step) {
  const at = store.visible.indexOf(store.event);
  const next = at < 0 ? 0 : at + step;
  if (next >= 0 && next < store.visible.length) emit('choose', store.visible[next]);
}

// Sends a verdict with what is typed and not yet sent, and goes on.
function judge(verdict, status, more = {}) {
  if (!store.event || !store.item || form.id !== store.event) return;
  const edits = drafts();
  if (edits === null) {
    toast(t('form.invalid'), 'bad');
    return;
  }
  taken(edits);
  const id = store.event;
  outbox.decide([...edits, { verb: verdict, event_id: id, ...more }]);
  go(1);
}

export const accept = () => judge('accept', 'accepted');
export const unsure = () => judge('unsure', 'unsure');
export const reset = () => judge('reset', 'open');

export function reject() {
  if (!store.event || !store.item) return;
  const choose = (reason) => () => {
    close();
    judge('reject', 'rejected', { reason });
  };
  const keys = Object.fromEntries(REASONS.flatMap((reason, index) => [[`Digit${index + 1}`, choose(reason)], [`Numpad${index + 1}`, choose(reason)]]));
  const list = el('div', { class: 'menu' }, REASONS.map((reason, index) => button(t(`reason.${reason}`), `Digit${index + 1}`, choose(reason))));
  const close = open(t('reason.title'), list, { keys });
}

export const edit = () => into('kind');

// Into a group of fields.
export function into(name) {
  const field = byId(`group-${name}`)?.querySelector('input, select, textarea');
  field?.focus();
  field?.select?.();
}

async function back(act) {
  const { answer } = await act();
  const id = answer?.events?.[0];
  if (id && store.rows.has(id)) emit('choose', id);
}
export const undo = () => back(outbox.undo);
export const redo = () => back(outbox.redo);

export function bulk() {
  if (!isSet()) {
    toast(t('bulk.no_filter'), 'bad');
    return;
  }
  const ids = store.visible.filter((id) => statusOf(store.rows.get(id)) === 'open' && !store.rows.get(id).conflict);
  if (ids.length === 0) {
    toast(t('bulk.nothing'));
    return;
  }
  const act = () => {
    close();
    outbox.decide(ids.map((event_id) => ({ verb: 'accept', event_id })));
  };
  const close = open(t('bulk.title', { count: ids.length }), el('p', {}, t('bulk.text', { count: ids.length })), {
    keys: { Enter: act, KeyA: act },
    buttons: [button(t('act.bulk'), 'Enter', act, { class: 'main', autofocus: true }), button(t('cancel'), 'Esc', () => close())],
  });
}

export function search() {
  byId('filter-search')?.focus();
}
