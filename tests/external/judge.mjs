#!/usr/bin/env node
// Other people's validators over everything in build/.
//
//   node tests/external/judge.mjs [BUILD] [--only vnu,axe,walk,hostile,ace,ace-html,epubcheck-ts,books,epubcheck,sarif,junit]
//   node tests/external/judge.mjs [BUILD] --kinds [--only books,epubcheck,ace,vnu,jats]
//
//   node tests/external/judge.mjs BUILD --pages FOLDER
//
// With --pages, vnu and axe judge what FOLDER/places.json names, and all that
// they find is in FOLDER/findings.json.  With --kinds (make judges) the books of tests/epub are shown to all judges of
// books, and their pages to vnu; that takes minutes, so every run shows them to
// epubcheck-ts alone.  Then documents as JATS are judged too, by a schema that
// comes in a large package.
//
// Judged: every page of BUILD/site, and of a site made of tests/external/site; every EPUB directly in BUILD, and every
// XHTML document inside those EPUBs; the books of tests/epub; pages of reports, which are ledgers of
// claims and proofs of notices; and reports of the linter, by the schema of
// SARIF and by a reader of JUnit.  A finding is a failure, whatever its
// level: error, warning, violation or best practice.  One line a tool; the
// last line is "N passed, N failed".  All findings: BUILD/external/findings.json.
//
// The tools are installed by npm into BUILD/external at the versions of
// package.json; Debian's EPUBCheck, Java and Chromium come from tests/deps.sh.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { jats } from './jats.mjs';
import { install, requireFrom } from './npm.mjs';
import { walk as walkSites } from './walk.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const TOP = path.resolve(HERE, '../..');
const argv = process.argv.slice(2);
const onlyAt = argv.indexOf('--only');
const only = onlyAt >= 0 ? argv.splice(onlyAt, 2)[1].split(',') : null;
const kindsAt = argv.indexOf('--kinds');
if (kindsAt >= 0) argv.splice(kindsAt, 1);
const pagesAt = argv.indexOf('--pages');
const given = pagesAt >= 0 ? path.resolve(argv.splice(pagesAt, 2)[1]) : null;
const BUILD = path.resolve(TOP, argv[0] || 'build');
const CACHE = path.join(BUILD, 'external');
const WORK = path.join(CACHE, 'work');
const EXAMPLES = 3;         // printed for each rule of a tool
const DEADLINE = 900_000;   // ms, for any one program

// Chromium: no sandbox (a container's root has none), and nothing on the wire.
const CHROMIUM_FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--disable-dev-shm-usage', '--disable-extensions', '--disable-default-apps',
  '--host-resolver-rules=MAP * ~NOTFOUND'];

const TYPES = { '.html': 'text/html; charset=utf-8', '.xhtml': 'application/xhtml+xml', '.css': 'text/css',
  '.js': 'text/javascript', '.mjs': 'text/javascript', '.json': 'application/json', '.svg': 'image/svg+xml',
  '.png': 'image/png', '.jpg': 'image/jpeg', '.gif': 'image/gif', '.webp': 'image/webp', '.xml': 'application/xml',
  '.woff2': 'font/woff2', '.txt': 'text/plain' };

// ---- small things ----------------------------------------------------------

// Runs a program without a terminal; {code, out, err}.
function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: options.cwd || TOP, stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...options.env } });
    const out = [], err = [];
    const timer = setTimeout(() => child.kill('SIGKILL'), options.deadline || DEADLINE);
    child.stdout.on('data', d => out.push(d));
    child.stderr.on('data', d => err.push(d));
    child.on('error', e => { clearTimeout(timer); reject(e); });
    child.on('close', code => {
      clearTimeout(timer);
      resolve({ code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() });
    });
  });
}

async function must(command, args, options) {
  const r = await run(command, args, options);
  if (r.code !== 0) throw new Error(`${command} ${args[0] || ''}: exit ${r.code}: ${(r.err || r.out).slice(-600)}`);
  return r;
}

