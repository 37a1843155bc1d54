// Where it happened: in, an event's places and what the gazetteer offers; out, the fields of the main
// place, by choice, by hand, or by a click on the map.
import { api } from './api.js';
import { toast } from './dialogs.js';
import { byId, el, fill } from './dom.js';
import { mainPlace } from './fields.js';
import { form, labelled, put } from './form.js';
import { WorldMap } from './map.js';
import { visible } from './offsets.js';
import { store } from './store.js';
import { country, t, term } from './strings.js';

let map = null;
let offered = [];
let asked = 0;

export function placeGroup(event) {
  const main = mainPlace(event);
  const others = event.places.filter((place) => place !== main).map((place) => place.name);
  offered = [];
  map = new WorldMap(pick);
  return [
    el('div', { class: 'two wide' }, labelled('place_name'), el('button', { type: 'button', id: 'candidates', on: { click: candidates } }, t('form.candidates'))),
    main && main.text && main.text !== main.name ? el('p', { class: 'note' }, `${t('field.place_text')}: `, el('bdi', { class: 'words' }, visible(main.text))) : null,
    el('ul', { id: 'offered', hidden: true }),
    map.element,
    el('p', { class: 'hint' }, t('form.pick')),
    el('div', { class: 'three' }, labelled('latitude'), labelled('longitude'), labelled('place_precision')),
    el('details', {}, el('summary', {}, [form.values.admin2, form.values.admin1, country(form.values.country_code)].filter(Boolean).map(visible).join(' · ')),
      el('div', { class: 'two' }, labelled('admin1'), labelled('admin2')), el('div', { class: 'three' }, labelled('country'), labelled('country_code'), labelled('gazetteer_id')), labelled('place_detail')),
    others.length > 0 ? el('p', { class: 'note' }, t('form.other_places', { names: visible(others.join('، ')) })) : null,
  ];
}

// A point by hand is none of the gazetteer's.
function pick(latitude, longitude) {
  if (form.controls.place_name.value.trim() === '') toast(t('form.name_first'), 'bad');
  else put({ latitude: round(latitude), longitude: round(longitude), place_precision: 'exact', gazetteer_id: null });
}

const round = (degrees) => Math.round(degrees * 1e4) / 1e4;

async function candidates() {
  const list = byId('offered');
  const turn = (asked += 1);
  const names = [form.controls.place_name.value.trim(), mainPlace(store.item.event)?.text].filter(Boolean);
  const answers = await Promise.all([...new Set(names)].map((name) => api.gazetteer(name, form.values.country_code).catch(() => [])));
  if (turn !== asked) return;
  const ids = new Set();
  offered = answers.flat().filter((place) => !ids.has(place.gazetteer_id) && ids.add(place.gazetteer_id)).slice(0, 12);
  list.hidden = false;
  fill(list, offered.length > 0 ? offered.map(entry) : el('li', { class: 'empty' }, t('form.candidates.none')));
  drawPlace(true);
  list.querySelector('button')?.focus();
}

function entry(place) {
  const within = [place.admin2, place.admin1, country(place.country_code)].filter(Boolean).join(' · ');
  const button = el('button', { type: 'button', on: { click: () => choose(place) } }, el('b', {}, el('bdi', {}, place.place_name)), ' ', el('span', {}, term('feature', place.feature)), el('small', {}, el('bdi', {}, within)));
  return el('li', {}, button);
}

function choose(place) {
  const { place_name, latitude, longitude, place_precision, admin1, admin2, country_code, gazetteer_id } = place;
  byId('offered').hidden = true;
  offered = [];
  put({ place_name, latitude, longitude, place_precision, admin1, admin2, country: place.country, country_code, gazetteer_id });
  drawPlace(true);
}

// Draws the dots; `move` looks at the main one.
export function drawPlace(move = false) {
  if (!map || !store.item) return;
  const here = { latitude: form.values.latitude, longitude: form.values.longitude, kind: 'here', title: form.values.place_name };
  const others = store.item.event.places.filter((place) => place !== mainPlace(store.item.event)).map((place) => ({ ...place, kind: 'other', title: place.name }));
  const candidates = offered.map((place) => ({ ...place, kind: 'candidate', title: place.place_name, choose: () => choose(place) }));
  const points = [...others, ...candidates, here];
  map.ready.then(() => map.show(points, move ? middle(points, here) : null));
}

// What the map looks at: the point, or the country.
function middle(points, here) {
  const land = form.values.country_code;
  const near = points.filter((point) => typeof point.latitude === 'number' && (!land || point.country_code === land || point === here));
  const known = near.length > 0 ? near : points.filter((point) => typeof point.latitude === 'number');
  if (offered.length > 0 && known.length > 1) {
    const spread = (name) => known.map((point) => point[name]);
    const [south, north, west, east] = [Math.min(...spread('latitude')), Math.max(...spread('latitude')), Math.min(...spread('longitude')), Math.max(...spread('longitude'))];
    return { latitude: (south + north) / 2, longitude: (west + east) / 2, width: Math.max(9, (east - west) * 1.3, (north - south) * 2.4) };
  }
  if (typeof here.latitude === 'number') return here;
  const shape = map.shapes?.find((one) => one.code && one.code === form.values.country_code);
  return shape ? { latitude: shape.at[1], longitude: shape.at[0], width: Math.max(6, Math.sqrt(shape.size) * 2.2) } : { latitude: 20, longitude: 25, width: 90 };
}
