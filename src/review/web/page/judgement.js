// What was said of an event: banners for duplicates, conflicts and changed extractions, and the log.
import { compare } from './compare.js';
import { el } from './dom.js';
import { FIELDS, value } from './fields.js';
import { visible } from './offsets.js';
import { decide } from './outbox.js';
import { store } from './store.js';
import { column, t, term } from './strings.js';

export function shownValue(name, one) {
  if (name === 'flags') return (one ?? '').split(';').map((flag) => term('flag', flag)).join('، ');
  if (one !== null && typeof one === 'object') return one.event_id ?? JSON.stringify(one);
  const words = FIELDS[name]?.words;
  return words ? term(words, one) : one === null || one === undefined ? t('none') : visible(one);
}

export const verdict = (state) => {
  const said = state?.status ? t(`status.${state.status}`) : t('conflict.nobody');
  return state?.reason && state.reason !== 'duplicate' ? `${said} (${t(`reason.${state.reason}`)})` : said;
};

function settle(event_id, as) {
  decide([{ verb: 'settle', event_id, new: as }]);
}

function conflict(item) {
  const id = item.event.event_id;
  const sides = [{ edits: {}, ...item.mine, reviewer: store.session.reviewer, own: true }, ...item.others];
  const fields = [...new Set(sides.flatMap((side) => Object.keys(side.edits)))];
  const line = (side) => el(
    'div',
    { class: 'side' },
    el('b', {}, el('bdi', {}, side.reviewer), side.own ? ` (${t('conflict.mine')})` : ''),
    el('span', { class: `verdict ${side.status ?? ''}` }, verdict(side)),
    el('ul', {}, fields.filter((name) => name in (side.edits)).map((name) => el('li', {}, `${column(name)}: `, el('bdi', {}, shownValue(name, side.edits[name]))))),
    side.status === null || side.status === undefined ? null : el('button', { type: 'button', class: 'settle', on: { click: () => settle(id, side.reviewer) } }, t(side.own ? 'conflict.keep' : 'conflict.take')),
  );
  return el('section', { class: 'banner conflict' }, el('h3', {}, t('conflict.banner')), el('div', { class: 'sides' }, sides.map(line)));
}

// What is no longer as it was judged.
function stale(item) {
  const changes = item.judged && item.extracted
    ? Object.keys(FIELDS).filter((name) => value(item.judged, name) !== value(item.extracted, name))
    : [];
  const line = (name) => el('li', {}, `${column(name)}: `, el('bdi', {}, shownValue(name, value(item.judged, name))), ' ⇽ ', el('bdi', {}, shownValue(name, value(item.extracted, name))));
  return el('section', { class: 'banner stale' }, el('p', {}, t('stale.banner')), el('ul', {}, changes.map(line)));
}

export function banners(item) {
  const { event } = item;
  const row = store.rows.get(event.event_id);
  const status = row?.status ?? 'open';
  return el(
    'header',
    { class: 'judged' },
    el('div', { class: 'line' },
      el('span', { class: `badge ${status}` }, t(`status.${status}`)),
      el('span', { class: `confidence ${event.confidence}` }, t(`confidence.${event.confidence}`)),
      el('span', { class: 'id' }, el('code', { dir: 'ltr' }, event.event_id))),
    item.stale ? stale(item) : null,
    item.conflict ? conflict(item) : null,
    item.twins.length > 0 ? el('p', { class: 'banner twins' }, el('span', {}, t('twins.banner', { count: item.twins.length })), el('button', { type: 'button', on: { click: compare } }, t('act.compare'), el('kbd', {}, t('key.KeyC')))) : null,
  );
}

export function history(item) {
  if (!item.history?.length) return null;
  const line = (action) => {
    const field = action.field ? ` ${column(action.field)}: ` : '';
    const values = action.field ? el('bdi', {}, `${shownValue(action.field, action.old)} ← ${shownValue(action.field, action.new)}`) : null;
    const reason = action.reason ? ` (${t(`reason.${action.reason}`)})` : '';
    return el('li', {}, el('time', { datetime: action.time, dir: 'ltr' }, new Date(action.time).toLocaleString('sv').slice(0, 16)), ' ', el('bdi', {}, action.reviewer), ' ', t(`verb.${action.verb}`), reason, field, values);
  };
  return el('details', { class: 'history' }, el('summary', {}, `${t('form.history')} (${item.history.length})`), el('ol', {}, item.history.map(line)));
}
