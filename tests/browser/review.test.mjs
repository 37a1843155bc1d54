// `rasd review` as an analyst uses it, in a browser: node --test tests/browser/
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ask, chosen, close, marked, rows, seeds, select, serve, settled, until, visit } from './place.mjs';

after(close);

const status = async (page, id) => (await rows(page)).get(id).status ?? null;
const event = (page, id) => ask(page, `/api/events/${id}`);
const toll = (item, effect) => item.event.casualties.find((one) => one.effect === effect);
const press = async (page, ...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};
const next = (page, last) => until('the next event', async () => (await chosen(page)) !== last);
const shown = (page, id) => page.waitForSelector(`#record .judged .id code:text-is("${id}")`);

test('one key accepts and goes on, and a reload finds it', async () => {
  const server = await serve(seeds());
  const page = await visit(server.link);
  const id = await chosen(page);
  await shown(page, id);
  await press(page, 'KeyA');
  await next(page, id);
  await settled(page);
  assert.equal(await status(page, id), 'accepted');
  assert.equal(await page.textContent(`#row-${id} .sign`), '✓');
  await page.reload();
  await page.waitForSelector('#rows .row');
  assert.equal(await page.textContent(`#row-${id} .sign`), '✓');
  assert.match(await page.textContent('#progress'), /^\s*1 of/);
  assert.notEqual(await chosen(page), id, 'the first open event is chosen');
  assert.deepEqual(page.faults, []);
  await server.stop();
});

test('keys go by their position, and are off while one types', async () => {
  const server = await serve(seeds());
  const page = await visit(server.link);
  const id = await chosen(page);
  await shown(page, id);
  await page.focus('#record textarea[name=review_note]');
  await page.keyboard.type('a ra ua');
  await press(page, 'Escape');
  await settled(page);
  assert.equal(await chosen(page), id);
  assert.equal(await status(page, id), null);
  assert.equal((await event(page, id)).event.review.note, 'a ra ua');
  // an Arabic keyboard writes another letter with the same key
  const devtools = await page.context().newCDPSession(page);
  for (const type of ['keyDown', 'keyUp']) await devtools.send('Input.dispatchKeyEvent', { type, code: 'KeyA', key: 'ش', text: type === 'keyDown' ? 'ش' : undefined });
  await next(page, id);
  await settled(page);
  assert.equal(await status(page, id), 'accepted');
  await server.stop();
});

test('a count is edited, undone and done again', async () => {
  const server = await serve(seeds());
  const page = await visit(server.link);
  const id = await chosen(page);
  await shown(page, id);
  const before = toll(await event(page, id), 'killed');
  await page.fill('#record input[name=killed_low]', '٢٩');
  await page.press('#record input[name=killed_low]', 'Escape');
  await settled(page);
  assert.equal(toll(await event(page, id), 'killed').low, 29);
  await until('the field is marked', () => page.$('#record input[name=killed_low].edited'));
  await press(page, 'KeyA');
  await next(page, id);
  await settled(page);
  assert.equal(await status(page, id), 'corrected');
  await press(page, 'KeyZ');
  await until('the acceptance is undone', async () => (await status(page, id)) === null);
  await until('it is shown again', async () => (await chosen(page)) === id);
  await press(page, 'KeyZ');
  await until('the edit is undone', async () => toll(await event(page, id), 'killed').low === before.low);
  await until('the form shows it', async () => (await page.inputValue('#record input[name=killed_low]')) === String(before.low));
  await press(page, 'KeyY', 'KeyY');
  await until('both are done again', async () => (await status(page, id)) === 'corrected');
  assert.equal(toll(await event(page, id), 'killed').low, 29);
  await server.stop();
});

test('an exact count stays exact when its low end is changed, and ends in the wrong order are not sent', async () => {
  const server = await serve(seeds());
  const page = await visit(server.link);
  const exact = [...(await rows(page)).values()].find((row) => row.killed_low > 0 && row.killed_low === row.killed_high);
  await page.click(`#row-${exact.event_id}`);
  await shown(page, exact.event_id);
  await page.fill('#record input[name=killed_low]', '4');
  await page.press('#record input[name=killed_low]', 'Escape');
  await until('both are 4', async () => {
    const { low, high } = toll(await event(page, exact.event_id), 'killed');
    return low === 4 && high === 4;
  });
  await settled(page);
  await page.fill('#record input[name=killed_high]', '2');
  await page.press('#record input[name=killed_high]', 'Escape');
  await page.waitForSelector('#record input[name=killed_high].invalid');
  assert.equal(toll(await event(page, exact.event_id), 'killed').high, 4);
  await server.stop();
});