function which(...names) {
  for (const name of names)
    for (const dir of (process.env.PATH || '').split(':')) {
      const file = path.join(dir, name);
      if (dir && fs.existsSync(file)) return fs.realpathSync(file);
    }
  throw new Error(`${names.join(' or ')} is not installed`);
}

function walk(dir, suffixes, found = []) {
  for (const entry of fs.readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = path.join(dir, entry.name);
    if (entry.isDirectory()) walk(file, suffixes, found);
    else if (suffixes.includes(path.extname(entry.name))) found.push(file);
  }
  return found;
}

const short = file => path.relative(BUILD, file);

// ---- setting up ------------------------------------------------------------

const load = name => requireFrom(CACHE)(name);
const versionOf = name => JSON.parse(fs.readFileSync(path.join(CACHE, 'node_modules', name, 'package.json'), 'utf8')).version;

// Chromium with our flags, for programs that take one path.
function wrapper() {
  const file = path.join(CACHE, 'chromium');
  fs.writeFileSync(file, `#!/bin/sh\nexec '${which('chromium', 'google-chrome')}' ${CHROMIUM_FLAGS.map(f => `'${f}'`).join(' ')} "$@"\n`);
  fs.chmodSync(file, 0o755);
  return file;
}

// A book unpacked.
async function unpacked(book) {
  const root = path.join(WORK, path.basename(book));
  fs.mkdirSync(root, { recursive: true });
  await must('python3', ['-m', 'zipfile', '-e', book, root]);
  return { root, book, pages: walk(root, ['.xhtml', '.html']) };
}

async function collectKinds() {
  fs.rmSync(WORK, { recursive: true, force: true });
  fs.mkdirSync(WORK, { recursive: true });
  const books = await makeKinds();
  return { books, places: await Promise.all(books.map(unpacked)) };
}

// What a caller has made.
const collectGiven = () => ({ books: [], places: JSON.parse(fs.readFileSync(path.join(given, 'places.json'), 'utf8')) });

// The EPUBs unpacked: [{root, pages}] after the site itself.
async function collect() {
  const site = path.join(BUILD, 'site');
  if (!fs.existsSync(site)) throw new Error(`${short(site)} is missing: run make site`);
  const books = fs.readdirSync(BUILD).filter(n => n.endsWith('.epub')).sort().map(n => path.join(BUILD, n));
  const places = [{ root: site, pages: walk(site, ['.html', '.xhtml']) }];
  fs.rmSync(WORK, { recursive: true, force: true });
  for (const book of books) places.push(await unpacked(book));
  places.push(await reportPages());
  places.push(await testSite());
  return { books, places };
}

// A site with nearly everything, in two languages and two versions.
async function testSite() {
  const root = path.join(WORK, 'test-site');
  await must(path.join(BUILD, 'backmatter'), ['build', '--today', '2026-03-02', '-o', root, path.join(HERE, 'site')]);
  return { root, start: 'en/everything.html', pages: walk(root, ['.html']) };
}

