// pandoc of npm, which has no command:  node tests/epub/wasm.mjs BUILD SOURCE OUT
// The files beside the source go with it.  BUILD/external/more has it, put
// there by make peers.

import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const require = build => createRequire(path.join(path.resolve(build), 'external/more/package.json'));

// A function that converts DocBook; its version is beside it.  Null without.
export async function pandoc(build) {
  let at;
  try { at = require(build).resolve('pandoc-wasm'); } catch { return null; }
  const { convert } = await import(pathToFileURL(at));
  return async (source, out) => {
    const dir = path.dirname(path.resolve(source));
    const files = {};
    for (const e of fs.readdirSync(dir, { withFileTypes: true }))
      if (e.isFile() && !e.name.endsWith('.epub')) files[e.name] = new Blob([fs.readFileSync(path.join(dir, e.name))]);
    const made = await convert({ from: 'docbook', to: 'epub3', standalone: true, 'input-files': [path.basename(source)],
      'output-file': 'out.epub' }, null, files);
    fs.writeFileSync(out, Buffer.from(await made.files['out.epub'].arrayBuffer()));
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [build, source, out] = process.argv.slice(2);
  const convert = await pandoc(build);
  if (!convert) process.exit(1);
  await convert(source, out);
  process.exit(0);
}
