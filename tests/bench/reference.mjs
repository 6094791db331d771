// Renders clusters and a bibliography with the reference engine, npm's
// citeproc, for comparison only:
//   node reference.mjs STYLE.csl ITEMS.json CLUSTERS.json LOCALES
// A cluster is a list of [id, page or ""].
import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const CSL = createRequire(join(process.cwd(), 'x.js'))('citeproc');
const [style, itemsFile, clustersFile, locales] = process.argv.slice(2);
const read = (path) => readFileSync(path, 'utf8');
const items = new Map(JSON.parse(read(itemsFile)).map((i) => [i.id, i]));
const locale = (lang) => {
  const path = join(locales, `locales-${lang}.xml`);
  return existsSync(path) ? read(path) : false;
};
const print = console.log;

CSL.debug = () => {};
console.log = () => {};
const engine = new CSL.Engine(
  { retrieveItem: (id) => items.get(id), retrieveLocale: locale },
  read(style));
const out = engine.rebuildProcessorState(
  JSON.parse(read(clustersFile)).map((cluster, i) => ({
    citationID: `c${i}`,
    properties: { noteIndex: 0 },
    citationItems: cluster.map(([id, page]) => (
      page ? { id, locator: page, label: 'page' } : { id })),
  })), 'html');
for (const [, , text] of out) print(text);
const [, entries] = engine.makeBibliography();
for (const entry of entries) print(entry.trim());