// Pages for reviewers: with much, with little and with nothing to tell.
async function reportPages() {
  const root = path.join(WORK, 'pages');
  const page = name => path.join(root, name);
  const backmatter = (...args) => run(path.join(BUILD, 'backmatter'), args, { cwd: path.join(TOP, 'tests/evidence') });
  fs.mkdirSync(root, { recursive: true });
  const write = (name, head, text) => {
    const file = path.join(WORK, name);
    fs.writeFileSync(file, `---\ntitle: T\nlang: en\n${head}---\n\n${text}\n`);
    return file;
  };
  const excused = write('excused.md', '', '<!-- bm-lint: EFF-025 ABS-001 reason="Said <&> refuted" by="AR" -->\n\n'
    + 'We guarantee that it effectively reduces back pain.');
  const bare = write('bare.md', 'author: A\nsubjects: [spine, treatment]\nnotices-off:\n'
    + '  general: {reason: Said above., by: AR}\n', 'Text about backs.');
  const empty = write('empty.md', '', 'Text.');
  await backmatter('lint', '--ledger', page('ledger-promo.html'), 'promo.md', 'clean.md', excused);
  await backmatter('lint', '--ledger', page('ledger-content.html'), path.join(TOP, 'content'));
  await backmatter('lint', '--ledger', page('ledger-empty.html'), empty);
  await backmatter('-t', 'html', '--proof', page('notices-missing.html'), bare);
  await backmatter('-t', 'html', '--proof', page('notices-none.html'), empty);
  for (const name of fs.readdirSync(BUILD).filter(n => n.endsWith('-notices.html')))
    fs.copyFileSync(path.join(BUILD, name), page(name));
  const pages = walk(root, ['.html']);
  if (pages.length < 6) throw new Error(`only ${pages.length} pages of reports`);
  return { root, pages };
}

// ---- the judges: {version, subjects, findings: [{file, rule, text}], note} ---

// Files over HTTP, under their whole paths, to this machine only.
function serve() {
  const server = http.createServer((request, response) => {
    const file = decodeURIComponent(new URL(request.url, 'http://x').pathname);
    const there = file.startsWith(BUILD) && fs.existsSync(file);
    response.writeHead(there ? 200 : 404, { 'Content-Type': TYPES[path.extname(file)] || 'text/plain' });
    response.end(there ? fs.readFileSync(file) : '');
  });
  return new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(server)));
}

// Nu HTML checker.  Its schemas know HTML, not EPUB's attributes in XHTML
// (EPUB 3.3, 6.1.3): those alone are passed over.  It gets web pages from a
// server, as it takes no file for one of the page's own when it reads a disk.
async function vnu({ places }) {
  const jar = path.join(CACHE, 'node_modules/vnu-jar/build/dist/vnu.jar');
  const pages = places.flatMap(p => p.pages);
  const server = await serve();
  const address = p => p.endsWith('.xhtml') ? p
    : `http://127.0.0.1:${server.address().port}${p.split(path.sep).map(encodeURIComponent).join('/')}`;
  const r = await run('java', ['-Xss1m', '-Dnu.validator.servlet.allow-forbidden-hosts=true', '-jar', jar, '--format', 'json', '--stdout',
    '--exit-zero-always', ...pages.map(address)]);
  server.close();
  let report;
  try { report = JSON.parse(r.out); } catch { throw new Error('no report: ' + (r.err || r.out).slice(-400)); }
  const ofEpub = m => /attribute “(epub:)?(type|prefix)”.*not allowed/i.test(m.message) && /epub|idpf/.test(m.message + (m.extract || ''))
    && /\.xhtml$/.test(m.url || '');
  const messages = report.messages.filter(m => !ofEpub(m));
  return { version: versionOf('vnu-jar'), subjects: pages, findings: messages.map(m => ({
    file: m.url ? decodeURIComponent(new URL(m.url).pathname) : pages[0],
    rule: `${m.subType || m.type}: ${m.message.replace(/“[^”]*”/g, '“…”').slice(0, 90)}`,
    text: `line ${m.lastLine}: ${m.message}` })) };
}

// Rules for whole web pages.  A content document is a part of a book, whose
// reading system brings the landmarks; Ace leaves them out for the same reason.
const NOT_IN_BOOKS = ['region', 'landmark-one-main', 'page-has-heading-one', 'bypass'];

const VIEWS = [['light', 1280], ['light', 320], ['dark', 1280], ['dark', 320]];

