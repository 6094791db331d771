// How long a page in Chromium waits for an edit of its source.
//
//   node tests/bench/reload.mjs NODE_MODULES CHROMIUM URL FILE EDITS
//
// The file is replaced, and the page notes when the words are there and are
// painted.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const [modules, chromium, url, file, edits] = process.argv.slice(2);
const load = createRequire(path.join(path.resolve(modules), 'x.js'));
const puppeteer = load('puppeteer-core');
const browser = await (puppeteer.default || puppeteer).launch({ executablePath: chromium, headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'], timeout: 120_000 });
const page = await browser.newPage();
let resolve = () => {}, wanted = '';
await page.exposeFunction('shown', (text, at) => { if (wanted && text.includes(wanted)) resolve(at); });
await page.evaluateOnNewDocument(() => addEventListener('DOMContentLoaded', () => {
  const look = () => requestAnimationFrame(() => window.shown(document.querySelector('main').textContent, Date.now()));
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
  look();
}));
await page.goto(url, { waitUntil: 'load' });

const source = fs.readFileSync(file, 'utf8'), took = [];
const pause = ms => new Promise(r => setTimeout(r, ms));
for (let n = 0; n < Number(edits); n++) {
  await pause(500);
  wanted = `Edit number ${n} for a browser.`;
  fs.writeFileSync(`${file}~new`, `${source}\n${wanted}\n`);
  await pause(500);
  const seen = new Promise((r, fail) => { resolve = r; setTimeout(() => fail(new Error('not shown')), 30_000); });
  const begun = Date.now();
  fs.renameSync(`${file}~new`, file);
  took.push((await seen) - begun);
}
took.sort((a, b) => a - b);
const seconds = ms => (ms / 1000).toFixed(3);
const median = took[took.length >> 1];
console.log(`in Chromium  median ${seconds(median)} s, best ${seconds(took[0])}, worst ${seconds(took.at(-1))} (${took.length} edits)`);
await browser.close();
process.exit(median < 200 ? 0 : 1);
