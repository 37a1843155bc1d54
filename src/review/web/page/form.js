// The record as a form: in, the event chosen; out, edits, one batch for each group that the reviewer
// leaves. A field that has the focus shows its words and its rule.
import { byId, el, fill } from './dom.js';
import { focusOn } from './document.js';
import { FIELDS, FLAGS, read, sourcesOf, value } from './fields.js';
import { countsGroup } from './counts.js';
import { placeGroup, drawPlace } from './places.js';
import { banners, history } from './judgement.js';
import { visible } from './offsets.js';
import { decide } from './outbox.js';
import { emit, on, store } from './store.js';
import { t, term } from './strings.js';

export const form = { id: null, values: {}, controls: {} };

function option(words) {
  return (name) => el('option', { value: name }, name === '' ? t('none') : term(words, name));
}

// A control for a field, filled with its value.
export function control(name, attributes = {}) {
  const { type, words, terms, needed, most } = FIELDS[name];
  const common = { name, 'aria-label': t(`field.${name}`), ...attributes };
  let made;
  if (type === 'term') made = el('select', common, [...(needed ? [] : ['']), ...terms].map(option(words)));
  else if (type === 'long') made = el('textarea', { ...common, rows: 2, dir: 'auto' });
  else {
    const numeric = type === 'count' || type === 'degrees' || type === 'day';
    made = el('input', { ...common, type: 'text', autocomplete: 'off', spellcheck: 'false', dir: numeric ? 'ltr' : 'auto', inputmode: numeric && type !== 'day' ? 'decimal' : null, maxlength: type === 'text' ? most : null, placeholder: type === 'day' ? 'YYYY-MM-DD' : null });
  }
  made.value = text(form.values[name]);
  form.controls[name] = made;
  mark(name);
  return made;
}

const text = (one) => (one === null || one === undefined ? '' : String(one));

// A field that is not as the machine had it.
function mark(name) {
  const made = form.controls[name];
  const extracted = store.item?.extracted;
  if (!made || !extracted) return;
  const was = value(extracted, name);
  const changed = JSON.stringify(was) !== JSON.stringify(form.values[name]);
  made.classList.toggle('edited', changed);
  made.title = changed ? t('form.was', { was: '', value: FIELDS[name].words ? term(FIELDS[name].words, was) : text(was) || t('none') }) : '';
}

export function labelled(name, attributes) {
  return el('label', { class: `field ${name}` }, el('span', {}, t(`field.${name}`)), control(name, attributes));
}

// The groups that a digit leads to, in their order.
export const GROUPS = ['kind', 'date', 'counts', 'place', 'party', 'attribution', 'flags', 'note'];

function group(name, ...children) {
  const digit = el('kbd', {}, String(GROUPS.indexOf(name) + 1));
  const set = el('fieldset', { id: `group-${name}`, 'data-group': name }, el('legend', {}, t(`form.${name}`), digit), ...children, el('p', { class: 'why', hidden: true }));
  set.addEventListener('focusin', (event) => explain(set, event.target));
  set.addEventListener('input', (event) => {
    event.target.dataset.own = 'yes';
    follow(event);
  });
  set.addEventListener('focusout', (event) => {
    if (!set.contains(event.relatedTarget)) leave(set);
  });
  return set;
}

// The words and the rule behind a field.
function explain(set, target) {
  const name = target.name ?? '';
  const names = FIELDS[name] ? [name] : target.dataset?.flag ? [target.dataset.flag] : Object.keys(FIELDS).filter((one) => FIELDS[one].group === set.dataset.group);
  const sources = sourcesOf(store.item.event, names);
  const why = set.querySelector('.why');
  why.hidden = false;
  const told = sources.map((source) => [el('bdi', { class: 'words' }, visible(source.text)), ' ', el('code', {}, source.rule)]);
  fill(why, told.length > 0 ? told.slice(0, 3).map((one) => el('span', {}, one)) : t('form.no_words'));
  focusOn(sources);
}

function leave(set) {
  set.querySelector('.why').hidden = true;
  focusOn([]);
  save(set.dataset.group);
}

// The other end of a bound or of a span of days.
const OTHER = { low: 'high', high: 'low', start: 'end', end: 'start' };
const otherEnd = (name) => name.replace(/_(low|high|start|end)$/, (_, end) => `_${OTHER[end]}`);

// An exact count or a single day stays one when its lower end is changed.
function follow(event) {
  const { name } = event.target;
  if (!/_(low|start)$/.test(name ?? '') || !FIELDS[name]) return;
  const other = otherEnd(name);
  const single = form.values[name] !== null && form.values[name] === form.values[other];
  if (single && !form.controls[other].dataset.own) form.controls[other].value = event.target.value;
}