// What the page itself tells: axe's violations, and whether it must be
// scrolled sideways at 320 px (WCAG 2.2, 1.4.10).
async function look(page, axe, width, options) {
  await page.evaluate(axe);
  const result = await page.evaluate(o => window.axe.run(document, { resultTypes: ['violations', 'incomplete'], ...o })
    .then(r => ({
      bad: r.violations.flatMap(v => v.nodes.map(n => ({ rule: `${v.impact} ${v.id}: ${v.help}`,
        text: `${n.target.join(' ')}: ${(n.any.concat(n.all, n.none)[0] || {}).message || ''}` }))),
      unsure: r.incomplete.flatMap(v => v.nodes.map(() => v.id)) })), options);
  if (width === 320) {
    const wide = await page.evaluate(() => document.scrollingElement.scrollWidth - window.innerWidth);
    if (wide > 0) result.bad.push({ rule: 'reflow: the page is too wide', text: `by ${wide} px` });
  }
  return result;
}

const axe = ({ places }) => browse('axe-core', places, VIEWS, p => ({
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
  rules: p.book ? Object.fromEntries(NOT_IN_BOOKS.map(r => [r, { enabled: false }])) : {} }));

// Ace judges books; this is what it asks of their HTML (scripts/ace-axe.js of
// @daisy/ace-core), asked of web pages.
const NOT_IN_ACE = ['bypass', 'region', 'page-has-heading-one', 'landmark-complementary-is-top-level'];
const aceHtml = ({ places }) => browse('@daisy/axe-core-for-ace', places.filter(p => !p.book), [['light', 1280]], () => ({
  rules: Object.fromEntries(NOT_IN_ACE.map(r => [r, { enabled: false }])) }));

async function browse(name, places, views, options) {
  const puppeteer = load('puppeteer-core');
  const source = load(name).source;
  const browser = await (puppeteer.default || puppeteer).launch({ executablePath: which('chromium', 'google-chrome'),
    headless: true, args: CHROMIUM_FLAGS, timeout: 120_000, protocolTimeout: 300_000 });
  const findings = [], unsure = new Map();
  const queue = places.flatMap(p => p.pages.map(file => ({ root: p.root, file,
    options: options(p) })));
  const subjects = queue.map(q => q.file);

  async function worker() {
    const page = await browser.newPage();
    let current = null;
    await page.setBypassCSP(true);
    let seen = new Set();
    const found = (rule, text, view = '') => {          // once, not in each view
      if (seen.has(rule + text)) return;
      seen.add(rule + text);
      findings.push({ file: current.file, rule, text: view + text });
    };
    page.on('pageerror', e => found('script error', e.message));
    await page.setRequestInterception(true);    // one folder at http://judge.test/, all else is 404
    page.on('request', request => {
      const url = new URL(request.url());
      let file = url.hostname === 'judge.test' ? path.join(current.root, decodeURIComponent(url.pathname)) : '';
      if (file && fs.existsSync(file) && fs.statSync(file).isDirectory()) file = path.join(file, 'index.html');
      const there = file.startsWith(current.root) && fs.existsSync(file);
      if (!there && !url.pathname.endsWith('/favicon.ico') && url.protocol !== 'data:')
        found('asks for what is not there', request.url());
      return request.respond(there ? { status: 200, contentType: TYPES[path.extname(file)] || 'application/octet-stream',
        body: fs.readFileSync(file) } : { status: 404, body: '' }).catch(() => {});
    });
    for (let job; (job = queue.shift());) {
      current = job;
      seen = new Set();
      if (/http-equiv="refresh"/.test(fs.readFileSync(job.file, 'utf8'))) continue;    // it is left at once
      const url = 'http://judge.test/' + path.relative(job.root, job.file).split(path.sep).map(encodeURIComponent).join('/');
      for (const [scheme, width] of views) {
        await page.setViewport({ width, height: 900 });
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme },
          { name: 'prefers-reduced-motion', value: 'reduce' }]);
        await page.goto(url, { waitUntil: 'load', timeout: 60_000 });
        const result = await look(page, source, width, job.options);
        for (const b of result.bad) found(b.rule, b.text, `${scheme}, ${width} px: `);
        for (const id of result.unsure) unsure.set(id, (unsure.get(id) || 0) + 1);
      }
    }
    await page.close();
  }
  try { await Promise.all([worker(), worker()]); } finally { await browser.close(); }
  const left = [...unsure].map(([id, n]) => `${id} ${n}`).join(', ');
  return { version: versionOf(name), subjects, findings, note: left ? `for a person to see: ${left}` : '' };
}

