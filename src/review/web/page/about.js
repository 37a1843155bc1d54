// What the page tells of itself: the keys, the agreement of the reviewers.
import { api } from './api.js';
import { open } from './dialogs.js';
import { el } from './dom.js';
import { keyText } from './keys.js';
import { column, number, t } from './strings.js';

export function help(keys) {
  const line = ([code, name, , tab]) => el('tr', {}, el('td', {}, el('kbd', {}, keyText(code))), el('td', {}, t(`act.${name}`)), el('td', { class: 'note' }, tab ? t(`tab.${tab}`) : ''));
  const fields = el('tr', {}, el('td', {}, el('kbd', {}, '1 – 8')), el('td', {}, t('act.fields')), el('td', { class: 'note' }, t('tab.events')));
  open(t('help.title'), [el('p', {}, t('help.text')), el('table', { class: 'keys' }, el('tbody', {}, keys.map(line), fields))]);
}

export async function agreement() {
  const pairs = await api.agreement().catch(() => []);
  if (pairs.length === 0) {
    open(t('agreement.title'), el('p', {}, t('agreement.none')));
    return;
  }
  const heads = ['field', 'both', 'agreed', 'kappa'].map((name) => el('th', { scope: 'col' }, t(`agreement.${name}`)));
  const name = (field) => (field === 'decision' ? t('agreement.decision') : column(field));
  const line = (row) => el('tr', {}, el('th', { scope: 'row' }, name(row.field)), el('td', {}, number(row.events)), el('td', {}, number(row.same)), el('td', {}, row.kappa === null ? t('none') : row.kappa.toFixed(2)));
  const table = (pair) => [
    el('h3', {}, el('bdi', {}, pair.reviewers[0]), ' · ', el('bdi', {}, pair.reviewers[1])),
    el('table', { class: 'agreement' }, el('thead', {}, el('tr', {}, heads)), el('tbody', {}, pair.fields.map(line))),
  ];
  open(t('agreement.title'), pairs.map(table), { wide: true });
}
