// The list of events: in, store.visible; out, as many elements as fit on the screen, so that ten
// thousand rows cost no more than thirty.
import { byId, el, fill } from './dom.js';
import { clear, draw as drawFilters, statusOf } from './filters.js';
import { visible } from './offsets.js';
import { pendingEvents } from './outbox.js';
import { emit, on, store } from './store.js';
import { country, number, t, term } from './strings.js';

const HEIGHT = 62;
const SPARE = 6;
const SIGN = { accepted: '✓', corrected: '✎', rejected: '✕', duplicate: '⧉', unsure: '?', added: '+', stale: '↻' };
let scroller;
let sheet;

export function start() {
  fill(
    byId('list'),
    el('div', { id: 'filters' }),
    el('div', { class: 'count' }, el('span', { id: 'count' }), el('button', { id: 'clear', class: 'link', hidden: true, on: { click: clear } }, t('filter.clear'))),
    (scroller = el('div', { id: 'rows', role: 'listbox', tabindex: 0, 'aria-label': t('tab.events'), on: { scroll: draw } }, (sheet = el('div', { class: 'sheet' })))),
  );
  drawFilters();
}

export const bounds = (low, high) => {
  if (low === null || low === undefined) return high === null || high === undefined ? '' : `≤${number(high)}`;
  if (high === null || high === undefined) return `${number(low)}+`;
  return low === high ? number(low) : `${number(low)}–${number(high)}`;
};

export function day(start, end) {
  if (!start && !end) return '';
  if (start === end) return start;
  const whole = /^(\d{4})-01-01$/.exec(start ?? '')?.[1];
  if (whole && end === `${whole}-12-31`) return whole;
  return `${start ?? '…'} – ${end ?? '…'}`;
}

function tolls(row) {
  return ['killed', 'injured'].map((effect) => {
    const text = bounds(row[`${effect}_low`], row[`${effect}_high`]);
    return text === '' ? null : el('span', { class: `toll ${effect}` }, `${t(`field.${effect}`)} `, el('bdi', { dir: 'ltr' }, text));
  });
}

function sign(row, pending) {
  if (pending.has(row.event_id)) return el('span', { class: 'sign pending' }, '…');
  const status = statusOf(row);
  const title = row.conflict ? t('status.conflict') : t(`status.${status}`);
  return el('span', { class: `sign ${row.conflict ? 'conflict' : status}`, title }, row.conflict ? '≠' : (SIGN[status] ?? (row.edited ? '✎' : '')));
}

function element(id, index, pending) {
  const row = store.rows.get(id);
  const place = row.place ?? t('flag.no_place');
  const made = el(
    'div',
    { class: `row ${row.conflict ? 'conflict' : statusOf(row)}`, role: 'option', id: `row-${id}`, 'aria-selected': String(id === store.event), 'aria-setsize': store.visible.length, 'aria-posinset': index + 1, on: { click: () => emit('choose', id) } },
    sign(row, pending),
    el('div', { class: 'what' }, el('b', {}, term('kind', row.kind)), row.aggregate ? el('i', {}, 'Σ') : null, row.twins > 0 ? el('i', { title: t('status.twins') }, '⧉') : null, el('span', { class: 'day' }, el('bdi', { dir: 'ltr' }, day(row.date_start, row.date_end)))),
    el('div', { class: 'where' }, el('bdi', {}, visible(place)), row.country_code && row.place !== country(row.country_code) ? el('span', { class: 'land' }, country(row.country_code)) : null),
    el('div', { class: 'more' }, tolls(row), row.flags.length > 0 ? el('span', { class: `flags ${row.confidence}`, title: row.flags.map((flag) => term('flag', flag)).join('، ') }, `⚑ ${number(row.flags.length)}`) : null),
  );
  made.style.transform = `translateY(${index * HEIGHT}px)`;
  return made;
}

export function draw() {
  if (!scroller) return;
  sheet.style.height = `${store.visible.length * HEIGHT}px`;
  const first = Math.max(0, Math.floor(scroller.scrollTop / HEIGHT) - SPARE);
  const last = Math.min(store.visible.length, first + Math.ceil(scroller.clientHeight / HEIGHT) + 2 * SPARE);
  const pending = pendingEvents();
  const rows = [];
  for (let index = first; index < last; index += 1) rows.push(element(store.visible[index], index, pending));
  fill(sheet, rows.length > 0 ? rows : el('p', { class: 'empty' }, t('empty.list')));
  byId('count').textContent = t('filter.count', { shown: store.visible.length, all: store.rows.size });
  if (store.event) scroller.setAttribute('aria-activedescendant', `row-${store.event}`);
}

// Scrolls so that the chosen row is seen, with one more before and after it.
export function reveal() {
  const index = store.visible.indexOf(store.event);
  if (index < 0 || !scroller) return draw();
  const top = index * HEIGHT;
  if (top < scroller.scrollTop + HEIGHT) scroller.scrollTop = top - HEIGHT;
  else if (top + 2 * HEIGHT > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = top + 2 * HEIGHT - scroller.clientHeight;
  draw();
}

on('visible', draw);
on('outbox', draw);
addEventListener('resize', draw);