async function keyboard({ places }) {
  const puppeteer = load('puppeteer-core');
  const browser = await (puppeteer.default || puppeteer).launch({ executablePath: which('chromium', 'google-chrome'),
    headless: true, args: CHROMIUM_FLAGS, timeout: 120_000, protocolTimeout: 300_000 });
  const sites = [places[0], places[places.length - 1]];
  try {
    return { version: versionOf('puppeteer-core'),
      ...await walkSites({ browser, types: TYPES, sites: sites.map(p => ({ root: p.root, files: p.pages, start: p.start })) }) };
  } finally { await browser.close(); }
}

// One browser for all books: Ace itself starts one for each.
function aceRunner() {
  process.env.PUPPETEER_EXECUTABLE_PATH = process.env.CHROME_PATH = wrapper();
  process.env.ACE_TIMEOUT_INITIAL = '90000';
  const inner = load('@daisy/ace-axe-runner-puppeteer');
  let open = null;
  return { ...inner, launch: () => (open ||= inner.launch()), close: async () => {},
    end: async () => open && inner.close() };
}

async function ace({ books }) {
  const findings = [];
  const runner = aceRunner();
  const judge = createRequire(requireFrom(CACHE).resolve('@daisy/ace-cli-shared'))('@daisy/ace-core');
  try {
    for (const [i, book] of books.entries()) {
      const [, report] = await judge(book, { cwd: TOP, initLogger: i === 0, silent: true, fileName: 'ace-judge.log',
        outdir: path.join(WORK, 'ace-' + path.basename(book)), lang: 'en' }, runner);
      for (const part of report.assertions)
        for (const a of part.assertions)
          findings.push({ file: book, rule: `${a['earl:test']['earl:impact']} ${a['earl:test']['dct:title']}`,
            text: `${part['earl:testSubject'].url}: ` + (a['earl:result']['dct:description'] || '').replace(/\s+/g, ' ').slice(0, 240) });
    }
  } finally { await runner.end(); }
  return { version: versionOf('@daisy/ace-cli'), subjects: books, findings };
}

// Notes of usage that ask for nothing.  They tell that there is a font (CSS-028),
// an NCX (HTM-010), that one has pages (NCX-005), and the other lists (NAV-002,
// HTM-050), an entity that XML has itself (HTM-006), many elements (HTM-022);
// that a class waits for the style sheets of others (CSS-025), and that ours,
// which all books share, has rules for what a book has not (CSS-024).
const NOTED = ['CSS-024', 'CSS-025', 'CSS-028', 'HTM-006', 'HTM-010', 'HTM-022', 'HTM-050', 'NAV-002', 'NCX-005'];

// Both EPUBCheck programs write the same JSON.
async function epubcheckReport(books, command) {
  const findings = [];
  let version = '';
  for (const book of books) {
    const out = path.join(WORK, `check-${path.basename(book)}.json`);
    fs.rmSync(out, { force: true });
    const [program, args] = command(book, out);
    const r = await run(program, args);
    if (!fs.existsSync(out)) throw new Error('no report: ' + (r.err + r.out).slice(-400));
    const report = JSON.parse(fs.readFileSync(out, 'utf8'));
    version = (report.checker && report.checker.checkerVersion) || version;
    for (const m of report.messages || []) {
      const level = String(m.severity || '').toUpperCase();
      if (level === 'INFO' || level === 'SUPPRESSED' || (level === 'USAGE' && (kindsAt < 0 || NOTED.includes(m.ID)))) continue;
      const at = (m.locations && m.locations[0]) || m.location || {};
      findings.push({ file: book, rule: `${level} ${m.ID || m.id}`, text: `${at.path || ''}:${at.line || 0}: ${m.message}` });
    }
  }
  return { version, subjects: books, findings };
}

