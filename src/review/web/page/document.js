// The document: in, its text and what was found in it; out, one text node in its own direction and
// ranges over it. Long texts are shown in parts.
import { byId, el, fill } from './dom.js';
import { only } from './filters.js';
import { paint } from './highlight.js';
import { controls, Offsets, visible } from './offsets.js';
import { emit, on, store } from './store.js';
import { t } from './strings.js';

const PART = 60000; // UTF-16 units shown at once
export const shown = { id: null, offsets: null, from: 0, to: 0, node: null };
const KINDS = ['date', 'place', 'casualty', 'actor', 'trigger', 'evidence'];

export function start() {
  fill(byId('text'), el('div', { id: 'head' }), el('div', { id: 'scroll', tabindex: 0 }, el('p', { class: 'empty' }, t('empty.record'))), el('div', { id: 'legend' }));
}

// The list with the events of one document only.
function ofDocument(id) {
  if (store.tab !== 'events') emit('tab', 'events');
  only('document', id);
  if (!store.visible.includes(store.event) && store.visible.length > 0) emit('choose', store.visible[0]);
}

function head(document) {
  const web = /^https?:\/\//i.test(document.url ?? '');
  fill(
    byId('head'),
    el('h2', { dir: 'auto' }, visible(document.title ?? t('no_title'))),
    el(
      'div',
      { class: 'about' },
      el('bdi', { class: 'id' }, visible(document.document_id)),
      document.source ? el('bdi', {}, visible(document.source)) : null,
      document.published ? el('span', {}, t('published', { date: document.published })) : null,
      web ? el('a', { href: document.url, target: '_blank', rel: 'noopener noreferrer' }, t('open_source')) : null,
      el('button', { class: 'link', on: { click: () => ofDocument(document.document_id) } }, t('only_document')),
    ),
  );
}

function legend(signs) {
  const kinds = store.tab === 'documents' ? [...KINDS.slice(0, 4), 'orphan'] : KINDS;
  fill(
    byId('legend'),
    kinds.map((kind) => el('span', { class: `key ${kind}` }, t(`mention.${kind}`))),
    signs > 0 ? el('span', { class: 'key bidi' }, t('bidi_signs', { count: signs })) : null,
    shown.from > 0 || shown.to < shown.offsets.text.length ? el('span', { class: 'note' }, t('long_text')) : null,
  );
}

// Where a part begins: at a line or a space, never inside a pair.
function edge(text, near) {
  if (near <= 0) return 0;
  if (near >= text.length) return text.length;
  const line = text.lastIndexOf('\n', near);
  if (line > near - 2000) return line + 1;
  const space = text.lastIndexOf(' ', near);
  if (space > near - 200) return space + 1;
  const code = text.charCodeAt(near);
  return code >= 0xdc00 && code < 0xe000 ? near + 1 : near;
}

function part(middle) {
  const { text } = shown.offsets;
  const from = text.length <= PART ? 0 : edge(text, Math.min(middle - PART / 4, text.length - PART));
  show(from, text.length <= PART ? text.length : edge(text, from + PART));
}

function show(from, to) {
  const { text } = shown.offsets;
  Object.assign(shown, { from, to });
  const seen = visible(text.slice(from, to));
  shown.node = document.createTextNode(seen);
  const body = el('div', { id: 'body', dir: 'auto', lang: store.text.document.language });
  body.append(shown.node);
  const step = (label, at) => el('button', { class: 'part', on: { click: () => { part(at); repaint(); byId('scroll').scrollTop = 0; } } }, label);
  fill(
    byId('scroll'),
    from > 0 ? step(t('earlier_text'), Math.max(0, from - PART / 2)) : null,
    body,
    to < text.length ? step(t('later_text'), to + PART / 4) : null,
  );
  legend(controls(text.slice(from, to)).length);
}

// Shows a document; `at` is a code point that must be seen.
export function open(answer, at) {
  const text = answer.document.text ?? '';
  const fresh = shown.id !== answer.document.document_id || shown.offsets?.text !== text;
  store.text = answer;
  if (fresh) Object.assign(shown, { id: answer.document.document_id, offsets: new Offsets(text) });
  head(answer.document);
  if (answer.document.text === null || answer.document.text === undefined) {
    shown.node = null;
    fill(byId('scroll'), el('p', { class: 'empty' }, t('no_text')));
    return;
  }
  const unit = shown.offsets.unit(at ?? 0);
  if (fresh || !shown.node || unit < shown.from || unit >= shown.to) part(unit);
  else legend(controls(text.slice(shown.from, shown.to)).length);
  repaint();
  if (at !== null && at !== undefined) bring(at);
  else byId('scroll').scrollTop = 0;
}

