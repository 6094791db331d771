// A reader with a keyboard, one without scripts, one with wider letters:
// what only a browser can show of a site.

import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const HOST = 'http://walk.test/';
const MOST = 150_000;      // bytes of a page with its style and scripts, without pictures

// The style of WCAG 2.2, 1.4.12.
const SPACED = '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }'
  + ' p { margin-block-end: 2em !important; }';

const pause = ms => new Promise(resolve => setTimeout(resolve, ms));

// Serves one folder and notes all that is asked for.
async function serve(page, root, types, asked) {
  await page.setRequestInterception(true);
  page.on('request', request => {
    const url = new URL(request.url());
    const file = url.origin + '/' === HOST ? path.join(root, decodeURIComponent(url.pathname)) : '';
    const there = file && fs.existsSync(file) && fs.statSync(file).isFile();
    const body = there ? fs.readFileSync(file) : '';
    asked.push({ url: request.url(), there: Boolean(there), bytes: body.length, type: path.extname(file) });
    return request.respond(there ? { status: 200, contentType: types[path.extname(file)] || 'application/octet-stream', body }
      : { status: 404, body: '' }).catch(() => {});
  });
}

// Errors that a page says in the console; it has no sign for the list of tabs.
function listen(page, say) {
  page.on('console', m => {
    if (m.type() === 'error' && !/favicon\.ico$/.test(m.location().url || '')) say(m.text());
  });
}

// Where the focus is, whether it can be seen, and in what frame.
const focus = () => {
  const el = document.activeElement;
  if (!el || el === document.body) return null;
  const style = getComputedStyle(el), box = el.getBoundingClientRect();
  return {
    name: el.id || el.className || el.localName, tag: el.localName,
    text: (el.getAttribute('aria-label') || el.textContent || '').trim().slice(0, 60),
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    inside: box.bottom > 0 && box.top < innerHeight && box.width > 0 && box.height > 0,
  };
};