async function epubcheckTs({ books }) {
  const bin = path.join(CACHE, 'node_modules/@likecoin/epubcheck-ts/bin/epubcheck.js');
  const r = await epubcheckReport(books, (book, out) => [process.execPath, [bin, '--json', out, book]]);
  return { ...r, version: versionOf('@likecoin/epubcheck-ts') };
}

async function epubcheck({ books }) {
  const jar = which('epubcheck');       // Debian's command is the jar itself
  return epubcheckReport(books, (book, out) => ['java',
    ['-Xss1m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-jar', jar, '-u', '--json', out, book]]);
}

// The books of tests/epub, which are of all kinds.
async function makeKinds() {
  const root = path.join(WORK, 'books');
  await must('python3', ['-B', path.join(TOP, 'tests/epub/books.py'), '--build', BUILD, root]);
  return fs.readdirSync(root).filter(n => n.endsWith('.epub')).sort().map(n => path.join(root, n));
}

// Those books in one process: some fifty of them take seconds so.  Notes of
// usage count too.
async function kinds(what) {
  const subjects = kindsAt >= 0 ? what.books : await makeKinds();
  const { EpubCheck } = await import(pathToFileURL(path.join(CACHE, 'node_modules/@likecoin/epubcheck-ts/dist/index.js')));
  const findings = [];
  for (const file of subjects) {
    const { messages } = await EpubCheck.validate(new Uint8Array(fs.readFileSync(file)), { includeUsage: true });
    for (const m of messages)
      if (m.severity !== 'info' && !NOTED.includes(m.id))
        findings.push({ file, rule: `${m.severity} ${m.id}`, text: `${(m.location || {}).path || ''}: ${m.message}` });
  }
  if (subjects.length < 40) findings.push({ file: WORK, rule: 'too few books', text: String(subjects.length) });
  return { version: versionOf('@likecoin/epubcheck-ts'), subjects, findings };
}

// ---- reports ---------------------------------------------------------------

// A text that is wrong in many ways, with what a report must escape.
const FAULTY = '---\ntitle: "T <&> \\"q\\""\n---\n\n# A\n\nWe guarantee, \u00e4\u65e5\u{1f600} <b>"it"</b> & \u0085 [@no,%:ne].\n\n'
  + '### B\n\n![](x&<y>.png) [here](no.md)\n\n' + 'It is a miracle. '.repeat(400) + '\n';

// The reports of a faulty text, of one that is missing, and of content/.
async function reports(form) {
  const dir = path.join(WORK, 'reports');
  const odd = path.join(dir, 'o"d <&>,%:.md');
  fs.mkdirSync(dir, { recursive: true });
  fs.writeFileSync(odd, FAULTY);
  const made = [];
  for (const [name, paths] of [['faulty', [odd]], ['missing', [path.join(dir, 'none.md')]],
    ['both', [odd, path.join(TOP, 'content')]], ['content', [path.join(TOP, 'content')]]]) {
    const file = path.join(dir, `${name}.${form}`);
    await run(path.join(BUILD, 'backmatter'), ['lint', '--format', form, '-o', file, ...paths]);
    made.push(file);
  }
  return made;
}