// Where an event is told: its first sentence, or in one that goes on for long the first of its words.
export function placeOf(event, answer) {
  const [first] = event.evidence;
  if (!first || first.end - first.start < 800) return first?.start ?? null;
  const own = [...(event.sources ?? []), ...answer.mentions.filter((mention) => mention.event_ids.includes(event.event_id))];
  return own.reduce((least, { start }) => (start >= first.start && start < least ? start : least), first.end - 1);
}

let focused = [];

// Spans by kind, in code points.
function spans() {
  const answer = store.text;
  const event = store.tab === 'events' ? store.item?.event : null;
  const own = new Set(event ? [event.event_id] : []);
  const found = { other: [] };
  for (const mention of answer.mentions) {
    const mine = event === null || mention.event_ids.some((id) => own.has(id)) || event?.statements?.includes(mention.mention_id);
    (found[mine ? mention.kind : 'other'] ??= []).push(mention);
  }
  if (event) {
    found.evidence = event.evidence;
    found.trigger = (event.sources ?? []).filter((source) => source.field === 'event_kind' || source.field === 'trigger');
  } else found.orphan = answer.orphans ?? [];
  found.focus = focused;
  return found;
}

export function repaint() {
  if (!shown.node || !store.text) return;
  const inside = ({ start, end }) => {
    const range = { start: shown.offsets.unit(start) - shown.from, end: shown.offsets.unit(end) - shown.from };
    return range.end > 0 && range.start < shown.node.length && range.end > range.start
      ? { start: Math.max(0, range.start), end: Math.min(shown.node.length, range.end) }
      : null;
  };
  const painted = {};
  for (const [kind, list] of Object.entries(spans())) painted[kind] = list.map(inside).filter(Boolean);
  painted.bidi = controls(shown.offsets.text.slice(shown.from, shown.to)).map((start) => ({ start, end: start + 1 }));
  paint(byId('body'), shown.node, painted);
}

// Marks the words that a field was read from.
export function focusOn(sources) {
  focused = sources;
  repaint();
  if (sources.length > 0) bring(sources[0].start, true);
}

// Scrolls to a code point; `gently` leaves alone what is seen already.
export function bring(point, gently = false) {
  const unit = shown.offsets.unit(point);
  if (unit < shown.from || unit >= shown.to) {
    part(unit);
    repaint();
  }
  const box = byId('scroll');
  const range = document.createRange();
  const [node, offset] = place(unit - shown.from);
  range.setStart(node, offset);
  range.setEnd(node, Math.min(node.length, offset + 1));
  const seen = range.getBoundingClientRect();
  const frame = box.getBoundingClientRect();
  if (gently && seen.top > frame.top + 8 && seen.bottom < frame.bottom - 8) return;
  box.scrollTop += seen.top - frame.top - frame.height / 4;
}

// The text node and offset of a unit: one node, or many where marks stand inline.
function place(unit) {
  const walker = document.createTreeWalker(byId('body'), NodeFilter.SHOW_TEXT);
  let rest = unit;
  let node = walker.nextNode();
  while (node.length <= rest && walker.nextNode()) {
    rest -= node.length;
    node = walker.currentNode;
  }
  return [node, Math.min(rest, node.length)];
}

// The words selected in the document, in code points, without the spaces around them; or null.
export function selected() {
  const selection = getSelection();
  const body = byId('body');
  if (!body || selection.rangeCount === 0 || selection.isCollapsed || !shown.node) return null;
  const range = selection.getRangeAt(0);
  if (!body.contains(range.startContainer) || !body.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.setStart(body, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const start = shown.from + before.toString().length;
  const raw = shown.offsets.text.slice(start, start + range.toString().length);
  const begin = start + (raw.length - raw.trimStart().length);
  const text = raw.trim();
  if (text === '') return null;
  return { start: shown.offsets.point(begin), end: shown.offsets.point(begin + text.length), text };
}

on('tab', () => { focused = []; });