test('what is no value is not sent', async () => {
  const server = await serve(seeds());
  const page = await visit(server.link);
  const id = await chosen(page);
  await shown(page, id);
  await page.fill('#record input[name=date_start]', '2023-02-31');
  await page.press('#record input[name=date_start]', 'Escape');
  await page.waitForSelector('#record input[name=date_start].invalid');
  await press(page, 'KeyA');
  await page.waitForSelector('.toast.bad');
  assert.equal(await chosen(page), id);
  assert.equal(await status(page, id), null);
  await server.stop();
});

test('a rejection asks for its reason by one more key', async () => {
  const server = await serve(seeds());
  const page = await visit(server.link);
  const id = await chosen(page);
  await shown(page, id);
  await press(page, 'KeyR');
  await page.waitForSelector('dialog .menu');
  await press(page, 'Digit3');
  await next(page, id);
  await settled(page);
  assert.equal(await status(page, id), 'rejected');
  const { history } = await event(page, id);
  assert.equal(history.at(-1).reason, 'background');
  const second = await chosen(page);
  await shown(page, second);
  await press(page, 'KeyR', 'Escape');
  assert.equal(await page.$('dialog'), null);
  assert.equal(await status(page, second), null);
  await server.stop();
});

test('an event that was missed is added from words selected, and is there after a reload', async () => {
  const server = await serve(seeds());
  const page = await visit(server.link);
  await page.waitForSelector('#body');
  const before = (await rows(page)).size;
  const words = 'خلفت الغارات ما لا يقل عن 7 قتلى';
  await select(page, words);
  await press(page, 'KeyN');
  await page.waitForSelector('dialog select[name=kind]');
  await page.selectOption('dialog select[name=kind]', 'airstrike');
  await page.press('dialog select[name=kind]', 'Enter');
  await until('it is in the list', async () => (await rows(page)).size === before + 1);
  const added = [...(await rows(page)).values()].find((row) => row.status === 'added');
  await until('it is chosen', async () => (await chosen(page)) === added.event_id);
  const item = await event(page, added.event_id);
  assert.equal(item.event.kind, 'airstrike');
  assert.equal(item.event.evidence[0].text, words);
  assert.deepEqual([toll(item, 'killed').low, toll(item, 'killed').high], [7, null], 'the count read in the words');
  await page.reload();
  await page.waitForSelector(`#row-${added.event_id}`);
  await page.click(`#row-${added.event_id}`);
  await shown(page, added.event_id);
  assert.deepEqual(await marked(page, 'evidence'), [words]);
  assert.deepEqual(page.faults, []);
  await server.stop();
});

test('a field shows its words in the text and its rule', async () => {
  const server = await serve(seeds());
  const page = await visit(server.link);
  const id = [...(await rows(page)).values()].find((row) => row.killed_low === 7).event_id;
  await page.click(`#row-${id}`);
  await shown(page, id);
  await page.focus('#record input[name=killed_low]');
  await page.waitForSelector('#group-counts .why code:text("ar.casualty")');
  assert.ok((await marked(page, 'focus')).some((words) => words.includes('7 قتلى')));
  await press(page, 'Escape');
  assert.deepEqual(await marked(page, 'focus'), []);
  await server.stop();
});

test('a digit leads into a group of fields, and Ctrl+Enter saves and accepts', async () => {
  const server = await serve(seeds());
  const page = await visit(server.link);
  const id = await chosen(page);
  await shown(page, id);
  await press(page, 'Digit3');
  assert.equal(await page.evaluate(() => document.activeElement.name), 'killed_low');
  await page.keyboard.type('31');
  await press(page, 'Control+Enter');
  await next(page, id);
  await settled(page);
  assert.equal(await status(page, id), 'corrected');
  assert.equal(toll(await event(page, id), 'killed').low, 31);
  const { history } = await event(page, id);
  assert.deepEqual(history.map((action) => action.verb), ['edit', 'accept']);
  await server.stop();
});

test('what the search and the filters leave is listed', async () => {
  const server = await serve(seeds());
  const page = await visit(server.link);
  const all = await rows(page);
  const count = () => page.textContent('#count');
  await press(page, 'Slash');
  await page.keyboard.type('كسيلا');
  await until('one is found', async () => (await count()).startsWith('1 of'));
  await page.click('#clear');
  await until('all are there', async () => (await count()).startsWith(`${all.size} of`));
  await page.fill('#filter-from', '2023-01-09');
  await page.fill('#filter-to', '2023-01-10');
  const within = [...all.values()].filter((row) => row.date_start && row.date_end >= '2023-01-09' && row.date_start <= '2023-01-10');
  assert.ok(within.length > 0);
  await until('those of these days', async () => (await count()).startsWith(`${within.length} of`));
  await page.click('#clear');
  await page.selectOption('#filter-flag', 'toll_shared');
  const shared = [...all.values()].filter((row) => row.flags.includes('toll_shared'));
  await until('those with the flag', async () => (await count()).startsWith(`${shared.length} of`));
  await server.stop();
});

