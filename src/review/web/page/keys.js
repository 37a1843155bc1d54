// The keys: by event.code, so that the letters printed on the keyboard do not matter; off while the
// reviewer types. Out, the bar of buttons, each with its key.
import { add, merge, split } from './change.js';
import { compare } from './compare.js';
import * as decide from './decide.js';
import { agreement, help } from './about.js';
import { button } from './dialogs.js';
import { byId, fill, typing } from './dom.js';
import { GROUPS } from './form.js';
import { pending } from './outbox.js';
import * as queue from './queue.js';
import { emit, store } from './store.js';
import { other, t, use } from './strings.js';

const turn = () => emit('tab', store.tab === 'events' ? 'documents' : 'events');
const speak = () => {
  use(other(), true);
  emit('language');
};
const go = (step) => () => (store.tab === 'events' ? decide.go(step) : queue.go(step));

// code → [text, act, tab]; those of both tabs have none
export const KEYS = [
  ['KeyA', 'accept', decide.accept, 'events'],
  ['KeyR', 'reject', decide.reject, 'events'],
  ['KeyU', 'unsure', decide.unsure, 'events'],
  ['KeyE', 'edit', decide.edit, 'events'],
  ['KeyO', 'reset', decide.reset, 'events'],
  ['KeyA', 'done', () => queue.mark('done'), 'documents'],
  ['KeyR', 'irrelevant', () => queue.mark('irrelevant'), 'documents'],
  ['KeyX', 'no_events', () => queue.mark('no_events'), 'documents'],
  ['KeyO', 'reopen', () => queue.mark('open'), 'documents'],
  ['KeyK', 'previous', go(-1)],
  ['KeyJ', 'next', go(1)],
  ['KeyZ', 'undo', decide.undo],
  ['KeyY', 'redo', decide.redo],
  ['KeyN', 'add', add],
  ['KeyS', 'split', split, 'events'],
  ['KeyM', 'merge', merge, 'events'],
  ['KeyC', 'compare', compare, 'events'],
  ['Shift+KeyA', 'bulk', decide.bulk, 'events'],
  ['KeyD', 'documents', turn],
  ['Slash', 'search', decide.search],
  ['KeyG', 'agreement', agreement],
  ['KeyL', 'language', speak],
  ['KeyH', 'help', () => help(KEYS)],
];
const FIELDS = GROUPS.map((name, index) => [`Digit${index + 1}`, () => decide.into(name)]);
const ALSO = { ArrowDown: 'KeyJ', ArrowUp: 'KeyK', F1: 'KeyH', 'Shift+Slash': 'KeyH', 'Shift+KeyZ': 'KeyY' };
// Those that the bar shows; the others are in the help.
const BAR = ['accept', 'reject', 'unsure', 'edit', 'done', 'irrelevant', 'no_events', 'previous', 'next', 'undo', 'redo', 'add', 'split', 'merge', 'bulk', 'help'];

export const keyText = (code) => code.split('+').map((part) => (part === 'Shift' ? '⇧' : part === 'Slash' ? '/' : t(`key.${part}`))).join(' ');

const here = (entry) => entry[3] === undefined || entry[3] === store.tab;

function pressed(event) {
  if (event.code === 'Escape' && typing(event.target)) {
    event.target.blur();
    byId('scroll')?.focus({ preventScroll: true });
    return;
  }
  if (typing(event.target)) {
    if (event.code === 'Enter' && (event.ctrlKey || event.metaKey) && store.tab === 'events') {
      event.preventDefault();
      event.target.blur();
      decide.accept();
    } else if (event.code === 'Enter' && event.target.matches('#filter-search')) {
      event.target.blur();
      go(0)();
    }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const code = (event.shiftKey ? 'Shift+' : '') + event.code;
  const wanted = ALSO[code] ?? code;
  const entry = KEYS.find((one) => one[0] === wanted && here(one));
  const digit = store.tab === 'events' && FIELDS.find((one) => one[0] === code);
  if (!entry && !digit) return;
  event.preventDefault();
  if (digit) {
    digit[1]();
    return;
  }
  if (!event.repeat || ['next', 'previous'].includes(entry[1])) entry[2]();
}

export function bar() {
  const shown = KEYS.filter((entry) => here(entry) && BAR.includes(entry[1]));
  fill(byId('bar'), shown.map(([code, name, act]) => {
    const made = button(t(`act.${name}`), null, act, { class: name, id: `act-${name}`, title: keyText(code) });
    const kbd = document.createElement('kbd');
    kbd.textContent = keyText(code);
    made.append(kbd);
    return made;
  }));
}

export function start() {
  document.addEventListener('keydown', pressed);
  addEventListener('beforeunload', (event) => {
    if (pending() > 0) event.preventDefault();
  });
}
