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
  const rows = await api.agreement().catch(() => []);
  if (rows.length === 0) {
    open(t('agreement.title'), el('p', {}, t('agreement.none')));
    return;
  }
  const heads = ['pair', 'field', 'both', 'agreed', 'kappa'].map((name) => el('th', { scope: 'col' }, t(`agreement.${name}`)));
  const line = (row) => el('tr', {}, el('td', {}, el('bdi', {}, row.reviewers.join(' · '))), el('th', { scope: 'row' }, column(row.field)), el('td', {}, number(row.both)), el('td', {}, number(row.agreed)), el('td', {}, row.kappa === null ? t('none') : row.kappa.toFixed(2)));
  open(t('agreement.title'), el('table', { class: 'agreement' }, el('thead', {}, el('tr', {}, heads)), el('tbody', {}, rows.map(line))), { wide: true });
}
