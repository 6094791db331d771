#!/usr/bin/env node
// Findings of other people's validators in EPUBs of ours and of other programs,
// made from the same five sources, side by side; then what each program says of
// the accessibility of books built to break such claims:
//
//   node tests/epub/peers.mjs [BUILD]          (make peers)
//
// A row a program: pandoc of Debian and of npm, docbook-xsl-ns with xsltproc, and
// ours.  A column a judge: EPUBCheck of Debian, epubcheck-ts, Ace, and vnu on the
// pages.  What is not installed is left out, and said.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { install, requireFrom } from '../external/npm.mjs';
import { pandoc } from './wasm.mjs';

const TOP = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const BUILD = path.resolve(TOP, process.argv[2] || 'build');
const CACHE = path.join(BUILD, 'external');
const MORE = path.join(CACHE, 'more');
const WORK = path.join(CACHE, 'peers');
const BOOKS = ['parts', 'glossary', 'languages', 'mathml', 'admonitions'];
const SHEET = '/usr/share/xml/docbook/stylesheet/docbook-xsl-ns/epub3/chunk.xsl';
// Notes that ask for nothing, of our books as of those of others: see NOTED in
// tests/external/judge.mjs.
const NOTED = ['CSS-024', 'CSS-025', 'CSS-028', 'HTM-006', 'HTM-010', 'HTM-022', 'HTM-050', 'NAV-002', 'NCX-005'];

function run(command, args, cwd = TOP, env = {}) {
  return spawnSync(command, args, { cwd, env: { ...process.env, ...env }, encoding: 'utf8', timeout: 300_000,
    maxBuffer: 1 << 28 });
}

const have = name => run('sh', ['-c', `command -v ${name}`]).status === 0;
const json = file => JSON.parse(fs.readFileSync(file, 'utf8'));

// ---- programs: source and place of the EPUB ----

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

async function programs() {
  const debian = have('pandoc') && run('pandoc', ['--version']).stdout.split(/\s+/)[1];
  const npm = await pandoc(BUILD);
  return {
    ours: (source, out) => run(path.join(BUILD, 'backmatter'), ['--no-project', '--fail-on', 'never', '-o', out, source]),
    [`pandoc ${debian || '(Debian)'}`]: debian
      ? (source, out) => run('pandoc', ['-f', 'docbook', '-t', 'epub3', '-o', out, source]) : null,
    [`pandoc ${npm ? fs.readFileSync(path.join(MORE, 'node_modules/pandoc-wasm/pandoc-version.txt'), 'utf8').trim() : ''} (npm)`]: npm,
    'docbook-xsl-ns': have('xsltproc') && fs.existsSync(SHEET) ? docbookXsl : null,
  };
}

// ---- judges: findings by level ----

function counted(list) {
  const count = {};
  for (const level of list) count[level] = (count[level] || 0) + 1;
  return count;
}

function epubcheckReport(book, command, args) {
  const file = book + '.json';
  fs.rmSync(file, { force: true });
  run(command, [...args, '--json', file, book]);
  if (!fs.existsSync(file)) return { 'no report': 1 };
  return counted((json(file).messages || []).filter(m => !NOTED.includes(m.ID || m.id))
    .flatMap(m => Array(Math.max(1, (m.locations || []).length)).fill(String(m.severity).toLowerCase()))
    .filter(level => level !== 'info' && level !== 'suppressed'));
}

function ace(book) {
  const out = book + '.ace';
  const chromium = path.join(WORK, 'chromium');
  const bin = path.join(CACHE, 'node_modules/@daisy/ace-cli/bin/ace.js');
  for (let turn = 0; turn < 2 && !fs.existsSync(path.join(out, 'report.json')); turn++)
    run(process.execPath, [bin, '-f', '-s', '-o', out, book], TOP,
      { PUPPETEER_EXECUTABLE_PATH: chromium, CHROME_PATH: chromium, ACE_TIMEOUT_INITIAL: '90000' });
  try {
    return counted(json(path.join(out, 'report.json')).assertions
      .flatMap(part => part.assertions.map(a => a['earl:test']['earl:impact'])));
  } catch { return { 'no report': 1 }; }
}