// Ends that are in the wrong order.
function crossed(name, now) {
  const other = otherEnd(name);
  if (other === name || !form.controls[other] || now === null || now === undefined) return false;
  const end = read(form.controls[other], other);
  if (end === null || end === undefined) return false;
  return /_(low|start)$/.test(name) ? now > end : now < end;
}

// The drafts of what differs, by group (all where none is named); null where something is no value.
export function drafts(wanted) {
  const found = [];
  let sound = true;
  for (const [name, made] of Object.entries(form.controls)) {
    if (wanted && FIELDS[name].group !== wanted) continue;
    const now = FIELDS[name].type === 'flags' ? made.flags() : read(made, name);
    const bad = now === undefined || (now === null && FIELDS[name].needed === true) || crossed(name, now);
    made.classList?.toggle('invalid', bad);
    if (bad) sound = false;
    else if (JSON.stringify(now) !== JSON.stringify(form.values[name])) {
      found.push({ verb: name === 'review_note' ? 'note' : 'edit', event_id: form.id, field: name, old: form.values[name], new: now });
    }
  }
  return sound ? found : null;
}

function save(wanted) {
  if (form.id === null) return;
  const found = drafts(wanted);
  if (found === null || found.length === 0) return;
  taken(found);
  decide(found);
}

// Takes what is on its way as the value now; a refusal brings the old one back.
export function taken(found) {
  for (const draft of found) {
    if (!draft.field) continue;
    form.values[draft.field] = draft.new;
    if (form.controls[draft.field]?.classList) mark(draft.field);
  }
}

// Sets fields as if typed, and sends them: a choice among places, a point of the map.
export function put(values) {
  for (const [name, one] of Object.entries(values)) {
    if (form.controls[name]) form.controls[name].value = text(one);
  }
  save('place');
  drawPlace();
}

function flagsGroup() {
  const given = (form.values.flags ?? '').split(';');
  const boxes = FLAGS.map((flag) => {
    const box = el('input', { type: 'checkbox', 'data-flag': flag, checked: given.includes(flag) });
    return [box, el('label', { class: 'chip' }, box, el('span', {}, term('flag', flag)))];
  });
  form.controls.flags = {
    flags: () => {
      const now = boxes.filter(([box]) => box.checked).map(([box]) => box.dataset.flag);
      const same = now.length === (store.item.event.flags ?? []).length && now.every((flag) => store.item.event.flags.includes(flag));
      return same ? form.values.flags : now.join(';') || null;
    },
  };
  const on = boxes.filter(([box]) => box.checked).map(([, chip]) => chip);
  const off = boxes.filter(([box]) => !box.checked).map(([, chip]) => chip);
  return [el('div', { class: 'chips' }, on), el('details', {}, el('summary', {}, t('more')), el('div', { class: 'chips' }, off))];
}

export function draw() {
  const box = byId('record');
  const { item } = store;
  form.controls = {};
  if (!item) {
    form.id = null;
    fill(box, el('p', { class: 'empty' }, t('empty.record')));
    return;
  }
  form.id = item.event.event_id;
  form.values = Object.fromEntries(Object.keys(FIELDS).map((name) => [name, value(item.event, name)]));
  const top = box.scrollTop;
  fill(
    box,
    banners(item),
    group('kind', el('div', { class: 'two' }, labelled('event_kind'), labelled('weapon')), item.event.aggregate ? el('p', { class: 'note' }, t('form.totals')) : null),
    group('date', el('div', { class: 'two' }, labelled('date_start'), labelled('date_end')), el('div', { class: 'three' }, labelled('date_precision'), labelled('date_modifier'), labelled('date_basis'))),
    group('counts', countsGroup(item.event)),
    group('place', placeGroup(item.event)),
    group('party', el('div', { class: 'party' }, labelled('actor'), labelled('actor_class'), labelled('actor_basis')), el('div', { class: 'party' }, labelled('target'), labelled('target_class'), labelled('claimed_by'))),
    group('attribution', el('div', { class: 'two' }, labelled('attribution'), labelled('attribution_type'))),
    group('flags', flagsGroup()),
    group('note', control('review_note')),
    history(item),
  );
  box.scrollTop = box.dataset.id === form.id ? top : 0;
  box.dataset.id = form.id;
  drawPlace(true);
  emit('drawn');
}

// Redraws unless the reviewer is typing here.
export function refresh() {
  const active = document.activeElement;
  const busy = byId('record').contains(active) && active.closest('fieldset') && store.item?.event.event_id === form.id;
  if (!busy) draw();
  else {
    for (const name of Object.keys(form.controls)) {
      const dirty = form.controls[name].classList && read(form.controls[name], name) !== form.values[name];
      form.values[name] = value(store.item.event, name);
      if (!dirty && form.controls[name].classList) form.controls[name].value = text(form.values[name]);
      mark(name);
    }
  }
}

on('item', refresh);
