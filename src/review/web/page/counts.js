// Counts of persons: in, an event; out, a table of bounds by effect, the less usual ones folded away.
import { el } from './dom.js';
import { EFFECTS, GROUPS } from './fields.js';
import { control, form } from './form.js';
import { visible } from './offsets.js';
import { t } from './strings.js';

const told = (name) => form.values[`${name}_low`] !== null || form.values[`${name}_high`] !== null;

function row(event, name) {
  const words = event.casualties.find((toll) => toll.effect === name)?.text;
  const qualifier = name === 'killed' || name === 'injured' ? control(`${name}_qualifier`) : null;
  return el(
    'tr',
    {},
    el('th', { scope: 'row' }, t(`field.${name}`)),
    el('td', {}, control(`${name}_low`, { size: 5, 'aria-label': `${t(`field.${name}`)}: ${t('form.low')}` })),
    el('td', {}, control(`${name}_high`, { size: 5, 'aria-label': `${t(`field.${name}`)}: ${t('form.high')}` })),
    el('td', { class: 'wording' }, qualifier, words ? el('bdi', { class: 'words' }, visible(words)) : null),
  );
}

function table(event, names) {
  const head = el('tr', {}, el('th'), el('th', { scope: 'col' }, t('form.low')), el('th', { scope: 'col' }, t('form.high')), el('th'));
  return el('table', { class: 'counts' }, el('thead', {}, head), el('tbody', {}, names.map((name) => row(event, name))));
}

export function countsGroup(event) {
  const all = [...EFFECTS, ...GROUPS.map((group) => `killed_${group}`)];
  const first = all.filter((name) => name === 'killed' || name === 'injured' || told(name));
  const rest = all.filter((name) => !first.includes(name));
  return [table(event, first), el('details', {}, el('summary', {}, t('form.more_counts')), table(event, rest))];
}
