// How long a page in Chromium waits for an edit of its source.
//
//   node reload.mjs FOLDER CHROMIUM URL FILE EDITS
//
// FOLDER has node_modules with puppeteer-core.  The file is replaced, and a
// script of the page notes when the words are there, as a reader sees them.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const [folder, chromium, url, file, edits] = process.argv.slice(2);
const require = createRequire(path.resolve(folder, 'package.json'));
const puppeteer = require('puppeteer-core');
const browser = await (puppeteer.default || puppeteer).launch({ executablePath: chromium, headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'], timeout: 120_000 });
const page = await browser.newPage();
let resolve = () => {}, wanted = '';
await page.exposeFunction('shown', (text, at) => { if (wanted && text.includes(wanted)) resolve(at); });
await page.evaluateOnNewDocument(() => addEventListener('DOMContentLoaded', () => requestAnimationFrame(() =>
  window.shown(document.querySelector('main').textContent, Date.now()))));
await page.goto(url, { waitUntil: 'load' });

const source = fs.readFileSync(file, 'utf8'), took = [];
for (let n = 0; n < Number(edits); n++) {
  await new Promise(r => setTimeout(r, 500));
  wanted = `Edit number ${n} for a browser.`;
  fs.writeFileSync(file + '~new', source + `\n${wanted}\n`);
  await new Promise(r => setTimeout(r, 500));
  const seen = new Promise((r, fail) => { resolve = r; setTimeout(() => fail(new Error('not shown')), 30_000); });
  const begun = Date.now();
  fs.renameSync(file + '~new', file);
  took.push((await seen) - begun);
}
took.sort((a, b) => a - b);
const median = took[took.length >> 1];
console.log(`in Chromium  median ${(median / 1000).toFixed(3)} s, best ${(took[0] / 1000).toFixed(3)}, worst ${(took.at(-1) / 1000).toFixed(3)} (${took.length} edits)`);
await browser.close();
process.exit(median < 200 ? 0 : 1);
