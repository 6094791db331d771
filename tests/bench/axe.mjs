// axe-core over pages in one browser, as quickly as it goes: prints how many
// pages it judged.
//   node tests/bench/axe.mjs NODE_MODULES CHROMIUM FILE...
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, chromium, ...files] = process.argv.slice(2);
const load = createRequire(path.join(path.resolve(modules), 'x.js'));
const puppeteer = load('puppeteer-core');
const source = load('axe-core').source;
const browser = await (puppeteer.default || puppeteer).launch({ executablePath: chromium, headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--allow-file-access-from-files'],
  timeout: 120_000, protocolTimeout: 300_000 });
const page = await browser.newPage();
let done = 0, found = 0;
for (const file of files) {
  await page.goto(pathToFileURL(path.resolve(file)).href, { waitUntil: 'load', timeout: 120_000 });
  await page.evaluate(source);
  found += await page.evaluate(() => window.axe.run(document).then(r => r.violations.length));
  done++;
}
await browser.close();
console.log(`${done} pages, ${found} violations`);