// Every page: weight, requests, movement, wider letters, and without scripts.
async function pages(context) {
  const { browser, root, files, types, found } = context;
  let heaviest = 0, shift = 0;
  for (const script of [true, false]) {
    const page = await browser.newPage();
    const asked = [];
    await page.setJavaScriptEnabled(script);
    await page.evaluateOnNewDocument(() => {
      window.moved = 0;
      new PerformanceObserver(list => {
        for (const e of list.getEntries()) if (!e.hadRecentInput) window.moved += e.value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await serve(page, root, types, asked);
    let current = '';
    listen(page, text => found(current, 'says an error in the console', text));
    for (const file of files) {
      current = file;
      if (!/<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="default-src 'none';/.test(
        fs.readFileSync(file, 'utf8'))) found(file, 'has no policy');
      const url = HOST + path.relative(root, file).split(path.sep).map(encodeURIComponent).join('/');
      if (/http-equiv="refresh"/.test(fs.readFileSync(file, 'utf8'))) continue;
      for (const width of script ? [1280, 320] : [1280]) {
        asked.length = 0;
        await page.setViewport({ width, height: 800 });
        await page.goto(url, { waitUntil: 'load' });
        const out = asked.filter(a => !a.url.startsWith(HOST) && !a.url.startsWith('data:'));
        if (out.length) found(file, 'asks another host', out[0].url);
        const weight = asked.filter(a => ['.html', '.css', '.js'].includes(a.type)).reduce((n, a) => n + a.bytes, 0);
        if (path.basename(file) !== 'whole.html') heaviest = Math.max(heaviest, weight);
        if (weight > MOST && path.basename(file) !== 'whole.html') found(file, 'is too heavy', `${weight} bytes`);
        const seen = await page.evaluate(() => ({
          text: document.querySelector('main').innerText.trim().length,
          form: document.querySelectorAll('.search input').length,
          moved: window.moved }));
        if (!seen.text) found(file, 'has no text', script ? '' : 'without scripts');
        if (seen.form !== (script ? 1 : 0)) found(file, 'search', script ? 'is missing' : 'is there without scripts');
        if (!script) continue;
        shift = Math.max(shift, seen.moved);
        if (seen.moved > 0) found(file, 'moves while it loads', `${width} px: ${seen.moved}`);
        await page.evaluate(css => {            // a sheet that the page's policy does not ask about
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(css);
          document.adoptedStyleSheets = [sheet];
        }, SPACED);
        const lost = await page.evaluate(() => {
          const bad = [...document.querySelectorAll('main :is(p, h1, h2, h3, li, td, th, dt, dd, figcaption, summary)')]
            .filter(el => getComputedStyle(el).overflowX === 'hidden' && el.scrollWidth > el.clientWidth + 1
              && !el.classList.contains('visually-hidden'));
          return { wide: document.scrollingElement.scrollWidth - innerWidth, cut: bad.length };
        });
        if (lost.wide > 0) found(file, 'wider letters do not fit', `${width} px: by ${lost.wide}`);
        if (lost.cut) found(file, 'wider letters are cut off', `${width} px: ${lost.cut} elements`);
      }
    }
    await page.close();
  }
  return { heaviest, shift };
}

// The same page from a disk: it is styled, and its search finds.
async function disk({ browser, found }, file) {
  const page = await browser.newPage();
  listen(page, text => found(file, 'says an error in the console', 'from a disk: ' + text));
  await page.goto(pathToFileURL(file).href, { waitUntil: 'load' });
  if (await page.evaluate(() => getComputedStyle(document.querySelector('.skip-link')).position === 'static'))
    found(file, 'has no style from a disk');
  await page.type('#search-words', 'infect');
  await page.waitForSelector('.search-results li a', { timeout: 5000 }).catch(() => found(file, 'finds nothing from a disk'));
  await page.close();
}

// One page with everything, by keyboard alone.
async function keyboard(context, file) {
  const { browser, root, types } = context;
  const found = (rule, text = '') => context.found(file, rule, text);
  const page = await browser.newPage();
  const url = HOST + path.relative(root, file).split(path.sep).join('/');
  await serve(page, root, types, []);
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  await page.setViewport({ width: 320, height: 640 });
  await page.goto(url, { waitUntil: 'load' });
  const at = () => page.evaluate(focus);
  const until = async (test, most = 400) => {
    for (let i = 0; i < most; i++) {
      await page.keyboard.press('Tab');
      const now = await at();
      if (!now) return null;
      if (test(now)) return now;
    }
    return null;
  };

  // The skip link comes first and leads to the text.
  await page.keyboard.press('Tab');
  let now = await at();
  if (!now || !/skip-link/.test(now.name)) found('the skip link is not first', JSON.stringify(now));
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  if (!await page.evaluate(() => document.activeElement.closest('main'))) found('the skip link does not lead to the text');

  // All that can be reached shows where the focus is.
  await page.goto(url, { waitUntil: 'load' });
  await page.evaluate(() => document.querySelectorAll('details').forEach(d => { d.open = true; }));
  const stops = [];
  for (let i = 0; i < 600; i++) {
    await page.keyboard.press('Tab');
    now = await at();
    if (!now) break;
    stops.push(now);
    if (!now.ring) found('focus is not to be seen', `${now.tag} ${now.name}: ${now.text}`);
    if (!now.inside) found('focus is out of sight', `${now.tag} ${now.name}: ${now.text}`);
  }
  const all = await page.evaluate(() => [...document.querySelectorAll('a[href], button, input, summary, [tabindex="0"]')]
    .filter(el => el.checkVisibility({ visibilityProperty: true })).length);
  if (stops.length < all) found('the keyboard does not reach all', `${stops.length} of ${all}`);
  if (!stops.some(s => /table-wrap/.test(s.name))) found('a wide table cannot be reached');

  // The table scrolls by arrow keys.
  await page.focus('.table-wrap');
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
  await pause(150);
  if (!await page.evaluate(() => document.querySelector('.table-wrap').scrollLeft !== 0)) found('a wide table does not scroll');

  // Contents open without a pointer.
  await page.goto(url, { waitUntil: 'load' });
  if (!await until(n => n.tag === 'summary')) found('the contents cannot be reached');
  await page.keyboard.press('Enter');
  if (!await page.evaluate(() => document.activeElement.parentElement.open)) found('the contents do not open');

  // A note, there and back.
  if (!await until(n => /^fnref-/.test(n.name))) found('no note can be reached');
  await page.keyboard.press('Enter');
  if (!await page.evaluate(() => document.querySelector('.footnotes :target'))) found('a note is not gone to');
  now = await until(n => /Back|חזרה/.test(n.text), 5);
  if (!now) found('no way back from a note');
  await page.keyboard.press('Enter');
  if (!await page.evaluate(() => /^#fnref-/.test(location.hash))) found('the way back from a note leads elsewhere');

  // Search: typed, said, gone through, left.
  await page.goto(url, { waitUntil: 'load' });
  if (!await until(n => n.name === 'search-words')) found('the search cannot be reached');
  await page.keyboard.type('infect', { delay: 20 });
  await page.waitForFunction(() => document.querySelector('.search [role=status]').textContent !== '', { timeout: 5000 })
    .catch(() => found('the search says nothing'));
  await page.keyboard.press('Enter');
  now = await at();
  if (!now || now.tag !== 'a') found('the first page found is not reached', JSON.stringify(now));
  else if (!now.ring) found('focus is not to be seen', 'in what was found');
  await page.keyboard.press('Escape');
  now = await at();
  if (!now || now.name !== 'search-words') found('Escape does not lead back to the search');
  await page.keyboard.press('Enter');
  await Promise.all([page.waitForNavigation({ timeout: 5000 }).catch(() => found('what was found does not open')), page.keyboard.press('Enter')]);
  await page.close();
  return stops.length;
}

// The first site is that of BUILD; the last one is made for the walk.
export async function walk({ browser, sites, types }) {
  const findings = [], notes = [], subjects = [];
  for (const { root, files, start } of sites) {
    const context = { browser, root, files, types, found: (file, rule, text) => findings.push({ file, rule, text: text || '' }) };
    const sums = await pages(context);
    const stops = start ? await keyboard(context, path.join(root, start)) : 0;
    if (start) await disk(context, path.join(root, start));
    subjects.push(...files);
    notes.push(`heaviest ${sums.heaviest} bytes, shift ${sums.shift}` + (start ? `, ${stops} stops of the focus` : ''));
  }
  return { findings, subjects, note: notes.join('; ') };
}
