#!/usr/bin/env node
// Findings of other people's validators in EPUBs of ours and of other programs,
// made from the same five sources:  node tests/epub/peers.mjs [BUILD]
//
// What is not installed is left out: Debian's pandoc and docbook-xsl-ns (with
// xsltproc), and pandoc-wasm of npm beside the judges in BUILD/external
// (npm install --prefix BUILD/external --no-save pandoc-wasm).

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const TOP = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const BUILD = path.resolve(TOP, process.argv[2] || 'build');
const CACHE = path.join(BUILD, 'external');
const WORK = path.join(CACHE, 'peers');
const BOOKS = ['parts', 'glossary', 'languages', 'mathml', 'admonitions'];
const SHEET = '/usr/share/xml/docbook/stylesheet/docbook-xsl-ns/epub3/chunk.xsl';
const require = createRequire(path.join(CACHE, 'package.json'));

function run(command, args, cwd = TOP, env = {}) {
  return spawnSync(command, args, { cwd, env: { ...process.env, ...env }, encoding: 'utf8', timeout: 300_000 });
}

const have = name => run('sh', ['-c', `command -v ${name}`]).status === 0;

// ---- programs: source and place of the EPUB ----

async function wasm() {
  let at;
  try { at = require.resolve('pandoc-wasm'); } catch { return null; }
  const { convert } = await import(pathToFileURL(at));
  return async (source, out) => {
    const files = { 'book.xml': fs.readFileSync(source, 'utf8') };
    const made = await convert({ from: 'docbook', to: 'epub3', standalone: true, 'input-files': ['book.xml'],
      'output-file': 'out.epub' }, null, files);
    const blob = made.files['out.epub'];
    fs.writeFileSync(out, Buffer.from(await blob.arrayBuffer()));
  };
}

// docbook-xsl leaves a folder; the container is made as OCF asks.
function docbookXsl(source, out) {
  const dir = out + '.d';
  fs.mkdirSync(dir, { recursive: true });
  run('xsltproc', ['--nonet', '--stringparam', 'base.dir', 'OEBPS/', SHEET, source], dir);
  const script = 'import os,sys,zipfile\nz=zipfile.ZipFile(sys.argv[1],"w")\n'
    + 'z.writestr("mimetype","application/epub+zip")\n'
    + 'for b,d,f in os.walk("."):\n for n in sorted(f):\n'
    + '  p=os.path.relpath(os.path.join(b,n),".")\n  p!="mimetype" and z.write(p,compress_type=8)\n';
  run('python3', ['-c', script, out], dir);
}

const programs = {
  ours: (source, out) => run(path.join(BUILD, 'backmatter'), ['--no-project', '--fail-on', 'never', '-o', out, source]),
  'pandoc (Debian)': have('pandoc') ? (source, out) => run('pandoc', ['-f', 'docbook', '-t', 'epub3', '-o', out, source]) : null,
  'pandoc-wasm': await wasm(),
  'docbook-xsl-ns': have('xsltproc') && fs.existsSync(SHEET) ? docbookXsl : null,
};

// ---- judges: findings by level ----

function epubcheckTs(book) {
  const bin = path.join(CACHE, 'node_modules/@likecoin/epubcheck-ts/bin/epubcheck.js');
  const file = book + '.json';
  run(process.execPath, [bin, '--quiet', '--usage', '--json', file, book]);
  const report = JSON.parse(fs.readFileSync(file, 'utf8'));
  const count = {};
  for (const m of report.messages || []) {
    const level = String(m.severity).toLowerCase();
    count[level] = (count[level] || 0) + 1;
  }
  return count;
}

function ace(book) {
  const out = book + '.ace';
  const bin = path.join(CACHE, 'node_modules/@daisy/ace-cli/bin/ace.js');
  const chromium = path.join(CACHE, 'chromium');
  run(process.execPath, [bin, '-f', '-s', '-o', out, book], TOP,
    { PUPPETEER_EXECUTABLE_PATH: chromium, CHROME_PATH: chromium, ACE_TIMEOUT_INITIAL: '90000' });
  const count = {};
  try {
    for (const part of JSON.parse(fs.readFileSync(path.join(out, 'report.json'), 'utf8')).assertions)
      for (const a of part.assertions) {
        const level = a['earl:test']['earl:impact'];
        count[level] = (count[level] || 0) + 1;
      }
  } catch { return { 'no report': 1 }; }
  return count;
}

// ---- the table ----

fs.rmSync(WORK, { recursive: true, force: true });
run('python3', ['-B', path.join(TOP, 'tests/epub/books.py'), '--build', path.relative(TOP, BUILD), path.join(WORK, 'books')]);
const shown = c => Object.entries(c).map(([k, n]) => `${n} ${k}`).join(', ') || '0';
for (const [name, make] of Object.entries(programs)) {
  if (!make) { console.log(`${name}: not installed`); continue; }
  const sum = { ts: {}, ace: {} };
  let made = 0;
  for (const book of BOOKS) {
    const out = path.join(WORK, `${name.replace(/\W+/g, '-')}-${book}.epub`);
    try { await make(path.join(WORK, 'books/src', book, 'book.xml'), out); } catch (e) { console.log(`${name} ${book}: ${e.message}`); }
    if (!fs.existsSync(out)) continue;
    made++;
    for (const [judge, f] of [['ts', epubcheckTs], ['ace', ace]])
      for (const [k, n] of Object.entries(f(out))) sum[judge][k] = (sum[judge][k] || 0) + n;
  }
  console.log(`${name}: ${made} of ${BOOKS.length} books; epubcheck-ts ${shown(sum.ts)}; Ace ${shown(sum.ace)}`);
}