// The schema of OASIS, as Microsoft's matchers bring it.
async function sarif() {
  const subjects = await reports('sarif');
  const inside = createRequire(requireFrom(CACHE).resolve('@microsoft/jest-sarif/package.json'));
  const Ajv = inside('ajv');
  const schema = JSON.parse(fs.readFileSync(inside.resolve('./lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'));
  const ajv = new Ajv({ schemaId: 'auto', validateSchema: false, allErrors: true, format: 'full', unknownFormats: 'ignore' });
  ajv.addMetaSchema(inside('ajv/lib/refs/json-schema-draft-04.json'));
  const validate = ajv.compile(schema);
  const findings = [];
  let results = 0;
  for (const file of subjects) {
    const log = JSON.parse(fs.readFileSync(file, 'utf8'));
    results += log.runs[0].results.length;
    if (!validate(log))
      for (const e of validate.errors) findings.push({ file, rule: e.keyword, text: `${e.dataPath} ${e.message}` });
  }
  if (results < 10) findings.push({ file: subjects[0], rule: 'too few results', text: String(results) });
  return { version: versionOf('@microsoft/jest-sarif'), subjects, findings, note: `${results} results` };
}

// Debian's junitparser reads the file; its counts are those of the cases.
async function junit() {
  const subjects = await reports('junit');
  const findings = [];
  const script = 'import sys, junitparser as j\n'
    + 'x = j.JUnitXml.fromfile(sys.argv[1])\n'
    + 'c = [k for s in x for k in s]\n'
    + 'f = [k for k in c if any(isinstance(r, j.Failure) for r in k.result)]\n'
    + 'assert len(c) == x.tests > 0 and len(f) == x.failures, (len(c), x.tests, len(f), x.failures)\n'
    + 'assert all(k.name and k.classname for k in c)\n'
    + 'print(len(c))\n';
  let cases = 0;
  for (const file of subjects) {
    const r = await run('/usr/bin/python3', ['-c', script, file]);
    if (r.code !== 0) findings.push({ file, rule: 'cannot be read', text: r.err.trim().split('\n').pop() });
    cases += Number(r.out) || 0;
  }
  return { version: 'Debian', subjects, findings, note: `${cases} cases` };
}

// Texts that try to run or load something, each as a page whose policy is
// switched off: what is judged is what the filter let pass.
async function hostile() {
  const dir = path.join(WORK, 'hostile'), findings = [];
  fs.mkdirSync(dir, { recursive: true });
  await must('python3', [path.join(TOP, 'tests/host/raw_html.py'), dir]);
  const subjects = [];
  for (const text of walk(dir, ['.md'])) {
    const page = text.replace(/md$/, 'html');
    await run(path.join(BUILD, 'backmatter'), ['--fail-on', 'never', '-o', page, text]);
    subjects.push(page);
  }
  const puppeteer = load('puppeteer-core');
  const browser = await (puppeteer.default || puppeteer).launch({ executablePath: which('chromium', 'google-chrome'),
    headless: true, args: CHROMIUM_FLAGS, timeout: 120_000, protocolTimeout: 300_000 });
  try {
    const page = await browser.newPage();
    let current = '';
    const found = (rule, text) => findings.push({ file: current, rule, text });
    await page.setBypassCSP(true);
    await page.setRequestInterception(true);
    page.on('dialog', d => { found('opens a dialog', d.message()); d.dismiss(); });
    page.on('pageerror', e => found('runs a script', e.message));
    page.on('request', request => {
      const url = request.url();
      const own = url === pathToFileURL(current).href;
      if (!own && !/^file:.*\/x(\.png)?$/.test(url)) found('asks for something', url);
      return own ? request.continue() : request.abort();
    });
    for (current of subjects) {
      if (!fs.existsSync(current)) { found('is not written', ''); continue; }
      await page.goto(pathToFileURL(current).href, { waitUntil: 'load' });
      const state = await page.evaluate(async () => {
        const act = 'a, button, summary, [tabindex], main *';
        for (const el of document.querySelectorAll(act)) {
          if (el.localName === 'a') el.addEventListener('click', e => e.preventDefault());
          for (const kind of ['mouseover', 'focus', 'click'])
            el.dispatchEvent(new MouseEvent(kind, { bubbles: true, cancelable: true }));
        }
        await new Promise(resolve => setTimeout(resolve, 20));
        return { hit: window.hit, title: document.title,
          live: [...document.querySelectorAll('script, iframe, object, embed, form, base, template, meta[http-equiv="refresh"]')]
            .map(el => el.outerHTML),
          places: [...document.querySelectorAll('*')].flatMap(el => [...el.attributes].filter(a => /^on/i.test(a.name)
            || /^\s*(javascript:|vbscript:|data:text)/i.test(a.value)).map(a => `${el.localName} ${a.name}=${a.value}`)) };
      });
      if (state.hit || state.title === 'hit') found('runs a script', 'window.hit');
      for (const html of state.live) found('has what may run', html.slice(0, 100));
      for (const place of state.places) found('has what may run', place);
    }
  } finally { await browser.close(); }
  return { version: versionOf('puppeteer-core'), subjects, findings };
}

// ---- the verdict -----------------------------------------------------------

const OF_KINDS = ['jats', 'books', 'epubcheck', 'ace', 'vnu'];
const JUDGES = { vnu, axe, walk: keyboard, hostile, ace, 'ace-html': aceHtml, 'epubcheck-ts': epubcheckTs, books: kinds, epubcheck, sarif, junit,
  jats: () => jats(BUILD, WORK) };
const all = {};
let passed = 0, failed = 0;

function group(findings) {
  const rules = new Map();
  for (const f of findings) rules.set(f.rule, [...(rules.get(f.rule) || []), f]);
  return [...rules].sort((a, b) => b[1].length - a[1].length);
}

async function main() {
  const what = await (async () => {
    try {
      await install(path.join(HERE, 'package.json'), CACHE);
      return await (given ? collectGiven() : kindsAt < 0 ? collect() : collectKinds());
    } catch (error) {
      console.log('FAILED  external cannot start: ' + error.message);
      failed++;
      return null;
    }
  })();
  if (what && !given && !what.books.length) { console.log('FAILED  there is no EPUB in ' + path.relative(TOP, BUILD)); failed++; }
  if (what && !what.places[0].pages.length) { console.log('FAILED  the site has no pages'); failed++; }
  for (const [name, judge] of what ? Object.entries(JUDGES) : []) {
    if (only && !only.includes(name)) continue;
    if (given && !['vnu', 'axe'].includes(name)) continue;
    if (kindsAt >= 0 ? !OF_KINDS.includes(name) : name === 'jats') continue;
    const start = Date.now();
    let r;
    try {
      r = await judge(what);
    } catch (error) {
      failed++;
      console.log(`FAILED  ${name} could not run: ${String(error.message).split('\n').slice(0, 6).join('\n        ')}`);
      continue;
    }
    const faulty = new Set(r.findings.map(f => f.file));
    const bad = Math.max(faulty.size, r.findings.length ? 1 : 0);
    passed += r.subjects.length - Math.min(bad, r.subjects.length);
    failed += bad;
    all[name] = r.findings.map(f => ({ ...f, file: short(f.file) }));
    for (const [rule, list] of group(r.findings)) {
      console.log(`FAILED  ${name}: ${rule} (${list.length})`);
      for (const f of list.slice(0, EXAMPLES)) console.log(`        ${short(f.file)}: ${f.text}`);
    }
    console.log(`${name.padEnd(14)} ${String(r.version).padEnd(8)} ${r.subjects.length} judged, ${r.findings.length} findings`
      + ` (${((Date.now() - start) / 1000).toFixed(1)} s)${r.note ? '; ' + r.note : ''}`);
  }
  fs.mkdirSync(CACHE, { recursive: true });
  fs.writeFileSync(path.join(given || CACHE, 'findings.json'), JSON.stringify(all, null, 1) + '\n');
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}

await main();