// The pages of all books of a program at once.
function vnu(books) {
  const dir = books[0] + '.pages';
  for (const [i, book] of books.entries())
    run('python3', ['-m', 'zipfile', '-e', book, path.join(dir, String(i))]);
  const pages = run('find', [dir, '-name', '*.xhtml', '-o', '-name', '*.html']).stdout.trim().split('\n');
  const r = run('java', ['-Xss1m', '-jar', path.join(CACHE, 'node_modules/vnu-jar/build/dist/vnu.jar'), '--format', 'json',
    '--stdout', '--exit-zero-always', ...pages]);
  const ofEpub = m => /attribute “(epub:)?(type|prefix)”.*not allowed/i.test(m.message)
    && /epub|idpf/.test(m.message + (m.extract || ''));
  return counted(JSON.parse(r.stdout).messages.filter(m => !ofEpub(m)).map(m => m.subType || m.type));
}

function add(sum, more) {
  for (const [k, n] of Object.entries(more)) sum[k] = (sum[k] || 0) + n;
}

// ---- the tables ----

function setUp() {
  fs.rmSync(WORK, { recursive: true, force: true });
  fs.mkdirSync(WORK, { recursive: true });
  run('python3', ['-B', path.join(TOP, 'tests/epub/books.py'), '--build', path.relative(TOP, BUILD), path.join(WORK, 'books')]);
  const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-dev-shm-usage',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  fs.writeFileSync(path.join(WORK, 'chromium'), `#!/bin/sh\nexec chromium ${flags.join(' ')} "$@"\n`, { mode: 0o755 });
}

async function row(name, make) {
  const sums = [{}, {}, {}, {}], books = [];
  const jar = run('sh', ['-c', 'command -v epubcheck']).stdout.trim();
  for (const book of BOOKS) {
    const out = path.join(WORK, `${name.replace(/\W+/g, '-')}-${book}.epub`);
    try { await make(path.join(WORK, 'books/src', book, 'book.xml'), out); } catch (e) { console.log(`${name} ${book}: ${e.message}`); }
    if (!fs.existsSync(out)) continue;
    books.push(out);
    add(sums[0], epubcheckReport(out, 'java', ['-Xss1m', '-jar', jar, '-u']));
    add(sums[1], epubcheckReport(out, process.execPath, [path.join(CACHE, 'node_modules/@likecoin/epubcheck-ts/bin/epubcheck.js'),
      '--quiet', '--usage']));
    add(sums[2], ace(out));
  }
  if (books.length) add(sums[3], vnu(books));
  return [name, `${books.length} of ${BOOKS.length}`, ...sums.map(c =>
    Object.entries(c).map(([k, n]) => `${n} ${k}`).join(', ') || '0')];
}

await install(path.join(TOP, 'tests/external/package.json'), CACHE);
await install(path.join(TOP, 'tests/external/more/package.json'), MORE);
setUp();
const version = name => requireFrom(CACHE)(`${name}/package.json`).version;
const rows = [['program', 'books', 'EPUBCheck (Debian)', 'epubcheck-ts', `Ace ${version('@daisy/ace-cli')}`, `vnu ${version('vnu-jar')}`]];
for (const [name, make] of Object.entries(await programs()))
  rows.push(make ? await row(name, make) : [name, 'not installed', '', '', '', '']);
const widths = rows[0].map((_, i) => Math.max(...rows.map(r => r[i].length)));
console.log(`Findings in ${BOOKS.join(', ')}:\n`);
for (const r of rows) console.log(r.map((cell, i) => cell.padEnd(widths[i])).join('  ').trimEnd());
console.log('\nWhat is said of accessibility, and what is true:\n');
console.log(run('python3', ['-B', path.join(TOP, 'tests/epub/run.py'), '--build', path.relative(TOP, BUILD), '--table']).stdout);
process.exit(0);
