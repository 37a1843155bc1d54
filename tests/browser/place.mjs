// What the tests stand on: runs to review, servers of them, a browser. The program is that of $RASD, the
// browser that of $CHROMIUM.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const ROOT = process.env.RASD_ROOT ?? join(dirname(fileURLToPath(import.meta.url)), '../..');
const first = (paths) => paths.find((path) => path && existsSync(path));
export const RASD = first([process.env.RASD, join(ROOT, 'target/release/rasd'), join(ROOT, 'target/debug/rasd')]);
const CHROMIUM = first([process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']);

const folders = [];
export function folder() {
  const made = mkdtempSync(join(tmpdir(), 'rasd-review-'));
  folders.push(made);
  return made;
}

// A copy of the committed output, without what a review left there.
export function seeds() {
  const made = join(folder(), 'output');
  cpSync(join(ROOT, 'output'), made, { recursive: true, filter: (path) => !/review\.(sqlite|tokens)/.test(path) });
  return made;
}

// What rasd reads out of these documents.
export function extracted(documents) {
  const place = folder();
  writeFileSync(join(place, 'news.jsonl'), documents.map((one) => `${JSON.stringify(one)}\n`).join(''));
  const done = spawnSync(RASD, ['extract', join(place, 'news.jsonl'), '-o', join(place, 'output'), '--quiet'], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`extract: ${done.stderr}`);
  return join(place, 'output');
}

const servers = new Set();

// A server of a run: its links by reviewer, and how to stop it.
export async function serve(run, ...more) {
  const child = spawn(RASD, ['review', run, '--no-open', ...(more.includes('--port') ? [] : ['--port', '0']), ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
  servers.add(child);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const names = more.filter((_, index) => more[index - 1] === '--reviewer');
  const wanted = Math.max(1, names.length);
  const lines = await new Promise((resolve, reject) => {
    let out = '';
    let err = '';
    child.stdout.on('data', (data) => {
      out += data;
      const found = out.split('\n').slice(0, -1);
      if (found.length >= wanted) resolve(found);
    });
    child.stderr.on('data', (data) => { err += data; });
    child.once('exit', (code) => reject(new Error(`rasd review ended with ${code}: ${err}`)));
  });
  const links = lines.map((line) => line.split('\t').at(-1));
  const port = Number(new URL(links[0]).port);
  const stop = async (signal = 'SIGTERM') => {
    child.kill(signal);
    await ended;
    servers.delete(child);
  };
  return { links, link: links[0], port, stop };
}

let browser = null;
// A window of its own: no cookies, nothing stored.
export async function visit(link, { language = 'en', init, size = { width: 1440, height: 860 }, wait = true, dark = false } = {}) {
  browser ??= await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  const context = await browser.newContext({ viewport: size, locale: language, colorScheme: dark ? 'dark' : 'light' });
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(`${error.message}\n${error.stack}`));
  page.on('console', (message) => {
    // a server that is gone is logged by the browser
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) page.faults.push(message.text());
  });
  page.on('dialog', (dialog) => {
    if (dialog.type() !== 'beforeunload') page.faults.push(`dialog: ${dialog.message()}`);
    dialog.accept().catch(() => {});
  });
  if (init) await page.addInitScript(init);
  await page.goto(link);
  if (wait) await page.waitForSelector('#rows .row[aria-selected=true]');
  return page;
}

export async function close() {
  await browser?.close();
  for (const child of servers) child.kill('SIGKILL');
  for (const made of folders) rmSync(made, { recursive: true, force: true });
}

// What the server has, asked from the page.
export const ask = (page, path, body) => page.evaluate(async ([where, what]) => {
  const options = what === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(what) };
  return (await fetch(where, options)).json();
}, [path, body]);

export const rows = async (page) => new Map((await ask(page, '/api/events')).map((row) => [row.event_id, row]));

// The event chosen.
export const chosen = (page) => page.$eval('#rows .row[aria-selected=true]', (row) => row.id.slice('row-'.length));

// Nothing is on its way any more.
export const settled = (page) => page.waitForSelector('#saved.good');

// Waits until something holds.
export async function until(what, holds, most = 8000) {
  const end = Date.now() + most;
  for (;;) {
    const value = await holds();
    if (value) return value;
    if (Date.now() > end) throw new Error(`still not: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}

// Selects words of the document, the first time they stand there.
export const select = (page, words) => page.evaluate((wanted) => {
  const node = document.getElementById('body').firstChild;
  const start = node.data.indexOf(wanted);
  const range = document.createRange();
  range.setStart(node, start);
  range.setEnd(node, start + wanted.length);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  document.getElementById('scroll').focus();
}, words);

// The words that a kind of highlight covers.
export const marked = (page, kind) => page.evaluate((name) => [...(CSS.highlights.get(name) ?? [])].map((range) => range.startContainer.data.slice(range.startOffset, range.endOffset)), kind);
