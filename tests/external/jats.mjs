// What the writer "jats" makes of all goldens, all elements of DocBook and the
// handbook, by the schema of JATS in RELAX NG.
//
// The only package that brings it is an editor for articles, and its schema is
// that of JATS 1.1.  Each document of 1.1 is one of 1.3, so what it finds valid
// is.  It was flattened without the namespaces that it uses: they are declared
// before it is asked.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileOf } from './npm.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const TOP = path.resolve(HERE, '../..');
const NAMESPACES = { xlink: 'http://www.w3.org/1999/xlink', mml: 'http://www.w3.org/1998/Math/MathML',
  ali: 'http://www.niso.org/schemas/ali/1.0/', oasis: 'http://www.niso.org/standards/z39-96/ns/oasis-exchange/table',
  xsi: 'http://www.w3.org/2001/XMLSchema-instance' };
const NO_DOCUMENTS = /\/(notices|starter|serve|csl|claims)\//;

function sources(dir, found = []) {
  for (const e of fs.readdirSync(dir, { withFileTypes: true })) {
    const file = path.join(dir, e.name);
    if (e.isDirectory()) sources(file, found);
    else if (/\.(md|xml)$/.test(e.name) && !NO_DOCUMENTS.test(file)) found.push(file);
  }
  return found;
}

async function schema(build, work) {
  const bare = await fileOf('substance-texture', '1.0.0', 'src/article/JATS-archiving.rng', path.join(build, 'external/more'));
  const declared = Object.entries(NAMESPACES).map(([p, uri]) => `xmlns:${p}="${uri}"`).join(' ');
  const file = path.join(work, 'jats.rng');
  fs.writeFileSync(file, fs.readFileSync(bare, 'utf8')
    .replace('<grammar ', `<grammar ${declared} `)
    .replace('datatypeLibrary="">1.1<', 'datatypeLibrary="">1.3<'));
  return file;
}

// Links that lead nowhere, and ids that two elements have.
function links(text) {
  const ids = [...text.matchAll(/ id="([^"]*)"/g)].map(m => m[1]);
  const known = new Set(ids);
  const faults = known.size < ids.length ? ['an id twice'] : [];
  for (const [, rid] of text.matchAll(/ rid="([^"]*)"/g))
    if (!known.has(rid)) faults.push(`a link to ${rid}`);
  return faults;
}

export async function jats(build, work) {
  const rng = await schema(build, work);
  const elements = path.join(work, 'elements'), out = path.join(work, 'jats');
  const backmatter = path.join(build, 'backmatter');
  const findings = [], written = [];
  fs.mkdirSync(out, { recursive: true });
  spawnSync('python3', ['-B', path.join(TOP, 'tests/elements/run.py'), '--print', elements]);
  const all = [...sources(path.join(TOP, 'tests/golden')), ...sources(path.join(TOP, 'content')), ...sources(elements)];
  for (const [i, source] of all.entries()) {
    const file = path.join(out, `${i}-${path.basename(source)}`);
    spawnSync(backmatter, ['--no-project', '-q', '--fail-on', 'never', '--today', '2026-03-02', '-t', 'jats', '-o', file, source]);
    if (!fs.existsSync(file)) continue;        // what cannot be read at all
    const text = fs.readFileSync(file, 'utf8').replace(/<!DOCTYPE[^>]*>/, '');
    fs.writeFileSync(file, text);
    written.push(file);
    for (const fault of links(text)) findings.push({ file, rule: fault.replace(/ to .*/, ''), text: `${source}: ${fault}` });
  }
  const r = spawnSync('xmllint', ['--noout', '--nonet', '--relaxng', rng, ...written], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const valid = (r.stderr.match(/ validates$/gm) || []).length;
  for (const [, file, text] of r.stderr.matchAll(/^([^\n:]+):\d+: (.*)$/gm))
    findings.push({ file, rule: 'not valid', text });
  if (valid !== written.length && !findings.length)
    findings.push({ file: rng, rule: 'not judged', text: r.stderr.slice(-300) });
  if (written.length < 700) findings.push({ file: rng, rule: 'too few documents', text: String(written.length) });
  return { version: '1.3', subjects: written, findings };
}