test('a place is chosen among the candidates of the gazetteer, or on the map', async () => {
  const server = await serve(seeds());
  const page = await visit(server.link);
  const id = await chosen(page);
  await shown(page, id);
  await page.fill('#record input[name=place_name]', 'موبتي');
  await page.click('#candidates');
  await page.click('#offered button:has-text("Mopti")');
  await settled(page);
  const place = (await event(page, id)).event.places[0];
  assert.equal(place.name, 'Mopti');
  assert.equal(place.country_code, 'ML');
  assert.ok(Math.abs(place.latitude - 14.5) < 1);
  await page.waitForSelector('.map circle.here');
  await page.click('.map', { position: { x: 60, y: 60 } });
  await until('the point moved', async () => (await event(page, id)).event.places[0].latitude !== place.latitude);
  const moved = (await event(page, id)).event.places[0];
  assert.equal(moved.gazetteer_id, null);
  assert.ok(moved.longitude < place.longitude && moved.latitude > place.latitude, 'north-west of it');
  await server.stop();
});

test('everything visible is accepted only with a filter, and one undo takes it back', async () => {
  const server = await serve(seeds());
  const page = await visit(server.link);
  await press(page, 'Shift+KeyA');
  await page.waitForSelector('.toast.bad');
  await page.selectOption('#filter-kind', 'ambush');
  const ids = await page.$$eval('#rows .row', (all) => all.map((row) => row.id.slice(4)));
  assert.ok(ids.length > 1);
  await page.focus('#rows');
  await press(page, 'Shift+KeyA');
  await page.waitForSelector(`dialog h2:has-text("${ids.length}")`);
  await press(page, 'Enter');
  await until('all are accepted', async () => {
    const all = await rows(page);
    return ids.every((id) => all.get(id).status === 'accepted');
  });
  const accepted = [...(await rows(page)).values()].filter((row) => row.status === 'accepted');
  assert.equal(accepted.length, ids.length);
  await press(page, 'KeyZ');
  await until('none is', async () => [...(await rows(page)).values()].every((row) => row.status !== 'accepted'));
  await server.stop();
});

test('events are split and merged', async () => {
  const server = await serve(seeds());
  const page = await visit(server.link);
  const id = await chosen(page);
  await shown(page, id);
  const before = await rows(page);
  await press(page, 'KeyS');
  await until('there is one more', async () => (await rows(page)).size === before.size + 1);
  const made = [...(await rows(page)).keys()].find((one) => !before.has(one));
  await until('it is chosen', async () => (await chosen(page)) === made);
  await shown(page, made);
  await press(page, 'KeyM');
  await page.waitForSelector('dialog .menu');
  await press(page, 'Digit1');
  await settled(page);
  await until('it is a duplicate', async () => ['duplicate', 'rejected'].includes(await status(page, made)));
  await server.stop();
});

test('documents are marked, and their casualties of no event seen', async () => {
  const server = await serve(seeds());
  const page = await visit(server.link);
  await press(page, 'KeyD');
  await page.waitForSelector('.row.document[aria-selected=true]');
  const [document] = await ask(page, '/api/documents');
  const { orphans } = await ask(page, `/api/document?id=${encodeURIComponent(document.document_id)}`);
  assert.equal(orphans.length, document.orphans);
  await until('they are marked', async () => (await marked(page, 'orphan')).length === orphans.length);
  await press(page, 'KeyA');
  await until('it is done', async () => (await ask(page, '/api/documents'))[0].state === 'done');
  await settled(page);
  await server.stop();
});

test('both languages of the interface, each in its direction', async () => {
  const server = await serve(seeds(), '--language', 'ar');
  const page = await visit(server.link);
  const untold = () => page.evaluate(() => document.body.innerText.match(/\b(act|form|field|kind|flag|status|filter|tab|mention|key|progress|sort)\.[a-zA-Z_]+/g));
  assert.equal(await page.getAttribute('html', 'dir'), 'rtl');
  assert.match(await page.textContent('#act-accept'), /^اقبل/);
  assert.equal(await untold(), null);
  const [list, text] = await page.evaluate(() => ['list', 'text'].map((id) => document.getElementById(id).getBoundingClientRect().left));
  assert.ok(list > text, 'the list is at the right');
  await press(page, 'KeyL');
  await page.waitForSelector('html[dir=ltr]');
  assert.match(await page.textContent('#act-accept'), /^Accept/);
  assert.equal(await untold(), null);
  await page.waitForSelector('#body');
  assert.equal(await page.$eval('#body', (body) => getComputedStyle(body).direction), 'rtl', 'the document keeps its own');
  await page.reload();
  await page.waitForSelector('html[dir=ltr]');
  assert.deepEqual(page.faults, []);
  await server.stop();
});
